"""No line ends in an abbreviation with blanks in it, in an address, behind a title or before who says so."""

import pytest

from claims.text.lines import lines, lines_with_doubts


def cut(block, language):
    return [block[start:end] for start, end in lines(block, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["Er mag Obst, d. h. Äpfel.", "Sie nicht."]),
        ("de", ["Das war i. d. R. Montags.", "Gut."]),
        ("de", ["Er mag z. B. Äpfel und u. a. Birnen.", "Gut."]),
        ("de", ["Er wohnt in der Hauptstr. 5 und sie in der Gartenstr. 7.", "Er kocht."]),
        ("de", ["Der Abg. Kern kam.", "Er blieb."]),
        ("ru", ["Это плохо, т. е. Война проиграна.", "Да."]),
        ("ru", ["Были деп. Котов и губ. Лисов.", "Да."]),
        ("es", ["El dip. Mora y el sen. Rey hablan.", "Fin."]),
        ("pt", ["O dep. Lima e o sen. Melo saíram.", "Fim."]),
        ("pl", ["To jest, m. in. Kraków.", "Tak."]),
        ("fr", ["Ch. Martin et le gén. Petit sont là.", "Fin."]),
        ("en", ["It was 40 deg. Celsius at noon.", "It rained."]),
        ("en", ["At 5 p.m. President Lee spoke.", "He left."]),
    ],
)
def test_an_abbreviation_of_several_words_ends_nothing(language, expected):
    assert cut(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", ["Он взял хлеб, соль и т. д. и ушёл.", "Да."]),
        ("ru", ["Он взял хлеб и т. д.", "Он ушёл."]),
        ("de", ["Das ist Band d.", "Heute regnet es."]),
        ("en", ["It fell to grade B.", "He left."]),
        ("en", ["It fell to grade B.", "A"]),
    ],
)
def test_such_an_abbreviation_may_end_a_sentence(language, expected):
    assert cut(" ".join(expected), language) == expected


def test_an_hour_behind_other_words_may_end_a_sentence():
    assert lines_with_doubts("He left at 5 p.m. President Lee spoke.", "en")[1] == [0]
