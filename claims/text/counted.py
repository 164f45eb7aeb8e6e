"""A number with its noun, as a sentence says it."""


def plural(count: int, words: str) -> str:
    """A count with its noun: ``plural(1, "claim")`` is "1 claim", ``plural(2, "query,queries")`` is "2 queries"."""
    one, _, many = words.partition(",")
    return f"{count} {one if count == 1 else many or one + 's'}"
