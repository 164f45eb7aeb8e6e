"""Find out whether a reporting verb is a denial, and whether words deny something.

English is read with what follows the verb: to deny an allegation is a denial, to deny somebody bail is not. In other
languages a verb that denies is enough.
"""

import re

from claims.text.marks import normal_form
from claims.text.numerals import listed

_NOT = frozenset(listed("not never neither nor cannot nobody"))
_ADVERBS = frozenset(listed("yet ever even also once still actually itself himself herself themselves so been"))
_WORD = re.compile(r"[\w'-]+")
_VERB = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:e[sd]?|ing)|refut(?:e[sd]?|ing)|rebut(?:s|ted|ting)?"
    r"|disavow(?:s|ed|ing)?|repudiat(?:e[sd]?|ing))\b"
)
# Not what somebody said: bail, entry or a visa is denied to somebody.
_NOT_SAID = re.compile(
    r"(?:\s+[\w-]+){0,4}?\s+(?:bail|access|entry|entrance|visas?|asylum|service|treatment|credit|loans?|parole"
    r"|permission|permits?|boarding|leave|passage|coverage|benefits?|citizenship|accreditation|motions?|requests?"
    r"|petitions?|appeals?|applications?|rights?|chances?|opportunit(?:y|ies))\b"
)
# These deny only what somebody said; a plan is rejected without a word about it.
_PUSHED_AWAY = re.compile(r"\b(?:reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|debunk(?:s|ed|ing)?)\b")
_WHAT_WAS_SAID = re.compile(
    r"\s+(?:that\b|(?:[\w'-]+\s+){0,4}?(?:claim|allegation|accusation|charge|report|suggestion|assertion|rumou?r"
    r"|statement|insinuation|account)s?\b|(?:\S+\s+){0,8}?as\s+(?:\w+\s+)?"
    r"(?:false|untrue|baseless|fake|groundless|lies?)\b)"
)
_ANY = re.compile(f"{_VERB.pattern}|{_PUSHED_AWAY.pattern}")
_SAYS = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?)|according to|report(?:s|ed)|announce[sd]?|claim(?:s|ed)|add(?:s|ed)"
    r"|stat(?:es|ed)|wr(?:ote|ites)|insist(?:s|ed)|confirm(?:s|ed)|admit(?:s|ted)|acknowledge[sd]?)\b"
)
_PASSIVE = frozenset(listed("is are was were be been being"))
_ARTICLES = frozenset(listed("the a an this these those his her its their of over in on with"))
#: Language → the beginnings of its verbs that deny, and its words for “not”.
_ELSEWHERE = {
    "de": (
        r"dementier|bestreite|bestritt|leugne|geleugnet|abgestritten|wider(?:sprach|spricht)|(?:ge|ver)neint",
        "nicht nie",
    ),
    "fr": (r"dément|démen[st]|ni(?:e|ent|é|ait|aient)\b|réfut|conteste", "ne n'a n'ont pas jamais"),
    "es": (r"nieg|neg(?:ó|aron|ado|aba)|desm(?:iente|intió|intieron|entido)|refut", "no nunca"),
    "it": (r"neg(?:a|ano|ato|ò|ava)\b|smenti|confuta", "non mai"),
    "pt": (r"neg(?:a|am|ou|aram|ado|ava)\b|desm(?:ente|entiu|entiram|entem)|refut", "não nunca"),
    "nl": (r"ontken|ontkracht|weerleg|betwist", "niet nooit"),
    "pl": (r"zaprzecz|dement(?:uj|owa)|zdementowa", "nie"),
    "ru": (r"отриц|опровер", "не"),
    "uk": (r"запереч|спростов", "не"),
    "tr": (r"yalanla|inkâ?r\b|reddet", "değil"),
    "az": (r"təkzib|inkar", "deyil"),
    "sv": (r"förneka|dementera|bestrid|bestred", "inte aldrig"),
    "da": (r"benægte|dementere|afvise|afviste", "ikke aldrig"),
    "nb": (r"benekte|nekte[tr]?\b|dementere|avviser|avviste", "ikke aldri"),
    "fi": (r"kiis(?:tä|ti)|kielt(?:ä|ää)|kielsi", "ei"),
    "cs": (r"popír|popřel|dement(?:uj|ova)|vyvrac|vyvrát", "ne"),
    "sk": (r"popier|poprel|dement(?:uj|ova)|vyvrac|vyvrát", "ne"),
    "hu": (r"cáfol|tagad", "nem"),
    "ro": (r"neag|negat|dezmin", "nu"),
    "el": (r"διαψε[υύ]|διέψευ|αρνε[ίι]|αρνήθηκ", "δεν"),
    "hy": (r"հերք", "չ"),
    "ka": (r"უარყო|უარჰყო", "არ"),
    "ar": (r"(?:ي|ت)?نف(?:ى|ت|وا|ي)\b|(?:ي|ت)كذب", "لم لا"),
}
_ELSEWHERE |= {"no": _ELSEWHERE["nb"], "nn": _ELSEWHERE["nb"]}
#: Where the “not” comes behind the verb: “bestreitet das nicht”.
_NOT_BEHIND = frozenset(listed("de nl sv da nb no nn"))
#: What may stand between a “not” and its verb: “no lo ha negado”.
_BETWEEN = {
    "es": frozenset(listed("lo la los las le les se me te nos ha han había habían he hemos")),
    "pt": frozenset(listed("o a os as lhe lhes se me nos tem têm tinha tinham havia")),
    "it": frozenset(listed("lo la li le gli ne si mi ci ha hanno aveva avevano l'ha l'hanno")),
    "fr": frozenset(listed("le la les lui leur en y se l'a l'ont")),
}
_NOT_IN = {language: frozenset(nots.split()) for language, (_, nots) in _ELSEWHERE.items()}
_STEMS = {language: re.compile(rf"(?<!\w)(?:{stems})\w*") for language, (stems, _) in _ELSEWHERE.items()}


