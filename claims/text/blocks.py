"""Cut a text into blocks as its author set it: paragraphs, list items, cells. No word is lost or moved."""

import re
from dataclasses import dataclass
from itertools import chain, groupby

from claims.text.markdown import markdown_pieces
from claims.text.notes import DEFINED, NOTE, Place, without_marks
from claims.text.words import Span


@dataclass(frozen=True, slots=True)
class BlockCut:
    """One block. `position` counts from 0, `kind` is a value of the block kinds, `text` holds no line end.

    A note has a `number`, its mark, and the `place` where this mark stands, if it stands anywhere.
    """

    position: int
    kind: str
    text: str
    number: str = ""
    place: Place | None = None


_BULLET = re.compile(r"\s*[-*+•‣◦▪–·●○■□§\uf0b7\uf0a7]\s+(?=\S)")
#: Marks that only ever begin a list item: a dash may begin speech, and a star a note.
_SURE_BULLET = re.compile(r"\s*[•‣◦▪·●○■□§\uf0b7\uf0a7](?:\s|$)")
_LONE_BULLET = re.compile(r"\s*(?:[•‣◦▪·●○■□§\uf0b7\uf0a7]|\d{1,3}[.)])\s*$")
#: Word writes a tab between the mark of a list item and its words.
_TABBED_MARK = re.compile(r"\A(\s*(?:[-*+•‣◦▪–·●○■□§o\uf0b7\uf0a7]|\d{1,3}[.)]|[a-z][.)]))\t\s*(?=\S)")
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+(?=\S)")
_WIDEST_WRAP = 120
#: A word that was cut in two at the end of a row, and beginnings of words whose hyphen is kept when it is joined again.
_CUT_WORD = re.compile(r"[^\W\d_]{2}[-‐]$")
_KEEPS_HYPHEN = re.compile(
    r"(?:\b(?:well|self|non|anti|ex|co|half|so|long"
    r"|short|vice|mid|cross|semi|post|full|high|low|part|all|pro|much|ill|old"
    r"|new|year|month|week|day|hour|mile|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|first|second|third|U\.?S\.?)|-[^\W\d_]+|(?-i:[A-Z]{2,}))[-‐]$",
    re.IGNORECASE,
)
_LONGEST_CUT = 40
_ROW_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_ENDS = frozenset(".?!…։。؟:;\"”’»)]'")


def blocks(text: str, markdown: bool = False) -> list[BlockCut]:
    """Return the blocks of a normalised text.

    Blank lines separate paragraphs. A single line end does so too, unless the text was wrapped to a width; then, and in
    Markdown, the line end becomes a blank.

    Markdown: as in markdown_pieces. Plain text gives paragraphs, lists (several lines with bullets or numbers) and
    tables (several lines with tabs).
    """
    pieces = markdown_pieces(text) if markdown else _plain_pieces(text)
    whole = [(kind, joined) for kind, words in pieces if (joined := unwrapped(words.split("\n")).strip())]
    if markdown:
        return _tied(whole)
    return [BlockCut(position, kind, words) for position, (kind, words) in enumerate(whole)]


def _tied(whole: list[tuple[str, str]]) -> list[BlockCut]:
    """Take the marks of notes out of the text, and tie each note to the first place where its mark stood."""
    defined = {found[1] for kind, words in whole if kind == NOTE and (found := DEFINED.match(words))}
    kept: list[tuple[str, str, str]] = []
    places: dict[str, Place] = {}
    for kind, words in whole:
        note = DEFINED.match(words) if kind == NOTE else None
        clean, marks = without_marks(words[note.end() :] if note else words, defined)
        for mark, offset in marks:
            # A mark that is a block by itself belongs to the one before.
            if clean or kept:
                places.setdefault(mark, (len(kept), offset) if clean else (len(kept) - 1, len(kept[-1][1])))
        if clean:
            kept.append((kind, clean, note[1] if note else ""))
    return [
        BlockCut(position, kind, words, number, places.pop(number, None) if number else None)
        for position, (kind, words, number) in enumerate(kept)
    ]


def _plain_pieces(text: str) -> list[tuple[str, str]]:
    chunks = [chunk for chunk in re.split(r"\n(?:[^\S\n]*\n)+", text) if chunk.strip()]
    width = _wrap_width(chunks)
    rows = [_with_marks([row for row in chunk.split("\n") if row.strip()]) for chunk in chunks]
    # Items may have blank lines between them.
    listed = sum(len(chunk) == 1 and bool(_SURE_BULLET.match(chunk[0])) for chunk in rows) > 1
    return [piece for chunk in rows for piece in _plain(chunk, width, listed)]


