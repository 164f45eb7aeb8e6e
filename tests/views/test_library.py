"""The library of sources: the same page is the same source, merging, rating, and a source with very much evidence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.editing.source_merges import merge
from claims.models import Capture, Source
from claims.queries.found import source_at
from claims.queries.source_changes import changes_of
from tests.make import make_article, make_claim, make_evidence, make_source, send_to_review, sign_off

ADDRESS = "https://example.org/count"


@pytest.fixture
def source(cast):
    return make_source(cast.desk, "Traffic count", publisher="City hall", address=ADDRESS)


@pytest.fixture
def signed(cast, source):
    article = make_article(cast.desk, actor=cast.writer)
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    make_evidence(claim, source, actor=cast.checker)
    return sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker)


def at(source, name="source"):
    return reverse(f"claims:{name}", args=[source.pk])


def captured(source, actor, **said):
    """A capture of a source as a worker would have made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('factcheck.actor', %s, true)", [str(actor.pk)])
    made = Capture.objects.create(source=source, person=actor, address=source.address)
    Capture.objects.filter(pk=made.pk).update(ended_at=made.asked_at, sha256="1" * 64, size=3, **said)


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.org/count/?utm_source=mail#top",
        "https://m.example.org/count?fbclid=1",
        "https://example.org/amp/count",
    ],
)
def test_another_address_of_a_known_page_offers_the_source_that_is_there(client, cast, source, address):
    client.force_login(cast.checker)
    new = reverse("claims:source_new")
    form = {"desk": cast.desk.pk, "title": "Count", "kind": "web_page", "terms": "on_record", "address": address}
    page = client.post(new, form)
    assert page.status_code == 422 and at(source) in page.text and 'value="Count"' in page.text
    assert client.post(new, form | {"another": "on"}).status_code == 302
    other = Source.objects.get(title="Count")
    assert "At the same page" in client.get(at(other)).text


def test_an_address_that_a_page_leads_to_or_calls_its_own_is_that_source(client, cast, source):
    captured(source, cast.checker, final_address="https://news.example/a?id=7", own_address="https://news.example/a")
    assert source_at(cast.desk.pk, "http://www.news.example/a/") == source
    twin = make_source(cast.desk, "The same", address="https://news.example/a")
    client.force_login(cast.checker)
    for one, other in ((source, twin), (twin, source)):
        assert f"{at(one, 'source_merge')}?into=%23{other.pk}" in client.get(at(one)).text
    merge(source, twin, actor=cast.checker)
    assert source_at(cast.desk.pk, ADDRESS) == twin


def test_a_merge_is_shown_before_it_is_done_and_can_be_undone(client, cast, source, signed):
    twin = make_source(cast.desk, "Count of traffic", publisher="The city")
    client.force_login(cast.second_checker)
    shown = client.get(at(source, "source_merge"), {"into": f"#{twin.pk}"})
    assert "None becomes void" in shown.text and "The city" in shown.text
    assert client.get(at(source, "source_merge"), {"into": "Nobody’s"}).status_code == 422
    page = client.post(at(source, "source_merge"), {"into": f"#{twin.pk}"}, follow=True)
    assert [one.claim for one in page.context["uses"]] == [signed] and at(source, "source_unmerge") in page.text
    listed = client.get(reverse("claims:sources"))
    assert [(one, one.uses) for one in listed.context["sources"]] == [(twin, 1)]
    assert "Undo the merge" in client.get(at(source)).text
    page = client.post(at(source, "source_unmerge"), follow=True)
    assert [one.claim for one in page.context["uses"]] == [signed] and "Edit this source" in page.text


def test_withdrawing_a_source_first_shows_all_that_depends_on_it_then_flags_it(client, cast, source, signed):
    client.force_login(cast.second_checker)
    where = at(source, "source_standing")
    page = client.get(where)
    assert [one.pk for one in page.context["claims"]] == [signed.pk] and "1 claim in 1 article" in page.text
    form = {"reliability": "unreliable", "reliability_reason": "", "withdrawn": "It was made up."}
    again = client.post(where, form | {"step": "show"})
    assert again.status_code == 422 and "Say why." in again.text and "It was made up." in again.text
    form["reliability_reason"] = "It was wrong twice."
    shown = client.post(where, form | {"step": "show"})
    assert shown.status_code == 200 and "Save and flag 1 claim" in shown.text and not changes_of(signed)
    assert client.post(where, form | {"step": "save"}).url == at(source)
    assert len(changes_of(signed)) == 1
    page = client.get(at(source)).text
    assert "It was made up." in page and "It was wrong twice." in page
    late = client.post(where, form | {"base-withdrawn": "", "withdrawn": "Mine.", "step": "save"})
    assert late.status_code == 409 and "Mine." in late.text


def test_a_source_with_ten_thousand_pieces_of_evidence_opens_as_one_with_one_does(client, cast, source, signed):
    client.force_login(cast.checker)
    client.get(at(source))
    asked = []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_evidence DISABLE TRIGGER USER")
        names = ", ".join(one.column for one in signed.evidence.model._meta.concrete_fields if one.column != "id")
        row = signed.evidence.get().pk
        for number in (0, 10_000):
            cursor.execute(
                f"INSERT INTO claims_evidence ({names}) SELECT {names} FROM claims_evidence, generate_series(1, %s)"
                " WHERE id = %s",
                [number, row],
            )
            with CaptureQueriesContext(connection) as queries:
                page = client.get(at(source))
                client.get(at(source, "source_standing"))
            asked.append(len(queries))
        cursor.execute("ALTER TABLE claims_evidence ENABLE TRIGGER USER")
    assert asked[0] == asked[1] <= 25, asked
    assert len(page.context["uses"]) == 50 and page.context["more"]


def test_evidence_from_another_address_of_a_known_page_names_the_source_that_is_there(client, cast, source):
    claim = make_claim(make_article(cast.desk, actor=cast.writer), "40 lorries an hour", actor=cast.checker)
    client.force_login(cast.checker)
    add = reverse("claims:evidence_add", args=[claim.pk])
    form = {"source_title": "Count", "source_address": f"http://www.{ADDRESS[8:]}?utm_source=a", "whole": "on"}
    form |= {"base": "{}", "stance": "supports", "bears_on": "true"}
    page = client.post(add, form)
    assert page.status_code == 422 and "otherwise as “Traffic count”" in page.text and 'value="Count"' in page.text
    assert client.post(add, form | {"source_title": "Traffic count"}).status_code == 302
    assert claim.evidence.get().source == source
