"""Speakers: who they are by any spelling of their name, and which side they are placed on."""

from claims.editing.sources import titled
from claims.errors import Invalid, NotYours
from claims.history import acting, record
from claims.models import Placement, Speaker
from claims.permissions import may_edit_article
from claims.queries.speakers import find_speaker, name_key, whom_it_may_mean
from claims.states import SpeakerKind

__all__ = ["find_speaker", "name_key", "namesake", "place", "side_named", "speaker_meant", "speaker_named"]


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


def speaker_meant(article, name, *, printed="", **new):
    """The speaker whom a name means in an article: the desk's of this name or alias, or the one whom a bare last name
    fits, or else a new one.

    Nobody guesses between two: raises Invalid, which names them. Call inside acting().
    """
    return namesake(article, name, printed) or speaker_named(article.desk_id, name, **new)


def namesake(article, name, printed=""):
    """The one speaker whom a bare last name fits in an article, or None. Raises Invalid, which names them, for two."""
    fits = whom_it_may_mean(article, name, printed)
    if len(fits) > 1:
        names = " or ".join(f"{one} ({one.description})" if one.description else str(one) for one in fits)
        raise Invalid(f"“{name.strip()}” may be {names}. Write the whole name.", "speaker")
    return fits[0] if fits else None


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
        if speaker is not None:  # with all that were merged into it, so that it stands on one side
            speaker = speaker.root or speaker
            merged = Placement.objects.filter(article=article, speaker__root=speaker.pk)
            merged.exclude(speaker=speaker).delete()
        if source is not None:  # likewise
            source = source.root if source.merged_into_id else source
            Placement.objects.filter(article=article, source__root=source.pk).exclude(source=source).delete()
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
