"""Fixtures for the admin: one row of each kind for its lists, and a client."""

import pytest

from claims import history, reference
from claims.models import LexiconEntry
from tests.make import (
    make_article,
    make_claim,
    make_correction,
    make_evidence,
    make_person,
    make_publication,
    make_published,
    make_source,
    make_speaker,
    note,
    sign_article,
    sign_off,
)


@pytest.fixture
def admin(cast, client):
    """Return a client logged in as ``cast.admin``, a superuser without a role."""
    reference.ensure(cast.desk)
    client.force_login(cast.admin)
    return client


@pytest.fixture
def work(cast):
    """Return a function that adds one of everything: a person, a signed-off article, its claim, evidence, source.

    And an article that is out, with a correction and what went out.
    """

    def add():
        cast.desk.evidence_rules.filter(code="coverage").update(level="off")  # most of the article is not covered
        writer = make_person(None, "writer", desk=cast.desk)
        LexiconEntry.objects.create(desk=cast.desk, kind="verb", words=f"intimate {writer.pk}")
        article = make_article(cast.desk, actor=writer, authors=[writer])
        claim = make_claim(article, "the old bridge carries 40 lorries an hour", actor=cast.checker)
        make_evidence(claim, make_source(cast.desk, author="Nino Surveyor"), actor=cast.checker)
        make_speaker(cast.desk)
        sign_off(claim, cast.reviewer, by=cast.checker)
        article.signoff = sign_article(article, cast.chief)
        out = make_published(cast.desk, cast.chief, headline="Ferry late")
        make_correction(out, actor=cast.checker)
        make_publication(out, cast.chief)
        with history.acting(writer):
            note(writer, article=article)
        return claim

    return add
