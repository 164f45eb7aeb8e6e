"""Read an .rtf: its words, row by row, with its notes, comments and links."""

import re
from itertools import groupby

from striprtf.striprtf import rtf_to_text

from claims.intake.documents.backing import MOST, Backing, begin, finish, web_address
from claims.intake.documents.notes import roman
from claims.intake.documents.written import CELL, NOTE_OF, Piece, written
from claims.text.blocks import blocks
from claims.text.normalise import normalise
from claims.text.notes import sign, without_signs

#: What is looked at of the groups in braces: notes, comments with their authors and beginnings, and fields.
_GROUP = re.compile(r"\{\\(?:\*\\)?(footnote|annotation|atnauthor|atrfstart|field)(?![a-z])")
_AT_THE_END = re.compile(r"\\ftnalt(?![a-z])")
_COMMENT = re.compile(r"\\atnref ?(\d{1,6})")  # the number of a comment, by which its beginning is found
_LINK = re.compile(r"HYPERLINK +\"([^\"{}\\]{1,2000})\"")
_LONGEST_FIELD = 3_000  # characters of a field in which its address is looked for
_SHOWN = re.compile(r"\{\\fldrslt(?![a-z])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
#: No text has it: the words of a note begin behind it. See SIGN in claims/text/notes.py.
_BEGINS = "\ufdd4"


def read_rtf(raw: bytes, backing: Backing) -> tuple[str, bool]:
    """Return the text with an empty line between its paragraphs, and whether it is in Markdown: where it has backing.

    Notes, comments and links go to ``backing``. Raises ValueError where it is no RTF.
    """
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise ValueError("no RTF")
    source, kinds = _marked(raw.decode("latin-1"), backing)
    text, *said = _plain(source).split(_BEGINS)
    if not backing.pieces and not kinds:
        return _rows(text), False
    counted = {"footnote": 0, "endnote": 0}
    notes: list[Piece] = []
    for (number, kind), words in zip(kinds, (" ".join(one.split()) for one in said), strict=True):
        backing.says(number, words)
        if kind in counted and words:
            counted[kind] += 1
            label = str(counted[kind]) if kind == "footnote" else roman(counted[kind])
            text = text.replace(finish(number), finish(number) + sign(label), 1)
            notes.append((f"{NOTE_OF}{label}", without_signs(words)))
    pieces: list[Piece] = [
        (f"{CELL}0" if one.kind == "table_cell" else one.kind, backing.taken(one.text))
        for one in blocks(normalise(_rows(text)))
    ]
    return written([*pieces, *notes]), True


def _plain(source: str) -> str:
    return rtf_to_text(source, encoding="cp1252", errors="replace")


def _rows(text: str) -> str:
    rows = [row.strip() for row in text.split("\n")]
    parts = []
    for is_table, run in groupby(filter(None, rows), lambda row: row.endswith("|")):
        # A table is rows of cells with tabs between them.
        found = [row.removesuffix("|").replace("|", "\t") if is_table else row for row in run]
        parts.append(("\n" if is_table else "\n\n").join(found))
    return "\n\n".join(parts)


def _marked(source: str, backing: Backing) -> tuple[str, list[tuple[int, str]]]:
    """Return an RTF with marks where backing stands, and the number and kind of each whose words are behind its text.

    There the words of notes and comments have the fonts and the letters of the document, as they had before.
    """
    parts: list[str] = []
    last: list[str] = []
    kinds: list[tuple[int, str]] = []
    begins: dict[str, int] = {}  # by the number of a comment, where its beginning is marked
    author, at, looked = "", 0, 0
    for found in _GROUP.finditer(source):
        if found.start() < looked:
            continue
        end = _closed(source, found.start())
        if not end or len(backing.pieces) == MOST:
            break
        kind, body, looked = found[1], source[found.end() : end - 1], end
        if kind == "atnauthor":
            author = _plain(f"{{\\rtf1 {body}}}").strip()
            continue
        if kind == "field":
            mark = _link(body, backing)
        elif kind == "atrfstart":
            begins[body.strip()] = len(parts) + 1
            mark = ""
        else:
            kind = "comment" if kind == "annotation" else "endnote" if _AT_THE_END.match(body) else "footnote"
            number = backing.add(kind, author=author if kind == "comment" else "")
            mark = _written(finish(number))
            if (one := _COMMENT.search(body)) and kind == "comment" and one[1] in begins:
                parts[begins[one[1]]] = _written(begin(number))
            kinds.append((number, kind))
            last.append(f"\\par {{{_written(_BEGINS)}{body}}}")
        if mark is not None:
            parts += [source[at : found.start()], mark]
            at = end
    text, closing, behind = "".join([*parts, source[at:]]).rpartition("}")
    return f"{text}{''.join(last)}{closing}{behind}", kinds


def _link(field: str, backing: Backing) -> str | None:
    """Return the words that a field shows between the marks of a link; None where it leads nowhere on the web."""
    link, shown = _LINK.search(field[:_LONGEST_FIELD]), _SHOWN.search(field)
    end = _closed(field, shown.start()) if shown else 0
    address = web_address(link[1]) if link else ""
    if not shown or not end or not address:
        return None
    number = backing.add("link", address=address)
    return f"{_written(begin(number))}{{{field[shown.end() : end - 1]}}}{_written(finish(number))}"


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
