"""Give every difference between two pieces of text a kind, so that a changed figure is not overlooked.

A change that could be of two kinds gets both; if the kind is unsure, the more serious one. Spelling, capitals and
numeral style are *minor*: they never count as the same words, but one person may confirm a list of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rapidfuzz.distance import Indel

from claims.text.anchors import vocabulary as known
from claims.text.anchors.capitals import changed_names
from claims.text.anchors.cutting import Text, is_figure
from claims.text.anchors.gaps import marks
from claims.text.anchors.spelling import OTHER_WORDS, same_spelled
from claims.text.anchors.times import in_a_date, is_date, is_day, which_time
from claims.text.common import common_ops
from claims.text.numerals import MOST_DIGITS

MINOR = frozenset({"spelling", "capitals", "numeral", "punctuation"})
# If one of these changed in the claim's sentence, outside its words, the claim counts as changed.
BINDING = frozenset(
    {"number", "name", "date", "unit", "negation", "truth", "condition", "quantifier", "hedge", "verb"}
) | {
    "speaker",
    "question",
    "pronoun",
    "unclear",
}

_LONGEST_WORD = 200  # characters; a longer run without blanks is similar only to itself
_FEW = 8  # words, of both sides; a numeral or a compound has no more

type Op = tuple[int, int, int, int]  # words a to b of the old text became words c to d of the new one


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    `kind`: number, name, date, unit, negation, truth (true, wrong, fake), condition (if, unless), quantifier, hedge,
    verb (of saying or knowing), speaker (who says the words), pronoun (whom it refers to), question, order, spelling,
    capitals, numeral, punctuation, typography, words, unclear (words of a language whose verbs of saying, denials and
    names cannot be told from others, so that any of them may be one). `old` and `new` are the texts as printed; one of
    them may be empty.
    """

    kind: str
    old: str
    new: str


# --- which words became which ----------------------------------------------------------------------------------------


def changes(old: Sequence[str], new: Sequence[str]) -> list[Op]:
    """Return the ranges that differ, in order; within them, figures are paired with figures and like words."""
    if old == new:
        return []
    rough: list[Op] = []
    for tag, a, b, c, d in common_ops([key.lower() for key in old], [key.lower() for key in new]):
        if tag != "equal":
            rough.append((a, b, c, d))
        else:
            rough += [(n, n + 1, c + n - a, c + n - a + 1) for n in range(a, b) if old[n] != new[c + n - a]]
    joined: list[Op] = []
    for a, b, c, d in rough:
        if joined and (a == joined[-1][1] or c == joined[-1][3] or _by_chance(old, joined[-1], (a, b, c, d))):
            joined[-1] = (joined[-1][0], b, joined[-1][2], d)
        else:
            joined.append((a, b, c, d))
    return [fine for op in joined for fine in _paired(old, new, op)]


def _by_chance(old: Sequence[str], before: Op, after: Op) -> bool:
    """Return whether the one small word between two rewritten stretches is the same by chance."""
    same = old[before[1] : after[0]]
    if not same:
        return True
    if len(same) > 1 or len(same[0]) > 3 or is_figure(same[0]):
        return False
    sizes = [max(op[1] - op[0], op[3] - op[2]) for op in (before, after)]
    return min(sizes) >= 3


