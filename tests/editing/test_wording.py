"""Line decisions are carried out, edited or declined, and what was signed with proposed words goes along with them."""

import pytest

from claims.editing.claims import field_values, save_claim
from claims.editing.decisions import accept_no_reply, let_stand
from claims.editing.evidence import add_evidence
from claims.editing.lineage import merge_claims
from claims.editing.versions import Rebase
from claims.editing.wording import carry_out, decline
from claims.errors import Invalid, NotNow, NotYours
from claims.history import acting
from claims.models import Event, EvidenceRule, Membership
from claims.queries.gate import gate_of
from claims.queries.reconcile import memo_of
from claims.workflow import perform
from tests.living import TEXT, bring, edited, now
from tests.make import content_hash, make_claim, make_source, sign_off

PROPOSED = {
    "line_decision": "reword",
    "proposed_words": "about 180 lorries an hour",
    "reworded_statement": "The old bridge carries about 180 lorries an hour, said the mayor.",
    "reworded_verdict": "supported",
    "verdict": "refuted",
    "rationale": "The counters say 180.",
    "decision_reason": "The counters say 180.",
}


@pytest.fixture
def claim(cast, article):
    claim = make_claim(article, "200 lorries an hour", actor=cast.checker, **PROPOSED)
    return sign_off(claim, cast.reviewer, by=cast.checker)


def carried(claim, person, **more):
    claim.refresh_from_db()
    claim.article.refresh_from_db()
    fields = {"base": claim.article.current_version.number, "edition": claim.edition} | more
    version, plan = carry_out(claim, actor=person, **fields)
    claim.article.refresh_from_db()
    return version


def statuses(article):
    return [(row.claim.number, row.status) for row in memo_of(article)]


def decisions(article):
    return [item.words for item in gate_of(article) if item.kind in ("decision", "verdict") and not item.ok]


def test_word_for_word_the_half_that_was_signed_takes_effect_without_a_new_signature(cast, claim):
    before = content_hash(claim)
    version = carried(claim, cast.writer)
    assert now(claim).state == "signed_off"
    assert content_hash(claim) == before
    assert claim.quoted == "about 180 lorries an hour"
    assert (claim.standing_statement, claim.standing_verdict) == (PROPOSED["reworded_statement"], "supported")
    assert version.number == 2
    assert decisions(claim.article) == [], "it was refuted as it stood, and is supported as it stands"
    assert statuses(claim.article) == [(claim.number, "accepted")]


def test_the_words_of_the_line_go_into_the_text_and_nothing_else_changes(cast, claim):
    carried(claim, cast.writer)
    texts = [block.text for block in claim.article.current_version.blocks.order_by("position")]
    assert texts == [text.replace("200 lorries", "about 180 lorries") for text in TEXT]


def test_other_words_than_those_that_were_signed_are_checked_again(cast, claim):
    carried(claim, cast.writer, words="some 180 lorries an hour")
    assert now(claim).state == "changed"
    assert not claim.wording_applied
    assert statuses(claim.article) == [(claim.number, "edited")]
    event = Event.objects.filter(claim=claim, verb="wording_answered").get()
    assert "accepted, in other words," in event.words


def test_applied_words_that_change_again_void(cast, claim):
    carried(claim, cast.writer)
    bring(claim.article, cast, edited(claim.article, "about 180", "about 190"))
    assert now(claim).state == "changed"


def test_work_on_a_reworded_claim_goes_on_with_what_stands_in_the_article(cast, claim):
    carried(claim, cast.writer)
    perform("reopen", now(claim), actor=cast.checker, reason="A new count.")
    assert now(claim).state == "checking"
    assert (claim.statement, claim.verdict) == (PROPOSED["reworded_statement"], "supported")
    assert (claim.line_decision, claim.proposed_words) == ("keep", "")
    assert not claim.wording_applied


def test_a_cut_takes_the_line_out_and_retires_its_claim(cast, article):
    claim = make_claim(article, "It rained for a week.", actor=cast.checker, line_decision="cut")
    sign_off(claim, cast.reviewer, by=cast.checker)
    carried(claim, cast.writer)
    assert now(claim).state == "retired"
    assert "It rained" not in " ".join(block.text for block in claim.article.current_version.blocks.all())
    assert statuses(claim.article) == [(claim.number, "accepted")]


