"""A query whose SQL is made once in each process, and run again and again with other values.

Django makes the SQL of a query anew each time, which takes longer than PostgreSQL takes for the query of one row.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db import connections
from django.db.models import Expression, QuerySet
from django.db.transaction import TransactionManagementError


class Slot(Expression):
    """The place of a value of a filter, which is given when the query runs. The value is not None."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return "%s", [self]


class Compiled:
    """Returns the rows of a query as a list, each time from the database.

    ``make`` is a function that returns a QuerySet with a Slot for each value; it is called once. Each run has a value
    for each Slot, by its name: ``Compiled(make)(pk=7)``. Raises KeyError for a Slot without a value, and
    TransactionManagementError where rows are to be locked outside a transaction.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._made: tuple[Any, ...] = ()

    def __call__(self, **values: Any) -> list[Any]:
        if not self._made:
            self._made = self._compile()
        queryset, compiler, sql, params = self._made
        given = tuple(values[one.name] if isinstance(one, Slot) else one for one in params)
        # Of its own: other threads use the compiled query meanwhile, each with a connection of its own.
        compiler = copy(compiler)
        compiler.connection = connections[queryset.db]
        if queryset.query.select_for_update and compiler.connection.get_autocommit():
            raise TransactionManagementError("Rows are locked in a transaction only.")
        compiler.as_sql = lambda *args, **kwargs: (sql, given)
        rows = queryset.all()
        rows.query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows)

    def first(self, **values: Any) -> Any:
        """Return the first row, or None if there is none."""
        return next(iter(self(**values)), None)

    def _compile(self) -> tuple[Any, ...]:
        queryset = self._make()
        compiler = queryset.query.get_compiler(queryset.db)
        return queryset, compiler, *compiler.as_sql()
