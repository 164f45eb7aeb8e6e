"""Write a statement that stands alone, using only the article's words and the speaker's name."""

import re

from claims.text.numerals import listed


def statement(words: str, speaker: str = "", verb: str = "") -> str:
    """Return a sentence that stands alone: who holds it, if that is known, then what is held.

    `Ann Oakes claimed that …`; if the verb takes no clause, `According to Ann Oakes, …`. Only the article's words and
    the speaker's name are used.
    """
    words = " ".join(words.split()).strip(" ,;:–—")
    # “That” with a capital begins a sentence: it points at something.
    words = _paired(re.sub(r"^(?:that|[Aa]nd|[Bb]ut)\s+", "", words)).rstrip(".")
    if not words:
        return ""
    end = "" if re.search(r"[?!…]$|[.?!…][”\"»]$", words) else "."
    speaker = " ".join(speaker.split()).rstrip(".")
    if speaker:
        first = words.split(" ", 1)[0]
        if first in _SMALL_AT_START:
            words = first[0].lower() + words[1:]
        joint = f"{verb} that" if _TAKES_CLAUSE.fullmatch(verb) else ""
        words = f"{speaker} {joint} {words}" if joint else f"According to {speaker}, {words}"
    return words[0].upper() + words[1:] + end


def _paired(words: str) -> str:
    """Return the words without a quotation mark at the beginning or end that has no partner in them."""
    for opens, closes in (("“", "”"), ("«", "»")):
        if words.startswith(opens) and closes not in words:
            words = words[1:]
        if words.endswith(closes) and opens not in words:
            words = words[:-1]
    return words.strip('"') if words.count('"') == 1 else words


_TAKES_CLAUSE = re.compile(
    r"(?:(?:has|have|had|also|again|later|repeatedly)\s)*(?:sa(?:ys|id|y)|claim(?:s|ed)|insist(?:s|ed)|add(?:s|ed)"
    r"|stat(?:es|ed)|announc(?:es|ed)|declar(?:es|ed)|report(?:s|ed)|argu(?:es|ed)|maintain(?:s|ed)|warn(?:s|ed)"
    r"|admit(?:s|ted)|conced(?:es|ed)|confirm(?:s|ed)|alleg(?:es|ed)|believ(?:es|ed)|th(?:inks|ought)|predict(?:s|ed)"
    r"|acknowledg(?:es|ed)|writes|wrote|not(?:es|ed)|explain(?:s|ed)|suggest(?:s|ed)|assert(?:s|ed)|stress(?:es|ed))"
)
_SMALL_AT_START = frozenset(
    listed(
        "The A An His Her Its Their Our My This That These Those He She It They We There Some Many Most All No Several"
        " About More Less At Over In On Since After Before During Up Nearly Almost Around Only Both Each Two Three Four"
        " Five Six Seven Eight Nine Ten Dozens Hundreds Thousands"
    )
)
