"""What is signed was adopted by somebody else, and seen: ways to a signature of one person, each tried and refused."""

import pytest
from django.db import connection
from psycopg.types.json import Jsonb

from claims.fields import FIELDS
from claims.history import acting, record
from claims.models import Anchoring, Claim, Event, Evidence, SignOff, Speaker
from tests.database.conftest import refused, standing
from tests.make import (
    content_hash,
    find_words,
    judge,
    make_anchoring,
    make_article,
    make_claim,
    make_evidence,
    make_lineage,
    make_mark,
    make_pieces,
    make_speaker,
    make_version,
    second,
    send_to_review,
    sign,
    sign_article,
    sign_off,
    tell_of,
)


def set_claim(claim, person, **fields):
    with acting(person):
        Claim.objects.filter(pk=claim.pk).update(**fields)
    claim.refresh_from_db()


# A claim that is born with what makes a contributor


def test_a_new_claim_was_sent_by_nobody_yet_whatever_is_written_in_it(cast, article, hands):
    with hands(cast.checker):
        claim = make_claim(article, "3 cracks", sent_by=cast.reviewer, returned_by=cast.chief, actor=cast.checker)
        judge(claim, cast.checker)
        set_claim(claim, cast.checker, state="checking")
    assert (claim.sent_by, claim.returned_by) == (None, None)
    with refused("claim_sent_by"), hands(cast.checker):
        set_claim(claim, cast.checker, state="in_review")


def test_whoever_is_named_as_the_sender_from_the_start_does_not_sign(cast, article, hands):
    claim = make_claim(article, "3 cracks", sent_by=cast.reviewer, actor=cast.reviewer)
    judge(claim, cast.checker)
    with hands(cast.reviewer):
        set_claim(claim, cast.reviewer, state="checking")
        set_claim(claim, cast.reviewer, state="in_review", sent_by=cast.reviewer)
    assert cast.reviewer in standing(claim).contributors
    with refused("signoff_four_eyes"), hands(cast.reviewer):
        sign(claim, cast.reviewer)


@pytest.mark.parametrize("who", ["writer", "observer", "legal", "outsider", "quiet", "admin"])
def test_only_who_checks_or_reviews_claims_adopts_one_by_sending_it(cast, article, hands, who):
    claim = make_claim(article, "3 cracks", actor=cast.reviewer)
    judge(claim, cast.checker)
    set_claim(claim, cast.checker, state="checking")
    person = getattr(cast, who)
    with refused("claim_sent_by"), hands(person):
        set_claim(claim, person, state="in_review", sent_by=person)
    send_to_review(claim, cast.chief)
    assert cast.chief in standing(claim).contributors


def test_a_new_claim_is_made_by_whoever_makes_it_and_now(cast, article, hands):
    with hands(cast.checker):
        make_claim(article, "3 cracks", actor=cast.checker, created_by=cast.reviewer, created_at="1999-01-01T00:00Z")
    claim = Claim.objects.get(created_by=cast.checker)
    assert claim.created_at.year > 2000


#: Each column that a sign-off binds and that is no first cut, with a value that says something.
JUDGED = {
    "risk_flags": ["safety"],
    "decision_reason": "Nobody counted.",
    "must_fix": True,
    "no_reply_reason": "He is dead.",
    "scheme": None,
}


@pytest.mark.parametrize("column", JUDGED)
def test_whoever_puts_a_judgement_into_a_new_claim_does_not_sign_it(cast, article, hands, column):
    value = cast.desk.schemes.first() if column == "scheme" else JUDGED[column]
    claim = make_claim(article, "3 cracks", actor=cast.reviewer, **{column: value})
    assert standing(claim).contributors == {cast.reviewer}
    send_to_review(claim, cast.checker)
    with refused("signoff_four_eyes"), hands(cast.reviewer):
        sign(claim, cast.reviewer)


