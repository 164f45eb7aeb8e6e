"""Forms that are sent twice: which one a person sent last, and where its answer led."""

import hashlib
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from claims.models import SentForm

#: Within this time the same form is the same act: a double click, or a second try after no answer came. A browser
#: waits 20 seconds for an answer (templates/base.html), and a person somewhat longer.
TWICE = timedelta(minutes=2)
#: What a page sends along of what it shows, and renews by itself: a form is the same with other ones.
SHOWN = {"edition", "content_hash"}


def form_hash(path, fields, files):
    """The SHA-256 of a form as it was sent: its address, its fields but those of SHOWN, and its files."""
    found = hashlib.sha256(path.encode())
    for name, values in sorted(fields.lists()):
        if name in SHOWN:
            continue
        for value in (name, str(len(values)), *values):
            found.update(f"{len(value)}:{value}".encode(errors="surrogatepass"))
    for name, chosen in sorted(files.lists()):
        for file in chosen:
            found.update(f"{len(name)}:{name}:{file.size}:".encode(errors="surrogatepass"))
            for chunk in file.chunks():
                found.update(chunk)
            file.seek(0)
    return found.hexdigest()


@contextmanager
def one_at_a_time(person, digest):
    """While this form of this person is answered, the same one waits here, in whichever process it arrives."""
    key = int.from_bytes(hashlib.sha256(f"{person.pk}:{digest}".encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def sent_just_now(person, digest):
    """The SentForm where the person's last form was this one, a moment ago; else None."""
    return SentForm.objects.filter(person=person, digest=digest, sent_at__gt=timezone.now() - TWICE).first()


def remember(person, digest, location):
    """Note that this is the last form that the person sent, and where its answer led (empty: nowhere else)."""
    SentForm.objects.bulk_create(
        [SentForm(person=person, digest=digest, location=location, sent_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["digest", "location", "sent_at"],
    )
