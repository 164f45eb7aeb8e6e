"""Tell the names of authors in a byline from posts, employers, and heads that are written like names."""

import re
from itertools import takewhile

from claims.text.numerals import listed

_LONGEST_BYLINE = 200
_MOST_WORDS = 8  # of one name, with its title and place
_BY = re.compile(
    r"(?:(?:(?:words|text|story|report|written|reported|interview|interviewed) )?by|por|par|von|di|da|door|av|af|przez"
    r"|yazan|autor(?:in|a|es)?|автор|текст|müəllif|(?:words|text|texte|texto|testo|interview(?:er)?|gespräch)(?=:)"
    r"|(?:das (?:gespräch|interview) führte|die fragen stellte|propos recueillis par|entrevista (?:de|por)"
    r"|intervista di)):? (?P<names>.{3,120}?)[,.]?",
    re.IGNORECASE,
)
# In Spanish and others a joining word may stand within a name (Ortega y Gasset): then one word follows it.
_AND = re.compile(
    r" (?:and|&|und|ve|və) | (?:et|y|e|en|och|og|и|i) (?=[^\s,]+ [^\s,])| ?, ?(?:and )?| ?[|•·/] ?| [–—-] ",
    re.IGNORECASE,
)
#: What stands behind a name: a post, or who employs them (Hana Nafis, BuzzFeed Staff).
_POST = re.compile(
    r"\b(?:Staff|Writers?|Reporters?|Reporting|Correspondents?|Editors?|Editorial|Bureau|Producers?|Contributors?"
    r"|Columnists?|Journalists?|Analysts?|Agency|Press|News|Newsroom|Times|Post|Reuters|Team|Desk|Media)\b",
    re.IGNORECASE,
)
_REPORTING = re.compile(r"(?:Additional )?Reporting by (?P<names>[^;.]{3,120}?)(?:;.{0,150})?\.?$")
_POSTED = re.compile(r" in [^\W\d_]+(?: [^\W\d_]+)?$")  # Ann Smith in Baku
_PARTICLES = re.compile(r"\b(?:al|bint?|da|del?|della|der|di|dos|du|el|ibn|la|le|te[nr]|van|von|y|e|i|zu)\b")
# Capitalised words that begin a section heading, or a sentence with "By", and are not part of a person's name.
_NO_NAME = re.compile(
    r"News|World|Politics|Breaking|Analysis|Opinion|Reports?|Sports?|Business|East|West|Updates?|Latest|Live|Exclusive"
    r"|Editorial|Features?|Home|The|War|Conflict|Defen[cs]e|Ministry|Forces|Special|Front|(?:Mon|Tues|Wednes|Thurs|Fri"
    r"|Satur|Sun)day|January|February|March|April|June|July|August|September|October|November|December"
)
_ONLY_POST = re.compile(
    r"(?:writer|reporter|correspondent|editor|producer|columnist|contributor|journalist)s?", re.IGNORECASE
)
_OUTLET = re.compile(
    r"Times|Post|News|Herald|Gazette|Courier|Tribune|Journal|Guardian|Observer|Chronicle|Telegraph|Independent|Echo"
    r"|Argus|Examiner|Mirror|Bulletin|Dispatch|Inquirer|Sentinel|Advertiser|Zeitung|Anzeiger|Tagblatt|Nachrichten"
)
_AGENCIES = frozenset(listed("Reuters AFP AP dpa ANSA EFE TASS Xinhua BBC CNN NPR")) | {"Associated Press", "BBC News"}
# Words of section names and heads, which stand where a name without "By" would stand.
_HEAD_WORDS = frozenset(
    listed(
        "africa america american americas arts asia background books business city climate contents council country"
        " culture data economy education election elections environment europe european fact facts film finance food"
        " football full gallery glance global government health highlights history international key latin league life"
        " live local market markets media middle money more music name names national photo photos picture pictures"
        " points politics premier primary profile quick read real regional related science sections side society"
        " sources sport story stories style table takeaways team technology the timeline top total travel"
        " trending video videos view watch week what who why world"
    )
)


def names_by(text: str) -> list[str]:
    """Return the names in a line "By X, Y and Z", without what follows the last name (a post, an agency)."""
    match = _BY.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST_BYLINE else None
    if match is None:
        return []
    parts = [_POSTED.sub("", part) for part in _AND.split(match["names"])]
    parts[1:] = takewhile(lambda part: not _POST.search(part), parts[1:])
    names = list(takewhile(_is_name, parts))
    if not names and all(_is_capitalised(part) for part in parts):  # By Reuters and AFP
        return parts
    return names if len(" ".join(parts[len(names) :]).split()) <= 6 else []


