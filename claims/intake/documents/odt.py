"""Read an .odt (LibreOffice, Google Docs): its text as accepted, its notes at the end, its comments as backing."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from claims.intake.documents.backing import Backing, begin, finish, web_address
from claims.intake.documents.markup import parsed
from claims.intake.documents.notes import once, roman
from claims.intake.documents.written import CELL, NOTE_OF, TRACKED, Piece
from claims.text.notes import LONGEST_MARK, sign, without_signs

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_UNREAD = frozenset({f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TEXT}sequence-decls"})
_KINDS = {"Title": "headline", "Subtitle": "standfirst", "Quotations": "quote"}
_KINDS |= dict.fromkeys(("Caption", "Illustration", "Figure", "Table", "Drawing"), "caption")
_HEADS = [f"{_STYLE}{name}{which}" for name in ("header", "footer") for which in ("", "-left", "-first")]
_MOST_ROMAN = 4000  # a number that is written in letters is less
_MOST_BLANKS = 1000  # that one element may stand for


def read_odt(raw: bytes, backing: Backing) -> tuple[list[Piece], list[str]]:
    """Return (kind, words) of a document's blocks, and what the editor has to know in words.

    Deleted text does not count. Footnotes and endnotes come last. Comments, notes and links go to
    ``backing``. Raises KeyError where a part of the document is missing, and lxml's XMLSyntaxError where it is damaged.
    """
    parts = zipfile.ZipFile(io.BytesIO(raw))
    content = parsed(parts.read("content.xml"))
    walk = _Walk(content, _styles(parts), backing)
    pieces = [piece for body in content.iter(f"{_OFFICE}text") for piece in walk.through(body)]
    tracked = next(content.iter(f"{_TEXT}changed-region"), None) is not None
    notes = [(f"{NOTE_OF}{label}", words) for label, words in walk.notes.items()]
    return pieces + notes, [TRACKED] if tracked else []


def heads_of_odt(raw: bytes) -> Iterator[str]:
    """Return the words of each paragraph at the head or foot of pages. Raises lxml's XMLSyntaxError."""
    for head in _styles(zipfile.ZipFile(io.BytesIO(raw))).iter(*_HEADS):
        for paragraph in head.iter(f"{_TEXT}p", f"{_TEXT}h"):
            yield "".join(paragraph.itertext())


def _styles(parts: zipfile.ZipFile) -> Any:
    return parsed(parts.read("styles.xml") if "styles.xml" in parts.namelist() else b"<none/>")


def _numbered(*parts: Any) -> set[tuple[str, int]]:
    """Return (style, level) of the lists whose items have numbers."""
    found = set()
    for part in parts:
        for level in part.iter(f"{_TEXT}list-level-style-number"):
            at = level.get(f"{_TEXT}level") or ""
            if level.get(f"{_STYLE}num-format") and at.isascii() and at.isdigit() and len(at) < 4:
                found.add((level.getparent().get(f"{_STYLE}name") or "", int(at)))
    return found


class _Outline:
    """The numbers of headings, as the outline of a document has them: 1, 1.1, II."""

    def __init__(self, styles: Any) -> None:
        self.levels = {
            _small(level.get(f"{_TEXT}level"), 0): level for level in styles.iter(f"{_TEXT}outline-level-style")
        }
        self.counted: list[int] = []

    def number(self, heading: Any) -> str:
        """Return what stands before the words of a heading, the next one in the document; "" for nothing."""
        at = _small(heading.get(f"{_TEXT}outline-level"), 1)
        level = self.levels.get(at)
        if level is None or not level.get(f"{_STYLE}num-format") or heading.get(f"{_TEXT}is-list-header") == "true":
            return ""
        starts = [_small(self._said(one, f"{_TEXT}start-value"), 1) for one in range(1, at + 1)]
        # A level that was passed over counts as begun.
        self.counted = [*self.counted[:at], *starts[len(self.counted) : at - 1]]
        self.counted[at - 1 :] = [self.counted[at - 1] + 1 if len(self.counted) == at else starts[at - 1]]
        if start := heading.get(f"{_TEXT}start-value"):
            self.counted[at - 1] = _small(start, 1)
        shown = range(max(1, at + 1 - _small(level.get(f"{_TEXT}display-levels"), 1)), at + 1)
        parts = [_counted(self.counted[one - 1], self._said(one, f"{_STYLE}num-format")) for one in shown]
        ends = [level.get(f"{_STYLE}{name}") or "" for name in ("num-prefix", "num-suffix")]
        return f"{ends[0]}{'.'.join(filter(None, parts))}{ends[1]} "

    def _said(self, at: int, name: str) -> str:
        return (self.levels[at].get(name) or "") if at in self.levels else ""


