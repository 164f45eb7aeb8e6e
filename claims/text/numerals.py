"""Recognise printed numbers and their values: digits with any separators, and spelled-out numbers in English.

The patterns only say what a numeral looks like. figures/ decides whether it is a figure.
"""

import re
from decimal import Decimal


def listed(words: str) -> list[str]:
    """Return the words of a string, separated by blanks, as a list."""
    return words.split()


#: Letters of scripts that join a letter to a digit only in names (S-300). Others join any word to a number.
NAME_LETTERS = r"A-Za-zª-ʯͰ-ϿЀ-ԯԱ-֏Ⴀ-ჿ"

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
#: Long scales and their short forms as newspapers print them. `m` and `b` only count next to a currency, or before
#: what is counted.
SCALES = {
    "hundred": 2,
    "thousand": 3,
    "lakh": 5,
    "crore": 7,
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
        listed(
            "mil mille mila tausend bin min тыс тысяч тысячи тысяча тис тисяч тисячі хиляди հազար tys tysięcy tysiące"
            " tusen tusind duizend tuhatta tisíc tisíce ezer tsd tds mii hiljada tisuća hezar ألف آلاف ألفا هزار אלף"
            " אלפים"
            " हज़ार हजार হাজার ათასი χιλιάδες"
        ),
        3,
    ),
    **dict.fromkeys(listed("लाख লাখ لاکھ"), 5),
    **dict.fromkeys(listed("करोड़ करोड কোটি کروڑ"), 7),
    **dict.fromkeys(
        listed(
            "millones millón millions milioni milione millionen mio milhões milhão milyon miljoen miljoner miljoonaa"
            " milionów"
            " млн миллион миллиона миллионов мільйон мільйона мільйонів միլիոն מיליון مليون میلیون ملايين milioane"
            " miljoonaa millió εκατομμύρια მილიონი juta"
        ),
        6,
    ),
    **dict.fromkeys(
        listed(
            "md mds mrds milliards milliard milliarden mrd miliardi miliardo miljard miljarder milyar milyard"
            " млрд миллиард миллиарда"
            " миллиардов мільярд мільярда мільярдів միլիարդ מיליארד مليار میلیارد miliarde milliárd miliard miliardów"
            " δισεκατομμύρια მილიარდი miljardia"
        ),
        9,
    ),
}
#: Powers of ten that Chinese, Japanese and Korean print behind digits. The large ones end a part of the number.
_SMALL_POWERS = {**dict.fromkeys("百백", 2), **dict.fromkeys("千천", 3)}
_LARGE_POWERS = {**dict.fromkeys("万萬만", 4), **dict.fromkeys("亿億억", 8), **dict.fromkeys("兆조", 12)}
_POWERS = "".join((*_SMALL_POWERS, *_LARGE_POWERS))
#: 3万 · 5千万 · 3億5000万 · 1億2,345万6,789
WITH_POWERS = rf"\d[\d,]*(?:\.\d+)?[{_POWERS}]+(?:\d[\d,]*[{_POWERS}]+)*(?:\d[\d,]*)?"
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

#: Single words that rank.
ORDINAL_WORDS = {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, **_ORDINAL_ONES, **_ORDINAL_TENS}

