"""Two people at once, each with a connection of their own: whoever comes second finds what the first one left."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import DatabaseError, connection, transaction

from claims.editing.claims import cut_claim
from claims.errors import ClaimedAlready, DeskError
from claims.history import acting
from claims.models import Article, ArticleAuthor, ArticleSignOff, Claim, Evidence, Person, Piece, SignOff
from claims.workflow.leases import end_lease, take_next
from tests.live import keep_open
from tests.make import (
    article_hash,
    content_hash,
    find_words,
    judge,
    make_article,
    make_claim,
    make_desk,
    make_evidence,
    make_link,
    make_mark,
    make_person,
    make_source,
    make_version,
    send_to_review,
    sign_article,
    sign_off,
    tell_of,
)

ROUNDS = 20
#: They keep their connections: in a new one the database reads and plans everything anew, which is most of a round.
THREADS = ThreadPoolExecutor(8, "races")
pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """A desk with its people, committed; nobody of them has another role."""

    def __init__(self):
        self.desk = make_desk()
        self.writer, self.checker, self.second_checker, self.reviewer, self.chief = (
            make_person(name, role, desk=self.desk)
            for name, role in (
                ("Wanda", "writer"),
                ("Leyla", "checker"),
                ("Sam", "checker"),
                ("Ben", "reviewer"),
                ("Chris", "chief"),
            )
        )
        self.article = make_article(self.desk, actor=self.writer)

    def claim_in_review(self):
        claim = make_claim(self.article, "40 lorries an hour", actor=self.checker)
        make_evidence(claim, actor=self.checker)
        return send_to_review(claim, self.checker)


def at_once(*works):
    """Run all of ``works`` at the same moment, each in a thread; refusals and deadlocks are answers. Returns them."""
    gate = threading.Barrier(len(works), timeout=30)

    def run(work):
        gate.wait()
        try:
            work()
        except (DeskError, DatabaseError) as answer:
            return answer
        finally:
            connection.close_if_unusable_or_obsolete()
            keep_open()

    running = [THREADS.submit(run, work) for work in works]
    assert not wait(running, timeout=30).not_done, "somebody waits for ever"
    return [one.result() for one in running]


def sign_and_move(claim, signer, shown):
    with acting(signer):
        signoff = SignOff.objects.create(claim=claim, signer=signer, content_hash=shown)
        Claim.objects.filter(pk=claim.pk).update(state="signed_off")
        tell_of(signoff)


def signed_otherwise():
    """The signed-off claims without a live sign-off on what they hold, and the live sign-offs on something else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id FROM claims_claim c"
            " LEFT JOIN claims_signoff s ON s.claim_id = c.id AND s.voided_at IS NULL"
            " WHERE s.id IS NULL AND c.state = 'signed_off' OR s.content_hash <> claim_content_hash(c.id)"
        )
        return cursor.fetchall()


def edit_the_statement(desk, claim):
    with acting(desk.second_checker):
        Claim.objects.filter(pk=claim.pk).update(statement="The bridge carries 400 lorries an hour.")


def add_evidence(desk, claim):
    with acting(desk.second_checker):
        Evidence.objects.create(
            claim=claim, source=make_source(desk.desk), stance="contradicts", added_by=desk.second_checker
        )


def remove_evidence(desk, claim):
    with acting(desk.second_checker):
        claim.evidence.update(removed_by=desk.second_checker, removed_at="2026-01-01T00:00Z")


def add_a_piece(desk, claim):
    block, start, end = find_words(desk.article.current_version, "3 cracks")
    with acting(desk.second_checker):
        Piece.objects.create(
            claim=claim, version=desk.article.current_version, block=block, start=start, end=end, words="3 cracks"
        )


def link_it(desk, claim):
    other = make_claim(Article.objects.get(pk=desk.article.pk), "3 cracks", actor=desk.second_checker)
    make_link(claim, other, actor=desk.second_checker)


def write_a_version(desk, claim):
    article = Article.objects.get(pk=desk.article.pk)
    make_version(article, "Bridge open\n\nIt carries lorries.", actor=desk.writer)


@pytest.mark.parametrize(
    "change",
    [edit_the_statement, add_evidence, add_a_piece],
    ids=lambda function: function.__name__,
)
def test_a_sign_off_raced_by_a_change_is_on_what_is_there_or_is_none(change):
    desk = Desk()
    for _ in range(ROUNDS):
        claim = desk.claim_in_review()
        shown = content_hash(claim)
        at_once(
            lambda claim=claim, shown=shown: sign_and_move(claim, desk.reviewer, shown),
            lambda claim=claim: change(desk, claim),
        )
        assert signed_otherwise() == []
        claim.refresh_from_db()
        assert claim.state in ("in_review", "changed")


