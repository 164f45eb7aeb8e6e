"""The main article's claims on Turkey, on weapons and losses, and on the truce."""

from claims.demo.draft import LOOKED, OWN_VOICE, SPOKEN, Draft, Finding, Sum
from claims.demo.people import ALIYEV, ARMENIANS, MINISTERS, PROSECUTORS
from claims.states import (
    Attribution,
    BearsOn,
    ClaimKind,
    FigureModifier,
    Form,
    LineDecision,
    RiskFlag,
    SpeechAct,
    Stance,
    Verdict,
)

BEFORE_COMMANDERS = {"speaker": ALIYEV, "speaker_as_printed": "he", "form": Form.PARAPHRASE, "verb": "put at"}
CONTRADICTS, CONTEXT = Stance.CONTRADICTS, Stance.CONTEXT

WAR = [
    Draft(
        "prosecutors_announced",
        ("Armenia’s prosecutors announced that they have evidence of Turkish special forces in the fighting",),
        "Armenia’s prosecutors announced on 25 October 2020 that they have evidence that Turkish special forces fight "
        "in Karabakh.",
        fields={
            "form": Form.PARAPHRASE,
            "speaker": PROSECUTORS,
            "speaker_as_printed": "Armenia’s prosecutors",
            "speech_act": SpeechAct.ANNOUNCES,
            "verb": "announced",
            "kind": ClaimKind.EVENT,
        },
    ),
    Draft(
        "special_forces",
        ("Turkish special forces in the fighting",),
        "Turkish special forces had fought in Nagorno-Karabakh by 25 October 2020.",
        checker="tom",
        fields={
            "kind": ClaimKind.EVENT,
            "risk_flags": [RiskFlag.ALLEGATION],
            "speech_act": SpeechAct.ACCUSES,
            "verb": "announced",
            "form": Form.PARAPHRASE,
            "speaker": PROSECUTORS,
            "speaker_as_printed": "Armenia’s prosecutors",
            "verdict": Verdict.NOT_ENOUGH,
            "rationale": "The announcement itself was not found yet, and with it what the evidence is said to be. "
            f"Looked at: {LOOKED}.",
            "waiting_on": "The prosecutors’ own text, and a Turkish reply",
            "priority": 2,
        },
    ),
    Draft(
        "training",
        ("Turkish instructors have trained Azerbaijani soldiers since August",),
        "Turkish instructors trained Azerbaijani soldiers from August to October 2020.",
        cut_by="tom",
        fields={
            "form": Form.PARAPHRASE,
            "speaker": PROSECUTORS,
            "speaker_as_printed": "the same office",
            "verb": "according to",
            "kind": ClaimKind.EVENT,
        },
    ),
    Draft(
        "f16_ganja",
        ("Turkish F-16s at Ganja",),
        "Satellite images show Turkish F-16s at the airbase of Ganja in October 2020.",
        checker="leyla",
        fields=OWN_VOICE | {"kind": ClaimKind.IMAGE, "rationale": "No imagery was looked at yet."},
        found=(
            Finding(
                "notes_on_pictures",
                "Nobody here has looked at a picture of these jets yet.",
                stance=Stance.CONTEXT,
                bears_on=BearsOn.TRUE,
                locator="paragraph 3, behind “…does not say whose pictures it means.”",
                verbatim=True,
            ),
            Finding(
                "notes_on_pictures",
                "Nobody here has looked at any pictures of the jets.",
                stance=Stance.CONTEXT,
                bears_on=BearsOn.TRUE,
                locator="paragraph 3",
                note="Typed from memory: the copy of the notes does not hold it word for word.",
                verbatim=True,
            ),
        ),
    ),
    Draft(
        "f16_qabala",
        ("Turkish F-16s", "at Qabala"),
        "Satellite images show Turkish F-16s at the airbase of Qabala in October 2020.",
        fields=OWN_VOICE | {"kind": ClaimKind.IMAGE},
    ),
    Draft(
        "shot_down",
        ("these jets shot down an aircraft of its own",),
        "Turkish F-16s shot down an Armenian aircraft by 26 October 2020.",
        checker="tom",
        fields={
            "kind": ClaimKind.EVENT,
            "risk_flags": [RiskFlag.ALLEGATION],
            "speech_act": SpeechAct.ACCUSES,
            "verb": "says",
            "form": Form.PARAPHRASE,
            "speaker": ARMENIANS,
            "speaker_as_printed": "The Armenian side",
            "attribution": Attribution.NOT_FOUND,
            "attribution_note": f"Looked for in {LOOKED}: none names an aircraft, or who on the Armenian side said so.",
            "verdict": Verdict.NOT_ENOUGH,
            "rationale": f"Nothing found bears on it. Looked at: {LOOKED}.",
            "line_decision": LineDecision.CUT,
        },
        steps=(("send", "tom"), ("approve", "ben")),
    ),
    Draft(
        "militants",
        ("Syrian militants, backed by Turkey, at the front",),
        "Syrian militants backed by Turkey were at the front in Nagorno-Karabakh in October 2020.",
        cut_by="tom",
        fields=OWN_VOICE | {"kind": ClaimKind.IMAGE},
    ),
    Draft(
        "nobody_else",
        ("neither Turkish soldiers nor Syrian fighters take part",),
        "Neither Turkish soldiers nor Syrian fighters took part in the war.",
        checker="tom",
        fields=SPOKEN
        | {
            "kind": ClaimKind.EVENT,
            "speech_act": SpeechAct.DENIES,
            "verb": "insists",
            "speaker_as_printed": "Mr Aliyev",
            "attribution": Attribution.NOT_FOUND,
            "attribution_note": f"Looked for in {LOOKED}.",
            "verdict": Verdict.NOT_ENOUGH,
            "rationale": f"Nothing found bears on it. Looked at: {LOOKED}.",
        },
        steps=(
            ("send", "tom"),
            ("return", "rosa", "Split this claim: it asserts more than one thing"),
        ),
    ),
    Draft(
        "figures",
        ("about 300 tanks, destroyed or captured, and 6 S-300s",),
        "Armenia lost about 300 tanks and 6 S-300s.",
        found=(
            Finding(
                "six",
                "The president counts more than 230 tanks and six S-300s as destroyed, and armour by the hundred.",
                figure="more than 230 tanks; 6 S-300",
                note="The text puts the six S-300s in Armenia, the quotation calls them Armenian.",
            ),
        ),
    ),
    Draft(
        "tanks",
        checker="leyla",
        fields=BEFORE_COMMANDERS
        | {
            "kind": ClaimKind.NUMBER,
            "figure_value": 300,
            "figure_unit": "tanks, destroyed or captured",
            "figure_modifier": FigureModifier.ABOUT,
            "attribution": Attribution.CONFLICT,
            "attribution_note": "Public reports give more than 200 (14 October) and more than 230 (25 October), "
            "destroyed; none gives 300, and none reports the meeting with commanders.",
            "verdict": Verdict.NOT_ENOUGH,
            "true_for": "by 26 October 2020",
            "rationale": "Every figure found is one speaker’s, and what is counted changes: tanks or vehicles, "
            f"destroyed or captured as well. No count that neither side controls was looked at. Looked at: {LOOKED}.",
            "line_decision": LineDecision.REWORD,
            "proposed_words": "more than 230 tanks destroyed",
            "reworded_statement": "More than 230 Armenian tanks had been destroyed by 25 October 2020, said Ilham "
            "Aliyev.",
            "reworded_verdict": Verdict.NOT_ENOUGH,
        },
        found=(
            Finding(
                "trophies",
                "Over 200 of Armenia’s tanks destroyed, and another 33 captured.",
                stance=CONTRADICTS,
                figure="more than 200 destroyed, 33 captured",
            ),
            Finding(
                "sputnik_brasil",
                "The same interview, with combat vehicles for tanks: over 200 destroyed, 33 captured.",
                stance=CONTEXT,
                figure="more than 200 vehicles",
                note="Tanks became combat vehicles on the way.",
            ),
            Finding(
                "counts",
                "A list of these figures, each with its day.",
                stance=CONTEXT,
                figure="200; 33; 230",
                note="Its address could not be captured, so a copy was added by hand.",
            ),
            Finding(
                "ntv",
                "200 tanks destroyed; 33 more captured, all of them in working order.",
                stance=CONTRADICTS,
                figure="200 destroyed, 33 captured",
            ),
        ),
        sums=(
            Sum(
                (("destroyed", "200 tanks", "ntv"), ("captured", "33 tanks", "ntv")),
                result="more than 230 tanks",
                note="So “more than 230” is reached only with the captured ones, which the proposed words leave out.",
            ),
        ),
        steps=(("send", "leyla"), ("approve", "ben")),
    ),
    Draft(
        "s300",
        checker="leyla",
        fields=BEFORE_COMMANDERS
        | {
            "kind": ClaimKind.NUMBER,
            "figure_value": 6,
            "figure_unit": "S-300",
            "attribution": Attribution.REPORTS,
            "attribution_note": "One chain of reports, from Sputnik; the original was not looked at.",
            "verdict": Verdict.NOT_ENOUGH,
            "true_for": "by 25 October 2020",
            "rationale": "The count runs from one (30 September) over two (mid-October) to six. Nobody names the unit: "
            "a launcher, a battery or a system. Until that is fixed the number cannot be checked. "
            f"Looked at: {LOOKED}.",
            "line_decision": LineDecision.CONTEXT,
        },
        found=(
            Finding("republica", "The ministry claims one S-300 in three days.", stance=CONTEXT, figure="1"),
            Finding("yerepouni", "The ministry claims one S-300 near Shushakend.", stance=CONTEXT, figure="1"),
            Finding("ntv", "The president speaks of two S-300.", stance=CONTEXT, figure="2"),
            Finding(
                "israelnoticias",
                "A tracker reads satellite images as damage at two sites with S-300s; one site is in Armenia.",
                stance=CONTEXT,
                bears_on=BearsOn.TRUE,
                figure="2 sites",
            ),
        ),
        steps=(("send", "leyla"),),
    ),
    Draft(
        "weapons",
        ("receives modern weapons every day",),
        "In October 2020 modern weapons reached Armenia every day.",
        checker="leyla",
        fields=SPOKEN
        | {
            "kind": ClaimKind.EVENT,
            "verb": "said",
            "speaker_as_printed": "he",
            "attribution": Attribution.NOT_FOUND,
            "attribution_note": f"Looked for in {LOOKED}.",
            "verdict": Verdict.NOT_ENOUGH,
            "rationale": f"Nothing found says from whom, what or when. Looked at: {LOOKED}.",
            "line_decision": LineDecision.CUT,
        },
        steps=(("send", "leyla"),),
    ),
    Draft(
        "agreed",
        ("the foreign ministers Zohrab Mnatsakanyan and Jeyhun Bayramov agreed to a humanitarian ceasefire",),
        "Armenia’s and Azerbaijan’s foreign ministers agreed in Washington on a humanitarian ceasefire.",
        cut_by="tom",
        fields={
            "form": Form.PARAPHRASE,
            "speaker": MINISTERS,
            "speech_act": SpeechAct.AGREES,
            "verb": "agreed",
            "kind": ClaimKind.EVENT,
        },
    ),
    Draft("third_count", ("It is the third",), "The ceasefire is the third.", cut_by="tom"),
    Draft("third_since", ("since the war began on 27 September",), "The war began on 27 September 2020."),
    Draft("third", checker="leyla", fields=OWN_VOICE | {"kind": ClaimKind.COMPARISON}),
    Draft(
        "broke_down",
        ("Both earlier ones broke down at once",),
        "The first two ceasefires of the war broke down on the day on which they began.",
        checker="leyla",
        fields=OWN_VOICE
        | {
            "kind": ClaimKind.EVENT,
            "rationale": "So far one side’s word on the first of the two. Nothing on the second was looked at yet.",
        },
        found=(
            Finding(
                "nk_mod",
                "Three hours after the first truce began, one side’s ministry says that its counter-measures go on.",
                bears_on=BearsOn.TRUE,
            ),
        ),
    ),
    Draft(
        "iran",
        ("Iran has moved large forces up to its northern border",),
        "Iran had moved large forces to its northern border by 26 October 2020.",
        cut_by="tom",
        fields=OWN_VOICE | {"kind": ClaimKind.EVENT},
    ),
]
