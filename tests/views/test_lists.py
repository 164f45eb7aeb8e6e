"""The lists: everybody of a desk reads them, no other desk's things are in them, and rows cost no queries."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.editing.threads import open_thread
from claims.glossary import TERMS
from claims.history import acting
from claims.models import Article, Claim, EvidenceRule, Source
from claims.queries.desk import BY_DEADLINE
from claims.queries.gate import gate_of
from claims.queries.paging import cursor_of
from claims.workflow import close_exception, perform, propose_release, second_release, withdraw_article
from claims.workflow.articles import article_hash
from tests.make import (
    make_article,
    make_claim,
    make_correction,
    make_desk,
    make_evidence,
    make_published,
    make_source,
    make_speaker,
    send_to_review,
    sign_off,
)
from tests.pages import folded

WORDS = ["40 lorries", "3 cracks in its deck", "The ministry denied", "No one was hurt"]
HOUR = timedelta(hours=1)


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def see(client):
    """Get a page as somebody: ``see(person, name, *args, **query)``."""

    def get(person, name, *args, **query):
        client.force_login(person)
        return client.get(reverse(f"claims:{name}", args=args, query=query))

    return get


def change(thing, actor, **fields):
    with acting(actor):
        type(thing).objects.filter(pk=thing.pk).update(**fields)


def release(article, cast):
    """Release with exceptions, all of them the chief's."""
    EvidenceRule.objects.get_or_create(desk=cast.desk, code="coverage", level="block")
    owners = {item.key: cast.chief.pk for item in gate_of(article) if item.blocks and not item.ok}
    return propose_release(
        article, actor=cast.chief, content_hash=article_hash(article.pk), reason="The flood is tonight.", owners=owners
    )


# The desk


def test_an_empty_desk_offers_to_bring_an_article_in_to_who_may(see, cast):
    assert f'href="{reverse("claims:article_new")}"' in see(cast.writer, "desk").text
    page = see(cast.observer, "desk").text
    assert "No articles are in work" in page and reverse("claims:article_new") not in page


def step(page):
    """The step of the path that is marked as the next one; "" where no path is shown."""
    found = re.search(r'<li aria-current="step">\s*<b>(\w+)</b>', page.text)
    return found[1] if found else ""


def test_a_desk_is_shown_the_path_until_it_signed_a_claim_and_the_next_step_is_marked(see, cast):
    seen = [step(see(cast.checker, "desk"))]
    article = make_article(cast.desk, actor=cast.writer)
    seen.append(step(see(cast.checker, "desk")))
    claim = make_claim(article, "40 lorries", actor=cast.checker)
    seen.append(step(see(cast.checker, "desk")))
    make_evidence(claim, actor=cast.checker)
    seen.append(step(see(cast.checker, "desk")))
    send_to_review(claim, cast.checker)
    seen.append(step(see(cast.checker, "desk")))
    sign_off(claim, cast.reviewer, by=cast.checker)
    assert [*seen, step(see(cast.checker, "desk"))] == ["Add", "Split", "Evidence", "Review", "Sign", ""]


def test_a_query_to_a_writer_is_on_their_front_page_and_in_the_navigation(see, cast):
    article = make_article(cast.desk, actor=cast.checker, authors=[cast.writer])
    open_thread(article, actor=cast.checker, words="Where is that from?", is_query=True)
    page = folded(see(cast.writer, "desk"))
    assert "Queries for you" in page and "Where is that from?" in page
    assert re.search(r'Queues ?<span class="count">1</span>', page)
    assert "Queries for you" not in see(cast.checker, "desk").text  # who asked waits for the answer
    assert "Queries for you" not in see(cast.observer, "desk").text


def test_an_article_whose_claims_are_all_signed_is_told_to_the_chief(see, cast):
    article = make_article(cast.desk, actor=cast.writer)
    claims = [make_claim(article, words, actor=cast.checker) for words in ("40 lorries", "3 cracks in its deck")]
    for claim in claims:
        make_evidence(claim, actor=cast.checker)
        send_to_review(claim, cast.checker)
        assert "for the chief to sign" not in see(cast.chief, "desk").text
        sign_off(claim, cast.reviewer, by=cast.checker)
    page = folded(see(cast.chief, "desk"))
    assert "Every claim is signed off" in page and re.search(r"gate [5-9] of (9|10) ready", page)
    assert "for the chief to sign" not in see(cast.checker, "desk").text


def test_every_word_of_the_desk_has_its_line_and_a_page_leads_to_it(see, cast):
    page = see(cast.observer, "glossary").text
    assert "Signed off does not mean true" in page and "Not enough evidence" in page
    assert all(f'id="{key}"' in page for key in TERMS)
    assert reverse("claims:glossary") in see(cast.observer, "desk").text


def test_somebody_without_a_desk_is_told_so(see, cast):
    assert "You are not on a desk yet" in see(cast.quiet, "desk").text
    assert f'href="{reverse("claims:setup")}">Admin' in " ".join(see(cast.admin, "desk").text.split())


