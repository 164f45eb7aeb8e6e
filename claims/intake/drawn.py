"""Have a browser draw a page that was captured, and keep the picture and the PDF as files of the capture."""

from typing import Any

from django.conf import settings

from claims.editing.alone import alone
from claims.editing.captures import begin_drawing, end_drawing
from claims.fetch.drawn import WORDS, Drawn, draw
from claims.files import NotKept, keep, kept


def draw_capture(pk: int) -> bool:
    """Draw one capture, once, which stays as it is whatever comes of it. Returns False if there was nothing to do."""
    with alone("drawing", pk) as ours:
        asked = begin_drawing(pk) if ours else None
        if asked is None:
            return False
        try:
            body = kept(asked.sha256)
            found = draw(settings.CHROMIUM, asked.final_address, body, asked.headers, settings.FETCH_NETWORKS)
            end_drawing(asked, **_kept(found))
        except NotKept as error:
            end_drawing(asked, drawn_note=f"It was not drawn. {error}")
        return True


def _kept(found: Drawn) -> dict[str, Any]:
    """Keep what a browser drew; return what `end_drawing` takes. Raises NotKept."""
    if found.failed:
        return {"drawn_note": f"It was not drawn. {WORDS[found.failed]}"}
    files = {"png": found.picture, "pdf": found.pdf}
    drawn = [{"kind": kind, "sha256": keep(raw), "size": len(raw)} for kind, raw in files.items() if raw]
    return {"drawn": drawn, "drawn_note": f"Drawn with {found.tool}. {found.lacks}".strip()}
