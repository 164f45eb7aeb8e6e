"""The signed-off article's claims: what was said, not whether it is so."""

from claims.demo.draft import Draft, Finding
from claims.demo.people import ALIYEV
from claims.states import (
    Attribution,
    ClaimKind,
    FigureModifier,
    Form,
    Stance,
    Verdict,
)

_SAID_ONLY = {
    "kind": ClaimKind.NUMBER,
    "speaker": ALIYEV,
    "form": Form.PARAPHRASE,
    "attribution": Attribution.REPORTS,
    "verdict": Verdict.NOT_EXAMINED,
    "rationale": "Only that he said it matters here: the piece compares what he said with what he said before.",
}
#: The signed-off article's claims.
SIGNED_DRAFTS = [
    Draft(
        "total",
        ("Armenia lost 366 tanks in the war, destroyed and captured ones together",),
        "Armenia lost 366 tanks in the war of 2020, destroyed and captured ones together.",
        checker="tom",
        fields=_SAID_ONLY
        | {"verb": "told", "figure_value": 366, "figure_unit": "tanks", "speaker_as_printed": "President Ilham Aliyev"},
        found=(
            Finding("tally", "One total for the whole war: 366 tanks, whether destroyed or captured.", figure="366"),
        ),
        steps=(("send", "tom"), ("approve", "rosa")),
    ),
    Draft(
        "destroyed",
        ("more than 200 destroyed",),
        "By 14 October 2020 Armenia had lost more than 200 tanks, destroyed.",
        checker="tom",
        fields=_SAID_ONLY
        | {
            "verb": "had spoken of",
            "figure_value": 200,
            "figure_unit": "tanks",
            "figure_modifier": FigureModifier.MORE,
            "speaker_as_printed": "he",
            "attribution_note": "Another report of the same interview has combat vehicles for tanks.",
        },
        found=(
            Finding("trophies", "Over 200 of Armenia’s tanks destroyed.", figure="more than 200"),
            Finding("sputnik_brasil", "More than 200 combat vehicles.", stance=Stance.CONTEXT, figure="more than 200"),
        ),
        steps=(("send", "tom"), ("approve", "rosa")),
    ),
    Draft(
        "captured",
        ("33 captured",),
        "By 14 October 2020 33 of Armenia’s tanks had been captured.",
        checker="leyla",
        fields=_SAID_ONLY
        | {"verb": "had spoken of", "figure_value": 33, "figure_unit": "tanks", "speaker_as_printed": "he"},
        found=(
            Finding("trophies", "33 tanks captured.", figure="33"),
            Finding("ntv", "33 tanks captured, all of them in working order.", figure="33"),
        ),
        steps=(("send", "leyla"), ("approve", "ben")),
    ),
]
#: What is left of its lines: (how the line starts, reason, who marks it).
SIGNED_NO_CLAIM = [
    ("Baku’s tank count", "Names the article's own contents", "leyla"),
    ("In September 2021", "Says who speaks, and no more", "leyla"),
    ("In October 2020", "Says who speaks, and no more", "leyla"),
    ("What are we", "Question", "leyla"),
]
