"""Put comments and tracked changes on words of a Word paragraph, whose formatting stays as it is."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

#: What has runs of the text in it; what else stands in a paragraph is no text as it was accepted, or a box beside it.
_INSIDE = {
    qn(name) for name in ("w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple")
} | {qn(name) for name in ("w:customXml", "w:dir", "w:bdo")}
_BLOCKS = {qn(name) for name in ("w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent", "w:customXml")}
_T, _R, _P, _PROPERTIES = qn("w:t"), qn("w:r"), qn("w:p"), qn("w:rPr")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_SHOWN = (qn("w:drawing"), qn("w:pict"), qn("w:object"))
_TRACKED = {qn("w:ins"), qn("w:moveTo")}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def paragraphs_of(body: Any) -> Iterator[Any]:
    """Yield the paragraphs of a body in their order, those of its tables too; no text box."""
    todo = [iter(body)]
    while todo:
        for child in todo[-1]:
            if child.tag == _P:
                yield child
            elif child.tag in _BLOCKS:
                todo.append(iter(child))
                break
        else:
            todo.pop()


@dataclass
class _Segment:
    """A run of which all has one fate: from ``start`` to ``end`` of the paragraph's text, with what goes around it."""

    start: int
    end: int
    run: Any
    node: Any = None  # the run, or the deletion around it
    before: list[Any] = field(default_factory=list)
    after: list[Any] = field(default_factory=list)


class Paragraph:
    """A paragraph and its ``text``: inserted text counts, deleted text does not."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.runs = list(_runs_in(element))
        self.text = "".join(_text(run) for run in self.runs)
        self._segments: list[_Segment] = []

    def cut(self, places: Iterable[int]) -> None:
        """Let a run end at each of these places, so that what follows can be put there. It is called once."""
        at, cuts = 0, set(places)
        for run in self.runs:
            length = len(_text(run))
            inside = sorted(cut - at for cut in cuts if at < cut < at + length)
            for start, end, part in _parted(run, length, inside):
                if end > start:
                    self._segments.append(_Segment(at + start, at + end, part, part))
            at += length

    def tracks(self, start: int, end: int) -> bool:
        """Return whether a change of these words can be told from one that is tracked already."""
        found = self._between(start, end) if end > start else self._near(start)
        return bool(found) and not any(True for one in found for _ in one.run.iterancestors(*_TRACKED))

    def change(self, start: int, end: int, words: str, first: bool, made: Any) -> None:
        """Track that ``words`` stand in place of what stands from ``start`` to ``end``; ``made`` makes the marks.

        ``first``: words that are only added stand at the beginning of what is commented, and not at its end.
        """
        gone = self._between(start, end)
        for one in gone:
            deletion = made("w:del")
            one.run.addprevious(deletion)
            deletion.append(one.run)
            for text in one.run.iterchildren(_T):
                text.tag = qn("w:delText")
            one.node = deletion
        if not words:
            self._end_goes(start, end, made)
            return
        near = gone or self._near(start)
        like = near[0] if gone or not first else near[-1]
        added = made("w:ins")
        added.append(_run(like.run, words))
        if gone:
            gone[-1].after.insert(0, added)
        elif like.start == start:
            like.before.append(added)
        else:
            like.after.insert(0, added)

    def _end_goes(self, start: int, end: int, made: Any) -> None:
        """Track that the end of the paragraph goes too, where nothing is left of it and another one follows."""
        following = self.element.getnext()
        left = (self.text[:start] + self.text[end:]).strip()
        if left or following is None or following.tag != _P or next(self.element.iter(*_SHOWN), None) is not None:
            return
        properties = self.element.get_or_add_pPr()
        of_end = properties.find(_PROPERTIES)
        if of_end is None:
            of_end = properties.makeelement(_PROPERTIES, {}, properties.nsmap)
            before = next(properties.iterchildren(qn("w:sectPr"), qn("w:pPrChange")), None)
            if before is None:
                properties.append(of_end)
            else:
                before.addprevious(of_end)
        of_end.insert(0, made("w:del"))

    def mark(self, place: int, elements: list[Any], *, opens: bool) -> None:
        """Put the beginning of a comment before the words at ``place``, or its end behind those that end there."""
        if opens:
            one = next((one for one in self._segments if one.start == place), None)
            if one is not None:
                one.before[:0] = elements
                return
        else:
            one = next((one for one in reversed(self._segments) if one.end == place), None)
            if one is not None:
                one.after += elements
                return
        self.element.extend(elements)

    def write(self) -> None:
        """Put everything into the paragraph."""
        for one in self._segments:
            for element in one.before:
                one.node.addprevious(element)
            for element in reversed(one.after):
                one.node.addnext(element)

    def _between(self, start: int, end: int) -> list[_Segment]:
        return [one for one in self._segments if start <= one.start and one.end <= end]

    def _near(self, place: int) -> list[_Segment]:
        """Return the segment that ends at a place and the one that begins there, as far as there are any."""
        return [one for one in self._segments if place in (one.end, one.start)]


def _runs_in(element: Any) -> Iterator[Any]:
    todo = [iter(element)]
    while todo:
        for child in todo[-1]:
            if child.tag == _R:
                yield child
            elif child.tag in _INSIDE:
                todo.append(iter(child))
                break
        else:
            todo.pop()


def _text(run: Any) -> str:
    return "".join(_words(child) for child in run)


def _words(child: Any) -> str:
    return (child.text or "") if child.tag == _T else _SIGNS.get(child.tag, "")


def _parted(run: Any, length: int, cuts: list[int]) -> Iterator[tuple[int, int, Any]]:
    """Yield (start, end, run) of a run that is cut at these offsets: it, and copies behind it with what follows."""
    if not cuts:
        yield 0, length, run
        return
    children = [child for child in run if child.tag != _PROPERTIES]
    for child in children:
        run.remove(child)
    part, at, started = run, 0, 0
    cuts = cuts[::-1]
    for child in children:
        words = _words(child)
        while cuts and at + len(words) > cuts[-1]:
            cut = cuts.pop()
            if cut > at:
                head = deepcopy(child)
                head.tail = None
                _write(head, words[: cut - at])
                part.append(head)
                words, at = words[cut - at :], cut
                _write(child, words)
            yield started, cut, part
            following = _empty(part)
            part.addnext(following)
            part, started = following, cut
        part.append(child)
        at += len(words)
    yield started, length, part


def _empty(run: Any) -> Any:
    made = run.makeelement(_R, {}, run.nsmap)
    properties = run.find(_PROPERTIES)
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _run(like: Any, words: str) -> Any:
    """Return a run of these words, formatted like another."""
    made = _empty(like)
    for gone in made.iterfind(f"{_PROPERTIES}/*"):
        if gone.tag in (qn("w:ins"), qn("w:del"), qn("w:rPrChange")):
            gone.getparent().remove(gone)
    text = made.makeelement(_T, {}, made.nsmap)
    made.append(text)
    _write(text, words)
    return made


def _write(text: Any, words: str) -> None:
    text.text = words
    text.set(_SPACE, "preserve")
