"""From a text alone: whose words these are, whether they are asserted or denied, and why they were suggested."""

import time

import pytest

from claims.states import ClaimKind, Form, SpeechAct
from claims.text.suggest import lexicon, suggest


def attributed(text, **over):
    return [draft for draft in suggest(text, **over) if draft.source or draft.cue]


def words(text, spans):
    return " … ".join(text[start:end] for start, end in spans)


def only(text, **over):
    (draft,) = attributed(text, **over)
    return draft


#: text, source, cue, content
CONSTRUCTIONS = {
    "a that-clause": (
        "The mayor of Brenn said that the bridge was closed.",
        "The mayor of Brenn",
        "said",
        "that the bridge was closed",
    ),
    "a clause without that": (
        "Mayor Ilse Torm said the bridge was closed.",
        "Mayor Ilse Torm",
        "said",
        "the bridge was closed",
    ),
    "according to, behind": (
        "Two bridges were closed, according to the harbour police.",
        "the harbour police",
        "according to",
        "Two bridges were closed",
    ),
    "according to, before": (
        "According to the harbour police, two bridges were closed.",
        "the harbour police",
        "According to",
        "two bridges were closed",
    ),
    "according to, before some of many": (
        "According to the harbour police, two of them were closed.",
        "the harbour police",
        "According to",
        "two of them were closed",
    ),
    "an inverted quotation": (
        "“We closed the bridge,” said Ilse Torm, a harbour pilot.",
        "Ilse Torm, a harbour pilot",
        "said",
        "“We closed the bridge,”",
    ),
    "a quotation before its speaker": (
        "“We closed the bridge,” Torm said on Monday.",
        "Torm",
        "said",
        "“We closed the bridge,”",
    ),
    "a sentence before its speaker": (
        "The bridge was closed for a week, she said.",
        "she",
        "said",
        "The bridge was closed for a week",
    ),
    "a speaker put in": (
        "If the river rises, Torm said, the bridge will be closed.",
        "Torm",
        "said",
        "If the river rises … the bridge will be closed",
    ),
    "a passive with no source": (
        "It was reported that the bridge was closed.",
        "",
        "was reported",
        "that the bridge was closed",
    ),
    "it became known": (
        "Later it became known that the bridge had been closed.",
        "",
        "became known",
        "that the bridge had been closed",
    ),
    "a passive with its source": (
        "The closure of the bridge was confirmed by satellite images.",
        "satellite images",
        "was confirmed",
        "The closure of the bridge",
    ),
    "a document": (
        "The report said that 40 lorries had crossed.",
        "The report",
        "said",
        "that 40 lorries had crossed",
    ),
    "somebody told": (
        "Torm told reporters that the bridge was closed.",
        "Torm",
        "told",
        "that the bridge was closed",
    ),
    "where it was said": (
        "Torm said in a statement that the bridge was closed.",
        "Torm",
        "said",
        "that the bridge was closed",
    ),
    "a promise": (
        "Torm vowed to open the bridge.",
        "Torm",
        "vowed",
        "to open the bridge",
    ),
    "an accusation": (
        "Torm accused the port of hiding the damage.",
        "Torm",
        "accused",
        "the port of hiding the damage",
    ),
    "an allegation as a noun": (
        "The port rejected allegations that it hid the damage.",
        "The port",
        "rejected",
        "allegations that it hid the damage",
    ),
    "a relative clause": (
        "Torm, who said the bridge was closed, went home.",
        "Torm … who",
        "said",
        "the bridge was closed",
    ),
    "who speaks, before a colon": (
        "TORM: We closed the bridge last week.",
        "TORM",
        ":",
        "We closed the bridge last week",
    ),
    "a partial quotation": (
        "The port praised the “heroic” pilots of Brenn.",
        "The port",
        "praised",
        "the “heroic” pilots of Brenn",
    ),
}


@pytest.mark.parametrize(("text", "source", "cue", "content"), CONSTRUCTIONS.values(), ids=CONSTRUCTIONS)
def test_a_construction_gives_source_cue_and_content(text, source, cue, content):
    draft = attributed(text)[0]
    assert (words(text, draft.source), words(text, draft.cue), words(text, draft.content)) == (source, cue, content)
    assert draft.reason


