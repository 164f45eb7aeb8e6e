"""What the control words of an .rtf say: of letters, paragraphs and tables, and of notes, comments and links."""

import re
from collections.abc import Callable

from claims.intake.documents.rtf import names
from claims.intake.documents.rtf.groups import LISTS, Field, Group, Groups, Style
from claims.intake.documents.rtf.letters import CHARSETS, LETTERS, SETS, letter, page_of
from claims.intake.documents.rtf.said import day, target
from claims.intake.documents.rtf.sinks import Edge, Noted, Paragraph, Sink

_AT_THE_END = re.compile(r"\s{0,4}\\ftnalt(?![A-Za-z])")
_NAME_ENDS = re.compile("[;,]")
_CODE = re.compile(r"-?\d+")
_MOST_BASED = 10
_LEVELS = range(9)  # of headings


class Walk(Groups):
    def __init__(self, source: str, utf8: bool, late: set[int]) -> None:
        super().__init__(source, utf8, late)
        self.heads: list[str] = []
        self.tracked = False
        self.page_said = False
        self.font_read = 0
        self.styles: dict[int, Style] = {}
        self.author = self.initials = ""
        self.comment: Noted | None = None
        self.shape_says = ""  # the name of what is said next of a shape or picture
        self.begins: dict[str, Edge] = {}  # by the name of a comment
        self.ends: dict[str, Edge] = {}

    def begun(self, above: Group) -> None:
        if above.kind == "styles":
            self._style()
        elif above.kind in ("list", "upr"):
            self.other("few", Sink())
        elif above.kind == "fonts":
            self.other("font", Sink())

    def control(self, word: str, number: int | None) -> None:
        if word == "tab":
            self.skip = 0  # it never stands for a letter
        if word in LETTERS:
            self.letter(LETTERS[word])
            return
        self.flush()
        self.skip = 0
        group = self.group
        starred, group.starred = group.starred, False
        if group.kind in ("fonts", "font") and self._of_font(word, number):
            return
        if group.style_read and group.kind == "style" and self._of_style(word, number):
            return
        if group.kind in LISTS and word in names.BEGINS_TEXT:
            group.sink.parts = []
            self.release(group)
        if found := _CONTROLS.get(word):
            found(self, number)
        elif word in names.FEW:
            self.other("few", Sink())
        elif word in names.LISTS:
            self.other("fonts" if word == "fonttbl" else "styles" if word == "stylesheet" else "list", Sink())
        elif word in names.MANY:
            self.other("many", Sink())
        elif starred and word not in names.READ:
            self.other("unknown", Sink())

    def _of_font(self, word: str, number: int | None) -> bool:
        if word == "f":
            self.font_read = number or 0
        elif word == "fcharset" and number in CHARSETS:
            self.fonts[self.font_read] = CHARSETS[number]
        elif word == "cpg" and number:
            self.fonts[self.font_read] = page_of(number)
        return word in ("f", "fcharset", "cpg")

    def _style(self) -> None:
        read, sink = Style(), Sink()
        self.group.style_read = read

        def end() -> None:
            read.name = _NAME_ENDS.split(sink.text(), maxsplit=1)[0].strip().lower()
            if not read.numbered:
                self.styles.setdefault(0, read)

        self.other("style", sink, end)

    def _of_style(self, word: str, number: int | None) -> bool:
        read = self.group.style_read
        if read and word == "s":
            self.styles[number or 0] = read
            read.numbered = True
        elif read and word == "outlinelevel":
            read.outline = number
        elif read and word == "sbasedon":
            read.based = number
        return word in ("s", "outlinelevel", "sbasedon")

    def _kind(self) -> str:
        """The kind of the paragraph that ends here."""
        group, style = self.group, self.styles.get(self.group.style)
        outline, named, listed = group.outline, "", group.listed
        for _ in range(_MOST_BASED):
            if style is None:
                break
            outline = style.outline if outline is None else outline
            level = style.name.removeprefix("heading ")
            if outline is None and level != style.name and level.isdigit() and len(level) == 1:
                outline = int(level) - 1
            named = named or names.KINDS.get(style.name, "")
            style = self.styles.get(style.based) if style.based is not None else None
        if named == "headline":
            return named
        if outline in _LEVELS:
            return f"heading {outline + 1}"
        return "list_item" if listed or group.sink.number else named or "paragraph"

    # What single control words do. Their number is None where they have none.

    def _set(self, name: str, value: object) -> None:
        setattr(self.group, name, value)

    def _par(self, _: int | None = None) -> None:
        self.paragraph_ends()
        self.group.sink.end_paragraph(self._kind(), self._depth())

    def _break(self, _: int | None) -> None:
        """A page or a column ends; the end of a paragraph may follow or not."""
        if self.group.sink.holds():
            self._par()

    def _line(self, _: int | None) -> None:
        if self.group.sink.end_line():
            self._par()

    def _depth(self) -> int:
        return max(self.group.depth, 1) if self.group.in_table else 0

    def _cell(self, depth: int) -> None:
        self.paragraph_ends()
        self.group.sink.end_cell(depth)

    def _row(self, depth: int) -> None:
        self.paragraph_ends()
        self.group.sink.end_row(depth)

    def _inner_depth(self) -> int:
        return max(self.group.depth, 2)

    def _pard(self, _: int | None) -> None:
        group = self.group
        group.style, group.outline, group.listed, group.in_table, group.depth = 0, None, False, False, 0

    def _plain(self, _: int | None) -> None:
        self.group.hidden, self.group.deleted, self.group.font = False, False, None

    def _unicode(self, number: int | None) -> None:
        if number is not None:
            self._add(letter(number))
        self.skip = self.group.skip

    def _bin(self, number: int | None) -> None:
        self.at += max(0, number or 0)

    def _letters_of(self, page: str, said: bool) -> None:
        if said or not self.page_said:
            self.page, self.page_said = page, said

    def _deleted(self, number: int | None) -> None:
        self.group.deleted = number != 0
        self.tracked = self.tracked or number != 0

    def _revised(self, number: int | None) -> None:
        self.tracked = self.tracked or number != 0

    def _head(self, _: int | None) -> None:
        sink = Sink()

        def end() -> None:
            sink.finish()
            words = ("".join(part for part in one.parts if isinstance(part, str)) for one in sink.found)
            self.heads += filter(str.strip, words)

        self.other("many", sink, end)

    def _said(self, name: str) -> None:
        """The words of a group are set as ``name``."""
        self.leave("said")
        sink = Sink()
        self.other("said", sink, lambda: setattr(self, name, sink.text().strip()))

    def _list_text(self, _: int | None) -> None:
        sink, around = Sink(), self.group.sink

        def end() -> None:
            around.number = " ".join(sink.text().split())

        self.other("few", sink, end)

    def _box(self, _: int | None) -> None:
        sink, around = Sink(), self.group.sink
        self.group.boxed[0] = True
        self._plain_paragraph()

        def end() -> None:
            sink.finish()
            around.beside += sink.found

        self.other("box", sink, end)

    def _plain_paragraph(self) -> None:
        self._pard(None)
        self.group.link = None

    def _shape(self, _: int | None) -> None:
        self.group.boxed = [False]

    def _shape_as_before(self, _: int | None) -> None:
        if self.group.boxed[0]:
            self.other("many", Sink())

    def _shape_name(self, _: int | None) -> None:
        sink = Sink()
        self.other("few", sink, lambda: setattr(self, "shape_says", sink.text().strip()))

    def _shape_value(self, _: int | None) -> None:
        """What is said of a shape or picture; the text in its place is read, behind the paragraph that it stands in."""
        sink, around = Sink(), self.group.above or self.group
        while around.above and around.kind:
            around = around.above
        said, self.shape_says = self.shape_says, ""

        def end() -> None:
            words = sink.text().strip()
            unseen = said != "wzDescription" or around.hidden or around.deleted
            again = [one.parts for one in around.sink.beside[-1:]] == [[words]]  # once more, for older programs
            if words and not unseen and not again:
                around.sink.beside.append(Paragraph("picture", [words]))

        self.other("few", sink, end)

    def _upr(self, _: int | None) -> None:
        self.group.kind = "upr"

    def _ud(self, _: int | None) -> None:
        if (above := self.group.above) and above.kind == "upr":
            self.group.sink, self.group.kind, self.group.end = above.sink, "", None

    def _note(self, _: int | None) -> None:
        group, sink = self.group, Sink()
        kind = "endnote" if _AT_THE_END.match(self.source, self.at) else "footnote"
        if not (group.hidden or group.deleted):
            group.sink.parts.append(Edge(Noted(kind, sink)))
        self._plain_paragraph()
        self.other("note", sink)

    def _annotation(self, _: int | None) -> None:
        self.leave("said")
        sink = Sink()
        comment = Noted("comment", sink, author=self.author or self.initials)
        self.author = self.initials = ""
        self.comment = comment
        here = Edge(None)
        self.group.sink.parts.append(here)

        def end() -> None:
            begun, ended = self.begins.pop(comment.name, None), self.ends.pop(comment.name, None)
            (ended or here).noted = comment
            if begun:
                begun.noted = comment

        self._plain_paragraph()
        self.other("note", sink, end)

    def _code_of_comment(self, name: str) -> None:
        comment = self.comment

        def take(said: str) -> None:
            if comment:
                setattr(comment, name, day(said) if name == "date" else said)

        self._take_code(take)

    def _range(self, begins: bool) -> None:
        edge = Edge(None, begins)
        known = self.begins if begins else self.ends
        self.leave("said")
        self.group.sink.parts.append(edge)
        self._take_code(lambda said: known.update({said: edge}))

    def _take_code(self, take: Callable[[str], None]) -> None:
        """The first words of a group are a code; what comes behind them is text, and the group is not closed."""
        sink, around = Sink(), self.group.sink

        def end() -> None:
            first, *others = sink.parts or [""]
            said = first.strip() if isinstance(first, str) else ""
            code = _CODE.match(said)
            take(code[0] if code else said)
            around.parts += [said[code.end() :] if code else "", *others]

        self.other("said", sink, end)

    def _field(self, _: int | None) -> None:
        self.group.link = Field(self.group.sink)

    def _instruction(self, _: int | None) -> None:
        found = self.group.link

        def end() -> None:
            if found:
                found.noted.address = found.noted.address or target(found.instruction.text())

        self.other("instruction", found.instruction if found else Sink(), end)

    def _result(self, _: int | None) -> None:
        found = self.group.link
        if not found:
            return
        if self.group.sink is found.instruction:  # that is not closed
            found.noted.address = target(found.instruction.text())
            found.instruction.found, found.instruction.parts = [], []
        noted, sink = found.noted, found.sink
        if not (self.group.hidden or self.group.deleted):
            sink.parts.append(Edge(noted, True))
            self.other("result", sink, lambda: sink.parts.append(Edge(noted)))
        else:
            self.other("result", sink)


