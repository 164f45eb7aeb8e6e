"""What the galley's template prints: each state's CSS class, and its words for screen readers. No query."""

from dataclasses import dataclass, field
from itertools import groupby

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from claims.forms.bench import open_runs
from claims.queries.drafts import told, why
from claims.states import ClaimState
from claims.text.counted import plural
from claims.text.coverage import PARTLY, UNTOUCHED

STATES = {state.value: state.label.lower() for state in ClaimState}
#: The order of the meter, most advanced first, with the words of the legend.
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
    """Strings, since templates format numbers by locale, which is slow. ``sign`` is a class, ``says`` its words.

    ``html`` is exactly the line's words; those of claims are links.
    """

    number: str
    block: str
    start: str
    sign: str
    says: str
    partly: bool
    nothing: bool
    open: str
    mark: str
    current: bool
    html: str
    drafts: list


@dataclass(slots=True)
class DrawnDraft:
    """``pk`` is a string; ``told``: who says it, and how; ``why``: the reason, and how the speaker was found."""

    pk: str
    statement: str
    told: str
    why: str


@dataclass(slots=True)
class DrawnBlock:
    """``lines`` to draw; or what is ``left_out``, with its ``reasons`` in words."""

    kind: str
    lines: list = field(default_factory=list)
    left_out: list = field(default_factory=list)
    reasons: str = ""


def draw(galley, *, base, current, chosen, drafts):
    """Return the galley's blocks as DrawnBlocks; neighbouring left-out blocks become one.

    ``base`` is the URL of the article's claims, to which a number and a slash are added; ``chosen`` is the number of
    the open claim, or None; ``drafts`` are the open suggestions by line.
    """
    blocks = []
    for out, group in groupby(galley.blocks, key=lambda one: one.block.left_out):
        if out:
            left_out = [one.block for one in group]
            reasons = ", ".join(reason for reason, _ in groupby(block.left_out_reason for block in left_out))
            blocks.append(DrawnBlock("left_out", left_out=left_out, reasons=reasons))
            continue
        for one in group:
            lines = [
                _line(line, base, line.number == current, chosen, drafts.get(line.number, [])) for line in one.lines
            ]
            blocks.append(DrawnBlock(one.block.kind, lines))
    return blocks


def _line(line, base, current, chosen, drafts):
    partly = line.coverage.state == PARTLY
    if line.claims:
        sign, says = f"s-{line.claims[0].state}", STATES[line.claims[0].state]
    elif line.coverage.state == UNTOUCHED:
        sign, says = "s-untouched", "not covered"
    else:
        sign, says = "s-nothing", "no claim here"
    if partly:
        says += ", partly covered"
    if drafts:
        says += f", {plural(len(drafts), 'suggestion')}"
    mark = max((mark.pk for mark in line.marks), default="")
    return DrawnLine(
        number=str(line.number),
        block=str(line.line.block_id),
        start=str(line.line.start),
        sign=sign,
        says=says,
        partly=partly and bool(line.claims or line.marks),
        nothing=not line.claims and not partly and line.coverage.state != UNTOUCHED,
        open=open_runs(line),
        mark=str(mark),
        current=current,
        drafts=[DrawnDraft(str(one.pk), one.statement or one.words, told(one), why(one)) for one in drafts],
        html=mark_safe("".join(_run(segment, base, chosen) for segment in line.segments)),  # noqa: S308 - each run is escaped
    )


def _run(segment, base, chosen):
    """Return a run of words as escaped HTML: a link if claims cover it, a span if it is marked, else only the words."""
    if segment.claims:
        numbers = [claim.number for claim in segment.claims]
        style = f"seg s-{segment.claims[0].state}"
        if len(numbers) > 1:
            style += f" many also-{segment.claims[1].state}"
        if chosen in numbers:
            style += " sel"
        title = "; ".join(f"Claim {claim.number}, {STATES[claim.state]}" for claim in segment.claims)
        return format_html(
            '<a class="{}" href="{}{}/" data-claims="{}" title="{}" draggable="false">{}</a>',
            style,
            base,
            next_claim(numbers, chosen),
            " ".join(map(str, numbers)),
            title,
            segment.text,
        )
    if segment.mark:
        reason = segment.mark.reason
        return format_html('<span class="s-nothing" title="No claim here: {}">{}</span>', reason, segment.text)
    return escape(segment.text)


def next_claim(numbers, chosen):
    """Return the claim that a click on shared words opens: the first, or the one after the claim that is open."""
    return numbers[(numbers.index(chosen) + 1) % len(numbers)] if chosen in numbers else numbers[0]


def legend(galley):
    """Return the meter and its words: (class, words, lines, start) for each state of at least one line."""
    rows, at = [], 0
    for state, words in LEGEND:
        count = galley.counts[state]
        if count:
            rows.append(("s-nothing" if state == "marked" else f"s-{state}", words, count, at))
            at += count
    return rows


def meter_words(galley, legend):
    """Return what the meter shows as a sentence; ``legend`` holds its rows."""
    counts = [f"{count} {words}" for _, words, count, _ in legend]
    return f"{plural(len(galley.lines), 'line')}: {', '.join([*counts, f'{len(galley.open_lines)} not covered'])}"


def reading(names):
    """Return who else is reading the article now, as a sentence; empty if nobody is."""
    if len(names) > 3:
        names = [*names[:2], f"{len(names) - 2} others"]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
    return f"{listed} {'is' if len(names) == 1 else 'are'} reading" if names else ""
