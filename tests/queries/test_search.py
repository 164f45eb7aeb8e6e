"""Search finds claims by whole words, by the beginning of the last one, and takes whatever is typed."""

import pytest

from claims.models import Claim
from claims.queries.paging import page_of
from claims.queries.search import claims_page, sources_page, words_query
from tests.make import make_article, make_claim, make_source, make_speaker

TEXT = "Bridge\n\nThe S-300s crossed the old bridge. Forty lorries cross it an hour. O'Neill denied it."


@pytest.fixture
def found(cast):
    article = make_article(cast.desk, TEXT, actor=cast.writer)
    speaker = make_speaker(cast.desk, "Ministry of Transport")
    make_claim(article, "The S-300s crossed the old bridge", actor=cast.checker)
    make_claim(article, "Forty lorries cross it an hour", actor=cast.checker, speaker=speaker)
    make_claim(article, "O'Neill denied it", actor=cast.checker)

    def search(words, **more):
        page = claims_page(cast.observer, query=words_query(words) if words else None, **more)
        return [claim.number for claim in page.rows]

    return search


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("bridge", [1]),
        ("bri", [1]),
        ("old bri", [1]),
        ("OLD Bri", [1]),
        ("bri old", []),  # only the last word may be unfinished
        ("S-300s", [1]),
        ("forty or denied", [3, 2]),
        ("cross -forty", []),
        ('"old bridge"', [1]),
        ('"bridge old"', []),
        ("O'Neill", [3]),
        ("transport", [2]),
        ("nothing of it", []),
    ],
)
def test_words_find_claims(found, typed, numbers):
    assert found(typed) == numbers


@pytest.mark.parametrize(
    "typed", ["'", '"', "& | ! ( )", ":*", "a:*b", "\\", "-", "or", "<->", "%", "é", "🙂", "a" * 200]
)
def test_nothing_typed_breaks_the_search(found, typed):
    assert isinstance(found(typed), list)


def test_a_speaker_is_found_by_part_of_the_name_or_an_alias(cast, found):
    speaker = cast.desk.speakers.get()
    speaker.aliases.create(desk=cast.desk, name="MoT", key="mot")
    assert found("", speaker="of transport") == [2]
    assert found("", speaker="mot") == [2]
    assert found("", speaker="somebody") == []


def test_pages_of_a_falling_key_hold_every_row_once(cast, found):
    walked, after = [], None
    while True:
        page = page_of(Claim.objects.all(), ("-id",), after, size=2)
        walked += [claim.number for claim in page.rows]
        after = page.last
        if after is None:
            break
    assert walked == [3, 2, 1]


def test_a_source_that_spoke_off_the_record_is_found_by_no_search(cast):
    open_one = make_source(cast.desk, "Harbour ledger")
    hidden = make_source(cast.desk, "Harbour master", off_record=True)
    assert list(sources_page(cast.checker, query=words_query("harbour")).rows) == [open_one]
    assert hidden in sources_page(cast.checker).rows
