"""Look again at the address of a source: is the page there, where it was, with the excerpts and figures it had?"""

from typing import Any

from django.conf import settings

from claims.editing.watches import failed, is_watched, kept_text, looked, rests_on, same_page
from claims.fetch import Answer, fetch, why
from claims.intake.captured import text_of
from claims.models import Capture, Evidence, Source, Watch
from claims.states import WatchFinding
from claims.text.watched import lost

#: Failures that may pass: what is tried again before it counts.
_PASSING = frozenset(("no_answer", "too_slow", "busy", "broken", "no_such_host", "certificate", "empty"))
_ELSE = "look at the page in your browser"
_STANDS = "It stood there as it was captured."

type Found = list[dict[str, Any]]


def look(watch: Watch) -> None:
    """Look at the source of a Watch that was taken, and write what came of it."""
    if is_watched(watch):
        came_to(watch, fetch(watch.source.address, settings.FETCH_NETWORKS))
    else:
        looked(watch, "No signed claim rests on it.", [])


def came_to(watch: Watch, answer: Answer) -> None:
    """Write what the answer of its address means for the source of a Watch."""
    source: Source = watch.source
    evidence, kept = rests_on(source), kept_text(source)
    if kept is None:
        looked(watch, "No captured text of it is left.", [])
    elif answer.failed in _PASSING:
        words = why(answer.failed, _ELSE)
        if failed(watch, words):
            looked(watch, words, _gone(evidence, f"gone: three looks in a row failed. {words}"))
    elif answer.failed == "gone":
        looked(
            watch, why("gone"), _gone(evidence, f"gone: the site answers that there is no such page ({answer.status})")
        )
    elif answer.failed:
        looked(watch, f"It cannot be watched. {why(answer.failed, _ELSE)}", watch.found)
    else:
        found = _moved(answer, source, kept, evidence) + _lost(text_of(answer), kept, evidence)
        looked(watch, "; ".join(dict.fromkeys(one["words"] for one in found)) or _STANDS, found)


def _gone(evidence: list[Evidence], words: str) -> Found:
    return [_found(one, WatchFinding.GONE, words) for one in evidence]


def _moved(answer: Answer, source: Source, kept: Capture, evidence: list[Evidence]) -> Found:
    """Return that the page leads elsewhere than when it was captured."""
    if not answer.redirects or same_page(answer.address, [source.address, kept.final_address or source.address]):
        return []
    now, was = answer.address[:600], (kept.final_address or source.address)[:600]
    return [_found(one, WatchFinding.MOVED, "moved: the address leads on elsewhere", was, now) for one in evidence]


def _lost(text: str, kept: Capture, evidence: list[Evidence]) -> Found:
    """Return what the page no longer has of the evidence; of a page whose text cannot be read, nothing."""
    found = []
    for one in evidence if text.strip() else ():
        excerpt = one.excerpt if one.excerpt_kind == "verbatim" else ""
        if gone := lost(kept.text, text, excerpt, one.figure_found):
            what = "the excerpt is" if gone.kind == WatchFinding.EXCERPT else "the figure is"
            words = f"{what} no longer at the address as it was captured"
            found.append(_found(one, gone.kind, words, gone.was, gone.now))
    return found


def _found(evidence: Evidence, finding: str, words: str, was: str = "", now: str = "") -> dict[str, Any]:
    title = f"“{evidence.source.title[:120]}”" if evidence.source_id else ""
    return {"evidence": evidence.pk, "finding": str(finding), "words": f"{words} ({title})", "was": was, "now": now}
