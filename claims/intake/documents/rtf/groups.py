"""The groups of an .rtf, one within another, and the letters in them (Rich Text Format Specification 1.9.1).

Files are damaged in places: a brace is missing, or one is too many. No word is lost by that. Where groups are not
closed, those that end only with the file and whose words are not the article's, notes among them, end with their first
paragraph.
"""

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field

from claims.intake.documents.rtf.letters import DEFAULT, SIGNS, decoded
from claims.intake.documents.rtf.sinks import Noted, Sink
from claims.text.normalise import without_noncharacters

_TOKEN = re.compile(r"([^\\{}]+)|([{}])|\\([A-Za-z]+)(-?\d+)? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])", re.DOTALL)
_END_OF_LINE = re.compile(r"[\r\n\0]+")
_HEX = re.compile(r"[0-9A-Fa-f\s]*")
#: Kinds of groups: of lists, and all in which no paragraph ends.
LISTS = frozenset({"list", "fonts", "styles"})
_ONE_ROW = LISTS | {"few", "instruction", "said"}
_SPILT = LISTS | {"few", "instruction", "unknown"}


@dataclass(slots=True, eq=False)
class Style:
    name: str = ""
    outline: int | None = None
    based: int | None = None
    numbered: bool = False


@dataclass(slots=True, eq=False)
class Field:
    sink: Sink
    noted: Noted = field(default_factory=lambda: Noted("link"))
    instruction: Sink = field(default_factory=Sink)


#: What is done when a group ends.
type End = Callable[[], None]


@dataclass(slots=True, eq=False)
class Group:
    """``kind`` says what its words are, if they are other than those around it; `Groups.other` sets it."""

    sink: Sink
    start: int = 0
    kind: str = ""
    end: End | None = None
    starred: bool = False
    above: "Group | None" = None
    link: Field | None = None
    style_read: Style | None = None
    boxed: list[bool] = field(default_factory=lambda: [False])  # whether a shape has its words as a text box
    hidden: bool = False
    deleted: bool = False
    skip: int = 1  # letters behind \u that stand in its place for old programs
    font: int | None = None
    style: int = 0
    outline: int | None = None
    listed: bool = False
    in_table: bool = False
    depth: int = 0


