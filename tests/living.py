"""The fixture ``article``, of three paragraphs, and helpers that add its next versions."""

import pytest

from claims.editing.articles import create_article
from claims.editing.versions import bring_in
from claims.queries.revision import blocks_of
from tests.make import make_claim, sign_off

TEXT = (
    "Bridge reopens after the flood",
    "The mayor said the old bridge carries 200 lorries an hour. Engineers found 3 cracks in its deck.",
    "The ministry denied that the bridge was closed. No one was hurt, it said. It rained for a week.",
)


def blocks(*texts):
    return [{"kind": "headline" if at == 0 else "paragraph", "text": text} for at, text in enumerate(texts)]


@pytest.fixture
def article(cast):
    return create_article(
        cast.desk, actor=cast.writer, blocks=blocks(*TEXT), headline=TEXT[0], language="en", ownership="ours"
    )


def claim_on(article, words, cast, *, signed=True, **over):
    claim = make_claim(article, words, actor=cast.checker, **over)
    return sign_off(claim, cast.reviewer, by=cast.checker) if signed else claim


def edited(article, old, new):
    """Return the article's blocks with every ``old`` replaced by ``new``."""
    return [block | {"text": block["text"].replace(old, new)} for block in blocks_of(article.current_version)]


def bring(article, cast, new_blocks, *, actor=None, base=None, **more):
    article.refresh_from_db()
    version, plan = bring_in(
        article, new_blocks, actor=actor or cast.writer, base=base or article.current_version.number, **more
    )
    article.refresh_from_db()
    return version, plan


def now(claim):
    claim.refresh_from_db()
    return claim


def result_of(claim):
    return claim.anchorings.order_by("-id").first()
