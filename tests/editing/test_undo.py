"""Taking back what one just did: a split."""

import pytest

from claims.editing.claims import field_values, save_claim
from claims.editing.lineage import split_claim
from claims.editing.undo import undo_last
from claims.errors import NotNow
from claims.models import Claim
from claims.queries.workbench import last_act
from claims.states import ClaimState
from tests.make import find_words, judge, make_article, make_evidence
from tests.views.panel import cut, taken


@pytest.fixture
def claim(cast):
    article = make_article(cast.desk, actor=cast.writer)
    claim = taken(cut(article, "40 lorries", actor=cast.checker), cast.checker)
    make_evidence(claim, actor=cast.checker)
    return judge(claim, cast.checker)


def split(claim, actor):
    parts = []
    for words in ("40", "lorries"):
        block, start, end = find_words(claim.article.current_version, words)
        parts.append(([(block.pk, start, end, words)], words))
    return split_claim(claim, parts, actor=actor, edition=claim.edition)


def undo(claim, actor):
    return undo_last(claim.article, actor=actor, sequence=last_act(claim.article, actor)["sequence"])


def test_a_split_is_taken_back_and_the_claim_holds_what_it_held(cast, claim):
    parts = split(claim, cast.checker)
    verb, restored = undo(claim, cast.checker)
    assert (verb, restored.pk) == ("claim_split", claim.pk)
    claim.refresh_from_db()
    assert (claim.state, claim.assignee, claim.verdict) == (ClaimState.CHECKING, cast.checker, "supported")
    assert claim.evidence.filter(removed_at=None, confirmed=True).count() == 1
    assert {Claim.objects.get(pk=part.pk).state for part in parts} == {ClaimState.RETIRED}
    assert [piece.words for piece in claim.pieces.all()] == ["40 lorries"]


def test_a_split_of_a_claim_that_somebody_else_has_leaves_it_open(cast, claim):
    split(claim, cast.second_checker)
    _, restored = undo(claim, cast.second_checker)
    assert (restored.state, restored.assignee) == (ClaimState.OPEN, None)


def test_a_split_is_not_taken_back_once_somebody_worked_on_a_part(cast, claim):
    part = split(claim, cast.checker)[1]
    save_claim(part, {"statement": "Lorries."}, actor=cast.second_checker, base=field_values(part))
    with pytest.raises(NotNow, match=f"Somebody worked on claim {part.number} since."):
        undo(claim, cast.checker)
    claim.refresh_from_db()
    assert claim.state == ClaimState.RETIRED
