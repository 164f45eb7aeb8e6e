"""Identify a source: the name as printed, or the last earlier name that fits, with the reason in words.

A pronoun or a title refers to somebody named earlier whose nation, office and number agree; never to somebody named
later. If nobody fits, it stays as printed.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from claims.text.suggest.clauses import head
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.passages import Passage
from claims.text.suggest.tokens import Token, in_title_case
from claims.text.words import Span

_PERSON = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_BODY = frozenset(["it", "its", "they", "their", "them"])
_RELATIVE = frozenset(["who", "which", "that"])
_NAME_TAGS = frozenset(["NAME", "NOUN", "ADJ", "PAST", "S", "BASE", "ING", "PART"])
_SPOKE = 600  # characters: somebody who spoke is preferred over somebody named more recently by up to this distance
_MEMORY = 120  # names; “he” or “the minister” cannot mean somebody named longer ago
_FEW = 20  # speakers, likewise; names with the same last word; words that lead to a name
_TITLES = 40  # characters of titles before a name
_LONG = 80  # characters; a longer source is shown by the name in it


@dataclass(slots=True, eq=False)
class Known:
    """A person or organisation named in the text. A mention is (offset, number of its line, counted from 1)."""

    name: str
    body: bool
    nations: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    gender: str = ""
    mentions: list[Span] = field(default_factory=list)
    spoke: list[int] = field(default_factory=list)

    def last(self, before: int) -> Span | None:
        at = bisect_left(self.mentions, (before, 0))
        return self.mentions[at - 1] if at else None

    def last_said(self, before: int) -> int:
        """Return the offset where this was last the source, -1 if it never was."""
        return max((offset for offset in self.spoke[-_FEW:] if offset < before), default=-1)


class Cast:
    """Everybody named in a passage, and whom the next pronoun or title means. Query it in the order of the text.

    `above`: how many lines of the article are above the passage.
    """

    def __init__(self, passage: Passage, lexicon: Lexicon, above: int = 0) -> None:
        self._text, self._lexicon = passage.text, lexicon
        self._named: list[tuple[int, Known]] = []  # by offset
        self._speakers: list[Known] = []  # in the order in which they spoke
        self._by_last: dict[str, list[Known]] = {}  # by the last word of a name, in small letters
        self._surnames: set[str] = set()
        for sentence in passage.sentences:
            if not in_title_case(sentence.words, lexicon):
                self._read(sentence.words, above + sentence.line)

    # --- who is named ------------------------------------------------------------------------------------------------

    def _read(self, words: list[Token], line: int) -> None:
        at = 0
        while at < len(words):
            start = at
            while at < len(words) and (self._is_name(words, at) or (at > start and self._joins(words, at))):
                at += 1
            if at > start:
                self._note(words, start, at, line)
            at = max(at, start + 1)

    def _is_name(self, words: list[Token], at: int) -> bool:
        word = words[at]
        if not word.capital or word.tag not in _NAME_TAGS or word.low in self._lexicon.sets["days"]:
            return False
        if at and words[at - 1].tag not in ("“", "”", ".", ":", "("):
            return True
        # The first word of a sentence is part of a name if another follows, or if it was one before.
        return word.low in self._surnames or (at + 1 < len(words) and words[at + 1].tag == "NAME")

    def _joins(self, words: list[Token], at: int) -> bool:
        """Return whether a small word is inside the name of an organisation: “Office *of* Armenia”."""
        if at + 1 >= len(words) or not self._is_name(words, at + 1):
            return False
        if words[at].low in ("'s", "&"):
            return True
        return words[at].low in ("of", "for") and any(self._is_body(word.low) for word in words[max(0, at - 4) : at])

    def _is_body(self, low: str) -> bool:
        return low in self._lexicon.sets["bodies"]

    def _nation(self, low: str) -> set[str]:
        return {part for part in low.split("-") if part in self._lexicon.sets["group_adjectives"]}

    def _office(self, low: str) -> str:
        low = low.rstrip(".")
        low = self._lexicon.short.get(low, low)
        sets = self._lexicon.sets
        return low if low in sets["titles"] or low in sets["person_nouns"] else ""

    def _note(self, words: list[Token], start: int, end: int, line: int) -> None:
        run = words[start:end]
        nations = set().union(*(self._nation(word.low) for word in run))
        offices = {office for word in run if (office := self._office(word.low))}
        body = any(self._is_body(word.low) for word in run)
        if body:
            name = self._text[run[0].start : run[-1].end]
        else:
            offices_at = [k for k, word in enumerate(run) if self._office(word.low)]
            behind = run[offices_at[-1] + 1 :] if offices_at else []
            kept = [w for w in behind or run if not self._office(w.low) and not self._nation(w.low) and w.low != "'s"]
            name = " ".join(word.text for word in kept)
            around = [*self._before(words, start), *self._behind(words, end)]
            nations.update(*(self._nation(word.low) for word in around))
            offices |= {office for word in around if (office := self._office(word.low))}
        if not name:
            return
        known = self._same(name, body)
        if known is None:
            known = Known(name, body)
            self._by_last.setdefault(name.split()[-1].lower(), []).append(known)
        elif not body and len(name.split()) > len(known.name.split()):
            known.name = name
        if not body:
            self._surnames.add(name.split()[-1].lower())
        known.nations |= nations
        known.offices |= offices
        known.mentions.append((run[0].start, line))
        self._named.append((run[0].start, known))
        said = {word.low.rstrip(".") for word in run} | offices
        for gender in ("she", "he"):
            if said & self._lexicon.sets[gender]:
                known.gender = gender

    def _before(self, words: list[Token], start: int) -> list[Token]:
        """Return the small words that lead to a name: “the Turkish ambassador, Ann Lee”, “spokesman John Lee”."""
        at = start
        while at > max(0, start - _FEW) and words[at - 1].tag in ("NOUN", "ADJ", "NAME", ","):
            at -= 1
        return words[at:start]

    def _behind(self, words: list[Token], end: int) -> list[Token]:
        """Return the description after a name: “Ann Lee, the Turkish ambassador, …”"""
        if end + 1 >= len(words) or words[end].tag != "," or words[end + 1].tag not in ("DET", "NOUN", "ADJ"):
            return []
        found = []
        for word in words[end + 1 : end + 8]:
            if word.tag in (",", ".", "WH", "PREP"):
                break
            found.append(word)
        return found

    def _same(self, name: str, body: bool) -> Known | None:
        """Return the one already known by this name, by a full name that ends with it, or by its last word."""
        plain = name.lower()
        for known in self._by_last.get(plain.split()[-1], [])[: -_FEW - 1 : -1]:
            other = known.name.lower()
            if plain == other:
                return known
            if body or known.body:
                continue
            if other.endswith(" " + plain) or plain.endswith(" " + other):
                return known
        return None

    # --- who is meant ------------------------------------------------------------------------------------------------

    def resolve(self, source: list[Span], words: list[Token]) -> tuple[str, str]:
        """Return (name, reason) of a source among these words; the reason is empty if the name is as printed."""
        if not source:
            return "", ""
        inside = [word for word in words if source[0][0] <= word.start and word.end <= source[0][1]]
        printed = " ".join(self._text[slice(*source[0])].split())
        if not inside or printed.lower() in _RELATIVE:
            return printed, ""
        at = inside[0].start
        low = inside[0].low
        if low in _PERSON and (len(inside) == 1 or low in ("his", "her")):
            return self._found(self._person(low, at), printed if len(inside) == 1 else inside[0].text, at)
        if low in _BODY and (len(inside) == 1 or inside[0].tag == "POSS"):
            return self._found(self._body(at), printed if len(inside) == 1 else inside[0].text, at)
        named = self._names_of(inside)
        if named:
            return self._by_name(named, printed, at)
        if titled := self._titled(inside):
            return self._found(titled, printed, at)
        comma = next((k for k, word in enumerate(inside) if k and word.tag == ","), 0)
        if not comma:
            return _tidy(printed), ""
        # “the mayor’s aide, Bob Ray” is Bob Ray; “the report, written in May” is the report
        behind = self._names_of(inside[comma + 1 :]) if comma + 1 < len(inside) and inside[comma + 1].capital else []
        if len(behind) == 1 and not behind[0].body:
            return self._by_name(behind, printed, at)
        return _tidy(self._text[at : inside[comma - 1].end]), ""

    def _found(self, known: Known | None, printed: str, at: int) -> tuple[str, str]:
        if known is None:
            return _tidy(printed), ""
        line = known.last(at)[1]
        self._note_speaker(known, at)
        return known.name, f"“{printed}” was last {known.name} (line {line})"

    def _by_name(self, named: list[Known], printed: str, at: int) -> tuple[str, str]:
        for known in named:
            self._note_speaker(known, at)
        if len(named) > 1:
            return " and ".join(known.name for known in named), ""
        known = named[0]
        if known.body:
            return (_tidy(printed) if len(printed) < _LONG else known.name), ""
        if known.name.lower() in printed.lower():
            return known.name, ""
        return known.name, f"“{printed}” is {known.name} (line {known.mentions[0][1]})"

    def _note_speaker(self, known: Known, at: int) -> None:
        known.spoke.append(at)
        self._speakers.append(known)

    def _near(self, before: int) -> list[Known]:
        """Return who was named or spoke recently, each once."""
        at = bisect_left(self._named, before, key=lambda pair: pair[0])
        lately = [known for _, known in self._named[max(0, at - _MEMORY) : at]]
        return list({id(known): known for known in [*lately, *self._speakers[-_FEW:]]}.values())

    def _names_of(self, inside: list[Token]) -> list[Known]:
        """Return those whom a source names: “President Ann Lee, …”, “Ann Lee and Bob Ray”; but not “Lee’s aide”."""
        until = next((k for k, word in enumerate(inside) if k and word.tag in (",", "(", "WH", "—")), len(inside))
        top = head(inside[:until], (0, until))
        if not top.capital:
            return []
        start, end = inside[0].start, inside[until - 1].end
        joined = " and " in self._text[start:end]
        found: list[Known] = []
        for k in range(bisect_left(self._named, start, key=lambda pair: pair[0]), len(self._named)):
            offset, known = self._named[k]
            if offset >= end:
                break
            if known not in found and (joined or offset <= top.start <= offset + len(known.name) + _TITLES):
                found.append(known)
        return found if all(not known.body for known in found) else found[:1]

    def _person(self, pronoun: str, at: int) -> Known | None:
        gender = _PERSON[pronoun]
        fits = []
        for known in self._near(at):
            last = known.last(at)
            if last is None or known.body or known.gender not in ("", gender):
                continue
            spoke = known.last_said(at)
            if spoke < 0 and not known.offices and " " not in known.name:
                continue  # it may be a place
            fits.append((max(last[0], spoke + _SPOKE if spoke >= 0 else -1), known))
        if not fits:
            return None
        known = max(fits, key=lambda fit: fit[0])[1]
        known.gender = known.gender or gender
        return known

    def _body(self, at: int) -> Known | None:
        fits = []
        for known in self._near(at):
            if known.body and (last := known.last(at)):
                spoke = known.last_said(at)
                fits.append((max(last[0], spoke + _SPOKE if spoke >= 0 else -1), known))
        return max(fits, key=lambda fit: fit[0])[1] if fits else None

    def _titled(self, inside: list[Token]) -> Known | None:
        """Return who “the Azerbaijani leader”, “the minister”, “the ministry” is: nation and office must agree."""
        if inside[0].low not in ("the", "this", "that") or len(inside) > 5:
            return None
        last, at = inside[-1].low, inside[0].start
        nations = set().union(*(self._nation(word.low) for word in inside))
        wanted = {last, *self._lexicon.offices.get(last, ())}
        more = {word.low for word in inside[1:-1] if self._office(word.low)}
        fits = []
        for known in self._near(at):
            named = known.last(at)
            if named is None or (nations and not nations & known.nations):
                continue
            if known.body:
                fit = self._is_body(last) and last in known.name.lower().split()
            else:
                fit = bool(self._office(last)) and bool(wanted & known.offices) and more <= known.offices
            if fit:
                fits.append((named[0], known))
        return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _tidy(printed: str) -> str:
    """Return the name without a possessive’s ending, and without an article before it."""
    return re.sub(r"^[Tt]he\s+(?=[A-Z])", "", re.sub(r"[’']s$", "", printed.strip(" ,")))
