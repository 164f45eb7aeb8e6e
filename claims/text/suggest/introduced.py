"""Who is named in a passage, with what is said of them: offices, nations, and he or she."""

from bisect import bisect_left

from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.named import Known
from claims.text.suggest.passages import Passage
from claims.text.suggest.tokens import Token, in_title_case

_LETTERS = frozenset(["Q", "A"])  # who asks and who answers, in a transcript
_NAME_TAGS = frozenset(["NAME", "NOUN", "ADJ", "PAST", "S", "BASE", "ING", "PART"])
_FEW = 20  # names with the same last word; words that lead to a name


class Named:
    """Everybody named in a passage. `above`: how many lines of the article are above it."""

    def __init__(self, passage: Passage, lexicon: Lexicon, above: int = 0) -> None:
        self._text, self._lexicon = passage.text, lexicon
        self._named: list[tuple[int, Known]] = []  # by offset
        self._by_last: dict[str, list[Known]] = {}  # by the last word of a name, in small letters
        self._surnames: set[str] = set()
        self._led: set[int] = set()  # where a name begins behind “Minister of Health”
        turns = {one.source[0][0] for one in passage.attributed if one.rule == "turn"}
        for sentence in passage.sentences:
            words = sentence.words
            if words and words[0].start in turns and words[0].text.rstrip(".:") in _LETTERS:
                words = words[1:]  # “A. Yes.” is nobody’s name
            if not in_title_case(words, lexicon):
                self._read(words, above + sentence.line)

    def _read(self, words: list[Token], line: int) -> None:
        at = 0
        while at < len(words):
            start = at
            while at < len(words) and (self._is_name(words, at) or (at > start and self._joins(words, at))):
                at += 1
            if at > start:
                name = self._behind_office(words, start, at)
                if name > start:
                    self._led.add(words[name].start)
                self._note(words, name, at, line)
            at = max(at, start + 1)

    def _behind_office(self, words: list[Token], start: int, end: int) -> int:
        """Return where the name begins in “Minister of *Health Ann Lee*”: with a given name that everybody knows."""
        office = start - 2 - (start > 2 and words[start - 1].low == "the")
        if end - start < 3 or office < 0 or words[office + 1].low != "of" or not self._office(words[office].low):
            return start
        sets = self._lexicon.sets
        return end - 2 if words[end - 2].low in sets["given_she"] | sets["given_he"] else start

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
        if not name or name in _LETTERS:
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
        given = name.split()[0].lower()
        for gender in ("she", "he"):
            if said & self._lexicon.sets[gender] or (given in self._lexicon.sets[f"given_{gender}"] and not body):
                known.gender = gender

    def _before(self, words: list[Token], start: int) -> list[Token]:
        """Return the small words that lead to a name: “the Turkish ambassador, Ann Lee”, “spokesman John Lee”."""
        at = start
        led = words[start].start in self._led
        while at > max(0, start - _FEW) and (
            words[at - 1].tag in ("NOUN", "ADJ", "NAME", ",") or (led and words[at - 1].low in ("of", "the"))
        ):
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

    def named_in(self, start: int, end: int) -> list[tuple[int, Known]]:
        """Return who is named between two offsets, each with its own."""
        first, last = (bisect_left(self._named, offset, key=lambda pair: pair[0]) for offset in (start, end))
        return self._named[first:last]
