"""The figures of a text: what is counted, measured, priced, dated or ranked, never a name that has digits in it.

A figure's span holds the number and its unit (`300 Armenian battle tanks`); `words` is the whole phrase with its
modifier (`about 300 Armenian battle tanks`). Offsets are code points. English in full; of other languages what is
written in digits.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from claims.text.numerals import (
    DIGITS,
    FOREIGN_SCALES,
    ONES,
    ORDINAL,
    PARTS,
    SCALES,
    SPELLED,
    TENS,
    VAGUE,
    digits_value,
    listed,
    ordinal_value,
    spelled_value,
)
from claims.text.words import Span

NUMBER, COUNT, PERCENTAGE, MONEY, SHARE, AGE, ORDER, DATE, TIME = (
    "number",
    "count",
    "percentage",
    "money",
    "share",
    "age",
    "ordinal",
    "date",
    "time",
)
ABOUT, MORE, LESS, AT_LEAST, AT_MOST = "about", "more_than", "less_than", "at_least", "at_most"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` (and `high`, of a range) has at most 18 digits before the point and 6 behind it; None where the words
    give no number (`dozens`), for dates and for times of day. `unit` as printed: the counted noun without whose it
    is (`battle tanks`), `%`, `$`, `years`. `modifier` is "", about, more_than, less_than, at_least or at_most.
    A share (`a third of voters`) has a value between 0 and 1 and the shared noun as its unit."""

    start: int
    end: int
    value: Decimal | None
    high: Decimal | None
    unit: str
    modifier: str
    kind: str
    words: str


# --- never a figure --------------------------------------------------------------------------------------------------

_LABELS = (
    r"(?i:pages?|paragraphs?|articles?|sections?|chapters?|resolutions?|flight|route|highway|interstate|channel|phase"
    r"|stage|level|tier|version|volume|vol\.?|nos?\.|number|season|episode|clause|amendment|proposition|prop\.?|psalm)"
    r"|Room|Type|Class|Grade|Act|Scene|Part|Title|Rule|Measure|Question|Exhibit|Count|Form|Fig\.?|Figure|Table|Box"
    r"|Platform|Gate|Terminal|Building|Unit|Studio|Pier|Ward|District|Precinct|Zone|Sector|Area|Track|Group|Lot|Model"
    r"|Boeing|Airbus|Apollo|Formula|Windows|Galaxy|iPhone|iPad|iOS|Android|Xbox|PlayStation|Super Bowl|World War"
    r"|Fortune|Nasdaq|NASDAQ|FTSE|S&P|DAX|CAC|Nikkei|Russell|Falcon|Soyuz|Camp|Brigade|Battalion|Bill|Order|Directive"
)
_NEVER = re.compile(
    r"https?://\S+|www\.\S+|\b[\w.+-]{1,64}@\S{1,250}|(?<!\w)[#@]\w+"
    # S-300 · F-16s · COVID-19 · T-72B3 · G20; but mid-2019 and US$5 are none
    r"|(?<![\w$€£])(?!(?:mid|pre|post|early|late|USD?|EUR|GBP|Rs|AZN|AMD|RUB|non)[-‑]?\d)"
    r"[^\W\d_]+[-‑–]?\d[\w]*(?:[-‑/]\w+)*"
    r"|(?<![\w.,])\d+[A-Z]+\d[\w-]*|(?<![\w.,])\d+x\d+\b|\b[2-6][DG]\b|\b[48]K\b"
    r"|\b(?:9/11|7/7|24/7|50[/-]50|20/20|7-Eleven|Catch[- ]22)\b"
    # telephone numbers, addresses of machines, versions
    r"|(?<!\w)\+\d[\d ()./-]{6,}\d|\(\d{3}\)\s?\d{3}[-. ]\d{4}\b|\b\d{3}[-.]\d{3}[-.]\d{4}\b|\b[58]00-\d{3,4}-\d{4}\b"
    r"|\b555-\d{4}\b|\b\d+(?:\.\d+){3,}\b"
    # 401(k), chapter and verse, 5/12, numbers of a machine
    r"|\b\d+\([a-z0-9]\)|\b\d{1,3}:\d{1,3}[-–]\d{1,3}\b|\b\d{1,3}:\d(?!\d)"
    r"|(?<![\d/])(?!(?:1/[2-8]|[23]/[345]|4/5|5/8)\b)\d{1,2}/\d{1,2}(?![\d/])"
    r"|(?<![\d.,])\d{13,}"
    r"|=\"\d+|\b\d['’]\d\d?\b"
    rf"|(?<!\w)(?:{_LABELS})\s(?:[Nn]o\.?\s)?\d[\d.,()-]*\b"
    r"|(?m:^)\s*(?:\(?\d{1,2}[.)]|\[\d{1,3}\])(?=\s)|(?<=[.”\"’])\[\d{1,3}\]"
)
_NEVER_WORDS = re.compile(
    r"\b(?:(?:no|any|every|some|each|this|that|which|the|another|other|loved|only|not a?|a|than|wrong|right|right|last"
    r"|’s|'s)[ -]one|one (?:of|another|by one|after|at a time|day|thing|way|hand|side|point|reason|more|who|that|which"
    r"|would|can|could|should|must|may|might|has|is|was|does|and only|or (?:the )?other|or another|or more)"
    r"|one['’]s|one-(?:time|off|on-one|sided|way|stop|of-a-kind|party|man|woman|size\S*)"
    r"|number (?:one|two|three)|day one|at one time"
    r"|two-(?:way|time|faced|tone|party|state)|three-way|(?:zero|four)[ -](?:tolerance|letter|star)"
    r"|five-star|nine[- ]to[- ]five|one and the same|high[- ]five|take two|sixth sense|one['’](?:d|ll))\b",
    re.IGNORECASE,
)

