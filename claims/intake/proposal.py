"""Turn a pasted text into a proposal for an article. The editor decides on every part; no part of the text is dropped.

Blocks that seem not to belong to the article are proposed as left out, each with its reason in words.
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import takewhile
from typing import Any

from claims.intake.bylines import (
    is_head,
    is_outlet,
    is_post,
    is_section,
    may_be_names,
    names_by,
    names_of_agency,
    only_names,
)
from claims.intake.dates import read_date_line
from claims.intake.documents.written import mark_of
from claims.intake.furniture import is_list_of_links, read_chain_note, reasons
from claims.intake.language import guess_language
from claims.text.blocks import blocks
from claims.text.lines import lines
from claims.text.normalise import normalise
from claims.text.notes import NOTE, Place
from claims.text.words import each_word, word_spans

_LONGEST_HEADLINE = 250  # characters
_LONGEST_DATE_LINE = 120
_STANDFIRST_WORDS = 60
_NO_LETTERS = re.compile(r"[\W_]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_OUTLET = "name of the outlet"
_HEAD = 8  # blocks below the headline that are searched for byline, date and standfirst
_END = 2  # blocks at the end where a byline may stand


@dataclass(slots=True)
class BlockProposal:
    """`kind` is a value of the block kinds; `why` is the reason for leaving it out, "" if it is not left out.

    `number` and `place` as BlockCut has them: of a note, its mark and where that stands.
    """

    kind: str
    text: str
    left_out: bool = False
    why: str = ""
    number: str = ""
    place: Place | None = None

    @property
    def is_note(self) -> bool:
        return self.kind == NOTE


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


def propose(text: str, *, markdown: bool = False, page: dict[str, Any] | None = None) -> Proposal:
    """Return what the intake form shows first. A text that begins with "# " is always read as Markdown.

    The blocks, with those left out, hold every word of the text, in order. ``page`` is what the document that the text
    is from says beside it (Document.page). Call `refuse_if_unusable` first.
    """
    page = page or {}
    outside = page.get("outside", {})
    text = normalise(text)
    cut = blocks(text, markdown or text.lstrip().startswith("# "))
    proposal = Proposal(language=guess_language(text))
    proposal.blocks = [BlockProposal(one.kind, one.text, number=one.number, place=one.place) for one in cut]
    if kinds := page.get("kinds"):
        for block in proposal.blocks:
            block.kind = kinds.get(mark_of(block.text), block.kind) if block.kind == "paragraph" else block.kind
    furniture = reasons([(block.kind, block.text) for block in proposal.blocks])
    for block, why in zip(proposal.blocks, furniture, strict=True):
        if why:
            _leave_out(block, why)
        elif next(each_word(block.text), None) is None:
            _leave_out(block, "no words in it")
        elif outside and (of_page := outside.get(mark_of(block.text))):
            _leave_out(block, of_page)
    _leave_out_links(proposal.blocks)
    top = _propose_headline(proposal, page.get("headline", ""))
    for block in (block for block in proposal.blocks[:top] if block.kind != "headline"):
        if not block.left_out and not _read_date(proposal, block):
            _read_byline(proposal, block, bare=False)
    _read_head(proposal, proposal.blocks[top : top + _HEAD])
    _read_notes(proposal)
    _read_page(proposal, page)
    return proposal


def read_known_names(proposal: Proposal, known: Callable[[list[str]], Container[str]]) -> None:
    """Take lines at the top and the end for bylines that only the names of known people show to be bylines.

    `known` gets the names that such lines may have, and returns those that somebody has; it is not called without any.
    """
    headline = next(
        (i for i, block in enumerate(proposal.blocks) if block.kind == "headline" and not block.left_out), -1
    )
    top = headline + 1 + _HEAD
    body = [block for block in proposal.blocks if not block.is_note]
    near = [*body[:top], *body[max(top, len(body) - _END) :]]
    open_blocks = (block for block in near if not block.left_out and block.kind != "headline")
    found = [(block, names) for block in open_blocks if (names := may_be_names(block.text))]
    if not found:
        return
    somebodys = known([name for _, names in found for name in names])
    for block, names in found:
        if any(name in somebodys for name in names):
            for name in names:
                _add_author(proposal, name)
            _leave_out(block, "byline")


def _leave_out(block: BlockProposal, why: str) -> None:
    block.left_out, block.why = True, why


def _leave_out_links(found: list[BlockProposal]) -> None:
    """Leave out the lines below "Related articles": two or more without a full stop, or all up to the end."""
    for i, block in enumerate(found):
        if not block.left_out or not is_list_of_links(block.text):
            continue
        below = list(takewhile(lambda one: not one.left_out and _is_link(one.text), found[i + 1 :]))
        behind = found[i + 1 + len(below) : i + 2 + len(below)]
        if len(below) > 1 or not behind or behind[0].left_out:
            for one in below:
                _leave_out(one, "links to other pages")


def _is_link(text: str) -> bool:
    return len(text) <= _LONGEST_DATE_LINE and text[-1] not in '.!…:”"'


def _propose_headline(proposal: Proposal, named: str) -> int:
    """Set the headline; return the index of the first block below it and below its repetition.

    ``named`` is what a page calls its article, "" if it does not say.
    """
    usable = [i for i, block in enumerate(proposal.blocks) if not block.left_out and not block.is_note]
    called = _letters(named)
    chosen = next((i for i in usable if called and _letters(proposal.blocks[i].text) == called), None)
    if chosen is None:
        chosen = next((i for i in usable if proposal.blocks[i].kind == "headline"), None)
    if chosen is None:
        chosen = _doubled(proposal, usable[:_HEAD])
    if chosen is None and len(usable) > 1:
        above = takewhile(lambda i: proposal.blocks[i].kind != "table_cell", usable[: _HEAD + 1])
        tops = [i for i in above if not _is_label(proposal.blocks[i])]
        while len(tops) > 1 and (why := _why_above(proposal, *tops[:2])):
            _leave_out(proposal.blocks[tops.pop(0)], why)
        first = tops[0] if tops else None
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
    return _NO_LETTERS.sub("", text.casefold())


def _is_label(block: BlockProposal) -> bool:
    """Return whether it is a byline, a date line or a note on where the text was published."""
    return _is_date_line(block) or bool(names_by(block.text)) or read_chain_note(block.text) is not None


def _why_above(proposal: Proposal, first: int, second: int) -> str:
    """Return what block `first` is if it stands above the headline; "" if it may be the headline itself."""
    text, below = proposal.blocks[first].text, proposal.blocks[second].text
    if not _may_be_headline(below) or below[-1] in ".:":
        return ""
    if is_outlet(text):
        return _OUTLET
    if is_section(text):
        return "name of a section"
    dated = any(_is_date_line(block) for block in (*proposal.blocks[max(0, first - 1) : first + 2],))
    if dated and len(below.split()) > 3 and (names := only_names(text)) and not is_head(text, dated=True):
        for name in names:
            _add_author(proposal, name)
        return "byline"
    return ""


def _may_be_headline(text: str) -> bool:
    """Return whether it is short and one sentence, or two without a full stop (`Is it safe? Yes, they say`)."""
    if len(text) > _LONGEST_HEADLINE or (len(text) > 120 and text.endswith(".")):
        return False
    sentences = len(lines(text))
    return sentences == 1 or (sentences == 2 and len(text) <= 120 and not text.endswith("."))


def _read_head(proposal: Proposal, head: list[BlockProposal]) -> None:
    """Read byline, date and standfirst from the blocks between headline and text."""
    open_blocks = [block for block in head if not block.left_out]
    prose: list[int] = []
    for i, block in enumerate(open_blocks):
        following = open_blocks[i + 1] if i + 1 < len(open_blocks) else None
        dated = _is_date_line(following) or (i > 0 and _is_date_line(open_blocks[i - 1]))
        if following and is_post(block.text) and (only_names(following.text) or names_by(following.text)):
            _leave_out(block, "byline")
        elif is_outlet(block.text) and read_chain_note(block.text) is None:
            _leave_out(block, _OUTLET)
        elif _read_date(proposal, block) or _read_byline(proposal, block, bare=not prose or dated, dated=dated):
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
    return found is not None and (not found.rest or bool(only_names(found.rest)) or _is_place(found.rest))


def _is_place(text: str) -> bool:
    """Return whether it may be where a text was written, beside its date: one word with a capital, “BRENN”."""
    return re.fullmatch(r"[^\W\d_]{3,30}", text) is not None and text[0].isupper()


def _read_date(proposal: Proposal, block: BlockProposal) -> bool:
    if not _is_date_line(block):
        return False
    found = read_date_line(block.text.strip("*_ "))
    # “New York, 3 May 2026” below a byline is where it was written.
    place, comma, _ = block.text.partition(", ")
    placed = proposal.authors and comma and not any(map(str.isdigit, place))
    names = [] if placed else only_names(found.rest)
    _leave_out(block, "byline and date line" if names else "date line")
    for name in names:
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


def _read_byline(proposal: Proposal, block: BlockProposal, *, bare: bool, dated: bool = False) -> bool:
    text = block.text.strip("*_ ")
    names = names_by(text) or (
        only_names(text) if bare and (dated or block.kind == "paragraph") and not is_head(text, dated=dated) else []
    )
    if not names:
        return False
    for name in names:
        _add_author(proposal, name)
    _leave_out(block, "byline")
    return True


def _read_page(proposal: Proposal, page: dict[str, Any]) -> None:
    """Take what a page says of its article to programs, where its text does not say it."""
    if "published" not in page:  # a document that is no page of the web
        return
    for name in page["authors"] if not proposal.authors else ():
        _add_author(proposal, name)
    if moment := _moment(page["published"]):
        proposal.published_date, proposal.published_time, proposal.zone = moment
    if page["outlet"] and page["outlet"] not in (outlet for outlet, _ in proposal.chain):
        proposal.chain.append((page["outlet"], ""))
    if _LANGUAGE.fullmatch(page["language"]):
        proposal.language = page["language"]
    proposal.headline = proposal.headline or page["headline"][:_LONGEST_HEADLINE]
    if page["behind_pay"]:
        proposal.notes.append("The page says that it is not free to read. Check that its text is whole.")


def _moment(words: str) -> tuple[date, time | None, str] | None:
    """Return (day, time, zone) of a moment in ISO 8601, in UTC if it says how far from that it is."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        try:
            return date.fromisoformat(words[:10]), None, ""  # a time in a form of its own stands behind the day
        except ValueError:
            return None
    if "T" not in words and " " not in words:
        return found.date(), None, ""
    if found.tzinfo is None:
        return found.date(), found.time().replace(second=0, microsecond=0), ""
    try:
        found = found.astimezone(UTC)
    except OverflowError:  # the first or last day that there is
        return None
    return found.date(), found.time().replace(second=0, microsecond=0), "UTC"


def _add_author(proposal: Proposal, name: str) -> None:
    if name not in proposal.authors:
        proposal.authors.append(name)


def _read_notes(proposal: Proposal) -> None:
    """Read where the text came from, anywhere in it, and the byline if it is repeated below the text."""
    for block in proposal.blocks:
        if block.left_out or block.kind == "headline" or block.is_note:
            continue
        if note := read_chain_note(block.text):
            outlet, address, author = note
            if author:
                _add_author(proposal, author)
            if (outlet or address) and (outlet, address) not in proposal.chain:
                proposal.chain.append((outlet, address))
            _leave_out(block, "note on where it was published")
        elif names := names_of_agency(block.text):
            for name in names if not proposal.authors else ():
                _add_author(proposal, name)
            _leave_out(block, "byline")
        elif block.text.removeprefix("By ").strip(" ,") in proposal.authors:
            _leave_out(block, "byline")
    # The page's own outlet published it last.
    proposal.chain += [(block.text, "") for block in proposal.blocks if block.why == _OUTLET]
