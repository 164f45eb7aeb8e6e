"""Turn a pasted text into a proposal for an article. The editor decides on every part; no part of the text is dropped.

Blocks that seem not to belong to the article are proposed as left out, each with its reason in words.
"""

import re
from dataclasses import dataclass, field
from datetime import date, time
from itertools import takewhile

from claims.intake.dates import read_date_line
from claims.intake.furniture import read_chain_note, why_furniture
from claims.intake.language import guess_language
from claims.text.lines import blocks, lines
from claims.text.normalise import MAX_BYTES, TextRefused, normalise
from claims.text.words import word_spans

_LONGEST_HEADLINE = 250  # characters
_LONGEST_DATE_LINE = 120
_LONGEST_BYLINE = 200
_STANDFIRST_WORDS = 60
#: Rows that are not empty, cells, or sentences of a text. Two megabytes of prose have 16,000 sentences; a text of
#: 30,000 is written, and its page made, in about ten seconds.
MOST_ROWS = 30_000
_CELL_ENDS = re.compile(r"[\t|]")
_SENTENCE_ENDS = re.compile(r"[.!?…։؟](?=[\s\"”’»)])|[。！？।]")
_HEAD = 8  # blocks below the headline that are searched for byline, date and standfirst

_BY = re.compile(
    r"(?:(?:words|text|story|report|written|reported) )?by:? (?P<names>.{3,120}?)[,.]?",
    re.IGNORECASE,
)
_AND = re.compile(r" (?:and|&) | ?, ?(?:and )?| ?[|•·/] ?| [–—-] ")
_POSTED = re.compile(r" in [^\W\d_]+(?: [^\W\d_]+)?$")  # Ann Smith in Baku
_PARTICLES = re.compile(r"\b(?:al|bint?|da|del?|della|der|di|dos|du|el|ibn|la|le|te[nr]|van|von|zu)\b")
# Capitalised words that begin a section heading, or a sentence with "By", and are not part of a person's name.
_NO_NAME = re.compile(
    r"News|World|Politics|Breaking|Analysis|Opinion|Reports?|Sports?|Business|East|West|Updates?|Latest|Live|Exclusive"
    r"|Editorial|Features?|Home|The|War|Conflict|Defen[cs]e|Ministry|Forces|Special|Front|(?:Mon|Tues|Wednes|Thurs|Fri"
    r"|Satur|Sun)day|January|February|March|April|June|July|August|September|October|November|December"
)


@dataclass(slots=True)
class BlockProposal:
    """`kind` is a value of the block kinds; `why` is the reason for leaving it out, "" if it is not left out."""

    kind: str
    text: str
    left_out: bool = False
    why: str = ""


