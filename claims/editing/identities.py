"""Who confidential sources are: entered, read, changed and deleted, and who may read it.

The database writes the events (claims/sql/identity.sql): none is without what it tells of.
"""

from typing import NamedTuple

from django.db import IntegrityError, connection
from django.views.decorators.debug import sensitive_variables

from claims.errors import Invalid, NotNow
from claims.history import acting
from claims.models import Identity, IdentityReader, Source
from claims.permissions import allow, may_edit_source
from claims.queries.identities import may_read_identity
from claims.queries.off_record import names_of
from claims.sealing import KeyLost, newest, opened, seal

NO_KEY = "This site has no key to encrypt it with, so nobody can enter who a source is."
GONE = "Who this source is was deleted meanwhile."


class Who(NamedTuple):
    """Who a source is, as it was typed, and the edition of it."""

    name: str
    contact: str
    edition: int


@sensitive_variables("name", "contact", "said")
def enter_identity(source, *, actor, name, contact=""):
    """Keep who a source is, encrypted. Its name may not stand in what the source shows.

    Raises NotYours, NotNow (there is one, or no key), Invalid.
    """
    allow(may_edit_source(actor, source.desk_id))
    with acting(actor):
        key_id, sealed = _sealed(source, name, contact)
        if Identity.objects.filter(source=source).exists():
            raise NotNow("Somebody entered who this source is already.")
        try:
            Identity.objects.create(source=source, key_id=key_id, sealed=sealed, entered_by=actor)
        except IntegrityError as error:
            if "identity_source_id" in str(error):  # at the same moment
                raise NotNow("Somebody entered who this source is already.") from None
            raise


@sensitive_variables("name", "contact")
def change_identity(source, *, actor, edition, name, contact=""):
    """Put something else in place of who a source is. Raises NotYours, NotNow (changed since ``edition``), Invalid."""
    allow(may_read_identity(actor, source))
    with acting(actor):
        key_id, sealed = _sealed(source, name, contact)
        found = Identity.objects.filter(source=source, edition=edition)
        if not found.update(key_id=key_id, sealed=sealed):
            raise NotNow("Somebody changed who this source is meanwhile. Read it again first.")


@sensitive_variables()
def identity_of(source, *, actor, reason):
    """Return Who a source is. That ``actor`` opens it is an event, and why is another.

    The reason is compared with what was decrypted before any statement has it: the database's log may keep those.
    Raises NotYours, NotNow (nothing is kept, or its key is lost), Invalid where the reason itself says who it is.
    """
    with acting(actor):
        edition = Identity.objects.filter(source=source).values_list("edition", flat=True).first()
        if edition is None:
            raise NotNow(GONE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT key_id, sealed FROM identity_opened(%s)", [source.pk])
            key_id, sealed = cursor.fetchone()
        try:
            said = opened(key_id, bytes(sealed), source.pk)
        except KeyLost:
            raise NotNow(
                f"The key that this was encrypted with ({key_id}) is not on this site any more, or it was damaged."
                " Nobody can read it until whoever runs the site puts the key back."
            ) from None
        if _names(said["name"])(reason):
            raise Invalid("The reason is kept in the record, in plain words. Leave out who the source is.", "reason")
        with connection.cursor() as cursor:
            cursor.execute("SELECT identity_read(%s, %s)", [source.pk, reason])
    return Who(said["name"], said["contact"], edition)


def delete_identity(source, *, actor):
    """Delete who a source is, for good. Raises NotYours."""
    allow(may_read_identity(actor, source))
    with acting(actor), connection.cursor() as cursor:
        # Django would read the row first, and nobody may.
        cursor.execute("DELETE FROM claims_identity WHERE source_id = %s", [source.pk])


def name_reader(source, person, *, actor):
    """Let another person of the desk read who a source is. Raises NotYours, NotNow."""
    with acting(actor):
        if (identity := Identity.objects.filter(source=source).only("pk").first()) is None:
            raise NotNow(GONE)
        if not IdentityReader.objects.filter(identity=identity, person=person).exists():
            IdentityReader.objects.create(identity=identity, person=person, named_by=actor)


def remove_reader(reader, *, actor):
    """Let a person who was named not read it any more. Raises NotYours."""
    with acting(actor):
        reader.delete()


@sensitive_variables("name", "contact")
def _sealed(source, name, contact):
    """Return the name of the key and what is encrypted with it. Raises NotNow, Invalid."""
    if not newest():
        raise NotNow(NO_KEY)
    source = Source.objects.select_related("speaker").get(pk=source.pk)
    shown = [source.title, source.publisher, source.author, source.address, source.note, source.withdrawn]
    if any(map(_names(name), [*shown, source.speaker.name if source.speaker else ""])):
        raise Invalid(
            "What this source shows to everybody of the desk has a word of this name. Give it another title there first"
            " (and author, note or speaker): a pseudonym.",
            "confidential_name",
        )
    return seal({"name": name, "contact": contact}, source.pk)


@sensitive_variables()
def _names(name):
    return names_of([("", [name], [])], "")
