"""Tag the words of a sentence by closed classes, endings and neighbours: enough to see where clauses end.

Tags: DET POSS PRON NUM NAME NOUN ADJ ADV PREP CONJ THAT WH SUB TO NOT, of verbs BE HAVE DO MODAL PAST S BASE ING PART,
and the marks themselves (`,` `.` `“` `”` `(` `)` `—` `:` `;`).
"""

import re
from dataclasses import dataclass

from claims.text.suggest.lexicon import Lexicon, singular

_TOKEN = re.compile(
    r"''|``"  # two apostrophes typed as one quotation mark
    r"|(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Col|Lt|Maj|Capt|Sgt|Prof|Rev|St|Jr|Sr|Adm|Amb"
    r"|Hon|Pres|Inc|Corp|Co|No|vs)\.(?=\s|,)"
    r"|[A-Z][a-z]{1,5}\.(?=,)"  # Mich., Fla.,
    r"|[A-Z][a-z]{1,3}\.(?=\s+[\da-z])|[A-Z]\.(?=\s+[A-Z])"  # Dec. 28, George E. Lee
    r"|[$€£¥]?\d[\d.,:/]*\d(?:%|\w+)?|[$€£¥]?\d+(?:%|\w+)?"
    r"|[^\W_]+\.(?:[^\W_]+\.)+"  # U.S.
    r"|['’](?:s|re|ve|ll|d|m)\b"
    r"|[@#]?[^\W_]+(?:(?:[-‑&_]|\.(?=[^\W\d_]{2})|['’](?!(?:s|re|ve|ll|d|m)\b))[^\W_]+)*"
    r"|--+|\.\.+|\S"
)
_MARKS = {
    **dict.fromkeys("“„«‘", "“"),
    **dict.fromkeys(["”", "»", '"', "’", "'", "''", "``"], "”"),
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
    **dict.fromkeys("—–―-", "—"),
    **dict.fromkeys(".?!…", "."),
}
_ADJECTIVE = ("al", "ous", "ive", "ful", "less", "able", "ible", "ic", "ish", "ary", "ant", "ent", "ese", "ean", "est")
FINITE = frozenset({"BE", "HAVE", "DO", "MODAL", "PAST", "S"})
VERBS = FINITE | {"BASE", "ING", "PART"}
NOMINAL = frozenset({"NOUN", "NAME", "PRON", "NUM"})
BEGINS_NOUN = NOMINAL | {"DET", "POSS", "ADJ"}
_NOUN_SETS = ("person_nouns", "document_nouns", "bodies", "times")
_SAY = {"say": "BASE", "says": "S", "said": "PAST"}
_SINGULAR = ("he", "she", "it", "who")
_PLURAL = ("i", "we", "you", "they")


@dataclass(slots=True)
class Token:
    """One word. `start`, `end`: offsets into the whole text; `quoted`: number of its quotation, -1 outside."""

    text: str
    low: str
    start: int
    end: int
    capital: bool
    tag: str = ""
    quoted: int = -1