@dataclass(slots=True)
class Proposal:
    """Any field may be empty. `zone` is an IANA name, "" if unknown. `chain` holds (outlet, address), earliest first.

    `notes` tell the editor what to decide.
    """

    headline: str = ""
    authors: list[str] = field(default_factory=list)
    published_date: date | None = None
    published_time: time | None = None
    zone: str = ""
    chain: list[tuple[str, str]] = field(default_factory=list)
    language: str = "en"
    blocks: list[BlockProposal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def refuse_if_unusable(text: str) -> None:
    """Raise TextRefused (empty, too_large, too_many, no_sentence) for a text that cannot be checked line by line."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise TextRefused("too_large")
    text = normalise(text)
    if not text.strip():
        raise TextRefused("empty")
    if _rows(text) > MOST_ROWS:
        raise TextRefused("too_many")
    if not any(_has_sentence(block.text) for block in blocks(text)):
        raise TextRefused("no_sentence")


def _rows(text: str) -> int:
    """Return about how many lines the text will have."""
    rows = sum(map(bool, map(str.strip, text.split("\n"))))
    ends = (sum(1 for _ in pattern.finditer(text)) for pattern in (_CELL_ENDS, _SENTENCE_ENDS))
    return max(rows, *ends)


def _has_sentence(text: str) -> bool:
    """Return whether there are two or more words with letters; web and e-mail addresses do not count."""
    prose = " ".join(piece for piece in text.split() if "://" not in piece and "@" not in piece)
    return sum(any(c.isalpha() for c in prose[start:end]) for start, end in word_spans(prose)) > 1


def propose(text: str, *, markdown: bool = False) -> Proposal:
    """Return what the intake form shows first. A text that begins with "# " is always read as Markdown.

    The blocks, with those left out, hold every word of the text, in order. Call `refuse_if_unusable` first.
    """
    text = normalise(text)
    cut = blocks(text, markdown or text.lstrip().startswith("# "))
    proposal = Proposal(language=guess_language(text), blocks=[BlockProposal(block.kind, block.text) for block in cut])
    for block in proposal.blocks:
        if why := why_furniture(block.text):
            _leave_out(block, why)
        elif not word_spans(block.text):
            _leave_out(block, "no words in it")
    top = _propose_headline(proposal)
    for block in (block for block in proposal.blocks[:top] if block.kind != "headline"):
        if not block.left_out and not _read_date(proposal, block):
            _read_byline(proposal, block, bare=False)
    _read_head(proposal, proposal.blocks[top : top + _HEAD])
    _read_notes(proposal)
    return proposal


def _leave_out(block: BlockProposal, why: str) -> None:
    block.left_out, block.why = True, why


def _propose_headline(proposal: Proposal) -> int:
    """Set the headline; return the index of the first block below it and below its repetition."""
    usable = [i for i, block in enumerate(proposal.blocks) if not block.left_out]
    chosen = next((i for i in usable if proposal.blocks[i].kind == "headline"), None)
    if chosen is None:
        chosen = _doubled(proposal, usable[:_HEAD])
    if chosen is None and len(usable) > 1:
        first = next((i for i in usable if not _is_label(proposal.blocks[i])), None)
        if first is not None and first != usable[-1] and _may_be_headline(proposal.blocks[first].text):
            chosen = first
    if chosen is None:
        return 0
    headline = proposal.blocks[chosen]
    headline.kind = "headline"
    proposal.headline = headline.text
    below = chosen + 1
    letters = _letters(headline.text)
    for i, block in enumerate(proposal.blocks):
        if i != chosen and letters and _letters(block.text) == letters:
            _leave_out(block, "repeated headline")
            if i == below:
                below += 1
    return below


def _doubled(proposal: Proposal, candidates: list[int]) -> int | None:
    """Return the first block near the top that occurs twice: often a page's title, then its heading."""
    seen: dict[str, int] = {}
    for i in candidates:
        text = proposal.blocks[i].text
        if len(word_spans(text)) > 2 and _may_be_headline(text):
            first = seen.setdefault(_letters(text), i)
            if first != i:
                return first
    return None


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _is_label(block: BlockProposal) -> bool:
    """Return whether it is a byline, a date line or a note on where the text was published."""
    return _is_date_line(block) or bool(_by(block.text)) or read_chain_note(block.text) is not None


def _may_be_headline(text: str) -> bool:
    return len(text) <= _LONGEST_HEADLINE and len(lines(text)) == 1 and (len(text) <= 120 or not text.endswith("."))


def _read_head(proposal: Proposal, head: list[BlockProposal]) -> None:
    """Read byline, date and standfirst from the blocks between headline and text."""
    open_blocks = [block for block in head if not block.left_out]
    prose: list[int] = []
    for i, block in enumerate(open_blocks):
        following = open_blocks[i + 1] if i + 1 < len(open_blocks) else None
        if _read_date(proposal, block) or _read_byline(proposal, block, bare=not prose or _is_date_line(following)):
            # Prose between headline and byline is the standfirst.
            if prose[:1] == [0] and open_blocks[0].kind == "paragraph":
                open_blocks[0].kind = "standfirst"
        elif read_chain_note(block.text) is None:
            if len(word_spans(block.text)) > _STANDFIRST_WORDS or not proposal.headline:
                return
            prose.append(i)


def _is_date_line(block: BlockProposal | None) -> bool:
    if block is None or len(block.text) > _LONGEST_DATE_LINE:
        return False
    found = read_date_line(block.text.strip("*_ "))
    return found is not None and (not found.rest or bool(_names(found.rest)))


def _read_date(proposal: Proposal, block: BlockProposal) -> bool:
    if not _is_date_line(block):
        return False
    found = read_date_line(block.text.strip("*_ "))
    _leave_out(block, "byline and date line" if found.rest else "date line")
    for name in _names(found.rest):
        _add_author(proposal, name)
    if found.updated and proposal.published_date:
        return True
    if found.updated:
        proposal.notes.append("The date printed is that of an update.")
    if found.day and proposal.published_date in (None, found.day):
        proposal.published_date = found.day
        proposal.published_time = proposal.published_time or found.clock
        proposal.zone = proposal.zone or found.zone
    elif found.day:
        proposal.notes.append(f"Another date is printed: {block.text}")
    proposal.notes += found.notes
    return True


def _read_byline(proposal: Proposal, block: BlockProposal, *, bare: bool) -> bool:
    text = block.text.strip("*_ ")
    names = _names(text) if bare else _by(text)
    if not names:
        return False
    for name in names:
        _add_author(proposal, name)
    _leave_out(block, "byline")
    return True


def _by(text: str) -> list[str]:
    """Return the names in a line "By X, Y and Z", without what follows the last name (a post, an agency)."""
    match = _BY.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST_BYLINE else None
    if match is None:
        return []
    parts = [_POSTED.sub("", part) for part in _AND.split(match["names"])]
    names = list(takewhile(_is_name, parts))
    if not names and all(_is_capitalised(part) for part in parts):  # By Reuters and AFP
        return parts
    return names if len(" ".join(parts[len(names) :]).split()) <= 6 else []


def _names(text: str) -> list[str]:
    """Return the names if a short line consists only of names, with or without "By"; otherwise []."""
    if found := _by(text):
        return found
    if len(text) > 80:
        return []
    parts = [_POSTED.sub("", part) for part in _AND.split(" ".join(text.split()).strip(" ,|•·–—-"))]
    return parts if all(map(_is_name, parts)) else []


def _is_name(text: str) -> bool:
    """Return whether it is two to four capitalised words, not counting particles.

    It never is in scripts without capitals.
    """
    words = [word for word in text.split() if not _PARTICLES.fullmatch(word)]
    return 2 <= len(words) <= 4 and all(map(_is_capitalised, words))


def _is_capitalised(word: str) -> bool:
    return (
        word.removeprefix("al-")[:1].isupper()
        and not _NO_NAME.fullmatch(word)
        and re.fullmatch(r"[^\W\d_][^\W\d_’'.-]*(?:[’'.-][^\W\d_]+)*\.?", word) is not None
    )


def _add_author(proposal: Proposal, name: str) -> None:
    if name not in proposal.authors:
        proposal.authors.append(name)


def _read_notes(proposal: Proposal) -> None:
    """Read where the text came from, anywhere in it, and the byline if it is repeated below the text."""
    for block in proposal.blocks:
        if block.left_out or block.kind == "headline":
            continue
        if note := read_chain_note(block.text):
            outlet, address, author = note
            if author:
                _add_author(proposal, author)
            if (outlet or address) and (outlet, address) not in proposal.chain:
                proposal.chain.append((outlet, address))
            _leave_out(block, "note on where it was published")
        elif block.text.removeprefix("By ").strip(" ,") in proposal.authors:
            _leave_out(block, "byline")
