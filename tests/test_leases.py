"""Take next: each claim goes to one person, for as long as they work on it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from claims.editing.threads import open_thread
from claims.history import acting
from claims.models import Claim, Event, Lease
from claims.permissions import roles_by_desk
from claims.states import ClaimState
from claims.tasks import end_leases
from claims.workflow import perform, standing_of
from claims.workflow.leases import end_lease, take_next
from tests.database.conftest import refused
from tests.make import make_article, make_claim, send_to_review

WORDS = ["40 lorries", "3 cracks in its deck", "the bridge was closed"]


@pytest.fixture
def claims(cast):
    article = make_article(cast.desk, actor=cast.writer)
    return [make_claim(article, words, actor=cast.checker) for words in WORDS]


@pytest.fixture
def in_review(cast, claims):
    for claim in claims:
        send_to_review(claim, cast.checker)
    return claims


def idle(minutes=31):
    """Let so many minutes go by without work on any claim."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE claims_lease SET until = until - make_interval(mins => %s)", [minutes])
        cursor.execute("SET session_replication_role = origin")


def until(claim):
    return Lease.objects.get(claim=claim).until


def test_take_next_hands_each_claim_in_review_to_one_reviewer(cast, in_review):
    first, second, third = in_review
    assert take_next("review", actor=cast.reviewer) == first
    assert take_next("review", actor=cast.second_reviewer) == second
    assert take_next("review", actor=cast.reviewer) == first, "they have it, and did not decide"
    assert abs(until(first) - timezone.now() - timedelta(minutes=30)) < timedelta(minutes=1)
    assert {claim.state for claim in Claim.objects.all()} == {ClaimState.IN_REVIEW}
    assert take_next("review", actor=cast.second_reviewer, after="") == second
    end_lease(second, actor=cast.second_reviewer)
    approve(first, cast.reviewer)
    assert [take_next("review", actor=cast.reviewer) for _ in range(2)] == [second, second]
    approve(second, cast.reviewer)
    assert take_next("review", actor=cast.reviewer) == third
    assert take_next("review", actor=cast.second_reviewer) is None
    assert Lease.objects.count() == 1


def approve(claim, reviewer):
    perform("approve", claim, actor=reviewer, content_hash=standing_of(claim).content_hash)


def test_take_next_gives_an_unassigned_claim_to_one_checker_who_has_it_then(cast, claims):
    assert take_next("unassigned", actor=cast.checker) == claims[0]
    assert take_next("unassigned", actor=cast.second_checker) == claims[1]
    taken = Claim.objects.order_by("number")
    assert [(claim.state, claim.assignee) for claim in taken[:2]] == [
        ("checking", cast.checker),
        ("checking", cast.second_checker),
    ]
    assert taken[2].state == ClaimState.OPEN


def test_nobody_is_handed_a_claim_that_they_may_not_sign(cast, in_review):
    with acting(cast.second_reviewer):
        Claim.objects.filter(pk=in_review[0].pk).update(rationale="Rewritten by the second reviewer.")
    assert take_next("review", actor=cast.second_reviewer) == in_review[1]
    with refused("lease_signs"), acting(cast.second_reviewer):
        Lease.objects.create(claim=in_review[0], person=cast.second_reviewer)


def test_the_database_gives_a_claim_to_nobody_else_before_its_lease_ends(cast, in_review):
    take_next("review", actor=cast.reviewer)
    lease = Lease.objects.filter(claim=in_review[0])
    with refused("lease_held"), acting(cast.second_reviewer):
        lease.update(person=cast.second_reviewer)
    with refused("lease_own"), acting(cast.second_reviewer):
        lease.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), acting(cast.second_reviewer):
        Lease.objects.create(claim=in_review[0], person=cast.second_reviewer)
    with refused("lease_own"), acting(cast.second_reviewer):
        Lease.objects.create(claim=in_review[1], person=cast.reviewer)
    idle()
    assert take_next("review", actor=cast.second_reviewer) == in_review[0]
    assert Lease.objects.get().person == cast.second_reviewer


def test_work_on_a_claim_renews_its_lease_and_the_work_of_others_does_not(cast, in_review):
    first = take_next("review", actor=cast.reviewer)
    idle(20)
    was = until(first)
    open_thread(first.article, actor=cast.checker, claim=first, words="Look at the second source.")
    assert until(first) == was
    open_thread(first.article, actor=cast.reviewer, claim=first, words="Which one is it?")
    assert until(first) > was + timedelta(minutes=19)


@pytest.mark.parametrize("action", ["return", "hand_on", "withdraw", "retire"])
def test_a_lease_ends_when_its_claim_goes_on(cast, in_review, action):
    first = take_next("review", actor=cast.reviewer)
    actor = {"withdraw": cast.checker, "retire": cast.chief}.get(action, cast.reviewer)
    perform(action, first, actor=actor, reason="It says so.")
    assert not Lease.objects.exists()


def test_a_claim_that_nobody_worked_on_is_given_back_and_the_record_says_why(cast, claims):
    take_next("unassigned", actor=cast.checker)
    take_next("unassigned", actor=cast.second_checker)
    idle(20)
    open_thread(claims[1].article, actor=cast.second_checker, claim=claims[1], words="Asked the county.")
    idle(15)
    end_leases()
    first, second = Claim.objects.order_by("number")[:2]
    assert (first.state, first.assignee) == ("open", None)
    assert (second.state, second.assignee) == ("checking", cast.second_checker)
    said = Event.objects.get(verb="give_back")
    assert said.words == (f"{cast.checker} gave back claim 1: nobody worked on it for 30 minutes after Take next")
    assert Lease.objects.get().claim == second
    end_leases()
    assert Event.objects.filter(verb="give_back").count() == 1


def test_a_claim_that_is_kept_or_was_assigned_is_not_given_back(cast, claims):
    kept = take_next("unassigned", actor=cast.checker)
    end_lease(kept, actor=cast.checker)
    perform("take", claims[1], actor=cast.checker)
    idle()
    end_leases()
    assert {claim.assignee for claim in Claim.objects.order_by("number")[:2]} == {cast.checker}


def test_a_lease_of_somebody_who_left_ends_without_them(cast, claims):
    take_next("unassigned", actor=cast.checker)
    idle()
    cast.desk.memberships.filter(person=cast.checker).delete()
    cast.checker.__dict__.pop("_roles_by_desk", None)
    end_leases()
    assert not Lease.objects.exists() and not roles_by_desk(cast.checker)


def test_the_panel_and_the_queue_say_who_has_a_claim(client, cast, in_review):
    client.force_login(cast.reviewer)
    taken = client.post(reverse("claims:queue_next", args=["review"]))
    page = client.get(taken.url).text
    assert "Handed to you until" in page and "Let others take it" in page
    client.force_login(cast.second_reviewer)
    assert f"<b><bdi>{cast.reviewer}</bdi></b> is working on this claim" in client.get(taken.url).text
    rows = client.get(reverse("claims:queue", args=["review"])).text
    assert rows.count('<b class="tone info">With</b>') == 1
    client.force_login(cast.reviewer)
    client.post(reverse("claims:lease_end", args=[in_review[0].pk]))
    assert not Lease.objects.exists()


def test_skipping_a_claim_leaves_it_to_others(client, cast, in_review):
    first, second, _ = in_review
    client.force_login(cast.reviewer)
    page = client.post(reverse("claims:queue_next", args=["review"]), follow=True)
    skip = page.context["panel"]["next"]
    assert client.post(skip, {"left": first.pk}).url.endswith(f"/claims/{second.number}/?from=review")
    assert take_next("review", actor=cast.second_reviewer) == first
