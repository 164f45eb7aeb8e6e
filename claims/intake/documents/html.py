"""Read the blocks of an HTML page or fragment. Markup gives the kinds; scripts and styles are not words."""

from collections.abc import Iterator

from lxml import etree, html

from claims.intake.documents.backing import Backing, begin, finish, web_address
from claims.intake.documents.written import CELL, Piece, together
from claims.text.numerals import listed

_UNREAD = frozenset(listed("script style template noscript head svg math object iframe select"))
_INLINE = frozenset(
    listed("a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby rt s samp small")
) | frozenset(listed("span strike strong sub sup time tt u var wbr"))
_KINDS = {"blockquote": "quote", "li": "list_item"}
_HEADINGS = {f"h{level}": "heading" for level in range(1, 7)}


def read_html(page: bytes | str, backing: Backing | None = None) -> list[Piece]:
    """Return (kind, words) of the blocks of a page, in order; the first <h1> is the headline if nothing is before it.

    Links to the web, and notes as mammoth writes them, go to ``backing``. Raises ValueError where there is no element
    in the page.
    """
    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.LxmlError, ValueError) as error:
        raise ValueError("no element") from error
    return [*_Walk(backing or Backing()).through(root, "paragraph")]


class _Walk:
    """Goes through the elements of a page. What stands between two block elements is one block."""

    def __init__(self, backing: Backing) -> None:
        self.backing = backing
        self.notes: dict[str, int] = {}  # the numbers, in the backing, of the notes whose words come later
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
            elif name in _INLINE and (note := _mark_of_note(child)):
                self._note(note)
            elif name == "a" and (address := web_address(child.get("href") or "")):
                link = self.backing.add("link", address=address)
                self.words.append(begin(link))
                yield from self.through(child, kind)
                self.words.append(finish(link))
            elif name in _INLINE:
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
                note = self.notes.get(child.get("id") or "") if name == "li" else None
                if note is None:
                    yield from self.through(child, inner)
                    yield from self._ended(inner)
                else:
                    yield from self._words_of_note(note, child, inner)
            self.words.append(child.tail or "")
        if element.tag in ("html", "body"):
            yield from self._ended(kind)

    def _note(self, note: str) -> None:
        """The mark of a footnote or endnote stands here; the mark at the note itself leads back, and is none."""
        if "-ref-" not in note:
            self.notes[note] = self.backing.add(note.partition("-")[0])
            self.words.append(finish(self.notes[note]))

    def _words_of_note(self, note: int, element: html.HtmlElement, kind: str) -> Iterator[Piece]:
        first, number = len(self.backing.pieces), self.number
        found = [*self.through(element, kind), *self._ended(kind)]
        link = next((piece["address"] for piece in self.backing.pieces[first:]), "")
        self.backing.says(note, " ".join(words.removeprefix(number) for _, words in found), address=link)
        yield from found

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


def _mark_of_note(element: html.HtmlElement) -> str:
    """Return the id of the note whose mark this is, such as footnote-1; that of its place for the way back to it."""
    links = element if element.tag == "a" else element.find("a") if element.tag == "sup" else None
    where = links.get("href", "") if links is not None else ""
    return where[1:] if where.startswith(("#footnote-", "#endnote-")) else ""
