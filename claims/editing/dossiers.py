"""Writes of dossiers: asking for one, and how far a worker is with it."""

from django.db.models import F

from claims.errors import NotNow
from claims.history import acting, record
from claims.models import Dossier
from claims.permissions import allow, may_have_dossier
from claims.states import DossierProfile, DossierState
from claims.workflow.articles import lock_article

GIVEN_UP = (
    f"It was tried {Dossier.ATTEMPTS} times, and did not come to an end. Ask again, or tell whoever runs the desk."
)


def ask_for_dossier(article, *, actor, profile, version=None, as_roles=False):
    """Ask for a dossier of a version (None: the one in work). Returns the Dossier that waits; asked twice, it is one.

    Names are kept in the internal one. Raises NotYours, NotNow.
    """
    allow(may_have_dossier(actor, article, profile))
    with acting(actor):
        article = lock_article(article.pk)
        version = version or article.current_version
        if version is None:
            raise NotNow("The article has no text yet.")
        as_roles = as_roles and profile == DossierProfile.SHAREABLE
        wanted = {"article": article, "version": version, "profile": profile, "as_roles": as_roles}
        if waiting := Dossier.objects.filter(Dossier.WAITS, **wanted).defer("content").first():
            return waiting
        dossier = Dossier.objects.create(**wanted, actor=actor)
        words = f"{actor} asked for a dossier of version {version.number}: {dossier.names.lower()}"
        data = {"dossier": dossier.pk, "version": version.number, "profile": profile, "as_roles": as_roles}
        record("dossier_asked", words, actor=actor, article=article, data=data)
    return dossier


def begin(pk):
    """Count an attempt to make a dossier, in its own transaction, so that it counts even if this process dies.

    Returns the Dossier, or None if it does not wait any more or has failed now, after too many attempts.
    """
    waiting = Dossier.objects.filter(Dossier.WAITS, pk=pk)
    dossier = waiting.defer("content").select_related("article__desk", "version", "actor").first()
    if dossier is None:
        return None
    if dossier.attempts >= Dossier.ATTEMPTS:
        fail(dossier, GIVEN_UP)
        return None
    waiting.update(attempts=F("attempts") + 1, state=DossierState.MAKING, step=1)
    return dossier


def reach(dossier, step):
    """Say how far a dossier is: ``step`` is a place in Dossier.STEPS."""
    Dossier.objects.filter(Dossier.WAITS, pk=dossier.pk).update(step=step)


def finish(dossier, content, sequence):
    """Keep what was made. The database sets time, size and hash, and drops the one before of the same kind."""
    made = Dossier.objects.filter(Dossier.WAITS, pk=dossier.pk)
    made.update(state=DossierState.MADE, content=content, sequence=sequence)


def fail(dossier, words):
    """Say why a dossier was not made."""
    Dossier.objects.filter(Dossier.WAITS, pk=dossier.pk).update(state=DossierState.FAILED, words=words)
