"""Words are bound and not where they stand; words that do not stand there are not taken at all."""

import pytest
from django.db import ProgrammingError, connection, transaction

from claims.history import acting
from claims.models import Block, ClaimLink, Line, NoClaimMark, Piece, VerdictScheme
from tests.database.conftest import refused, standing
from tests.database.test_content import is_untouched, is_voided
from tests.make import (
    content_hash,
    make_anchoring,
    make_article,
    make_claim,
    make_link,
    make_pieces,
    make_version,
    sign_off,
)


def test_a_link_binds_both_ends_and_so_does_its_removal(cast, signed, hands):
    other = make_claim(signed.article, "3 cracks", actor=cast.checker)
    sign_off(other, cast.reviewer, by=cast.checker)
    with hands(cast.second_checker):
        link = make_link(signed, other, actor=cast.second_checker)
    assert is_voided(signed, cast.second_checker) and is_voided(other, cast.second_checker)
    with refused("append_only"), hands(cast.checker):
        type(link).objects.filter(pk=link.pk).update(kind="repeats")
    for claim in (signed, other):
        sign_off(claim, cast.reviewer, by=cast.checker)
    with hands(cast.chief):
        link.delete()
    assert standing(signed).state == standing(other).state == "changed"
    assert cast.chief in standing(signed).contributors & standing(other).contributors


@pytest.mark.parametrize("change", ["add", "remove", "remove and put back"])
def test_changing_the_words_voids(cast, signed, hands, change):
    with hands(cast.second_checker):
        if change != "add":
            signed.pieces.all().delete()
        if change != "remove":
            make_pieces(signed, "3 cracks" if change == "add" else "40 lorries an hour", actor=cast.second_checker)
    assert is_voided(signed, cast.second_checker)
    now = {"add": "40 lorries an hour … 3 cracks", "remove": "", "remove and put back": "40 lorries an hour"}
    assert (signed.quoted, signed.line_number) == (now[change], 0 if change == "remove" else 2)


def test_nobody_links_claims_in_somebody_elses_name(cast, signed, hands):
    other = make_claim(signed.article, "3 cracks", actor=cast.checker)
    with refused("signoff_own_hand"), hands(cast.second_checker):
        ClaimLink.objects.create(claim=signed, to=other, kind="repeats", created_by=cast.checker)
    assert standing(signed).state == "signed_off"


def test_claims_are_linked_within_one_article(cast, signed, hands):
    elsewhere = make_claim(make_article(cast.desk), "3 cracks")
    with refused("link_within_article"), hands(cast.checker):
        make_link(signed, elsewhere, actor=cast.checker)


def text_of(article):
    return "\n\n".join(block.text for block in article.current_version.blocks.order_by("position"))


def next_version(article, text, actor, words):
    """Write the next version with pieces for the claims that keep their words, then make it current."""
    version = make_version(article, text, actor=actor, current=False)
    for claim, kept in words.items():
        make_pieces(claim, *kept, actor=actor, version=version)
        same = kept == list(claim.pieces.filter(version=article.current_version).values_list("words", flat=True))
        make_anchoring(claim, version, "kept" if same else "changed", actor=actor)
    with acting(actor):
        article.current_version = version
        article.save()


def test_a_new_version_with_the_same_words_elsewhere_keeps_everything(cast, article, hands):
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    other = make_claim(article, "3 cracks", actor=cast.checker)
    for each in (claim, other):
        sign_off(each, cast.reviewer, by=cast.checker)
    before, line = content_hash(claim), claim.line_number
    text = text_of(article).replace("\n\nThe mayor", "\n\nIt rained for a week. The mayor")
    next_version(article, text, cast.writer, {claim: ["40 lorries an hour"]})
    assert is_untouched(claim, before), "where the words stand is not bound"
    assert claim.line_number == line + 1
    assert cast.writer not in standing(claim).contributors
    assert standing(other).state == "changed", "its words are gone"
    assert (other.quoted, other.line_number) == ("", 0)


