"""Writes of evidence."""

from django.utils import timezone

from claims.editing.captures import capture_first
from claims.editing.claims import save_claim
from claims.editing.meanwhile import take_over
from claims.editing.sources import make_source, one_an_address, titled
from claims.errors import Invalid, NotNow, NotYours
from claims.history import acting, record
from claims.models import Evidence, Source
from claims.permissions import allow, may_add_evidence, may_change_evidence
from claims.queries.backing import backing_on
from claims.queries.found import IN_WORK, source_at
from claims.rules.calculations import worked
from claims.rules.sending import is_attributed
from claims.states import Attribution, BearsOn, ClaimState, Directness, SourceKind, Stance
from claims.workflow.claims import lock

#: The title of the source that somebody's calculations have.
OWN_CALCULATION = "Own calculation"
#: What evidence says of its source's bearing on the claim; all of it can be changed later, the source cannot.
SAID = (
    "stance",
    "bears_on",
    "directness",
    "against_interest",
    "excerpt",
    "excerpt_kind",
    "excerpt_language",
    "translation",
    "translator",
    "locator",
    "figure_found",
    "note",
    "answer",
    "public_reply",
)


def _claim_for_evidence(claim, actor):
    claim = lock(claim.pk)
    verdict = may_add_evidence(actor, claim.article)
    if not verdict:
        raise NotYours(verdict.reason)
    if claim.state == ClaimState.RETIRED:
        raise NotNow("The claim is retired. Restore it before adding evidence.")
    return claim


def _sound(evidence):
    """Refuse evidence that the database would refuse, and a calculation that gives nothing: asked of all of it, as the
    change of one field leaves it."""
    if evidence.translation and not evidence.translator:
        raise Invalid("Say who translated it (a person, or the machine).", "translator")
    if evidence.calculation and (checked := worked(evidence.calculation, ()).checked).trouble:
        raise Invalid(checked.trouble, checked.at)


def add_evidence(claim, *, actor, source=None, source_fields=None, **fields):
    """Add one source's evidence to a claim: ``source``, or ``source_fields`` for one found by address or made.

    On a signed-off claim, support waits unconfirmed, and contradiction voids the sign-off. Raises Invalid, NotNow.
    """
    _sound(Evidence(**fields))
    with one_an_address(), acting(actor):
        claim = _claim_for_evidence(claim, actor)
        if source is None:
            source = make_source(claim.desk_id, actor=actor, **(source_fields or {}))
            capture_first(source, actor=actor)
        if source.merged_into_id:  # since it was chosen
            source = source.root
        evidence = Evidence(claim=claim, source=source, added_by=actor, **fields)
        same = {name: getattr(evidence, name) for name in ("calculation", *SAID) if name != "answer"}
        if Evidence.objects.filter(claim=claim, source=source, removed_at__isnull=True, **same).exists():
            raise Invalid("This evidence is here already, word for word.")
        evidence.save()
        evidence.refresh_from_db()
        waits = "" if evidence.confirmed else ", which waits to be confirmed"
        words = (
            f"{actor} added evidence to claim {claim.number}: {titled(source)}"
            f" ({evidence.get_stance_display().lower()}){waits}"
        )
        data = {"evidence": evidence.pk, "citation": "" if source.hidden else evidence.citation}
        record("evidence_added", words, actor=actor, claim=claim, data=data)
    return evidence


def add_calculation(claim, *, actor, calculation, **fields):
    """Add a calculation of the desk's own to a claim, as Evidence.calculation has it. Returns the Evidence.

    Raises as add_evidence does, and Invalid for one that cannot be computed, with what its words are about: a letter,
    ``formula`` or ``result``.
    """
    with acting(actor):
        own = {"title": OWN_CALCULATION, "kind": SourceKind.NOTES}
        fields |= {"calculation": calculation, "directness": Directness.DIRECT}
        return add_evidence(claim, actor=actor, source_fields=own, **fields)


