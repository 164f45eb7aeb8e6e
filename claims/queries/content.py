"""What a sign-off binds, in words: the database's claim_content as facts to read, and as what changed between two."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from claims.fields import FIELDS, columns_of_facts, facts_labelled
from claims.models import Claim, Evidence
from claims.rules.calculations import worked
from claims.states import (
    BearsOn,
    Channel,
    Directness,
    ExcerptKind,
    FigureModifier,
    LinkKind,
    Outcome,
    ReadBack,
    Reply,
    RuleCode,
    Stance,
    Terms,
    Verdict,
)
from claims.text.differences import Change, word_diff

#: Each fact's label, in reading order. ``figure`` is made of four columns; evidence and links of rows.
_FACTS = facts_labelled()
#: What older sign-offs bind of the reply; of these, the first two say too why no reply is needed.
FORMER = {
    "reply": "Reply of the accused",
    "reply_note": "About the reply",
    "reply_asked": "Accused asked on",
    "reply_until": "They could answer until",
}
del _FACTS["no_reply_reason"]  # it is bound under those
LABELS = {
    "words": "Words in the article",
    **_FACTS,
    **FORMER,
    "links": "Links",
    "evidence": "Evidence",
    "contacts": "Contact log",
}
#: The columns that each fact is made of.
COLUMNS = columns_of_facts()
#: What says nothing while it stands at its first value.
UNSAID = {field.name: field.silent for field in FIELDS if field.silent}
#: What a sign-off binds of a piece of evidence, in reading order.
EVIDENCE = {
    "citation": "Source as cited",
    "stance": "Stance",
    "bears_on": "Bears on",
    "directness": "Directness",
    "against_interest": "Against its own interest",
    "excerpt": "Excerpt",
    "excerpt_kind": "The excerpt is",
    "excerpt_language": "Language of the excerpt",
    "translation": "Translation",
    "translator": "Translated by",
    "locator": "Where in it",
    "figure_found": "Figure found",
    "calculation": "Calculation",
    "note": "Note",
    "answer": "Answer to it",
    "public_reply": "Public reply of the accused",
}
_CHOICES = {"stance": Stance, "bears_on": BearsOn, "directness": Directness, "excerpt_kind": ExcerptKind}

#: What stands in signed content in place of words off the record (words_hidden in claims/sql/content.sql).
_HIDDEN = re.compile("sha256:[0-9a-f]{64}").fullmatch

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
    """One fact that changed; ``parts`` are (op, old, new) as text/differences gives them.

    ``of`` is the citation of the evidence that it is a fact of; empty for the claim's own.
    """

    label: str
    old: str
    new: str
    parts: list[Change]
    of: str = ""


def loaded(text: str | None) -> Any:
    """claim_content's JSON text as a dict; figures stay exact. None for None.

    In place of a digest of words off the record, or restricted, it says so, with the first digits: other words have
    others.
    """
    if text is None:
        return None
    content = json.loads(text, parse_float=Decimal)
    if "sha256:" in text:
        for row in content.get("evidence") or () if isinstance(content, dict) else ():
            row |= {key: f"not kept in words ({value[7:15]})" for key, value in row.items() if _HIDDEN(str(value))}
    return content


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


def _words(key: str, content: Mapping[str, Any], verdicts: _Labels, people: _Names, *, first_too: bool = False) -> str:
    """One fact in words. What stands at its first value says nothing, unless asked for (``first_too``)."""
    value: Any = content.get(key)
    match key:
        case "figure":
            parts: list[Any] = [content.get(f"figure_{part}") for part in ("value", "high", "unit", "modifier")]
            return figure_words(*parts)
        case "words":
            return " … ".join(value or [])
        case "verdict" | "reworded_verdict":
            own = content.get(f"{key}_cited")
            return own or verdicts.get(value) or (Verdict(value).label if value else "")
        case "reply":
            return str(Reply(value).label) if value else ""
        case "reply_note":
            return value or ""
        case "reply_asked" | "reply_until":
            return shown_in_zone(datetime.fromisoformat(value)) if value else ""
        case "reply_accepted_by":
            return people.get(value, "somebody") if value else ""
        case "scheme":
            return f"Scheme {value}" if value else ""
        case "rules_passed":
            return passed_words(value, content.get("evidence"))
        case "links":
            return "; ".join(f"claim {one} {LinkKind(kind).label} claim {two}" for one, kind, two in value or [])
        case "contacts":
            return "\n".join(contact_words(row) for row in value or [])
        case "evidence":
            return "\n".join(evidence_words(row, value) for row in value or [])
    column: Any = Claim._meta.get_field(key)
    if first_too and isinstance(column, models.BooleanField):
        return "Yes" if value else "No"
    if value in (None, "", False) or (value == UNSAID.get(key) and not first_too):
        return ""
    if isinstance(column, models.BooleanField):
        return "Yes"
    if isinstance(column, models.DateTimeField):
        return shown_in_zone(datetime.fromisoformat(value))
    if isinstance(column, models.DateField):
        return f"{(day := date.fromisoformat(value)).day} {day:%b %Y}"
    if choices := dict(getattr(column, "base_field", column).choices or ()):
        return ", ".join(str(choices.get(one, one)) for one in (value if isinstance(value, list) else [value]))
    return str(value)


def passed_words(passed: Mapping[str, str] | str | None, evidence: Iterable[Mapping[str, Any]] | None = ()) -> str:
    """The rules that were passed, each with its reason, a line each; ``evidence`` is the claim's.

    ``passed`` is as Claim.rules_passed has it, or one reason for all rules, from before each had its own.
    """
    if not passed or isinstance(passed, str):
        return str(passed or "")
    cited = {str(row["id"]): row["citation"] for row in evidence or ()}
    return "\n".join(f"{rule_words(key, cited)}: {reason}" for key, reason in sorted(passed.items()))


def rule_words(key: str, cited: Mapping[str, str] | None = None) -> str:
    """The rule of a Finding's key in words, with what it is about; ``cited`` maps ids of evidence to citations."""
    code, _, about = key.partition(":")
    if code not in RuleCode:
        return "All warnings"
    if code in (RuleCode.CALCULATION, RuleCode.EXCERPT):
        about = (cited or {}).get(about.partition(":")[0], "evidence")
    elif code in (RuleCode.ANSWER, RuleCode.LOCATOR, RuleCode.PRIMARY):
        about = ", ".join((cited or {}).get(pk, "evidence") for pk in about.split(",") if pk)
    elif code == RuleCode.LINKED:
        about = f"claim {about}"
    elif about in Verdict:
        about = str(Verdict(about).label)
    return f"{RuleCode(code).label} ({about})" if about else str(RuleCode(code).label)