def test_a_new_version_with_other_words_voids_and_makes_nobody_who_brought_it_in_a_contributor(cast, signed):
    next_version(signed.article, text_of(signed.article), cast.second_checker, {signed: ["40 lorries"]})
    assert standing(signed).state == "changed"
    assert signed.quoted == "40 lorries"
    assert cast.second_checker not in standing(signed).contributors


def test_a_version_that_does_not_say_what_it_did_to_a_signed_claim_voids(cast, signed, app_role):
    article = signed.article
    with app_role():
        text = text_of(article).replace("The mayor said", "Nobody ever said that")
        version = make_version(article, text, actor=cast.writer, current=False)
        make_pieces(signed, "40 lorries an hour", actor=cast.writer, version=version)
        with acting(cast.writer):
            type(article).objects.filter(pk=article.pk).update(current_version=version)
    assert standing(signed).state == "changed"
    assert signed.signoffs.get().void_reason == "a new version came in, and nobody placed the claim in it"


def test_an_article_never_goes_back_to_an_older_version(cast, signed, hands):
    article, first = signed.article, signed.article.current_version
    make_version(article, text_of(article), actor=cast.writer)
    with refused("article_version"), hands(cast.writer):
        type(article).objects.filter(pk=article.pk).update(current_version=first)
    assert standing(signed).state == "changed"


def test_a_version_that_was_left_takes_no_more_words(cast, signed, hands):
    article, first = signed.article, signed.article.current_version
    make_version(article, text_of(article), actor=cast.writer)
    with refused("piece_of_earlier_version"), hands(cast.writer):
        make_pieces(signed, "3 cracks", actor=cast.writer, version=first)


def test_an_article_is_never_without_its_text_nor_with_anothers(cast, signed, hands):
    other = make_article(cast.desk)
    for version in (None, other.current_version_id):
        with refused("article_version"), hands(cast.writer):
            type(other).objects.filter(pk=signed.article_id).update(current_version_id=version)


def test_a_scheme_that_claims_were_judged_under_keeps_its_number_and_words(cast, signed, hands):
    scheme, fresh = signed.scheme_id, VerdictScheme.objects.create(desk=cast.desk, number=2)
    fresh.verdicts.create(verdict="supported", label="True")
    for statement in (
        f"UPDATE claims_verdictscheme SET number = 7 WHERE id = {scheme}",
        f"DELETE FROM claims_verdictscheme WHERE id = {scheme}",
        f"UPDATE claims_schemeverdict SET scheme_id = {scheme} WHERE scheme_id = {fresh.pk}",
        "INSERT INTO claims_schemeverdict (scheme_id, verdict, label, meaning)"
        f" VALUES ({scheme}, 'refuted', 'Mostly true', '')",
    ):
        with refused("scheme_in_use"), hands(cast.admin) as cursor:
            cursor.execute(statement)
    fresh.verdicts.update(label="Right")


# The words that stand there

TEXT = "Headline 🌉\n\nThe 🚚🚚 bridge cafe\u0301 carries 40 lorries. 𝔉our cracks.\n\nComment form"


@pytest.fixture
def strange(cast):
    """An article with signs beyond the basic plane and a combining mark, whose last block is left out."""
    return make_article(cast.desk, TEXT, actor=cast.writer, left_out=[2])


def piece(model, claim, block, start, end, words):
    values = {"version_id": block.version_id, "block_id": block.pk, "start": start, "end": end, "words": words}
    if model is Piece:
        return Piece(claim=claim, **values)
    return NoClaimMark(made_by=claim.created_by, reason="a heading", **values)


