"""The line-by-line report says of each line what was found, or why there is no claim in it."""

import html

import pytest
from django.urls import reverse

from tests.make import (
    judge,
    make_article,
    make_claim,
    make_evidence,
    make_mark,
    make_source,
    set_state_of,
    sign_off,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast):
    article = make_article(cast.desk, actor=cast.checker)
    claim = make_claim(article, "40 lorries an hour. Engineers", actor=cast.checker)
    make_evidence(claim, make_source(cast.desk, "Count of lorries"), actor=cast.checker, stance="contradicts")
    make_evidence(claim, make_source(cast.desk, "What Otto told us", terms="off_record"), actor=cast.checker)
    judge(claim, cast.checker, verdict="refuted")
    sign_off(claim, cast.reviewer, by=cast.checker)
    make_mark(article, "No one was hurt, it said.", actor=cast.checker, reason="A saying", looked_by=cast.reviewer)
    return article


def lines(client, person, article):
    client.force_login(person)
    page = client.get(reverse("claims:report", args=[article.pk]))
    assert page.status_code == 200 and "Otto" not in page.text
    parts = page.text.split('<li class="reported"')[1:]
    return page.text, [" ".join(part.split("</li>\n<li class")[0].split()) for part in parts]


def test_each_line_has_its_claims_with_verdict_and_state_apart_and_its_sources(client, cast, article):
    page, found = lines(client, cast.observer, article)
    assert len(found) == 5
    assert '<dt>Verdict</dt><dd dir="auto">✕ Refuted</dd>' in found[1]
    assert "Signed off by Ben Reviewer (" in found[1] and "Contradicts: Count of lorries" in found[1]
    assert found[1].index("Refuted") < found[1].index("Signed off")
    assert "not that a claim is true" in page
    assert "Claim 1: see line 2." in found[2]


def test_a_speaker_who_is_printed_and_not_named_yet_is_not_the_articles_own_voice(client, cast, article):
    make_claim(article, "the bridge was closed", actor=cast.checker, speaker_as_printed="the ministry")
    _, found = lines(client, cast.observer, article)
    assert "the speaker, printed as “the ministry”, is not named yet" in "".join(found)
    assert "own voice" not in "".join(found)


def test_a_line_without_a_claim_says_why_or_that_it_is_not_covered(client, cast, article):
    make_mark(article, "The mayor said", actor=cast.checker, reason="Who speaks")
    _, found = lines(client, cast.observer, article)
    assert "No claim here (“The mayor said”): Who speaks." in found[1] and "not reviewed yet" in found[1]
    assert "No claim here: A saying." in found[4] and "Marked by Leyla Checker, reviewed by Ben Reviewer." in found[4]
    assert "Not covered: it has no claim and no mark." in found[3]
    assert "Without a claim or a mark: “the old bridge carries”" in found[1]


def test_the_report_takes_as_many_queries_for_many_lines_as_for_few(client, cast, django_assert_max_num_queries):
    counts = []
    for times in (1, 30):
        text = "Head\n\n" + " ".join(f"The bridge carries {n} lorries." for n in range(times))
        article = make_article(cast.desk, text, actor=cast.checker)
        for n in range(0, times, 3):
            make_evidence(make_claim(article, f"carries {n} lorries", actor=cast.checker), actor=cast.checker)
        client.force_login(cast.checker)
        client.get(reverse("claims:report", args=[article.pk]))
        with django_assert_max_num_queries(16) as queries:
            client.get(reverse("claims:report", args=[article.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_claim_is_copied_with_its_sources_as_rich_and_plain_text(client, cast, article):
    claim = article.claims.get()
    source = claim.evidence.get(source__off_record=False).source
    source.address = "https://example.org/count?a=1&b=2"
    source.save()
    client.force_login(cast.observer)
    page = client.get(reverse("claims:claim_copy", args=[claim.pk])).text
    assert "Otto" not in page
    assert 'href="https://example.org/count?a=1&amp;b=2"' in page
    plain = html.unescape(page.split('id="plain"')[1].split(">", 1)[1].split("</textarea>")[0])
    assert plain.startswith("Claim 1: 40 lorries an hour. Engineers\nIn the article: “40 lorries an hour. Engineers”")
    assert plain.endswith("1. Contradicts: Count of lorries, https://example.org/count?a=1&b=2, p. 4")
    assert "Verdict: ✕ Refuted\nState: Signed off by Ben Reviewer (" in plain


def test_a_retired_claim_is_not_copied_and_the_page_says_why(client, cast, article):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    set_state_of(claim, cast.checker, "retired")
    client.force_login(cast.observer)
    answer = client.get(reverse("claims:claim_copy", args=[claim.pk]))
    assert answer.status_code == 409 and "The claim is retired" in answer.text