#: text, speech act
ACTS = {
    "The port denied that the bridge was closed.": "denies",
    "The port rejected the claim.": "denies",
    "The port insists that its pilots do not take part in the search.": "denies",
    "The port insists that its pilots take part in the search.": "asserts",
    "According to its version of events, the two bridges are still not open.": "denies",
    "The port was forced to admit that it had lost the ferry.": "concedes",
    "The port announced that it had found the ferry.": "announces",
    "Torm accused the port of hiding the damage.": "accuses",
    "The port predicts that the river will rise.": "predicts",
    "Torm promised to open the bridge.": "promises",
    "Torm ordered the pilots to leave.": "orders",
    "The two ministers agreed on a second truce.": "agrees",
    "Torm asked whether the bridge was open.": "asks",
}


@pytest.mark.parametrize(("text", "act"), ACTS.items())
def test_the_verb_says_what_kind_of_saying_it_is(text, act):
    assert attributed(text)[0].speech_act == act


def test_every_value_is_one_of_the_claims_vocabularies():
    text = " ".join([*ACTS, *(entry[0] for entry in CONSTRUCTIONS.values())])
    for draft in suggest(text):
        assert draft.speech_act in SpeechAct.values
        assert draft.kind in ClaimKind.values
        assert draft.form in Form.values
    verbs = {verb for readings in lexicon("en").reporting.values() for verb in readings}
    assert {verb.act for verb in verbs} <= set(SpeechAct.values)
    assert {*lexicon("en").noun_cues.values(), *lexicon("en").adverb_cues.values()} <= set(SpeechAct.values)


def test_a_verb_that_endorses_is_marked_unless_it_is_negated():
    assert only("The port admitted that the ferry was lost.").verb_endorses
    assert not only("The port claimed that the ferry was lost.").verb_endorses
    assert not only("The port did not confirm that the ferry was lost.").verb_endorses


def test_what_was_never_admitted_is_denied_and_what_was_not_denied_is_not():
    assert only("The port never admitted that the ferry was lost.").speech_act == "denies"
    assert only("The port did not deny that the ferry was lost.").speech_act == "asserts"
    assert only("The port declined to comment.").speech_act != "denies", "no comment is no denial"


def test_a_dateline_and_what_others_did_are_not_what_was_said():
    text = (
        "BRENN, May 4 — The bridge fell on Tuesday, officials said. Experts fear more, and there are calls for a ban."
    )
    assert [words(text, draft.content) for draft in attributed(text)][:2] == ["The bridge fell on Tuesday", "more"]


@pytest.mark.parametrize(
    "text",
    [
        "Hundreds of pilots turned out that evening.",
        "Troops of the brigade defended the bridge for a week.",
        "Varia attacked the port in March.",
    ],
)
def test_deeds_are_not_taken_for_words(text):
    assert not attributed(text)


def test_a_picture_is_a_claim_about_an_image():
    text = "Photo: Rescuers search for survivors near the northern tower."
    (draft,) = suggest(text)
    assert (draft.kind, draft.cue, draft.source) == ("image", [], [])


QUOTED = "“We closed the bridge. We had no choice,” Torm said. “Nobody was told.”"


def test_a_quotation_runs_over_its_sentences_and_goes_on_behind_the_speaker():
    said = [words(QUOTED, draft.content) for draft in attributed(QUOTED)]
    assert said == ["“We closed the bridge. We had no choice,”", "“Nobody was told.”"]
    assert {words(QUOTED, draft.source) for draft in attributed(QUOTED)} == {"Torm"}
    assert {draft.form for draft in attributed(QUOTED)} == {"direct"}


def test_a_quotation_goes_on_in_the_next_paragraph():
    text = "“We closed the bridge,” Torm said.\n\n“Nobody was told about it at all.”"
    assert [draft.speaker for draft in attributed(text)] == ["Torm", "Torm"]


def test_two_apostrophes_are_a_quotation_mark():
    text = "''We closed the bridge,'' Torm said."
    assert words(text, only(text).content) == "''We closed the bridge,''"


def test_the_form_is_mixed_when_some_of_the_words_are_quoted():
    assert only("Torm said the bridge was “quite safe” last week.").form == "mixed"
    assert only("Torm said the bridge was safe last week.").form == "paraphrase"


LEADERS = (
    "Varian President Otto Lind met the Dravian Foreign Minister Mara Sool in Brenn.\n\n"
    "The Varian leader said that the bridge was closed. He added that it would stay so.\n\n"
    "Sool said that it was open. She denied that it was ever closed. According to the minister, 40 lorries crossed it."
)


