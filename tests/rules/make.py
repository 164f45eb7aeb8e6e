"""Minimal objects, never saved: only what a rule looks at."""

from itertools import count

from claims.models import Article, Claim, Evidence, Source, Speaker
from claims.rules.case import Log
from claims.rules.evidence import evaluate
from claims.rules.weight import Standing
from claims.states import Attribution, Directness, RuleCode, RuleLevel, SourceKind, Terms, Verdict

_ids = count(1)
_NOBODY = Log()


def make_speaker(name="A speaker", **over):
    return Speaker(**{"id": next(_ids), "name": name, **over})


def make_source(title="A survey", *, origin=None, **over):
    made = Source(**{"id": next(_ids), "title": title, "kind": SourceKind.DOCUMENT, "language": "en", **over})
    made.came_from = [origin] if origin is not None else []
    return made


def make_evidence(source=None, **over):
    return Evidence(**{"id": next(_ids), "source": source or make_source(), **over})


def direct(source=None, **over):
    return make_evidence(source, directness=Directness.DIRECT, **over)


def make_claim(**over):
    defaults = {
        "article": Article(id=1),
        "number": 1,
        "quoted": "the bridge was closed",
        "statement": "The bridge at the mill was closed on 3 May.",
        "verdict": Verdict.SUPPORTED,
        "attribution": Attribution.NOT_APPLICABLE,
    }
    return Claim(**{"id": next(_ids), **defaults, **over})


WORDS = {SourceKind.STATEMENT, SourceKind.INTERVIEW, SourceKind.WEB_PAGE, SourceKind.NOTES}


def standing_of(claim, item, sides):
    """What the database would say of evidence whose sources and speakers are known by nothing but their ids."""
    chain = [item.source]
    for source in chain:
        chain += [origin for origin in source.came_from if origin not in chain]
    whose = {one.speaker_id for one in chain} - {None}
    words = {one.speaker_id for one in chain if one.kind in WORDS} - {None}
    places = {("source", one.pk) for one in chain} | {("speaker", pk) for pk in whose}
    on = {sides[place] for place in places if place in sides}
    return Standing(
        keys=frozenset(f"{kind} {pk}" for kind, pk in places)
        | {f"side {side}" for side in on}
        | {f"control {one.controlled_by}" for one in chain if one.controlled_by},
        words=frozenset(words),
        words_sided=any(("speaker", pk) in sides for pk in words),
        own=claim.speaker_id in whose,
        sided=bool(on),
        other_side=not on <= {sides.get(("speaker", claim.speaker_id))},
        off_record=item.source.terms == Terms.OFF_RECORD,
        withdrawn=any(one.withdrawn for one in chain),
        reference=item.source.reference,
    )


def standings(claim, evidence, sides=None):
    return {item.pk: standing_of(claim, item, sides or {}) for item in evidence}


def judge(code, claim, *evidence, linked=(), sides=None, verdict=None, log=_NOBODY):
    """Return the findings of one rule."""
    return evaluate(
        claim,
        evidence=evidence,
        linked=linked,
        standings=standings(claim, evidence, sides),
        levels={code: RuleLevel.WARN},
        verdict=verdict,
        log=log,
    )


def passes(code, claim, *evidence, **more):
    """Return whether the rule has a finding and is met."""
    found = judge(code, claim, *evidence, **more)
    assert found, f"the rule {RuleCode(code).label!r} says nothing about this claim"
    return all(f.ok for f in found)


def words(code, claim, *evidence, **more):
    return " ".join(f.words for f in judge(code, claim, *evidence, **more))
