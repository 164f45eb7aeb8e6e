"""Write a number with its noun."""


def plural(count: int, words: str) -> str:
    """Return a count with its noun. ``plural(1, "claim")``: "1 claim", ``plural(2, "query,queries")``: "2 queries"."""
    one, _, many = words.partition(",")
    return f"{count} {one if count == 1 else many or one + 's'}"
