"""A figure or a reporting verb that the words in the article do not hold keeps the claim from review."""

import pytest

from claims.models import Article
from claims.rules.printed import LONGEST_HELD, Around, mismatches, offers
from claims.rules.sending import required_to_send
from claims.states import Form, SpeechAct
from tests.rules.make import make_claim

SENTENCE = "The army has 240 tanks, the minister said."


def lacks(sentences=SENTENCE, paragraphs="", **over):
    return required_to_send(make_claim(**over), Around(sentences, paragraphs or sentences))


def test_empty_fields_are_held_to_nothing():
    assert lacks() == lacks("") == []


def test_a_figure_that_stands_in_the_sentence_goes_to_review():
    assert lacks(figure_value=240, figure_unit="tanks", verb="said") == []


@pytest.mark.parametrize(
    ("over", "name", "told"),
    [
        ({"figure_value": 300, "figure_unit": "tanks", "figure_modifier": "about"}, "Figure", "it is 300"),
        ({"figure_value": 240, "figure_high": 300}, "Upper figure", "it is 300"),
        ({"figure_value": 240, "figure_modifier": "about"}, "Modifier", "it is “about”"),
        ({"figure_value": 240, "figure_unit": "guns"}, "Unit", "it is “guns”"),
    ],
)
def test_a_stale_figure_is_named_with_what_the_words_say_instead(over, name, told):
    (words,) = lacks(**over)
    assert words.startswith(f"{name}: ") and told in words and "“240 tanks”" in words


def test_a_stale_verb_is_named():
    (words,) = lacks(verb="denied")
    assert words.startswith("Reporting verb: “denied”") and "clear the field" in words


def test_a_verb_that_is_a_denial_needs_the_speech_act_of_one():
    denied, kept_open = "The minister denied that 240 tanks were lost.", "The minister did not deny it."
    assert lacks(denied, verb="denied", speech_act=SpeechAct.DENIES) == []
    (words,) = lacks(denied, verb="denied", speech_act=SpeechAct.ANNOUNCES)
    assert words.startswith("Speech act: it is “announces”, but “denied” is a denial")
    assert lacks(kept_open, verb="did not deny") == []
    (words,) = lacks(kept_open, verb="did not deny", speech_act=SpeechAct.DENIES)
    assert "is no denial" in words


def test_words_that_deny_need_the_speech_act_of_a_denial_though_no_verb_is_given():
    denied = "The minister denied that 240 tanks were lost."
    (words,) = lacks(denied, quoted=denied)
    assert words.startswith("Speech act: it is “asserts”, but the claim’s words have “denied”")
    (words,) = lacks(denied, quoted=denied, figure_value=240, figure_unit="tanks")
    assert words.startswith("Speech act: ")
    assert lacks(denied, quoted=denied, speech_act=SpeechAct.DENIES) == []
    assert lacks(denied, quoted="240 tanks were lost") == []  # what is denied
    german = "Das Ministerium dementierte den Verlust."
    (words,) = lacks(german, quoted=german, article=Article(language="de"))
    assert "“dementierte”" in words


def test_a_verb_that_denies_only_with_its_object_needs_the_speech_act_too():
    rejected, plan = "The minister rejected claims that it was lost.", "The minister rejected the plan."
    (words,) = lacks(rejected, quoted=rejected, verb="rejected")
    assert words.startswith("Speech act: it is “asserts”, but “rejected” is a denial")
    assert lacks(plan, quoted=plan, verb="rejected") == []


def test_a_stale_speaker_is_named():
    assert lacks(verb="said", speaker_as_printed="the minister") == []
    (words,) = lacks(verb="said", speaker_as_printed="the general")
    assert words.startswith("Speaker as printed: “the general”") and "clear the field" in words


def test_a_turn_of_an_interview_may_have_its_speaker_above_it():
    turn = {"form": Form.DIRECT, "speaker_as_printed": "Ann Lee"}
    assert lacks("We have 240 tanks.", **turn) == []
    assert lacks("“We have 240 tanks,” she said.", **turn, verb="said")


def test_a_figure_of_the_sentence_is_not_held_where_the_claims_own_words_give_another():
    sentence, own = "The army lost 240 tanks and 300 guns.", ((14, 23),)
    (words,) = required_to_send(make_claim(figure_value=300, figure_unit="tanks"), Around(sentence, sentence, own))
    assert "the claim’s own words say “240 tanks”" in words


