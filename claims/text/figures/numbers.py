"""Find numbers with their sign, scale and unit. Two numbers that make a range are one figure."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from claims.text.figures.figure import COUNT, LESS, MONEY, MORE, NUMBER, PERCENTAGE
from claims.text.figures.modifiers import modifier_before, modifier_behind
from claims.text.figures.scan import LONGEST, Scan
from claims.text.figures.units import STOP, TIME_UNITS, TOKEN, counted_behind
from claims.text.numerals import DIGITS, FOREIGN_SCALES, SCALES, SPELLED, VAGUE, digits_value, spelled_value

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
_SPACED = re.compile(r"\d{1,3}(?: \d{3}){1,6}+(?!\d)")
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


@dataclass(frozen=True, slots=True)
class _Atom:
    """One number as printed. `text[start:end]` includes its currency sign, scale and per cent sign."""

    start: int
    end: int
    value: Decimal | None
    kind: str
    unit: str
    scale: int
    spelled: bool


def take_numbers(scan: Scan) -> None:
    """Take what is left: counts, percentages, money and bare numbers, alone or as ranges, scores and changes."""
    atoms = _atoms(scan)
    at = 0
    while at < len(atoms):
        atom, following = atoms[at], atoms[at + 1] if at + 1 < len(atoms) else None
        joint = _joint(scan, atom, following) if following else ""
        if joint == "range":
            _add_figure(scan, atom, following)
            at += 2
        elif joint == "score":
            scan.add(atom.start, following.end, None, NUMBER)
            at += 2
        else:
            if joint == "change" and not atom.unit and following.unit:
                atom = replace(atom, kind=following.kind, unit=following.unit)
            _add_figure(scan, atom, None)
            at += 1


def _atoms(scan: Scan) -> list[_Atom]:
    atoms: list[_Atom] = []
    for m in _NUMBERS.finditer(scan.text):
        start, end = m.span()
        if end - start > LONGEST:
            continue
        if m["digits"] is None and not scan.english:
            continue
        # A number beside a name that has digits may share a dash with it, but no character.
        if not scan.free(start, end) or (m["spelled"] and not _is_number_word(scan, m)):
            continue
        if atoms and start < atoms[-1].end:
            continue
        atoms.append(_read_atom(scan, m))
    return atoms


def _is_number_word(scan: Scan, m: re.Match[str]) -> bool:
    if not scan.said_small(m.start("spelled"), m.end()):
        return False
    if m["spelled"].lower() == "one" and not m["percent"] and not m["money"]:
        # These are often not numbers, so they count only beside the thing that is counted.
        token = TOKEN.match(scan.text, m.end())
        return bool(token and token.group(1)[0].islower() and token.group(1).lower() not in STOP)
    return True


def _read_atom(scan: Scan, m: re.Match[str]) -> _Atom:
    end, scale = m.end(), 0
    value: Decimal | None = None
    if m["digits"] is not None:
        digits = m["digits"]
        if not scan.english and (spaced := _SPACED.match(scan.text, m.start("digits"))):
            digits, end = spaced.group().replace(" ", ""), max(end, spaced.end())
        value = digits_value(digits, scan.language)
        printed = (m["scale"] or "").strip(" -\u00a0").lower()
        if printed in ("m", "b", "k") and not m["sign"] and not (printed == "k" or m["money"]):
            printed, end = "", m.end("digits")
        if printed:
            scale = SCALES[printed]
        elif not scan.english and (foreign := _FOREIGN_SCALE.match(scan.text, end)):
            scale, end = FOREIGN_SCALES[(foreign.group(1) or foreign.group(2)).lower()], foreign.end()
        if value is not None:
            value *= -(10**scale) if m["minus"] else 10**scale
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


def _joint(scan: Scan, one: _Atom, two: _Atom) -> str:
    """Return how a number is joined to the next: "range", "score" (`3–1`), "change" (`from 5 to 7 per cent`) or ""."""
    gap = scan.text[one.end : two.start].lower()
    if len(gap) > 5 or one.value is None or two.value is None or (one.unit and two.unit and one.kind != two.kind):
        return ""
    before = scan.text[max(0, one.start - 70) : one.start]
    low = _low_of_range(one, two)
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


def _low_of_range(one: _Atom, two: _Atom) -> Decimal:
    """Return the low value of a range: 20 million in `20 to 30 million`, but 500 in `500 to 1 million`."""
    if not one.scale and two.scale and not one.spelled and one.value <= two.value / 10**two.scale:
        return one.value * 10**two.scale
    return one.value


def _add_figure(scan: Scan, atom: _Atom, upper: _Atom | None) -> None:
    value, high = atom.value, None
    start, end, kind, unit = atom.start, atom.end, atom.kind, atom.unit
    if upper:
        value, high, end = _low_of_range(atom, upper), upper.value, upper.end
        if upper.unit:
            kind, unit = upper.kind, upper.unit
    first, modifier = modifier_before(scan, start)
    if upper and (between := _SPAN_BEFORE.search(scan.text[max(0, first - 9) : first])):
        first -= len(between.group())
        earlier, outer = modifier_before(scan, first)
        first, modifier = (earlier, outer) if outer else (first, modifier)
    end, last, modifier = modifier_behind(scan, end, modifier)
    if not unit:
        counted, behind = counted_behind(scan, max(end, last), high or value)
        if counted:
            if (
                modifier in (MORE, LESS)
                and counted in TIME_UNITS
                and re.search(r"\b(?:over|under)\s", scan.text[first:start])
            ):
                first, modifier = start, ""  # over two days: during them
            unit, kind, end = counted, COUNT, behind
            end, last, modifier = modifier_behind(scan, end, modifier)
    scan.add(start, end, value, kind, unit, modifier, high, (first, max(end, last)))
