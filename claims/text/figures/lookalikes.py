"""Take what has digits or a number's name in it but is never a figure, before anything is counted."""

import re

from claims.text.figures.scan import Scan

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
    # S-300 · F-16s · COVID-19 · T-72B3 · G20; but not mid-2019 or US$5
    r"|(?<![\w$€£])(?!(?:mid|pre|post|early|late|USD?|EUR|GBP|Rs|AZN|AMD|RUB|non)[-‑]?\d)"
    r"[^\W\d_]+[-‑–]?\d[\w]*(?:[-‑/]\w+)*"
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
    """Take names, addresses and labels that have digits in them, in any language."""
    scan.take(m.span() for m in _NEVER.finditer(scan.text))


def take_phrases(scan: Scan) -> None:
    """Take spelled numbers that count nothing (`one of them`, `a two-way street`).

    An age may contain one, so ages are taken before.
    """
    scan.take(m.span() for m in _NEVER_WORDS.finditer(scan.text))
