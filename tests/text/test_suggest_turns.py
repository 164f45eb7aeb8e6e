"""Transcripts, interviews and speeches: the speaker of a turn holds until the next, and stage notes are nobody's."""

import pytest

from claims.text.suggest import suggest

#: text → [speaker, content, speech act] of each suggestion
TURNS = {
    "Q. Who closed it?\n\nA. We did. The port asked.\n\nQ. When?\n\nA. In May.": [
        ["Q", "Who closed it?", "asks"],
        ["A", "We did.", "asserts"],
        ["A", "The port asked.", "asserts"],
        ["Q", "When?", "asks"],
        ["A", "In May.", "asserts"],
    ],
    "Torm: Why close it?\n\nLind: I had to. The port asked.": [
        ["Torm", "Why close it?", "asks"],
        ["Lind", "I had to.", "asserts"],
        ["Lind", "The port asked.", "asserts"],
    ],
    "Moderator: Why close it?\n\nIlse Torm: We had to.\n\nThe port asked.\n\nModerator: Thank you.": [
        ["Moderator", "Why close it?", "asks"],
        ["Ilse Torm", "We had to.", "asserts"],
        ["Ilse Torm", "The port asked.", "asserts"],
    ],
    "ILSE TORM\nWe closed the bridge.\nOTTO LIND\nYou closed it too late.": [
        ["ILSE TORM", "We closed the bridge.", "asserts"],
        ["OTTO LIND", "You closed it too late.", "asserts"],
    ],
    "TORM: We closed it. (Applause.)\n\n[Crosstalk]\n\nOur port has 12 cranes. [Laughter] You know them.": [
        ["TORM", "We closed it.", "asserts"],
        ["TORM", "Our port has 12 cranes.", "asserts"],
        ["TORM", "You know them.", "asserts"],
    ],
    "“LIND: Did you close it?\n\n“TORM: I did. We had to.\n\n“LIND: Why?\n\n“TORM: We had to.”\n\nIt opened.": [
        ["LIND", "Did you close it?", "asks"],
        ["TORM", "I did. We had to.", "asserts"],
        ["LIND", "Why?", "asks"],
        ["TORM", "We had to.", "asserts"],
        ["", "It opened.", "asserts"],
    ],
    "Remarks by Mayor Ilse Torm at the port\n\nWe closed the bridge.\n\nIt had cost us 12 lives.": [
        ["Ilse Torm", "We closed the bridge.", "asserts"],
        ["Ilse Torm", "It had cost us 12 lives.", "asserts"],
    ],
    "Speech by Mayor Ilse Torm at the port\n\n3 October 2026\n\nLadies and gentlemen, thank you for coming.\n\n"
    "A port for everybody\n\nWe opened 12 cranes.\n\nWhat comes next\n\nWe promise work.\n\n40 cranes by May": [
        ["Ilse Torm", "We opened 12 cranes.", "asserts"],
        ["Ilse Torm", "We promise work.", "asserts"],
        ["Ilse Torm", "40 cranes by May", "asserts"],
    ],
    "Ilse Torm\n\nMy fellow pilots, we have won.\n\nI closed the bridge.": [
        ["Ilse Torm", "My fellow pilots, we have won.", "asserts"],
        ["Ilse Torm", "I closed the bridge.", "asserts"],
    ],
}


@pytest.mark.parametrize(("text", "turns"), TURNS.items())
def test_a_turn_is_its_speakers_until_the_next_and_a_question_asks(text, turns):
    found = [
        [draft.speaker, " … ".join(text[start:end] for start, end in draft.content), draft.speech_act]
        for draft in suggest(text)
    ]
    assert found == turns


@pytest.mark.parametrize(
    "text",
    [
        "Interview: Otto Lind\n\nWe spoke to her about the port.",
        "Update: The port closed in May.\n\nUpdate: It opened in June.",
        "Where: Brenn\n\nWhen: May 4\n\nWhere: Osk",
        "NORTHERN PORT\n\nThe port closed in May.\n\nSOUTHERN PORT\n\nThat one has 12 cranes.",
        "Ilse Torm\n\nThe port closed in May, and nobody was told of it.",
    ],
)
def test_headings_are_no_speakers(text):
    assert not [draft.speaker for draft in suggest(text) if draft.speaker]


def test_who_led_an_interview_has_no_turn_in_it_and_what_follows_it_is_the_articles():
    text = (
        "Interview: Otto Lind\n\nThe port closed in May.\n\nQ: Did you close it?\n\nA: I did.\n\nQ: Why?\n\n"
        "A: We had to.\n\nIlse Torm, 58, has led the port since 2019."
    )
    assert [draft.speaker for draft in suggest(text)] == ["", "Q", "A", "Q", "A", ""]


