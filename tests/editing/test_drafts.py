"""Drafts save the first hour: each is accepted, put right or dropped with one key, and covers nothing till then."""

import psycopg
import pytest
from django.db import connection

from claims.editing.articles import create_article
from claims.editing.claims import cut_claim, field_values, save_claim
from claims.editing.drafts import accept, accept_line, drop, read_version
from claims.editing.reading import Part
from claims.editing.undo import undo_last
from claims.editing.waiting import readings_waiting
from claims.errors import NotNow, NotYours
from claims.models import Claim, Contributor, Draft, DraftRun, Event, LexiconEntry
from claims.queries.drafts import fared
from claims.queries.galley import galley_of
from claims.reference import SAYS_WHO
from claims.tasks import read_versions
from claims.workflow import perform
from tests.living import blocks, bring, edited
from tests.make import find_words, make_article, make_draft, sign_off
from tests.up_here import until

REPORT = (
    "Bridge reopens after the flood",
    "Mayor Ann Oakes said the old bridge carries about 200 lorries an hour. The ministry denied that it was closed.",
    "In a report, engineers claimed that crews had repaired 3 cracks and replaced 40 bolts. It rained for a week.",
)


@pytest.fixture
def read(cast):
    """An article that was read for drafts."""
    fields = {"headline": REPORT[0], "language": "en", "ownership": "ours"}
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks(*REPORT), **fields)
    read_version(article.current_version.draft_run.pk)
    return article


def drafts(article, **where):
    return list(Draft.objects.filter(version=article.current_version, **where))


def draft_on(article, words):
    return next(draft for draft in drafts(article) if words in draft.words)


def last(article, person):
    return Event.objects.filter(article=article, actor=person).latest("sequence").sequence


def test_a_version_is_to_be_read_from_the_moment_that_it_is_there(cast, article):
    assert readings_waiting() == [article.current_version.draft_run.pk]


def test_drafts_carry_speaker_act_verb_and_figure(read):
    lorries = draft_on(read, "200 lorries")
    assert (lorries.speaker, lorries.verb, lorries.speech_act) == ("Ann Oakes", "said", "asserts")
    assert (lorries.figure_value, lorries.figure_modifier, lorries.kind) == (200, "about", "number")
    assert lorries.reason
    assert draft_on(read, "was closed").speech_act == "denies"


def test_a_compound_comes_as_its_facts(read):
    cracks, bolts = draft_on(read, "3 cracks"), draft_on(read, "40 bolts")
    assert cracks != bolts
    assert "bolts" not in cracks.statement and "cracks" not in bolts.statement


def test_a_draft_covers_nothing(read):
    assert galley_of(read).covered == 0


def test_reading_twice_writes_nothing_twice(read):
    run, before = read.current_version.draft_run, len(drafts(read))
    read_version(run.pk)
    DraftRun.objects.filter(pk=run.pk).update(finished_at=None)
    read_version(run.pk)
    assert len(drafts(read)) == before


def test_a_reading_that_broke_off_goes_on_behind_what_was_written(cast, read):
    run, before = read.current_version.draft_run, [draft.words for draft in drafts(read)]
    Draft.objects.filter(version=read.current_version, line_number__gt=2).delete()
    DraftRun.objects.filter(pk=run.pk).update(finished_at=None, done=2)
    read_version(run.pk)
    assert [draft.words for draft in drafts(read)] == before


@pytest.mark.django_db(transaction=True)
def test_a_reading_is_left_to_whoever_works_on_it_and_taken_up_at_once_when_they_die(article):
    run = article.current_version.draft_run
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended('reading', %s))", [run.pk])
        read_version(run.pk)
        assert drafts(article) == []
        died = other.info.backend_pid
    with connection.cursor() as cursor:
        assert until(lambda: gone(cursor, died), within=10)
    read_version(run.pk)
    assert drafts(article)


def gone(cursor, backend):
    cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [backend])
    return cursor.fetchone() == (0,)


def test_a_reading_that_gets_on_has_all_its_attempts_again(article, monkeypatch):
    run = article.current_version.draft_run
    DraftRun.objects.filter(pk=run.pk).update(attempts=DraftRun.ATTEMPTS - 1)
    monkeypatch.setattr("claims.editing.drafts.CHUNK", 1)
    DraftRun.objects.filter(pk=run.pk).update(lines=run.lines + 1)  # one more than there are: it breaks off at the end
    assert read_version(run.pk)
    assert DraftRun.objects.get(pk=run.pk).attempts == 0
    with pytest.raises(IndexError):
        read_version(run.pk)
    assert DraftRun.objects.get(pk=run.pk).attempts == 1


