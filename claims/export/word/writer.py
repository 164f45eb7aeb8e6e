"""`python -m claims.export.word.writer`: write an article's comments and changes into a Word document, within limits.

It reads an Order on one line and, after it, the bytes of the document, if there is one; it prints the document. It runs
by itself, like the readers of documents (claims/intake/documents), since the document came from anywhere.
"""

import io
import re
import resource
import sys
from collections.abc import Sequence
from typing import Any
from unicodedata import combining

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from claims.export.word.aligned import NOWHERE, Aligned, folded
from claims.export.word.order import BY_US, Note, Order, Span
from claims.export.word.plain import UNSEEN, made_of
from claims.export.word.runs import Paragraph, paragraphs_of

SECONDS = 20  # of processing
MEMORY = 450 * 1024 * 1024  # bytes
MOST = 4 * 1024 * 1024  # characters of the document's text: twice what an article may have
NOT_FOUND = "These words were not found in this document, so the comment stands at the nearest paragraph: “{}”"
IN_A_NOTE = "These words stand in a note, which takes no comment, so it stands at the paragraph of the note: “{}”"
NO_WORDS = "This claim has no words in this version."
NOT_MARKED = "The proposed words could not be marked in the text."
CONTINUES = "Claim {}, continued."

_NUMBER = re.compile(r"\A\d{1,9}[.)] ")  # of a note, where it is a block
#: A place in the document: the number of a paragraph, and the offset in it.
type Place = tuple[int, int]


