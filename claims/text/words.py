"""Define what a word is, and convert offsets between a browser and this program.

Offsets are code points into one text; spans are half-open (start, end).
"""

import re
import unicodedata

type Span = tuple[int, int]


def _ranges(categories: set[str]) -> str:
    """Return the body of a regex character class for all characters in these categories (`re` has no such class)."""
    found: list[list[int]] = []
    for code in range(0x300, 0x1F000):
        if unicodedata.category(chr(code)) in categories:
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in found)


_MARKS = _ranges({"Mn", "Mc", "Me"})
# Scripts without blanks between words (Chinese, Japanese, Thai, Burmese, Khmer): each character is a word. Otherwise a
# selection would snap to a whole clause.
_NO_BLANKS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{_NO_BLANKS}]")
_CHARACTER = rf"(?:[^\W_{_NO_BLANKS}][{_MARKS}]*)"
_WORD = re.compile(
    rf"(?=\w)[{_NO_BLANKS}][{_MARKS}]*"
    # dotted letters: U.S, p.m (the last full stop may end the sentence, so it is not part of the word)
    rf"|{_CHARACTER}(?:\.{_CHARACTER})+(?!{_CHARACTER})"
    # a currency sign before and a per cent sign after a figure belong to it; inside a word: apostrophes, hyphens,
    # joiners, underscores; between digits also separators: 1,000.5 16:30 10/27
    rf"|(?:[$€£¥₺₽₼₾֏](?=\d))?{_CHARACTER}+(?:(?:['’ʼ\-‐‑_·\u200c\u200d]"
    rf"|(?<=\d)[.,:/](?=\d)){_CHARACTER}+)*(?:(?<=\d)[%‰°])?"
)


def is_unspaced(character: str) -> bool:
    """Return whether the character belongs to a script that is written without blanks between words."""
    return bool(_UNSPACED.match(character))


def word_spans(text: str) -> list[Span]:
    """Return the words of a text, in order. Punctuation, white space and emoji are not words."""
    return [m.span() for m in _WORD.finditer(text)]


def snap(text: str, start: int, end: int) -> Span:
    """Extend a selection to whole words and trim outer white space; selected punctuation stays.

    Raises ValueError if the selection lies outside the text or holds only white space.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"{start}–{end} lies outside a text of {len(text)} characters")
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise ValueError("nothing but white space is selected")
    for word_start, word_end in word_spans(text):
        if word_start < start < word_end:
            start = word_start
        if word_start < end < word_end:
            end = word_end
    return start, end


def utf16_to_codepoints(text: str, units: int) -> int:
    """Convert a browser's offset (UTF-16 units) to code points.

    Raises ValueError if it is outside the text or inside a surrogate pair.
    """
    raw = text.encode("utf-16-le")
    if not 0 <= units * 2 <= len(raw):
        raise ValueError(f"{units} lies outside a text of {len(raw) // 2} UTF-16 units")
    return len(raw[: units * 2].decode("utf-16-le"))


def codepoints_to_utf16(text: str, offset: int) -> int:
    """Convert a code-point offset to a browser's offset (UTF-16 units). Raises ValueError if it is outside the text."""
    if not 0 <= offset <= len(text):
        raise ValueError(f"{offset} lies outside a text of {len(text)} characters")
    return len(text[:offset].encode("utf-16-le")) // 2
