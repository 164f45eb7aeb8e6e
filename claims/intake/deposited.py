"""Ask a web archive to keep the address of a capture, as the Wayback Machine is asked: by an address behind its own."""

from urllib.parse import urljoin

from django.conf import settings

from claims.editing.alone import alone
from claims.editing.deposits import begin, end
from claims.fetch import Answer, fetch, why

SECONDS = 35  # for an answer: the archive fetches the page meanwhile
_ELSE = "ask it again later"
_HEADERS = ("content-location", "location")  # where an archive says where it has a page, if it does not lead there


def deposit_capture(pk: int) -> bool:
    """Make one deposit, once, whoever else tries. Returns False if there was nothing to do."""
    with alone("deposit", pk) as ours:
        asked = begin(pk) if ours else None
        if asked is None:
            return False
        wanted = f"{settings.ARCHIVE_DEPOSIT}{asked.capture.address}"
        answer = fetch(wanted, settings.FETCH_NETWORKS, seconds=SECONDS, asks=False)
        if kept_at := _kept_at(answer, wanted):
            end(asked, kept_at=kept_at[:4000])
        else:
            end(asked, failure=_why(answer))
        return True


def _kept_at(answer: Answer, wanted: str) -> str:
    """Return where the archive has the page; "" if it does not say."""
    if answer.status >= 400 or answer.failed not in ("", "empty", "too_large"):
        return ""
    headers = {name.lower(): value for name, value in answer.headers}
    if answer.redirects:
        return answer.address
    said = next((headers[name] for name in _HEADERS if headers.get(name)), "")
    return urljoin(answer.address, said) if said else ""


def _why(answer: Answer) -> str:
    if answer.status == 429:
        return "The archive takes no more pages for now. Ask it again later."
    if answer.failed in ("", "empty", "too_large"):
        return "The archive answered, and did not say where it has the page. Look for it there."
    return f"Of the archive: {why(answer.failed, _ELSE)}"
