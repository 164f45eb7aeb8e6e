"""How people stand towards signing claims, as the database says it."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from claims.models import (
    Claim,
    Person,
)
from claims.permissions import SIGNS_NOT, SIGNS_WITH, desks_of
from claims.states import Role

COUNTED_TO = 1000


def signable(claims: QuerySet[Claim], person: Person) -> QuerySet[Claim]:
    """Those of ``claims`` (a QuerySet) that ``person`` may sign now, by ``claim_standings`` in SQL."""
    # What may be signed is the rest: PostgreSQL takes what equals an expression for rare, and would sort the whole
    # queue for it instead of reading its beginning in order.
    sql = "SELECT s.claim_id FROM claim_standings(%s, false, true) s WHERE s.standing <> ALL (%s)"
    return claims.filter(pk__in=RawSQL(sql, [person.pk, list(SIGNS_NOT)]))  # noqa: S611 - nothing of it was typed


def standings_of(claims: Iterable[Claim], person: Person, anew: bool = False) -> dict[int, str]:
    """{claim's id: how ``person`` stands towards signing it}, by ``claim_standings`` in SQL; one query.

    ``claims`` are Claims; ``anew``: as if nobody had signed yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT claim_id, standing FROM claim_standings(%s, %s, true) WHERE claim_id = ANY (%s)",
            [person.pk, anew, [claim.pk for claim in claims]],
        )
        return dict(cursor.fetchall())


def not_signable(claims: QuerySet[Claim], person: Person) -> Counter[str]:
    """Counter of how ``person`` stands towards those of ``claims`` (a QuerySet) that they cannot sign, to 1,000."""
    sql, params = claims.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.standing FROM ({sql}) c (id)"  # noqa: S608
            " JOIN claim_standings(%s, false, true) s ON s.claim_id = c.id"
            f" WHERE s.standing <> ALL (%s) LIMIT {COUNTED_TO}",
            [*params, person.pk, list(SIGNS_WITH)],
        )
        return Counter(standing for (standing,) in cursor.fetchall())


def touched(person: Person) -> RawSQL:
    """Ids for a filter, by ``claims_touched`` in SQL: all in review that a reviewer may not sign, and other claims."""
    return RawSQL("SELECT claim_id FROM claims_touched(%s)", [person.pk])


def signs(person: Person) -> bool:
    """Whether a person signs claims on any desk; everybody else reads the review queue whole."""
    return bool(desks_of(person, {Role.REVIEWER, Role.LEGAL}))
