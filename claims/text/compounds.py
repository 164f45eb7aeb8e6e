"""Words that say several things at once, taken apart: only where each part is a fact by itself, else left whole.

`Hadrut and Fuzuli are not held` is two facts, `Hadrut and Fuzuli are far apart` is one. A part keeps what its
conjuncts share (who, when, negation, attribution); when the reading is unclear the whole is the only part. English.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.text.figures import Figure, figures
from claims.text.numerals import listed
from claims.text.words import Span

_MOST = 8  # parts of one claim; more is an enumeration that a person cuts better
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Part:
    """`pieces`: spans into the text, in order, as the claim's words. `words`: the same words as one phrase, with the
    verb and the place noun in the singular where only one is left, and the counted noun where it was understood."""

    pieces: list[Span]
    words: str


def parts(text: str, content: Sequence[Span], subject: str = "", language: str = "en") -> list[Part]:
    """The facts that the content states, in order; one part, the whole, when there is nothing to take apart or the
    reading is unclear. `subject` stands before the words of a part that begins with its verb."""
    view = _unquoted(_View.of(text, sorted(content)))
    cut = [view]
    if language.split("-")[0].lower() == "en" and not _SENTENCES.search(view.text):
        cut = _apart(view, _DEEPEST)
    if not 1 < len(cut) <= _MOST:
        cut = [view]
    found = []
    for part in cut:
        words = re.sub(r"^that\s+(?=\w+\s)", "", part.words()) if len(cut) > 1 else part.words()
        first = words.split(" ", 1)[0].lower()
        if (
            subject
            and first not in _AUXILIARIES
            and _is_past(first, strict=True)
            or (subject and first in _AUXILIARIES)
        ):
            words = f"{subject} {words}"
        found.append(Part(part.pieces(text), words))
    return found


_SENTENCES = re.compile(r"[.!?…][\"”’')]*\s+[\"“‘(]?[A-Z“\"]|(?:”|\"|'')\s+(?:“|\"|'')")
_MARKS = re.compile(r"[“”\"„«»]|''")


def _unquoted(view: "_View") -> "_View":
    """Without a pair of quotation marks around the whole; the marks are nobody's words."""
    marks = list(_MARKS.finditer(view.text))
    if len(marks) == 2 and not view.text[: marks[0].start()].strip() and not view.text[marks[1].end() :].strip(" .,"):
        return view[marks[0].end() : marks[1].start()].stripped()
    return view


def statement(words: str, speaker: str = "", verb: str = "") -> str:
    """A sentence that stands alone: what is held, behind who holds it where that is known (`Ann Oakes claimed that …`;
    without a verb that takes a clause, `According to Ann Oakes, …`). Made of the article's words and the speaker."""
    words = " ".join(words.split()).strip(" ,;:–—")
    words = re.sub(r"^(?:that|and|but)\s+", "", words, flags=re.IGNORECASE).rstrip(".")
    if not words:
        return ""
    end = "" if words[-1] in "?!…" else "."
    speaker = " ".join(speaker.split()).rstrip(".")
    if speaker:
        first = words.split(" ", 1)[0]
        if first in _SMALL_AT_START:
            words = first[0].lower() + words[1:]
        joint = f"{verb} that" if _TAKES_CLAUSE.fullmatch(verb) else ""
        words = f"{speaker} {joint} {words}" if joint else f"According to {speaker}, {words}"
    return words[0].upper() + words[1:] + end


_TAKES_CLAUSE = re.compile(
    r"(?:(?:has|have|had|also|again|later|repeatedly)\s)*(?:sa(?:ys|id|y)|claim(?:s|ed)|insist(?:s|ed)|add(?:s|ed)"
    r"|stat(?:es|ed)|announc(?:es|ed)|declar(?:es|ed)|report(?:s|ed)|argu(?:es|ed)|maintain(?:s|ed)|warn(?:s|ed)"
    r"|admit(?:s|ted)|conced(?:es|ed)|confirm(?:s|ed)|alleg(?:es|ed)|believ(?:es|ed)|th(?:inks|ought)|predict(?:s|ed)"
    r"|acknowledg(?:es|ed)|writes|wrote|not(?:es|ed)|explain(?:s|ed)|suggest(?:s|ed)|assert(?:s|ed)|stress(?:es|ed))"
)
_SMALL_AT_START = frozenset(
    listed(
        "The A An His Her Its Their Our My This That These Those He She It They We There Some Many Most All No Several"
        " About More Less At Over In On Since After Before During Up Nearly Almost Around Only Both Each Two Three Four"
        " Five Six Seven Eight Nine Ten Dozens Hundreds Thousands"
    )
)

