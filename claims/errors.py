"""Typed errors with words for a person: what happened, and what to do now."""

from typing import Any


class DeskError(Exception):
    """Something a person did cannot be done; ``str(error)`` is a sentence for that person.

    ``status`` is the HTTP status that the browser's face answers with.
    """

    status = 400

    def __init__(self, words: str, **data: Any) -> None:
        super().__init__(words)
        self.words = words
        self.data = data


class NotYours(DeskError):
    """Visible, but not this person's to do."""

    status = 403


class NotNow(DeskError):
    """Legal for this person, impossible in the present state; the page shows a fresh panel."""

    status = 409


class TooLong(DeskError):
    """A text is so long that what was asked for takes more time than a page may take; it was broken off."""

    status = 422


class TextMoved(NotNow):
    """The words sent with an offset are not the words that stand there."""

    def __init__(self) -> None:
        super().__init__("The text moved. Select the words again.")


class ClaimedAlready(NotNow):
    """A live ``claim`` has exactly the words that another one was to be made of."""

    def __init__(self, claim: Any) -> None:
        super().__init__(f"Claim {claim.number} has exactly these words.")
        self.claim = claim


class Voids(NotNow):
    """It would void a sign-off that nobody spoke of yet; ``whose`` names it, such as "Chris Morgan’s sign-off"."""

    def __init__(self, whose: str) -> None:
        super().__init__(f"It would void {whose} of this article.")
        self.whose = whose


class Conflict(NotNow):
    """The same field was changed by somebody else since the form was opened.

    ``fields`` maps a field's name to ``{"base": …, "theirs": …, "mine": …}``.
    """

    def __init__(self, fields: dict[str, dict[str, Any]]) -> None:
        names = ", ".join(sorted(fields))
        super().__init__(f"Somebody else changed the same field meanwhile: {names}.")
        self.fields = fields


class Invalid(DeskError):
    """Input that cannot be taken; ``field`` names the input, ``""`` for the whole form."""

    status = 422

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field