def test_what_was_broken_off_more_often_comes_later(cast, article):
    often = article.current_version.draft_run
    DraftRun.objects.filter(pk=often.pk).update(attempts=1)
    other = create_article(
        cast.desk, actor=cast.writer, blocks=blocks(*REPORT), headline="Bridge", language="en", ownership="ours"
    )
    assert readings_waiting() == [other.current_version.draft_run.pk, often.pk]


def test_an_accepted_draft_is_a_claim_with_all_that_it_said_and_makes_nobody_a_contributor(cast, read):
    draft = draft_on(read, "200 lorries")
    claim = accept(draft, actor=cast.reviewer)
    assert (claim.quoted, claim.statement) == (draft.words, draft.statement)
    assert (claim.speaker.name, claim.verb, claim.figure_value) == ("Ann Oakes", "said", 200)
    assert not Contributor.objects.filter(claim=claim).exists()
    assert sign_off(claim, cast.reviewer, by=cast.checker).state == "signed_off"


@pytest.mark.parametrize(
    ("printed", "recorded"),
    [
        ("Officials", None),
        ("his aide", None),
        ("she", None),
        ("Neither Oakes nor Ray", None),
        ("Ann Oakes", "Ann Oakes"),
        ("the Harbour Ministry", "the Harbour Ministry"),
    ],
)
def test_only_somebody_named_becomes_a_speaker_on_record(cast, article, printed, recorded):
    draft = make_draft(article, "200 lorries", speaker=printed)
    claim = accept(draft, actor=cast.reviewer)
    assert (claim.speaker.name if claim.speaker else None) == recorded


def test_what_is_decided_is_not_decided_again(cast, read):
    draft = draft_on(read, "200 lorries")
    drop(draft, actor=cast.checker)
    for act in (accept, drop):
        with pytest.raises(NotNow):
            act(draft, actor=cast.checker)


@pytest.mark.parametrize("who", ["writer", "observer", "legal"])
def test_whoever_works_on_claims_decides_on_drafts(cast, read, who):
    draft = draft_on(read, "200 lorries")
    for act in (accept, drop):
        with pytest.raises(NotYours):
            act(draft, actor=getattr(cast, who))


def test_all_drafts_of_a_line_are_accepted_at_once_and_taken_back_at_once(cast, read):
    line = draft_on(read, "3 cracks").line_number
    offered = drafts(read, line_number=line)
    made = accept_line(read, line, actor=cast.checker)
    assert len(made) == len(offered) > 1
    undo_last(read, actor=cast.checker, sequence=last(read, cast.checker))
    assert {draft.state for draft in drafts(read, line_number=line)} == {"open"}
    assert {claim.state for claim in Claim.objects.filter(article=read)} == {"retired"}


def test_a_dropped_draft_is_taken_up_again_and_an_accepted_one_too(cast, read):
    draft = draft_on(read, "200 lorries")
    drop(draft, actor=cast.checker)
    undo_last(read, actor=cast.checker, sequence=last(read, cast.checker))
    accept(draft, actor=cast.checker)
    undo_last(read, actor=cast.checker, sequence=last(read, cast.checker))
    draft.refresh_from_db()
    assert (draft.state, draft.claim) == ("open", None)


def test_dropped_is_dropped_in_the_next_version_too_and_what_is_claimed_is_not_offered_again(cast, read):
    drop(draft_on(read, "200 lorries"), actor=cast.checker)
    claimed = accept(draft_on(read, "was closed"), actor=cast.checker)
    bring(read, cast, edited(read, "It rained for a week.", "It rained for two weeks."))
    read_version(read.current_version.draft_run.pk)
    assert draft_on(read, "200 lorries").state == "dropped"
    assert claimed.quoted not in [draft.words for draft in drafts(read)]


def test_a_draft_of_an_older_text_is_not_accepted(cast, read):
    draft = draft_on(read, "200 lorries")
    bring(read, cast, edited(read, "200", "230"))
    with pytest.raises(NotNow):
        accept(draft, actor=cast.checker)


def test_a_claim_cut_before_the_text_was_read_is_not_offered_again(cast):
    fields = {"headline": REPORT[0], "language": "en", "ownership": "ours"}
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks(*REPORT), **fields)
    words = "the old bridge carries about 200 lorries an hour"
    block, start, end = find_words(article.current_version, words)
    cut_claim(article, [(block.pk, start, end, words)], actor=cast.checker)
    read_version(article.current_version.draft_run.pk)
    assert words not in [draft.words for draft in drafts(article)]