_HYPHEN = r"[-\u2010\u2011 ]"
_ONE_TO_NINE = "|".join(list(ONES)[:9])
_UNDER_100 = rf"(?:(?:{'|'.join(TENS)})(?:{_HYPHEN}(?:{_ONE_TO_NINE})\b)?|{'|'.join(reversed(ONES))})\b"
_UNDER_1000 = rf"(?:(?:{_UNDER_100}|an?\b){_HYPHEN}hundred\b(?:(?: and)?{_HYPHEN}{_UNDER_100})?|{_UNDER_100})"
_SCALE_WORD = r"(?:thousand|lakh|crore|[mbt]r?illion)s?\b"
_LARGE = rf"(?:{_UNDER_1000}|an?\b){_HYPHEN}{_SCALE_WORD}(?: {_SCALE_WORD})?"
_PART_WORD = "half|third|quarter|fifth|tenth"
#: a half · three-quarters
_PART = rf"(?:an?|one|two|three|four)[- ](?:{_PART_WORD})s?\b"
#: two and a half million · ninety-nine point nine · a quarter of a million · a million and a half
BROKEN = (
    rf"(?=[a-z])(?:(?:{_PART} of an? |half[- ]an?[- ]|(?:half|quarter)[- ]){_SCALE_WORD}"
    rf"|(?:{_UNDER_1000}|zero|nought) point(?:[ -](?:zero|oh|nought|{_ONE_TO_NINE})\b)+(?: {_SCALE_WORD})?"
    rf"|{_UNDER_1000}[- ]and[- ]{_PART}(?:(?: of an?)? (?:hundred\b|dozen\b|{_SCALE_WORD}))?"
    rf"|an? (?:hundred|{_SCALE_WORD})[- ]and[- ]{_PART})"
)
#: six · twenty-three · two hundred and fifty thousand · a million · half a dozen · two dozen, and what BROKEN has
SPELLED = (
    rf"(?=[a-z])(?:half a dozen\b|{BROKEN}|(?:an?|{_UNDER_100})[- ]dozen\b"
    rf"|{_LARGE}(?:,? (?:and )?{_LARGE}){{0,4}}(?:,? (?:and )?{_UNDER_1000})?|{_UNDER_1000})"
)
#: dozens · tens of thousands · several hundred: a figure without a value.
VAGUE = (
    r"(?=[a-z])(?:(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)\b"
    r"(?: (?:and|of) (?:dozens|hundreds|thousands|millions|billions|trillions)\b)?"
    r"|(?:several|many|a few|a couple(?: of)?) (?:dozen|hundred|thousand|million|billion|trillion)\b)"
)
#: 1,000.5 · 1.000,5 · 1'000 · 1 000 · ١٬٠٠٠ · 12,34,567 · .5
DIGITS = (
    r"(?:\d{1,3}(?:([,.'’٬ \u00a0\u202f\u2009])\d{3}(?!\d))(?:\1\d{3}(?!\d))*(?:[.,٫]\d+(?![\d,.]\d))?"
    r"|\d{1,2}(?:,\d\d){1,6},\d{3}(?!\d)(?:\.\d+)?"
    r"|\d+(?:[.,٫]\d+)?|(?<![\w.])\.\d+)"
)
#: ½ and others, and their values; also written 1/2 behind a whole number.
VULGAR = {
    **{"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3},
    **{"⅕": Decimal("0.2"), "⅖": Decimal("0.4"), "⅗": Decimal("0.6"), "⅘": Decimal("0.8")},
    **{"⅛": Decimal("0.125"), "⅜": Decimal("0.375"), "⅝": Decimal("0.625"), "⅞": Decimal("0.875")},
}
#: The part of a whole number that is printed behind its digits: 2 1/2, 2½, 2 and a half.
BEHIND_DIGITS = rf"(?:[ -][1-9]/(?:[2-9]|1[06])(?![\d/])|\s?[{''.join(VULGAR)}]|[\s-]and[\s-]{_PART})"
ORDINAL = (
    rf"(?=[a-z])(?:(?:{'|'.join(TENS)}){_HYPHEN}(?:{'|'.join(list(_ORDINAL_ONES)[:9])})"
    rf"|{'|'.join(reversed(_ORDINAL_ONES))}|{'|'.join(_ORDINAL_TENS)}|hundredth|thousandth|millionth)"
)
_POINTED = re.compile(rf"(?P<whole>.+) point(?P<digits>(?:[ -](?:zero|oh|nought|{_ONE_TO_NINE}))+)(?: (?P<scale>.+))?")
_PART_OF = re.compile(rf"(?P<part>{_PART}|half|quarter)(?: of an? |[- ]an?[- ]|[- ])(?P<scale>dozen|{_SCALE_WORD})")
_AND_PART = re.compile(rf"(?P<whole>.+)[- ]and[- ](?P<part>{_PART})(?:(?: of an?)? (?P<scale>.+))?")
_DIGITS_OR_POWER = re.compile(rf"(\d[\d,]*(?:\.\d+)?)|([{_POWERS}])")
_BEHIND_DIGITS = re.compile(BEHIND_DIGITS, re.IGNORECASE)
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
    return Decimal(f"{int(_MARKS.sub('', whole) or 0)}.{''.join(str(int(d)) for d in fraction)}")


def powers_value(printed: str) -> Decimal | None:
    """Return the value of text that `WITH_POWERS` matches; None if there are too many digits."""
    total, part, number = Decimal(0), Decimal(0), Decimal(0)
    for digits, power in _DIGITS_OR_POWER.findall(printed):
        if digits:
            if len(digits) > MOST_DIGITS:
                return None
            number = Decimal(digits.replace(",", ""))
        elif power in _SMALL_POWERS:
            part, number = part + (number or 1) * 10 ** _SMALL_POWERS[power], Decimal(0)
        else:
            total += ((part + number) or 1) * 10 ** _LARGE_POWERS[power]
            part = number = Decimal(0)
    return total + part + number


def spelled_value(printed: str) -> Decimal:
    """Return the value of text that `SPELLED` matches."""
    printed = printed.lower()
    if m := _POINTED.fullmatch(printed):
        digits = "".join(str(ONES.get(word, 0)) for word in _WORD.findall(m["digits"]))
        value = Decimal(f"{_plain_value(m['whole'])}.{digits}") * _scale(m["scale"])
    elif m := _PART_OF.fullmatch(printed):
        value = part_value(m["part"]) * _scale(m["scale"])
    elif m := _AND_PART.fullmatch(printed):
        whole, part = _plain_value(m["whole"]), part_value(m["part"])
        of_whole = m["whole"].startswith(("a ", "an "))  # a million and a half
        value = whole * (1 + part) if of_whole else (whole + part) * _scale(m["scale"])
    else:
        value = Decimal(_plain_value(printed))
    return value if value % 1 else Decimal(int(value))


def part_value(printed: str) -> Decimal:
    """Return the value of half, a half, three-quarters, ½ or 1/2, as they stand alone or behind a whole number."""
    printed = printed.lower().strip(" -\u00a0\u202f\u2009\n").removeprefix("and").strip(" -")
    if printed in VULGAR:
        return VULGAR[printed]
    if printed[0].isdigit():
        top, bottom = printed.split("/")
        return Decimal(top) / Decimal(bottom)
    *over, part = re.split(r"[-\s]", printed)
    return Decimal(ONES.get(over[0], 1) if over else 1) / PARTS[part.removesuffix("s")]


def _scale(word: str | None) -> int:
    return 12 if word == "dozen" else 10 ** SCALES[word.removesuffix("s")] if word else 1


def _plain_value(printed: str) -> int:
    """Return the value of number words without a part or a point."""
    total = group = 0
    scaled = False
    for word in _WORD.findall(printed):
        scale = SCALES.get(word.removesuffix("s"))
        if word in ("a", "an"):
            group += 1
        elif word == "dozen":
            group = (group or 1) * 12
        elif word == "hundred":
            group = (group or 1) * 100
        elif scale and scaled:  # three lakh crore, two thousand million
            total *= 10**scale
        elif scale:
            total, group = total + (group or 1) * 10**scale, 0
        else:
            group += ONES.get(word) or TENS.get(word, 0)
        scaled = bool(scale and word != "hundred")
    return total + group


def printed_value(printed: str | None) -> Decimal | None:
    """Return the value of digits as English prints them, with or without a part, or of text that `SPELLED` matches.

    None if there is nothing, or too many digits.
    """
    if not printed:
        return None
    if not printed[0].isdigit():
        return spelled_value(printed)
    part = _BEHIND_DIGITS.search(printed)
    value = digits_value(printed[: part.start()] if part else printed)
    return value + part_value(part.group()) if part and value is not None else value


def ordinal_value(printed: str) -> Decimal | None:
    """Return the value of text that `ORDINAL` matches, or of 27th; None if there are more than MOST_DIGITS."""
    printed = printed.lower()
    if printed[0].isdigit():
        digits = _MARKS.sub("", printed)
        return Decimal(int(digits)) if len(digits) <= MOST_DIGITS else None
    *tens, last = _WORD.findall(printed)
    return Decimal(sum(TENS[word] for word in tens) + ORDINAL_WORDS[last])