# --- dates, times, ages ----------------------------------------------------------------------------------------------

MONTHS = listed("January February March April May June July August September October November December")
_SHORT = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{_SHORT})(?:\.|\b))"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_WHEN = (
    r"(?:in|since|until|till|by|from|to|of|during|before|after|through|throughout|between|and|last|next|this|early|late"
    r"|around|every|each|on|for)"
)
_DATES_ANY = (
    re.compile(
        rf"\b{_YEAR}-\d\d-\d\d(?:T\d\d:\d\d\S*)?\b|(?<![\w.,/])\d{{1,2}}([/.-])\d{{1,2}}\1(?:{_YEAR}|\d\d)\b(?![/.,]\d)"
    ),
    re.compile(rf"(?<![\w.,$€£-]){_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d)\b(?![\w%,.-]\w)"),
)
_DATES = (
    re.compile(
        rf"\b{_MONTH}\s{_DAY}(?![\d%])(?!,\d{{3}})(?:\s?[-–]\s?(?:{_MONTH}\s)?{_DAY}(?!\d)|\sto\s{_MONTH}\s{_DAY}(?!\d)"
        rf"|\sand\s{_DAY}(?=[,.;)]))?(?:,?\s{_YEAR}\b)?"
    ),
    re.compile(
        rf"(?<![\w.,$-]){_DAY}(?:(?:\s?[-–]\s?|\s(?:and|to)\s){_DAY})?\s(?:of\s)?{_MONTH}(?!\w)(?:,?\s{_YEAR}\b)?"
    ),
    re.compile(rf"\b(?:{_MONTH}\s?[-–]\s?)?{_MONTH},?\s(?:of\s)?{_YEAR}\b"),
    re.compile(rf"(?:\b(?i:{_WHEN})\s|\b[Mm]id-)(?P<date>(?:{'|'.join(MONTHS)}|(?:{_SHORT})\.)(?![\w-]|\s[A-Z]))"),
    re.compile(r"\b(?:(?:1[5-9]|20)\d0|['’]?[2-9]0)s\b(?!-)|['’]\d0s\b"),
    re.compile(
        r"\b(?:(?:1\d|2[01]|\d)(?:st|nd|rd|th)|nineteenth|twentieth|eighteenth|twenty-first)[- ]centur(?:y|ies)\b"
    ),
    re.compile(
        rf"\b(?:[Bb]etween\s(?P<date>{_YEAR}\sand\s{_YEAR})|[Ff]rom\s(?P<dates>{_YEAR}\s(?:to|through|until)\s{_YEAR}))\b"
    ),
)
_YEAR_ALONE = re.compile(
    rf"(?<![\w.,$€£:/’'-])(?<!mid-){_YEAR}(?![\w%,]\w|[\w%]|[.:]\d|\s(?:million|billion|percent|per\s))"
)
_MID_YEAR = re.compile(rf"\bmid[-‑]({_YEAR})\b")
_YEAR_BEFORE = re.compile(
    rf"(?:\b(?:{_WHEN}|the|year|fiscal|early|mid|late|his|her|its|their|our|a|election|circa|spring|summer|autumn|fall"
    rf"|winter|season|class of)|[(\[]|’s|'s)\s?$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?<![\w.,:$])(?:1[0-2]|0?\d)(?:[:.][0-5]\d)?\s?(?:[aApP]\.[mM]|[aApP][mM])\b|(?<![\w.,:])(?:[01]?\d"
    r"|2[0-3]):[0-5]\d(?::[0-5]\d)?\b(?![:\d])"
)
_COUNTING = rf"(?:\d{{1,3}}|{SPELLED})"
_TO = r"(?:\s?[-–]\s?|-?\s?(?:to|and|or)[\s-])"
_AGES = (
    re.compile(
        rf"\b(?P<low>{_COUNTING})(?:{_TO}(?P<high>{_COUNTING}))?[-‑\s](?P<unit>years?|months?|weeks?"
        rf"|days?)[-‑\s]olds?\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:aged?|ages)\s(?:of\s)?(?:(?:between|from)\s)?(?P<low>{_COUNTING})(?:{_TO}(?P<high>{_COUNTING}))?\b"
        r"(?!\s?(?:%|per))",
        re.IGNORECASE,
    ),
    # Jane Smith, 34, said
    re.compile(r"(?<=[a-zà-ÿ]),\s(?P<low>[1-9]\d?|10\d)(?=,\s(?:[a-z“\"A-Z]))"),
)
_NAME_BEFORE = re.compile(r"[A-Z][\w’'-]+$")

# --- numbers ---------------------------------------------------------------------------------------------------------