@pytest.fixture
def nations():
    """Nations that exist nowhere: the list of nations is data."""
    from dataclasses import replace

    shipped = lexicon("en")
    more = shipped.sets["group_adjectives"] | {"varian", "dravian"}
    return replace(shipped, sets={**shipped.sets, "group_adjectives": more})


def test_titles_and_pronouns_go_to_the_last_who_fits_and_say_why(nations):
    drafts = attributed(LEADERS, lexicon=nations)
    assert [(draft.speaker, draft.speaker_reason) for draft in drafts] == [
        ("Otto Lind", "“The Varian leader” was last Otto Lind (line 1)"),
        ("Otto Lind", "“He” was last Otto Lind (line 1)"),
        ("Mara Sool", "“Sool” is Mara Sool (line 1)"),
        ("Mara Sool", "“She” was last Mara Sool (line 4)"),
        ("Mara Sool", "“the minister” was last Mara Sool (line 4)"),
    ]


def test_a_title_is_never_somebody_named_later():
    text = "The president said that it rained. President Otto Lind said that it snowed."
    assert [draft.speaker for draft in attributed(text)] == ["The president", "Otto Lind"]


def test_what_somebody_says_that_somebody_said_is_a_draft_of_its_own_with_the_one_in_between():
    text = "Torm said that the port had denied that the ferry was lost."
    outer, inner = attributed(text)
    assert (outer.speaker, outer.via, inner.speaker, inner.via) == ("Torm", "", "port", "Torm") or inner.via == "Torm"
    assert inner.speech_act == "denies"
    assert words(text, inner.content) == "that the ferry was lost"


def test_the_articles_own_facts_are_drafts_without_source_and_cue():
    text = "The ferry sank in March. It should never have sailed. Will it be raised? Perhaps it will be raised one day."
    drafts = suggest(text)
    assert [words(text, draft.content) for draft in drafts] == ["The ferry sank in March."]
    assert (drafts[0].source, drafts[0].cue, drafts[0].speaker, drafts[0].form) == ([], [], "", "none")


#: text → what the article says itself beside what is attributed
HALVES = {
    "The port claimed that the depot was empty, while the harbour had received 12 new cranes.": [
        "the harbour had received 12 new cranes."
    ],
    "The port said the bridge was closed, but the district opened 14 new ferries in June.": [
        "the district opened 14 new ferries in June."
    ],
    "The bridge was closed in May, Torm said, and the district opened 14 ferries.": ["the district opened 14 ferries."],
    "After the council bought 12 ferries in May, Mayor Torm said that they were late.": [
        "the council bought 12 ferries in May"
    ],
    "In May 2024, the council bought 12 ferries, and Torm said that they were late.": [
        "In May 2024, the council bought 12 ferries"
    ],
    "The two mayors met with the minister in Brenn on Monday and agreed to close the bridge.": [
        "The two mayors met with the minister in Brenn on Monday"
    ],
    "Torm met with the minister in Brenn and the two sides agreed that the bridge would close.": [
        "Torm met with the minister in Brenn"
    ],
    "The ferry of Torm (left) shot and sank the barge in May, but denied it.": [
        "The ferry of Torm (left) shot and sank the barge in May"
    ],
    "Hundreds of pilots aligned with the Brenn union and other crews marched, Torm denied.": [],
    "The port has 12 ferries, even though Torm denied it.": ["The port has 12 ferries"],
    "Torm said nothing new, and he said no to 12 ferries.": [],
    "The port denied it, and he may speak later on Monday.": [],
    "Torm said that prices rose and that the council spent 12 euros.": [],
    "Torm, who runs 12 ferries, said that they were late.": [],
    "If the council buys 12 ferries, Torm said, they will be late.": [],
    "Torm denied that he knew, and left.": [],
    "The bridge was closed, according to Torm, and it rained.": [],
    "Torm said the bridge was closed, and added that 12 ferries would run.": [],
}


@pytest.mark.parametrize(("text", "halves"), HALVES.items())
def test_a_half_sentence_beside_what_is_attributed_is_the_articles_own(text, halves):
    drafts = suggest(text)
    assert [words(text, d.content) for d in drafts if not d.source and not d.cue] == halves
    assert attributed(text), "the other half stays what it was"


def test_what_a_plan_foresees_is_not_said_by_the_plan():
    text = "No cyclist was hurt on the 799 crossings, and the plan of the district foresees further work in 2027."
    drafts = suggest(text)
    assert [draft.speaker for draft in drafts] == ["", ""]
    assert "799 crossings" in [figure.words for figure in drafts[0].figures]
    assert drafts[1].statement == "The plan of [the district] foresees further work in 2027."
    assert only("The council foresees a bridge in 2027.").speaker == "The council"
    assert only("The plan of the district says that 12 bridges are old.").speaker == "The plan of the district"