def names_of_agency(text: str) -> list[str]:
    """Return the reporters in an agency's line below the text: "Reporting by X and Y; Editing by Z"."""
    match = _REPORTING.match(" ".join(text.strip(" ()").split())) if len(text) <= _LONGEST_BYLINE else None
    if match is None:
        return []
    return [part for part in (_POSTED.sub("", part) for part in _AND.split(match["names"])) if _is_name(part)]


def only_names(text: str) -> list[str]:
    """Return the names if a short line consists only of names, with or without "By"; otherwise []."""
    if found := names_by(text):
        return found
    if len(text) > 80:
        return []
    parts = [_POSTED.sub("", part) for part in _AND.split(" ".join(text.split()).strip(" ,|•·–—-"))]
    return parts if all(map(_is_name, parts)) else []


def may_be_names(text: str) -> list[str]:
    """Return what may be names in a line near a text's top or end that its capitals do not show to be a byline.

    Examples: `by ann lee`, `ANN LEE, STAFF WRITER`, `文／王伟`. A heading may look the same: whether somebody has such
    a name is for the caller to ask. Without a word for “by”, a name has two or three words, or one without capitals.
    """
    line = " ".join(text.split()).strip(" ()|•·–—-*_,")
    if len(text) > _LONGEST_BYLINE:
        return []
    by = _BY.fullmatch(line)
    if not by and re.search(r"(?:[?!:;…]|\w\w\.|\.\.)$", line):  # a sentence, or the head of a list
        return []
    parts = [_POSTED.sub("", part) for part in _AND.split(by["names"] if by else line)]
    parts = [part for part in parts if re.search(r"[^\W\d_]", part) and not re.search(r"\d", part)]
    parts = list(takewhile(lambda part: not _POST.search(part), parts))
    if by:
        return [part for part in parts if len(part.split()) <= _MOST_WORDS]
    return parts if all(_is_bare_name(part) for part in parts) else []


def _is_bare_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 3 or (len(words) == 1 and text.upper() == text.lower())


def _is_name(text: str) -> bool:
    """Return whether it is two to four capitalised words, not counting particles.

    It never is in scripts without capitals.
    """
    words = [word for word in text.split() if not _PARTICLES.fullmatch(word)]
    return 2 <= len(words) <= 4 and all(map(_is_capitalised, words))


def _is_capitalised(word: str) -> bool:
    return (
        word.removeprefix("al-")[:1].isupper()
        and not _NO_NAME.fullmatch(word)
        and re.fullmatch(r"[^\W\d_][^\W\d_’'.-]*(?:[’'.-][^\W\d_]+)*\.?", word) is not None
    )


def is_head(text: str, *, dated: bool = False) -> bool:
    """Return whether it may be the head of a section, of a list or of a table, written like a name.

    Capitals alone make no head beside a date line (`dated`), where authors stand.
    """
    words = re.findall(r"[^\W\d_]+", text)
    return (text.isupper() and not dated) or not _HEAD_WORDS.isdisjoint(map(str.lower, words))


def is_post(text: str) -> bool:
    """Return whether it is only what an author is: `Local Democracy Reporter`, `Staff writer`."""
    words = text.split()
    return 0 < len(words) <= 5 and words[0][:1].isupper() and _ONLY_POST.fullmatch(words[-1].strip(",|")) is not None


def is_outlet(text: str) -> bool:
    """Return whether it is the name of an outlet, as it is printed at the top of a page."""
    words = text.split()
    named = 0 < len(words) <= 5 and all(word[:1].isupper() or word in ("of", "the") for word in words)
    if is_section(text):
        return text in _AGENCIES  # World News is none
    return named and (text in _AGENCIES or (len(words) > 1 and _OUTLET.fullmatch(words[-1]) is not None))


def is_section(text: str) -> bool:
    """Return whether it is the name of a section, as it is printed above a headline: up to three words."""
    words = re.findall(r"[^\W\d_]+", text)
    named = text.isupper() or all(word.lower() in _HEAD_WORDS or _NO_NAME.fullmatch(word) for word in words)
    return 0 < len(words) <= 3 and named
