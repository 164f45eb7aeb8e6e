"""What somebody holds is given on when they leave, each thing as an Event, and nothing is held silently."""

import pytest

from claims.editing.threads import open_thread, resolve
from claims.errors import NotYours
from claims.history import acting
from claims.models import Claim, Event, Person, ReleaseException, Thread
from claims.queries.holdings import holdings_of
from claims.queries.queues import QUEUES
from claims.workflow.handover import hand_over
from tests.admin.test_changes import filled, page, save
from tests.make import make_article, make_claim, sign_article, sign_off


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def held(cast, article):
    """What ``cast.checker`` holds: a claim in work, a signed-off one, an exception, and a query that they opened."""
    work = make_claim(article, "3 cracks in its deck", actor=cast.checker)
    signed = make_claim(article, "No one was hurt", actor=cast.checker)
    sign_off(signed, cast.reviewer, by=cast.checker)
    with acting(cast.chief):
        Claim.objects.filter(pk__in=[work.pk, signed.pk]).update(assignee=cast.checker)
    release = sign_article(article, cast.chief, "released", reason="The page closes")
    with acting(cast.chief):
        owned = {"item": "claim:1", "words": "Claim 1 is open", "owner": cast.checker}
        exception = ReleaseException.objects.create(signoff=release, **owned)
    query = open_thread(article, actor=cast.checker, words="Who counted them?", is_query=True)
    return {"work": work, "signed": signed, "exception": exception, "query": query}


def leave(admin, person, **over):
    """The answer to taking access away from ``person`` on their page of the admin."""
    address = page(Person, "change", person.pk)
    return admin.post(address, filled(admin.get(address), is_active=None, **over))


def told(article):
    return [event.words for event in Event.objects.filter(article=article, verb="handed_over").order_by("sequence")]


def test_what_somebody_holds_is_shown_and_nobody_leaves_with_it(admin, cast, held):
    shown = admin.get(page(Person, "change", cast.checker.pk)).text
    for words in ("Claim 1 (open) of", "Claim 2 (signed off) of", "Exception “Claim 1 is open”", "Query on “Bridge"):
        assert words in shown, words
    refused = leave(admin, cast.checker)
    assert "Leyla Checker holds 2 claims, 1 exception, 1 query. Choose who takes it over, or Nobody." in refused.text
    assert Person.objects.get(pk=cast.checker.pk).is_active and not told(held["work"].article)


def test_all_of_it_is_given_to_somebody_each_thing_as_an_event_and_access_ends(admin, cast, held, article):
    assert leave(admin, cast.checker, successor=cast.second_checker.pk).status_code == 302
    assert not Person.objects.get(pk=cast.checker.pk).is_active and not holdings_of(cast.checker)
    assert set(Claim.objects.values_list("assignee", flat=True)) == {cast.second_checker.pk}
    assert Claim.objects.get(pk=held["signed"].pk).state == "signed_off"
    assert ReleaseException.objects.get().owner == cast.second_checker
    goes = "from Leyla Checker to Sam Checker"
    assert told(article) == [
        f"Ada Admin gave claim 1 {goes}",
        f"Ada Admin gave the exception “Claim 1 is open” {goes}",
        f"Ada Admin gave a query {goes}",
        f"Ada Admin gave the signed-off claim 2 {goes}",
    ]
    assert set(Event.objects.filter(verb="handed_over").values_list("actor", flat=True)) == {cast.admin.pk}


def test_whoever_is_given_a_query_of_somebody_who_left_resolves_it_and_nobody_else_does(admin, cast, held):
    query = held["query"]
    hand_over(cast.checker, cast.second_checker, actor=cast.admin)
    assert query in QUEUES["queries"].parts(cast.second_checker)[0]
    with pytest.raises(NotYours):  # whoever asked is still there
        resolve(Thread.objects.get(), actor=cast.second_checker)
    leave(admin, cast.checker)
    with pytest.raises(NotYours):
        resolve(Thread.objects.get(), actor=cast.reviewer)
    resolve(Thread.objects.get(), actor=cast.second_checker)
    assert Thread.objects.get().resolved_by == cast.second_checker


def test_the_database_lets_staff_alone_give_a_query_on(cast, held):
    with pytest.raises(NotYours, match="Staff give a query"), acting(cast.second_checker):
        Thread.objects.update(given_to=cast.second_checker)


def test_queries_that_wait_for_an_author_who_leaves_are_given_on(admin, cast, held, article):
    query = open_thread(article, actor=cast.reviewer, words="Who said so?", is_query=True)
    assert leave(admin, cast.writer, successor=cast.chief.pk).status_code == 302
    assert Thread.objects.get(pk=query.pk).given_to == cast.chief
    assert told(article)[-1] == "Ada Admin gave what waits here for Wanda Writer, an author, to Chris Chief"
    assert article.authors.get().person == cast.writer


def test_what_somebody_may_not_have_is_said_and_the_rest_can_be_given_before(admin, cast, held):
    refused = leave(admin, cast.checker, successor=cast.observer.pk)
    assert "Olga Observer cannot take 2 claims on City desk, 1 query on City desk" in refused.text
    assert ReleaseException.objects.get().owner == cast.checker
    save(admin, page(Person, "change", cast.checker.pk), successor=cast.observer.pk)
    assert ReleaseException.objects.get().owner == cast.observer
    assert Person.objects.get(pk=cast.checker.pk).is_active and len(holdings_of(cast.checker).claims) == 2


def test_with_nobody_to_take_it_access_ends_all_the_same_and_the_record_says_what_is_left(admin, cast, held, article):
    assert leave(admin, cast.checker, successor="nobody").status_code == 302
    assert not Person.objects.get(pk=cast.checker.pk).is_active
    assert set(Claim.objects.values_list("assignee", flat=True)) == {None}
    assert held["work"] in QUEUES["unassigned"].rows(cast.chief)
    assert "Ada Admin left the exception “Claim 1 is open”, which Leyla Checker had, to a chief" in told(article)
    left = admin.get(page(Person, "changelist"), {"holds": "left"}).context["cl"].queryset
    assert list(left) == [cast.checker]


def test_whoever_holds_nothing_leaves_without_a_question(admin, cast):
    assert leave(admin, cast.quiet).status_code == 302
    assert not Person.objects.get(pk=cast.quiet.pk).is_active


@pytest.mark.parametrize("on", ["person", "desk"])
def test_whoever_loses_the_role_for_what_they_hold_is_named_with_it(admin, cast, held, on):
    role = cast.checker.memberships.get()
    thing = cast.checker if on == "person" else cast.desk
    address = page(type(thing), "change", thing.pk)
    form = filled(admin.get(address))
    row = next(name for name, value in form.items() if name.endswith("-id") and value == role.pk and "member" in name)
    done = admin.post(address, form | {"reason": "Left the desk", row.removesuffix("id") + "DELETE": "on"}, follow=True)
    assert "Leyla Checker still holds 2 claims on City desk" in done.text
