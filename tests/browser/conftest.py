"""Fixtures for browser tests: a logged-in person's page in a browser of their own; its scripts may report no error."""

import pytest
from django.test import Client
from playwright.sync_api import expect

# On an idle machine what a test waits for comes at once; this leaves time on a busy one. No test asserts a duration.
expect.set_options(timeout=20_000)

#: The rules of axe on colour, which take as long as all others, and the options that ask by them alone.
ON_COLOUR = ["color-contrast", "link-in-text-block"]
COLOURS = {"runOnly": {"type": "rule", "values": ON_COLOUR}, "resultTypes": ["violations"]}


@pytest.fixture
def complaints():
    """Return the errors of the pages' scripts: an exception, or something refused by the strict policy."""
    return []


@pytest.fixture
def visit(live_server, new_context, complaints):
    """Return ``visit(person, path, **options)``, which opens a page of that person's own browser at a path of the desk.

    ``options`` are the browser context's, such as ``viewport``. At the end no script on any page may have reported an
    error.
    """

    def go(person, path="/", **options):
        context = new_context(base_url=live_server.url, **options)
        context.add_cookies([session_of(person) | {"url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: heard(message, complaints))
        page.goto(path)
        return page

    yield go
    assert complaints == []


def session_of(person):
    """Return a cookie with a session of ``person``, as if they had logged in."""
    client = Client()
    client.force_login(person)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value}


def heard(message, complaints):
    # The browser and htmx report every 4xx answer as an error; these are expected.
    expected = ("Failed to load resource", "Response Status Error Code 4")
    if message.type == "error" and not message.text.startswith(expected):
        complaints.append(message.text)
