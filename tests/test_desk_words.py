"""Deadlines and counts read as people say them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template.defaultfilters import truncatechars
from django.utils import timezone

from claims.models import Evidence, Source
from claims.states import NO_DUE
from claims.templatetags import desk_words as words
from claims.templatetags.claim_rows import cut

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=ZoneInfo("UTC"))


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("away", "said", "tone"),
    [
        ({"hours": 2, "minutes": 10}, "in 2 h 10 min", "soon"),
        ({"hours": 4}, "in 4 h", ""),
        ({"minutes": 59, "seconds": 59}, "in 59 min", "soon"),
        ({"seconds": 20}, "due now", "soon"),
        ({"seconds": -20}, "due now", "late"),
        ({"minutes": -20}, "20 min late", "late"),
        ({"hours": -3}, "3 h late", "late"),
        ({"days": -1, "hours": -5}, "1 day late", "late"),
        ({"days": 3, "hours": 5}, "in 3 days", ""),
        ({"days": 14}, "16 Mar 2026", ""),
    ],
)
def test_a_deadline_is_said_in_words(away, said, tone):
    due = NOW + timedelta(**away)
    assert (words.due_words(due), words.due_tone(due)) == (said, tone)


@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        ("the ferry sank", "“the ferry sank”"),
        ("“The ferry sank,”", "“The ferry sank,”"),
        ("„Die Fähre sank“", "„Die Fähre sank“"),
        ('"The ferry" sank', '"The ferry" sank'),
        ("the “ferry” sank", "“the “ferry” sank”"),
    ],
)
def test_words_that_have_marks_of_their_own_get_no_more(quoted, shown):
    assert words.in_marks(quoted) == shown


def test_no_deadline_is_said_so():
    assert (words.due_words(NO_DUE), words.due_tone(NO_DUE), words.has_due(NO_DUE)) == ("No deadline", "", False)


@pytest.mark.parametrize(("n", "said"), [(0, "0 queries"), (1, "1 query"), (2, "2 queries")])
def test_a_count_takes_its_noun(n, said):
    assert words.plural(n, "query,queries") == said
    assert words.plural(n, "line") == f"{n} line{'' if n == 1 else 's'}"


@pytest.mark.parametrize(("n", "said"), [(999, "999"), (1000, "999+")])
def test_a_count_is_exact_to_999(n, said):
    assert words.capped(n) == said


def test_a_moment_is_shown_in_the_readers_zone():
    with timezone.override(ZoneInfo("Asia/Baku")):
        shown = words.moment(NOW)
    assert ">2 Mar 2026, 16:00</time>" in shown and 'title="Asia/Baku"' in shown


@pytest.mark.parametrize(
    ("state", "said"),
    [("in_review", "In review"), ("released", "Released with exceptions"), ("untouched", "not covered")],
)
def test_a_stored_state_has_its_words(state, said):
    assert words.state_label(state) == said


def test_a_source_that_calls_itself_no_address_is_cited_as_it_is():
    evidence = Evidence(source=Source(title="Count"), citation="Count · http://[ · https://www.source.example/a")
    assert words.cited(evidence).startswith("http://[ · <a ") and ">source.example</a>" in words.cited(evidence)


@pytest.mark.parametrize(
    "long", ["The bridge", "“é” bridge", "cafe\u0301 bridge", "bridge e\u0301", "ᄀ\u1161한 bridge", "bri 👍🏽"]
)
@pytest.mark.parametrize("most", [4, 5, 6, 7, 8])
def test_words_are_cut_as_a_template_cuts_them(long, most):
    assert cut(long, most) == truncatechars(long, most)
    assert cut(long[:most], most) == long[:most]


def test_a_side_of_a_comparison_without_words_says_so():
    parts = [("equal", "", ""), ("replace", "", "300 <lorries>")]
    assert words.before(parts) == words.before([]) == '<span class="muted">nothing</span>'
    assert words.after(parts) == "<ins>300 &lt;lorries&gt;</ins>"
    assert words.before([("equal", "a ", "a "), ("delete", "b", "")]) == "a <del>b</del>"
    assert "nothing" in words.after([("delete", "b", "")])