# --- a phrase made of several spans ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _View:
    """`text` is what the claim says in one phrase; `at[i]` is where character i stands in the block, -1 for a blank
    that was put in. `edits` say what `words` has instead of a stretch of the block: (start, end, words)."""

    text: str
    at: tuple[int, ...]
    edits: tuple[tuple[int, int, str], ...] = ()

    @classmethod
    def of(cls, text: str, spans: Sequence[Span]) -> "_View":
        view = cls("", ())
        for start, end in spans:
            view += cls(text[start:end], tuple(range(start, end)))
        return view

    def __getitem__(self, span: slice) -> "_View":
        return _View(self.text[span], self.at[span], self.edits)

    def __add__(self, other: "_View") -> "_View":
        one, two = self.stripped(), other.stripped()
        edits = tuple(dict.fromkeys((*one.edits, *two.edits)))
        if not one.text or not two.text:
            return _View(one.text or two.text, one.at or two.at, edits)
        gap = "" if two.text[0] in ".:!?)”’" else " "
        return _View(one.text + gap + two.text, (*one.at, *[-1] * len(gap), *two.at), edits)

    def stripped(self) -> "_View":
        first = len(self.text) - len(self.text.lstrip(" \t\n\u00a0,;"))
        last = max(first, len(self.text.rstrip(" \t\n\u00a0,;")))
        return self[first:last]

    def edited(self, start: int, end: int, words: str) -> "_View":
        """Reads `words` there; the pieces stay as they are."""
        return _View(self.text, self.at, (*self.edits, (self.at[start], self.at[end - 1] + 1, words)))

    def pieces(self, block: str) -> list[Span]:
        spans: list[Span] = []
        for char, position in zip(self.text, self.at, strict=True):
            if position < 0:
                continue
            if spans and position - spans[-1][1] in (0, 1) and not block[spans[-1][1] : position].strip():
                spans[-1] = (spans[-1][0], position + 1)
            elif not char.isspace():
                spans.append((position, position + 1))
        return spans

    def words(self) -> str:
        said, instead = [], {start: (end, words) for start, end, words in self.edits}
        until = -1
        for char, position in zip(self.text, self.at, strict=True):
            if 0 <= position < until:
                continue
            if position in instead:
                until, words = instead[position]
                said.append(words)
            else:
                said.append(char)
        return " ".join("".join(said).split()).strip(" ,;")


# --- taking apart ----------------------------------------------------------------------------------------------------