def test_a_headline_is_the_articles_own_claim_and_its_quotation_is_given_to_nobody():
    text = "“Nobody Dares Sail”: Port Closes Two Bridges\n\nLeave a Reply\n\nIt closed both bridges on Friday."
    assert [(words(text, draft.content), draft.speaker) for draft in suggest(text)] == [
        ("“Nobody Dares Sail”: Port Closes Two Bridges", ""),
        ("It closed both bridges on Friday.", ""),
    ]


def test_offsets_are_those_of_the_text_as_given():
    text = "\r\n\r\n  Torm said\r\nnothing.\r\n\r\nTorm said that 😀 it rained.\r\n"
    draft = attributed(text)[-1]
    assert words(text, draft.content) == "that 😀 it rained"
    assert text[slice(*draft.line)] == "Torm said that 😀 it rained."


@pytest.mark.parametrize(
    "text", ["", " \n", "…", "“", "”said", "According to", "said", "a\x00b", "''", "“a” “b", "(:,", "👍"]
)
def test_no_text_is_too_odd(text):
    suggest(text)
    suggest(text, "hy")


def test_another_language_gives_lines_and_quotations():
    text = "Der Hafen schloss die Brücke. „Niemand wusste davon“, sagte Torm."
    drafts = suggest(text, "de")
    assert [(words(text, draft.content), draft.form) for draft in drafts] == [
        ("Der Hafen schloss die Brücke.", "none"),
        ("„Niemand wusste davon“", "direct"),
    ]


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("es", "La empresa Naviera Sol lo niega.", "denies"),
        ("es", "La empresa Naviera Sol no lo niega.", "asserts"),
        ("de", "Der Hafen bestreitet das.", "denies"),
        ("de", "Der Hafen meldete 12 Verletzte.", "asserts"),
        ("sw", "Bandari inakana.", "asserts"),
    ],
)
def test_a_line_of_another_language_denies_where_its_verb_does(language, text, act):
    assert [draft.speech_act for draft in suggest(text, language)] == [act]


def test_a_desk_may_add_verbs_and_titles():
    text = "Harbourmaster Ilse Torm blared that the bridge was closed. The harbourmaster left."
    assert not attributed(text)
    ours = lexicon("en").extended(verbs=[("blare", "announces", True)], titles=["Harbourmaster"], units=["knots"])
    draft = only(text, lexicon=ours)
    assert (draft.speaker, draft.speech_act, draft.verb_endorses) == ("Ilse Torm", "announces", True)
    assert ours.units == {"knots"}
    assert not lexicon("en").units, "what is shipped stays as it is"


def test_an_entry_that_is_no_verb_is_refused():
    with pytest.raises(ValueError, match="no verb"):
        lexicon("en").extended(verbs=[""])


@pytest.mark.parametrize("text", ["x" * 50_000, "“ " * 5_000, "He said " * 500, "a, " * 5_000, "1 " * 5_000])
def test_no_text_takes_more_than_a_moment(text):
    begin = time.process_time()
    suggest(text)
    assert time.process_time() - begin < 5


def test_in_a_conversation_each_sentence_of_a_turn_is_the_speakers():
    text = "LEE: We won. Nobody was hurt.\n\nTORM: Is that so?\n\nLEE: It is. We counted."
    assert [(draft.speaker, words(text, draft.content)) for draft in attributed(text)] == [
        ("LEE", "We won."),
        ("LEE", "Nobody was hurt."),
        ("TORM", "Is that so?"),
        ("LEE", "It is."),
        ("LEE", "We counted."),
    ]


def test_somebody_who_is_a_party_to_the_matter_ranks_higher():
    text = "Ilse Torm said that 40 lorries crossed."
    (plain,), (party,) = suggest(text), suggest(text, parties=["Ilse Torm"])
    assert party.priority > plain.priority
    assert "party to the matter" in party.reason


def test_a_thousand_words_take_less_than_a_fifth_of_a_second():
    text = "\n\n".join([LEADERS, QUOTED, *ACTS] * 12)
    count = len(text.split())
    suggest(text)
    begin = time.process_time()
    suggest(text)
    assert (time.process_time() - begin) / count * 1000 < 0.2
