"""Writes of sources."""

from contextlib import contextmanager

from django.db import IntegrityError, OperationalError

from claims.editing.captures import capture_first
from claims.editing.meanwhile import take_over
from claims.errors import Invalid, NotNow, NotYours
from claims.history import acting, record
from claims.models import Derivation, Source
from claims.permissions import may_edit_source
from claims.queries.found import source_at
from claims.queries.source_changes import waiting_said
from claims.states import Access, DerivationKind, SourceKind, Terms

SOURCE_FIELDS = {
    "kind",
    "title",
    "publisher",
    "author",
    "address",
    "published_on",
    "language",
    "speaker",
    "terms",
    "access",
    "reference",
    "withdrawn",
    "controlled_by",
    "interests",
    "reliability",
    "reliability_reason",
    "note",
}
#: What the form of a source says without anybody typing it; beside an address that is known it is no contradiction.
UNSAID = {"kind", "address"}
#: What tells sources without an address apart; of one's own making, each person has theirs.
TOLD_BY = ("kind", "publisher", "published_on")
OWN = {SourceKind.NOTES, SourceKind.INTERVIEW}


def make_source(
    desk_id, *, actor, origin=None, derivation=DerivationKind.DERIVES_FROM, drift="", another=False, **fields
):
    """The source with this address on the desk, or without one of this title and date, or a new one. Inside acting().

    ``origin``: the source that it derives from; how is a DerivationKind, ``drift`` what became otherwise.
    ``another``: it is a new one, whatever is known.
    Raises Invalid for one without a title, and where the source is known and something else was typed of it: that
    would be lost.
    """
    assert fields.keys() <= SOURCE_FIELDS, fields
    if not (fields.get("title") or "").strip():
        raise Invalid("Give the source a title.", "title")
    address = (fields.get("address") or "").strip()
    if another:
        found = None
    elif address:
        exact = Source.objects.filter(desk_id=desk_id, address=address).select_related("root").first()
        found = source_at(desk_id, address) if exact is None else exact.root or exact
        words = f"The desk has this page already, {_called(found)}. Choose that source, or correct it there."
    else:
        found = _namesake(desk_id, actor, fields)
        words = "The desk has this source already, described otherwise. Choose it, or tell this one apart in its title."
    if not found:
        made = Source.objects.create(desk_id=desk_id, created_by=actor, **fields)
        if origin is not None:
            Derivation.objects.create(source=made, origin=origin, kind=derivation, drift=drift)
        return made
    told = UNSAID if address else {"title"}
    said = {name: value for name, value in fields.items() if value and name not in told}
    usual = {("terms", "on_record"), ("access", "desk")}
    typed = {name: value for name, value in said.items() if (name, str(value)) not in usual}
    this = {"origin": origin, "kind": derivation, "drift": drift}
    otherwise = origin is not None and not found.derivations.filter(**this).exists()
    if otherwise or any(value != getattr(found, name) for name, value in typed.items()):
        raise Invalid(words, "address" if address else "title")
    return found


def _namesake(desk_id, actor, fields):
    """The one source without an address that has this title, kind, publisher and date; None for none or several."""
    told = {name: fields.get(name) or Source._meta.get_field(name).get_default() for name in TOLD_BY}
    title = " ".join(fields["title"].split())
    named = Source.objects.filter(desk_id=desk_id, title__iexact=title, address="", **told)
    found = Source.objects.filter(pk__in=named.values("root"))  # merged ones are the same source
    if told["kind"] in OWN:
        found = found.filter(created_by=actor)
    found = list(found[:2])
    return found[0] if len(found) == 1 else None


def _called(source):
    """How a source is told to somebody who typed its address; of one off the record, the address names nobody."""
    unnamed = source is None or source.hidden
    return "described otherwise" if unnamed else f"described otherwise as “{source.title}”"


class KnownPage(Invalid):
    """The desk has a ``source`` on the page of this address."""

    def __init__(self, source):
        words = f"The desk has this page already, as “{source.title}”. Use that one, or say that this is another."
        super().__init__(words, "address")
        self.source = source


def create_source(desk, *, actor, another=False, **fields):
    """A new source on a desk, before any claim needs it. ``another``: the page has several sources.

    Raises NotYours, Invalid (it is there already), and KnownPage for another address of a page that is known.
    """
    verdict = may_edit_source(actor, desk.pk)
    if not verdict:
        raise NotYours(verdict.reason)
    _restricted_terms(fields.get("access"), fields.get("terms"))
    with one_an_address(), acting(actor):
        _new_address(desk.pk, fields.get("address"))
        if not another and (known := source_at(desk.pk, fields.get("address"))):
            raise KnownPage(known)
        if not fields.get("address") and _namesake(desk.pk, actor, fields):
            raise Invalid(
                "The desk has this source already. Tell this one apart in its title, or by its date.", "title"
            )
        source = make_source(desk.pk, actor=actor, another=another, **fields)
        capture_first(source, actor=actor)
        words = f"{actor} added to the sources: {titled(source)}"
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
    with one_an_address(), acting(actor):
        source = Source.objects.select_for_update(no_key=True, of=("self",)).select_related("desk").get(pk=source.pk)
        if source.merged_into_id:
            raise NotNow("This source was merged into another one. Change that one, or undo the merge.")
        changed = take_over(source, fields, base)
        if source.reliability and not source.reliability_reason.strip():
            raise Invalid("Say why the desk relies on it so far.", "reliability_reason")
        _restricted_terms(source.access, source.terms)
        if "address" in changed:
            _new_address(source.desk_id, source.address, but=source.pk)
        if changed:
            source.edition += 1
            source.save(update_fields=[*changed, "edition"])
            if {"address", "terms"} & set(changed):
                capture_first(source, actor=actor)
            names = ", ".join(sorted(changed)).replace("_", " ")
            words = f"{actor} changed the source {titled(source)}: {names}{waiting_said()}"
            record("source_changed", words, actor=actor, desk=source.desk, data={"source": source.pk})
    return source


def _restricted_terms(access, terms):
    if access == Access.RESTRICTED and terms in (None, Terms.ON_RECORD):
        raise Invalid("Choose other terms: nobody outside is told of a restricted source.", "terms")


def _new_address(desk_id, address, but=None):
    if address and Source.objects.filter(desk_id=desk_id, address=address).exclude(pk=but).exists():
        raise Invalid("A source with this address is here already.", "address")


@contextmanager
def one_an_address():
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


def titled(source):
    """The source's title as events name it: one off the record, or restricted, has none."""
    return source.known_as
