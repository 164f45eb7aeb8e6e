"""Speakers by name: who is meant, whom a bare last name may mean, and what hangs on one."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from claims.models import Article, Claim, Desk, Person, Placement, Source, Speaker, SpeakerAlias
from claims.permissions import desks_of
from claims.queries.paging import Page, page_of
from claims.queries.rows import as_rows
from claims.states import ClaimState, SpeakerKind
from claims.text.marks import normal_form
from claims.text.suggest import lexicon

#: Speakers that are looked at for a bare last name, and that are offered.
MOST_NAMESAKES, MOST_OFFERED = 50, 8
#: Texts of what was printed, and other speakers, that a speaker's page shows.
MOST_PRINTED, MOST_ALIKE = 30, 8
NEWEST = ("-id",)


def name_key(name: str) -> str:
    """A name folded for comparison: case, accents, punctuation and runs of space apart, two names are one."""
    folded = normal_form("NFKD", name).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", folded).strip()[:200]


def find_speaker(desk_id: int, name: str) -> Speaker | None:
    """The desk's speaker of this name or alias, or None. Of a merged one, the speaker that it is the same as."""
    key = name_key(name)
    if not key:
        return None
    found = Speaker.objects.filter(desk_id=desk_id, key=key).select_related("root").first()
    if found is None:
        alias = SpeakerAlias.objects.filter(desk_id=desk_id, key=key).select_related("speaker__root").first()
        found = alias.speaker if alias else None
    return found and (found.root or found)


def whom_it_may_mean(article: Article, name: str, printed: str = "") -> list[Speaker]:
    """The desk's speakers whom a bare last name ("Aliyev", "President Aliyev") may mean, in the order of their names.

    They have that last name, and the same office or nation as what is ``printed``, or they are in this article. Empty
    for a name that is a speaker's, or is no bare last name.
    """
    titles = lexicon("en").sets["titles"]
    words = [word for word in name_key(name).split() if word not in titles]
    if len(words) != 1 or len(words[0]) < 3 or find_speaker(article.desk_id, name):
        return []
    last = words[0]
    here = Placement.objects.filter(article=article, speaker__root=OuterRef("pk"))
    claimed = Claim.objects.filter(article=article, speaker__root=OuterRef("pk")).exclude(state=ClaimState.RETIRED)
    alias = SpeakerAlias.objects.filter(desk_id=article.desk_id, key__endswith=f" {last}").values("speaker__root")
    namesakes = (
        Speaker.objects.filter(desk_id=article.desk_id, merged_into__isnull=True)
        .filter(Q(key__endswith=f" {last}") | Q(pk__in=alias))
        .annotate(here=Exists(here) | Exists(claimed))
        .order_by("name", "id")[:MOST_NAMESAKES]
    )
    said = _telling(f"{printed} {name}", but=last)
    fits: list[Speaker] = [one for one in namesakes if one.here or said & _telling(one.description, but=last)]
    return fits[:MOST_OFFERED]


#: Words that tell nobody apart.
_IDLE = frozenset(["the", "and", "of", "for", "his", "her", "its", "their", "from", "with", "said", "says"])


def _telling(words: str, but: str) -> set[str]:
    """The words of an office or a nation, each by its first five letters: "Azerbaijani" and "Azerbaijan" are one."""
    return {word[:5] for word in name_key(words).split() if len(word) > 3 and word not in _IDLE and word != but}


def _group(speaker: Speaker) -> list[tuple[int, list[str]]]:
    """(id, marks) of a speaker, and of all that were merged into it; once for each object that was fetched."""
    known: dict[str, list[tuple[int, list[str]]]] = speaker.__dict__
    if "_of_group" not in known:
        known["_of_group"] = list(
            Speaker.objects.filter(Q(root=speaker.pk) | Q(pk=speaker.pk)).values_list("pk", "marks")
        )
    return known["_of_group"]


def ids_of_group(speaker: Speaker) -> list[int]:
    """The ids of a speaker, and of all that were merged into it."""
    return [pk for pk, _ in _group(speaker)]


def known_off_record_only(pk: str = "pk", desk: str = "desk", marks: str = "marks") -> Any:
    """Whether a speaker is known from sources off the record alone, as a condition of a query of speakers.

    Their word is carried by such a source, or its author or publisher has their name; no source on the record has, and
    no claim and no side of an article names them. The arguments are the paths of the speaker in the query.
    """

    def carried(off_record: bool) -> Any:
        sources = Source.objects.filter(off_record=off_record, desk=OuterRef(desk))
        return Exists(sources.filter(speaker=OuterRef(pk))) | Exists(sources.filter(marks__overlap=OuterRef(marks)))

    named = Exists(Claim.objects.filter(speaker=OuterRef(pk))) | Exists(Claim.objects.filter(via=OuterRef(pk)))
    placed = Exists(Placement.objects.filter(speaker=OuterRef(pk)))
    return carried(True) & ~(carried(False) | named | placed)


