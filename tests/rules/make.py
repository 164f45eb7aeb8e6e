"""Minimal objects, never saved: only what a rule looks at."""

from itertools import count

from claims.models import Article, Claim, Evidence, Source, Speaker
from claims.rules.evidence import evaluate
from claims.states import Attribution, Directness, RuleCode, RuleLevel, SourceKind, Verdict

_ids = count(1)


def make_speaker(name="A speaker", **over):
    return Speaker(**{"id": next(_ids), "name": name, **over})


def make_source(title="A survey", **over):
    return Source(**{"id": next(_ids), "title": title, "kind": SourceKind.DOCUMENT, "language": "en", **over})


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


def judge(code, claim, *evidence, linked=(), sides=None, verdict=None):
    """Return the findings of one rule."""
    return evaluate(
        claim, evidence=evidence, linked=linked, sides=sides or {}, levels={code: RuleLevel.WARN}, verdict=verdict
    )


def passes(code, claim, *evidence, **more):
    """Return whether the rule has a finding and is met."""
    found = judge(code, claim, *evidence, **more)
    assert found, f"the rule {RuleCode(code).label!r} says nothing about this claim"
    return all(f.ok for f in found)


def words(code, claim, *evidence, **more):
    return " ".join(f.words for f in judge(code, claim, *evidence, **more))
