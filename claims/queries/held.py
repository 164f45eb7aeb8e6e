"""Which verbatim excerpts of a claim's evidence the captured texts of their sources hold, and in which capture."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.models import Capture, Evidence
from claims.states import ExcerptKind
from claims.text.captured import paragraphs_of
from claims.text.passages import held
from claims.text.words import each_word

#: Captures of one source, the newest, that its excerpts are compared with; bytes of text for one claim. Where there are
#: more, an excerpt that these do not hold may be in another, and nothing is said of it.
CAPTURES, BYTES = 100, 8_000_000

#: The captured texts of the sources of a claim's verbatim evidence, as JSON: [source, capture, hash, bytes, when] each,
#: the newest first; NULL for none.
TEXTS = f"""SELECT json_agg(json_build_array(t.source_id, t.id, t.text_sha256, t.bytes, t.ended_at) ORDER BY t.id DESC)
  FROM (SELECT DISTINCT e.source_id FROM claims_evidence e JOIN claims_source o ON o.id = e.source_id
    WHERE e.claim_id = %s AND e.removed_at IS NULL AND e.excerpt <> '' AND e.excerpt_kind = '{ExcerptKind.VERBATIM}'
      AND NOT o.off_record) s,
  LATERAL (SELECT k.source_id, k.id, k.text_sha256, octet_length(k.text) AS bytes, k.ended_at FROM claims_capture k
    WHERE k.source_id = s.source_id AND k.text_sha256 <> '' ORDER BY k.id DESC LIMIT {CAPTURES}) t"""  # noqa: S608

#: What was compared in this process: {(hash of the text, hash of the excerpt): whether it holds it}. Neither changes.
_KNOWN: dict[tuple[str, bytes], bool] = {}
_KEPT = 20_000


@dataclass(frozen=True)
class Text:
    """One captured text of a source; ``size`` in bytes."""

    source: int
    capture: int
    sha256: str
    size: int
    at: datetime


@dataclass(frozen=True)
class Held:
    """Whether a captured text of the source ``holds`` an excerpt: the newest that does; else the newest of all."""

    holds: bool
    text: Text


def as_texts(found: str | list[Any] | None) -> list[Text]:
    """Return what TEXTS gives."""
    rows: list[Any] = json.loads(found) if isinstance(found, str) else found or []
    return [
        Text(source, capture, sha256, size, datetime.fromisoformat(at)) for source, capture, sha256, size, at in rows
    ]


def held_in(evidence: Iterable[Evidence], texts: Sequence[Text]) -> dict[int, Held]:
    """Return {evidence's id: Held} of verbatim evidence whose source has a captured text.

    Nothing is said of an excerpt that the texts which are compared do not hold, where there are more. Makes a query
    only for texts that this process did not compare before.
    """
    rows = [row for row in evidence if row.excerpt_kind == ExcerptKind.VERBATIM and _has_words(row.excerpt)]
    of_source: dict[int, list[Text]] = {row.source_id: [] for row in rows}
    cut, room, sizes = set(), BYTES, dict[str, int]()
    for text in texts:
        if text.source not in of_source:
            continue
        if text.sha256 not in sizes:
            room -= text.size
        if room < 0 or len(of_source[text.source]) == CAPTURES - 1:
            cut.add(text.source)
        else:
            sizes[text.sha256] = text.size
            of_source[text.source].append(text)
    _compare({(text, _hash(row.excerpt)): row.excerpt for row in rows for text in of_source[row.source_id]})
    found = {}
    for row in rows:
        compared = of_source[row.source_id]
        holds = next((text for text in compared if _KNOWN.get((text.sha256, _hash(row.excerpt)))), None)
        if holds or (compared and row.source_id not in cut):
            found[row.pk] = Held(holds is not None, holds or compared[0])
    return found


def unheld(found: dict[int, Held]) -> set[int]:
    """Return the ids of evidence whose excerpt no captured text of its source holds."""
    return {pk for pk, one in found.items() if not one.holds}


def _compare(asked: dict[tuple[Text, bytes], str]) -> None:
    """Compare what was not compared before."""
    if len(_KNOWN) > _KEPT:
        _KNOWN.clear()
    missing: dict[str, dict[bytes, str]] = {}
    captures = {}
    for (text, key), excerpt in asked.items():
        if (text.sha256, key) not in _KNOWN:
            missing.setdefault(text.sha256, {})[key] = excerpt
            captures[text.sha256] = text.capture
    if not missing:
        return
    for sha256, words in Capture.objects.filter(pk__in=captures.values()).values_list("text_sha256", "text"):
        excerpts = missing[sha256]
        places = held([one.text for one in paragraphs_of(words)], list(excerpts.values()))
        _KNOWN.update({(sha256, key): place is not None for key, place in zip(excerpts, places, strict=True)})


def _has_words(excerpt: str) -> bool:
    return next(each_word(excerpt), None) is not None


def _hash(excerpt: str) -> bytes:
    return hashlib.sha256(excerpt.encode()).digest()
