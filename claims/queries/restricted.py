"""Who sees a restricted source, beside whoever entered it and the chiefs of its desk."""

from claims.models import Person, Source, SourceReader
from claims.states import Role


def readers_of(source: Source) -> list[SourceReader]:
    """The people who were named for a source, in the order in which they were. One query."""
    return list(source.readers.select_related("person", "named_by"))


def may_see_too(source: Source) -> list[Person]:
    """The people of its desk who do not see it, and may be named. One query."""
    others = Person.objects.filter(is_active=True, memberships__desk=source.desk_id).exclude(
        pk=source.created_by_id or 0
    )
    others = others.exclude(pk__in=source.readers.values("person"))
    chiefs = Person.objects.filter(memberships__desk=source.desk_id, memberships__role=Role.CHIEF)
    return list(others.exclude(pk__in=chiefs.values("pk")).distinct().order_by("name", "pk"))
