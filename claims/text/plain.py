"""Read letters that are only printed otherwise as the letters that they are, without losing where they stand."""

import re

from claims.text.marks import normal_form

#: ﬁ and other Latin ligatures; full-width figures, signs and letters; what is printed with no width and cuts a word.
_OTHERWISE = re.compile("[\ufb00-\ufb06\uff01-\uff5e\u200b\u2060\u00ad\ufeff]")
_NO_WIDTH = frozenset("\u200b\u2060\u00ad\ufeff")


def plain(text: str) -> tuple[str, list[int] | None]:
    """Return the text as its plain letters, and the place of each of them in the text; None if all are where they were.

    Places are code points; after the last letter comes the length of the text.
    """
    if not _OTHERWISE.search(text):
        return text, None
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for found in _OTHERWISE.finditer(text):
        letters.append(text[at : found.start()])
        places.extend(range(at, found.start()))
        at = found.end()
        read = "" if found.group() in _NO_WIDTH else normal_form("NFKC", found.group())
        letters.append(read)
        places.extend([found.start()] * len(read))
    letters.append(text[at:])
    places.extend(range(at, len(text) + 1))
    return "".join(letters), places