_AUXILIARIES = frozenset(
    listed(
        "is are was were am be been has have had do does did will would can could may might shall should must isn't"
        " aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't"
    )
)
_BE = frozenset(listed("is are was were am be been being isn't aren't wasn't weren't"))
_HAVE = frozenset(listed("has have had hasn't haven't hadn't"))
_PAST = frozenset(
    listed(
        "took gave made went came got lost won held left kept met sent built bought brought caught fought found"
        " fell felt"
        " fled flew grew hit laid led let paid put quit ran rose saw sold set shot shut sank spent spoke stole stood"
        " struck swore swept taught threw wore wrote became began broke chose drew drove ate rode sought shook"
        " said told"
        " blew cut dealt dug hid knew thought understood withdrew overran overthrew forbade beat bore sprang shed"
        " burnt learnt spilt"
    )
)
#: In the present tense only what is no plural noun as well.
_PRESENT = frozenset(
    listed(
        "remains seems appears continues becomes contains includes wants says believes knows requires allows provides"
        " insists denies keeps gives makes takes lies exists belongs depends consists refuses expects"
    )
)
_NOT_PAST = frozenset(
    listed(
        "armed armoured armored wounded injured displaced detained occupied unmanned united mixed limited skilled"
        " related"
        " aged organised organized advanced guided disabled retired alleged suspected damaged supposed so-called"
        " hundred"
        " need indeed speed feed seed weed bleed breed exceed succeed proceed sacred naked wicked rugged red bed"
        " interested experienced educated talented gifted registered trained motorised motorized mechanised mechanized"
    )
)
#: Behind "and", with a bare noun as their object, these are verbs all the same.
_TRANSITIVE = frozenset(
    listed(
        "launched deployed destroyed captured killed seized shelled attacked bombed fired announced accused ordered"
        " provided received received supplied imposed arrested charged signed rejected denied demanded called urged"
        " promised offered raised closed opened introduced approved banned blocked hired fined sentenced released"
        " issued"
        " published caused entered crossed reached retook recaptured liberated repelled thwarted downed intercepted"
        " evacuated rescued treated tested registered recorded reported expelled summoned suspended resumed halted cut"
        " sent took held made gave sold bought built lost won brought shot struck met left"
    )
)
_OBJECT_STARTS = frozenset(
    listed(
        "the a an his her its their our my your this that these those some all both many several more most at"
        " about over"
        " up nearly almost around only no another one two three four five six seven eight nine ten him them it us in on"
        " to for from with by into against of as under after before during since through across near out off back down"
        " hundreds thousands dozens"
    )
)
_SUBORDINATE = frozenset(
    listed(
        "who which whose whom when where while because if unless although though whether after before until once"
        " as than"
        " that what how why"
    )
)
_NEGATIONS = frozenset(listed("not never no nor neither hardly barely n't cannot without none"))
_TOGETHER = re.compile(
    r"\b(?:both|either|neither|between|together|jointly|combined|respectively|altogether|overall|in (?:all"
    r"|total)|totals?"
    r"|totall?(?:ed|ing)|each other|one another|each|mutual(?:ly)?|bilateral|including|of whom|of which|or|nor"
    r"|versus|vs)\b",
    re.IGNORECASE,
)
#: What two do with each other: one fact about both.
_SYMMETRIC = re.compile(
    r"\b(?:met|meet(?:s|ings?)?|agree\w*|disagree\w*|differ\w*|talks?|negotiat\w+|discuss\w*|war|wars"
    r"|conflicts?|clash\w*"
    r"|fought|fight(?:s|ing)?|border\w*|relations?|relationship|ties|alliance|allies|allied|partners?|enem(?:y"
    r"|ies)|rivals?"
    r"|friends?|neighbou?r\w*|married|marriage|divorced|merg\w+|unit(?:e|ed|es)|joint|joined|link\w*"
    r"|connect\w*|separat\w*"
    r"|divid\w+|distance|apart|similar|different|same|equal\w*|compar\w*|mix\w*|shar\w+|cooperat\w*|compet\w+"
    r"|trade[ds]?"
    r"|truce|ceasefire|peace|treaty|deal|pact|accord|common|odds|close|linked|split|tied|drew|played|spoke|speak\w*"
    r"|contact|exchang\w+|brothers?|sisters?|twins|couple|pair|team|duo|road|railway|highway|flights?|line)\b",
    re.IGNORECASE,
)
_PLACES = {
    f"{word[:-1]}ies" if word.endswith("y") else f"{word}s": word
    for word in listed(
        "town city village airbase base district region province settlement airport port area suburb county state"
        " island"
        " camp prison hospital school station factory plant embassy consulate neighbourhood neighborhood governorate"
        " municipality municipality valley bridge dam mine refinery depot barracks airfield checkpoint capital"
        " hill height"
    )
}
_TOKEN = re.compile(r"[^\W_](?:[\w’'‑-]|\.(?=\w)|,(?=\d))*")
_JOINT = re.compile(
    r"\s*,?\s+(?:and|but)\s+(?:(?:also|then|later|even|subsequently)\s+)?|\s*;\s*(?:and\s+|but\s+)?", re.IGNORECASE
)
_CAPITAL = r"(?:[A-ZÀ-ÞĀ-Ž][\w’'-]*\w|[A-Z])"
_NAME = rf"(?:{_CAPITAL}(?:\s(?:al-|el-|de\s|la\s|von\s|van\s)?{_CAPITAL}){{0,3}})"
_NAMES = re.compile(rf"(?P<first>{_NAME})(?:,\s{_NAME})*(?P<joint>,?\s(?:and)\s)(?P<last>{_NAME})(?![\w’'])")
_EACH_NAME = re.compile(_NAME)
_NOT_NAMES = frozenset(
    listed(
        "The A An In On At By For From To Of And But Or If When While After Before Since As He She It They We I"
        " This That"
        " These Those There His Her Its Their Our Both Either Neither Between Not No President Minister Mr Mrs Ms"
        " Dr CEO"
        " Chairman Founder Director Editor Chief Monday Tuesday Wednesday Thursday Friday Saturday Sunday January"
        " February"
        " March April May June July August September October November December"
    )
)
#: Heads of names that have "and" inside: Ministry of Health and Welfare, Energy and Commerce Committee.
_BODIES = re.compile(
    r"\b(?:Ministr(?:y|ies|er)|Departments?|Institutes?|Bureau|Offices?|Committees?|Cent(?:er|re)s?|Schools?"
    r"|Secretar(?:y|iat)"
    r"|Academy|Museum|Board|Council|House|Bank|Church|Universit(?:y|ies)|College|Chamber|Faculty|Foundation"
    r"|Agency|Journal"
    r"|Commission|Administration|Authority|Association|Society|Union|Federation|Organi[sz]ation|Service"
    r"|Services|Group|Fund"
    r"|Court|Company|Corporation|Inc|Ltd|Llp|Partners|Sons|Brothers|Co|Act|Bill|Law|Division|Directorate|Commissioner"
    r"|Professor|Chair|Republic|Kingdom|Islands?|Order|Treaty|Agreement|Party|Times|News|Post|Review|play|film"
    r"|movie|book"
    r"|novel|band|musical|opera|series|firm|brand|song|album)\b"
)
_FIXED = re.compile(
    r"\b(?:Bosnia|Herzegovina|Trinidad|Tobago|Antigua|Barbuda|Kitts|Nevis|Grenadines|Príncipe|Principe|Caicos|Labrador"
    r"|Futuna|Miquelon|Romeo|Juliet|Adam and Eve|Cain|Abel|Sodom|Rosencrantz|Tom and Jerry|Tyne|Wear|Sons"
    r"|Johnson and Johnson"
    r"|Marks and Spencer|Procter|Ernst|Standard and Poor|Barnes|Noble|Church and State|War and Peace)\b"
)
_BEHIND_NAMES = frozenset(
    listed(
        "in on at by for from to of with into onto over under near during since after before until through"
        " against as is"
        " are was were has have had do did does will would can could may might shall should must remain remains"
        " remained"
        " stay stays stayed still also not never this last next yesterday today earlier later while when where"
        " which who"
        " that because amid despite without within along around across again"
    )
)
_BEFORE_PLACES = frozenset(listed("in at near around outside inside across into against"))
_STATES = re.compile(
    r"\s(?:(?:are|were|remain|remained|have been|had been|will be|stay|stayed|do|did|have|had|will|would|can|could)\b)",
    re.IGNORECASE,
)
_SINGULAR = {"are": "is", "were": "was", "have": "has", "remain": "remains", "stay": "stays", "do": "does"}
_WHEN_TAIL = re.compile(
    r"[\s,]+(?:(?:on|in|during)\s(?:(?:early|late|mid"
    r"|the)[\s-])?(?:[A-Z][a-z]+day\b|January"
    r"|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d|\d{1,2}\s[A-Z]"
    r"|(?:past|last|previous|same|next)\s)[\w\s,.]{0,24}|(?:last|this|next)\s(?:week|month|year|night|summer"
    r"|winter|spring"
    r"|autumn|fall|[A-Z][a-z]+)|yesterday|today|overnight)[.\s”\"]*$"
)
_SUBJECT = re.compile(
    r"(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I|[Yy]ou|[Tt]here|[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur"
    r"|[Mm]y|[Tt]his"
    rf"|[Tt]hese|[Tt]hose|[Ss]ome|[Mm]any|[Aa]ll|[Nn]o|[Oo]nly|[Aa]bout|\d[\d,.]*)\s|{_CAPITAL}[\s’']"
)
_PRONOUN = re.compile(r"(?:he|she|it|they|we|I|there)\s")
_NOUN_ING = frozenset(
    listed(
        "building meeting housing funding spending morning evening nothing something anything everything king"
        " ring thing"
        " string spring wing being during including according following concerning regarding beginning ceiling feeling"
        " wedding clothing ending outstanding leading ongoing incoming upcoming remaining existing surrounding"
    )
)


