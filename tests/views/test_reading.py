"""A captured text is read beside the form of evidence: its words become the excerpt, and what it lacks is said."""

import html
import re

import pytest
from django.urls import reverse

from claims.editing.captures import add_copy
from claims.editing.evidence import add_evidence, change_evidence
from claims.editing.sources import change_source
from claims.errors import NotNow
from claims.models import EvidenceRule, Source
from claims.queries.findings import findings_for
from claims.states import ExcerptKind, RuleCode, RuleLevel
from claims.workflow import perform
from tests.make import judge, make_article, make_claim, make_source
from tests.views.panel import forms_of, taken

HTMX = {"HX-Request": "true"}
COUNT = "The city counted traffic on the old bridge in May. Its cameras saw 40 lorries an hour, and <b>few</b> cars."
LATER = "In June nobody counted."
TEXT = f"Traffic count\n\nThe mayor spoke first.\n\n{COUNT}\n\n{LATER}"


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer, authors=[cast.writer])


@pytest.fixture
def claim(cast, article):
    claim = make_claim(article, "the old bridge carries 40 lorries an hour", actor=cast.checker)
    return taken(judge(claim, actor=cast.checker), cast.checker)


@pytest.fixture
def source(cast):
    return captured(make_source(cast.desk, title="Traffic count"), cast)


@pytest.fixture
def checker(client, cast):
    client.force_login(cast.checker)
    return client


def captured(source, cast, text=TEXT):
    """A source with a captured text, copied by hand."""
    add_copy(source, actor=cast.checker, sha256=f"{source.captures.count():064}", size=len(text), name="a", text=text)
    return source


def pressed(client, answer, **button):
    """Press a button of the reader: the form as it came back, with what the button says."""
    data = forms_of(answer)["evidence-form"] | {f"read-{name}": value for name, value in button.items()}
    at = re.search(r'formaction="([^"]+/read/)"', answer.text)[1]
    return client.post(at, data, headers=HTMX)


def uses(answer):
    """{a listed sentence: what its button sends}, in the order in which they are listed."""
    found = re.findall(r'value="(use [^"]+)"\s*>Use as excerpt<span class="vh">: (.*?)</span>', answer.text, re.S)
    return {html.unescape(words): value for value, words in found}


def field(answer, name):
    return forms_of(answer)["evidence-form"][name][0]


def test_a_sentence_found_in_the_source_becomes_the_excerpt_and_nothing_typed_is_lost(checker, claim, source):
    opened = checker.get(reverse("claims:evidence_add", args=[claim.pk]), headers=HTMX)
    data = forms_of(opened)["evidence-form"] | {
        "source_title": "Traffic count",
        "note": "Asked twice.",
        "stance": "context",
    }
    read = checker.post(
        reverse("claims:evidence_read_new", args=[claim.pk]), data | {"read-read": "open"}, headers=HTMX
    )
    assert "&lt;b&gt;few&lt;/b&gt;" in read.text and "<b>few</b>" not in read.text
    found = uses(read)
    assert next(iter(found)).startswith("Its cameras saw 40 lorries an hour")
    shown = pressed(checker, read, read="paragraph 2")
    assert [*uses(shown)][0] == "The city counted traffic on the old bridge in May."
    used = pressed(checker, shown, read=next(iter(found.values())))
    excerpt = COUNT[COUNT.index("Its cameras") :]
    assert (field(used, "excerpt"), field(used, "excerpt_kind")) == (excerpt, "verbatim")
    assert field(used, "locator") == "paragraph 3, behind “…traffic on the old bridge in May.”"
    assert (field(used, "note"), field(used, "stance")) == ("Asked twice.", "context")
    assert (field(used, "source_title"), claim.evidence.count()) == ("Traffic count", 0)
    # A sentence before it comes before it, and one that it has is not added again.
    again = pressed(checker, used, read="open")
    assert uses(again) == {} and "Add to excerpt" in again.text
    both = pressed(checker, again, read="use 1.0-1.22")
    assert field(both, "excerpt") == f"The mayor spoke first. […] {excerpt}"
    assert field(pressed(checker, both, read="use 1.0-1.22"), "excerpt") == field(both, "excerpt")
    saved = checker.post(reverse("claims:evidence_add", args=[claim.pk]), forms_of(both)["evidence-form"], headers=HTMX)
    assert "Word for word in the" in saved.text
    row = claim.evidence.get()
    page = checker.get(f"/captures/{source.captures.get().pk}/?evidence={row.pk}").text
    assert re.findall(r"<mark\s+(?:id=\"excerpt\")?\s*>(.*?)</mark>", page) == [
        "The mayor spoke first.",
        html.escape(excerpt),
    ]
    assert page.count('id="excerpt"') == 1


