"""What a sign-off and the record promise, tried from the side: by what came before, after and beside the usual way."""

import pytest

from claims.editing.articles import answer_byline, byline_questions, create_article
from claims.editing.claims import cut_claim, field_values, save_claim
from claims.editing.decisions import accept_no_reply
from claims.editing.evidence import add_evidence, remove_evidence
from claims.editing.links import link_claims, unlink_claims
from claims.editing.speakers import place
from claims.errors import Invalid, NotNow, NotYours
from claims.models import Claim, Event, EvidenceRule, ReleaseException, SignatureRule
from claims.states import ArticleState, BylineAnswer, ClaimState
from claims.workflow import (
    close_exception,
    perform,
    propose_release,
    publish,
    sign_off_article,
    standing_of,
)
from claims.workflow.articles import article_hash
from tests.living import blocks
from tests.make import find_words, make_article, make_link, make_mark, make_person, make_source

TEXT = "Bridge to close\n\nIt carries 40 lorries. It carries 6 buses."


@pytest.fixture
def article(cast):
    EvidenceRule.objects.create(desk=cast.desk, code="coverage", level="block")
    return make_article(cast.desk, TEXT, actor=cast.writer, authors=[cast.writer])


def cut(article, words, *, actor, **over):
    block, start, end = find_words(article.current_version, words)
    return cut_claim(article, [(block.pk, start, end, words)], actor=actor, statement=words, **over)


def judged(claim, actor, **over):
    mine = {"verdict": "not_checkable", "rationale": "Nobody counts.", "attribution": "not_applicable"} | over
    return save_claim(claim, mine, actor=actor, base=field_values(claim))[0]


def sent(claim, actor, **over):
    return perform("send", judged(perform("take", claim, actor=actor), actor, **over), actor=actor)


def approved(claim, signer):
    return perform("approve", claim, actor=signer, content_hash=standing_of(claim).content_hash)


def last_words(article):
    return article.events.order_by("-sequence").values_list("words", flat=True).first()


@pytest.fixture
def claim(cast, article):
    return cut(article, "It carries 40 lorries.", actor=cast.checker)


def test_a_rule_that_blocks_keeps_a_claim_from_approval_when_it_was_met_on_sending_only(cast, claim):
    EvidenceRule.objects.create(desk=cast.desk, code="truth", level="block")
    claim = perform("take", claim, actor=cast.checker)
    source = make_source(cast.desk, kind="dataset")
    evidence = add_evidence(claim, actor=cast.checker, source=source, directness="direct", locator="p. 2")
    claim = perform("send", judged(claim, cast.checker, verdict="supported"), actor=cast.checker)
    remove_evidence(evidence, actor=cast.second_checker)
    with pytest.raises(NotNow, match="direct"):
        approved(claim, cast.reviewer)
    with pytest.raises(NotNow, match="direct"):
        perform("hand_on", claim, actor=cast.reviewer)
    assert perform("return", claim, actor=cast.reviewer, reason="No record.").state == ClaimState.CHECKING


def test_a_claim_whose_verdict_was_taken_away_in_review_is_not_handed_on(cast, claim):
    claim = sent(claim, cast.checker)
    claim = save_claim(claim, {"verdict": ""}, actor=cast.reviewer, base=field_values(claim))[0]
    with pytest.raises(NotNow, match="Choose a verdict"):
        perform("hand_on", claim, actor=cast.reviewer)


def test_an_off_record_source_that_is_put_on_a_side_stays_unnamed_in_the_record(cast, article):
    source = make_source(cast.desk, "A talk with Mr Deep Throat", terms="off_record")
    article.sides.create(name="City")
    place(article, actor=cast.checker, side="City", source=source)
    place(article, actor=cast.checker, side="", source=source)
    said = list(Event.objects.filter(article=article, verb="placed").values_list("words", flat=True))
    assert len(said) == 2
    assert not any("Throat" in words for words in said)


def test_the_record_says_that_a_change_voided_the_sign_off_of_the_claim(cast, claim):
    claim = approved(sent(claim, cast.checker), cast.reviewer)
    save_claim(claim, {"rationale": "Somebody counts."}, actor=cast.checker, base=field_values(claim))
    assert "sign-off is void" in last_words(claim.article)


