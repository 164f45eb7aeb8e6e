"""Reach is visibility: what a person may see is fetched here, or it does not exist for them (404)."""

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

from claims.models import (
    Article,
    ArticleSignOff,
    Backing,
    BylineQuestion,
    Capture,
    Claim,
    ClaimLink,
    Contact,
    Correction,
    Derivation,
    Desk,
    Dossier,
    Draft,
    Evidence,
    Fetch,
    IncomingVersion,
    Membership,
    NoClaimMark,
    Person,
    Publication,
    ReleaseException,
    Source,
    Speaker,
    Thread,
    Upload,
    Version,
)
from claims.queries.compiled import Compiled, Slot
from claims.queries.incoming import incoming_now


def desk_ids(person: Person | Slot) -> QuerySet[Any, Any]:
    """A query of the ids of the desks that a person (or a Slot for a person's id) holds any role on."""
    return Membership.objects.filter(person=person).values("desk_id")


def desks_for(person: Person) -> QuerySet[Desk]:
    return Desk.objects.filter(pk__in=desk_ids(person))


def desks_to_see(person: Person) -> QuerySet[Desk]:
    """The desks whose setup a person sees: those that they are on; every desk for staff."""
    return Desk.objects.all() if person.is_staff else desks_for(person)


def get_desk_for(person: Person, slug: str) -> Desk:
    """A desk whose setup a person may see, by its slug."""
    return _one(desks_to_see(person), slug=slug)


def articles_for(person: Person | Slot) -> QuerySet[Article]:
    return Article.objects.filter(desk_id__in=desk_ids(person))


def claims_for(person: Person | Slot) -> QuerySet[Claim]:
    return Claim.objects.filter(desk_id__in=desk_ids(person))


def sources_for(person: Person) -> QuerySet[Source]:
    """The sources that a person may see: ``withheld_sources`` in SQL has the others of their desks."""
    return Source.objects.filter(desk_id__in=desk_ids(person)).exclude(pk__in=withheld_from(person))


def withheld_from(person: Person) -> RawSQL:
    """A query of the ids of the restricted sources that a person may not see."""
    return RawSQL("SELECT withheld_sources(%s)", [person.pk])  # noqa: S611 - the id is a parameter


def speakers_for(person: Person) -> QuerySet[Speaker]:
    return Speaker.objects.filter(desk_id__in=desk_ids(person))


def threads_for(person: Person) -> QuerySet[Thread]:
    return Thread.objects.filter(article__desk_id__in=desk_ids(person))


def _one[Row: Model](queryset: QuerySet[Row], **where: Any) -> Row:
    try:
        return queryset.get(**where)
    except queryset.model.DoesNotExist as missing:  # type: ignore[attr-defined]
        raise Http404 from missing


def _row[Row](found: Row | None) -> Row:
    if found is None:
        raise Http404
    return found


def get_article_for(person: Person, pk: int) -> Article:
    """The article, with its desk, its current version, and in ``next_version`` what incoming_now says.

    Raises Http404 for one on another desk.
    """
    return _row(_ARTICLE.first(person=person.pk, pk=pk))


def get_claim_for(person: Person, pk: int) -> Claim:
    """The claim, with its article, desk, speaker and people. Raises Http404 for one on another desk."""
    return _row(_CLAIM.first(person=person.pk, pk=pk))


def get_claim_numbered(article: Article, number: int) -> Claim:
    """A claim of an article that was fetched for the person already, by its number."""
    claim = _row(_CLAIM_NUMBERED.first(article=article.pk, number=number))
    claim.article = article
    return claim


#: What a claim is shown with.
CLAIM_PEOPLE = ("speaker", "via", "assignee", "sent_by", "returned_by", "stet_by", "reply_accepted_by")
_ARTICLE = Compiled(
    lambda: (
        articles_for(Slot("person"))
        .filter(pk=Slot("pk"))
        .select_related("desk", "current_version", "created_by")
        .annotate(next_version=incoming_now(Slot("person")))
    )
)
_CLAIM = Compiled(
    lambda: (
        claims_for(Slot("person"))
        .filter(pk=Slot("pk"))
        .select_related("article__current_version", "article__desk", *CLAIM_PEOPLE)
    )
)
_CLAIM_NUMBERED = Compiled(
    lambda: Claim.objects.filter(article=Slot("article"), number=Slot("number")).select_related(*CLAIM_PEOPLE)
)


def get_evidence_for(person: Person, pk: int) -> Evidence:
    """A piece of evidence, with its claim and source. Raises Http404 for one whose source a person may not see."""
    seen = Evidence.objects.filter(claim__desk_id__in=desk_ids(person)).exclude(source__in=withheld_from(person))
    return _one(seen.select_related("claim__article", "source"), pk=pk)


def get_contact_for(person: Person, pk: int, claim: Claim | None = None) -> Contact:
    """A request for comment, with its article; one that covers ``claim``, if that is given."""
    contacts = Contact.objects.filter(article__desk_id__in=desk_ids(person)).select_related("article__desk")
    return _one(contacts, pk=pk, **({"covers__claim": claim} if claim else {}))