def speakers_page(
    person: Person, *, words: str = "", kind: str = "", desk: Desk | None = None, after: str | None = ""
) -> Page[Speaker]:
    """A Page of speakers, newest first, without those that were merged. ``words`` is a part of a name, folded."""
    speakers = Speaker.objects.filter(desk_id__in=desks_of(person), merged_into__isnull=True)
    speakers = speakers.select_related("desk")
    if words:
        # As sets of ids, each found once: asked of each row, they would be looked up for every speaker of the desk.
        named = Q(pk__in=Speaker.objects.filter(desk_id__in=desks_of(person), key__folded=words).values("root"))
        also = Q(
            pk__in=SpeakerAlias.objects.filter(desk_id__in=desks_of(person), key__folded=words).values("speaker__root")
        )
        speakers = speakers.filter(named | also)
    if kind:
        speakers = speakers.filter(kind=kind)
    if desk:
        speakers = speakers.filter(desk=desk)
    return page_of(speakers, NEWEST, after)


def count_claims(speakers: Iterable[Any]) -> None:
    """Set ``claimed`` and ``also`` on speakers: how many claims they have, and their other names. Two queries."""
    ids = [one.pk for one in speakers]
    claims = Claim.objects.filter(speaker__root__in=ids).exclude(state=ClaimState.RETIRED).order_by()
    found = dict(claims.values_list("speaker__root").annotate(n=Count("pk")))
    names: dict[int | None, list[str]] = {}
    for root, name in (
        SpeakerAlias.objects.filter(speaker__root__in=ids).order_by("name").values_list("speaker__root", "name")
    ):
        names.setdefault(root, []).append(name)
    for one in speakers:
        one.claimed, one.also = found.get(one.pk, 0), names.get(one.pk, [])


def claims_of(speaker: Speaker, after: str | None = "") -> Page[Claim]:
    """A Page of what a speaker claimed, newest first, as lists show claims."""
    return page_of(as_rows(Claim.objects.filter(speaker__in=ids_of_group(speaker))), NEWEST, after)


def sources_of(speaker: Speaker) -> Page[Source]:
    """The newest 50 sources that carry a speaker's word, by what was said of them or by what they are known by."""
    marks = marks_of_group(speaker)
    carries = Q(speaker__in=ids_of_group(speaker)) | Q(marks__overlap=marks)
    return page_of(Source.objects.filter(carries, desk=speaker.desk_id, merged_into=None).defer("search"), NEWEST)


def marks_of_group(speaker: Speaker) -> list[str]:
    return sorted({mark for _, marks in _group(speaker) for mark in marks})


def printed_of(speaker: Speaker) -> list[str]:
    """How articles print a speaker, each text once, the most frequent first."""
    claims = Claim.objects.filter(speaker__in=ids_of_group(speaker)).exclude(speaker_as_printed="").order_by()
    rows = claims.values("speaker_as_printed").annotate(n=Count("pk")).order_by("-n", "speaker_as_printed")
    return [row["speaker_as_printed"] for row in rows[:MOST_PRINTED]]


def placements_of(speaker: Speaker) -> QuerySet[Placement]:
    """Where a speaker stands, article by article, the newest first."""
    rows = Placement.objects.filter(speaker__in=ids_of_group(speaker)).select_related("article", "side", "speaker")
    return rows.defer("article__search").order_by("-article_id", "id")[:50]


def alike(speaker: Speaker) -> list[Speaker]:
    """Other speakers of the desk that may be the same: people with the same last name, or known by the same names."""
    last = speaker.key.split()[-1] if speaker.kind == SpeakerKind.PERSON else speaker.key
    rows = Speaker.objects.raw(
        "SELECT p.* FROM claims_speaker p WHERE p.desk_id = %s AND p.merged_into_id IS NULL AND p.id <> %s"
        " AND (p.marks && %s OR p.key LIKE '%% ' || %s OR p.key = %s) ORDER BY p.name, p.id LIMIT %s",
        [speaker.desk_id, speaker.pk, marks_of_group(speaker), last, last, MOST_ALIKE],
    )
    return list(rows)