def _apart(view: _View, deepest: int) -> list[_View]:
    """The view taken apart, each part again, until nothing more comes apart."""
    if deepest and view.text:
        for cut in (_clauses, _verbs, _doings, _counted, _named, _denied):
            found = cut(view)
            if len(found) > 1:
                return [part for piece in found for part in _apart(piece, deepest - 1)]
    return [view]


def _tokens(text: str) -> list[tuple[str, int, int]]:
    return [(m.group(), *m.span()) for m in _TOKEN.finditer(text)]


def _is_past(word: str, strict: bool = False) -> bool:
    small = word.lower()
    return small in _PAST or (
        small.endswith("ed") and len(small) > 3 and small not in _NOT_PAST and (not strict or "-" not in small)
    )


def _finite(text: str) -> int | None:
    """Where the first finite verb of a clause begins; None without one, or when only a subordinate clause has it.
    An introduction that a comma closes (`after the drills, …`) is not looked at."""
    tokens = _tokens(text)
    for at, (word, start, _) in enumerate(tokens):
        small = word.lower().replace("’", "'")
        if small in _SUBORDINATE and at:
            return None
        if small in _AUXILIARIES or (at and small in _PRESENT):
            return start
        if at and _is_past(word, strict=True) and not _is_adjective(tokens, at, text):
            return start
    return None


def _is_adjective(tokens: list[tuple[str, int, int]], at: int, text: str) -> bool:
    """A word in -ed right behind an article or a number, with a noun behind it: `the destroyed bridge`."""
    word, before = tokens[at][0], tokens[at - 1][0].lower() if at else ""
    if word.lower() in _PAST:
        return before in ("to", "the", "a", "an", "his", "her", "its", "their")
    return (
        before in ("the", "a", "an", "his", "her", "its", "their", "of", "in", "with", "newly", "recently")
        or before.isdigit()
    )


