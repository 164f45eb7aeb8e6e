"""Store pairs and lists of numbers as compact arrays: a long text of short lines has a million of them."""

from array import array
from collections.abc import Iterator

type Pair = tuple[int, int]

NUMBER = "i"  # of a line, a word or a code point; -1 if there is none


class Spans:
    """A list of pairs of numbers."""

    def __init__(self) -> None:
        self._first, self._last = array(NUMBER), array(NUMBER)

    def append(self, pair: Pair) -> None:
        self._first.append(pair[0])
        self._last.append(pair[1])

    def __len__(self) -> int:
        return len(self._first)

    def __getitem__(self, at: int) -> Pair:
        return self._first[at], self._last[at]

    def __iter__(self) -> Iterator[Pair]:
        return zip(self._first, self._last, strict=True)


class Pairs:
    """A fixed number of pairs of numbers, by index; None for a pair that was never set."""

    def __init__(self, unset: int) -> None:
        self._first, self._last = array(NUMBER, [-1]) * unset, array(NUMBER, [-1]) * unset

    def __len__(self) -> int:
        return len(self._first)

    def __getitem__(self, at: int) -> Pair | None:
        first = self._first[at]
        return (first, self._last[at]) if first >= 0 else None

    def __setitem__(self, at: int, pair: Pair) -> None:
        self._first[at], self._last[at] = pair

    def put_in_a_row(self, at: int, numbers: range) -> None:
        """Set the pairs from `at` on to each of these numbers in a row, and the number behind it."""
        last = at + len(numbers)
        self._first[at:last] = array(NUMBER, numbers)
        self._last[at:last] = array(NUMBER, range(numbers.start + 1, numbers.stop + 1))

    def in_a_row(self, first: int, last: int) -> range | None:
        """Return the numbers that the pairs first to last have in a row, one each; None if they have not."""
        there = self._first[first:last]
        numbers = range(there[0], there[0] + len(there))
        there.append(numbers.stop)
        row = numbers.start >= 0 and there == array(NUMBER, range(numbers.start, numbers.stop + 1))
        return numbers if row and self._last[first:last] == there[1:] else None


class Ranges:
    """Ranges that follow one another without a gap, beginning at 0."""

    def __init__(self) -> None:
        self._ends = array(NUMBER, [0])

    def end(self, at: int) -> None:
        """End a range here; the next one begins."""
        self._ends.append(at)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at: int) -> Pair:
        if at < 0:
            raise IndexError(at)
        return self._ends[at], self._ends[at + 1]

    def __iter__(self) -> Iterator[Pair]:
        return zip(self._ends, self._ends[1:], strict=False)


class Links:
    """For each line, the lines that it became, in order. Most became one or none."""

    def __init__(self, one: array[int]) -> None:
        self._one = one
        self._more: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._one)

    def __getitem__(self, line: int) -> list[int]:
        if self._more and (more := self._more.get(line)):
            return more
        return [self._one[line]] if self._one[line] >= 0 else []

    def __setitem__(self, line: int, lines: list[int]) -> None:
        self._more[line] = lines

    def are(self, lines: range, others: range) -> bool:
        """Return whether these lines became those, as many, one each, in order."""
        if self._more and any(self._more.get(line) for line in lines):
            return [[other] for other in others] == [self[line] for line in lines]
        return self._one[lines.start : lines.stop] == array(NUMBER, others)

    def __iter__(self) -> Iterator[list[int]]:
        return map(self.__getitem__, range(len(self._one)))
