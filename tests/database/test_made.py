"""Who made something, when, and what it is, are set by the database, whatever the statement says."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from claims.history import acting
from claims.models import Anchoring, Article, Block, NoClaimMark, Version
from claims.queries.plans import version_hash
from claims.queries.revision import blocks_of
from tests.database.conftest import refused
from tests.make import TEXT, make_anchoring, make_article, make_claim, make_mark, make_pieces, make_version

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.checker)


def test_an_article_a_version_and_a_mark_are_made_by_whoever_makes_them_and_now(cast, article, hands):
    with hands(cast.checker):
        forged = Article.objects.create(
            desk=cast.desk, headline="Forged", created_by=cast.reviewer, created_at=LONG_AGO
        )
        version = Version.objects.create(
            article=article, number=9, hash="0" * 64, created_by=cast.reviewer, created_at=LONG_AGO
        )
    block, start, end = article.current_version.blocks.get(position=1), 0, 3
    with hands(cast.checker):
        mark = NoClaimMark.objects.create(
            version=article.current_version,
            block=block,
            start=start,
            end=end,
            words=block.text[start:end],
            reason="a heading",
            made_by=cast.checker,
        )
        NoClaimMark.objects.filter(pk=mark.pk).update(removed_by=cast.checker, removed_at=LONG_AGO)
    for made in (forged, version):
        made.refresh_from_db()
        assert made.created_by == cast.checker and made.created_at > LONG_AGO
    mark.refresh_from_db()
    assert mark.removed_at > LONG_AGO


def test_the_hash_of_a_version_is_that_of_its_text(cast, article, hands):
    text = 'A “headline”\n\nTabs\tand "quotes", a backslash \\ and 市长 \U0001f309.\n\nLeft out'
    version = make_version(article, text, left_out=[2])
    version.refresh_from_db()
    assert version.hash == version_hash(blocks_of(version))
    with refused("append_only"):
        Version.objects.filter(pk=version.pk).update(hash="0" * 64)


def test_a_block_is_left_out_in_one_s_own_name_or_as_it_was_before(cast, article, hands):
    def leave_out(version, by, words="Read more"):
        return Block.objects.create(
            version=version, position=8, text=words, left_out=True, left_out_reason="a link", left_out_by=by
        )

    first = make_version(article, TEXT, current=False)
    with refused("signoff_own_hand"), hands(cast.checker):
        leave_out(first, cast.reviewer)
    with hands(cast.checker):
        leave_out(first, cast.checker)
    second = make_version(article, TEXT, current=False)
    with refused("signoff_own_hand"), hands(cast.reviewer):
        leave_out(second, cast.checker, "Other words")
    with hands(cast.reviewer):
        leave_out(second, cast.checker)


@pytest.mark.parametrize("result", ["kept", "context_changed"])
def test_an_anchoring_says_kept_only_of_the_same_words(cast, article, hands, result):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    for text, words, refuses in (
        (TEXT.replace("3 cracks", "4 cracks"), "4 cracks", True),
        (TEXT + " Rain.", None, True),
        (TEXT + " Snow.", "3 cracks", False),
    ):
        version = make_version(article, text, current=False)
        if words:
            make_pieces(claim, words, actor=cast.checker, version=version)
        row = Anchoring(claim=claim, version=version, result=result, state_was=claim.state)
        if refuses:
            with refused("anchoring_same_words"), hands(cast.checker):
                row.save()
            with acting(cast.checker):
                Anchoring(claim=claim, version=version, result="changed", state_was=claim.state).save()
        else:
            with hands(cast.checker):
                row.save()


@pytest.mark.parametrize("result", ["kept", "context_changed"])
def test_no_words_are_said_to_be_kept_after_the_article_took_the_version(cast, article, hands, result):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    first = article.current_version
    version = make_version(article, TEXT + " Snow.")
    make_pieces(claim, "3 cracks", actor=cast.checker, version=version)
    for late in (version, first):
        with refused("anchoring_late"), hands(cast.checker):
            Anchoring.objects.create(claim=claim, version=late, result=result, state_was=claim.state)


@pytest.mark.parametrize("where", ["in the new version", "in the one before"])
def test_no_version_is_taken_whose_kept_words_became_others_after_their_anchoring(cast, article, hands, where):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    version = make_version(article, TEXT + " Snow.", current=False)
    make_pieces(claim, "3 cracks", actor=cast.checker, version=version)
    make_anchoring(claim, version, actor=cast.checker)
    other = version if where == "in the new version" else article.current_version
    make_pieces(claim, "in its deck", actor=cast.checker, version=other)
    with refused("anchoring_same_words"), hands(cast.checker):
        article.current_version = version
        article.save(update_fields=["current_version"])


def test_a_mark_follows_the_same_words_only(cast, article, hands):
    mark = make_mark(article, "No one was hurt", actor=cast.checker, looked_by=cast.reviewer)
    version = make_version(article, TEXT.replace("No one was hurt", "No one was killed"), current=False)
    block = next(block for block in version.blocks.all() if "killed" in block.text)
    start = block.text.index("No one")
    with refused("mark_carried"), hands(cast.checker):
        NoClaimMark.objects.create(
            version=version,
            block=block,
            start=start,
            end=start + 17,
            words="No one was killed",
            reason=mark.reason,
            made_by=cast.checker,
            looked_by=cast.reviewer,
            looked_at=mark.looked_at,
            carried_from=mark,
        )
    assert mark.looked_at <= timezone.now()


def test_dates_and_who_returned_a_claim_are_not_rewritten(cast, article, hands):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    mark = make_mark(article, "No one was hurt", actor=cast.checker, looked_by=cast.reviewer)
    with hands(cast.second_reviewer):
        type(claim).objects.filter(pk=claim.pk).update(created_at=LONG_AGO, state_since=LONG_AGO, sent_at=LONG_AGO)
        NoClaimMark.objects.filter(pk=mark.pk).update(looked_at=LONG_AGO, made_at=LONG_AGO)
    with refused("signoff_own_hand"), hands(cast.second_reviewer):
        type(claim).objects.filter(pk=claim.pk).update(returned_by=cast.reviewer, returned_reason="Lies")
    claim.refresh_from_db()
    mark.refresh_from_db()
    assert claim.created_at > LONG_AGO and claim.state_since > LONG_AGO and claim.sent_at is None
    assert mark.looked_at > LONG_AGO and mark.made_at > LONG_AGO
