"""Define what a word is.

Offsets are code points into one text; spans are half-open (start, end).
"""

import re
import unicodedata
from collections.abc import Iterator

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


def _word_of(character: str) -> str:
    """Return the pattern of a word in a script with blanks between words; `character` matches one character of it."""
    return (
        # dotted letters: U.S, p.m (the last full stop may end the sentence, so it is not part of the word)
        rf"{character}(?:\.{character})+(?!{character})"
        # a currency sign before and a per cent sign after a figure belong to it; inside a word: apostrophes, hyphens,
        # joiners, underscores, what typography drops; between digits also separators: 1,000.5 16:30 10/27
        rf"|(?:[$€£¥₺₽₼₾֏](?=\d))?{character}+(?:(?:['’ʼ\-‐‑_·\u200b-\u200d\u2060]"
        rf"|(?<=\d)[.,:/](?=\d)){character}+)*(?:(?<=\d)[%‰°])?"
    )


_SPACED = _word_of(rf"(?:[^\W_{_NO_BLANKS}][{_MARKS}]*)")
_WORD = re.compile(rf"(?=\w)[{_NO_BLANKS}][{_MARKS}]*|{_SPACED}")
# The same for a text in Latin letters and without combining marks. It takes a third of the time.
_LATIN = re.compile("[\0-\u02ff\u2000-\u20cf]*")
_LATIN_WORD = re.compile(_word_of(r"[^\W_]"))


def is_unspaced(character: str) -> bool:
    """Return whether the character belongs to a script that is written without blanks between words."""
    return bool(_UNSPACED.match(character))


def word_spans(text: str) -> list[Span]:
    """Return the words of a text, in order. Punctuation, white space and emoji are not words."""
    return [*each_word(text)]


def each_word(text: str) -> Iterator[Span]:
    """Yield the same words one by one: a long text has a million."""
    word = _LATIN_WORD if _LATIN.fullmatch(text) else _WORD
    return map(re.Match.span, word.finditer(text))
