"""Who has the word is often said in another paragraph: a claim there is changed if that name changes."""

import pytest

from claims.text.anchors import CHANGED, CONTEXT_CHANGED, KEPT, Reanchoring

FIRST = "The pier fell on Monday at noon. It had stood for 40 years. Nobody was near it then. The tide was high."
SECOND = "Two boats came at once. They found 12 sailors. One was hurt badly. The rest were well."
THIRD = "The port paid for it. It had 3 cranes. All of them worked. They were sold in May."


def result(old, new, span, language="en"):
    start = old.index(span)
    return Reanchoring(old, new, language).place([(start, start + len(span))]).result


SWAPPED = [
    (f"TORM: {FIRST}\n\n{SECOND}\n\nRAND: {THIRD}", "TORM", "LIND", "found 12 sailors"),
    (f"[00:01:15] Ilse Torm: {FIRST}\n\n{SECOND}\n\n[00:02:15] Rand: {THIRD}", "Ilse Torm", "Lind", "found 12 sailors"),
    (
        f"TORM\n\n{FIRST}\n\n{SECOND}\n\nRAND\n\n{THIRD}\n\nTORM\n\nYes.\n\nRAND\n\nNo.",
        "TORM",
        "LIND",
        "found 12 sailors",
    ),
    (f"Remarks by Ilse Torm\n\n{FIRST}\n\n{SECOND}", "Ilse Torm", "Otto Lind", "found 12 sailors"),
    (f"“{FIRST}\n\n“{SECOND}” Ilse Torm said.", "Ilse Torm", "Otto Lind", "stood for 40 years"),
    (f'"{FIRST}\n\n"{SECOND}," Ilse Torm said.', "said", "denied", "stood for 40 years"),
    (f"“{FIRST}\n\n“{SECOND}\n\n“{THIRD}” Ilse Torm said.", "Ilse Torm", "Otto Lind", "stood for 40 years"),
    (f"Ilse Torm said: “{FIRST}\n\n“{SECOND}\n\n“{THIRD}”", "Ilse Torm", "Otto Lind", "had 3 cranes"),
    (f"“{FIRST}” Ilse Torm said. “{SECOND}\n\n“{THIRD}”", "Ilse Torm", "Otto Lind", "had 3 cranes"),
    (f"Ilse Torm took the floor.\n\n“{FIRST}\n\n“{SECOND}”", "Ilse Torm", "Otto Lind", "found 12 sailors"),
    (f"Ilse Torm left. {FIRST}\n\nShe said 40 sailors fled. {SECOND}", "Ilse Torm", "Ada Lind", "40 sailors fled"),
]


@pytest.mark.parametrize(("old", "was", "is_now", "span"), SWAPPED)
def test_words_are_changed_if_somebody_else_has_the_word(old, was, is_now, span):
    assert result(old, old.replace(was, is_now), span) == CHANGED


def test_in_other_languages_any_word_that_says_whose_a_long_quotation_is_counts():
    old = "„Die Brücke fiel. Sie war alt. Niemand war da.\n\n„Zwei Boote kamen“, sagte Lind."
    assert result(old, old.replace("sagte", "bestritt"), "Sie war alt", "de") == CHANGED


@pytest.mark.parametrize(
    ("old", "was", "is_now", "span"),
    [
        (f"TORM: {FIRST}\n\n{SECOND}\n\nRAND: {THIRD}", "TORM", "LIND", "had 3 cranes"),
        (f"Ilse Torm took the floor.\n\n{FIRST}\n\n{SECOND}", "Ilse Torm", "Otto Lind", "found 12 sailors"),
        (f"Place: Brenn\n\n{FIRST}\n\nPrice: 40\n\n{SECOND}", "Price: 40", "Price: 50", "stood for 40 years"),
    ],
)
def test_words_are_kept_if_what_changed_says_nothing_of_them(old, was, is_now, span):
    assert result(old, old.replace(was, is_now), span) == KEPT


def test_when_it_was_said_is_only_context():
    old = f"“{FIRST}\n\n“{SECOND}” Ilse Torm said on Monday."
    assert result(old, old.replace("on Monday", "on a boat"), "stood for 40 years") == CONTEXT_CHANGED


def test_a_paragraph_that_comes_under_another_name_is_changed():
    old = f"TORM: {FIRST}\n\n{SECOND}\n\nRAND: {THIRD}"
    assert result(old, f"TORM: {FIRST}\n\nRAND: {THIRD}\n\n{SECOND}", "found 12 sailors") == CHANGED
