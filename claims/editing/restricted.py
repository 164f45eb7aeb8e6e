"""Who sees a restricted source. The database writes the events (claims/sql/restricted.sql)."""

from claims.errors import NotNow
from claims.history import acting
from claims.models import SourceReader
from claims.permissions import allow, may_edit_source
from claims.states import Access


def let_see(source, person, *, actor):
    """Let another person of the desk see a restricted source. Raises NotYours, NotNow."""
    allow(may_edit_source(actor, source.desk_id))
    with acting(actor):
        if source.access != Access.RESTRICTED:
            raise NotNow("Everybody of the desk sees this source.")
        if not SourceReader.objects.filter(source=source, person=person).exists():
            SourceReader.objects.create(source=source, person=person, named_by=actor)


def let_see_no_more(reader, *, actor):
    """Let a person who was named see it no more. Raises NotYours.

    Whoever entered the source, and the chiefs of its desk, are not named: they always see it.
    """
    allow(may_edit_source(actor, reader.source.desk_id))
    with acting(actor):
        reader.delete()
