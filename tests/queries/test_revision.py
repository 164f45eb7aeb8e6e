"""What another text would do to the claims of an article, before anything is written."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.queries.revision import LOOKED_IN, plan_revision
from tests.living import TEXT, blocks, bring, claim_on, edited


def test_words_that_the_database_would_not_call_the_same_are_not_said_to_be(cast, article):
    bring(article, cast, edited(article, "It rained", "It ก\ufeffข rained"))
    claim_on(article, "ก\ufeffข rained", cast)
    (plan,) = plan_revision(article, edited(article, "ก\ufeffข", "กข")).live
    assert (plan.result, plan.minor) == ("changed", False)
    assert plan.reason == "The words are written otherwise now."


def lost_one_by_one(article, cast, count):
    """As many claims, oldest first, each on a sentence of its own that a version of its own took out again."""
    sentences = [f"Mayor{n} of town{n} closed bridge{n} in week{n}." for n in range(count)]
    bring(article, cast, blocks(*TEXT, *sentences))
    claims = [claim_on(article, sentence, cast, signed=False) for sentence in sentences]
    for left in range(count - 1, -1, -1):
        bring(article, cast, blocks(*TEXT, *sentences[count - left :]))
    return claims, sentences


def test_a_plan_takes_as_many_queries_for_claims_lost_in_nine_versions_as_in_three(cast, article):
    counts = []
    for more in (3, 6):
        lost_one_by_one(article, cast, more)
        with CaptureQueriesContext(connection) as seen:
            plan = plan_revision(article, edited(article, "rained", "snowed"))
        counts.append((len(plan.of("lost")), len(seen)))
    assert counts == [(3, counts[0][1]), (9, counts[0][1])]


def test_of_claims_lost_long_ago_the_very_words_are_found_again_and_no_other_place_is_offered(cast, article):
    claims, sentences = lost_one_by_one(article, cast, LOOKED_IN + 2)
    others = [f"Nobody in town{n} knew then that bridge{n} would ever stand again." for n in range(len(claims))]
    plans = {one.claim: one for one in plan_revision(article, blocks(*TEXT, *others)).live}
    assert {plans[claim].result for claim in claims} == {"lost"}
    assert [bool(plans[claim].candidates) for claim in claims] == [False] * 2 + [True] * LOOKED_IN
    back = {one.claim: one for one in plan_revision(article, blocks(*TEXT, *sentences)).live}
    assert [(back[claim].result, back[claim].new_words) for claim in claims] == [("kept", one) for one in sentences]
    assert all(back[claim].came_back for claim in claims)
