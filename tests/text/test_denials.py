"""Words that deny what somebody said are told from words that deny somebody a thing."""

import pytest

from claims.text.denials import denial_in, verb_denies


def test_a_denial_is_told_from_its_contrary_and_from_other_verbs():
    said = ("denied", "has disputed", "did not deny", "nobody denied", "said")
    assert [verb_denies(verb) for verb in said] == [True, True, False, False, None]


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("The ministry denied that Fuzuli was lost.", "denied"),
        ("the Armenian ministry denies the loss of Hadrut", "denies"),
        ("Baku has repeatedly and flatly denied using cluster bombs", "denied"),
        ("The army is denying any role", "denying"),
        ("The report was denied by the army.", "denied"),
        ("officials disputed that figure", "disputed"),
        ("The minister refuted the report", "refuted"),
        ("rejected allegations that troops fled", "rejected"),
        ("President Aliyev rejects the latest claims by Yerevan", "rejects"),
        ("dismissed the whole story as entirely false", "dismissed"),
        ("Yerevan denied on Monday that it had said so", "denied"),
    ],
)
def test_words_that_deny_what_somebody_said_are_found(words, verb):
    assert denial_in(words) == verb


@pytest.mark.parametrize(
    "words",
    [
        "The court denied bail.",
        "the army denied foreign journalists access to the town",
        "he was denied a visa",
        "the disputed region of Karabakh",
        "He did not deny it, and nobody denied it.",
        "The ministry neither confirmed nor denied the report.",
        "The parliament rejected the plan and dismissed the minister.",
        "The ministry said that Armenia denies its losses.",
        "The town was lost.",
        "",
    ],
)
def test_words_that_deny_nothing_that_somebody_said_are_let_be(words):
    assert denial_in(words) == ""


@pytest.mark.parametrize(
    ("language", "denies", "does_not"),
    [
        ("de", "Das Ministerium dementierte den Verlust.", "Das Ministerium hat nicht dementiert."),
        ("de-AT", "Er bestritt, dort gewesen zu sein.", "Er war dort."),
        ("fr", "Le ministère a démenti la perte.", "Le ministère n’a pas nié la perte."),
        ("es", "El ministro negó la pérdida.", "El ministro no negó la pérdida."),
        ("ru", "Министерство отрицает потерю города.", "Министерство не отрицает потерю города."),
        ("tr", "Bakanlık iddiayı yalanladı.", "Bakanlık iddiayı doğruladı."),
        ("ka", "სამინისტრომ უარყო ეს.", "სამინისტრომ თქვა ეს."),
        ("sw", "", "Wizara ilikanusha."),
    ],
)
def test_a_verb_that_denies_is_found_in_other_languages(language, denies, does_not):
    assert bool(denial_in(denies, language)) == bool(denies) and denial_in(does_not, language) == ""


def test_a_verb_of_another_language_is_a_denial_too():
    assert verb_denies("dementierte", "de") is True and verb_denies("bestritt nicht", "de") is False


@pytest.mark.parametrize(
    ("language", "denies", "denies_not"),
    [
        ("es", "La empresa lo niega.", "La empresa no lo ha negado."),
        ("es", "Ruiz se lo niega.", "Ruiz no se lo niega."),
        ("pt", "A empresa o negou.", "A empresa não o negou."),
        ("it", "L'azienda lo nega.", "L'azienda non lo nega."),
        ("fr", "Le port l'a démenti.", "Le port ne le dément pas."),
        ("de", "Der Hafen bestreitet das.", "Der Hafen bestreitet das nicht."),
        ("nl", "De haven ontkent dat.", "De haven ontkent dat niet."),
        ("sv", "Hamnen förnekar det.", "Hamnen förnekar det inte."),
    ],
)
def test_a_not_counts_with_a_pronoun_between_and_behind_the_verb_where_it_stands_there(language, denies, denies_not):
    assert denial_in(denies, language)
    assert not denial_in(denies_not, language)
