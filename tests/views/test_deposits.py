"""A web archive keeps the address of a capture, if somebody asks for it, and never one that should not be known."""

import pytest
from django.db import IntegrityError

from claims import tasks
from claims.editing.captures import add_copy
from claims.editing.deposits import deposit
from claims.editing.identities import enter_identity
from claims.editing.sources import change_source, create_source
from claims.errors import NotNow
from claims.history import acting
from claims.models import Deposit
from claims.states import DepositState
from tests.intake.test_pages import page as article_page


@pytest.fixture
def captured(cast, site, settings):
    """The capture of a page; there is an archive, which is the same machine."""
    settings.ARCHIVE_DEPOSIT = site.address("/save/")
    address = site.has("/depot", article_page(), Content_Type="text/html")
    source = create_source(cast.desk, actor=cast.checker, title="Depot", address=address, kind="web_page")
    tasks.capture_sources()
    site.has("/robots.txt", "User-agent: *\nDisallow: /save/", Content_Type="text/plain")
    return source.captures.get()


def test_a_capture_is_deposited_where_somebody_asks_and_its_archived_address_is_shown(client, cast, site, captured):
    client.force_login(cast.observer)
    assert "Deposit with the archive" not in client.get(f"/captures/{captured.pk}/").text
    assert client.post(f"/captures/{captured.pk}/deposit/").status_code == 403
    client.force_login(cast.checker)
    assert "127.0.0.1 fetches the address itself" in client.get(f"/captures/{captured.pk}/").text
    sources = f"/sources/{captured.source_id}/"

    site.has(f"/save/{captured.address}", "Too many", 429)
    assert client.post(f"/captures/{captured.pk}/deposit/").headers["Location"] == f"{sources}#captures"
    waiting = client.get(f"{sources}captures/", headers={"HX-Request": "true"})
    assert "The archive is being asked" in waiting.text and "every 2s" in waiting.text
    tasks.capture_sources()
    failed = client.get(f"/captures/{captured.pk}/").text
    assert "The archive takes no more pages for now." in failed and "Ask the archive again" in failed

    kept_at = site.has("/web/20261201120000/depot", "as the archive has it")
    site.has(f"/save/{captured.address}", "", 302, Location=kept_at)
    client.post(f"/captures/{captured.pk}/deposit/")
    tasks.capture_sources()
    done = Deposit.objects.first()
    assert (done.state, done.kept_at, done.person) == (DepositState.DEPOSITED, kept_at, cast.checker)
    for address in (sources, f"/captures/{captured.pk}/"):
        assert f'href="{kept_at}"' in client.get(address).text
    assert "Ask the archive again" not in client.get(f"/captures/{captured.pk}/").text
    events = cast.desk.events.filter(verb="source_deposited")
    assert events.count() == 2 and events.last().data["address"] == captured.address
    with pytest.raises(NotNow, match="asked to keep it already"):
        deposit(captured, actor=cast.checker)
    for change in ({"kept_at": "https://elsewhere.example/"}, {"failure": "x"}):
        with pytest.raises((NotNow, IntegrityError)), acting(cast.checker):
            Deposit.objects.filter(pk=done.pk).update(**change)


def test_an_archive_that_answers_without_leading_on_says_where_in_a_header_or_has_failed(cast, site, captured):
    site.has(f"/save/{captured.address}", "Saved", Content_Location="/web/2026/depot")
    made = deposit(captured, actor=cast.checker)
    tasks.capture_sources()
    made.refresh_from_db()
    assert made.kept_at == site.address("/web/2026/depot")
    again = create_source(cast.desk, actor=cast.checker, title="Other", address=site.has("/b", "It rained."))
    tasks.capture_sources()
    site.has(f"/save/{site.address('/b')}", "Please wait")
    made = deposit(again.captures.get(), actor=cast.checker)
    tasks.capture_sources()
    made.refresh_from_db()
    assert "did not say where it has the page" in made.failure


def hidden_by(cast, source, how):
    if how == "confidential":
        enter_identity(source, actor=cast.checker, name="Nora Nobody")
    else:
        change_source(source, actor=cast.checker, base={"terms": "on_record"}, terms=how)


@pytest.mark.parametrize("how", ["confidential", "off_record", "background", "unattributed"])
def test_nothing_is_deposited_of_a_source_that_nobody_outside_may_know(client, cast, site, captured, how):
    waits = deposit(captured, actor=cast.checker)
    hidden_by(cast, captured.source, how)
    asked = len(site.asked)
    tasks.capture_sources()
    waits.refresh_from_db()
    assert "no longer one that is deposited" in waits.failure
    client.force_login(cast.checker)
    assert "Ask the archive again" not in client.get(f"/captures/{captured.pk}/").text
    client.post(f"/captures/{captured.pk}/deposit/")
    assert Deposit.objects.count() == 1 and len(site.asked) == asked
    with pytest.raises(NotNow, match="on the record, and not confidential"), acting(cast.checker):
        Deposit.objects.create(capture=captured, person=cast.checker)


def test_without_an_archive_and_of_a_copy_nothing_is_offered(client, cast, captured, settings):
    copy = add_copy(captured.source, actor=cast.checker, sha256="1" * 64, size=3, name="a.txt")
    client.force_login(cast.checker)
    assert "In a web archive" not in client.get(f"/captures/{copy.pk}/").text
    with pytest.raises(NotNow, match="a file has no address there"):
        deposit(copy, actor=cast.checker)
    settings.ARCHIVE_DEPOSIT = ""
    assert "In a web archive" not in client.get(f"/captures/{captured.pk}/").text
    with pytest.raises(NotNow, match="no archive"):
        deposit(captured, actor=cast.checker)
