"""Find out whether nobody holds what a noun stands for: it is denied, lacking or taken back in the same sentence."""

from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.tokens import VERBS, Token

_WITHDRAWS = ("retract", "withdr", "recant", "renounc", "abandon", "disavow")


def is_withdrawn(words: list[Token], holder: int) -> bool:
    """Return whether somebody takes back what the noun stands for: “retracted her”, “took back the”."""
    at = holder
    while at > 0 and words[at - 1].tag in ("DET", "ADJ", "POSS"):
        at -= 1
    back = at > 1 and words[at - 1].low == "back" and words[at - 2].low.startswith(("take", "took", "taking"))
    return back or (at > 0 and words[at - 1].low.startswith(_WITHDRAWS))


def is_lacking(words: list[Token], holder: int) -> bool:
    """Return whether there is none of the noun that begins at `holder`: “no”, “without any”, “a lack of”."""
    before = [word.low for word in words[max(0, holder - 2) : holder]]
    return before[-1:] in (["no"], ["without"]) or before in (["without", "any"], ["lack", "of"])


def is_denied(words: list[Token], holder: int, lexicon: Lexicon) -> bool:
    """Return whether the noun that begins at `holder` is what a verb of denying has for its object."""
    at = holder
    while at > 0 and words[at - 1].tag in ("DET", "ADJ", "NUM", "POSS"):
        at -= 1
    while at > 0 and words[at - 1].quoted >= 0:
        at -= 1  # “rejected as “pure fantasy” reports that …”
    at -= at > 0 and words[at - 1].low == "as"
    verbs = lexicon.reporting.get(words[at - 1].low, ()) if at and words[at - 1].tag in VERBS else ()
    return any(verb.act == "denies" for verb in verbs)
