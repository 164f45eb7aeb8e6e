"""Read the blocks of an HTML page or fragment. Markup gives the kinds; scripts and styles are not words."""

from collections.abc import Iterator

from lxml import etree, html

from claims.intake.documents.written import CELL, Piece, together
from claims.text.numerals import listed

_UNREAD = frozenset(listed("script style template noscript head svg math object iframe select"))
_INLINE = frozenset(
    listed("a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby rt s samp small")
) | frozenset(listed("span strike strong sub sup time tt u var wbr"))
_KINDS = {"blockquote": "quote", "li": "list_item"}
_HEADINGS = {f"h{level}": "heading" for level in range(1, 7)}


def read_html(page: bytes | str) -> list[Piece]:
    """Return (kind, words) of the blocks of a page, in order; the first <h1> is the headline if nothing is before it.

    Raises ValueError where there is no element in it.
    """
    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.LxmlError, ValueError) as error:
        raise ValueError("no element") from error
    return [*_Walk().through(root, "paragraph")]


class _Walk:
    """Goes through the elements of a page. What stands between two block elements is one block."""

    def __init__(self) -> None:
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
            elif name in _INLINE and not _is_mark_of_note(child):
                yield from self.through(child, kind)
            elif name in ("br", "hr"):
                self.words.append("\n")
            elif name == "img":
                yield from self._picture(child, kind)
            elif name and name not in _UNREAD and name not in _INLINE:
                yield from self._ended(kind)
                if name == "tr":
                    self.row += 1
                if name == "li":
                    self.number = next(numbers, "")
                inner = "list_item" if name == "p" and "mso-list:" in look else self._kind(name, kind)
                yield from self.through(child, inner)
                yield from self._ended(inner)
            self.words.append(child.tail or "")
        if element.tag in ("html", "body"):
            yield from self._ended(kind)

    def _kind(self, name: str, around: str) -> str:
        if name in ("td", "th"):
            return f"{CELL}{self.row}"
        if name == "h1" and not self.any:
            return "headline"
        if name in ("ul", "ol", "table", "tbody", "thead", "tfoot", "tr"):
            return "paragraph"
        # A paragraph in a quotation or in a cell belongs to it.
        return _HEADINGS.get(name) or _KINDS.get(name) or around

    def _ended(self, kind: str) -> Iterator[Piece]:
        words = together("".join(self.words))
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


def _is_mark_of_note(element: html.HtmlElement) -> bool:
    """Return whether an element is the mark of a footnote, or leads back from the note to its mark."""
    links = element if element.tag == "a" else element.find("a") if element.tag == "sup" else None
    where = links.get("href", "") if links is not None else ""
    return where.startswith(("#footnote-", "#endnote-"))
