"""Locators, answers, attribution, replies, linked claims; and what a claim needs before it is sent to review."""

import pytest

from claims.rules.case import Linked
from claims.rules.evidence import blocking, evaluate, warnings
from claims.rules.printed import Around
from claims.rules.sending import required_to_send
from claims.states import (
    RULE_DEFAULTS,
    Attribution,
    BearsOn,
    ClaimKind,
    ClaimState,
    Directness,
    LineDecision,
    LinkKind,
    RiskFlag,
    RuleCode,
    RuleLevel,
    SpeakerKind,
    SpeechAct,
    Stance,
    Verdict,
)
from tests.rules.make import (
    direct,
    judge,
    make_claim,
    make_evidence,
    make_source,
    make_speaker,
    passes,
    standings,
    words,
)

SIDE = 1
SAID = {"bears_on": BearsOn.SAID}
AGAINST = {"stance": Stance.CONTRADICTS}

# A figure needs a locator.


@pytest.mark.parametrize("figure", [{"figure_value": 40}, {"figure_value": 0}, {"kind": ClaimKind.NUMBER}])
def test_a_figure_needs_a_locator(figure):
    claim = make_claim(**figure)
    assert passes(RuleCode.LOCATOR, claim, direct(locator="page 3"))
    assert not passes(RuleCode.LOCATOR, claim, direct(locator=" "))
    assert words(RuleCode.LOCATOR, claim, direct(make_source("Census"))) == (
        "Say where the figure stands (page, paragraph, timecode or cell) in “Census”."
    )


def test_what_is_no_figure_needs_none():
    assert judge(RuleCode.LOCATOR, make_claim(), direct()) == []


def test_only_evidence_that_counts_needs_the_locator():
    general = make_speaker()
    unheard = [
        make_evidence(make_source(speaker=general)),
        make_evidence(make_source(terms="off_record")),
        make_evidence(**SAID),
        make_evidence(**AGAINST),
        make_evidence(stance=Stance.CONTEXT),
    ]
    claim = make_claim(figure_value=40)
    sides = {("speaker", general.id): SIDE}
    assert passes(RuleCode.LOCATOR, claim, direct(locator="page 3"), *unheard, sides=sides)


def test_a_figure_that_leans_on_evidence_that_does_not_count_needs_a_locator_all_the_same():
    general = make_speaker()
    boast = make_evidence(make_source(speaker=general))
    assert not passes(RuleCode.LOCATOR, make_claim(figure_value=40), boast, sides={("speaker", general.id): SIDE})


def test_the_figure_in_a_deed_needs_a_locator_in_its_record():
    claim = make_claim(figure_value=40, speech_act=SpeechAct.ORDERS)
    assert not passes(RuleCode.LOCATOR, claim, direct(**SAID))


def test_what_bears_only_on_said_or_is_off_the_record_needs_no_locator_even_alone():
    unheard = [make_evidence(**SAID), make_evidence(make_source(terms="off_record"))]
    assert judge(RuleCode.LOCATOR, make_claim(figure_value=40), *unheard) == []


def test_a_refuted_figure_needs_the_locator_where_the_other_figure_stands():
    claim = make_claim(figure_value=40, verdict=Verdict.REFUTED)
    assert not passes(RuleCode.LOCATOR, claim, direct(**AGAINST), direct(locator="page 3"))
    assert passes(RuleCode.LOCATOR, claim, direct(locator="cell B4", **AGAINST), direct())


# Contradicting evidence must be answered.


def test_a_line_of_the_rationale_that_names_contradicting_evidence_answers_it():
    contradiction = make_evidence(make_source("The log", publisher="Bridge office"), **AGAINST)
    for nothing in (" ", "Two surveys agree on it, and they are recent.", "The log.", "It is so. The log.", "Log it."):
        assert not passes(RuleCode.ANSWER, make_claim(rationale=nothing), contradiction), nothing
    for answer in ("The log is of another year.", "It is so.\nBridge office: counts lorries only.", "the LOG is old"):
        assert passes(RuleCode.ANSWER, make_claim(rationale=answer), contradiction), answer
    assert words(RuleCode.ANSWER, make_claim(), contradiction) == (
        "Answer “The log”, which contradicts the claim: write a short answer beside it, or a line in the rationale"
        " that names it."
    )


