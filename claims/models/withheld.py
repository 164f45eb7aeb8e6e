"""Restricted sources: whoever may not see one gets its row without words, by whichever query.

The rule is ``withheld_sources`` in claims/sql/restricted.sql. Here it is asked once for each request.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

#: What stands in place of a title, and of any other text: words, since rules ask whether there are any.
TITLE, WORDS = "A restricted source", "[restricted, not shown]"


class Reader:
    """Who reads in this request: ``pk`` returns the id of a person, or None for nobody who is logged in."""

    def __init__(self, pk: Callable[[], int | None]) -> None:
        self._pk = pk
        self._withheld: frozenset[int] | None = None

    @property
    def pk(self) -> int:
        return self._pk() or 0

    @property
    def withheld(self) -> frozenset[int]:
        """The ids of the sources that this person may not see."""
        if self._withheld is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT withheld_sources(%s)", [self.pk])
                self._withheld = frozenset(pk for (pk,) in cursor.fetchall())
        return self._withheld


#: None where no person reads: workers, commands and tests see all.
_READER: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def read_by(pk: Callable[[], int | None]) -> Iterator[None]:
    """Have everything that is loaded read by a person; ``pk`` returns their id, or None for nobody."""
    token = _READER.set(Reader(pk))
    try:
        yield
    finally:
        _READER.reset(token)


@contextmanager
def read_whole() -> Iterator[None]:
    """Have what is loaded read whole, for a decision that is the same whoever reads. Load it within, and show none."""
    token = _READER.set(None)
    try:
        yield
    finally:
        _READER.reset(token)


def is_withheld(source: int | None) -> bool:
    """Return whether whoever reads may not see a source, by its id. Of one without id, nobody is told."""
    reader = _READER.get()
    return reader is not None and (source is None or source in reader.withheld)


class Seen(models.Manager[Any]):
    """The sources that whoever reads may see."""

    def get_queryset(self) -> models.QuerySet[Any]:
        found = super().get_queryset()
        if (reader := _READER.get()) is None:
            return found
        hidden = RawSQL("SELECT withheld_sources(%s)", [reader.pk])  # noqa: S611 - the id is a parameter
        return found.exclude(pk__in=hidden)


class NothingKept(dict[str, Any]):
    """The related objects of a row without words: whose word it is, is not kept with it."""

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, None if name == "speaker" else value)
