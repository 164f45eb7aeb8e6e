"""Evidence earns a verdict by where it comes from: each rule of the desk, judged on what is loaded, said in words.

The rules are those of docs/product.md, "Evidence". A rule that does not apply to a claim as it stands says nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from claims.models import Claim, Evidence
from claims.rules.calculations import calculations, worked
from claims.rules.case import NAMED, Case, Linked, Log, One, Said
from claims.rules.links import compatible, denies
from claims.rules.printed import plain_number
from claims.rules.reply import reply
from claims.rules.said import not_found, primary, reports
from claims.rules.truth import locator, reference, truth
from claims.rules.weight import Standing, Weighed, weigh
from claims.states import (
    Attribution,
    BearsOn,
    ClaimState,
    LineDecision,
    LinkKind,
    RuleCode,
    RuleLevel,
    Stance,
    Verdict,
)
from claims.text.answers import says_something, says_something_about
from claims.text.printed import figures_not_in

_SHORT = 80  # characters of an excerpt that a rule quotes


@dataclass(frozen=True)
class Finding:
    """What one rule says about one claim: what is met, or what exactly is still to do.

    ``about`` tells it apart from what the same rule says of something else: the id of a piece of evidence, the number
    of a claim, a verdict, or figures.
    """

    code: RuleCode
    level: RuleLevel
    ok: bool
    words: str
    about: str = ""

    @property
    def key(self) -> str:
        """What a reason for passing it is kept under: it covers this, and nothing that comes later."""
        return f"{self.code}:{self.about}" if self.about else str(self.code)


_NOBODY = Log()


def evaluate(
    claim: Claim,
    *,
    evidence: Iterable[Evidence],
    linked: Iterable[Linked],
    standings: Mapping[int, Standing],
    levels: Mapping[str, str],
    log: Log = _NOBODY,
    unheld: Iterable[int] = (),
    verdict: str | None = None,
) -> list[Finding]:
    """Every rule of ``levels`` that applies to the claim, judged as if its verdict were ``verdict`` (None: its own).

    Only evidence that counts is judged, each by its Standing (by its id); what has none is left out. ``unheld`` are the
    ids of evidence whose verbatim excerpt no captured text of its source holds. Loaded beforehand: of each evidence the
    source; of each linked claim its own columns and its speaker.
    """
    linked = [Linked(*link) for link in linked]
    case = Case(
        claim=claim,
        verdict=claim.verdict if verdict is None else verdict,
        weighed=weighed_of(claim, evidence, linked, standings),
        linked=linked,
        log=log,
        rules=frozenset(code for code, level in levels.items() if level != RuleLevel.OFF),
        unheld=frozenset(unheld),
    )
    return [
        Finding(code, RuleLevel(levels[code]), *said)
        for code, rule in _RULES.items()
        if code in case.rules
        for said in rule(case)
    ]


def weighed_of(
    claim: Claim, evidence: Iterable[Evidence], linked: Iterable[Linked], standings: Mapping[int, Standing]
) -> list[Weighed]:
    """The evidence of a claim that counts, weighed; loaded is what ``evaluate`` asks for.

    Evidence without a Standing was added after those were read: it is judged by the next answer.
    """
    deniers = {
        other.speaker.who
        for kind, direction, other, _ in linked
        if kind == LinkKind.DENIES and direction == "in" and other.speaker and other.state != ClaimState.RETIRED
    }
    return [weigh(claim, e, standings[e.pk], deniers) for e in evidence if e.counts and e.pk in standings]


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Unmet rules that keep the claim from review."""
    return [f for f in findings if not f.ok and f.level == RuleLevel.BLOCK]


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    """Unmet rules of which each is passed by a reason of its own (``Claim.rules_passed``)."""
    return [f for f in findings if not f.ok and f.level == RuleLevel.WARN]


def unpassed(claim: Claim, findings: Iterable[Finding]) -> list[Finding]:
    """Warnings that the claim gives no reason for."""
    return [finding for finding in warnings(findings) if not claim.rules_passed.get(finding.key, "").strip()]


def _answer(case: Case) -> Said:
    against = _against(case)
    unanswered = [w for w in against if not _answered(case, w)]
    reworded = " Say whether it speaks against the words as reworded, too." if _rewords(case.claim) else ""
    found: list[One] = [
        (
            False,
            f"Answer {w.name}, which {w.item.get_stance_display().lower()} the claim: write a short answer beside it, "
            f"or a line in the rationale that names it.{reworded}",
            str(w.item.pk),
        )
        for w in unanswered
    ]
    if against and not found:
        found = [(True, f"There is an answer to {_names(against)}; the reviewer reads whether it holds.")]
    return found


