"""Claims come in from a spreadsheet: its columns are mapped once, each row is shown, and nothing is signed."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.editing import sheets
from claims.history import acting
from claims.models import Claim, Contributor, Desk, Event, Evidence, SignOff, Source, Speaker
from claims.states import ArticleState, ClaimState, Stance
from tests.intake.test_sheets import xlsx
from tests.make import (
    make_article,
    make_claim,
    make_mark,
    make_source,
    make_speaker,
    make_version,
    set_state_of,
    sign_article,
)
from tests.pages import fields_shown, folded

TEXT = (
    "Bridge reopens after the flood\n\n"
    "The mayor said the old bridge carries 40 lorries an hour. Engineers found “3 cracks” in its deck.\n\n"
    "The ministry denied that the bridge was closed. No one was hurt, it said. The bridge was closed in May."
)
HEADS = ["Quote", "Claim", "Speaker", "Figure", "Verdict", "Why", "Source", "URL", "Comment"]
FULL = [
    "40 lorries an hour",
    "The old bridge carries 40 lorries an hour.",
    "Ann Lee",
    "about 40 lorries",
    "supported",
    "The survey has it.",
    "County survey",
    "survey.example/4",
    "page 4",
]


@pytest.fixture
def article(cast):
    return make_article(cast.desk, TEXT, actor=cast.writer)


@pytest.fixture
def checker(client, cast):
    client.force_login(cast.checker)
    return client


def as_csv(*rows):
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return made.getvalue().encode()


def choose(client, article, raw, name="list.csv"):
    """Choose a file: the page with its columns and rows, or the answer that refuses it."""
    address = reverse("claims:sheet", args=[article.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, raw)}, follow=True)


def add(client, page, **over):
    address = (
        page.redirect_chain[-1][0].partition("?")[0]
        if getattr(page, "redirect_chain", None)
        else page.request["PATH_INFO"]
    )
    return client.post(address, fields_shown(page, "quote") | {"action": "add"} | over, follow=True)


def errors(page):
    return {row.number: row.errors for row in page.context["wrong"]}


def wrong(client, article, *cells, heads=HEADS):
    """The errors of one row."""
    return errors(choose(client, article, as_csv(heads, cells))).get(2, [])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_row_becomes_a_claim_with_what_it_says_and_nothing_is_signed(checker, cast, article, kind):
    rows = [HEADS, FULL, ['Engineers found "3 cracks" in its deck.']]
    page = choose(checker, article, as_csv(*rows) if kind == "csv" else xlsx(*rows), f"list.{kind}")
    assert [row.number for row in page.context["ready"]] == [2, 3] and not page.context["wrong"]
    assert not Claim.objects.exists() and "Ann Lee (new to the desk)" in page.text
    after = add(checker, page)
    assert "Added 2 claims, 1 to 2." in after.text and [row.there for row in after.context["there"]] == [1, 2]
    first, second = Claim.objects.order_by("number")
    assert (first.quoted, first.statement, first.speaker.name) == (*FULL[:2], "Ann Lee")
    assert (first.figure_value, first.figure_unit, first.figure_modifier) == (40, "lorries", "about")
    assert (first.verdict, first.rationale, first.attribution) == ("supported", "The survey has it.", "open")
    assert second.quoted == "Engineers found “3 cracks” in its deck." and second.statement == ""
    found = Evidence.objects.get()
    assert (found.claim, found.confirmed, found.stance, found.note) == (first, False, Stance.SUPPORTS, "page 4")
    assert (found.source.title, found.source.address) == ("County survey", "https://survey.example/4")
    assert not SignOff.objects.exists() and {claim.state for claim in (first, second)} == {ClaimState.OPEN}
    assert {one.person for one in Contributor.objects.filter(claim=first)} == {cast.checker}
    told = Event.objects.filter(article=article).order_by("sequence").last()
    assert told.verb == "claims_imported" and told.data["claims"] == [1, 2] and told.data["file"] == f"list.{kind}"


def test_sent_twice_or_chosen_again_a_row_is_one_claim(checker, article):
    page = choose(checker, article, as_csv(HEADS, FULL))
    add(checker, page)
    assert add(checker, page).status_code == 200
    again = add(checker, page, pressed="later")
    assert "There is no row to add" in again.text and again.status_code == 409
    anew = choose(checker, article, as_csv(HEADS, FULL))
    assert folded(anew).count(">Claim 1<") == 1 and not anew.context["ready"]
    assert Claim.objects.count() == Evidence.objects.count() == 1


def test_columns_are_mapped_by_hand_once_and_remembered_for_the_desk(checker, cast, article):
    heads = ["Aussage", "Wer", "Quote"]
    rows = as_csv(heads, ["Bridge reopens", "Ann Lee", "not these words"])
    page = choose(checker, article, rows)
    assert page.context["form"]["quote"].value() == 2 and page.context["form"]["speaker"].value() is None
    mapped = {"quote": "0", "speaker": "1", "context": ""}
    shown = checker.post(page.request["PATH_INFO"], fields_shown(page, "quote") | mapped | {"action": "check"})
    assert [row.words for row in shown.context["ready"]] == ["Bridge reopens"] and not Claim.objects.exists()
    assert Desk.objects.get(pk=cast.desk.pk).sheet_columns == {}
    add(checker, shown)
    anew = choose(checker, article, as_csv(["Wer", "QUOTE", "aussage"], ["Ann Lee", "x", "The ministry denied"]))
    assert [anew.context["form"][name].value() for name in ("quote", "speaker")] == [2, 0]
    assert [row.words for row in anew.context["ready"]] == ["The ministry denied"]


def test_a_row_says_in_words_what_is_wrong_with_it(checker, cast, article):
    make_speaker(cast.desk, "Ann Lee"), make_speaker(cast.desk, "Bo Lee")
    for name in ("Ann Lee", "Bo Lee"):
        make_claim(article, "the flood", actor=cast.checker, speaker=Speaker.objects.get(name=name))
    make_source(cast.desk, title="Survey", address="https://a.example/1")
    make_source(cast.desk, title="Survey", address="https://a.example/2")
    ok = "40 lorries an hour"
    assert wrong(checker, article, "50 lorries an hour") == ["These words are not in the article."]
    assert wrong(checker, article, "", "A statement") == ["It has no words of the article."]
    assert wrong(checker, article, "the bridge was closed")[0].startswith("These words stand in 2 places")
    assert wrong(checker, article, ok, "", "", "some") == ["“some” is not a number."]
    assert wrong(checker, article, ok, "", "", "", "perhaps")[0].startswith("“perhaps” is not a verdict of this desk.")
    assert wrong(checker, article, ok, "", "Lee") == ["“Lee” may be Ann Lee or Bo Lee. Write the whole name."]
    assert wrong(checker, article, ok, "", "?!") == ["A name has letters or digits in it."]
    assert wrong(checker, article, ok, *[""] * 6, "ask Wren") == ["“ask” is not the address of a page."]
    assert wrong(checker, article, ok, *[""] * 5, "Survey")[0].startswith(
        "Two sources of this desk are called “Survey”"
    )
    assert wrong(checker, article, ok, *[""] * 5, "One; two", "a.example b.example c.example") == [
        "It has 3 addresses and 2 titles. Give one title for each."
    ]
    assert wrong(checker, article, ok, *[""] * 7, "page 4")[0].startswith("It has a note about a source, and neither")
    assert wrong(checker, article, ok, *[""] * 3, "Truth not examined")[0].startswith("Examine the truth")
    assert len(wrong(checker, article, ok, "", "Lee", "some", "perhaps")) == 3
    rows = choose(checker, article, as_csv(HEADS, [ok], [ok]))
    assert errors(rows) == {3: ["Row 2 has the same words. Make this claim by hand."]}


def test_rows_with_errors_are_left_out_and_listed_and_the_others_are_added(checker, article):
    page = choose(checker, article, as_csv(HEADS, ["not there"], FULL))
    after = add(checker, page)
    assert Claim.objects.count() == 1 and errors(after) == {2: ["These words are not in the article."]}
    assert Event.objects.get(verb="claims_imported").words.endswith("1 claim; 1 row left out")


def test_a_row_says_how_a_speaker_is_printed_and_whether_it_was_said(checker, article):
    heads = ["Quote", "Speaker", "As printed", "Verb", "Attribution"]
    rows = ["40 lorries an hour", "Ann Lee", "The mayor", "said", "Confirmed by a primary record"], ["3 cracks"]
    page = choose(checker, article, as_csv(heads, *rows, ["No one", "", "", "", "perhaps"]))
    assert "“perhaps” does not say whether it was said." in errors(page)[4][0]
    shown = folded(page)
    assert '<dt>Speaker as printed</dt><dd dir="auto">The mayor</dd>' in shown
    add(checker, page)
    claim = article.claims.get(number=1)
    assert (claim.speaker_as_printed, claim.verb, claim.attribution) == ("The mayor", "said", "primary")


def test_rows_are_shown_by_the_hundred_and_those_with_errors_first(checker, article, monkeypatch):
    monkeypatch.setattr("claims.views.sheets.SHOWN", 2)
    rows = ["40 lorries an hour"], ["not there"], ["3 cracks"], ["nor there"], ["It was hot"]
    page = choose(checker, article, as_csv(["Quote"], *rows))
    assert [row.number for row in page.context["shown"]["wrong"]] == [3, 5] and "Rows 1 to 2 of 5" in page.text
    assert "Add 2 claims" in folded(page) and "Rows to add" not in page.text
    address = page.redirect_chain[-1][0].partition("?")[0]
    form = fields_shown(page, "quote")
    page = checker.post(address, form | {"from": "2"})
    assert [row.number for row in page.context["shown"]["ready"]] == [2] and "Rows 3 to 4 of 5" in page.text
    page = checker.post(address, form | {"from": "9999"})
    assert "Rows 5 to 5 of 5" in page.text and "More rows" not in page.text


def test_words_in_several_places_are_told_apart_by_a_column_with_the_words_around(checker, article):
    heads = ["Quote", "Context"]
    page = choose(
        checker, article, as_csv(heads, ["the bridge was closed", "The ministry denied that the bridge was closed"])
    )
    add(checker, page)
    assert Claim.objects.get().line_number == 4


def test_a_row_that_is_refused_while_its_claim_is_made_says_why_and_leaves_nothing(checker, cast, article):
    page = choose(checker, article, as_csv(HEADS, FULL, ["No one was hurt"]))
    make_source(cast.desk, title="Another", address="https://survey.example/4", terms="off_record")
    after = add(checker, page)
    assert after.status_code == 200 and "described otherwise" in errors(after)[2][0]
    assert [claim.quoted for claim in Claim.objects.all()] == ["No one was hurt"]
    assert not Speaker.objects.exists() and not Evidence.objects.exists()


def test_sources_of_the_desk_are_found_and_several_addresses_are_several_pieces_of_evidence(checker, cast, article):
    known = make_source(cast.desk, title="Survey", address="https://a.example/1")
    titled = make_source(cast.desk, title="Ledger", address="")
    heads = ["Quote", "Verdict", "Source", "URL"]
    rows = [["3 cracks", "refuted", "", "http://a.example/1; b.example/2"], ["No one was hurt", "", "ledger", ""]]
    add(checker, choose(checker, article, as_csv(heads, *rows)))
    assert [one.source.title for one in Evidence.objects.filter(claim__number=1)] == ["Survey", "b.example/2"]
    assert {one.stance for one in Evidence.objects.all()} == {Stance.CONTEXT}
    assert Evidence.objects.filter(source=known).exists() and Evidence.objects.get(claim__number=2).source == titled
    assert Source.objects.count() == 3


def test_claims_that_would_void_a_sign_off_of_the_article_are_asked_about(checker, cast):
    text = "Bridge\n\nThe old bridge carries 40 lorries an hour."
    article = make_article(cast.desk, text, actor=cast.writer)
    for words in text.split("\n\n"):
        make_mark(article, words, actor=cast.second_checker, looked_by=cast.reviewer)
    page = choose(checker, article, as_csv(HEADS, FULL))
    sign_article(article, cast.chief)
    set_state_of(article, cast.chief, ArticleState.SIGNED_OFF)
    asked = add(checker, page)
    assert asked.status_code == 409 and "It would void a sign-off" in asked.text and not Claim.objects.exists()
    assert add(checker, asked, voids="on").status_code == 200 and Claim.objects.count() == 1
    article.refresh_from_db()
    assert article.state == ArticleState.IN_CHECKING


def test_a_version_that_came_in_meanwhile_has_the_rows_looked_at_again(checker, cast, article):
    page = choose(checker, article, as_csv(HEADS, FULL))
    with acting(cast.writer):
        make_version(article, TEXT.replace("hour", "day"), actor=cast.writer)
    refused = add(checker, page)
    assert refused.status_code == 409 and "A new version of the article came in" in refused.text
    assert errors(refused) == {2: ["These words are not in the article."]} and not Claim.objects.exists()


def test_more_rows_than_are_made_at_once_take_another_press(checker, article, monkeypatch):
    monkeypatch.setattr(sheets, "AT_ONCE", 1)
    page = choose(checker, article, as_csv(HEADS, FULL, ["No one was hurt"]))
    after = add(checker, page)
    assert Claim.objects.count() == 1 and [row.number for row in after.context["ready"]] == [3]
    add(checker, after)
    assert Claim.objects.count() == 2


def test_a_file_that_is_none_or_is_not_kept_any_more_or_is_anothers_is_refused_in_words(client, cast, article):
    client.force_login(cast.checker)
    refused = choose(client, article, b"%PDF-1.7", "list.pdf")
    assert refused.status_code == 422 and "This is not a spreadsheet" in refused.text
    address = reverse("claims:sheet", args=[article.pk])
    assert "Choose a file." in client.post(address).text
    page = choose(client, article, as_csv(HEADS, FULL))
    token = fields_shown(page, "quote")["upload"]
    client.force_login(cast.second_checker)
    for wrong_token in (token, "nonsense", ""):
        gone = client.get(address, {"upload": wrong_token})
        assert gone.status_code == 422 and "The file is not kept any more." in gone.text


def test_columns_that_cannot_be_are_refused_in_words(checker, article):
    page = choose(checker, article, as_csv(HEADS, FULL))
    sent = fields_shown(page, "quote")
    none = checker.post(page.request["PATH_INFO"], sent | {"quote": "", "action": "check"})
    twice = checker.post(page.request["PATH_INFO"], sent | {"statement": sent["quote"], "action": "add"})
    beyond = checker.post(page.request["PATH_INFO"], sent | {"quote": "99", "action": "add"})
    assert {none.status_code, twice.status_code, beyond.status_code} == {422}
    assert "Choose the column that has the words" in none.text and "is chosen for “Words in the article”" in twice.text
    assert not Claim.objects.exists()


def test_the_workbench_leads_there_whoever_may_make_claims(client, cast, article):
    for person, leads in ((cast.checker, True), (cast.writer, False), (cast.observer, False)):
        client.force_login(person)
        page = client.get(reverse("claims:bench", args=[article.pk]))
        assert (reverse("claims:sheet", args=[article.pk]) in page.text) == leads
