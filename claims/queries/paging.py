"""Keyset paging: a page begins after a row, on stored keys, so that page 1,000 costs what page 1 costs.

A cursor is the values of those keys that the row had when its page was made, so that it stays where it was when the row
moves, and where it is when the row goes. Whoever reads sees only rows that they may see, whatever a cursor says.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import DateTimeField, Model, Q, QuerySet

SIZE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)

#: The values of a list's keys in one row.
type Place = tuple[int | datetime, ...]


@dataclass
class Page[Row]:
    """``rows``; ``next`` is the cursor of the page after them, or "" for none; ``later``: it is not the first page."""

    rows: list[Row]
    next: str = ""
    later: bool = False


def cursor_of(row: Model, keys: Iterable[str]) -> str:
    """The cursor of the page that begins after ``row`` in a list ordered by ``keys`` (whole numbers and moments)."""
    return "_".join(str(_as_number(getattr(row, key.removeprefix("-")))) for key in keys)


def place_of(cursor: str | None, model: type[Model], keys: Sequence[str]) -> Place | None:
    """The values that a cursor holds, one for each key; None, the beginning, for what is no cursor of such a list."""
    parts = (cursor or "").split("_")
    if len(parts) != len(keys) or not all(map(_NUMBER.fullmatch, parts)):
        return None
    fields = [model._meta.get_field(key.removeprefix("-")) for key in keys]
    try:
        return tuple(
            _EPOCH + timedelta(microseconds=int(part)) if isinstance(field, DateTimeField) else int(part)
            for field, part in zip(fields, parts, strict=True)
        )
    except OverflowError:
        return None


def page_of[Row: Model](
    queryset: QuerySet[Row], keys: Sequence[str], after: str | None = "", size: int = SIZE
) -> Page[Row]:
    """A Page of a queryset ordered by ``keys`` (field names, ``-`` before one that falls), after a cursor."""
    place = place_of(after, queryset.model, keys)
    page = first_page(rows_after(queryset, keys, place, size + 1), keys, size)
    page.later = place is not None
    return page


def first_page[Row: Model](rows: list[Row], keys: Sequence[str], size: int = SIZE) -> Page[Row]:
    """The first Page of a list ordered by ``keys``, of its first ``size`` rows and one more, if there is one."""
    return Page(rows[:size], cursor_of(rows[size - 1], keys) if len(rows) > size else "")


def rows_after[Row: Model](queryset: QuerySet[Row], keys: Sequence[str], place: Place | None, size: int) -> list[Row]:
    """The first ``size`` rows, in order, that come after the values ``place``; from the start where it is None.

    One query in most cases, and at most one for each key: rows that share the values of all keys but the last, then
    those that share fewer. So an index is read from where the page begins, whatever lies before it; PostgreSQL reads
    a disjunction of the same ranges from the start of the first.
    """
    queryset = queryset.order_by(*keys)
    rows: list[Row] = []
    for part in _ranges(keys, place) if place else [Q()]:
        rows += queryset.filter(part)[: size - len(rows)]
        if len(rows) == size:
            break
    return rows


def after_place[Row: Model](queryset: QuerySet[Row], keys: Sequence[str], place: Place) -> QuerySet[Row]:
    """The rows, in no order, that come after the values ``place``. For lists that are short: see rows_after."""
    return queryset.filter(reduce(or_, _ranges(keys, place)))


def _ranges(keys: Sequence[str], place: Place) -> Iterator[Q]:
    """What comes after ``place``, as one Q for each key, in the order of the rows."""
    names = [key.removeprefix("-") for key in keys]
    for at in reversed(range(len(keys))):
        equal: dict[str, Any] = dict(zip(names[:at], place[:at], strict=True))
        beyond = "lt" if keys[at].startswith("-") else "gt"
        yield Q(**equal, **{f"{names[at]}__{beyond}": place[at]})


def _as_number(value: int | datetime) -> int:
    return (value - _EPOCH) // timedelta(microseconds=1) if isinstance(value, datetime) else value
