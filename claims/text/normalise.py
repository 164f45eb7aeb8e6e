"""Normalise a text once, when the article is added, and refuse what cannot be text, with words for the sender.

All later code (blocks, lines, claims' words) counts code points of normalised text.
"""

import codecs
import re

from claims.text.encodings import Reading, readings
from claims.text.marks import normal_form
from claims.text.typography import LIGATURES

MAX_BYTES = 2 * 1024 * 1024

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# File types that people upload by mistake and that may have no NUL byte near the start.
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters except \n and \t, lone surrogates, byte-order marks; soft hyphens, and blanks and joiners of no
# width (hints to a typesetter, which would cut a word in two for everyone who searches for it).
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff]")
#: Code points that are no characters (Unicode, "noncharacters"). Some mark places here while a document is read.
_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_CONTROL_BYTES = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")

WORDS = {
    "empty": "There is no text in it.",
    "too_large": "It is over 2 MB. Cut it into parts, or paste only the article.",
    "too_many": "It has over 20,000 sentences, list items or cells. Cut it into parts, or paste only the article.",
    "binary": "This is not a text file. Save it as .docx or as plain text (.txt or .md), or paste the article.",
    "undecodable": "Its characters cannot be read for certain. Save it as UTF-8, or paste the article.",
    "doubtful": "The letters of this file can be read in more than one way. Choose the one that reads right.",
    "no_sentence": "There is no sentence in it.",
    "address": (
        "This is the address of a page, not a text. Open it, copy the text of the article, and paste that here."
    ),
    "large_document": "It is over 20 MB. Save it without its pictures, or paste only the article.",
    "old_word": "It is in the format of old Word (.doc), or protected by a password. Save it as .docx without one.",
    "locked": "It is protected by a password. Save it without one, or paste the article.",
    "scanned": "It has no text layer: its pages are pictures. Recognise its text first, or paste the article.",
    "damaged": "It is damaged, or not what its name says, and cannot be read. Save it again, or paste the article.",
    "too_much": "Reading it takes more memory or time than any article needs. Paste the article.",
    "no_sheet": "This is not a spreadsheet. Choose a file in the format .xlsx or .csv.",
    "old_sheet": "It is in the format of old Excel (.xls), or protected by a password. Save it as .xlsx without one.",
    "damaged_sheet": "It is damaged, or not what its name says, and cannot be read. Save it again as .xlsx or .csv.",
    "large_sheet": (
        "It is too large: at most 2,000 rows and 50 columns are read, 5,000 characters in a cell and 2 MB of text."
        " Save only the rows of this article."
    ),
    "empty_sheet": "It has no row below the row with the heads of the columns.",
    "undecodable_sheet": "Its characters cannot be read for certain. Save it as .xlsx, or as CSV in UTF-8.",
}


class TextRefused(ValueError):
    """Raised for a text that cannot become an article. `code` is a key of WORDS; `words` are for the sender."""

    def __init__(self, code: str) -> None:
        super().__init__(WORDS[code])
        self.code = code
        self.words = WORDS[code]


def without_noncharacters(text: str) -> str:
    """Return the text without code points that are no characters: nobody sees them, and here they mark places."""
    return text if text.isascii() else _NONCHARACTERS.sub("", text)


def normalise(text: str) -> str:
    """Return the text in NFC, with line ends as \\n and no control characters except \\n and \\t.

    Nothing that a reader sees is changed; ligatures become their letters. Blanks and tabs at the end of a line and
    blank lines around the whole are removed: no reader sees them, and every paste differs in them. No-break spaces,
    the joiners of Persian and of emoji, and direction marks stay. Idempotent.
    """
    text = _UNSEEN.sub("", _LINE_END.sub("\n", without_noncharacters(text))).translate(LIGATURES)
    text = "\n".join([line.rstrip(" \t") for line in text.split("\n")]).strip("\n")
    # NFC comes after the removals: characters that were apart may now compose.
    return normal_form("NFC", text)


def decode(raw: bytes) -> list[Reading]:
    """Return the possible readings of an uploaded file's bytes, not yet normalised, the likeliest first.

    There is one if it is certain, and several if a person has to choose. Raises TextRefused with code empty, too_large,
    binary or undecodable.

    The encoding is taken from the byte-order mark; else UTF-8 is tried; else the older encodings. UTF-8 that is damaged
    in places is refused: in any other encoding it would become nonsense that nobody notices until it is quoted.
    """
    if not raw.strip():
        raise TextRefused("empty")
    if len(raw) > MAX_BYTES:
        raise TextRefused("too_large")
    found = _decode(raw)
    if not found:
        raise TextRefused("undecodable")
    if not any(reading.text.strip("\ufeff \t\r\n") for reading in found):
        raise TextRefused("empty")
    return found


def _decode(raw: bytes) -> list[Reading]:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            try:
                return [Reading(encoding, encoding, raw.decode(encoding))]
            except UnicodeDecodeError:
                raise TextRefused("undecodable") from None
    if raw.startswith(_MAGIC) or b"\0" in raw or len(_CONTROL_BYTES.findall(raw)) > len(raw) // 100 + 1:
        raise TextRefused("binary")
    try:
        return [Reading("utf-8", "UTF-8", raw.decode())]
    except UnicodeDecodeError:
        pass
    tried = raw.decode(errors="replace")
    damaged = tried.count("\ufffd")
    if sum(1 for c in tried if c > "\x7f") - damaged > 2 * damaged:
        raise TextRefused("undecodable")
    return readings(raw)
