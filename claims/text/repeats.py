"""What an article says twice, and where its own figures and names disagree: notes for a person to look at.

A wrong "does not add up" costs more than a missed one: a note is made only where the article itself says that the
figures belong together. Nothing is compared with the world outside of the text.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from math import log

from claims.text.figures import Figure, figures
from claims.text.numerals import ONES, SCALES, TENS, listed
from claims.text.words import Span

REPEATS, DIFFERS, SPELLING, ADDS_UP, NOT_ADDING_UP = "repeats", "differs", "spelling", "adds_up", "does_not_add_up"


@dataclass(frozen=True, slots=True)
class Note:
    """`kind` is repeats, differs, spelling, adds_up or does_not_add_up; `spans` are the lines or words that it is
    about, in the order of the text; `words` is a sentence for a person."""

    kind: str
    spans: tuple[Span, ...]
    words: str


def notes(text: str, lines: Sequence[Span], found: Sequence[Figure] | None = None, language: str = "en") -> list[Note]:
    """The notes on a text, by where they begin. `lines`: the spans of its sentences (or claims); `found`: its figures,
    with offsets into the same text, where they are known already."""
    found = figures(text, language) if found is None else sorted(found, key=lambda figure: figure.start)
    shelves = _by_line(lines, found)
    made = [*_spellings(text, lines)]
    if language.split("-")[0].lower() == "en":
        made += _offices(text)
        for line, inside in zip(lines, shelves, strict=True):
            made += _in_line(text, line, inside)
        made += _across(text, lines, shelves, {span for note in made for span in note.spans})
    made += _same_again(text, lines, shelves)
    return sorted(made, key=lambda note: (note.spans[0], note.kind))


def _by_line(lines: Sequence[Span], found: Sequence[Figure]) -> list[list[Figure]]:
    """The figures of each line; lines may overlap."""
    starts = [figure.start for figure in found]
    return [
        [figure for figure in found[bisect_left(starts, start) : bisect_left(starts, end)] if figure.end <= end]
        for start, end in lines
    ]


# --- names -----------------------------------------------------------------------------------------------------------

_NAME = re.compile(r"[^\W\d_][\w’'ʼ-]*")
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ə": "e",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ş": "sh",
        "ç": "ch",
    }
)
_VOWELS = "aeiouy"


@lru_cache(maxsize=16384)
def folded(name: str) -> str:
    """A name without accents, in small letters, its possessive gone: Füzuli’s and FUZULI give fuzuli."""
    small = re.sub(r"[’'ʼ]+s?$", "", name).lower().translate(_LETTERS)
    if small.isascii():
        return small
    return "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """The same for spellings of one name that differ in a vowel inside or a doubled letter (Fuzuli, Fizuli,
    Füzuli); the first and last letters count, so Iran and Iraq, Maria and Mario stay apart. Names of fewer than five
    letters are themselves."""
    plain = folded(name)
    if len(plain) < 5:
        return plain
    inside = re.sub(r"(\w)\1", r"\1", plain[1:-1])
    return plain[0] + re.sub(rf"[{_VOWELS}]+", "*", inside) + plain[-1]


def _spellings(text: str, lines: Sequence[Span]) -> Iterable[Note]:
    """One name in two spellings. Only what is always written with a capital, and not only at the start of a line."""
    small, first = set(), {start for start, _ in lines}
    seen: dict[str, list[Span]] = defaultdict(list)
    for m in _NAME.finditer(text):
        word = re.sub(r"[’'ʼ]+s?$", "", m.group())
        if word[0].islower():
            small.add(folded(word))
        elif len(word) > 4 and not word.isupper() and "-" not in word:
            seen[word].append((m.start(), m.start() + len(word)))
    forms: dict[str, list[str]] = defaultdict(list)
    for word, spans in seen.items():
        inner = [
            span for span in spans if span[0] not in first and text[span[0] - 2 : span[0]] not in (". ", "“", "? ")
        ]
        if inner and folded(word) not in small:
            forms[name_key(word)].append(word)
    for words in forms.values():
        if len(words) < 2:
            continue
        words.sort(key=lambda word: (-len(seen[word]), seen[word]))
        for other in words[1:]:
            if _one_name(text, words[0], other, seen):
                spans = tuple(sorted((seen[words[0]][0], seen[other][0])))
                yield Note(SPELLING, spans, f"“{words[0]}” and “{other}”: one name in two spellings?")


def _one_name(text: str, one: str, two: str, seen: dict[str, list[Span]]) -> bool:
    plain_one, plain_two = folded(one), folded(two)
    if plain_one == plain_two:
        return True
    if len(plain_one) == len(plain_two):
        changed = sum(a != b for a, b in zip(plain_one, plain_two, strict=True))
        if changed > 1:
            return False
    # Two people of like names have each another name before or behind it.
    for beside in (_word_before, _word_behind):
        words = [{beside(text, span) for span in seen[word]} - {""} for word in (one, two)]
        if words[0] and words[1] and not words[0] & words[1]:
            return False
    return True


def _word_before(text: str, span: Span) -> str:
    """The capitalised word right before, "" without one."""
    m = re.search(r"([^\W\d_][\w’'-]*)\s$", text[max(0, span[0] - 30) : span[0]])
    return m.group(1) if m and m.group(1)[0].isupper() else ""


def _word_behind(text: str, span: Span) -> str:
    m = re.compile(r"\s([^\W\d_][\w-]*)").match(text, span[1])
    return m.group(1) if m and m.group(1)[0].isupper() else ""


_OFFICES = re.compile(
    r"(?P<office>[A-Z][a-z]+(?:ese|ian|ish|i|an|ch|’s|'s)\s(?:(?:Prime|Foreign|Defen[cs]e|Interior"
    r"|Finance)\sMinister|President|Chancellor"
    r"|King|Queen))\s(?P<name>[^\W\d_a-z][\w’'-]+(?:\s[^\W\d_a-z][\w’'-]+){0,2})"
)
_FORMER = re.compile(r"\b(?:former|then|late|ex|next|new|incoming|outgoing|previous|predecessor)[\s-]+$", re.IGNORECASE)


def _offices(text: str) -> Iterable[Note]:
    """One office with two names: the foreign minister of one country is not called both."""
    held: dict[str, re.Match[str]] = {}
    for m in _OFFICES.finditer(text):
        if _FORMER.search(text[max(0, m.start() - 14) : m.start()]):
            continue
        office = re.sub(r"[’']s\b", "", m["office"])
        first = held.setdefault(office, m)
        if not {name_key(word) for word in first["name"].split()} & {name_key(word) for word in m["name"].split()}:
            yield Note(
                DIFFERS, (first.span(), m.span()), f"“{first.group()}” and “{m.group()}”: one office, two names?"
            )


# --- values ----------------------------------------------------------------------------------------------------------


def _exact(figure: Figure) -> bool:
    return figure.value is not None and figure.high is None and not figure.modifier


def _bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    """Between which numbers the figure lies, taken as generously as its words allow; a value without high, about or
    more than is as exact as its last digit that is not 0."""
    value = figure.value
    far = Decimal("Infinity")
    high = figure.high if figure.high is not None else value
    slack = max(_rounding(figure, value), _rounding(figure, high)) / 2
    if figure.modifier == "about":
        slack = max(slack, abs(value) * Decimal("0.15"))
    low, high = value - slack, high + slack
    if figure.modifier in ("more_than", "at_least"):
        high = far
    if figure.modifier in ("less_than", "at_most"):
        low = -far
    return low, high


def _rounding(figure: Figure, value: Decimal) -> Decimal:
    """The worth of the last digit that is not 0: 100 for 300, 1 for 287, 0.1 for 4.5. Percentages and what is below a
    hundred are not taken for rounded."""
    digit = Decimal(1).scaleb(value.normalize().as_tuple().exponent) if value else Decimal(1)
    return min(digit, Decimal(1)) if figure.kind == "percentage" or abs(value) < 100 else digit


def agree(one: Figure, two: Figure) -> bool:
    """Whether two figures can both be right about one thing: about 300 and 287 can, 300 and 366 cannot."""
    if one.value is None or two.value is None:
        return True
    (low, high), (bottom, top) = _bounds(one), _bounds(two)
    return low <= top and bottom <= high


def _printed(value: Decimal) -> str:
    whole = value.to_integral_value()
    return f"{int(value):,}" if value == whole else f"{value.normalize():,f}"


def _head(unit: str) -> str:
    """The noun of a unit, without its plural: battle tanks and tank give tank."""
    words = re.sub(r"\sof\s.*", "", unit.lower()).split()
    return _stem(words[-1]) if words else ""


# --- arithmetic within a line ----------------------------------------------------------------------------------------

_TOTAL_BEFORE = re.compile(
    r"\b(?:(?:a|the|for a|grand|combined|overall)\s)?(?:totals?(?:\sof|ling|ing|led|ed)?|sum of|altogether,?"
    r"|in all,?|in total,?"
    r"|making|bringing the (?:total|toll) to|for a combined)\s(?:of\s|to\s)?$",
    re.IGNORECASE,
)
_TOTAL_BEHIND = re.compile(r"\s?,?\s?(?:in all|in total|altogether|all told|combined|total)\b", re.IGNORECASE)
_ROW = re.compile(r"[^.;:!?()]{0,45}(?:,|\band\b|\bplus\b)[^.;:!?()]{0,45}", re.IGNORECASE)
_OF_THEM = re.compile(r"\b[Oo]f (?:the|these|those|its|their|his|her)?\s?$")
_INCLUDING = re.compile(r"\s*,?\s?(?:including|among them|of (?:whom|which|them))\s", re.IGNORECASE)
_OUT_OF = re.compile(r"\s(?:out\s)?of\s(?:the\s|its\s|their\s|his\s|her\s|some\s)?(?:total\s)?$", re.IGNORECASE)
_OR = re.compile(
    r"\s?(?:,\sor\s|\sor\s|\s?\(|,\s?|\s[–—-]\s)(?:that is,?\s|about\s|some\s|roughly\s|nearly\s|almost\s)?$"
)
_FROM_TO = re.compile(r"\sto\s$")
_GREW_BY = re.compile(
    r",?\s(?:an?|which is an?|a \w+)?\s?(?P<way>increase|rise|gain|jump|growth|decrease|drop|fall|decline|loss"
    r"|cut|reduction)\sof\s$",
    re.IGNORECASE,
)
_UP_WORDS = frozenset(listed("increase rise gain jump growth"))
_COUNTABLE = ("count", "number", "money")


def _in_line(text: str, line: Span, inside: list[Figure]) -> list[Note]:
    numbers = [figure for figure in inside if figure.kind in (*_COUNTABLE, "percentage") and figure.value is not None]
    made = [*_sum(text, line, numbers), *_percent(text, numbers), *_change(text, numbers)]
    return made or [*_of_them(text, line, numbers)]


def _sum(text: str, line: Span, numbers: list[Figure]) -> list[Note]:
    """`5 men and 3 women, 8 in all`: a figure that the line calls the total of the others."""
    for total in numbers:
        if total.kind not in _COUNTABLE or not _exact(total):
            continue
        start = total.start
        cued = _TOTAL_BEFORE.search(text[max(line[0], start - 30) : start]) or _TOTAL_BEHIND.match(
            text[total.end : min(line[1], total.end + 20)]
        )
        if not cued:
            continue
        if len(numbers) > _MANY:
            return []
        rest = [f for f in numbers if f is not total and f.kind in _COUNTABLE and _exact(f) and _alike(f, total)]
        fits = _summing(rest, total)
        if fits:
            return [_adds_up(fits, total)]
        row = _row(text, rest, total)
        if len(row) > 1 and all(f.value < total.value or total.value < sum(r.value for r in row) for f in row):
            return [_not_adding(row, total)]
    return []


def _alike(one: Figure, two: Figure) -> bool:
    """Not of different kinds: money is not added to men."""
    return (one.kind == "money") == (two.kind == "money") and _head(one.unit) not in _LENGTHS


def _summing(rest: list[Figure], total: Figure) -> list[Figure]:
    """Two or more of the figures that make the total, the most of them first; [] when none do."""
    for size in range(min(len(rest), 6), 1, -1):
        for some in combinations(rest, size):
            if sum(figure.value for figure in some) == total.value:
                return list(some)
    return []


def _row(text: str, rest: list[Figure], total: Figure) -> list[Figure]:
    """The figures that stand in one row beside the total, all of one unit or all of different ones; [] when it is not
    clear that they are its parts."""
    before = [figure for figure in rest if figure.end <= total.start]
    behind = [figure for figure in rest if figure.start >= total.end]
    if bool(before) == bool(behind):
        return []
    row = before or behind
    if any(not _ROW.fullmatch(text[a.end : b.start]) for a, b in zip(row, row[1:], strict=False)):
        return []
    gap = text[row[-1].end : total.start] if before else text[total.end : row[0].start]
    joined = (
        re.fullmatch(
            r"[^.;!?]{0,30}?,?\s?(?:for|making|a|or|–|—|-|\(|=|:)?\s?(?:an?\s)?(?:grand\s|combined\s)?(?:totals?"
            r"|sum)?\s?(?:of\s|ling\s|ing\s)?",
            gap,
        )
        if before
        else re.fullmatch(r"[^.;!?]{0,30}?(?::|,|–|—|\()\s?(?:namely\s|that is,?\s)?", gap)
    )
    return (
        row
        if joined
        and not re.search(
            r"\b(?:includ\w+|among|of whom|most|other|another|more|since|last|previous|earlier|compared)\b", gap
        )
        else []
    )


def _of_them(text: str, line: Span, numbers: list[Figure]) -> list[Note]:
    """`Of the 366, 287 were burnt and 79 taken`, `366 tanks, including 287 …`: parts cannot be more than the whole."""
    for at, whole in enumerate(numbers[:-1]):
        if whole.kind != "count" and whole.kind != "number" or not _exact(whole):
            continue
        opened = _OF_THEM.search(text[max(line[0], whole.start - 12) : whole.start])
        gap = text[whole.end : numbers[at + 1].start]
        included = _INCLUDING.match(gap) and len(gap) < 30
        if not (opened and re.match(r"[^.;!?]{0,40},\s?$", gap)) and not included:
            continue
        row = [numbers[at + 1]]
        for following in numbers[at + 2 :]:
            if not _ROW.fullmatch(text[row[-1].end : following.start]):
                break
            row.append(following)
        if any(f.kind not in ("count", "number") or not _exact(f) or _head(f.unit) in _LENGTHS for f in row):
            continue
        made = sum(figure.value for figure in row)
        if len(row) > 1 and made == whole.value:
            return [_adds_up(row, whole)]
        # Much more than the whole is no slip: the same men may be counted twice, as tea and as coffee drinkers.
        near = whole.value < made <= whole.value * Decimal("1.05")
        if opened and len(row) > 1 and near and not re.search(r"\b(?:both|also)\b", text[whole.end : line[1]]):
            return [_not_adding(row, whole)]
        if row[0].value > whole.value and opened:
            words = f"“{row[0].words}” of “{whole.words}”: the part is more than the whole."
            return [Note(NOT_ADDING_UP, _spans([whole, row[0]]), words)]
    return []


def _percent(text: str, numbers: list[Figure]) -> list[Note]:
    """`287 of the 366 tanks, or 78 per cent` and `12 per cent of the 50 seats, or 6`."""
    for one, two, three in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if not _OUT_OF.match(text[one.end : two.start]) or not _OR.match(text[two.end : three.start]):
            continue
        if one.kind in ("count", "number") and two.kind in ("count", "number") and three.kind == "percentage":
            part, whole, share = one, two, three
        elif one.kind == "percentage" and two.kind == "count" and three.kind in ("count", "number"):
            part, whole, share = three, two, one
        else:
            continue
        if not (_exact(part) and _exact(whole)) or not whole.value or part.value > whole.value:
            continue
        right = part.value * 100 / whole.value
        low, high = _bounds(share)
        slack = max(Decimal("0.5"), _rounding(part, part.value) * 50 / whole.value if share is one else Decimal(0))
        if low - slack <= right <= high + slack:
            words = f"{_printed(part.value)} of {_printed(whole.value)} is {_rounded(right)}%, as printed."
            return [Note(ADDS_UP, _spans([one, two, three]), words)]
        words = f"{_printed(part.value)} of {_printed(whole.value)} is {_rounded(right)}%, not “{share.words}”."
        return [Note(NOT_ADDING_UP, _spans([one, two, three]), words)]
    return []


def _change(text: str, numbers: list[Figure]) -> list[Note]:
    """`from 200 to 250, a rise of 25 per cent` (or of 50)."""
    for one, two, three in zip(numbers, numbers[1:], numbers[2:], strict=False):
        grew = _GREW_BY.fullmatch(text[two.end : _begin(text, three)])
        if not grew or not _FROM_TO.fullmatch(text[one.end : two.start]) or not (_exact(one) and _exact(two)):
            continue
        if (
            not re.search(r"\bfrom\s$", text[max(0, one.start - 6) : one.start])
            or "percentage" in (one.kind, two.kind)
            or not one.value
        ):
            continue
        step = two.value - one.value
        if grew["way"].lower() not in _UP_WORDS:
            step = -step
        right = step * 100 / one.value if three.kind == "percentage" else step
        low, high = _bounds(three)
        slack = Decimal("0.5") if three.kind == "percentage" else Decimal(0)
        said = f"{_rounded(right)}%" if three.kind == "percentage" else _printed(right)
        fits = low - slack <= right <= high + slack
        judged = "as printed" if fits else f"not “{three.words}”"
        words = f"From {_printed(one.value)} to {_printed(two.value)} is {said}, {judged}."
        return [Note(ADDS_UP if fits else NOT_ADDING_UP, _spans([one, two, three]), words)]
    return []


def _begin(text: str, figure: Figure) -> int:
    return max(0, figure.start - max(0, figure.words.find(text[figure.start : figure.end])))


def _rounded(value: Decimal) -> str:
    return _printed(round(value, 1))


def _spans(row: Iterable[Figure]) -> tuple[Span, ...]:
    return tuple(sorted((figure.start, figure.end) for figure in row))


def _in_words(row: Sequence[Figure]) -> str:
    printed = [_printed(figure.value) for figure in row]
    return f"{', '.join(printed[:-1])} and {printed[-1]}"


def _adds_up(row: Sequence[Figure], total: Figure) -> Note:
    return Note(ADDS_UP, _spans([*row, total]), f"{_in_words(row)} make {_printed(total.value)}, as printed.")


def _not_adding(row: Sequence[Figure], total: Figure) -> Note:
    made = _printed(sum((figure.value for figure in row), Decimal(0)))
    return Note(NOT_ADDING_UP, _spans([*row, total]), f"{_in_words(row)} make {made}, not {_printed(total.value)}.")


# --- arithmetic across lines -----------------------------------------------------------------------------------------

_NEAR = 3  # lines within which three figures are read together
_MANY = 16  # figures; more is a table, in which some three always fit by chance


def _across(text: str, lines: Sequence[Span], shelves: list[list[Figure]], told: set[Span]) -> Iterable[Note]:
    """Two figures of neighbouring lines that make a third of the same thing: said only when they do."""
    for at in range(len(lines)):
        near = [f for shelf in shelves[at : at + _NEAR] for f in shelf if f.kind == "count" or f.kind == "number"]
        near = [
            f for f in near if _exact(f) and f.value >= 10 and f.value == int(f.value) and (f.start, f.end) not in told
        ]
        if not 3 <= len(near) <= _MANY:
            continue
        for one, two, total in _triples(near):
            heads = [head for head in (_head(one.unit), _head(two.unit), _head(total.unit)) if head]
            rounds = all(f.value % 10 == 0 for f in (one, two, total))
            if len(heads) < 2 or len(set(heads)) > 1 or heads[0] in _LENGTHS or not total.unit or rounds:
                continue
            told.update(_spans([one, two, total]))
            yield _adds_up([one, two], total)
            break


def _triples(near: list[Figure]) -> Iterable[tuple[Figure, Figure, Figure]]:
    for one, two in combinations(near, 2):
        for total in near:
            if total is not one and total is not two and total.value == one.value + two.value:
                yield one, two, total


# --- the same fact again ---------------------------------------------------------------------------------------------

_LENGTHS = frozenset(
    listed(
        "year month week day hour minute second decade century time point percent mile kilometre kilometer metre"
        " meter foot"
        " inch km km² ° °c °f degree % age way thing night"
    )
)
_STOP = frozenset(
    listed(
        "the and for that with from was were are has have had not but his her its their they this these those who which"
        " will would can could may also been being than then there here when while where what into over after before"
        " about more most some any all one two said says say told according she him them our your you out off per via"
        " just only very such other another many much both each between during since until because under against how"
        " did does doing had it's he's an of in on at to by is be as or if he it we my me no so up do"
    )
)
_COUNTED = frozenset([*_STOP, *ONES, *TENS, *SCALES, "dozen"])
_NOT = re.compile(
    r"\b(?:not|never|no|nor|neither|without|den(?:y|ies|ied)|reject(?:s|ed)?|refut\w+|\w+n[’']t)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_WHEN = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October"
    r"|November|December|yesterday|today|tomorrow|last|next|previous(?:ly)?|earlier|later|former(?:ly)?|now"
    r"|first|second|third)\b",
)
_ALMOST, _VERY_LIKE, _LIKE = 0.8, 0.65, 0.5  # shares of the weight of the shorter line
_FEWEST, _FEW = 4, 3  # shared words that make two lines the same, and two figures figures of one thing


@dataclass(frozen=True, slots=True)
class _Line:
    words: frozenset[str]
    names: frozenset[str]
    when: frozenset[str]
    negative: bool


def _stem(word: str) -> str:
    small = re.sub(r"[’']s?$", "", word.lower())
    for end, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if small.endswith(end) and not small.endswith("ss") and len(small) > len(end) + 2:
            return small[: len(small) - len(end)] + instead
    return small


def _always_capital(text: str, lines: Sequence[Span]) -> set[str]:
    """The keys of words that stand with a capital inside of a line, and nowhere without."""
    small, capital, first = set(), set(), {start for start, _ in lines}
    for m in _WORD.finditer(text):
        if m.group()[0].islower():
            small.add(name_key(m.group()))
        elif m.start() not in first:
            capital.add(name_key(m.group()))
    return capital - small - _STOP


def _read(text: str, span: Span, inside: list[Figure], known: set[str]) -> _Line:
    words, names = set(), set()
    for m in _WORD.finditer(text, *span):
        word = m.group()
        if word.lower() in _COUNTED or any(f.start <= m.start() < f.end and f.kind in ("date", "time") for f in inside):
            continue
        if word[0].isupper() and (m.start() > span[0] or name_key(word) in known):
            names.add(name_key(word))
            words.add(name_key(word))
        elif len(word) > 2:
            words.add(name_key(word) if word[0].isupper() else _stem(word))
    dates = {f.words.lower() for f in inside if f.kind in ("date", "time", "ordinal")}
    when = dates | {m.group().lower() for m in _WHEN.finditer(text, *span)}
    return _Line(frozenset(words), frozenset(names), frozenset(when), bool(_NOT.search(text, *span)))


def _same_again(text: str, lines: Sequence[Span], shelves: list[list[Figure]]) -> Iterable[Note]:
    known = _always_capital(text, lines)
    read = [_read(text, line, inside, known) for line, inside in zip(lines, shelves, strict=True)]
    frequency = Counter(word for line in read for word in line.words)
    weight = {word: log(1 + len(lines) / times) for word, times in frequency.items()}
    whole = [sum(weight[word] for word in line.words) for line in read]
    groups: dict[int, list[int]] = {}
    member: dict[int, int] = {}
    for one, two in sorted(_candidates(read, frequency)):
        a, b = read[one], read[two]
        shared = a.words & b.words
        least = min(whole[one], whole[two])
        likeness = sum(weight[word] for word in shared) / least if least else 0
        if len(shared) < _FEW or likeness < _LIKE or a.negative != b.negative or lines[one] == lines[two]:
            continue
        if (differing := _differing(shelves[one], shelves[two], shared, likeness)) is not None:
            if _one_matter(a, b) and bool(a.names | b.names) == bool(a.names & b.names):
                first, second = differing
                words = f"“{first.words}” here, “{second.words}” there: the same thing with two figures?"
                yield Note(DIFFERS, _spans([first, second]), words)
        elif (
            likeness >= _ALMOST
            and len(shared) >= _FEWEST
            and _one_matter(a, b)
            and max(whole[one], whole[two]) <= 2.5 * least
            and _same_values(shelves[one], shelves[two])
        ):
            group = member.setdefault(one, one)
            member[two] = group
            groups.setdefault(group, [group])
            if two not in groups[group]:
                groups[group].append(two)
    for group in groups.values():
        spans = tuple(lines[at] for at in sorted(set(group)))
        times = {2: "twice", 3: "three times"}.get(len(spans), f"{len(spans)} times")
        yield Note(REPEATS, spans, f"Said {times}: “{_short(text[slice(*spans[0])])}”")


def _candidates(read: list[_Line], frequency: Counter[str]) -> set[tuple[int, int]]:
    """Pairs of lines that share two words which few lines have: the only ones that are compared."""
    shelf: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(read):
        for word in line.words:
            if 1 < frequency[word] <= max(4, len(read) // 8):
                shelf[word].append(at)
    pairs = Counter(pair for found in shelf.values() for pair in combinations(found[:40], 2))
    return {pair for pair, times in pairs.items() if times >= 2}


def _one_matter(one: _Line, two: _Line) -> bool:
    """The names of one are among those of the other, and neither speaks of another time."""
    names = one.names <= two.names or two.names <= one.names
    return names and (one.when == two.when or not one.when or not two.when)


def _same_values(one: list[Figure], two: list[Figure]) -> bool:
    """Whether one line has no value that the other has not."""
    mine, theirs = ({f.value for f in row if f.value is not None} for row in (one, two))
    return mine <= theirs or theirs <= mine


def _differing(
    one: list[Figure], two: list[Figure], shared: frozenset[str], likeness: float
) -> tuple[Figure, Figure] | None:
    """The first pair of figures of one unit that cannot both be right, where each line has one figure of that unit and
    both lines name it. A figure without a unit is compared between lines that are almost the same."""
    for a in one:
        if a.value is None or a.kind not in ("count", "number", "money", "percentage", "age"):
            continue
        unit = _head(a.unit)
        if likeness < _ALMOST and (
            a.kind == "number" or (a.kind == "count" and (unit not in shared or unit in _LENGTHS))
        ):
            continue
        mine, theirs = ([f for f in row if f.kind == a.kind and _head(f.unit) == unit] for row in (one, two))
        if a.kind == "percentage" and likeness < _VERY_LIKE:
            continue
        if len(mine) == len(theirs) == 1 and theirs[0].value is not None and not agree(a, theirs[0]):
            return (a, theirs[0]) if a.start < theirs[0].start else (theirs[0], a)
    return None


def _short(words: str, most: int = 80) -> str:
    words = " ".join(words.split()).strip('“”"„«»')
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
