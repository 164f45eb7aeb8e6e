"""Have the words that a PDF gives for a run of glyphs (ActualText) read in place of these.

Glyphs need not say which letters they stand for: joined letters, and letters that the font lacks, share one code. Such
a run is shown again here in a font whose codes are the letters themselves, so that pypdf reads it like any other.
"""

import codecs
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_FONT = NameObject("/FactcheckLetters")
_WIDTH = 600  # thousandths of the size; what letters of a typewriter have
_AT_A_TIME = 100  # letters that one section of a font's table may have


def spell_out(page: PageObject, reader: PdfReader) -> None:
    """Change a page, in memory, so that each run of glyphs with an ActualText is read as that.

    Runs within a run are part of it. Its first glyphs give the place. A page without any stays as it is.
    """
    contents = page.get_contents()
    if contents is None or b"ActualText" not in contents.get_data():
        return
    stream = ContentStream(contents, reader, "bytes")
    letters: set[str] = set()
    stream.operations = _spelt(stream.operations, letters)
    if not letters:
        return
    resources = DictionaryObject(page["/Resources"].get_object())
    fonts = DictionaryObject(resources.get("/Font", DictionaryObject()).get_object())
    fonts[_FONT] = _font(sorted(letters))
    resources[NameObject("/Font")] = fonts
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = stream


def _spelt(operations: list[Any], letters: set[str]) -> list[Any]:
    found: list[Any] = []
    font: list[Any] = []
    opened: list[str | None] = []  # of each marked run that is open, its words; None for one without
    said = ""  # the words of the outermost run with words, until they are shown
    within = 0  # how many open runs have words or are in one that has
    for operands, operator in operations:
        if operator == b"Tf":
            font = operands
        if operator in (b"BDC", b"BMC"):
            words = _actual(operands) if operator == b"BDC" and not within else None
            opened.append(words)
            if words is not None:
                said = words
            within += bool(words is not None or within)
        elif operator == b"EMC" and opened:
            opened.pop()
            within -= bool(within)
        elif operator in _SHOWS and within:
            if said and font:
                letters.update(said)
                found += [([_FONT, font[1]], b"Tf"), ([ByteStringObject(_codes(said))], b"Tj"), (font, b"Tf")]
                said = ""
            continue
        found.append((operands, operator))
    return found


def _actual(operands: list[Any]) -> str | None:
    properties = operands[1].get_object() if len(operands) > 1 else None
    words = properties.get("/ActualText") if isinstance(properties, DictionaryObject) else None
    if not isinstance(words, bytes | str):
        return None
    if isinstance(words, bytes):  # without the mark of UTF-16 they are in PDFDocEncoding, nearly Latin-1
        marked = words.startswith(codecs.BOM_UTF16_BE)
        words = words[2:].decode("utf-16-be", "replace") if marked else words.decode("latin-1")
    return "".join(letter for letter in words if letter.isprintable())


def _codes(words: str) -> bytes:
    return words.encode("utf-16-be", errors="replace")


def _font(letters: list[str]) -> DictionaryObject:
    """Return a font of two-byte codes that are UTF-16; a letter of two codes is two of them."""
    codes = sorted({code for letter in letters for code in _pairs(letter)})
    rows = [f"<{code}> <{code}>" for code in codes]
    table = DecodedStreamObject()
    parts = [rows[at : at + _AT_A_TIME] for at in range(0, len(rows), _AT_A_TIME)]
    sections = "\n".join(f"{len(part)} beginbfchar\n{'\n'.join(part)}\nendbfchar" for part in parts)
    table.set_data(f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{sections}\n".encode())
    inner = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Letters"),
            NameObject("/DW"): NumberObject(_WIDTH),
        }
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/Letters"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject([inner]),
            NameObject("/ToUnicode"): table,
        }
    )


def _pairs(letter: str) -> list[str]:
    code = _codes(letter).hex().upper()
    return [code[at : at + 4] for at in range(0, len(code), 4)]