def test_a_desks_own_reporting_verb_is_read(cast):
    text = ("Bridge", "Ann Oakes intimated that the bridge carries 200 lorries.")
    LexiconEntry.objects.create(desk=cast.desk, kind="verb", words="intimate", speech_act="concedes")
    article = create_article(
        cast.desk, actor=cast.writer, blocks=blocks(*text), headline="Bridge", language="en", ownership="ours"
    )
    read_version(article.current_version.draft_run.pk)
    draft = draft_on(article, "200 lorries")
    assert (draft.verb, draft.speech_act) == ("intimated", "concedes")


def test_a_text_in_another_language_is_read_for_lines_and_quotations(cast):
    text = ("Կամուրջ", "Նախարարը ասաց, որ կամուրջը փակ էր մայիսին։")
    article = create_article(
        cast.desk, actor=cast.writer, blocks=blocks(*text), headline="Կամուրջ", language="hy", ownership="ours"
    )
    read_version(article.current_version.draft_run.pk)
    assert DraftRun.objects.get(version=article.current_version).done == 2
    assert drafts(article)


def test_how_drafts_fared_is_counted_by_kind(cast, read, django_assert_num_queries):
    accept(draft_on(read, "200 lorries"), actor=cast.checker)
    changed = accept(draft_on(read, "3 cracks"), actor=cast.checker)
    save_claim(changed, {"statement": "Other words."}, actor=cast.checker, base=field_values(changed))
    drop(draft_on(read, "40 bolts"), actor=cast.checker)
    with django_assert_num_queries(1):
        found = fared([cast.desk, cast.other_desk])
    rows = {kind: rest for kind, *rest in found[cast.desk.pk]}
    assert rows["Number"][:3] == [1, 1, 1]


def test_an_article_without_a_reading_still_opens(client, cast):
    article = make_article(cast.desk, actor=cast.checker)
    client.force_login(cast.checker)
    assert client.get(f"/articles/{article.pk}/").status_code == 200


def test_a_reading_that_breaks_off_five_times_is_left_to_people_and_stops_no_other(cast, article):
    run = article.current_version.draft_run
    DraftRun.objects.filter(pk=run.pk).update(lines=99)  # more than there are: its reader breaks off
    other = create_article(
        cast.desk, actor=cast.writer, blocks=blocks(*REPORT), headline="Bridge", language="en", ownership="ours"
    )
    for _ in range(DraftRun.ATTEMPTS):
        read_versions()
    assert DraftRun.objects.get(pk=run.pk).failed
    assert drafts(other)


LONG = (
    "Bridge reopens after the flood",
    "Mayor Ann Oakes opened the bridge. She said that it carries 200 lorries an hour.",
    "The ministry denied that it was closed. It rained for a week in Brenn.",
    "In a report, engineers claimed that crews had repaired 3 cracks and replaced 40 bolts.",
)


def made(cast, texts):
    fields = {"headline": texts[0], "language": "en", "ownership": "ours"}
    return create_article(cast.desk, actor=cast.writer, blocks=blocks(*texts), **fields)


def test_a_long_article_is_read_in_parts_and_others_have_their_turn_in_between(cast, monkeypatch):
    whole, long = made(cast, LONG), made(cast, LONG)
    read_version(whole.current_version.draft_run.pk)
    monkeypatch.setattr("claims.editing.reading.CHARACTERS", 60)
    read_version(long.current_version.draft_run.pk)
    assert 0 < DraftRun.objects.get(version=long.current_version).done < 6
    short = made(cast, REPORT)
    assert readings_waiting() == [short.current_version.draft_run.pk, long.current_version.draft_run.pk]
    read_versions()
    assert not DraftRun.objects.filter(finished_at=None).exists()
    assert drafts(short)
    one, other = ([(d.line_number, d.words, d.statement, d.speaker) for d in drafts(of)] for of in (whole, long))
    assert one == other


def test_a_part_knows_who_was_named_above_it(cast, monkeypatch):
    article = made(cast, LONG)
    monkeypatch.setattr("claims.editing.reading.CHARACTERS", 1)
    read_versions()
    draft = draft_on(article, "200 lorries")
    assert draft.speaker == "Ann Oakes"
    assert "(line 2)" in draft.speaker_reason


