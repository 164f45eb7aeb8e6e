"""Find the notes of an HTML page: a mark that leads to the note, and the note that leads back to its mark.

Word, Google Docs, LibreOffice, Pandoc, WordPress and MediaWiki name them in their own ways; all of them have these two
links.
"""

import re
from collections import Counter
from collections.abc import Collection, Container, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any
from urllib.parse import unquote

from lxml import etree

from claims.text.notes import LONGEST_MARK
from claims.text.numerals import listed

#: What the mark of a note looks like: 1, [12], iv (up to 89), *, a.
_ROMANS = r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_MARK = rf"(?:\d{{1,4}}|{_ROMANS}|[a-z]|[*†‡§¶#]{{1,4}})"
_IS_MARK = re.compile(rf"[\[(]?({_MARK})[\])]?[.:]?", re.IGNORECASE)
_ONLY_MARKS = re.compile(r"[\s\[\](),;\d*†‡§¶#]+")
_BRACKETS = re.compile(r"[\s\[\]()^↑↩︎]*")
#: What the elements are called that hold one note, or several; and what a mark, or the link in it, is called.
_NAMED = re.compile(r"foot-?note|end-?note|ftn|edn", re.IGNORECASE)
_CALLED = re.compile(r"foot-?note|end-?note|ftn|edn|cite|noteref|\bfn|\ben\d|\bnote|\bref", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align:(?:super|text-top)")
_AT_THE_END = re.compile(r"end-?note|edn", re.IGNORECASE)
INLINE = frozenset(
    listed("a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby rt s samp small")
) | frozenset(listed("span strike strong sub sup time tt u var wbr nobr blink"))
_LONGEST = 16  # characters of a mark
#: What is looked at: texts in an element, elements up from one, elements in a mark, and those in a note.
_MOST_TEXTS, _MOST_UP, _MOST_IN, _MOST_BACK = 40, 8, 16, 2_000
_MOST_AROUND = 64  # blocks around a note
_BODIES = frozenset({"li", "p", "div", "dd", "td", "aside"})
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FEW = 5  # words
_ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl"}
_ROMAN |= {10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}


@dataclass(slots=True)
class Notes:
    """``marks`` are {element: labels of the notes that it is the mark of}, ``bodies`` {element with a note: its label}.

    ``kinds`` says of a label whether its note is a footnote or an endnote; ``back`` are the elements that lead back.
    """

    marks: dict[Any, list[str]] = field(default_factory=dict)
    bodies: dict[Any, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    back: set[Any] = field(default_factory=set)


def is_inline(name: str) -> bool:
    """Return whether an element stands within a line. So does one that HTML does not know: <o:p>, <st1:place>."""
    return name in INLINE or ":" in name or "-" in name


def notes_of(root: Any) -> Notes:
    """Return the notes of a page. The time grows with the page.

    A list of contents leads to and fro, too: its marks stand before or without words, and what they lead to has heads
    in it, or leads back to one place for all.
    """
    found = Notes()
    named, order = _names(root)
    leads: dict[Any, list[Any]] = {}  # the element that links lead to, and those links
    for link in root.iter("a"):
        target = named.get(_inner(link))
        if target is not None and order[target] > order[link] and _IS_MARK.fullmatch(_text(link)):
            leads.setdefault(target, []).append(link)
    holds: dict[Any, Any] = {target: _body(target) for target in leads}
    begun = Counter(body for body in holds.values() if body is not None)
    counted = {"footnote": 0, "endnote": 0}
    back_from = {body: _back(body, named) for body, targets in begun.items() if targets == 1}
    shared = Counter(place for back in back_from.values() for place in set(back.values()))
    for target, links in leads.items():
        body = holds[target]
        if body not in back_from or _is_around(found.bodies, body):
            continue
        marks = [link for link in links if _is_raised(link) or _follows_words(link)]
        places = {place: shared[place] for link in marks for place in _around(link)}
        back = [one for one, place in back_from[body].items() if place in places]
        own = any(shared[back_from[body][one]] == 1 for one in back) or any(map(_is_raised, marks))
        if not back or not own or any(_is_around({body}, link) for link in links):
            continue
        name = (target.get("id") or target.get("name") or "").lower()
        kind = "endnote" if _AT_THE_END.search(name) else "footnote"
        counted[kind] += 1
        label = _label(marks[0], name, counted[kind], found.kinds)
        found.bodies[body], found.kinds[label] = label, kind
        found.back.update(_widest(one, _BRACKETS) for one in back)
        for link in marks:
            found.marks.setdefault(_sign(link), []).append(label)
    return found


def _names(root: Any) -> tuple[dict[str, Any], dict[Any, int]]:
    """Return {name: the element that has it}, and {element: its number in the page} of these and of the links."""
    named: dict[str, Any] = {}
    order: dict[Any, int] = {}
    for at, element in enumerate(root.iter()):
        if not isinstance(element.tag, str):
            continue
        names = [*filter(None, (element.get("id"), element.get("name") if element.tag == "a" else None))]
        for name in names:
            named.setdefault(name, element)
        if names or element.tag == "a":
            order[element] = at
    return named, order


def _inner(link: Any) -> str:
    """Return the place in the page that a link leads to; a browser's clipboard has the page's address before it."""
    return unquote((link.get("href") or "").partition("#")[2])


def _text(element: Any) -> str:
    """The words of an element, if they are few."""
    words = ""
    for event, one in islice(etree.iterwalk(element, events=("start", "end")), _MOST_TEXTS):
        words += (one.text or "") if event == "start" else (one.tail or "") if one is not element else ""
        if len(words) > 4 * _LONGEST:
            return words
    return words.strip()


def _ups(element: Any) -> Iterator[Any]:
    """The inline elements around one, from the inside."""
    return takewhile(
        lambda up: isinstance(up.tag, str) and is_inline(up.tag), islice(element.iterancestors(), _MOST_UP)
    )


def _is_around(some: Collection[Any], element: Any) -> bool:
    """Return whether an element stands in one of some others."""
    return any(up in some for up in islice(element.iterancestors(), _MOST_AROUND))


def _around(link: Any) -> Iterator[Any]:
    """The elements that a note may lead back to: its mark, what is in it, and the inline elements around it."""
    yield from islice(link.iter(), _MOST_IN)
    yield from _ups(link)


def _is_raised(link: Any) -> bool:
    """Return whether a link looks like the mark of a note: raised, or called so."""
    inside = (one for one in islice(link.iter(), _MOST_IN) if isinstance(one.tag, str))
    for one in (*inside, *_ups(link)):
        style = "".join((one.get("style") or "")[:_MOST_BACK].split()).lower()
        called = " ".join((one.get(name) or "")[:_MOST_AROUND] for name in ("class", "id", "name", "role", "epub:type"))
        if one.tag == "sup" or _RAISED.search(style) or "mso-footnote" in style or _CALLED.search(called):
            return True
    return False


def _follows_words(link: Any) -> bool:
    """Return whether a link follows words in its block: close behind one, behind several, or in square brackets."""
    outer: Any = link
    before = ""
    for _ in range(_MOST_UP):
        for one in islice(outer.itersiblings(preceding=True), _MOST_UP):
            before = _text(one) + (one.tail or "")[-_MOST_BACK:] + before
            if isinstance(one.tag, str) and not is_inline(one.tag):
                return _are_words(before, _text(link))
        up = outer.getparent()
        if up is None:
            break
        before = (up.text or "")[-_MOST_BACK:] + before
        if not isinstance(up.tag, str) or not is_inline(up.tag):
            break
        outer = up
    return _are_words(before, _text(link))


def _are_words(before: str, mark: str) -> bool:
    words = [word for word in before.split() if any(map(str.isalpha, word)) and not _IS_MARK.fullmatch(word)]
    return bool(words) and (not before[-1].isspace() or len(words) >= _FEW or mark.startswith("["))


def _body(target: Any) -> Any:
    """Return the element that holds the note which begins at ``target``; None where there is none of its own."""
    element = target
    for _ in range(_MOST_UP):
        if element is not None and isinstance(element.tag, str) and is_inline(element.tag):
            element = element.getparent()
    for _ in range(_MOST_UP):
        up = element.getparent() if element is not None else None
        if up is None or up[0] is not element:
            break
        called = f"{up.get('id') or ''} {up.get('class') or ''} {up.get('style') or ''}"[:_MOST_BACK]
        one = up.tag == "li" or (up.tag == "div" and _NAMED.search(called) and "list" not in called)
        if not one:
            break
        element = up
    return element if element is not None and element.tag in _BODIES else None


def _back(body: Any, named: dict[str, Any]) -> dict[Any, Any]:
    """Return {link: where it leads in the page} of the links in a note; none where there are heads: a section."""
    inside = [*islice(body.iter(), _MOST_BACK)]
    if any(one.tag in _HEADS for one in inside):
        return {}
    found = ((one, named.get(_inner(one))) for one in inside if one.tag == "a")
    return {one: place for one, place in found if place is not None}


def _widest(element: Any, beside: re.Pattern[str]) -> Any:
    """Return the outermost inline element that has no words but those of ``element``, and what is ``beside`` them."""
    own = _text(element)
    for up in _ups(element):
        before, found, behind = _text(up).partition(own)
        if own and not (found and beside.fullmatch(before) and beside.fullmatch(behind)):
            break
        element = up
    return element


def _sign(link: Any) -> Any:
    """Return the element that is the whole mark: with its brackets, and with the marks beside it."""
    element = _widest(link, _BRACKETS)
    for up in _ups(element):
        if not _ONLY_MARKS.fullmatch(_text(up)):
            break
        element = up
    return element


def _label(link: Any, name: str, number: int, taken: dict[str, str]) -> str:
    """Return what a note is called in the text: its mark, once. mammoth numbers footnotes and endnotes in one row."""
    if name.startswith("footnote-"):
        label = str(number)
    elif name.startswith("endnote-"):
        label = roman(number)
    else:
        found = _IS_MARK.fullmatch(_text(link))
        label = (found[1] if found else str(number))[:LONGEST_MARK]
    return once(label, taken)


def once(label: str, taken: Container[str]) -> str:
    """Return a label that is none of those that are taken: 1, then 1-2, 1-3."""
    label = label[:LONGEST_MARK]
    if label not in taken:
        return label
    first, taken_at, free = label[: LONGEST_MARK - 6], 1, 2
    while f"{first}-{free}" in taken:
        taken_at, free = free, 2 * free
    while free - taken_at > 1:
        between = (taken_at + free) // 2
        if f"{first}-{between}" in taken:
            taken_at = between
        else:
            free = between
    return f"{first}-{free}"


def roman(number: int) -> str:
    """Return a number in small Roman letters, as Word and LibreOffice number endnotes."""
    found = ""
    for value, letters in _ROMAN.items():
        found += letters * (number // value)
        number %= value
    return found
