"""What went out is recorded once, by a chief who wrote none of it, against a version that was signed."""

import hashlib

import pytest

from claims.history import record
from claims.models import Publication
from tests.database.conftest import refused
from tests.database.test_articles import write_a_version
from tests.make import TEXT, make_correction, make_publication, make_published, set_state_of


@pytest.fixture
def out(cast):
    return make_published(cast.desk, cast.chief, authors=[cast.writer])


@pytest.mark.parametrize(
    ("person", "constraint"),
    [
        ("checker", "signoff_role"),
        ("reviewer", "signoff_role"),
        ("outsider", "signoff_role"),
        ("admin", "signoff_role"),
        ("writer", "signoff_not_author"),
    ],
)
def test_the_chief_and_nobody_else_records_what_went_out(cast, out, hands, person, constraint):
    cast.writer.memberships.create(desk=cast.desk, role="chief")
    with refused(constraint), hands(getattr(cast, person)):
        make_publication(out, getattr(cast, person))
    with hands(cast.chief):
        make_publication(out, cast.chief)


def test_person_and_hash_are_set_by_the_database(cast, out, hands):
    with hands(cast.chief):
        made = make_publication(out, cast.chief, text="Café", text_hash="0" * 64)
    assert (made.by, made.text_hash) == (cast.chief, hashlib.sha256("Café".encode()).hexdigest())


def test_what_is_not_out_has_not_gone_out(cast, out, hands):
    set_state_of(out, cast.chief, "withdrawn")
    with refused("publication_out"), hands(cast.chief):
        make_publication(out, cast.chief)


def test_it_is_compared_with_a_version_that_was_signed(cast, out, hands):
    make_correction(out, actor=cast.checker)
    write_a_version(cast, out)
    out.refresh_from_db()
    with refused("publication_version"), hands(cast.chief):
        make_publication(out, cast.chief)
    with hands(cast.chief):
        make_publication(out, cast.chief, version=out.versions.get(number=1))


@pytest.mark.parametrize(
    ("text", "sent", "found"),
    [
        (TEXT, [], []),
        (f"1. {TEXT}\n\n[Map](https://maps.example/a?b=1)", [("", "Map")], []),
        (TEXT.replace("40", "30"), [], [("40", "30")]),
        (TEXT.replace("was closed", "was not closed"), [], [("", "not")]),
        (TEXT.replace(" No one was hurt, it said.", ""), [], [("hurt it no one said was", "")]),
        (TEXT.replace("40", "30"), [("The 40 lorries", "The 30 lorries")], []),
        (TEXT.replace("40", "30"), [("the flood", "a flood")], [("40 a", "30 the")]),
    ],
)
def test_lines_that_differ_are_not_believed_to_be_all(cast, out, hands, text, sent, found):
    differences = [{"kind": "changed", "old": old, "new": new} for old, new in sent]
    with hands(cast.chief):
        made = make_publication(out, cast.chief, text=text, differences=differences)
    assert [(row["old"], row["new"]) for row in made.differences[len(sent) :]] == found


def test_what_was_left_out_of_the_version_may_have_gone_out(cast, hands):
    article = make_published(cast.desk, cast.chief, f"{TEXT}\n\nRead on below", left_out=[3], authors=[cast.writer])
    for text in (TEXT, f"{TEXT}\n\nRead on below"):
        with hands(cast.chief):
            assert make_publication(article, cast.chief, text=text).differences == []


@pytest.mark.parametrize("differences", [{}, ["x"], [{"kind": "changed", "old": 1, "new": ""}]])
def test_lines_that_differ_say_what_they_were_and_are(cast, out, hands, differences):
    with refused("publication_differences"), hands(cast.chief):
        make_publication(out, cast.chief, differences=differences)


def test_no_event_counts_other_lines_than_differ(cast, out, hands, at_commit):
    with refused("event_of_row"), hands(cast.chief):
        said = {"version": out.current_version, "address": "https://example.org/a", "text": "Bridge", "by": cast.chief}
        Publication.objects.create(article=out, **said)
        words = f"{cast.chief} recorded what went out: it is version 1 as signed"
        record("went_out", words, actor=cast.chief, article=out, data={"differs": 0})
        at_commit()


def test_it_is_written_once(cast, out, hands):
    make_publication(out, cast.chief)
    for statement in ("UPDATE claims_publication SET text = 'x'", "DELETE FROM claims_publication"):
        with pytest.raises(Exception, match="permission denied"), hands(cast.chief) as cursor:
            cursor.execute(statement)


def test_it_is_written_with_its_event(cast, out, hands, at_commit):
    said = {"version": out.current_version, "address": "https://example.org/a", "text": "Bridge"}
    with refused("publication_has_event"), hands(cast.chief):
        Publication.objects.create(article=out, by=cast.chief, **said)
        at_commit()


def test_a_correction_is_about_a_line_that_differs_and_of_its_own_article(cast, out, hands):
    made = make_publication(out, cast.chief, differences=[{"kind": "changed", "old": "40", "new": "30"}])
    line = {"because": "went_out", "reported": "30", "reported_by": ""}
    other = make_published(cast.desk, cast.chief)
    for article, publication, number in ((other, made, 0), (out, made, 1)):
        with refused("correction_line"), hands(cast.checker):
            make_correction(article, actor=cast.checker, publication=publication, line=number, **line)
    with refused("correction_of_a_line"), hands(cast.checker):
        make_correction(out, actor=cast.checker, **line)
    with hands(cast.checker):
        make_correction(out, actor=cast.checker, publication=made, line=0, **line)
    with refused("correction_open_once"), hands(cast.checker):
        make_correction(out, actor=cast.checker, publication=made, line=0, **line)


def test_no_event_tells_of_what_did_not_go_out(cast, out, hands, at_commit):
    words = f"{cast.chief} recorded what went out at https://example.org/a: it is version 1 as signed"
    with refused("event_of_row"), hands(cast.chief):
        record("went_out", words, actor=cast.chief, article=out)
        at_commit()
    with refused("event_of_row"), hands(cast.chief):
        make_publication(out, cast.chief)
        record("went_out", words, actor=cast.chief, article=out)
        at_commit()
