"""Guess why words hold no claim, from the words: what the line bar offers first. A person decides.

English is read; in other languages question marks, a few stage notes, and verbs of saying. Linear in the words.
"""

import re

from claims.text.numerals import listed
from claims.text.suggest import lexicon
from claims.text.suggest.turns import STAGE
from claims.text.words import word_spans

SPEAKER, OPINION, PREDICTION, QUESTION, STAGE_NOTE = "speaker", "opinion", "prediction", "question", "stage note"
#: In German, French, Spanish, Italian, Portuguese, Dutch and Russian.
_STAGE = re.compile(
    r"[\[(](?:beifall|applaus|heiterkeit|gelächter|lachen|zurufe?|applaudissements|rires|aplausos|risas|applausi|risate"
    r"|risos|gelach|gejuich|аплодисменты|смех)\b[^\[\]()\n]{0,60}[\])]",
    re.IGNORECASE,
)
_QUESTION_MARKS = ("?", "؟", "？", ";", "՞", "⸮")
_FUTURE = frozenset(["will", "would", "shall", "may", "might", "could", "expected", "likely", "unlikely"])
_OPINION = frozenset(["should", "must", "ought", "best", "worst", "sadly", "fortunately", "unfortunately", "perhaps"])
_LEADING = frozenset(["that", "to", "also", "and", "but", "or", "then"])
#: Verbs of saying, and words for “according to”, in other languages; they begin or end the words that say who speaks.
_SAYS = {
    language: frozenset(listed(words))
    for language, words in {
        "de": "sagt sagte sagten sagen erklärte erklärten betonte meinte berichtete teilte laut zufolge so hieß",
        "fr": "dit disent déclaré déclare affirmé affirme ajouté annoncé expliqué estime assuré indiqué selon d'après",
        "es": "dijo dijeron dice dicen afirmó aseguró señaló añadió explicó declaró anunció indicó según",
        "it": "detto dice dicono dichiarato afferma affermato spiegato annunciato aggiunto secondo",
        "pt": "disse disseram diz dizem afirmou declarou explicou anunciou acrescentou segundo",
        "nl": "zei zegt zeiden verklaarde meldde volgens aldus",
        "pl": "powiedział powiedziała mówi oświadczył oświadczyła dodał dodała poinformował według",
        "ru": "сказал сказала сказали заявил заявила сообщил сообщила сообщили добавил добавила отметил",
        "uk": "сказав сказала заявив заявила повідомив повідомила додав додала",
        "tr": "dedi söyledi belirtti açıkladı diyor göre",
        "sv": "sade sa säger uppgav enligt",
        "da": "sagde siger udtaler ifølge",
        "nb": "sa sier sade uttaler ifølge",
    }.items()
}
_WHEN = frozenset(["on", "in", "last", "this", "today", "yesterday", "earlier", "later", "week", "month", "year"])
_BRACKETS = frozenset("([")
#: Words of an attribution, at most: "the ministry's spokeswoman told reporters in Baku that".
LONGEST = 12
_NAME = 5  # words of a name with its title, before a colon


def guess(words: str, language: str = "en") -> str:
    """Return SPEAKER, OPINION, PREDICTION, QUESTION or STAGE_NOTE; "" where the words say nothing of it.

    A stage note is known by its brackets: “(Applause)”.
    """
    if words.lstrip()[:1] in _BRACKETS:
        left = _STAGE.sub("", STAGE.sub("", words))
        if left != words and not any(map(str.isalnum, left)):
            return STAGE_NOTE
    words = words.strip().rstrip("”’\"')»")
    if words.endswith(_QUESTION_MARKS) or "՞" in words:
        return QUESTION
    printed = [words[start:end] for start, end in word_spans(words)]
    if words.endswith(":") and 0 < len(printed) <= _NAME and all(word[0].isupper() for word in printed):
        return SPEAKER  # “Dr. Ann Lee:”
    said = [word.lower() for word in printed]
    if not language.lower().startswith("en"):
        says = _SAYS.get(language.split("-")[0].lower(), frozenset())
        few = len(said) <= LONGEST and not any(word[0].isdigit() for word in said)
        return SPEAKER if few and not says.isdisjoint([*said[:2], *said[-2:]]) else ""
    if len(said) <= LONGEST and not any(word[0].isdigit() for word in said) and _speaks(said):
        return SPEAKER
    if not _FUTURE.isdisjoint(said):
        return PREDICTION
    return "" if _OPINION.isdisjoint(said) else OPINION


def _speaks(said: list[str]) -> bool:
    """Whether a reporting verb begins or ends the words, or they begin with "according to"."""
    words = lexicon("en")
    while said and (said[-1] in _LEADING or said[-1] in words.sets["days"] or said[-1] in _WHEN):
        said = said[:-1]  # “The ministry announced on Monday”
    verbs = words.reporting
    if said[:1] in (["thank"], ["thanks"]) or (len(said) > 1 and said[-2] in _FUTURE):
        return False  # “Nineteen jobs will go.”
    return bool(said) and (said[:2] == ["according", "to"] or said[0] in verbs or said[-1] in verbs)