def test_every_bound_column_is_a_first_cut_or_a_judgement(cast, article):
    """A column that comes to be bound makes a contributor, unless somebody puts it among those of the first cut."""
    first_cut = {Claim._meta.get_field(field.name).column for field in FIELDS if field.first_cut}
    claim = make_claim(article, "3 cracks", actor=cast.reviewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k, claim_is_judged(jsonb_populate_record(c, jsonb_build_object(k, CASE jsonb_typeof(v)"
            " WHEN 'boolean' THEN to_jsonb(NOT v::boolean) WHEN 'array' THEN '[\"x\"]'::jsonb"
            " ELSE CASE WHEN k = 'known_on' THEN '\"2020-10-26\"'::jsonb"
            " ELSE '\"7\"'::jsonb END END)))"
            " FROM claims_claim c, jsonb_each(claim_bound(c)) b (k, v) WHERE c.id = %s",
            [claim.pk],
        )
        judged = dict(cursor.fetchall())
    assert {column for column, makes in judged.items() if not makes} == first_cut
    assert standing(claim).contributors == set()


# A speaker is a record, not a name


@pytest.fixture
def namesakes(cast):
    """The mayor, and another record that has the name now that the first one had."""
    mayor = make_speaker(cast.desk, "The mayor")
    return mayor, lambda: (
        Speaker.objects.filter(pk=mayor.pk).update(name="The mayor of old", key="the mayor of old"),
        make_speaker(cast.desk, "The mayor"),
    )[1]


@pytest.mark.parametrize("column", ["speaker", "via"])
@pytest.mark.parametrize("back", [False, True])
def test_another_speaker_of_the_same_name_voids_and_names_who_chose_it(cast, in_review, namesakes, hands, column, back):
    mayor, make_namesake = namesakes
    set_claim(in_review, cast.checker, **{column: mayor})
    signed = sign_off(in_review, cast.reviewer, by=cast.checker)
    other, before = make_namesake(), content_hash(signed)
    with hands(cast.second_reviewer):
        set_claim(signed, cast.second_reviewer, **{column: other})
        assert content_hash(signed) == before, "sign-offs from before hold the name alone, and keep their hash"
        if back:
            set_claim(signed, cast.second_reviewer, **{column: mayor})
    now = standing(signed)
    assert (now.state, now.signers) == ("changed", set())
    assert cast.second_reviewer in now.contributors
    send_to_review(signed, cast.checker)
    with refused("signoff_four_eyes"), hands(cast.second_reviewer):
        sign(signed, cast.second_reviewer)


def test_a_speaker_that_is_renamed_stays_who_it_is(cast, in_review, namesakes):
    mayor, make_namesake = namesakes
    set_claim(in_review, cast.checker, speaker=mayor)
    signed = sign_off(in_review, cast.reviewer, by=cast.checker)
    make_namesake()
    assert standing(signed).state == "signed_off"


# Split and merged


@pytest.mark.parametrize("kind", ["split", "merge"])
def test_whoever_makes_a_claim_of_another_is_its_contributor(cast, article, hands, kind):
    whole = make_claim(article, "3 cracks in its deck", actor=cast.checker)
    with hands(cast.reviewer):
        part = make_claim(article, "3 cracks", statement="The deck has 3 cracks.", actor=cast.reviewer)
        make_lineage(whole, part, kind, actor=cast.reviewer)
    send_to_review(part, cast.checker)
    assert standing(part).contributors == {cast.checker, cast.reviewer}
    with refused("signoff_four_eyes"), hands(cast.reviewer):
        sign(part, cast.reviewer)


@pytest.mark.parametrize("kind", ["split", "merge"])
def test_what_contradicts_a_claim_contradicts_what_is_made_of_it(cast, article, kind):
    whole = make_claim(article, "3 cracks in its deck", actor=cast.checker)
    make_evidence(whole, actor=cast.second_checker, stance="contradicts", excerpt="There is no crack")
    make_evidence(whole, actor=cast.checker, excerpt="3 cracks")
    gone = make_evidence(whole, actor=cast.checker, stance="contradicts", excerpt="Never mind")
    with acting(cast.checker):
        gone.removed_at = gone.added_at
        gone.save()
    part = make_claim(article, "3 cracks", actor=cast.checker)
    make_lineage(whole, part, kind, actor=cast.checker)
    assert sorted(part.evidence.values_list("excerpt", "confirmed", "added_by__name")) == [
        ("3 cracks", False, cast.checker.name),
        ("There is no crack", True, cast.second_checker.name),
    ]
    assert cast.second_checker in standing(part).contributors


def test_whoever_made_the_part_before_it_was_called_one_does_not_sign_it(cast, article, hands):
    whole = make_claim(article, "3 cracks in its deck", actor=cast.checker)
    part = make_claim(article, "3 cracks", statement="The deck has 3 cracks.", actor=cast.reviewer)
    make_lineage(whole, part, actor=cast.checker)
    send_to_review(part, cast.checker)
    with refused("signoff_four_eyes"), hands(cast.reviewer):
        sign(part, cast.reviewer)


def test_whoever_wrote_evidence_that_waited_does_not_sign_where_it_went_along(cast, article, hands):
    whole = make_claim(article, "3 cracks in its deck", actor=cast.checker)
    waiting = make_evidence(whole, actor=cast.second_checker, confirmed=False)
    with acting(cast.reviewer):
        Evidence.objects.filter(pk=waiting.pk).update(excerpt="30 cracks")
    part = make_claim(article, "3 cracks", actor=cast.checker)
    make_lineage(whole, part, actor=cast.checker)
    with acting(cast.checker):
        part.evidence.update(confirmed=True)
    send_to_review(part, cast.checker)
    with refused("signoff_four_eyes"), hands(cast.reviewer):
        sign(part, cast.reviewer)


def test_only_a_part_of_a_claim_takes_its_evidence_along_in_somebody_elses_name(cast, in_review, hands):
    original = in_review.evidence.get()
    other = make_claim(in_review.article, "3 cracks", actor=cast.second_checker)
    same = {"excerpt": original.excerpt, "locator": original.locator, "added_by": original.added_by}
    with refused("evidence_own_hand"), hands(cast.second_checker):
        make_evidence(other, original.source, actor=cast.second_checker, **same)


# Evidence that contradicts


@pytest.mark.parametrize("state", ["open", "in_review"])
def test_evidence_that_contradicts_waits_for_nobody(cast, article, hands, state):
    claim = make_claim(article, "3 cracks", actor=cast.checker)
    if state == "in_review":
        send_to_review(claim, cast.checker)
    shown = content_hash(claim)
    with hands(cast.second_checker):
        waiting = make_evidence(claim, actor=cast.second_checker, confirmed=False)
        against = make_evidence(claim, actor=cast.second_checker, stance="contradicts", confirmed=False)
        Evidence.objects.filter(pk=against.pk).update(confirmed=False)
        Evidence.objects.filter(pk=waiting.pk).update(stance="contradicts")
    assert set(claim.evidence.values_list("confirmed", flat=True)) == {True}
    assert content_hash(claim) != shown
    assert cast.second_checker in standing(claim).contributors


def test_who_removed_evidence_is_not_said_by_whoever_removed_it(cast, in_review, hands):
    rows = in_review.evidence
    with hands(cast.second_checker):
        rows.update(removed_at="1999-01-01T00:00Z", removed_by=cast.chief)
    gone = rows.get()
    assert (gone.removed_by, gone.removed_at.year > 2000) == (cast.second_checker, True)
    with hands(cast.reviewer):
        rows.update(removed_by=cast.reviewer)
    assert rows.get().removed_by == cast.second_checker


def test_what_contradicted_unconfirmed_in_earlier_days_is_confirmed_or_removed_before_anybody_signs(
    cast, in_review, hands
):
    against = make_evidence(in_review, actor=cast.second_checker, stance="contradicts")
    with connection.cursor() as cursor:  # as it was left in a database from before
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_evidence DISABLE TRIGGER evidence_before")
        cursor.execute("UPDATE claims_evidence SET confirmed = false WHERE id = %s", [against.pk])
        cursor.execute("ALTER TABLE claims_evidence ENABLE TRIGGER evidence_before")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    against.refresh_from_db()
    assert (against.confirmed, against.counts) == (False, True)
    with refused("signoff_contradicted"), hands(cast.reviewer):
        sign(in_review, cast.reviewer)
    with hands(cast.checker):
        in_review.evidence.filter(pk=against.pk).update(removed_at="2026-01-01T00:00Z")
    with hands(cast.reviewer):
        sign(in_review, cast.reviewer)


# An event of a sign-off


def approve(claim, person, made, **over):
    data = {"signoff": made.pk, "content_hash": content_hash(claim), "kind": "review"} | over
    return record("approve", f"{person} approved claim {claim.number}", actor=person, claim=claim, data=data)


@pytest.mark.parametrize("verb", ["approve", "spelling_confirmed", "article_signed_off", "article_released", "noted"])
@pytest.mark.parametrize("named", [None, 0, "x", "live", "other"])
def test_no_event_says_that_somebody_signed_who_did_not(cast, in_review, hands, verb, named):
    other = sign_off(make_claim(in_review.article, "3 cracks", actor=cast.checker), cast.reviewer, by=cast.checker)
    signoff = sign(in_review, cast.second_reviewer)  # of somebody else, with its event
    pk = {"live": signoff.pk, "other": other.signoffs.get().pk}.get(named, named)
    data = {"signoff": pk, "content_hash": content_hash(in_review), "kind": "review"}
    before = Event.objects.count()
    with refused("event_of_signoff"), hands(cast.reviewer):
        record(verb, "Ben approved claim 1", actor=cast.reviewer, claim=in_review, data=data)
    assert Event.objects.count() == before


def test_a_sign_off_has_one_event_with_it(cast, in_review, hands, at_commit):
    with hands(cast.reviewer):
        signoff = sign(in_review, cast.reviewer)
        at_commit()
        with refused("event_of_signoff"):
            approve(in_review, cast.reviewer, signoff)


def test_an_event_says_what_was_signed(cast, in_review, hands):
    with hands(cast.reviewer):
        signoff = sign(in_review, cast.reviewer)
    for over in ({"content_hash": "0" * 64}, {"kind": "legal"}, {"signoff": [signoff.pk]}):
        with refused("event_of_signoff"), hands(cast.reviewer):
            approve(in_review, cast.reviewer, signoff, **over)


@pytest.mark.django_db(transaction=True)
def test_an_event_comes_with_its_sign_off_and_not_later(cast, hands):
    claim = make_claim(make_article(cast.desk), "3 cracks", actor=cast.checker)
    send_to_review(claim, cast.checker)
    with refused("signoff_has_event"), acting(cast.reviewer):
        SignOff.objects.create(claim=claim, signer=cast.reviewer, content_hash=content_hash(claim))
    assert not claim.signoffs.exists()


@pytest.fixture
def covered(cast, article):
    for words in ("Bridge reopens", "The mayor said", "Engineers found", "The ministry"):
        make_mark(article, words, actor=cast.checker, looked_by=cast.reviewer)
    return article


def test_a_release_and_its_second_signature_have_an_event_each(cast, covered, hands, at_commit):
    release = sign_article(covered, cast.chief, "released", reason="The printer waits.")
    at_commit()
    for person, verb in ((cast.reviewer, "article_released"), (cast.chief, "release_proposed")):
        with refused("event_of_signoff"), hands(person):
            record(verb, "x", actor=person, article=covered, data={"signoff": release.pk})
    with refused("signoff_has_event"), hands(cast.reviewer):
        type(release).objects.filter(pk=release.pk).update(seconded_by=cast.reviewer)
        at_commit()
    second(release, cast.reviewer)
    at_commit()
    with refused("event_of_signoff"), hands(cast.reviewer):
        tell_of(release)


def test_an_article_is_signed_off_with_its_event(cast, covered, hands, at_commit):
    signoff = sign_article(covered, cast.chief)
    at_commit()
    with refused("event_of_signoff"), hands(cast.chief):
        tell_of(signoff)


# Words that nobody adopted


def bring(claim, article, old, new, actor, *, result="changed", minor=True):
    """The next version `new`` for ``old`` in it, written by ``actor`` as a change of spelling."""
    text = "\n\n".join(article.current_version.blocks.order_by("position").values_list("text", flat=True))
    version = make_version(article, text.replace(old, new), actor=actor, current=False)
    make_pieces(claim, claim.quoted.replace(old, new), actor=actor, version=version)
    with acting(actor):
        Anchoring.objects.create(
            claim=claim,
            version=version,
            result=result,
            minor=minor,
            state_was=claim.state,
            old_words=claim.quoted,
            new_words=claim.quoted.replace(old, new),
        )
        article.current_version = version
        article.save(update_fields=["current_version"])
    claim.refresh_from_db()


@pytest.mark.parametrize("new", ["90 lorries", "no 40 lorries", "40 trucks", "40 lorries or buses"])
def test_other_words_are_no_change_of_spelling_whatever_is_written_of_them(cast, signed, hands, new):
    bring(signed, signed.article, "40 lorries", new, cast.writer)
    assert signed.state == "changed"
    with refused("claim_sent_by"), hands(cast.reviewer):
        set_claim(signed, cast.reviewer, state="in_review")
    with hands(cast.second_checker):
        set_claim(signed, cast.second_checker, state="in_review", sent_by=cast.second_checker)
    assert cast.second_checker in standing(signed).contributors
    with hands(cast.reviewer):
        sign(signed, cast.reviewer)


@pytest.mark.parametrize(
    ("old", "new"),
    [("40 lorries", "forty lorries"), ("40 lorries", "40 Lorries"), ("40 lorries an hour", "40 Lorries an Hour")],
)
def test_a_change_of_spelling_is_confirmed_by_its_signer(cast, signed, hands, old, new):
    bring(signed, signed.article, old, new, cast.writer)
    assert signed.state == "changed"
    with hands(cast.reviewer):
        set_claim(signed, cast.reviewer, state="in_review")
        sign(signed, cast.reviewer)
    assert standing(signed).signers == {cast.reviewer}


def test_a_change_of_spelling_takes_no_other_change_along(cast, signed, hands):
    bring(signed, signed.article, "40 lorries", "forty lorries", cast.writer)
    judge(signed, cast.second_checker, verdict="refuted")
    with refused("claim_sent_by"), hands(cast.reviewer):
        set_claim(signed, cast.reviewer, state="in_review")


def test_a_change_of_spelling_takes_no_namesake_along(cast, in_review, namesakes, hands):
    mayor, make_namesake = namesakes
    set_claim(in_review, cast.checker, speaker=mayor)
    signed = sign_off(in_review, cast.reviewer, by=cast.checker)
    bring(signed, signed.article, "40 lorries", "forty lorries", cast.writer)
    set_claim(signed, cast.second_checker, speaker=make_namesake())
    with refused("claim_sent_by"), hands(cast.reviewer):
        set_claim(signed, cast.reviewer, state="in_review")


@pytest.mark.parametrize(("new", "state"), [("90 lorries", "checking"), ("forty lorries", "in_review")])
def test_words_that_change_under_a_review_are_sent_again(cast, in_review, new, state):
    bring(in_review, in_review.article, "40 lorries", new, cast.writer)
    assert in_review.state == state


def test_a_claim_whose_words_are_gone_leaves_review(cast, in_review):
    make_version(in_review.article, "Bridge\n\nIt is closed.", actor=cast.writer)
    assert standing(in_review).state == "checking"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The colour of 21 grey centres", "the color of twenty-one gray centers"),
        ("He travelled forty – five miles", "He traveled forty - five miles"),
        ("a cease-fire agreement", "a ceasefire agreement"),
        ("1,000,000 tonnes", "1000000 tonnes"),
        ("Café “Orient”", "Cafe 'Orient'".replace("'", '"')),
        ("nineteen organisations", "19 organizations"),
    ],
)
def test_spelling_is_folded(db, one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40 lorries", "90 lorries"),
        ("twenty-one", "twenty one hundred"),
        ("it resigned", "it re-signed"),
        ("able", "not able"),
        ("4.5", "45"),
        ("in May", "in may"),
        ("told the US", "told the us"),
        ("it said", "it says"),
        ("filled", "filed"),
        ("Was it safe?", "Was it safe"),
        ("twenty", "2"),
    ],
)
def test_other_words_are_folded_apart(db, one, other):
    assert folded(one) != folded(other)


