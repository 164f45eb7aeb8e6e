"""Find the notes of an HTML page: a mark that leads to the note, and the note that leads back to its mark.

Word, Google Docs, LibreOffice, Pandoc, WordPress and MediaWiki name them in their own ways; all of them have these two
links.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import unquote

from claims.text.notes import LONGEST_MARK
from claims.text.numerals import listed

#: What the mark of a note looks like: 1, [12], iv, *, a.
_MARK = r"(?:\d{1,4}|[ivxlcdm]{1,8}|[a-z]|[*†‡§¶#]{1,4})"
_IS_MARK = re.compile(rf"[\[(]?({_MARK})[\])]?[.:]?", re.IGNORECASE)
_ONLY_MARKS = re.compile(r"[\s\[\](),;\d*†‡§¶#]+")
_BRACKETS = re.compile(r"[\s\[\]()^↑↩︎]*")
#: What the elements are called that hold one note, or several.
_NAMED = re.compile(r"foot-?note|end-?note|ftn|edn", re.IGNORECASE)
_AT_THE_END = re.compile(r"end-?note|edn", re.IGNORECASE)
INLINE = frozenset(
    listed("a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby rt s samp small")
) | frozenset(listed("span strike strong sub sup time tt u var wbr"))
_LONGEST, _MOST_BACK = 16, 200  # characters of a mark; links of a note that are looked at
_BODIES = frozenset({"li", "p", "div", "dd", "td", "aside"})
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


def notes_of(root: Any) -> Notes:
    """Return the notes of a page. The time grows with the page."""
    found = Notes()
    named, order = _names(root)
    leads: dict[Any, list[Any]] = {}  # the element that links lead to, and those links
    for link in root.iter("a"):
        target = named.get(_inner(link))
        if target is not None and order[target] > order[link] and _IS_MARK.fullmatch(_text(link)):
            leads.setdefault(target, []).append(link)
    bodies: dict[Any, list[Any]] = {}
    for target in leads:
        if (body := _body(target)) is not None:
            bodies.setdefault(body, []).append(target)
    counted = {"footnote": 0, "endnote": 0}
    for target, links in leads.items():
        body = _body(target)
        if body is None or bodies[body] != [target] or any(up in found.bodies for up in body.iterancestors()):
            continue
        places = {place for link in links for place in _around(link)}
        back = [one for one in islice(body.iter("a"), _MOST_BACK) if named.get(_inner(one)) in places]
        if not back or any(body is up for link in links for up in link.iterancestors()):
            continue
        name = (target.get("id") or target.get("name") or "").lower()
        kind = "endnote" if _AT_THE_END.search(name) else "footnote"
        counted[kind] += 1
        label = _label(links[0], name, counted[kind], found.kinds)
        found.bodies[body], found.kinds[label] = label, kind
        found.back.update(_widest(one, _BRACKETS) for one in back)
        for link in links:
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
    href = link.get("href") or ""
    return unquote(href[1:]) if href.startswith("#") else ""


def _text(element: Any) -> str:
    """The words of an element, if they are few."""
    words = ""
    for part in element.itertext():
        words += part
        if len(words) > 4 * _LONGEST:
            return words
    return words.strip()


def _around(link: Any) -> Iterator[Any]:
    """The elements that a note may lead back to: its mark, what is in it, and the inline elements around it."""
    yield from islice(link.iter(), _MOST_BACK)
    for up in link.iterancestors():
        if up.tag not in INLINE:
            return
        yield up


def _body(target: Any) -> Any:
    """Return the element that holds the note which begins at ``target``; None where there is none of its own."""
    element = target
    while element is not None and element.tag in INLINE:
        element = element.getparent()
    while element is not None and (up := element.getparent()) is not None and up[0] is element:
        called = f"{up.get('id') or ''} {up.get('class') or ''} {up.get('style') or ''}"
        one = up.tag == "li" or (up.tag == "div" and _NAMED.search(called) and "list" not in called)
        if not one:
            break
        element = up
    return element if element is not None and element.tag in _BODIES else None


def _widest(element: Any, beside: re.Pattern[str]) -> Any:
    """Return the outermost inline element that has no words but those of ``element``, and what is ``beside`` them."""
    own = _text(element)
    while (up := element.getparent()) is not None and up.tag in INLINE:
        before, found, behind = _text(up).partition(own)
        if own and not (found and beside.fullmatch(before) and beside.fullmatch(behind)):
            break
        element = up
    return element


def _sign(link: Any) -> Any:
    """Return the element that is the whole mark: with its brackets, and with the marks beside it."""
    element = _widest(link, _BRACKETS)
    up = element.getparent()
    while up is not None and up.tag in INLINE and _ONLY_MARKS.fullmatch(_text(up)):
        element, up = up, up.getparent()
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


def once(label: str, taken: Any) -> str:
    """Return a label that is none of those that are taken: 1, then 1-2, 1-3."""
    label, first, at = label[:LONGEST_MARK], label[: LONGEST_MARK - 6], 1
    while label in taken:
        at += 1
        label = f"{first}-{at}"
    return label


def roman(number: int) -> str:
    """Return a number in small Roman letters, as Word and LibreOffice number endnotes."""
    found = ""
    for value, letters in _ROMAN.items():
        found += letters * (number // value)
        number %= value
    return found
