"""Write a speaker's name in a sentence: with an article if it needs one, and with a verb of the same number."""

import re

from claims.text.suggest.lexicon import lexicon, singular

_LINK = re.compile(r",|\s(?:of|in|at|from|for|on|to|by|with|behind|against|who|which|that)\s")
_SETS = ("person_nouns", "group_nouns", "document_nouns")


def with_article(name: str, printed: str = "") -> str:
    """Return the name with its article: “the Northern Ministry”, “the side” as printed.

    A person, an office with a possessor and officials have no article.
    """
    words = name.split()
    if not words:
        return name
    if words[0] == "The":
        return " ".join(["the", *words[1:]])
    if printed.lower() == f"the {name.lower()}":
        return f"the {name}"
    sets = lexicon("en").sets
    first = words[0].lower()
    led = first in sets["leads_a_noun"] or first in sets["nobody"] or re.search(r"\d|[’'](?:s|$)|[’']\s", name)
    return name if led or _head(name).lower() not in sets["bodies_with_article"] else f"the {name}"


def of_record(name: str) -> bool:
    """Return whether a speaker may be on record: it is named, or is a document; no “officials”, “his aide” or “she”.

    A body is named by whose it is (“the Turkish government”, “the Armenian side”), but not by a possessive, which may
    be of anybody's.
    """
    sets = lexicon("en").sets
    words = name.split()
    if not words or words[0].lower() in sets["nobody"] or name.lower() in sets["subject_pronouns"]:
        return False
    first = words[0].lower() in sets["leads_a_noun"]
    named = [word for word in _LINK.split(name)[0].split()[first:] if word[0].isupper() and len(word) > 1]
    top = _head(name).lower()
    if singular(top) in sets["document_nouns"] or top in sets["document_nouns"]:
        return True
    if named and top in sets["bodies_with_article"] and named[0].lower() != top:
        return not named[0].endswith(("’s", "'s", "s’", "s'"))
    if (
        len(named) == 1
        and (one := singular(named[0].lower()))
        and (one in sets["person_nouns"] or top in sets["group_nouns"])
    ):
        return False  # “Officials”, with the capital of a sentence
    return bool(named) and _head(name)[0].isupper()


def in_number(act: str, name: str) -> str:
    """Return a third-person verb in the number that fits the name: “a pilot denies”, “pilots deny”."""
    if not _is_plural(name):
        return act
    return f"{act[:-3]}y" if act.endswith("ies") else act.removesuffix("s")


def _is_plural(name: str) -> bool:
    words = name.split()
    if not words:
        return False
    top, sets = _head(name), lexicon("en").sets
    if re.search(r"\sand\s", _LINK.split(name)[0]) or (len(words) == 1 and name.lower() in sets["plural_pronouns"]):
        return True
    low = top.lower()
    one = singular(low)
    if low in sets["plurals"]:
        return True
    if one == low or low.endswith(("us", "is")) or low in sets["plural_in_form"]:
        return False
    return top[0].islower() or any(one in sets[key] for key in _SETS) or low in sets["group_nouns"]


def _head(name: str) -> str:
    """Return the main word of a name: Ministry in “Ministry of Ferries”."""
    words = _LINK.split(name)[0].split()
    return words[-1] if words else name
