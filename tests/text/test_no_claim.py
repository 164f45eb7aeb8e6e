"""Which reason is offered for words that hold no claim follows the words."""

import pytest

from claims.reference import FITTING, REASONS
from claims.states import ReasonKind
from claims.text.no_claim import OPINION, PREDICTION, QUESTION, SPEAKER, STAGE_NOTE, guess


@pytest.mark.parametrize(
    ("words", "language", "reason"),
    [
        ("President Aliyev said", "en", SPEAKER),
        ("the ministry's spokeswoman told", "en-GB", SPEAKER),
        ("said the mayor", "en", SPEAKER),
        ("Dr. Ann Oakes:", "en", SPEAKER),
        ("Thank you.", "en", ""),
        ("It is here:", "en", ""),
        ("dijo el portavoz del grupo verde, Iñaki Sanz", "es", SPEAKER),
        ("a déclaré la ministre", "fr-FR", SPEAKER),
        ("sagte Bürgermeisterin Ann Oakes", "de", SPEAKER),
        ("Die Brücke ist offen", "de", ""),
        ("The ministry announced on Monday", "en", SPEAKER),
        ("The mayor told them last week that", "en", ""),
        ("according to the same office", "en", SPEAKER),
        ("The council denied that", "en", SPEAKER),
        ("He accepted the offer of the town", "en", ""),
        ("Should the advance go on?", "en", QUESTION),
        ("“Who pays for it?”", "en", QUESTION),
        ("Wer zahlt das?", "de", QUESTION),
        ("هل سقطت المدينة؟", "ar", QUESTION),
        ("The road will be next.", "en", PREDICTION),
        ("Nineteen full-time jobs will go.", "en", PREDICTION),
        ("The town ought to know better.", "en", OPINION),
        ("(Applause)", "en", STAGE_NOTE),
        ("[Laughter and cheers.]", "en", STAGE_NOTE),
        ("(Laughter.) (Applause.)", "en-GB", STAGE_NOTE),
        ("(Beifall)", "de", STAGE_NOTE),
        ("(Applause) The road fell.", "en", ""),
        ("(boosted by 40 crowns)", "en", ""),
        ("Applause", "en", ""),
        ("Now to the south.", "en", ""),
        ("Der Präsident sagte", "de", SPEAKER),
        ("", "en", ""),
    ],
)
def test_a_reason_is_guessed_from_the_words(words, language, reason):
    assert guess(words, language) == reason


def test_every_reason_that_is_offered_is_one_of_a_new_desk():
    assert set(FITTING.values()) <= set(REASONS[ReasonKind.NO_CLAIM])
