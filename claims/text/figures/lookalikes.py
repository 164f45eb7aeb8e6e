"""Take what has digits or a number's name in it but is never a figure, before anything is counted."""

import re

from claims.text.abbreviations import ORDINALS
from claims.text.figures.scan import Scan
from claims.text.numerals import NAME_LETTERS

_LABELS = (
    r"(?i:pages?|paragraphs?|articles?|sections?|chapters?|resolutions?|flight|route|highway|interstate|channel|phase"
    r"|stage|level|tier|version|volume|vol\.?|nos?\.|number|season|episode|clause|amendment|proposition|prop\.?|psalm)"
    r"|Room|Type|Class|Grade|Act|Scene|Part|Title|Rule|Measure|Question|Exhibit|Count|Form|Fig\.?|Figure|Table|Box"
    r"|Platform|Gate|Terminal|Building|Unit|Studio|Pier|Ward|District|Precinct|Zone|Sector|Area|Track|Group|Lot|Model"
    r"|Boeing|Airbus|Apollo|Formula|Windows|Galaxy|iPhone|iPad|iOS|Android|Xbox|PlayStation|Super Bowl|World War"
    r"|Fortune|Line|Schedule|Apartment|Suite|Runway|Lane|Task Force|Nasdaq|NASDAQ|FTSE|S&P|DAX|CAC|Nikkei"
    r"|Russell|Falcon|Soyuz|Camp|Brigade|Battalion|Bill|Order|Directive"
)
_STREETS = r"(?:Street|St\.|Road|Rd\.|Avenue|Ave\.|Lane|Drive|Boulevard|Blvd\.|Square|Terrace)(?!\w|\s[a-z]+s\b)"
_NEVER = re.compile(
    # 10 Downing Street, but not 40 Oxford Street shops
    rf"(?<![\w.,$€£-])(?:\d{{1,5}}[A-Za-z]?|One|Two|Ten|Twelve)\s(?:[A-Z][\w.’'-]{{0,30}}\s){{1,3}}{_STREETS}|"
    # § 230, Art. 5, H.R. 1234
    r"§{1,2}\s?\d[\d.]*|(?<!\w)(?i:arts?\.|pp?\.|ch\.|figs?\.|secs?\.|paras?\.)\s\d[\d.-]*\b"
    r"|(?<![\w.])(?:H\.\s?R\.|H\.?[BR]|S\.?B|S\.)\s\d{2,5}\b|"
    # 2-to-1 and 3-for-2
    r"(?<![\w.,-])\d{1,3}-(?:to|for|on)-\d{1,3}(?!\w)|"
    # 1-in-100-year, ISBN 978-3-16-148410-0
    r"(?<![\w.,-])\d{1,3}-in-[\d,]{1,9}-[a-z]+|(?<![\w-])\d{1,9}(?:-\d{1,9}){3,}(?!\w)|"
    r"https?://\S+|www\.\S+|\b[\w.+-]{1,64}@\S{1,250}|(?<!\w)[#@]\w+"
    # S-300 · F-16s · COVID-19 · T-72B3 · G20; but not mid-2019 or US$5
    rf"|(?<![{NAME_LETTERS}\d_$€£])(?!(?:mid|pre|post|early|late|hundred|thousand|lakhs?|crores?|[mbt]r?illion"
    rf"|US(?!-)|USD|EUR|GBP|Rs|AZN|AMD|RUB|non|in|to|for|on|foot|feet|ft)[-‑]?\d)"
    rf"[{NAME_LETTERS}]+[-‑–]?\d[{NAME_LETTERS}\d_]*(?:[-‑/][{NAME_LETTERS}\d_]+)*"
    r"|(?<![\w.,])\d+[A-Z]+\d[\w-]*|(?<![\w.,])\d+x\d+\b|\b[2-6][DG]\b|\b[48]K\b"
    r"|\b(?:9/11|7/7|24/7|50[/-]50|20/20|7-Eleven|Catch[- ]22)\b"
    # telephone numbers, IP addresses, versions
    r"|(?<!\w)\+\d[\d ()./-]{6,}\d|\(\d{3}\)\s?\d{3}[-. ]\d{4}\b|\b\d{3}[-.]\d{3}[-.]\d{4}\b|\b[58]00-\d{3,4}-\d{4}\b"
    r"|\b555-\d{4}\b|\b\d+(?:\.\d+){3,}\b"
    # 401(k), chapter and verse, 5/12, machine numbers
    r"|\b\d+\([a-z0-9]\)|\b\d{1,3}:\d{1,3}[-–]\d{1,3}\b|\b\d{1,3}:\d(?!\d)"
    r"|(?<![\d/])(?!(?:1/[2-8]|[23]/[345]|4/5|5/8)\b)\d{1,2}/\d{1,2}(?![\d/])"
    r"|(?<![\d.,])\d{13,}"
    r"|=\"\d+|\b\d['’]\d\d?\b"
    rf"|(?<!\w)(?:{_LABELS})\s(?:[Nn]o\.?\s)?\d[\d.,()-]*\b"
    r"|(?m:^)[^\S\n]*(?:\(?\d{1,2}[.)]|\[\d{1,3}\])(?=\s)|(?<=[.”\"’])\[\d{1,3}\]"
)
#: 3e division, 1er mai, 20er, 2-я армия: a rank, in the languages that print it so.
_RANKED_ABROAD = re.compile(
    r"(?<![\w.,])\d+(?:(?:ers?|ères?|res?|es?|èmes?|nde?s?|ste|de|te|en?|º|ª|ème|a|o)(?!\w)|-[^\W\d_]{1,3}(?!\w)"
    r"|-?(?:нн|го|му|ми|й|я|е|ю|х|м|та|ті)(?!\w))"
)
#: 2. Armee, 3. Oktober; not 1990. Sie war da
_RANKED = re.compile(r"(?<![\w.,])\d{1,3}\.(?=\s[^\W\d_])")
#: 5 x 10 metres, 5x as big: what is multiplied is no figure by itself.
#: 5 ft. 10 in., 5-foot-10, 2h 30m and 120/80 are one measure each, and 300/400 may be either.
_TIMES = re.compile(
    r"(?<![\w.,$€£-])(?:\d[\d.]{0,3}[- ]?(?:foot|feet|ft\.?)[- ]\d{1,2}(?:\s?in\b\.?)?(?![\w-]|\s(?:in|people|m)\w*)"
    r"|\d{1,3}\s?h(?:rs?)?\s?\d{1,2}\s?m(?:ins?)?\b|\d{3,6}/\d{2,6}(?![\w/]))|\b(?:two|three|four"
    r"|\d{1,2})\sscore\b(?!\s?[-,.;])"
    r"|(?<![\w.,$€£-])\d[\d.,]{0,12}(?:\s?[x×]\s?\d[\d.,]{0,12}(?<=\d)|[x×])(?![\w^]|[.,]\d)"
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


def take_lookalikes(scan: Scan) -> None:
    """Take names, addresses and labels that have digits in them, in any language; and sums that are not read."""
    scan.take(m.span() for m in _NEVER.finditer(scan.text))
    if not scan.english:
        scan.take(m.span() for m in _RANKED_ABROAD.finditer(scan.text))
        if scan.language in ORDINALS:
            scan.take(m.span() for m in _RANKED.finditer(scan.text))
    times = [m.span() for m in _TIMES.finditer(scan.text) if scan.free(*m.span())]
    scan.take(times)
    scan.unread += times


def take_phrases(scan: Scan) -> None:
    """Take spelled numbers that count nothing (`one of them`, `a two-way street`).

    An age may contain one, so ages are taken before.
    """
    scan.take(m.span() for m in _NEVER_WORDS.finditer(scan.text))
