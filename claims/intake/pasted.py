"""What was pasted or uploaded as an article: an address, a table, or a text."""

import re

from claims.text.blocks import blocks
from claims.text.normalise import MAX_BYTES, TextRefused, normalise
from claims.text.words import word_spans

#: Rows that are not empty, cells, or sentences of a text. Two megabytes of prose have 16,000 sentences. The page of an
#: article of 29,000 lines has 50 MB and takes up to 17 seconds of processing on a busy machine.
MOST_ROWS = 20_000
_CELL_ENDS = re.compile(r"[\t|]")
_SENTENCE_ENDS = re.compile(r"[.!?…։؟](?=[\s\"”’»)])|[。！？।]")
#: One web address, with or without its scheme, and around it at most marks and a word (“See …”, “Link: …”).
_ADDRESS = re.compile(
    r"(?:[^\W\d_]+:?\s+(?=[<\"“„«']*https?:))?[<\"“„«']*"
    r"(?P<address>https?:/+[^\s<>\"“”»]+|(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/[^\s<>\"“”»]*)?)[>\"“”»'.,;]*",
    re.IGNORECASE,
)
_SLASHES = re.compile(r"(?<=^https:)/+|(?<=^http:)/+", re.IGNORECASE)
MOST_ADDRESSES = 20  # in place of a text


def refuse_if_unusable(text: str) -> None:
    """Raise TextRefused for a text that cannot be checked line by line.

    Its codes are empty, too_large, too_many, address and no_sentence.
    """
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise TextRefused("too_large")
    text = normalise(text)
    if not text.strip():
        raise TextRefused("empty")
    if only_address(text):
        raise TextRefused("address")
    if row_count(text) > MOST_ROWS:
        raise TextRefused("too_many")
    if not any(_has_sentence(block.text) for block in blocks(text)):
        raise TextRefused("no_sentence")


def only_address(text: str) -> str:
    """Return the web address that is all of ``text``, or behind one word of it; "" where it is something else."""
    found = _ADDRESS.fullmatch(text.strip())
    return _SLASHES.sub("//", found["address"].rstrip(".,;'")) if found else ""


def only_addresses(text: str) -> list[str]:
    """Return the web addresses, each in a row, that are all of ``text``; [] where it is something else."""
    rows = [row for row in text.split("\n") if row.strip()]
    found = [only_address(row) for row in rows[: MOST_ADDRESSES + 1]]
    return found if all(found) and len(rows) <= MOST_ADDRESSES else []


def row_count(text: str) -> int:
    """Return about how many lines the text will have."""
    rows = sum(map(bool, map(str.strip, text.split("\n"))))
    ends = (sum(1 for _ in pattern.finditer(text)) for pattern in (_CELL_ENDS, _SENTENCE_ENDS))
    return max(rows, *ends)


def _has_sentence(text: str) -> bool:
    """Return whether there are two or more words with letters; web and e-mail addresses do not count."""
    prose = " ".join(piece for piece in text.split() if "://" not in piece and "@" not in piece)
    return sum(any(c.isalpha() for c in prose[start:end]) for start, end in word_spans(prose)) > 1
