"""Whether the evidence is enough for a verdict, and says where in it a figure stands."""

from claims.rules.case import Case, One, Said
from claims.rules.weight import independent, tally
from claims.states import ClaimKind, Directness, RuleCode, SpeechAct, Stance, Verdict

#: Kinds that a work from the desk's reference list settles.
REFERENCE_KINDS = {ClaimKind.NAME, ClaimKind.DATE_PLACE}


def truth(case: Case) -> Said:
    # A name, a place or a date has a rule of its own, where the desk keeps it.
    if case.claim.kind in REFERENCE_KINDS and RuleCode.REFERENCE in case.rules:
        return []
    return _grounds(case, reference=False)


def reference(case: Case) -> Said:
    return _grounds(case, reference=True) if case.claim.kind in REFERENCE_KINDS else []


def _grounds(case: Case, reference: bool) -> Said:
    if case.verdict == Verdict.CONFLICTING:
        return [_balance(case)]
    stances: dict[str, Stance] = {Verdict.SUPPORTED: Stance.SUPPORTS, Verdict.REFUTED: Stance.CONTRADICTS}
    stance = stances.get(case.verdict)
    return [_enough(case, stance, reference)] if stance else []


def _enough(case: Case, stance: Stance, reference: bool) -> One:
    label = Verdict(case.verdict).label
    counting = case.counting(stance)
    for w in counting:
        if w.deed:
            return True, f"{label}: saying it is the deed, and {w.name} is the record that it was said."
        if reference and w.reference:
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
        own = tally([w.keys for w in counting])
        words.append(f"Those that you have share an origin, a speaker or a side, and count once: {own}.")
    return False, " ".join(words + _not_counting(case, {stance})), case.verdict


def _balance(case: Case) -> One:
    lacking = [
        words
        for stance, words in ((Stance.SUPPORTS, "supports"), (Stance.CONTRADICTS, "contradicts"))
        if not case.counting(stance)
    ]
    if not lacking:
        return True, "Conflicting evidence: there is evidence that counts on both sides."
    words = f"To call the evidence conflicting you need evidence that {' and evidence that '.join(lacking)} it."
    return False, " ".join([words, *_not_counting(case, {Stance.SUPPORTS, Stance.CONTRADICTS})]), case.verdict


def _not_counting(case: Case, stances: set[Stance]) -> list[str]:
    return [
        f"{w.name[0].upper()}{w.name[1:]} does not count: {w.why_not}."
        for w in case.weighed
        if w.item.stance in stances and w.why_not
    ]


def locator(case: Case) -> Said:
    if case.claim.figure_value is None and case.claim.kind != ClaimKind.NUMBER:
        return []
    of: dict[str, set[Stance]] = {Verdict.SUPPORTED: {Stance.SUPPORTS}, Verdict.REFUTED: {Stance.CONTRADICTS}}
    stances = of.get(case.verdict, {Stance.SUPPORTS, Stance.CONTRADICTS})
    on_figure = [
        w for w in case.weighed if w.item.stance in stances and w.on_truth and not w.void and not w.item.calculation
    ]
    # Where none counts, the verdict leans on the rest, passed with a reason: those are looked up just the same.
    relied_on = [w for w in on_figure if not w.why_not] or on_figure
    bare = [
        (
            False,
            f"Say where the figure stands (page, paragraph, timecode or cell) in {w.name}.",
            str(w.item.pk),
        )
        for w in relied_on
        if not w.item.locator.strip()
    ]
    if bare:
        return bare
    return [(True, "Each source of the figure says where in it the figure stands.")] if relied_on else []
