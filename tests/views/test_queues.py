"""The queue pages: what is in, what is hidden and why, and on to the next one."""

import pytest
from django.urls import reverse

from claims.editing.threads import open_thread, say
from claims.history import acting
from claims.queries.paging import cursor_of
from claims.queries.queues import KEYS, QUEUES
from claims.states import ClaimState
from claims.workflow import perform, standing_of
from tests.make import make_article, make_claim, make_evidence, send_to_review
from tests.pages import folded

WORDS = ["40 lorries", "3 cracks in its deck", "the bridge was closed", "No one was hurt", "the old bridge"]


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def in_review(cast, article):
    claims = [make_claim(article, words, actor=cast.checker) for words in WORDS[:3]]
    for claim in claims:
        send_to_review(claim, cast.checker)
    return claims


@pytest.fixture
def see(client):
    def get(person, name, *args, **query):
        client.force_login(person)
        return client.get(reverse(f"claims:{name}", args=args, query=query))

    return get


@pytest.fixture
def go(client):
    """Press Take next, or Skip to next."""

    def post(person, name, left=None, **query):
        client.force_login(person)
        address = reverse("claims:queue_next", args=[name], query=query)
        return client.post(address, {"left": left.pk} if left else {})

    return post


def address(claim, queue):
    return reverse("claims:claim", args=[claim.article_id, claim.number]) + f"?from={queue}"


def place(claim):
    """The cursor of a claim in a queue."""
    return cursor_of(claim, KEYS)


def test_a_row_says_what_it_takes_to_choose(see, cast, in_review):
    make_evidence(in_review[0], actor=cast.checker)
    page = folded(see(cast.reviewer, "queue", "review"))
    assert f'href="{address(in_review[0], "review")}"' in page
    assert "Bridge reopens after the flood</bdi>, line 2" in page
    assert "1 · 1 origin" in page and "Leyla Checker" in page and "No deadline" in page
    assert 'class="pill v-supported">Supported' in page


def test_the_page_says_how_many_are_hidden_and_why(see, cast, in_review):
    for claim in in_review[:2]:
        make_evidence(claim, actor=cast.reviewer)
    page = see(cast.reviewer, "queue", "review").text
    assert "2 more are hidden: you worked on them." in page
    assert page.count('class="st"') == 1
    assert "hidden: " not in see(cast.second_reviewer, "queue", "review").text


def test_an_observer_reads_every_queue(see, cast, in_review):
    for name in QUEUES:
        assert see(cast.observer, "queue", name).status_code == 200
    page = see(cast.observer, "queue", "review").text
    assert "You can read this queue." in page and page.count('class="st"') == 3


def test_there_is_no_other_queue(see, go, cast):
    assert see(cast.checker, "queue", "nothing").status_code == 404
    assert go(cast.checker, "nothing").status_code == 404


def test_returned_claims_stand_on_top_of_my_work_with_the_reason(see, cast, in_review, article):
    perform("return", in_review[0], actor=cast.reviewer, reason="Say which bridge.")
    perform("take", make_claim(article, WORDS[3], actor=cast.checker), actor=cast.checker)
    page = see(cast.checker, "queue", "mine")
    assert [claim.number for claim in page.context["first"]] == [1]
    assert [claim.number for claim in page.context["rows"]] == [4]
    assert "Say which bridge." in page.text


def test_every_page_shows_how_many_claims_wait_for_me(see, cast, in_review):
    assert 'Queues <span class="count">3</span>' in see(cast.reviewer, "sources").text
    assert 'Queues <span class="count">' not in see(cast.observer, "sources").text


def test_a_reviewer_decides_and_lands_on_the_next_one(see, go, cast, in_review):
    first = go(cast.reviewer, "review")
    assert first.url == address(in_review[0], "review")
    perform("approve", in_review[0], actor=cast.reviewer, content_hash=standing_of(in_review[0]).content_hash)
    assert go(cast.reviewer, "review", after=place(in_review[0])).url == address(in_review[1], "review")


