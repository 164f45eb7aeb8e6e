"""Split names in a row into one fact each, if the rest is true of each; never what two do with each other."""

import re
from itertools import islice

from claims.text.compounds.grammar import agreeing, beginning, is_past, tokens_of
from claims.text.compounds.view import View
from claims.text.compounds.vocabulary import BE, BODIES, CAPITAL, FIXED, SYMMETRIC, TOGETHER, TRIES
from claims.text.numerals import listed

_PLACES = {
    f"{word[:-1]}ies" if word.endswith("y") else f"{word}s": word
    for word in listed(
        "town city village airbase base district region province settlement airport port area suburb county state"
        " island"
        " camp prison hospital school station factory plant embassy consulate neighbourhood neighborhood governorate"
        " municipality municipality valley bridge dam mine refinery depot barracks airfield checkpoint capital"
        " hill height"
    )
}
_NAME = rf"(?:{CAPITAL}(?:\s(?:al-|el-|de\s|la\s|von\s|van\s)?{CAPITAL}){{0,3}})"
_NAMES = re.compile(
    rf"(?P<first>{_NAME})(?:,\s{_NAME}){{0,{TRIES}}}(?P<joint>,?\s(?:and)\s)(?P<last>{_NAME})(?![\w’'])"
)
_EACH_NAME = re.compile(_NAME)
_NOT_NAMES = frozenset(
    listed(
        "The A An In On At By For From To Of And But Or If When While After Before Since As He She It They We I"
        " This That"
        " These Those There His Her Its Their Our Both Either Neither Between Not No President Minister Mr Mrs Ms"
        " Dr CEO"
        " Chairman Founder Director Editor Chief Monday Tuesday Wednesday Thursday Friday Saturday Sunday January"
        " February"
        " March April May June July August September October November December"
    )
)
_BEHIND_NAMES = frozenset(
    listed(
        "in on at by for from to of with into onto over under near during since after before until through"
        " against as is"
        " are was were has have had do did does will would can could may might shall should must remain remains"
        " remained"
        " stay stays stayed still also not never this last next yesterday today earlier later while when where"
        " which who"
        " that because amid despite without within along around across again"
    )
)
_BEFORE_PLACES = frozenset(listed("in at near around outside inside across into against"))
_NEAR = 300  # characters before the names, enough for the six words that are looked at
_STATES = re.compile(
    r"\s(?:(?:are|were|remain|remained|have been|had been|will be|stay|stayed|do|did|have|had|will|would|can|could)\b)",
    re.IGNORECASE,
)
_PAIRS = re.compile(
    r"(?:compar|combin|unit|merg|mix|marri|separat|link|connect|divid|join|reconcil|distinguish|equat|match"
    r"|pair|said|told|named|called)"
)


def named(view: View) -> list[View]:
    """Split `the towns of Hadrut and Fuzuli are not held` and `at the bases of Ganja and Qabala` by name."""
    text = view.text
    for m in islice(_NAMES.finditer(text), TRIES):
        names = list(_EACH_NAME.finditer(text, m.start(), m.end()))
        before, behind = text[: m.start()], text[m.end() :]
        first = names[0].group().split()
        while first and first[0] in _NOT_NAMES and len(first) > 1:  # In Hadrut and Fuzuli
            before += first.pop(0) + " "
        starts = [m.end("first") - len(" ".join(first)), *(n.start() for n in names[1:])]
        printed = [" ".join(first), *(n.group() for n in names[1:])]
        if (
            any(word in _NOT_NAMES for name in printed for word in name.split())
            or len({word.lower() for word in printed}) < len(printed)
            or BODIES.search(text[max(0, m.start() - 25) : m.end()])
            or FIXED.search(m.group())
            or not _ends_names(behind)
        ):
            continue
        cut = _each_named(view, before, starts, [n.end() for n in names], behind)
        if cut:
            return cut
    return []


def _ends_names(behind: str) -> bool:
    m = re.match(r"[\s]+([\w’'-]+)", behind)
    return not m or m.group(1).lower() in _BEHIND_NAMES


def _each_named(view: View, before: str, starts: list[int], ends: list[int], behind: str) -> list[View]:
    if TOGETHER.search(before) or TOGETHER.search(behind):
        return []
    words = [word for word, _, _ in tokens_of(before[-_NEAR:])]
    previous = words[-1].lower() if words else ""
    introduced = re.fullmatch(
        r"\s*(?:that\s+)?(?:(?:the\s)?(?:[a-z]+\s)?(?P<noun>\w+)\s(?:of|in|at|near|around|outside)\s)?",
        before[before.rfind(", ") + 1 :],
        re.IGNORECASE,
    )
    place = next((word for word in reversed(words[-3:]) if word.lower() in _PLACES), None)
    state = bool(introduced and (introduced["noun"] is None or introduced["noun"].lower() in _PLACES)) and (
        _STATES.match(behind) is not None
    )
    symmetric = SYMMETRIC.search(beginning(behind) if state else f"{' '.join(words[-6:])} {behind[:60]}")
    met = previous in ("met", "visited") or (previous == "with" and words[-2:-1] == ["met"])
    distributive = (
        state
        or (place and previous in ("of", "in", "at", "near", "around", "outside"))
        or previous in _BEFORE_PLACES
        or (len(words) > 1 and is_past(previous, strict=True) and previous not in BE and not _PAIRS.match(previous))
        or met
    )
    if not distributive or (symmetric and not (met and symmetric.group().lower() in ("met", "visited"))):
        return []
    if state and re.search(r"\b(?:they|their|them|themselves)\b", behind):
        return []
    following = re.match(r"\s(\w+)", behind)
    if following and following.group(1).lower() == previous:  # Smith in Iowa and Jones in Ohio
        return []
    head, tail = view[: starts[0]], view[ends[-1] :]
    if place:
        at = head.text.rfind(place)
        singular = _PLACES[place.lower()]
        head = head.edited(at, at + len(place), singular if place[0].islower() else singular.capitalize())
    cut = []
    for start, end in zip(starts, ends, strict=True):
        part = head + view[start:end]
        cut.append(agreeing(part + tail, part) if state else part + tail)
    return cut