def _main(text: str) -> tuple[int, int] | None:
    """(where the subject begins, where its verb does) of a clause, past an introduction that a comma closes."""
    begin = 0
    first = _TOKEN.search(text)
    if first and first.group().lower() in ("that",):
        begin = first.end()
        first = _TOKEN.search(text, begin)
    if first and first.group().lower() in (
        *listed("after before since in on during at by when while as with despite according following amid under"),
    ):
        comma = re.search(r",\s", text[begin:])
        if not comma:
            if first.group().lower() in listed("after before when while as according following despite with"):
                return None
        else:
            begin += comma.end()
    verb = _finite(text[begin:])
    return None if verb is None else (begin, begin + verb)


def _unbroken(text: str) -> bool:
    """Quotation marks and brackets are whole, so that a cut does not leave half of a pair."""
    return text.count("“") == text.count("”") and text.count("(") == text.count(")") and text.count('"') % 2 == 0


# each cut: the parts, or [] when it finds nothing to cut


def _clauses(view: _View) -> list[_View]:
    """`A did this, and B did that`: two clauses, each with its subject and its verb."""
    text = view.text
    if re.match(
        r"\s*(?:if|unless|whether|when|because|although|though|while|how|what|why|who|where)\b", text, re.IGNORECASE
    ):
        return []
    for joint in re.finditer(
        r"(?:[,;]\s+|\s)(?:and|but|while|whereas)\s+(?:that\s+|(?:in fact|then|now|therefore|thus|later),?\s+)?|;\s+",
        text,
    ):
        left, right = text[: joint.start()], text[joint.end() :]
        subject = _SUBJECT.match(right)
        if not subject or not _unbroken(left):
            continue
        comma = joint.group().lstrip()[0] in ",;" or len(joint.group().split()) > 1
        if not comma and (not _PRONOUN.match(right) or "wh" in joint.group()):
            continue
        verb = _finite(right)
        if not verb or len(_tokens(right[:verb])) > 8 or re.search(r"[,;]|\s(?:and|or)\s", right[:verb]):
            continue
        if _main(left) is None or re.search(r"\b(?:either|whether|not only|if)\b", left, re.IGNORECASE):
            continue
        return [view[: joint.start()], view[joint.end() :]]
    return []


def _verbs(view: _View) -> list[_View]:
    """`His men took 300 tanks and wrecked 6 guns`: one subject, two verbs with an object each."""
    text = view.text
    opening = _tokens(text[:80])
    subjectless = len(opening) > 1 and _is_past(opening[0][0], strict=True) and _direct_object(opening)
    main = (0, opening[0][1]) if subjectless else _main(text)
    if main is None or re.search(r"\bnot only\b", text, re.IGNORECASE):
        return []
    _, verb = main
    if re.search(r"[’'](?:s|d|re|ve|ll)\s+$", text[:verb]) and re.match(r"\s*(?:that\s+)?\w+[’']\w+\s+$", text[:verb]):
        return []  # he's had
    for joint in _JOINT.finditer(text, verb):
        if ";" in joint.group():
            continue
        behind = _tokens(text[joint.end() : joint.end() + 60])
        if not behind or not _unbroken(text[: joint.start()]) or re.search("[—…]", text[: joint.start()]):
            continue
        word = behind[0][0]
        last = _tokens(text[verb : joint.start()])[-1:]
        if word[0].isupper() or (last and _is_past(last[0][0], strict=True)):
            continue  # sent and received it
        if len(behind) > 1 and behind[1][0] in ("I", *listed("we he she they you it")):
            continue
        auxiliary = word.lower().replace("’", "'") in _AUXILIARIES
        if not auxiliary and not (_is_verb(behind) and _takes_object(behind)):
            continue
        group = _verb_group(text[verb : joint.start()])
        if group is None:
            continue
        helpers, participle, objects = group
        if word.lower() in _AMBIGUOUS and (
            helpers or not _is_past(_tokens(text[verb:])[0][0]) or re.search(r"\bto\s", text[verb : joint.start()])
        ):
            return []
        if not objects or _has_relative(text[verb : joint.start()]):
            continue
        head = view[:verb]
        if not auxiliary and helpers:
            small = [helper.lower().replace("’", "'") for helper in helpers]
            negative = any(helper in _NEGATIONS or helper.endswith("n't") for helper in small)
            if small[0] in ("did", "didn't"):
                head = view[:verb]  # did not A, and Bed: the second stands by itself
            elif negative or (small[-1] in _BE and word.lower() not in _PAST and not _direct_object(behind)):
                return []
            elif small[0] in _HAVE and small[-1] not in _BE and participle:
                length = re.match(rf"(?:[\w’']+\s+){{{len(helpers)}}}", text[verb:])
                head = view[: verb + length.end()] if length else head
        one, two = view[: joint.start()], view[joint.end() :]
        when = _WHEN_TAIL.search(two.text)
        if when and not auxiliary and not _WHEN_TAIL.search(one.text) and _is_plain(two.text[: when.start()]):
            one = one + two[when.start() :]
        two = _understood(view[verb : joint.start()], two)
        return [one, head + two if not subjectless else two]
    return []