def _against(case: Case) -> list[Weighed]:
    """What speaks against the verdict, on the words as they are or as reworded, or against that it was said."""
    claim = case.claim
    stances = {Stance.SUPPORTS if case.verdict == Verdict.REFUTED else Stance.CONTRADICTS}
    if _rewords(claim) and claim.reworded_verdict != Verdict.REFUTED:
        stances.add(Stance.CONTRADICTS)
    confirmed = claim.attribution in (Attribution.PRIMARY, Attribution.REPORTS)
    return [
        w
        for w in case.weighed
        if (w.on_truth and w.item.stance in stances)
        or (confirmed and w.item.bears_on != BearsOn.TRUE and w.item.stance == Stance.CONTRADICTS)
    ]


def _rewords(claim: Claim) -> bool:
    return claim.line_decision == LineDecision.REWORD and bool(claim.reworded_verdict)


def _answered(case: Case, weighed: Weighed) -> bool:
    """Whether a piece has an answer of its own, or the rationale has a line about it."""
    if says_something(weighed.item.answer):
        return True
    source = weighed.item.source
    others = [w.item.source for w in case.weighed if w.item.source_id != weighed.item.source_id]
    shared = {name.casefold() for other in others for name in (other.publisher, other.author)}
    names = [source.title, *(name for name in (source.publisher, source.author) if name.casefold() not in shared)]
    return says_something_about(case.claim.rationale, names)


def _figures(case: Case) -> Said:
    claim = case.claim
    if not claim.rationale.strip():
        return []
    language = claim.article.language
    texts = [
        (claim.statement, language),
        (claim.quoted, language),
        (claim.reworded_statement, language),
        (claim.proposed_words, language),
        (claim.true_for, language),
        (claim.attribution_note, language),
        (f"{plain_number(claim.figure_value)} {plain_number(claim.figure_high)}", "en"),
    ]
    for w in case.weighed:
        item = w.item
        texts += [(item.excerpt, item.excerpt_language or item.source.language), (item.translation, language)]
        texts += [(text, language) for text in (item.figure_found, item.note, item.answer, item.locator)]
        if item.calculation:
            of = worked(item.calculation, ())
            texts += [(of.checked.words, "en"), *((one.figure, language) for one in of.inputs)]
    lacking = figures_not_in(claim.rationale, texts, language)
    if not lacking:
        return []
    named = ", ".join(f"“{one.words}”" for one in lacking[:NAMED])
    more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
    words = (
        f"The rationale says {named}{more}, which is neither in the statement nor in the evidence. "
        "Correct the rationale, or write into the evidence where the figure stands."
    )
    return [(False, words, f"{','.join(plain_number(one.value) for one in lacking[:NAMED])}{more}")]


def _excerpt(case: Case) -> Said:
    """The reason for passing it covers these words, and no others that are put in their place."""
    return [
        (
            False,
            f"No captured text of {w.name} holds the excerpt “{_short(w.item.excerpt)}” word for word. Correct it, "
            "label it a gist, or add a copy of what you read to the source.",
            f"{w.item.pk}:{sha256(w.item.excerpt.encode()).hexdigest()[:8]}",
        )
        for w in case.weighed
        if w.item.pk in case.unheld
    ]


def _short(words: str) -> str:
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"


def _names(weighed: Iterable[Weighed]) -> str:
    return ", ".join(dict.fromkeys(w.name for w in weighed))


#: Every rule but the gate's own, in the order in which they are shown.
_RULES = {
    RuleCode.TRUTH: truth,
    RuleCode.REFERENCE: reference,
    RuleCode.LOCATOR: locator,
    RuleCode.ANSWER: _answer,
    RuleCode.FIGURES: _figures,
    RuleCode.CALCULATION: calculations,
    RuleCode.EXCERPT: _excerpt,
    RuleCode.PRIMARY: primary,
    RuleCode.REPORTS: reports,
    RuleCode.NOT_FOUND: not_found,
    RuleCode.REPLY: reply,
    RuleCode.LINKED: compatible,
    RuleCode.DENIES: denies,
}
