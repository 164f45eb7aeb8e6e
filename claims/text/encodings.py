"""Read a text file in an encoding older than UTF-8. If two readings are equally likely, return both.

The same bytes are letters in every one of these encodings. A reading is likely when its letters belong to one language
(best of all, to the language of the text's common words) and when its punctuation is in plausible places.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from charset_normalizer import from_bytes

#: The encodings that are always tried, with their names for people. If several read the same, the first is used.
ENCODINGS = {
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1256": "Arabic (Windows-1256)",
    "iso8859_2": "Central European (ISO-8859-2)",
    "iso8859_15": "Western European (ISO-8859-15)",
    "mac_roman": "Western European (Mac Roman)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "cp437": "Western European (DOS 437)",
    "cp850": "Western European (DOS 850)",
    "cp852": "Central European (DOS 852)",
    "cp857": "Turkish (DOS 857)",
    "cp866": "Cyrillic (DOS 866)",
}
# Two bytes a letter. A short text in another encoding may fit one of these by chance; a text with this many bytes
# beyond ASCII does not.
_WIDE = {
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "shift_jis": "Japanese (Shift JIS)",
    "euc_jp": "Japanese (EUC)",
    "euc_kr": "Korean (EUC)",
}
_WIDE_FROM = 12
# The letters of each language beyond a to z, and its commonest words.
_LANGUAGES = {
    "en": ("", "the of and to in that is was for with on by he said"),
    "fr": ("éèàêçùâîôûëïüœÿ", "le la les des et une est dans que pour du qui sur par au un il elle"),
    "de": ("äöüß", "der die das und nicht ist von mit den im auf ein eine sich zu"),
    "es": ("áéíóúñüºª", "el la los las que una y del por con en se un de al su"),
    "pt": ("ãõáàâéêíóôúüçºª", "o a os as que uma e do da por com em não um no na"),
    "it": ("àèéìòù", "il la che di un una e del della per con non è gli nel"),
    "nl": ("ëïéèöü", "de het een en van dat niet is op te zijn"),
    "sv": ("åäöé", "och att det som en av är på för inte"),
    "da": ("æøåé", "og at det en af er på der til ikke"),
    "fi": ("äöå", "ja on ei se että oli hän mutta"),
    "is": ("áðéíóúýþæö", "og að er sem til var í á ekki"),
    "tr": ("ğışçöüâîûi̇", "ve bir bu da de olan ile için olarak çok"),
    "az": ("ğışçöüäi̇", "və vä ve bir bu da ki üçün ilä ile olan"),
    "pl": ("ąćęłńóśźż", "w i na z nie do to jest od po się że"),
    "cs": ("áčďéěíňóřšťúůýž", "a v na se je z do pro že jsou"),
    "sk": ("áäčďéíĺľňóôŕšťúýž", "a v na sa je z do pre že sú"),
    "hu": ("áéíóöőúüű", "a az és hogy nem egy is volt"),
    "ro": ("ăâîşţșț", "de la un cu o din pe nu este și care"),
    "hr": ("čćđšž", "u i na je da se za od su"),
    "et": ("äöõüšž", "ja on ei et see oli ta"),
    "sq": ("ëç", "në dhe të një për me"),
    "ru": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "и в на не что с по он как это о"),
    "uk": ("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "і в на не що з по та до у"),
    "bg": ("абвгдежзийклмнопрстуфхцчшщъьюя", "и в на не че с по да се от"),
    "sr": ("абвгдђежзијклљмнњопрстћуфхцчџш", "и у на не да је се су за"),
    "mk": ("абвгдѓежзѕијклљмнњопрстќуфхцчџш", "и во на не да е се од за"),
    "be": ("абвгдеёжзійклмнопрстуўфхцчшыьэюя", "і у на не што з па да"),
    "el": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ", "και το η της του να με για στο"),
    "ar": ("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئ", "من في على إلى عن أن ما هذا كان قال ولم التي الذي"),
    "fa": ("ابتثجحخدذرزسشصضطظعغفقلمنهوءآأؤئپچژکگیىي", "و در به از که این را با است برای"),
}
_WORDS = {language: frozenset(words.split()) for language, (_, words) in _LANGUAGES.items()}
_LETTERS = {language: frozenset(letters) for language, (letters, _) in _LANGUAGES.items()}
_NOT_LATIN = frozenset(["ru", "uk", "bg", "sr", "mk", "be", "el", "ar", "fa"])
# Accented letters that also occur in names in texts of other languages. Any other foreign letter is a little less
# likely. That alone decides which reading comes first, and never removes the doubt, however many names there are.
_ABROAD = frozenset("éèêëàâáäãåçñíìîïóòôöøõúùûüœÿßæÉÖÄÜÅØÁÍÓÚÇÑÎÀÔÂÆŒ")
# Words with accents that English has borrowed: they are not foreign names.
_BORROWED = frozenset(
    word
    for words in (
        "attaché blasé café cafés château cliché clichés communiqué consommé coup crème crèche décor déjà naïve",
        "naïveté naïvely débâcle détente doppelgänger élite émigré émigrés exposé façade façades fiancé fiancée führer",
        "jalapeño maître matinée mêlée née pâté piñata première protégé protégée résumé résumés rôle risqué roué sauté",
        "señor señora smörgåsbord soirée soufflé touché voilà à",
    )
    for word in words.split()
)
_OPENING, _CLOSING = frozenset("“„‘‚‹«¿¡"), frozenset("”’›»…")
_BETWEEN_WORDS = frozenset("–—…")
_OF_FIGURES = frozenset("€£¥§°±²³½¼¾×µ‰©®™№")
_PIECE = re.compile(r"[^\W\d_]+|[^\x00-\x7f]")  # words, and characters beyond ASCII
# Points behind the likeliest reading at which a reading is dropped. One letter of another alphabet costs 3.
_DOUBT = 1.5
_LESS_USUAL = 1.0  # points for letters that are rare in foreign names, once for a text; fewer than _DOUBT
_POOR = 3.0  # points for each different word or mark, on average: a worse reading is not shown
_SAMPLE = 40_000  # bytes: the words beyond ASCII are judged up to this length; what differs only after it is in doubt
_SHOWN = 3  # excerpts for each reading
_AROUND = 40  # characters before and after a word in an excerpt


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file as read in one encoding. `name` is the encoding's name for people."""

    encoding: str
    name: str
    text: str


