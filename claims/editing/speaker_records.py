"""Speakers as records of the desk: who they are, what else they are called, and which of them are the same."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, connection
from django.db.models import Count

from claims.editing.meanwhile import take_over
from claims.editing.speakers import name_key
from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.models import Claim, Placement, Source, Speaker, SpeakerAlias
from claims.permissions import allow, may_edit_source
from claims.queries.source_changes import waiting_said
from claims.queries.speakers import find_speaker, ids_of_group
from claims.states import ClaimState

#: Claims that a preview lists.
MOST_SHOWN = 20
SPEAKER_FIELDS = ("name", "kind", "description", "website", "wikidata")


def change_speaker(speaker, *, actor, base, **fields):
    """Change who a speaker is. Claims keep the name that they were signed with; those that are signed are flagged.

    ``base`` maps each field to the value that the form was opened with. Fields changed by others meanwhile are kept;
    the same field changed raises Conflict and writes nothing. Raises NotYours, Invalid.
    """
    assert fields.keys() <= set(SPEAKER_FIELDS), fields
    allow(may_edit_source(actor, speaker.desk_id))
    with acting(actor), _one_of_a_name():
        speaker = _locked(speaker)
        changed = take_over(speaker, fields, base)
        if "name" in changed:
            _named(speaker)
        if changed:
            speaker.edition += 1
            speaker.save(update_fields=[*changed, "key", "edition"])
            words = f"{actor} changed the speaker {speaker}: {', '.join(changed)}{waiting_said()}"
            record("speaker_changed", words, actor=actor, desk=speaker.desk, data={"speaker": speaker.pk})
    return speaker


def add_alias(speaker, name, *, actor):
    """Add another name of a speaker. Raises NotYours; Invalid for a name that the desk knows already."""
    allow(may_edit_source(actor, speaker.desk_id))
    name = " ".join(name.split())
    if not name_key(name):
        raise Invalid("A name has letters or digits in it.", "alias")
    with acting(actor), _one_of_a_name("alias"):
        speaker = _locked(speaker)
        if found := find_speaker(speaker.desk_id, name):
            known = found.pk == speaker.who
            raise Invalid("This speaker has this name already." if known else _taken(speaker, found), "alias")
        alias = SpeakerAlias.objects.create(
            speaker=speaker, desk_id=speaker.desk_id, name=name[:200], key=name_key(name)
        )
        words = f"{actor} changed the speaker {speaker}: also called {alias}{waiting_said()}"
        record("speaker_changed", words, actor=actor, desk=speaker.desk, data={"speaker": speaker.pk})
    return alias


def remove_alias(alias, *, actor):
    """Remove another name of a speaker. Raises NotYours."""
    allow(may_edit_source(actor, alias.desk_id))
    with acting(actor):
        speaker = _locked(alias.speaker)
        alias.delete()
        words = f"{actor} changed the speaker {speaker}: no longer called {alias}{waiting_said()}"
        record("speaker_changed", words, actor=actor, desk=speaker.desk, data={"speaker": speaker.pk})
    return speaker


def merge(speaker, into, *, actor):
    """Say that a speaker is the same as another one, ``into``. Returns ``into``.

    No claim, source or placement is written: the record stays, and whoever asks who it is gets the other. So every
    sign-off holds what it held; those that it concerns are flagged. Raises NotYours, NotNow, Invalid.
    """
    allow(may_edit_source(actor, speaker.desk_id))
    with acting(actor):
        rows = Speaker.objects.select_for_update(no_key=True, of=("self",)).select_related("desk")
        both = {one.pk: one for one in rows.filter(pk__in=[speaker.pk, into.pk]).order_by("pk")}
        speaker, into = both[speaker.pk], both[into.pk]
        _may_be_one(speaker, into)
        speaker.merged_into = into
        speaker.edition += 1
        speaker.save(update_fields=["merged_into", "edition"])
        words = f"{actor} merged the speaker {speaker} into {into}{waiting_said()}"
        data = {"speaker": speaker.pk, "into": into.pk}
        record("speakers_merged", words, actor=actor, desk=speaker.desk, data=data)
    return into


def undo_merge(speaker, *, actor):
    """Undo the merge of a speaker into another one. Returns the speaker. Raises NotYours, NotNow."""
    allow(may_edit_source(actor, speaker.desk_id))
    with acting(actor):
        speaker = _locked(speaker)
        if speaker.merged_into_id is None:
            raise NotNow("This speaker is not merged.")
        into, speaker.merged_into = speaker.merged_into, None
        speaker.edition += 1
        speaker.save(update_fields=["merged_into", "edition"])
        words = f"{actor} undid the merge of the speaker {speaker} into {into}{waiting_said()}"
        data = {"speaker": speaker.pk, "into": into.pk}
        record("speakers_parted", words, actor=actor, desk=speaker.desk, data=data)
    return speaker


def _locked(speaker):
    return Speaker.objects.select_for_update(no_key=True, of=("self",)).select_related("desk").get(pk=speaker.pk)


def _named(speaker):
    """Give a speaker the key of its new name. Raises Invalid for a name that the desk knows already."""
    speaker.key = name_key(speaker.name)
    if not speaker.key:
        raise Invalid("A name has letters or digits in it.", "name")
    same = {"desk_id": speaker.desk_id, "key": speaker.key}
    other = Speaker.objects.filter(**same).exclude(pk=speaker.pk).first()
    if alias := SpeakerAlias.objects.filter(**same).select_related("speaker").first():
        if alias.speaker_id == speaker.pk:
            raise Invalid("It is another name of this speaker already. Remove it there first.", "name")
        other = alias.speaker
    if other:
        raise Invalid(_taken(speaker, other), "name")


def _taken(speaker, other):
    """Why a speaker does not get a name that ``other`` has."""
    if other.who == speaker.who:
        return f"The record {other} has this name. The two are merged already."
    return f"The speaker {other} has this name. If they are the same, merge the two."


@contextmanager
def _one_of_a_name(field="name"):
    """Two people at once: the database's refusal, in words."""
    try:
        yield
    except IntegrityError as error:
        if "speaker_once" in str(error) or "alias_once" in str(error):
            raise Invalid("The desk has a speaker of this name already.", field) from error
        raise


