"""Evidence earns a verdict by where it comes from: each rule of the desk, judged on what is loaded, said in words.

The rules are those of docs/product.md, "Evidence". A rule that does not apply to a claim as it stands says nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from claims.models import Claim, Evidence
from claims.rules.printed import Around, stale
from claims.rules.weight import Sides, Weighed, independent, weigh
from claims.states import (
    Attribution,
    BearsOn,
    ClaimKind,
    ClaimState,
    Directness,
    LineDecision,
    LinkKind,
    Reply,
    RiskFlag,
    RuleCode,
    RuleLevel,
    SpeakerKind,
    SpeechAct,
    Stance,
    Verdict,
)

#: Kinds that a work from the desk's reference list settles.
REFERENCE_KINDS = {ClaimKind.NAME, ClaimKind.DATE_PLACE}


class Linked(NamedTuple):
    """A claim linked to the one judged: "out" when the judged claim denies, repeats or is part of it, else "in".

    Its evidence is shown beside the claim and counts for nothing here.
    """

    kind: str  # of LinkKind
    direction: str
    claim: Claim
    evidence: Collection[Evidence] = ()


@dataclass(frozen=True)
class Finding:
    """What one rule says about one claim: what is met, or what exactly is still to do."""

    code: RuleCode
    level: RuleLevel
    ok: bool
    words: str


def evaluate(
    claim: Claim,
    *,
    evidence: Iterable[Evidence],
    linked: Iterable[Linked],
    sides: Sides,
    levels: Mapping[str, str],
    verdict: str | None = None,
) -> list[Finding]:
    """Every rule of ``levels`` that applies to the claim, judged as if its verdict were ``verdict`` (None: its own).

    Only evidence that counts is judged. Loaded beforehand: of each evidence the source and its origins up
    to the root, nothing of their speakers but the id; of each linked claim its own columns.
    """
    linked = [Linked(*link) for link in linked]
    deniers = {
        other.speaker_id
        for kind, direction, other, _ in linked
        if kind == LinkKind.DENIES and direction == "in" and other.speaker_id and other.state != ClaimState.RETIRED
    }
    case = _Case(
        claim=claim,
        verdict=claim.verdict if verdict is None else verdict,
        weighed=[weigh(claim, e, sides, deniers) for e in evidence if e.counts],
        linked=linked,
        rules=frozenset(code for code, level in levels.items() if level != RuleLevel.OFF),
    )
    return [
        Finding(code, RuleLevel(levels[code]), ok, words)
        for code, rule in _RULES.items()
        if code in case.rules
        for ok, words in rule(case)
    ]


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Unmet rules that keep the claim from review."""
    return [f for f in findings if not f.ok and f.level == RuleLevel.BLOCK]


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    """Unmet rules that a written reason (``Claim.rules_passed``) passes."""
    return [f for f in findings if not f.ok and f.level == RuleLevel.WARN]


def is_attributed(claim: Claim) -> bool:
    """Whether the article says it as somebody else's word; else it is the article's own voice."""
    return claim.speaker is not None and claim.speaker.kind != SpeakerKind.PUBLICATION


def required_to_send(claim: Claim, around: Around) -> list[str]:
    """What a claim lacks before any rule is asked, in words; empty when it may go to review.

    ``around`` is the text that its words stand in. Loaded: its speaker and its article.
    """
    missing = []
    if not claim.quoted.strip():
        missing.append("Choose the words in the article that hold the claim.")
    if not claim.statement.strip():
        missing.append("Write a statement that stands alone.")
    if not claim.verdict:
        missing.append("Choose a verdict.")
    if is_attributed(claim) and claim.attribution in (Attribution.OPEN, Attribution.NOT_APPLICABLE):
        missing.append("Answer whether the speaker said it: the attribution is open.")
    missing += [words for _, words in unexamined(claim)]
    if claim.line_decision == LineDecision.REWORD and not (
        claim.proposed_words.strip() and claim.reworded_statement.strip() and claim.reworded_verdict
    ):
        missing.append("A reword says the proposed words, and the statement and the verdict as reworded.")
    return missing + stale(claim, around)


