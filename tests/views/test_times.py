"""Times that are typed: what is not touched stays, also where its hour comes twice, and what is emptied goes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from claims.editing.claims import field_values, save_claim
from claims.models import Article, Claim
from claims.states import NO_DUE
from tests.make import make_article
from tests.views.panel import claim_form, cut, forms_of, taken

#: In Berlin, half past two comes twice on this day: these are the first and the second, an hour later.
FIRST, SECOND = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.fixture
def article(cast):
    for person in (cast.checker, cast.chief):
        person.timezone = "Europe/Berlin"
        person.save()
    return make_article(cast.desk, actor=cast.writer, deadline=SECOND)


@pytest.fixture
def claim(cast, article):
    return taken(cut(article, "40 lorries", actor=cast.checker), cast.checker)


def panel(client, claim):
    return client.get(reverse("claims:claim", args=[claim.article_id, claim.number]))


def do(client, claim, action, form):
    return client.post(reverse("claims:claim_do", args=[claim.pk, action]), form)


@pytest.mark.parametrize("until", [FIRST, SECOND])
def test_a_time_to_wait_until_that_was_not_touched_stays_where_its_hour_comes_twice(client, cast, claim, until):
    save_claim(claim, {"waiting_until": until}, actor=cast.checker, base=field_values(claim))
    client.force_login(cast.checker)
    form = claim_form(panel(client, claim), rationale="Counted.")
    assert form["waiting_until"] == ["2027-10-31T02:30"]
    answer = client.post(reverse("claims:claim_save", args=[claim.pk]), form)
    assert answer.status_code == 302
    saved = Claim.objects.get(pk=claim.pk)
    assert (saved.rationale, saved.waiting_until) == ("Counted.", until)


def test_a_time_typed_in_the_hour_that_comes_twice_is_the_first_of_them(client, cast, claim):
    client.force_login(cast.checker)
    form = claim_form(panel(client, claim), waiting_until="2027-10-31T02:30")
    assert client.post(reverse("claims:claim_save", args=[claim.pk]), form).status_code == 302
    assert Claim.objects.get(pk=claim.pk).waiting_until == FIRST


def test_a_time_in_the_hour_that_the_clocks_leave_out_is_refused_in_words(client, cast, claim):
    client.force_login(cast.checker)
    form = claim_form(panel(client, claim), waiting_until="2027-03-28T02:30")
    answer = client.post(reverse("claims:claim_save", args=[claim.pk]), form)
    assert answer.status_code == 422
    assert "The clocks go forward then: that day has no 02:30 in Europe/Berlin." in answer.content.decode()


@pytest.mark.parametrize("deadline", [FIRST, SECOND])
def test_a_deadline_that_was_not_touched_stays_where_its_hour_comes_twice(client, cast, article, deadline):
    Article.objects.filter(pk=article.pk).update(deadline=deadline)
    client.force_login(cast.chief)
    address = reverse("claims:article_details", args=[article.pk])
    form = next(one for one in forms_of(client.get(address)).values() if "headline" in one)
    assert client.post(address, form | {"outlet": "The Bridge Post"}).status_code == 302
    article.refresh_from_db()
    assert (article.outlet, article.deadline) == ("The Bridge Post", deadline)
    assert client.post(address, form | {"outlet": "The Bridge Post", "deadline": ""}).status_code == 302
    article.refresh_from_db()
    assert article.deadline == NO_DUE


def test_whoever_assigns_a_claim_moves_no_due_date_that_was_not_touched(client, cast, claim):
    assert claim.due == SECOND
    client.force_login(cast.chief)
    form = forms_of(panel(client, claim))["claim-form"]
    assert form["assign-due"] == ["2027-10-31T02:30"]
    answer = do(client, claim, "assign", form | {"assign-assignee": cast.second_checker.pk})
    assert answer.status_code == 302
    assigned = Claim.objects.get(pk=claim.pk)
    assert (assigned.assignee, assigned.due) == (cast.second_checker, SECOND)
    assert "due" not in assigned.events.order_by("sequence").last().words


def test_a_due_date_is_removed_by_emptying_it(client, cast, claim):
    client.force_login(cast.chief)
    form = forms_of(panel(client, claim))["claim-form"] | {"assign-due": ""}
    assert do(client, claim, "assign", form).status_code == 302
    assert Claim.objects.get(pk=claim.pk).due == NO_DUE
    assert "its due date was removed" in claim.events.order_by("sequence").last().words
    assert forms_of(panel(client, claim))["claim-form"]["assign-due"] == [""]


def test_a_due_date_is_changed_to_what_was_typed(client, cast, claim):
    client.force_login(cast.chief)
    form = forms_of(panel(client, claim))["claim-form"] | {"assign-due": "2027-11-01T12:00"}
    assert do(client, claim, "assign", form).status_code == 302
    assert Claim.objects.get(pk=claim.pk).due == datetime(2027, 11, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
