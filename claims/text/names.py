"""Names as they are looked for: their words in any order, in British or American spelling, half typed or derived."""

import re

#: Words that tell no two names apart.
_SMALL = {"the", "of", "and", "for", "a", "an", "s"}
#: British and American spellings, as one pattern for both.
_SPELLINGS = [
    (r"\b(def|off|lic|pret)en[cs](?=e|$)", r"\1en[cs]"),
    (r"\b(cen|thea|me|li|fib|calib)(?:tre|ter)(?=s?$)", r"\1t(re|er)"),
    (r"(?<=\w)i[sz](?=e$|ed$|er|ing$|ation)", "i[sz]"),
    (r"\b(lab|harb|hon|col|fav|neighb|behavi|parl|rum)ou?r(?!\w*ia)", r"\1ou?r"),
    (r"\bprogram(?:me)?(?=s?$)", "program(me)?"),
    (r"\b(travel|counsel|cancel)l?(?=ed$|ing$|or)", r"\1l?"),
]
#: Endings of what is derived from a name: Armenian, Iranian, Azerbaijani, prosecutors.
_ENDINGS = ("ian", "n", "i", "s")
_SHORTEST = 4


def word_patterns(key: str) -> list[str]:
    """A regular expression of PostgreSQL for each word of a folded name that tells it apart; all of them must match.

    Latin words match where a word begins, others anywhere: not every script has spaces.
    """
    words = key.split()
    words = [word for word in words if word not in _SMALL] or words
    return [_pattern(word) for word in words[:12]]


def _pattern(word: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+", word):
        return re.escape(word)
    stems = [word, *(word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _SHORTEST)]
    return r"\m(" + "|".join(dict.fromkeys(_spelt(stem) for stem in stems)) + ")"


def _spelt(word: str) -> str:
    for found, both in _SPELLINGS:
        word, changed = re.subn(found, both, word)
        if changed:
            break
    return word