def unexamined(claim: Claim) -> list[tuple[str, str]]:
    """Why a claim that is judged “truth not examined”, as it stands or as reworded, may not be: (field, words) each.

    Empty where it may, or is judged otherwise. Asked when a claim is saved, sent and signed. Loaded: its speaker.
    """
    reworded = claim.reworded_verdict if claim.line_decision == LineDecision.REWORD else ""
    if Verdict.NOT_EXAMINED not in (claim.verdict, reworded):
        return []
    verdict = "verdict" if claim.verdict == Verdict.NOT_EXAMINED else "reworded_verdict"
    lacks = []
    if not is_attributed(claim):
        lacks.append((verdict, "Examine the truth: the article says this in its own voice."))
    elif claim.verb_endorses:
        lacks.append((verdict, "Examine the truth: the verb says that it is so, not just that it was said."))
    if claim.risk_flags:
        lacks.append((verdict, "Examine the truth: the claim carries a risk flag."))
    if not claim.rationale.strip():
        lacks.append(("rationale", "Say in the rationale why the truth was not examined."))
    return lacks


@dataclass(frozen=True)
class _Case:
    claim: Claim
    verdict: str
    weighed: list[Weighed]
    linked: list[Linked]
    rules: frozenset[str]

    def counting(self, stance: Stance) -> list[Weighed]:
        return [w for w in self.weighed if w.item.stance == stance and not w.why_not]


type _Said = Iterable[tuple[bool, str]]


def _truth(case: _Case) -> _Said:
    # A name, a place or a date has a rule of its own, where the desk keeps it.
    if case.claim.kind in REFERENCE_KINDS and RuleCode.REFERENCE in case.rules:
        return []
    return _grounds(case, reference=False)


def _reference(case: _Case) -> _Said:
    return _grounds(case, reference=True) if case.claim.kind in REFERENCE_KINDS else []


def _grounds(case: _Case, reference: bool) -> _Said:
    if case.verdict == Verdict.CONFLICTING:
        return [_balance(case)]
    stances: dict[str, Stance] = {Verdict.SUPPORTED: Stance.SUPPORTS, Verdict.REFUTED: Stance.CONTRADICTS}
    stance = stances.get(case.verdict)
    return [_enough(case, stance, reference)] if stance else []


def _enough(case: _Case, stance: Stance, reference: bool) -> tuple[bool, str]:
    label = Verdict(case.verdict).label
    counting = case.counting(stance)
    for w in counting:
        if w.deed:
            return True, f"{label}: saying it is the deed, and {w.name} is the record that it was said."
        if reference and w.item.source.reference:
            return True, f"{label}: {w.name} is on the desk's reference list."
        if w.item.directness == Directness.DIRECT and not w.partial:
            return True, f"{label}: {w.name} is a direct record that no side controls."
    apart = [counting[at] for at in independent(w.keys for w in counting)]
    if len(apart) > 1:
        return True, f"{label}: {apart[0].name} and {apart[1].name} are of independent origin."

    ways = [
        "one more source of independent origin" if counting else "two sources of independent origin",
        "one direct record that no side controls",
    ]
    if reference:
        ways.insert(0, "one work from the desk's reference list")
    if stance == Stance.SUPPORTS and case.claim.speech_act in SpeechAct.deeds():
        ways.append("the direct record that it was said")
    words = [f"To call it {label.lower()} you need {', or '.join(ways)}."]
    if len(counting) > 1:
        words.append("Those that you have share an origin, a speaker or a side, and count once.")
    return False, " ".join(words + _not_counting(case, {stance}))


