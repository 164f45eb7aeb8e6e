"""Find the article in a web page: which of the page's blocks belong to it, and what the page says about it.

trafilatura decides what is article; the blocks themselves are ours (`read_html`), so that a page has the same kinds of
blocks as every other document, and nothing of it is lost: what is not article is proposed as left out.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document
from trafilatura.utils import decode_file

from claims.intake.documents.backing import Backing, web_address
from claims.intake.documents.html import read_html, tree_of
from claims.intake.documents.written import NOTE_OF, Piece, outside, together
from claims.text.normalise import normalise
from claims.text.notes import signs_in, without_signs
from claims.text.words import each_word

_RUN = 4  # words; what two texts have in common is counted in runs of them
_MOSTLY = 0.6  # of the runs of a block must be in what trafilatura took for the article
_ENOUGH = 0.5  # of an article that the page gives as data, beside what trafilatura found, to be believed
_MOST = 400_000  # characters of a page's blocks; trafilatura takes seconds for so much
_FEW_WORDS = 25  # an article has more
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_TYPES_END = ("Article", "BlogPosting", "Report", "Review")  # how the types of articles end (schema.org)
_MOST_DATA = 200  # objects of a page's data that are looked at
_HEADS = frozenset({"headline", "heading"})
_COMES_AGAIN = frozenset({"headline", "heading", "picture", "caption", "paragraph"})
_LABELS = frozenset({"heading", "list_item", "picture"})
_SHORTEST_TITLE = 3  # words
_SENTENCE = 5  # words, and a mark behind them
#: What the boxes are called in which pages have comments, notices and forms, beside those that trafilatura knows.
_BOXES = ("cookie", "comment_list", "comment-list", "comments-list", "comentarios", "commentaires", "subscribe-form")
_NAMED = f"translate(concat(@id, ' ', @class), '{ascii_uppercase}', '{ascii_lowercase}')"
_NOT_ARTICLE = [
    f"//*[self::div or self::section or self::aside or self::ul or self::form][contains({_NAMED}, '{box}')][not(.//h1)]"
    for box in _BOXES
]
_LOOKS, _LOOK = frozenset({"style", "lang", "dir"}), "look"
_AROUND = "not part of the article"  # but of the page that it is on
_SAID = ("headline", "authors", "outlet", "published", "language", "address", "behind_pay", "trouble")
_MOST_AUTHORS = 20
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_LEAD_WORDS = 10
_HEAD = 6  # blocks below the headline in which the standfirst is
_STOPS = tuple('.!?…:;。！？।։؟"”»’)')


@dataclass(slots=True)
class Page:
    """A web page, read. ``kept`` has for each piece whether it belongs to the article.

    ``published`` is ISO 8601, a day or a moment, "" if unknown; ``language`` a code; ``address`` what the page calls
    its own address. ``trouble`` is "", "script_only" or "no_article"; ``behind_pay`` says that the page names itself
    not free to read.
    """

    pieces: list[Piece]
    kept: list[bool]
    headline: str = ""
    authors: list[str] = field(default_factory=list)
    outlet: str = ""
    published: str = ""
    language: str = ""
    address: str = ""
    behind_pay: bool = False
    trouble: str = ""


def read_page(raw: bytes, charset: str = "", backing: Backing | None = None, address: str = "") -> Page:
    """Return a page with its article found. ``charset`` is what the site said of it, "" if nothing.

    ``address`` is where it was fetched, "" if it was not.

    The links in the article, and no others, go to ``backing``.

    A page of very much text is not searched: all of it is kept. Raises ValueError where there is no element in it.
    """
    text = _decoded(raw, charset)
    backing = backing or Backing()
    pieces = read_html(text, backing, address)
    if sum(len(words) for _, words in pieces) > _MOST:
        return Page(pieces, [True] * len(pieces))
    root = tree_of(text)
    found = trafilatura.bare_extraction(
        _without_spans(root), include_comments=False, with_metadata=True, prune_xpath=_NOT_ARTICLE
    )
    said = found if isinstance(found, Document) else Document()
    data = [one for one in _data(root) if _type(one).endswith(_TYPES_END)]
    page = Page(pieces, _kept(pieces, said, data))
    _read_head(page, said, root, data)
    text = [words for (kind, words), keep in zip(pieces, page.kept, strict=True) if keep and kind not in _LABELS]
    if sum(map(_count, text)) < _FEW_WORDS:
        scripted = root.find(".//script") is not None and sum(_count(words) for _, words in pieces) < 4 * _FEW_WORDS
        page.trouble = "script_only" if scripted else "no_article"
        return page
    blocks = [keep for (kind, _), keep in zip(pieces, page.kept, strict=True) if kind != "picture"]
    backing.pieces = [one for one in backing.pieces if one["block"] >= len(blocks) or blocks[one["block"]]]
    return page


def beside(page: Page) -> dict[str, Any]:
    """Return what a page says beside its text, as `propose` takes it: the page's own fields, and ``outside``.

    ``outside`` has the blocks that do not belong to the article (`outside` in written.py). Nothing is outside where no
    article was found.
    """
    pairs = [*zip(page.pieces, page.kept, strict=True)] if not page.trouble else []
    inside = {words for (_, words), keep in pairs if keep}
    said = {name: _seen(getattr(page, name)) for name in _SAID}
    others = {words for (_, words), keep in pairs if not keep} - inside
    return said | {"outside": outside(others, _AROUND)}


def _seen(said: Any) -> Any:
    """Return what a page says, without characters that no reader sees: its data may hold any, also half of one."""
    if isinstance(said, list):
        return [*filter(None, map(_seen, said))]
    return normalise(said) if isinstance(said, str) else said


def _decoded(raw: bytes, charset: str) -> str:
    text = _as_said(raw, charset) if charset else None
    return _DECLARATION.sub("", decode_file(raw) if text is None else text, count=1)


def _as_said(raw: bytes, charset: str) -> str | None:
    """Return a page in the encoding that its site named; None where it is none, or the page is in another one."""
    try:
        text = raw.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return None
    without_markup = "<" not in text and b"<" in raw
    return None if without_markup or (_is_utf_8(raw) and raw.decode() != text) else text


def _is_utf_8(raw: bytes) -> bool:
    """Return whether bytes beyond ASCII are UTF-8, which those of other encodings next to never are."""
    try:
        return not raw.isascii() and b"\0" not in raw and bool(raw.decode())
    except UnicodeDecodeError:
        return False


def _without_spans(root: html.HtmlElement) -> html.HtmlElement:
    """Return a page of its own in which no cell is more than one: trafilatura writes out as many as a cell spans.

    Spans that only say how their words look, of which word processors write dozens around a word, are taken out: they
    take most of its time.
    """
    page = deepcopy(root)
    for cell in page.iter("td", "th"):
        for span in ("colspan", "rowspan"):
            cell.attrib.pop(span, None)
    for span in page.iter("span"):
        if _LOOKS.issuperset(span.keys()):
            span.tag = _LOOK
    etree.strip_tags(page, _LOOK)
    return page


def _count(words: str) -> int:
    return sum(1 for _ in each_word(words))


def _words(text: str) -> list[str]:
    text = without_signs(text)
    return [text[start:end].casefold() for start, end in each_word(text)]


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


class _Text:
    """A text that blocks are looked for in."""

    def __init__(self, text: str) -> None:
        rows = [_words(row) for row in text.split("\n")]
        self.rows = {tuple(row) for row in rows}
        whole = [word for row in rows for word in row]
        self.runs = set(_runs(whole))

    def holds(self, words: Sequence[str]) -> bool:
        """Return whether a block's words stand in the text: most of them, or as a row if there are few."""
        if tuple(words) in self.rows:
            return True
        runs = [*_runs(words)]
        return len(runs) > 1 and sum(run in self.runs for run in runs) >= _MOSTLY * len(runs)


