"""The statement of a suggestion says what the speaker holds, never that they said it, and stands alone."""

import pytest

from claims.text.suggest import suggest

#: text → what is held
HELD = {
    "The minister said the bridge was shut.": "The bridge was shut.",
    "Torm told reporters the bridge was shut.": "The bridge was shut.",
    "Torm resigned, having admitted that the bridge was shut.": "The bridge was shut.",
    "Torm is warning that the bridge will fall.": "The bridge will fall.",
    "A report seen by this paper found that two cables broke.": "Two cables broke.",
    "Northern Port Ministry said that 12 cranes broke.": "12 cranes broke.",
    "According to the harbour police, two men drowned.": "Two men drowned.",
    "It became known that the bridge was shut.": "The bridge was shut.",
    "Torm’s claim that the bridge fell is false.": "The bridge fell.",
    "The presence of pilots in Osk was confirmed by photos.": "Pilots were present in Osk.",
    "The closure of the bridge was confirmed by satellite images.": "[There was] the closure of the bridge.",
    "Torm accused the port of hiding the damage.": "The port [was] hiding the damage.",
    "The port insists that its pilots do not take part in the search.": (
        "The port’s pilots do not take part in the search."
    ),
    "According to its version of events, the two bridges are still not open.": "The two bridges are still not open.",
    "“We knew it,” Torm told reporters.": "[We] knew it.",
    "“I closed the bridge,” Otto Lind said.": "Otto Lind closed the bridge.",
    "“I am sure it fell,” Otto Lind said.": "Otto Lind is sure it fell.",
    "TORM: We closed it. (Applause.) I know.\n\nWe have 12 cranes.": "[We] closed [it].",
}


@pytest.mark.parametrize(("text", "statement"), HELD.items())
def test_the_statement_is_what_the_speaker_holds(text, statement):
    assert suggest(text)[0].statement == statement


#: text → what is held to be untrue
DENIED = {
    "The port denied that the bridge was closed.": "It is not true that the bridge was closed.",
    "Torm’s aide, Jon Aas, denied that she knew.": "It is not true that Jon Aas knew.",
    "The port rejected the claim.": "The claim is not true.",
    "The port rejected allegations that it hid the damage.": "It is not true that [it] hid the damage.",
    "Torm and Lind both deny any theft.": "There was no theft.",
    "The port denied involvement in the theft.": "There was no involvement in the theft.",
    "Torm denied taking the money.": "Torm did not take the money.",
    "Torm, a pilot, denied the charges against him.": "The charges against Torm are not true.",
}


@pytest.mark.parametrize(("text", "statement"), DENIED.items())
def test_the_statement_of_a_denial_says_that_it_is_not_so(text, statement):
    assert suggest(text)[0].statement == statement


#: text → the saying itself, because it is the deed, was not done, or says nothing that is true or false
DEEDS = {
    "The port announced that it had found the ferry.": "The port announced that it had found the ferry.",
    "The two ministers agreed on a second truce.": "The two ministers agreed on a second truce.",
    "Torm promised to open the bridge.": "Torm promised to open the bridge.",
    "Torm ordered the pilots to leave.": "Torm ordered the pilots to leave.",
    "Torm asked whether the bridge was open.": "Torm asked whether the bridge was open.",
    "“Is the war over?” Torm asked.": "Torm asked: “Is the war over?”",
    "Torm spoke on Monday, calling the bridge a ruin.": "Torm called the bridge a ruin.",
    "Torm left the room, not confirming that the bridge was shut.": "Torm did not confirm that the bridge was shut.",
    "The minister called it “a disaster.”": "The minister called it “a disaster.”",
    "Torm hopes that the bridge will open.": "Torm hopes that the bridge will open.",
    "Neither Torm nor Lind said the ferry was lost.": "Neither Torm nor Lind said the ferry was lost.",
    "They have not outright denied that the bridge fell.": "[They] have not outright denied that the bridge fell.",
    "It is not known whether Torm read it.": "It is not known whether Torm read it.",
    "The pilots are expected to leave on Monday.": "The pilots are expected to leave on Monday.",
    "“No,” the pilot said.": "The pilot said: “No.”",
}


@pytest.mark.parametrize(("text", "statement"), DEEDS.items())
def test_the_saying_is_the_claim_where_it_is_the_deed_or_was_not_done(text, statement):
    assert suggest(text)[0].statement == statement


#: text → with pronouns replaced by names where that is certain, else in brackets
OPEN = {
    "Otto Lind said his pilots had lost their ferry.": "Otto Lind’s pilots had lost their ferry.",
    "Otto Lind met Alice Torm. He said she had closed it.": "Alice Torm had closed it.",
    "Alice Torm met Mary Lind. She left.": "[She] left.",
    "The Port Ministry admitted that it has lost 12 cranes.": "The Port Ministry has lost 12 cranes.",
    "The Port Ministry said it rained.": "It rained.",
    "Q: Who are you?\n\nA: I am Torm.": "[I] am Torm.",
    "That ferry sank in March.": "[That] ferry sank in March.",
    "It sank that week.": "[It] sank that week.",
    "The village burned in May.": "[The village] burned in May.",
    "The army left the town of Osk, and the town burned in May.": "The town of Osk burned in May.",
    "The port lost its ferry.": "The port lost its ferry.",
    "Its leaders doubt that talks will end the war.": "[Its] leaders doubt that talks will end the war.",
    "They sold the port and its cranes.": "[They] sold the port and its cranes.",
    "Both these roads are considered as vital by the Northern leadership.": (
        "Both [these] roads are considered as vital by the Northern leadership."
    ),
}


@pytest.mark.parametrize(("text", "statement"), OPEN.items())
def test_what_a_pronoun_means_is_written_out_or_left_visibly_open(text, statement):
    assert suggest(text)[-1].statement == statement


@pytest.mark.parametrize("text", [*HELD, *DENIED])
def test_no_statement_says_that_somebody_said_it(text):
    for draft in suggest(text):
        assert not draft.verb or draft.verb not in draft.statement
        assert "ccording to" not in draft.statement
