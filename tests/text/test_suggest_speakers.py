"""Who is named as the speaker: the whole of a phrase, nobody who did not speak, and no guess between two who fit."""

import pytest

from claims.text.suggest import of_record, suggest

#: text → [speaker, content] of each suggestion that names a cue
SPEAKERS = {
    "Pilots loyal to Torm said the ferry was late.": [["Pilots loyal to Torm", "the ferry was late"]],
    "Aides close to the mayor say the port will open.": [["Aides close to the mayor", "the port will open"]],
    "A woman holding a lamp said the bridge had burned.": [["A woman holding a lamp", "the bridge had burned"]],
    "Pilots who fear him say he drinks.": [["Pilots who fear him", "he drinks"]],
    "A letter signed by Torm said the bridge was sold.": [["A letter signed by Torm", "the bridge was sold"]],
    "“It burned,” said a clerk familiar with the plan.": [["a clerk familiar with the plan", "“It burned,”"]],
    "“It burned twice,” said a cook who is known as “Smoky.”": [
        ["a cook who is known as “Smoky.”", "“It burned twice,”"]
    ],
    "Ilse Torm spoke. “It burned,” her clerk said.": [["her clerk", "“It burned,”"]],
    "Ilse Torm left. Her rival, Otto Lind, said it burned.": [["Otto Lind", "it burned"]],
    "“They left early,” Otto Lind, 51, told the Tide.": [["Otto Lind", "“They left early,”"]],
    "“They left early,” Lind told the Tide on Monday.": [["Lind", "“They left early,”"]],
    "“The bridge is safe,” insists Otto Lind.": [["Otto Lind", "“The bridge is safe,”"]],
    "“The bridge is safe,” argue officials.": [["officials", "“The bridge is safe,”"]],
    "“She is a fool,” Lind said of Torm.": [["Lind", "“She is a fool,”"]],
    "According to Torm, a pilot who saw it, two ferries sank.": [["Torm", "two ferries sank"]],
    "According to Torm, two ferries sank.": [["Torm", "two ferries sank"]],
    "Neither Torm nor Lind said the ferry was lost.": [["Neither Torm nor Lind", "the ferry was lost"]],
    "No one said the ferry was lost.": [["No one", "the ferry was lost"]],
    "Torm, Lind and Renn said the ferry was lost.": [["Torm, Lind and Renn", "the ferry was lost"]],
    "Torm told us we “had no boat” but we do.": [["Torm", "we “had no boat”"]],
    "A delay that pilots said could last a week began.": [["pilots", "A delay … could last a week began"]],
    "“They burned the bridge.” –Commissioner Otto Lind": [["Commissioner Otto Lind", "“They burned the bridge.”"]],
    "“They burned the bridge.”\n\n— Otto Lind, a pilot\n\nIt rained.": [["Otto Lind", "“They burned the bridge.”"]],
    "“We won.” -- Otto Lind": [["Otto Lind", "“We won.”"]],
    "“They burned the bridge” – Lind left in May.": [],
    "Lind said they had fled; burned the bridge; and hidden.": [
        ["Lind", "they had fled; burned the bridge; and hidden"]
    ],
    "It burned, Lind said, because it was old.": [["Lind", "It burned … because it was old"]],
    "It is odd, Lind said, that it burned.": [["Lind", "It is odd … that it burned"]],
    "One pilot said the Dec. 28 meeting with Otto B. Lind was late.": [
        ["One pilot", "the Dec. 28 meeting with Otto B. Lind was late"]
    ],
    "Torm, 63, a pilot raised in Brenn, said it burned.": [["Torm", "it burned"]],
    "The crews “hid it. It was old,” Torm said.": [["Torm", "The crews “hid it. It was old,”"]],
    "Torm refrained from saying that 12 had drowned.": [],
    "Torm avoided saying that 12 had drowned.": [],
    "Torm declined to say how many had drowned.": [],
    "Pilots who fled said 12 had drowned.": [["Pilots who fled", "12 had drowned"]],
    "Alice Torm and her clerk, Otto Lind, said it burned.": [["Alice Torm and her clerk, Otto Lind", "it burned"]],
}


def _said(text):
    return [
        [draft.speaker, " … ".join(text[start:end] for start, end in draft.content)]
        for draft in suggest(text)
        if draft.source or draft.cue
    ]


@pytest.mark.parametrize(("text", "said"), SPEAKERS.items())
def test_the_speaker_is_the_whole_of_the_phrase_that_speaks(text, said):
    assert _said(text) == said


