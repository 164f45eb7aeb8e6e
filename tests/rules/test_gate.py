"""An article's gate: what is open is one item each, with words and a link."""

import pytest

from claims.models import Article, Claim, Line, NoClaimMark, Thread
from claims.rules.gate import gate
from claims.states import (
    RULE_DEFAULTS,
    ClaimState,
    LineDecision,
    Ownership,
    RuleCode,
    RuleLevel,
    SpeakerKind,
    Verdict,
)
from claims.text.coverage import COVERED, PARTLY, UNTOUCHED, Coverage
from tests.rules.make import make_claim, make_speaker

CHIEF = 9


def signed(**over):
    return make_claim(**{"state": ClaimState.SIGNED_OFF, "number": 7, **over})


def attributed(**over):
    return signed(**{"speaker": make_speaker(), **over})


def stet(**over):
    return {"stet_reason": "It is the heart of the story.", "stet_by_id": CHIEF, **over}


def open_items(*claims, article=None, lines=(), marks=(), queries=(), contexts=(), levels=RULE_DEFAULTS):
    """The items that are not ok; ``lines`` are states of coverage, the first line is number 1."""
    items = gate(
        article or Article(ownership=Ownership.OURS),
        lines=[Line(number=number) for number in range(1, len(lines) + 1)],
        coverage_by_line={n: Coverage(state, []) for n, state in enumerate(lines, 1) if state},
        claims=claims,
        marks=marks,
        queries=queries,
        contexts=contexts,
        levels=levels,
    )
    assert all(0 < len(item.words) < 300 and len(item.key) < 80 for item in items)
    assert len({item.key for item in items}) == len(items)
    return [item for item in items if not item.ok]


def keys(*claims, **more):
    return [item.key for item in open_items(*claims, **more)]


def test_a_finished_article_has_nothing_open_and_each_part_says_so():
    items = gate(
        Article(),
        lines=[Line(number=1)],
        coverage_by_line={1: Coverage(COVERED, [])},
        claims=[signed(), make_claim(state=ClaimState.RETIRED)],
        marks=[NoClaimMark(made_by_id=1, looked_by_id=2)],
        queries=[],
        contexts=[],
        levels=RULE_DEFAULTS,
    )
    assert [(item.kind, item.ok) for item in items] == [
        (kind, True) for kind in ("line", "marks", "claim", "tray", "context", "decision", "verdict", "query")
    ]


def test_every_line_that_is_not_covered_is_an_item_that_leads_to_it():
    items = open_items(lines=[COVERED, PARTLY, UNTOUCHED, None])
    assert [(i.key, i.line_number, i.blocks) for i in items] == [
        ("line:2", 2, True),
        ("line:3", 3, True),
        ("line:4", 4, True),
    ]
    assert "only partly covered" in items[0].words
    assert "untouched" in items[1].words


def test_a_desk_may_only_be_warned_of_lines_that_are_not_covered_or_not_at_all():
    (item,) = open_items(lines=[UNTOUCHED], levels={RuleCode.COVERAGE: RuleLevel.WARN})
    assert not item.blocks
    assert keys(lines=[UNTOUCHED], levels={RuleCode.COVERAGE: RuleLevel.OFF}) == []
    assert keys(lines=[UNTOUCHED], levels={}) == []


@pytest.mark.parametrize("state", [s for s in ClaimState if s not in (ClaimState.SIGNED_OFF, ClaimState.RETIRED)])
def test_every_claim_neither_signed_off_nor_retired_is_an_item_that_leads_to_it(state):
    (item,) = open_items(signed(), make_claim(number=12, state=state))
    assert (item.key, item.claim_number, item.blocks) == ("claim:12", 12, True)


def test_marks_wait_for_somebody_other_than_who_made_them():
    looked, mine, bare = (NoClaimMark(made_by_id=1, looked_by_id=by) for by in (2, 1, None))
    removed = NoClaimMark(made_by_id=1, removed_at="2026-05-03T12:00Z")
    assert keys(marks=[looked, removed]) == []
    (item,) = open_items(marks=[looked, mine, bare, removed])
    assert (item.key, item.blocks, item.claim_number, item.line_number) == ("marks", True, None, None)
    assert item.words.startswith("2 no-claim marks wait to be looked through by somebody other than who made them")