def test_the_writer_declines_with_a_reason_and_the_chief_decides(cast, claim):
    with pytest.raises(Invalid):
        decline(claim, actor=cast.writer, edition=claim.edition, reason=" ")
    decline(claim, actor=cast.writer, edition=claim.edition, reason="The mayor was there.")
    assert statuses(claim.article) == [(claim.number, "declined")]
    assert len(decisions(claim.article)) == 1
    let_stand(claim, actor=cast.chief, reason="He said it on the record.")
    assert statuses(claim.article) == [(claim.number, "stet")]


def test_the_chief_may_carry_out_what_the_writer_declined(cast, claim):
    decline(claim, actor=cast.writer, edition=claim.edition, reason="The mayor was there.")
    carried(claim, cast.chief)
    assert statuses(claim.article) == [(claim.number, "accepted")]


@pytest.mark.parametrize("who", ["checker", "reviewer", "observer"])
def test_only_writer_and_chief_answer(cast, claim, who):
    with pytest.raises(NotYours):
        carried(claim, getattr(cast, who))


def test_an_answer_to_another_text_or_another_proposal_is_shown_again(cast, claim):
    bring(claim.article, cast, edited(claim.article, "It rained", "It snowed"))
    with pytest.raises(Rebase):
        carried(claim, cast.writer, base=1)
    with pytest.raises(NotNow):
        carried(claim, cast.writer, edition=claim.edition - 1)


def test_a_decision_that_was_carried_out_is_not_carried_out_twice(cast, claim):
    carried(claim, cast.writer)
    with pytest.raises(NotNow):
        carried(claim, cast.writer)


@pytest.mark.parametrize("then", ["reopened", "proposed otherwise"])
def test_the_next_version_comes_in_after_a_reworded_claim_was_worked_on(cast, claim, then):
    carried(claim, cast.writer)
    if then == "reopened":
        perform("reopen", now(claim), actor=cast.checker, reason="A new count.")
    else:
        save_claim(now(claim), {"proposed_words": "few lorries"}, actor=cast.checker, base=field_values(claim))
    bring(claim.article, cast, edited(claim.article, "It rained", "It snowed"))
    assert now(claim).quoted == "about 180 lorries an hour"
    assert claim.state != "signed_off"


def test_proposing_what_stands_in_the_article_applies_nothing(cast, claim):
    carried(claim, cast.writer)
    perform("reopen", now(claim), actor=cast.checker, reason="A new count.")
    mine = {"line_decision": "reword", "proposed_words": "about 180 lorries an hour"}
    save_claim(now(claim), mine, actor=cast.checker, base=field_values(claim))
    assert not now(claim).wording_applied


def test_whoever_types_other_words_into_a_wording_signs_them_not(cast, claim):
    with acting(cast.admin):
        Membership.objects.create(person=cast.reviewer, desk=cast.desk, role="writer")
    carried(claim, cast.reviewer, words="some 180 lorries an hour")
    assert cast.reviewer.pk in claim.contributors.values_list("person_id", flat=True)


def test_a_wording_that_a_later_version_takes_back_is_open_again_in_memo_and_gate(cast, claim):
    carried(claim, cast.writer)
    bring(claim.article, cast, edited(claim.article, "about 180 lorries an hour", "200 lorries an hour"))
    assert statuses(claim.article) == [(claim.number, "again")]
    assert any("decision to reword is open" in words for words in decisions(claim.article))


def test_other_words_carry_the_decision_out_and_leave_the_gate_to_the_check(cast, claim):
    carried(claim, cast.writer, words="some 180 lorries an hour")
    assert statuses(claim.article) == [(claim.number, "edited")]
    assert not any("decision to reword" in words for words in decisions(claim.article))


def test_what_is_typed_of_applied_words_is_not_replaced_by_what_was_proposed(cast, claim):
    carried(claim, cast.writer)
    saved, fields, _ = save_claim(
        now(claim),
        {"verdict": "conflicting", "rationale": "Two counts differ."},
        actor=cast.checker,
        base=field_values(now(claim)),
    )
    assert (set(fields), saved.wording_applied) == ({"verdict", "rationale"}, False)
    assert (saved.statement, saved.line_decision) == (PROPOSED["reworded_statement"], "keep")
    words = Event.objects.filter(claim=claim).latest("pk").words
    assert "verdict" in words and "statement" in words, "the record says what became of both"
    for action in ("take", "send"):
        perform(action, now(claim), actor=cast.checker)
    assert (now(claim).verdict, now(claim).statement) == ("conflicting", PROPOSED["reworded_statement"])


