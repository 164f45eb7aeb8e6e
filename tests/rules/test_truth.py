"""Supported, refuted and conflicting: what the evidence has to be, and what does not count."""

import pytest

from claims.rules.case import Linked
from claims.rules.evidence import evaluate
from claims.states import (
    BearsOn,
    ClaimKind,
    ClaimState,
    Directness,
    LinkKind,
    RuleCode,
    RuleLevel,
    SourceKind,
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

TRUTH, REFERENCE = RuleCode.TRUTH, RuleCode.REFERENCE
SIDE, OTHER_SIDE = 1, 2
AGAINST = {"stance": Stance.CONTRADICTS}


@pytest.fixture(params=[Verdict.SUPPORTED, Verdict.REFUTED])
def judged(request):
    """A claim, and what its evidence has to say for the verdict that it carries."""
    stance = Stance.SUPPORTS if request.param == Verdict.SUPPORTED else Stance.CONTRADICTS
    return make_claim(verdict=request.param), {"stance": stance}


def said_by(speaker, kind=SourceKind.STATEMENT, **over):
    return make_source(f"{speaker.name} speaks", kind=kind, speaker=speaker, **over)


def denied_by(speaker, **over):
    return [Linked(LinkKind.DENIES, "in", make_claim(number=2, speaker=speaker, **over))]


def test_one_direct_record_that_no_side_controls_is_enough(judged):
    claim, stance = judged
    assert passes(TRUTH, claim, direct(**stance))


@pytest.mark.parametrize("directness", [Directness.REPORTS, Directness.REPEATS])
def test_one_source_that_saw_nothing_itself_is_not_enough(judged, directness):
    claim, stance = judged
    assert not passes(TRUTH, claim, make_evidence(directness=directness, **stance))


def test_two_sources_of_independent_origin_are_enough(judged):
    claim, stance = judged
    assert passes(TRUTH, claim, make_evidence(**stance), make_evidence(**stance))


def test_evidence_that_says_the_opposite_does_not_count_for_a_verdict(judged):
    claim, stance = judged
    other = Stance.CONTRADICTS if stance["stance"] == Stance.SUPPORTS else Stance.SUPPORTS
    assert not passes(TRUTH, claim, direct(stance=other), direct(stance=Stance.CONTEXT))


def test_the_words_say_what_is_still_needed_and_count_what_is_there():
    claim = make_claim(verdict=Verdict.REFUTED)
    assert words(TRUTH, claim) == (
        "To call it refuted you need two sources of independent origin, or one direct record that no side controls."
    )
    assert words(TRUTH, claim, make_evidence(**AGAINST)) == (
        "To call it refuted you need one more source of independent origin, or one direct record that no side controls."
    )


def test_the_words_name_what_meets_the_rule():
    assert "“The bridge log” is a direct record" in words(TRUTH, make_claim(), direct(make_source("The bridge log")))
    pair = [make_evidence(make_source("Daily")), make_evidence(make_source("Weekly"))]
    assert "“Daily” and “Weekly” are of independent origin" in words(TRUTH, make_claim(), *pair)


@pytest.mark.parametrize("verdict", ["", Verdict.NOT_ENOUGH, Verdict.NOT_CHECKABLE, Verdict.NOT_EXAMINED])
def test_a_verdict_that_claims_nothing_asks_for_no_grounds(verdict):
    assert judge(TRUTH, make_claim(verdict=verdict)) == []


def test_a_verdict_can_be_tried_before_it_is_chosen():
    assert not passes(TRUTH, make_claim(verdict=""), verdict=Verdict.REFUTED)


# Origin: what counts once.


def test_the_same_source_twice_counts_once():
    source = make_source()
    assert not passes(TRUTH, make_claim(), make_evidence(source), make_evidence(source))


def test_sources_that_derive_from_one_origin_count_once_however_far_off_it_is():
    agency = make_source("Agency")
    near, far = make_source(origin=agency), make_source(origin=make_source(origin=make_source(origin=agency)))
    for pair in [(near, far), (agency, far)]:
        evidence = [make_evidence(source) for source in pair]
        assert not passes(TRUTH, make_claim(), *evidence)
        assert "count once" in words(TRUTH, make_claim(), *evidence)


def test_origins_that_run_in_a_circle_count_once():
    one, two = make_source(), make_source()
    one.came_from, two.came_from = [two], [one]
    assert not passes(TRUTH, make_claim(), make_evidence(one), make_evidence(two))


def test_sources_that_carry_one_speaker_count_once():
    witness = make_speaker()
    told, retold = said_by(witness), make_source(origin=said_by(witness))
    assert not passes(TRUTH, make_claim(), make_evidence(told), make_evidence(retold))
    assert passes(TRUTH, make_claim(), make_evidence(told), make_evidence(said_by(make_speaker())))


def test_sources_of_one_side_count_once_even_against_its_interest():
    minister, general = make_speaker(), make_speaker()
    admitted = [make_evidence(said_by(who), against_interest=True) for who in (minister, general)]
    one_side = {("speaker", minister.id): SIDE, ("speaker", general.id): SIDE}
    assert not passes(TRUTH, make_claim(), *admitted, sides=one_side)
    assert passes(TRUTH, make_claim(), *admitted, sides={**one_side, ("speaker", general.id): OTHER_SIDE})


def test_a_further_source_never_makes_the_grounds_weaker():
    agency, witness = make_source(), make_speaker()
    bridge = make_source(origin=agency, speaker=witness)  # shares something with either of the two others
    independent = [make_evidence(agency), make_evidence(said_by(witness))]
    assert passes(TRUTH, make_claim(), *independent)
    assert passes(TRUTH, make_claim(), *independent, make_evidence(bridge))


def test_a_source_of_two_origins_counts_once_with_either_and_they_stay_two():
    agency, ministry, paper = make_source("Agency"), make_source("Ministry"), make_source("Paper")
    paper.came_from = [agency, ministry]
    for origin in (agency, ministry):
        assert not passes(TRUTH, make_claim(), make_evidence(origin), make_evidence(paper))
    assert passes(TRUTH, make_claim(), *map(make_evidence, (agency, ministry, paper)))


# A side's word.


def test_a_record_that_a_side_controls_is_not_enough(judged):
    claim, stance = judged
    video = make_source("Footage", kind=SourceKind.VIDEO)
    assert not passes(TRUTH, claim, direct(video, **stance), sides={("source", video.id): SIDE})


def test_a_report_of_what_a_side_says_is_that_side_s_word():
    general = make_speaker()
    report = make_source("Evening paper", kind=SourceKind.WEB_PAGE, origin=said_by(general))
    evidence = [direct(report), make_evidence()]
    assert not passes(TRUTH, make_claim(), *evidence, sides={("speaker", general.id): SIDE})
    assert passes(TRUTH, make_claim(), *evidence)


def test_a_side_s_word_counts_only_against_its_own_interest(judged):
    claim, stance = judged
    general = make_speaker("The general")
    sides = {("speaker", general.id): SIDE}
    boast = make_evidence(said_by(general, kind=SourceKind.DOCUMENT), **stance)
    admission = make_evidence(said_by(general), against_interest=True, **stance)
    assert not passes(TRUTH, claim, boast, make_evidence(**stance), sides=sides)
    assert "“The general speaks” does not count: a side's word counts only against its own interest." in words(
        TRUTH, claim, boast, sides=sides
    )
    assert passes(TRUTH, claim, admission, make_evidence(**stance), sides=sides)


def test_an_admission_alone_is_not_a_record_that_no_side_controls():
    general = make_speaker()
    admission = direct(said_by(general), against_interest=True)
    assert not passes(TRUTH, make_claim(), admission, sides={("speaker", general.id): SIDE})


def test_sides_hold_for_the_article_that_placed_them():
    general = make_speaker()
    assert passes(TRUTH, make_claim(), direct(said_by(general)), sides={("speaker", general.id + 1000): SIDE})


def test_the_speaker_s_own_word_is_what_is_being_checked_not_evidence_for_it():
    mayor = make_speaker("The mayor")
    claim = make_claim(speaker=mayor)
    again = direct(said_by(mayor), bears_on=BearsOn.BOTH)
    assert not passes(TRUTH, claim, again, make_evidence())
    assert "the speaker's own word once more" in words(TRUTH, claim, again)


def test_the_speaker_s_admission_counts_but_is_not_enough_alone():
    mayor = make_speaker()
    claim = make_claim(speaker=mayor)
    admission = direct(said_by(mayor), against_interest=True)
    assert not passes(TRUTH, claim, admission)
    assert passes(TRUTH, claim, admission, make_evidence())


# A denial.


def test_a_denial_by_a_side_does_not_refute():
    ministry = make_speaker("The ministry")
    claim = make_claim(verdict=Verdict.REFUTED)
    denial = direct(said_by(ministry), **AGAINST)
    sides = {("speaker", ministry.id): SIDE}
    assert not passes(TRUTH, claim, denial, make_evidence(**AGAINST), sides=sides)
    assert "a denial by itself neither refutes nor balances" in words(TRUTH, claim, denial, sides=sides)


def test_the_word_of_whoever_denies_the_claim_does_not_refute_it():
    firm = make_speaker()
    claim = make_claim(verdict=Verdict.REFUTED)
    for source in (said_by(firm), make_source(kind=SourceKind.WEB_PAGE, origin=said_by(firm, SourceKind.INTERVIEW))):
        assert not passes(TRUTH, claim, direct(source, **AGAINST), linked=denied_by(firm))
        assert passes(TRUTH, claim, direct(source, **AGAINST), linked=denied_by(firm, state=ClaimState.RETIRED))


def test_what_the_denier_can_show_is_more_than_a_denial():
    firm = make_speaker()
    ledger = direct(said_by(firm, SourceKind.DOCUMENT), **AGAINST)
    assert passes(TRUTH, make_claim(verdict=Verdict.REFUTED), ledger, linked=denied_by(firm))


def test_what_the_denier_said_for_the_claim_is_no_denial():
    firm = make_speaker()
    assert passes(TRUTH, make_claim(), direct(said_by(firm)), linked=denied_by(firm))


def test_a_witness_may_contradict_the_claim_that_is_a_denial():
    witness = make_speaker()
    linked = [Linked(LinkKind.DENIES, "out", make_claim(number=2, speaker=witness))]
    claim = make_claim(verdict=Verdict.REFUTED, speech_act=SpeechAct.DENIES)
    assert passes(TRUTH, claim, direct(said_by(witness), **AGAINST), linked=linked)


def test_a_denial_does_not_balance_evidence_into_a_conflict():
    firm = make_speaker()
    claim = make_claim(verdict=Verdict.CONFLICTING)
    denial = make_evidence(said_by(firm), **AGAINST)
    assert not passes(TRUTH, claim, make_evidence(), denial, linked=denied_by(firm))
    said = words(TRUTH, claim, make_evidence(), denial, linked=denied_by(firm))
    assert said.startswith("To call the evidence conflicting you need evidence that contradicts it.")
    assert "a denial by itself neither refutes nor balances" in said
    assert passes(TRUTH, claim, make_evidence(), make_evidence(**AGAINST), denial, linked=denied_by(firm))


# Where saying is the deed.


@pytest.mark.parametrize("act", [SpeechAct.ANNOUNCES, SpeechAct.AGREES, SpeechAct.ORDERS])
def test_where_saying_is_the_deed_the_record_of_it_proves_the_deed(act):
    office = make_speaker("The office")
    claim = make_claim(speech_act=act, speaker=office)
    record = direct(said_by(office), bears_on=BearsOn.SAID)
    assert passes(TRUTH, claim, record, sides={("speaker", office.id): SIDE})
    assert "saying it is the deed" in words(TRUTH, claim, record)


def test_the_record_of_a_deed_is_direct_and_not_an_opponent_s_word():
    office, opponent = make_speaker(), make_speaker()
    claim = make_claim(speech_act=SpeechAct.ORDERS, speaker=office)
    sides = {("speaker", office.id): SIDE, ("speaker", opponent.id): OTHER_SIDE}
    assert not passes(TRUTH, claim, make_evidence(said_by(office), bears_on=BearsOn.SAID), sides=sides)
    assert not passes(TRUTH, claim, direct(said_by(opponent), bears_on=BearsOn.SAID), sides=sides)
    assert "or the direct record that it was said" in words(TRUTH, claim, sides=sides)


def test_the_record_that_it_was_said_proves_no_more_than_the_deed():
    record = direct(bears_on=BearsOn.SAID)
    assert not passes(TRUTH, make_claim(speech_act=SpeechAct.ASSERTS), record)
    refuted = make_claim(speech_act=SpeechAct.ANNOUNCES, verdict=Verdict.REFUTED)
    assert not passes(TRUTH, refuted, record)
    assert not passes(TRUTH, refuted, direct(bears_on=BearsOn.SAID, **AGAINST))


# What never counts.


def test_evidence_that_bears_only_on_said_never_counts_for_true(judged):
    claim, stance = judged
    said = [direct(bears_on=BearsOn.SAID, **stance), direct(bears_on=BearsOn.SAID, **stance)]
    assert not passes(TRUTH, claim, *said)
    assert "it bears only on whether it was said" in words(TRUTH, claim, *said)
    assert passes(TRUTH, claim, direct(bears_on=BearsOn.BOTH, **stance))


def test_off_record_material_counts_for_nothing_and_is_not_named(judged):
    claim, stance = judged
    whisper = direct(make_source("A name to keep", terms="off_record"), against_interest=True, **stance)
    assert not passes(TRUTH, claim, whisper, make_evidence(**stance))
    said = words(TRUTH, claim, whisper)
    assert "An off-record source does not count: off-record material satisfies no rule." in said
    assert "A name to keep" not in said


def test_off_record_material_does_not_prove_a_deed():
    record = direct(make_source(terms="off_record"), bears_on=BearsOn.SAID)
    assert not passes(TRUTH, make_claim(speech_act=SpeechAct.ANNOUNCES), record)


def test_unconfirmed_and_removed_evidence_stand_outside_the_rules():
    assert not passes(TRUTH, make_claim(), direct(confirmed=False))
    removed = direct()
    removed.removed_at = "2026-05-03T12:00Z"
    assert not passes(TRUTH, make_claim(), removed)


def test_the_evidence_of_linked_claims_is_shown_and_counts_for_nothing():
    linked = [Linked(LinkKind.REPEATS, "out", make_claim(number=2), [direct(), direct()])]
    assert not passes(TRUTH, make_claim(), linked=linked)


# Names, places, dates.


@pytest.mark.parametrize("kind", [ClaimKind.NAME, ClaimKind.DATE_PLACE])
def test_one_work_from_the_reference_list_is_enough_for_a_name_a_place_or_a_date(kind):
    gazetteer = make_evidence(make_source("Gazetteer", reference=True))
    claim = make_claim(kind=kind)
    assert passes(REFERENCE, claim, gazetteer)
    assert not passes(REFERENCE, claim, make_evidence())
    assert words(REFERENCE, claim).startswith("To call it supported you need one work from the desk's reference list")


def test_a_name_may_rest_on_other_good_grounds():
    assert passes(REFERENCE, make_claim(kind=ClaimKind.NAME), make_evidence(), make_evidence())


def test_a_reference_work_is_not_enough_for_anything_else():
    gazetteer = make_evidence(make_source(reference=True))
    assert judge(REFERENCE, make_claim(kind=ClaimKind.EVENT), gazetteer) == []
    assert not passes(TRUTH, make_claim(kind=ClaimKind.EVENT), gazetteer)


@pytest.mark.parametrize("over", [{"terms": "off_record"}, {"id": 7}])
def test_a_reference_work_off_the_record_or_of_a_side_is_not_enough(over):
    gazetteer = make_evidence(make_source(**{"reference": True, **over}))
    assert not passes(REFERENCE, make_claim(kind=ClaimKind.NAME), gazetteer, sides={("source", 7): SIDE})


def test_a_name_is_judged_by_its_own_rule_or_where_the_desk_has_none_by_the_general_one():
    gazetteer = make_evidence(make_source(reference=True))

    def codes(**levels):
        claim = make_claim(kind=ClaimKind.NAME)
        found = evaluate(
            claim,
            evidence=[gazetteer],
            linked=[],
            standings=standings(claim, [gazetteer]),
            levels={RuleCode(code): level for code, level in levels.items()},
        )
        return [(f.code, f.ok) for f in found]

    assert codes(truth=RuleLevel.WARN, reference=RuleLevel.WARN) == [(REFERENCE, True)]
    assert codes(truth=RuleLevel.WARN, reference=RuleLevel.OFF) == [(TRUTH, False)]
    assert codes(truth=RuleLevel.WARN) == [(TRUTH, False)]


def test_evidence_that_was_added_since_the_standings_were_read_is_not_judged_yet():
    claim, here, since = make_claim(), direct(), direct(make_source("A later survey"))
    found = evaluate(
        claim,
        evidence=[here, since],
        linked=[],
        standings=standings(claim, [here]),
        levels={RuleCode.TRUTH: RuleLevel.WARN},
    )
    assert [(one.ok, "A survey" in one.words) for one in found] == [(True, True)]
