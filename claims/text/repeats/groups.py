"""Join pairs into groups: whatever is joined to one member of a group is in the group."""


class Groups[T]:
    """Groups of items; each item was joined to some other item of its group."""

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
        """Return each group once, in the order in which they began."""
        return list({id(group): group for group in self._of.values()}.values())
