"""An article goes in and its claims come out signed off, by the operations that every face calls."""

import pytest

from claims.editing.articles import create_article
from claims.editing.claims import change_words, cut_claim, field_values, save_claim
from claims.editing.decisions import let_stand
from claims.editing.evidence import add_evidence
from claims.editing.lineage import merge_claims, split_claim
from claims.editing.marks import look_through, mark_no_claim
from claims.errors import Conflict, NotNow, NotYours, TextMoved
from claims.models import EvidenceRule
from claims.queries.galley import galley_of
from claims.states import ArticleState, ClaimState
from claims.workflow import perform, sign_off_article, standing_of
from claims.workflow.articles import article_hash

BLOCKS = [
    {"kind": "headline", "text": "Bridge to close in May"},
    {"kind": "paragraph", "text": "The mayor said about 40 lorries and 6 buses cross it every hour. He smiled."},
]


@pytest.fixture
def article(cast):
    EvidenceRule.objects.create(desk=cast.desk, code="coverage", level="block")
    return create_article(
        cast.desk,
        actor=cast.writer,
        headline="Bridge to close in May",
        blocks=BLOCKS,
        authors=[("Wanda Writer", cast.writer)],
    )


def words(article, text):
    for block in article.current_version.blocks.all():
        at = block.text.find(text)
        if at >= 0:
            return (block.pk, at, at + len(text), text)
    raise AssertionError(text)


def judged(claim, actor):
    perform("take", claim, actor=actor)
    mine = {
        "statement": "About 40 lorries cross the bridge every hour.",
        "verdict": "supported",
        "rationale": "Counted.",
        "attribution": "not_applicable",
    }
    save_claim(claim, mine, actor=actor, base=field_values(claim))
    return perform("send", claim, actor=actor)


def test_an_article_is_cut_checked_reviewed_and_signed_off(cast, article):
    one = cut_claim(article, [words(article, "about 40 lorries")], actor=cast.checker)
    two = cut_claim(article, [words(article, "6 buses"), words(article, "cross it every hour")], actor=cast.checker)
    head = cut_claim(article, [words(article, "Bridge to close in May")], actor=cast.checker)
    for claim in (one, two, head):
        judged(claim, cast.checker)
        signed = perform("approve", claim, actor=cast.reviewer, content_hash=standing_of(claim).content_hash)
        assert signed.state == ClaimState.SIGNED_OFF
    galley = galley_of(article)
    assert galley.open_lines == [2, 3]
    for line in galley.lines:
        for start, end in line.coverage.open:
            text = line.line.block.text[start:end]
            mark_no_claim(article, [(line.line.block_id, start, end, text)], actor=cast.checker, reason="attribution")
    galley = galley_of(article)
    assert galley.open_lines == []
    with pytest.raises(NotNow):
        sign_off_article(article, actor=cast.chief, content_hash=article_hash(article.pk))
    assert look_through(article, [mark.pk for mark in galley.marks], actor=cast.reviewer) == len(galley.marks)
    article = sign_off_article(article, actor=cast.chief, content_hash=article_hash(article.pk))
    assert article.state == ArticleState.SIGNED_OFF
    assert list(article.events.values_list("sequence", flat=True)) == list(range(1, article.events.count() + 1))


def test_whoever_judged_a_claim_is_told_that_they_cannot_sign_it(cast, article):
    cast.checker.memberships.create(desk=cast.desk, role="reviewer")
    claim = judged(cut_claim(article, [words(article, "about 40 lorries")], actor=cast.checker), cast.checker)
    with pytest.raises(NotYours, match="worked on this claim"):
        perform("approve", claim, actor=cast.checker, content_hash=standing_of(claim).content_hash)


def test_words_that_do_not_stand_there_are_refused(cast, article):
    block, start, end, _ = words(article, "about 40 lorries")
    with pytest.raises(TextMoved):
        cut_claim(article, [(block, start, end, "about 50 lorries")], actor=cast.checker)


def test_other_fields_changed_meanwhile_are_merged_and_the_same_field_is_a_conflict(cast, article):
    claim = cut_claim(article, [words(article, "about 40 lorries")], actor=cast.checker)
    base = field_values(claim)
    save_claim(claim, {"statement": "Forty lorries cross."}, actor=cast.second_checker, base=base)
    _, saved, merged = save_claim(claim, {"statement": "", "rationale": "Counted."}, actor=cast.checker, base=base)
    assert saved == ["rationale"] and merged == {"statement": "Forty lorries cross."}
    with pytest.raises(Conflict) as caught:
        save_claim(claim, {"statement": "40 lorries cross."}, actor=cast.checker, base=base)
    assert caught.value.fields["statement"]["theirs"] == "Forty lorries cross."


def test_splitting_and_merging_keep_lineage_contributors_and_evidence_but_no_verdict(cast, article):
    claim = cut_claim(article, [words(article, "about 40 lorries and 6 buses")], actor=cast.checker)
    add_evidence(claim, actor=cast.checker, source_fields={"title": "Traffic count"}, locator="p. 2")
    claim = judged(claim, cast.second_checker)
    parts = split_claim(
        claim,
        [([words(article, "about 40 lorries")], "40 lorries."), ([words(article, "6 buses")], "6 buses.")],
        actor=cast.reviewer,
        edition=claim.edition,
    )
    for part in parts:
        assert part.verdict == "" and part.state == ClaimState.OPEN
        assert [row.confirmed for row in part.evidence.all()] == [False]
        people = {contributor.person for contributor in part.contributors.all()}
        assert people == {cast.checker, cast.second_checker, cast.reviewer}, "whoever splits it is one of them"
    merged = merge_claims(parts, actor=cast.checker, statement="", editions={part.pk: part.edition for part in parts})
    assert merged.quoted == "about 40 lorries … 6 buses"
    assert len(galley_of(article).retired) == 3


def test_a_line_that_the_chief_let_stand_is_decided_anew_when_the_decision_changes(cast, article):
    claim = cut_claim(article, [words(article, "about 40 lorries")], actor=cast.checker)
    save_claim(claim, {"line_decision": "cut"}, actor=cast.checker, base=field_values(claim))
    claim = let_stand(claim, actor=cast.chief, reason="It is what the mayor said.")
    assert claim.stet_by == cast.chief
    claim, _, _ = save_claim(claim, {"line_decision": "attribute"}, actor=cast.checker, base=field_values(claim))
    assert (claim.stet_reason, claim.stet_by) == ("", None)


def test_other_words_make_another_edition_so_that_a_form_opened_before_is_refused(cast, article):
    claim = cut_claim(article, [words(article, "about 40 lorries")], actor=cast.checker)
    perform("take", claim, actor=cast.checker)
    claim.refresh_from_db()
    change_words(
        claim, [words(article, "40 lorries")], actor=cast.checker, edition=claim.edition, was="about 40 lorries"
    )
    with pytest.raises(NotNow):
        perform("give_back", claim, actor=cast.checker, edition=claim.edition)
