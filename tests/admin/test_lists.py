"""Lists of the work and the record: searched by index, filtered, capped, and exported without harm."""

import csv
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import history
from claims.admin.lists import COUNTED, Counted, cell
from claims.admin.site import site
from claims.editing.derivations import add_origin
from claims.editing.sources import change_source, create_source
from claims.models import (
    Article,
    ArticleSignOff,
    Claim,
    Correction,
    Event,
    LexiconEntry,
    Person,
    Publication,
    Reason,
    RowHistory,
    SignOff,
    Source,
    SourceChange,
    Speaker,
    VerdictScheme,
)
from tests.make import (
    make_article,
    make_claim,
    make_correction,
    make_desk,
    make_evidence,
    make_person,
    make_published,
    make_source,
    make_speaker,
    note,
    settle_correction,
)

LISTS = (Article, ArticleSignOff, Claim, Correction, Event, Publication, RowHistory, SignOff, Source, Speaker)


def page(model, name, *args):
    return reverse(f"admin:claims_{model._meta.model_name}_{name}", args=args)


def found(client, model, **query):
    return list(client.get(page(model, "changelist"), query).context["cl"].result_list)


def exported(client, model, **query):
    response = client.get(page(model, "export"), query)
    assert response.status_code == 200 and response.streaming
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_claims_are_found_by_their_words_in_any_order_the_last_one_unfinished(admin, work):
    claim = work()
    for typed in ("bridge", "40 lorr", "LORRIES brid"):
        assert found(admin, Claim, q=typed) == [claim]
    for typed in ("ridge", "bridge tunnel", "\\ ' : & |"):
        assert found(admin, Claim, q=typed) == []


@pytest.mark.parametrize("name", ["S-300", "Ильхам", "O'Neill", "50%"])
def test_names_with_signs_in_them_are_found(admin, cast, name):
    make_source(cast.desk)
    source = make_source(cast.desk, title=f"What {name} was")
    assert found(admin, Source, q=name) == [source]


@pytest.mark.parametrize(("typed", "name"), [("lodz", "Łódź"), ("MULLER", "Hans Müller"), ("susa", "Şuşa")])
def test_people_desks_and_words_are_found_whatever_their_case_and_accents(admin, cast, typed, name):
    person, desk = make_person(f"{name} Person"), make_desk(f"{name} desk")
    reason = Reason.objects.create(desk=cast.desk, kind="no_claim", words=f"In {name}")
    entry = LexiconEntry.objects.create(desk=cast.desk, kind="verb", words=name)
    for row in (person, desk, reason, entry):
        assert found(admin, type(row), q=typed) == [row]
        assert found(admin, type(row), q=f"{typed}x%_") == []


def test_events_and_sign_offs_are_found_by_the_article_and_the_claim(admin, cast, work):
    work()
    other = make_article(cast.desk, headline="Tunnel closed")
    with history.acting(cast.chief):
        event = note(cast.chief, article=other)
    assert found(admin, Event, q="tunnel") == [event]
    assert len(found(admin, SignOff, q="lorries")) == 1
    assert found(admin, SignOff, q="tunnel") == []
    assert len(found(admin, ArticleSignOff, q="bridge")) == 1
    assert found(admin, ArticleSignOff, q="tunnel") == []


def test_corrections_are_found_by_the_article_and_by_what_became_of_them(admin, cast):
    out = make_published(cast.desk, cast.chief, marked_by=cast.checker, headline="Ferry late")
    waits, decided, dismissed = (make_correction(out, actor=cast.checker) for _ in range(3))
    settle_correction(decided, cast.chief)
    settle_correction(dismissed, cast.chief, dismissed="The reader misread it.")
    assert found(admin, Correction) == found(admin, Correction, q="ferry") == [dismissed, decided, waits]
    assert found(admin, Correction, q="tunnel") == []
    for value, rows in {"open": [waits], "decided": [decided], "dismissed": [dismissed]}.items():
        assert found(admin, Correction, settled=value) == rows
    assert found(admin, Correction, article__desk__id__exact=cast.other_desk.pk) == []