def _kept(pieces: Sequence[Piece], said: Document, data: Iterable[dict[str, Any]]) -> list[bool]:
    """Return for each piece whether it belongs to the article.

    Where the page gives the words of its article as data, and these are most of what trafilatura found, only blocks
    that stand in them count, with the headings and rows between.
    """
    found = _Text(said.text or "")
    cut = [_words(words) for _, words in pieces]
    kept = [found.holds(words) for words in cut]
    taken = sum(len(words) for words, keep in zip(cut, kept, strict=True) if keep)
    for one in data:
        body = one.get("articleBody")
        if not isinstance(body, str) or len(_words(body)) < max(_FEW_WORDS, _ENOUGH * taken):
            continue
        given = _Text(html.fromstring(f"<p>{body}</p>").text_content() if "<" in body else body)
        stands = [at for at, words in enumerate(cut) if given.holds(words)]
        if stands:
            kept = [keep and stands[0] <= at <= stands[-1] for at, keep in enumerate(kept)]
        break
    kept = [keep and not kind.startswith(NOTE_OF) for (kind, _), keep in zip(pieces, kept, strict=True)]
    return _with_notes(pieces, _trimmed(pieces, kept, cut, _words(said.title or "")))


def _with_notes(pieces: Sequence[Piece], kept: list[bool]) -> list[bool]:
    """Keep the notes whose marks stand in what is kept."""
    marked = {label for (_, words), keep in zip(pieces, kept, strict=True) if keep for label in signs_in(words)}
    return [
        kind.removeprefix(NOTE_OF) in marked if kind.startswith(NOTE_OF) else keep
        for (kind, _), keep in zip(pieces, kept, strict=True)
    ]