def tokens(text: str, start: int, end: int, lexicon: Lexicon) -> list[Token]:
    """Return the tagged tokens of text[start:end], a sentence."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        low = word.lower()
        low = low.replace("’", "'") if len(low) > 1 else low
        low = low[:-1] if low[-1] == "." and low[:-1] in lexicon.sets["days"] else low  # Dec.
        found.append(Token(word, low, match.start(), match.end(), word[0].isupper()))
    title = in_title_case(found, lexicon)
    back = -1  # the last word that is neither an adverb nor a “not”
    for i in range(len(found)):
        found[i].tag = _tag(found, i, back, lexicon, title)
        if found[i].tag not in ("ADV", "NOT"):
            back = i
    _participles(found)
    return found


def in_title_case(words: list[Token], lexicon: Lexicon) -> bool:
    """Return whether capitals mean nothing here because every word has one, as in a headline."""
    little = lexicon.sets["small_in_titles"]
    small, capitals = [], 0
    for word in words:
        if word.capital:
            capitals += word.low not in little
        elif word.text[0].isalpha() and word.low not in little:
            small.append(word)
    big = len(small) + capitals
    return big > 3 and len(small) < 0.2 * big and not any(w.low in lexicon.forms for w in small)


def _tag(found: list[Token], i: int, back: int, lexicon: Lexicon, title: bool) -> str:
    token, low = found[i], found[i].low
    first = token.text[0]
    if first.isdigit() or (first in "$€£¥" and len(low) > 1):
        return "NUM"
    if not first.isalpha() and not (len(low) > 1 and first in "'’@#" and low != "''"):
        return _MARKS.get(low) or _MARKS.get(first, low)
    before, previous = (found[back].tag, found[back].low) if back >= 0 else ("", "")
    if low == "'s":  # he’s gone, that’s it; Mary’s house
        contracted = before == "PRON" or previous in ("that", "what", "who", "there", "here", "how", "where")
        return "BE" if contracted else "POSS"
    if tag := _closed(found, i, lexicon):
        inside = tag == "PREP" and token.capital and not title and 0 < i < len(found) - 1
        return "NAME" if inside and found[i - 1].capital and found[i + 1].capital else tag  # Doctors Without Borders
    if low.endswith("ly") and len(low) > 4 and not token.capital and low not in lexicon.sets["nouns_in_ly"]:
        return "ADV"
    if low in _SAY and before not in ("DET", "POSS", "BE", "HAVE", "MODAL", "TO", "DO"):
        return _SAY[low]
    if token.capital and i > 0 and not title and found[i - 1].tag not in ("“", "”", ":", "."):
        return "NAME"
    kinds = lexicon.forms.get(low) or _kinds_by_ending(low, lexicon)
    if not kinds and not token.capital:
        kinds = _kinds_by_place(found, i, before, previous, lexicon)
    if kinds:
        return _verb_or_noun(found, i, kinds, before, previous, lexicon)
    if token.capital:
        return "NAME"
    return "ADJ" if _is_adjective(low) and not _is_known_noun(low, lexicon) else "NOUN"


def _is_adjective(low: str) -> bool:
    """Return whether a word is an adjective: by its ending (peaceful), or made of two words (well-armed)."""
    return len(low) > 4 and (low.endswith(_ADJECTIVE) or ("-" in low and low.endswith("ed")))


def _is_known_noun(low: str, lexicon: Lexicon) -> bool:
    one = singular(low)
    return low.endswith("ment") or one in lexicon.noun_cues or any(one in lexicon.sets[name] for name in _NOUN_SETS)


def _closed(found: list[Token], i: int, lexicon: Lexicon) -> str:
    """Return the tag of a word of a closed class, "" for any other."""
    low, after = found[i].low, found[i + 1].low if i + 1 < len(found) else "."
    tag = lexicon.tags.get(low, "")
    if tag == "PREP" and low in ("inside", "outside") and i and found[i - 1].tag in ("DET", "POSS"):
        return "ADJ"
    if low in ("either", "neither") and after in (",", "."):
        return "ADV"
    if low == "neither" and i and found[i - 1].tag in ("HAVE", "BE", "DO", "MODAL"):
        return "NOT"
    if low == "neither" and i and found[i - 1].tag in ("NAME", "NOUN", "PRON", ")") and lexicon.forms.get(after):
        return "NOT"  # “Lee neither confirmed nor denied it”
    floats = low in ("each", "both", "all") and i > 0 and found[i - 1].tag in ("HAVE", "BE", "MODAL")
    if floats and (after.endswith("ed") or "part" in lexicon.forms.get(after, ())):
        return "ADV"  # “have each denied”
    if tag == "MODAL" and low in ("will", "may", "might") and found[i].capital and i and found[i - 1].tag == "PREP":
        return "NAME"
    if low == "her" and not _begins_bare_noun(found, i + 1, lexicon):
        return "PRON"
    if tag == "DET" and low in lexicon.sets["alone"]:
        follows = lexicon.tags.get(after)
        kinds = lexicon.forms.get(after, frozenset())
        if follows in ("MODAL", "BE", "HAVE") or "past" in kinds or (low == "this" and "s" in kinds):
            return "PRON"
    return tag


def _begins_bare_noun(found: list[Token], i: int, lexicon: Lexicon) -> bool:
    """Return whether a noun or an adjective without an article may begin here (“her” before it is a possessive)."""
    return (
        i < len(found)
        and found[i].text[0].isalnum()
        and found[i].low not in lexicon.tags
        and found[i].low not in lexicon.sets["days"]
        and not found[i].low.endswith("ly")
    )


def _kinds_by_ending(low: str, lexicon: Lexicon) -> frozenset[str]:
    if low.endswith("ed") and len(low) > 4 and low not in lexicon.sets["nouns_in_ed"]:
        return frozenset({"past", "part"})
    if low.endswith("ing") and len(low) > 4 and low not in lexicon.sets["nouns_in_ing"]:
        return frozenset({"ing"})
    return frozenset()


def _kinds_by_place(found: list[Token], i: int, before: str, previous: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the verb kinds of an unlisted word where only a verb fits: “she ousts”, “they oust”, “to oust the”."""
    low = found[i].low
    if before == "PRON" and previous in _SINGULAR and low.endswith("s") and len(low) > 3:
        return frozenset({"s"})
    if before == "PRON" and previous in _SINGULAR + _PLURAL and low.endswith("ed"):
        return frozenset({"past"})
    if previous in _PLURAL and not low.endswith("s") and not _is_adjective(low):
        return frozenset({"base"})
    if before == "TO" and i + 1 < len(found):
        after = found[i + 1].low
        if lexicon.tags.get(after) in ("DET", "POSS") or after in lexicon.sets["person_objects"]:
            return frozenset({"base"})
    return frozenset()