@pytest.mark.parametrize("model", [Piece, NoClaimMark])
@pytest.mark.parametrize("words", ["🚚🚚 bridge", "cafe\u0301", "e\u0301 c", "𝔉our", "The 🚚🚚 bridge cafe\u0301"])
def test_offsets_are_code_points(cast, strange, hands, model, words):
    block = strange.current_version.blocks.get(position=1)
    claim = make_claim(strange, "40 lorries", actor=cast.checker)
    start = block.text.index(words)
    with hands(cast.checker):
        piece(model, claim, block, start, start + len(words), words).save()
    units = len(block.text[:start].encode("utf-16-le")) // 2  # what a browser would count
    if units != start:
        with refused("words_stand_there"), hands(cast.checker):
            piece(model, claim, block, units, units + len(words), words).save()


@pytest.mark.parametrize("model", [Piece, NoClaimMark])
def test_words_that_do_not_stand_there_are_refused(cast, strange, hands, model):
    claim = make_claim(strange, "40 lorries", actor=cast.checker)
    headline, text, left_out = strange.current_version.blocks.order_by("position")
    other = make_article(cast.desk, TEXT).current_version.blocks.get(position=1)
    end = len(text.text)
    wrong = [
        (text, 0, 3, "the"),
        (text, 0, 3, ""),
        (text, 1, 4, "The"),
        (text, end - 7, end + 40, "cracks."),
        (text, 0, 3, "The "),
        (headline, 0, 3, "The"),
        (left_out, 0, 7, "Comment"),
    ]
    for block, start, stop, words in wrong:
        for write in (lambda row: row.save(), lambda row: model.objects.bulk_create([row])):
            with refused("words_stand_there"), hands(cast.checker):
                write(piece(model, claim, block, start, stop, words))
    stray = piece(model, claim, other, 0, 3, "The")
    if model is Piece:
        with refused("words_stand_there"), hands(cast.checker):
            stray.save()
    stray.version = strange.current_version
    with refused("words_stand_there"), hands(cast.checker):
        stray.save()
    make_version(strange, TEXT, actor=cast.writer)
    mixed = piece(model, claim, text, 0, 3, "The")
    mixed.version_id = strange.current_version_id  # the block is of the version before
    with refused("words_stand_there"), hands(cast.checker):
        mixed.save()


@pytest.mark.parametrize("model", [Piece, NoClaimMark])
def test_chosen_words_are_taken_away_and_chosen_again_but_not_moved(cast, strange, hands, model):
    claim = make_claim(strange, "40 lorries", actor=cast.checker)
    block = strange.current_version.blocks.get(position=1)
    row = piece(model, claim, block, 0, 3, "The")
    with hands(cast.checker):
        row.save()
    for change in ({"start": 1, "words": "he"}, {"words": "Tha"}, {"end": 2, "words": "Th"}):
        with refused("append_only" if model is Piece else "mark_stays"), hands(cast.checker):
            model.objects.filter(pk=row.pk).update(**change)


def test_the_words_of_an_earlier_version_stay_as_they_were(cast, signed, hands):
    make_version(signed.article, text_of(signed.article), actor=cast.writer)
    with refused("piece_of_earlier_version"), hands(cast.checker):
        signed.pieces.all().delete()


def test_a_version_and_all_in_it_is_written_once(cast, strange, hands):
    version = strange.current_version
    for table in ("version", "block", "line"):
        for statement in (f"UPDATE claims_{table} SET id = id", f"DELETE FROM claims_{table}"):
            with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.chief) as cursor:
                cursor.execute(statement)
            with refused("append_only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    block = version.blocks.get(position=1)
    for row in (
        Block(version=version, position=9, text="One paragraph more."),
        Line(version=version, block=block, number=9, start=0, end=3),
    ):
        with refused("append_only"), hands(cast.chief):
            row.save()
    with hands(cast.chief):
        make_version(strange, TEXT + "\n\nOne paragraph more.", actor=cast.chief)
    with refused("append_only"), hands(cast.chief):
        Block.objects.create(version=version, position=9, text="One paragraph more.")
