"""Write the statement of a suggestion: what the speaker holds, never that they said it.

Only where saying is the deed (announced, agreed, ordered, promised), where it was not said, or where no clause says
what is held, is the saying itself the claim.
"""

import re

from claims.text.compounds import statement
from claims.text.suggest.lexicon import Lexicon, singular
from claims.text.suggest.openings import Known, opened
from claims.text.suggest.passages import Attributed
from claims.text.suggest.tokens import FINITE, tokens

#: Rules whose content is a clause that somebody says is true.
_CLAUSES = frozenset(
    [
        "that",
        "clause",
        "postposed",
        "inverted",
        "carried",
        "within",
        "nearby",
        "signed",
        "colon",
        "turn",
        "quote",
        "told",
    ]
    + ["gap", "according", "adverb"]
)
_DEEDS = frozenset(["announces", "agrees", "orders", "promises", "asks"])
#: What is hoped or asked for is not held to be true.
_WISHES = frozenset(["hope", "fear", "wish", "want", "worry", "doubt", "wonder", "pray", "dream", "ask", "prefer"])
_NOBODY = frozenset(["neither", "no", "nobody", "none", "no-one", "not", "hardly", "scarcely", "barely", "few"])
#: Words that have a capital only because they began the sentence.
_SMALL = frozenset(
    ["The", "A", "An", "His", "Her", "Its", "Their", "Our", "My", "This", "That", "These", "Those", "He", "She", "It"]
    + ["They", "We", "There", "Some", "Many", "Most", "All", "No", "Several", "Any", "Both", "In", "On", "At"]
)
_QUESTION = re.compile(r"(?:whether|if|who|what|when|where|why|how)\b", re.IGNORECASE)
_CARRIES_ING = frozenset(
    ["is", "are", "was", "were", "be", "been", "am", "’s", "'s", "’re", "'re", "keep", "keeps", "kept"]
)
_SAID = {"told": "said", "tells": "says", "tell": "say", "telling": "said"}
_THING = 2  # blanks; so few words behind “that” may be a thing
_PHRASE = 8  # words; what is longer has a verb
_MARKS = "“”\"«»„' ,;"
_PRESENCE = re.compile(r"[Tt]he presence of (?P<who>.+?) (?P<where>(?:at|in|on|near|along|inside|around) .+)")
_OF_DOING = re.compile(r"(?P<who>[^,;]+?) of (?P<what>[^\W\d_]+ing\b.*)")
_PUT = re.compile(r"(?P<what>.+?) at (?P<figure>.+)")
_ADDRESS = re.compile(
    r"(?:(?:my|our) (?:dear |fellow )[\w ]{1,30}|ladies and gentlemen|dear [\w ]{1,30}"
    r"|mr\.? (?:president|speaker|chairman)|(?:dear |my )?(?:friends|colleagues|comrades)"
    r"|(?:and |but |so )?(?:let me (?:be (?:\w+ )?(?:clear|plain|frank|honest)|(?:tell|remind) you|say (?:this|it))"
    r"(?: again)?|make no mistake|(?:listen|look|believe me|mark my words)))"
    r"[,:]\s+(?=\w)",
    re.IGNORECASE,
)
_ALLEGED = re.compile(
    r"(?:(?:the|this|that|those|these|such|all|any|his|her|its|their|a|an|[\w’'-]+[’']s)\s+)*(?:[\w-]+\s+){0,2}?"
    r"(?P<what>(?:claim|allegation|accusation|charge|report|suggestion|rumou?r|notion|idea|assertion)s?)\b",
    re.IGNORECASE,
)


def statement_of(
    words: str, whole: str, one: Attributed | None, draft: tuple[str, str], known: Known, lexicon: Lexicon
) -> str:
    """Return a sentence that stands alone: what is held or, where saying is the deed, who said what.

    `whole`: the words together with the cue between them, "" if the cue is not between them. `draft`: the verb as
    printed and the form.
    """
    verb, form = draft
    words = " ".join(words.split()).strip(" ,;")
    if one is None:
        return _begun(opened(_used(statement(words)), known, lexicon))
    held, denied = _held(words, one, form, known, lexicon), _denial(words, one, known.speaker, lexicon)
    if held is None and denied is None:
        return _begun(opened(_said(words, whole, one, known.speaker, verb, form), known, lexicon))
    raw = denied or held or ""
    told = statement(opened(raw, known, lexicon))
    if denied is None and one.act == "denies" and one.rule != "according":
        small = raw[:1].islower() and told[:1].lower() == raw[:1]
        told = f"It is not true that {told[:1].lower() + told[1:] if small else _small(told)}"
    return _begun(told)


def _small(words: str) -> str:
    """Return the words without a capital that only the beginning of a sentence gave them."""
    first = words.split(" ", 1)[0]
    return (first.lower() if first in _SMALL or first.startswith("[") else first) + words[len(first) :]


