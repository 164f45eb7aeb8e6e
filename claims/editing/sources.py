"""Writes of speakers, sources and evidence."""

import re
import unicodedata
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError
from django.utils import timezone

from claims.errors import Conflict, Invalid, NotNow, NotYours
from claims.history import acting, record
from claims.models import Evidence, Placement, Source, Speaker, SpeakerAlias
from claims.permissions import allow, may_add_evidence, may_change_evidence, may_edit_article, may_edit_source
from claims.states import ClaimState, SourceKind, SpeakerKind
from claims.text.marks import normal_form
from claims.workflow.claims import lock

SOURCE_FIELDS = {
    "kind",
    "title",
    "publisher",
    "author",
    "address",
    "published_on",
    "language",
    "origin",
    "speaker",
    "off_record",
    "reference",
    "note",
}
#: What the form of a source says without anybody typing it; beside an address that is known it is no contradiction.
UNSAID = {"kind", "address"}
#: What tells sources without an address apart; of one's own making, each person has theirs.
TOLD_BY = ("kind", "publisher", "published_on")
OWN = {SourceKind.NOTES, SourceKind.INTERVIEW}
#: What evidence says of its source's bearing on the claim.
SAID = (
    "bears_on",
    "stance",
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
)


def name_key(name):
    """A name folded for comparison: case, accents, punctuation and runs of space apart, two names are one."""
    folded = normal_form("NFKD", name).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", folded).strip()[:200]


def find_speaker(desk_id, name):
    """The desk's speaker of this name or alias, or None."""
    key = name_key(name)
    if not key:
        return None
    found = Speaker.objects.filter(desk_id=desk_id, key=key).first()
    if found is None:
        alias = SpeakerAlias.objects.filter(desk_id=desk_id, key=key).select_related("speaker").first()
        found = alias.speaker if alias else None
    return found


def speaker_named(desk_id, name, *, kind=SpeakerKind.PERSON, description=""):
    """The desk's speaker of this name or alias, made if there is none; None for an empty name. Call inside acting()."""
    name = " ".join(name.split())
    if not name:
        return None
    if not name_key(name):
        raise Invalid("A name has letters or digits in it.", "speaker")
    found = find_speaker(desk_id, name)
    if found:
        return found
    speaker, _ = Speaker.objects.get_or_create(
        desk_id=desk_id, key=name_key(name), defaults={"name": name[:200], "kind": kind, "description": description}
    )
    return speaker


def place(article, *, actor, side, speaker=None, source=None, name=""):
    """Put a speaker (or the one of this ``name``) or a source on a side of the matter, for this article.

    ``side`` is one of the article's, however it is spelt; an empty one takes it off. Returns the words for what was
    done. Raises NotYours, Invalid.
    """
    verdict = may_edit_article(actor, article)
    if not verdict:
        raise NotYours(verdict.reason)
    with acting(actor):
        if name:
            speaker = speaker_named(article.desk_id, name) if side else find_speaker(article.desk_id, name)
        if speaker is None and source is None:
            raise Invalid("Nobody of that name is on a side here.", "speaker")
        named = _titled(source) if source else speaker
        found = Placement.objects.filter(article=article, speaker=speaker, source=source)
        if not side:
            found.delete()
            words = f"{actor} removed from its side: {named}"
        else:
            place_on = side_named(article.sides.all(), side)
            if not found.update(side=place_on):
                Placement.objects.create(article=article, side=place_on, speaker=speaker, source=source)
            words = f"{actor} placed {named} on the side: {place_on}"
        record("placed", words, actor=actor, article=article, data={"side": side})
    return words.removeprefix(f"{actor} ")


def side_named(sides, name):
    """The one of ``sides`` that is called so, case, accents and punctuation apart. Raises Invalid."""
    sides = list(sides)
    for side in sides:
        if name_key(str(side)) == name_key(name):
            return side
    names = ", ".join(map(str, sides))
    words = f"There is no such side; the sides are {names}." if names else "Name the sides of the matter first."
    raise Invalid(words, "side")


def make_source(desk_id, *, actor, **fields):
    """The source with this address on the desk, or without one of this title and date, or a new one. Inside acting().

    Raises Invalid for one without a title, and where the source is known and something else was typed of it: that
    would be lost.
    """
    assert fields.keys() <= SOURCE_FIELDS, fields
    if not (fields.get("title") or "").strip():
        raise Invalid("Give the source a title.", "title")
    address = (fields.get("address") or "").strip()
    if address:
        found = Source.objects.filter(desk_id=desk_id, address=address).first()
        words = "The desk has a source at this address, described otherwise. Choose it, or correct it there."
    else:
        found = _namesake(desk_id, actor, fields)
        words = "The desk has this source already, described otherwise. Choose it, or tell this one apart in its title."
    if not found:
        return Source.objects.create(desk_id=desk_id, created_by=actor, **fields)
    told = UNSAID if address else {"title"}
    typed = {name: value for name, value in fields.items() if value and name not in told}
    if any(value != getattr(found, name) for name, value in typed.items()):
        raise Invalid(words, "address" if address else "title")
    return found


def _namesake(desk_id, actor, fields):
    """The one source without an address that has this title, kind, publisher and date; None for none or several."""
    told = {name: fields.get(name) or Source._meta.get_field(name).get_default() for name in TOLD_BY}
    title = " ".join(fields["title"].split())
    found = Source.objects.filter(desk_id=desk_id, title__iexact=title, address="", **told)
    if told["kind"] in OWN:
        found = found.filter(created_by=actor)
    found = list(found[:2])
    return found[0] if len(found) == 1 else None


