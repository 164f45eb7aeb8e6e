"""Load the words that suggestions depend on from data files, once. A desk may add its own.

`verbs.tsv` gives each reporting verb its frames (where the reported words can be), its speech act and whether it
endorses. `words.toml` gives the closed classes, the nouns that can speak and the cues that are not verbs.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "lexicons"
_VOWELS = "aeiou"

type Forms = dict[str, frozenset[str]]  # form of a verb → base, s, ing, past, part
type Reporting = dict[str, tuple["Verb", ...]]  # form of a verb's first word → the verbs that it may be


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb.

    `particles` are the words that follow it (point *out*), `prepositions` introduce the content, and `past` is its past
    tense without the particles.
    """

    lemma: str
    frames: frozenset[str]
    prepositions: frozenset[str]
    act: str
    endorses: bool
    particles: tuple[str, ...] = ()
    past: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, all in small letters.

    `tags`: word of a closed class → its tag; `sets`: the other lists by their names.
    """

    reporting: Mapping[str, tuple[Verb, ...]]
    forms: Mapping[str, frozenset[str]]
    tags: Mapping[str, str]
    sets: Mapping[str, frozenset[str]]
    noun_cues: Mapping[str, str]
    adverb_cues: Mapping[str, str]
    offices: Mapping[str, frozenset[str]]
    short: Mapping[str, str]
    units: frozenset[str] = field(default_factory=frozenset)

    def extended(
        self,
        verbs: Iterable[str | tuple[str, str] | tuple[str, str, bool]] = (),
        titles: Iterable[str] = (),
        units: Iterable[str] = (),
    ) -> "Lexicon":
        """Return the lexicon with a desk's own entries; a verb is its lemma, (lemma, act) or (lemma, act, endorses).

        The act is a speech act. Such a verb takes a clause, a quotation or an object. The caller must pass units to the
        code that reads figures. Raises ValueError for an entry that is not a verb.
        """
        reporting, forms = dict(self.reporting), dict(self.forms)
        for entry in verbs:
            given = (entry,) if isinstance(entry, str) else tuple(entry)
            lemma, act, endorses = (*given, *("", "asserts", False)[len(given) :])[:3]
            if not isinstance(act, str) or not lemma.strip():
                raise ValueError(f"{entry!r} is no verb: give its base form, a speech act, and whether it endorses")
            _add(reporting, forms, [lemma.strip().lower(), "sn", act, "1" if endorses else "0"])
        new = frozenset(title.strip().lower().rstrip(".") for title in titles)
        sets = {**self.sets, "titles": self.sets["titles"] | new, "person_nouns": self.sets["person_nouns"] | new}
        more = self.units | {unit.strip().lower() for unit in units}
        return replace(self, reporting=reporting, forms=forms, sets=sets, units=more)


@cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the lexicon that is included for a language. Raises LookupError if there is none."""
    folder = _FOLDER / language.split("-")[0].lower()
    if not language.strip("-") or not (folder / "verbs.tsv").is_file():
        raise LookupError(f"no lexicon for {language!r}")
    words = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    reporting: Reporting = {}
    forms: Forms = {}
    irregular = {base: rest for base, *rest in (row.split() for row in words["verbs"]["irregular"].split(","))}
    for base in words["verbs"]["common"].split():
        _add_forms(forms, base, irregular.get(base, []))
    for row in (folder / "verbs.tsv").read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            _add(reporting, forms, row.split("\t"), irregular)
    tags: dict[str, str] = {}
    for tag, listed in words["tags"].items():
        for word in listed.split():
            tags.setdefault(word, tag)
    return Lexicon(
        reporting,
        forms,
        tags,
        {name: frozenset(listed.split()) for name, listed in words["sets"].items()},
        *(dict(entry.split(":") for entry in words["acts"][name].split()) for name in ("noun_cues", "adverb_cues")),
        {wide: frozenset(listed.split()) for wide, listed in words["offices"].items()},
        words["short"],
    )


def _add(reporting: Reporting, forms: Forms, row: list[str], irregular: Mapping[str, list[str]] | None = None) -> None:
    """Add a row of verbs.tsv: lemma, frames, speech act, whether it endorses, irregular forms."""
    lemma, frames, act, endorses, *given = row
    first, *particles = lemma.split()
    letters, *prepositions = frames.replace(" ", "").split("+")
    found = _add_forms(forms, first, given[0].split() if given else (irregular or {}).get(first, []))
    past = next(form for form, kind in found if kind == "past")
    verb = Verb(lemma, frozenset(letters), frozenset(prepositions), act, endorses == "1", tuple(particles), past)
    for form, _ in found:
        # The longest reading is tried first: “point out” before “point”.
        readings = {verb, *(other for other in reporting.get(form, ()) if other.lemma != lemma)}
        reporting[form] = tuple(sorted(readings, key=lambda v: (-len(v.particles), v.lemma)))


def _add_forms(forms: Forms, base: str, given: list[str]) -> list[tuple[str, str]]:
    found = inflected(base, given)
    for form, kind in found:
        forms[form] = forms.get(form, frozenset()) | {kind}
    return found


def inflected(base: str, given: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the (form, kind) pairs of an English verb.

    The kind is base, s, ing, past or part. `given`: the irregular forms.
    """
    pasts = [word for word in given if not word.endswith("ing") or word == base]
    ing = next((word for word in given if word not in pasts), "")
    consonant_y = base.endswith("y") and base[-2:-1] not in _VOWELS
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        s = base + "es"
    else:
        s = base[:-1] + "ies" if consonant_y else base + "s"
    short = 2 < len(base) < 5 and base[-1] not in _VOWELS + "wxy"
    doubled = base + base[-1] if short and base[-2] in _VOWELS and base[-3] not in _VOWELS else base
    stem = base[:-1] if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else doubled
    if not ing:
        ing = base[:-2] + "ying" if base.endswith("ie") else stem + "ing"
    if not pasts:
        pasts = [base + "d" if base.endswith("e") else base[:-1] + "ied" if consonant_y else doubled + "ed"]
    return [(base, "base"), (s, "s"), (ing, "ing"), (pasts[0], "past"), (pasts[-1], "part")]


def singular(low: str) -> str:
    """Return the likely singular of a noun in small letters; a word that is not a plural is returned as it is."""
    if low.endswith("ies"):
        return low[:-3] + "y"
    return low[:-1] if low.endswith("s") and not low.endswith("ss") else low
