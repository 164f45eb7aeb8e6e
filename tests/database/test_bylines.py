"""A byline is a person whatever its spelling: a name that may be a member's bars them until somebody else answers."""

from datetime import date, time

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from claims.editing.articles import answer_byline, byline_questions, change_article, details_of
from claims.errors import NotNow, NotYours
from claims.history import acting
from claims.models import Article, ArticleAuthor, BylineQuestion, Event
from claims.queries.signable import standings_of
from claims.states import BylineAnswer
from claims.workflow import perform, standing_of
from claims.workflow.articles import authors_of
from tests.database.conftest import refused
from tests.make import (
    article_hash,
    content_hash,
    make_anchoring,
    make_article,
    make_claim,
    make_mark,
    make_person,
    make_pieces,
    make_version,
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
    ("name", "member"),
    [
        ("Лейла Маммадова", "Leyla Mammadova"),
        ("Л. Мамедова", "Leyla Mammadova"),
        ("МАММАДОВА", "Leyla Mammadova"),
        ("Лейла Мамедова", "Leyla Məmmədova"),
        ("Роза Линдквист", "Rosa Lindqvist"),
        ("Р. Л.", "Rosa Lindqvist"),
        ("Текст: Роза Линдквист", "Rosa Lindqvist"),
        ("Ρόζα Λίντκβιστ", "Rosa Lindqvist"),
        ("Χρήστος Παπαδόπουλος", "Christos Papadopoulos"),
        ("როზა ლინდქვისტი", "Rosa Lindqvist"),
        ("Խաչատրյան", "Aram Khachatryan"),
        ("Джон Смит", "John Smith"),
        ("Хасан Шушинский", "Hasan Şuşinski"),
        ("Rosa Lindqvist", "Роза Линдквист"),
        ("ROSA LINDQVIST", "Rosa Lindqvist"),
        ("LINDQVIST", "Rosa Lindqvist"),
        ("R. LINDQVIST", "Rosa Lindqvist"),
    ],
)
def test_other_letters_and_capitals_make_no_other_person(name, member):
    assert may_be_one(name, member)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Анна Иванова", "Роман Лебедев", "Мария Новак", "Рейтер", "Νίκος Παππάς"])
def test_another_name_in_other_letters_is_nobody_of_the_desk(name):
    assert not may_be_one(name, "Rosa Lindqvist")


@pytest.mark.parametrize("name", ["Роза Линдквист", "LINDQVIST"])
def test_a_byline_in_other_letters_or_capitals_keeps_a_member_from_signing_until_answered(cast, rosa, hands, name):
    claim = bylined(cast, name)
    with refused("signoff_not_author"), hands(rosa):
        sign(claim, rosa)
    (question,) = byline_questions(claim.article)
    answer_byline(question, actor=cast.checker, answer=BylineAnswer.OTHER)
    with hands(rosa):
        sign(claim, rosa)


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
    assert standings_of([claim], rosa) == {claim.pk: "byline"}


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


#: Columns of an article, and what hangs on it, by whether readers see it. Whoever adds one decides.
SEEN = {"headline", "outlet", "address", "published_date", "published_time", "published_zone", "language"}
UNSEEN = {
    *("id", "desk_id", "ownership", "deadline", "state", "current_version_id", "edition", "created_by_id"),
    *("created_at", "intake", "known_by", "search", "signed_through"),
}
SEEN_BESIDE = {"ArticleAuthor", "ChainLink", "Version", "Claim"}
UNSEEN_BESIDE = {
    *(
        "ArticleImport",
        "ArticleSignOff",
        "Contact",
        "Correction",
        "Dossier",
        "Event",
        "EventChain",
        "IncomingVersion",
        "Placement",
        "Presence",
    ),
    *("Publication", "Side", "Thread"),
}


#: Of an article of ours, no hash binds where and when it is out.
KNOWN_WHEN_OUT = {"address", "published_date", "published_time", "published_zone"}