def _is_share(found: list[Token], i: int) -> bool:
    """Return whether a share stands here: “climbed by *3 percent*”, but “hit by 3 rockets”."""
    if i >= len(found) or not found[i].text[0].isdigit():
        return False
    return found[i].text.endswith("%") or (i + 1 < len(found) and found[i + 1].low in ("percent", "per", "%", "points"))


def _verb_or_noun(
    found: list[Token], i: int, kinds: frozenset[str], before: str, previous: str, lexicon: Lexicon
) -> str:
    """Return the tag of a word that may be a verb, from the words around it."""
    after = found[i + 1].low if i + 1 < len(found) else "."
    past = bool(kinds & {"past", "part"})
    nominal = "ADJ" if kinds <= {"past", "part"} else "NOUN"
    if before in ("DET", "POSS", "NUM") or (before == "ADJ" and not past and "ing" not in kinds):
        if previous in lexicon.sets["alone"]:
            if past or "ing" in kinds:
                return "PAST" if past else "ING"
            if found[i].low in lexicon.sets["never_nouns"]:
                return "BASE"
        return nominal
    if before in ("TO", "MODAL", "DO") and "base" in kinds:
        return "BASE"
    if before == "TO":
        return "ING" if "ing" in kinds else nominal
    if before in ("MODAL", "DO"):
        return "PAST" if "past" in kinds else nominal
    if before == "HAVE":
        return "PART" if past else "NOUN"
    if before == "BE":
        return "ING" if "ing" in kinds else "PART" if past else nominal
    if "ing" in kinds:
        return "ING"
    if "base" in kinds:
        return _base_or_noun(found, i, kinds, (before, previous, after), lexicon)
    if "past" in kinds:
        if after == "by" and previous == "as":
            return "PART"
        if after == "by" and before in ("NOUN", "NAME") and "part" in kinds and found[i].low != "stood":
            return "PAST" if _is_share(found, i + 2) else "PART"
        return nominal if before == "PREP" else "PAST"
    if "part" in kinds:
        return "PART"
    if i > 1 and "”" in (found[i - 1].tag, found[i - 2].tag) and _names_next(found, i + 1, lexicon):
        return "S"  # “…,” insists Ann Lee
    if (before in ("NAME", "NOUN") and found[i - 1].low.endswith("ly")) or previous in _SINGULAR:
        return "S"  # “a claim that the port strongly disputes”
    if before in (",", ")") and _is_only_verb(found[i].low, lexicon):
        return "S"  # “Lee, 56, of Brenn, denies causing it”
    if before in ("NOUN", "NAME") and after == "." and _closes_with(found, i, lexicon):
        return "S"
    if before in ("NAME", "PRON", "WH", "THAT", ")") or (before == "NOUN" and not previous.endswith("s")):
        return "NOUN" if after in ("of", ".", "and", "or", "'s", "'") else "S"
    opens = after in lexicon.sets["object_openers"]
    if before in ("CONJ", ",") and opens and (after not in (",", "that") or _is_only_verb(found[i].low, lexicon)):
        return "S"
    return "S" if before == "NOUN" and opens and after not in (",", ":", "to", "about", "not") else "NOUN"


