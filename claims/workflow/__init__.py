"""The state machine: ``perform`` is the only writer of Claim.state, the article's functions of Article.state."""

from claims.workflow.articles import (
    close_exception,
    propose_release,
    publish,
    reopen_article,
    second_release,
    sign_off_article,
    withdraw_article,
)
from claims.workflow.claims import Offer, available_to, perform
from claims.workflow.moves import TRANSITIONS
from claims.workflow.standing import standing_of
from claims.workflow.versions import confirm_spelling

__all__ = [
    "TRANSITIONS",
    "Offer",
    "available_to",
    "close_exception",
    "confirm_spelling",
    "perform",
    "propose_release",
    "publish",
    "reopen_article",
    "second_release",
    "sign_off_article",
    "standing_of",
    "withdraw_article",
]
