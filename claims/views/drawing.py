"""What a workbench has for each line, each claim and each word, as HTML: a template would take ten times as long.

Everything that is put in is escaped. No query.
"""

from dataclasses import dataclass, field
from itertools import groupby

from django.utils.safestring import mark_safe

from claims.editing.marks import reason_that_fits
from claims.forms.bench import open_runs
from claims.html import html, joined, run_on
from claims.models.claim import STATE_LABELS
from claims.queries.drafts import told, why
from claims.queries.workbench import listed_words
from claims.states import ClaimState, Verdict
from claims.templatetags.claim_rows import cut, note_links, verdict_class
from claims.templatetags.desk_words import SELECTED
from claims.text.counted import plural
from claims.text.coverage import PARTLY, UNTOUCHED

STATES = {state: label.lower() for state, label in STATE_LABELS.items()}
#: Characters of a claim's statement that the panel's list of claims shows, and the list of claims to link with.
LISTED, OFFERED = 140, 70
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
    """A line as HTML, and its suggestions. ``number`` is a string: templates format numbers by locale."""

    number: str
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


def offered(line, language, reasons):
    """Return the index of the desk's reason for no claim that fits what is open of a line; "" if none does."""
    fits = reason_that_fits(line, language)
    return reasons.index(fits) if fits in reasons else ""


def draw(galley, *, base, here, current, chosen, drafts, language="", reasons=()):
    """Return the galley's blocks as DrawnBlocks; neighbouring left-out blocks become one.

    ``base`` is the URL of the article's claims, to which a number and a slash are added; ``here`` that of the page;
    ``chosen`` is the number of the open claim, or None; ``drafts`` are the open suggestions by line; ``reasons`` the
    desk's for no claim, one of which is offered for a line in the article's ``language``.
    """
    blocks = []
    for out, group in groupby(galley.blocks, key=lambda one: one.block.left_out):
        if out:
            left_out = [one.block for one in group]
            why_out = ", ".join(reason for reason, _ in groupby(block.left_out_reason for block in left_out))
            blocks.append(DrawnBlock("left_out", left_out=left_out, reasons=why_out))
            continue
        for one in group:
            lines = []
            for line in one.lines:
                near = drafts.get(line.number, [])
                fits = offered(line, language, reasons)
                words = _line(line, base, here, line.number == current, chosen, len(near), fits)
                drawn = [
                    DrawnDraft(str(one.pk), one.statement or one.words, told(one, language), why(one)) for one in near
                ]
                lines.append(DrawnLine(str(line.number), words, drawn))
            blocks.append(DrawnBlock(one.block.kind, lines))
    return blocks


#: Verdicts, the gravest first: a line shows the first of these that one of its claims has.
GRAVEST = [
    Verdict.REFUTED,
    Verdict.CONFLICTING,
    Verdict.NOT_ENOUGH,
    Verdict.NOT_CHECKABLE,
    Verdict.NOT_EXAMINED,
    Verdict.SUPPORTED,
]


def verdicts(galley):
    """Return (classes, words, claims) of the verdicts in a galley, the gravest first; claims without one are last."""
    judged = sorted((claim for claim in galley.claims if claim.verdict), key=_gravity)
    found = [
        (verdict_class(same[0]), words.lower(), len(same))
        for (_, words), group in groupby(judged, key=_gravity)
        if (same := list(group))
    ]
    others = len(galley.claims) - len(judged)
    return [*found, ("", "without a verdict", others)] if found and others else found


def _gravity(claim):
    return GRAVEST.index(claim.verdict), claim.verdict_label


#: A line of the galley. The words in it are exactly those of the line; those of claims are links.
_LINE = """<div class="line{nothing}" id="line-{number}" data-block="{block}" data-start="{start}"
 data-open="{open}" data-reason="{reason}"{mark}{current}>
<a class="no" href="{here}?line={number}#line-{number}"><span class="vh">Line </span>{number}</a>
<span class="sign {sign}"><span class="vh">{says}</span>{verdict}{partly}{pencil}{backed}</span>
<div class="txt" dir="auto"{number_of_note}>{words}</div>
{notes}</div>
"""
#: The mark of a note stands at its place by style alone, so that the words stay those of the line.
_NOTED = '<i class="noted" data-number="{}"></i>'
_FOUND = '<i class="{}" aria-hidden="true">{}</i>'
_PARTLY = mark_safe('<span class="partly" aria-hidden="true">…</span>')
_PENCIL = mark_safe('<span class="pencil" aria-hidden="true">✎</span>')
_BACKED = '<span class="backed" aria-hidden="true" title="Backing from the writer: {0}">†{0}</span>'
_CURRENT = mark_safe(' aria-current="true"')


