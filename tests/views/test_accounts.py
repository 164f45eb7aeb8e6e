"""Getting in takes the right password, and not by guessing for ever; demo accounts are listed on this machine."""

import pytest
from django.urls import reverse

from tests.make import make_person

LOGIN = {"username": "leyla", "password": "bridge-40-lorries"}


def test_the_right_password_opens_the_page_that_was_asked_for(client, cast):
    asked = client.get(reverse("claims:sources"))
    assert asked.url == f"{reverse('claims:login')}?next={reverse('claims:sources')}"
    assert client.post(asked.url, LOGIN | {"next": reverse("claims:sources")}).url == reverse("claims:sources")


def test_a_wrong_password_is_refused_and_the_name_kept(client, cast):
    page = client.post(reverse("claims:login"), LOGIN | {"password": "wrong"})
    assert page.status_code == 422
    assert "You are not logged in" in page.text and 'value="leyla"' in page.text


def test_nobody_is_sent_to_another_site_after_log_in(client, cast):
    page = client.post(reverse("claims:login"), LOGIN | {"next": "https://elsewhere.example/"})
    assert page.url == reverse("claims:desk")


def test_guessing_is_locked_out_in_words(client, cast, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        page = client.post(reverse("claims:login"), LOGIN | {"password": "wrong"})
    assert page.status_code == 429
    assert "Too many wrong passwords" in page.text
    assert client.post(reverse("claims:login"), LOGIN).status_code == 429


def test_logging_out_takes_a_post(client, cast):
    client.force_login(cast.checker)
    assert client.get(reverse("claims:logout")).status_code == 405
    assert client.post(reverse("claims:logout")).url == reverse("claims:login")
    assert client.get(reverse("claims:desk")).status_code == 302


@pytest.mark.parametrize(("host", "shown"), [("localhost:8000", True), ("desk.example.org", False)])
def test_demo_accounts_are_listed_where_they_can_get_in(client, cast, settings, host, shown):
    settings.ALLOWED_HOSTS = ["*"]
    make_person("Dana Demo", "checker", desk=cast.desk, username="dana", demo=True)
    page = client.get(reverse("claims:login"), headers={"host": host})
    assert ("dana" in page.text) is shown
    assert "leyla" not in page.text


def test_without_demo_accounts_the_page_says_nothing_of_them(client, cast):
    assert "Demo accounts" not in client.get(reverse("claims:login")).text
