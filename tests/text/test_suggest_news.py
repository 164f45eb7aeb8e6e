"""Sentences as news stories have them: who speaks, and what statement stands for their words."""

import pytest

from claims.text.suggest import suggest

SAID = {
    # a verb behind “and” has the speaker of the words before it
    "The judge ruled that the search was unlawful but rejected calls to free Bolt.": [
        ("The judge", "The search was unlawful."),
        ("The judge", "The judge rejected calls to free Bolt."),
    ],
    # what is added to the subject
    "The report, published by the Audit Court, found that 9 roads were unsafe.": [
        ("The report", "9 roads were unsafe.")
    ],
    "Sailors loyal to Captain Orr claimed to have taken the port.": [
        ("Sailors loyal to Captain Orr", "Sailors loyal to Captain Orr claimed to have taken the port.")
    ],
    "Mayor Ada Orr, who took office in 2019, said the rate, 2.9 percent, was the lowest on record.": [
        ("Ada Orr", "The rate, 2.9 percent, was the lowest on record.")
    ],
    "The chair, Ada Orr (D-Ore.), told reporters that the bill would raise taxes.": [
        ("Ada Orr", "The bill would raise taxes.")
    ],
    "The mayor, Ada Orr, and her deputy, Ben Falk, said the bridge would close.": [
        ("Ada Orr and Ben Falk", "The bridge would close.")
    ],
    "Divers Without Borders said its boat was hit by two shells.": [
        ("Divers Without Borders", "[Its] boat was hit by two shells.")
    ],
    "Orr, 56, of Elm Road, denies causing the fire.": [("Orr", "Orr did not cause the fire.")],
    # what is added to the words is theirs, and what somebody else says of them is not
    "Police said the suspect, a man of 32 from Brenn, had been charged with theft.": [
        ("Police", "The suspect, a man of 32 from Brenn, had been charged with theft.")
    ],
    "The widow said the crew waited 40 minutes, something the port disputes.": [
        ("The widow", "The crew waited 40 minutes.")
    ],
    "Orr said the price was “too high” and later deleted the post.": [("Orr", "The price was “too high”.")],
    "The mayor said in March the tunnel would open in June.": [("The mayor", "The tunnel would open in June.")],
    "Whether the ferry is safe, the mayor said, remains unknown.": [
        ("The mayor", "Whether the ferry is safe remains unknown.")
    ],
    "Critics accuse the port of ignoring the warnings.": [("Critics", "The port [was] ignoring the warnings.")],
    # a plural noun and its verb close the sentence
    "The ferry carried 900 people, records show.": [("records", "The ferry carried 900 people.")],
    "The toll was 2,412, Harbour Office data shows.": [("Harbour Office data", "The toll was 2,412.")],
    # what is denied, lacking or not confirmed is not said
    "The harbour office says there is no evidence that the boat sank.": [
        ("the harbour office", "There is no evidence that the boat sank.")
    ],
    "The ministry could not confirm reports that a boat had sunk.": [
        ("The ministry", "The ministry could not confirm reports that a boat had sunk.")
    ],
    "The Harbour Office pushed back on claims that the boat had sunk.": [
        ("Harbour Office", "It is not true that the boat had sunk.")
    ],
    "The captain rejected as “pure fantasy” reports that the boat had sunk.": [
        ("The captain", "It is not true that the boat had sunk.")
    ],
    "Orr denied that.": [("Orr", "Orr denied [that].")],
    "Neither side said how many boats it had lost.": [
        ("Neither side", "Neither side said how many boats it had lost.")
    ],
    # what will be said is not said yet
    "The minister is expected to announce a tax of 5 percent.": [
        ("", "The minister is expected to announce a tax of 5 percent.")
    ],
    # those who are cited
    "The paper cited two sailors as saying the boat had sunk.": [
        ("The paper", "The paper cited two sailors as saying the boat had sunk."),
        ("two sailors", "The boat had sunk."),
    ],
    "The paper reported, citing harbour sources, that the boat had sunk.": [("The paper", "The boat had sunk.")],
}
NOTHING_SAID = (
    "The port did not respond to requests for comment.",
    "Orr was never told of the sale.",
    "More than 60 percent of sailors opposed the plan.",
    "The crew waited before calling an ambulance.",
    "Did the mayor deny that the bridge fell?",
    "Nobody told us about the mines.",
    "The bank was fined for failing to report 1,400 payments.",
)


@pytest.mark.parametrize(("text", "said"), SAID.items())
def test_a_sentence_of_the_news_names_its_speaker_and_states_what_they_hold(text, said):
    found = [(draft.speaker, draft.statement) for draft in suggest(text)]
    assert [(name.lower(), words) for name, words in found] == [(name.lower(), words) for name, words in said]


def test_a_transcript_in_capitals_gives_each_turn_once():
    text = "MR. COLE: I saw you at nine.\n\nTHE WITNESS: I came at ten.\n\nMR. COLE: You did not."
    assert [(draft.speaker, draft.form) for draft in suggest(text)] == [
        ("MR. COLE", "paraphrase"),
        ("THE WITNESS", "paraphrase"),
        ("MR. COLE", "paraphrase"),
    ]


@pytest.mark.parametrize("text", NOTHING_SAID)
def test_nobody_is_said_to_say_it(text):
    assert [draft.speaker for draft in suggest(text) if draft.cue or draft.speaker] == []
