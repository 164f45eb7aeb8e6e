"""Find lines that say the same: they share most of their rarer words, names and time, and their figures agree."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log

from claims.text.figures import Figure
from claims.text.numerals import ONES, SCALES, TENS, listed
from claims.text.repeats.groups import Groups
from claims.text.repeats.names import name_key
from claims.text.repeats.note import DIFFERS, REPEATS, Note, spans_of
from claims.text.repeats.values import LENGTHS, agree, noun_of, stem
from claims.text.words import Span

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
_PART = re.compile(r"\b(?:of|among) (?:these|those|them|which|whom)\b", re.IGNORECASE)
_MANY = 16  # figures of a line; a line with more is a table
_ROWS = 40  # lines with one word in common; up to this number all are compared, beyond it each with its neighbours
_BESIDE = 4  # lines
_ALIKE = 12  # earlier lines that a line is compared with: those that share the most of its rarer words
_NAMED = 8  # figures that a note names
_FEWEST, _FEW = 4, 3  # shared words needed for two lines to be the same, and for two figures to be of one thing


@dataclass(frozen=True, slots=True)
class _Line:
    words: frozenset[str]
    names: frozenset[str]
    when: frozenset[str]
    negative: bool


def same_again(text: str, lines: Sequence[Span], shelves: list[list[Figure]]) -> Iterable[Note]:
    """Yield one note for each thing that is repeated, and one for each thing that is repeated with other figures."""
    known = _always_capital(text, lines)
    read = [_read(text, line, inside, known) for line, inside in zip(lines, shelves, strict=True)]
    frequency = Counter(word for line in read for word in line.words)
    weight = {word: log(1 + len(lines) / times) for word, times in frequency.items()}
    whole = [sum(weight[word] for word in line.words) for line in read]
    apart = _told_apart(shelves)
    again: Groups[int] = Groups()
    otherwise: Groups[Figure] = Groups()
    for one, two in sorted(_candidates(read, frequency)):
        a, b = read[one], read[two]
        shared = a.words & b.words
        least = min(whole[one], whole[two])
        likeness = sum(weight[word] for word in shared) / least if least else 0
        if len(shared) < _FEW or likeness < _LIKE or a.negative != b.negative or lines[one] == lines[two]:
            continue
        if (differing := _differing(shelves[one], shelves[two], shared, likeness)) is not None:
            first, second = differing
            part = any(_PART.search(text, lines[at][0], f.start) for at, f in ((one, first), (two, second)))
            if part or not apart[first.value].isdisjoint(apart[second.value]):
                continue
            if _one_matter(a, b) and bool(a.names | b.names) == bool(a.names & b.names):
                otherwise.join(first, second)
        elif (
            likeness >= _ALMOST
            and len(shared) >= _FEWEST
            and _one_matter(a, b)
            and max(whole[one], whole[two]) <= 2.5 * least
            and _same_values(shelves[one], shelves[two])
        ):
            again.join(one, two)
    for figures in otherwise.all():
        yield _with_other_figures(sorted(figures, key=lambda figure: figure.start))
    for group in again.all():
        spans = tuple(lines[at] for at in sorted(group))
        yield Note(REPEATS, spans, f"Said {_times(len(spans))}: “{_short(text[slice(*spans[0])])}”")


def _told_apart(shelves: list[list[Figure]]) -> dict[Decimal, set[int]]:
    """Return the numbers of the lines that name each value.

    Two values named in the same line are a whole and its part, or the past and the present value; neither is an error.
    """
    found: dict[Decimal, set[int]] = defaultdict(set)
    for number, row in enumerate(shelves):
        values = {figure.value for figure in row if figure.value is not None and figure.kind not in ("date", "time")}
        for value in values if len(values) <= _MANY else ():
            found[value].add(number)
    return found


def _with_other_figures(figures: list[Figure]) -> Note:
    said = list(dict.fromkeys(f"“{_short(figure.words)}”" for figure in figures))
    number = {2: "two", 3: "three"}.get(len(said), str(len(said)))
    if len(said) > _NAMED:
        said[_NAMED:] = [f"{len(said) - _NAMED} more"]
    there = f"{', '.join(said[1:-1])} and {said[-1]}" if len(said) > 2 else said[-1]
    return Note(DIFFERS, spans_of(figures), f"{said[0]} here, {there} there: the same thing with {number} figures?")


def _times(number: int) -> str:
    return {2: "twice", 3: "three times"}.get(number, f"{number} times")


def _always_capital(text: str, lines: Sequence[Span]) -> set[str]:
    """Return the keys of words that have a capital inside a line, and never occur without one."""
    small, capital, first = set(), set(), {start for start, _ in lines}
    for m in _WORD.finditer(text):
        word = m.group()
        if word[0].islower():
            small.add(word)
        elif m.start() not in first:
            capital.add(word)
    return {*map(name_key, capital)} - {*map(name_key, small)} - _STOP


def _read(text: str, span: Span, inside: list[Figure], known: set[str]) -> _Line:
    words, names = set(), set()
    dated = [f for f in inside if f.kind in ("date", "time")]
    at = 0
    for m in _WORD.finditer(text, *span):
        word = m.group()
        capital = word[0].isupper()
        if not capital and len(word) < 3:
            continue
        while at < len(dated) and dated[at].end <= m.start():
            at += 1
        if word.lower() in _COUNTED or (at < len(dated) and dated[at].start <= m.start()):
            continue
        if capital and (m.start() > span[0] or name_key(word) in known):
            names.add(name_key(word))
            words.add(name_key(word))
        elif len(word) > 2:
            words.add(name_key(word) if capital else stem(word))
    dates = {f.words.lower() for f in inside if f.kind in ("date", "time", "ordinal")}
    when = dates | {m.group().lower() for m in _WHEN.finditer(text, *span)}
    return _Line(frozenset(words), frozenset(names), frozenset(when), bool(_NOT.search(text, *span)))


def _candidates(read: list[_Line], frequency: Counter[str]) -> set[tuple[int, int]]:
    """Return the pairs of lines that share two words which few lines have. Only these are compared."""
    shelf: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(read):
        for word in line.words:
            if 1 < frequency[word] <= max(4, len(read) // 8):
                shelf[word].append(at)
    pairs: set[tuple[int, int]] = set()
    seen: dict[str, int] = dict.fromkeys(shelf, 0)
    for two, line in enumerate(read):
        shared: Counter[int] = Counter()
        for word in line.words & shelf.keys():
            at = seen[word]
            seen[word] += 1
            shared.update(shelf[word][at - _BESIDE : at] if at >= _ROWS else shelf[word][:at])
        alike = sorted(shared.items(), key=lambda pair: (-pair[1], -pair[0]))[:_ALIKE]
        pairs.update((one, two) for one, times in alike if times >= 2)
    return pairs


def _one_matter(one: _Line, two: _Line) -> bool:
    """Return whether the names of one are among those of the other, and both speak of the same time."""
    names = one.names <= two.names or two.names <= one.names
    return names and (one.when == two.when or not one.when or not two.when)


def _same_values(one: list[Figure], two: list[Figure]) -> bool:
    """Return whether one line has no value that the other does not have."""
    mine, theirs = ({f.value for f in row if f.value is not None} for row in (one, two))
    return mine <= theirs or theirs <= mine


def _differing(
    one: list[Figure], two: list[Figure], shared: frozenset[str], likeness: float
) -> tuple[Figure, Figure] | None:
    """Return the first pair of figures of one unit that cannot both be right.

    Each line must have one figure of that unit, and both lines must name the unit. A figure without a unit is compared
    only between lines that are almost the same.
    """
    if len(one) > _MANY or len(two) > _MANY:
        return None
    for a in one:
        if a.value is None or a.kind not in ("count", "number", "money", "percentage", "age"):
            continue
        unit = noun_of(a.unit)
        if likeness < _ALMOST and (
            a.kind == "number" or (a.kind == "count" and (unit not in shared or unit in LENGTHS))
        ):
            continue
        mine, theirs = ([f for f in row if f.kind == a.kind and noun_of(f.unit) == unit] for row in (one, two))
        if a.kind == "percentage" and likeness < _VERY_LIKE:
            continue
        if len(mine) == len(theirs) == 1 and theirs[0].value is not None and not agree(a, theirs[0]):
            return (a, theirs[0]) if a.start < theirs[0].start else (theirs[0], a)
    return None


def _short(words: str, most: int = 80) -> str:
    words = " ".join(words.split()).strip('“”"„«»')
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