def _paired(old: Sequence[str], new: Sequence[str], op: Op) -> list[Op]:
    a, b, c, d = op
    if a == b or c == d or (b - a == 1 and d - c == 1) or (b - a) * (d - c) > 900:
        return [op]
    minor = _minor(list(old[a:b]), list(new[c:d])) if b - a + d - c < _FEW else None
    if minor in ("numeral", "spelling"):
        return [op]  # 5 million, 5m; cease fire, cease-fire
    best = [[0.0] * (d - c + 1) for _ in range(b - a + 1)]
    like = [[_likeness(old[i], new[j]) for j in range(c, d)] for i in range(a, b)]
    for i in range(b - a - 1, -1, -1):
        for j in range(d - c - 1, -1, -1):
            paired = like[i][j] + best[i + 1][j + 1] if like[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    found: list[Op] = []
    i = j = from_i = from_j = 0
    while i < b - a and j < d - c:
        if like[i][j] and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            found += _rest(a + from_i, a + i, c + from_j, c + j)
            if old[a + i] != new[c + j]:
                found.append((a + i, a + i + 1, c + j, c + j + 1))
            i, j = i + 1, j + 1
            from_i, from_j = i, j
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found + _rest(a + from_i, b, c + from_j, d)


def _rest(a: int, b: int, c: int, d: int) -> list[Op]:
    return [(a, b, c, d)] if a < b or c < d else []


def _likeness(old: str, new: str) -> float:
    if old == new:
        return 1.0
    small, other = old.lower(), new.lower()
    if small == other:
        return 0.95
    if is_figure(old) or is_figure(new):
        return 0.8 if _value([old]) is not None and _value([new]) is not None else 0.0
    if max(len(small), len(other)) > _LONGEST_WORD:
        return 0.0
    both = Indel.normalized_similarity(small, other)
    if both >= 0.6 and min(len(small), len(other)) > 2:
        return 0.9 * both
    for group in (
        known.SAYING_OR_KNOWING,
        known.TRUTH,
        known.MONTHS_AND_DAYS,
        known.NUMBER_WORDS,
        known.UNITS,
        known.QUANTIFIERS,
    ):
        if small in group and other in group:
            return 0.5
    return 0.0


# --- of what kind ----------------------------------------------------------------------------------------------------


def kinds(old: Text, new: Text, op: Op) -> list[str]:
    """Return the kinds of one change, the most serious first; never empty. `op` counts words of the whole texts."""
    a, b, c, d = op
    before, after = old.keys[a:b], new.keys[c:d]
    if (minor := _minor(before, after, old.english)) and _unmarked(old, a, b, new, c, d, minor):
        return [minor]
    small, other = [k.lower() for k in before], [k.lower() for k in after]
    changed = {*small} ^ {*other}
    found: list[str] = []
    if _speaks(old, a, b) or _speaks(new, c, d):
        found.append("speaker")
    if _negations(small) != _negations(other):
        found.append("negation")
    if changed & known.TRUTH:
        found.append("truth")
    if changed & known.CONDITIONS or _in_case(old, a, b) != _in_case(new, c, d):
        found.append("condition")
    figured, rewritten = _figures(old, a, b), _figures(new, c, d)
    figures, others = ([text.keys[at].lower() for text, at in places] for places in (figured, rewritten))
    dates = [k for k in changed if k in known.TIMES | known.ORDER_OF_TIME or is_day(k, [*before, *after])]
    if figures != others:
        dated = all(in_a_date(*at) for at in (*figured, *rewritten))
        found.append("date" if dated or is_date([*figures, *others]) else "number")
    if (dates or which_time(old, a, b) or which_time(new, c, d)) and "date" not in found:
        found.append("date")
    if _units(before) != _units(after) and (figures or others or _near_figure(old, a, b) or _near_figure(new, c, d)):
        found.append("unit")
    if changed & known.QUANTIFIERS:
        found.append("quantifier")
    if _hedges(old, a, b) != _hedges(new, c, d):
        found.append("hedge")
    if {key.lower() for key in (*before, *after) if known.reports(key)} & changed or changed & known.VERBS:
        found.append("verb")
    if changed & known.PERSONS_AND_POSSESSIVES:
        found.append("pronoun")
    named = {*before} ^ {*after}
    if changed_names(old, (a, b), named, new, d) or changed_names(new, (c, d), named, old, b):
        found.append("name")
    return found or ["words" if old.english else "unclear"]


def described(old: Text, new: Text, op: Op) -> list[Difference]:
    a, b, c, d = op
    return [Difference(kind, printed(old, a, b), printed(new, c, d)) for kind in kinds(old, new, op)]


def printed(text: Text, first: int, last: int) -> str:
    """Return these words as printed, with single blanks."""
    return " ".join(text.text[text.starts[first] : text.ends[last - 1]].split()) if first < last else ""


def _minor(before: list[str], after: list[str], english: bool = True) -> str | None:
    if not before or not after:
        return None
    if [k.lower() for k in before] == [k.lower() for k in after]:
        return None if any(map(_other_in_capitals, before, after)) else "capitals"
    one, two = _value(before), _value(after)
    if one is not None and two is not None:
        return "numeral" if one == two else None
    if one is not None or two is not None or any(map(is_figure, [*before, *after])):
        return None
    joined, other = ("".join(re.sub(r"[-.·]", "", k) for k in side) for side in (before, after))
    if joined == other and _joins(before, after) and not _negations(before) and not _negations(after):
        return "spelling"
    single = len(before) == len(after) == 1 and before[0].islower() and after[0].islower()
    if english and single and same_spelled(before[0], after[0]):
        return "spelling"
    return None


def _other_in_capitals(one: str, other: str) -> bool:
    """Return whether a capital makes it a different word: May, Polish, US."""
    small = one.lower()
    if one == other or small not in known.OTHER_IN_CAPITALS:
        return False
    return small in known.CAPITALLED or (one.isupper() or other.isupper())


def _joins(before: list[str], after: list[str]) -> bool:
    """Return whether parts of a word that are joined differently are still the same word.

    For short parts this is unknown: re-signed is not resigned, and every day is not always everyday.
    """
    one, other = ([part for key in side for part in key.lower().split("-")] for side in (before, after))
    if one == other:
        parts = one if len(before) != len(after) else []  # cease fire, cease-fire
    else:
        parts = [part for side in (one, other) for part in side if part not in one or part not in other]
    return all(len(part) > 3 for part in parts) and not OTHER_WORDS.intersection((*before, *after))


def _unmarked(old: Text, a: int, b: int, new: Text, c: int, d: int, minor: str) -> bool:
    """Return whether words joined differently have only blanks, or a dash without blanks, between them.

    Between the parts of a numeral a dash is not allowed.
    """
    if minor == "capitals":
        return True
    gaps = [old.between(at) for at in range(a, b - 1)] + [new.between(at) for at in range(c, d - 1)]
    return all(gap.isspace() or (gap == "–" and minor == "spelling") for gap in gaps)


def _value(keys: list[str]) -> tuple[str, Decimal] | None:
    """Return the value of a numeral, with its sign of currency or per cent; None if it is anything else as well."""
    if not keys:
        return None
    if len(keys) > 1 and all(k.isdigit() for k in keys) and all(len(k) == 3 for k in keys[1:]):
        keys = ["".join(keys)]  # 1 000
    total, part, sign, seen = Decimal(0), Decimal(0), "", False
    for raw in keys:
        for key in raw.lower().split("-") if not is_figure(raw) else [raw.lower()]:
            if found := re.fullmatch(r"([-+~≈≤≥<>±]?[$€£¥₺₽₼₾֏]?)([\d.,]*\d)([%‰°]|st|nd|rd|th|[a-z]{1,2})?", key):
                behind = found[3] or ""
                times = known.MULTIPLES.get(behind, 1)
                sign += found[1] + ("th" if behind in ("st", "nd", "rd", "th") else behind if times == 1 else "")
                if (number := _digits(found[2])) is None:
                    return None
                part += number * times
            elif key in known.NUMBER_WORDS:
                part += known.NUMBER_WORDS[key]
            elif key in known.ORDINAL_WORDS:
                part, sign = part + known.ORDINAL_WORDS[key], sign + "th"
            elif key in known.MULTIPLES and len(key) > 1 and (seen or len(keys) > 1):
                part = (part or 1) * known.MULTIPLES[key]
                if known.MULTIPLES[key] >= 1000:
                    total, part = total + part, Decimal(0)
            elif key in ("percent", "cent"):
                sign += "%"
            elif key in ("and", "per") and seen:
                continue
            else:
                return None
            seen = True
    return (sign, total + part) if seen else None


def _digits(written: str) -> Decimal | None:
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", written):
        written = written.replace(",", "")
    if len(written) > MOST_DIGITS:
        return None
    try:
        return Decimal(written)
    except InvalidOperation:
        return None


def _speaks(text: Text, first: int, last: int) -> bool:
    """Return whether the words are where a speaker is named.

    That is before a reporting verb (the ministry said), or after one that follows what was said (…, said the ministry).
    """
    if not any(text.keys[at].lower() not in known.NO_SPEAKERS for at in range(first, last)):
        return False
    start, end = text.line_words[text.word_line[first]]
    if any(known.reports(text.keys[at]) for at in range(last, min(last + 2, end))):
        return not any(marks(text.between(at)) for at in range(last - 1, min(last, end - 1)))
    verbs = [at for at in range(max(start, first - 2), first) if known.reports(text.keys[at])]
    return any(at > start and set(marks(text.between(at - 1))) & {",", '"'} for at in verbs)


def _negations(keys: list[str]) -> list[str]:
    """Return the words of denial; not, cannot and n’t count as the same."""
    small = [key.lower() for key in keys]
    return sorted(
        "not" if key in ("cannot", "non") or key.endswith("n't") else key
        for key in small
        if key in known.NEGATIONS or key.endswith("n't")
    )


def _in_case(text: Text, first: int, last: int) -> bool:
    return any(
        text.keys[at].lower() == "case" and at and text.keys[at - 1].lower() == "in" for at in range(first, last)
    )


def _figures(text: Text, first: int, last: int) -> list[tuple[Text, int]]:
    """Return the positions of figures among these words."""
    found = []
    for at in range(first, last):
        key = text.keys[at].lower()
        digits = any(c.isdigit() for c in key) and not key[:1].isalpha()
        spelled = any(part in known.NUMBER_WORDS or part in known.ORDINAL_WORDS for part in key.split("-"))
        if digits or spelled or (key in known.MULTIPLES and len(key) > 1):
            found.append((text, at))
    return found


def _units(keys: list[str]) -> list[str]:
    found = []
    for key in keys:
        small = key.lower()
        if small in known.UNITS:
            found.append(small)
        elif is_figure(small):
            found += [c for c in small if c in "$€£¥₺₽₼₾֏%‰°"]
            if behind := re.search(r"\d([a-z]{1,3})$", small):
                found.append(behind[1])
    return found


def _near_figure(text: Text, first: int, last: int) -> bool:
    around = text.keys[max(0, first - 1) : last + 1]
    return any(is_figure(key) or key.lower() in known.NUMBER_WORDS or key.lower() in known.MULTIPLES for key in around)


def _hedges(text: Text, first: int, last: int) -> list[str]:
    found = []
    for at in range(first, last):
        key = text.keys[at].lower()
        # A word of place is a hedge if a figure comes soon after: up to 300, about $5
        if is_day(key, [text.keys[at]]):
            continue
        if key in known.HEDGES and (key not in known.HEDGES_OF_FIGURES or _near_figure(text, at, at + 2)):
            found.append(key)
    return found
