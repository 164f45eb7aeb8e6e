"""Errors with a message for a person: what happened, and what to do now."""

from typing import Any


class DeskError(Exception):
    """Something that a person did cannot be done; ``str(error)`` is a sentence for that person.

    ``status`` is the HTTP status of the web page's answer.
    """

    status = 400

    def __init__(self, words: str, **data: Any) -> None:
        super().__init__(words)
        self.words = words
        self.data = data


class NotYours(DeskError):
    """This person may see it, but may not do this."""

    status = 403


class Refused(DeskError):
    """It cannot be done as it was asked for; the page that asked says why, and keeps what was typed."""


class NotNow(Refused):
    """This person may do it, but not in the present state; the page shows a fresh panel."""

    status = 409


class TooLong(Refused):
    """The text is so long that the work would take more time than a page may take; it was stopped."""

    status = 422


class TextMoved(NotNow):
    """The words that were sent with an offset differ from the words at that place in the text."""

    def __init__(self) -> None:
        super().__init__("The text moved. Select the words again.")


class ClaimedAlready(NotNow):
    """A live ``claim`` already has exactly the words that were chosen for another one."""

    def __init__(self, claim: Any) -> None:
        super().__init__(f"Claim {claim.number} has exactly these words.")
        self.claim = claim


class Voids(NotNow):
    """It would void a sign-off that was not confirmed; ``whose`` names it, such as "Chris Morgan’s sign-off"."""

    def __init__(self, whose: str) -> None:
        super().__init__(f"It would void {whose} of this article.")
        self.whose = whose


class Conflict(NotNow):
    """Somebody else has changed the same field since the form was opened.

    ``fields`` maps a field's name to ``{"base": …, "theirs": …, "mine": …}``.
    """

    def __init__(self, fields: dict[str, dict[str, Any]]) -> None:
        names = ", ".join(sorted(fields))
        super().__init__(f"Somebody else changed the same field meanwhile: {names}.")
        self.fields = fields


class Invalid(Refused):
    """Input that cannot be used; ``field`` names the input, ``""`` for the whole form."""

    status = 422

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field
