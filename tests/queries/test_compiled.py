"""A query that is compiled once asks the database each time, with the values of that time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Func, IntegerField
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext

from claims.models import Article, Claim, Desk, Membership, Person
from claims.permissions import desks_of
from claims.queries.compiled import Compiled, CompiledFor, Slot, among
from claims.states import Role
from tests.make import make_claim


@pytest.fixture
def numbered():
    return Compiled(
        lambda: Claim.objects.filter(article=Slot("article"), number=Slot("number")).select_related("article")
    )


def test_each_run_gives_the_rows_of_its_own_values(article, numbered):
    one, two = make_claim(article, "200 lorries"), make_claim(article, "3 cracks")
    for claim in (one, two, one):
        assert numbered(article=article.pk, number=claim.number) == [claim]
    assert numbered(article=article.pk, number=77) == []


def test_each_run_sees_what_was_written_since(article, numbered):
    claim = make_claim(article, "3 cracks")
    numbered(article=article.pk, number=claim.number)
    Claim.objects.filter(pk=claim.pk).update(waiting_on="the ministry")
    assert numbered.first(article=article.pk, number=claim.number).waiting_on == "the ministry"


def test_what_is_selected_with_a_row_costs_no_other_query(article, numbered, django_assert_num_queries):
    claim = make_claim(article, "3 cracks")
    for _ in range(2):
        with django_assert_num_queries(1):
            assert numbered.first(article=article.pk, number=claim.number).article == article


def test_a_query_is_made_once(article):
    made = []
    query = Compiled(lambda: made.append(1) or Claim.objects.filter(article=Slot("article")))
    for _ in range(3):
        query(article=article.pk)
    assert len(made) == 1


def test_a_value_is_never_read_as_sql(article):
    claim = make_claim(article, "3 cracks", statement="’ OR '1'='1")
    query = Compiled(lambda: Claim.objects.filter(state="open", statement=Slot("words")))
    assert query(words="' OR '1'='1") == []
    assert query(words=claim.statement) == [claim]


def test_a_missing_value_is_an_error(article, numbered):
    with pytest.raises(KeyError, match="number"):
        numbered(article=article.pk)


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_only():
    query = Compiled(lambda: ContentType.objects.select_for_update().filter(model=Slot("model")))
    with transaction.atomic():
        assert len(query(model="claim")) == 1
    with pytest.raises(transaction.TransactionManagementError):
        query(model="claim")


@pytest.mark.django_db
def test_long_joins_are_planned_in_the_order_in_which_they_are_written():
    with connection.cursor() as cursor:
        cursor.execute("SHOW join_collapse_limit")
        assert cursor.fetchone() == ("5",)


@pytest.mark.django_db
def test_another_thread_asks_by_a_connection_of_its_own():
    pid = Func(function="pg_backend_pid", output_field=IntegerField())
    query = Compiled(lambda: ContentType.objects.filter(model=Slot("model")).values_list(pid, flat=True))

    def elsewhere():
        try:
            return query(model="claim")
        finally:
            connection.close()

    here = query(model="claim")
    with ThreadPoolExecutor(1) as pool:
        there = pool.submit(elsewhere).result()
    assert len(here) == len(there) == 1
    assert here != there
    assert query(model="claim") == here


def planned(words):
    """How many statements with these words PostgreSQL keeps for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{words}%"])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_statement_is_planned_once_for_small_and_large_numbers_and_lists_of_them():
    query = Compiled(
        lambda: ContentType.objects.filter(among("id", Slot("ids")), id__gt=Slot("least")).values_list("id", "model")
    )
    before = planned("django_content_type")
    for most in 1, 70_000, 2**40:
        assert query(ids=[most], least=most) == []
    assert planned("django_content_type") == before + 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, -1, 2**15, -(2**31), 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30])
def test_a_number_of_any_size_is_looked_for(number):
    query = Compiled(lambda: ContentType.objects.filter(pk=Slot("pk")))
    assert query(pk=number) == []


@pytest.mark.django_db
def test_a_constant_stays_in_the_statement_with_its_percent_signs():
    query = Compiled(
        lambda: ContentType.objects.filter(model__contains="100%s", pk__gt=Slot("least")).values_list("pk", flat=True)
    )
    odd = ContentType.objects.create(app_label="odd", model="a 100%s model")
    assert query(least=0) == [odd.pk]
    assert planned("django_content_type%100") == 1


@pytest.mark.django_db
def test_a_statement_that_is_logged_has_its_values_in_it():
    query = Compiled(lambda: ContentType.objects.filter(pk=Slot("pk")))
    with CaptureQueriesContext(connection) as caught:
        assert query(pk=7_654_321) == []
    assert "7654321" in caught[0]["sql"]


@pytest.fixture
def elsewhere(cast):
    """A checker of another desk, and an article of that desk."""
    desk = Desk.objects.create(name="Elsewhere", slug="elsewhere")
    person = Person.objects.create_user("else", name="Else")
    Membership.objects.create(desk=desk, person=person, role=Role.CHECKER)
    return person, Article.objects.create(desk=desk, headline="Of another desk", created_by=person)


def test_whoever_holds_the_same_roles_shares_the_sql_and_reads_the_rows_of_their_own_desks(cast, article, elsewhere):
    made = []
    query = CompiledFor(lambda person: made.append(1) or Article.objects.filter(desk_id__in=desks_of(person)))
    person, other = elsewhere
    assert [query(cast.checker), query(person), query(cast.checker)] == [[article], [other], [article]]
    assert len(made) == 1
    assert query(cast.chief) == [article]
    assert len(made) == 2


def test_a_person_is_known_in_a_list_of_values_too(cast):
    query = CompiledFor(lambda person: Person.objects.filter(pk__in=RawSQL("SELECT unnest(%s)", [[person.pk]])))
    assert query(cast.checker) == [cast.checker]
    assert query(cast.chief) == [cast.chief]


def test_whoever_is_on_no_desk_reads_nothing(cast):
    query = CompiledFor(lambda person, size: Article.objects.filter(desk_id__in=desks_of(person))[:size])
    for _ in range(2):
        assert query(Person.objects.create_user(f"new{Person.objects.count()}"), 5) == []
