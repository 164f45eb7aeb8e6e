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
from claims.workflow.corrections import decide_correction, dismiss_correction, open_correction
from claims.workflow.moves import TRANSITIONS
from claims.workflow.publications import correct_line, record_publication
from claims.workflow.standing import standing_of
from claims.workflow.versions import confirm_spelling

__all__ = [
    "TRANSITIONS",
    "Offer",
    "available_to",
    "close_exception",
    "confirm_spelling",
    "correct_line",
    "decide_correction",
    "dismiss_correction",
    "open_correction",
    "perform",
    "propose_release",
    "publish",
    "record_publication",
    "reopen_article",
    "second_release",
    "sign_off_article",
    "standing_of",
    "withdraw_article",
]
