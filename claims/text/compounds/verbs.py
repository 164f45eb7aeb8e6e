"""Split two verbs of one subject if each has its own object and no helping verb or clause covers both."""

import re
from itertools import islice

from claims.text.compounds.grammar import finite, is_past, subject_and_verb, tokens_of, unbroken
from claims.text.compounds.view import View
from claims.text.compounds.vocabulary import AUXILIARIES, BE, NOT_PAST, PAST, SUBORDINATE, TOGETHER, TRIES
from claims.text.figures import figures
from claims.text.numerals import listed

_HAVE = frozenset(listed("has have had hasn't haven't hadn't"))
_NEGATIONS = frozenset(listed("not never no nor neither hardly barely n't cannot without none"))
#: After "and", with a bare noun as object, these are verbs all the same.
_TRANSITIVE = frozenset(
    listed(
        "launched deployed destroyed captured killed seized shelled attacked bombed fired announced accused ordered"
        " provided received received supplied imposed arrested charged signed rejected denied demanded called urged"
        " promised offered raised closed opened introduced approved banned blocked hired fined sentenced released"
        " issued"
        " published caused entered crossed reached retook recaptured liberated repelled thwarted downed intercepted"
        " evacuated rescued treated tested registered recorded reported expelled summoned suspended resumed halted cut"
        " sent took held made gave sold bought built lost won brought shot struck met left"
    )
)
_OBJECT_STARTS = frozenset(
    listed(
        "the a an his her its their our my your this that these those some all both many several more most at"
        " about over"
        " up nearly almost around only no another one two three four five six seven eight nine ten him them it us in on"
        " to for from with by into against of as under after before during since through across near out off back down"
        " hundreds thousands dozens"
    )
)
_DIRECT = frozenset(
    listed(
        "the a an his her its their our my this that these those some all many several about more at nearly almost two"
        " three four five six seven eight nine ten him them it"
    )
)
#: The same form in the infinitive: `would hurt some and cut taxes` has one helping verb for both.
_AMBIGUOUS = frozenset(listed("let put set cut hit quit shut split spread cost read beat bid shed do have be"))
_JOINT = re.compile(
    r"\s*,?\s+(?:and|but)\s+(?:(?:also|then|later|even|subsequently)\s+)?|\s*;\s*(?:and\s+|but\s+)?", re.IGNORECASE
)
_WHEN_TAIL = re.compile(
    r"(?<![\s,])[\s,]+(?:(?:on|in|during)\s(?:(?:early|late|mid"
    r"|the)[\s-])?(?:[A-Z][a-z]+day\b|January"
    r"|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d|\d{1,2}\s[A-Z]"
    r"|(?:past|last|previous|same|next)\s)[\w\s,.]{0,24}|(?:last|this|next)\s(?:week|month|year|night|summer"
    r"|winter|spring"
    r"|autumn|fall|[A-Z][a-z]+)|yesterday|today|overnight)[.\s”\"]*$"
)


def verbs(view: View) -> list[View]:
    """Split `His men took 300 tanks and wrecked 6 guns`: one subject, two verbs with an object each."""
    text = view.text
    opening = tokens_of(text[:80])
    subjectless = len(opening) > 1 and is_past(opening[0][0], strict=True) and _direct_object(opening)
    main = (0, opening[0][1]) if subjectless else subject_and_verb(text)
    if main is None or re.search(r"\bnot only\b", text, re.IGNORECASE):
        return []
    _, verb = main
    if re.search(r"[’'](?:s|d|re|ve|ll)\s+$", text[:verb]) and re.match(r"\s*(?:that\s+)?\w+[’']\w+\s+$", text[:verb]):
        return []  # he's had
    for joint in islice(_JOINT.finditer(text, verb), TRIES):
        if ";" in joint.group():
            continue
        behind = tokens_of(text[joint.end() : joint.end() + 60])
        if not behind or not unbroken(text[: joint.start()]) or re.search("[—…]", text[: joint.start()]):
            continue
        word = behind[0][0]
        last = tokens_of(text[verb : joint.start()])[-1:]
        if word[0].isupper() or (last and is_past(last[0][0], strict=True)):
            continue  # sent and received it
        if len(behind) > 1 and behind[1][0] in ("I", *listed("we he she they you it")):
            continue
        auxiliary = word.lower().replace("’", "'") in AUXILIARIES
        if not auxiliary and not (_is_verb(behind) and _takes_object(behind)):
            continue
        group = _verb_group(text[verb : joint.start()])
        if group is None:
            continue
        helpers, participle, objects = group
        if word.lower() in _AMBIGUOUS and (
            helpers or not is_past(tokens_of(text[verb:])[0][0]) or re.search(r"\bto\s", text[verb : joint.start()])
        ):
            return []
        if not objects or _has_relative(text[verb : joint.start()]):
            continue
        head = view[:verb]
        if not auxiliary and helpers:
            small = [helper.lower().replace("’", "'") for helper in helpers]
            negative = any(helper in _NEGATIONS or helper.endswith("n't") for helper in small)
            if small[0] in ("did", "didn't"):
                head = view[:verb]  # did not A, and Bed: the second clause stands by itself
            elif negative or (small[-1] in BE and word.lower() not in PAST and not _direct_object(behind)):
                return []
            elif small[0] in _HAVE and small[-1] not in BE and participle:
                length = re.match(rf"(?:[\w’']+\s+){{{len(helpers)}}}", text[verb:])
                head = view[: verb + length.end()] if length else head
        one, two = view[: joint.start()], view[joint.end() :]
        when = _WHEN_TAIL.search(two.text)
        if when and not auxiliary and not _WHEN_TAIL.search(one.text) and _is_plain(two.text[: when.start()]):
            one = one + two[when.start() :]
        two = _understood(view[verb : joint.start()], two)
        return [one, head + two if not subjectless else two]
    return []


