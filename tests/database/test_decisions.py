"""A decision holds for what was seen when it was taken, and what takes two people is never one person's."""

import pytest

from claims.history import acting
from claims.models import Claim
from tests.database.conftest import refused, standing
from tests.living import bring, edited
from tests.make import judge, sign


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