def signed_whole(cast, claim):
    """The claim's article, signed off: the claim approved, and what is left of it marked and looked through."""
    article = claim.article
    approved(sent(claim, cast.checker), cast.reviewer)
    for words in ("Bridge to close", "It carries 6 buses."):
        make_mark(article, words, actor=cast.checker, looked_by=cast.reviewer)
    sign_off_article(article, actor=cast.chief, content_hash=article_hash(article.pk))
    return article


def test_the_record_says_that_a_change_took_the_sign_off_of_the_article_with_it(cast, claim):
    article = signed_whole(cast, claim)
    cut(article, "6 buses", actor=cast.checker)
    article.refresh_from_db()
    assert article.state == ArticleState.IN_CHECKING
    assert "the article is in checking again" in last_words(article)


def test_the_record_says_that_a_change_voided_the_sign_off_of_an_article_that_is_out(cast, claim):
    article = signed_whole(cast, claim)
    publish(article, actor=cast.chief)
    claim = Claim.objects.get(pk=claim.pk)
    save_claim(claim, {"rationale": "Somebody counts."}, actor=cast.checker, base=field_values(claim))
    said = "; Chris Chief’s sign-off is void, and the article is out; correction 1 is open"
    assert last_words(article).endswith(said)


def test_a_change_that_voids_nothing_says_nothing_of_a_sign_off(cast, claim):
    save_claim(claim, {"rationale": "Counted."}, actor=cast.checker, base=field_values(claim))
    assert "sign-off" not in last_words(claim.article)


def test_a_retired_claim_is_neither_linked_nor_unlinked(cast, article, claim):
    other = cut(article, "It carries 6 buses.", actor=cast.checker)
    link = make_link(claim, other, "repeats", actor=cast.checker)
    perform("retire", other, actor=cast.checker, reason="Made twice.")
    with pytest.raises(NotNow, match="retired"):
        link_claims(claim, other, "denies", actor=cast.checker)
    perform("retire", claim, actor=cast.checker, reason="Made twice.")
    with pytest.raises(NotNow, match="retired"):
        unlink_claims(link, actor=cast.checker)
    perform("restore", claim, actor=cast.checker)
    unlink_claims(link, actor=cast.checker)
    assert not claim.links.exists()


def test_white_space_alone_is_no_claim_and_no_mark(cast, article):
    block, start, _ = find_words(article.current_version, " lorries")
    with pytest.raises(Invalid, match="Select some words"):
        cut_claim(article, [(block.pk, start, start + 1, " ")], actor=cast.checker)


def test_an_exception_is_not_closed_before_its_release_took_effect(cast, article):
    with pytest.raises(Invalid):
        propose_release(article, actor=cast.chief, content_hash=article_hash(article.pk), reason="Late.", owners={})
    owners = {f"line:{number}": cast.checker.pk for number in (1, 2, 3)}
    signoff = propose_release(
        article, actor=cast.chief, content_hash=article_hash(article.pk), reason="Late.", owners=owners
    )
    with pytest.raises(NotNow, match="second person"):
        close_exception(ReleaseException.objects.filter(signoff=signoff).first(), actor=cast.chief, reason="It is so.")


def test_signing_an_article_off_leaves_no_proposed_release_waiting(cast, article):
    owners = {f"line:{number}": cast.checker.pk for number in (1, 2, 3)}
    proposal = propose_release(
        article, actor=cast.chief, content_hash=article_hash(article.pk), reason="Late.", owners=owners
    )
    for words in ("Bridge to close", "It carries 40 lorries.", "It carries 6 buses."):
        make_mark(article, words, actor=cast.checker, looked_by=cast.reviewer)
    sign_off_article(article, actor=cast.chief, content_hash=article_hash(article.pk))
    proposal.refresh_from_db()
    assert proposal.voided_at


def test_the_same_evidence_sent_twice_is_there_once(cast, claim):
    said = {"source_fields": {"title": "Count", "address": "https://example.org/c"}, "excerpt": "40", "locator": "p. 1"}
    add_evidence(claim, actor=cast.checker, **said)
    with pytest.raises(Invalid, match="here already"):
        add_evidence(claim, actor=cast.checker, **said)
    assert claim.evidence.count() == 1


def test_who_reviews_and_is_legal_reviews_while_somebody_else_can_sign_for_legal(cast, claim):
    SignatureRule.objects.create(desk=cast.desk, risk_flag="allegation", approvals=2, legal=True)
    cast.second_reviewer.memberships.all().delete()
    cast.reviewer.memberships.create(desk=cast.desk, role="legal")
    claim = sent(claim, cast.checker, risk_flags=["allegation"])
    approved(claim, cast.reviewer)
    assert approved(claim, cast.legal).state == ClaimState.SIGNED_OFF