def get_link_for(person: Person, pk: int) -> ClaimLink:
    return _one(
        ClaimLink.objects.filter(claim__desk_id__in=desk_ids(person)).select_related("claim__article", "to"), pk=pk
    )


def get_mark_for(person: Person, pk: int) -> NoClaimMark:
    return _one(
        NoClaimMark.objects.filter(version__article__desk_id__in=desk_ids(person)).select_related("version__article"),
        pk=pk,
    )


def get_draft_for(person: Person, pk: int) -> Draft:
    drafts = Draft.objects.filter(version__article__desk_id__in=desk_ids(person))
    return _one(drafts.select_related("version__article__desk"), pk=pk)


def get_incoming_for(person: Person, pk: int) -> IncomingVersion:
    """The text that was left to a worker, with its article, actor and version, without its blocks."""
    texts = IncomingVersion.objects.filter(article__desk_id__in=desk_ids(person)).defer("blocks")
    return _one(texts.select_related("article__current_version", "actor", "version"), pk=pk)


def number_in(words: str) -> int:
    """The id that an address names. Raises Http404 where it names none."""
    if not (words.isascii() and words.isdigit() and len(words) < 19):
        raise Http404
    return int(words)


def get_fetch_for(person: Person, pk: int) -> Fetch:
    """A page that this person asked for, for a desk that they are on; nobody else sees it before it is an article."""
    asked = (
        Fetch.objects.filter(person=person, desk__in=desk_ids(person))
        .select_related("desk", "article", "upload")
        .defer("upload__raw")
    )
    return _one(asked, pk=pk)


def get_capture_for(person: Person, pk: int) -> Capture:
    seen = Capture.objects.filter(source__desk_id__in=desk_ids(person)).exclude(source__in=withheld_from(person))
    return _one(seen.select_related("source__desk", "person"), pk=pk)


def get_backing_for(person: Person, pk: int) -> Backing:
    return _one(Backing.objects.filter(version__article__desk_id__in=desk_ids(person)), pk=pk)


def original_of(version: Version) -> Upload | None:
    """The file that a version came as, or None. Its bytes (``raw``) are read when they are asked for."""
    return Upload.objects.filter(versions=version).select_related("person").defer("raw", "read").first()


def get_dossier_for(person: Person, pk: int) -> Dossier:
    """The dossier, with its article, version and who asked, without its content."""
    found = Dossier.objects.filter(article__desk_id__in=desk_ids(person)).defer("content")
    return _one(found.select_related("article__current_version", "article__desk", "version", "actor"), pk=pk)


def fetched_of(upload: Upload | None) -> Fetch | None:
    """The fetch that a file is from, if it is a page that was fetched."""
    return Fetch.objects.filter(upload=upload).defer("text").first() if upload else None


def get_thread_for(person: Person, pk: int) -> Thread:
    return _one(threads_for(person).select_related("article__desk", "article__current_version", "claim"), pk=pk)


def get_source_for(person: Person, pk: int) -> Source:
    related = ("desk", "speaker", "withdrawn_by", "rated_by", "merged_into", "watch")
    return _one(sources_for(person).select_related(*related), pk=pk)


def get_derivation_for(person: Person, pk: int) -> Derivation:
    found = Derivation.objects.filter(source__in=sources_for(person))
    return _one(
        found.select_related(
            "source__desk",
            "source__speaker",
            "source__withdrawn_by",
            "source__rated_by",
            "source__merged_into",
            "origin",
        ),
        pk=pk,
    )


def get_speaker_for(person: Person, pk: int) -> Speaker:
    return _one(speakers_for(person).select_related("desk", "merged_into", "root"), pk=pk)


def get_release_for(person: Person, pk: int) -> ArticleSignOff:
    return _one(
        ArticleSignOff.objects.filter(article__desk_id__in=desk_ids(person)).select_related("article", "signer"), pk=pk
    )


def get_correction_for(person: Person, pk: int) -> Correction:
    corrections = Correction.objects.filter(article__desk_id__in=desk_ids(person))
    return _one(corrections.select_related("article", "claim"), pk=pk)


def get_publication_for(person: Person, pk: int) -> Publication:
    return _one(Publication.objects.filter(article__desk_id__in=desk_ids(person)).select_related("article"), pk=pk)


def get_exception_for(person: Person, pk: int) -> ReleaseException:
    return _one(
        ReleaseException.objects.filter(signoff__article__desk_id__in=desk_ids(person)).select_related(
            "signoff__article", "owner"
        ),
        pk=pk,
    )


def get_byline_question_for(person: Person, pk: int) -> BylineQuestion:
    questions = BylineQuestion.objects.filter(author__article__desk_id__in=desk_ids(person))
    return _one(questions.select_related("author__article", "person"), pk=pk)