def _is_only_verb(low: str, lexicon: Lexicon) -> bool:
    """Return whether a word in -s cannot be the plural of a noun: “insists”, not “reports”."""
    return low.removesuffix("s") in lexicon.sets["never_nouns"] or singular(low) in lexicon.sets["never_nouns"]


def _names_next(found: list[Token], i: int, lexicon: Lexicon) -> bool:
    """Return whether a name or a person begins here, as who speaks does behind “insists”."""
    if i >= len(found):
        return False
    word = found[i]
    led = lexicon.tags.get(word.low) in ("DET", "POSS") or word.low in lexicon.sets["person_nouns"]
    return word.capital or led or word.low in ("he", "she", "they")


def _closes_with(found: list[Token], i: int, lexicon: Lexicon) -> bool:
    """Return whether a sentence closes with a reporting verb behind a comma and its subject: “…, figures *show*.”"""
    comma = next((k for k in range(i - 2, max(-1, i - 9), -1) if found[k].tag in (",", "”")), None)
    return comma is not None and any({"s"} <= verb.frames for verb in lexicon.reporting.get(found[i].low, ()))


def _base_or_noun(
    found: list[Token], i: int, kinds: frozenset[str], around: tuple[str, str, str], lexicon: Lexicon
) -> str:
    """Tag a base form that may be a noun or a past form too: “They claim that”, “voters claim the”, “the claim of”."""
    (before, previous, after), low = around, found[i].low
    past = "PAST" if "past" in kinds else ""
    opens = after in lexicon.sets["object_openers"]
    if low in lexicon.sets["never_nouns"]:
        return past or "BASE"
    if before in ("PRON", "WH", "THAT"):
        return past if past and previous not in _PLURAL else "BASE"
    if before in ("NOUN", "NAME"):
        if after == "." and previous.endswith("s") and _closes_with(found, i, lexicon):
            return past or "BASE"
        if previous.endswith("s") or previous in lexicon.sets["plurals"]:
            return (past or "BASE") if after not in ("of", ".", ",", "and", "or", "'s") else "NOUN"
        return past if past and after not in ("of", ".", ",") else "NOUN"
    if before == "CONJ" and opens and after not in (",", "that"):
        return "BASE"
    if before == "”" and after in lexicon.sets["group_nouns"]:  # “…,” argue critics
        return "BASE"
    return "BASE" if before in ("", "“", "”", ":") and opens else "NOUN"


def _participles(found: list[Token]) -> None:
    """Tag a past form as a participle if another finite verb follows at once: “People briefed on it say …”."""
    for i in range(1, len(found) - 1):
        token, before = found[i], found[i - 1]
        if (
            token.tag != "PAST"
            or before.tag not in ("NOUN", "NAME", "PRON")
            or found[i + 1].tag not in ("PREP", "TO", "ADV")
        ):
            continue
        if before.low in _SINGULAR + _PLURAL or found[i + 1].low == "there":
            continue
        for k in range(i + 1, min(len(found), i + 14)):
            if found[k - 1].tag == "TO" and found[k].tag in ("HAVE", "BE", "DO", "BASE"):
                continue  # “claimed to have”, “asked to leave”
            if found[k].tag in FINITE or found[k].low in _SAY:
                token.tag = "PART"
                break
            fresh = found[k].tag in ("DET", "POSS", "PRON") and found[k - 1].tag not in ("PREP", "TO", "DET", "ADV")
            if fresh or (found[k].tag not in BEGINS_NOUN and found[k].tag not in ("PREP", "TO", "ADV")):
                break