def test_the_history_of_one_row_is_found_by_its_kind_and_number(admin, work):
    claim = work()
    rows = found(admin, RowHistory, q=f"claim {claim.pk}")
    assert rows and {(row.table, row.row_id) for row in rows} == {("claims_claim", claim.pk)}
    assert found(admin, RowHistory, q="claim ten") == found(admin, RowHistory, q="12" * 20) == []


def test_lists_are_filtered_by_state_desk_and_kind(admin, cast, work):
    signed = work()
    there = make_claim(make_article(cast.other_desk), "3 cracks in its deck", kind="number")
    assert found(admin, Claim, state__exact="signed_off") == [signed]
    assert found(admin, Claim, desk__id__exact=cast.other_desk.pk) == [there]
    assert found(admin, Claim, kind__exact="number") == [there]
    assert found(admin, Article, desk__id__exact=cast.other_desk.pk) == [there.article]
    assert len(found(admin, SignOff, claim__desk__id__exact=cast.desk.pk, standing="live")) == 1
    assert {row.table for row in found(admin, RowHistory, table="claims_piece", operation="insert")} == {"claims_piece"}


@pytest.mark.parametrize("lookup", ["author__startswith", "desk__memberships__person__password__startswith", "title"])
def test_what_is_not_a_filter_on_the_page_is_not_asked(admin, cast, lookup):
    assert admin.get(page(Source, "changelist"), {lookup: "N"}).status_code == 400
    assert admin.get(page(Source, "export"), {lookup: "N"}).status_code == 400


#: Each list, with a filter of its own.
FILTERS = {
    **{Article: "state__exact", ArticleSignOff: "kind__exact", Claim: "state__exact", Event: "desk__id__exact"},
    **{Correction: "because__exact", Publication: "article__desk__id__exact"},
    **{RowHistory: "table", SignOff: "kind__exact", Source: "kind__exact"},
    **{Person: "is_active__exact", Reason: "kind__exact", VerdictScheme: "desk__id__exact"},
}


@pytest.mark.parametrize("model", FILTERS, ids=lambda model: model.__name__)
def test_what_no_text_can_hold_is_no_filter(admin, work, model):
    work()
    for query in ({FILTERS[model]: "\0"}, {"q": "\0"}, {"p": "9" * 20}, {"e": "\0"}):
        assert admin.get(page(model, "changelist"), query).status_code in (200, 302), query
        if hasattr(site.get_model_admin(model), "export"):
            assert admin.get(page(model, "export"), query).status_code in (200, 302), query


def test_newest_first_whatever_the_address_asks_for(admin, work):
    first, second = work(), work()
    assert found(admin, Claim, o="1") == found(admin, Claim, o="-1") == [second, first]


def test_a_long_list_is_counted_only_so_far(admin, cast, monkeypatch):
    for number in range(5):
        make_source(cast.desk, title=f"Bridge {number}", kind="document")
    monkeypatch.setattr("claims.admin.lists.COUNTED", 2)
    counted = Counted(Source.objects.filter(kind="document"))
    assert (counted.count, counted.in_words) == (3, "more than 2")


def test_a_short_list_is_counted_exactly(admin, cast):
    make_source(cast.desk)
    assert Counted(Source.objects.all()).in_words == "1"
    assert COUNTED == 10_000


def test_a_page_begins_where_the_one_before_it_ended_whatever_was_added_meanwhile(admin, cast, monkeypatch):
    monkeypatch.setattr("claims.admin.lists.PER_PAGE", 2)
    first = [make_source(cast.desk, title=f"Bridge {number}", kind="document") for number in range(5)]
    address, walked = page(Source, "changelist") + "?kind__exact=document", []
    while address:
        shown = admin.get(address)
        walked += shown.context["cl"].result_list
        make_source(cast.desk, title="Added meanwhile", kind="document")
        link = re.search(r'rel="next" href="([^"]+)"', shown.text)
        address = page(Source, "changelist") + link[1].replace("&amp;", "&") if link else ""
    assert walked == first[::-1]
    assert 'rel="first" href="?kind__exact=document"' in shown.text


