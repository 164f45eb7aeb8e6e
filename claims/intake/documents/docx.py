"""Read a .docx (Word, Google Docs, LibreOffice): its text as accepted, its notes at the end, no comments."""

import io
import zipfile

import mammoth

from claims.intake.documents.html import read_html
from claims.intake.documents.written import Piece

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Quotations'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""


def read_docx(raw: bytes) -> tuple[list[Piece], list[str]]:
    """Return (kind, words) of a document's blocks, and what the editor has to know in words.

    Inserted text counts and deleted text does not. Footnotes and endnotes come last, as a numbered list.
    """
    made = mammoth.convert_to_html(
        io.BytesIO(raw), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda image: {"src": ""})
    )
    names = set(zipfile.ZipFile(io.BytesIO(raw)).namelist())
    notes = []
    if "word/comments.xml" in names:
        notes.append("The comments of the document were not read.")
    return read_html(f"<html><body>{made.value}</body></html>"), notes
