"""The contact log stays as it was written down, is bound by sign-offs, and keeps what was said off the record."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from claims.editing.contacts import log_answer, strike_out
from claims.editing.lineage import merge_claims, split_claim
from claims.editing.sources import change_source
from claims.history import acting
from claims.models import Claim, Contact, ContactClaim, Event, Evidence, FormerReply, RowHistory, SourceChange
from claims.queries.findings import standings_of
from claims.queries.off_record import named_in_article
from tests.database.conftest import refused, standing
from tests.make import content_hash, make_claim, make_contact, send_to_review, sign_off

pytestmark = pytest.mark.django_db
SECRET = "Nobody is to know about the quarry"


def answered(contact, actor, **over):
    said = {"outcome": "answered", "answer": "It was open.", "answered_at": timezone.now(), "terms": "on_record"}
    return log_answer(contact, actor=actor, **said | {"read_back": "", "stance": "context"} | over)


def test_what_was_asked_and_answered_is_written_down_once(cast, in_review, hands):
    contact = make_contact(in_review, actor=cast.second_checker)
    rows = Contact.objects.filter(pk=contact.pk)
    earlier = contact.asked_at - timedelta(days=2)
    for over in ({"questions": "Why did you lie?"}, {"whom": "The mayor"}, {"asked_at": earlier}, {"answer": "No."}):
        with refused("append_only"), hands(cast.second_checker):
            rows.update(**over)
    with refused("contact_role"), hands(cast.observer):
        rows.update(struck_reason="Not mine.")
    with hands(cast.second_checker):
        rows.update(outcome="declined", terms="on_record", answered_at=timezone.now())
    for over in ({"outcome": "answered"}, {"terms": "off_record"}, {"answered_at": earlier}):
        with refused("append_only"), hands(cast.second_checker):
            rows.update(**over)
    with hands(cast.writer):
        rows.update(struck_reason="Never asked.", struck_by=cast.chief)
    contact.refresh_from_db()
    assert (contact.struck_by, contact.answer_logged_by) == (cast.writer, cast.second_checker)
    with refused("append_only"), hands(cast.writer):
        rows.update(struck_reason="", struck_at=None)
    for statement in ("DELETE FROM claims_contactclaim", "UPDATE claims_contactclaim SET claim_id = claim_id"):
        with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.writer) as cursor:
            cursor.execute(statement)


def test_nobody_logs_what_has_not_happened_or_in_another_name(cast, in_review, hands):
    said = {"article": in_review.article, "whom": "The ministry", "asked_by": "Leyla", "questions": "Was it closed?"}
    soon = timezone.now() + timedelta(hours=1)
    with refused("contact_past"), hands(cast.writer):
        Contact.objects.create(**said, asked_at=soon, deadline=soon + timedelta(hours=1), logged_by=cast.writer)
    with hands(cast.writer):
        made = Contact.objects.create(**said, asked_at=timezone.now(), deadline=soon, logged_by=cast.chief)
        ContactClaim.objects.create(contact=made, claim=in_review, added_by=cast.chief)
    made.refresh_from_db()
    assert made.logged_by == cast.writer
    assert cast.writer in standing(in_review).contributors
    assert cast.chief not in standing(in_review).contributors


def test_a_request_and_its_answer_are_bound_by_the_sign_off_of_each_claim_that_it_covers(cast, in_review):
    other = make_claim(in_review.article, "Engineers found 3 cracks", actor=cast.checker)
    before = content_hash(in_review)
    sign_off(in_review, cast.reviewer, by=cast.checker)
    assert content_hash(in_review) == before
    contact = make_contact(in_review, other, actor=cast.second_checker)
    assert standing(in_review).state == "changed"
    asked = content_hash(in_review)
    answered(contact, cast.chief)
    assert len({before, asked, content_hash(in_review)}) == 3
    assert {cast.second_checker, cast.chief} <= {*standing(in_review).contributors}
    evidence = Evidence.objects.filter(source=contact.source or Contact.objects.get(pk=contact.pk).source)
    assert {one.claim_id for one in evidence} == {in_review.pk, other.pk}
    assert {(one.stance, one.excerpt, one.source.author) for one in evidence} == {
        ("context", "It was open.", "The ministry")
    }
    last = content_hash(in_review)
    strike_out(contact, actor=cast.checker, reason="It was another ministry.")
    assert content_hash(in_review) != last
    verbs = Event.objects.filter(claim=in_review, verb__startswith="contact").order_by("sequence")
    assert [one.verb for one in verbs] == ["contact_asked", "contact_answered", "contact_struck"]


def test_what_was_said_off_the_record_stands_in_the_log_alone(cast, in_review):
    contact = make_contact(in_review, actor=cast.second_checker, whom="Quarry Ltd", questions=f"{SECRET}?")
    answered(contact, cast.chief, answer=SECRET, terms="off_record", stance="contradicts")
    with acting(cast.checker):
        sign = sign_off(in_review, cast.reviewer, by=cast.checker)
    assert not in_review.evidence.filter(excerpt__icontains="quarry").exists()
    with connection.cursor() as cursor:
        for table in (Event, RowHistory, Evidence):
            cursor.execute(f"SELECT count(*) FROM {table._meta.db_table} t WHERE t::text ILIKE '%%quarry%%'")
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT claim_content(%s)::text", [in_review.pk])
        (content,) = cursor.fetchone()
    assert "uarry" not in content
    assert '"terms": "off_record"' in content
    assert sign is not None


def test_an_answer_that_names_nobody_is_a_source_on_its_terms_and_leaves_the_desk_in_no_words(cast, in_review):
    for terms in ("background", "unattributed"):
        contact = make_contact(in_review, actor=cast.second_checker, whom=f"Quarry {terms}")
        answered(contact, cast.chief, answer=SECRET, terms=terms, stance="contradicts")
    assert {(one.source.terms, one.excerpt, one.source.title[:6]) for one in in_review.evidence.filter(note="")} >= {
        ("background", SECRET, "Quarry"),
        ("unattributed", SECRET, "Quarry"),
    }
    assert not any(one.off_record for one in standings_of(in_review).values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT claim_content(%s) -> 'contacts'", [in_review.pk])
        assert "uarry" not in cursor.fetchone()[0]
    named = named_in_article(in_review.article)
    assert named("Quarry background said so.") and named("Ask Quarry unattributed.")


def test_a_log_of_nobody_leaves_what_was_signed_before_it_as_it_was(cast, in_review):
    with connection.cursor() as cursor:
        cursor.execute("SELECT claim_content(%s) ? 'contacts'", [in_review.pk])
        assert cursor.fetchone() == (False,)


def test_what_was_noted_before_the_log_is_bound_as_it_was(cast, in_review, hands):
    """Byte for byte as ``claim_content`` had it: what was signed then stays signed."""
    FormerReply.objects.create(
        claim=in_review,
        reply="sought",
        note="Asked by mail.",
        asked=datetime(2026, 11, 2, 9, tzinfo=UTC),
        until=datetime(2026, 11, 4, 12, tzinfo=UTC),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT jsonb_object_agg(key, value) FROM jsonb_each(claim_content(%s)) WHERE key LIKE 'reply%%'",
            [in_review.pk],
        )
        (found,) = cursor.fetchone()
    assert json.loads(found) == {
        "reply": "sought",
        "reply_note": "Asked by mail.",
        "reply_asked": "2026-11-02T09:00:00Z",
        "reply_until": "2026-11-04T12:00:00Z",
        "reply_accepted_by": None,
    }
    with pytest.raises(ProgrammingError, match="permission denied"), hands(cast.checker):
        FormerReply.objects.update(note="Asked twice.")


def test_a_reply_whose_source_goes_off_the_record_flags_the_claim(cast, in_review):
    with acting(cast.checker):
        Claim.objects.filter(pk=in_review.pk).update(risk_flags=["allegation"])
    source = answered(make_contact(in_review, actor=cast.second_checker), cast.chief).source
    sign_off(send_to_review(Claim.objects.get(pk=in_review.pk), cast.checker), cast.reviewer, by=cast.checker)
    change_source(source, actor=cast.second_checker, base={"terms": "on_record"}, terms="off_record")
    assert SourceChange.objects.get(claim=in_review).now == {"void": "off the record"}


def test_requests_for_comment_go_along_when_claims_are_merged_and_split(cast, in_review):
    article = in_review.article
    other = make_claim(article, "Engineers found 3 cracks", actor=cast.checker)
    both, one, wrong = (
        make_contact(*claims, actor=cast.second_checker) for claims in ((in_review, other), (other,), (other,))
    )
    strike_out(wrong, actor=cast.checker, reason="It was another ministry.")
    claims = list(Claim.objects.filter(pk__in=[in_review.pk, other.pk]))
    editions = {claim.pk: claim.edition for claim in claims}
    merged = merge_claims(claims, actor=cast.checker, statement="Both.", editions=editions)
    assert {*merged.contacts.all()} == {both, one}
    pieces = [(piece.block_id, piece.start, piece.end, piece.words) for piece in merged.pieces.all()]
    parts = split_claim(merged, [([piece], "") for piece in pieces], actor=cast.checker, edition=merged.edition)
    answered(one, cast.chief, stance="contradicts")
    for part in parts:
        assert {*part.contacts.all()} == {both, one}
        assert cast.second_checker in standing(part).contributors
        assert part.evidence.get(stance="contradicts").excerpt == "It was open."
    assert {*in_review.contacts.all()} == {both}
