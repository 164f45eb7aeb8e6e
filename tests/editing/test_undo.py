"""Taking back what one just did: a split, a merge, a mark removed."""

import pytest

from claims.editing.claims import field_values, save_claim
from claims.editing.evidence import add_evidence
from claims.editing.lineage import merge_claims, split_claim
from claims.editing.marks import mark_no_claim, remove_mark
from claims.editing.threads import open_thread
from claims.editing.undo import undo_last
from claims.editing.versions import bring_in
from claims.errors import NotNow
from claims.models import Claim, NoClaimMark
from claims.queries.revision import blocks_of
from claims.queries.workbench import last_act
from claims.states import ClaimState
from claims.workflow import perform
from tests.make import find_words, judge, make_article, make_evidence, make_source, send_to_review, sign_off
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
    assert undo(claim, cast.checker) == ("claim_split", [claim])
    claim.refresh_from_db()
    assert (claim.state, claim.assignee, claim.verdict) == (ClaimState.CHECKING, cast.checker, "supported")
    assert claim.evidence.filter(removed_at=None, confirmed=True).count() == 1
    assert {Claim.objects.get(pk=part.pk).state for part in parts} == {ClaimState.RETIRED}
    assert [piece.words for piece in claim.pieces.all()] == ["40 lorries"]


def test_a_split_of_a_claim_that_somebody_else_has_is_taken_back_and_they_have_it_still(cast, claim):
    split(claim, cast.second_checker)
    _, (restored,) = undo(claim, cast.second_checker)
    assert (restored.state, restored.assignee) == (ClaimState.OPEN, cast.checker)


def test_a_split_is_not_taken_back_once_somebody_worked_on_a_part(cast, claim):
    part = split(claim, cast.checker)[1]
    save_claim(part, {"statement": "Lorries."}, actor=cast.second_checker, base=field_values(part))
    with pytest.raises(NotNow, match=f"Somebody worked on claim {part.number} since."):
        undo(claim, cast.checker)
    claim.refresh_from_db()
    assert claim.state == ClaimState.RETIRED


@pytest.fixture
def other(cast, claim):
    """A second claim of the article, which somebody else has and sent to review."""
    other = judge(taken(cut(claim.article, "3 cracks", actor=cast.checker), cast.second_checker), cast.second_checker)
    return send_to_review(other, cast.second_checker)


def merge(claims, actor):
    editions = {claim.pk: Claim.objects.get(pk=claim.pk).edition for claim in claims}
    return merge_claims(claims, actor=actor, statement="Both.", editions=editions)


def test_a_merge_is_taken_back_and_each_claim_holds_what_it_held_for_whoever_had_it(cast, claim, other):
    merged = merge([claim, other], cast.checker)
    assert undo(claim, cast.checker) == ("claims_merged", [claim, other])
    for one in (claim, other, merged):
        one.refresh_from_db()
    assert (claim.state, claim.assignee, claim.verdict) == (ClaimState.CHECKING, cast.checker, "supported")
    assert claim.evidence.filter(removed_at=None, confirmed=True).count() == 1
    assert (other.state, other.assignee, other.verdict) == (ClaimState.OPEN, cast.second_checker, "supported")
    assert merged.state == ClaimState.RETIRED
    assert [piece.words for piece in other.pieces.all()] == ["3 cracks"]
    told = claim.article.events.order_by("-sequence").values_list("claim__number", "words")[:4]
    assert [(number, "the merge was undone" in words) for number, words in told] == [
        (other.number, True),
        (claim.number, False),
        (claim.number, True),
        (merged.number, True),
    ]


def test_whoever_merged_is_a_contributor_of_the_merged_claim_and_of_what_it_came_from_as_before(cast, claim, other):
    before = set(other.contributors.values_list("person", flat=True))
    merged = merge([claim, other], cast.checker)
    undo(claim, cast.checker)
    assert cast.checker.pk in merged.contributors.values_list("person", flat=True)
    assert set(other.contributors.values_list("person", flat=True)) == before


WORKED = {
    "worded": lambda cast, merged: save_claim(
        merged, {"statement": "Two."}, actor=cast.second_checker, base=field_values(merged)
    ),
    "given evidence": lambda cast, merged: add_evidence(
        merged,
        source=make_source(cast.desk),
        actor=cast.second_checker,
        **{"stance": "supports", "bears_on": "true", "excerpt": "40 lorries", "directness": "reports"},
    ),
    "asked about": lambda cast, merged: open_thread(
        merged.article, claim=merged, actor=cast.second_checker, words="Who counted?"
    ),
    "given to somebody": lambda cast, merged: perform("assign", merged, actor=cast.chief, assignee=cast.second_checker),
    "signed": lambda cast, merged: sign_off(merged, cast.reviewer, by=cast.second_checker),
}


@pytest.mark.parametrize("what", WORKED)
def test_a_merge_is_not_taken_back_once_the_merged_claim_was(cast, claim, other, what):
    merged = merge([claim, other], cast.checker)
    WORKED[what](cast, merged)
    with pytest.raises(NotNow, match=f"Somebody worked on claim {merged.number} since."):
        undo(claim, cast.checker)
    claim.refresh_from_db()
    assert claim.state == ClaimState.RETIRED


def test_a_merge_is_not_taken_back_once_one_of_its_claims_was_restored(cast, claim, other):
    merged = merge([claim, other], cast.checker)
    perform("restore", Claim.objects.get(pk=other.pk), actor=cast.second_checker)
    with pytest.raises(NotNow, match=f"Claim {other.number} was restored since."):
        undo(claim, cast.checker)
    merged.refresh_from_db()
    assert merged.state == ClaimState.OPEN


@pytest.mark.parametrize("rebuilt", ["split", "merged"])
def test_neither_is_taken_back_once_the_text_is_another(cast, claim, other, rebuilt):
    split(claim, cast.checker) if rebuilt == "split" else merge([claim, other], cast.checker)
    blocks = blocks_of(claim.article.current_version)
    blocks[-1]["text"] += " Nobody was hurt."
    bring_in(claim.article, blocks, actor=cast.writer, base=1)
    with pytest.raises(NotNow, match="A new version of the article came in since."):
        undo(claim, cast.checker)


def test_a_mark_that_was_removed_is_there_again_in_the_name_of_who_removed_it(cast, claim):
    block, start, end = find_words(claim.article.current_version, "No one was hurt")
    words = [(block.pk, start, end, "No one was hurt")]
    (mark,) = mark_no_claim(claim.article, words, actor=cast.checker, reason="An opinion")
    remove_mark(mark, actor=cast.second_checker)
    assert undo(claim, cast.second_checker) == ("mark_removed", [])
    again = NoClaimMark.objects.get(removed_at=None)
    assert (again.words, again.reason, again.made_by) == ("No one was hurt", "An opinion", cast.second_checker)
