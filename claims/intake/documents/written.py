"""Write a document's blocks as text in Markdown, so that they are cut into the same blocks again."""

import hashlib
import re
from collections.abc import Iterable
from itertools import groupby

from claims.text.markdown import ESCAPED
from claims.text.normalise import normalise
from claims.text.notes import without_signs, written_signs

#: A block's kind and its words. The kind is a value of the block kinds, or CELL and the number of the cell's row, or
#: NOTE_OF and the mark of the note.
type Piece = tuple[str, str]

CELL, NOTE_OF = "cell ", "note "
HEAD = "head or foot of a page"
#: What the editor has to know where a document was changed under Track changes.
TRACKED = "The document has tracked changes: inserted text counts, deleted text does not."
#: What CommonMark, or a table, would take for the beginning of another kind of block, after digits or at once.
_BEGINS = re.compile(
    rf"\A(\d{{1,9}})(?=[.)](?:\s|$)|\\{ESCAPED})"
    rf"|\A()(?=[-+*](?:\s|$)|\#{{1,6}}(?:\s|$)|[>|]|[-*_=][-*_= ]*$|\\{ESCAPED})"
)
_BLANKS = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"(\d{1,9}[.)]) (?=\S)")


def written(pieces: Iterable[Piece]) -> str:
    """Return the blocks as Markdown. A list item has its number, if it has one, before its words.

    Blank words are left out; blanks and line ends within words become one blank.
    """
    whole = ((kind, together(words if kind == "picture" else written_signs(words))) for kind, words in pieces)
    parts = []
    for kind, run in groupby((piece for piece in whole if piece[1]), key=lambda piece: piece[0]):
        found = [words for _, words in run]
        if kind.startswith(CELL):
            parts.append(f"| {' | '.join(words.replace('|', r'\|') for words in found)} |")
        else:
            parts += [_part(kind, words) for words in found]
    return "\n\n".join(parts)


def together(words: str) -> str:
    """Return the words with one blank for each run of blanks and line ends; a no-break space is no blank."""
    return _BLANKS.sub(" ", words).strip()


def mark_of(words: str) -> str:
    """Return what a block is known by among the blocks of a document: its letters and digits."""
    letters = _NO_LETTERS.sub("", normalise(without_signs(words)).casefold())
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


def outside(blocks: Iterable[str], why: str) -> dict[str, str]:
    """Return {mark of the block: why} of blocks that do not belong to the article, as `propose` takes them."""
    return dict.fromkeys(sorted(set(map(mark_of, blocks))), why)


def kinds_of(pieces: Iterable[Piece]) -> dict[str, str]:
    """Return {mark of the block: its kind} of blocks whose kind Markdown cannot say, as `propose` takes them."""
    return {mark_of(words): kind for kind, words in pieces if kind in ("caption", "standfirst")}


def beside_body(body: Iterable[Piece], heads: Iterable[str]) -> list[Piece]:
    """Return as pieces what stands at the heads and feet of pages, once each, where it is words and not in the body."""
    known = {mark_of(words) for _, words in body}
    found = {mark_of(words): together(words) for words in heads if any(map(str.isalpha, words))}
    return [("paragraph", words) for mark, words in found.items() if mark not in known]


def _part(kind: str, words: str) -> str:
    if kind.startswith(NOTE_OF):
        return f"[^{kind.removeprefix(NOTE_OF)}]: {words}"
    match kind:
        case "headline" | "heading":
            # Without a mark of its end, one that ends in a "#" would lose it.
            return f"{'#' if kind == 'headline' else '##'} {words}{' #' if words.endswith('#') else ''}"
        case "quote":
            return f"> {_escaped(words)}"
        case "list_item":
            number = _NUMBER.match(words)
            return f"{number[1]} {_escaped(words[number.end() :])}" if number else f"- {_escaped(words)}"
        case "picture":
            return f"![{words.replace('[', '(').replace(']', ')')}]()"
    return _escaped(words)


def _escaped(words: str) -> str:
    begins = _BEGINS.match(words)
    return f"{words[: begins.end()]}\\{words[begins.end() :]}" if begins else words
