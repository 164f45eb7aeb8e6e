"""Texts in the cells of a spreadsheet."""

import re

#: A spreadsheet reads a cell that begins with one of these as a formula. (It reads wide forms like the narrow ones.)
FORMULA = re.compile("^[=+\\-@\t\r\n＝＋－＠]")


def as_text(text: str) -> str:
    """Return a text so that no spreadsheet reads it as a formula."""
    return f"'{text}" if FORMULA.match(text) else text
