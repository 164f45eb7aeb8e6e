"""Read all that the desk holds of one version of an article, as plain values: the internal dossier, before a profile.

What is hashed is in it as the exact text that the database hashes: the content of each sign-off, and each event.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from claims.export.dossier import of_article, of_claims, of_contacts, of_record
from claims.export.dossier.reading import Reading
from claims.models import Article, Version
from claims.workflow.articles import lock_article

FORMAT = "factcheck-dossier"
SCHEMA = 1

type Document = dict[str, Any]


def read(article: Article, version: Version) -> tuple[Document, dict[str, str]]:
    """Return (the dossier of a version, {name of a person: what stands for it where names are roles}).

    The article is locked while it is read, so that nothing that a sign-off binds changes meanwhile. The event of a
    dossier that was asked for last is no part of it: the same state is the same dossier. About thirty queries, whatever
    the length of the article.
    """
    with transaction.atomic():
        reading = Reading(lock_article(article.pk), version)
        return _document(reading), reading.roles


def _document(reading: Reading) -> Document:
    evidence = of_claims.evidence(reading)
    sources = of_claims.sources(reading, {row["source"] for row in evidence})
    made: Document = {
        "format": FORMAT,
        "schema": SCHEMA,
        "origin": of_article.origin(reading),
        "article": of_article.article(reading),
        "version": of_article.version(reading),
        "versions": of_article.versions(reading),
        "original": of_article.original(reading),
        "imported": of_article.imported(reading),
        "blocks": of_article.blocks(reading),
        "lines": of_article.lines(reading),
        "claims": of_claims.claims(reading),
        "evidence": evidence,
        "contacts": of_contacts.contacts(reading),
        "links": of_claims.links(reading),
        "lineage": of_claims.lineage(reading),
        "marks": of_claims.marks(reading),
        "sources": sources,
        "captures": of_claims.captures(reading, sources),
        "speakers": of_claims.speakers(reading, sources),
        "schemes": of_claims.schemes(reading),
        "sign_offs": of_record.sign_offs(reading),
        "article_sign_offs": of_record.article_sign_offs(reading),
        "corrections": of_article.corrections(reading),
        "publications": of_article.publications(reading),
        "threads": of_article.threads(reading),
    }
    return made | of_record.record(reading)


#: What a walk over a dossier does with each text: gets the key that it stands under, and the text.
type Change = Callable[[str, str], str]


def changed(value: Any, change: Change, key: str = "") -> Any:
    """Return a dossier, or a part of it, with each text replaced by what ``change`` makes of it."""
    if isinstance(value, Mapping):
        return {name: changed(one, change, name) for name, one in value.items()}
    if isinstance(value, list):
        return [changed(one, change, key) for one in value]
    return change(key, value) if isinstance(value, str) else value
