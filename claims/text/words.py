"""Define what a word is.

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