def test_the_desk_shows_articles_by_deadline_with_what_their_claims_are(see, cast, article):
    now = timezone.now()
    sooner = make_article(cast.desk, actor=cast.writer, headline="Sooner", deadline=now + HOUR)
    late = make_article(cast.desk, actor=cast.writer, headline="Late one", deadline=now - HOUR)
    for words in WORDS[:2]:
        claim = make_claim(sooner, words, actor=cast.checker)
    perform("take", claim, actor=cast.checker)
    page = see(cast.observer, "desk")
    assert [one.article for one in page.context["late_articles"]] == [late]
    assert [one.article for one in page.context["next_articles"]] == [sooner, article]
    assert "3 articles in checking, 1 late" in folded(page)
    assert 'aria-label="2 claims: 1 checking, 1 open"' in page.text
    assert "Leyla Checker: 1 in work" in page.text


def test_the_desk_says_what_is_late_and_who_has_it(see, cast, article):
    taken, nobodys, in_review, on_time = (make_claim(article, words, actor=cast.checker) for words in WORDS)
    perform("take", taken, actor=cast.checker)
    send_to_review(in_review, cast.checker)
    for claim in (taken, nobodys, in_review):
        change(claim, cast.chief, due=timezone.now() - HOUR)
    change(on_time, cast.chief, due=timezone.now() + HOUR)
    page = see(cast.chief, "desk")
    assert {claim.pk for claim in page.context["late_claims"]} == {taken.pk, nobodys.pk, in_review.pk}
    for who in ("Leyla Checker", "<b>Nobody</b>", "The reviewers"):
        assert f'data-label="Who has it">{who}</td>' in folded(page)
    assert "1 h late" in page.text


def test_an_exception_stays_on_the_desk_until_it_is_closed(see, cast, article):
    signoff = release(article, cast)
    page = see(cast.observer, "desk")
    assert "Releases waiting for a second person" in page.text and not page.context["exceptions"]
    second_release(signoff, actor=cast.reviewer)
    assert len(see(cast.observer, "desk").context["exceptions"]) == signoff.exceptions.count() > 0
    for exception in signoff.exceptions.all():
        close_exception(exception, actor=cast.reviewer, reason="The count is lost.")
    assert see(cast.observer, "desk").context["exceptions"] == []


def test_the_desk_begins_with_ones_own_next_claims(see, cast, article):
    mine, other = (make_claim(article, words, actor=cast.checker) for words in WORDS[:2])
    perform("take", mine, actor=cast.checker)
    send_to_review(other, cast.second_checker)
    assert [claim.pk for claim in see(cast.checker, "desk").context["next_claims"]] == [mine.pk]
    assert [claim.pk for claim in see(cast.reviewer, "desk").context["next_claims"]] == [other.pk]
    assert see(cast.observer, "desk").context["next_claims"] == []


# What all lists keep


def fill(cast, article, n):
    """``n`` of everything that a list shows: articles, late claims in my work, sources with an origin, exceptions."""
    for _ in range(n):
        other = make_article(cast.desk, actor=cast.writer, deadline=timezone.now() - HOUR)
        claim = make_claim(other, WORDS[0], actor=cast.checker, speaker=make_speaker(cast.desk))
        origin = make_source(cast.desk)
        make_evidence(claim, make_source(cast.desk, origin=origin, speaker=make_speaker(cast.desk)), actor=cast.checker)
        perform("take", claim, actor=cast.checker)
        change(claim, cast.chief, due=timezone.now() - HOUR)
        second_release(release(other, cast), actor=cast.reviewer)
        release(make_article(cast.desk, actor=cast.writer, deadline=timezone.now() - HOUR), cast)
        make_correction(make_published(cast.desk, cast.chief, marked_by=cast.checker), actor=cast.checker)


#: Session, person, roles and what waits are four of each.
COSTS = {"desk": 17, "articles": 6, "claims": 7, "sources": 7}


@pytest.mark.parametrize("name", COSTS)
def test_a_list_costs_the_same_for_one_row_as_for_three(client, cast, article, django_assert_num_queries, name):
    client.force_login(cast.checker)
    for n in (1, 2):
        fill(cast, article, n)
        with django_assert_num_queries(COSTS[name]):
            assert client.get(reverse(f"claims:{name}")).status_code == 200


def test_no_list_holds_anything_of_another_desk(see, cast, article):
    fill(cast, article, 1)
    change(article, cast.writer, headline="Of the city desk")
    for name in ("desk", "articles", "claims", "sources"):
        page = see(cast.outsider, name, **({} if name == "desk" else {"q": ""}))
        assert "Of the city desk" not in page.text and "survey" not in page.text.lower()
        assert 'class="st"' not in page.text and 'class="art"' not in page.text
    assert see(cast.outsider, "source", Source.objects.first().pk).status_code == 404