def verb_denies(verb: str, language: str = "en") -> bool | None:
    """Return whether a verb is a denial (denied), or the contrary (did not deny); None if it is neither."""
    verb, language = folded(verb), _base(language)
    found = (_VERB if language == "en" else _STEMS.get(language, _VERB)).search(verb)
    return not any(is_not(word, language) for word in _WORD.findall(verb)) if found else None


def denial_in(words: str, language: str = "en") -> str:
    """Return the verb by which these words deny something, folded; "" if they deny nothing.

    Nothing is denied behind a “not”, nor where another verb of saying comes first: “they said that he denied it”.
    """
    words, language = folded(words), _base(language)
    if language in _STEMS:
        verbs = (m for m in _STEMS[language].finditer(words) if not _is_behind_a_not(words, m, language))
        found = next((m for m in verbs if not _is_before_a_not(words, m, language)), None)
        return found.group() if found else ""
    if language != "en":
        return ""
    says = _SAYS.search(words)
    last = says.start() if says else len(words)
    for m in _ANY.finditer(words, 0, last):
        if not _is_behind_a_not(words, m, language) and _denies_something(words, m):
            return m.group()
    return ""


def _denies_something(words: str, verb: re.Match[str]) -> bool:
    before = "".join(_WORD.findall(words[max(0, verb.start() - 20) : verb.start()])[-1:])
    if before in _ARTICLES:
        return False  # the disputed region
    if before in _PASSIVE and not verb.group().endswith("ing"):
        return words.startswith(" by ", verb.end())
    if _PUSHED_AWAY.fullmatch(verb.group()):
        return bool(_WHAT_WAS_SAID.match(words, verb.end()))
    return not _NOT_SAID.match(words, verb.end())


def _is_behind_a_not(words: str, verb: re.Match[str], language: str) -> bool:
    return behind_a_not(_WORD.findall(words[max(0, verb.start() - 60) : verb.start()])[-5:], language)


def _is_before_a_not(words: str, verb: re.Match[str], language: str) -> bool:
    near = _WORD.findall(words[verb.end() : verb.end() + 40])[:3]
    return language in _NOT_BEHIND and any(is_not(word, language) for word in near)


def behind_a_not(before: list[str], language: str = "en") -> bool:
    """Return whether the folded words before a verb end in a “not”, with adverbs, pronouns or a “has” behind it."""
    for word in reversed(before):
        if is_not(word, language):
            return True
        if not (word in _ADVERBS or word.endswith("ly") or word in _BETWEEN.get(language, ())):
            return False
    return False


def is_not(word: str, language: str = "en") -> bool:
    """Return whether a folded word denies the verb behind it."""
    if language in _STEMS:
        return word in _NOT_IN[language]
    return word in _NOT or word.endswith("n't")


def folded(words: str) -> str:
    """Return words as they are compared: one form of each letter, small, one blank between them."""
    words = normal_form("NFKC", words).casefold()
    return " ".join(words.replace("’", "'").replace("‘", "'").replace("‑", "-").split())


def _base(language: str) -> str:
    return language.partition("-")[0].lower()