#: text → speakers of the suggestions that name a cue
PRONOUNS = {
    "Alice Torm met Otto Lind. She said it rained. He said it did not.": ["Alice Torm", "Otto Lind"],
    "Alice Torm met Mary Lind. She said it rained.": ["She"],
    "Torm met Lind. He said it rained.": ["He"],
    "Alice Torm said it rained. Mary Lind left. She said it stopped.": ["Alice Torm", "Alice Torm"],
    "Its mayor said it rained.": ["Its mayor"],
}


@pytest.mark.parametrize(("text", "speakers"), PRONOUNS.items())
def test_a_pronoun_is_resolved_by_gender_or_left_as_it_is_when_two_fit(text, speakers):
    assert [speaker for speaker, _ in _said(text)] == speakers


#: text → (speaker, speech act, content) of the denial
DENIALS = {
    "Torm and Lind both deny any theft.": ("Torm and Lind", "any theft"),
    "Torm has offered to pay, but has denied he stole it.": ("Torm", "he stole it"),
    "Torm faces charges of theft that she has denied.": ("she", "charges of theft"),
    "The clerks have outright denied that it burned.": ("The clerks", "that it burned"),
    "Torm and Lind have each denied taking bribes.": ("Torm and Lind", "taking bribes"),
    "Torm faces charges she denies.": ("she", "charges"),
    "Torm erred, but has flatly denied she lied.": ("Torm", "she lied"),
    "The charge was denied by the port.": ("the port", "The charge"),
    "The port repeated a charge that Torm’s clerk strongly disputes.": ("Torm’s clerk", "a charge"),
}


@pytest.mark.parametrize(("text", "denial"), DENIALS.items())
def test_a_denial_is_one_in_every_construction(text, denial):
    found = [
        (draft.speaker, " ".join(text[start:end] for start, end in draft.content))
        for draft in suggest(text)
        if draft.speech_act == "denies"
    ]
    assert found == [denial]


@pytest.mark.parametrize(
    "text",
    [
        "The clerks have not outright denied that it burned.",
        "The clerks have neither confirmed nor denied that it burned.",
        "Nobody denied that it burned.",
        "None of the clerks denied that it burned.",
    ],
)
def test_what_was_not_denied_is_no_denial(text):
    (draft,) = suggest(text)
    assert draft.speech_act == "asserts"
    assert draft.verb in draft.statement, "that they did not deny it is the claim"


def test_the_report_of_who_spoke_just_before_is_theirs():
    text = "The Port Authority announced that the bridge burned.\n\nNobody came."
    given = text.replace("burned.", "burned. According to the report, two ferries sank.")
    assert [speaker for speaker, _ in _said(given)] == ["Port Authority", "Port Authority"]
    named = given.replace("announced that", "published a report and announced that")
    assert _said(named)[-1][0] == "the report"


def test_a_few_words_are_a_fact_when_somebody_does_something():
    drafts = suggest("Ilse Torm resigned. Otto Lind nodded. She left. Nobody there.")
    assert [draft.statement for draft in drafts] == ["Ilse Torm resigned.", "Ilse Torm left."]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Otto Lind", True),
        ("Otto Lind and Mara Sool", True),
        ("General Prosecutor’s Office of Dravia", True),
        ("the Port Authority", True),
        ("the Dravian side", True),
        ("Dravian leadership", True),
        ("The Torm administration", True),
        ("the leadership", False),
        ("Government", False),
        ("both sides", False),
        ("Lind’s government", False),
        ("the Dravian officials", False),
        ("satellite images", True),
        ("the report", True),
        ("Torm", True),
        ("his aide", False),
        ("Officials", False),
        ("Soldiers loyal to Torm", False),
        ("sources close to the president", False),
        ("the minister", False),
        ("She", False),
        ("No one", False),
        ("Neither Torm nor Lind", False),
        ("Q", False),
        ("", False),
    ],
)
def test_only_who_is_named_and_documents_may_be_on_record(name, kept):
    assert of_record(name) is kept


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Minister of Health Ann Lee said 40 beds were ready.", "Ann Lee"),
        ("President of the Council Ann Lee said 40 beds were ready.", "Ann Lee"),
        ("Prime Minister of Dravia Ann Lee, 50, said 40 beds were ready.", "Ann Lee"),
        ("Minister of Health Ann Lee left. The minister said 40 beds were ready.", "Ann Lee"),
        ("The mayor of New York City said 40 beds were ready.", "The mayor of New York City"),
        ("The Ministry of Health said 40 beds were ready.", "Ministry of Health"),
    ],
)
def test_a_name_behind_an_office_and_what_it_is_for_is_who_speaks(text, speaker):
    assert [draft.speaker for draft in suggest(text) if draft.source] == [speaker]