def test_only_the_lines_above_that_are_near_are_read_with_a_part_and_their_numbers_are_the_articles(cast, monkeypatch):
    article = made(cast, LONG)
    monkeypatch.setattr("claims.editing.reading.CHARACTERS", 1)
    monkeypatch.setattr("claims.editing.reading.ABOVE", 1)
    read_versions()
    assert "(line 2)" in draft_on(article, "200 lorries").speaker_reason
    assert [draft.line_number for draft in drafts(article)] == sorted(draft.line_number for draft in drafts(article))
    assert DraftRun.objects.get(version=article.current_version).finished_at


def test_a_part_is_never_longer_than_can_be_read_at_once(cast, monkeypatch):
    for name, characters in {"CHARACTERS": 600, "LONGEST_LINE": 300, "ABOVE_CHARACTERS": 200}.items():
        monkeypatch.setattr(f"claims.editing.reading.{name}", characters)
    run = "the towns of Ann and Lee are " * 100
    article = made(cast, ("Bridge", run, run, "Ann Lee said that 5 men left."))
    version, parts = article.current_version, []
    while not parts or parts[-1].last < version.lines.count():
        parts.append(Part(version, article, parts[-1].last if parts else 0))
    assert max(len(part.text) for part in parts) <= 600 + 300 + 200
    while read_version(version.draft_run.pk):
        pass
    assert draft_on(article, "5 men left").line_number == 4
    assert DraftRun.objects.get(version=version).finished_at


def test_a_line_that_is_not_read_to_its_end_is_named_on_the_page(client, cast, monkeypatch):
    monkeypatch.setattr("claims.editing.reading.LONGEST_LINE", 120)
    long = "Ann Lee said that 5 men left, and " * 6 + "Bob Roe said that 7 cows came."
    article = made(cast, ("Bridge", "It rained.", long, "Ann Lee said that 9 men left."))
    read_versions()
    notes = DraftRun.objects.get(version=article.current_version).notes
    assert [note["lines"] for note in notes if note["kind"] == "not_read"] == [[3]]
    assert not [draft for draft in drafts(article) if "7 cows" in draft.words]
    assert draft_on(article, "9 men left").line_number == 4
    client.force_login(cast.checker)
    page = " ".join(client.get(f"/articles/{article.pk}/").content.decode().split())
    assert "Too long to be read for suggestions beyond its first 120 characters" in page


def test_of_the_lines_above_a_part_no_more_is_read_with_it_than_so_many_characters(cast, monkeypatch):
    article = made(cast, LONG)
    monkeypatch.setattr("claims.editing.reading.CHARACTERS", 1)
    monkeypatch.setattr("claims.editing.reading.ABOVE_CHARACTERS", 0)
    read_versions()
    assert "Ann Oakes" not in {draft.speaker for draft in drafts(article) if draft.line_number > 2}
    assert [draft.line_number for draft in drafts(article)] == sorted(draft.line_number for draft in drafts(article))


def test_notes_name_their_lines_in_an_article_of_several_parts(cast, monkeypatch):
    again = "The army lost 12 tanks near Brenn on Monday, officers of the northern staff said."
    article = made(cast, ("Bridge", again, "It rained for a week.", again))
    monkeypatch.setattr("claims.editing.reading.CHARACTERS", 1)
    read_versions()
    notes = DraftRun.objects.get(version=article.current_version).notes
    assert [note["lines"] for note in notes if note["kind"] == "repeats"] == [[2, 4]]


def test_a_reading_that_stopped_says_where_and_what_to_do(client, cast, monkeypatch):
    article = made(cast, LONG)
    monkeypatch.setattr("claims.editing.reading.CHARACTERS", 60)
    run = article.current_version.draft_run
    read_version(run.pk)
    DraftRun.objects.filter(pk=run.pk).update(attempts=DraftRun.ATTEMPTS)
    assert readings_waiting() == []
    client.force_login(cast.checker)
    page = " ".join(client.get(f"/articles/{article.pk}/").content.decode().split())
    done = DraftRun.objects.get(pk=run.pk).done
    assert f"Suggestions stopped at line {done} of 6. Add the claims of the other lines by hand." in page


def test_a_reading_goes_on_after_the_lexicon_changed(cast, read):
    run = read.current_version.draft_run
    before = len(drafts(read))
    DraftRun.objects.filter(pk=run.pk).update(finished_at=None, done=1)
    LexiconEntry.objects.create(desk=cast.desk, kind="verb", words="rain")
    read_version(run.pk)
    assert DraftRun.objects.get(pk=run.pk).finished_at
    assert len(drafts(read)) >= before


