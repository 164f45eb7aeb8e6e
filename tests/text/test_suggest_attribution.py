"""Who says it, what they hold and by which act, in constructions where half a phrase would name somebody else."""

import pytest

from claims.text.suggest import suggest


def read(text):
    return [
        (d.speaker, " … ".join(text[slice(*piece)] for piece in d.content), d.speech_act, d.statement)
        for d in suggest(text)
        if d.form != "none"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Torm neither confirmed nor denied that 40 carts burned.",
            ("Torm", "that 40 carts burned", "asserts", "Torm neither confirmed nor denied that 40 carts burned."),
        ),
        (
            "Torm denied having met the pilot.",
            ("Torm", "having met the pilot", "denies", "Torm has not met the pilot."),
        ),
        (
            "Torm acknowledged having taken 40 crowns.",
            ("Torm", "having taken 40 crowns", "concedes", "Torm had taken 40 crowns."),
        ),
        (
            "Torm denied to the Tide that he sold the ferry.",
            ("Torm", "that he sold the ferry", "denies", "It is not true that Torm sold the ferry."),
        ),
        (
            "Torm cannot deny that 40 carts burned.",
            ("Torm", "that 40 carts burned", "asserts", "Torm cannot deny that 40 carts burned."),
        ),
        (
            "Torm repeated his denial that he sold the ferry.",
            ("Torm", "that he sold the ferry", "denies", "It is not true that Torm sold the ferry."),
        ),
        ("Charges that Torm has denied include arson.", ("Torm", "Charges", "denies", "Charges are not true.")),
        (
            "Denying that pilots had fled, Torm left.",
            ("Torm", "that pilots had fled", "denies", "It is not true that pilots had fled."),
        ),
        (
            "Kestia, which has denied sending pilots, backs the port.",
            ("Kestia", "sending pilots", "denies", "Kestia did not send pilots."),
        ),
        (
            "Ann Torm sold the ferry, which she denies.",
            ("Ann Torm", "Ann Torm sold the ferry", "denies", "It is not true that Ann Torm sold the ferry."),
        ),
        (
            "Torm, asked about the fire, replied that nobody was hurt.",
            ("Torm", "that nobody was hurt", "asserts", "Nobody was hurt."),
        ),
        (
            "Asked whether the bridge had fallen, Torm said the pier had.",
            ("Torm", "the pier had", "asserts", "The pier had."),
        ),
        (
            "According to a statement by the port, 40 carts were lost.",
            ("a statement by the port", "40 carts were lost", "asserts", "40 carts were lost."),
        ),
        (
            "Torm, according to Lind, sold the ferry.",
            ("Lind", "Torm … sold the ferry", "asserts", "Torm sold the ferry."),
        ),
        (
            "The mayor’s office said in a statement that the bridge would close.",
            ("The mayor’s office", "that the bridge would close", "asserts", "The bridge would close."),
        ),
        (
            "One of them said the bridge was shut.",
            ("One of them", "the bridge was shut", "asserts", "The bridge was shut."),
        ),
        (
            "The boat had sunk, the Tide reported, citing harbour sources.",
            ("Tide", "The boat had sunk", "asserts", "The boat had sunk."),
        ),
        (
            "Citing harbour sources, the Tide said the boat had sunk.",
            ("Tide", "the boat had sunk", "asserts", "The boat had sunk."),
        ),
        (
            "“The boat sank,” the Tide quoted Lind as saying.",
            ("Lind", "“The boat sank,”", "asserts", "The boat sank."),
        ),
        (
            "Witnesses put the toll at 300.",
            ("Witnesses", "the toll at 300", "asserts", "The toll [was] 300."),
        ),
        (
            "“I never took the money,” Torm said.",
            ("Torm", "“I never took the money,”", "asserts", "Torm never took the money."),
        ),
        ("Rents rose by a third, Torm says.", ("Torm", "Rents rose by a third", "asserts", "Rents rose by a third.")),
        ("Rents climbed by 3%, Torm said.", ("Torm", "Rents climbed by 3%", "asserts", "Rents climbed by 3%.")),
        (
            "Rents fell by 3 per cent, Torm said.",
            ("Torm", "Rents fell by 3 per cent", "asserts", "Rents fell by 3 per cent."),
        ),
        (
            "A bus hit by 3 stones burned, Torm said.",
            ("Torm", "A bus hit by 3 stones burned", "asserts", "A bus hit by 3 stones burned."),
        ),
    ],
)
def test_one_suggestion_names_who_holds_it_and_what(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Ann Torm is accused of arson, which she denies.", "arson"),
        ("Ann Torm is accused of selling a ferry, a charge she denies.", "selling a ferry"),
        ("Ann Torm faces claims that she sold a ferry, which she has denied.", "she sold a ferry"),
        ("Pilots accuse Ann Torm of arson, which she denies.", "arson"),
        ("Lind repeated the allegations, which Torm denies.", "the allegations"),
    ],
)
def test_what_is_denied_behind_a_comma_is_what_was_said_before_it(text, denied):
    (speaker, content, _, _) = next(one for one in read(text) if one[2] == "denies")
    assert (speaker.split()[-1], content) == ("Torm", denied)