def test_a_quotation_may_have_its_verb_in_another_sentence_of_the_paragraph():
    paragraph = "“We have 240 tanks,” the minister said. “That is enough.”"
    direct = {"verb": "said", "form": Form.DIRECT}
    assert lacks("“That is enough.”", paragraph, **direct) == []
    assert lacks("“That is enough.”", paragraph, **direct | {"form": Form.PARAPHRASE})


def test_words_that_stand_in_no_line_are_held_to_themselves():
    assert lacks("", quoted="240 tanks", figure_value=240, figure_unit="tanks") == []
    assert lacks("", quoted="240 tanks", figure_value=300)


def test_in_a_language_that_is_not_read_the_message_says_that_only_digits_are_compared():
    german = Article(id=2, language="de")
    assert lacks("Die Armee hat 240 Panzer.", article=german, figure_value=240, figure_unit="Tanks") == []
    (words,) = lacks("Die Armee hat 240 Panzer.", article=german, figure_value=300)
    assert "only digits are compared in this language" in words


@pytest.mark.parametrize(("far", "labels"), [(20, ["“denied” (denies)"]), (LONGEST_HELD, ["“denies”"])])
def test_who_denies_it_is_looked_for_as_far_as_words_are_read(far, labels):
    claim = make_claim(quoted="denied " + "at " * (far // 3) + "Ann Lee denied that the bridge is open.")
    found = offers(claim, Around(), mismatches(claim, Around()))
    assert [one.label for one in found["speech_act"]] == labels


@pytest.mark.parametrize(
    "statement",
    [
        "The army has about 300 tanks.",
        "The army has three hundred tanks.",
        "The army has 0.3 thousand tanks.",
    ],
)
def test_a_statement_that_gives_another_figure_of_the_same_things_is_stale(statement):
    (words,) = lacks(figure_value=240, figure_unit="tanks", statement=statement)
    assert words.startswith("Statement: it says “") and "figure is 240" in words


@pytest.mark.parametrize(
    ("printed", "modifier", "statement"),
    [
        ("about 240 tanks", "about", "The army has 240 tanks."),
        ("240 tanks", "", "The army has more than 240 tanks."),
        ("at least 240 tanks", "at_least", "The army has at most 240 tanks."),
        ("nearly 240 tanks", "about", "The army has over two hundred and forty tanks."),
    ],
)
def test_a_statement_that_gives_the_figure_with_another_modifier_is_stale(printed, modifier, statement):
    sentence = f"The army has {printed}."
    claim = {"figure_value": 240, "figure_unit": "tanks", "figure_modifier": modifier}
    (words,) = lacks(sentence, **claim, statement=statement)
    assert words.startswith("Statement: it says “") and "tanks”, but the claim’s figure is" in words
    for same in (sentence, f"In May the army of Kest had {printed}.", "The army of Kest has tanks."):
        assert lacks(sentence, **claim, statement=same) == []


@pytest.mark.parametrize(
    ("sentence", "verb", "act", "statement", "stale"),
    [
        ("The ministry denied that it left.", "denied", "denies", "The ministry announced that it left.", "announced"),
        ("The ministry said that it left.", "said", "asserts", "The ministry has ordered that it leaves.", "ordered"),
        ("The ministry announced that it left.", "announced", "announces", "The ministry announces that it left.", ""),
        ("The ministry denied that it left.", "denied", "denies", "It is not true that the army left.", ""),
        ("The ministry said Lee denied it.", "said", "asserts", "Lee denied that the army left.", ""),
    ],
)
def test_a_statement_that_keeps_another_deed_than_the_words_have_is_stale(sentence, verb, act, statement, stale):
    claim = {"verb": verb, "speech_act": act, "speaker_as_printed": "The ministry", "statement": statement}
    lacking = [words for words in lacks(sentence, **claim) if words.startswith("Statement")]
    assert [words.split("”")[0] for words in lacking] == ([f"Statement: it says “{stale}"] if stale else [])


@pytest.mark.parametrize(
    "statement",
    [
        "The army has 240 tanks.",
        "The army has two hundred and forty tanks, and 300 guns.",
        "The army of Kest, which fought in 2020, has tanks.",
        "Of its 300 tanks, the army has 240.",
    ],
)
def test_a_statement_that_gives_the_figure_or_none_of_the_same_things_goes_to_review(statement):
    assert lacks(figure_value=240, figure_unit="tanks", statement=statement) == []
