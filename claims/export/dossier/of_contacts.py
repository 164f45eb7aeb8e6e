"""What a dossier has of the contact log: whom the desk asked about the claims, and what they answered."""

from claims.export.dossier.reading import Reading, pick
from claims.export.dossier.rows import Row, Rows

CONTACT = (
    "id",
    "whom",
    "asked_by",
    "asked_at",
    "channel",
    "questions",
    "deadline",
    "seeks_reply",
    "logged_at",
    "outcome",
    "answer",
    "answered_at",
    "terms",
    "read_back",
    "answer_logged_at",
    "struck_reason",
    "struck_at",
)
#: What names somebody, or has their words.
NAMES = ("whom", "asked_by", "questions", "answer", "struck_reason")


def contacts(reading: Reading) -> list[Row]:
    """Return the requests for comment, as they are now, each with the numbers of the claims that it covers."""
    now = Rows(reading.article, reading.article.current_version)  # type: ignore[arg-type]
    covered: dict[int, list[int]] = {}
    for row in now.of("contactclaim", "claim_id", reading.number):
        covered.setdefault(row["contact_id"], []).append(reading.number[row["claim_id"]])
    return [
        pick(row, CONTACT)
        | {
            "claims": sorted(covered[row["id"]]),
            "source": row["source_id"],
            "logged_by": reading.who(row["logged_by_id"]),
            "answer_logged_by": reading.who(row["answer_logged_by_id"]),
            "struck_by": reading.who(row["struck_by_id"]),
        }
        for row in now.of("contact", "article_id", [reading.article.pk])
        if row["id"] in covered
    ]


def without_names(row: Row, *, at_all: bool = False) -> Row:
    """Return a request without names and words, if it was answered on other terms than on the record; or ``at_all``."""
    return row | dict.fromkeys(NAMES, "") if at_all or row["terms"] not in ("", "on_record") else row
