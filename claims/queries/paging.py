"""Keyset paging: a page begins after a row, on stored keys, so that page 1,000 costs what page 1 costs.

A cursor is the values of those keys that the row had when its page was made, so that it stays where it was when the row
moves, and where it is when the row goes. Whoever reads sees only rows that they may see, whatever a cursor says.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

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
    rows = list(after_place(queryset, keys, place).order_by(*keys)[: size + 1])
    more = len(rows) > size
    return Page(rows[:size], cursor_of(rows[size - 1], keys) if more else "", place is not None)


def after_place(queryset, keys, place):
    """The rows that come after the values ``place``; all of them where it is None."""
    if place is None:
        return queryset
    further, equal = Q(), {}
    for key, value in zip(keys, place, strict=True):
        name = key.removeprefix("-")
        further |= Q(**equal, **{f"{name}__{'lt' if key.startswith('-') else 'gt'}": value})
        equal[name] = value
    # The first key alone bounds the index scan; a disjunction cannot.
    first = keys[0].removeprefix("-")
    bound = "lte" if keys[0].startswith("-") else "gte"
    return queryset.filter(further, **{f"{first}__{bound}": place[0]})


def _as_number(value):
    return (value - _EPOCH) // timedelta(microseconds=1) if isinstance(value, datetime) else value