def test_after_the_last_one_the_queue_says_that_nothing_is_left(client, see, go, cast, in_review):
    for claim in in_review:
        perform("approve", claim, actor=cast.reviewer, content_hash=standing_of(claim).content_hash)
    assert in_review[0].__class__.objects.filter(state=ClaimState.SIGNED_OFF).count() == 3
    away = go(cast.reviewer, "review", after=place(in_review[2]))
    assert away.url == reverse("claims:queue", args=["review"])
    page = client.get(away.url).text
    assert "Nothing is left in ready for review." in page and "Nothing waits for your signature." in page


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "123456", "", "1_2", f"0_{'9' * 18}_1", "0_0_0_0", "a_b_c"])
def test_a_hand_made_place_is_the_start(see, go, cast, in_review, after):
    assert go(cast.reviewer, "review", after=after).url == address(in_review[0], "review")
    assert see(cast.reviewer, "queue", "review", after=after).text.count('class="st"') == 3


def test_another_desks_claim_as_a_place_shows_nothing_of_that_desk(see, cast, in_review):
    theirs = make_claim(make_article(cast.other_desk, actor=cast.outsider), WORDS[0], actor=cast.outsider, priority=9)
    page = see(cast.reviewer, "queue", "review", after=place(theirs))
    assert [claim.pk for claim in page.context["rows"]] == [claim.pk for claim in in_review]


def test_a_page_begins_where_its_cursor_says_when_the_row_moved_or_went(see, go, cast, article):
    made = [make_claim(article, WORDS[at % 5], actor=cast.checker) for at in range(53)]
    first = see(cast.chief, "queue", "unassigned")
    after = first.context["more"].removeprefix("after=")
    moved, gone = first.context["rows"][-1], first.context["rows"][-2]
    with acting(cast.chief):
        type(moved).objects.filter(pk=moved.pk).update(priority=-5)
    perform("take", gone, actor=cast.checker)
    second = see(cast.chief, "queue", "unassigned", after=after)
    assert [claim.pk for claim in second.context["rows"]] == [*[claim.pk for claim in made[50:]], moved.pk]
    following = go(cast.chief, "unassigned", after=after)
    assert following.url == address(made[50], "unassigned")


def test_a_long_queue_pages_on_without_losing_a_claim(see, cast, article):
    for at in range(53):
        make_claim(article, WORDS[at % 5], actor=cast.checker, priority=at % 2)
    first = see(cast.chief, "queue", "unassigned")
    last = place(first.context["rows"][-1])
    assert first.context["more"] == f"after={last}"
    second = see(cast.chief, "queue", "unassigned", after=last)
    numbers = [claim.number for page in (first, second) for claim in page.context["rows"]]
    assert numbers == [*range(2, 54, 2), *range(1, 54, 2)]
    assert second.context["more"] == "" and "From the start" in second.text


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("reviewer", "review"),
        ("legal", "review"),
        ("checker", "mine"),
        ("chief", "unassigned"),
        ("writer", "queries"),
        ("observer", "review"),
    ],
)
def test_everybody_begins_at_their_own_queue(see, cast, person, name):
    assert see(getattr(cast, person), "queues").url == reverse("claims:queue", args=[name])


def test_a_queues_page_costs_the_same_for_one_claim_as_for_three(client, cast, article, django_assert_num_queries):
    client.force_login(cast.reviewer)
    for words in (WORDS[:1], WORDS[1:3]):
        for one in words:
            claim = make_claim(article, one, actor=cast.checker)
            make_evidence(claim, actor=cast.checker)
            send_to_review(claim, cast.checker)
        # session, person, roles, counts, claims, sides, evidence, hidden
        with django_assert_num_queries(7):
            client.get(reverse("claims:queue", args=["review"]))
    client.force_login(cast.observer)
    with django_assert_num_queries(4):  # session, person, roles, the next
        client.post(reverse("claims:queue_next", args=["review"]))