def write(order: Order, original: bytes = b"") -> bytes:
    """Return a document with the comments and changes of an Order: the original, or one that is made of the blocks.

    Raises what reading a damaged document raises, and ValueError for one without any text.
    """
    if original:
        document = docx.Document(io.BytesIO(original))
    else:
        document = made_of(order)
    _Writer(document, order).write()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class _Writer:
    def __init__(self, document: Any, order: Order) -> None:
        self.order = order
        body = document.element.body
        self.comments = document.part._comments_part.element
        self._take_out_ours(body)
        self.paragraphs = [Paragraph(element) for element in paragraphs_of(body)]
        if not any(one.text.strip() for one in self.paragraphs):
            raise ValueError("There is no text in the document.")
        if sum(len(one.text) for one in self.paragraphs) > MOST:
            raise ValueError("There is more text in the document than in any article.")
        self.aligned = Aligned([words for _, words in order.texts], [one.text for one in self.paragraphs])
        self.notes = _notes_of(document, self.paragraphs)
        self.comment = 1 + max(_numbers(self.comments.iterchildren(qn("w:comment"))), default=-1)
        self.tracked = 1 + max(_numbers(body.iter()), default=0)

    def write(self) -> None:
        near = self._nearest()
        placed = [(note, self._ranges(note, near)) for note in self.order.notes]
        edits = [(note, self._edits(note)) for note in self.order.notes]
        cuts: dict[int, set[int]] = {}
        for _, (ranges, _) in placed:
            for place in (place for both in ranges for place in both):
                cuts.setdefault(place[0], set()).add(place[1])
        for _, (changes, _) in edits:
            for paragraph, start, end, *_ in changes:
                cuts.setdefault(paragraph, set()).update((start, end))
        for number, places in cuts.items():
            self.paragraphs[number].cut(places)
        unmarked = {note.number for note, found in edits if not self._change(note, *found)}
        for note, (ranges, missing) in placed:
            said = [*note.said, *([missing] if missing else []), *([NOT_MARKED] if note.number in unmarked else [])]
            for at, (opens, closes) in enumerate(ranges):
                self._comment(note, said if not at else [CONTINUES.format(note.number)], opens, closes)
        for number in cuts:
            self.paragraphs[number].write()

    def _take_out_ours(self, body: Any) -> None:
        """Take out the comments that an earlier export has left in the document: what they say is said anew."""
        ours = set()
        for comment in self.comments.findall(qn("w:comment")):
            if comment.get(qn("w:author"), "").endswith(BY_US):
                ours.add(comment.get(qn("w:id")))
                self.comments.remove(comment)
        for tag in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference") if ours else ():
            for one in list(body.iter(qn(tag))):
                if one.get(qn("w:id")) in ours:
                    one.getparent().remove(one)

    # Where it goes

    def _ranges(self, note: Note, near: Sequence[int]) -> tuple[list[tuple[Place, Place]], str]:
        """Return where the comments of a claim go, one for each run of its words, and what is to be said of them."""
        found = [self._range(piece) for piece in note.pieces]
        if found and all(found):
            return _joined([one for one in found if one], self.paragraphs), ""
        block = note.pieces[0][0] if note.pieces else -1
        of_note = self.notes.get(_note_key(self.order.texts[block][1])) if note.pieces else None
        paragraph = near[block] if of_note is None else of_note
        words = self.paragraphs[paragraph].text
        whole = ((paragraph, len(words) - len(words.lstrip())), (paragraph, len(words.rstrip())))
        missing = (NOT_FOUND if of_note is None else IN_A_NOTE).format(note.words) if note.pieces else NO_WORDS
        return [whole], missing if note.number else ""

    def _range(self, piece: Span) -> tuple[Place, Place] | None:
        """Return where a piece's words begin and end; None where too few of them are in the document."""
        block, start, end = piece
        words = self.order.texts[block][1][start:end]
        places = [place for place in self.aligned.places[block][start:end] if place != NOWHERE]
        compared = sum(not char.isspace() for char in words)
        if not places or len(places) < 0.8 * compared or places[-1] - places[0] > 2 * len(words) + 20:
            return None
        opens, closes = self._before(places[0]), self._behind(places[-1])
        return (opens, closes) if opens and closes else None

    def _before(self, place: int) -> Place | None:
        """Return the place before a character; None if that is nowhere."""
        return None if place == NOWHERE else self.aligned.paragraph_of(place)

    def _behind(self, place: int) -> Place | None:
        """Return the place behind a character, with what is put over it; None if that is nowhere."""
        if place == NOWHERE:
            return None
        paragraph, at = self.aligned.paragraph_of(place)
        text = self.paragraphs[paragraph].text
        at += 1
        while at < len(text) and combining(text[at]):
            at += 1
        return paragraph, at

    def _nearest(self) -> list[int]:
        """Return for each block the paragraph of the nearest block before it that is in the document, else behind it.

        The last is the first paragraph with any text: for what has no block.
        """
        own: list[int | None] = []
        for places in self.aligned.places:
            place = next((place for place in places if place != NOWHERE), None)
            own.append(None if place is None else self.aligned.paragraph_of(place)[0])
        first = next(at for at, one in enumerate(self.paragraphs) if one.text.strip())
        following = next((one for one in own if one is not None), first)
        found = []
        for one in own:
            following = following if one is None else one
            found.append(following)
        return [*found, first]

    def _edits(self, note: Note) -> tuple[list[tuple[int, int, int, str, bool]], bool]:
        """Return (paragraph, start, end, new words, whether they come first) of a claim's edits, and whether all are.

        None of them where one cannot be placed for certain.
        """
        found = []
        for block, start, end, new in note.edits:
            place = self._exact(block, start, end)
            if place is None:
                return [], False
            found.append((*place, new, bool(note.pieces) and start == end == note.pieces[0][1]))
        return found, True

    def _exact(self, block: int, start: int, end: int) -> tuple[int, int, int] | None:
        """Return the paragraph, start and end of a block's words in the document; None where it has other words.

        Blanks are those of the document: up to the characters that stand beside them.
        """
        text, places = self.order.texts[block][1], self.aligned.places[block]
        before = next((places[at] for at in range(start - 1, -1, -1) if not text[at].isspace()), NOWHERE)
        behind = next((places[at] for at in range(end, len(text)) if not text[at].isspace()), NOWHERE)
        # A blank at either end belongs to the change, and so does all that the document has in its place.
        at_word = text[start : start + 1].strip() and (start < end or not text[start - 1 : start].strip())
        opens = self._before(places[start]) if at_word else self._behind(before)
        if start == end:
            closes = opens
        else:
            closes = self._behind(places[end - 1]) if text[end - 1].strip() else self._before(behind)
        if opens is None or closes is None or closes[0] != opens[0] or closes[1] < opens[1]:
            return None
        there = self.paragraphs[opens[0]].text[opens[1] : closes[1]]
        return (*opens, closes[1]) if folded(there)[0] == folded(text[start:end])[0] else None

    # What goes there

    def _change(self, note: Note, changes: list[tuple[int, int, int, str, bool]], placed: bool) -> bool:
        """Track the edits of a claim. Return False, with none of them made, where that cannot be done."""
        if not placed or not all(self.paragraphs[one].tracks(start, end) for one, start, end, *_ in changes):
            return False

        def made(tag: str) -> Any:
            element = OxmlElement(tag)
            element.set(qn("w:id"), str(self.tracked))
            element.set(qn("w:author"), UNSEEN.sub("", note.editor))
            element.set(qn("w:date"), note.edited_at)
            self.tracked += 1
            return element

        for paragraph, start, end, new, first in changes:
            self.paragraphs[paragraph].change(start, end, UNSEEN.sub("", new), first, made)
        return True

    def _comment(self, note: Note, said: list[str], start: Place, end: Place) -> None:
        number = str(self.comment)
        self.comment += 1
        comment = OxmlElement("w:comment")
        comment.set(qn("w:id"), number)
        comment.set(qn("w:author"), UNSEEN.sub("", f"{note.author} {BY_US}".strip()))
        comment.set(qn("w:date"), note.at)
        comment.set(qn("w:initials"), UNSEEN.sub("", "".join(word[0] for word in note.author.split()[:3])))
        for words in said:
            run = _sub(_sub(comment, "w:p"), "w:r")
            _sub(run, "w:t").text = UNSEEN.sub("", " ".join(words.split()))
        self.comments.append(comment)
        opens, closes, run = OxmlElement("w:commentRangeStart"), OxmlElement("w:commentRangeEnd"), OxmlElement("w:r")
        for element in (opens, closes, _sub(run, "w:commentReference")):
            element.set(qn("w:id"), number)
        self.paragraphs[start[0]].mark(start[1], [opens], opens=True)
        self.paragraphs[end[0]].mark(end[1], [closes, run], opens=False)