def add_evidence_to(claims, *, actor, source=None, source_fields=None, attribution="", **fields):
    """Add one source's evidence to the first of ``claims`` and, in the same way, to the others: one act.

    Where the evidence supports that it was said, ``attribution`` answers whether the speaker said it, for those of the
    claims where that is open. Returns the pieces. Raises as add_evidence does, with the field ``also`` and the number
    for another claim than the first. Nobody's sign-off is touched so: others are in work, not in review or signed.
    """
    said = fields.get("bears_on") in (BearsOn.SAID, BearsOn.BOTH) and fields.get("stance") == Stance.SUPPORTS
    made = []
    with one_an_address(), acting(actor):
        for claim in claims:
            of = {"source": made[0].source} if made else {"source": source, "source_fields": source_fields}
            try:
                if made:  # its article is locked now: whoever sent it to review meanwhile has done so
                    claim.refresh_from_db(fields=["state", "attribution"])
                if made and claim.state not in IN_WORK:
                    raise NotNow(f"It is {claim.get_state_display().lower()}. Add evidence to it by itself.")
                made.append(add_evidence(claim, actor=actor, **of, **fields))
            except (Invalid, NotNow) as error:
                if not made:
                    raise
                raise Invalid(f"Claim {claim.number}: {error.words}", "also") from error
            if attribution and said and is_attributed(claim) and claim.attribution == Attribution.OPEN:
                save_claim(claim, {"attribution": attribution}, actor=actor, base={"attribution": Attribution.OPEN})
    return made


def take_backing(backing, claim, *, actor):
    """Add a piece of the writer's backing to a claim as evidence that waits to be confirmed. Returns the Evidence.

    What has an address is evidence of the desk's source on the same page, or of a new one; a note without is one of
    the writer's own words. Raises NotYours, NotNow, Invalid (it is there already).
    """
    with one_an_address(), acting(actor):
        claim = _claim_for_evidence(claim, actor)
        if not backing_on(claim).filter(pk=backing.pk).exists():
            raise NotNow("The text moved, and this does not stand on a line of the claim any more. Look again.")
        source = source_at(claim.desk_id, backing.address) or _noted_before(claim.desk_id, backing)
        if source is None:
            kind = SourceKind.WEB_PAGE if backing.address else SourceKind.NOTES
            said = {"title": backing.source_title, "kind": kind, "address": backing.address, "author": backing.author}
            source = make_source(claim.desk_id, actor=actor, **said)
            capture_first(source, actor=actor)
        if Evidence.objects.filter(claim=claim, source=source, removed_at__isnull=True).exists():
            raise Invalid("This source is evidence of the claim already.")
        note = f"{backing.said}: {backing.words}" if backing.words else ""
        return add_evidence(claim, actor=actor, source=source, note=note, confirmed=False)


def _noted_before(desk_id, backing):
    """The source that the same words of the writer are already, whoever took them; None where there is an address."""
    if backing.address:
        return None
    said = {"title": backing.source_title, "author": backing.author, "kind": SourceKind.NOTES, "address": ""}
    return Source.objects.filter(desk_id=desk_id, hidden=False, **said).order_by("id").first()


def _one(evidence, actor):
    claim = _claim_for_evidence(evidence.claim, actor)
    allow(may_change_evidence(actor, claim.article, evidence))
    return claim, Evidence.objects.select_for_update(of=("self",)).select_related("source").get(pk=evidence.pk)


def change_evidence(evidence, *, actor, base, **fields):
    """Change what evidence says. ``base`` maps each field to the value that the form was opened with.

    Fields changed by others meanwhile are kept; the same field changed raises Conflict and writes nothing.
    """
    with acting(actor):
        claim, evidence = _one(evidence, actor)
        changed = take_over(evidence, fields, base)
        if changed:
            _sound(evidence)
            evidence.save(update_fields=changed)
            words = f"{actor} changed evidence of claim {claim.number}: {', '.join(changed).replace('_', ' ')}"
            record("evidence_changed", words, actor=actor, claim=claim, data={"evidence": evidence.pk})
    return evidence


def _toggle(evidence, actor, verb, says, **fields):
    with acting(actor):
        claim, evidence = _one(evidence, actor)
        if all(getattr(evidence, name) == value for name, value in fields.items() if not name.endswith("_at")):
            raise NotNow("That is done already.")
        for name, value in fields.items():
            setattr(evidence, name, value)
        evidence.save(update_fields=list(fields))
        words = f"{actor} {says} claim {claim.number}: {titled(evidence.source)}"
        record(verb, words, actor=actor, claim=claim, data={"evidence": evidence.pk})
    return evidence


def remove_evidence(evidence, *, actor):
    """Take evidence off a claim; it stays in the record and can be put back."""
    return _toggle(
        evidence, actor, "evidence_removed", "removed evidence from", removed_by=actor, removed_at=timezone.now()
    )


def put_back_evidence(evidence, *, actor):
    """Undo a removal."""
    return _toggle(evidence, actor, "evidence_put_back", "put back evidence on", removed_by=None, removed_at=None)


def confirm_evidence(evidence, *, actor):
    """Let unconfirmed evidence count: it enters the sign-off's content, and so voids one that stands."""
    return _toggle(evidence, actor, "evidence_confirmed", "confirmed evidence on", confirmed=True)
