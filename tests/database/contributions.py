"""What makes somebody a contributor: functions of (cast, claim, person); afterwards the claim is ready to be signed."""

from django.utils import timezone

from claims.history import acting
from claims.models import Claim, Evidence
from tests.database.conftest import standing
from tests.make import (
    judge,
    make_claim,
    make_evidence,
    make_lineage,
    make_link,
    make_pieces,
    make_version,
    send_to_review,
)


def judged(cast, claim, person):
    judge(claim, person, verdict="refuted")


def added_evidence(cast, claim, person):
    make_evidence(claim, actor=person)


def contradicted_it_and_took_that_away(cast, claim, person):
    against = make_evidence(claim, actor=person, stance="contradicts")
    with acting(person):
        Evidence.objects.filter(pk=against.pk).update(removed_at=timezone.now(), removed_by=person)


def took_evidence_of_somebody_else_away(cast, claim, person):
    with acting(person):
        claim.evidence.update(removed_at=timezone.now(), removed_by=person)


def had_their_waiting_evidence_confirmed(cast, claim, person):
    waiting = make_evidence(claim, actor=person, confirmed=False)
    assert person not in standing(claim).contributors
    with acting(cast.second_checker):
        Evidence.objects.filter(pk=waiting.pk).update(confirmed=True)


def confirmed_waiting_evidence(cast, claim, person):
    waiting = make_evidence(claim, actor=cast.second_checker, confirmed=False)
    with acting(person):
        Evidence.objects.filter(pk=waiting.pk).update(confirmed=True)


def rewrote_evidence_while_it_waited(cast, claim, person):
    waiting = make_evidence(claim, actor=cast.second_checker, confirmed=False)
    with acting(person):
        Evidence.objects.filter(pk=waiting.pk).update(excerpt="400 lorries")
    with acting(cast.second_checker):
        Evidence.objects.filter(pk=waiting.pk).update(confirmed=True)


def rewrote_evidence_while_it_was_away(cast, claim, person):
    evidence = claim.evidence.filter(pk=claim.evidence.first().pk)
    with acting(cast.second_checker):
        evidence.update(removed_at=timezone.now())
    with acting(person):
        evidence.update(excerpt="400 lorries")
    with acting(cast.second_checker):
        evidence.update(removed_at=None)


def linked_it(cast, claim, person):
    make_link(claim, make_claim(claim.article, "3 cracks", actor=cast.checker), actor=person)


def linked_another_to_it(cast, claim, person):
    make_link(make_claim(claim.article, "3 cracks", actor=cast.checker), claim, "part_of", actor=person)


def added_words(cast, claim, person):
    make_pieces(claim, "3 cracks", actor=person)


def changed_the_words_to_and_fro(cast, claim, person):
    with acting(person):
        claim.pieces.all().delete()
    make_pieces(claim, "40 lorries an hour", actor=person)


def put_words_in_where_somebody_took_them_out(cast, claim, person):
    with acting(cast.checker):
        claim.pieces.all().delete()
    make_pieces(claim, "3 cracks", actor=person)


def gave_it_other_words_in_the_next_version(cast, claim, person):
    article = claim.article
    text = "\n\n".join(block.text for block in article.current_version.blocks.order_by("position"))
    version = make_version(article, text + " Its deck is 9 metres wide.", actor=cast.writer, current=False)
    make_pieces(claim, "9 metres", actor=person, version=version)
    with acting(cast.writer):
        article.current_version = version
        article.save()
    claim.refresh_from_db()
    send_to_review(claim, cast.checker)


def sent_it_to_review(cast, claim, person):
    with acting(person):
        Claim.objects.filter(pk=claim.pk).update(state="checking")
        Claim.objects.filter(pk=claim.pk).update(state="in_review", sent_by=person)


def adopted_it_in_review(cast, claim, person):
    with acting(person):
        Claim.objects.filter(pk=claim.pk).update(sent_by=person)


def wrote_the_first_statement_after_it_was_sent(cast, claim, person):
    with acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(statement="")
    with acting(person):
        Claim.objects.filter(pk=claim.pk).update(statement="The bridge carries 40 lorries an hour.")


def signed_and_saw_it_voided(cast, claim, person):
    judge(claim, person, verdict="refuted")
    with acting(cast.second_checker):
        Claim.objects.filter(pk=claim.pk).update(rationale="Counted once more.")
        claim.signoffs.update(voided_at=timezone.now(), void_reason="to free somebody")


def merged_their_earlier_claim_in(cast, claim, person):
    earlier = make_claim(claim.article, "3 cracks", actor=cast.checker)
    judge(earlier, person)
    with acting(cast.checker):
        Claim.objects.filter(pk=earlier.pk).update(state="retired")
    make_lineage(earlier, claim, "merge", actor=person)


def worked_on_what_it_was_split_from(cast, claim, person):
    earlier = make_claim(claim.article, "carries 40 lorries", actor=cast.checker)
    make_evidence(earlier, actor=person)
    make_lineage(earlier, claim, "split", actor=cast.second_checker)


def worked_two_generations_before(cast, claim, person):
    oldest, older = (make_claim(claim.article, words, actor=cast.checker) for words in ("3 cracks", "its deck"))
    judge(oldest, person)
    make_lineage(oldest, older, "split", actor=cast.checker)
    make_lineage(older, claim, "merge", actor=cast.checker)


def changed_their_mind_back(cast, claim, person):
    for statement in ("Something else.", claim.statement):
        with acting(person):
            Claim.objects.filter(pk=claim.pk).update(statement=statement)


CONTRIBUTIONS = [
    judged,
    added_evidence,
    contradicted_it_and_took_that_away,
    took_evidence_of_somebody_else_away,
    had_their_waiting_evidence_confirmed,
    confirmed_waiting_evidence,
    rewrote_evidence_while_it_waited,
    rewrote_evidence_while_it_was_away,
    linked_it,
    linked_another_to_it,
    added_words,
    changed_the_words_to_and_fro,
    put_words_in_where_somebody_took_them_out,
    gave_it_other_words_in_the_next_version,
    sent_it_to_review,
    adopted_it_in_review,
    wrote_the_first_statement_after_it_was_sent,
    signed_and_saw_it_voided,
    merged_their_earlier_claim_in,
    worked_on_what_it_was_split_from,
    worked_two_generations_before,
    changed_their_mind_back,
]
