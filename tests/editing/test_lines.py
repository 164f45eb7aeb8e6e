"""Several lines at once: their suggestions become claims, and what is left of them is marked, each as one act."""

import pytest

from claims import reference
from claims.editing.articles import create_article
from claims.editing.drafts import read_version
from claims.editing.lines import accept_suggestions, mark_lines_as_fits
from claims.editing.undo import undo_last
from claims.errors import Invalid, NotYours
from claims.models import Claim, Draft, Event
from claims.queries.galley import galley_of
from tests.living import blocks
from tests.make import make_draft

REPORT = (
    "Ferry pier closed for repairs",
    "On Monday, Mayor Ann Oakes said that the pier carries 900 people a day. The harbour office denied that it sank. "
    "According to engineers, two beams broke in May. It will probably open again by summer.",
    "Rain fell. The ferry company said it lost 12 trips.",
)


@pytest.fixture
def read(cast):
    reference.ensure(cast.desk)
    fields = {"headline": REPORT[0], "language": "en", "ownership": "ours"}
    article = create_article(cast.desk, actor=cast.writer, blocks=blocks(*REPORT), **fields)
    read_version(article.current_version.draft_run.pk)
    return article


def live(article):
    return Claim.objects.filter(article=article).exclude(state="retired")


def last(article, person):
    return Event.objects.filter(article=article, actor=person).latest("sequence").sequence


def open_lines(article):
    return [line.number for line in galley_of(article).lines if line.coverage.state != "covered"]


def test_the_suggestions_of_a_paragraph_are_accepted_with_who_speaks_marked_and_one_undo_takes_all_back(cast, read):
    offered = Draft.objects.filter(version=read.current_version, line_number__range=(2, 5)).count()
    words = accept_suggestions(read, 2, 5, actor=cast.checker)
    assert words == f"{offered} claims made on lines 2 to 5."
    assert live(read).count() == offered >= 3
    assert set(live(read).values_list("line_number", flat=True)) <= {2, 3, 4, 5}
    marks = read.current_version.marks.filter(removed_at=None)
    assert {mark.reason for mark in marks} == {reference.SAYS_WHO}
    undo_last(read, actor=cast.checker, sequence=last(read, cast.checker))
    assert not live(read).exists() and not marks.all().exists()
    assert set(Draft.objects.filter(version=read.current_version).values_list("state", flat=True)) == {"open"}


def test_a_suggestion_that_a_claim_says_already_leaves_the_others_accepted(cast, read):
    accept_suggestions(read, 2, 2, actor=cast.checker)
    same = live(read).get()
    make_draft(read, same.quoted, statement=same.statement, position=900)
    words = accept_suggestions(read, 2, 3, actor=cast.checker)
    assert words.startswith("1 claim made on lines 2 to 3. Not done: line 2: Claim 1 already says this")
    assert live(read).count() == 2


def test_lines_without_a_suggestion_say_so_and_who_may_not_make_claims_may_not_accept(cast, read):
    accept_suggestions(read, 1, 7, actor=cast.checker)
    with pytest.raises(Invalid, match="These lines have no suggestion"):
        accept_suggestions(read, 1, 7, actor=cast.checker)
    for who in (cast.writer, cast.observer):
        with pytest.raises(NotYours):
            accept_suggestions(read, 1, 7, actor=who)


def test_what_is_left_of_lines_is_marked_each_for_the_reason_that_fits_in_one_act(cast, read):
    accept_suggestions(read, 2, 5, actor=cast.checker)
    before = set(read.current_version.marks.values_list("pk", flat=True))
    mark_lines_as_fits(read, 2, 5, actor=cast.checker)
    made = read.current_version.marks.filter(removed_at=None).exclude(pk__in=before)
    assert {"Prediction, not attributed"} <= {mark.reason for mark in made}
    assert not {2, 3, 4, 5} & set(open_lines(read))
    undo_last(read, actor=cast.checker, sequence=last(read, cast.checker))
    assert not made.all().exists()


def test_a_line_with_a_suggestion_or_with_words_that_give_no_reason_is_left_for_somebody_to_read(cast, read):
    Draft.objects.filter(version=read.current_version, words__contains="Rain").delete()
    accept_suggestions(read, 7, 7, actor=cast.checker)
    words = mark_lines_as_fits(read, 2, 6, actor=cast.checker)
    assert words == "1 mark made on lines 2 to 6. Read lines 2, 3, 4 and 1 more first: a claim may be in the words."
    assert open_lines(read) == [1, 2, 3, 4, 6]
    with pytest.raises(Invalid, match="^Read line 6 first"):
        mark_lines_as_fits(read, 6, 7, actor=cast.checker)
    with pytest.raises(Invalid, match="Every word of these lines is accounted for"):
        mark_lines_as_fits(read, 7, 7, actor=cast.checker)


def test_a_desk_without_the_reason_that_fits_marks_nothing_for_it(cast, read):
    accept_suggestions(read, 1, 7, actor=cast.checker)
    cast.desk.reasons.all().delete()
    if left := open_lines(read):
        with pytest.raises(Invalid, match="Read line"):
            mark_lines_as_fits(read, left[0], left[-1], actor=cast.checker)