def _flag(name: str) -> Callable[[Walk, int | None], None]:
    return lambda walked, number: walked._set(name, number != 0)


def _value(name: str) -> Callable[[Walk, int | None], None]:
    return lambda walked, number: walked._set(name, number or 0)


_CONTROLS: dict[str, Callable[[Walk, int | None], None]] = {
    "par": Walk._par,
    "sect": Walk._break,
    "page": Walk._break,
    "column": Walk._break,
    "line": Walk._line,
    "cell": lambda walked, _: walked._cell(1),
    "row": lambda walked, _: walked._row(1),
    "nestcell": lambda walked, _: walked._cell(walked._inner_depth()),
    "nestrow": lambda walked, _: walked._row(walked._inner_depth()),
    "pard": Walk._pard,
    "plain": Walk._plain,
    "u": Walk._unicode,
    "uc": _value("skip"),
    "bin": Walk._bin,
    "f": _value("font"),
    "deff": lambda walked, number: setattr(walked, "font", number or 0),
    "ansicpg": lambda walked, number: walked._letters_of(page_of(number or 0), True),
    "s": _value("style"),
    "outlinelevel": _value("outline"),
    "ls": lambda walked, number: walked._set("listed", bool(number)),
    "intbl": _flag("in_table"),
    "itap": _value("depth"),
    "v": _flag("hidden"),
    "deleted": Walk._deleted,
    "mvf": Walk._deleted,
    "revised": Walk._revised,
    "mvt": Walk._revised,
    "listtext": Walk._list_text,
    "pntext": Walk._list_text,
    "shp": Walk._shape,
    "shptxt": Walk._box,
    "dptxbxtext": Walk._box,
    "shprslt": Walk._shape_as_before,
    "sn": Walk._shape_name,
    "sv": Walk._shape_value,
    "upr": Walk._upr,
    "ud": Walk._ud,
    "footnote": Walk._note,
    "annotation": Walk._annotation,
    "atnauthor": lambda walked, _: walked._said("author"),
    "atnid": lambda walked, _: walked._said("initials"),
    "atnref": lambda walked, _: walked._code_of_comment("name"),
    "atndate": lambda walked, _: walked._code_of_comment("date"),
    "atrfstart": lambda walked, _: walked._range(begins=True),
    "atrfend": lambda walked, _: walked._range(begins=False),
    "field": Walk._field,
    "fldinst": Walk._instruction,
    "fldrslt": Walk._result,
}
_CONTROLS |= {word: lambda walked, _, page=page: walked._letters_of(page, False) for word, page in SETS.items()}
_CONTROLS |= dict.fromkeys(names.HEADS, Walk._head)
