"""What a form carried that could not be sent: shown to be copied, and sent again by the person who has logged in.

The server stores none of it: it goes back to the browser that sent it, and from there through the log-in page.
"""

import json
from dataclasses import dataclass

from django.urls import Resolver404, resolve

from claims.forms.identity import IN_CONFIDENCE
from claims.models import Person

#: The field, and for htmx the header, with the id of the person who opened the page that was sent.
OPENED_BY, OPENED_BY_HEADER = "opened_by", "X-Opened-By"

#: Fields that nobody typed.
CARRIED = {
    "csrfmiddlewaretoken",
    OPENED_BY,
    "base",
    "whole",
    "content_hash",
    "edition",
    "was",
    "assign-was",
    "hand_on-sure",
    "shown",
    "pieces",
    "open",
    "tab",
    "from",
}
#: Characters of all fields together; an article has two million at most.
LONGEST = 2_500_000


def is_secret(name):
    """Return whether a field holds a password, or who a confidential source is: it is neither kept nor shown again."""
    return "password" in name or name.startswith(IN_CONFIDENCE)


def typed_in(pairs):
    """Return the texts among (name, value) pairs that somebody typed."""
    texts = [value.strip() for name, value in pairs if name not in CARRIED and not is_secret(name)]
    return [text for text in texts if text and not text.isdecimal()]


def pairs_of(request):
    return [(name, value) for name, values in request.POST.lists() for value in values]


def somebody_else(request, pairs=()):
    """Return the name of who opened the page that was sent; "" if it is the logged-in person, or unknown.

    The page says it in a header (htmx) and in a field of each form, or among the ``pairs`` of a Kept. Only colleagues
    on a desk learn the name; others get "Somebody else".
    """
    said = [value for name, value in pairs if name == OPENED_BY]
    said += request.POST.getlist(OPENED_BY) + [request.headers.get(OPENED_BY_HEADER, "")]
    others = [one for one in said if one and one != str(request.user.pk)]
    if not others:
        return ""
    colleagues = Person.objects.filter(memberships__desk__memberships__person=request.user)
    known = [one for one in others if one.isascii() and one.isdecimal() and len(one) < 19]
    return str(colleagues.filter(pk__in=known).first() or "Somebody else")


@dataclass
class Kept:
    """A form's URL and its (name, value) pairs; ``files`` says that it had files, which are not kept."""

    path: str
    pairs: list
    files: bool = False

    @property
    def packed(self):
        return json.dumps([self.path, self.pairs, self.files], ensure_ascii=False)

    @property
    def fields(self):
        """Return the pairs to send again, without who opened the page: the page that sends them says that anew."""
        return [pair for pair in self.pairs if pair[0] != OPENED_BY]

    @property
    def typed(self):
        return typed_in(self.pairs)


def kept_of(request):
    """Return the Kept of a form that was sent; None if it has no fields, has a secret, or is too large."""
    pairs = [pair for pair in pairs_of(request) if pair[0] != "csrfmiddlewaretoken"]
    return _sound(Kept(request.path, pairs, bool(request.FILES)))


def unpacked(text):
    """Return the Kept that a log-in page carried; None for anything else."""
    try:
        path, pairs, files = json.loads(text)
        kept = Kept(str(path), [(str(name), str(value)) for name, value in pairs], bool(files))
        kept.packed.encode()  # refuses half a surrogate pair
        return _sound(kept)
    except (ValueError, TypeError, RecursionError):
        return None


def _sound(kept):
    size = sum(len(name) + len(value) for name, value in kept.pairs)
    if not kept.fields or size > LONGEST or any(is_secret(name) for name, _ in kept.pairs):
        return None
    try:
        resolve(kept.path)
    except Resolver404:
        return None
    return None if kept.path.startswith("//") else kept
