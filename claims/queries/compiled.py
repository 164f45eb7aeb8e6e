"""A query whose SQL is made once in each process, and run again and again with other values.

Django makes the SQL of a query anew each time, which takes longer than PostgreSQL takes for the query of one row. To
plan it anew takes PostgreSQL longer than that too, so that what has Slots is planned once for each connection.
"""

import re
from collections.abc import Callable, Hashable
from copy import copy
from functools import lru_cache
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import BooleanField, Expression, Func, QuerySet
from django.db.transaction import TransactionManagementError

from claims.models import Person
from claims.permissions import roles_by_desk

#: The roles that somebody holds, desk by desk, without saying on which.
type Held = tuple[frozenset[str], ...]

#: Ids that stand for others, of a person and then of desks. No row has them.
_STAND_INS = range(-1, -(2**31), -1)
#: Queries that are kept of each CompiledFor: one for each Held, and for each of the other values that it takes.
KEPT = 200


class Slot(Expression):
    """The place of a value of a filter, which is given when the query runs. The value is not None."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return "%s", [self]


def among(column: str, values: Slot) -> Func:
    """The condition that a column is one of the values of a list, which is given when the query runs."""
    return Func(column, values, template="%(expressions)s)", arg_joiner=" = ANY (", output_field=BooleanField())


def prepared_cursor(connection: Any = connection) -> Any:
    """A cursor for statements that are run again and again with other values, which PostgreSQL plans once."""
    return connection.prepared_cursor()  # of factcheck/postgresql/base.py


class Compiled:
    """Returns the rows of a query as a list, each time from the database.

    ``make`` is a function that returns a QuerySet with a Slot for each value; it is called once. Each run has a value
    for each Slot, by its name: ``Compiled(make)(pk=7)``. Raises KeyError for a Slot without a value, and
    TransactionManagementError where rows are to be locked outside a transaction.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._made: tuple[Any, ...] = ()
        self._prepared: tuple[str, list[str]] | None = None
        self._converters: Any = None

    def __call__(self, **values: Any) -> list[Any]:
        if self._prepared is None:
            self._prepared = self._with_constants()
        sql, names = self._prepared
        return self._rows(sql, [values[name] for name in names], prepared=True)

    def run(self, real: Callable[[Any], Any]) -> list[Any]:
        """Return the rows; ``real`` gives the value to ask with for each one that the query was made with.

        It is planned anew with these values: what is best for a list may depend on them.
        """
        _, _, sql, params = self._compiled()
        return self._rows(sql, list(map(real, params)), prepared=False)

    def first(self, **values: Any) -> Any:
        """Return the first row, or None if there is none."""
        return next(iter(self(**values)), None)

    def _rows(self, sql: str, given: list[Any], *, prepared: bool) -> list[Any]:
        if not sql:
            return []
        queryset, compiler, *_ = self._compiled()
        # Of its own: other threads use the compiled query meanwhile, each with a connection of its own.
        compiler = copy(compiler)
        compiler.connection = its = connections[queryset.db]
        if queryset.query.select_for_update and its.get_autocommit():
            raise TransactionManagementError("Rows are locked in a transaction only.")
        with prepared_cursor(its) if prepared else its.cursor() as cursor:
            cursor.execute(sql, given)
            found = cursor.fetchall()
        if self._converters is None:
            self._converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        compiler.execute_sql = lambda *args, **kwargs: [found]
        compiler.get_converters = lambda fields: self._converters
        rows = queryset.all()
        rows.query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows)

    def _compiled(self) -> tuple[Any, ...]:
        """Return the QuerySet, its compiler, its SQL ("" where it can have no rows) and what its placeholders are."""
        if not self._made:
            queryset = self._make()
            compiler = queryset.query.get_compiler(queryset.db)
            try:
                self._made = queryset, compiler, *compiler.as_sql()
            except EmptyResultSet:  # for example of somebody without a desk
                self._made = queryset, compiler, "", ()
        return self._made

    def _with_constants(self) -> tuple[str, list[str]]:
        """Return the SQL with all its constants in it, by which PostgreSQL chooses indexes, and the Slots' names."""
        queryset, _, sql, params = self._compiled()
        its: Any = connections[queryset.db]
        its.ensure_connection()
        left = iter(params)
        names = []

        def put(found: re.Match[str]) -> str:
            if found[0] == "%%":
                return "%%"
            if isinstance(one := next(left), Slot):
                names.append(one.name)
                return "%s"
            return str(its.ops.compose_sql("%s", [one])).replace("%", "%%")

        return re.sub("%%|%s", put, sql), names


class CompiledFor:
    """Returns the rows of a query of somebody's as a list, each time from the database.

    ``make(person, *values)`` returns a QuerySet that depends on nothing of a person but their id, and the roles that
    they hold on which desks. It is called once for everybody who holds the same roles, with somebody whose ids stand
    for the real ones, and once for each of the other values. So it compares with the database's clock (Now), never with
    Python's.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._made = lru_cache(KEPT)(lambda held, values: Compiled(lambda: make(somebody(held), *values)))

    def __call__(self, person: Person, *values: Hashable) -> list[Any]:
        return self._made(held_by(person), values).run(real_ids(person))


def held_by(person: Person) -> Held:
    """The roles that a person holds, desk by desk."""
    return tuple(map(frozenset, roles_by_desk(person).values()))


def somebody(held: Held) -> Person:
    """Whoever holds these roles: a Person whose id, and those of whose desks, stand for real ones."""
    person, *desks = islice(_STAND_INS, 1 + len(held))
    anybody = Person(pk=person)
    anybody._roles_by_desk = dict(zip(desks, held, strict=True))  # type: ignore[attr-defined]
    return anybody


def real_ids(person: Person) -> Callable[[Any], Any]:
    """A function that gives the value for ``person`` of each value in a query of ``somebody`` with the same roles."""
    really = dict(zip(_STAND_INS, [person.pk, *roles_by_desk(person)], strict=False))

    def real(value: Any) -> Any:
        if isinstance(value, int):
            return really.get(value, value)
        return list(map(real, value)) if isinstance(value, list) else value

    return real