def test_each_contradicting_piece_is_asked_for_until_it_has_its_own_answer():
    log, book = make_source("The log", publisher="Reuters"), make_source("Toll book", publisher="Reuters")
    one, two = make_evidence(log, **AGAINST), make_evidence(book, **AGAINST)
    claim = make_claim(rationale="The log is of another year. Reuters is wrong about it.")
    (left,) = judge(RuleCode.ANSWER, claim, one, two)
    assert not left.ok and "“Toll book”" in left.words and left.about == str(two.pk), "they share a publisher"
    two.answer = "No."
    assert not passes(RuleCode.ANSWER, claim, one, two), "any text at all is no answer"
    two.answer = "It counts carts."
    assert passes(RuleCode.ANSWER, claim, one, two)


def test_what_is_off_the_record_is_not_named_in_the_question():
    piece = make_evidence(make_source("The aide", terms="off_record"), **AGAINST)
    assert "an off-record source" in words(RuleCode.ANSWER, make_claim(), piece)
    assert "aide" not in words(RuleCode.ANSWER, make_claim(), piece)


def test_other_words_called_supported_do_not_rid_a_refuted_claim_of_what_contradicts_it():
    against = make_evidence(make_source("The log"), **AGAINST)
    reworded = {"verdict": Verdict.REFUTED, "line_decision": LineDecision.REWORD, "reworded_verdict": Verdict.SUPPORTED}
    assert judge(RuleCode.ANSWER, make_claim(verdict=Verdict.REFUTED), against) == []
    assert "as reworded, too" in words(RuleCode.ANSWER, make_claim(**reworded), against)
    assert passes(RuleCode.ANSWER, make_claim(**reworded, rationale="The log gives the new figure."), against)
    reworded["reworded_verdict"] = Verdict.REFUTED
    assert judge(RuleCode.ANSWER, make_claim(**reworded), against) == []


def test_evidence_for_a_refuted_claim_is_what_must_be_answered():
    assert not passes(RuleCode.ANSWER, make_claim(verdict=Verdict.REFUTED), make_evidence())
    assert judge(RuleCode.ANSWER, make_claim(verdict=Verdict.REFUTED), make_evidence(**AGAINST)) == []


def test_evidence_that_it_was_not_said_is_answered_where_the_attribution_is_confirmed():
    unheard = make_evidence(**SAID, **AGAINST)
    assert not passes(RuleCode.ANSWER, make_claim(attribution=Attribution.REPORTS), unheard)
    assert judge(RuleCode.ANSWER, make_claim(attribution=Attribution.MISQUOTED), unheard) == []


def test_without_contradiction_there_is_nothing_to_answer():
    assert judge(RuleCode.ANSWER, make_claim(), make_evidence(), make_evidence(stance=Stance.CONTEXT)) == []


# Attribution.


@pytest.fixture
def quoted():
    return make_claim(attribution=Attribution.PRIMARY, speaker=make_speaker())


def test_a_primary_record_needs_a_locator(quoted):
    assert passes(RuleCode.PRIMARY, quoted, direct(locator="12:40", **SAID))
    assert not passes(RuleCode.PRIMARY, quoted, direct(**SAID))
    assert "the place in it" in words(RuleCode.PRIMARY, quoted, direct(**SAID))


def test_a_primary_record_is_in_the_original_language_or_its_translator_is_named(quoted):
    speech = make_source("The speech", language="az")

    def record(**over):
        return direct(speech, locator="12:40", **SAID, **over)

    assert passes(RuleCode.PRIMARY, quoted, record(excerpt_language="az"))
    assert passes(RuleCode.PRIMARY, quoted, record(excerpt_language="az-Latn"))
    assert not passes(RuleCode.PRIMARY, quoted, record(excerpt_language="en"))
    assert passes(RuleCode.PRIMARY, quoted, record(excerpt_language="en", translator="E. Q."))
    assert words(RuleCode.PRIMARY, quoted, record(excerpt_language="en")) == (
        "For “The speech” give the words in the original language, or who translated them."
    )


