"""Identify a source: the name as printed, or the last earlier name that fits, with the reason in words.

A pronoun or a title refers to somebody named earlier whose nation, office and number agree; never to somebody named
later. If nobody fits, it stays as printed.
"""

import re
from bisect import bisect_left

from claims.text.suggest.clauses import head
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.named import Known
from claims.text.suggest.passages import Passage
from claims.text.suggest.tokens import Token, in_title_case
from claims.text.words import Span

_PERSON = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_BODY = frozenset(["it", "its", "they", "their", "them"])
_NONE = frozenset(["neither", "either", "no", "nobody", "none", "no-one", "not", "hardly", "scarcely", "barely"])
_GIVEN = frozenset(["report", "statement", "announcement", "declaration"])
_PARAGRAPH = 1200  # characters: how far above “the report” somebody spoke who gave it
_LETTERS = frozenset(["Q", "A"])  # who asks and who answers, in a transcript
_RELATIVE = frozenset(["who", "which", "that"])
_NAME_TAGS = frozenset(["NAME", "NOUN", "ADJ", "PAST", "S", "BASE", "ING", "PART"])
_SPOKE = 600  # characters: somebody who spoke is preferred over somebody named more recently by up to this distance
_MEMORY = 120  # names; “he” or “the minister” cannot mean somebody named longer ago
_FEW = 20  # speakers, likewise; names with the same last word; words that lead to a name
_TITLES = 40  # characters of titles before a name
_LONG = 80  # characters; a longer source is shown by the name in it


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
        self._led: set[int] = set()  # where a name begins behind “Minister of Health”
        turns = {one.source[0][0] for one in passage.attributed if one.rule == "turn"}
        for sentence in passage.sentences:
            words = sentence.words
            if words and words[0].start in turns and words[0].text.rstrip(".:") in _LETTERS:
                words = words[1:]  # “A. Yes.” is nobody’s name
            if not in_title_case(words, lexicon):
                self._read(words, above + sentence.line)

    # --- who is named ------------------------------------------------------------------------------------------------

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
        if low in _NONE:  # “Neither Lee nor Ray”, “No one”: who did not say it is nobody of record
            return printed, ""
        if len(inside) == 1 or (inside[0].tag == "POSS" and inside[1].low in self._lexicon.sets["accounts"]):
            who = self._person(low, at) if low in _PERSON else self._body(at)
            if low in _PERSON or low in _BODY:
                return self._found(who, inside[0].text, at)
        if giver := self._giver(inside):
            return self._found(giver, printed, at)
        comma = next((k for k, word in enumerate(inside) if k and word.tag == ","), 0)
        led = comma and inside[0].tag == "NAME" and all(word.tag == "NAME" for word in inside[:comma])
        if led and (both := self._each_with_office(inside, comma)):  # “Ann Lee, the mayor, and her deputy, Bob Ray”
            return self._by_name(both, f"{both[0].name} and {both[1].name}", at)
        named = self._names_of(inside)
        if named:
            return self._by_name(named, printed, at)
        if titled := self._titled(inside):
            return self._found(titled, printed, at)
        if not comma:
            return _tidy(printed), ""
        if inside[0].tag == "NAME" and any(word.low == "and" for word in inside[:comma]):
            return _tidy(printed), ""  # “Ann Lee and her aide, Bob Ray”
        if both := self._each_with_office(inside, comma):
            return self._by_name(both, f"{both[0].name} and {both[1].name}", at)
        # “the mayor’s aide, Bob Ray” is Bob Ray; “the report, written in May” is the report
        behind = self._names_of(inside[comma + 1 :]) if comma + 1 < len(inside) and inside[comma + 1].capital else []
        if len(behind) == 1 and not behind[0].body:
            return self._by_name(behind, printed, at)
        return _tidy(self._text[at : inside[comma - 1].end]), ""

    def _each_with_office(self, inside: list[Token], comma: int) -> list[Known]:
        """Return both of “the mayor, Ann Lee, and her deputy, Bob Ray”; none if these are not two people."""
        joined = next((k for k in range(comma + 2, len(inside) - 1) if inside[k].low == "and"), 0)
        if not joined or inside[joined - 1].tag != "," or inside[joined + 1].tag not in ("DET", "POSS", "NOUN"):
            return []
        last = next((k for k in range(joined + 2, len(inside) - 1) if inside[k].tag == ","), 0)
        first = inside[:comma] if inside[0].tag == "NAME" else inside[comma + 1 : joined - 1]
        parts = (first, inside[last + 1 :]) if last else ()
        found = [self._names_of(part) if part and part[0].capital else [] for part in parts]
        both = [names[0] for names in found if len(names) == 1 and not names[0].body]
        return both if len(both) == 2 else []

    def _giver(self, inside: list[Token]) -> Known | None:
        """Return who spoke just before “the report”, if it is what they said: none was named in that paragraph."""
        if len(inside) != 2 or inside[0].low not in ("the", "this", "that") or inside[1].low not in _GIVEN:
            return None
        at, last = inside[0].start, self._speakers[-1] if self._speakers else None
        above = max(self._text.rfind("\n", max(0, at - _PARAGRAPH), at) + 1, at - _PARAGRAPH)
        introduced = inside[1].low in self._text[above:at].lower()
        return None if introduced or last is None or last.last_said(at) < above else last

    def _found(self, known: Known | None, printed: str, at: int) -> tuple[str, str]:
        if known is None:
            return _tidy(printed), ""
        line = known.last(at)[1]
        self._note_speaker(known, at)
        return known.name, f"“{printed}” was last {known.name} (line {line})"

    def _by_name(self, named: list[Known], printed: str, at: int) -> tuple[str, str]:
        for known in named:
            self._note_speaker(known, at)
        conjuncts = len(re.findall(r",\s|\sand\s", printed)) + 1
        if len(named) > 1 and conjuncts >= len(named):
            *others, last = (known.name for known in named)
            return (f"{', '.join(others)} and {last}" if conjuncts == len(named) else _tidy(printed)), ""
        if _is_pair(printed) and not named[0].body:
            return _tidy(printed), ""
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
        stops = ("(", "WH", "—") if _is_list(inside) else (",", "(", "WH", "—")
        until = next((k for k, word in enumerate(inside) if k and word.tag in stops), len(inside))
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
            leads = joined or offset in self._led
            if known not in found and (leads or offset <= top.start <= offset + len(known.name) + _TITLES):
                found.append(known)
        return found if all(not known.body for known in found) else found[:1]

    def _person(self, pronoun: str, at: int) -> Known | None:
        """Return whom a pronoun means: who spoke or was named last and fits; nobody if two fit equally well."""
        gender = _PERSON[pronoun]
        fits = []
        for known in self._near(at):
            last = known.last(at)
            if last is None or known.body or known.gender not in ("", gender):
                continue
            spoke = known.last_said(at)
            if spoke < 0 and not known.offices and " " not in known.name and not known.gender:
                continue  # it may be a place
            fits.append((max(last[0], spoke + _SPOKE if spoke >= 0 else -1), known))
        if not fits:
            return None
        best, known = max(fits, key=lambda fit: fit[0])
        if any(self._rivals(known, other, at) for _, other in fits):
            return None
        sure = [fit for fit in fits if fit[1].gender == gender and best - fit[0] < _SPOKE]
        if not known.gender and sure:
            known = max(sure, key=lambda fit: fit[0])[1]
        known.gender = known.gender or gender
        return known

    # --- what a pronoun in a statement certainly means ---------------------------------------------------------------

    def is_body(self, name: str) -> bool:
        """Return whether a speaker is an organisation, which “it” may stand for."""
        words = [word.lower() for word in name.split()]
        sets = self._lexicon.sets
        if words[:1] == ["the"] and not any(self._office(word) or word in sets["person_nouns"] for word in words):
            return not words[-1].endswith("s")  # “the port”
        return any(word in sets["bodies"] or word in sets["group_nouns"] for word in words) and " and " not in name

    def certain(self, pronoun: str, at: int, speaker: str, own: bool) -> str:
        """Return the one person that “he” in words of a speaker at `at` can mean; "" if that is open.

        `own`: the words are the speaker's own, so that “he” is somebody else.
        """
        gender = "she" if pronoun in ("she", "her", "hers") else "he"
        first, last = (bisect_left(self._named, offset, key=lambda pair: pair[0]) for offset in (at - _SPOKE, at))
        lately = [known for _, known in self._named[max(first, last - _FEW) : last]]
        fits = {
            known.name: known
            for known in lately
            if not known.body
            and known.gender in ("", gender)
            and not (own and known.name == speaker)
            and (known.gender or known.offices or known.spoke or " " in known.name)
        }
        if speaker in fits and not any(self._beside(known, fits[speaker], at) for known in fits.values()):
            return speaker
        known_speaker = any(known.name == speaker for known in lately)  # and of the other gender, since it does not fit
        if (
            not fits
            and not own
            and not known_speaker
            and speaker.istitle()
            and " and " not in speaker
            and not self.is_body(speaker)
        ):
            return speaker
        return next(iter(fits)) if len(fits) == 1 else ""

    def place(self, kind: str, at: int) -> str:
        """Return “the town of Osk” for “the town” at `at`, if that is what the text named last."""
        above = self._text[max(0, at - _SPOKE) : at]
        named = re.findall(rf"\b[Tt]he ({kind}|{kind.rstrip('y')}(?:s|ies)) of ((?:[A-Z][\w’'-]*\s?)+)", above)
        return f"the {kind} of {named[-1][1].strip()}" if named and named[-1][0] == kind else ""

    @staticmethod
    def _beside(one: Known, other: Known, at: int) -> bool:
        """Return whether somebody else is named in the line where the other one was named last."""
        mine, theirs = one.last(at), other.last(at)
        return one is not other and mine is not None and theirs is not None and mine[1] == theirs[1]

    @staticmethod
    def _rivals(one: Known, other: Known, at: int) -> bool:
        """Return whether two were last named in the same line, and nothing else tells them apart."""
        if one is other or one.last_said(at) >= 0:
            return False
        mine, theirs = one.last(at), other.last(at)
        return mine is not None and theirs is not None and mine[1] == theirs[1] and mine[0] != theirs[0]

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


def _is_list(inside: list[Token]) -> bool:
    """Return whether these are several names: “Lee, Ray and Torm”, but not “Lee, the mayor of Brenn and Osk”."""
    behind = [inside[k + 1] for k in range(len(inside) - 1) if inside[k].tag == "," or inside[k].low == "and"]
    return any(word.low == "and" for word in inside) and all(word.tag == "NAME" for word in behind)


def _is_pair(printed: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]\w+ and [A-Z]\w+", printed))


def _tidy(printed: str) -> str:
    """Return the name without a possessive’s ending, and without an article before it."""
    return re.sub(r"^[Tt]he\s+(?=[A-Z])", "", re.sub(r"[’']s$", "", printed.strip(" ,")))