def _notes_of(document: Any, paragraphs: Sequence[Paragraph]) -> dict[str, int]:
    """Return {letters of a footnote or endnote: the number of the paragraph that its mark is in}."""
    marks = {
        (one.tag, one.get(qn("w:id"))): at
        for at, paragraph in enumerate(paragraphs)
        for one in paragraph.element.iter(qn("w:footnoteReference"), qn("w:endnoteReference"))
    }
    found: dict[str, int] = {}
    for related in document.part.rels.values():
        kind = related.reltype.rsplit("/", 1)[-1].removesuffix("s")  # footnotes, endnotes
        if kind not in ("footnote", "endnote") or related.is_external:
            continue
        for note in parse_xml(related.target_part.blob).iter(qn(f"w:{kind}")):
            words = "".join(text.text or "" for text in note.iter(qn("w:t")))
            at = marks.get((qn(f"w:{kind}Reference"), note.get(qn("w:id"))))
            if at is not None:
                found.setdefault(_note_key(words), at)
    return found


def _note_key(words: str) -> str:
    return folded(_NUMBER.sub("", words.strip()))[0]


def _joined(ranges: list[tuple[Place, Place]], paragraphs: list[Paragraph]) -> list[tuple[Place, Place]]:
    """Return the ranges, with those as one between which only blanks stand."""
    found = ranges[:1]
    for start, end in ranges[1:]:
        (first, last) = found[-1]
        between = paragraphs[last[0]].text[last[1] : start[1] if start[0] == last[0] else None]
        if start[0] != last[0]:
            between += paragraphs[start[0]].text[: start[1]]
        beside = start[0] - last[0] in (0, 1) and not between.strip()
        found[-1:] = [(first, end)] if beside else [found[-1], (start, end)]
    return found


def _numbers(elements: Any) -> list[int]:
    return [int(found) for one in elements if (found := one.get(qn("w:id"), "")).isdecimal() and len(found) < 10]


def _sub(parent: Any, tag: str) -> Any:
    made = OxmlElement(tag)
    parent.append(made)
    return made


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no part of the answer
    order = Order.from_json(sys.stdin.buffer.readline())
    answer.write(write(order, sys.stdin.buffer.read()))
    answer.flush()


if __name__ == "__main__":
    main()
