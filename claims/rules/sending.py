"""What a claim lacks before it may go to review, whatever its desk's rules say."""

from claims.models import Claim
from claims.rules.printed import Around, stale
from claims.states import Attribution, LineDecision, Verdict


def is_attributed(claim: Claim) -> bool:
    """Whether the article says it as somebody else's word; else it is the article's own voice."""
    return claim.speaker is not None and not claim.speaker.is_publication


def required_to_send(claim: Claim, around: Around) -> list[str]:
    """What a claim lacks before any rule is asked, in words; empty when it may go to review.

    ``around`` is the text that its words stand in. Loaded: its speaker and its article.
    """
    return [words for _, words in lacking(claim)] + stale(claim, around)


def lacking(claim: Claim) -> list[tuple[str, str]]:
    """What a claim lacks whatever its words say: (field, words) each; no field for its words. Loaded: its speaker."""
    missing = []
    if not claim.quoted.strip():
        missing.append(("", "Choose the words in the article that hold the claim."))
    if not claim.statement.strip():
        missing.append(("statement", "Write a statement that stands alone."))
    if not claim.verdict:
        missing.append(("verdict", "Choose a verdict."))
    if is_attributed(claim) and claim.attribution in (Attribution.OPEN, Attribution.NOT_APPLICABLE):
        missing.append(("attribution", "Answer whether the speaker said it: the attribution is open."))
    missing += unexamined(claim)
    if claim.line_decision == LineDecision.REWORD and not (
        claim.proposed_words.strip() and claim.reworded_statement.strip() and claim.reworded_verdict
    ):
        says = "A reword says the proposed words, and the statement and the verdict as reworded."
        missing.append(("proposed_words", says))
    return missing


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
