"""Keyset paging: a page begins after a row, on stored keys, so that page 1,000 costs what page 1 costs.

A cursor is the values of those keys that the row had when its page was made, so that it stays where it was when the row
moves, and where it is when the row goes. Whoever reads sees only rows that they may see, whatever a cursor says.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import DateTimeField, Q

SIZE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)


@dataclass
class Page:
    """``rows``; ``next`` is the cursor of the page after them, or "" for none; ``later``: it is not the first page."""

    rows: list
    next: str = ""
    later: bool = False


def cursor_of(row, keys):
    """The cursor of the page that begins after ``row`` in a list ordered by ``keys`` (whole numbers and moments)."""
    return "_".join(str(_as_number(getattr(row, key.removeprefix("-")))) for key in keys)


def place_of(cursor, model, keys):
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


def page_of(queryset, keys, after="", size=SIZE):
    """A Page of a queryset ordered by ``keys`` (field names, ``-`` before one that falls), after a cursor."""
    place = place_of(after, queryset.model, keys)
    rows = rows_after(queryset, keys, place, size + 1)
    more = len(rows) > size
    return Page(rows[:size], cursor_of(rows[size - 1], keys) if more else "", place is not None)


def rows_after(queryset, keys, place, size):
    """The first ``size`` rows, in order, that come after the values ``place``; from the start where it is None.

    One query in most cases, and at most one for each key: rows that share the values of all keys but the last, then
    those that share fewer. So an index is read from where the page begins, whatever lies before it; PostgreSQL reads
    a disjunction of the same ranges from the start of the first.
    """
    queryset = queryset.order_by(*keys)
    rows = []
    for part in _ranges(keys, place) if place else [Q()]:
        rows += queryset.filter(part)[: size - len(rows)]
        if len(rows) == size:
            break
    return rows


def after_place(queryset, keys, place):
    """The rows, in no order, that come after the values ``place``. For lists that are short: see rows_after."""
    return queryset.filter(reduce(or_, _ranges(keys, place)))


def _ranges(keys, place):
    """What comes after ``place``, as one Q for each key, in the order of the rows."""
    names = [key.removeprefix("-") for key in keys]
    for at in reversed(range(len(keys))):
        equal = dict(zip(names[:at], place[:at], strict=True))
        beyond = "lt" if keys[at].startswith("-") else "gt"
        yield Q(**equal, **{f"{names[at]}__{beyond}": place[at]})


def _as_number(value):
    return (value - _EPOCH) // timedelta(microseconds=1) if isinstance(value, datetime) else value
