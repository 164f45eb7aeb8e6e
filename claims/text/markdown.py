"""Cut a text in Markdown into blocks, as CommonMark has them."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from claims.text.notes import DEFINED, NOTE

#: Characters that are parsed at a time, about: the parser takes 400 bytes of memory for each of a list of short items.
AT_A_TIME = 100_000

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^\s)]*)\s*([^)]*)\)$")
#: A mark that would begin another kind of block, unless a backslash stands before it.
ESCAPED = r"[-+*#>|=_~`.)\\]"
_BACKSLASH = re.compile(rf"(\d{{0,9}})\\(?={ESCAPED})")
#: The first and the last row of code that stands by itself.
_FENCE = re.compile(r"[ >]{0,12}(`{3,}|~{3,})(.*)")
_BACKTICKS = re.compile(r"(?<!\\)`+")
_ANY_MARK = re.compile(r"(?<!\\)\[\^(?=[^\]\[\s^]{1,12}\])")
_SIGNS_OF_CODE = ("`", "~~~", "\n    ", "\n\t")
#: A row of code that stands by itself, and one behind which such rows belong to an item of a list.
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)\s*\S")
_HOLDS = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])(?:\s|$)")
_CELL_END = re.compile(r"(?<!\\)\|")
#: What would drop words (the language of a fence, a link's definition), or make code and markup of an article's words.
_NOT_USED = ["code", "fence", "html_block", "reference", "inline", "text_join"]
_DEEPEST = 20  # quotes and lists within one another; the parser drops what is deeper
_PARSER = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).disable(_NOT_USED)


def markdown_pieces(text: str) -> list[tuple[str, str]]:
    """Return the (kind, words) of a normalised text's blocks.

    They are headings, quotes, list items, table cells, pictures and notes. The markup for these is removed, and so is a
    backslash that keeps a block's first mark from being markup; numbers of lists and markup within a line stay, and so
    do the marks of notes (``[^1]``, and ``[^1]:`` before a note). The first block is the headline if it is a heading of
    level one. Words may have line ends and blanks around them.
    """
    pieces: list[tuple[str, str]] = []
    for passage in _passages(_marks_of_code_escaped(text)):
        pieces += _parsed(passage, first=not pieces)
    return pieces


def _marks_of_code_escaped(text: str) -> str:
    """Return the text with a backslash before what looks like the mark of a note in code, where it is none."""
    if "[^" not in text or not any(sign in text for sign in _SIGNS_OF_CODE):
        return text
    parts: list[str] = []
    fence, before, held = "", "", False  # the row before, and whether it belongs to a list or a note
    for row in text.split("\n"):
        edge = _FENCE.match(row)
        indented = bool(_INDENTED.match(row))
        begins = not before.strip()
        if row.strip() and not indented:
            held = bool(_HOLDS.match(row) or DEFINED.match(row)) or (held and not begins)
        code = indented and not held and begins
        before = "" if code else row
        if code and not fence:
            parts.append(_ANY_MARK.sub(r"\\\g<0>", row))
        elif fence:
            parts.append(_ANY_MARK.sub(r"\\\g<0>", row))
            if edge and edge[1].startswith(fence) and not edge[2].strip():
                fence = ""
        else:
            fence = edge[1] if edge and not (edge[1][0] == "`" and "`" in edge[2]) else ""
            parts.append(row)
    runs = ("\n".join(parts)).split("\n\n")
    return "\n\n".join(_spans_escaped(run) if "`" in run and "[^" in run else run for run in runs)


def _spans_escaped(words: str) -> str:
    """The same for code within a paragraph: it stands between two runs of as many backticks."""
    runs = [(run.start(), run.end()) for run in _BACKTICKS.finditer(words)]
    following: dict[int, int] = {}
    closes: dict[int, int] = {}
    for at in range(len(runs) - 1, -1, -1):
        length = runs[at][1] - runs[at][0]
        closes[at] = following.get(length, -1)
        following[length] = at
    parts: list[str] = []
    end = at = 0
    while at < len(runs):
        if (close := closes[at]) < 0:
            at += 1
            continue
        parts += [words[end : runs[at][1]], _ANY_MARK.sub(r"\\\g<0>", words[runs[at][1] : runs[close][0]])]
        end, at = runs[close][0], close + 1
    return "".join([*parts, words[end:]])


def _passages(text: str) -> Iterator[str]:
    """The text in passages that end with an empty line if there is one near, or else with a line."""
    at = 0
    while at < len(text):
        end = text.rfind("\n\n", at + AT_A_TIME // 2, at + AT_A_TIME)
        if end < 0:
            end = text.find("\n", at + AT_A_TIME)
        yield text[at : end if end > 0 else None]
        at = end + 1 if end > 0 else len(text)


def _parsed(passage: str, *, first: bool) -> list[tuple[str, str]]:
    tokens = _PARSER.parse(passage)
    if any(token.level + token.nesting >= _DEEPEST for token in tokens):  # the level inside it
        return [("paragraph", row) for row in passage.split("\n")]
    rows = passage.split("\n")
    pieces: list[tuple[str, str]] = []
    around: list[str] = []  # the quotes and list items that are open, innermost last
    kind, number = "", ""
    for token in tokens:
        match token.type:
            case "blockquote_open":
                around.append("quote")
            case "list_item_open":
                around.append("list_item")
                kind = "list_item"
                if token.info:  # "12. 3. 2024" is a list in a list for the parser
                    number += f"{token.info}{token.markup} "
            case "list_item_close":
                around.pop()
                if number:  # a year and a full stop on a line of their own
                    pieces.append((kind, number))
                kind = number = ""
            case "blockquote_close":
                around.pop()
            case "heading_open":
                kind = "headline" if token.tag == "h1" and first and not pieces else "heading"
            case "inline":
                # A list item's further paragraphs are paragraphs.
                of = kind or ("quote" if "quote" in around else "paragraph")
                goes_on = of == "paragraph" and pieces and pieces[-1][0] == NOTE and _indented(rows, token.map)
                if goes_on:  # a note of several paragraphs
                    pieces[-1] = (NOTE, f"{pieces[-1][1]}\n{token.content}")
                else:
                    pieces += _piece(of, token.content, number)
                kind = number = ""
    return pieces


def _indented(rows: list[str], span: list[int] | None) -> bool:
    return bool(span and rows[span[0]].startswith(("    ", "\t")))


def _notes(words: str) -> list[tuple[str, str]]:
    """The notes that a paragraph holds, if it begins with one: each begins a row."""
    found: list[str] = []
    for row in words.split("\n"):
        if not found or DEFINED.match(row):
            found.append(row)
        else:
            found[-1] += f"\n{row}"
    return [(NOTE, note) for note in found]


def _piece(kind: str, words: str, number: str) -> list[tuple[str, str]]:
    if picture := _PICTURE.match(words):
        return [("picture", f"{picture[1]} {picture[3]}".strip() or picture[2])]
    if kind == "paragraph" and not number and DEFINED.match(words):
        return _notes(words)
    if kind == "paragraph" and not number and words.startswith("|"):
        # Not the table of the parser, which drops the cells of a row that is longer than the head.
        rows = [row.strip() for row in words.split("\n")]
        cells = [cell for row in rows if set(row) - set("|:- ") for cell in _CELL_END.split(row.removeprefix("|"))]
        return [("table_cell", cell.replace(r"\|", "|")) for cell in cells]
    if _BACKSLASH.match(words):
        words = _BACKSLASH.sub(r"\1", words, count=1)
    return [(kind, number + words)]