def _balance(case: _Case) -> tuple[bool, str]:
    lacking = [
        words
        for stance, words in ((Stance.SUPPORTS, "supports"), (Stance.CONTRADICTS, "contradicts"))
        if not case.counting(stance)
    ]
    if not lacking:
        return True, "Conflicting evidence: there is evidence that counts on both sides."
    words = f"To call the evidence conflicting you need evidence that {' and evidence that '.join(lacking)} it."
    return False, " ".join([words, *_not_counting(case, {Stance.SUPPORTS, Stance.CONTRADICTS})])


def _not_counting(case: _Case, stances: set[Stance]) -> list[str]:
    return [
        f"{w.name[0].upper()}{w.name[1:]} does not count: {w.why_not}."
        for w in case.weighed
        if w.item.stance in stances and w.why_not
    ]


def _locator(case: _Case) -> _Said:
    if case.claim.figure_value is None and case.claim.kind != ClaimKind.NUMBER:
        return []
    of: dict[str, set[Stance]] = {Verdict.SUPPORTED: {Stance.SUPPORTS}, Verdict.REFUTED: {Stance.CONTRADICTS}}
    stances = of.get(case.verdict, {Stance.SUPPORTS, Stance.CONTRADICTS})
    on_figure = [w for w in case.weighed if w.item.stance in stances and w.on_truth and not w.item.source.off_record]
    # Where none counts, the verdict leans on the rest, passed with a reason: those are looked up just the same.
    relied_on = [w for w in on_figure if not w.why_not] or on_figure
    bare = _names(w for w in relied_on if not w.item.locator.strip())
    if bare:
        return [(False, f"Say where the figure stands (page, paragraph, timecode or cell) in {bare}.")]
    return [(True, "Each source of the figure says where in it the figure stands.")] if relied_on else []


def _answer(case: _Case) -> _Said:
    against_verdict = Stance.SUPPORTS if case.verdict == Verdict.REFUTED else Stance.CONTRADICTS
    confirmed = case.claim.attribution in (Attribution.PRIMARY, Attribution.REPORTS)
    against = _names(
        w
        for w in case.weighed
        if (w.on_truth and w.item.stance == against_verdict)
        or (confirmed and w.item.bears_on != BearsOn.TRUE and w.item.stance == Stance.CONTRADICTS)
    )
    if not against:
        return []
    if case.claim.rationale.strip():
        return [(True, f"The rationale has to answer {against}; the reviewer reads whether it does.")]
    return [(False, f"Answer in the rationale what speaks against it: {against}.")]


def _primary(case: _Case) -> _Said:
    if case.claim.attribution != Attribution.PRIMARY:
        return []
    records = [
        w
        for w in case.weighed
        if w.item.bears_on != BearsOn.TRUE
        and w.item.stance == Stance.SUPPORTS
        and w.item.directness == Directness.DIRECT
        and not w.item.source.off_record
    ]
    if not records:
        return [(False, "Add the primary record itself: evidence that it was said, by a source that saw or made it.")]
    lacks = {w.name: _primary_lacks(w.item) for w in records}
    whole = [name for name, lack in lacks.items() if not lack]
    if whole:
        return [(True, f"{whole[0]} is the primary record.")]
    return [(False, " ".join(f"For {name} give {' and '.join(lack)}." for name, lack in lacks.items()))]


def _primary_lacks(item: Evidence) -> list[str]:
    lacks = []
    if not item.locator.strip():
        lacks.append("the place in it (page, paragraph or timecode)")
    here, there = (tag.casefold().partition("-")[0] for tag in (item.excerpt_language, item.source.language))
    if here and there and here != there and not item.translator.strip():
        lacks.append("the words in the original language, or who translated them")
    return lacks


def _not_found(case: _Case) -> _Said:
    if case.claim.attribution == Attribution.NOT_FOUND:
        if case.claim.attribution_note.strip():
            yield True, "Where the words were looked for is written down."
        else:
            yield False, "The words were not found: write beside the attribution where you looked."
    if case.verdict == Verdict.NOT_ENOUGH:
        if case.claim.rationale.strip():
            yield True, "Where evidence was looked for is in the rationale."
        else:
            yield False, "There is not enough evidence: write in the rationale where you looked."


