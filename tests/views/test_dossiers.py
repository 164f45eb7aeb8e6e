"""A dossier is asked for on the page Export, followed there, and taken out by whoever may have it."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from claims.editing.dossiers import ask_for_dossier
from claims.models import Dossier, Event
from claims.tasks import make_dossiers
from tests.export.conftest import files_in, verified
from tests.make import make_article
from tests.pages import folded


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer)


def page(client, article):
    return folded(client.get(reverse("claims:article_export", args=[article.pk])))


def ask(client, article, **data):
    sent = {"profile": "internal", "version": 1} | data
    return client.post(reverse("claims:dossier_ask", args=[article.pk]), sent)


def test_one_press_makes_a_dossier_that_the_page_follows_and_gives(client, cast, article, tmp_path):
    client.force_login(cast.checker)
    before = page(client, article)
    assert "Threads that legal opened or wrote in." in before and "What the shareable dossier leaves out" in before
    assert ask(client, article).status_code == 302
    shown = page(client, article)
    assert "Waiting for a worker…" in shown and 'hx-trigger="every 2s"' in shown
    [follow] = re.findall(r'hx-get="([^"]*)"', shown)
    asks = {"headers": {"HX-Request": "true"}}
    assert client.get(follow, **asks).status_code == 204
    Dossier.objects.update(state="making", step=2)
    assert "Writing the pages…" in client.get(follow, **asks).text
    make_dossiers()
    part = folded(client.get(follow, **asks))
    assert "up to event" in part and "hx-trigger" not in part and "<html" not in part
    [address] = re.findall(r'href="([^"]*/file/)"', part)
    given = client.get(address)
    assert given["Content-Type"] == "application/zip" and "-dossier-internal-version-1.zip" in str(given.headers)
    assert verified(tmp_path, files_in(given.content))[0] == 0
    event = Event.objects.get(verb="dossier_asked")
    assert event.words == "Leyla Checker asked for a dossier of version 1: internal"


def test_an_observer_has_the_shareable_dossier_and_not_the_internal_one(client, cast, article):
    ask_for_dossier(article, actor=cast.checker, profile="internal")
    make_dossiers()
    client.force_login(cast.observer)
    shown = page(client, article)
    assert "What the internal dossier leaves out" not in shown and "/file/" not in shown
    assert ask(client, article).status_code == 403
    assert client.get(reverse("claims:dossier_file", args=[Dossier.objects.get().pk])).status_code == 403
    assert ask(client, article, profile="shareable", as_roles="on").status_code == 302
    make_dossiers()
    assert page(client, article).count("/file/") == 1
    assert Dossier.objects.filter(as_roles=True, state="made").count() == 1


def test_asked_for_twice_while_it_waits_it_is_one(client, cast, article):
    client.force_login(cast.checker)
    ask(client, article)
    client.force_login(cast.chief)
    ask(client, article)
    assert Dossier.objects.count() == 1


def test_what_was_typed_comes_back_if_there_is_no_such_version(client, cast, article):
    client.force_login(cast.checker)
    answer = ask(client, article, profile="shareable", version=9, as_roles="on")
    assert answer.status_code == 422 and "Select a valid choice" in answer.text
    assert re.search(r'value="shareable"[^>]*checked', answer.text)


def test_a_dropped_file_and_one_that_failed_are_said(client, cast, article):
    client.force_login(cast.checker)
    for _ in range(2):
        ask(client, article)
        make_dossiers()
    ask(client, article, profile="shareable")
    Dossier.objects.filter(profile="shareable").update(state="failed", words="It was tried 3 times.")
    shown = page(client, article)
    assert "The file was dropped. Make it again." in shown and "It was not made. It was tried 3 times." in shown
    dropped = Dossier.objects.order_by("pk").first()
    assert client.get(reverse("claims:dossier_file", args=[dropped.pk])).status_code == 404


def test_the_command_line_writes_the_same_file(cast, article, tmp_path):
    asked = ask_for_dossier(article, actor=cast.chief, profile="shareable")
    make_dossiers()
    asked.refresh_from_db()
    out = tmp_path / "out.zip"
    call_command("export_dossier", article.pk, out, person="olga", profile="shareable")
    assert out.read_bytes() == bytes(asked.content)
    with pytest.raises(CommandError, match="other than observer|is for a"):
        call_command("export_dossier", article.pk, out, person="olga", profile="internal")
    with pytest.raises(CommandError, match="can see no article"):
        call_command("export_dossier", article.pk, out, person="otto", profile="shareable")