def _trimmed(
    pieces: Sequence[Piece], kept: list[bool], cut: Sequence[Sequence[str]], title: Sequence[str]
) -> list[bool]:
    """Take in headline and standfirst. Leave out what comes again, and labels and links before and behind the text."""
    prose = [at for at, keep in enumerate(kept) if keep and _is_prose(pieces[at], cut[at])]
    if not prose:
        return kept
    first, last = prose[0], prose[-1]
    titled = [at for at in range(first + 1) if _is_title(pieces[at][0], cut[at], title)]
    heads = [at for at in range(first + 1) if kept[at] and pieces[at][0] in _HEADS]
    if titled or heads:
        first = titled[-1] if titled else heads[0]
        kept[first] = True
    for at in range(first + 1, min(prose[0], first + _HEAD)):  # a standfirst is often taken for a teaser
        kept[at] = kept[at] or _is_lead(pieces[at], cut[at])
    if titled or heads:
        _keep_above(pieces, kept, cut, first, prose[0])
    seen: set[tuple[str, ...]] = set()
    for at, (kind, _) in enumerate(pieces):
        if not kept[at]:
            continue
        words = tuple(cut[at])
        again = words in seen and kind in _COMES_AGAIN
        few = kind in _LABELS or len(words) < _SENTENCE
        kept[at] = not again and not (at > last and few) and not (at < first and few)
        seen.add(words)
    return kept


def _keep_above(
    pieces: Sequence[Piece], kept: list[bool], cut: Sequence[Sequence[str]], headline: int, first: int
) -> None:
    """Keep prose right above the first paragraph: trafilatura loses a lead that is in no element of its own."""
    for at in range(first - 1, headline, -1):
        if pieces[at][0] not in ("picture", "caption"):
            if pieces[at][0] == "list_item" or not _is_lead(pieces[at], cut[at]):
                return
            kept[at] = True


def _is_lead(piece: Piece, words: Sequence[str]) -> bool:
    return len(words) >= _LEAD_WORDS and _is_prose(piece, words)


def _is_title(kind: str, words: Sequence[str], title: Sequence[str]) -> bool:
    """Return whether a block is what a page is called; behind a heading, the page's title may name its outlet too."""
    begins = kind in _HEADS and len(words) >= _SHORTEST_TITLE and title[: len(words)] == words
    return bool(title) and (words == title or begins)


def _is_prose(piece: Piece, words: Sequence[str]) -> bool:
    kind, text = piece
    return len(words) >= _SENTENCE and text.endswith("." if kind == "list_item" else _STOPS)


def _type(one: dict[str, Any]) -> str:
    kind = one.get("@type")
    return kind if isinstance(kind, str) else next((str(each) for each in kind), "") if isinstance(kind, list) else ""


def _data(root: html.HtmlElement) -> list[dict[str, Any]]:
    """Return the objects that a page gives as data (JSON-LD), outermost first."""
    found: list[dict[str, Any]] = []
    waiting: list[Any] = []
    for script in root.xpath('//script[@type="application/ld+json"]'):
        try:
            waiting.append(json.loads(script.text_content(), strict=False))
        except (ValueError, RecursionError):
            continue
    while waiting and len(found) < _MOST_DATA:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting += one[:_MOST_DATA]
        elif isinstance(one, dict):
            found.append(one)
            waiting += [value for value in one.values() if isinstance(value, dict | list)]
    return found


def _read_head(page: Page, said: Document, root: html.HtmlElement, data: Sequence[dict[str, Any]]) -> None:
    title = _words(said.title or "")
    pairs = zip(page.pieces, page.kept, strict=True)
    heads = [without_signs(words) for (kind, words), keep in pairs if keep and kind in _HEADS]
    found = (words for words in heads if _is_title("heading", _words(words), title))
    page.headline = next(found, together(said.title or ""))
    page.outlet = together(said.sitename or "")
    page.authors = [*_named(data)] or [name for name in map(together, (said.author or "").split(";")) if name]
    page.authors = [name for name in page.authors[:_MOST_AUTHORS] if name.casefold() != page.outlet.casefold()]
    page.published = next((moment for moment in _moments(root, data) if _DAY.match(moment)), said.date or "")
    page.language = next(iter(root.xpath("string(/html/@lang)").replace("_", "-").split("-")), "").lower()
    page.address = web_address(said.url or "")
    page.behind_pay = any(str(one.get("isAccessibleForFree")).lower() == "false" for one in data)


def _named(data: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The people who wrote the article, as its data names them."""
    for one in data:
        authors = one.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            named = author.get("name") if isinstance(author, dict) and _type(author) in ("", "Person") else author
            if isinstance(named, str) and "/" not in named and (name := together(named)):
                yield name


def _moments(root: html.HtmlElement, data: Sequence[dict[str, Any]]) -> Iterator[str]:
    """When it was published, as the page says it to programs, the surest first."""
    yield from (str(one["datePublished"]) for one in data if one.get("datePublished"))
    yield from root.xpath('//meta[@property="article:published_time"]/@content')
    yield from root.xpath('//time[@itemprop="datePublished"]/@datetime')
