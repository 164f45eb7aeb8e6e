"""What leaves the desk of one claim, in words: what it says, what was found, how far the work is, and the sources."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.text import get_text_list

from claims.models import Claim, Evidence
from claims.queries.checked import Checked
from claims.queries.off_record import OUT
from claims.rules.calculations import worked
from claims.states import ClaimState, LineDecision, SignOffKind, Verdict, VerdictFlag

#: The signs of the verdicts; those of the pages are the same (claims/static/claims/factcheck.css).
GLYPHS = {
    Verdict.SUPPORTED: "✓",
    Verdict.REFUTED: "✕",
    Verdict.CONFLICTING: "≠",
    Verdict.NOT_ENOUGH: "?",
    Verdict.NOT_CHECKABLE: "–",
    Verdict.NOT_EXAMINED: "–",
}
_FLAGS = dict(VerdictFlag.choices)


def statement_of(one: Checked) -> str:
    """Return the statement on the words as they stand; the words themselves while there is none."""
    return one.shown(one.claim.standing_statement) or one.claim.quoted


def verdict_of(claim: Claim) -> str:
    """Return the verdict on the words as they stand, with its glyph, its flags and its dates; "" without one."""
    if not claim.standing_verdict:
        return ""
    reworded = claim.standing_verdict == claim.reworded_verdict and claim.wording_applied
    own, label = (
        (claim.reworded_verdict_own, claim.reworded_verdict_label)
        if reworded
        else (claim.verdict_own, claim.verdict_label)
    )
    said = [label if own else f"{GLYPHS[Verdict(claim.standing_verdict)]} {label}"]
    said += [_FLAGS[flag].lower() for flag in claim.verdict_flags if flag in _FLAGS]
    said += [f"for {claim.true_for}"] if claim.true_for else []
    said += [f"known on {day(claim.known_on)}"] if claim.known_on else []
    return ", ".join(said)


def attribution_of(one: Checked) -> str:
    """Return whether the speaker said it, and who that is; "" where the article says it in its own voice."""
    claim = one.claim
    if claim.speaker_id is None:  # whether somebody said it is asked only of a speaker of record
        printed = claim.speaker_as_printed.strip()
        return f"Open: the speaker, printed as “{printed}”, is not named yet" if printed else ""
    return f"{claim.get_attribution_display()} ({one.shown(claim.speaker_cited or claim.speaker_as_printed)})"


def state_of(one: Checked) -> str:
    """Return how far the work on a claim is, and who signed it."""
    claim = one.claim
    if not one.signoffs:
        return f"{claim.get_state_display()}, not signed off"
    names = [_signed(signoff.signer.name, signoff.kind, signoff.signed_at) for signoff in one.signoffs]
    done = "Signed off" if claim.state == ClaimState.SIGNED_OFF else f"{claim.get_state_display()}, approved so far"
    return f"{done} by {get_text_list(names, 'and')}"


def _signed(name: str, kind: str, at: datetime) -> str:
    also = {SignOffKind.LEGAL: ", legal", SignOffKind.CROSS: ", cross-sign"}.get(SignOffKind(kind), "")
    return f"{name} ({day(timezone.localtime(at))}{also})"


def decision_of(one: Checked) -> str:
    """Return its line decision with the proposed words and why; "" where the words are kept."""
    claim = one.claim
    if claim.line_decision == LineDecision.KEEP:
        return ""
    words = claim.get_line_decision_display() + (" (must be changed)" if claim.must_fix else "")
    words += f", to “{one.shown(claim.proposed_words)}”" if claim.proposed_words else ""
    if claim.wording_applied:
        words += ". The text has it."
    elif not one.proposes:
        words += f". {claim.stet_by} lets the words stand: {one.shown(claim.stet_reason)}"
    return f"{words.rstrip('.')}. Why: {one.shown(claim.decision_reason)}" if claim.decision_reason else words


def source_of(one: Checked, evidence: Evidence) -> str:
    """Return a piece of evidence as its source, with what it does for the claim; what is off the record never comes."""
    title = " ".join(evidence.source.title.split())
    return f"{evidence.get_stance_display()}: {title}{after_title(one, evidence, evidence.source.address)}"


def after_title(one: Checked, evidence: Evidence, address: str = "") -> str:
    """Return what is said of a piece of evidence behind the title of its source, with the address that is given."""
    source = evidence.source
    parts = [source.author, source.publisher, day(source.published_on), address, one.shown(evidence.locator)]
    words = f": {calculated}" if (calculated := _calculated(one, evidence)) else ""
    words += "".join(f", {' '.join(part.split())}" for part in parts if part)
    words += "" if evidence.counts else " (not confirmed yet)"
    return f"{words} (withdrawn: {one.shown(source.withdrawn)})" if source.withdrawn else words


def _calculated(one: Checked, evidence: Evidence) -> str:
    """Return a calculation in words, or OUT if a figure of it is from what does not leave the desk."""
    if not evidence.calculation:
        return ""
    of = worked(evidence.calculation, one.evidence)
    return OUT if any(figure.gone for figure in of.inputs) else one.shown(of.words)


def day(at: object) -> str:
    """Return a date in words, "3 October 2020"; "" for none."""
    return at.strftime("%-d %B %Y") if at else ""  # type: ignore[attr-defined]


def said_of(one: Checked) -> list[tuple[str, str]]:
    """Return (label, words) of what is said of a claim, without its statement and its sources."""
    rows = [
        ("Verdict", verdict_of(one.claim) or "None yet"),
        ("Attribution", attribution_of(one)),
        ("State", state_of(one)),
        ("Line decision", decision_of(one)),
    ]
    return [(label, words) for label, words in rows if words]


def cited_once(one: Checked) -> list[Evidence]:
    """Return a claim's evidence, without what would be said in the same words."""
    found: dict[str, Evidence] = {}
    for evidence in one.evidence:
        found.setdefault(source_of(one, evidence), evidence)
    return list(found.values())


def sources_of(one: Checked) -> Sequence[str]:
    """Return each source of a claim once for each thing that it does for it."""
    return [source_of(one, evidence) for evidence in cited_once(one)]


def plain_of(one: Checked) -> str:
    """Return a claim with its sources as plain text."""
    claim = one.claim
    rows = [f"Claim {claim.number}: {statement_of(one)}", f"In the article: “{claim.quoted}”"]
    rows += [f"{label}: {words}" for label, words in said_of(one)]
    rows += ["Sources:", *(f"{at}. {words}" for at, words in enumerate(sources_of(one), 1))] if one.evidence else []
    return "\n".join(rows)
