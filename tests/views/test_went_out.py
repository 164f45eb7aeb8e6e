"""What went out is compared line by line with what was signed, and each line that differs can be corrected."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from claims import tasks
from claims.editing.uploads import clear_uploads
from claims.history import acting
from claims.models import Fetch, Publication, Upload
from claims.workflow import withdraw_article
from tests.database.conftest import refused
from tests.export.conftest import dossier_of
from tests.make import TEXT, make_correction, make_publication, make_published, make_version
from tests.pages import fields_shown, folded

QUERIES = 13
WENT_OUT = {"address": "https://example.org/bridge", "text": TEXT}


@pytest.fixture
def out(cast):
    return make_published(cast.desk, cast.chief)


@pytest.fixture
def as_chief(client, cast):
    client.force_login(cast.chief)
    return client


def address(name, *args):
    return reverse(f"claims:{name}", args=args)


def record(client, article, **over):
    return client.post(address("went_out", article.pk), WENT_OUT | over, follow=True)


def test_the_text_that_was_signed_is_shown_as_signed(as_chief, out):
    page = record(as_chief, out)
    assert "Recorded. It is the text that was signed." in page.text and "As signed" in page.text
    assert "Open a correction<span" not in page.text
    made = out.publications.get()
    assert (made.differs, made.address, made.version) == (0, WENT_OUT["address"], out.current_version)
    told = folded(as_chief.get(address("article_record", out.pk)))
    assert "recorded what went out at https://example.org/bridge: it is version 1 as signed" in told


def test_lines_that_differ_are_shown_and_each_opens_a_correction_once(as_chief, cast, out):
    went_out = TEXT.replace("40 lorries", "30 lorries").replace(" No one was hurt, it said.", "")
    page = record(as_chief, out, text=went_out)
    assert "Recorded. It differs from the text that was signed." in page.text
    assert "2 lines differ" in page.text and "<del>40</del>" in folded(page) and "<ins>30</ins>" in folded(page)
    made = out.publications.get()
    press = address("line_correct", made.pk, 0)
    page = as_chief.post(press, follow=True)
    one = out.corrections.get()
    assert (one.because, one.publication, one.line) == ("went_out", made, 0)
    assert one.reported == (
        "Signed: The mayor said the old bridge carries 40 lorries an hour.\n"
        "Went out: The mayor said the old bridge carries 30 lorries an hour."
    )
    assert f'href="#correction-{one.pk}"' in page.text and press not in page.text
    assert as_chief.post(press, {"x": "again"}).status_code == 409
    assert as_chief.post(address("line_correct", made.pk, 2)).status_code == 409


def test_of_very_many_lines_that_differ_the_first_are_shown_and_all_are_counted(as_chief, out, monkeypatch):
    monkeypatch.setattr("claims.queries.corrections.MOST", 1)
    went_out = TEXT.replace("40 lorries", "30 lorries").replace(" No one was hurt, it said.", "")
    page = record(as_chief, out, text=went_out)
    assert "2 lines differ" in page.text and "Only the first 1 are shown." in page.text
    assert "<del>40</del>" in folded(page) and "No one was hurt" not in page.text
    assert address("line_correct", out.publications.get().pk, 1) not in page.text


def test_what_was_typed_for_an_article_that_was_withdrawn_meanwhile_is_shown_to_copy(as_chief, cast, out):
    withdraw_article(out, actor=cast.chief, reason="A court said so.")
    said = {"reported": "It carries 30.", "reported_by": "The mayor", "claim": ""}
    page = as_chief.post(address("correction_open", out.pk), said)
    assert page.status_code == 409 and "What you sent, to copy" in page.text
    assert "It carries 30." in page.text and "The mayor" in page.text
    page = as_chief.post(address("went_out", out.pk), WENT_OUT)
    assert page.status_code == 409 and "The ministry denied that the bridge was closed." in page.text


def test_it_is_compared_with_what_was_signed_while_the_next_version_waits(as_chief, cast, out):
    make_correction(out, actor=cast.checker)
    make_version(out, TEXT.replace("40 lorries", "30 lorries"), actor=cast.writer)
    record(as_chief, out)
    assert (out.publications.get().version.number, out.publications.get().differs) == (1, 0)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"address": ""}, "Give the address."),
        ({"address": "bridge"}, "Enter a valid URL."),
        ({"text": "…"}, "There is no sentence in it."),
        ({"address": "", "text": ""}, "Give the address."),
    ],
)
def test_what_cannot_be_compared_comes_back_as_it_was_typed(as_chief, out, over, words):
    page = as_chief.post(address("went_out", out.pk), WENT_OUT | over)
    assert page.status_code == 422 and words in page.text and not out.publications.exists()
    assert "text" in over or "Bridge reopens after the flood" in page.text


def test_nobody_but_the_chief_is_offered_the_form(client, cast, out):
    client.force_login(cast.checker)
    assert "Record what went out" not in client.get(address("corrections", out.pk)).text
    assert client.post(address("went_out", out.pk), WENT_OUT).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_what_went_out_takes_the_same_queries_for_any_number(as_chief, cast, out, rows, django_assert_num_queries):
    for at in range(rows):
        make_publication(out, cast.chief, differences=[{"kind": "changed", "old": "40", "new": str(at)}] * rows)
    make_correction(out, actor=cast.checker)
    with django_assert_num_queries(QUERIES):
        as_chief.get(address("corrections", out.pk))


@pytest.mark.parametrize("text", ["", "example.org/bridge"])
def test_what_went_out_is_fetched_by_its_address_and_compared_and_the_page_is_kept(
    as_chief, cast, out, site, text, monkeypatch
):
    rows = TEXT.replace("40 lorries", "30 lorries").split("\n\n")
    menu = "<ul><li><a href=/a>Sport of the week</a></li></ul>"
    body = f"<html><nav>{menu}</nav><article><h1>{rows[0]}</h1>{''.join(f'<p>{row}</p>' for row in rows[1:])}</article>"
    where = site.has("/bridge", body, Content_Type="text/html")
    page = record(as_chief, out, address=where, text=text)
    assert "What went out of" in page.text and "Waiting for its turn." in page.text and not out.publications.exists()
    tasks.fetch_pages()
    asked = Fetch.objects.get()
    form = f"{address('corrections', out.pk)}?fetch={asked.pk}"
    assert form in as_chief.get("/fetches/").text
    page = as_chief.get(form)
    assert "This one was read from the page." in page.text
    page = as_chief.post(address("went_out", out.pk), fields_shown(page, "address"), follow=True)
    assert "Recorded. It differs from the text that was signed." in page.text and "fetched, recorded by" in page.text
    made = out.publications.get()
    assert (made.differs, made.address, made.upload) == (1, where, asked.upload) and "Sport" not in made.text
    told = folded(as_chief.get(address("article_record", out.pk)))
    assert "1 line differs from version 1 as signed; the page was fetched" in told
    assert "It is compared with what was signed of" in as_chief.get("/fetches/").text
    monkeypatch.setattr("claims.editing.uploads.KEPT", timedelta(days=-1))
    clear_uploads()
    assert Upload.objects.filter(pk=asked.upload_id).exists()
    (row,) = json.loads(dossier_of(out, cast.chief)["dossier.json"])["publications"]
    assert row["page_sha256"] == asked.upload.sha256
    with refused("publication_upload"), acting(cast.chief):
        Publication.objects.create(
            article=out,
            version=out.current_version,
            address=where,
            text="Bridge",
            by=cast.chief,
            upload=Upload.objects.create(person=cast.chief, kind="html", raw=b"x"),
        )


def test_only_a_page_that_was_fetched_for_it_fills_in_what_went_out(as_chief, cast, out, client):
    with acting(cast.chief):
        other = Fetch.objects.create(person=cast.chief, desk=cast.desk, article=out, address="https://example.org/x")
    assert "This one was read" not in as_chief.get(f"{address('corrections', out.pk)}?fetch={other.pk}").text
    client.force_login(cast.checker)
    assert client.get(f"{address('corrections', out.pk)}?fetch={other.pk}").status_code == 404
    assert record(client, out, text="").status_code == 403
