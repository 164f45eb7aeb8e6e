"""Cut a text into blocks, and a block into lines (sentences). No word is lost, moved or put in two lines.

sentencex finds the ends of sentences. It is given the block without quotation marks and brackets, so that it also cuts
inside a quotation, and without the full stops that are known not to end a sentence. Its cuts are then mapped back to
the block. A cut counts only if a blank follows it and the next letter is not small: sentencex also cuts within D-N.Y.
and www.Example.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby

from sentencex import get_sentence_boundaries

from claims.text.markdown import markdown_pieces
from claims.text.words import Span, is_unspaced


@dataclass(frozen=True, slots=True)
class BlockCut:
    """One block. `position` counts from 0, `kind` is a value of the block kinds, `text` holds no line end."""

    position: int
    kind: str
    text: str


# --- lines -----------------------------------------------------------------------------------------------------------

_BRACKETS = re.compile(
    r"(?<=[.?!…”\"’'])(?:\[\d{1,3}\])+"  # a footnote's number after a full stop
    r"|[\"“”„‟«»‹›()\[\]{}「」『』〈〉《》]"
    r"|(?<!\w)['‘’‚‛`]|['‘’‛`](?!\w)"  # a single quotation mark; an apostrophe inside a word stays
)
_DAYS = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b"
_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_VERBS = (
    r"(?:said|says|asked|asks|added|adds|told|wrote|writes|replied|answered|shouted|cried|insisted|claimed|tweeted"
    r"|wondered|demanded|warned|declared|concluded|continued|explained|recalled|argued|noted)"
)
# Group 1 of each pattern is a mark that looks like the end of a sentence but is not.
_NO_END = (
    # 5 p.m. Tuesday; 5 p.m. on Oct. 3; 5 p.m. Baku time
    re.compile(rf"\b[AaPp]\.?[Mm](\.)(?=\s+(?:{_DAYS}|{_MONTHS}|[A-Z]{{2,4}}\b|(?:[A-Z]\w+\s+){{1,2}}[Tt]ime\b))"),
    re.compile(
        r"\b(?:[Aa]pprox|[Ii]ncl|[Ee]xcl|[Cc]a|[Cc]f|[Vv]iz|[Vv]s|[Mm]aj|[Bb]rig|[Ss]gt|[Cc]apt|[Cc]mdr|[Cc]pl|Adm|Amb|Ms|Mx"
        r"|Gov|Sen|Rep|Pres|Prof|Rev|Hon|Msgr|Gen|Col|Lt)(\.)(?=\s)"
    ),
    re.compile(r"\b(?:[Nn]os?|[Pp]{1,2}|[Vv]ol|[Cc]h|[Aa]rts?|[Pp]aras?|[Ss]ecs?|[Ff]igs?|[Ee]st|[Nn]r)(\.)(?=\s*\d)"),
    re.compile(rf"\b{_MONTHS}(\.)(?=\s*\d)"),
    # “Is it so?” Mary Smith asked. The question ends, but not the sentence.
    re.compile(
        rf"([?!…])(?=[\"”’»]\s+(?:[^\W\d_a-z][\w.’'-]*\s+){{1,4}}{_VERBS}"
        r"(?:\s*[.,:;]|\s+(?:on|in|at|to|after|when|as|during|reporters|journalists)\b))"
    ),
)
# “Why?” he asked; (it was late.) and so on: if small letters follow, the sentence has not ended.
_GOES_ON = re.compile(r"[.?!…։。؟]{1,4}(?=[\"“”’»›)\]]+,?\s+(?:[—–-]\s+)?(\w))")
_INITIAL = re.compile(r"(?<!\w)([^\W\d_])(\.)(?=\s?([^\W\d_]))")
_FIRST_NUMBER = re.compile(r"\s*\(?(?:\d{1,3}|[a-z])([.)])\s+(?=\S)")
_NEXT_NUMBER = re.compile(r"(?<=[.!?;։]\s)\d{1,3}(\.)(?=\s+\S)")
# In Armenian a colon is often typed for the full stop (։). No other use of the colon has a capital after it.
_ARMENIAN_STOP = re.compile(r"(?<=[\u0561-\u0587\u055B-\u055E]):(?=\s+[\u0531-\u0556])")
_CLOSING = "\"”’»›)]}」』〉》'"
# These always end a sentence, with or without a blank after them.
_FULL_ENDS = "。！？｡।॥۔؟።။។"
_FULL_END = re.compile(rf"[{_FULL_ENDS}]+ *")
# A heading, a cell of a table or a short sentence: words, and marks that end a sentence only where the block ends.
_ONE = re.compile(r"[\w\s,'’\"“”#$%&*+/|–—-]*+[.?!]*+\s*+")
_DASH = re.compile(r"\s*(?:[—–-]\s*)?")
_BLANK = re.compile(r"\s")
_WITHIN = re.compile(r"[?!](?=[^\s?!.…])")
_STRETCH = 2_000  # characters passed to sentencex at once, if the text allows it: it slows down without blanks


def lines(block_text: str, language: str = "en") -> list[Span]:
    """Return the sentences of a block in order, as (start, end) code-point offsets, without outer white space.

    Every character that is not white space lies in exactly one of them. A quotation of several sentences is cut into
    sentences. Closing marks stay with the sentence that they close, opening marks go with the one that they open.
    """
    if _ONE.fullmatch(block_text):
        words = block_text.strip()
        start = len(block_text) - len(block_text.lstrip())
        return [(start, start + len(words))] if words else []
    dropped = _not_ends(block_text)
    kept: list[int] = []
    at = 0
    for i in [*sorted(dropped), len(block_text)]:
        kept.extend(range(at, i))
        at = i + 1
    shown = _BLANK.sub(" ", "".join([block_text[i] for i in kept]) if dropped else block_text)
    shown = _ARMENIAN_STOP.sub("։", shown)
    found = _Lines(block_text)
    for first, end in _sentences(shown, language.split("-")[0].lower() or "en"):
        last = end - 1
        while last > first and shown[last] == " ":
            last -= 1
        following = kept[end] if end < len(kept) else len(block_text)
        if end == len(shown) or _parted(shown, block_text[kept[last] + 1 : following], last, end):
            found.end(_cut(block_text, kept[last] + 1, following))
    found.end(len(block_text))
    return found.spans


def _sentences(shown: str, language: str) -> Iterator[Span]:
    """Return the sentences that sentencex finds, in time linear in the length of the text."""
    # A question mark without a blank after it does not end a sentence (see _parted), so sentencex need not see it.
    shown = _WITHIN.sub(lambda m: m.group() if is_unspaced(shown[m.end()]) else ",", shown)
    start = 0
    for end in [*(m.end() for m in _FULL_END.finditer(shown)), len(shown)]:
        if end - start >= _STRETCH or end == len(shown):
            for sentence in get_sentence_boundaries(language, shown[start:end]):
                yield start + sentence["start_index"], start + sentence["end_index"]
            start = end


def _parted(shown: str, gap: str, last: int, end: int) -> bool:
    """Return whether one sentence ends at `last` and another begins at `end`.

    It does if there is a blank in the `gap` and no small letter after it, or if the mark belongs to a script without
    blanks.
    """
    if shown[last] in _FULL_ENDS:
        return True
    if end == last + 1 and not any(map(str.isspace, gap)):
        return last > 0 and is_unspaced(shown[last - 1]) and is_unspaced(shown[end])
    following = _DASH.match(shown, end).end()
    return not (following < len(shown) and _is_small(shown[following]))


def _is_small(character: str) -> bool:
    """Return whether this is a small letter, in a script (not Georgian) where sentences begin with a capital."""
    return unicodedata.category(character) == "Ll" and not "\u10d0" <= character <= "\u10ff"


def _not_ends(text: str) -> set[int]:
    """Return the positions of the marks that sentencex must not see."""
    dropped = {i for m in _BRACKETS.finditer(text) for i in range(*m.span())}
    dropped.update(m.start(1) for pattern in _NO_END for m in pattern.finditer(text))
    for m in _GOES_ON.finditer(text):
        if m.group(1).islower():
            dropped.update(range(*m.span()))
    for m in _INITIAL.finditer(text):
        letter, following = m.group(1), m.group(3)
        # sentencex knows J. R. Smith, but not Ə. Məmmədov, А. Петров or ა. ბერიძე.
        if (letter.isupper() and following.isupper() and not (letter + following).isascii()) or (
            "\u10d0" <= letter <= "\u10ff"
        ):
            dropped.add(m.start(2))
    if first := _FIRST_NUMBER.match(text):
        dropped.add(first.start(1))
        dropped.update(m.start(1) for m in _NEXT_NUMBER.finditer(text))
    return dropped


def _cut(text: str, after: int, before: int) -> int:
    """Return where, among the hidden marks between two sentences, the second sentence begins."""
    gap = text[after:before]
    blank = next((i for i, c in enumerate(gap) if c.isspace()), None)
    if before == len(text):
        return before
    if blank is None:  # 。”“ : closing marks stay, opening marks go
        return after + next((i for i, c in enumerate(gap) if unicodedata.category(c) in ("Ps", "Pi")), len(gap))
    rest = gap[blank:].lstrip()
    if rest and rest[0] in _CLOSING and rest[1:2].isspace():  # « … . » with blanks
        return after + len(gap) - len(rest) + 1
    return after + blank


class _Lines:
    """Collect lines as they are found. Each begins at the end of the one before."""

    def __init__(self, text: str) -> None:
        self.spans: list[Span] = []
        self._text = text
        self._at = 0
        self._has_words = True

    def end(self, end: int) -> None:
        """End a line and trim it. A piece without a letter or digit is added to the line before."""
        piece = self._text[self._at : end]
        start, self._at = self._at + len(piece) - len(piece.lstrip()), end
        piece = piece.strip()
        if not piece:
            return
        has_words = any(map(str.isalnum, piece))
        if self.spans and not (has_words and self._has_words):
            self.spans[-1] = (self.spans[-1][0], start + len(piece))
            self._has_words = self._has_words or has_words
        else:
            self.spans.append((start, start + len(piece)))
            self._has_words = has_words


# --- blocks ----------------------------------------------------------------------------------------------------------

_BULLET = re.compile(r"\s*[-*+•‣◦▪–]\s+(?=\S)")
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+(?=\S)")
_WIDEST_WRAP = 120
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
    whole = [(kind, joined) for kind, words in pieces if (joined := _unwrapped(words.split("\n")).strip())]
    return [BlockCut(position, kind, words) for position, (kind, words) in enumerate(whole)]


def _plain_pieces(text: str) -> list[tuple[str, str]]:
    chunks = [chunk for chunk in re.split(r"\n(?:[^\S\n]*\n)+", text) if chunk.strip()]
    width = _wrap_width(chunks)
    return [piece for chunk in chunks for piece in _plain([row for row in chunk.split("\n") if row.strip()], width)]


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
            inner = start + len(row) - len(row.lstrip())
            if joined and not _is_item(row) and (_goes_on(joined, row, width) or _unended(joined[-1], row)):
                found[-1] = (found[-1][0], stop)
                joined.append(row)
            else:
                found.append((inner, stop))
                joined = [row]
    return found


def _unended(above: str, row: str) -> bool:
    return above[-1] not in _ENDS and row.lstrip()[0].islower()


def _plain(rows: list[str], width: int | None) -> list[tuple[str, str]]:
    if len(rows) > 1 and all("\t" in row.strip() for row in rows):
        return [("table_cell", cell) for row in rows for cell in row.split("\t")]
    joined: list[list[str]] = []
    for row in rows:
        if joined and not _is_item(row) and _goes_on(joined[-1], row, width):
            joined[-1].append(row)
        else:
            joined.append([row])
    pieces: list[tuple[str, str]] = []
    for is_list, run in groupby((_unwrapped(wrapped) for wrapped in joined), _is_item):
        found = list(run)
        # A single dash may begin speech, and a single number a name, so a list has at least two items.
        pieces += [_item(row) if is_list and len(found) > 1 else ("paragraph", row) for row in found]
    return pieces


def _goes_on(above: list[str], row: str, width: int | None) -> bool:
    """Return whether the row continues the one above: it was wrapped there, or is indented below its list item."""
    wrapped = width is not None and len(above[-1]) + 1 + len(row.split()[0]) > width
    return wrapped or (row[0].isspace() and _is_item(above[0]))


def _is_item(row: str) -> bool:
    return bool(_BULLET.match(row) or _NUMBER.match(row))


def _item(row: str) -> tuple[str, str]:
    return "list_item", _BULLET.sub("", row, count=1)


def _unwrapped(rows: list[str]) -> str:
    return " ".join(row.strip() for row in rows)


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