def test_a_drop_taken_back_after_a_new_version_is_taken_back_there_too(cast, read):
    drop(draft_on(read, "200 lorries"), actor=cast.checker)
    sequence = last(read, cast.checker)
    bring(read, cast, edited(read, "It rained for a week.", "It rained for two weeks."))
    read_version(read.current_version.draft_run.pk)
    undo_last(read, actor=cast.checker, sequence=sequence)
    assert draft_on(read, "200 lorries").state == "open"


def test_the_drafts_of_a_line_become_one_claim_where_they_are_one_fact(cast, read):
    line = draft_on(read, "3 cracks").line_number
    offered = drafts(read, line_number=line)
    (claim,) = accept_line(read, line, actor=cast.checker, as_one=True)
    assert "3 cracks" in claim.quoted and "40 bolts" in claim.quoted
    assert claim.statement == ""
    assert {draft.claim for draft in drafts(read, line_number=line)} == {claim}
    assert len(offered) == len(drafts(read, line_number=line, state="accepted"))
    undo_last(read, actor=cast.checker, sequence=last(read, cast.checker))
    assert {draft.state for draft in drafts(read, line_number=line)} == {"open"}


def marked(article):
    rows = article.current_version.marks.filter(removed_at=None).order_by("pk")
    return [(mark.words, mark.reason) for mark in rows]


def test_accepting_a_draft_marks_the_words_that_only_say_who_speaks(cast, read):
    accept(draft_on(read, "200 lorries"), actor=cast.checker)
    assert marked(read) == [("Mayor Ann Oakes said", SAYS_WHO)]
    assert (
        Event.objects.filter(article=read, verb="claim_made")
        .latest("sequence")
        .words.endswith("; no claim in “Mayor Ann Oakes said” (Says who speaks, and no more)")
    )
    undo_last(read, actor=cast.checker, sequence=last(read, cast.checker))
    assert marked(read) == [] and not Claim.objects.exclude(state="retired").exists()
    with pytest.raises(NotNow, match="nothing left to undo"):
        undo_last(read, actor=cast.checker, sequence=last(read, cast.checker))


def test_a_question_of_an_interview_is_no_suggestion_and_what_is_reported_of_one_is(cast):
    text = ("Bridge", "Q: Why close it?", "A: We had to. It has 3 cracks.", "Q: When?", "A: The mayor asked who knew.")
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks(*text), headline="Bridge", language="en")
    read_version(article.current_version.draft_run.pk)
    found = dict(article.current_version.drafts.values_list("words", "speech_act"))
    assert not [words for words in found if words.endswith("?")] and {"We had to.", "It has 3 cracks."} < found.keys()
    assert "asks" in found.values()


def test_a_sentence_of_an_answer_becomes_a_claim_of_the_one_who_is_interviewed(cast):
    text = ("Bridge", "Ann Oakes, mayor of Brenn, spoke to us.", "Q: Why close it?", "A: Thank you. It has 3 cracks.")
    text += ("Q: Since when?", "A: It fell in May. We sent 40 lorries. Nobody was hurt.")
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks(*text), headline="Bridge", language="en")
    read_version(article.current_version.draft_run.pk)
    accept(draft_on(article, "It has 3 cracks"), actor=cast.checker)
    accept(draft_on(article, "We sent 40 lorries"), actor=cast.checker)
    accept(draft_on(article, "It fell in May"), actor=cast.checker)
    assert [words for words, _ in marked(article)] == ["A"]
    claims = Claim.objects.filter(article=article).order_by("pk")
    assert [(claim.quoted, claim.speaker_cited) for claim in claims] == [
        ("It has 3 cracks.", "Ann Oakes"),
        ("We sent 40 lorries.", "Ann Oakes"),
        ("It fell in May.", "Ann Oakes"),
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("The 27 from Quay Street is 19 kilometres long.", 19),
        ("Tram 27 carried 4,000 people in May.", 4000),
        ("The 27 lorries crossed 19 bridges.", 27),
        ("The 27 were arrested in Brenn.", 27),
        ("Two years ago 40 lorries crossed the bridge.", 40),
    ],
)
def test_the_figure_of_a_suggestion_is_what_is_measured_and_not_a_number_that_names(cast, words, value):
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks("Bridge", words), headline="B", language="en")
    read_version(article.current_version.draft_run.pk)
    first = article.current_version.drafts.order_by("position").exclude(words="Bridge").first()
    assert first.figure_value == value


