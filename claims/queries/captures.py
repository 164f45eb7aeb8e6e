"""The captures of a source, as its page lists them."""

from claims.models import Capture, Source

#: How many of the newest captures a source's page lists; all of them are kept.
LISTED = 20


def captures_of(source: Source) -> list[Capture]:
    """Return the newest captures of a source, without their texts and headers."""
    found = Capture.objects.filter(source=source).select_related("person").defer("text", "headers")
    return list(found.order_by("-id")[:LISTED])