def test_words_are_used_as_they_were_selected_also_without_scripts_of_ours(checker, cast, claim, source):
    row = add_evidence(claim, actor=cast.checker, source=source, excerpt="40 lorries an hour")
    at = reverse("claims:evidence_read", args=[row.pk])
    read = checker.post(
        at,
        forms_of(checker.get(reverse("claims:evidence_change", args=[row.pk]), headers=HTMX))["evidence-form"]
        | {"read-read": "open"},
    )
    assert read.status_code == 200 and "<h1" in read.text  # a page of its own
    assert '<mark\n    id="excerpt"\n  >40 lorries an hour</mark>' in read.text
    start = COUNT.index("40 lorries")
    selected = {"read": f"use 2.{start}-3.7", "quote": f"{COUNT[start:]}\r\n\r\nIn June"}
    data = {"excerpt": "", "base": "{}", "whole": "True"} | {f"read-{name}": value for name, value in selected.items()}
    used = checker.post(at, data, headers=HTMX)
    assert field(used, "excerpt") == f"{COUNT[start:]}\r\n\r\nIn June"
    assert (
        field(used, "locator")
        == "paragraph 3, behind “…the old bridge in May. Its cameras saw” and before “nobody counted.”"
    )
    for read, status, words in [
        (selected["read"].replace("3.7", "3.8"), 409, "does not have these words in this place"),
        ("use 2.0-99.4", 409, "does not have these words in this place"),
        ("use 0.0-3.9999999", 409, "does not have these words in this place"),
        ("buy 1", 422, "Choose what to read again."),
        ("use 2.0-2.9", 422, "The form has a gist"),
    ]:
        sent = data | {"read-read": read, "excerpt": "Lorries", "excerpt_kind": "gist"}
        sent["read-quote"] = data["read-quote"] if status == 409 else ""
        refused = checker.post(at, sent, headers=HTMX)
        assert field(refused, "excerpt") == "Lorries"
        assert refused.status_code == status and words in refused.text and "Traffic count" in refused.text


def test_an_excerpt_that_no_capture_holds_is_said_on_its_card_and_before_it_is_sent(checker, cast, claim, source):
    EvidenceRule.objects.create(desk=cast.desk, code=RuleCode.EXCERPT, level=RuleLevel.WARN)
    row = add_evidence(claim, actor=cast.checker, source=source, excerpt="its cameras saw 400 lorries", locator="p. 1")
    shown = checker.get(reverse("claims:evidence_list", args=[claim.pk]), headers=HTMX).text
    assert "The captured text does not hold this excerpt word for word." in shown
    assert "does not hold the excerpt" in checker.get(f"/captures/{source.captures.get().pk}/?evidence={row.pk}").text
    with pytest.raises(
        NotNow, match="No captured text of “Traffic count” holds the excerpt “its cameras saw 400 lorries”"
    ):
        perform("send", claim, actor=cast.checker)
    said = [one for one in findings_for(claim) if one.code == RuleCode.EXCERPT]
    assert [one.about.partition(":")[0] for one in said] == [str(row.pk)]
    # Any other capture may hold it; a gist need not stand there; off the record nothing is said.
    captured(source, cast, TEXT.replace("40 lorries", "400 lorries"))
    captured(source, cast)
    assert "Word for word in the" in checker.get(reverse("claims:evidence_list", args=[claim.pk]), headers=HTMX).text
    row = change_evidence(row, actor=cast.checker, base={"excerpt": row.excerpt}, excerpt="There were 7 trams")
    assert RuleCode.EXCERPT in {one.code for one in findings_for(claim)}
    kind = {"excerpt_kind": ExcerptKind.GIST}
    change_evidence(row, actor=cast.checker, base={"excerpt_kind": "verbatim"}, **kind)
    assert RuleCode.EXCERPT not in {one.code for one in findings_for(claim)}
    change_evidence(row, actor=cast.checker, base=kind, excerpt_kind=ExcerptKind.VERBATIM)
    change_source(source, actor=cast.checker, base={"terms": "on_record"}, terms="off_record")
    assert RuleCode.EXCERPT not in {one.code for one in findings_for(claim)}
    read = checker.post(reverse("claims:evidence_read", args=[row.pk]), {"read-read": "open"}, headers=HTMX)
    assert "Nothing is captured of a source that is off the record." in read.text and "cameras" not in read.text


def test_reading_takes_as_many_queries_for_many_pieces_and_captures_as_for_one(
    checker, cast, claim, source, django_assert_max_num_queries
):
    add_evidence(claim, actor=cast.checker, source=source, excerpt="40 lorries an hour")
    address = reverse("claims:evidence_list", args=[claim.pk])
    checker.get(address, headers=HTMX)
    with django_assert_max_num_queries(30) as few:
        checker.get(address, headers=HTMX)
    for n in range(4):
        other = captured(make_source(cast.desk, title=f"Count {n}"), cast, f"{TEXT} {n}")
        captured(other, cast, f"{TEXT} and {n}")
        add_evidence(claim, actor=cast.checker, source=other, excerpt=f"{LATER} {n}")
    with django_assert_max_num_queries(len(few) + 1):  # what this process has not compared yet
        shown = checker.get(address, headers=HTMX).text
    assert shown.count("Word for word in the") == 5
    with django_assert_max_num_queries(len(few)):
        checker.get(address, headers=HTMX)


def test_a_source_without_a_captured_text_says_so_and_one_that_was_not_chosen_is_asked_for(checker, cast, claim):
    at = reverse("claims:evidence_read_new", args=[claim.pk])
    said = {"": "Choose a source of the desk first", "Plan": "This source has no captured text."}
    make_source(cast.desk, title="Plan")
    for title, words in said.items():
        answer = checker.post(at, {"source_title": title, "base": "{}", "read-read": "open"}, headers=HTMX)
        assert answer.status_code == 200 and words in answer.text and field(answer, "source_title") == title
    assert Source.objects.count() == 1