def readings(raw: bytes) -> list[Reading]:
    """Return the possible readings of a file in one of the older encodings, the likeliest first.

    There is one if nothing else is likely, several if it is in doubt, and none if no reading makes sense. No two hold
    the same text.
    """
    sample = b" ".join(dict.fromkeys(word for word in raw.split() if not word.isascii()))[:_SAMPLE]
    wide = _WIDE if sum(byte > 0x7F for byte in sample) >= _WIDE_FROM else {}
    found = _likely(raw, sample, ENCODINGS | wide)
    if not found:
        found = _likely(raw, sample, {match.encoding: match.encoding.replace("_", "-") for match in from_bytes(raw)})
    return found


def _likely(raw: bytes, sample: bytes, encodings: Mapping[str, str]) -> list[Reading]:
    found: dict[str, tuple[float, Reading]] = {}
    for encoding, name in encodings.items():
        try:
            text = raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        against, average = _against(sample.decode(encoding, "ignore"), _languages(text))
        if average <= _POOR:
            found.setdefault(text, (against, Reading(encoding, name, text)))
    ranked = sorted(found.values(), key=lambda one: one[0])
    return [reading for against, reading in ranked if against < ranked[0][0] + _DOUBT]


def excerpts(reading: Reading, others: list[Reading]) -> list[str]:
    """Return a few places where a reading differs from the others, each with the words around it."""
    theirs = [{*_PIECE.findall(other.text)} for other in others if other is not reading]
    found: list[str] = []
    at = 0
    for match in _PIECE.finditer(reading.text):
        piece = match.group()
        if match.start() < at or piece.isascii() or all(piece in pieces for pieces in theirs):
            continue
        start, at = max(0, match.start() - _AROUND), match.end() + _AROUND
        found.append(" ".join(reading.text[start:at].split()))
        if len(found) == _SHOWN:
            break
    return found


def _against(text: str, spoken: frozenset[str]) -> tuple[float, float]:
    """Return the points against a reading: in all, and on average for each different word or mark."""
    seen: dict[tuple[str, str, str], float] = {}
    less_usual = 0.0
    for match in _PIECE.finditer(text):
        piece = match.group()
        before, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        key = (piece, _kind(before), _kind(behind))
        if key not in seen and not piece.isascii():
            if len(piece) == 1 and not piece.isalpha():
                seen[key] = _mark(*key)
            else:
                seen[key] = _word(*key, spoken)
                less_usual = less_usual or _LESS_USUAL * (not _usual(piece) and not _at_home(piece, spoken))
    points = sum(seen.values()) + less_usual
    return points, points / (len(seen) or 1)


