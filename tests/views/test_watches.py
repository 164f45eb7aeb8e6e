"""Addresses behind signed claims are looked at again, and what is gone there waits in a queue and voids nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from claims import tasks
from claims.editing.source_changes import settle, shown_as
from claims.editing.sources import change_source, create_source
from claims.editing.watches import enrol, looked, take_watch
from claims.models import SourceChange, Watch
from tests.intake.test_pages import page
from tests.make import make_article, make_claim, make_evidence, sign_off
from tests.views.panel import forms_of

EXCERPT = "named a sum of 4.2 million crowns"
HTML = {"Content_Type": "text/html"}


@pytest.fixture
def signed(cast, site):
    """Return a signed claim whose source was captured, and its Watch, which is due."""
    address = site.has("/depot", page(), **HTML)
    source = create_source(cast.desk, actor=cast.checker, title="Depot to close", address=address, kind="web_page")
    tasks.capture_sources()
    claim = make_claim(make_article(cast.desk, actor=cast.writer), "40 lorries", actor=cast.checker)
    make_evidence(claim, source, actor=cast.checker, excerpt=EXCERPT)
    claim = sign_off(claim, cast.reviewer, by=cast.checker)
    assert enrol() == 1 and enrol() == 0
    return claim, Watch.objects.get()


def again(watch):
    """Look again, a week later."""
    Watch.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    tasks.watch_sources()
    watch.refresh_from_db()
    assert watch.taken_at is None
    return list(SourceChange.objects.filter(settled_at=None).order_by("id"))


def test_a_changed_figure_is_shown_in_the_queue_and_settled_and_is_told_once(cast, client, site, signed):
    claim, watch = signed
    assert again(watch) == [] and watch.said == "It stood there as it was captured."
    site.has("/depot", page().replace(b"4.2 million", b"5.6 million"), **HTML)
    (found,) = again(watch)
    assert (found.finding, found.claim, found.changed_by) == ("figure", claim, None)
    claim.refresh_from_db()
    assert claim.state == "signed_off" and claim.signoffs.filter(voided_at=None).exists()

    client.force_login(cast.second_checker)
    queue = client.get(reverse("claims:queue", args=["source_changed"])).text
    assert "the figure is no longer at the address" in queue and "the source watch" in queue
    shown = client.get(reverse("claims:claim", args=[claim.article_id, claim.number])).text
    assert re.search("<del[^>]*>4.2</del>", shown) and re.search("<ins[^>]*>5.6</ins>", shown)
    assert "found by the source watch" in shown
    assert "looked at again" in client.get(reverse("claims:source", args=[watch.source_id])).text

    # An edit of the source that no rule reads leaves it where it is.
    values = {"title": watch.source.title}
    change_source(watch.source, actor=cast.checker, base=values, title="Depot to close, second edition")
    assert SourceChange.objects.filter(pk=found.pk, settled_at=None).exists()
    address = reverse("claims:source_changes_settle", args=[claim.pk])
    form = forms_of(client.get(reverse("claims:claim", args=[claim.article_id, claim.number])))[address]
    assert client.post(address, form | {"note": "The sum was corrected, not the lorries."}).status_code == 302
    assert again(watch) == []


def test_a_page_that_is_gone_or_moved_is_said_and_a_failure_counts_at_the_third_look(cast, site, signed):
    claim, watch = signed
    site.has("/depot", b"broken", 500)
    assert again(watch) == [] and watch.tries == 1 and "answered with an error" in watch.said
    assert watch.due_at > timezone.now() + timedelta(minutes=50)
    assert again(watch) == [] and watch.tries == 2
    (gone,) = again(watch)
    assert gone.finding == "gone" and gone.words.startswith("gone: three looks in a row failed.")
    settle(claim, actor=cast.second_checker, note="Passing.", shown=shown_as([gone]))
    site.has("/new", page(), **HTML)
    site.has("/depot", b"", 301, Location="/new")
    (moved,) = again(watch)
    assert (moved.finding, moved.now) == ("moved", site.address("/new"))
    del site.pages["/depot"]
    assert [one.finding for one in again(watch)] == ["moved", "gone"]


def test_a_source_that_goes_off_the_record_is_neither_looked_at_nor_told_of(cast, site, signed):
    claim, watch = signed
    site.has("/depot", page().replace(b"4.2 million", b"5.6 million"), **HTML)
    assert len(again(watch)) == 1
    change_source(watch.source, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    told = str(list(SourceChange.objects.values_list("words", "was", "now")))
    assert "Depot" not in told and "crowns" not in told
    asked = len(site.asked)
    again(watch)
    assert len(site.asked) == asked and watch.found == []


def test_a_watch_is_taken_by_one_worker_and_written_by_who_has_it(signed):
    _, watch = signed
    Watch.objects.update(due_at=timezone.now())
    first = take_watch()
    assert first.pk == watch.pk and take_watch() is None
    Watch.objects.update(taken_at=timezone.now() - timedelta(minutes=3))
    second = take_watch()
    assert second.pk == watch.pk
    looked(first, "Late.", [])
    watch.refresh_from_db()
    assert watch.said == "" and watch.taken_at is not None
    looked(second, "In time.", [])
    watch.refresh_from_db()
    assert watch.said == "In time." and watch.taken_at is None
    Watch.objects.update(due_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT address_host(address) FROM claims_source WHERE id = %s", [watch.source_id])
        assert take_watch({cursor.fetchone()[0]}) is None