def test_the_article_goes_on_in_its_own_voice_where_it_names_who_spoke():
    text = (
        "Q: Did you close it?\n\nTorm: I did.\n\nQ: Why?\n\nTorm: We had to.\n\nTorm was told the port had 12 cranes."
    )
    assert [draft.speaker for draft in suggest(text)][:4] == ["Q", "Torm", "Q", "Torm"]
    assert "Torm had" not in [draft.statement for draft in suggest(text)][-1]


def turns_of(text):
    return [(draft.speaker, " … ".join(text[start:end] for start, end in draft.content)) for draft in suggest(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[00:01:15] Ann Torm: The pier fell on Monday.\n\n[00:01:22] Bob Lind: We hold it.",
            [("Ann Torm", "The pier fell on Monday."), ("Bob Lind", "We hold it.")],
        ),
        (
            "ANN TORM (Mayor of Brenn): It cost 40 crowns.\n\n(Applause.)\n\nIt opens.\n\nBOB LIND: It cost more.",
            [("ANN TORM", "It cost 40 crowns."), ("ANN TORM", "It opens."), ("BOB LIND", "It cost more.")],
        ),
        (
            "SEN. TORM: The bill costs 5 crowns.\n\nREP. LIND: That is false.",
            [("SEN. TORM", "The bill costs 5 crowns."), ("REP. LIND", "That is false.")],
        ),
        (
            "THE PRESIDENT: We lost 40 carts.\n\nQ Mr. President, what of it?\n\nTHE PRESIDENT: Kest moved 200 carts.",
            [
                ("THE PRESIDENT", "We lost 40 carts."),
                ("Q", "Mr. President, what of it?"),
                ("THE PRESIDENT", "Kest moved 200 carts."),
            ],
        ),
        (
            "Q1. How many fell?\n\nA1. Forty fell.\n\nQ2. Who says so?\n\nA2. The port does.",
            [("Q", "How many fell?"), ("A", "Forty fell."), ("Q", "Who says so?"), ("A", "The port does.")],
        ),
        (
            "**Interviewer:** Did you sell it?\n\n**Torm:** I did not.",
            [("Interviewer", "Did you sell it?"), ("Torm", "I did not.")],
        ),
        (
            "Reporter (smiling): Did you sell it?\n\nTorm (laughing): I said no.\n\nReporter: Why?",
            [("Reporter", "Did you sell it?"), ("Torm", "I said no."), ("Reporter", "Why?")],
        ),
        (
            "SPEAKER 1: The pier fell.\n\nSPEAKER 2: Who says so?\n\nSPEAKER 1: The port does.",
            [("SPEAKER 1", "The pier fell."), ("SPEAKER 2", "Who says so?"), ("SPEAKER 1", "The port does.")],
        ),
    ],
)
def test_a_turn_is_read_however_its_name_is_printed(text, expected):
    assert turns_of(text) == expected


def test_a_label_before_a_colon_is_no_speaker():
    text = "Background: Kest and Varia fought over the pier in 1994."
    assert [draft.speaker for draft in suggest(text)] == [""]


def test_an_address_at_the_beginning_of_a_speech_is_no_part_of_the_statement():
    text = "Opening remarks by Ann Torm, May 3\n\nMy fellow sailors, the pier has cost us 40 crowns.\n\nThank you."
    assert "The pier has cost [us] 40 crowns." in [draft.statement for draft in suggest(text)]


SPEECH = """Remarks by Mayor Ilse Torm at the tram depot of Brenn

Good morning, everyone. Thank you all for coming. It is a great pleasure to see so many of you here.

Since 2019 we have built 12 kilometres of track. Ridership rose from 4,000 to 9,500 a day. It employs 220 people. Let \
us go on together. Otto Lind says that the depot cost 60 million crowns.

(Applause)

Unemployment fell to 4 percent last year. Who would have thought so? We will open the northern line in 2028. That is \
why I ask you: stand with us. Vote for the tram. They cut the fares in 2021, and nobody noticed.

(Laughter)

We must stand together. Thank you very much. God bless Brenn."""


def test_each_sentence_of_a_speech_that_can_be_checked_is_one_suggestion():
    assert turns_of(SPEECH) == [
        ("Ilse Torm", "Since 2019 we have built 12 kilometres of track."),
        ("Ilse Torm", "Ridership rose from 4,000 to 9,500 a day."),
        ("Ilse Torm", "It employs 220 people."),
        ("Otto Lind", "that the depot cost 60 million crowns"),
        ("Ilse Torm", "Unemployment fell to 4 percent last year."),
        ("Ilse Torm", "We will open the northern line in 2028."),
        ("Ilse Torm", "They cut the fares in 2021, and nobody noticed."),
    ]