def test_no_page_of_a_long_list_skips_rows_by_number(admin, cast, work):
    work()
    with CaptureQueriesContext(connection) as seen:
        for model in LISTS:
            assert admin.get(page(model, "changelist"), {"p": "3"}).status_code == 200
    assert not [query["sql"] for query in seen if "OFFSET" in query["sql"]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(sign):
    assert cell(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"
    assert cell(f"a{sign}b") == f"a{sign}b"


def test_an_export_streams_the_present_filter_with_its_cells_guarded(admin, cast, work):
    claim = work()
    make_claim(claim.article, "3 cracks in its deck", statement='=HYPERLINK("https://example.org")')
    rows = exported(admin, Claim)
    assert [row["statement"] for row in rows] == ['\'=HYPERLINK("https://example.org")', claim.statement]
    assert (rows[1]["state"], rows[1]["due"], rows[1]["desk"]) == ("signed_off", "", cast.desk.name)
    assert [row["id"] for row in exported(admin, Claim, state__exact="signed_off")] == [str(claim.pk)]
    assert [row["id"] for row in exported(admin, Claim, q="cracks")] == [rows[0]["id"]]


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_every_list_is_exported_whole(admin, work, model):
    work()
    link = admin.get(page(model, "changelist"), {"p": "1"}).context["export_url"]
    assert link == page(model, "export") + "?"
    assert len(exported(admin, model)) == model.objects.count()


def test_an_export_longer_than_a_chunk_is_whole(admin, cast, monkeypatch):
    monkeypatch.setattr("claims.admin.lists.CHUNK", 2)
    titles = {make_source(cast.desk).title for _ in range(5)}
    assert {row["title"] for row in exported(admin, Source)} == titles


def test_an_export_is_only_read(admin):
    assert admin.post(page(Claim, "export")).status_code == 405


SECRETS = ("Talk in the garage", "Deep Well", "Ministry of Bridges", "Gus Garage", "garage.example", "after midnight")
SECRETS += ("Porter Gus", "night watch")


@pytest.fixture
def secret(cast, work):
    """A source off the record, named in an event from before, with evidence from it on a signed claim."""
    speaker = make_speaker(cast.desk, "Gus Garage", description="Of the night watch.")
    with history.acting(cast.checker):
        speaker.aliases.create(desk=cast.desk, name="Porter Gus", key="porter gus")
    source = make_source(
        cast.desk,
        title="Talk in the garage",
        author="Deep Well",
        publisher="Ministry of Bridges",
        address="https://garage.example/",
        note="after midnight",
        speaker=speaker,
        terms="off_record",
    )
    claim = make_claim(make_article(cast.desk), "3 cracks in its deck", actor=cast.checker)
    make_evidence(claim, source, actor=cast.checker, excerpt="after midnight")
    with history.acting(cast.checker):
        words = f"{cast.checker} added evidence to claim 1: talk in the Garage"
        history.record("evidence_added", words, actor=cast.checker, claim=claim)
    return source


def test_no_export_holds_what_names_a_source_off_the_record(admin, secret):
    for model in LISTS:
        text = str(exported(admin, model)).lower()
        assert not [name for name in SECRETS if name.lower() in text], model
    assert [row["terms"] for row in exported(admin, Source)] == ["off_record"]
    assert exported(admin, Event)[0]["words"] == "Leyla Checker added evidence to claim 1: (off the record)"


def test_no_list_or_page_of_the_admin_names_a_source_off_the_record(admin, secret):
    derived = make_source(secret.desk, title="A copy", origin=secret)
    other = make_speaker(secret.desk, "Augustus", merged_into=secret.speaker)
    addresses = [page(model, "changelist") for model in (Source, Speaker, Event, RowHistory)]
    addresses += [page(Source, "change", pk) for pk in (secret.pk, derived.pk)]
    addresses += [page(Speaker, "change", pk) for pk in (secret.speaker_id, other.pk)]
    addresses += [
        page(model, "change", row.pk)
        for model in (Event, RowHistory)
        for row in model.objects.all()
        if model is Event or row.table in {"claims_source", "claims_evidence", "claims_speaker", "claims_speakeralias"}
    ]
    for address in addresses:
        html = admin.get(address).content.decode().lower()
        assert not [name for name in SECRETS if name.lower() in html], address


def test_a_speaker_of_sources_off_the_record_is_named_once_something_on_the_record_names_them(admin, cast, secret):
    named = {"q": "gus garage"}
    assert "Gus Garage" not in admin.get(page(Speaker, "changelist"), named).text
    make_claim(make_article(cast.desk), "3 cracks in its deck", actor=cast.checker, speaker=secret.speaker)
    assert "Gus Garage" in admin.get(page(Speaker, "changelist"), named).text
    assert "Gus Garage" in [row["name"] for row in exported(admin, Speaker)]


def test_what_changed_about_a_source_before_it_went_off_the_record_is_held_too(admin, cast):
    claim = make_claim(make_article(cast.desk), "3 cracks in its deck", actor=cast.checker, verdict="supported")
    origin, source = make_source(cast.desk, "Night log"), make_source(cast.desk, "A copy")
    make_evidence(claim, source, actor=cast.checker)
    make_evidence(claim, origin, actor=cast.checker)
    add_origin(source, origin, actor=cast.checker, kind="quotes", drift="Gus Garage saw it")
    change_source(origin, actor=cast.checker, base={"author": ""}, author="Gus Garage")
    with history.acting(cast.checker):
        make_speaker(cast.desk, "Gus Garage")
    change_source(origin, actor=cast.checker, base={"withdrawn": ""}, withdrawn="It was made up.")
    assert "“Night log”" in str(SourceChange.objects.values_list("words"))
    origin.refresh_from_db()
    change_source(origin, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    told = str(list(SourceChange.objects.values_list("words"))) + str(exported(admin, Event))
    told += "".join(
        admin.get(page(RowHistory, "change", row.pk)).text
        for row in RowHistory.objects.filter(
            table__in=["claims_sourcechange", "claims_speaker", "claims_source", "claims_derivation"]
        )
        if row.row_id != source.pk or row.table != "claims_source"
    )
    assert "night log" not in told.lower() and "gus garage" not in told.lower()


def test_the_name_that_a_source_had_before_it_went_off_the_record_is_held_too(admin, cast):
    source = create_source(cast.desk, actor=cast.checker, title="John Doe of the ministry", kind="interview")
    base = {"title": source.title, "terms": "on_record"}
    change_source(source, actor=cast.checker, base=base, title="An official", terms="off_record")
    assert "john doe" not in str(exported(admin, Event)).lower()
    for address in (page(Event, "changelist"), *(page(Event, "change", event.pk) for event in Event.objects.all())):
        assert "john doe" not in admin.get(address).text.lower(), address


def test_names_of_any_number_of_sources_are_held_whatever_stands_in_them(admin, cast, django_assert_max_num_queries):
    for number in range(300):
        make_source(cast.desk, title=f"Talk {number} (in the .* garage)", author=f"“Well {number}”", terms="off_record")
    article = make_article(cast.desk)
    with history.acting(cast.checker):
        for words in ("talk 17 (in the .* GARAGE): “Well 17”", "talks 17 (in the .* garage)"):
            words = f"{cast.checker} changed the article's details: {words}"
            history.record("article_changed", words, actor=cast.checker, article=article)
    said = f"{cast.checker} changed the article's details: "
    held = [f"{said}talks 17 (in the .* garage)", f"{said}(off the record): (off the record)"]
    assert [row["words"] for row in exported(admin, Event)][:2] == held
    with django_assert_max_num_queries(20) as asked:
        html = unescape(admin.get(page(Event, "changelist")).text)
    assert max(len(query["sql"]) for query in asked) < 5_000  # the database is given none of the names
    assert [words for words in held if words not in html] == []
    assert "talk 17" not in html.lower()


def test_a_source_off_the_record_is_not_found_by_searching(admin, secret):
    assert found(admin, Source, q="garage") == found(admin, Source, q="deep") == []
    assert found(admin, Source, terms__exact="off_record") == [secret]
