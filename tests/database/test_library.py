"""Sources that are the same, and how far a desk relies on one: what changes for claims, and what stays as signed."""

import pytest

from claims.editing.source_merges import flagged_by, merge, preview, undo_merge
from claims.editing.sources import change_source
from claims.editing.speakers import place
from claims.errors import Invalid, NotNow, NotYours
from claims.history import acting
from claims.models import Claim, Event, Evidence, Placement, Side, Source, SourceChange
from claims.queries.findings import standings_of
from claims.queries.source_changes import changes_of
from tests.database.conftest import refused, standing
from tests.make import make_article, make_claim, make_evidence, make_source, make_speaker, send_to_review, sign_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(cast):
    """A signed claim with evidence from two sources, which no rule takes for one."""
    article = make_article(cast.desk, actor=cast.writer, authors=[cast.writer])
    claim = make_claim(article, "40 lorries an hour", actor=cast.checker)
    for title in ("Bridge count", "Toll book"):
        make_evidence(claim, make_source(cast.desk, title), actor=cast.checker)
    return sign_off(send_to_review(claim, cast.checker), cast.reviewer, by=cast.checker)


def sources_of(claim):
    return [one.source for one in claim.evidence.select_related("source").order_by("id")]


def change(source, actor, **fields):
    return change_source(source, actor=actor, base={name: getattr(source, name) for name in fields}, **fields)


def waits(claim):
    return [one.words for one in changes_of(claim)]


def test_a_merge_makes_one_of_two_flags_what_rested_on_both_voids_nothing_and_is_undone(cast, signed):
    count, book = sources_of(signed)
    cited = list(signed.evidence.values_list("source", "citation"))
    shown = preview(count, book, actor=cast.checker)
    assert (shown.flagged.claims, shown.flagged.count, shown.flagged.articles) == ([signed], 1, 1)
    assert shown.claims == 1 and ("Title", "Bridge count", "Toll book") in shown.differ
    assert not waits(signed) and not Event.objects.filter(verb="sources_merged").exists()

    merge(count, book, actor=cast.checker)
    keys = [one.keys for one in standings_of(signed).values()]
    assert keys[0] == keys[1] and f"source {book.pk}" in keys[0]
    assert set(waits(signed)) == {"merged into “Toll book” (“Bridge count”)"}
    assert standing(signed).signers == {cast.reviewer} and standing(signed).state == "signed_off"
    assert list(signed.evidence.values_list("source", "citation")) == cited
    assert Event.objects.get(verb="sources_merged").words.endswith("a claim that rests on it is flagged")

    undo_merge(count, actor=cast.checker)
    assert not waits(signed) and len({*map(frozenset, (one.keys for one in standings_of(signed).values()))}) == 2
    with pytest.raises(NotNow, match="not merged"):
        undo_merge(count, actor=cast.checker)


def test_the_rules_read_of_a_merged_source_what_the_other_says_and_nothing_of_its_own(cast, signed):
    count, book = sources_of(signed)
    lee, ray = make_speaker(cast.desk, "Ann Lee"), make_speaker(cast.desk, "Bob Ray")
    change(count, cast.checker, speaker=lee)
    Side.objects.create(article=signed.article, name="Bank")
    place(signed.article, actor=cast.checker, side="Bank", source=count)
    change(book, cast.checker, speaker=ray)
    report = make_source(cast.desk, "Report of the count", origin=count)
    row = make_evidence(signed, report, actor=cast.checker)
    merge(count, book, actor=cast.checker)
    for found in standings_of(signed).values():
        assert f"speaker {ray.pk}" in found.keys and f"speaker {lee.pk}" not in found.keys and found.sided
    assert f"source {book.pk}" in standings_of(signed)[row.pk].keys  # it derives from the merged one
    place(signed.article, actor=cast.checker, side="", source=book)
    assert not Placement.objects.exists()
    with pytest.raises(NotNow, match="merged into another"):
        change(Source.objects.get(pk=count.pk), cast.checker, note="Read.")