def test_each_suggestion_of_a_speech_has_its_own_figures_and_leaves_the_pronoun_open():
    found = {draft.statement: [figure.words for figure in draft.figures] for draft in suggest(SPEECH)}
    assert found["[It] employs 220 people."] == ["220 people"]
    assert found["Ridership rose from 4,000 to 9,500 a day."] == ["4,000", "9,500"]


def test_what_a_speaker_passes_on_is_one_suggestion_that_names_both():
    retold = [(draft.speaker, draft.via, draft.statement) for draft in suggest(SPEECH) if draft.via]
    assert retold == [("Otto Lind", "Ilse Torm", "The depot cost 60 million crowns.")]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("No. I did not sell it. The port did.", ["No. I did not sell it. The port did."]),
        ("I did. It took four hours. The road was shut.", ["I did.", "It took four hours.", "The road was shut."]),
        ("Forty crowns. Thank you for asking.", ["Forty crowns."]),
        ("Thank you. We lost 40 carts. (Laughter.) Nobody came.", ["We lost 40 carts.", "Nobody came."]),
        ("We lost, (coughs) [crosstalk] in May, 40 carts.", ["We lost, (coughs) … in May, 40 carts."]),
        ("Thanks to the port, fares fell.", ["Thanks to the port, fares fell."]),
        ("Thank you, but the port never asked us.", ["Thank you, but the port never asked us."]),
        ("What did it cost? Forty crowns.", ["Forty crowns."]),
        ("Remember the flood. Please vote. Do not give up. The pier fell.", ["The pier fell."]),
        ("You should know that the port paid for it.", ["You should know that the port paid for it."]),
        ("My fellow sailors, ladies and gentlemen. The pier fell.", ["The pier fell."]),
        ("Let us spend 40 crowns on it.", ["Let us spend 40 crowns on it."]),
    ],
)
def test_an_answer_is_cut_into_what_can_be_checked(answer, expected):
    text = f"Torm: Did you sell it?\n\nLind: {answer}\n\nTorm: Why?"
    assert [words for speaker, words in turns_of(text) if speaker == "Lind"] == expected


def test_a_question_holds_nothing_that_is_said():
    text = "Q: Who decided to move them?\n\nA: We did.\n\nQ: The pier fell in May. Why?\n\nA: It was old."
    assert [(draft.speaker, draft.speech_act) for draft in suggest(text)] == [
        ("Q", "asks"),
        ("A", "asserts"),
        ("Q", "asserts"),
        ("Q", "asks"),
        ("A", "asserts"),
    ]


def test_thanks_in_a_turn_are_not_the_articles_own_claim():
    text = "Torm: Did you sell it?\n\nLind: Thank you all for coming to the old pier of Brenn.\n\nTorm: Why?"
    assert [draft.speaker for draft in suggest(text)] == ["Torm", "Torm"]


@pytest.mark.parametrize(
    ("head", "speaker"),
    [
        ("Ruth Amsel, director of the hospital of Osk, spoke to the Brenn Gazette about the flood.", "Ruth Amsel"),
        ("Ruth Amsel, director of the hospital of New Osk, spoke with our reporter Tom Brik.", "Ruth Amsel"),
        ("“We had no beds”\n\nAn interview with Ruth Amsel\n\nBy Otto Lind", "Ruth Amsel"),
        ("Ruth Amsel has led the hospital since 2019. She told us how it was.", "Ruth Amsel"),
        ("The mayor, Ruth Amsel, answered our questions. Minister Pol Varn denied it in May.", "Ruth Amsel"),
        ("Ruth Amsel on the flood: interview by Otto Lind", "Ruth Amsel"),
        ("Ruth Amsel and Otto Lind spoke to the Gazette.", "A"),
        ("Ruth Amsel spoke to Otto Lind.", "A"),
        ("Ruth Amsel, who succeeded Otto Lind, spoke to us.", "A"),
        ("Interview: Otto Lind\n\nWe spoke to her about the port.", "A"),
        ("The director spoke to us about the flood.", "A"),
        ("Minister Pol Varn told parliament that the pier fell.", "A"),
    ],
)
def test_the_answers_are_those_of_the_one_person_who_is_interviewed(head, speaker):
    text = f"{head}\n\nQ: Who ran it?\n\nA: We did. The port sent 4 boats.\n\nQ: When?\n\nA: In May."
    found = [(draft.speaker, bool(draft.speaker_reason)) for draft in suggest(text)]
    named = speaker != "A"
    assert found[-5:] == [("Q", False), (speaker, named), (speaker, named), ("Q", False), (speaker, named)]