def _begun(words: str) -> str:
    """Return the words with a capital, also in a bracket: “[They] left.”"""
    return f"[{words[1].upper()}{words[2:]}" if words.startswith("[") else words


def _held(words: str, one: Attributed, form: str, known: Known, lexicon: Lexicon) -> str | None:
    """Return the words that say what is held, None if only the saying can be stated."""
    nobody = known.speaker.split(" ", 1)[0].lower() in _NOBODY
    if one.negated or nobody or one.act in _DEEDS or (one.verb and one.verb.lemma in _WISHES):
        return None
    bare = re.sub(r"^that\s+", "", words)
    if bare.lower() in _POINTS:
        return None
    if one.rule == "turn":
        bare = _ADDRESS.sub("", bare, count=1)
    if one.rule in _CLAUSES or (one.rule in ("noun", "passive") and words.startswith("that ")):
        led = one.rule != "turn" and len(one.content) == 1  # a turn may begin “When we met, …”
        asked = (led and _QUESTION.match(bare)) or bare.startswith("to ") or words.endswith("?")
        if asked or not _is_clause(bare, one, lexicon):
            return None
        return _without_marks(bare) if form == "direct" else bare
    reports = one.verb is not None and {"s", "n"} <= one.verb.frames and "w" not in one.verb.frames
    if one.rule == "object" and one.act == "concedes" and bare.startswith("having ") and known.speaker:
        return f"{known.speaker} had {bare.removeprefix('having ')}"
    if one.rule == "object" and one.verb and one.verb.lemma == "put" and (at := _PUT.fullmatch(bare)):
        return f"{at['what']} [was] {at['figure']}"
    if one.rule == "object" and one.act == "accuses" and (done := _OF_DOING.fullmatch(bare)):
        return f"{done['who']} [{'were' if _is_plural(done['who'], lexicon) else 'was'}] {done['what']}"
    covered = one.rule == "passive" and max(one.content)[1] <= min(one.cue)[0]
    if reports and one.act != "denies" and (one.rule == "object" or covered):
        return _confirmed(bare, one, lexicon)
    if one.act == "denies" and one.rule in ("object", "gap", "preposition") and (alleged := _ALLEGED.match(bare)):
        clause = re.match(r"\s+that\s+", bare[alleged.end() :])
        return bare[alleged.end() + clause.end() :] if clause else None
    return None


def _denial(words: str, one: Attributed, speaker: str, lexicon: Lexicon) -> str | None:
    """Return what somebody holds who denies a thing: it was not done, is not true, or was not there."""
    covered = one.rule == "passive" and max(one.content)[1] <= min(one.cue)[0]
    if one.act != "denies" or one.negated or one.verb is None or not (covered or one.rule in ("object", "gap")):
        return None
    words = re.sub(r"\sas\s.*", "", words)  # dismissed “as nonsense”
    first, _, rest = words.partition(" ")
    if first.endswith("ing") and speaker and rest:
        base = _base(first.lower(), lexicon)
        did = {"having": "has not", "being": "was not"}.get(first.lower(), base and f"did not {base}")
        return f"{speaker} {did} {rest}" if did else None
    if alleged := _ALLEGED.match(words):
        if re.match(r"\s+that\s", words[alleged.end() :]):
            return None
        return f"{words} {'are' if alleged['what'].endswith('s') else 'is'} not true"
    if "s" not in one.verb.frames:
        return None  # to reject a plan is a deed
    if first.lower() == "any":
        return f"there {'were' if _is_plural(rest, lexicon) else 'was'} no {rest}"
    if first.lower() in lexicon.tags or first[:1].isupper() or not first[:1].isalpha():
        return None
    return f"there {'were' if _is_plural(words, lexicon) else 'was'} no {words}"


def _base(ing: str, lexicon: Lexicon) -> str:
    """Return the base form of a verb’s -ing form, "" if the verb is in no list."""
    stem = ing[:-3]
    return next((form for form in (f"{stem}e", stem, stem[:-1]) if "base" in lexicon.forms.get(form, ())), "")


def _confirmed(bare: str, one: Attributed, lexicon: Lexicon) -> str | None:
    """Return what somebody holds who confirms a thing."""
    if there := _PRESENCE.fullmatch(bare):
        return f"{there['who']} {'were' if _is_plural(there['who'], lexicon) else 'was'} present {there['where']}"
    return f"[there was] {_small(bare)}" if one.rule == "passive" else None


def _is_plural(phrase: str, lexicon: Lexicon) -> bool:
    first = re.split(r"\s(?:of|from|with|in|at)\s", phrase)[0].split()[-1].lower()
    return " and " in phrase or singular(first) != first or first in lexicon.sets["plurals"]


