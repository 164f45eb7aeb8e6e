"""Take words out of a text, so that what is left reads as if they had never been there."""

from claims.text.lines import lines


def cut_of(text: str, start: int, end: int, language: str) -> tuple[int, int, str]:
    """Return (start, end, joint): what goes with the words from ``start`` to ``end``, and what stands there instead.

    A sentence of which no letter is left goes with them; of the blanks around them, one stays where it parts words.
    """
    for first, last in lines(text, language):
        if first <= start < last and not any(c.isalnum() for c in text[first:start] + text[end:last]):
            start, end = first, max(last, end)
    left, right = text[:start].rstrip(), text[end:].lstrip()
    joint = "" if not left or not right or right[0] in ".,;:!?…)”’" else " "
    return len(left), len(text) - len(right), joint