HAND_MADE = [
    ("articles", {"state": "x"}),
    ("articles", {"after": "9" * 40}),
    ("claims", {"assignee": "x"}),
    ("claims", {"article": "-1"}),
    ("claims", {"verdict": "'"}),
    ("claims", {"q": "x\0"}),
    ("claims", {"speaker": "…"}),
    ("claims", {"q": "a" * 300}),
    ("sources", {"kind": "x"}),
    ("sources", {"after": "zero"}),
    ("sources", {"after": "1_x"}),
    ("articles", {"after": "٣_١"}),
]


@pytest.mark.parametrize(("name", "query"), HAND_MADE)
def test_a_hand_made_address_is_answered_in_words(see, cast, article, name, query):
    page = see(cast.observer, name, **query)
    assert page.status_code == 422 and "These filters cannot be used" in page.text


# Articles


def test_articles_in_work_come_by_deadline_and_finished_ones_newest_first(see, cast, article):
    sooner = make_article(cast.desk, actor=cast.writer, deadline=timezone.now() + HOUR)
    gone = [make_article(cast.desk, actor=cast.writer, headline=f"Gone {n}") for n in range(2)]
    for one in gone:
        withdraw_article(one, actor=cast.chief, reason="Not ours to check.")

    def listed(**query):
        return [one.article for one in see(cast.observer, "articles", **query).context["articles"]]

    assert listed() == [sooner, article]
    assert listed(state="withdrawn") == gone[::-1]
    assert listed(state="any") == [*gone[::-1], sooner, article]
    assert listed(state="any", q="gone") == gone[::-1]
    assert listed(ownership="theirs") == []


def test_articles_page_on_and_on_without_losing_one(see, cast, monkeypatch):
    made = [make_article(cast.desk, "A. B.", actor=cast.writer, headline=f"No. {n}") for n in range(52)]
    first = see(cast.observer, "articles")
    assert 'rel="next"' in first.text
    second = see(cast.observer, "articles", after=cursor_of(first.context["articles"][-1].article, BY_DEADLINE))
    seen = [one.article for page in (first, second) for one in page.context["articles"]]
    assert seen == made and 'rel="next"' not in second.text


# Claims


def test_claims_are_narrowed_by_state_verdict_speaker_checker_article_and_words(see, cast, article):
    speaker = make_speaker(cast.desk, "Ministry of Transport")
    plain = make_claim(article, WORDS[0], actor=cast.checker)
    taken = make_claim(article, WORDS[1], actor=cast.checker, speaker=speaker)
    perform("take", taken, actor=cast.checker)
    sent = make_claim(make_article(cast.desk, actor=cast.writer), WORDS[2], actor=cast.checker)
    send_to_review(sent, cast.checker)

    def listed(**query):
        page = see(cast.observer, "claims", **query)
        assert page.status_code == 200
        return [claim.pk for claim in page.context["claims"]]

    assert listed() == [sent.pk, taken.pk, plain.pk]
    assert listed(state="checking") == [taken.pk]
    assert listed(verdict="supported") == [sent.pk]
    assert listed(speaker="MINISTRY of") == [taken.pk]
    assert listed(assignee=cast.checker.pk) == [taken.pk]
    assert listed(article=article.pk) == [taken.pk, plain.pk]
    assert listed(q="lorr") == [plain.pk]
    assert listed(q="lorr", state="checking") == []
    assert listed(after=sent.pk) == [taken.pk, plain.pk]


def test_the_next_page_keeps_what_narrows_the_list(see, cast, article):
    for _ in range(51):
        make_claim(article, WORDS[0], actor=cast.checker)
    page = see(cast.observer, "claims", q="lorries", state="open")
    last = page.context["claims"][-1].pk
    assert f"?q=lorries&amp;state=open&amp;after={last}" in page.text


def test_somebody_on_two_desks_may_look_at_one(see, cast, article):
    other = make_desk("Sports desk")
    cast.observer.memberships.create(desk=other, role="observer")
    make_article(other, actor=cast.writer, headline="Elsewhere")
    assert "Elsewhere" in see(cast.observer, "articles").text
    assert "Elsewhere" not in see(cast.observer, "articles", desk=cast.desk.pk).text
    assert see(cast.observer, "articles", desk=cast.other_desk.pk).status_code == 422


def test_a_claim_without_statement_shows_its_words_escaped(see, cast):
    article = make_article(cast.desk, "Bridge\n\nA <b>bold</b> claim.", actor=cast.writer)
    make_claim(article, "<b>bold</b>", actor=cast.checker, statement="")
    assert "&lt;b&gt;bold&lt;/b&gt;" in see(cast.observer, "claims").text
    assert Claim.objects.count() == Article.objects.count() == 1


def test_what_is_done_has_no_deadline_any_more(see, cast, article):
    claim = make_claim(article, WORDS[0], actor=cast.checker)
    change(claim, cast.chief, due=timezone.now() - HOUR)
    assert "1 h late" in see(cast.observer, "claims").text
    sign_off(claim, cast.reviewer, by=cast.checker)
    assert "1 h late" not in see(cast.observer, "claims").text
