"""Make dossiers for the commands that write them."""

from django.core.management.base import CommandError
from django.http import Http404

from claims.editing.dossiers import ask_for_dossier
from claims.errors import DeskError
from claims.export.dossier.making import make_dossier
from claims.models import Dossier, Person, Version
from claims.queries import get_article_for


def person_named(username: str) -> Person:
    """The account with this name. Raises CommandError."""
    try:
        return Person.objects.get(username=username)
    except Person.DoesNotExist:
        raise CommandError(f"There is no account with the name {username}.") from None


def ask_and_make(pk: int, username: str, profile: str, number: int | None = None, as_roles: bool = False) -> Dossier:
    """Ask for a dossier of an article in somebody's name, and make it now. Raises CommandError, in words."""
    person = person_named(username)
    try:
        article = get_article_for(person, pk)
        version = article.versions.get(number=number) if number else None
        asked = ask_for_dossier(article, actor=person, profile=profile, version=version, as_roles=as_roles)
    except Http404:
        raise CommandError(f"{username} can see no article {pk}.") from None
    except Version.DoesNotExist:
        raise CommandError(f"The article has no version {number}.") from None
    except DeskError as refused:
        raise CommandError(refused.words) from None
    make_dossier(asked.pk)
    asked.refresh_from_db()
    if asked.waits:
        raise CommandError("A worker is making this dossier. Try again when it is done.")
    if asked.content is None:
        raise CommandError(f"The dossier was not made. {asked.words}")
    return asked