def _is_plain(text: str) -> bool:
    """Return whether a verb has a short object, so that a time after it belongs to both verbs, not to the object."""
    words = [word.lower() for word, _, _ in tokens_of(text)]
    return 1 < len(words) < 7 and "," not in text and not SUBORDINATE.intersection(words) and "of" not in words


def _is_verb(behind: list[tuple[str, int, int]]) -> bool:
    """Return whether this is a past tense; a word that is mostly an adjective (`wounded`) needs a number or article."""
    word, after = behind[0][0], behind[1][0].lower() if len(behind) > 1 else ""
    return is_past(word, strict=True) or (
        word.lower() in NOT_PAST and word.endswith("ed") and (after[:1].isdigit() or after in _DIRECT)
    )


def _takes_object(behind: list[tuple[str, int, int]]) -> bool:
    if len(behind) == 1:
        return False
    after = behind[1][0]
    return (
        after.lower() in _OBJECT_STARTS
        or after[0].isdigit()
        or after[0].isupper()
        or behind[0][0].lower() in _TRANSITIVE
    )


def _direct_object(behind: list[tuple[str, int, int]]) -> bool:
    after = behind[1][0] if len(behind) > 1 else ""
    return after[:1].isdigit() or after.lower() in _DIRECT


def _verb_group(text: str) -> tuple[list[str], bool, int] | None:
    """Return (helping verbs and the words among them, whether a participle follows, words up to the end of the verb).

    None if the text does not begin with a verb.
    """
    helpers: list[str] = []
    tokens = tokens_of(text)
    for at, (word, _, _) in enumerate(tokens):
        small = word.lower().replace("’", "'")
        if small in AUXILIARIES or (
            helpers and (small in _NEGATIONS or small in ("also", "still", "since", "now", "already"))
        ):
            helpers.append(word)
            continue
        return helpers, is_past(word) or small.endswith(("en", "wn", "ne")), len(tokens) - at - 1
    return None


def _has_relative(text: str) -> bool:
    """Return whether a relative or subordinate clause is open at the end: what follows may belong to it."""
    found = list(
        re.finditer(
            r"\b(?:who(?:ever|m)?|which|whose|that|what(?:ever)?|how|why|because|when|where|while|if|after|before)\b",
            text,
        )
    )
    return bool(found) and finite(text[found[-1].end() :]) is not None


def _understood(one: View, two: View) -> View:
    """Add the noun that is understood: `wounded 12` after `killed 5 soldiers` reads `wounded 12 soldiers`.

    The pieces do not change.
    """
    bare = [f for f in figures(two.text) if f.kind in ("number", "count")]
    if len(bare) != 1 or bare[0].kind != "number" or two.text[bare[0].end :].strip(' .,;”"'):
        return two
    counted = [f for f in figures(one.text) if f.kind == "count"]
    if len(counted) != 1 or bare[0].value is None:
        return two
    return two.edited(bare[0].end - 1, bare[0].end, f"{two.text[bare[0].end - 1]} {counted[0].unit}")


_DOING = re.compile(
    r"\b(?:(?:been|is|are|was|were|be|began|started|stopped|continued?|continues|kept)\s(?:also\s|still\s|now\s)?"
    r"|(?:of|in|by|for|from|to|after|before|with)\s)(?P<first>(?:the\s)?[a-z]+ing)\b"
)
_DONE = re.compile(r",?\s+and\s+(?=(?:the\s|also\s)?([a-z]+ing)\b)")
_NOUN_ING = frozenset(
    listed(
        "building meeting housing funding spending morning evening nothing something anything everything king"
        " ring thing"
        " string spring wing being during including according following concerning regarding beginning ceiling feeling"
        " wedding clothing ending outstanding leading ongoing incoming upcoming remaining existing surrounding"
    )
)


def doings(view: View) -> list[View]:
    """Split `has been training men and taking part in the war`: one helping verb or preposition, two actions."""
    text = view.text
    for m in islice(_DOING.finditer(text), TRIES):
        if m["first"].split()[-1] in _NOUN_ING:
            continue
        for joint in islice(_DONE.finditer(text, m.end()), TRIES):
            between = text[m.end() : joint.start()]
            after = tokens_of(text[joint.end() :])
            if (
                joint.group(1) in _NOUN_ING
                or len(after) < 2
                or not between.strip()
                or re.search(r"[;:]|\b(?:who|which|that|when)\b", between)
                or TOGETHER.search(between)
            ):
                continue
            head = view[: m.start("first")]
            return [view[: joint.start()], head + view[joint.end() :]]
    return []
