"""What the words of some groups say: where a link leads, and on what day a comment was written."""

import re
from datetime import date

_WORD_OF_FIELD = re.compile(r'"([^"]*)"|([^\s"]+)')
_ARGUED = {"\\o", "\\t"}  # switches of a link that a word follows which is no part of its address


def day(said: str) -> str:
    """Return the day, in ISO 8601, of a moment that is written as bits of a number; "" for none."""
    if not said.removeprefix("-").isdecimal() or len(said) > 12:
        return ""
    bits = int(said)
    try:
        return date(1900 + (bits >> 20 & 511), bits >> 16 & 15, bits >> 11 & 31).isoformat()
    except ValueError:
        return ""


def target(instruction: str) -> str:
    """Return where the field of a link leads; "" for any other field, and for a place in the same document."""
    words = [(found[1], found[2]) for found in _WORD_OF_FIELD.finditer(instruction)]
    if not words or (words[0][1] or "").upper() != "HYPERLINK":
        return ""
    address, place, before = "", "", ""
    for quoted, plain in words[1:]:
        if plain and plain.startswith("\\") and len(plain) == 2:
            before = plain.lower()
            continue
        if before == "\\l":
            place = place or quoted or plain
        elif before not in _ARGUED:
            address = address or quoted or plain
        before = ""
    return f"{address}#{place}" if address and place and "#" not in address else address
