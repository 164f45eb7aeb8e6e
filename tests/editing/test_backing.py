"""The writer's backing comes in with a version, on the lines that it stands on, and goes along with their words."""

import pytest

from claims.editing.articles import create_article
from claims.editing.uploads import keep_upload
from claims.errors import NotNow
from claims.history import acting
from claims.models import Backing
from claims.queries.revision import blocks_of
from tests.living import bring, edited

TEXT = (
    "Bridge reopens after the flood",
    "The mayor said the old bridge carries 200 lorries an hour. Engineers found 3 cracks in its deck.",
    "The ministry denied that the bridge was closed. No one was hurt, it said. It rained for a week.",
)


def piece(kind, quote, prefix="", suffix="", block=1, **said):
    said = {"author": "", "date": "", "words": "", "address": ""} | said
    return {"kind": kind, "quote": quote, "prefix": prefix, "suffix": suffix, "block": block} | said


PIECES = [
    piece("comment", "200 lorries", "the old bridge carries ", " an hour.", author="Wren", words="Call of 4 May"),
    piece("link", "Engineers", "carries 200 lorries an hour. ", " found 3 cracks", address="https://example.org/a"),
    piece("footnote", "closed.", "denied that the bridge was ", " No one was hurt", block=2, words="Press release"),
    piece("comment", "words that the editor took out", words="Is it so?"),
]


def upload(person, pieces=PIECES, raw=b"the file"):
    return keep_upload(raw, actor=person, name="story.docx", kind="docx", backing=pieces)


@pytest.fixture
def article(cast):
    rows = [{"kind": "headline" if at == 0 else "paragraph", "text": text} for at, text in enumerate(TEXT)]
    said = {"headline": TEXT[0], "language": "en", "ownership": "ours", "upload": upload(cast.writer)}
    return create_article(cast.desk, actor=cast.writer, blocks=rows, **said)


def stands(version):
    """{words or address: what it stands on} of a version's backing, in order."""
    rows = version.backing.select_related("block")
    return {row.words or row.address: row.block and row.block.text[row.start : row.end] for row in rows}


def test_each_piece_stands_on_its_words_in_reading_order_and_what_has_none_belongs_to_the_article(article):
    found = stands(article.current_version)
    assert [*found.items()] == [
        ("Call of 4 May", "200 lorries"),
        ("https://example.org/a", "Engineers"),
        ("Press release", "closed."),
        ("Is it so?", None),
    ]


def test_backing_goes_along_with_its_words_also_where_these_changed_and_none_is_lost(article, cast):
    bring(article, cast, edited(article, "carries 200 lorries an hour", "carries 230 trucks an hour"))
    found = stands(article.current_version)
    assert found["Call of 4 May"] == "230 trucks" and found["Press release"] == "closed."
    bring(article, cast, blocks_of(article.current_version)[:2])
    gone = stands(article.current_version)
    assert gone["Press release"] is None and gone["Call of 4 May"] == "230 trucks"
    bring(article, cast, edited(article, "its deck.", "its deck. The ministry denied that the bridge was closed."))
    assert stands(article.current_version)["Press release"] == "closed."


def test_a_next_version_that_comes_as_a_document_has_the_backing_of_that(article, cast):
    fresh = upload(cast.writer, [piece("comment", "230 lorries", " carries ", " an hour", words="Call of 9 May")])
    bring(article, cast, edited(article, "200 lorries", "230 lorries"), upload=fresh)
    assert stands(article.current_version) == {"Call of 9 May": "230 lorries"}
    bring(article, cast, edited(article, "230", "240"), upload=upload(cast.writer, [], b"without notes"))
    assert stands(article.current_version) == {"Call of 9 May": "240 lorries"}


def test_a_link_on_words_that_are_left_out_is_none_of_the_article(cast):
    rows = [
        {"kind": "paragraph", "text": TEXT[1]},
        {"kind": "paragraph", "text": "Related: all stories", "left_out": True, "left_out_reason": "links"},
    ]
    pieces = [
        piece("link", "all stories", "Related: ", "", address="https://example.org/all"),
        piece("comment", "all stories", "Related: ", "", words="Remove?"),
    ]
    article = create_article(
        cast.desk, actor=cast.writer, blocks=rows, headline="B", ownership="ours", upload=upload(cast.writer, pieces)
    )
    assert stands(article.current_version) == {"Remove?": "all stories"}


def test_backing_is_written_with_its_version_once(article, cast):
    with acting(cast.writer), pytest.raises(NotNow, match="written with its text"), acting(cast.writer):
        Backing.objects.create(version=article.current_version, position=9, kind="comment", words="Later")