_SIGNS = (
    r"(?:(?:US|A|AU|C|CA|HK|NZ|R|S)?\$|[€£¥₺₽₼₾֏₹₴₪₩]|\b(?:USD|EUR|GBP|AZN|AMD|RUB|TRY|CHF|JPY|CNY|INR|Rs\.?)(?=\s?\d))"
)
_MONEY_WORDS = (
    r"(?:(?:U\.?S\.?|American|Canadian|Australian|Azerbaijani|Armenian|Turkish|Russian|Swiss|Hong Kong|Singapore"
    r"|New Zealand|Iranian|Mexican|Chinese|Indian)\s)?(?:dollars?|euros?|cents?|pence|rubles?|roubles?|liras?|manats?"
    r"|drams?|yen|yuan|renminbi|rupees?|francs?|kron(?:a|or|e|er)|pesos?|shekels?|dinars?|dirhams?|riyals?|rials?"
    r"|zlotys?|hryvnias?|laris?|tenges?|pounds\ssterling)\b"
)
_PERCENT = r"(?:%|٪|per\scent(?:age\spoints?)?\b|percent(?:age\spoints?)?\b|pct\b|p\.p\.|pp\b)"
_AFTER = (
    rf"(?P<percent>(?:\s?|-){_PERCENT})"
    rf"|(?P<money>(?:\s|-){_MONEY_WORDS}|\s?[€£₽₺₼₾֏](?!\d)|\s(?:USD|EUR|GBP|AZN|AMD|RUB|TRY|CHF|JPY|CNY)\b)"
)
_SCALE = r"(?P<scale>[\s-]?(?:hundred|thousand|million|billion|trillion)\b|\s?(?:bn|mn|mln|trn|tn)\b|[kKmMbB](?![\w-]))"
_NUMBERS = re.compile(
    rf"(?:(?P<sign>{_SIGNS})\s?)?(?:(?<![\w.,:/$€£¥%٪٫٬])(?P<minus>[-−])|(?<![\w])"
    r"|(?<=[\$€£¥₺₽₼₾֏₹₴₪₩])|(?<=USD|EUR|GBP|AZN|AMD|RUB|TRY))"
    rf"(?:(?P<digits>{DIGITS.replace(r'\1', r'(?P=mark)').replace('([,.', '(?P<mark>[,.', 1)}){_SCALE}?(?!\d"
    rf"|(?:st|nd|rd|th)\b)"
    rf"|(?P<vague>{VAGUE})|(?P<spelled>\b{SPELLED}))(?:{_AFTER})?",
    re.IGNORECASE,
)
_FOREIGN_SCALE = re.compile(
    rf"[\s\u00a0]?({'|'.join(sorted(FOREIGN_SCALES, key=len, reverse=True))})(?![^\W\d_])|\s?([万萬만亿億억千천])",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)")
_FRACTIONS = re.compile(
    rf"\b(?:(?P<over>an?|one|two|three|four|five|six|seven|eight|nine)[- ](?P<part>{'|'.join(PARTS)})s?"
    r"|(?P<half>half)(?=\s(?:of|the|its|their|his|her|our|all)\b|\s?[,.;]|$)|(?P<top>[1-9])/(?P<bottom>[2-9]"
    r"|10))\b(?![-/\d])",
    re.IGNORECASE,
)
_ONE_IN = re.compile(
    rf"\b(?P<top>\d{{1,3}}|{'|'.join(list(ONES)[:10])})\s(?:in\s(?:every\s)?|out\sof\s(?:every\s)?)"
    rf"(?P<bottom>\d{{1,3}}(?:,\d{{3}})*|{'|'.join(reversed(ONES))}|{'|'.join(TENS)})\b(?![-:/%])",
    re.IGNORECASE,
)
_ORDINALS = re.compile(
    rf"(?<![\w.,-])(?P<digits>\d+(?:,\d{{3}})*(?:st|nd|rd|th))\b|\b(?P<spelled>{ORDINAL})\b", re.IGNORECASE
)
_NAMED = (
    "District|Congressional|Street|St|Avenue|Ave|Circuit|Amendment|Army|Brigade|Division|Regiment|Battalion"
    "|Infantry|Ward"
    "|Precinct|Fleet|Corps|Floor|Arrondissement"
)
_RANKED = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our|my|every|each|only|very|for|previous|last)|['’]s)\s$",
    re.IGNORECASE,
)
_NOT_RANKED = re.compile(
    r"(?:[-\s](?:lady|ladies|hand|aid|amendments?|names?|class|responders?|place|glance|and|or|half|halves"
    r"|quarters?|later"
    r"|ago|before|after|parties|party|world|base|thoughts?|nature|guess\w*|floor|grade\w*|rate|day|step)\b"
    r"|\s?[,.;:!?)]|$|['’])",
    re.IGNORECASE,
)