@pytest.mark.parametrize(
    "text", ["Torm claimed responsibility for the fire that killed 40 people.", "Torm put the cup on the table."]
)
def test_a_noun_with_a_relative_clause_is_no_clause(text):
    assert read(text) == []


def test_an_open_pronoun_is_in_one_bracket():
    assert read("Lind sold it. He denies it.")[-1][-1] == "He denies [it]."


@pytest.mark.parametrize(
    ("text", "speaker", "statement"),
    [
        ("Not one pilot said the pier was safe.", "Not one pilot", "Not one pilot said the pier was safe."),
        ("Hardly anyone says the pier is safe.", "Hardly anyone", "Hardly anyone says the pier is safe."),
        ("Few pilots believe that the pier is safe.", "Few pilots", "Few pilots believe that the pier is safe."),
        ("A few pilots believe that the pier is safe.", "A few pilots", "The pier is safe."),
        ("What Torm said was that the pier fell.", "Torm", "The pier fell."),
        ("What Torm denied was that the pier fell.", "Torm", "It is not true that the pier fell."),
        ("Either Torm or Lind said the pier was safe.", "Either Torm or Lind", "The pier was safe."),
        ("Torm brushed aside reports that the pier fell.", "Torm", "It is not true that the pier fell."),
        ("Torm stands by her claim that the pier fell.", "Torm", "The pier fell."),
        (
            "Ann Torm, head of the port, and her deputy, Bob Lind, said the pier fell.",
            "Ann Torm and Bob Lind",
            "The pier fell.",
        ),
    ],
)
def test_few_and_none_keep_their_negation_and_two_are_both_named(text, speaker, statement):
    assert [(one[0], one[-1]) for one in read(text)] == [(speaker, statement)]


@pytest.mark.parametrize("verb", ["retracted", "took back", "withdrew"])
def test_nobody_holds_what_was_taken_back(verb):
    assert read(f"Torm {verb} her claim that the pier fell.") == []


def test_a_judgement_of_what_somebody_said_is_not_theirs():
    assert read("What Torm said was false.") == []


def test_a_particle_is_no_speaker():
    assert "down" not in [one[0] for one in read("Torm played down reports that the pier fell.")]


@pytest.mark.parametrize(
    ("denied", "statement"),
    [
        ("any delays", "There were no delays."),
        ("wrongdoing", "There was no wrongdoing."),
        ("crimes against sailors", "There were no crimes against sailors."),
        ("$5 million in losses", "Torm denied $5 million in losses."),
    ],
)
def test_what_is_denied_agrees_in_number(denied, statement):
    assert [one[-1] for one in read(f"Torm denied {denied}.")] == [statement]
