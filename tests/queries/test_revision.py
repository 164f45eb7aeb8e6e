"""What another text would do to the claims of an article, before anything is written."""

from claims.queries.revision import plan_revision
from tests.living import bring, claim_on, edited


def test_words_that_the_database_would_not_call_the_same_are_not_said_to_be(cast, article):
    bring(article, cast, edited(article, "It rained", "It ก\ufeffข rained"))
    claim_on(article, "ก\ufeffข rained", cast)
    (plan,) = plan_revision(article, edited(article, "ก\ufeffข", "กข")).live
    assert (plan.result, plan.minor) == ("changed", False)
    assert plan.reason == "The words are written otherwise now."
