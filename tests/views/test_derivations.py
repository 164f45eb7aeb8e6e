"""What a source derives from, said on its page: nothing typed is lost, and nobody else's source is found."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Derivation, Event, Source
from claims.views.chain import fitted
from tests.make import derive, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast):
    return make_source(cast.desk, "Sputnik Brasil", publisher="Sputnik")


def at(source):
    return reverse("claims:source", args=[source.pk])


def test_an_origin_is_added_changed_and_removed_on_the_sources_page(client, cast, source):
    client.force_login(cast.checker)
    add = reverse("claims:source_origin", args=[source.pk])
    interview = make_source(cast.desk, "Interview")
    foreign = make_source(cast.other_desk, "Foreign ledger")
    drift = "“tanks” became “combat vehicles”"
    for named, words in (
        ("no such title", "No other source"),
        ("#99999999999999999999999", "No other source"),
        (f"#{foreign.pk}", "No other source"),
        ("²", "No other source"),
        ("Sputnik Brasil", "It would derive from itself."),
        ("", "This field is required."),
    ):
        page = client.post(add, {"origin": named, "derivation": "translates", "drift": drift})
        assert page.status_code == 422 and words in page.text and drift in page.text, named
    typed = {"origin": "interview", "derivation": "translates", "drift": drift}
    page = client.post(add, typed, follow=True)
    assert "Translates" in page.text and drift in page.text and "Leyla Checker, " in page.text
    assert "already" in client.post(add, typed).text
    assert "translates it" in client.get(at(interview)).text
    made = Derivation.objects.get()
    change = reverse("claims:derivation", args=[made.pk])
    was = {"was_kind": "translates", "was_drift": drift}
    assert client.post(change, was | {"kind": "rumours", "drift": drift}).status_code == 422
    page = client.post(change, {"was_kind": "quotes", "was_drift": drift, "kind": "summarises", "drift": "kept words"})
    assert page.status_code == 409 and "Now it is: Translates." in page.text and "kept words" in page.text
    assert client.post(change, was | {"kind": "summarises", "drift": ""}).url == f"{at(source)}#origins"
    made.refresh_from_db()
    assert (made.kind, made.drift) == ("summarises", "")
    page = client.post(reverse("claims:derivation_remove", args=[made.pk]), follow=True)
    assert "Removed: summarises “Interview”." in page.text and "its own origin" in page.text
    assert client.post(change, was).status_code == 404
    assert Event.objects.filter(verb="source_changed").count() == 3


def test_a_new_source_says_at_once_what_it_derives_from(client, cast, source):
    client.force_login(cast.checker)
    new = {"desk": cast.desk.pk, "title": "A copy", "kind": "web_page", "terms": "on_record"}
    new["drift"] = "“200” became “about 200”"
    page = client.post(reverse("claims:source_new"), new)
    assert page.status_code == 422 and "Say from which source it drifted." in page.text and "about 200" in page.text
    client.post(reverse("claims:source_new"), new | {"origin": f"#{source.pk}", "derivation": "reports_on"})
    made = Source.objects.get(title="A copy").derivations.get()
    assert (made.origin, made.kind, made.drift) == (source, "reports_on", new["drift"])


def test_a_list_names_the_first_origins_in_as_many_queries_as_for_none(
    client, cast, source, django_assert_max_num_queries
):
    client.force_login(cast.observer)
    with django_assert_max_num_queries(20) as few:
        client.get(reverse("claims:sources"))
    for number in range(4):
        derive(source, make_source(cast.desk, f"Origin {number}"))
    with django_assert_max_num_queries(len(few) + 1):
        page = client.get(reverse("claims:sources")).text
    assert "Origin 1" in page and "and 2 more" in page


def test_the_chain_is_drawn_without_a_style_and_listed_however_many_there_are(
    client, cast, source, django_assert_num_queries
):
    interview = make_source(cast.desk, "مقابلة مع الرئيس & <b>")
    derive(source, interview, "translates", "“tanks” became “combat vehicles”")
    for number in range(3):
        derive(make_source(cast.desk, f"Paper {number}"), source, "quotes")
    both = make_source(cast.desk, "A paper with a title that is a good deal longer than what a telephone has room for")
    derive(both, source, "summarises")
    derive(both, interview, "reports_on")
    client.force_login(cast.observer)
    with django_assert_num_queries(15):
        page = client.get(at(source)).text
    drawn = page[page.index("<svg") : page.index("</svg>")]
    assert "style" not in drawn and "&lt;b&gt;" in drawn and 'direction="rtl"' in drawn and "stroke-dasharray" in drawn
    assert "“tanks” became “combat vehicles”" in drawn and "…" in drawn and "also reports on" in drawn
    listed = " ".join(page[page.index("The chain as a list") :].split())
    assert listed.count("<li>") >= 6 and "What drifted" in listed
    Source.objects.bulk_create(Source(desk=cast.desk, title=f"Copy {number}") for number in range(60))
    for copy in Source.objects.filter(title__startswith="Copy"):
        derive(copy, interview, actor=cast.checker)
    with django_assert_num_queries(15):
        page = client.get(at(source)).text
    assert page.count("<circle") == 40 and "Shown are the 40 sources nearest" in page
    drawn = page[page.index("<svg") : page.index("</svg>")]
    assert "Paper 2" in drawn and "Sputnik Brasil" in drawn


@given(st.text(max_size=60), st.integers(min_value=20, max_value=300), st.integers(min_value=1, max_value=3))
def test_words_are_broken_into_lines_and_none_is_lost_without_a_sign(text, width, most):
    lines = fitted(text, width, 12, most)
    assert len(lines) <= most and all(lines)
    words = "".join(text.split())
    kept = "".join("".join(lines).split())
    assert kept == words or (kept.endswith("…") and words.startswith(kept[:-1]))
