"""Find out how much of a run of words is inside quotation marks."""

#: Opening marks, with what may close them; a straight mark does both.
CLOSED_BY = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"'}
ALL, SOME, NONE = "all", "some", "none"


def quoted(text: str, start: int, end: int) -> str:
    """Return ALL, SOME or NONE: how much of ``text[start:end]`` (code points) is in quotation marks.

    Only letters and digits count. A quotation that is not closed runs to the
    end of the text, as one that continues in the next paragraph does.
    """
    inside, outside, closing = False, False, ""
    for at, char in enumerate(text[:end]):
        if closing and char in closing:
            closing = ""
        elif not closing and char in CLOSED_BY:
            closing = CLOSED_BY[char]
        elif at >= start and char.isalnum():
            inside, outside = inside or bool(closing), outside or not closing
    return ALL if inside and not outside else SOME if inside else NONE
