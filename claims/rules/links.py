"""Whether linked claims go together: a denial names what it denies, and no two verdicts exclude each other."""

from claims.rules.case import Case, Linked, Said
from claims.states import ClaimState, LinkKind, SpeechAct, Verdict


def denies(case: Case) -> Said:
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


def compatible(case: Case) -> Said:
    judged = [link for link in case.linked if link.claim.state != ClaimState.RETIRED and link.claim.verdict]
    if not case.verdict or not judged:
        return []
    clashes = [(False, words, str(link.claim.number)) for link in judged if (words := _clash(case.verdict, link))]
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