def test_what_only_names_a_thing_in_another_suggestion_is_not_offered_by_itself(cast):
    words = "Mayor Ann Oakes said that a driver was arrested on suspicion of criminal damage."
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks("Bridge", words), headline="B", language="en")
    read_version(article.current_version.draft_run.pk)
    assert list(article.current_version.drafts.exclude(words="Bridge").values_list("words", flat=True)) == [
        "that a driver was arrested on suspicion of criminal damage"
    ]


def test_a_pronoun_and_its_verb_say_only_who_speaks_too(cast):
    text = ("Bridge", "Mayor Ann Oakes came. She said that 40 lorries crossed the bridge.")
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks(*text), headline="Bridge", language="en")
    read_version(article.current_version.draft_run.pk)
    accept(draft_on(article, "40 lorries"), actor=cast.checker)
    assert [words for words, _ in marked(article)] == ["She said"]


@pytest.mark.parametrize(
    "before",
    [
        "In a letter of 3 May, the mayor",
        "Brenn’s ousted mayor, the two-time prize winner Ann Oakes,",
        "Former Mayor Ann Oakes",
    ],
)
def test_words_that_say_more_than_who_speaks_are_left_to_a_person(cast, before):
    text = ("Bridge", f"{before} said that 40 lorries crossed the bridge.")
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks(*text), headline="Bridge", language="en")
    read_version(article.current_version.draft_run.pk)
    accept(draft_on(article, "40 lorries"), actor=cast.checker)
    assert marked(article) == []


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Cllr Ann Oakes, the council leader, said that 40 lorries came.", "Cllr Ann Oakes, the council leader, said"),
        ("The union Brennwerk said 40 lorries came.", "The union Brennwerk said"),
        (
            "A spokesperson for the Department for Local Roads said: “40 lorries came.”",
            "A spokesperson for the Department for Local Roads said",
        ),
        ("In turn, the Roads Ministry said that 40 lorries came.", "In turn, the Roads Ministry said"),
        ("According to the report, 40 lorries came.", "According to the report"),
        ("In Osk, the mayor said that 40 lorries came.", None),
        ("The then mayor Ann Oakes said that 40 lorries came.", None),
        ("Disgraced mayor Ann Oakes said that 40 lorries came.", None),
        ("Ann Oakes, mayor of Brenn, said that 40 lorries came.", None),
    ],
)
def test_the_post_of_who_speaks_is_marked_with_the_name_and_what_else_they_are_is_not(cast, words, who):
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks("Bridge", words), headline="B", language="en")
    read_version(article.current_version.draft_run.pk)
    accept(draft_on(article, "40 lorries"), actor=cast.checker)
    assert [row for row, _ in marked(article)] == ([who] if who else [])


def test_what_another_draft_of_the_line_offers_is_not_marked(cast, read):
    draft = draft_on(read, "200 lorries")
    make_draft(read, "Mayor Ann Oakes said", line_number=draft.line_number)
    accept(draft, actor=cast.checker)
    assert marked(read) == []


@pytest.mark.parametrize(
    "texts",
    [
        ("Speech by Mayor Ann Oakes to the harbour club", "My friends, we count 900 people a day.", "Two beams broke."),
        ("The pier", "Mayor Ann Oakes answered our questions.", "Q. Is it safe?", "A. We closed it. Two beams broke."),
        ("The pier", "Moderator: Is it safe?", "Ann Oakes: We closed it. Two beams broke in May."),
    ],
)
def test_what_somebody_says_in_a_turn_or_a_speech_is_in_their_own_words_and_goes_to_review_as_it_was_accepted(
    cast, texts
):
    fields = {"headline": texts[0], "language": "en", "ownership": "ours"}
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks(*texts), **fields)
    read_version(article.current_version.draft_run.pk)
    said = [draft for draft in drafts(article) if draft.speaker_as_printed and "broke" in draft.words]
    assert said and {draft.form for draft in said} == {"direct"}
    claim = perform("take", accept(said[0], actor=cast.checker), actor=cast.checker)
    answers = {"verdict": "not_checkable", "attribution": "reports", "rationale": "Heard it there."}
    claim, *_ = save_claim(claim, answers, actor=cast.checker, base=field_values(claim))
    assert perform("send", claim, actor=cast.checker).state == "in_review"


def test_words_that_somebody_is_reported_to_have_said_are_no_words_of_their_own(read):
    assert draft_on(read, "200 lorries").form == "paraphrase"