def folded(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT spelling_fold(%s)", [words])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "words", ["one word ", "colour word ", "organise ", "twenty-one ", "1,000 ", "US-", "ouralour"]
)
def test_the_time_of_a_fold_grows_with_the_words(db, words):
    # Four times the words take four times as long, sixteen times with a square in it. Other work on the machine may
    # make one try slow, but not five.
    assert any(time_to_fold(words, 16000) < 8 * time_to_fold(words, 4000) for _ in range(5))


def time_to_fold(words, times):
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, FORMAT JSON) SELECT spelling_fold(repeat(w, %s)) FROM (VALUES (%s), ('')) x (w)",
            [times, words],
        )
        return cursor.fetchone()[0][0]["Execution Time"]


@pytest.mark.parametrize(
    ("was", "now", "same"),
    [
        (["colour", "two"], ["color", "2"], True),
        (["colour", "two"], ["2", "color"], False),
        (["colour"], ["colour", "two"], False),
        (["colour", "two"], ["colour", "three"], False),
        (["colour"], ["colour"], True),
        ([], [], False),
        (None, ["colour"], False),
    ],
)
def test_pieces_are_compared_one_by_one(db, was, now, same):
    with connection.cursor() as cursor:
        cursor.execute("SELECT only_spelling(%s, %s)", [None if was is None else Jsonb(was), Jsonb(now)])
        assert cursor.fetchone()[0] is same


def test_a_version_that_only_moves_the_words_leaves_a_review_alone(cast, in_review):
    article = in_review.article
    block, start, end = find_words(article.current_version, "40 lorries an hour")
    text = "Bridge\n\nNew. " + block.text
    version = make_version(article, text, actor=cast.writer, current=False)
    make_pieces(in_review, "40 lorries an hour", actor=cast.writer, version=version)
    make_anchoring(in_review, version)
    with acting(cast.writer):
        article.current_version = version
        article.save(update_fields=["current_version"])
    assert standing(in_review).state == "in_review"