def test_a_query_is_listed_with_what_was_asked_and_who_spoke_last_and_leads_to_its_thread(see, go, cast, article):
    claim = make_claim(article, WORDS[0], actor=cast.checker)
    asked = open_thread(article, actor=cast.reviewer, words="Who counted them?", claim=claim, is_query=True)
    whole = open_thread(article, actor=cast.reviewer, words="Is this the last text?", is_query=True)
    say(asked, actor=cast.writer, words="The mayor did.")
    page = folded(see(cast.writer, "queue", "queries"))
    there = f"{reverse('claims:claim', args=[article.pk, 1])}?tab=threads#thread-{asked.pk}"
    assert f'href="{there}">Who counted them?</a>' in page
    assert f'href="{reverse("claims:article_threads", args=[article.pk])}#thread-{whole.pk}"' in page
    assert f'<td data-label="Last word">{cast.writer}</td>' in page and "Claim 1</td>" in page
    assert 'Queries<span class="count">2</span>' in page and "The oldest first." in page
    assert go(cast.writer, "queries").url == there
    assert go(cast.writer, "queries", after=asked.pk).url.endswith(f"#thread-{whole.pk}")


@pytest.mark.parametrize("name", ["queries", "needs_evidence", "overdue"])
def test_an_empty_queue_of_the_whole_desk_says_what_it_holds(see, cast, name):
    page = see(cast.checker, "queue", name).text
    assert QUEUES[name].empty in page and "This covers the whole desk, except withdrawn articles." in page
    assert "Take next" not in page


def test_queries_page_on_without_losing_one(see, cast, article):
    for at in range(52):
        open_thread(article, actor=cast.reviewer, words=f"Question {at}", is_query=True)
    first = see(cast.observer, "queue", "queries").context
    second = see(cast.observer, "queue", "queries", after=first["rows"][-1].pk).context
    assert [row.asked for row in [*first["rows"], *second["rows"]]] == [f"Question {at}" for at in range(52)]
    assert first["more"] and not second["more"]


def test_a_reviewer_passes_over_a_claim_to_the_next_of_its_queue(see, go, cast, in_review):
    first, second, third = in_review
    page = see(cast.reviewer, "claim", first.article_id, first.number, **{"from": "review"})
    passing = reverse("claims:queue_next", args=["review"], query={"after": place(first)})
    assert f'action="{passing}"' in page.text and 'data-key="shift+n"' in page.text
    assert go(cast.reviewer, "review", after=place(first)).url == address(second, "review")
    assert go(cast.reviewer, "review", after=place(third)).url == address(first, "review")
    plain = see(cast.reviewer, "claim", first.article_id, first.number)
    odd = see(cast.reviewer, "claim", first.article_id, first.number, **{"from": "review.x"})
    assert "shift+n" not in plain.text and "shift+n" not in odd.text


def test_a_queue_is_read_for_one_article_and_gone_through_in_it(see, go, cast, in_review):
    other = make_article(cast.desk, actor=cast.writer)
    there = make_claim(other, WORDS[0], actor=cast.checker, statement="Of the other article.")
    send_to_review(there, cast.checker)
    page = see(cast.reviewer, "queue", "review", article=other.pk).text
    assert "Of the other article." in page and page.count('class="st"') == 1
    assert f'href="{address(there, f"review.{other.pk}")}"' in page
    passing = reverse("claims:queue_next", args=["review"], query={"article": other.pk})
    assert f'action="{passing}"' in page
    first = in_review[0]
    assert go(cast.reviewer, "review", article=first.article_id).url == address(first, f"review.{first.article_id}")
    panel = see(cast.reviewer, "claim", other.pk, there.number, **{"from": f"review.{other.pk}"}).text
    assert f"?after={place(there)}&amp;article={other.pk}" in panel
    done = go(cast.reviewer, "review", article=other.pk, after=place(there))
    assert done.url == reverse("claims:queue", args=["review"], query={"article": other.pk})
    for odd in ("x", "0", "9" * 30, "99999"):
        assert see(cast.reviewer, "queue", "review", article=odd).status_code == 404
        assert go(cast.reviewer, "review", article=odd).status_code == 404
    assert see(cast.outsider, "queue", "review", article=other.pk).status_code == 404


@pytest.mark.parametrize("claims", [1, 3])
def test_a_queue_of_one_article_costs_the_same_for_one_claim_as_for_three(
    client, cast, article, claims, django_assert_max_num_queries
):
    for words in WORDS[:claims]:
        send_to_review(make_claim(article, words, actor=cast.checker), cast.checker)
    client.force_login(cast.reviewer)
    with django_assert_max_num_queries(13):
        assert client.get(reverse("claims:queue", args=["review"], query={"article": article.pk})).status_code == 200
