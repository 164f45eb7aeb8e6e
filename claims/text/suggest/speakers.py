"""Identify a source: the name as printed, or the last earlier name that fits, with the reason in words.

A pronoun or a title refers to somebody named earlier whose nation, office and number agree; never to somebody named
later. If nobody fits, it stays as printed.
"""

import re
from bisect import bisect_left

from claims.text.suggest.clauses import head
from claims.text.suggest.introduced import Named
from claims.text.suggest.lexicon import Lexicon
from claims.text.suggest.named import Known
from claims.text.suggest.passages import Passage
from claims.text.suggest.tokens import Token
from claims.text.words import Span

_PERSON = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_BODY = frozenset(["it", "its", "they", "their", "them"])
_NONE = frozenset(["neither", "either", "no", "nobody", "none", "no-one", "not", "hardly", "scarcely", "barely"])
_GIVEN = frozenset(["report", "statement", "announcement", "declaration"])
_PARAGRAPH = 1200  # characters: how far above “the report” somebody spoke who gave it
_RELATIVE = frozenset(["who", "which", "that"])
_SPOKE = 600  # characters: somebody who spoke is preferred over somebody named more recently by up to this distance
_MEMORY = 120  # names; “he” or “the minister” cannot mean somebody named longer ago
_FEW = 20  # speakers, likewise
_TITLES = 40  # characters of titles before a name
_LONG = 80  # characters; a longer source is shown by the name in it


class Cast(Named):
    """Everybody named in a passage, and whom the next pronoun or title means. Query it in the order of the text.

    `above`: how many lines of the article are above the passage.
    """

    def __init__(self, passage: Passage, lexicon: Lexicon, above: int = 0) -> None:
        super().__init__(passage, lexicon, above)
        self._speakers: list[Known] = []  # in the order in which they spoke

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