def _is_clause(bare: str, one: Attributed, lexicon: Lexicon) -> bool:
    """Return whether the words have a verb; where “that” or the like leads to them, they are taken to have one."""
    led = one.rule in ("that", "according", "adverb", "noun", "passive") or (one.rule == "gap" and len(one.content) > 1)
    if one.rule == "that" and bare.count(" ") < _THING:
        led = False  # “rejected that figure”
    if led or bare.count(" ") > _PHRASE:
        return True
    if bare.split(" ", 1)[0].lower() in lexicon.sets["subject_pronouns"] and " " in bare:
        return True
    found = tokens(bare, 0, len(bare), lexicon)
    return any(word.tag in FINITE or word.tag == "BASE" for word in found)


def _without_marks(words: str) -> str:
    """Return quoted words without their marks, and without the comma before “said”."""
    inner = re.sub(r"[“”\"«»„]|''|``", "", words).strip(" ,;")
    return inner[1:-1] if inner[:1] in "‘'" and inner[-1:] in "’'" else inner


def _used(words: str) -> str:
    """Return “Various guns employed by the army” as a sentence: its verb is left open."""
    if (done := _EMPLOYED.fullmatch(words)) and not re.search(r"\b(?:is|are|was|were|has|have|had)\b", words):
        return f"{done['what']} [were] {done['how']}"
    return words


_POINTS = frozenset(["that", "this", "it"])  # alone they say nothing: “Ray denied that.”
_EMPLOYED = re.compile(r"(?P<what>[^,;.]+s) (?P<how>(?:employed|used|deployed|supplied|sent|bought|sold) by [^,;]+)")


# --- where the saying is the claim -----------------------------------------------------------------------------------


def _said(words: str, whole: str, one: Attributed, speaker: str, verb: str, form: str) -> str:
    """Return who, the verb as printed, and the words; only the words if nobody is named."""
    if whole and one.rule in ("passive", "seems"):
        named = one.rule == "passive" and speaker and one.source and min(one.source) > max(one.content)
        return _closed(f"{whole} by {speaker}" if named else whole)
    if not speaker:
        asked = one.rule != "noun" and _QUESTION.match(words) and not verb.lower().startswith("ask")
        return _closed(f"It {verb or one.noun} {words}") if asked else statement(words)
    bare = re.sub(r"^that\s+", "", words)
    verb = _finite(verb, one)
    if bare.lower() in _POINTS:
        return _closed(f"{speaker} {verb} [{bare}]")
    if form == "direct" or one.rule == "turn":
        inner = words.strip(_MARKS)
        quoted = f"“{inner}”" if inner.endswith((".", "!", "?", "…")) else f"“{inner}.”"
        if one.verb and not one.verb.frames & {"s", "q"}:  # called it “…”
            return _closed(f"{speaker} {verb} {quoted}")
        told = one.rule == "told" or verb.endswith(("told", "tells", "ing")) or not verb
        said = "asked" if one.act == "asks" and not verb else "said" if told else verb
        return _closed(f"{speaker} {said}: {quoted}")
    if one.rule in ("that", "told") and words.startswith("that "):
        return _closed(f"{speaker} {verb} that {bare}")
    if one.rule in ("clause", "told"):
        return _closed(f"{speaker} {verb} {bare}")
    if one.rule == "gap" and len(one.content) == 1:
        return _closed(f"{speaker} {verb} {words}")
    if one.rule in _CLAUSES:
        return _closed(statement(bare, speaker, verb or "said"))
    if one.rule == "noun":
        return _closed(f"{speaker} (“{one.noun}”): {bare}")
    if one.rule == "passive":
        covered = max(end for _, end in one.content) <= min(start for start, _ in one.cue)
        return _closed(f"{words} {verb} by {speaker}" if covered else f"{words} ({verb} by {speaker})")
    return _closed(f"{speaker} {verb or one.noun} {words}")


def _finite(verb: str, one: Attributed) -> str:
    """Return a cue in the form that a sentence needs.

    “citing”, which depends on another sentence's verb, becomes “cited”; “told” without the one who was told becomes
    “said”.
    """
    printed = verb.split()
    if one.verb and one.verb.lemma == "tell" and one.rule in ("that", "clause", "told"):
        printed = [_SAID.get(word.lower(), word) for word in printed]
        verb = " ".join(printed)
    if not one.verb or not one.verb.past or any(word.lower() in _CARRIES_ING for word in printed):
        return verb
    ing = next((at for at, word in enumerate(printed) if word.lower().endswith("ing")), None)
    if ing is None:
        return verb
    past = "had" if printed[ing].lower() == "having" else one.verb.past
    if printed[ing - 1 : ing] == ["not"]:
        past = one.verb.lemma.split()[0]
        printed.insert(ing - 1, "did")
        ing += 1
    return " ".join([*printed[:ing], past, *printed[ing + 1 :]])


def _closed(words: str) -> str:
    words = re.sub(r"([.!?])([”\"])\.$", r"\1\2", words[:1].upper() + words[1:])
    return words if words.endswith((".", "!", "?", "”", '"', "…")) else words + "."
