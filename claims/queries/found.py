"""Speakers and sources of a desk that what somebody types may mean."""

import re
from functools import reduce
from operator import or_

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    StringAgg,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Concat, Left

from claims.models import (
    Claim,
    Desk,
    Evidence,
    Source,
    Speaker,
    SpeakerAlias,
)
from claims.models.source import TITLE
from claims.queries.search import Fold, WordsQuery
from claims.states import Access, ClaimState, Terms
from claims.text.names import word_patterns

#: What evidence says of its source's bearing on a claim that is offered again with the source.
USED_AS = ("stance", "bears_on", "directness")
#: The states of a claim that is still being checked.
IN_WORK = (ClaimState.OPEN, ClaimState.CHECKING, ClaimState.CHANGED)


def found_speakers(desk_id, key, limit=8):
    """The desk's speakers that ``key`` (a name as editing.speakers.name_key gives it) may mean, the likeliest first.

    Each of its words begins a word of the name, of an alias or of the description (claims/text/names.py), whatever the
    case and accents of either. A name that is the key comes first, then names that begin with it, names with all its
    words, aliases, descriptions.
    """
    if not key:
        return []
    if not key.isascii():
        key = Desk.objects.values_list(Fold(Value(key)), flat=True).get(pk=desk_id)
    alias = SpeakerAlias.objects.filter(speaker=OuterRef("pk")).alias(plain=Fold("key"))
    aliases = alias.order_by().values("speaker").annotate(all=StringAgg("plain", Value(" "))).values("all")
    speakers = Speaker.objects.filter(desk_id=desk_id).alias(
        plain=Fold("key"),
        aka=Coalesce(Subquery(aliases), Value(""), output_field=TextField()),
        about=Concat("plain", Value(" "), "aka", Value(" "), Fold("description"), output_field=TextField()),
    )
    named, known, found = Q(), Q(), Q()
    for pattern in word_patterns(key):
        named &= Q(plain__regex=pattern)
        known &= Q(aka__regex=pattern)
        found &= Q(about__regex=pattern)
    rank = Case(
        When(Q(plain=key) | Exists(alias.filter(plain=key)), then=0),
        When(plain__startswith=key, then=1),
        When(named, then=2),
        When(known, then=3),
        default=4,
        output_field=IntegerField(),
    )
    return list(speakers.filter(found).order_by(rank, "name", "id")[:limit])


#: A word with the dots of a host in it: news.am.
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
#: Titles that begin as somebody types, of which the newest are offered.
MOST_BEGINNING = 64
#: The newest sources at a host: only these are searched for the other words that were typed.
MOST_AT_HOST = 1000


def found_sources(desk_id, words, limit=8):
    """The desk's sources that half-typed ``words`` may mean: at this address, or else each word begins one of title,

    publisher or author, or is the host of its address, or begins it. The one of exactly this title comes first, then
    those whose title begins so, then the newest.
    No address, whole or in part, brings up a source that is off the record, and nothing one that is restricted.

    Two queries, and one for each host, each of an index, however many sources have these words.
    """
    sources = Source.objects.filter(desk_id=desk_id, merged_into=None).defer("search")
    if re.match(r"https?://", words):
        there = sources.filter(address__startswith=words, hidden=False).exclude(address="")
        return list(there.order_by("-id")[:limit])
    matches = [_matches(sources, typed) for typed in words.split()[:12] if re.search(r"\w", typed)]
    if not matches:
        return []
    begins = list(_on_record(sources, words)[:MOST_BEGINNING])
    begins.sort(key=lambda source: (not source.exact, -source.pk))
    found = begins[:limit]
    if len(found) < limit:
        newest = sources.filter(*matches).exclude(pk__in=[source.pk for source in found]).order_by("-id")
        found += newest[: limit - len(found)]
    return found


def _on_record(sources, words):
    """Those whose title begins as ``words`` do, as an index has them; ``exact`` where it is no longer than they are."""
    typed = Fold(Value(words))
    exact = Case(When(folded=typed, then=True), default=False)
    titled = (
        sources.exclude(terms=Terms.OFF_RECORD).filter(access=Access.DESK).alias(begins=TITLE, folded=Fold("title"))
    )
    return titled.filter(begins__startswith=Left(typed, 100)).annotate(exact=exact).order_by("begins")


def _matches(sources, typed):
    """A condition: one of ``sources`` has a word, or a host, that begins as this one does."""
    found, host = Q(search=WordsQuery(typed.replace('"', " "), each=True)), typed.strip(".-").lower()
    if _HOST.fullmatch(host):
        # PostgreSQL reads all sources, newest first, if it takes a host for a common one: ask it for more than that.
        found |= Q(pk__in=list(_at_host(sources, host).order_by("-id").values_list("pk", flat=True)[:MOST_AT_HOST]))
    return found


def _at_host(sources, host):
    site = host.removeprefix("www.")
    addresses = [f"{scheme}://{www}{site}" for scheme in ("https", "http") for www in ("", "www.")]
    begins = reduce(or_, [Q(address__startswith=address) for address in addresses])
    return sources.filter(begins | Q(marks__contains=[f"@{site}"]), hidden=False).exclude(address="")


def recent_sources(article, limit=8):
    """The sources of an article's evidence, the one that was used last first."""
    last = Evidence.objects.filter(source=OuterRef("pk"), claim__article=article, removed_at__isnull=True)
    last = last.order_by("-id").values("id")[:1]
    return list(
        Source.objects.filter(merged_into=None)
        .alias(last=Subquery(last))
        .filter(last__isnull=False)
        .order_by("-last")[:limit]
    )


def used_as(article, sources):
    """{source's id: the stance, bearing and directness that it was last used with on an article}; one query."""
    rows = Evidence.objects.filter(claim__article=article, source__in=sources, removed_at__isnull=True)
    return {row["source_id"]: row for row in rows.order_by("id").values("source_id", *USED_AS)}


def claims_of_speaker(claim, limit=12):
    """The numbers of other claims of an article by a claim's speaker that are in work, in the text's order."""
    if claim.speaker_id is None:
        return []
    same = Claim.objects.filter(article=claim.article_id, speaker=claim.speaker_id, state__in=IN_WORK)
    same = same.exclude(pk=claim.pk).order_by("line_number", "number")
    return list(same.values_list("number", flat=True)[:limit])


def exact_source(desk_id, words):
    """The desk's source of exactly this title or address, if there is just one; None otherwise."""
    sources = Source.objects.filter(desk_id=desk_id).alias(begins=TITLE)
    titled = Q(terms=Terms.OFF_RECORD) | Q(~Q(terms=Terms.OFF_RECORD), begins=Left(Fold(Value(words)), 100))
    named = sources.filter(Q(titled, title__iexact=words) | Q(~Q(address=""), address=words))
    found = list(Source.objects.filter(pk__in=named.values("root"))[:2])  # merged ones are the same source
    return found[0] if len(found) == 1 else None


def source_at(desk_id, address):
    """The desk's oldest source on the page of an address, whatever its scheme, fragment and tracking; None for none.

    Else the oldest that was captured there: its own address led to it, or the page calls itself so.
    """
    if not address:
        return None
    page = RawSQL("page_digest(%s)", [address])  # noqa: S611 - the address is a parameter
    sources = Source.objects.filter(desk_id=desk_id, hidden=False).select_related("root").order_by("id")
    found = sources.filter(page=page).exclude(page="").first()
    found = found or sources.filter(captures__page=page).exclude(captures__page="").first()
    return found and (found.root or found)
