"""Speakers: who they are by any spelling of their name, and which side they are placed on."""

import re
import unicodedata

from claims.editing.sources import titled
from claims.errors import Invalid, NotYours
from claims.history import acting, record
from claims.models import Placement, Speaker, SpeakerAlias
from claims.permissions import may_edit_article
from claims.states import SpeakerKind
from claims.text.marks import normal_form


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
        named = titled(source) if source else speaker
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
