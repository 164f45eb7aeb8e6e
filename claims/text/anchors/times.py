"""Recognise words that tell a time, so that a changed day is not reported as a changed count."""

import re

from claims.text.anchors import vocabulary as known
from claims.text.anchors.cutting import Text

_DAY = re.compile(r"(?:3[01]|[12]?[0-9])(?:st|nd|rd|th)?(?:-(?:3[01]|[12]?[0-9])(?:st|nd|rd|th)?)?")
_DATE_WORDS = 5  # at most, between a day and its month: the 5th, 6th and 7th of May


def is_day(key: str, printed: list[str]) -> bool:
    """Return whether a word, given in small letters, is a month or a day of the week as ``printed``."""
    if key not in known.MONTHS_AND_DAYS:
        return False
    return any(word.lower() == key and word[0].isupper() for word in printed)  # “may” and “march” are other words too


def is_date(figures: list[str]) -> bool:
    """Return whether figures are all years, or are all written as dates or times: 2019, 2019-20, 5/6/2020, 17:30."""
    years = all(re.fullmatch(r"(?:1[5-9]|20)\d\d(?:s|-\d\d(?:\d\d)?)?", key) for key in figures)
    written = all(re.fullmatch(r"\d{1,4}[/.:]\d{1,2}(?:[/.:]\d{1,4})?", key) for key in figures)
    return years or (written and any(re.search("[/:]", key) for key in figures))


def in_a_date(text: Text, at: int) -> bool:
    """Return whether a figure is a day of a month or a time of day, judged by what stands beside it."""
    return _full_date(text, at) or _day_of_month(text, at) or _clock(text, at)


def _full_date(text: Text, at: int) -> bool:
    """Return whether this is part of a date whose parts are separate words: 2020-05-06, 6.5.2020."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.keys[at]):
        return True
    years = text.keys[at + 1 : at + 2] if re.fullmatch(r"\d{1,2}\.\d{1,2}", text.keys[at]) else []
    return any(re.fullmatch(r"\d{4}|\d{2}", year) and text.between(at) == "." for year in years)


def _day_of_month(text: Text, at: int) -> bool:
    """Return whether this is a day of a month: 6 May, May 6, the 6th of May, 5 to 6 May, May 5 and 6.

    In “In May 12 lorries crossed” the 12 is not one.
    """
    if not _DAY.fullmatch(text.keys[at]):
        return False
    start, end = text.line_words[text.word_line[at]]
    for step in (1, -1):
        there = at + step
        while start <= there < end and abs(there - at) <= _DATE_WORDS and _beside_a_day(text.keys[there], step):
            there += step
        if start <= there < end and text.keys[there].lower() in known.MONTHS and text.keys[there][0].isupper():
            return step == 1 or there == start or text.keys[there - 1].lower() != "in"
    return False


def _beside_a_day(key: str, step: int) -> bool:
    """Return whether a word may stand between a day and its month: another day, or a word that joins the two."""
    return bool(_DAY.fullmatch(key)) or key.lower() in (("and", "to", "or", "of") if step == 1 else ("and", "to", "or"))


def _clock(text: Text, at: int) -> bool:
    """Return whether this is a time of day: 5pm, 5 p.m., 5 o’clock."""
    if re.fullmatch(r"\d{1,2}(?:[.:]\d\d)?(?:am|pm)", text.keys[at].lower()):
        return True
    return at + 1 < len(text.keys) and text.keys[at + 1].lower() in known.CLOCK


def which_time(text: Text, first: int, last: int) -> bool:
    """Return whether one of these words says which week, month or day is meant: last, this, next."""
    for at in range(first, last):
        if text.keys[at].lower() in known.WHICH_TIME and at + 1 < len(text.keys):
            behind = text.keys[at + 1]
            if behind.lower() in known.TIMES or is_day(behind.lower(), [behind]):
                return True
    return False
