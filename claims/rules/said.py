"""Whether it is shown that somebody said it, and written down where it was looked for."""

from claims.models import Evidence
from claims.rules.case import NAMED, Case, Said
from claims.rules.weight import Weighed
from claims.states import Attribution, BearsOn, Directness, Stance, Verdict


def _on_record(case: Case) -> list[Weighed]:
    """What says, on record, that it was said."""
    return [
        w for w in case.weighed if w.item.bears_on != BearsOn.TRUE and w.item.stance == Stance.SUPPORTS and not w.void
    ]


def primary(case: Case) -> Said:
    if case.claim.attribution != Attribution.PRIMARY:
        return []
    records = [w for w in _on_record(case) if w.item.directness == Directness.DIRECT]
    if not records:
        return [(False, "Add the primary record itself: evidence that it was said, by a source that saw or made it.")]
    lacks = [(w.name, _primary_lacks(w.item)) for w in records]  # two sources may have one title
    whole = [name for name, lack in lacks if not lack]
    if whole:
        return [(True, f"{whole[0]} is the primary record.")]
    words = " ".join(f"For {name} give {' and '.join(lack)}." for name, lack in lacks)
    return [(False, words, ",".join(str(w.item.pk) for w in records[:NAMED]))]


def _primary_lacks(item: Evidence) -> list[str]:
    lacks = []
    if not item.locator.strip():
        lacks.append("the place in it (page, paragraph or timecode)")
    here, there = (tag.casefold().partition("-")[0] for tag in (item.excerpt_language, item.source.language))
    if here and there and here != there and not item.translator.strip():
        lacks.append("the words in the original language, or who translated them")
    return lacks


def reports(case: Case) -> Said:
    if case.claim.attribution != Attribution.REPORTS:
        return []
    reports = [w for w in _on_record(case) if w.item.directness != Directness.DIRECT]
    if reports:
        return [(True, f"{reports[0].name} reports that it was said.")]
    return [(False, "Add a report: evidence that it was said, by a source that reports or repeats it.")]


def not_found(case: Case) -> Said:
    if case.claim.attribution == Attribution.NOT_FOUND:
        if case.claim.attribution_note.strip():
            yield True, "Where the words were looked for is written down."
        else:
            yield False, "The words were not found: write beside the attribution where you looked.", "attribution"
    if case.verdict == Verdict.NOT_ENOUGH:
        if case.claim.rationale.strip():
            yield True, "Where evidence was looked for is in the rationale."
        else:
            yield False, "There is not enough evidence: write in the rationale where you looked.", "verdict"