def test_what_no_sign_off_binds_is_saved_without_touching_applied_words(cast, claim):
    carried(claim, cast.writer)
    save_claim(now(claim), {"priority": 2}, actor=cast.checker, base=field_values(now(claim)))
    assert (now(claim).state, now(claim).wording_applied, now(claim).priority) == ("signed_off", True, 2)


def test_proposed_words_are_judged_unexamined_only_where_a_claim_may_be(cast, article):
    flagged = PROPOSED | {"reworded_verdict": "not_examined", "risk_flags": ["privacy"]}
    claim = make_claim(article, "200 lorries an hour", actor=cast.checker, **flagged)
    perform("take", claim, actor=cast.checker)
    with pytest.raises(NotNow, match="Examine the truth: the claim carries a risk flag"):
        perform("send", now(claim), actor=cast.checker)


def test_an_unexamined_verdict_that_a_claim_may_not_have_is_open_again_when_its_words_are_adopted(cast, article):
    fields = PROPOSED | {"reworded_verdict": "not_examined", "verdict": ""}
    claim = make_claim(article, "200 lorries an hour", actor=cast.checker, **fields)
    carried(claim, cast.writer)
    perform("take", now(claim), actor=cast.checker)
    assert (now(claim).state, now(claim).verdict) == ("checking", "")
    assert now(claim).statement == PROPOSED["reworded_statement"]


def test_a_verdict_that_comes_with_adopted_words_has_the_scheme_of_the_desk(cast, article):
    claim = make_claim(article, "200 lorries an hour", actor=cast.checker, **PROPOSED | {"verdict": ""})
    carried(claim, cast.writer)
    perform("take", now(claim), actor=cast.checker)
    assert now(claim).verdict == "supported" and now(claim).scheme is not None


def test_an_allegation_whose_cut_is_declined_stays_in_print_with_a_reply_only(cast, article):
    EvidenceRule.objects.create(desk=cast.desk, code="reply", level="block")
    fields = {"statement": "He did.", "verdict": "supported", "risk_flags": ["allegation"], "line_decision": "cut"}
    claim = make_claim(article, "200 lorries an hour", actor=cast.checker, **fields)
    with pytest.raises(NotNow, match="The words cannot stand yet. An allegation that stays in print needs a reply"):
        let_stand(claim, actor=cast.chief, reason="It is good copy.")
    accept_no_reply(claim, actor=cast.chief, reason="He is dead.", was="")
    assert let_stand(claim, actor=cast.chief, reason="It is good copy.").stet_by == cast.chief


def test_a_chief_declines_what_was_shown_and_nothing_else(cast, claim):
    shown = claim.edition
    save_claim(claim, {"line_decision": "cut"}, actor=cast.checker, base=field_values(claim))
    with pytest.raises(NotNow, match="changed since you opened it"):
        let_stand(claim, actor=cast.chief, reason="Near enough.", edition=shown)


def test_proposed_words_go_into_the_text_as_a_text_has_them(cast, article):
    fields = PROPOSED | {"proposed_words": "cafe\u0301s\r\n\r\nand lorries"}
    claim = make_claim(article, "200 lorries an hour", actor=cast.checker, **fields)
    sign_off(claim, cast.reviewer, by=cast.checker)
    carried(claim, cast.writer)
    assert (now(claim).quoted, now(claim).state) == ("caf\u00e9s and lorries", "signed_off")


def test_a_claim_that_is_merged_after_its_proposed_words_were_applied_says_what_they_say(cast, claim):
    carried(claim, cast.writer)
    add_evidence(now(claim), actor=cast.checker, source=make_source(cast.desk), stance="contradicts")
    other = make_claim(claim.article, "3 cracks", actor=cast.checker)
    editions = {one.pk: now(one).edition for one in (claim, other)}
    merged = merge_claims([now(claim), other], actor=cast.checker, statement="", editions=editions)
    assert merged.statement == PROPOSED["reworded_statement"]


def test_a_reply_that_was_waived_goes_along_with_words_that_were_signed_with_it(cast, article):
    claim = make_claim(article, "200 lorries an hour", actor=cast.checker, **PROPOSED | {"risk_flags": ["allegation"]})
    accept_no_reply(claim, actor=cast.chief, reason="He is dead.", was="")
    sign_off(now(claim), cast.reviewer, by=cast.checker)
    assert now(claim).state == "signed_off"
    carried(claim, cast.writer)
    assert (now(claim).state, now(claim).reply_accepted_by) == ("signed_off", cast.chief)