def _line(line, base, here, current, chosen, suggestions, reason):
    partly, untouched = line.coverage.state == PARTLY, line.coverage.state == UNTOUCHED
    if line.claims:
        sign, says = f"s-{line.claims[0].state}", STATES[line.claims[0].state]
    elif untouched:
        sign, says = "s-untouched", "not covered"
    else:
        sign, says = "s-nothing", "no claim here"
    gravest = min((claim for claim in line.claims if claim.verdict), key=_gravity, default=None)
    if gravest:
        says += f", {gravest.verdict_label.lower()}"
    if partly:
        says += ", partly covered"
    if suggestions:
        says += f", {plural(suggestions, 'suggestion')}"
    if line.backing:
        says += f", {plural(line.backing, 'piece')} of backing"
    return html(
        _LINE,
        nothing="" if line.claims or partly or untouched else " s-nothing",
        number=line.number,
        block=line.line.block_id,
        start=line.line.start,
        open=open_runs(line),
        reason=reason,
        mark=html(' data-mark="{}"', max(mark.pk for mark in line.marks)) if line.marks else "",
        current=_CURRENT if current else "",
        here=here,
        sign=sign,
        says=says,
        verdict=html(_FOUND, verdict_class(gravest), gravest.verdict_glyph) if gravest else "",
        partly=_PARTLY if partly and (line.claims or line.marks) else "",
        pencil=_PENCIL if suggestions else "",
        backed=html(_BACKED, line.backing) if line.backing else "",
        words=run_on("", [_run(segment, base, chosen, line.noted) for segment in line.segments]),
        number_of_note=html(' data-number="{}"', line.note[0]) if line.note else "",
        notes=note_links(line) if line.note or line.noted else "",
    )


def _noted(segment, noted):
    """Return the words of a segment with the marks of the notes that stand in them, as HTML or not escaped."""
    parts, at = [], segment.start
    for mark, place, _ in noted:
        if segment.start < place <= segment.end or place == segment.start == 0:
            parts += [segment.text[at - segment.start : place - segment.start], html(_NOTED, mark)]
            at = place
    return run_on("", [*parts, segment.text[at - segment.start :]]) if parts else segment.text


def _run(segment, base, chosen, noted=()):
    """Return a run of words: a link as HTML if claims cover it, a span if it is marked; else the words, not escaped."""
    words = _noted(segment, noted) if noted else segment.text
    if segment.claims:
        numbers = [claim.number for claim in segment.claims]
        style = f"seg s-{segment.claims[0].state}"
        if len(numbers) > 1:
            style += f" many also-{segment.claims[1].state}"
        if chosen in numbers:
            style += " sel"
        title = "; ".join(_title(claim) for claim in segment.claims)
        return html(
            '<a class="{}" href="{}{}/" data-claims="{}" title="{}" draggable="false">{}</a>',
            style,
            base,
            next_claim(numbers, chosen),
            " ".join(map(str, numbers)),
            title,
            words,
        )
    if segment.mark:
        reason = segment.mark.reason
        return html('<span class="s-nothing" title="No claim here: {}">{}</span>', reason, words)
    return words


def _title(claim):
    verdict = f", {claim.verdict_label.lower()}" if claim.verdict else ""
    return f"Claim {claim.number}, {STATES[claim.state]}{verdict}"


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


def printed_list(claims):
    """Return the items of the list of claims that is printed under the galley, as HTML."""
    rows = (
        (one.number, one.line_number, STATE_LABELS[one.state], f", {one.verdict_label}" if one.verdict else "", one)
        for one in claims
    )
    item = '<li>\n<b>Claim {}, line {}: {}{}</b>\n<span dir="auto">{}</span>\n</li>'
    return joined("\n", item, rows)


def _place(claim):
    if claim.state == ClaimState.RETIRED:
        return f"Claim {claim.number}"
    return f"Line {claim.line_number}" if claim.line_number else "No line"


def listed(claims, base):
    """Return the items of the panel's list of claims, as HTML; ``base`` as in draw."""
    rows = (
        (
            _place(one),
            base,
            one.number,
            cut(str(one), LISTED),
            one.state,
            STATE_LABELS[one.state],
            html('\n<span class="pill {}">{}</span>', verdict_class(one), one.verdict_label) if one.verdict else "",
        )
        for one in claims
    )
    item = """<li>
<span class="how">{}</span>
<a href="{}{}/" dir="auto">{}</a>
<span class="pill s-{}">{}</span>{}
</li>"""
    return joined("\n", item, rows)


def link_options(claims, claim, chosen):
    """Return the claims that ``claim`` can be linked with as the options of a list, as HTML; ``chosen`` is a number."""
    rows = (
        (one.number, SELECTED if str(one.number) == str(chosen) else "", one.number, cut(str(one), OFFERED))
        for one in claims
        if one.pk != claim.pk and one.state != ClaimState.RETIRED
    )
    return joined("\n", '<option value="{}"{}>{}: {}</option>', rows)


def word_options(line, words):
    """Return a galley line's words as the options of a list, as HTML; ``words`` as in words_of.

    Of a very long line, its first and last words.
    """
    block = line.line.block_id
    first, missing, last = listed_words(words)
    rows = (((block, start, end, word) for start, end, word in part) for part in (first, last))
    before, behind = (joined("\n", '<option value="{}:{}:{}">{}</option>', part) for part in rows)
    return before + _not_listed(missing) + behind if missing else before


def _not_listed(missing):
    """Return the option of a list, as HTML, that says how many words of a line are not in it."""
    return html("<option disabled>… {} words are not listed …</option>", f"{missing:,}")