@dataclass(frozen=True)
class Preview:
    """What a merge would do: how much goes along, and each claim that would be flagged, with what the rules would
    read otherwise. ``sides`` are articles in which the two stand on different sides."""

    claims: int
    sources: int
    placements: int
    names: list[str]
    flagged: list[Claim]
    flagged_count: int
    sides: list[str]


def preview(speaker, into, *, actor):
    """What ``merge`` would do, as the database reads it; nothing is written or locked.

    Raises NotYours, NotNow, Invalid where ``merge`` would.
    """
    allow(may_edit_source(actor, speaker.desk_id))
    _may_be_one(speaker, into)
    ids = ids_of_group(speaker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT flagged_by_merge(%s, %s)", [speaker.pk, into.pk])
        flagged = Claim.objects.filter(pk__in=[row[0] for row in cursor.fetchall()]).select_related("article")
    return Preview(
        claims=Claim.objects.filter(speaker__in=ids).exclude(state=ClaimState.RETIRED).count(),
        sources=Source.objects.filter(speaker__in=ids).count(),
        placements=Placement.objects.filter(speaker__in=ids).count(),
        names=[str(speaker), *map(str, speaker.aliases.all())],
        flagged=list(flagged.defer("search", "article__search").order_by("-id")[:MOST_SHOWN]),
        flagged_count=flagged.count(),
        sides=_on_two_sides([*ids, *ids_of_group(into)]),
    )


def _may_be_one(speaker, into):
    if speaker.pk == into.pk or speaker.desk_id != into.desk_id:
        raise Invalid("Choose another speaker of this desk.", "into")
    if speaker.merged_into_id or into.merged_into_id:
        raise NotNow("One of the two was merged meanwhile. Look again.")


def _on_two_sides(ids):
    """The headlines of articles in which some speakers stand on more than one side."""
    places = Placement.objects.filter(speaker__in=ids).values("article__headline", "article")
    found = places.annotate(sides=Count("side", distinct=True)).filter(sides__gt=1).order_by("-article")
    return [row["article__headline"] for row in found[:MOST_SHOWN]]
