"""Guess the language of a text by its script, and languages in Latin letters by their most frequent words."""

import re
from collections import Counter

_SCRIPTS = (
    ("hy", "\u0531", "\u058f"),
    ("ka", "\u10a0", "\u10ff"),
    ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"),
    ("el", "\u0370", "\u03ff"),
    ("ru", "\u0400", "\u04ff"),
    ("ja", "\u3040", "\u30ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("ko", "\uac00", "\ud7af"),
    ("latin", "A", "\u024f"),
    ("latin", "\u0259", "\u0259"),
)
_COMMON = {
    "en": "the of and to in that is was for with on by",
    "de": "der die das und nicht ist von mit den im auf",
    "fr": "le la les des et une est dans que pour du",
    "es": "el la los las que una y del por con en",
    "tr": "ve bir bu için ile olarak da de olan",
}
_SAMPLE = 20_000  # characters


def guess_language(text: str) -> str:
    """Return a language code ("en", "hy", "az"…); "en" if no other language fits. It is a proposal to the editor."""
    sample = text[:_SAMPLE].lower()
    scripts = Counter[str]()
    for c, count in Counter(sample).items():
        if c.isalpha():
            scripts[next((code for code, first, last in _SCRIPTS if first <= c <= last), "")] += count
    if scripts["ja"]:  # Japanese uses Chinese characters too
        return "ja"
    script = max(scripts, key=scripts.__getitem__, default="latin")
    if script == "ru":
        return "uk" if re.search("[іїєґ]", sample) else "ru"
    if script == "ar":
        return "fa" if re.search("[پچژگ]", sample) else "ar"
    if script not in ("latin", ""):
        return script
    if sample.count("ə") * 100 > scripts["latin"]:
        return "az"
    words = Counter(re.findall(r"[^\W\d_]+", sample))
    scores = {code: sum(words[word] for word in common.split()) for code, common in _COMMON.items()}
    return max(scores, key=scores.__getitem__)
