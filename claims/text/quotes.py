"""Quotation marks: how much of a run of words stands inside of them."""

#: Opening marks, with what may close them; a straight one does both.
CLOSED_BY = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"'}
ALL, SOME, NONE = "all", "some", "none"


def quoted(text: str, start: int, end: int) -> str:
    """ALL, SOME or NONE of the letters and digits of ``text[start:end]`` (code points) stand in quotation marks.

    A quotation that is not closed runs on to the end, as one does that goes on in the next paragraph.
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