def _with_marks(rows: list[str]) -> list[str]:
    """Return the rows, with the mark of a list item in the row of its words, and one blank between them."""
    if len(rows) > 1 and not all(_TABBED_MARK.match(row) for row in rows):
        joined: list[str] = []
        for row in rows:
            if joined and _LONE_BULLET.match(joined[-1]):
                joined[-1] = f"{joined[-1].strip()} {row.strip()}"
            else:
                joined.append(row)
        return joined
    return [_TABBED_MARK.sub(r"\1 ", row, count=1) for row in rows]


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a plain text as (start, end) code-point offsets, for any kind of line end.

    Blank lines separate them. Single line ends do so too, unless the text was wrapped or the next row begins with a
    small letter. Paragraphs are trimmed of outer white space, and hold line ends where rows were wrapped.
    """
    chunks: list[list[Span]] = [[]]
    at = 0
    for end in chain(_ROW_END.finditer(text), [None]):
        start, stop = at, end.start() if end else len(text)
        at = end.end() if end else at
        if text[start:stop].strip():
            chunks[-1].append((start, start + len(text[start:stop].rstrip())))
        elif chunks[-1]:
            chunks.append([])
    width = _wrap_width(["\n".join([text[a:b] for a, b in rows]) for rows in chunks if rows])
    found: list[Span] = []
    for rows in chunks:
        joined: list[str] = []
        for start, stop in rows:
            row = text[start:stop]
            if joined and (_goes_on(joined, row, width) or _unended(joined[-1], row)) and not is_item(row):
                found[-1] = (found[-1][0], stop)
                joined.append(row)
            else:
                found.append((stop - len(row.lstrip()), stop))
                joined = [row]
    return found


def _unended(above: str, row: str) -> bool:
    return above[-1] not in _ENDS and row.lstrip()[0].islower()


def _plain(rows: list[str], width: int | None, listed: bool) -> list[tuple[str, str]]:
    if len(rows) > 1 and all("\t" in row.strip() for row in rows):
        return [("table_cell", cell) for row in rows for cell in row.split("\t")]
    joined: list[list[str]] = []
    for row in rows:
        if joined and _goes_on(joined[-1], row, width) and not is_item(row):
            joined[-1].append(row)
        else:
            joined.append([row])
    pieces: list[tuple[str, str]] = []
    for is_list, run in groupby((unwrapped(wrapped) for wrapped in joined), is_item):
        found = list(run)
        # A single dash may begin speech, and a single number a name, so a list has at least two items.
        is_list = is_list and (len(found) > 1 or (listed and bool(_SURE_BULLET.match(found[0]))))
        pieces += [_item(row) if is_list else ("paragraph", row) for row in found]
    return pieces


def _goes_on(above: list[str], row: str, width: int | None) -> bool:
    """Return whether the row continues the one above.

    It was wrapped there, or a word was cut in two, or it is indented below its list item.
    """
    if _CUT_WORD.search(above[-1][-_LONGEST_CUT:]) and row[0].islower():
        return True
    wrapped = width is not None and len(above[-1]) + 1 + len(row.split()[0]) > width
    return wrapped or (row[0].isspace() and is_item(above[0]))


def is_item(row: str) -> bool:
    """Return whether a row begins with a bullet or a number as the items of a list do."""
    return bool(_BULLET.match(row) or _NUMBER.match(row))


def _item(row: str) -> tuple[str, str]:
    return "list_item", _BULLET.sub("", row, count=1)


def unwrapped(rows: list[str]) -> str:
    """Join rows with blanks; a word that was cut in two at the end of a row is joined again."""
    joined: list[str] = []
    for row in map(str.strip, rows):
        if joined and _CUT_WORD.search(joined[-1][-_LONGEST_CUT:]) and row[:1].islower():
            if not _KEEPS_HYPHEN.search(joined[-1][-_LONGEST_CUT:]):
                joined[-1] = joined[-1][:-1]
        elif joined:
            joined.append(" ")
        joined.append(row)
    return "".join(joined)


def _wrap_width(chunks: list[str]) -> int | None:
    """Return the width to which the text was wrapped, or None.

    It was wrapped if, at most line ends within a paragraph, the next word would not have fitted.
    """
    rows = [chunk.split("\n") for chunk in chunks]
    lengths = sorted(len(row) for chunk in rows for row in chunk)
    if not lengths or not 40 <= lengths[-1] <= _WIDEST_WRAP:
        return None
    inner = [
        (len(row), len(following.split()[0]))
        for chunk in rows
        for row, following in zip(chunk, chunk[1:], strict=False)
        if following.strip()
    ]
    full = sum(length + 1 + word > lengths[-1] for length, word in inner)
    return lengths[-1] if full >= 3 and full * 2 > len(inner) else None
