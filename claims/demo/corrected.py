"""The published article, its claim, and what a reader found wrong in it: the day was wrong, and is corrected."""

from claims.demo.draft import Draft, Finding
from claims.demo.people import ALIYEV
from claims.states import Attribution, BlockKind, ClaimKind, CorrectionKind, Form, Verdict

CORRECTED_HEADLINE = "Captured tanks, by Baku’s count"
CORRECTED = [
    (BlockKind.HEADLINE, CORRECTED_HEADLINE),
    (
        BlockKind.PARAGRAPH,
        "In an interview on 15 October 2020 President Ilham Aliyev said that 33 of Armenia’s tanks had been captured. "
        "Is a captured tank a lost one?",
    ),
]
#: An address that is nobody's.
WENT_OUT_AT = "https://demo-courier.example/captured-tanks"
CORRECTED_DRAFTS = [
    Draft(
        "captured_count",
        ("33 of Armenia’s tanks had been captured",),
        "By 14 October 2020 33 of Armenia’s tanks had been captured.",
        checker="tom",
        fields={
            "kind": ClaimKind.NUMBER,
            "speaker": ALIYEV,
            "speaker_as_printed": "President Ilham Aliyev",
            "form": Form.PARAPHRASE,
            "verb": "said",
            "figure_value": 33,
            "figure_unit": "tanks",
            "attribution": Attribution.REPORTS,
            "verdict": Verdict.NOT_EXAMINED,
            "rationale": "Only that he said it matters here: the piece asks what is counted.",
        },
        found=(Finding("trophies", "33 tanks captured.", figure="33"),),
        steps=(("send", "tom"), ("approve", "ben")),
    ),
]
CORRECTED_NO_CLAIM = [
    ("Captured tanks", "Names the article's own contents", "leyla"),
    ("In an interview", "Says who speaks, and no more", "leyla"),
    ("Is a captured tank", "Question", "leyla"),
]
#: What a reader wrote, and what became of it.
READER = "A reader, by mail"
REPORTED = "The interview was on 14 October, not on 15 October."
RIGHT_DAY = [("on 15 October 2020", "on 14 October 2020")]
RIGHT_DAY_NOTE = "The day of the interview is corrected"
#: A chief decides it so, hours after the text went out.
DECIDED = {
    "kind": CorrectionKind.CORRECTION,
    "was_wrong": "We wrote that the interview was on 15 October 2020.",
    "is_right": "It was on 14 October 2020.",
}
#: What came in since, and is still to be settled.
REPORTED_SINCE = "He spoke of tanks in working order, and the piece leaves that out."
