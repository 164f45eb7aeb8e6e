"""Files that come in are kept: first for their person alone, then with the version that they became."""

from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.errors import Invalid
from claims.history import acting
from claims.models import Upload

#: How long a file is kept that no version names, and how many of them a person may have: brought in, and fetched.
KEPT = timedelta(days=1)
MOST, MOST_FETCHED = 20, 60


def keep_upload(raw, *, actor, name, kind, backing=(), page=None, rows=None, fetched=False):
    """Keep a file's bytes for whoever brought it in, and what its reader found beside the text. Returns the Upload.

    ``rows`` are those of a spreadsheet.

    Of the files that nothing names, only the newest of each person stay; those that were ``fetched`` count apart, so
    that no paste takes a page off the list of those that somebody asked for.
    """
    known = _unused().filter(person=actor, fetches__isnull=not fetched)
    for spare in list(known.order_by("-id")[(MOST_FETCHED if fetched else MOST) - 1 :]):
        _delete(spare)
    with acting(actor):
        read = {"backing": [*backing], "page": page or {}} if rows is None else {"rows": rows}
        return Upload.objects.create(person=actor, raw=raw, name=name[-255:], kind=kind, read=read)


def signed(upload, person):
    """Return what a form of this person carries of the Upload of this id; "" for None."""
    return _signer().sign(f"{upload}:{person.pk}") if upload else ""


def upload_named(token, person):
    """Return the Upload that ``signed`` gave this token for, without its bytes; None for no token.

    Raises Invalid where it is another person's, or not kept any more.
    """
    if not token:
        return None
    try:
        pk, whose = _signer().unsign(token).split(":")
    except (BadSignature, ValueError):
        pk, whose = "0", ""
    found = Upload.objects.filter(pk=pk).defer("raw").first() if whose == str(person.pk) else None
    if found is None:
        raise Invalid(
            "The file itself is not kept any more, and neither are the notes and links in it. Choose it again, or go on"
            " without it: press the button once more.",
            "upload",
        )
    return found


def beside(token, person):
    """Return what the page that a form names by this token says beside its text; {} for every other file, and none."""
    try:
        upload = upload_named(token, person)
    except Invalid:
        return {}
    return upload.read.get("page", {}) if upload else {}


def clear_uploads():
    """Delete the files that nothing names after a day. Returns how many."""
    old = _unused().filter(uploaded_at__lt=timezone.now() - KEPT).order_by("id")
    return sum(map(_delete, list(old[:100])))


def _signer():
    """What signs ids in forms; made when it is needed, because commands without a key import this."""
    return Signer(salt="claims.upload")


def _delete(upload):
    """Delete a file. Return whether it is gone: a version may have come to name it meanwhile."""
    try:
        with transaction.atomic():
            return bool(upload.delete()[0])
    except IntegrityError:  # ProtectedError is one
        return False


def _unused():
    return Upload.objects.filter(versions=None, incoming=None, publications=None).defer("raw", "read")