@pytest.mark.parametrize(
    "over",
    [{"bears_on": BearsOn.TRUE}, {"directness": "reports"}, AGAINST, {"source": make_source(terms="off_record")}],
    ids=["bears on true", "a report", "a contradiction", "off the record"],
)
def test_a_primary_record_is_the_record_itself_that_it_was_said(quoted, over):
    record = direct(locator="12:40", **SAID)
    assert passes(RuleCode.PRIMARY, quoted, record)
    for name, value in over.items():
        setattr(record, name, value)
    assert not passes(RuleCode.PRIMARY, quoted, record)
    assert words(RuleCode.PRIMARY, quoted, record).startswith("Add the primary record itself")


def test_one_whole_primary_record_is_enough_and_may_bear_on_both(quoted):
    assert passes(RuleCode.PRIMARY, quoted, direct(**SAID), direct(locator="12:40", bears_on=BearsOn.BOTH))


def test_a_whole_primary_record_counts_beside_another_of_the_same_title(quoted):
    whole, bare = (direct(make_source("Council recording"), locator=at, **SAID) for at in ("12:40", ""))
    assert passes(RuleCode.PRIMARY, quoted, whole, bare) and passes(RuleCode.PRIMARY, quoted, bare, whole)


def test_a_side_may_well_be_the_record_of_what_it_said(quoted):
    record = direct(make_source(speaker=quoted.speaker), locator="12:40", **SAID)
    assert passes(RuleCode.PRIMARY, quoted, record, sides={("speaker", quoted.speaker_id): SIDE})


def test_confirmed_by_reports_only_needs_a_report_that_it_was_said():
    claim = make_claim(attribution=Attribution.REPORTS)
    report = make_evidence(directness=Directness.REPORTS, **SAID)
    assert "Add a report" in words(RuleCode.REPORTS, claim)
    assert passes(RuleCode.REPORTS, claim, report)
    for other in (
        make_evidence(),
        direct(**SAID),
        make_evidence(**SAID, **AGAINST),
        make_evidence(make_source(terms="off_record"), **SAID),
        make_evidence(confirmed=False, **SAID),
    ):
        assert not passes(RuleCode.REPORTS, claim, other)
    assert judge(RuleCode.REPORTS, make_claim(attribution=Attribution.PRIMARY), report) == []


@pytest.mark.parametrize("attribution", [a for a in Attribution if a != Attribution.PRIMARY])
def test_no_other_attribution_asks_for_a_primary_record(attribution):
    assert judge(RuleCode.PRIMARY, make_claim(attribution=attribution)) == []


def test_confirming_an_attribution_confirms_no_verdict(quoted):
    assert not passes(RuleCode.TRUTH, quoted, direct(locator="12:40", **SAID))


def test_not_found_says_where_was_looked():
    claim = make_claim(attribution=Attribution.NOT_FOUND, rationale="Elsewhere.")
    assert not passes(RuleCode.NOT_FOUND, claim)
    claim.attribution_note = "The ministry's site, 20 to 27 May."
    assert passes(RuleCode.NOT_FOUND, claim)


def test_not_enough_evidence_says_where_was_looked():
    claim = make_claim(verdict=Verdict.NOT_ENOUGH, attribution_note="Elsewhere.")
    assert not passes(RuleCode.NOT_FOUND, claim)
    claim.rationale = "Two registers and the court's list."
    assert passes(RuleCode.NOT_FOUND, claim)


# An allegation that stays in print.


def allegation(**over):
    return make_claim(risk_flags=[RiskFlag.ALLEGATION], **over)


@pytest.mark.parametrize("verdict", ["", *Verdict])
def test_an_allegation_that_stays_in_print_needs_a_reply_whatever_its_verdict(verdict):
    assert not passes(RuleCode.REPLY, allegation(verdict=verdict))
    assert "ask the accused" in words(RuleCode.REPLY, allegation(verdict=verdict))