def _small(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 7 else otherwise


def _counted(number: int, form: str) -> str:
    """A number as a list of this format has it: 1, a, A, i or I; "" for none."""
    match form:
        case "i" | "I":
            found = roman(number) if number < _MOST_ROMAN else str(number)
        case "a" | "A":
            found = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26) if 0 < number < _MOST_ROMAN else "a"
        case _:
            return str(number) if form else ""
    return found.upper() if form.isupper() else found


class _Walk:
    def __init__(self, content: Any, styles: Any, backing: Backing) -> None:
        self.backing = backing
        self.comments: dict[str, list[int]] = {}  # the numbers, in the backing, of comments that go on, by their name
        self.ranges = Counter(end.get(f"{_OFFICE}name") or "" for end in content.iter(f"{_OFFICE}annotation-end"))
        self.notes: dict[str, str] = {}  # the words of each note, by its mark
        self.row = 0
        self.number = ""  # of the list item whose words come next
        self.lists: list[str] = []  # the styles of the lists that are open
        self.counted: dict[tuple[str, int], int] = {}  # how far the lists of a style and level have counted
        self.numbered = _numbered(content, styles)
        self.outline = _Outline(styles)
        self.headed = False
        self.parents = {
            style.get(f"{_STYLE}name"): style.get(f"{_STYLE}parent-style-name")
            for style in content.iter(f"{_STYLE}style")
        }

    def through(self, element: Any, kind: str = "") -> Iterator[Piece]:
        for child in element:
            if child.tag in _UNREAD or not isinstance(child.tag, str):
                continue
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield from self._paragraph(child, kind)
            elif child.tag == f"{_TABLE}table-row":
                self.row += 1
                yield from self.through(child)
            elif child.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                yield f"{CELL}{self.row}", " ".join(words for _, words in self.through(child))
            elif child.tag == f"{_TEXT}list":
                yield from self._list(child)
            else:
                yield from self.through(child, kind)

    def _list(self, element: Any) -> Iterator[Piece]:
        """The items of a list, each with its number where the style of the list has one at its level."""
        style = element.get(f"{_TEXT}style-name") or (self.lists[-1] if self.lists else "")
        self.lists.append(style)
        place = (style, len(self.lists))
        number = self.counted.get(place, 0) if element.get(f"{_TEXT}continue-numbering") == "true" else 0
        for item in element.iterchildren(f"{_TEXT}list-item", f"{_TEXT}list-header"):
            if item.tag == f"{_TEXT}list-item":
                start = item.get(f"{_TEXT}start-value") or ""
                number = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else number + 1
                self.number = f"{number}. " if place in self.numbered else ""
            yield from self.through(item, "list_item")
        self.counted[place] = number
        self.lists.pop()

    def _paragraph(self, element: Any, kind: str) -> Iterator[Piece]:
        beside: list[Piece] = []
        words = self.backing.taken("".join(self._words(element, beside)))
        style = element.get(f"{_TEXT}style-name")
        named = _KINDS.get(style) or _KINDS.get(self.parents.get(style) or "")
        if element.tag == f"{_TEXT}h":
            own = "headline" if element.get(f"{_TEXT}outline-level") == "1" and not self.headed else "heading"
            # In a list it has the number of its item.
            number = self.outline.number(element) if words.strip() else ""
            words = (self.number or number) + words
            self.number = ""
        else:
            own = kind or named or "paragraph"
        if own == "headline" and self.headed:
            own = "heading"
        if words.strip():
            self.headed = True
            yield own, (self.number if own == "list_item" else "") + words
            self.number = ""
        yield from beside

    def _words(self, element: Any, beside: list[Piece]) -> Iterator[str]:
        """The words of a paragraph; what has its place beside it (pictures, text boxes) goes to ``beside``."""
        yield element.text or ""
        for child in element:
            match child.tag:
                case tag if tag == f"{_OFFICE}annotation":
                    yield self._comment(child)
                case tag if tag == f"{_OFFICE}annotation-end":
                    yield from self._comment_ends(child.get(f"{_OFFICE}name") or "")
                case tag if tag == f"{_TEXT}a" and (address := web_address(child.get(_HREF) or "")):
                    link = self.backing.add("link", address=address)
                    yield begin(link)
                    yield from self._words(child, beside)
                    yield finish(link)
                case tag if not isinstance(tag, str) or tag in _UNREAD:
                    pass
                case tag if tag == f"{_TEXT}s":
                    count = child.get(f"{_TEXT}c") or "1"
                    yield " " * min(int(count) if count.isascii() and count.isdigit() else 1, _MOST_BLANKS)
                case tag if tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
                    yield " "
                case tag if tag == f"{_TEXT}note":
                    body = child.find(f"{_TEXT}note-body")
                    if body is not None:
                        yield self._note(child, body)
                case tag if tag == f"{_DRAW}frame":
                    alt = child.findtext(f"{_SVG}desc") or child.findtext(f"{_SVG}title") or ""
                    beside += [("picture", alt)] if alt.strip() else []
                    for box in child.iter(f"{_DRAW}text-box"):
                        beside += self.through(box)
                case _:
                    yield from self._words(child, beside)
            yield child.tail or ""

    def _comment(self, annotation: Any) -> str:
        """Add a comment to the backing, and return the mark for its place."""
        words = " ".join("".join(paragraph.itertext()) for paragraph in annotation.iter(f"{_TEXT}p"))
        author, date = annotation.findtext(f"{_DC}creator") or "", (annotation.findtext(f"{_DC}date") or "")[:10]
        number = self.backing.add("comment", words=words, author=author, date=date)
        name = annotation.get(f"{_OFFICE}name") or ""
        if not self.ranges[name]:
            return finish(number)
        self.comments.setdefault(name, []).append(number)
        return begin(number)

    def _comment_ends(self, name: str) -> Iterator[str]:
        """Return the marks for where a comment ends; where several have one name, the last end is that of all."""
        self.ranges[name] -= 1
        began = self.comments.get(name, [])
        ends = 1 if self.ranges[name] > 0 else len(began)
        yield from map(finish, began[:ends])
        del began[:ends]

    def _note(self, note: Any, body: Any) -> str:
        """Put a note's words at the end of the text and into the backing, and return the marks for its place."""
        kind = "endnote" if note.get(f"{_TEXT}note-class") == "endnote" else "footnote"
        number = self.backing.add(kind)
        first = len(self.backing.pieces)
        around, self.number = self.number, ""  # of the list item that the mark stands in
        words = " ".join(words for _, words in self.through(body))
        self.number = around
        link = next((piece["address"] for piece in self.backing.pieces[first:]), "")
        self.backing.says(number, without_signs(words), address=link)
        if not words.strip():
            return finish(number)
        mark = re.sub(r"[\s\[\]^]", "", note.findtext(f"{_TEXT}note-citation") or "")[:LONGEST_MARK]
        label = once(mark or str(len(self.notes) + 1), self.notes)
        self.notes[label] = words
        return finish(number) + sign(label)