@pytest.mark.parametrize(
    "change",
    [edit_the_statement, add_evidence, remove_evidence, add_a_piece, write_a_version, link_it],
    ids=lambda function: function.__name__,
)
@pytest.mark.parametrize("signer_first", [True, False])
def test_a_sign_off_waits_for_a_change_and_a_change_for_a_sign_off(change, signer_first):
    desk = Desk()
    desk.claim = desk.claim_in_review()
    make_evidence(desk.claim, actor=desk.second_checker)  # who contributed before, and is no news
    works = [lambda: sign_the_claim(desk), lambda: change(desk, desk.claim)]
    meanwhile(*(works if signer_first else works[::-1]))
    desk.claim.refresh_from_db()
    assert signed_otherwise() == []
    # Words that a version changed have to be sent again.
    waits = "checking" if change is write_a_version else "in_review"
    assert desk.claim.state == ("changed" if signer_first else waits)


def test_a_second_sign_off_of_the_same_person_at_the_same_moment_is_refused():
    desk = Desk()
    for _ in range(5):
        claim = desk.claim_in_review()
        shown = content_hash(claim)
        answers = at_once(*[lambda c=claim, s=shown: sign_and_move(c, desk.reviewer, s)] * 2)
        assert sum(answer is None for answer in answers) == 1
        assert claim.signoffs.count() == 1


# The order is forced here: the first keeps their transaction open while the second begins.


def meanwhile(first, second, then=lambda: None):
    """``second`` begins when ``first`` has written and not committed, and goes on to ``then``. Returns the answers."""
    written, begun = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                first()
                written.set()
                assert begun.wait(10)
                wait_until_somebody_waits_or_is_done(over)
                then()
        finally:
            written.set()

    over = threading.Event()

    def follow():
        try:
            assert written.wait(10)
            begun.set()
            second()
        finally:
            over.set()

    return at_once(hold, follow)


