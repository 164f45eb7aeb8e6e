"""Names among the words that changed: words with a capital that nothing but a name gives them."""

from claims.text.anchors import vocabulary as known
from claims.text.anchors.cutting import Text
from claims.text.anchors.gaps import marks
from claims.text.anchors.times import is_day


def changed_names(text: Text, span: tuple[int, int], changed: set[str], other: Text, beside: int) -> list[str]:
    """Return words that changed and have a capital.

    Not counted among the words that begin a sentence: those that the text also has in small letters, and one that was
    put before the word that begins the other sentence (`beside`).
    """
    found = []
    for at in range(*span):
        key = text.keys[at]
        if key not in changed or not any(c.isupper() for c in key) or key == "I" or is_day(key.lower(), [key]):
            continue
        if key.lower() in known.OPENERS:
            continue
        begins = at == text.line_words[text.word_line[at]][0] or text.opens(at)
        ordinary = key.lower() in text.small_words or (
            key not in text.names_within and _put_before(text, span[1], other, beside)
        )
        if not begins or not ordinary or _followed_by_capital(text, at):
            found.append(key)
    return found


def _put_before(text: Text, behind: int, other: Text, beside: int) -> bool:
    """Return whether the word after is, in small letters, the one that begins a sentence of the other text."""
    if behind >= len(text.keys) or beside >= len(other.keys):
        return False
    begins = beside == other.line_words[other.word_line[beside]][0]
    return begins and text.keys[behind] == other.keys[beside].lower() != other.keys[beside]


def _followed_by_capital(text: Text, at: int) -> bool:
    last = at + 1 == text.line_words[text.word_line[at]][1]
    return not last and text.keys[at + 1][0].isupper() and not marks(text.between(at))