class Groups:
    """Goes through a document. What its control words say is for a class that is made of this one."""

    def __init__(self, source: str, utf8: bool, late: set[int]) -> None:
        self.source = source
        self.utf8 = utf8  # whether letters beyond ASCII are those of the source, not bytes in a code page
        self.known_late = late  # where groups begin that are to end with their first paragraph
        self.late: set[int] = set()  # where those begin that end too late, known at the end
        self.others: list[tuple[int, int]] = []  # start and end of groups whose words are not those around them
        self.body = Sink()
        self.root = self.group = Group(self.body)
        self.open = 0
        self.bytes: list[str] = []
        self.skip = 0
        self.at = max(0, source.find("{\\rtf"))
        self.page = DEFAULT
        self.font: int | None = None  # of what has none
        self.fonts: dict[int, str] = {}

    def control(self, word: str, number: int | None) -> None:
        """Do what a control word says."""
        raise NotImplementedError

    def begun(self, above: Group) -> None:
        """Do what is to be done where a group begins."""
        raise NotImplementedError

    def through(self) -> None:
        last = max(map(self.source.rfind, "\\{}"))  # behind the text's own end only what has these is text
        size, match = len(self.source), _TOKEN.match
        while self.at < size:
            token = match(self.source, self.at)
            if token is None:
                self.at += 1
                continue
            start, self.at = self.at, token.end()
            words, brace, word, number, code, sign = token.groups()
            if words is not None:
                self._letters(_END_OF_LINE.sub("", words))
            elif code is not None:
                self._code(code)
            elif brace == "{":
                self._begin(start)
            elif brace:
                self._end()
                if not self.open and last < self.at:
                    break
            elif word is not None:
                self.control(word, None if number is None else int(number[:11]))
            else:
                self._sign(sign)
        self.flush()
        closed = len(self.source.rstrip("} \t\r\n\0"))
        if self.open:
            self.late = {start for start, end in self.others if end > closed}
        while self.group.above is not None:
            if self.group.end:
                self.late.add(self.group.start)
            self._end()
        self.body.finish()

    # Letters

    def _letters(self, words: str) -> None:
        if self.skip:
            skipped = min(self.skip, len(words))
            self.skip -= skipped
            words = words[skipped:]
        if words and self.utf8 and not words.isascii():
            self._say(words)
        elif words:
            self.bytes.append(words)

    def _code(self, code: str) -> None:
        if self.skip:
            self.skip -= 1
        else:
            self.bytes.append(chr(int(code, 16)))

    def flush(self) -> None:
        if self.bytes:
            words, self.bytes = "".join(self.bytes), []
            if not words.isascii() or self._page() == "symbol":
                words = decoded(words.encode("latin-1"), self._page())
            self._add(words)

    def _page(self) -> str:
        font = self.font if self.group.font is None else self.group.font
        return self.page if font is None else self.fonts.get(font, self.page)

    def _say(self, words: str) -> None:
        self.flush()
        self._add(words)

    def _add(self, words: str) -> None:
        if not (self.group.hidden or self.group.deleted):
            self.group.sink.parts.append(without_noncharacters(words))

    # Groups

    def _begin(self, start: int) -> None:
        self.flush()
        self.skip = 0
        self.open += 1
        above = self.group
        self.group = copy(above)
        self.group.start, self.group.above = start, above
        self.group.kind, self.group.end, self.group.starred = "", None, False
        self.begun(above)

    def _end(self) -> None:
        self.flush()
        self.skip = 0
        self.open = max(0, self.open - 1)
        if self.group.above is None:
            return  # a brace too many
        if self.group.end:
            self.others.append((self.group.start, self.at))
            self.group.end()
        if self.group.above is self.root:
            # What comes behind it stands there because a brace is too many, and goes on as it was.
            self.group.above, self.group.sink, self.group.kind, self.group.end = None, self.body, "", None
        else:
            self.group = self.group.above

    def other(self, kind: str, sink: Sink, end: End = lambda: None) -> None:
        """The words of the group are not those around it."""
        self.flush()
        group = self.group
        group.kind, group.sink, group.end = kind, sink, end
        if kind != "result":
            group.hidden = group.deleted = False

    def paragraph_ends(self) -> None:
        """Where a paragraph ends, there ends a group that cannot hold one, and one that is not closed."""
        ends: list[Group] = []
        group = self.group
        while group.end and group.above and (group.start in self.known_late or (not ends and group.kind in _ONE_ROW)):
            ends.append(group)
            group = group.above
        for one in reversed(ends):
            self.release(one)

    def release(self, group: Group) -> None:
        """End what a group is, but not the group: what comes in it is text, and so are words that nobody took."""
        if group.end and group.above:
            group.end()
            if group.kind in _SPILT:
                said = [*group.sink.words()]
                group.above.sink.parts += said if not _HEX.fullmatch(group.sink.text()) else ()
            group.kind, group.sink, group.end = "", group.above.sink, None

    def leave(self, kind: str) -> None:
        """End groups of a kind that this one would not stand in, were they closed."""
        left = []
        above = self.group.above
        while above and above.kind == kind:
            left.append(above)
            above = above.above
        for one in reversed(left):
            self.release(one)
            self.group.sink = one.sink

    def _sign(self, sign: str) -> None:
        if sign in "\r\n":
            self.control("par", None)
        elif sign == "*":
            self.group.starred = True
        elif sign in SIGNS:
            if sign in "\\{}" and not self.skip:
                self.bytes.append(sign)  # it may be the second byte of a letter
            else:
                self.letter(SIGNS[sign])

    def letter(self, words: str) -> None:
        if self.skip:
            self.skip -= 1
        else:
            self._say(words)
