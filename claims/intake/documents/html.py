"""Read the blocks of an HTML page or fragment. Markup gives the kinds; scripts and styles are not words."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from claims.addresses import resolved
from claims.intake.documents.backing import Backing, begin, finish, web_address
from claims.intake.documents.markup import cleaned
from claims.intake.documents.notes import Notes, is_inline, notes_of
from claims.intake.documents.written import CELL, NOTE_OF, Piece, together
from claims.text.notes import sign, without_signs
from claims.text.numerals import listed

_UNREAD = frozenset(listed("script style template noscript head svg math object iframe select"))
_KINDS = {"blockquote": "quote", "li": "list_item", "figcaption": "caption", "caption": "caption"}
#: What stands before the words of a note where its link back was, and before that link.
_BEFORE_A_NOTE = " \t^↑↩.)]"
_TAG = re.compile(r"</?([a-zA-Z][^\s<>/]*+)[^<>]*+>")
#: Elements that close each other, and those whose insides are no markup.
_SHALLOW = frozenset(listed("html head body base meta link title script style br hr img h1 h2 h3 h4 h5 h6"))
#: Paragraphs of Word by their styles, as it copies them, and a subtitle as it is written for this reader.
_STYLES = {"standfirst": "standfirst", "MsoSubtitle": "standfirst", "MsoTitle": "headline", "MsoCaption": "caption"}
_STYLES |= {"MsoQuote": "quote", "MsoIntenseQuote": "quote"}
#: What a blank line ends, where it is written as two line ends.
_OF_ROWS = frozenset({"paragraph", "quote"})
_HEADINGS = {f"h{level}": "heading" for level in range(1, 7)}
#: What pages that say so by a role write in place of an element, as Word on the web does.
_ROLES = {"heading": "h2", "listitem": "li", "blockquote": "blockquote"}
#: The bullet that stands before an item of a list, written out, with the blanks behind it.
_BULLET = re.compile(r"[·•▪◦‣●○■□§]\s{1,9}")
_MOST_IN_A_LINK = 16  # elements


def read_html(
    page: bytes | str, backing: Backing | None = None, address: str = "", marked: bool = False
) -> list[Piece]:
    """Return (kind, words) of the blocks of a page, in order; the first <h1> is the headline if nothing is before it.

    The words of a note, and what has its mark in it, hold the sign of the note (claims/text/notes.py). Links to the
    web, and notes, go to ``backing``; links that are not complete lead on from the page's ``address``, or from what its
    <base> says. ``marked`` says that marks of backing stand in the page already. Raises ValueError where there is no
    element in the page.
    """
    root = tree_of(page)
    if not marked:
        cleaned(root)
    address = resolved(address)
    found = (resolved(href, address) for one in root.iter("base") if (href := one.get("href")))
    base = next(filter(None, found), address)
    return [*_Walk(backing or Backing(), notes_of(root), address, base).through(root, "paragraph")]


def tree_of(page: bytes | str) -> html.HtmlElement:
    """Return the root element of a page, without its comments.

    A page with more than 255 elements in each other is read without what they are, and only its lines are told apart:
    of what lies deeper the library says nothing. Raises ValueError where there is no element in the page.
    """
    root, deep = _parsed(page)
    if deep:
        text = page if isinstance(page, str) else page.decode("latin-1")
        text = _TAG.sub(_flat, text)
        root, deep = _parsed(text if isinstance(page, str) else text.encode("latin-1"))
    if deep:
        raise ValueError("too deep")
    return root


def _parsed(page: bytes | str) -> tuple[html.HtmlElement, bool]:
    """Return a page's root element, and whether it has elements that lie too deep to be read."""
    parser = html.HTMLParser(no_network=True, remove_comments=True)
    try:
        root = html.document_fromstring(page, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ValueError("no element") from error
    return root, any("xcessive depth" in one.message for one in parser.error_log)


def _flat(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    return tag[0] if name in _SHALLOW else "" if is_inline(name) else "<p>"


class _Walk:
    """Goes through the elements of a page. What stands between two block elements is one block."""

    def __init__(self, backing: Backing, found: Notes, address: str, base: str) -> None:
        self.backing = backing
        self.address = address
        self.base = base  # what links that are not complete lead on from
        self.found = found
        self.notes: dict[str, int] = {}  # the numbers, in the backing, of the notes by their labels
        self.words: list[str] = []
        self.spoken = False  # whether there is anything but blanks in them
        self.at_row = False  # whether nothing stands behind a line end in them
        self.number = ""  # of the list item whose words come next
        self.row = 0
        self.any = False

    def through(self, element: html.HtmlElement, kind: str) -> Iterator[Piece]:
        self._say(element.text or "")
        numbers = _numbers(element)
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            look = "".join((child.get("style") or "").split()).lower() if name else ""
            if "mso-list:ignore" in look:  # Word's bullet or number, written out before the words
                self.number = _number_of(child)
            elif "display:none" in look:
                pass
            elif child in self.found.marks:
                for label in self.found.marks[child]:
                    self._mark(label)
            elif child in self.found.back:
                pass
            elif name == "a" and (address := self._address(child.get("href") or "")):
                link = self.backing.add("link", address=address)
                if (picture := _only_picture(child)) is not None:
                    yield from self._picture(picture, begin(link), finish(link))
                else:
                    self._say(begin(link))
                    yield from self.through(child, kind)
                    self._say(finish(link))
            elif name and is_inline(name):
                yield from self.through(child, kind)
            elif name in ("br", "hr"):
                if kind in _OF_ROWS and self.spoken and self.at_row:  # a second one in a row: a blank line
                    yield from self._ended(kind)
                self._say("\n")
                self.at_row = True
            elif name == "img":
                yield from self._picture(child)
            elif name and name not in _UNREAD:
                yield from self._ended(kind)
                if name == "tr":
                    self.row += 1
                if name == "li":
                    self.number = next(numbers, "")
                called = child.get("class") or ""
                inner = (
                    "list_item"
                    if name == "p" and ("mso-list:" in look or called.startswith("MsoListParagraph"))
                    else self._kind(_role(child) or name, kind, called)
                )
                if label := self.found.bodies.get(child):
                    yield from self._note(label, child)
                else:
                    yield from self.through(child, inner)
                    yield from self._ended(inner)
            self._say(child.tail or "")
        if element.tag in ("html", "body"):
            yield from self._ended(kind)

    def _say(self, words: str) -> None:
        self.words.append(words)
        if words.strip():
            self.spoken, self.at_row = True, False

    def _address(self, href: str) -> str:
        """Return the address of the web that a link leads to; "" for one that stays in the page, and any other."""
        whole = web_address(href, self.base) if href.strip() else ""
        inside = href.strip().startswith("#") or whole.partition("#")[0] == self.address.partition("#")[0]
        return "" if inside else whole

    def _mark(self, label: str) -> None:
        """The mark of a note stands here. It is backing of what it follows, once."""
        if label not in self.notes:
            self.notes[label] = self.backing.add(self.found.kinds[label])
            self._say(finish(self.notes[label]))
        self._say(sign(label))

    def _note(self, label: str, element: html.HtmlElement) -> Iterator[Piece]:
        """A note is one block, whatever its words are set in."""
        first, block = len(self.backing.pieces), self.backing.block
        self.number = ""
        found = [*self.through(element, "paragraph"), *self._ended("paragraph")]
        words = " ".join(words for _, words in found).lstrip(_BEFORE_A_NOTE)
        self.backing.block = min(block + 1, self.backing.block)
        link = next((piece["address"] for piece in self.backing.pieces[first:]), "")
        if label in self.notes:
            self.backing.says(self.notes[label], without_signs(words), address=link)
        if words:
            yield f"{NOTE_OF}{label}", words

    def _kind(self, name: str, around: str, called: str = "") -> str:
        if name in ("td", "th"):
            return f"{CELL}{self.row}"
        if name == "h1" and not self.any:
            return "headline"
        if name == "p" and called in _STYLES:
            kind = _STYLES[called]
            return "heading" if kind == "headline" and self.any else kind
        if name in ("ul", "ol", "table", "tbody", "thead", "tfoot", "tr"):
            return "paragraph"
        # A paragraph in a quotation or in a cell belongs to it.
        return _HEADINGS.get(name) or _KINDS.get(name) or around

    def _ended(self, kind: str) -> Iterator[Piece]:
        words = together(self.backing.taken("".join(self.words)))
        self.words, self.spoken, self.at_row = [], False, False
        if kind == "list_item" and (bullet := _BULLET.match(words)):
            words = words[bullet.end() :]
        if words:
            self.any = True
            yield kind, (self.number if kind == "list_item" else "") + words
            self.number = ""

    def _picture(self, image: html.HtmlElement, begins: str = "", ends: str = "") -> Iterator[Piece]:
        """A picture that has a text in its place is a block, unless it stands within words. Marks may be around it."""
        if alt := together(image.get("alt") or ""):
            if self.spoken:
                self._say(f" {begins}{alt}{ends} ")
            else:
                yield "picture", together(self.backing.taken(f"{begins}{alt}{ends}"))


def _role(element: html.HtmlElement) -> str:
    """Return the element that a role stands for; "" for none that is known."""
    name = _ROLES.get(element.get("role") or "", "")
    return "h1" if name == "h2" and element.get("aria-level") == "1" else name


def _only_picture(link: html.HtmlElement) -> html.HtmlElement | None:
    """Return the picture that is all that a link has in it; None where it has anything else."""
    inside = [*islice(link.iter(), _MOST_IN_A_LINK)]
    if len(inside) == _MOST_IN_A_LINK or (link.text or "").strip():
        return None
    if any((one.text or "").strip() or (one.tail or "").strip() for one in inside[1:]):
        return None
    pictures = [one for one in inside if one.tag == "img"]
    return pictures[0] if len(pictures) == 1 else None


def _numbers(element: html.HtmlElement) -> Iterator[str]:
    """Return what stands before the items of a numbered list: "1. ", "2. "."""
    if element.tag == "ol":
        start = element.get("start") or "1"
        at = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
        for number in range(at, at + len(element)):
            yield f"{number}. "


def _number_of(mark: html.HtmlElement) -> str:
    """Return "2. " for Word's mark of a numbered item; "" for a bullet."""
    number = mark.text_content().strip()
    return f"{number[:-1]}. " if number[:-1].isascii() and number[:-1].isdigit() and number[-1] in ".)" else ""
