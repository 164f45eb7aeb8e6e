"""A new version: what goes along with a claim's words is decided by the database again, whoever asks."""

import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.history import acting
from claims.models import Anchoring, Claim, NoClaimMark, Piece, WordingAnswer
from claims.text.typography import fold
from tests.database.conftest import refused, standing
from tests.make import (
    content_hash,
    find_words,
    make_anchoring,
    make_article,
    make_claim,
    make_mark,
    make_version,
    sign_article,
    sign_off,
)

CURLY = "He called it ‘safe’ – “quite safe” – on Monday…"
STRAIGHT = "He called it 'safe' - \"quite safe\" - on Monday..."


@pytest.fixture
def article(cast):
    return make_article(cast.desk, f"Bridge\n\n{CURLY} It carries 200 lorries.", actor=cast.checker)


def move_on(article, text, actor, *, claim, words, bound, marks=(), result="kept"):
    """The next version, in which ``claim`` has ``words`` bound as ``bound``, with ``result``; made current."""
    version = make_version(article, text, actor=actor, current=False)
    block, start, end = find_words(version, words)
    with acting(actor):
        Piece.objects.create(
            claim=claim, version=version, block=block, start=start, end=end, words=words, bound_words=bound
        )
        for mark, at in marks:
            carry(mark, version, at)
        make_anchoring(claim, version, result, actor=actor)
        article.current_version = version
        article.save(update_fields=["current_version"])
    return version


def carry(mark, version, words, **over):
    block, start, end = find_words(version, words)
    fields = {name: getattr(mark, name) for name in ("reason", "made_by_id", "looked_by_id", "looked_at")} | over
    return NoClaimMark.objects.create(
        version=version, block=block, start=start, end=end, words=words, carried_from=mark, **fields
    )


def sql_fold(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT typography_fold(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "text",
    [
        CURLY,
        STRAIGHT,
        "«Да» – сказал он",
        "a — b—c -- d",
        "  two\u00a0\u2009blanks\t\n",
        "zero\u200bwidth",
        "cafe\u0301",
        "−5 °C … and so on",
        "twenty – four, twenty-four, twenty—four, twenty -- four, twenty--four and twenty - four",
        "10–5 10-5 10 – 5 10 - 5 10−5 10‒5 10—5 5%–10% $5–$10 ٣–٥",
        "it was –5, −5, -5, (–5), “–5” and 3–−5, 3-−5, x−5",
        "well‐known, two- and three-year, – - -- -–- ― at –the ends- –",
        " - a – - — b --- - ",
        "Հայաստան՝ «այո»",
        "ﬁve oﬃces oﬀ the ﬂat, waﬄes, ﬅ, ﬆ and ﬁ\u0301",
        "",
    ],
)
def test_the_database_folds_typography_as_the_text_does(db, text):
    assert sql_fold(text) == fold(text)


def test_typography_folded_or_not_is_the_same_and_words_are_not():
    assert fold(CURLY) == fold(STRAIGHT)
    assert fold("200 lorries") != fold("230 lorries")
    assert fold("Recalled") != fold("recalled")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sixty – five of them new", "sixty-five of them new"),
        ("sixty—five of them new", "sixty-five of them new"),
        ("20 - 8", "20-8"),
        ("20 – 8", "20–8"),
        ("20−8", "20–8"),
        ("the dog – eating rats", "the dog-eating rats"),
        ("the dog--eating rats", "the dog-eating rats"),
        ("it was −8 degrees", "it was – 8 degrees"),
        ("it was –8 degrees", "it was 8 degrees"),
        ("from 3 to −8", "from 3 to 8"),
        ("3–−8", "3–8"),
        ("he re-signed", "he resigned"),
    ],
)
def test_a_hyphen_and_a_minus_are_no_dash(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("too late – again", "too late—again"),
        ("too late - again", "too late -- again"),
        ("too late--again", "too late ― again"),
        ("3–8 days", "3-8 days"),
        ("it was −8 degrees", "it was -8 degrees"),
        ("it was –8 degrees", "it was -8 degrees"),
        ("a well‑known man", "a well-known man"),
    ],
)
def test_the_same_dash_is_set_in_many_ways(one, other):
    assert fold(one) == fold(other)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60))
def test_folding_twice_is_folding_once(text):
    once = fold(text)
    assert fold(once) == once


