"""A byline is a person whatever its spelling: a name that may be a member's bars them until somebody else answers."""

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from claims.editing.articles import answer_byline, byline_questions, change_article, details_of
from claims.errors import NotNow, NotYours
from claims.history import acting
from claims.models import Article, ArticleAuthor, BylineQuestion, Event
from claims.queries import queues
from claims.states import BylineAnswer
from claims.workflow import perform, standing_of
from claims.workflow.articles import authors_of
from tests.database.conftest import refused
from tests.make import (
    article_hash,
    content_hash,
    make_article,
    make_claim,
    make_mark,
    make_person,
    send_to_review,
    set_state_of,
    sign,
    sign_article,
    sign_off,
)

TEXT = "A headline\n\nThe old bridge carries 40 lorries."


@pytest.fixture
def rosa(cast):
    return make_person("Rosa Lindqvist", "reviewer", "chief", desk=cast.desk)


def bylined(cast, *names):
    """An article with these names in its byline, tied to nobody, and its one claim in review."""
    article = make_article(cast.desk, TEXT, actor=cast.checker)
    with acting(cast.checker):
        for name in names:
            ArticleAuthor.objects.create(article=article, name=name)
    claim = make_claim(article, "The old bridge carries 40 lorries", actor=cast.checker)
    send_to_review(claim, cast.checker)
    return claim


def may_be_one(one, other):
    with connection.cursor() as cursor:
        cursor.execute("SELECT names_may_be_one(%s, %s), names_may_be_one(%s, %s)", [one, other, other, one])
        one_way, other_way = cursor.fetchone()
    assert one_way == other_way
    return one_way


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "Rosa Lindqvist",
        "rosa lindqvist",
        "R. Lindqvist",
        "R Lindqvist",
        "Rosa K. Lindqvist",
        "R. K. Lindqvist",
        "Lindqvist",
        "Rosa",
        "Lindqvist, Rosa",
        "LINDQVIST Rosa",
        "Rosa Lindquist",
        "R. L.",
        "R.L.",
        "rlindqvist",
        "LindqvistR",
        "Rósa Lindqvist",
        "Rosa Lindqvist-Berg",
        "Rosa  Lindqvist ",
        "Rosie Lindqvist",
        "By Rosa Lindqvist",
        "Rosa Lindqvist in Stockholm",
        "Ｒｏｓａ Ｌｉｎｄｑｖｉｓｔ",
    ],
)
def test_a_spelling_of_a_member_s_name_may_be_them(name):
    assert may_be_one(name, "Rosa Lindqvist")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("Müller, Jörg", "Joerg Mueller"),
        ("J. Mueller", "Jörg Müller"),
        ("Lukasz Zelazny", "Łukasz Żelazny"),
        ("王伟", "王伟"),
    ],
)
def test_accents_and_order_make_no_other_person(name, member):
    assert may_be_one(name, member)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["Anna Lindqvist", "Rosa Martin", "Maria Novak", "", "-", "Agence France-Presse", "王伟", "K. L."]
)
def test_another_name_is_nobody_of_the_desk(name):
    assert not may_be_one(name, "Rosa Lindqvist")


@pytest.mark.parametrize("name", ["Rosa Lindqvist", "R. Lindqvist", "Rosa K. Lindqvist"])
def test_whoever_a_byline_may_name_signs_nothing_of_the_article_until_somebody_else_answers(cast, rosa, hands, name):
    claim = bylined(cast, name)
    with refused("signoff_not_author"), hands(rosa):
        sign(claim, rosa)
    mark = make_mark(claim.article, "A headline", actor=cast.checker)
    with refused("signoff_not_author"), hands(rosa):
        mark.looked_by, mark.looked_at = rosa, mark.made_at
        mark.save()
    with refused("signoff_not_author"), hands(rosa):
        sign_article(claim.article, rosa, "released", reason="The printer waits.")
    (question,) = byline_questions(claim.article)
    answer_byline(question, actor=cast.checker, answer=BylineAnswer.OTHER)
    with hands(rosa):
        sign(claim, rosa)


