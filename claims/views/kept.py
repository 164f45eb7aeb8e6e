"""What a form carried that could not be sent: shown to be copied, and sent again by whoever has logged in.

Nothing of it is stored: it goes back to the browser that sent it, and from there through the log-in page.
"""

import json
from dataclasses import dataclass

from django.urls import Resolver404, resolve

#: What forms carry that nobody typed.
CARRIED = {
    "csrfmiddlewaretoken",
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


def typed_in(pairs):
    """The texts among (name, value) pairs that somebody typed."""
    texts = [value.strip() for name, value in pairs if name not in CARRIED and "password" not in name]
    return [text for text in texts if text and not text.isdecimal()]


def pairs_of(request):
    return [(name, value) for name, values in request.POST.lists() for value in values]


@dataclass
class Kept:
    """A form's address and its (name, value) pairs; ``files`` says that it carried files, which are not kept."""

    path: str
    pairs: list
    files: bool = False

    @property
    def packed(self):
        return json.dumps([self.path, self.pairs, self.files], ensure_ascii=False)

    @property
    def typed(self):
        return typed_in(self.pairs)


def kept_of(request):
    """The Kept of a form that was sent; None where it carries nothing, a password, or too much."""
    pairs = [pair for pair in pairs_of(request) if pair[0] != "csrfmiddlewaretoken"]
    return _sound(Kept(request.path, pairs, bool(request.FILES)))


def unpacked(text):
    """The Kept that a log-in page carried; None for anything else."""
    try:
        path, pairs, files = json.loads(text)
        kept = Kept(str(path), [(str(name), str(value)) for name, value in pairs], bool(files))
        kept.packed.encode()  # half a surrogate pair is no text
        return _sound(kept)
    except (ValueError, TypeError, RecursionError):
        return None


def _sound(kept):
    size = sum(len(name) + len(value) for name, value in kept.pairs)
    if not kept.pairs or size > LONGEST or any("password" in name for name, _ in kept.pairs):
        return None
    try:
        resolve(kept.path)
    except Resolver404:
        return None
    return None if kept.path.startswith("//") else kept