@pytest.mark.parametrize("decision", [d for d in LineDecision if d != LineDecision.KEEP])
def test_a_line_decision_is_applied_or_declined_by_the_chief_with_a_reason(decision):
    assert keys(signed(line_decision=decision)) == ["decision:7"]
    assert keys(signed(line_decision=decision, **stet())) == []


@pytest.mark.parametrize("half", [stet(stet_by_id=None), stet(stet_reason=" ")])
def test_a_decision_is_not_declined_without_both_name_and_reason(half):
    assert keys(signed(line_decision=LineDecision.CUT, **half)) == ["decision:7"]
    assert keys(attributed(verdict=Verdict.REFUTED, **half)) == ["verdict:7"]


@pytest.mark.parametrize("verdict", [Verdict.REFUTED, Verdict.NOT_ENOUGH])
def test_what_did_not_hold_up_is_kept_only_with_the_chief_s_written_reason(verdict):
    assert keys(attributed(verdict=verdict)) == ["verdict:7"]
    assert keys(attributed(verdict=verdict, **stet())) == []


@pytest.mark.parametrize("verdict", [v for v in Verdict if v not in (Verdict.REFUTED, Verdict.NOT_ENOUGH)])
def test_any_other_verdict_is_kept_without_one(verdict):
    assert keys(attributed(verdict=verdict)) == []


@pytest.mark.parametrize(
    "voice",
    [
        {"speaker": None},
        {"speaker": make_speaker(kind=SpeakerKind.PUBLICATION)},
        {"verb": "admitted", "verb_endorses": True},
    ],
    ids=["nobody's", "the publication's", "an endorsing verb"],
)
def test_in_the_article_s_own_voice_no_reason_helps(voice):
    claim = attributed(**{"verdict": Verdict.REFUTED, **stet(), **voice})
    assert keys(claim) == ["verdict:7"]


def test_declining_to_reword_what_is_refuted_in_the_article_s_own_voice_is_keeping_it():
    assert keys(signed(verdict=Verdict.REFUTED, line_decision=LineDecision.REWORD, **stet())) == ["verdict:7"]


def test_what_is_to_be_cut_is_asked_for_once():
    assert keys(signed(verdict=Verdict.REFUTED, line_decision=LineDecision.CUT)) == ["decision:7"]


def test_somebody_else_s_article_may_hold_what_was_refuted():
    theirs = Article(ownership=Ownership.THEIRS)
    assert keys(signed(verdict=Verdict.REFUTED), article=theirs) == []


def test_a_retired_claim_asks_for_nothing():
    gone = make_claim(state=ClaimState.RETIRED, verdict=Verdict.REFUTED, line_decision=LineDecision.CUT)
    assert keys(gone) == []


def asked(pk, words, claim=None):
    query = Thread(pk=pk, is_query=True, claim=claim)
    query.asked = words
    return query


def test_every_open_query_is_an_item_in_its_own_words_that_leads_to_its_claim_or_to_the_threads():
    about_claim, about_article = open_items(
        queries=[asked(5, "Who counted them?", Claim(pk=3, number=12)), asked(8, "Which bridge? " * 400)]
    )
    assert (about_claim.key, about_claim.kind, about_claim.claim_number) == ("query:5", "query", 12)
    assert about_claim.blocks and "on claim 12" in about_claim.words and "“Who counted them?”" in about_claim.words
    assert (about_article.key, about_article.claim_number, about_article.line_number) == ("query:8", None, None)
    assert "Which bridge?" in about_article.words and "…” Answer it" in about_article.words


def test_an_open_query_blocks_somebody_else_s_article_as_well():
    assert keys(article=Article(ownership=Ownership.THEIRS), queries=[asked(5, "Who says so?")]) == ["query:5"]