def test_the_reason_is_said_where_they_would_sign_and_in_their_queue(cast, rosa):
    claim = bylined(cast, "R. Lindqvist")
    with pytest.raises(NotYours, match="The byline may name you, so you sign none of its claims"):
        perform("approve", claim, actor=rosa, content_hash=content_hash(claim))
    assert authors_of(claim.article) == {rosa.pk: False}
    assert standing_of(claim).authors == {rosa.pk: False}
    assert queues.standings_of([claim], rosa) == {claim.pk: "byline"}


def test_nobody_says_of_themselves_that_a_byline_names_somebody_else(cast, rosa, hands):
    claim = bylined(cast, "R. Lindqvist")
    (question,) = byline_questions(claim.article)
    with pytest.raises(NotYours, match="somebody else says"):
        answer_byline(question, actor=rosa, answer=BylineAnswer.OTHER)
    with refused("byline_own_name"), hands(rosa):
        BylineQuestion.objects.filter(pk=question.pk).update(
            answer="other", answered_by=rosa, answered_at=timezone.now()
        )
    for person, constraint in ((cast.observer, "byline_role"), (cast.outsider, "byline_role")):
        with refused(constraint), hands(person):
            BylineQuestion.objects.filter(pk=question.pk).update(
                answer="other", answered_by=person, answered_at=timezone.now()
            )
    with refused("signoff_own_hand"), hands(rosa):
        BylineQuestion.objects.filter(pk=question.pk).update(
            answer="other", answered_by=cast.chief, answered_at=timezone.now()
        )


def test_an_answer_stays_and_is_in_the_record(cast, rosa):
    claim = bylined(cast, "R. Lindqvist")
    (question,) = byline_questions(claim.article)
    answer_byline(question, actor=cast.chief, answer=BylineAnswer.SAME)
    assert authors_of(claim.article) == {rosa.pk: True}
    assert ArticleAuthor.objects.get(pk=question.author_id).person == rosa
    event = Event.objects.filter(article=claim.article).last()
    assert event.words == "Chris Chief said that “R. Lindqvist” in the byline is Rosa Lindqvist"
    with pytest.raises(NotNow, match="answered once"):
        answer_byline(question, actor=cast.chief, answer=BylineAnswer.OTHER)


def test_an_answer_that_makes_an_author_voids_what_they_signed(cast, rosa):
    claim = bylined(cast)
    sign_off(claim, rosa, by=cast.checker)
    with acting(cast.checker):
        ArticleAuthor.objects.create(article=claim.article, name="R. Lindqvist")
    (question,) = byline_questions(claim.article)
    claim.refresh_from_db()
    assert claim.state == "signed_off"
    with refused("article_gate"):
        sign_article(claim.article, cast.chief)
    answer_byline(question, actor=cast.chief, answer=BylineAnswer.SAME)
    claim.refresh_from_db()
    assert claim.state == "changed"


def test_a_new_member_and_a_new_name_are_asked_about(cast):
    claim = bylined(cast, "R. Lindqvist", "Nils Berg")
    assert byline_questions(claim.article) == []
    make_person("Rosa Lindqvist", "reviewer", desk=cast.desk)
    cast.reviewer.name = "Nils Henrik Berg"
    cast.reviewer.save(update_fields=["name"])
    assert {str(one.person) for one in byline_questions(claim.article)} == {"Rosa Lindqvist", "Nils Henrik Berg"}
    assert authors_of(claim.article) == {one.person_id: False for one in byline_questions(claim.article)}


def test_a_byline_by_user_name_is_asked_about(cast):
    claim = bylined(cast, "Ben")
    assert [one.person for one in byline_questions(claim.article)] == [cast.reviewer]


def test_the_app_role_neither_makes_nor_deletes_questions(cast, rosa, app_role):
    claim = bylined(cast, "R. Lindqvist")
    for statement in (
        "DELETE FROM claims_bylinequestion",
        "INSERT INTO claims_bylinequestion (author_id, person_id, answer, answered_by_id, answered_at)"
        f" SELECT author_id, {cast.second_reviewer.pk}, 'other', {rosa.pk}, now() FROM claims_bylinequestion",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), app_role() as cursor:
            cursor.execute(statement)
    assert len(byline_questions(claim.article)) == 1


