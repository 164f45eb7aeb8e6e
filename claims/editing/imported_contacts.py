"""The contact log of an article that comes from another desk."""

from datetime import datetime

from claims.models import Contact, ContactClaim
from claims.states import ClaimState

ASKED = ("whom", "asked_by", "channel", "questions", "seeks_reply")
ANSWERED = ("outcome", "answer", "terms", "read_back")
_ALL = {field.name for field in Contact._meta.fields}
MOMENTS = ("asked_at", "deadline", "answered_at")


def import_contacts(article, rows, claims, sources, *, actor):
    """Log what a dossier's log says, as whoever imports it, inside acting().

    ``claims`` are {number: Claim}, as they are now, ``sources`` {id there: Source}. What has no names there, since it
    was not on the record, does not come along. Raises ValidationError for a value that its field does not take.
    """
    for row in rows:
        covered = [claims[number] for number in row["claims"] if claims[number].state != ClaimState.RETIRED]
        if not row["whom"] or not covered:
            continue
        at = {name: row[name] and datetime.fromisoformat(row[name]) for name in MOMENTS}
        contact = Contact(
            article=article,
            logged_by=actor,
            asked_at=at["asked_at"],
            deadline=at["deadline"],
            **{name: row[name] for name in ASKED},
        )
        contact.clean_fields(exclude=_ALL - {*ASKED, "asked_at", "deadline"})
        contact.save()
        for claim in covered:
            ContactClaim.objects.create(contact=contact, claim=claim, added_by=actor)
        if row["outcome"]:
            for name in ANSWERED:
                setattr(contact, name, row[name])
            contact.answered_at, contact.source = at["answered_at"], sources.get(row["source"])
            contact.clean_fields(exclude=_ALL - {*ANSWERED, "answered_at"})
            contact.save()
        if row["struck_at"]:
            contact.struck_reason = row["struck_reason"]
            contact.save()