@pytest.mark.parametrize(
    "head",
    [
        "Ruth Amsel ran the port for nine years. She spoke to Colm Darragh in her office.",
        "Ruth Amsel ran the port for nine years. Last week she sat down with Colm Darragh.",
        "Interview: Colm Darragh\n\nRuth Amsel ran the port. She answered our questions.",
    ],
)
def test_whoever_the_interviewed_spoke_to_asks_and_does_not_answer(head):
    text = f"{head}\n\nQ. How many ships came?\n\nA. Yes. We counted 40 ships.\n\nQ. And now?\n\nA. I counted 12."
    assert {draft.speaker for draft in suggest(text) if "counted" in draft.statement} == {"Ruth Amsel"}


def test_an_answer_that_begins_with_yes_is_nobodys_name():
    text = "Q. Was he warned?\n\nA. Yes. The captain says he heard one call. I accuse him of nothing.\n\nQ. Why?"
    drafts = suggest(text)
    assert not [draft for draft in drafts if "Yes" in draft.speaker or "A. Yes" in draft.statement]
    assert [draft.statement for draft in drafts if draft.fragment] == ["One call."]


SPOKEN = (
    "Thank you.",
    "When I took office, 40 ships came each year.",
    "(Applause.)",
    "Last year 60 ships came.",
    "Let me be clear: by 2030 there will be 80.",
    "We did not raise the toll.",
)


@pytest.mark.parametrize(
    "above",
    [
        ["Speech of the Minister of Ports, Dr. Ruth Amsel, to the congress", "Check against it", "Dr. Ruth Amsel:"],
        ["Speech of the Minister of Ports, Dr. Ruth Amsel, to the congress"],
        ["Prime Minister Ruth Amsel’s speech to the congress"],
        ["The congress", "12 May", "RUTH AMSEL:"],
        ["Address delivered by Ruth Amsel, 12 May"],
    ],
)
def test_a_speech_under_one_name_is_that_persons_to_its_end(above):
    drafts = [draft for draft in suggest("\n\n".join([*above, *SPOKEN])) if any(f.value for f in draft.figures)]
    assert [(draft.speaker.title(), draft.statement) for draft in drafts][-3:] == [
        ("Ruth Amsel", f"When {drafts[0].speaker} took office, 40 ships came each year."),
        ("Ruth Amsel", "Last year 60 ships came."),
        ("Ruth Amsel", "By 2030 there will be 80."),
    ]


def test_a_name_above_a_report_makes_no_speech_of_it():
    text = "Ports\n\nRuth Amsel:\n\nThe port is open.\n\nIt has 40 ships.\n\nWe met its head.\n\nHe has 12 lorries."
    assert not [draft for draft in suggest(text) if draft.speaker]


def test_an_answer_behind_its_word_is_one_suggestion():
    text = "Interview with Omar Hale\n\nQuestion: How many?\n\nAnswer: We lost 5.\n\nQuestion: Why?\n\nAnswer: I fell."
    assert [draft.speaker for draft in suggest(text) if draft.speech_act != "asks"] == ["Omar Hale", "Omar Hale"]


@pytest.mark.parametrize(
    ("head", "who"), [("Ann Lee talks to Omar Hale.", "Omar Hale"), ("Omar Hale and Ole Holt", "OH")]
)
def test_initials_before_a_turn_are_the_one_who_is_named_above_with_them(head, who):
    text = f"{head}\n\nAL: How many boats?\n\nOH: We lost 5 boats.\n\nAL: Why?\n\nOH: I fell asleep."
    drafts = [draft for draft in suggest(text) if draft.figures and draft.speech_act == "asserts"]
    assert [draft.speaker for draft in drafts] == [who]


def test_a_paragraph_in_brackets_says_what_somebody_does_in_a_conversation():
    text = "Q. How many?\n\nA. We lost 5 boats.\n\n(She shows 3 maps of them.)\n\nQ. Why?\n\nA. I fell asleep."
    assert not [draft for draft in suggest(text) if "maps" in draft.statement]
    assert [draft.statement for draft in suggest("Two boats.\n\n(She lost 3 maps of them.)") if draft.figures]


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        ("Good morning, and thank you for having me.", 0),
        ("Hello, welcome, and congratulations to all who came.", 0),
        ("Good evening, everyone, and many thanks, Mr Chairman.", 0),
        ("Thank you, but nobody asked us.", 1),
        ("Good evening, thank you, and last year we lost a bridge.", 1),
    ],
)
def test_one_courtesy_after_another_says_nothing_unless_a_clause_follows(words, claims):
    text = f"Speech by Ann Torm to the rail club\n\n{words}\n\nWe lost 40 carriages."
    assert len([draft for draft in suggest(text) if draft.statement and draft.source]) == 1 + claims
