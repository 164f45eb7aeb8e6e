"""Forms that are sent twice: which one a person sent last, and where its answer led."""

import hashlib
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.models import DateTimeField, Func
from django.urls import Resolver404, resolve
from django.utils import timezone

from claims.models import Event, SentForm

#: Within this time the same form is the same act: a double click, or a second try after no answer came. A browser
#: waits 20 seconds for an answer (templates/base.html), and a person somewhat longer.
TWICE = timedelta(minutes=2)
#: What a page sends along of what it shows, and renews by itself: a form that adds is the same with other ones.
SHOWN = {"edition", "content_hash"}
#: Addresses of forms that decide on what they say they saw, SHOWN among it: what the id in each address is the id of.
DECIDING = {
    "claim_do": "claim",
    "claim_keep": "claim",
    "claim_attach": "claim",
    "claim_replace": "claim",
    "claim_gone": "claim",
    "context_acknowledge": "claim",
    "wording": "claim",
    "article_sign": "article",
    "article_release": "article",
    "article_publish": "article",
    "article_withdraw": "article",
    "article_reopen": "article",
}


def decided_on(path):
    """What a form sent to ``path`` decides on, as ("claim" or "article", its id); None for every other form."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    about = DECIDING.get(match.url_name) if match.app_names == ["claims"] else None
    return about and (about, match.kwargs["pk"])


def form_hash(path, fields, files, *, decides):
    """The SHA-256 of a form as it was sent: its address, fields and files; without SHOWN unless it ``decides``."""
    found = hashlib.sha256(path.encode())
    for name, values in sorted(fields.lists()):
        if name in SHOWN and not decides:
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


def sent_just_now(person, digest, about):
    """The SentForm where the person's last form was this one, a moment ago; else None.

    Where it decided on something (``about``, of decided_on), nobody may have done anything to that since.
    """
    sent = SentForm.objects.filter(person=person, digest=digest, sent_at__gt=timezone.now() - TWICE).first()
    if sent and about:
        kind, pk = about
        if Event.objects.filter(**{f"{kind}_id": pk}, at__gt=sent.sent_at).exists():
            return None
    return sent


def remember(person, digest, location):
    """Note that this is the last form that the person sent, and where its answer led (empty: nowhere else)."""
    now = Func(function="clock_timestamp", output_field=DateTimeField())  # the clock that events have their time from
    SentForm.objects.bulk_create(
        [SentForm(person=person, digest=digest, location=location, sent_at=now)],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["digest", "location", "sent_at"],
    )
