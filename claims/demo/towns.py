"""The main article's claims on the south: what one side announced, the other denied, and nobody else has shown."""

from claims.demo.draft import LOOKED, OWN_VOICE, SPOKEN, Draft, Finding
from claims.demo.people import AM_MOD
from claims.states import (
    Attribution,
    BearsOn,
    ClaimKind,
    Form,
    LineDecision,
    SpeechAct,
    Stance,
    Verdict,
    VerdictFlag,
)

MINISTRY = {"form": Form.PARAPHRASE, "speaker": AM_MOD, "speaker_as_printed": "The Armenian ministry"}
DENIES = {"speech_act": SpeechAct.DENIES, "verb": "denies"}
CONTRADICTS, CONTEXT = Stance.CONTRADICTS, Stance.CONTEXT


def _denied(source, gist):
    answer = "One more denial of the same side: a denial by itself neither refutes nor balances."
    return Finding(source, gist, stance=CONTRADICTS, bears_on=BearsOn.TRUE, answer=answer)


TOWNS = [
    Draft("truce_again", ("A third truce",), "The ceasefire agreed in Washington in October 2020 was the war’s third."),
    Draft(
        "south_lost",
        ("Armenia’s Ministry of Defence has had to concede that the south is lost",),
        "By 26 October 2020 Armenian forces had lost the south of Nagorno-Karabakh.",
        cut_by="tom",
        fields=MINISTRY
        | {
            "speaker_as_printed": "Armenia’s Ministry of Defence",
            "speech_act": SpeechAct.CONCEDES,
            "verb": "has had to concede",
            "verb_endorses": True,
            "kind": ClaimKind.EVENT,
        },
    ),
    Draft(
        "fuzuli_announced",
        ("announced on 17 October that his army had taken Fuzuli",),
        "Ilham Aliyev announced on 17 October 2020 that Azerbaijani forces had taken the city of Fuzuli.",
        cut_by="ben",
        checker="leyla",
        fields=SPOKEN
        | {
            "kind": ClaimKind.EVENT,
            "speech_act": SpeechAct.ANNOUNCES,
            "verb": "announced",
            "attribution": Attribution.REPORTS,
            "attribution_note": "Three reports of the same day. No recording was looked at.",
            "verdict": Verdict.SUPPORTED,
            "true_for": "17 October 2020",
            "rationale": "Saying it is the deed: outlets of three countries reported the announcement on the day. "
            "Whether the city was taken is another claim.",
            "rules_passed": {
                "truth:supported": "The reports agree on who, when and which city; the recording is still to be found."
            },
        },
        found=(
            Finding(
                "fuzuli_trend",
                "In an address to the nation the president lists Fuzuli city and seven villages as taken.",
            ),
            Finding(
                "fuzuli_sabah",
                "The president announces on Twitter that Fuzuli city and seven villages are taken.",
                locator="body",
                note="The headline states it as a fact; the body says who announced it.",
            ),
            Finding(
                "fuzuli_masdar",
                "The president says in a speech that Fuzuli is under control; the Armenian ministry had not commented.",
            ),
        ),
        steps=(("send", "leyla"), ("approve", "rosa")),
    ),
    Draft(
        "fuzuli_taken",
        ("his army had taken Fuzuli",),
        "Azerbaijani forces had taken the town of Fuzuli by 17 October 2020.",
        checker="tom",
        fields=SPOKEN
        | {
            "kind": ClaimKind.EVENT,
            "verb": "announced",
            "attribution": Attribution.REPORTS,
            "verdict": Verdict.NOT_ENOUGH,
            "true_for": "17 October 2020",
            "rationale": f"Every report found carries one speaker’s word. Looked at: {LOOKED}; no record of the town "
            "that neither side controls was among them.",
        },
        found=(
            Finding("fuzuli_trend", "Fuzuli city is on the list of places taken.", bears_on=BearsOn.BOTH),
            Finding(
                "fuzuli_masdar",
                "Reports the president’s word, and that the Armenian ministry had not commented.",
                locator="headline",
                note="The headline hedges: allegedly.",
            ),
            Finding(
                "president",
                "Eleven days later the president again names Fuzuli among the cities taken.",
                locator="passage that lists the cities taken",
            ),
        ),
        steps=(("send", "tom"), ("approve", "ben")),
    ),
    Draft(
        "hadrut_taken",
        ("his army had taken", "of Hadrut he had said so on 9 October"),
        "Azerbaijani forces had taken the town of Hadrut by 9 October 2020.",
        cut_by="ben",
        checker="leyla",
        fields=SPOKEN
        | {
            "kind": ClaimKind.EVENT,
            "verb": "said",
            "attribution": Attribution.REPORTS,
            "verdict": Verdict.NOT_ENOUGH,
            "true_for": "9 October 2020",
            "rationale": "One president’s word against six denials. The six come from four speakers, all of one side, "
            "and a denial by itself neither refutes nor balances. WarGonzo’s reporter travelled with the ministry’s "
            f"representative, so the two count once. Looked at: {LOOKED}.",
        },
        found=(
            Finding("hadrut_taken", "The president says that Hadrut is taken, and eight villages that he names."),
            Finding(
                "armenpress",
                "The ministry’s representative, speaking from the town, says that everybody there is Armenian; "
                "WarGonzo reports the town in the defenders’ hands.",
                stance=CONTRADICTS,
                bears_on=BearsOn.TRUE,
                answer="A denial by one side, whose representative WarGonzo’s reporter travelled with.",
            ),
            _denied("stepanyan", "The ministry’s spokeswoman says that Baku is badly informed."),
            _denied("poghosyan", "The Artsakh president’s spokesman calls the report of a capture absurd."),
            _denied("newsam", "The ministry’s representative says that he was in Hadrut, and that nobody seized it."),
            _denied("harutyunyan", "Just back from Hadrut, the Artsakh president says that it is under control."),
            _denied("hetq", "On 12 October the ministry’s representative denies the capture again."),
            Finding(
                "armradio",
                "WarGonzo’s reporter and the ministry’s representative drove from Hadrut together.",
                stance=CONTEXT,
                bears_on=BearsOn.TRUE,
            ),
        ),
        steps=(("send", "leyla"), ("approve", "rosa")),
    ),
    Draft(
        "fuzuli_denied",
        ("denies that Fuzuli has fallen",),
        "Fuzuli was not under Azerbaijani control on 26 October 2020.",
        checker="leyla",
        fields=MINISTRY
        | DENIES
        | {
            "kind": ClaimKind.EVENT,
            "attribution": Attribution.NOT_FOUND,
            "attribution_note": f"Looked for in {LOOKED}. No Armenian denial about the town of Fuzuli is among them. "
            "One report of 17 October says that the ministry had not commented, and that is no denial.",
            "verdict": Verdict.NOT_ENOUGH,
            "true_for": "26 October 2020",
            "rationale": f"Nothing independent shows who held the town on that day. Looked at: {LOOKED}.",
            "line_decision": LineDecision.CUT,
        },
        found=(
            Finding(
                "fuzuli_masdar",
                "The Armenian ministry had not commented on Fuzuli.",
                stance=CONTEXT,
                note="Having not commented is not a denial.",
            ),
        ),
        steps=(("send", "leyla"), ("approve", "rosa")),
    ),
    Draft(
        "hadrut_denied",
        ("it denies that Hadrut has",),
        "Hadrut was not under Azerbaijani control.",
        cut_by="ben",
        checker="tom",
        fields=MINISTRY
        | DENIES
        | {
            "kind": ClaimKind.EVENT,
            "speaker_as_printed": "it",
            "attribution": Attribution.REPORTS,
            "attribution_note": "The ministry’s people denied it on 9 and 12 October; no later denial was "
            "found. The two who speak for Artsakh are not the ministry’s.",
            "verdict": Verdict.NOT_ENOUGH,
            "verdict_flags": [VerdictFlag.MISSING_CONTEXT],
            "true_for": "9 to 12 October 2020",
            "rationale": "The denials are four speakers’ word, all of one side, and two weeks older than the article. "
            f"Looked at: {LOOKED}.",
            "line_decision": LineDecision.CONTEXT,
        },
        found=(
            Finding(
                "stepanyan",
                "The ministry’s spokeswoman says that Baku is badly informed, and shows a video as being fresh from "
                "Hadrut.",
            ),
            Finding(
                "newsam",
                "The ministry’s representative says that he has been to Hadrut, and that nobody has seized it.",
            ),
            Finding(
                "hetq",
                "On 12 October he denies the capture again, and does not exclude armed groups nearby.",
            ),
            Finding(
                "poghosyan", "The Artsakh president’s spokesman calls the report of a capture absurd.", stance=CONTEXT
            ),
            Finding(
                "harutyunyan",
                "Just back from Hadrut, the Artsakh president says that it is under control.",
                stance=CONTEXT,
            ),
        ),
        steps=(("send", "tom"), ("approve", "ben")),
    ),
    Draft(
        "footage",
        ("Footage filmed in the two towns says otherwise",),
        "Footage filmed in Fuzuli and in Hadrut shows both under Azerbaijani control by 26 October 2020.",
        checker="tom",
        fields=OWN_VOICE
        | {
            "kind": ClaimKind.IMAGE,
            "rationale": "No footage was looked at yet. Split it by town once there is some.",
            "waiting_on": "Picture desk: footage of each town, with place and date",
            "priority": 1,
        },
        found=(
            Finding(
                "stepanyan",
                "The Armenian ministry shows a video that it says was made in Hadrut that day.",
                stance=CONTRADICTS,
                bears_on=BearsOn.TRUE,
                note="A side’s own video, of 9 October; not looked at here.",
            ),
        ),
    ),
    Draft(
        "qubadli",
        ("The town of Qubadli is contested",),
        "On 26 October 2020 neither side held the town of Qubadli alone.",
        checker="tom",
        fields=OWN_VOICE
        | {
            "kind": ClaimKind.EVENT,
            "verdict": Verdict.NOT_ENOUGH,
            "true_for": "26 October 2020",
            "rationale": "Two days later one side’s president names the town among those taken, without a date. "
            f"Nothing found speaks of the 26th. Looked at: {LOOKED}.",
            "line_decision": LineDecision.ATTRIBUTE,
        },
        found=(
            Finding(
                "interfax",
                "On 28 October the president names the city among those taken.",
                stance=CONTEXT,
                bears_on=BearsOn.TRUE,
                note="His office publishes the same interview with another spelling: Gubadli.",
            ),
        ),
        steps=(("send", "tom"),),
    ),
]