def _is_plain(text: str) -> bool:
    """A verb with a short object, so that a time behind it is the time of both verbs and not of something in it."""
    words = [word.lower() for word, _, _ in _tokens(text)]
    return 1 < len(words) < 7 and "," not in text and not _SUBORDINATE.intersection(words) and "of" not in words


def _is_verb(behind: list[tuple[str, int, int]]) -> bool:
    """Past tense; a word that is mostly an adjective (`wounded`) only with a number or an article behind it."""
    word, after = behind[0][0], behind[1][0].lower() if len(behind) > 1 else ""
    return _is_past(word, strict=True) or (
        word.lower() in _NOT_PAST and word.endswith("ed") and (after[:1].isdigit() or after in _DIRECT)
    )


#: The same in the infinitive: `would hurt some and cut taxes` has one helping verb for both.
_AMBIGUOUS = frozenset(listed("let put set cut hit quit shut split spread cost read beat bid shed do have be"))


def _takes_object(behind: list[tuple[str, int, int]]) -> bool:
    if len(behind) == 1:
        return False
    after = behind[1][0]
    return (
        after.lower() in _OBJECT_STARTS
        or after[0].isdigit()
        or after[0].isupper()
        or behind[0][0].lower() in _TRANSITIVE
    )


_DIRECT = frozenset(
    listed(
        "the a an his her its their our my this that these those some all many several about more at nearly almost two"
        " three four five six seven eight nine ten him them it"
    )
)


def _direct_object(behind: list[tuple[str, int, int]]) -> bool:
    after = behind[1][0] if len(behind) > 1 else ""
    return after[:1].isdigit() or after.lower() in _DIRECT


def _verb_group(text: str) -> tuple[list[str], bool, int] | None:
    """(the helping verbs and what stands among them, whether a participle follows them, number of words behind the
    verb) of what begins with a verb."""
    helpers: list[str] = []
    tokens = _tokens(text)
    for at, (word, _, _) in enumerate(tokens):
        small = word.lower().replace("’", "'")
        if small in _AUXILIARIES or (
            helpers and (small in _NEGATIONS or small in ("also", "still", "since", "now", "already"))
        ):
            helpers.append(word)
            continue
        return helpers, _is_past(word) or small.endswith(("en", "wn", "ne")), len(tokens) - at - 1
    return None


def _has_relative(text: str) -> bool:
    """A relative or subordinate clause stands open at the end: what follows may belong to it."""
    found = list(
        re.finditer(
            r"\b(?:who(?:ever|m)?|which|whose|that|what(?:ever)?|how|why|because|when|where|while|if|after|before)\b",
            text,
        )
    )
    return bool(found) and _finite(text[found[-1].end() :]) is not None


def _understood(one: _View, two: _View) -> _View:
    """`wounded 12` behind `killed 5 soldiers` reads `wounded 12 soldiers`; the pieces stay what they are."""
    bare = [f for f in figures(two.text) if f.kind in ("number", "count")]
    if len(bare) != 1 or bare[0].kind != "number" or two.text[bare[0].end :].strip(' .,;”"'):
        return two
    counted = [f for f in figures(one.text) if f.kind == "count"]
    if len(counted) != 1 or bare[0].value is None:
        return two
    return two.edited(bare[0].end - 1, bare[0].end, f"{two.text[bare[0].end - 1]} {counted[0].unit}")


_DOING = re.compile(
    r"\b(?:(?:been|is|are|was|were|be|began|started|stopped|continued?|continues|kept)\s(?:also\s|still\s|now\s)?"
    r"|(?:of|in|by|for|from|to|after|before|with)\s)(?P<first>(?:the\s)?[a-z]+ing)\b"
)


def _doings(view: _View) -> list[_View]:
    """`has been training men and taking part in the war`: one helping verb or preposition, two things done."""
    text = view.text
    for m in _DOING.finditer(text):
        if m["first"].split()[-1] in _NOUN_ING:
            continue
        for joint in re.compile(r",?\s+and\s+(?=(?:the\s|also\s)?([a-z]+ing)\b)").finditer(text, m.end()):
            between = text[m.end() : joint.start()]
            after = _tokens(text[joint.end() :])
            if (
                joint.group(1) in _NOUN_ING
                or len(after) < 2
                or not between.strip()
                or re.search(r"[;:]|\b(?:who|which|that|when)\b", between)
                or _TOGETHER.search(between)
            ):
                continue
            head = view[: m.start("first")]
            return [view[: joint.start()], head + view[joint.end() :]]
    return []


