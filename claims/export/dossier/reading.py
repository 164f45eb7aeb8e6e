"""What a reading of one version of an article goes by: its rows, its claims and blocks, and who its people are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from claims.export.dossier.rows import Row, Rows
from claims.models import Article, Person, Version
from claims.states import Role

#: Role → what a person is called where roles stand for names; the first that they hold.
ROLES = (Role.CHIEF, Role.LEGAL, Role.REVIEWER, Role.CHECKER, Role.WRITER, Role.OBSERVER)


class Reading:
    """One version of an article, while its dossier is read. ``roles`` are {name of a person: what stands for it}."""

    def __init__(self, article: Article, version: Version) -> None:
        self.article, self.version = article, version
        self.rows = Rows(article, version)
        self.claims = self.rows.of("claim", "article_id", [article.pk])
        self.number = {row["id"]: row["number"] for row in self.claims}
        self.people: dict[int, str] = {}
        self.roles: dict[str, str] = {}
        self.blocks = {block.pk: block for block in version.blocks.order_by("position")}
        self._load_people()

    def _load_people(self) -> None:
        desk = self.article.desk_id
        acted = self.article.events.values("actor")
        people = Person.objects.filter(Q(memberships__desk=desk) | Q(pk__in=acted)).distinct().order_by("pk")
        counts: dict[str, int] = {}
        for person in people.prefetch_related("memberships"):
            held = {one.role for one in person.memberships.all() if one.desk_id == desk}
            role = next((one.label for one in ROLES if one in held), "Former member")
            counts[role] = counts.get(role, 0) + 1
            self.people[person.pk] = str(person)
            self.roles[str(person)] = f"{role} {counts[role]}"

    def who(self, pk: int | None) -> str:
        """Return the name of a person; "" for nobody."""
        if pk is None:
            return ""
        if pk not in self.people:
            person = Person.objects.get(pk=pk)
            self.people[pk] = str(person)
            self.roles[str(person)] = f"Former member {pk}"
        return self.people[pk]


def pick(row: Row, names: Iterable[str]) -> Row:
    """Return the values of these columns."""
    return {name: row.get(name) for name in names}


def in_order(rows: list[Row]) -> list[Row]:
    """Return rows by their position."""
    return sorted(rows, key=lambda row: (row["position"], row["id"]))


def plain_number(value: str | None) -> str | None:
    """Return a decimal number without the zeros at its end."""
    if value is None:
        return None
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(at: Any) -> str:
    """Return a moment as the dossier has it: ISO 8601, UTC."""
    return at.isoformat().replace("+00:00", "Z")