def test_terms_and_a_withdrawal_are_the_same_of_merged_sources_and_go_along(cast, signed):
    count, book = sources_of(signed)
    change(book, cast.checker, withdrawn="It was made up.")
    with pytest.raises(NotNow, match="One of the two is withdrawn"):
        merge(count, Source.objects.get(pk=book.pk), actor=cast.checker)
    change(Source.objects.get(pk=book.pk), cast.checker, withdrawn="", terms="off_record")
    with pytest.raises(NotNow, match="different terms"):
        merge(count, book, actor=cast.checker)
    change(Source.objects.get(pk=book.pk), cast.checker, terms="on_record")
    merge(count, book, actor=cast.checker)
    change(Source.objects.get(pk=book.pk), cast.second_checker, terms="off_record", withdrawn="Never counted.")
    count.refresh_from_db()
    assert (count.off_record, count.withdrawn, count.withdrawn_by) == (True, "Never counted.", cast.second_checker)
    assert all(one.off_record and one.withdrawn for one in standings_of(signed).values())
    assert not any("Bridge" in words or "Toll" in words for words in waits(signed))


def test_only_a_chief_merges_with_a_work_on_the_reference_list(cast, signed):
    count, book = sources_of(signed)
    change(book, cast.chief, reference=True)
    with pytest.raises(NotYours, match="chief"):
        merge(count, book, actor=cast.checker)
    merge(count, book, actor=cast.chief)
    with pytest.raises(NotYours, match="chief"):
        undo_merge(count, actor=cast.checker)


def test_nothing_is_merged_in_a_circle_into_another_desks_or_by_an_author_whose_signed_claims_rest_on_it(
    cast, signed, hands
):
    count, book = sources_of(signed)
    with pytest.raises(NotYours, match="You wrote an article"):
        merge(count, book, actor=cast.writer)
    merge(count, book, actor=cast.checker)
    stranger = make_source(cast.other_desk, "Foreign ledger")
    for into in (count, stranger, book):
        with refused("source_merge"), hands(cast.checker) as cursor:
            cursor.execute("UPDATE claims_source SET merged_into_id = %s WHERE id = %s", [into.pk, book.pk])
    with hands(cast.checker) as cursor:
        cursor.execute("UPDATE claims_source SET root_id = %s WHERE id = %s", [stranger.pk, book.pk])
    assert Source.objects.get(pk=book.pk).root_id == book.pk
    third = make_source(cast.desk, "Ledger of tolls")
    merge(book, third, actor=cast.checker)
    assert Source.objects.get(pk=count.pk).root == third


def test_a_source_that_is_relied_on_less_flags_what_rests_on_it_and_says_who_and_why(cast, signed):
    count, _ = sources_of(signed)
    make_evidence(signed, make_source(cast.desk, "Report of the count", origin=count), actor=cast.checker)
    change(count, cast.second_checker, reliability="reliable", reliability_reason="It shows its method.")
    assert not waits(signed)
    with pytest.raises(Invalid, match="Say why"):
        change(Source.objects.get(pk=count.pk), cast.checker, reliability="mixed", reliability_reason="")
    count.refresh_from_db()
    flagged = flagged_by(lambda: change(count, cast.checker, reliability="mixed"), actor=cast.checker)
    assert flagged.claims == [signed] and not waits(signed)
    fields = {"reliability": "unreliable", "reliability_reason": "It was wrong twice."}
    change(Source.objects.get(pk=count.pk), cast.checker, **fields)
    count.refresh_from_db()
    assert count.rated_by == cast.checker and count.rated_at
    assert waits(signed) == ["reliability: reliable → unreliable, because: It was wrong twice. (“Bridge count”)"]
    assert standing(signed).signers == {cast.reviewer}
    change(count, cast.checker, reliability="", reliability_reason="")
    count.refresh_from_db()
    assert not waits(signed) and count.rated_by is None
    with refused("source_reliability_says_why"), acting(cast.checker):
        Source.objects.filter(pk=count.pk).update(reliability="mixed", reliability_reason="")


def test_a_preview_leaves_nothing_behind(cast, signed):
    count, book = sources_of(signed)
    before = [model.objects.count() for model in (Claim, Event, Evidence, Source, SourceChange)]
    preview(count, book, actor=cast.checker)
    assert before == [model.objects.count() for model in (Claim, Event, Evidence, Source, SourceChange)]
    assert not Source.objects.filter(merged_into__isnull=False).exists()
