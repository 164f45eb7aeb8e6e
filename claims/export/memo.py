"""An article's changes memo as a file: what must change, the proposed words, why, and from which sources."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import docx
from docx.shared import RGBColor

from claims.models import Article
from claims.queries.cited import cited_by_claim
from claims.queries.off_record import OUT, Found, named_in_article
from claims.queries.reconcile import MemoRow, memo_of

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold


@dataclass(frozen=True)
class Entry:
    """One line decision, in words. ``proposed`` is "" where no words are proposed."""

    head: str
    printed: str
    verdict: str
    proposed: str
    why: str
    sources: Sequence[str]
    outcome: str


def entries_of(article: Article) -> list[Entry]:
    """Return the line decisions of an article as its memo has them. Six queries.

    Sources off the record are named in nothing that leaves the desk.
    """
    sources, secret = cited_by_claim(article), named_in_article(article)
    return [_entry(row, [one.words for one in sources.get(row.claim.number, ())], secret) for row in memo_of(article)]


def _entry(row: MemoRow, sources: Sequence[str], secret: Found) -> Entry:
    def shown(words: str) -> str:
        return OUT if secret(words) else words

    claim = row.claim
    line = f"Line {claim.line_number}" if claim.line_number else "No line any more"
    must = " (must be changed)" if claim.must_fix else ""
    said = [f"{answer.get_answer_display()}: {answer.by}. {shown(answer.reason)}".strip(" .") for answer in row.answers]
    said += [f"{claim.stet_by} lets the words stand: {shown(claim.stet_reason)}"] if row.status == "stet" else []
    return Entry(
        head=f"{line}, claim {claim.number}: {row.decision}{must}",
        printed=claim.quoted,
        verdict=claim.verdict_label,
        proposed=shown(claim.proposed_words),
        why=shown(row.why),
        sources=sources,
        outcome=". ".join([row.label, *said]),
    )


def markdown(article: Article) -> bytes:
    """Return the memo in Markdown, UTF-8."""
    parts = [f"# Changes memo: {_plain(article.headline)}", _version(article)]
    for entry in entries_of(article):
        parts.append(f"## {_plain(entry.head)}")
        parts += [f"**{label}:** {_plain(words)}" for label, words in _labelled(entry)]
        if entry.sources:
            parts.append("\n".join(f"- {_plain(source)}" for source in entry.sources))
    return ("\n\n".join(parts) + "\n").encode()


def _version(article: Article) -> str:
    return f"Version {article.current_version.number}" if article.current_version else ""


def _plain(words: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(words.split()))


def _labelled(entry: Entry) -> Iterable[tuple[str, str]]:
    said = [
        ("Printed", entry.printed),
        ("Verdict", entry.verdict),
        ("Proposed", entry.proposed),
        ("Why", entry.why),
        ("Outcome", entry.outcome),
    ]
    return [(label, words) for label, words in said if words.strip()]


def word(article: Article) -> bytes:
    """Return the memo as a Word document."""
    made = docx.Document()
    made.core_properties.title = _seen(article.headline)[:255]
    made.core_properties.author = ""
    made.add_heading(f"Changes memo: {_seen(article.headline)}", 0)
    made.add_paragraph(_version(article))
    for entry in entries_of(article):
        made.add_heading(_seen(entry.head), 2)
        for label, words in _labelled(entry):
            row = made.add_paragraph()
            row.add_run(f"{label}: ").bold = True
            run = row.add_run(_seen(words))
            if label == "Proposed":
                run.font.color.rgb = RGBColor(0x1A, 0x7F, 0x37)
        for source in entry.sources:
            made.add_paragraph(_seen(source), style="List Bullet")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _seen(words: str) -> str:
    return _UNSEEN.sub("", words)
