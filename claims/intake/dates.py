"""Read a printed date line ("Tue, 10/27/2020 – 02:00"). A date that could be two days is left to the editor."""

import re
from dataclasses import dataclass
from datetime import date, time

from claims.text.months import MONTHS

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>\d{4})-(?P<m>\d{1,2})-(?P<day>\d{1,2})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:(?:of|de)\s+)?{_MONTH},?\s+(?:(?:de|del)\s+)?"
        r"(?P<year>\d{4})(?!\d)",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
        r"(?<!\d)(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)",
    )
)
_WEEKDAY = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b\.?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::\d{2}(?:\.\d{1,9})?)?)? ?(?P<half>[ap]\.?m\b\.?)?"
    r" ?(?P<zone>Z\b|(?:UTC|GMT)? ?[+−-]\d{1,2}(?::?\d{2})?(?!\d)|[A-Z]{2,5}\b|\(?(?:[A-Z][a-z]+|local) time\b\)?)?"
)
_OFFSET = re.compile(r"(?:UTC|GMT)? ?(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?")
_UPDATED = re.compile(
    r"\b(?:(?:last )?(?:updated|modified)|actualizad[oa]|atualizad[oa]|mis à jour|modifié|aktualisiert|aggiornato"
    r"|bijgewerkt|uppdaterad|обновлено|оновлено|güncellen\w+|güncelleme|yenilən\w+|aktualizacja)\b",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:published|posted|last|first|on|at|date|created|hrs|hours|t|publicad[oa](?: el| em)?|publié(?: le)?"
    r"|veröffentlicht(?: am)?|pubblicato(?: il)?|geplaatst(?: op)?|опубликовано|à|uhr|a las|alle|kl)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """`rest` is the line without the date; `zone` is an IANA name, "" if unknown."""

    day: date | None
    clock: time | None
    zone: str
    rest: str
    updated: bool
    notes: tuple[str, ...]


def read_date_line(line: str) -> DateLine | None:
    """Return the date in a line, with its time, or None if there is no date in it.

    Of two dates it is when it was published, and not when it was updated: the first, if the line says no other. `day`
    is None, with a note, if it could be two days or is not in the calendar.
    """
    line = " ".join(line.split())  # the patterns would try a run of blanks from each of its blanks
    match = _first_date(line)
    if match is None:
        return None
    end = len(line)
    update = _UPDATED.search(line, match.end())
    later = _first_date(line, match.end())
    first_updated = _UPDATED.search(line, 0, match.start())
    if later and first_updated and not _UPDATED.search(line, match.end(), later.start()):
        return read_date_line(line[match.end() :])  # “Updated March 2, 2020; published March 1, 2020”
    if later:
        end = min(update.start() if update else end, later.start())
    rest = line[: match.start()] + " " + line[match.end() : end]
    weekday = _WEEKDAY.search(rest)
    day, note = _day(match, weekday)
    notes = [note] if note else []
    rest = _WEEKDAY.sub(" ", rest, count=1)
    clock, zone = None, ""
    # An ISO time follows a T directly.
    rest = re.sub(r"\bT(?=\d)", " ", rest)
    for candidate in _TIME.finditer(rest):
        if candidate["minute"] or candidate["half"]:
            clock = _clock(candidate)
            zone, note = _zone((candidate["zone"] or "").strip())
            notes += [note] if note else []
            rest = rest[: candidate.start()] + " " + rest[candidate.end() :]
            break
    updated = bool(_UPDATED.search(rest))
    rest = " ".join(_AROUND.sub(" ", _UPDATED.sub(" ", rest)).split()).strip(" ,;:|•·–—-()[]/")
    return DateLine(day, clock, zone, rest, updated, tuple(notes))


def _first_date(line: str, at: int = 0) -> re.Match | None:
    found = [match for pattern in _DATES if (match := pattern.search(line, at))]
    return min(found, key=re.Match.start, default=None)


def _day(match: re.Match, weekday: re.Match | None) -> tuple[date | None, str]:
    parts = match.groupdict()
    year = int(parts["year"])
    printed = match.group().strip()
    if "first" not in parts:
        month = int(parts["m"]) if "m" in parts else MONTHS[parts["month"].lower()]
        days = [_date(year, month, int(parts["day"]))]
    else:
        first, second = int(parts["first"]), int(parts["second"])
        days = [_date(year, second, first)]
        if parts["mark"] != ".":  # with full stops, the day always comes first
            days.append(_date(year, first, second))
    possible = {day for day in days if day}
    if not possible:
        return None, f"{printed} is not in the calendar."
    if weekday:
        number = _WEEKDAYS.index(weekday[1].lower())
        fitting = {day for day in possible if day.weekday() == number}
        if not fitting and len(possible) == 1:
            day = possible.pop()
            return day, f"{_words(day)} was a {day:%A}, not as printed."
        possible = fitting or possible
    if len(possible) > 1:
        one, other = sorted(possible)
        return None, f"{printed} can be {_words(one)} or {_words(other)}: please choose."
    return possible.pop(), ""


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _clock(match: re.Match) -> time | None:
    hour = int(match["hour"])
    half = (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hour, int(match["minute"] or 0))
    except ValueError:
        return None


def _zone(printed: str) -> tuple[str, str]:
    if not printed:
        return "", ""
    if printed in ("Z", "UTC", "GMT"):
        return "UTC", ""
    offset = _OFFSET.fullmatch(printed)
    if offset and int(offset["minutes"] or 0) == 0 and int(offset["hours"]) <= 12:
        hours = int(offset["hours"])
        # The names in Etc/ count westwards: Etc/GMT-4 is four hours ahead of UTC.
        return (f"Etc/GMT{'-' if offset['sign'] == '+' else '+'}{hours}" if hours else "UTC"), ""
    return "", f"The time zone is printed as {printed.strip('()')}: please choose it."