def test_an_allegation_that_is_cut_needs_no_reply_and_neither_does_another_claim():
    assert judge(RuleCode.REPLY, allegation(line_decision=LineDecision.CUT)) == []
    assert judge(RuleCode.REPLY, make_claim(risk_flags=[RiskFlag.PRIVACY])) == []


# Linked claims.

S, R, C = Verdict.SUPPORTED, Verdict.REFUTED, Verdict.CONFLICTING


@pytest.mark.parametrize(
    ("kind", "direction", "mine", "theirs", "together"),
    [
        (LinkKind.DENIES, "out", S, S, False),
        (LinkKind.DENIES, "in", S, S, False),
        (LinkKind.DENIES, "out", S, R, True),
        (LinkKind.DENIES, "out", R, S, True),
        (LinkKind.DENIES, "out", R, R, True),
        (LinkKind.REPEATS, "out", S, R, False),
        (LinkKind.REPEATS, "in", R, S, False),
        (LinkKind.REPEATS, "out", S, S, True),
        (LinkKind.REPEATS, "out", S, C, True),
        (LinkKind.PART_OF, "out", R, S, False),
        (LinkKind.PART_OF, "in", S, R, False),
        (LinkKind.PART_OF, "out", S, R, True),
        (LinkKind.PART_OF, "in", R, S, True),
    ],
)
def test_linked_claims_have_verdicts_that_go_together(kind, direction, mine, theirs, together):
    linked = [Linked(kind, direction, make_claim(number=8, verdict=theirs))]
    assert passes(RuleCode.LINKED, make_claim(verdict=mine), linked=linked) is together
    assert together or "claim 8" in words(RuleCode.LINKED, make_claim(verdict=mine), linked=linked).lower()


def test_each_clash_among_linked_claims_is_named():
    linked = [Linked(LinkKind.REPEATS, "out", make_claim(number=n, verdict=R)) for n in (5, 6)]
    assert [f.ok for f in judge(RuleCode.LINKED, make_claim(verdict=S), linked=linked)] == [False, False]


def test_a_retired_or_unjudged_claim_clashes_with_nothing():
    retired = make_claim(verdict=R, state=ClaimState.RETIRED)
    linked = [Linked(LinkKind.REPEATS, "out", other) for other in (retired, make_claim(verdict=""))]
    assert judge(RuleCode.LINKED, make_claim(verdict=S), linked=linked) == []


# Levels.


def test_each_rule_is_off_warns_or_blocks():
    claim, item = make_claim(figure_value=40), direct()

    def at(level):
        levels = {RuleCode.LOCATOR: level} if level else {}
        found = evaluate(claim, evidence=[item], linked=[], standings=standings(claim, [item]), levels=levels)
        return len(warnings(found)), len(blocking(found))

    assert at(RuleLevel.WARN) == (1, 0)
    assert at(RuleLevel.BLOCK) == (0, 1)
    assert at(RuleLevel.OFF) == at(None) == (0, 0)


def test_what_is_met_neither_warns_nor_blocks():
    claim, item = make_claim(), direct()
    found = evaluate(claim, evidence=[item], linked=[], standings=standings(claim, [item]), levels=RULE_DEFAULTS)
    assert [f.ok for f in found] == [True]
    assert warnings(found) == blocking(found) == []


def test_by_default_a_missing_locator_a_missing_reply_and_a_clash_block_and_the_rest_warns():
    claim = allegation(figure_value=40, attribution=Attribution.PRIMARY, speaker=make_speaker())
    evidence = [make_evidence(), make_evidence(**AGAINST)]
    linked = [Linked(LinkKind.REPEATS, "out", make_claim(number=2, verdict=R))]
    known = standings(claim, evidence)
    found = evaluate(claim, evidence=evidence, linked=linked, standings=known, levels=RULE_DEFAULTS)
    assert {f.code for f in blocking(found)} == {RuleCode.LOCATOR, RuleCode.REPLY, RuleCode.LINKED}
    assert {f.code for f in warnings(found)} == {RuleCode.TRUTH, RuleCode.ANSWER, RuleCode.PRIMARY}