def wait_until_somebody_waits_or_is_done(over):
    """Return once the second is done, or is seen waiting for a lock that we hold."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
            )
            if cursor.fetchone()[0] or over.wait(0.005):
                return
    raise AssertionError("the second neither waits nor ends")


@pytest.fixture
def ready():
    """A desk whose article has one claim, signed off, and all that its sign-off needs."""
    desk = Desk()
    desk.claim = sign_off(desk.claim_in_review(), desk.reviewer, by=desk.checker)
    return desk


def sign_the_article(desk):
    with transaction.atomic():
        sign_article(Article.objects.get(pk=desk.article.pk), desk.chief)
        with acting(desk.chief):
            Article.objects.filter(pk=desk.article.pk).update(state="signed_off")


def change_the_claim(desk):
    judge(Claim.objects.get(pk=desk.claim.pk), desk.second_checker, verdict="refuted")


def add_a_claim(desk):
    make_claim(Article.objects.get(pk=desk.article.pk), "3 cracks", actor=desk.checker)


def add_a_mark(desk):
    make_mark(Article.objects.get(pk=desk.article.pk), "it said", actor=desk.checker)


def name_the_chief_an_author(desk):
    with acting(desk.chief):
        ArticleAuthor.objects.create(article=desk.article, name="Chris", person=desk.chief)


def a_new_version(desk):
    write_a_version(desk, None)


@pytest.mark.parametrize(
    "change",
    [change_the_claim, add_a_claim, add_a_mark, name_the_chief_an_author, a_new_version],
    ids=lambda function: function.__name__,
)
@pytest.mark.parametrize("chief_first", [True, False])
def test_an_article_signed_while_somebody_changes_it_is_signed_as_it_is_or_not(ready, change, chief_first):
    works = [lambda: sign_the_article(ready), lambda: change(ready)]
    meanwhile(*(works if chief_first else works[::-1]))
    article = Article.objects.get(pk=ready.article.pk)
    assert article.state == "in_checking"
    live = ArticleSignOff.objects.filter(voided_at__isnull=True)
    assert [signoff for signoff in live if signoff.content_hash != article_hash(article)] == []
    assert not live.exists()


def sign_the_claim(desk):
    sign_and_move(desk.claim, desk.reviewer, content_hash(desk.claim))


def name_the_reviewer_an_author(desk):
    with acting(desk.chief):
        ArticleAuthor.objects.create(article=desk.article, name="Ben", person=desk.reviewer)


def ask_for_more_signatures(desk):
    with acting(desk.chief):
        desk.desk.signature_rules.create(risk_flag="safety", approvals=2)


@pytest.mark.parametrize(
    "change", [name_the_reviewer_an_author, ask_for_more_signatures], ids=lambda function: function.__name__
)
@pytest.mark.parametrize("signer_first", [True, False])
def test_a_claim_signed_while_the_rules_change_is_signed_by_the_new_rules_or_not(change, signer_first):
    desk = Desk()
    desk.claim = desk.claim_in_review()
    judge(desk.claim, desk.checker, risk_flags=["safety"])
    works = [lambda: sign_the_claim(desk), lambda: change(desk)]
    meanwhile(*(works if signer_first else works[::-1]))
    desk.claim.refresh_from_db()
    assert desk.claim.state in ("in_review", "changed")
    assert not desk.claim.signoffs.filter(voided_at__isnull=True).exists()


def test_asking_for_more_signatures_waits_for_whoever_has_the_article_and_not_in_a_ring(ready):
    judge(ready.claim, ready.checker, risk_flags=["safety"])
    sign_off(ready.claim, ready.reviewer, by=ready.checker)
    sign_the_article(ready)

    def lock(model, pk):
        return model.objects.select_for_update(no_key=True).get(pk=pk)

    answers = meanwhile(
        lambda: lock(Article, ready.article.pk),
        lambda: ask_for_more_signatures(ready),
        then=lambda: lock(Claim, ready.claim.pk),
    )
    assert answers == [None, None]
    assert Claim.objects.get(pk=ready.claim.pk).state == "changed"
    assert Article.objects.get(pk=ready.article.pk).state == "in_checking"


def test_eight_people_who_lock_the_article_first_do_not_wait_in_a_ring():
    desk = Desk()
    claims = [make_claim(desk.article, words, actor=desk.checker) for words in ("40 lorries", "3 cracks", "No one")]
    people = [make_person(f"Checker {number}", "checker", desk=desk.desk) for number in range(8)]

    def work(person, number):
        for step in range(4):
            with acting(person):
                Article.objects.select_for_update(no_key=True).get(pk=desk.article.pk)
                chosen = [claims[(number + step) % 3], claims[(number + 2 * step + 1) % 3]]
                for claim in (
                    Claim.objects.select_for_update(no_key=True).filter(pk__in=[c.pk for c in chosen]).order_by("id")
                ):
                    claim.rationale = f"{person} {step}"
                    claim.save(update_fields=["rationale"])
                    make_evidence(claim, actor=person)

    answers = at_once(*[lambda p=person, n=number: work(p, n) for number, person in enumerate(people)])
    assert answers == [None] * 8


def test_of_two_who_claim_the_same_words_at_one_instant_the_second_is_told_of_the_firsts_claim():
    desk = Desk()
    block, start, end = find_words(desk.article.current_version, "3 cracks")
    for _ in range(ROUNDS // 4):
        answers = at_once(
            *(
                lambda actor=actor: cut_claim(
                    desk.article, [(block.pk, start, end, "3 cracks")], actor=actor, again=False
                )
                for actor in (desk.checker, desk.second_checker)
            )
        )
        made = Claim.objects.exclude(state="retired").get()
        assert [type(answer) for answer in answers if answer] == [ClaimedAlready]
        assert next(answer for answer in answers if answer).claim == made
        with acting(made.created_by):
            Claim.objects.filter(pk=made.pk).update(state="retired")


def test_whoever_signs_the_last_two_claims_at_once_leaves_the_article_signed_through():
    desk = Desk()
    other = make_person("Rosa", "reviewer", desk=desk.desk)
    for _ in range(ROUNDS):
        desk.article = make_article(desk.desk, actor=desk.writer)
        first, last = desk.claim_in_review(), desk.claim_in_review()
        shown = content_hash(first), content_hash(last)
        answers = at_once(
            lambda one=first, shown=shown[0]: sign_and_move(one, desk.reviewer, shown),
            lambda one=last, shown=shown[1]: sign_and_move(one, other, shown),
        )
        assert answers == [None, None]
        assert Article.objects.get(pk=desk.article.pk).signed_through


def test_reviewers_who_press_take_next_at_once_are_each_handed_another_claim():
    desk = Desk()
    reviewers = [make_person(f"Reviewer {at}", "reviewer", desk=desk.desk) for at in range(4)]
    for words in ("40 lorries an hour", "3 cracks in its deck", "the bridge was closed", "No one was hurt"):
        send_to_review(make_claim(desk.article, words, actor=desk.checker), desk.checker)
    for _ in range(ROUNDS):
        handed = []

        def press(person, handed=handed):
            return lambda: handed.append((take_next("review", actor=Person.objects.get(pk=person.pk)), person))

        assert at_once(*map(press, reviewers)) == [None] * 4
        assert len({claim.pk for claim, _ in handed}) == 4
        for claim, person in handed:
            end_lease(claim, actor=person)
