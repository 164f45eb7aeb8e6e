"""What a sign-off binds, in words: the database's claim_content as facts to read, and as what changed between two."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from claims.fields import FIELDS, facts_labelled
from claims.models import Claim
from claims.states import BearsOn, Directness, ExcerptKind, FigureModifier, LinkKind, Stance, Verdict
from claims.text.differences import Change, word_diff

#: Each fact's label, in reading order. ``figure`` is made of four columns; evidence and links of rows.
LABELS = {"words": "Words in the article", **facts_labelled(), "links": "Links", "evidence": "Evidence"}
#: What says nothing while it stands at its first value.
UNSAID = {field.name: field.silent for field in FIELDS if field.silent}

#: A figure, as a column has it, a form or JSON.
type _Number = Decimal | int | str
#: Names of a scheme's verdicts, and of people.
type _Labels = Mapping[str, str]
type _Names = Mapping[int, str]


@dataclass(frozen=True)
class Fact:
    key: str
    label: str
    words: str


@dataclass(frozen=True)
class Difference:
    """One fact that changed; ``parts`` are (op, old, new) as text/differences gives them."""

    label: str
    old: str
    new: str
    parts: list[Change]


def loaded(text: str | None) -> Any:
    """claim_content's JSON text as a dict; figures stay exact. None for None."""
    return None if text is None else json.loads(text, parse_float=Decimal)


def figure_words(value: _Number | None, high: _Number | None, unit: str, modifier: str) -> str:
    """A figure as a reader says it: "about 300 tanks", "40 to 60 lorries"; empty without a value."""
    if value is None or value == "":
        return ""
    said = [FigureModifier(modifier).label if modifier else "", _grouped(value, unit)]
    if high is not None and high != "":
        said += ["to", _grouped(high, unit)]
    return " ".join(part for part in [*said, unit] if part)


def _grouped(number: _Number, unit: str) -> str:
    """Digits in groups of three; four of them of nothing may be a year, and stay as they are."""
    number = Decimal(number)
    words = format(number, ",f" if unit or abs(number) >= 10_000 else "f")
    return words.rstrip("0").rstrip(".") if "." in words else words


def facts(content: Mapping[str, Any], *, verdicts: _Labels | None = None, people: _Names | None = None) -> list[Fact]:
    """The facts of ``content`` that say something, in reading order.

    ``verdicts`` maps verdicts to the scheme's labels, ``people`` ids to names.
    """
    found = [Fact(key, label, _words(key, content, verdicts or {}, people or {})) for key, label in LABELS.items()]
    return [fact for fact in found if fact.words]


def _words(key: str, content: Mapping[str, Any], verdicts: _Labels, people: _Names) -> str:
    value: Any = content.get(key)
    match key:
        case "figure":
            parts: list[Any] = [content.get(f"figure_{part}") for part in ("value", "high", "unit", "modifier")]
            return figure_words(*parts)
        case "words":
            return " … ".join(value or [])
        case "verdict" | "reworded_verdict":
            return verdicts.get(value) or (Verdict(value).label if value else "")
        case "reply_accepted_by":
            return people.get(value, "somebody") if value else ""
        case "scheme":
            return f"Scheme {value}" if value else ""
        case "links":
            return "; ".join(f"claim {one} {LinkKind(kind).label} claim {two}" for one, kind, two in value or [])
        case "evidence":
            return "\n".join(evidence_words(row) for row in value or [])
    if value in (None, "", False) or value == UNSAID.get(key):
        return ""
    column: Any = Claim._meta.get_field(key)
    if isinstance(column, models.BooleanField):
        return "Yes"
    if isinstance(column, models.DateField):
        return f"{(day := date.fromisoformat(value)).day} {day:%b %Y}"
    if choices := dict(getattr(column, "base_field", column).choices or ()):
        return ", ".join(str(choices[one]) for one in (value if isinstance(value, list) else [value]))
    return str(value)


def evidence_words(row: Mapping[str, Any]) -> str:
    """One piece of evidence on one line: its citation and all that was said of it."""
    excerpt = row["excerpt"] and (
        f"“{row['excerpt']}”" if row["excerpt_kind"] == ExcerptKind.VERBATIM else f"Gist: {row['excerpt']}"
    )
    parts = [
        row["citation"],
        Stance(row["stance"]).label.lower(),
        f"bears on {BearsOn(row['bears_on']).label.lower()}",
        Directness(row["directness"]).label.lower(),
        "against its own interest" if row["against_interest"] else "",
        row["locator"],
        row["figure_found"] and f"figure: {row['figure_found']}",
        row["excerpt_language"],
        excerpt,
        row["translation"] and f"translated by {row['translator']}: {row['translation']}",
        row["note"],
    ]
    return " · ".join(part for part in parts if part)


def differences(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    verdicts: _Labels | None = None,
    people: _Names | None = None,
) -> list[Difference]:
    """What changed between two contents, fact by fact in reading order; evidence piece by piece."""
    changed: list[Difference] = []
    for key, label in LABELS.items():
        if key == "evidence":
            changed += _evidence_differences(old.get(key) or [], new.get(key) or [])
            continue
        was, is_ = (_words(key, content, verdicts or {}, people or {}) for content in (old, new))
        if was != is_:
            changed.append(Difference(label, was, is_, word_diff(was, is_)))
    return changed


def _evidence_differences(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[Difference]:
    before, after = ({row["id"]: evidence_words(row) for row in rows} for rows in (old, new))
    changed = []
    for pk in dict.fromkeys([*before, *after]):
        was, is_ = before.get(pk, ""), after.get(pk, "")
        if was != is_:
            label = "Evidence added" if not was else "Evidence removed" if not is_ else "Evidence changed"
            changed.append(Difference(label, was, is_, word_diff(was, is_)))
    return changed