_ABOUT_WORDS = (
    "about|around|some|roughly|approximately|approx\\.|circa|nearly|almost|close to|an estimated|estimated(?: at)?"
    "|virtually|in the region of|in the order of|somewhere (?:around|near)"
)
_DEGREE = "well |just |slightly |far |much |a little "
_MODIFIERS = (
    (AT_LEAST, r"(?:at least|(?:no|not) (?:fewer|less) than|a minimum of|minimum)"),
    (
        AT_MOST,
        r"(?:at most|up to|as (?:many|much|few|little|high|low) as|(?:no|not) (?:more|greater|higher) than"
        r"|a maximum of|maximum)",
    ),
    (
        MORE,
        rf"(?:(?:{_DEGREE})?(?:more|greater|higher|longer|larger|bigger|better) than|(?:{_DEGREE})?(?:over|above)"
        r"|upwards? of|in excess of|exceed(?:s|ed|ing)?|north of|beyond)",
    ),
    (
        LESS,
        rf"(?:(?:{_DEGREE})?(?:less|fewer|lower|smaller|shorter) than|(?:{_DEGREE})?(?:under|below)|short of)",
    ),
    (ABOUT, rf"(?:{_ABOUT_WORDS})"),
)
_BEFORE = [
    (name, re.compile(rf"\b{pattern}(?:\s(?:the|a|an|total of|a total of))?\s$", re.IGNORECASE))
    for name, pattern in _MODIFIERS
]
_BEHIND = (
    (
        AT_LEAST,
        re.compile(
            r"\+(?!\d)|-?\splus\b(?!\s\d)|\sor (?:more|higher|greater|older|above)\b|,?\sat (?:the very )?least\b"
        ),
    ),
    (AT_MOST, re.compile(r"\sor (?:less|fewer|lower|below|under|younger)\b|\sat (?:the )?most\b")),
    (ABOUT, re.compile(r"-odd\b|\sor so\b")),
)
_SPAN_BEFORE = re.compile(r"\b(?:between|from)\s$", re.IGNORECASE)
_DASH = re.compile(r"\s?[-–—‑]\s?")
_CHANGE = re.compile(
    r"\b(?:r[oi]se[ns]?|rising|gr[eo]w[ns]?|growing|f[ae]ll(?:en|s|ing)?|increas\w+|decreas\w+|drop\w*"
    r"|declin\w+|jump\w*|surg\w+|soar\w*"
    r"|climb\w*|plung\w+|shr[aiu]nk\w*|slip\w*|slid\w*|cut\w*|rais\w+|lower\w*|reduc\w+|up|down|went|gone"
    r"|chang\w+|expand\w*|improv\w+"
    r"|tumbl\w+|swell\w*|swung|doubl\w+|tripl\w+|upgrad\w+|revis\w+|widen\w*|narrow\w*|moved?)\b[^.;!?]{0,60}$",
    re.IGNORECASE,
)

# --- what is counted -------------------------------------------------------------------------------------------------

_MEASURE = re.compile(
    r"\s?(?:km/h|km²|km|kg|cm|mm|mph|kph|mg|lbs?|oz|ft|MW|GW|kW|kWh|MWh|MHz|GHz|GB|TB|MB|ha|°C|°F|°|px"
    r"|sq(?:uare)?\.? (?:km|miles?|feet|metres?|meters?)|m)"
    r"(?![\w.-]\w|\w)"
)
_HYPHENED = re.compile(r"[-‑]([a-z]+)(?![\w])")
_TOKEN = re.compile(r"\s{1,2}([^\W\d_](?:[\w’'‑-]|\.(?=\w))*|\d+[-‑][a-z]+)")
_OF = re.compile(
    r"\sof(?:\s(?:the|its|their|his|her|our|my|your|those|these|all|some|such|other))*(?=\s)", re.IGNORECASE
)
_STOP = frozenset(
    listed(
        "a an the and or but nor in on at to of for from by with without into onto over under above below"
        " than as if that"
        " this these those which who whom whose when where while since until till before after during between among"
        " through across against about around per via it its he she they we you i his her their our your my him them us"
        " me is are was were be been being am has have had do does did will would can could may might shall should must"
        " not no also only just even still already now then so too very more most less least fewer there here what how"
        " why because although though despite said says say told tells added died killed injured arrested"
        " destroyed came"
        " come went go took take got get made make found find left leave showed shown show including each every both"
        " either neither ago later earlier today yesterday tomorrow apiece altogether together yet again"
        " out up down off"
        " away back along took voted held remain remains remained became become began begin followed lost"
        " won agree agreed"
        " think believe want need know see saw seem seems appeared appear according reported took face faced worked"
    )
)
_PLURALS = frozenset(
    listed(
        "people men women children police troops personnel aircraft staff crew feet dead wounded missing"
        " others servicemen"
        " servicewomen policemen policewomen fishermen businessmen congressmen lawmen gunmen firemen"
        " clergymen teeth geese"
        " mice sheep cattle fish deer media data criteria phenomena alumni artillery ammunition infantry"
        " livestock times"
        " percent folks youth clergy spacecraft hovercraft helicopter-gunships businesswomen spokesmen craftsmen"
    )
)
_NOT_PLURAL = frozenset(
    listed(
        "this his its is was has does as us yes plus minus across perhaps always sometimes towards"
        " afterwards thus previous"
        " various serious numerous religious famous dangerous consecutive continuous simultaneous anonymous"
        " enormous obvious"
        " suspicious indigenous tremendous ambitious controversial gas bus campus virus status focus bonus"
        " census crisis"
        " basis analysis thesis less unless news series sports arms sales goods human-rights operations communications"
        " weapons affairs overseas besides whereas says"
    )
)
_MEASURED = frozenset(
    listed(
        "second minute hour day night week month year decade century mile kilometer kilometre meter metre"
        " centimeter inch foot"
        " yard acre hectare pound ton tonne ounce kilo kilogram gram liter litre gallon barrel megawatt"
        " degree point member"
        " page seat percent man woman person judge vote vehicle story storey bed room bedroom mile-long"
        " part game match run"
        " goal hit lap term round star dollar euro volume item count nation country state member page kiloton"
    )
)
_OF_MEASURE = re.compile(
    r"(?:barrels|tons|tonnes|litres|liters|gallons|kilos|kilograms|grams|pounds|ounces|bags|boxes|pieces|cases"
    r"|acres|hectares"
    r"|bottles|cups|crates|truckloads|pairs|units|rounds|square miles|square kilometres)$"
)
_OF_WHAT = re.compile(r"\sof\s([a-z][\w-]+)(?=[\s,.;:)]|$)")