DASHED = st.text(alphabet="-–—−‐‑‒―  a5%$\"'“(٣\u200b", max_size=14)


@given(DASHED)
def test_folding_dashes_twice_is_folding_them_once(text):
    once = fold(text)
    assert fold(once) == once


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(DASHED, min_size=40, max_size=40))
def test_the_database_folds_dashes_as_the_text_does(db, texts):
    with connection.cursor() as cursor:
        cursor.execute("SELECT typography_fold(t) FROM unnest(%s::text[]) WITH ORDINALITY u(t, n) ORDER BY n", [texts])
        assert [row[0] for row in cursor.fetchall()] == [fold(text) for text in texts]


def test_a_sign_off_goes_along_where_only_typography_changed(cast, article):
    claim = make_claim(article, CURLY, actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    before = content_hash(claim)
    move_on(article, f"Bridge\n\n{STRAIGHT} It is old.", cast.writer, claim=claim, words=STRAIGHT, bound=CURLY)
    assert standing(claim).state == "signed_off"
    assert content_hash(claim) == before
    assert claim.quoted == STRAIGHT, "what stands there is shown as it stands there"


@pytest.mark.parametrize("words", ["230 lorries", "200 Lorries", "200 lorries.", "two hundred lorries"])
def test_other_words_are_never_bound_as_the_old_ones(cast, article, words):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    with refused("words_bound"):
        move_on(article, f"Bridge\n\nIt carries {words}.", cast.writer, claim=claim, words=words, bound="200 lorries")


def test_words_that_were_never_the_claims_are_not_bound(cast, article):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    with refused("words_bound"):
        move_on(article, "Bridge\n\nIt – they say.", cast.writer, claim=claim, words="It – they", bound="It - they")


def reworded(cast, article, **over):
    claim = make_claim(
        article,
        "200 lorries",
        actor=cast.checker,
        **{
            "line_decision": "reword",
            "proposed_words": "about 180 lorries",
            "reworded_statement": "It carries about 180 lorries.",
            "reworded_verdict": "supported",
        }
        | over,
    )
    sign_off(claim, cast.reviewer, by=cast.checker)
    return claim


def test_the_wording_that_was_signed_stands_in_the_next_version_without_a_new_signature(cast, article):
    claim = reworded(cast, article, verdict="refuted")
    text = f"Bridge\n\n{CURLY} It carries about 180 lorries."
    move_on(article, text, cast.writer, claim=claim, words="about 180 lorries", bound="200 lorries")
    assert standing(claim).state == "signed_off"
    assert claim.wording_applied
    assert (claim.standing_statement, claim.standing_verdict) == ("It carries about 180 lorries.", "supported")


@pytest.mark.parametrize("over", [{"line_decision": "cut"}, {"proposed_words": "about 190 lorries"}])
def test_no_other_wording_stands_without_a_new_signature(cast, article, over):
    claim = reworded(cast, article, **over)
    text = f"Bridge\n\n{CURLY} It carries about 180 lorries."
    with refused("words_bound"):
        move_on(article, text, cast.writer, claim=claim, words="about 180 lorries", bound="200 lorries")


def test_proposing_other_words_afterwards_voids_and_the_words_that_stand_there_are_bound(cast, article):
    claim = reworded(cast, article)
    text = f"Bridge\n\n{CURLY} It carries about 180 lorries."
    move_on(article, text, cast.writer, claim=claim, words="about 180 lorries", bound="200 lorries")
    with acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(proposed_words="fewer lorries")
    assert standing(claim).state == "changed"
    assert not claim.wording_applied
    with connection.cursor() as cursor:
        cursor.execute("SELECT claim_content(%s) ->> 'words'", [claim.pk])
        assert cursor.fetchone()[0] == '["about 180 lorries"]'


def test_a_mark_follows_its_words_with_who_made_it_and_who_looked_through_it(cast, article):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    mark = make_mark(article, CURLY, actor=cast.checker, looked_by=cast.reviewer)
    text = f"Bridge\n\n{STRAIGHT} It carries 200 lorries."
    move_on(article, text, cast.writer, claim=claim, words="200 lorries", bound="200 lorries", marks=[(mark, STRAIGHT)])
    carried = article.current_version.marks.get()
    assert (carried.made_by, carried.looked_by) == (cast.checker, cast.reviewer)


@pytest.mark.parametrize("over", ["words", "reason", "made_by_id", "looked_by_id"])
def test_a_mark_takes_nothing_else_along(cast, article, over):
    mark = make_mark(article, "200 lorries", actor=cast.checker)
    version = make_version(article, "Bridge\n\nIt carries 200 lorries, 230 lorries.", actor=cast.writer, current=False)
    changed = {"reason": "an opinion", "made_by_id": cast.second_checker.pk, "looked_by_id": cast.reviewer.pk}
    with refused("mark_carried"), acting(cast.writer):
        words = "230 lorries" if over == "words" else "200 lorries"
        carry(mark, version, words, **({over: changed[over]} if over in changed else {}))


def test_a_mark_that_was_taken_back_follows_nothing(cast, article):
    mark = make_mark(article, "200 lorries", actor=cast.checker)
    with acting(cast.checker):
        NoClaimMark.objects.filter(pk=mark.pk).update(removed_by=cast.checker, removed_at="2026-01-01T00:00Z")
    version = make_version(article, "Bridge\n\nIt carries 200 lorries.", actor=cast.writer, current=False)
    with refused("mark_carried"), acting(cast.writer):
        carry(mark, version, "200 lorries")


def test_a_claim_without_words_is_signed_by_nobody(cast, article):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    make_version(article, "Bridge\n\nIt is closed.", actor=cast.writer)
    with refused("signoff_complete"):
        sign_off(claim, cast.reviewer, by=cast.checker)


def settle(anchoring, person, how="acknowledged", **over):
    with acting(over.pop("actor", person)):
        return Anchoring.objects.filter(pk=anchoring.pk).update(
            settled_how=how, settled_by=person, settled_at="2026-01-01T00:00Z", **over
        )


@pytest.fixture
def adrift(cast, article):
    """A signed claim whose context changed, with its Anchoring."""
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    text = f"Bridge\n\n{CURLY} A day it carries 200 lorries."
    moved = {"claim": claim, "words": "200 lorries", "bound": "200 lorries", "result": "context_changed"}
    move_on(article, text, cast.writer, **moved)
    return claim, claim.anchorings.get()


@pytest.mark.parametrize("who", ["checker", "writer", "chief", "observer", "outsider"])
def test_a_changed_context_is_acknowledged_only_by_somebody_who_may_sign_the_claim(cast, adrift, hands, who):
    _, anchoring = adrift
    person = getattr(cast, who)
    with refused("signoff_four_eyes"), hands(person):
        settle(anchoring, person)
    with hands(cast.second_reviewer):
        assert settle(anchoring, cast.second_reviewer) == 1


def test_nobody_acknowledges_for_somebody_else(cast, adrift, hands):
    _, anchoring = adrift
    with refused("signoff_own_hand"), hands(cast.chief):
        settle(anchoring, cast.reviewer, actor=cast.chief)


def test_what_a_version_did_is_settled_once_and_never_changed(cast, adrift, hands):
    _, anchoring = adrift
    with refused("append_only"), hands(cast.reviewer):
        settle(anchoring, cast.reviewer, result="kept")
    settle(anchoring, cast.reviewer)
    with refused("append_only"), hands(cast.second_reviewer):
        settle(anchoring, cast.second_reviewer)


def test_an_article_is_not_signed_off_over_a_changed_context_that_nobody_acknowledged(cast, adrift):
    claim, anchoring = adrift
    for words in ("Bridge", CURLY, "A day it carries"):
        make_mark(claim.article, words, actor=cast.checker, looked_by=cast.reviewer)
    with refused("article_gate"):
        sign_article(claim.article, cast.chief)
    settle(anchoring, cast.reviewer)
    sign_article(claim.article, cast.chief)


def test_a_signature_given_after_the_context_changed_acknowledges_it(cast, adrift):
    claim, _ = adrift
    with acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(state="checking")
    sign_off(claim, cast.reviewer, by=cast.checker)
    sign_article(claim.article, cast.chief)


def test_an_article_is_not_signed_off_over_a_claim_in_the_tray(cast, article):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    make_version(article, "Bridge\n\nIt is closed.", actor=cast.writer)
    with refused("article_gate"):
        sign_article(article, cast.chief)


def test_a_changed_context_makes_a_form_that_was_open_before_an_old_one(cast, adrift):
    claim, _ = adrift
    edition = claim.edition
    where = {"claim": claim, "words": "200 lorries", "bound": "200 lorries", "result": "context_changed"}
    move_on(claim.article, "Bridge\n\nIt carries 200 lorries.", cast.writer, **where)
    claim.refresh_from_db()
    assert claim.edition > edition
    assert claim.context_edition == 2


@pytest.mark.parametrize(("who", "may"), [("writer", True), ("chief", True), ("checker", False), ("outsider", False)])
def test_the_writer_or_the_chief_answers_to_proposed_words(cast, article, hands, who, may):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    person = getattr(cast, who)

    def answer():
        with hands(person):
            return WordingAnswer.objects.create(claim=claim, decision="reword", answer="accepted", by=person)

    if may:
        assert answer().pk
    else:
        with refused("wording_role"):
            answer()


@pytest.mark.parametrize("result", ["changed", "lost", "ambiguous"])
def test_the_same_words_that_mean_another_thing_void_the_sign_off_whoever_writes_it_down(cast, article, hands, result):
    claim = make_claim(article, "200 lorries", actor=cast.checker)
    sign_off(claim, cast.reviewer, by=cast.checker)
    article.refresh_from_db()
    with hands(cast.writer):
        Anchoring.objects.create(
            claim=claim,
            version=article.current_version,
            result=result,
            reason="a “not” is gone",
            state_was="signed_off",
        )
    assert standing(claim).state == "changed"
    assert claim.signoffs.get().void_reason == "a new version came in: a “not” is gone"


@pytest.mark.parametrize("how", ["confirmed", "attached", "restored", "replaced", "retired", "kept"])
def test_a_context_settled_by_another_word_is_not_acknowledged(cast, adrift, hands, how):
    claim, anchoring = adrift
    for words in ("Bridge", CURLY, "A day it carries"):
        make_mark(claim.article, words, actor=cast.checker, looked_by=cast.reviewer)
    with hands(cast.checker):
        settle(anchoring, cast.checker, how=how)
    with refused("article_gate"):
        sign_article(claim.article, cast.chief)


def test_whoever_became_an_author_has_acknowledged_nothing(cast, adrift):
    claim, anchoring = adrift
    for words in ("Bridge", CURLY, "A day it carries"):
        make_mark(claim.article, words, actor=cast.checker, looked_by=cast.reviewer)
    settle(anchoring, cast.second_reviewer)
    with acting(cast.chief):
        claim.article.authors.create(name="Rosa", person=cast.second_reviewer)
    with refused("article_gate"):
        sign_article(claim.article, cast.chief)


def test_legal_acknowledges_where_legal_signs(cast, adrift, hands):
    claim, anchoring = adrift
    with refused("signoff_four_eyes"), hands(cast.legal):
        settle(anchoring, cast.legal)
    cast.desk.signature_rules.create(risk_flag="court", approvals=1, legal=True)
    with acting(cast.checker):
        Claim.objects.filter(pk=claim.pk).update(risk_flags=["court"])
    with hands(cast.legal):
        assert settle(anchoring, cast.legal) == 1


def test_a_wording_replaces_all_of_a_claims_words_and_not_one_of_its_pieces(cast, article):
    claim = make_claim(
        article, "200 lorries", "It", actor=cast.checker, line_decision="reword", proposed_words="180 lorries"
    )
    sign_off(claim, cast.reviewer, by=cast.checker)
    with refused("words_bound"):
        move_on(article, "Bridge\n\n180 lorries.", cast.writer, claim=claim, words="180 lorries", bound="200 lorries")


def test_a_mark_is_carried_once(cast, article):
    mark = make_mark(article, "It", actor=cast.checker, looked_by=cast.reviewer)
    version = make_version(article, "Bridge\n\nIt is. It was.", actor=cast.writer, current=False)
    block, *_ = find_words(version, "It was")
    with pytest.raises(IntegrityError), acting(cast.writer):
        carry(mark, version, "It")
        fields = {name: getattr(mark, name) for name in ("reason", "made_by_id", "looked_by_id", "looked_at")}
        place = {"version": version, "block": block, "start": 7, "end": 9, "words": "It", "carried_from": mark}
        NoClaimMark.objects.create(**place, **fields)