# Before it is sent.


def lacks(claim, sentences="", paragraphs=""):
    return required_to_send(claim, Around(sentences, paragraphs or sentences))


def attributed(**over):
    return make_claim(**{"speaker": make_speaker(), "attribution": Attribution.REPORTS, **over})


def test_a_whole_claim_may_be_sent():
    assert lacks(make_claim()) == lacks(attributed()) == []


@pytest.mark.parametrize(
    ("field", "asked"), [("quoted", "Choose the words"), ("statement", "Write a statement"), ("verdict", "a verdict")]
)
def test_a_claim_without_words_statement_or_verdict_is_not_sent(field, asked):
    assert asked in " ".join(lacks(make_claim(**{field: ""})))


@pytest.mark.parametrize("attribution", [Attribution.OPEN, Attribution.NOT_APPLICABLE])
def test_whether_the_speaker_said_it_is_answered_before_it_is_sent(attribution):
    assert "the attribution is open" in " ".join(lacks(attributed(attribution=attribution)))


def test_the_article_s_own_voice_has_no_attribution_to_answer():
    paper = make_speaker(kind=SpeakerKind.PUBLICATION)
    assert lacks(make_claim(attribution=Attribution.OPEN)) == []
    assert lacks(attributed(speaker=paper, attribution=Attribution.OPEN)) == []


def test_truth_is_left_unexamined_only_for_an_attributed_claim_without_a_risk_flag_and_with_a_reason():
    unexamined = {"verdict": Verdict.NOT_EXAMINED, "rationale": "He may hope what he likes."}
    assert lacks(attributed(**unexamined)) == []
    for over, asked in [
        ({"speaker": None}, "own voice"),
        ({"speaker": make_speaker(kind=SpeakerKind.PUBLICATION)}, "own voice"),
        ({"risk_flags": [RiskFlag.COURT]}, "risk flag"),
        ({"rationale": ""}, "rationale"),
    ]:
        assert asked in " ".join(lacks(attributed(**{**unexamined, **over})))


def test_a_verb_that_endorses_asks_for_the_truth():
    claim = attributed(verdict=Verdict.NOT_EXAMINED, rationale="He said so.", verb="admitted", verb_endorses=True)
    assert "the verb says that it is so" in " ".join(lacks(claim))


def test_a_reword_carries_the_words_the_statement_and_the_verdict_that_the_reviewer_signs():
    whole = {
        "line_decision": LineDecision.REWORD,
        "proposed_words": "more than 30 lorries",
        "reworded_statement": "More than 30 lorries cross the bridge every hour.",
        "reworded_verdict": Verdict.SUPPORTED,
    }
    assert lacks(make_claim(**whole)) == []
    for field in ("proposed_words", "reworded_statement", "reworded_verdict"):
        assert "A reword says" in " ".join(lacks(make_claim(**{**whole, field: ""})))


def test_a_denial_names_the_claim_that_it_denies():
    denial = make_claim(speech_act=SpeechAct.DENIES)
    assert "Which claim does it deny? Link it." in words(RuleCode.DENIES, denial)
    denied = make_claim(number=8)
    assert passes(RuleCode.DENIES, denial, linked=[Linked(LinkKind.DENIES, "out", denied)])
    assert not passes(RuleCode.DENIES, denial, linked=[Linked(LinkKind.DENIES, "in", denied)])
    assert not passes(RuleCode.DENIES, denial, linked=[Linked(LinkKind.REPEATS, "out", denied)])
    retired = make_claim(number=8, state=ClaimState.RETIRED)
    assert not passes(RuleCode.DENIES, denial, linked=[Linked(LinkKind.DENIES, "out", retired)])
    assert not words(RuleCode.DENIES, make_claim(speech_act=SpeechAct.ASSERTS))