def figures(text: str, language: str = "en", units: Iterable[str] = ()) -> list[Figure]:
    """The figures of the text in order; none overlaps another. `units`: more words that stand behind a number as its
    unit, as a desk adds them (`GRAD launchers`)."""
    english = language.split("-")[0].lower() == "en"
    scan = _Scan(text, language.split("-")[0].lower() or "en", english, _units(tuple(units)))
    return scan.figures()


@lru_cache(maxsize=64)
def _units(units: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern of a desk's own units, the longest first; None when it has none."""
    listed = sorted({unit.strip() for unit in units if unit.strip()}, key=len, reverse=True)
    return re.compile(rf"[\s-]({'|'.join(map(re.escape, listed))})(?!\w)", re.IGNORECASE) if listed else None


@dataclass(frozen=True, slots=True)
class _Atom:
    """One number as printed; `text[start:end]` holds its currency sign, scale and per cent sign too."""

    start: int
    end: int
    value: Decimal | None
    kind: str
    unit: str
    scale: int
    spelled: bool


class _Scan:
    """One reading of one text; what a step has taken, the steps after it leave alone."""

    def __init__(self, text: str, language: str, english: bool, units: re.Pattern[str] | None):
        self.text, self.language, self.english, self.units = text, language, english, units
        self.taken = bytearray(len(text))
        self.found: list[Figure] = []

    def figures(self) -> list[Figure]:
        if not any(c.isdigit() for c in self.text) and not self.english:
            return []
        self._take(m.span() for m in _NEVER.finditer(self.text))
        if self.english:
            self._dates_and_times()
            self._ages()
            self._take(m.span() for m in _NEVER_WORDS.finditer(self.text))
            self._shares()
            self._ordinals()
        else:
            for pattern in (*_DATES_ANY, _TIMES):
                for m in pattern.finditer(self.text):
                    self._add_plain(m.span(), TIME if pattern is _TIMES else DATE)
        self._numbers()
        return sorted(self.found, key=lambda figure: figure.start)

    # --- taking ------------------------------------------------------------------------------------------------------

    def _take(self, spans: Iterable[Span]) -> None:
        for start, end in spans:
            self.taken[start:end] = b"\1" * (end - start)

    def _free(self, start: int, end: int) -> bool:
        return self.taken.find(1, start, end) < 0

    def _add(self, start, end, value, kind, unit="", modifier="", high=None, words: Span | None = None) -> None:
        first, last = words or (start, end)
        value, high = _bounded(value), _bounded(high)
        self._take([(start, end)])
        self.found.append(Figure(start, end, value, high, unit[:80], modifier, kind, self.text[first:last]))

    def _add_plain(self, span: Span, kind: str) -> None:
        if self._free(*span):
            before = re.search(
                rf"\b(?:{_WHEN}|at)\s(?:the\s)?$", self.text[max(0, span[0] - 16) : span[0]], re.IGNORECASE
            )
            first = span[0] - len(before.group()) if before and self.english else span[0]
            self._add(*span, None, kind, words=(first, span[1]))

    # --- dates, times, ages ------------------------------------------------------------------------------------------

    def _dates_and_times(self) -> None:
        for pattern in (*_DATES_ANY, *_DATES):
            for m in pattern.finditer(self.text):
                group = next((name for name, found in m.groupdict().items() if found), 0)
                self._add_plain(m.span(group), DATE)
        for m in _MID_YEAR.finditer(self.text):
            self._add_plain(m.span(1), DATE)
        for m in _TIMES.finditer(self.text):
            self._add_plain(m.span(), TIME)
        for m in _YEAR_ALONE.finditer(self.text):
            if self._is_year(m):
                self._add_plain(m.span(), DATE)

    def _is_year(self, m: re.Match[str]) -> bool:
        """`in 2019` and `the 2016 elections` are years, `2000 soldiers` and `more than 1500` are counted."""
        before = self.text[max(0, m.start() - 40) : m.start()]
        if _YEAR_BEFORE.search(before):
            return True
        if any(pattern.search(before) for _, pattern in _BEFORE) or not m.group().startswith(("19", "20")):
            return False
        return not self._unit(m.end(), None)[0]

    def _ages(self) -> None:
        small = self.text.lower()
        for pattern, hint in zip(_AGES, ("old", "age", ", "), strict=True):
            for m in pattern.finditer(self.text) if hint in small else ():
                if pattern is _AGES[2]:
                    name = _NAME_BEFORE.search(self.text[max(0, m.start() - 30) : m.start()])
                    if not name or name.group() in MONTHS:
                        continue
                start, end = m.start("low"), m.end()
                if not self._free(start, end):
                    continue
                low, high = (self._counted(part) for part in (m["low"], m.groupdict().get("high")))
                if low is None or (high is not None and high < low):
                    continue
                begin = start if pattern is _AGES[2] else m.start()
                unit = (m.groupdict().get("unit") or "year").rstrip("s") + "s"
                first, modifier = self._modifier_before(begin)
                end, last, modifier = self._modifier_behind(end, modifier)
                self._add(start, end, low, AGE, unit.lower(), modifier, high, (first, last))

    def _counted(self, printed: str | None) -> Decimal | None:
        if not printed:
            return None
        return digits_value(printed) if printed[0].isdigit() else spelled_value(printed)

    # --- shares and ordinals -----------------------------------------------------------------------------------------

    def _shares(self) -> None:
        for m in _FRACTIONS.finditer(self.text):
            value = self._fraction(m)
            if value is not None and self._free(*m.span()):
                self._share(m.start(), m.end(), value)
        for m in _ONE_IN.finditer(self.text):
            if m.end() - m.start() > _LONGEST:
                continue
            top, bottom = self._counted(m["top"]), self._counted(m["bottom"].replace(",", ""))
            if not self._free(*m.span()) or not top or not bottom or top > bottom:
                continue
            unit, _ = self._unit(m.end(), bottom)
            out_of = "out" in m.group().lower()
            if not out_of and (top == bottom or unit in _TIME_UNITS or bottom not in _ROUND_BASES):
                continue
            self._share(m.start(), m.end(), top / bottom)

    def _fraction(self, m: re.Match[str]) -> Decimal | None:
        before, behind = self.text[max(0, m.start() - 25) : m.start()], self.text[m.end() : m.end() + 12]
        modified = bool(re.search(r"\bby\s$", before) or any(pattern.search(before) for _, pattern in _BEFORE))
        if m["half"]:
            whole = re.match(r"\s(?:of|the|its|their|his|her|our|all)\b", behind)
            if re.search(
                r"\b(?:first|second|other|latter|better|last|early|top|bottom|upper|lower|a|the)\s$",
                before,
                re.IGNORECASE,
            ):
                return None
            return Decimal("0.5") if whole or modified else None
        if m["top"]:
            return Decimal(m["top"]) / Decimal(m["bottom"]) if int(m["top"]) < int(m["bottom"]) else None
        over, part = m["over"].lower(), PARTS[m["part"].lower()]
        top = 1 if over in ("a", "an") else ONES[over]
        plural = m.group().lower().endswith("s")
        if plural != (top > 1) or top >= part:
            return None
        alone = modified or re.match(r"\s(?:of|as|more|less|fewer|higher|lower)\b|\s?[,.;)]|$", behind)
        if over in ("a", "an") and not (alone and (modified or re.match(r"\s(?:of|as|more|less|fewer)\b", behind))):
            return None
        return Decimal(top) / part if over not in ("one",) or alone or "-" in m.group() else None

    def _share(self, start: int, end: int, value: Decimal) -> None:
        first, modifier = self._modifier_before(start)
        unit, last = self._unit(end, None)
        self._add(start, last if unit else end, value, SHARE, unit, modifier, words=(first, last if unit else end))

    def _ordinals(self) -> None:
        for m in _ORDINALS.finditer(self.text):
            behind = self.text[m.end() : m.end() + 20]
            if m.end() - m.start() > _LONGEST:
                continue
            if m["spelled"]:
                ranked = _RANKED.search(self.text[max(0, m.start() - 12) : m.start()])
                if not ranked or _NOT_RANKED.match(behind) or not self._said_small(m.start(), m.end()):
                    continue
            elif re.match(rf"\s(?:{_NAMED})\b", behind):
                continue
            if self._free(*m.span()):
                unit, last = self._thing(m.end())
                self._add(m.start(), last, ordinal_value(m.group()), ORDER, unit)

    def _thing(self, at: int) -> tuple[str, int]:
        """What an ordinal ranks: the one to three words behind it, up to a verb or a little word."""
        words, end = [], at
        while len(words) < 3 and (m := _TOKEN.match(self.text, end)):
            word = m.group(1)
            if (
                word.lower() in _STOP
                or word.lower() in _NUMBER_WORDS
                or not word[0].islower()
                or word.endswith(("ed", "ing", "ly"))
            ):
                break
            if not self._free(m.start(1), m.end(1)):
                break
            words.append(word)
            end = m.end()
        return " ".join(words), end

    def _said_small(self, start: int, end: int) -> bool:
        """False for a spelled number that is part of a name: `Group of Seven`, `the Second Amendment`. A capital at
        the start of a sentence, or in a headline of capitals, says nothing."""
        if not self.text[start].isupper():
            return True
        before = self.text[:start].rstrip(" “”\"‘'(—–-")
        if not before or before[-1] in ".!?:;\n…":
            return True
        line = self.text[
            self.text.rfind("\n", 0, start) + 1 : (self.text.find("\n", end) + 1 or len(self.text) + 1) - 1
        ]
        words = [word for word in line.split() if word[0].isalpha() and len(word) > 3]
        return (
            len(line) < 160
            and len(words) > 2
            and line[0].isupper()
            and sum(word[0].isupper() for word in words) >= 0.9 * len(words)
        )

    # --- numbers -----------------------------------------------------------------------------------------------------

    def _numbers(self) -> None:
        atoms = self._atoms()
        at = 0
        while at < len(atoms):
            atom, following = atoms[at], atoms[at + 1] if at + 1 < len(atoms) else None
            joint = self._joint(atom, following) if following else ""
            if joint == "range":
                self._figure(atom, following)
                at += 2
            elif joint == "score":
                self._add(atom.start, following.end, None, NUMBER)
                at += 2
            else:
                if joint == "change" and not atom.unit and following.unit:
                    atom = replace(atom, kind=following.kind, unit=following.unit)
                self._figure(atom, None)
                at += 1

    def _atoms(self) -> list[_Atom]:
        atoms = []
        for m in _NUMBERS.finditer(self.text):
            start, end = m.span()
            if end - start > _LONGEST:
                continue
            if m["digits"] is None and not self.english:
                continue
            # A number beside a name that has digits may share a dash with it, never a character.
            if not self._free(start, end) or (m["spelled"] and not self._is_number_word(m)):
                continue
            if atoms and start < atoms[-1].end:
                continue
            atoms.append(self._atom(m))
        return atoms

    def _is_number_word(self, m: re.Match[str]) -> bool:
        if not self._said_small(m.start("spelled"), m.end()):
            return False
        if m["spelled"].lower() == "one" and not m["percent"] and not m["money"]:
            # Too often no number: only beside the thing that is counted.
            token = _TOKEN.match(self.text, m.end())
            return bool(token and token.group(1)[0].islower() and token.group(1).lower() not in _STOP)
        return True

    def _atom(self, m: re.Match[str]) -> _Atom:
        end, scale = m.end(), 0
        value: Decimal | None = None
        if m["digits"] is not None:
            digits = m["digits"]
            if not self.english and (spaced := _SPACED.match(self.text, m.start("digits"))):
                digits, end = spaced.group().replace(" ", ""), max(end, spaced.end())
            value = digits_value(digits, self.language)
            printed = (m["scale"] or "").strip(" -\u00a0").lower()
            if printed in ("m", "b", "k") and not m["sign"] and not (printed == "k" or m["money"]):
                printed, end = "", m.end("digits")
            if printed:
                scale = SCALES[printed]
            elif not self.english and (foreign := _FOREIGN_SCALE.match(self.text, end)):
                scale, end = FOREIGN_SCALES[(foreign.group(1) or foreign.group(2)).lower()], foreign.end()
            value *= 10**scale
            if m["minus"]:
                value = -value
        elif m["spelled"]:
            value = spelled_value(m["spelled"])
        kind, unit = NUMBER, ""
        if m["percent"]:
            kind, unit = (
                PERCENTAGE,
                "percentage points" if re.search(r"point|p\.p|pp", m["percent"]) else "%",
            )
        elif m["sign"] or m["money"]:
            kind, unit = MONEY, (m["sign"] or m["money"]).strip(" -\u00a0")
        return _Atom(m.start(), end, value, kind, unit, scale, m["digits"] is None)

    def _joint(self, one: _Atom, two: _Atom) -> str:
        """How a number goes with the next: "range", "score" (`3–1`), "change" (`rose from 5 to 7 per cent`) or ""."""
        gap = self.text[one.end : two.start].lower()
        if len(gap) > 5 or one.value is None or two.value is None or (one.unit and two.unit and one.kind != two.kind):
            return ""
        before = self.text[max(0, one.start - 70) : one.start]
        low = self._low_of_range(one, two)
        rises = low < two.value
        dash = _DASH.fullmatch(gap)
        if dash and not rises:
            return "score" if not one.unit and not two.unit and max(one.value, two.value) < 1000 else ""
        if not rises and gap.strip() != "to":
            return ""
        if dash:
            return "range"
        if gap.strip(" -") == "to":
            if re.search(r"\bfrom\s$", before, re.IGNORECASE) and _CHANGE.search(before):
                return "change"
            return "range" if rises else ""
        if gap == " and ":
            return "range" if re.search(r"\bbetween\s$", before, re.IGNORECASE) else ""
        if gap == " or ":
            return "range" if two.value <= one.value + max(2, one.value / 2) else ""
        return ""

    def _low_of_range(self, one: _Atom, two: _Atom) -> Decimal:
        """`20 to 30 million` means 20 million, `500 to 1 million` does not."""
        if not one.scale and two.scale and not one.spelled and one.value <= two.value / 10**two.scale:
            return one.value * 10**two.scale
        return one.value

    def _figure(self, atom: _Atom, upper: _Atom | None) -> None:
        value, high = atom.value, None
        start, end, kind, unit = atom.start, atom.end, atom.kind, atom.unit
        if upper:
            value, high, end = self._low_of_range(atom, upper), upper.value, upper.end
            if upper.unit:
                kind, unit = upper.kind, upper.unit
        first, modifier = self._modifier_before(start)
        if upper and (between := _SPAN_BEFORE.search(self.text[max(0, first - 9) : first])):
            first -= len(between.group())
            earlier, outer = self._modifier_before(first)
            first, modifier = (earlier, outer) if outer else (first, modifier)
        end, last, modifier = self._modifier_behind(end, modifier)
        if not unit:
            counted, behind = self._unit(max(end, last), high or value)
            if counted:
                if (
                    modifier in (MORE, LESS)
                    and counted in _TIME_UNITS
                    and re.search(r"\b(?:over|under)\s", self.text[first:start])
                ):
                    first, modifier = start, ""  # over two days: during them
                unit, kind, end = counted, COUNT, behind
                end, last, modifier = self._modifier_behind(end, modifier)
        self._add(start, end, value, kind, unit, modifier, high, (first, max(end, last)))

    # --- modifiers and units -----------------------------------------------------------------------------------------

    def _modifier_before(self, start: int) -> tuple[int, str]:
        """Where the phrase begins with its modifier, and what that says."""
        at = max(0, start - 45)
        before = self.text[at:start]
        if not before or not before[-1].isspace() or not self.english:
            return start, ""
        for name, pattern in _BEFORE:
            if m := pattern.search(before):
                return at + m.start(), name
        return start, ""

    def _modifier_behind(self, end: int, modifier: str) -> tuple[int, int, str]:
        """(end of number and unit, end of the phrase, modifier)."""
        if not modifier:
            for name, pattern in _BEHIND:
                if m := pattern.match(self.text, end):
                    return end, m.end(), name
        return end, end, modifier

    def _unit(self, at: int, value: Decimal | None) -> tuple[str, int]:
        """What is counted by a number that ends here, and where its words end; "" and the same place when nothing is.

        It ends with the first plural or collective word behind the number, at most six words away, before any verb or
        little word; capitalised words before that one (whose they are) are left out of the unit.
        """
        text = self.text
        if self.units and (m := self.units.match(text, at)):
            return m.group(1), m.end()
        if m := _MEASURE.match(text, at):
            return m.group().strip(), m.end()
        if not self.english:
            return "", at
        if m := _HYPHENED.match(text, at):
            word = m.group(1)
            return (word, m.end()) if word in _MEASURED or text[at - 1].isdigit() else ("", at)
        end = at
        if (m := re.match(r"(?:\+|-odd|-plus)(?!\w)", text[at : at + 6])) or (m := _OF.match(text, at)):
            end = at + m.end() if m.re is not _OF else m.end()
        words: list[str] = []
        while len(words) < 6 and (m := _TOKEN.match(text, end)):
            word = m.group(1).rstrip("’'")
            small = word.lower()
            if small in _NUMBER_WORDS or (not words and small in ("more", "other", "additional", "further", "new")):
                if small in _NUMBER_WORDS:
                    break
                end = m.end()
                continue
            if small in _STOP:
                break
            words.append(word)
            end = m.start(1) + len(word)
            if _is_counted(word):
                return self._named(words, end)
            if text[m.end() : m.end() + 1] in ',;.:!?)”"':
                break
        if value == 1 and words and words[0][0].islower():
            kept = words[:2] if len(words) > 1 and not words[1].endswith(("ed", "ing", "ly", "s")) else words[:1]
            m = re.compile(r"\s+".join(map(re.escape, kept))).search(text, at)
            return (" ".join(kept), m.end()) if m else ("", at)
        return "", at

    def _named(self, words: list[str], end: int) -> tuple[str, int]:
        own = len(words) - 1
        while own > 0 and (not words[own - 1][0].isupper() or any(c.isdigit() for c in words[own - 1])):
            own -= 1
        unit = " ".join(words[own:])
        if _OF_MEASURE.search(unit) and (m := _OF_WHAT.match(self.text, end)):
            return f"{unit} of {m.group(1)}", m.end()
        return unit, end


_NUMBER_WORDS = frozenset(
    [*ONES, *TENS, *SCALES, "dozen", "half", *listed("tens dozens scores hundreds thousands millions billions")]
)
_TIME_UNITS = frozenset(listed("seconds minutes hours days weeks months years decades centuries nights"))
_ROUND_BASES = {Decimal(n) for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000, 10000, 100000)}
_LONGEST = 200  # characters of one number; more is no figure of an article
_LARGEST, _SMALLEST = Decimal(10) ** 18, Decimal("0.000001")


def _is_counted(word: str) -> bool:
    """A plural, or a word that is counted without one."""
    small = word.lower()
    if small in _PLURALS:
        return True
    return (
        small.endswith("s")
        and len(small) > 2
        and not small.endswith(("ss", "ous", "'s", "’s"))
        and small not in _NOT_PLURAL
    )


def _bounded(value: Decimal | None) -> Decimal | None:
    """As a claim can hold it; None for what is larger than any figure of a newspaper."""
    if value is None or abs(value) >= _LARGEST:
        return None
    if value == value.to_integral_value():
        return Decimal(int(value))
    return value.quantize(_SMALLEST, ROUND_HALF_UP).normalize()