def _counted(view: _View) -> list[_View]:
    """`lost 300 tanks and 6 guns there`: counted things in a row, what stands before and behind is shared."""
    text = view.text
    if " and " not in text or _TOGETHER.search(text):
        return []
    found = [f for f in figures(text) if f.kind in ("count", "money", "percentage")]
    for at, first in enumerate(found[:-1]):
        row, edges = [first], [(_begin(text, first), _joint_after(text, first, found[at + 1]))]
        while edges[-1][1] is not None and at + len(row) < len(found):
            following = found[at + len(row)]
            row.append(following)
            after = found[at + len(row)] if at + len(row) < len(found) else None
            edges.append((_begin(text, following), _joint_after(text, following, after) if after else None))
        if len(row) < 2 or not any(
            re.search(r"\band\b", text[a.end : _begin(text, b)]) for a, b in zip(row, row[1:], strict=False)
        ):
            continue
        if _one_measure(row):
            continue
        last = row[-1]
        own = [text[f.end : edge[1]] for f, edge in zip(row, edges, strict=True) if edge[1] is not None]
        close = last.end
        if all(re.search(r"\sof\s", words) for words in own) and (m := _OF_WHOM.match(text, close)):
            close = m.end()
            own.append(m.group())
        else:
            own.append("")
        if len({f"{f.unit}{words}".lower() for f, words in zip(row, own, strict=True)}) < len(row):
            continue
        tail = text[close:]
        if re.match(
            r"\s*(?:,?\s*(?:who|which|that|whose|of|and|each|ago|later|earlier)\b|[-’'])", tail
        ) or _SYMMETRIC.match(tail.strip()):
            continue
        if re.search(r"\b(?:from|than|ratio|with|of)\s*$", text[: edges[0][0]]):
            continue
        head, shared = view[: edges[0][0]], view[close:]
        ends = [edge[1] if edge[1] is not None else close for edge in edges]
        cut = []
        for (begin, _), end, figure in zip(edges, ends, row, strict=True):
            part = head + view[begin:end] + shared
            cut.append(_agreeing(part, head + view[begin:end]) if figure.value == 1 and not head.text.strip() else part)
        return cut
    return []


def _begin(text: str, figure: Figure) -> int:
    """Where the figure's phrase begins, with its modifier."""
    return max(0, figure.start - max(0, figure.words.find(text[figure.start : figure.end])))


def _joint_after(text: str, figure: Figure, following: Figure | None) -> int | None:
    """Where the figure's own words end, when the next one is joined to it by a comma or "and"."""
    if following is None:
        return None
    m = re.fullmatch(
        r"((?:\s[a-z][\w-]*){0,2}?(?:\sof(?:\s[\w’'-]+){1,3}?)?)(?:,\s|,?\sand\s(?:also\s)?)",
        text[figure.end : _begin(text, following)],
    )
    if not m or re.search(r"\b(?:and|in|on|at|to|for|by|with|from|killed|died|was|were)\b", m.group(1)):
        return None
    return figure.end + len(m.group(1))


_OF_WHOM = re.compile(
    rf"\sof(?:\s[\w’'-]+){{1,3}}?(?=\s(?:{'|'.join(sorted(_AUXILIARIES))}|sa(?:y|id)|want|think|believe|voted?"
    rf"|support(?:ed)?)\b"
    r"|[,.;]|$)"
)
_MEASURES = (
    frozenset(listed("year years month months week weeks day days hour hours minute minutes second seconds")),
    frozenset(
        listed("foot feet inch inches yard yards mile miles metre metres meter meters kilometre kilometres centimetres")
    ),
    frozenset(listed("pound pounds ounce ounces stone kilo kilos kilogram kilograms gram grams")),
    frozenset(listed("$ € £ dollars cents euros pence pounds")),
)


def _one_measure(row: list[Figure]) -> bool:
    """Two years and three months are one length of time."""
    return any(all(figure.unit.lower() in units for figure in row) for units in _MEASURES)


def _named(view: _View) -> list[_View]:
    """`the towns of Hadrut and Fuzuli are not held`, `at the bases of Ganja and Qabala`: names in a row."""
    text = view.text
    for m in _NAMES.finditer(text):
        names = list(_EACH_NAME.finditer(text, m.start(), m.end()))
        before, behind = text[: m.start()], text[m.end() :]
        first = names[0].group().split()
        while first and first[0] in _NOT_NAMES and len(first) > 1:  # In Hadrut and Fuzuli
            before += first.pop(0) + " "
        starts = [m.end("first") - len(" ".join(first)), *(n.start() for n in names[1:])]
        printed = [" ".join(first), *(n.group() for n in names[1:])]
        if (
            any(word in _NOT_NAMES for name in printed for word in name.split())
            or len({word.lower() for word in printed}) < len(printed)
            or _BODIES.search(text[max(0, m.start() - 25) : m.end()])
            or _FIXED.search(m.group())
            or not _ends_names(behind)
        ):
            continue
        cut = _each_named(view, before, starts, [n.end() for n in names], behind)
        if cut:
            return cut
    return []


