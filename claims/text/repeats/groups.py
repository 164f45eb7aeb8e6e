"""Pairs that belong together become groups: what was joined to one of a group is in it."""


class Groups[T]:
    """What belongs together when each was joined to some other of them."""

    def __init__(self) -> None:
        self._of: dict[T, list[T]] = {}

    def join(self, one: T, two: T) -> None:
        mine, theirs = self._of.setdefault(one, [one]), self._of.setdefault(two, [two])
        if mine is theirs:
            return
        if len(mine) < len(theirs):
            mine, theirs = theirs, mine
        mine += theirs
        self._of.update(dict.fromkeys(theirs, mine))

    def all(self) -> list[list[T]]:
        """Each group once, in the order in which they began."""
        return list({id(group): group for group in self._of.values()}.values())
