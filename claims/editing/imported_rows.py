"""Rows of an imported dossier, read as what they are to become."""

from datetime import datetime
from decimal import Decimal

from claims.states import DerivationKind
from claims.text.normalise import normalise

SOURCE = ("kind", "title", "publisher", "author", "address", "language", "withdrawn", "note")
#: In dossiers from before, nothing was said of these.
SOURCE_SINCE = ("controlled_by", "interests", "reliability", "reliability_reason")
#: What a value of another kind than docs/in-and-out.md has it leads to.
UNSOUND = (AttributeError, KeyError, TypeError, ValueError, ArithmeticError)


def origins_of(row):
    """What a source derives from; one origin alone, in a dossier from before there could be more."""
    known = row["origin"]
    return row.get("origins", [{"source": known, "kind": DerivationKind.DERIVES_FROM, "drift": ""}] if known else [])


def sound(row, names):
    """Refuse, with ValidationError, a value that its field does not take. Nothing, and an empty text, are sound."""
    for name in names:
        field = row._meta.get_field(name)
        if (value := getattr(row, name)) not in field.empty_values:
            field.clean(value, row)


def block_of(row):
    text = row["text"]
    if normalise(text) != text:
        raise ValueError(f"block {row['position']} is not normalised")
    return {
        "kind": row["kind"],
        "text": text,
        "left_out": bool(row["left_out"]),
        "left_out_reason": row["left_out_reason"],
        "note_number": row.get("note_number") or "",
        "note_block": row.get("note_block"),
        "note_at": row.get("note_at"),
    }


def number_in(text):
    return None if text is None else Decimal(text)


def time_in(text):
    return None if text is None else datetime.fromisoformat(text)
