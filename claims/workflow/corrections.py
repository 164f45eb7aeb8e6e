"""Corrections of an article of ours that is out: opened by anybody of its desk, settled by a chief, once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.utils import timezone

from claims.errors import Invalid, NotNow
from claims.history import acting, check_now, record
from claims.models import Article, Claim, Correction, Person, Publication
from claims.permissions import allow, may_open_correction, may_settle_correction
from claims.states import ArticleState, CorrectionCause, CorrectionKind
from claims.workflow.articles import lock_article


def correction_standing(correction: Correction, person: Person) -> str:
    """How ``person`` stands towards settling it: as in ``article_standing``, or "worked", as in SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT correction_standing(%s, %s)", [correction.pk, person.pk])
        found: str = cursor.fetchone()[0]
        return found


def open_correction(
    article: Article,
    *,
    actor: Person,
    reported: str,
    because: str = CorrectionCause.COMPLAINT,
    reported_by: str = "",
    claim: Claim | None = None,
    publication: Publication | None = None,
    line: int | None = None,
) -> Correction:
    """Open a correction of an article that is out: ``reported`` is what was reported, ``reported_by`` from whom.

    ``publication`` and ``line``: the line that went out otherwise.
    Raises NotYours, NotNow, Invalid.
    """
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_open_correction(actor, article))
        if article.state not in ArticleState.out():
            raise NotNow(f"The article is {article.get_state_display().lower()}: only what is out is corrected.")
        if not reported.strip():
            raise Invalid("Say what was reported.", "reported")
        if because == CorrectionCause.COMPLAINT and not reported_by.strip():
            raise Invalid("Say from whom the complaint came.", "reported_by")
        made = Correction.objects.create(
            article=article,
            claim=claim,
            because=because,
            publication=publication,
            line=line,
            reported=reported.strip(),
            reported_by=reported_by.strip(),
            opened_by=actor,
        )
        made.refresh_from_db()
        about = f" of claim {claim.number}" if claim else ""
        who = f", from {made.reported_by}" if made.reported_by else ""
        words = f"{actor} opened correction {made.number}{about}{who}: {made.reported}"
        data = {"correction": made.number, "because": because}
        record("correction_opened", words, actor=actor, article=article, data=data)
        check_now()
    return made


def decide_correction(
    correction: Correction, *, actor: Person, kind: str, was_wrong: str, is_right: str, since: datetime
) -> Correction:
    """A chief decides what was wrong, what is right, and since when readers see it. Raises NotYours, NotNow."""
    said: dict[str, str | datetime] = {
        "kind": kind,
        "was_wrong": was_wrong.strip(),
        "is_right": is_right.strip(),
        "since": since,
    }
    label = CorrectionKind(kind).label.lower()
    says = f"decided correction {correction.number} ({label}). Wrong: {said['was_wrong']} Right: {said['is_right']}"
    return _settle(correction, actor, "correction_decided", says, said)


def dismiss_correction(correction: Correction, *, actor: Person, reason: str) -> Correction:
    """A chief says, by name, why nothing is corrected. Raises NotYours, NotNow."""
    says = f"dismissed correction {correction.number}: {reason.strip()}"
    return _settle(correction, actor, "correction_dismissed", says, {"dismissed": reason.strip()})


def _settle(
    correction: Correction, actor: Person, verb: str, says: str, said: Mapping[str, str | datetime]
) -> Correction:
    with acting(actor):
        article = lock_article(correction.article_id)
        correction = Correction.objects.select_for_update(no_key=True).get(pk=correction.pk)
        allow(may_settle_correction(correction_standing(correction, actor)))
        if not correction.is_open:
            raise NotNow(f"Correction {correction.number} is settled already.")
        for name, value in said.items():
            setattr(correction, name, value)
        correction.settled_by, correction.settled_at = actor, timezone.now()
        correction.save(update_fields=[*said, "settled_by", "settled_at"])
        data = {"correction": correction.number, "kind": correction.kind}
        record(verb, f"{actor} {says}", actor=actor, article=article, data=data)
        check_now()
    return correction
