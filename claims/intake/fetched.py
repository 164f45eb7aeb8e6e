"""Fetch a page that somebody asked for, and read it like a document that came in."""

from email.message import Message
from typing import Any

from django.conf import settings

from claims.editing.alone import alone
from claims.editing.fetches import begin, end
from claims.fetch import PASTE, Answer, fetch, why
from claims.intake.documents import kind_of, read_document
from claims.intake.pasted import refuse_if_unusable
from claims.states import UploadKind
from claims.text.normalise import TextRefused, decode


def fetch_page(pk: int) -> bool:
    """Fetch one page and keep it, once, whoever else tries at the same time.

    Returns False if there was nothing to do. An attempt that is interrupted leaves it waiting.
    """
    with alone("fetch", pk) as ours:
        asked = begin(pk) if ours else None
        if asked is None:
            return False
        answer = fetch(asked.address, settings.FETCH_NETWORKS)
        facts = {name: getattr(answer, name) for name in ("status", "redirects", "headers")}
        end(asked, final_address=answer.address[:4000], **facts, **read_answer(answer))
        return True


def read_answer(answer: Answer) -> dict[str, Any]:
    """Return what is kept of an answer, as `end` takes it: document, text, markdown and notes, or a failure."""
    if answer.failed:
        return {"failure": why(answer.failed)}
    try:
        return _as_text(answer)
    except TextRefused as refused:
        return {"failure": why_unread(refused, answer.body)}


def why_unread(refused: TextRefused, raw: bytes, instead: str = PASTE) -> str:
    """Return in words why a file has no text: a page without words of its own is put together by scripts."""
    bare = refused.code in ("empty", "no_sentence") and b"<script" in raw.lower()
    return why("script_only", instead) if bare else refused.words


def _as_text(answer: Answer) -> dict[str, Any]:
    said = Message()
    said["Content-Type"] = next((value for name, value in answer.headers if name.lower() == "content-type"), "")
    media, charset = said.get_content_type(), str(said.get_param("charset", ""))
    name = answer.address.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    kind = kind_of(answer.body, "page.html" if media in ("text/html", "application/xhtml+xml") else "")
    document: dict[str, Any] = {"raw": answer.body, "name": name, "kind": kind or UploadKind.TEXT}
    if kind:
        found = read_document(answer.body, kind, charset, answer.address)
        if trouble := found.page.get("trouble"):
            return {"failure": why(trouble)}
        text, markdown, notes = found.text, found.markdown, found.notes
        document |= {"backing": found.backing, "page": found.page}
    elif media == "text/plain":
        text, markdown, notes = decode(answer.body)[0].text, False, []
    else:
        return {"failure": why("other_kind")}
    refuse_if_unusable(text)
    return {"document": document, "text": text, "markdown": markdown, "notes": notes}
