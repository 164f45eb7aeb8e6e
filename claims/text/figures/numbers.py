"""Find numbers with their sign, scale and unit. Two numbers that make a range are one figure."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from claims.text.figures.figure import COUNT, LESS, MONEY, MORE, NUMBER, PERCENTAGE
from claims.text.figures.modifiers import modifier_before, modifier_behind
from claims.text.figures.scan import LONGEST, Scan
from claims.text.figures.units import STOP, TIME_UNITS, TOKEN, counted_behind
from claims.text.numerals import (
    BEHIND_DIGITS,
    DIGITS,
    FOREIGN_SCALES,
    NAME_LETTERS,
    SCALES,
    SPELLED,
    VAGUE,
    WITH_POWERS,
    digits_value,
    listed,
    part_value,
    powers_value,
    spelled_value,
)
from claims.text.words import Span

_SIGNS = (
    r"(?:(?:US|A|AU|C|CA|HK|NZ|R|S)?\$|[€£¥₺₽₼₾֏₹₴₪₩]|\b(?:USD|EUR|GBP|AZN|AMD|RUB|TRY|CHF|JPY|CNY|INR|Rs\.?)(?=\s?\d))"
)
_MONEY_WORDS = (
    r"(?:(?:U\.?S\.?|American|Canadian|Australian|Azerbaijani|Armenian|Turkish|Russian|Swiss|Hong Kong|Singapore"
    r"|New Zealand|Iranian|Mexican|Chinese|Indian)\s)?(?:dollars?|euros?|cents?|pence|rubles?|roubles?|liras?|manats?"
    r"|drams?|yen|yuan|renminbi|rupees?|francs?|kron(?:a|or|e|er)|pesos?|shekels?|dinars?|dirhams?|riyals?|rials?"
    r"|zlotys?|hryvnias?|laris?|tenges?|pounds\ssterling)\b"
)
_PERCENT = r"(?:%|٪|per\scent(?:age\spoints?)?\b|percent(?:age\spoints?)?\b|pct\b|(?<=\d)(?-i:pc)\b|p\.p\.|pp\b)"
_AFTER = (
    rf"(?P<percent>(?:\s?|-){_PERCENT})"
    rf"|(?P<money>(?:\s|-){_MONEY_WORDS}|\s?[€£₽₺₼₾֏](?!\d)"
    rf"|(?<![\d.,]\d\d)(?<=\d)p\b(?!\.)|\s(?:USD|EUR|GBP|AZN|AMD|RUB|TRY|CHF|JPY|CNY)\b)"
)
_SCALE = (
    r"(?P<scale>(?:[\s-]?(?:hundred|thousand|lakhs?|crores?|million|billion|trillion)\b){1,2}|\sdozen\b"
    r"|\s?(?:bn|mn|mln|trn|tn)\b|\s?[mMkK](?=[€$£])|[kKmMbB](?!\w|-[^\W\d]))"
)
_NUMBERS = re.compile(
    rf"(?:(?P<sign>{_SIGNS})\s?)?"
    rf"(?:(?<![\w.,:/$€£¥%٪٫٬])(?P<minus>[-−]|−\s(?=\d)|(?<!\S)–(?=\d[\d.,]*\s?(?:%|°|percent|per\scent)))"
    rf"|(?<![{NAME_LETTERS}\d_])"
    r"|(?<=[\$€£¥₺₽₼₾֏₹₴₪₩])|(?<=USD|EUR|GBP|AZN|AMD|RUB|TRY))"
    r"(?P<below>(?<!\d\s)(?:minus|negative)\s)?"
    rf"(?:(?P<digits>{DIGITS.replace(r'\1', r'(?P=mark)').replace('([,.', '(?P<mark>[,.', 1)})"
    rf"(?P<part>{BEHIND_DIGITS})?{_SCALE}?(?!\d"
    rf"|(?:st|nd|rd|th)\b)"
    rf"|(?P<vague>\b{VAGUE})|(?P<spelled>\b{SPELLED}))(?:{_AFTER})?",
    re.IGNORECASE,
)
_FOREIGN = rf"(?:{'|'.join(sorted(map(re.escape, FOREIGN_SCALES), key=len, reverse=True))})(?![^\W\d_])"
_FOREIGN_SCALE = re.compile(rf"[\s\u00a0]?({_FOREIGN})(?:\s({_FOREIGN}))?", re.IGNORECASE)  # mil · mil millones
_WITH_POWERS = re.compile(WITH_POWERS)
_MARKS_BETWEEN = tuple(",.'’٬٫")
_NUMBER_BEGINS = re.compile(r"[\d,.'’٬٫]*\d")
_NUMBER_ENDS = re.compile(r"[\d,.'’٬٫]*$")
#: 1.2 × 10^6, 10⁶, 3e5: powers of ten as science prints them
_POWER = re.compile(r"(?:\s?[×x*]\s?10)?(?:\s?\^\s?[-−]?\d+|[⁺⁻]?[⁰¹²³⁴-⁹]+)|[eE][-+−]?\d+\b")
_WRONG_GROUPS = re.compile(r"\d+,\d{4,}")  # in English a comma stands before three digits, or before a decimal or two
_SPACED = re.compile(r"\d{1,3}(?: \d{3}){1,6}+(?!\d)(,\d{1,4}(?!\d))?")
_SPAN_BEFORE = re.compile(r"\b(?:between|from)\s$", re.IGNORECASE)
_UPPER = re.compile(r"(?:\s?[-–—]\s?|\s(?:to|and|or)\s)\d[\d.,]{0,9}[mMbB](?!\w)")  # 1.2m to 1.5m
_MEASURED_IN_METRES = frozenset(
    listed(
        "hurdles sprints sprinters runners swimmers races heats finals records pools waves walls fences towers cliffs"
        " trees poles statues cables tunnels trenches ditches seas depths heights intervals walks dives platforms"
        " yachts boats ships vessels rods ropes pipes pipelines turbines masts blades holes antennas buildings"
        " monuments craters mounds banks barriers gates bridges whales sharks snakes crocodiles squid swells"
    )
)
_HEAD = re.compile(
    r"\b(?:(?:hundred|thousand|[mbt]r?illion|lakh|crore)s?(?:\sand)?|(?P<point>point))\s$", re.IGNORECASE
)
_LONGEST_HEAD = 13  # characters of “thousand and ”
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
        if (head := _head_of_number(scan, atom, atoms[at - 1].end if at else 0)) is not None:
            scan.take([(head, atom.end)])
            scan.unread.append((head, atom.end))
            at += 1
            continue
        if following and _is_said_in_parts(scan, atom, following):
            scan.take([(atom.start, following.end)])
            scan.unread.append((atom.start, following.end))
            at += 2
            continue
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
    at = 0
    while m := _NUMBERS.search(scan.text, at):
        start, end = m.span()
        taken = scan.taken.find(1, start, end)
        # Digits in groups may begin with digits that another step took: in `May 3 200 people`, the 3.
        at = max(start, taken) + 1 if taken >= 0 and m["digits"] and " " in m["digits"] else end
        if end - start > LONGEST or (m["digits"] is None and not scan.english):
            continue
        # A number beside a name that has digits may share a dash with it, but no character.
        if taken >= 0 or (m["spelled"] and not _is_number_word(scan, m)):
            continue
        if atoms and start < atoms[-1].end:
            continue
        atom = _read_atom(scan, m)
        if rest := _rest_of_number(scan, m, atom.end):
            scan.take([rest])
            scan.unread.append(rest)
            at = rest[1]
        else:
            atoms.append(atom)
            at = max(at, atom.end)
    return atoms


def _rest_of_number(scan: Scan, m: re.Match[str], end: int) -> Span | None:
    """Return the span of a number that goes on before or behind what was read of it (1,23,4567); None if it does not.

    Such a number is no figure: half of it would be a wrong one.
    """
    if m["digits"] is None:
        return None
    text = scan.text
    start, behind = m.start("digits"), max(m.end("digits"), end)
    if power := _POWER.match(text, m.end("digits")):
        return start, power.end()
    earlier = text[start - 1 : start] in _MARKS_BETWEEN and text[max(0, start - 2) : start - 1].isdigit()
    later = text[behind - 1].isdigit() and text[behind : behind + 1] in _MARKS_BETWEEN
    later = later and text[behind + 1 : behind + 2].isdigit()
    if not (earlier or later or (scan.english and _WRONG_GROUPS.fullmatch(m["digits"]))):
        return None
    first = start - len(_NUMBER_ENDS.search(text[max(0, start - LONGEST) : start]).group())
    return first, _NUMBER_BEGINS.match(text, start).end()


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
        value, scale, end = _read_digits(scan, m)
    elif m["spelled"]:
        value = spelled_value(m["spelled"])
        scale = SCALES.get(m["spelled"].split()[-1].lower(), 0)
    if value is not None and (m["minus"] or (m["below"] and (m["percent"] or m["below"][0] in "mM"))):
        value = -value
    start, kind, unit = m.start(), NUMBER, ""
    if m["below"] and m["below"][0] in "nN" and not m["percent"]:
        start += len(m["below"])  # tested negative 5 times
    if (
        not scan.english
        and scan.text[start - 1 : start] in ("%", "٪")
        and not scan.text[start - 2 : start - 1].isdigit()
    ):
        start, kind, unit = start - 1, PERCENTAGE, "%"  # as Turkish and Persian print it
    elif m["percent"]:
        kind, unit = (
            PERCENTAGE,
            "percentage points" if re.search(r"point|p\.p|pp", m["percent"]) else "%",
        )
    elif m["sign"] or m["money"]:
        kind, unit = MONEY, (m["sign"] or m["money"]).strip(" -\u00a0")
    return _Atom(start, end, value, kind, unit, scale, m["digits"] is None)


def _read_digits(scan: Scan, m: re.Match[str]) -> tuple[Decimal | None, int, int]:
    """Return the value of a number in digits, the power of ten of its scale, and where it ends."""
    digits, end, scale = m["digits"], m.end(), 0
    if not scan.english and (spaced := _SPACED.match(scan.text, m.start("digits"))):
        digits, end = spaced.group().replace(" ", ""), max(end, spaced.end())
    value = digits_value(digits, scan.language)
    if value is not None and m["part"]:
        value += part_value(m["part"])
    printed = (m["scale"] or "").strip(" -\u00a0").lower()
    if printed in ("m", "b") and not m["sign"] and not m["money"] and not _counts(scan, m.end("scale")):
        printed, end = "", m.end("digits")
    if printed == "dozen":
        return value and value * 12, 0, end
    if printed:
        scale = sum(SCALES[word if len(word) < 3 else word.removesuffix("s")] for word in re.split(r"[\s-]", printed))
    elif not scan.english and (powers := _WITH_POWERS.match(scan.text, m.start("digits"))):
        return powers_value(powers.group()), 0, powers.end()
    elif not scan.english and (foreign := _FOREIGN_SCALE.match(scan.text, end)):
        scale, end = sum(FOREIGN_SCALES[word.lower()] for word in foreign.groups() if word), foreign.end()
    return value and value * 10**scale, scale, end


def _counts(scan: Scan, at: int) -> bool:
    """Return whether `m` or `b` before `at` is a million or billion of something (`1.2m people`), not metres."""
    if upper := _UPPER.match(scan.text, at):
        at = upper.end()
    if not scan.text[at : at + 1].isspace():
        return False
    unit, _ = counted_behind(scan, at, None)
    return bool(unit) and unit.split()[-1].lower() not in _MEASURED_IN_METRES


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
        return "range" if two.value <= low + max(2 * low / one.value, low / 2) else ""
    return ""


def _head_of_number(scan: Scan, one: _Atom, since: int) -> int | None:
    """Return where a number in words begins of which only the end was read: `hundred and twenty`, `point five %`."""
    if not one.spelled or one.value is None:
        return None
    m = _HEAD.search(scan.text[max(since, one.start - _LONGEST_HEAD) : one.start])
    if m is None or (m["point"] and one.kind != PERCENTAGE):
        return None
    return one.start - len(m.group())


def _is_said_in_parts(scan: Scan, one: _Atom, two: _Atom) -> bool:
    """Return whether two numbers in words are one that is not read: `nineteen eighty-four`, `four twenty-one`."""
    words = one.spelled and two.spelled and one.value is not None and two.value is not None and not one.unit
    return words and scan.text[one.end : two.start] == " " and scan.text[two.end : two.end + 1] != "-"


def _low_of_range(one: _Atom, two: _Atom) -> Decimal:
    """Return the low value of a range: 20 million in `20 to 30 million`, but 500 in `500 to 1 million`."""
    if not one.scale and two.scale and (two.spelled or not one.spelled) and one.value <= two.value / 10**two.scale:
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
