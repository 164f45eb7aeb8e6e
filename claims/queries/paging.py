"""Keyset paging: a page begins after a row, on stored keys, so that page 1,000 costs what page 1 costs."""

from dataclasses import dataclass

from django.db.models import Q

SIZE = 50


@dataclass
class Page:
    """``rows``, and the last of them where more follow (the row that the next page begins after)."""

    rows: list
    last: object = None


def page_of(queryset, keys, after=None, size=SIZE):
    """A Page of a queryset ordered by ``keys`` (field names, ``-`` before one that falls), after the row ``after``."""
    rows = list(_after(queryset, keys, after).order_by(*keys)[: size + 1])
    return Page(rows[:size], rows[size - 1] if len(rows) > size else None)


def first_after(queryset, keys, after=None):
    """The first row after ``after``, or None."""
    return _after(queryset, keys, after).order_by(*keys).first()


def _after(queryset, keys, row):
    if row is None:
        return queryset
    further, equal = Q(), {}
    for key in keys:
        name = key.removeprefix("-")
        further |= Q(**equal, **{f"{name}__{'lt' if key.startswith('-') else 'gt'}": getattr(row, name)})
        equal[name] = getattr(row, name)
    # The first key alone bounds the index scan; a disjunction cannot.
    first = keys[0].removeprefix("-")
    bound = "lte" if keys[0].startswith("-") else "gte"
    return queryset.filter(further, **{f"{first}__{bound}": getattr(row, first)})
