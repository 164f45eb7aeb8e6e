"""Browser tests share one way in: a page of a person's own browser, logged in, of which no script may complain."""

import pytest
from django.test import Client
from playwright.sync_api import expect

# What a test waits for comes at once on an idle machine; a busy one is given time. Nothing is asserted of how long.
expect.set_options(timeout=20_000)


@pytest.fixture
def complaints():
    """What the pages' scripts complained of: an error thrown, something refused by the strict policy."""
    return []


@pytest.fixture
def visit(live_server, new_context, complaints):
    """``visit(person, path, **options)``: a page of that person's own browser, at an address of the desk.

    ``options`` are the browser context's, such as ``viewport``. At the end no script on any of them has complained.
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
    """A cookie with a session of ``person``'s, as if they had logged in."""
    client = Client()
    client.force_login(person)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value}


def heard(message, complaints):
    # An answer of 4xx is an answer: the browser calls it an error all the same.
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        complaints.append(message.text)
