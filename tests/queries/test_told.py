"""What a draft says beside its statement, and a figure, in words."""

from decimal import Decimal

import pytest

from claims.models import Draft
from claims.queries.content import figure_words
from claims.queries.drafts import told


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (Decimal(785_000_000), "euros", "785,000,000 euros"),
        (Decimal("12500.50"), "euros", "12,500.5 euros"),
        (Decimal(1200), "ferries", "1,200 ferries"),
        (Decimal(366), "ferries", "366 ferries"),
        (Decimal(2027), "", "2027"),
        ("785000000", "euros", "785,000,000 euros"),
    ],
)
def test_the_digits_of_a_figure_are_grouped(value, unit, words):
    assert figure_words(value, None, unit, "") == words


def test_both_ends_of_a_range_are_grouped():
    assert figure_words(4000, 60_000, "lorries", "") == "4,000 to 60,000 lorries"


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        ("Ilse Torm", "Ilse Torm denies"),
        ("Satellite images", "Satellite images deny"),
        ("the pilots of the port", "the pilots of the port deny"),
        ("Otto Lind and Mara Sool", "Otto Lind and Mara Sool deny"),
        ("The head of the pilots", "The head of the pilots denies"),
        ("Port Ministry of Ferries and Bridges", "Port Ministry of Ferries and Bridges denies"),
        ("The Brenn Times", "The Brenn Times denies"),
    ],
)
def test_the_speech_act_agrees_with_who_speaks(speaker, words):
    assert told(Draft(speaker=speaker, speech_act="denies", verb="denied", form="paraphrase")) == words


def test_what_is_said_by_nobody_who_is_named_is_not_the_articles_own():
    assert told(Draft(verb="became known", speech_act="asserts", form="paraphrase")) == "somebody unnamed asserts"
    assert told(Draft(speech_act="asserts", form="paraphrase")) == "somebody unnamed asserts", "“reportedly” is no verb"
    assert told(Draft(speech_act="asserts", form="none")) == "the article says so itself"
    for form in ("none", "direct"):
        assert told(Draft(speech_act="asserts", form=form), "es") == "who says so is not read in this language"
