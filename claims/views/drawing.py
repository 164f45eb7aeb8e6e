"""How the galley is drawn: each state's class and words, for the eye and for a reader of screens. No query."""

from dataclasses import dataclass, field
from itertools import groupby

from claims.forms.bench import open_runs
from claims.states import ClaimState
from claims.text.coverage import PARTLY, UNTOUCHED

#: The meter's order, most advanced first, with the legend's words.
LEGEND = [
    (ClaimState.SIGNED_OFF, "signed off"),
    (ClaimState.CHANGED, "changed since sign-off"),
    (ClaimState.IN_REVIEW, "in review"),
    (ClaimState.CHECKING, "checking"),
    (ClaimState.OPEN, "open"),
    ("marked", "no claim here"),
]


@dataclass(slots=True)
class DrawnLine:
    """``sign`` is a class, ``says`` its words; ``runs`` are (text, class, address, numbers, title) in order."""

    number: int
    block: int
    start: int
    sign: str
    says: str
    partly: bool
    nothing: bool
    open: str
    mark: int | None
    current: bool
    runs: list


@dataclass(slots=True)
class DrawnBlock:
    kind: str
    lines: list = field(default_factory=list)
    left_out: list = field(default_factory=list)


def draw(galley, *, base, current, chosen):
    """The galley's blocks as DrawnBlocks, neighbours that were left out as one.

    ``base`` is the address of the article's claims, to which a number and a slash are added; ``chosen`` is the number
    of the open claim, or None.
    """
    blocks = []
    for out, group in groupby(galley.blocks, key=lambda one: one.block.left_out):
        if out:
            blocks.append(DrawnBlock("left_out", left_out=[one.block for one in group]))
            continue
        for one in group:
            lines = [_line(line, base, line.number == current, chosen) for line in one.lines]
            blocks.append(DrawnBlock(one.block.kind, lines))
    return blocks


def _line(line, base, current, chosen):
    partly = line.coverage.state == PARTLY
    if line.claims:
        sign, says = f"s-{line.claims[0].state}", line.claims[0].get_state_display().lower()
    elif line.coverage.state == UNTOUCHED:
        sign, says = "s-untouched", "not covered"
    else:
        sign, says = "s-nothing", "no claim here"
    return DrawnLine(
        number=line.number,
        block=line.line.block_id,
        start=line.line.start,
        sign=sign,
        says=f"{says}, partly covered" if partly else says,
        partly=partly,
        nothing=not line.claims and not partly and line.coverage.state != UNTOUCHED,
        open=open_runs(line),
        mark=max((mark.pk for mark in line.marks), default=None),
        current=current,
        runs=[_run(segment, base, chosen) for segment in line.segments],
    )


def _run(segment, base, chosen):
    if segment.claims:
        numbers = [claim.number for claim in segment.claims]
        style = f"seg s-{segment.claims[0].state}"
        if len(numbers) > 1:
            style += f" many also-{segment.claims[1].state}"
        if chosen in numbers:
            style += " sel"
        title = "; ".join(f"Claim {claim.number}, {claim.get_state_display().lower()}" for claim in segment.claims)
        return segment.text, style, f"{base}{next_claim(numbers, chosen)}/", " ".join(map(str, numbers)), title
    if segment.mark:
        return segment.text, "s-nothing", "", "", f"No claim here: {segment.mark.reason}"
    return segment.text, "", "", "", ""


def next_claim(numbers, chosen):
    """Which of the claims over the same words a click opens: the first, or the one after the one that is open."""
    return numbers[(numbers.index(chosen) + 1) % len(numbers)] if chosen in numbers else numbers[0]


def legend(galley):
    """The meter and its words: (class, words, lines, where it begins) for each state that some line is in."""
    rows, at = [], 0
    for state, words in LEGEND:
        count = galley.counts[state]
        if count:
            rows.append(("s-nothing" if state == "marked" else f"s-{state}", words, count, at))
            at += count
    return rows


def reading(names):
    """Who else reads it now, as a sentence; empty for nobody."""
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} others"]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
    return f"{listed} {'is' if len(names) == 1 else 'are'} reading" if names else ""
