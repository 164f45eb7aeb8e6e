"""Write a dossier as one page, for paper and for a phone: no script, and nothing outside of its file."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from claims.export.dossier.read import Document
from claims.export.dossier.rows import Row
from claims.html import html, run_on
from claims.states import (
    ArticleSignOffKind,
    ArticleState,
    Attribution,
    BearsOn,
    BlockKind,
    CaptureState,
    Channel,
    ClaimKind,
    ClaimState,
    CorrectionKind,
    DerivationKind,
    Directness,
    DossierProfile,
    LineageKind,
    LineDecision,
    LinkKind,
    Outcome,
    RiskFlag,
    SignOffKind,
    SourceKind,
    Stance,
    Terms,
    Verdict,
    VerdictFlag,
)
from claims.text.coverage import segments
from claims.text.notes import Ties

STYLE = Path(__file__).with_name("page.css")
#: The glyph that a verdict has beside its word, as on the desk.
GLYPHS = {
    Verdict.SUPPORTED: "✓",
    Verdict.REFUTED: "✕",
    Verdict.CONFLICTING: "≠",
    Verdict.NOT_ENOUGH: "?",
    Verdict.NOT_CHECKABLE: "–",
    Verdict.NOT_EXAMINED: "–",
}


def index_html(document: Document, *, has_pdf: bool) -> str:
    """Return index.html of a dossier in a profile. Times are in the zone of its desk."""
    with translation.override("en"):
        return render_to_string("dossier/index.html", _Page(document).context() | {"has_pdf": has_pdf})


class _Page:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.zone = ZoneInfo(document["origin"]["timezone"])
        self.marks = _by("block", document["marks"])
        self.lines = _by("block", document["lines"])
        self.ties = Ties(
            ((row["position"], row["note_number"], row["note_block"], row["note_at"]) for row in document["blocks"]),
            ((line["number"], line["block"], line["start"]) for line in document["lines"]),
        )
        self.evidence = _by("claim", document["evidence"])
        self.signed = _by("claim", document["sign_offs"])
        self.lineage = _by("claim", document["lineage"])
        self.cited = _by("source", document["evidence"])
        self.titles = {row["id"]: row["title"] for row in document["sources"]}
        self.captures = _by("source", document["captures"])
        self.links = _by("claim", document["links"])
        for number, rows in _by("to", document["links"]).items():
            self.links[number] = self.links.get(number, []) + rows
        self.pieces: dict[int, list[tuple[int, int, int]]] = {}
        for claim in document["claims"]:
            if claim["state"] != ClaimState.RETIRED:
                for piece in claim["pieces"]:
                    at = self.pieces.setdefault(piece["block"], [])
                    at.append((piece["start"], piece["end"], claim["number"]))

    def context(self) -> dict[str, Any]:
        document = self.document
        article = document["article"]
        verdicts: dict[str, int] = {}
        live = [claim for claim in document["claims"] if claim["state"] != ClaimState.RETIRED]
        for claim in live:
            label = _verdict(claim, "verdict") or "No verdict"
            verdicts[label] = verdicts.get(label, 0) + 1
        return {
            "style": mark_safe(f"<style>\n{STYLE.read_text()}</style>"),  # noqa: S308 - a file of ours
            "title": f"{article['headline']} · Dossier",
            "document": document,
            "profile": DossierProfile(document["profile"]).label,
            "article": article,
            "state": ArticleState(article["state"]).label,
            "zone": document["origin"]["timezone"],
            "published": " ".join(
                filter(None, (article["published_date"], article["published_time"], article["published_zone"]))
            ),
            "verdicts": verdicts.items(),
            "signed": sum(claim["state"] == ClaimState.SIGNED_OFF for claim in live),
            "live": len(live),
            "blocks": [self._block(row) for row in document["blocks"]],
            "claims": [self._claim(row) for row in document["claims"]],
            "sign_offs": [self._article_sign_off(row) for row in document["article_sign_offs"]],
            "sources": [self._source(row) for row in document["sources"]],
            "corrections": [
                row | {"label": CorrectionKind(row["kind"]).label if row["kind"] else "Open or dismissed"}
                for row in document["corrections"]
            ],
            "threads": [self._thread(row) for row in document["threads"]],
            "events": [row | {"when": self._time(row["at"])} for row in document["events"]],
        }

    def _time(self, at: str | None) -> str:
        if not at:
            return ""
        here = datetime.fromisoformat(at).astimezone(self.zone)
        return f"{here.day} {here:%b %Y, %H:%M}"

    def _block(self, row: Row) -> Row:
        said = [
            (line["number"], self._line(row, line), self.ties.marks.get(line["number"], ()))
            for line in self.lines.get(row["position"], ())
        ]
        return row | {
            "label": BlockKind(row["kind"]).label,
            "at": self.ties.notes.get(said[0][0], ("", None))[1] if said else None,
            "heading": row["kind"] in (BlockKind.HEADLINE, BlockKind.HEADING),
            "said": said,
        }

    def _line(self, block: Row, line: Row) -> SafeString:
        """A line with its claims: each run of words that claims have, and the numbers where a claim ends."""
        span = (line["start"], line["end"])
        over: dict[int, list[tuple[int, int]]] = {}
        for start, end, number in self.pieces.get(block["position"], ()):
            over.setdefault(number, []).append((start, end))
        for mark in self.marks.get(block["position"], ()):
            over.setdefault(0, []).append((mark["start"], mark["end"]))
        shown: list[Any] = []
        for start, end, ids in segments(span, over):
            words = block["text"][start:end]
            if not ids:
                shown.append(words)
            elif ids == {0}:
                shown.append(html('<span class="none" title="No claim here">{}</span>', words))
            else:
                shown.append(html("<mark>{}</mark>", words))
                ended = sorted(number for number in ids - {0} if any(e == end for _, e in over[number]))
                shown += [html('<sup><a href="#claim-{}">{}</a></sup>', number, number) for number in ended]
        return run_on("", shown)

    def _claim(self, row: Row) -> Row:
        number = row["number"]
        return row | {
            "state_label": ClaimState(row["state"]).label,
            "kind_label": ClaimKind(row["kind"]).label,
            "verdict_label": _verdict(row, "verdict"),
            "reworded_label": _verdict(row, "reworded_verdict"),
            "flags": [VerdictFlag(one).label for one in row["verdict_flags"]],
            "risks": [RiskFlag(one).label for one in row["risk_flags"]],
            "attribution_label": Attribution(row["attribution"]).label,
            "decision": LineDecision(row["line_decision"]).label if row["line_decision"] != LineDecision.KEEP else "",
            "evidence": [self._evidence(one) for one in self.evidence.get(number, ())],
            "contacts": [self._contact(one) for one in self.document["contacts"] if number in one["claims"]],
            "signed": [self._sign_off(one) for one in self.signed.get(number, ())],
            "links": [
                f"Claim {one['claim']} {LinkKind(one['kind']).label} claim {one['to']}"
                for one in self.links.get(number, ())
            ],
            "lineage": [
                f"{LineageKind(one['kind']).label.capitalize()} claim {one['from']}"
                for one in self.lineage.get(number, ())
            ],
        }

    def _evidence(self, row: Row) -> Row:
        return row | {
            "stance_label": Stance(row["stance"]).label,
            "bears_label": BearsOn(row["bears_on"]).label.lower(),
            "directness_label": Directness(row["directness"]).label.lower(),
        }

    def _contact(self, row: Row) -> Row:
        outcome = row["outcome"] and f"{Outcome(row['outcome']).label} {self._time(row['answered_at'])}"
        return row | {
            "how": Channel(row["channel"]).label.lower(),
            "asked": self._time(row["asked_at"]),
            "until": self._time(row["deadline"]),
            "became": f"{outcome}, {Terms(row['terms']).label.lower()}" if outcome else "No answer was logged",
        }

    def _sign_off(self, row: Row) -> Row:
        return row | {
            "label": SignOffKind(row["kind"]).label,
            "when": self._time(row["signed_at"]),
            "void": self._time(row["voided_at"]),
        }

    def _article_sign_off(self, row: Row) -> Row:
        return row | {
            "label": ArticleSignOffKind(row["kind"]).label,
            "when": self._time(row["signed_at"]),
            "seconded": self._time(row["seconded_at"]),
            "void": self._time(row["voided_at"]),
        }

    def _source(self, row: Row) -> Row:
        claims = {one["claim"] for one in self.cited.get(row["id"], ())}
        captures = [
            one | {"label": CaptureState(one["state"]).label, "when": self._time(one["ended_at"])}
            for one in self.captures.get(row["id"], ())
        ]
        return row | {
            "kind_label": SourceKind(row["kind"]).label,
            "claims": sorted(claims),
            "captures": captures,
            "derives": [
                (DerivationKind(one["kind"]).label, self.titles[one["source"]], one["drift"])
                for one in row["origins"]
                if one["source"] in self.titles
            ],
        }

    def _thread(self, row: Row) -> Row:
        return row | {
            "label": "Query" if row["is_query"] else "Thread",
            "messages": [one | {"when": self._time(one["at"])} for one in row["messages"]],
            "resolved": self._time(row["resolved_at"]),
        }


def _by(name: str, rows: Iterable[Row]) -> dict[int, list[Row]]:
    """The rows by their value of ``name``, in their order."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def _verdict(claim: Row, name: str) -> str:
    verdict = claim[name]
    if not verdict:
        return ""
    own = claim[f"{name}_cited"]
    return own if claim[f"{name}_own"] else f"{GLYPHS[verdict]} {own or Verdict(verdict).label}"