def test_every_field_of_an_article_is_decided_on(cast):
    article = make_article(cast.desk, TEXT, actor=cast.checker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jsonb_object_keys(article_shown(a)) FROM claims_article a WHERE id = %s", [article.pk])
        shown = {key for (key,) in cursor.fetchall()}
    assert shown == SEEN
    assert {field.column for field in Article._meta.concrete_fields} == SEEN | UNSEEN
    assert {relation.related_model.__name__ for relation in Article._meta.related_objects} == (
        SEEN_BESIDE | UNSEEN_BESIDE
    )


CHANGES = [
    {"headline": "Another headline"},
    {"outlet": "The Other Paper"},
    {"authors": ["Maria Novak"]},
    {"address": "https://example.org/other"},
    {"published_date": date(2026, 5, 4)},
    {"published_time": time(8, 30)},
    {"published_zone": "Europe/Stockholm"},
    {"language": "de"},
    {"chain": [("The First Paper", "https://example.org/first")]},
]


@pytest.mark.parametrize("ownership", ["ours", "theirs"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_what_readers_see_of_an_article_is_bound_by_its_sign_off(cast, change, ownership):
    claim = bylined(cast)
    with acting(cast.checker):
        Article.objects.filter(pk=claim.article_id).update(ownership=ownership)
    sign_off(claim, cast.reviewer, by=cast.checker)
    make_mark(claim.article, "A headline", actor=cast.checker, looked_by=cast.reviewer)
    shown = article_hash(claim.article)
    sign_article(claim.article, cast.chief)
    set_state_of(claim.article, cast.chief, "signed_off" if ownership == "ours" else "checked")
    article = Article.objects.get(pk=claim.article_id)
    change_article(article, details_of(article) | change, actor=cast.checker, base=details_of(article))
    article.refresh_from_db()
    assert article.state == "in_checking"
    assert article.signoffs.filter(voided_at=None).count() == 0
    if ownership == "theirs" or not change.keys() & KNOWN_WHEN_OUT:
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


SEEN_CHANGES = [change for change in CHANGES if change.keys() & SEEN]


@pytest.mark.parametrize("change", SEEN_CHANGES, ids=lambda change: next(iter(change)))
def test_what_readers_see_does_not_change_under_a_release_or_once_it_is_out(cast, hands, change):
    claim = bylined(cast)
    with acting(cast.checker):
        Article.objects.filter(pk=claim.article_id).update(
            address="https://example.org/here",
            published_date="2026-05-03",
            published_time="07:00",
            published_zone="Europe/Vienna",
        )
    release = sign_article(claim.article, cast.chief, "released", reason="The printer waits.")
    with hands(cast.second_reviewer):
        Article.objects.filter(pk=claim.article_id).update(**change)
    release.refresh_from_db()
    assert release.voided_at is not None
    if "language" in change:  # rules may read the claim otherwise in another language
        with hands(cast.checker) as cursor:
            cursor.execute(
                "UPDATE claims_sourcechange SET settled_by_id = %s, settled_at = now(), note = 'It holds.'",
                [cast.checker.pk],
            )
    out(claim, cast)
    (name,) = change
    other = {"published_date": "2026-01-01", "published_time": "09:00"}.get(name, "Once more")
    with refused("article_shown"), hands(cast.second_reviewer):
        Article.objects.filter(pk=claim.article_id).update(**{name: other})


def out(claim, cast):
    sign_off(claim, cast.reviewer, by=cast.checker)
    sign_article(claim.article, cast.chief)
    for state in ("signed_off", "published"):
        set_state_of(claim.article, cast.chief, state)


def test_byline_and_chain_do_not_change_once_the_article_is_out(cast, hands):
    claim = bylined(cast, "Maria Novak")
    out(claim, cast)
    for statement in (
        "UPDATE claims_articleauthor SET name = 'Mara Novak'",
        "UPDATE claims_articleauthor SET removed_at = now()",
        "INSERT INTO claims_chainlink (article_id, outlet, address, position)"
        f" VALUES ({claim.article_id}, 'The First Paper', '', 0)",
    ):
        with refused("article_shown"), hands(cast.checker) as cursor:
            cursor.execute(statement)


def test_where_and_when_an_article_of_ours_is_out_is_filled_in_then_and_its_sign_off_stands(cast, hands):
    claim = bylined(cast)
    out(claim, cast)
    known = {"address": "https://example.org/here", "published_date": "2026-05-03", "published_zone": "Europe/Vienna"}
    with hands(cast.checker):
        Article.objects.filter(pk=claim.article_id).update(**known, published_time="07:00")
    assert claim.article.signoffs.filter(voided_at=None).count() == 1
    with refused("article_shown"), hands(cast.checker):
        Article.objects.filter(pk=claim.article_id).update(address="https://example.org/there")
    with refused("article_shown"), hands(cast.checker):
        Article.objects.filter(pk=claim.article_id).update(published_date=None)


MORE = "It was closed for a week after the flood, and two lorries an hour now cross it.\n\nNobody was hurt."
BYLINES = [
    "By Rosa Lindqvist",
    "R. Lindqvist",
    "ROSA LINDQVIST",
    "rosa lindqvist",
    "Rosa Lindqvist.",
    "By Rosa Lindqvist Staff Writer",
    "By Rosa Lindqvist, Staff Writer",
    "By Ann Lee and Rosa Lindqvist in Stockholm",
    "Par Rosa Lindqvist avec AFP",
    "Story by Ann Lee; photographs by Rosa Lindqvist",
    "Story: Ann Lee. Photos: Rosa Lindqvist",
    "Reported and written by Rosa Lindqvist",
    "(Additional reporting by R. Lindqvist; editing by Ann Lee.)",
    "Texte: Rosa Lindqvist",
    "Rosa Lindqvist | Stockholm",
    "Rosa Lindqvist, 4 May 2026",
    "Updated at 10.30 by Rosa Lindqvist",
    "Текст: Роза Линдквист",
    "Ρόζα Λίντκβιστ",
    "B\u200by R\u200bosa Lindqvist",
    "– Rosa Lindqvist",
]


def versions_of(claim, *texts, actor):
    """Next versions with these texts, each current; the claim keeps its words."""
    for text in texts:
        version = make_version(claim.article, text, actor=actor, current=False)
        make_pieces(claim, "The old bridge carries 40 lorries", version=version, actor=actor)
        make_anchoring(claim, version, "kept", actor=actor)
        with acting(actor):
            claim.article.current_version = version
            claim.article.save(update_fields=["current_version"])


@pytest.mark.parametrize("place", ["top", "end"])
@pytest.mark.parametrize("line", BYLINES)
def test_a_byline_that_a_version_brings_in_keeps_whom_it_may_name_from_signing(cast, rosa, hands, line, place):
    claim = bylined(cast)
    below = f"{TEXT[12:]}\n\n{MORE}"
    text = f"A headline\n\n{line}\n\n{below}" if place == "top" else f"A headline\n\n{below}\n\n{line}"
    versions_of(claim, text, actor=cast.checker)
    with refused("signoff_not_author"), hands(rosa):
        sign(claim, rosa)
    (question,) = byline_questions(claim.article)
    assert question.person == rosa
    answer_byline(question, actor=cast.checker, answer=BylineAnswer.OTHER)
    versions_of(claim, f"{text}\n\nIt rained.", actor=cast.checker)
    assert byline_questions(claim.article) == []
    with hands(rosa):
        sign(claim, rosa)


@pytest.mark.parametrize(
    "line",
    [
        "By Maria Novak",
        "Rosa Dahl",
        "Who built the bridge?",
        "By Friday the bridge was open again.",
        "Lorries cross again",
        "The mayor, Rosa Lindqvist, said that two lorries an hour now cross it, and that nobody was hurt.",
        "It was built by Rosa Lindqvist, an engineer, who says that it will carry two lorries an hour for years.",
    ],
)
def test_a_line_that_is_no_byline_of_a_member_asks_nothing(cast, rosa, line):
    claim = bylined(cast)
    versions_of(claim, f"A headline\n\n{line}\n\n{TEXT[12:]}\n\n{MORE}\n\n{line}", actor=cast.checker)
    assert byline_questions(claim.article) == []
    assert not ArticleAuthor.objects.filter(article=claim.article).exists()


def test_a_byline_in_the_middle_of_a_long_text_is_asked_about(cast, rosa):
    claim = bylined(cast)
    long = "\n\n".join([MORE] * 20)
    versions_of(claim, f"{TEXT}\n\n{long}\n\nBy Rosa Lindqvist\n\n{long}", actor=cast.checker)
    assert [one.person for one in byline_questions(claim.article)] == [rosa]


def test_a_byline_at_the_end_of_the_last_paragraph_is_asked_about(cast, rosa):
    claim = bylined(cast)
    end = f"{MORE.replace(chr(10), ' ')} {'It rained for a week. ' * 10}Reporting by Rosa Lindqvist"
    versions_of(claim, f"{TEXT}\n\n{end}", actor=cast.checker)
    assert [one.person for one in byline_questions(claim.article)] == [rosa]


def test_a_byline_that_was_left_out_and_whose_name_is_in_no_list_of_authors_is_asked_about(cast, rosa):
    text = f"A headline\n\nBy Rosa Lindqvist\n\n{TEXT[12:]}"
    article = make_article(cast.desk, text, actor=cast.checker, left_out=[1])
    assert [one.person for one in byline_questions(article)] == [rosa]


def test_a_name_that_the_article_has_already_is_not_asked_about_again(cast, rosa):
    claim = bylined(cast, "Rosa Lindqvist Staff Writer")
    (question,) = byline_questions(claim.article)
    versions_of(claim, f"A headline\n\nBy Rosa Lindqvist\n\n{TEXT[12:]}", actor=cast.checker)
    assert byline_questions(claim.article) == [question]
    answer_byline(question, actor=cast.chief, answer=BylineAnswer.SAME)
    versions_of(claim, f"A headline\n\nBy R. Lindqvist\n\n{TEXT[12:]}", actor=cast.checker)
    assert byline_questions(claim.article) == []


def test_another_spelling_is_asked_about_though_the_first_was_answered(cast, rosa):
    claim = bylined(cast, "R. Lindqvist")
    (question,) = byline_questions(claim.article)
    answer_byline(question, actor=cast.chief, answer=BylineAnswer.OTHER)
    versions_of(claim, f"A headline\n\nBy Rosa Lindqvist\n\n{TEXT[12:]}", actor=cast.checker)
    assert [one.author.name for one in byline_questions(claim.article)] == ["Rosa Lindqvist"]


def test_a_name_in_the_text_alone_is_not_in_the_byline_and_makes_an_author_when_somebody_says_so(cast, rosa):
    claim = bylined(cast, "Maria Novak")
    versions_of(claim, f"A headline\n\nBy Rosa Lindqvist\n\n{TEXT[12:]}", actor=cast.checker)
    assert details_of(claim.article)["authors"] == ["Maria Novak"]
    assert authors_of(claim.article) == {rosa.pk: False}
    (question,) = byline_questions(claim.article)
    answer_byline(question, actor=cast.chief, answer=BylineAnswer.SAME)
    assert authors_of(claim.article) == {rosa.pk: True}
    assert details_of(claim.article)["authors"] == ["Maria Novak"]


def test_whoever_joins_or_is_renamed_is_asked_about_in_texts_too(cast):
    claim = bylined(cast)
    versions_of(claim, f"A headline\n\nBy Rosa Lindqvist\n\n{TEXT[12:]}\n\nNils Berg", actor=cast.checker)
    assert byline_questions(claim.article) == []
    rosa = make_person("Rosa Lindqvist", "reviewer", desk=cast.desk)
    cast.reviewer.name = "Nils Henrik Berg"
    cast.reviewer.save(update_fields=["name"])
    assert {one.person for one in byline_questions(claim.article)} == {rosa, cast.reviewer}


def test_a_member_joins_a_desk_whose_articles_are_out_and_their_sign_offs_stand(cast):
    claim = bylined(cast)
    versions_of(claim, f"A headline\n\nBy Rosa Lindqvist\n\n{TEXT[12:]}", actor=cast.checker)
    out(claim, cast)
    make_person("Rosa Lindqvist", "reviewer", desk=cast.desk)
    assert len(byline_questions(claim.article)) == 1
    assert claim.article.signoffs.filter(voided_at=None).count() == 1