def _ends_names(behind: str) -> bool:
    m = re.match(r"[\s]+([\w’'-]+)", behind)
    return not m or m.group(1).lower() in _BEHIND_NAMES


def _each_named(view: _View, before: str, starts: list[int], ends: list[int], behind: str) -> list[_View]:
    if _TOGETHER.search(before) or _TOGETHER.search(behind):
        return []
    words = [word for word, _, _ in _tokens(before)]
    previous = words[-1].lower() if words else ""
    introduced = re.fullmatch(
        r"\s*(?:that\s+)?(?:(?:the\s)?(?:[a-z]+\s)?(?P<noun>\w+)\s(?:of|in|at|near|around|outside)\s)?",
        before[before.rfind(", ") + 1 :],
        re.IGNORECASE,
    )
    place = next((word for word in reversed(words[-3:]) if word.lower() in _PLACES), None)
    state = bool(introduced and (introduced["noun"] is None or introduced["noun"].lower() in _PLACES)) and (
        _STATES.match(behind) is not None
    )
    symmetric = _SYMMETRIC.search(_beginning(behind) if state else f"{' '.join(words[-6:])} {behind[:60]}")
    met = previous in ("met", "visited") or (previous == "with" and words[-2:-1] == ["met"])
    distributive = (
        state
        or (place and previous in ("of", "in", "at", "near", "around", "outside"))
        or previous in _BEFORE_PLACES
        or (len(words) > 1 and _is_past(previous, strict=True) and previous not in _BE and not _PAIRS.match(previous))
        or met
    )
    if not distributive or (symmetric and not (met and symmetric.group().lower() in ("met", "visited"))):
        return []
    if state and re.search(r"\b(?:they|their|them|themselves)\b", behind):
        return []
    following = re.match(r"\s(\w+)", behind)
    if following and following.group(1).lower() == previous:  # Smith in Iowa and Jones in Ohio
        return []
    head, tail = view[: starts[0]], view[ends[-1] :]
    if place:
        at = head.text.rfind(place)
        singular = _PLACES[place.lower()]
        head = head.edited(at, at + len(place), singular if place[0].islower() else singular.capitalize())
    cut = []
    for start, end in zip(starts, ends, strict=True):
        part = head + view[start:end]
        cut.append(_agreeing(part + tail, part) if state else part + tail)
    return cut


def _beginning(text: str) -> str:
    """The first five words: the predicate, without what it is about."""
    return " ".join(word for word, _, _ in _tokens(text)[:5])


_PAIRS = re.compile(
    r"(?:compar|combin|unit|merg|mix|marri|separat|link|connect|divid|join|reconcil|distinguish|equat|match"
    r"|pair|said|told|named|called)"
)


def _agreeing(whole: _View, subject: _View) -> _View:
    """With the verb behind the subject in the singular."""
    at = len(subject.stripped().text)
    m = re.match(r"\s+(are|were|have|remain|stay|do)\b", whole.text[at:])
    if not m or m.group(1) not in _SINGULAR:
        return whole
    return whole.edited(at + m.start(1), at + m.end(1), _SINGULAR[m.group(1)])


_TWO_DENIED = re.compile(
    r"\s*(?:that\s+)?(?P<one>(?:[\w’'-]+\s){1,5}?)and\s(?P<two>(?:[\w’'-]+\s){1,5}?)"
    r"(?P<verb>(?:are|were|do|did|have|had|will|would|can|could)\s(?:not|never|no longer)\b|(?:aren|weren|don"
    r"|didn|haven|hadn|won|wouldn|can|couldn)[’']t\b)"
)


def _denied(view: _View) -> list[_View]:
    """`the army and the militia do not take part`: what is denied of two is denied of each."""
    m = _TWO_DENIED.match(view.text)
    if not m or _TOGETHER.search(view.text) or _SYMMETRIC.search(_beginning(view.text[m.start("verb") :])):
        return []
    one, two = m["one"].split(), m["two"].split()
    if any(word.lower() in _LITTLE or word.lower() in _AUXILIARIES for word in (*one[1:], *two[1:])):
        return []
    if any(_is_past(word, strict=True) for word in (one[-1], two[-1])):
        return []
    bodies = _BODIES.search(m["one"]) or _FIXED.search(m.group())
    if bodies or re.search(r"\b(?:their|them|themselves)\b", view.text[m.end() :]):
        return []
    tail = view[m.start("verb") :]
    return [view[m.start("one") : m.end("one")] + tail, view[m.start("two") : m.end("two")] + tail]


_LITTLE = frozenset(listed("of in on at to for from by with who which that as than or but if when"))