def shown_in_zone(moment: datetime) -> str:
    """A moment in the reader's zone, which it names: "3 May 2026, 14:05 CEST"."""
    here = timezone.localtime(moment)
    return f"{here.day} {here:%b %Y, %H:%M %Z}"


def calculation_words(calculation: Mapping[str, Any] | None, evidence: Iterable[Mapping[str, Any]]) -> str:
    """A calculation on one line, with what it gives; ``evidence`` is that of its claim, as claim_content has it."""
    if not calculation:
        return ""
    known = [Evidence(id=row["id"], citation=row["citation"]) for row in evidence]
    return worked(calculation, known).words


def evidence_words(row: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]] = ()) -> str:
    """One piece of evidence on one line: its citation and all that was said of it; ``evidence`` is all of its claim."""
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
        calculation_words(row.get("calculation"), evidence),
        row["translation"] and f"translated by {row['translator']}: {row['translation']}",
        row["note"],
        row.get("answer") and f"answered: {row['answer']}",
        "public reply of the accused" if row.get("public_reply") else "",
    ]
    return " · ".join(part for part in parts if part)


def contact_words(row: Mapping[str, Any]) -> str:
    """One request for comment on one line, with its answer; without names and words where it has none."""
    asked, until = (shown_in_zone(datetime.fromisoformat(row[key])) for key in ("asked_at", "deadline"))
    answered = row.get("answered_at") and shown_in_zone(datetime.fromisoformat(row["answered_at"]))
    parts = [
        "struck out" if row.get("struck") else "",
        row.get("struck_reason"),
        row.get("whom", "somebody"),
        f"asked {asked}, until {until}",
        row.get("asked_by") and f"by {row['asked_by']}",
        row.get("channel") and Channel(row["channel"]).label.lower(),
        "a reply of the accused" if row["seeks_reply"] else "",
        row.get("questions"),
        answered and f"{Outcome(row['outcome']).label.lower()} {answered}",
        row.get("terms") and Terms(row["terms"]).label.lower(),
        row.get("answer") and f"“{row['answer']}”",
        row.get("read_back") and ReadBack(row["read_back"]).label.lower(),
    ]
    return " · ".join(part for part in parts if part)


