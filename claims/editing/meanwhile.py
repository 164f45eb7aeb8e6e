"""What somebody else changed of a row since a form of it was opened."""

from claims.errors import Conflict


def take_over(row, mine, base):
    """Set on ``row`` what a form changed, and return the names of these fields, in the form's order.

    ``mine`` has the form's values, and ``base`` those that it was opened with. A field that is only otherwise on the
    row by now keeps the row's value. Raises Conflict, with all values as text, where both are otherwise; the row is
    not to be saved then.
    """
    conflicts, changed = {}, []
    for name, value in mine.items():
        now = getattr(row, name)
        was = base.get(name, now)
        if value in (was, now):
            continue
        if now != was:
            conflicts[name] = {"base": _text(was), "theirs": _text(now), "mine": _text(value)}
        else:
            setattr(row, name, value)
            changed.append(name)
    if conflicts:
        raise Conflict(conflicts)
    return changed


def _text(value):
    return "" if value is None else str(value)
