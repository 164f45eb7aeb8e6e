"""Find what a number counts: the first plural or collective word after it, before any verb or function word."""

import re
from decimal import Decimal
from functools import lru_cache

from claims.text.figures.scan import Scan
from claims.text.numerals import ONES, SCALES, TENS, listed

_MEASURE = re.compile(
    r"\s?(?:km/h|km²|km|kg|cm|mm|mph|kph|mg|lbs?|oz|ft|MW|GW|kW|kWh|MWh|MHz|GHz|GB|TB|MB|ha|°C|°F|°|px"
    r"|sq(?:uare)?\.? (?:km|miles?|feet|metres?|meters?)|m|(?<=\d)(?:C|F|in|yd|hp|mpg))"
    r"(?![\w.-]\w|\w)"
)
_HYPHENED = re.compile(r"[-‑]([a-z]+)(?![\w])")
TOKEN = re.compile(r"\s{1,2}([^\W\d_](?:[\w’'‑-]|\.(?=\w))*|\d+[-‑][a-z]+)")
_OF = re.compile(
    r"\sof(?:\s(?:the|its|their|his|her|our|my|your|those|these|all|some|such|other))*(?=\s)", re.IGNORECASE
)
STOP = frozenset(
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
NUMBER_WORDS = frozenset(
    [*ONES, *TENS, *SCALES, "dozen", "half", *listed("tens dozens scores hundreds thousands millions billions")]
)
TIME_UNITS = frozenset(listed("seconds minutes hours days weeks months years decades centuries nights"))


@lru_cache(maxsize=64)
def own_units(units: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return one pattern of a desk's own units, the longest first; None if it has none."""
    listed = sorted({unit.strip() for unit in units if unit.strip()}, key=len, reverse=True)
    return re.compile(rf"[\s-]({'|'.join(map(re.escape, listed))})(?!\w)", re.IGNORECASE) if listed else None


def counted_behind(scan: Scan, at: int, value: Decimal | None) -> tuple[str, int]:
    """Return what the number that ends at `at` counts, and where its words end; "" and `at` if nothing.

    It ends with the first plural or collective word after the number, at most six words away, before any verb or
    function word. Capitalised words before that word (whose they are) are left out of the unit.
    """
    text = scan.text
    if scan.units and (m := scan.units.match(text, at)):
        return m.group(1), m.end()
    if m := _MEASURE.match(text, at):
        return m.group().strip(), m.end()
    if not scan.english:
        return "", at
    if m := _HYPHENED.match(text, at):
        word = m.group(1)
        known = word in _MEASURED or (text[at - 1].isdigit() and word not in STOP)
        return (word, m.end()) if known else ("", at)
    end = at
    if (m := re.match(r"(?:\+|-odd|-plus)(?!\w)", text[at : at + 6])) or (m := _OF.match(text, at)):
        end = at + m.end() if m.re is not _OF else m.end()
    words: list[str] = []
    ends: list[int] = []
    while len(words) < 6 and (m := TOKEN.match(text, end)):
        word = m.group(1).rstrip("’'")
        small = word.lower()
        if small in NUMBER_WORDS or (not words and small in ("more", "other", "additional", "further", "new")):
            if small in NUMBER_WORDS:
                break
            end = m.end()
            continue
        if small in STOP:
            break
        words.append(word)
        end = m.start(1) + len(word)
        ends.append(end)
        if _is_counted(word):
            return _own_unit(scan, words, end)
        if text[m.end() : m.end() + 1] in ',;.:!?)”"':
            break
    if value == 1 and words and words[0][0].islower():
        kept = words[:2] if len(words) > 1 and not words[1].endswith(("ed", "ing", "ly", "s")) else words[:1]
        return " ".join(kept), ends[len(kept) - 1]
    return "", at


def _own_unit(scan: Scan, words: list[str], end: int) -> tuple[str, int]:
    own = len(words) - 1
    while own > 0 and (not words[own - 1][0].isupper() or any(c.isdigit() for c in words[own - 1])):
        own -= 1
    unit = " ".join(words[own:])
    if _OF_MEASURE.search(unit) and (m := _OF_WHAT.match(scan.text, end)):
        return f"{unit} of {m.group(1)}", m.end()
    return unit, end


def _is_counted(word: str) -> bool:
    """Return whether the word is a plural, or is counted without a plural form."""
    small = word.lower()
    if small in _PLURALS:
        return True
    return (
        small.endswith("s")
        and len(small) > 2
        and not small.endswith(("ss", "ous", "'s", "’s"))
        and small not in _NOT_PLURAL
    )
