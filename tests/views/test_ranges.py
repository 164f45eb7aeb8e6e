"""A range of lines: its claims taken, assigned and dated, and what is open of it marked, each with one message."""

import html
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from claims import reference
from claims.models import Claim
from claims.states import ClaimState
from claims.workflow import perform
from tests.make import make_article, make_claim
from tests.pages import folded
from tests.views.panel import forms_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def article(cast):
    article = make_article(cast.desk, actor=cast.writer)
    for words in ("40 lorries", "3 cracks in its deck", "No one was hurt"):
        make_claim(article, words, actor=cast.checker)
    return article


@pytest.fixture
def do(client, article):
    def sent(person, do, first=2, last=4, **more):
        client.force_login(person)
        address = reverse("claims:lines_do", args=[article.pk])
        return client.post(address, {"first": first, "last": last, "do": do, **more}, headers=HTMX)

    return sent


def states(article):
    return [(claim.number, claim.state, claim.assignee) for claim in article.claims.order_by("number")]


def test_the_claims_of_a_range_are_taken_and_what_was_not_is_said(cast, article, do):
    other = article.claims.get(number=2)
    perform("take", other, actor=cast.second_checker)
    page = do(cast.checker, "take").text
    assert "1 claim of lines 2 to 4 taken. Not done: claim 2: Sam Checker has it." in page
    assert states(article) == [
        (1, ClaimState.CHECKING, cast.checker),
        (2, ClaimState.CHECKING, cast.second_checker),
        (3, ClaimState.OPEN, None),  # on line 5
    ]


def test_the_chief_assigns_and_dates_the_claims_of_a_range(cast, article, do):
    assert "2 claims of lines 2 to 4 assigned to Sam Checker." in (
        do(cast.chief, "assign", assignee=cast.second_checker.pk).text
    )
    assert [who for _, _, who in states(article)] == [cast.second_checker, cast.second_checker, None]
    assert "2 claims of lines 2 to 4 given a due date." in do(cast.chief, "due", due="2030-05-01T12:00").text
    dates = Claim.objects.filter(due__year=2030)
    assert dates.count() == 2 and dates.first().due == datetime(2030, 5, 1, 12, tzinfo=UTC)
    assert "2 claims of lines 2 to 4 assigned to nobody." in do(cast.chief, "assign", assignee=0).text
    assert {who for _, _, who in states(article)} == {None}
    assert "2 claims of lines 2 to 4 left without a due date." in do(cast.chief, "no_due").text
    assert not dates.exists()
    assert do(cast.checker, "assign", assignee=cast.checker.pk).status_code == 403
    assert do(cast.checker, "due", due="2030-05-01T12:00").status_code == 403


@pytest.mark.parametrize(
    ("act", "words"), [("assign", "Choose who is assigned, or Nobody."), ("due", "Give a date and a time.")]
)
def test_an_empty_box_removes_nobodys_work_and_no_due_date(cast, article, do, act, words):
    do(cast.chief, "assign", assignee=cast.checker.pk)
    do(cast.chief, "due", due="2030-05-01T12:00")
    answer = do(cast.chief, act, assignee="", due="")
    assert answer.status_code == 422 and words in answer.text
    of_range = Claim.objects.filter(assignee=cast.checker, due__year=2030)
    assert of_range.count() == 2


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_refused_range_comes_back_as_it_was_typed(client, cast, article, do, headers):
    reference.ensure(cast.desk)
    reason = cast.desk.reasons.filter(kind="no_claim").last()
    client.force_login(cast.chief)
    sent = {"first": 2, "last": 900, "do": "due", "due": "2030-05-01T12:00", "assignee": cast.second_checker.pk}
    address = reverse("claims:lines_do", args=[article.pk])
    page = client.post(address, sent | {"reason": reason.words, "line": 1}, headers=headers)
    assert page.status_code == 422 and "200 lines at most" in page.text
    shown = forms_of(page)["range-form"]
    assert {name: shown[name] for name in ("first", "last", "due", "assignee")} == {
        "first": ["2"],
        "last": ["900"],
        "due": ["2030-05-01T12:00"],
        "assignee": [str(cast.second_checker.pk)],
    }
    form = html.unescape(folded(page)).partition('id="range-form"')[2].partition("</form>")[0]
    assert f"<option selected>{reason.words}</option>" in form


def test_what_is_open_of_a_range_is_marked_in_one_act_that_one_undo_takes_back(client, cast, article, do):
    page = do(cast.checker, "mark", reason="Opinion, not attributed")
    marks = article.current_version.marks.filter(removed_at=None)
    assert page.status_code == 200 and marks.count() > 2
    assert f"{marks.count()} marks made on lines 2 to 4." in page.text
    sequence = article.events.latest("sequence").sequence
    undo = client.post(reverse("claims:undo", args=[article.pk]), {"sequence": sequence}, headers=HTMX)
    assert undo.status_code == 200 and not marks.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"first": 1, "last": 1, "do": "take"}, "These lines have no claim."),
        ({"first": 4, "last": 2, "do": "take"}, "Choose a first line"),
        ({"first": 1, "last": 900, "do": "take"}, "200 lines at most"),
        ({"first": "x", "last": 2, "do": "take"}, "Enter a whole number."),
        ({"do": "mark"}, "Say why there is no claim here."),
        ({"do": "burn"}, "Select a valid choice."),
    ],
)
def test_a_range_that_cannot_be_done_is_refused_in_words_and_changes_nothing(cast, article, do, more, words):
    answer = do(cast.checker, **more)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert {state for _, state, _ in states(article)} == {ClaimState.OPEN}
    assert not article.current_version.marks.exists()


def test_a_range_costs_the_same_queries_for_the_page(client, cast, article, django_assert_max_num_queries):
    client.force_login(cast.chief)
    with django_assert_max_num_queries(20):
        page = client.get(reverse("claims:bench", args=[article.pk])).text
    assert 'name="assignee"' in page and "Sam Checker" in page
