"""A decision holds for what was seen when it was taken, and what takes two people is never one person's."""

import pytest

from claims.editing.wording import carry_out
from claims.history import acting
from claims.models import Claim
from tests.database.conftest import refused, standing
from tests.living import bring, edited
from tests.make import judge, make_person, sign, sign_off


def back_into_review(claim, actor, **over):
    with acting(actor):
        Claim.objects.filter(pk=claim.pk).update(state="in_review", **over)
    claim.refresh_from_db()


@pytest.mark.parametrize(("old", "new"), [("40 lorries", "90 lorries"), ("40 lorries", "forty lorries")])
def test_whoever_changed_the_words_does_not_sign_them_under_the_name_of_the_sender_before(
    cast, signed, hands, old, new
):
    bring(signed.article, cast, edited(signed.article, old, new), actor=cast.reviewer)
    assert standing(signed).state == "changed"
    with refused("claim_sent_by"), hands(cast.reviewer):
        back_into_review(signed, cast.reviewer)


def test_a_change_of_spelling_by_somebody_else_goes_back_into_review_without_a_new_sender(cast, signed, hands):
    bring(signed.article, cast, edited(signed.article, "40 lorries", "forty lorries"))
    with refused("claim_sent_by"), hands(cast.second_reviewer):
        back_into_review(signed, cast.second_reviewer)
    with hands(cast.reviewer):
        back_into_review(signed, cast.reviewer)
    sign(signed, cast.reviewer)
    assert standing(signed).signers == {cast.reviewer}


def test_a_change_without_any_new_version_is_no_change_of_spelling(cast, signed, hands):
    judge(signed, cast.checker, verdict="refuted")
    with refused("claim_sent_by"), hands(cast.reviewer):
        back_into_review(signed, cast.reviewer)
    with hands(cast.second_checker):
        back_into_review(signed, cast.second_checker, sent_by=cast.second_checker)
    assert cast.second_checker in standing(signed).contributors


# A reply that is not needed


@pytest.fixture
def accepted(cast, in_review):
    """Leyla's claim, of which the chief accepted that no reply is needed; signed off by Ben."""
    with acting(cast.chief):
        Claim.objects.filter(pk=in_review.pk).update(no_reply_reason="He is dead.", reply_accepted_by=cast.chief)
    return sign_off(in_review, cast.reviewer, by=cast.checker)


def test_a_reason_is_not_put_under_the_name_of_whoever_accepted_another(cast, accepted, hands):
    over = {"no_reply_reason": "We do not like him."}
    rows = Claim.objects.filter(pk=accepted.pk)
    with refused("reply_own_hand"), hands(cast.second_checker):
        rows.update(**over)
    with hands(cast.second_checker):
        rows.update(reply_accepted_by=None, **over)
    with hands(cast.legal):
        rows.update(no_reply_reason="It is in the judgment.", reply_accepted_by=cast.legal)


def test_an_author_accepts_no_missing_reply(cast, in_review, hands):
    cora = make_person("Cora Chief", "chief", desk=cast.desk)
    with acting(cast.checker):
        in_review.article.authors.create(name="Cora", person=cora)
    with refused("reply_own_hand"), hands(cora):
        Claim.objects.filter(pk=in_review.pk).update(no_reply_reason="x", reply_accepted_by=cora)


def test_an_acceptance_lapses_with_the_statement_it_was_given_for(cast, accepted, hands):
    with hands(cast.second_checker):
        Claim.objects.filter(pk=accepted.pk).update(statement="The mayor stole 40 lorries.")
    assert standing(accepted).state == "changed"
    assert (accepted.no_reply_reason, accepted.reply_accepted_by) == ("He is dead.", None)


def test_an_acceptance_lapses_with_the_words_it_was_given_for_and_makes_whoever_brings_them_no_contributor(
    cast, accepted
):
    edition = accepted.edition
    bring(accepted.article, cast, edited(accepted.article, "40 lorries", "9000 lorries"))
    assert standing(accepted).contributors == {cast.checker, cast.chief}
    assert (accepted.state, accepted.reply_accepted_by) == ("changed", None)
    assert accepted.edition > edition


def test_an_acceptance_stands_where_only_typography_changed(cast, accepted):
    bring(accepted.article, cast, edited(accepted.article, "40 lorries", "40\u00a0lorries"))
    assert standing(accepted).state == "signed_off"
    assert accepted.reply_accepted_by == cast.chief


# Words that the chief lets stand


@pytest.fixture
def stands(cast, in_review):
    """Leyla's claim, to be reworded; signed off by Ben, and let stand by the chief."""
    with acting(cast.checker):
        Claim.objects.filter(pk=in_review.pk).update(
            line_decision="reword",
            proposed_words="4 lorries an hour",
            reworded_statement="It carries 4 lorries an hour.",
            reworded_verdict="supported",
        )
    claim = sign_off(in_review, cast.reviewer, by=cast.checker)
    with acting(cast.chief):
        Claim.objects.filter(pk=claim.pk).update(stet_by=cast.chief, stet_reason="The mayor did say so.")
    claim.refresh_from_db()
    return claim


def stet_of(claim):
    claim.refresh_from_db()
    return claim.stet_by, claim.stet_reason


def test_other_words_are_not_the_ones_that_the_chief_let_stand(cast, stands):
    bring(stands.article, cast, edited(stands.article, "40 lorries", "40\u00a0lorries"))
    assert stet_of(stands) == (cast.chief, "The mayor did say so.")
    bring(stands.article, cast, edited(stands.article, "40\u00a0lorries", "900 lorries"))
    assert stet_of(stands) == (None, "")


def test_what_the_chief_let_stand_is_over_when_the_proposed_words_go_in(cast, stands):
    stands.article.refresh_from_db()
    carry_out(stands, actor=cast.writer, base=1, edition=stands.edition)
    assert standing(stands).state == "signed_off"
    assert stands.wording_applied
    assert stet_of(stands) == (None, "")


def test_another_verdict_on_the_proposed_words_is_decided_anew(cast, stands, hands):
    with hands(cast.second_checker):
        Claim.objects.filter(pk=stands.pk).update(reworded_verdict="refuted")
    assert stet_of(stands) == (None, "")


def test_whoever_becomes_an_author_has_let_no_words_stand(cast, stands, hands):
    with hands(cast.checker):
        stands.article.authors.create(name="Chris", person=cast.chief)
    assert stet_of(stands) == (None, "")


def test_whoever_becomes_an_author_has_accepted_no_missing_reply(cast, accepted, hands):
    with hands(cast.checker):
        accepted.article.authors.create(name="Chris", person=cast.chief)
    assert standing(accepted).state == "changed"
    assert accepted.reply_accepted_by is None
