"""A decision holds for what was seen when it was taken, and what takes two people is never one person's."""

import pytest

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
        Claim.objects.filter(pk=in_review.pk).update(
            reply="waived", reply_note="He is dead.", reply_accepted_by=cast.chief
        )
    return sign_off(in_review, cast.reviewer, by=cast.checker)


@pytest.mark.parametrize("over", [{"reply_note": "We do not like him."}, {"reply": "sought"}])
def test_a_reason_is_not_put_under_the_name_of_whoever_accepted_another(cast, accepted, hands, over):
    rows = Claim.objects.filter(pk=accepted.pk)
    with refused("reply_own_hand"), hands(cast.second_checker):
        rows.update(**over)
    with hands(cast.second_checker):
        rows.update(reply_accepted_by=None, **over)
    with hands(cast.legal):
        rows.update(reply="waived", reply_note="It is in the judgment.", reply_accepted_by=cast.legal)


def test_an_author_accepts_no_missing_reply(cast, in_review, hands):
    cora = make_person("Cora Chief", "chief", desk=cast.desk)
    with acting(cast.checker):
        in_review.article.authors.create(name="Cora", person=cora)
    with refused("reply_own_hand"), hands(cora):
        Claim.objects.filter(pk=in_review.pk).update(reply="waived", reply_note="x", reply_accepted_by=cora)


def test_an_acceptance_lapses_with_the_statement_it_was_given_for(cast, accepted, hands):
    with hands(cast.second_checker):
        Claim.objects.filter(pk=accepted.pk).update(statement="The mayor stole 40 lorries.")
    assert standing(accepted).state == "changed"
    assert (accepted.reply, accepted.reply_accepted_by) == ("waived", None)


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
