"""Units as they are typed: what they measure, how large they are, and what else they are called.

Each unit is a part of one base: a kilometre is 1,000 metres, a hectare 10,000 square metres. What is in no table is a
thing that is counted (`battle tanks`), and its last word says which; no two things are made one. Names that mean more
than one size (`ton`, `gallon`, `pound`, `month` in days) are things of their own, and are not converted.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from claims.text.marks import normal_form
from claims.text.suggest.lexicon import singular

#: base, power of the base → names and sizes in it.
_MEASURES: dict[tuple[str, int], dict[str, str]] = {
    ("m", 1): {
        "1": "m|metre|meter",
        "1000": "km|kilometre|kilometer",
        "1/100": "cm|centimetre|centimeter",
        "1/1000": "mm|millimetre|millimeter",
        "1609.344": "mi|mile",
        "1852": "nautical mile|nmi",
        "0.9144": "yd|yard",
        "0.3048": "ft|foot|feet",
        "0.0254": "in|inch|inches",
    },
    ("m", 2): {
        "1": "m²|sq m|square metre|square meter",
        "1000000": "km²|sq km|square kilometre|square kilometer",
        "10000": "ha|hectare",
        "2589988.110336": "sq mi|square mile",
        "4046.8564224": "acre",
        "0.09290304": "sq ft|square foot|square feet",
    },
    ("m", 3): {"1": "m³|cubic metre|cubic meter", "1/1000": "l|litre|liter", "1/1000000": "ml|millilitre|milliliter"},
    ("kg", 1): {
        "1": "kg|kilo|kilogram|kilogramme",
        "1/1000": "g|gram|gramme",
        "1/1000000": "mg|milligram|milligramme",
        "1000": "t|tonne|metric ton|metric tonne",
        "0.45359237": "lb|lbs",
        "0.028349523125": "oz|ounce",
    },
    ("second", 1): {"1": "s|sec|second", "60": "min|minute", "3600": "h|hr|hour", "86400": "day", "604800": "week"},
    ("month", 1): {"1": "month", "3": "quarter", "12": "year|annum", "120": "decade", "1200": "century"},
    ("Wh", 1): {"1": "Wh", "1000": "kWh", "1000000": "MWh", "1000000000": "GWh", "1000000000000": "TWh"},
    ("W", 1): {"1": "W|watt", "1000": "kW|kilowatt", "1000000": "MW|megawatt", "1000000000": "GW|gigawatt"},
    ("byte", 1): {"1": "byte", "1000": "kB", "1000000": "MB|megabyte", "1000000000": "GB|gigabyte"},
}
#: Names of currencies. None is converted without a rate.
_CURRENCIES = {
    "$": "$|US$|USD|dollar|US dollar",
    "€": "€|EUR|euro",
    "£": "£|GBP|pound sterling|pounds sterling",
    "₽": "₽|RUB|rouble|ruble",
    "₼": "₼|AZN|manat",
    "֏": "֏|AMD|dram",
    "₺": "₺|TRY|lira",
    "¥": "¥|JPY|yen",
    "CHF": "CHF|franc|Swiss franc",
    "₹": "₹|INR|rupee|Rs|Rs.",
    "₴": "₴|UAH|hryvnia",
    "₾": "₾|GEL|lari",
}
_IRREGULAR = {"people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child"}
_PERCENT = frozenset(("%", "٪", "per cent", "percent", "pct", "pc", "prozent", "pour cent", "por ciento", "per cento"))
_POINTS = frozenset(("percentage point", "percentage points", "pp", "p.p.", "per cent points", "prozentpunkte"))
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Atom:
    """One unit without a "per": `label` as it is typed, `size` times the `base` to the `power`.

    `counted`: it is a thing that is counted, or `money`, and no measure.
    """

    label: str
    base: str
    power: int = 1
    size: Fraction = Fraction(1)
    counted: bool = False
    money: bool = False


#: What a number is in: "" (nothing, or a unit), per cent, or percentage points.
PERCENT, POINTS = "%", "pp"


def _table() -> dict[str, Atom]:
    found = {}
    for (base, power), sizes in _MEASURES.items():
        for size, names in sizes.items():
            for name in names.split("|"):
                found[name] = Atom(name, base, power, Fraction(size))
    for base, names in _CURRENCIES.items():
        for name in names.split("|"):
            found[name] = Atom(base, base, counted=True, money=True)
    return found


_TABLE = _table()
_FOLDED = {name.casefold(): atom for name, atom in _TABLE.items() if len(name) > 3 or not name.isascii()}
#: Signs of currencies, the longest first.
SIGNS = sorted((name for name in _TABLE if not name[-1].isalnum() and _TABLE[name].counted), key=len, reverse=True)


def tidy(words: str) -> str:
    """Return words in one line, with one blank between them and the signs of one form."""
    return _SPACES.sub(" ", normal_form("NFC", words)).strip()


def proportion(words: str) -> str:
    """Return PERCENT or POINTS for their names and signs, "" for anything else."""
    folded = words.casefold()
    return POINTS if folded in _POINTS else PERCENT if folded in _PERCENT else ""


def atom(words: str) -> Atom:
    """Return the unit of this name; of a name in no table, the thing that is counted."""
    for name in (words, _one(words)):
        if known := _TABLE.get(name) or _FOLDED.get(name.casefold()):
            return known if known.counted else Atom(words, known.base, known.power, known.size)
    head = words.partition(" of ")[0].rsplit(" ", 1)[-1].casefold()
    return Atom(words, f"“{_IRREGULAR.get(head) or singular(head)}”", counted=True)


def _one(words: str) -> str:
    """Return the singular of the last word."""
    before, blank, last = words.rpartition(" ")
    return f"{before}{blank}{singular(last)}"