@pytest.mark.parametrize(
    "change", [{"headline": "Another headline"}, {"outlet": "The Other Paper"}, {"authors": ["Maria Novak"]}]
)
def test_what_readers_see_of_an_article_is_bound_by_its_sign_off(cast, change):
    claim = bylined(cast)
    sign_off(claim, cast.reviewer, by=cast.checker)
    make_mark(claim.article, "A headline", actor=cast.checker, looked_by=cast.reviewer)
    shown = article_hash(claim.article)
    sign_article(claim.article, cast.chief)
    set_state_of(claim.article, cast.chief, "signed_off")
    article = Article.objects.get(pk=claim.article_id)
    change_article(article, details_of(article) | change, actor=cast.checker, base=details_of(article))
    article.refresh_from_db()
    assert article.state == "in_checking"
    assert article.signoffs.filter(voided_at=None).count() == 0
    with refused("signoff_content"):
        sign_article(article, cast.chief, content_hash=shown)


def test_a_sign_off_from_before_headlines_were_bound_stands_under_what_it_bound(cast):
    claim = bylined(cast)
    sign_off(claim, cast.reviewer, by=cast.checker)
    make_mark(claim.article, "A headline", actor=cast.checker, looked_by=cast.reviewer)
    signoff = sign_article(claim.article, cast.chief)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_articlesignoff DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE claims_articlesignoff SET content_form = 1, content_hash = article_content_hash(article_id, 1)"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_articlesignoff ENABLE TRIGGER USER")
    set_state_of(claim.article, cast.chief, "signed_off")
    make_mark(claim.article, "bridge", actor=cast.checker)
    signoff.refresh_from_db()
    assert signoff.voided_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("By Ben", "Ben Reviewer"),
        ("BenReviewer", "Ben Reviewer"),
        ("B\u200ben R\u200beviewer", "Ben Reviewer"),
        ("B\u0435n R\u0435vi\u0435w\u0435r", "Ben Reviewer"),
        ("Ada Oak, Bo Pine, Cy Ash, Di Elm, Ed Fir, Flo Yew and Ben Reviewer", "Ben Reviewer"),
        ("记者王伟", "王伟"),
    ],
)
def test_a_name_hidden_in_a_byline_is_found(name, member):
    assert may_be_one(name, member)


def test_a_name_tied_to_somebody_else_is_asked_about_too(cast, hands):
    claim = bylined(cast)
    with acting(cast.checker):
        ArticleAuthor.objects.create(article=claim.article, name="Ben Reviewer", person=cast.quiet)
        ArticleAuthor.objects.create(article=claim.article, name="Wanda Writer", person=cast.writer)
    assert [one.person for one in byline_questions(claim.article)] == [cast.reviewer]
    with refused("signoff_not_author"), hands(cast.reviewer):
        sign(claim, cast.reviewer)


def test_a_member_without_a_display_name_is_found_by_their_user_name(cast):
    rosa = make_person("Rosa", "reviewer", desk=cast.desk, username="rosa.lindqvist")
    type(rosa).objects.filter(pk=rosa.pk).update(name="")
    assert [one.person for one in byline_questions(bylined(cast, "R. Lindqvist").article)] == [rosa]


@pytest.mark.parametrize("change", [{"headline": "Another"}, {"outlet": "Another"}])
def test_headline_and_outlet_do_not_change_under_a_release_or_once_they_are_out(cast, hands, change):
    claim = bylined(cast)
    release = sign_article(claim.article, cast.chief, "released", reason="The printer waits.")
    with hands(cast.second_reviewer):
        Article.objects.filter(pk=claim.article_id).update(**change)
    release.refresh_from_db()
    assert release.voided_at is not None
    sign_off(claim, cast.reviewer, by=cast.checker)
    sign_article(claim.article, cast.chief)
    for state in ("signed_off", "published"):
        set_state_of(claim.article, cast.chief, state)
    with refused("article_head"), hands(cast.second_reviewer):
        Article.objects.filter(pk=claim.article_id).update(headline="Once more", outlet="Once more")
