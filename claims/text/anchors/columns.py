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

    def __iter__(self) -> Iterator[list[int]]:
        return map(self.__getitem__, range(len(self._one)))
