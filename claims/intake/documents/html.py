"""Read the blocks of an HTML page or fragment. Markup gives the kinds; scripts and styles are not words."""

from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

from claims.intake.documents.backing import Backing, begin, finish, web_address
from claims.intake.documents.markup import cleaned
from claims.intake.documents.notes import INLINE, Notes, notes_of
from claims.intake.documents.written import CELL, NOTE_OF, Piece, together
from claims.text.normalise import normalise
from claims.text.notes import sign, without_signs
from claims.text.numerals import listed

_UNREAD = frozenset(listed("script style template noscript head svg math object iframe select"))
_KINDS = {"blockquote": "quote", "li": "list_item", "figcaption": "caption", "caption": "caption"}
#: What stands before the words of a note where its link back was, and before that link.
_BEFORE_A_NOTE = " \t^↑↩.)]"
_HEADINGS = {f"h{level}": "heading" for level in range(1, 7)}


def read_html(
    page: bytes | str, backing: Backing | None = None, address: str = "", marked: bool = False
) -> list[Piece]:
    """Return (kind, words) of the blocks of a page, in order; the first <h1> is the headline if nothing is before it.

    The words of a note, and what has its mark in it, hold the sign of the note (claims/text/notes.py). Links to the
    web, and notes, go to ``backing``; links that are not complete lead on from the page's ``address``, or from what its
    <base> says. ``marked`` says that marks of backing stand in the page already. Raises ValueError where there is no
    element in the page.
    """
    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.LxmlError, ValueError) as error:
        raise ValueError("no element") from error
    if not marked:
        cleaned(root)
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), "")
    base = _joined(address, base) or address
    return [*_Walk(backing or Backing(), notes_of(root), base).through(root, "paragraph")]


class _Walk:
    """Goes through the elements of a page. What stands between two block elements is one block."""

    def __init__(self, backing: Backing, found: Notes, base: str) -> None:
        self.backing = backing
        self.base = base  # what links that are not complete lead on from
        self.found = found
        self.notes: dict[str, int] = {}  # the numbers, in the backing, of the notes by their labels
        self.words: list[str] = []
        self.number = ""  # of the list item whose words come next
        self.row = 0
        self.any = False

    def through(self, element: html.HtmlElement, kind: str) -> Iterator[Piece]:
        self.words.append(element.text or "")
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
                self.words.append(begin(link))
                yield from self.through(child, kind)
                self.words.append(finish(link))
            elif name in INLINE:
                yield from self.through(child, kind)
            elif name in ("br", "hr"):
                self.words.append("\n")
            elif name == "img":
                yield from self._picture(child, kind)
            elif name and name not in _UNREAD and name not in INLINE:
                yield from self._ended(kind)
                if name == "tr":
                    self.row += 1
                if name == "li":
                    self.number = next(numbers, "")
                inner = (
                    "list_item"
                    if name == "p" and "mso-list:" in look
                    else self._kind(name, kind, child.get("class") or "")
                )
                if label := self.found.bodies.get(child):
                    yield from self._note(label, child)
                else:
                    yield from self.through(child, inner)
                    yield from self._ended(inner)
            self.words.append(child.tail or "")
        if element.tag in ("html", "body"):
            yield from self._ended(kind)

    def _address(self, href: str) -> str:
        """Return the address of the web that a link leads to; "" for one that stays in the page, and any other."""
        whole = _joined(self.base, href) if href.strip() else ""
        inside = href.strip().startswith("#") or whole.partition("#")[0] == self.base.partition("#")[0]
        return "" if inside else web_address(whole)

    def _mark(self, label: str) -> None:
        """The mark of a note stands here. It is backing of what it follows, once."""
        if label not in self.notes:
            self.notes[label] = self.backing.add(self.found.kinds[label])
            self.words.append(finish(self.notes[label]))
        self.words.append(sign(label))

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
        if name == "p" and called == "standfirst":  # so a subtitle of Word is written here
            return "standfirst"
        if name in ("ul", "ol", "table", "tbody", "thead", "tfoot", "tr"):
            return "paragraph"
        # A paragraph in a quotation or in a cell belongs to it.
        return _HEADINGS.get(name) or _KINDS.get(name) or around

    def _ended(self, kind: str) -> Iterator[Piece]:
        words = together(self.backing.taken("".join(self.words)))
        self.words = []
        if words:
            self.any = True
            yield kind, (self.number if kind == "list_item" else "") + words
            self.number = ""

    def _picture(self, image: html.HtmlElement, kind: str) -> Iterator[Piece]:
        """A picture that has a text in its place is a block, unless it stands within words."""
        if alt := together(image.get("alt") or ""):
            before = "".join(self.words).strip()
            if before:
                self.words.append(f" {alt} ")
            else:
                yield "picture", alt


def _joined(base: str, href: str) -> str:
    """Return where a link leads from a page at the address ``base``; without an address, only where it is complete."""
    try:
        return urljoin(base, normalise(href).strip()) if base else href
    except ValueError:  # brackets that hold no address
        return ""


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