def _languages(text: str) -> frozenset[str]:
    """Return the languages that most common words in the text belong to; empty if there are no common words."""
    words = Counter(re.findall(r"[^\W\d_]+", text[:100_000].replace("İ", "i").lower()))
    letters = Counter({True: 0, False: 0})
    for word, count in words.items():
        letters[word.isascii()] += len(word) * count
    # A text that is mostly ASCII is in a language with Latin letters.
    possible = [name for name in _WORDS if letters[False] >= letters[True] or name not in _NOT_LATIN]
    counts = {language: sum(words[word] for word in _WORDS[language]) for language in possible}
    most = max(counts.values())
    return frozenset(language for language, count in counts.items() if most and count >= 0.7 * most)


def _word(word: str, before: str, behind: str, spoken: frozenset[str]) -> float:
    scripts = {_script(letter) for letter in word}
    if len(scripts) > 1:
        return 8.0
    points = 4.0 * sum(one.islower() and other.isupper() for one, other in zip(word, word[1:], strict=False))
    points += 2.0 * ("digit" in (before, behind))
    if not scripts <= {"LATIN", "CYRILLIC", "GREEK", "ARABIC"}:
        return points + bool(spoken) + sum(map(_is_rare, word))
    if "en" in spoken and word.lower() in _BORROWED:
        return points
    strange = [letter for letter in word.lower() if not letter.isascii()]
    at_home = 3.0 * min((_others(strange, language) for language in spoken), default=4)
    abroad = 1.0 + 3.0 * min(_others(strange, language) for language in _LETTERS)
    points += min(at_home, abroad)
    if scripts == {"LATIN"} and len(word) > 2 and len(strange) == len(word):
        points += 2.0 * len(word)  # no word in Latin letters has accents on all of them
    return min(points, 12.0)


def _at_home(word: str, spoken: frozenset[str]) -> bool:
    return any(not letter.isascii() and letter in _LETTERS[language] for letter in word.lower() for language in spoken)


def _usual(word: str) -> bool:
    return _script(word[-1]) == "CJK" or all(letter.isascii() or letter in _ABROAD for letter in word)


def _others(strange: list[str], language: str) -> int:
    return sum(letter not in _LETTERS[language] for letter in strange)


def _mark(mark: str, before: str, behind: str) -> float:
    if mark == "\u00a0":
        return 0.0
    if mark == "’" and before == "letter":
        return 0.0
    if unicodedata.category(mark) == "Cc":
        return 8.0
    if mark in _BETWEEN_WORDS:
        return 1.5 if before == behind == "letter" and mark != "—" else 0.0
    if mark in _OPENING or mark in _CLOSING:
        opens, closes = before in ("", "blank", "mark"), behind in ("", "blank", "mark")
        if opens != closes and (opens if mark in _OPENING else closes):
            return 0.0
        if before == behind == "letter":
            return 6.0
        return 1.5 if opens != closes and mark in "«»“" else 3.0
    if mark == "•" and before in ("", "blank"):
        return 0.0
    if behind == "letter" or before == "letter" and mark not in "®™،؛؟":
        return 6.0
    if mark in "،؛؟":
        return 0.0
    if mark in _OF_FIGURES:
        return 0.0 if "digit" in (before, behind) or mark in "©®™§" else 2.0
    return 4.0


def _kind(character: str) -> str:
    if not character:
        return ""
    if character.isalpha():
        return "letter"
    return "digit" if character.isdigit() else "blank" if character.isspace() else "mark"


@cache
def _script(letter: str) -> str:
    script = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if script in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL") else script


def _is_rare(letter: str) -> bool:
    """Return whether a letter is of half width, or a Chinese character that is not one of the 4,000 commonest."""
    if not "\u3400" <= letter <= "\ufaff" or "\uac00" <= letter <= "\ud7a3":
        return _script(letter) == "HALFWIDTH"
    for encoding, last in (("gb2312", 0xD7), ("shift_jis", 0x97)):  # in both, the commonest come first
        try:
            if letter.encode(encoding)[0] <= last:
                return False
        except UnicodeEncodeError:
            pass
    return True