def test_who_reviews_and_is_legal_signs_for_legal_while_somebody_else_can_review(cast, claim):
    SignatureRule.objects.create(desk=cast.desk, risk_flag="allegation", approvals=2, legal=True)
    cast.reviewer.memberships.create(desk=cast.desk, role="legal")
    claim = sent(claim, cast.checker, risk_flags=["allegation"])
    approved(claim, cast.reviewer)
    assert approved(claim, cast.second_reviewer).state == ClaimState.SIGNED_OFF
    assert list(claim.signoffs.values_list("kind", flat=True)) == ["legal", "review"]


def test_what_was_typed_of_a_source_is_not_dropped_for_one_at_the_same_address(cast, claim):
    make_source(cast.desk, "Count", address="https://example.org/c")
    said = {"title": "Count of May", "address": "https://example.org/c"}
    with pytest.raises(Invalid, match="described otherwise"):
        add_evidence(claim, actor=cast.checker, source_fields=said)
    add_evidence(claim, actor=cast.checker, source_fields=said | {"title": "Count"})
    assert claim.evidence.get().source.title == "Count"


def test_legal_accepts_that_an_allegation_needs_no_reply_and_signs_it_no_more(cast, claim):
    claim = judged(claim, cast.checker, risk_flags=["allegation"])
    claim = accept_no_reply(claim, actor=cast.legal, reason="He said so in court.", was="")
    assert (claim.no_reply_reason, claim.reply_accepted_by) == ("He said so in court.", cast.legal)
    assert cast.legal.pk in standing_of(claim).contributors
    assert "needs no reply: He said so in court." in last_words(claim.article)
    claim = accept_no_reply(claim, actor=cast.chief, reason="", was="He said so in court.")
    assert (claim.no_reply_reason, claim.reply_accepted_by) == ("", None)
    assert "took back that claim" in last_words(claim.article)


def test_nobody_but_the_chief_or_legal_and_no_author_accepts_that_no_reply_is_needed(cast, claim):
    cast.writer.memberships.create(desk=cast.desk, role="legal")
    for person in (cast.checker, cast.reviewer, cast.writer, cast.admin):
        with pytest.raises(NotYours):
            accept_no_reply(claim, actor=person, reason="No need.", was="")


def test_what_was_written_about_the_reply_meanwhile_is_not_written_over(cast, claim):
    claim = judged(claim, cast.checker, risk_flags=["allegation"])
    accept_no_reply(claim, actor=cast.chief, reason="He is dead.", was="")
    with pytest.raises(NotNow, match="meanwhile"):
        accept_no_reply(claim, actor=cast.legal, reason="No need.", was="")


def test_a_claim_of_somebody_who_left_is_taken_by_the_next(cast, claim):
    claim = perform("take", claim, actor=cast.checker)
    with pytest.raises(NotNow, match="has it"):
        perform("take", claim, actor=cast.second_checker)
    cast.checker.is_active = False
    cast.checker.save()
    assert perform("take", claim, actor=cast.second_checker).assignee == cast.second_checker


def test_an_author_who_comes_to_the_desk_later_signs_nothing_of_theirs(cast):
    fields = {"headline": "Bridge", "ownership": "ours", "authors": [("Nina Novak", None), ("Rosa Reviewer", None)]}
    article = create_article(
        cast.desk, actor=cast.writer, blocks=blocks("Bridge", "Engineers found 3 cracks in its deck."), **fields
    )
    claim = sent(cut(article, "3 cracks", actor=cast.checker), cast.checker)
    nina = make_person("Nina Novak", "reviewer", desk=cast.desk)
    assert article.authors.get(name="Nina Novak").person == nina
    with pytest.raises(NotYours, match="wrote"):
        approved(claim, nina)
    stranger = make_person("R. Reviewer", "reviewer", desk=cast.desk, username="other-rosa")
    assert article.authors.get(name="Rosa Reviewer").person is None, "of two of one name nobody knows which"
    with pytest.raises(NotYours, match="may name you"):
        approved(claim, stranger)
    asked = next(one for one in byline_questions(article) if one.person == stranger)
    answer_byline(asked, actor=cast.checker, answer=BylineAnswer.OTHER)
    approved(claim, stranger)
