"""Build search patterns for names: words in any order, British or American spelling, partly typed or derived."""

import re

#: Words that do not tell two names apart.
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
#: Endings of words derived from a name: Armenian, Iranian, Azerbaijani, prosecutors.
_ENDINGS = ("ian", "n", "i", "s")
_SHORTEST = 4


def word_patterns(key: str) -> list[str]:
    """Return a PostgreSQL regular expression for each significant word of a folded name; all of them must match.

    Latin words match at the beginning of a word, others anywhere: not every script has spaces.
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
