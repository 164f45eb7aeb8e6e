"""Recognise printed numbers and their values: digits with any separators, and spelled-out numbers in English.

The patterns only say what a numeral looks like. figures/ decides whether it is a figure.
"""

import re
from decimal import Decimal


def listed(words: str) -> list[str]:
    """Return the words of a string, separated by blanks, as a list."""
    return words.split()


ONES = {
    word: at
    for at, word in enumerate(
        listed(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
            " eighteen nineteen"
        ),
        1,
    )
}
TENS = {word: at * 10 for at, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)}
#: Long scales and their short forms as newspapers print them. `m` and `b` only count next to a currency.
SCALES = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "k": 3,
    "m": 6,
    "mn": 6,
    "mln": 6,
    "b": 9,
    "bn": 9,
    "tn": 12,
    "trn": 12,
}
#: Scale words of other languages, as powers of ten. Without them the digits alone would give a wrong value.
FOREIGN_SCALES = {
    **dict.fromkeys(
        ("mil", "mille", "tausend", "bin", "min", "тыс", "тысяч", "тысячи", "тысяча", "千", "천", "հազար"), 3
    ),
    **dict.fromkeys(("万", "萬", "만"), 4),
    **dict.fromkeys(
        listed(
            "millones millón millions milioni milione millionen mio milhões milhão milyon miljoen miljoner miljoonaa"
            " milionów"
            " млн миллион миллиона миллионов мільйонів միլիոն מיליון مليون میلیون"
        ),
        6,
    ),
    **dict.fromkeys(("亿", "億", "억"), 8),
    **dict.fromkeys(
        listed(
            "milliards milliard milliarden mrd miliardi miliardo miljard miljarder milyar milyard"
            " млрд миллиард миллиарда"
            " миллиардов мільярдів միլիարդ מיליארד مليار میلیارد"
        ),
        9,
    ),
}
_ORDINAL_ONES = {
    word: at
    for at, word in enumerate(
        listed(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
            " fifteenth sixteenth seventeenth eighteenth nineteenth"
        ),
        1,
    )
}
_ORDINAL_TENS = {f"{word[:-1]}ieth": value for word, value in TENS.items()}
PARTS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}

_HYPHEN = r"[-\u2010\u2011 ]"
_ONE_TO_NINE = "|".join(list(ONES)[:9])
_UNDER_100 = rf"(?:(?:{'|'.join(TENS)})(?:{_HYPHEN}(?:{_ONE_TO_NINE})\b)?|{'|'.join(reversed(ONES))})\b"
_UNDER_1000 = rf"(?:(?:{_UNDER_100}|an?\b){_HYPHEN}hundred\b(?:(?: and)?{_HYPHEN}{_UNDER_100})?|{_UNDER_100})"
_LARGE = rf"(?:{_UNDER_1000}|an?\b){_HYPHEN}(?:thousand|[mbt]r?illion)\b"
#: six · twenty-three · two hundred and fifty thousand · a million · half a dozen · two dozen
SPELLED = (
    rf"(?:half a (?:dozen|million|billion|trillion)\b|(?:an?|{_UNDER_100})[- ]dozen\b"
    rf"|{_LARGE}(?:,? (?:and )?{_LARGE}){{0,4}}(?:,? (?:and )?{_UNDER_1000})?|{_UNDER_1000})"
)
#: dozens · tens of thousands · several hundred: a figure without a value.
VAGUE = (
    r"(?:(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)\b"
    r"(?: (?:and|of) (?:dozens|hundreds|thousands|millions|billions|trillions)\b)?"
    r"|(?:several|many|a few|a couple(?: of)?) (?:dozen|hundred|thousand|million|billion|trillion)\b)"
)
#: 1,000.5 · 1.000,5 · 1'000 · 1 000 (no-break or thin blanks) · ١٬٠٠٠
DIGITS = (
    r"(?:\d{1,3}(?:([,.'’٬\u00a0\u202f\u2009])\d{3}(?!\d))(?:\1\d{3}(?!\d))*(?:[.,٫]\d+(?![\d,.]\d))?"
    r"|\d+(?:[.,٫]\d+)?)"
)
ORDINAL = (
    rf"(?:(?:{'|'.join(TENS)}){_HYPHEN}(?:{'|'.join(list(_ORDINAL_ONES)[:9])})"
    rf"|{'|'.join(reversed(_ORDINAL_ONES))}|{'|'.join(_ORDINAL_TENS)}|hundredth|thousandth|millionth)"
)
_WORD = re.compile(r"[a-z]+")
_MARKS = re.compile(r"[^\d]")
#: A number with more digits has no value: nobody counts that far, and Python reads no more than 4,300 digits.
MOST_DIGITS = 40


def digits_value(printed: str, language: str = "en") -> Decimal | None:
    """Return the value of digits with separators; None if there are more than MOST_DIGITS.

    One kind of mark before groups of three separates thousands. A single full stop does so only if the language has the
    decimal comma.
    """
    marks = _MARKS.findall(printed)
    if len(printed) - len(marks) > MOST_DIGITS:
        return None
    if not marks:
        return Decimal(int(printed))
    last = marks[-1]
    behind = len(printed) - printed.rindex(last) - 1
    point_language = language.split("-")[0].lower() in ("en", "zh", "ja", "ko", "he", "th", "hi", "ar", "fa", "ur")
    decimal = (
        last == "٫"
        or (last in ",." and len(marks) > len([m for m in marks if m == last]))
        or (last in ",." and len(marks) == 1 and (behind != 3 or last == ("." if point_language else ",")))
    )
    if not decimal:
        return Decimal(int(_MARKS.sub("", printed)))
    whole, fraction = printed.rsplit(last, 1)
    return Decimal(f"{int(_MARKS.sub('', whole))}.{''.join(str(int(d)) for d in fraction)}")


def spelled_value(printed: str) -> Decimal:
    """Return the value of text that `SPELLED` matches."""
    printed = printed.lower()
    total = group = 0
    factor = Decimal(1)
    if printed.startswith("half a "):
        factor, printed = Decimal("0.5"), printed[5:]
    for word in _WORD.findall(printed):
        if word in ("a", "an"):
            group += 1
        elif word == "dozen":
            group = (group or 1) * 12
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in SCALES:
            total, group = total + (group or 1) * 10 ** SCALES[word], 0
        else:
            group += ONES.get(word) or TENS.get(word, 0)
    value = (total + group) * factor
    return value if value % 1 else Decimal(int(value))


def printed_value(printed: str | None) -> Decimal | None:
    """Return the value of digits as English prints them, or of text that `SPELLED` matches.

    None if there is nothing, or too many digits.
    """
    if not printed:
        return None
    return digits_value(printed) if printed[0].isdigit() else spelled_value(printed)


def ordinal_value(printed: str) -> Decimal | None:
    """Return the value of text that `ORDINAL` matches, or of 27th; None if there are more than MOST_DIGITS."""
    printed = printed.lower()
    if printed[0].isdigit():
        digits = _MARKS.sub("", printed)
        return Decimal(int(digits)) if len(digits) <= MOST_DIGITS else None
    wholes = {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, **_ORDINAL_ONES, **_ORDINAL_TENS}
    *tens, last = _WORD.findall(printed)
    return Decimal(sum(TENS[word] for word in tens) + wholes[last])