def differences(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    verdicts: _Labels | None = None,
    people: _Names | None = None,
) -> list[Difference]:
    """Return every difference of two contents, fact by fact in reading order; evidence piece by piece.

    What the table of fields does not name is compared too: what a sign-off binds is never left out.
    """
    changed: list[Difference] = []
    for key, label in LABELS.items():
        if key == "evidence":
            changed += _evidence_differences(old.get(key) or [], new.get(key) or [])
            continue
        was, is_ = (_words(key, content, verdicts or {}, people or {}, first_too=True) for content in (old, new))
        if was != is_:
            changed.append(_difference(label, was, is_))
        else:  # the same words, of other values: a unit without a figure
            changed += _raw_differences(COLUMNS.get(key, [key]), old, new)
    return changed + _raw_differences(sorted({*old, *new} - _KNOWN), old, new)


_KNOWN = {
    *LABELS,
    *(column for columns in COLUMNS.values() for column in columns),
    "verdict_cited",
    "reworded_verdict_cited",
}


def _difference(label: str, was: str, is_: str, of: str = "") -> Difference:
    return Difference(label, was, is_, word_diff(was, is_), of)


def _raw_differences(
    keys: Iterable[str], old: Mapping[str, Any], new: Mapping[str, Any], of: str = ""
) -> list[Difference]:
    pairs = ((key, _plain(old.get(key)), _plain(new.get(key))) for key in keys)
    labels = {field.name: field.label for field in FIELDS}
    return [
        _difference(labels.get(key, key.replace("_", " ").capitalize()), was, is_, of)
        for key, was, is_ in pairs
        if was != is_
    ]


def _plain(value: Any) -> str:
    return "" if value in (None, "", False, [], {}) else "Yes" if value is True else str(value)


def _evidence_differences(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[Difference]:
    before, after = ({row["id"]: row for row in rows} for rows in (old, new))
    changed = []
    for pk in dict.fromkeys([*before, *after]):
        if pk not in before:
            changed.append(_difference("Evidence added", "", evidence_words(after[pk], after.values())))
        elif pk not in after:
            changed.append(_difference("Evidence removed", evidence_words(before[pk], before.values()), ""))
        else:
            was, is_ = before[pk], after[pk]
            pairs = (
                (label, _evidence_fact(key, was, before.values()), _evidence_fact(key, is_, after.values()))
                for key, label in EVIDENCE.items()
            )
            of = is_["citation"]
            changed += [_difference(label, one, two, of) for label, one, two in pairs if one != two]
            changed += _raw_differences(sorted({*was, *is_} - {"id", *EVIDENCE}), was, is_, of)
    return changed


def _evidence_fact(key: str, row: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]]) -> str:
    value = row.get(key)
    if key == "calculation":
        return calculation_words(value, evidence)
    if key in _CHOICES:
        return str(_CHOICES[key](value).label)
    return value if isinstance(value, str) else "Yes" if value else "" if value is None else "No"