def _reply(case: _Case) -> _Said:
    claim = case.claim
    goes = claim.line_decision == LineDecision.CUT and claim.stet_by_id is None
    if RiskFlag.ALLEGATION not in claim.risk_flags or goes:
        return []
    noted = bool(claim.reply_note.strip())
    if claim.reply == Reply.SOUGHT:
        if noted:
            return [(True, "A reply was sought from the accused.")]
        return [(False, "Write down when the accused was asked, and until when they could reply.")]
    if claim.reply == Reply.PUBLIC:
        if noted:
            return [(True, "A public reply of the accused is cited.")]
        return [(False, "Cite the public reply: write down what it says and where it stands.")]
    if claim.reply == Reply.WAIVED:
        if noted and claim.reply_accepted_by_id is not None:
            return [(True, "The reason for not seeking a reply was accepted.")]
        lack = "the chief or legal has to accept the reason" if noted else "write down the reason"
        return [(False, f"To go without a reply, {lack}.")]
    words = (
        "An allegation that stays in print needs a reply: ask the accused and give them reasonable time, cite a public "
        "reply, or have the chief or legal accept a reason for doing without."
    )
    return [(False, words)]


def _denies(case: _Case) -> _Said:
    if case.claim.speech_act != SpeechAct.DENIES:
        return []
    denied = [
        link.claim.number
        for link in case.linked
        if link.kind == LinkKind.DENIES and link.direction == "out" and link.claim.state != ClaimState.RETIRED
    ]
    if denied:
        return [(True, f"It says what it denies: claim {', '.join(map(str, sorted(denied)))}.")]
    return [(False, "Which claim does it deny? Link it.")]


def _linked(case: _Case) -> _Said:
    judged = [link for link in case.linked if link.claim.state != ClaimState.RETIRED and link.claim.verdict]
    if not case.verdict or not judged:
        return []
    clashes = [(False, words) for link in judged if (words := _clash(case.verdict, link))]
    return clashes or [(True, "The verdicts of the linked claims go together.")]


def _clash(verdict: str, link: Linked) -> str:
    """Why two verdicts cannot both stand; empty when they can.

    A claim and its denial may both be refuted: not six were lost, and not none.
    """
    other = link.claim
    pair = (verdict, other.verdict)
    # From the end that the link is said of: this denies that.
    first, second = pair if link.direction == "out" else pair[::-1]
    fix = "Change one of the verdicts, or the link."
    if link.kind == LinkKind.DENIES and first == second == Verdict.SUPPORTED:
        return f"This claim and claim {other.number} deny one another, and both are supported. {fix}"
    if link.kind == LinkKind.REPEATS and set(pair) == {Verdict.SUPPORTED, Verdict.REFUTED}:
        return f"This claim and claim {other.number} say the same; one is supported, one refuted. {fix}"
    if link.kind == LinkKind.PART_OF and first == Verdict.REFUTED and second == Verdict.SUPPORTED:
        if link.direction == "out":
            return f"This claim is part of claim {other.number}, which is supported while its part is refuted. {fix}"
        return f"Claim {other.number} is part of this claim and refuted; the whole cannot be supported. {fix}"
    return ""


def _names(weighed: Iterable[Weighed]) -> str:
    return ", ".join(dict.fromkeys(w.name for w in weighed))


#: Every rule but the gate's own, in the order in which they are shown.
_RULES = {
    RuleCode.TRUTH: _truth,
    RuleCode.REFERENCE: _reference,
    RuleCode.LOCATOR: _locator,
    RuleCode.ANSWER: _answer,
    RuleCode.PRIMARY: _primary,
    RuleCode.NOT_FOUND: _not_found,
    RuleCode.REPLY: _reply,
    RuleCode.LINKED: _linked,
    RuleCode.DENIES: _denies,
}
