"""A query whose SQL is made once in each process, and run again and again with other values.

Django makes the SQL of a query anew each time, which takes longer than PostgreSQL takes for the query of one row.
"""

from copy import copy

from django.db import connections
from django.db.models import Expression


class Slot(Expression):
    """The place of a value of a filter, which is given when the query runs. The value is not None."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Compiled:
    """Returns the rows of a query as a list, each time from the database.

    ``make`` is a function that returns a QuerySet with a Slot for each value; it is called once. Each run has a value
    for each Slot, by its name: ``Compiled(make)(pk=7)``. Raises KeyError for a Slot without a value.
    """

    def __init__(self, make):
        self._make = make
        self._made = None

    def __call__(self, **values):
        if self._made is None:
            self._made = self._compile()
        queryset, compiler, sql, params = self._made
        given = tuple(values[one.name] if isinstance(one, Slot) else one for one in params)
        # Of its own: other threads use the compiled query meanwhile, each with a connection of its own.
        compiler = copy(compiler)
        compiler.connection = connections[queryset.db]
        compiler.as_sql = lambda *args, **kwargs: (sql, given)
        rows = queryset.all()
        rows.query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows)

    def first(self, **values):
        """Return the first row, or None if there is none."""
        return next(iter(self(**values)), None)

    def _compile(self):
        queryset = self._make()
        compiler = queryset.query.get_compiler(queryset.db)
        return queryset, compiler, *compiler.as_sql()
