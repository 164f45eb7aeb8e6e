"""Read an .rtf: its words, row by row, and its footnotes and endnotes."""

import re
from itertools import groupby

from striprtf.striprtf import rtf_to_text

from claims.intake.documents.backing import MOST, Backing, finish
from claims.intake.documents.notes import roman
from claims.intake.documents.written import CELL, NOTE_OF, Piece, written
from claims.text.blocks import blocks
from claims.text.normalise import normalise
from claims.text.notes import sign, without_signs

_NOTE = re.compile(r"\{\\(?:\*\\)?footnote(?![a-z])")
_AT_THE_END = re.compile(r"\\ftnalt(?![a-z])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
#: No text has it: the words of a note begin behind it. See SIGN in claims/text/notes.py.
_BEGINS = "\ufdd4"


def read_rtf(raw: bytes, backing: Backing) -> tuple[str, bool]:
    """Return the text with an empty line between its paragraphs, and whether it is in Markdown: where it has notes.

    Notes go to ``backing``, too. Raises ValueError where it is no RTF.
    """
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise ValueError("no RTF")
    source, kinds = _notes_last(raw.decode("latin-1"))
    text, *notes = rtf_to_text(source, encoding="cp1252", errors="replace").split(_BEGINS)
    if not notes:
        return _rows(text), False
    counted = {"footnote": 0, "endnote": 0}
    labels, words = [], [" ".join(note.split()) for note in notes]
    for kind, said in zip(kinds, words, strict=True):
        counted[kind] += 1
        labels.append(str(counted[kind]) if kind == "footnote" else roman(counted[kind]))
        backing.says(backing.add(kind), said)
    for at, label in enumerate(labels):
        text = text.replace(finish(at), finish(at) + sign(label), 1) if words[at] else text
    pieces: list[Piece] = [
        (f"{CELL}0" if one.kind == "table_cell" else one.kind, backing.taken(one.text))
        for one in blocks(normalise(_rows(text)))
    ]
    pieces += [(f"{NOTE_OF}{label}", without_signs(said)) for label, said in zip(labels, words, strict=True)]
    return written(pieces), True


def _rows(text: str) -> str:
    rows = [row.strip() for row in text.split("\n")]
    parts = []
    for is_table, run in groupby(filter(None, rows), lambda row: row.endswith("|")):
        # A table is rows of cells with tabs between them.
        found = [row.removesuffix("|").replace("|", "\t") if is_table else row for row in run]
        parts.append(("\n" if is_table else "\n\n").join(found))
    return "\n\n".join(parts)


def _notes_last(source: str) -> tuple[str, list[str]]:
    """Return an RTF with its notes behind the text and marks in their places, and the kind of each.

    There they have the fonts and the letters of the document, as they had before.
    """
    parts: list[str] = []
    notes: list[str] = []
    at = 0
    for found in _NOTE.finditer(source):
        if found.start() < at:
            continue
        end = _closed(source, found.start())
        if not end or len(notes) == MOST:
            break
        parts += [source[at : found.start()], _written(finish(len(notes)))]
        notes.append(source[found.end() : end - 1])
        at = end
    if not notes:
        return source, []
    kinds = ["endnote" if _AT_THE_END.match(note) else "footnote" for note in notes]
    text, closing, behind = "".join([*parts, source[at:]]).rpartition("}")
    last = "".join(f"\\par {{{_written(_BEGINS)}{note}}}" for note in notes)
    return f"{text}{last}{closing}{behind}", kinds


def _closed(source: str, start: int) -> int:
    """Return where the group that begins at ``start`` ends; 0 if it does not."""
    depth = 0
    for found in _BRACE.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return 0


def _written(signs: str) -> str:
    """Signs that no text has, as RTF has them."""
    return "{\\uc1 " + "".join(one if one.isascii() else f"\\u{ord(one) - 65536}?" for one in signs) + "}"