def create_source(desk, *, actor, **fields):
    """A new source on a desk, before any claim needs it. Raises NotYours, Invalid (it is there already)."""
    verdict = may_edit_source(actor, desk.pk)
    if not verdict:
        raise NotYours(verdict.reason)
    with _one_an_address(), acting(actor):
        _new_address(desk.pk, fields.get("address"))
        if not fields.get("address") and _namesake(desk.pk, actor, fields):
            raise Invalid(
                "The desk has this source already. Tell this one apart in its title, or by its date.", "title"
            )
        source = make_source(desk.pk, actor=actor, **fields)
        words = f"{actor} added to the sources: {_titled(source)}"
        record("source_added", words, actor=actor, desk=desk, data={"source": source.pk})
    return source


def change_source(source, *, actor, base, **fields):
    """Change what a source is. Signed claims keep the citation that they were signed with.

    ``base`` maps each field to the value that the form was opened with. Fields changed by others meanwhile are kept;
    the same field changed raises Conflict and writes nothing. Raises NotYours, Invalid.
    """
    verdict = may_edit_source(actor, source.desk_id)
    if not verdict:
        raise NotYours(verdict.reason)
    with _one_an_address(), acting(actor):
        source = Source.objects.select_for_update(no_key=True, of=("self",)).select_related("desk").get(pk=source.pk)
        conflicts, changed = {}, []
        for name, mine in fields.items():
            theirs, was = getattr(source, name), base[name]
            if mine in (was, theirs):
                continue
            if theirs != was:
                conflicts[name] = {"base": str(was or ""), "theirs": str(theirs or ""), "mine": str(mine or "")}
            else:
                setattr(source, name, mine)
                changed.append(name)
        if conflicts:
            raise Conflict(conflicts)
        if "address" in changed:
            _new_address(source.desk_id, source.address, but=source.pk)
        if "origin" in changed:
            _no_circle(source)
        if changed:
            source.edition += 1
            source.save(update_fields=[*changed, "edition"])
            words = f"{actor} changed the source {_titled(source)}: {', '.join(sorted(changed)).replace('_', ' ')}"
            record("source_changed", words, actor=actor, desk=source.desk, data={"source": source.pk})
    return source


def _new_address(desk_id, address, but=None):
    if address and Source.objects.filter(desk_id=desk_id, address=address).exclude(pk=but).exists():
        raise Invalid("A source with this address is here already.", "address")


@contextmanager
def _one_an_address():
    """Two people at once, and an address that its index cannot hold (2,704 bytes): the database's refusal, in words."""
    try:
        yield
    except OperationalError as error:
        if "source_address_once" in str(error):
            raise Invalid(
                "This address is too long to be kept. Give a shorter one of the same page.", "address"
            ) from error
        raise
    except IntegrityError as error:
        if "source_address_once" in str(error):
            raise Invalid("A source with this address is here already.", "address") from error
        raise


def _no_circle(source):
    above, seen = source.origin, set()
    while above is not None and above.pk not in seen:
        if above.pk == source.pk:
            raise Invalid("It would derive from itself.", "origin")
        seen.add(above.pk)
        above = above.origin


def _claim_for_evidence(claim, actor):
    claim = lock(claim.pk)
    verdict = may_add_evidence(actor, claim.article)
    if not verdict:
        raise NotYours(verdict.reason)
    if claim.state == ClaimState.RETIRED:
        raise NotNow("The claim is retired. Restore it before adding evidence.")
    return claim


def _sound(evidence):
    """Refuse evidence that the database would refuse: asked of all of it, as the change of one field leaves it."""
    if evidence.translation and not evidence.translator:
        raise Invalid("Say who translated it (a person, or the machine).", "translator")


def add_evidence(claim, *, actor, source=None, source_fields=None, **fields):
    """Add one source's evidence to a claim: ``source``, or ``source_fields`` for one found by address or made.

    On a signed-off claim, support waits unconfirmed, and contradiction voids the sign-off. Raises Invalid, NotNow.
    """
    _sound(Evidence(**fields))
    with _one_an_address(), acting(actor):
        claim = _claim_for_evidence(claim, actor)
        if source is None:
            source = make_source(claim.desk_id, actor=actor, **(source_fields or {}))
        evidence = Evidence(claim=claim, source=source, added_by=actor, **fields)
        same = {name: getattr(evidence, name) for name in SAID}
        if Evidence.objects.filter(claim=claim, source=source, removed_at__isnull=True, **same).exists():
            raise Invalid("This evidence is here already, word for word.")
        evidence.save()
        evidence.refresh_from_db()
        waits = "" if evidence.confirmed else ", which waits to be confirmed"
        words = (
            f"{actor} added evidence to claim {claim.number}: {_titled(source)}"
            f" ({evidence.get_stance_display().lower()}){waits}"
        )
        data = {"evidence": evidence.pk, "citation": "" if source.off_record else evidence.citation}
        record("evidence_added", words, actor=actor, claim=claim, data=data)
    return evidence


def _titled(source):
    return "an off-record source" if source.off_record else source.title


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
        conflicts, changed = {}, []
        for name, mine in fields.items():
            theirs, was = getattr(evidence, name), base.get(name, getattr(evidence, name))
            if mine in (was, theirs):
                continue
            if theirs != was:
                conflicts[name] = {"base": str(was), "theirs": str(theirs), "mine": str(mine)}
            else:
                setattr(evidence, name, mine)
                changed.append(name)
        if conflicts:
            raise Conflict(conflicts)
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
        words = f"{actor} {says} claim {claim.number}: {_titled(evidence.source)}"
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
