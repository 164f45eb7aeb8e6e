"""Find in source: the sentences that bear on a claim come first, by its names, its figures, then its other words."""

import pytest

from claims.text.bearing import MOST, bearing

NOISE = [f"On day {n} the council met, and the members talked about roads, schools and money." for n in range(11, 60)]
CLAIM = ["Aliyev said that about 300 Armenian tanks were destroyed near Füzuli", "Azerbaijan destroyed 300 tanks."]


def first(texts, about=CLAIM, names=("Ilham Aliyev",), **more):
    return [texts[one.place[0]][one.place[1] : one.place[2]] for one in bearing(texts, about, names, **more)]


def test_names_and_figures_come_before_other_words():
    ranked = [
        "President Aliyev gave the figure of 300 tanks. Nothing else.",
        "Ilham Aliyev visited the town.",
        "In all, three hundred vehicles are gone.",
        "Some tanks were seen on a river.",
    ]
    found = first([*NOISE[:20], *ranked[::-1], *NOISE[20:]])
    assert found[0] == "President Aliyev gave the figure of 300 tanks."
    assert set(found[1:3]) == set(ranked[1:3]) and found[3] == ranked[3]
    assert len(found) == 4


@pytest.mark.parametrize(
    ("sentence", "language"),
    {
        "a name spelt otherwise": ("The fighting reached Fizuli.", "en"),
        "another form of it": ("Die armenischen Truppen zogen ab.", "de"),
        "another way to group": ("Se destruyeron 2.300 vehículos.", "es"),
        "a speaker’s other name": ("Ильхам Алиев выступил.", "ru"),
        "other figures": ("وقال إن ٣٠٠ دبابة دمرت.", "ar"),
        "without blanks": ("他摧毁了300辆坦克。", "zh"),
    }.values(),
)
def test_a_source_in_another_language_is_ranked_by_names_and_figures(sentence, language):
    about = ["Aliyev: 300 Armenian tanks and 2,300 vehicles near Füzuli"]
    assert first([*NOISE, sentence], about, ["Ильхам Алиев"], language=language)[0] == sentence


def test_a_text_that_says_nothing_of_the_claim_has_no_sentence_and_a_long_one_has_a_bounded_number():
    assert bearing(NOISE, CLAIM) == [] == bearing([], CLAIM) == bearing(NOISE, [])
    assert len(bearing(["Aliyev spoke."] * 90, CLAIM, ["Aliyev"])) == MOST
    assert bearing(["Aliyev spoke. " + "Aliyev " * 900 + "came."], CLAIM, ["Aliyev"])[0].place == (0, 0, 13)
