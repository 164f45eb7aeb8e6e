"""“Truth not examined”: what may be saved may be sent and signed, and what may not is refused when it is saved."""

from itertools import product

import pytest

from claims.editing.claims import field_values, save_claim
from claims.errors import Invalid, NotNow
from claims.history import acting
from claims.models import Claim
from claims.workflow import perform, standing_of
from tests.make import make_article, make_claim, make_speaker

REASON = "He may hope what he likes."
REWORD = {
    "line_decision": "reword",
    "proposed_words": "many lorries",
    "reworded_statement": "The ministry says that many lorries cross the bridge.",
}


@pytest.fixture
def claim(cast):
    """A claim of the ministry's that a checker has, with nothing left to do but its verdict."""
    article = make_article(cast.desk, actor=cast.writer)
    speaker = make_speaker(cast.desk, "The ministry")
    said = {"speaker": speaker, "attribution": "reports", "statement": "40 lorries cross the bridge every hour."}
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker, **said)
    perform("take", claim, actor=cast.checker)
    return claim


def save(claim, person, **fields):
    claim = Claim.objects.get(pk=claim.pk)
    return save_claim(claim, fields, actor=person, base=field_values(claim))[0]


@pytest.mark.parametrize("judged", [{"verdict": "not_examined"}, {"verdict": "refuted", **REWORD}])
def test_a_claim_that_may_be_saved_with_its_truth_unexamined_may_be_sent_and_signed(cast, claim, judged):
    make_speaker(cast.desk, "The Courier", kind="publication")
    if judged["verdict"] != "not_examined":
        judged = judged | {"reworded_verdict": "not_examined"}
    saved = 0
    for speaker, flags, endorses, rationale in product(
        ("The ministry", "The Courier", ""), ([], ["privacy"]), (False, True), ("", " ", REASON)
    ):
        fields = {"speaker": speaker, "risk_flags": flags, "verb_endorses": endorses, "rationale": rationale}
        may = (speaker, flags, endorses, rationale) == ("The ministry", [], False, REASON)
        try:
            save(claim, cast.checker, **judged | fields)
        except Invalid as refused:
            assert not may and refused.field in ("verdict", "reworded_verdict", "rationale"), fields
            continue
        assert may, fields
        saved += 1
        sent = perform("send", claim, actor=cast.checker)
        content_hash = standing_of(sent).content_hash
        perform("approve", sent, actor=cast.reviewer, content_hash=content_hash)
        perform("reopen", sent, actor=cast.reviewer, reason="Next case.")
        save(claim, cast.checker, verdict="", line_decision="keep", rationale="")
    assert saved == 1


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"verb_endorses": True}, "the verb says that it is so"),
        ({"risk_flags": ["privacy"]}, "risk flag"),
        ({"speaker": ""}, "own voice"),
        ({"rationale": ""}, "Say in the rationale"),
    ],
)
def test_a_claim_whose_truth_is_unexamined_is_not_made_one_that_asks_for_it(cast, claim, over, words):
    save(claim, cast.checker, verdict="not_examined", rationale=REASON)
    with pytest.raises(Invalid, match=words):
        save(claim, cast.checker, **over)


def test_a_claim_that_was_judged_so_before_can_be_saved_in_other_respects_and_is_not_sent(cast, claim):
    fields = {"verdict": "not_examined", "rationale": REASON}
    save(claim, cast.checker, **fields)
    with acting(cast.checker):  # a save of before let it through
        Claim.objects.filter(pk=claim.pk).update(verb_endorses=True)
    assert save(claim, cast.checker, priority=2).priority == 2
    with pytest.raises(NotNow, match="the verb says that it is so"):
        perform("send", claim, actor=cast.checker)
