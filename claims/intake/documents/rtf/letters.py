"""The letters of an .rtf: the code pages of the document and of its fonts, and words that stand for one letter."""

import codecs
import re

DEFAULT = "cp1252"
#: Python's name for what a font's \\fcharset says. 1 is the document's own, 2 has pictures in place of letters.
CHARSETS = {
    0: "cp1252",
    2: "symbol",
    77: "mac_roman",
    78: "cp932",
    79: "cp949",
    80: "cp936",
    81: "cp950",
    82: "cp936",
    83: "cp1255",
    84: "mac_arabic",
    85: "mac_greek",
    86: "mac_turkish",
    87: "cp874",
    88: "mac_latin2",
    89: "mac_cyrillic",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
#: Control words for the letters of a document, where no number of a code page is given.
SETS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_PAGES = {10000: "mac_roman", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2", 10081: "mac_turkish"}
_PAGES |= {708: "iso8859_6", 819: "latin-1", 1361: "johab", 28591: "latin-1", 51949: "euc_kr", 54936: "gb18030"}
_PAGES |= {65001: "utf-8"}
_SYMBOLS = {0xB7: "•", 0xA7: "▪"}  # the bullets of Symbol and Wingdings
LETTERS = {
    "bullet": "•",
    "emdash": "—",
    "emspace": "\u2003",
    "endash": "–",
    "enspace": "\u2002",
    "ldblquote": "“",
    "lquote": "‘",
    "ltrmark": "\u200e",
    "qmspace": "\u2005",
    "rdblquote": "”",
    "rquote": "’",
    "rtlmark": "\u200f",
    "tab": "\t",
    "zwbo": "\u200b",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
#: The same for control signs.
SIGNS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
_HALVES, _HALF = re.compile("[\ud800-\udbff][\udc00-\udfff]"), re.compile("[\ud800-\udfff]")


def page_of(number: int) -> str:
    """Return Python's name of a code page; that of Western Europe for one that it does not know."""
    name = _PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return DEFAULT
    return name


def decoded(raw: bytes, page: str) -> str:
    """Return the letters of bytes in a code page; what it does not have becomes U+FFFD."""
    if page == "symbol":
        return "".join(chr(one) if one < 0x80 else _SYMBOLS.get(one, chr(0xF000 + one)) for one in raw)
    return raw.decode(page, "replace")


def letter(number: int) -> str:
    """Return the letter, or the half of one, that \\u and a number stand for; "" for none."""
    number += 0x10000 if number < 0 else 0
    return chr(number) if 0 <= number < 0x110000 else ""


def whole(words: str) -> str:
    """Return words with the halves of letters put together; a half by itself is no letter, and goes."""
    joined = _HALVES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), words)
    return _HALF.sub("", joined)
