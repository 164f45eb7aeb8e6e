"""One report of a conflict, in the shapes that such reports have: every claim comes out by itself, with its speaker,
its speech act and its figure. Its places, people and nations are invented."""

from dataclasses import replace

import pytest

from claims.text.suggest import lexicon, suggest

REPORT = """
“Nobody Trusts The Truce”: Varia Shells Dravian Posts Despite Ceasefire

Submitted by Brenn Wire,

As of May 4, Varia kept the initiative near the river. In turn, the Dravian Defense Ministry was forced to concede
that it in fact has lost the southern bank. Nonetheless, according to its version of events, the towns of Osk and
Hamar are still not held by Varia. This goes contrary to footage from the bank.

On May 3, the Prosecutor’s Office of Dravia announced that it has evidence that many Kestish pilots took part in the
raids. According to the report, since March, Kestish instructors have been training the Varian army. Earlier it
became known that after the joint drills a large number of Kestish advisers remained in Varia. The presence of
Kestish K-12 jets at the airfields of Tull and Morva was confirmed by satellite images. The presence of hired gunmen
at the river was also confirmed by photo evidence.

Varian President Otto Lind insists that Kestish soldiers do not take part in the war while making loud statements
about victories. During a meeting with commanders, Lind claimed that his forces captured about 90 Dravian lorries
and destroyed 4 K-200 radar systems. The Varian leader also stated that Dravia received new guns every week somehow
forgetting to mention various Kestish guns used by the Varian military.

Meanwhile, Dravian Foreign Minister Mara Sool and Varian Foreign Minister Ivo Renn met in Brenn and agreed on the
establishment of another truce, the third one since the start of the war. Nonetheless, it does not look like it
will change anything as the previous two truces broke at once.

Noria has sent large forces to the border and started large drills in the area.

Leave a Reply

Your email address will not be published.
"""
REPORT = "\r\n\r\n".join(" ".join(block.split()) for block in REPORT.split("\n\n"))


@pytest.fixture(scope="module")
def drafts():
    shipped = lexicon("en")
    nations = shipped.sets["group_adjectives"] | {"varian", "dravian", "kestish"}
    return suggest(REPORT, lexicon=replace(shipped, sets={**shipped.sets, "group_adjectives": nations}))


def words(spans):
    return " … ".join(REPORT[start:end] for start, end in spans)


#: some words of the content, speaker, speech act, figures
CLAIMS = {
    "the tanks": ("about 90 Dravian lorries", "Otto Lind", "asserts", ["about 90 Dravian lorries"]),
    "the radars": ("4 K-200 radar systems", "Otto Lind", "asserts", ["4 K-200 radar systems"]),
    "the guns": ("Dravia received new guns every week", "Otto Lind", "asserts", None),
    "the first town": ("Osk", "Dravian Defense Ministry", "denies", None),
    "the second town": ("Hamar", "Dravian Defense Ministry", "denies", None),
    "the bank": ("it in fact has lost the southern bank", "Dravian Defense Ministry", "concedes", None),
    "the first airfield": ("airfields of Tull", "satellite images", "asserts", None),
    "the second airfield": ("Morva", "satellite images", "asserts", None),
    "that they announced it": ("it has evidence that", "Prosecutor’s Office of Dravia", "announces", None),
    "what they announced": ("that many Kestish pilots", "Prosecutor’s Office of Dravia", "asserts", None),
    "the training": (
        "Kestish instructors have been training",
        "Prosecutor’s Office of Dravia",
        "asserts",
        ["since March"],
    ),
    "what became known": ("a large number of Kestish advisers remained", "", "asserts", None),
    "the gunmen": ("hired gunmen at the river", "photo evidence", "asserts", None),
    "the soldiers": ("Kestish soldiers do not take part in the war", "Otto Lind", "denies", None),
    "the truce": ("another truce, the third one", "Mara Sool and Ivo Renn", "agrees", None),
    "the truces that broke": ("the previous two truces broke at once", "", "asserts", None),
    "the guns left out": ("various Kestish guns used by the Varian military", "", "asserts", None),
    "the sending": ("Noria has sent large forces to the border", "", "asserts", None),
    "the drills": ("started large drills", "", "asserts", None),
    "the initiative": ("Varia kept the initiative", "", "asserts", None),
    "the headline": ("Varia Shells Dravian Posts", "", "asserts", None),
    "the footage": ("This goes contrary to footage", "", "asserts", None),
}


@pytest.mark.parametrize(("some", "speaker", "act", "figures"), CLAIMS.values(), ids=CLAIMS)
def test_each_claim_is_a_draft_with_its_speaker_and_speech_act(drafts, some, speaker, act, figures):
    found = [d for d in drafts if some in words(d.content) and (d.speaker, d.speech_act) == (speaker, act)]
    assert len(found) == 1, [(words(d.content), d.speaker, d.speech_act) for d in drafts if some in words(d.content)]
    if figures is not None:
        assert [figure.words for figure in found[0].figures] == figures


def test_the_parts_of_a_compound_leave_each_others_figures_alone(drafts):
    lorries, radars = (d for d in drafts if d.cue and words(d.cue) == "claimed")
    assert "radar" not in words(lorries.content)
    assert "lorries" not in words(radars.content)
    assert (lorries.part, radars.part) == ((1, 2), (2, 2))
    assert radars.statement == "Otto Lind’s forces destroyed 4 K-200 radar systems."


def test_each_denied_town_has_a_statement_of_its_own_with_its_negation(drafts):
    towns = [d.statement for d in drafts if d.speech_act == "denies" and d.speaker == "Dravian Defense Ministry"]
    assert towns == [
        "The town of Osk is still not held by Varia.",
        "The town of Hamar is still not held by Varia.",
    ]


def test_what_the_writer_bases_a_guess_on_and_says_was_left_out_are_statements_of_their_own(drafts):
    statements = [d.statement for d in drafts]
    assert "The previous two truces broke at once." in statements
    assert "Various Kestish guns [were] used by the Varian military." in statements


def test_what_pictures_show_and_what_is_owned_is_stated_as_such(drafts):
    statements = {(d.speaker, d.statement) for d in drafts}
    assert ("satellite images", "Kestish K-12 jets were present at the airfield of Tull.") in statements
    assert (
        "Dravian Defense Ministry",
        "The Dravian Defense Ministry in fact has lost the southern bank.",
    ) in statements


def test_the_writers_remark_on_the_speaking_is_not_what_was_said(drafts):
    assert not [d for d in drafts if d.speaker == "Otto Lind" and "forgetting" in words(d.content)]
    assert not [d for d in drafts if d.speaker == "Otto Lind" and "loud statements" in words(d.content)]


def test_why_the_leader_was_taken_for_the_president_is_said(drafts):
    (guns,) = (d for d in drafts if "new guns" in words(d.content))
    assert guns.speaker_reason.startswith("“The Varian leader” was last Otto Lind (line ")


def test_what_belongs_to_the_page_is_no_claim(drafts):
    for left in ("Submitted by", "Leave a Reply", "Your email"):
        assert not [d for d in drafts if left in REPORT[slice(*d.line)]]


def test_every_draft_lies_in_the_text_and_says_why(drafts):
    for draft in drafts:
        for start, end in (*draft.source, *draft.cue, *draft.content):
            assert 0 <= start < end <= len(REPORT)
        assert draft.reason.endswith(".")
        assert draft.statement
        assert 0 <= draft.priority <= 100
