"""The claims of the journey: their words in the demo desk's article, their fields, and what was found about each.

Sources are real or the desk's own notes; their content is summarised, as on the demo desk.
"""

from dataclasses import dataclass, field

from claims.demo.people import AM_MOD, PROSECUTORS
from claims.demo.sources import SOURCES

SIX = SOURCES["six"]["fields"]
LOOKED = "Looked at: the public reports of October 2020 that the desk has stored."
ALIYEV = {"speaker": "Ilham Aliyev", "speaker_as_printed": "he", "verb": "put at", "form": "paraphrase"}
MINISTRY = {"speaker": AM_MOD, "speaker_as_printed": "The Armenian ministry", "verb": "denies", "form": "paraphrase"}
OFFICE = {"speaker": PROSECUTORS, "speaker_as_printed": "Armenia’s prosecutors", "verb": "announced"}
OWN_VOICE = {"attribution": "not_applicable"}
UNCLAIMED = "What it denies is claimed elsewhere, and not in this article."
NOTHING = {"attribution": "not_found", "attribution_note": LOOKED}


@dataclass(frozen=True)
class Draft:
    """A claim to make from ``words``, with ``fields`` for the panel form and ``found`` for its evidence form."""

    words: tuple
    statement: str
    fields: dict
    source: str
    found: dict = field(default_factory=dict)


TANKS = Draft(
    ("about 300 tanks, destroyed or captured",),
    "Armenia lost about 300 tanks, destroyed or captured.",
    ALIYEV
    | {
        "figure_value": "300",
        "figure_unit": "tanks",
        "figure_modifier": "about",
        "kind": "number",
        "attribution": "conflict",
        "attribution_note": "Reports give more than 230, destroyed.",
    },
    SIX["title"],
    {"excerpt": "More than 230 tanks.", "figure_found": "more than 230", "stance": "contradicts", "bears_on": "said"},
)
S300S = Draft(
    ("6 S-300s",),
    "Azerbaijani forces had destroyed 6 Armenian S-300s.",
    ALIYEV | {"figure_value": "6", "figure_unit": "S-300", "kind": "number", "attribution": "reports"},
    SIX["title"],
    {"excerpt": "Six S-300s.", "figure_found": "6", "bears_on": "said"},
)
WEAPONS = Draft(
    ("receives modern weapons every day",),
    "In October 2020 modern weapons reached Armenia every day.",
    ALIYEV | {"verb": "said"} | NOTHING,
    SOURCES["president"]["fields"]["title"],
    {"excerpt": "Speaks of weapons that came by air.", "stance": "context", "bears_on": "said"},
)
FUZULI = Draft(
    ("denies that Fuzuli has fallen",),
    "Fuzuli was not under Azerbaijani control on 26 October 2020.",
    MINISTRY | {"speech_act": "denies", "rules_passed-denies": UNCLAIMED} | NOTHING,
    SOURCES["fuzuli_masdar"]["fields"]["title"],
    {"excerpt": "The ministry had not commented.", "stance": "context", "bears_on": "said"},
)
HADRUT = Draft(
    ("it denies that Hadrut has",),
    "Hadrut was not under Azerbaijani control on 26 October 2020.",
    MINISTRY | {"speech_act": "denies", "attribution": "reports", "rules_passed-denies": UNCLAIMED},
    SOURCES["newsam"]["fields"]["title"],
    {"excerpt": "Its representative says that nobody has seized the town.", "bears_on": "said"},
)
GANJA = Draft(
    ("Turkish F-16s at Ganja",),
    "Satellite pictures show Turkish F-16s at Ganja in October 2020.",
    OWN_VOICE | {"kind": "image"},
    "The desk’s notes on satellite pictures",
    {"excerpt": "No picture of Ganja was looked at.", "stance": "context"},
)
QABALA = Draft(
    ("Turkish F-16s", "at Qabala"),
    "Satellite pictures show Turkish F-16s at Qabala in October 2020.",
    OWN_VOICE | {"kind": "image"},
    "The desk’s notes on satellite pictures",
    {"excerpt": "No picture of Qabala was looked at.", "stance": "context"},
)
ANNOUNCED = Draft(
    ("Armenia’s prosecutors announced that they have evidence of Turkish special forces in the fighting",),
    "Armenia’s prosecutors announced on 25 October 2020 that they have evidence of Turkish special forces.",
    OFFICE | {"speech_act": "announces"} | NOTHING,
    "The desk’s notes on the prosecutors’ announcement",
    {"excerpt": "The announcement itself was not found.", "stance": "context", "bears_on": "said"},
)
SO_IT_IS = Draft(
    ("Turkish special forces in the fighting",),
    "Turkish special forces fought in Nagorno-Karabakh by 25 October 2020.",
    OFFICE
    | {
        "speech_act": "accuses",
        "risk_flags": ["allegation"],
    }
    | NOTHING,
    "The desk’s notes on the prosecutors’ announcement",
    {"excerpt": "Nothing says what the evidence is.", "stance": "context"},
)
DRAFTS = [TANKS, S300S, WEAPONS, FUZULI, HADRUT, GANJA, QABALA, ANNOUNCED, SO_IT_IS]


def everything_about(draft):
    """Return the fields of a claim with their values: no evidence supports the claims, and the checker says so."""
    said = {
        "verdict": "not_enough",
        "rationale": f"Nothing independent was found. {LOOKED}",
        "statement": draft.statement,
    }
    return said | draft.fields
