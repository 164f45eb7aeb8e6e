"""A figure or a reporting verb that the words in the article do not hold keeps the claim from review."""

import pytest

from claims.models import Article
from claims.rules.evidence import required_to_send
from claims.rules.printed import Around
from claims.states import Form
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
