"""What a desk needs before its first claim, made where it is missing and never changed where it is there."""

from django.db import transaction
from django.db.models import Max

from claims.glossary import VERDICTS
from claims.history import acting, record
from claims.models import Claim, Desk, EvidenceRule, Reason, SchemeVerdict, SignatureRule, VerdictScheme
from claims.states import RULE_DEFAULTS, ReasonKind, RiskFlag, Verdict
from claims.text import no_claim

#: Approvals and whether one is legal's. What can be sued over has legal's; a child's claim a second reader.
SIGNATURES = {
    RiskFlag.ALLEGATION: (2, True),
    RiskFlag.COURT: (2, True),
    RiskFlag.MINOR: (2, False),
    RiskFlag.PRIVACY: (1, False),
    RiskFlag.SAFETY: (1, False),
}

#: Why there is no claim in the words of an attribution.
SAYS_WHO = "Says who speaks, and no more"
#: The reason that is offered for words, by what no_claim.guess makes of them; on a desk that has it among its own.
FITTING = {
    no_claim.SPEAKER: SAYS_WHO,
    no_claim.OPINION: "Opinion, not attributed",
    no_claim.PREDICTION: "Prediction, not attributed",
    no_claim.QUESTION: "Question",
    no_claim.STAGE_NOTE: "Stage note",
    "": "Leads over to the next passage",
}
REASONS = {
    ReasonKind.NO_CLAIM: (
        SAYS_WHO,
        "Opinion, not attributed",
        "Prediction, not attributed",
        "Question",
        "Leads over to the next passage",
        "Names the article's own contents",
        "Stage note",
    ),
    ReasonKind.LEFT_OUT: (
        "Headline printed twice",
        "Comment form or comments",
        "Advertisement",
        "Menu, sharing or related links",
        "Byline, date line or copyright notice",
    ),
    ReasonKind.RETURN: (
        "The evidence does not bear the verdict",
        "A source is missing or cannot be opened",
        "The figure has no locator",
        "Contradicting evidence is not answered",
        "The statement says more than the words",
        "The speaker is wrong or missing",
        "Split this claim: it asserts more than one thing",
    ),
    ReasonKind.RETIRE: (
        "The words are gone",
        "No claim after all",
        "Another claim already says this",
    ),
    ReasonKind.REOPEN: (
        "New evidence",
        "Somebody objected",
        "Signed off by mistake",
        "Things have changed since",
    ),
    ReasonKind.NOT_EXAMINED: (
        "Only that it was said matters here",
        "The next claim examines it",
        "Examined for another article",
    ),
}


def ensure(desk):
    """Give ``desk`` what it lacks: verdict scheme 1, each evidence rule, each signature rule, ready reasons.

    What is there stays as the desk made it. A kind of reason is filled only while the desk has none of that kind, so
    that a reason taken away stays away.
    """
    with transaction.atomic():
        scheme, _ = VerdictScheme.objects.get_or_create(desk=desk, number=1, defaults={"note": "As Factcheck has it"})
        # Only what lacks: once claims were judged under a scheme, the database refuses even to try.
        there = set(scheme.verdicts.filter(code="").values_list("verdict", flat=True))
        _make(
            SchemeVerdict,
            [
                SchemeVerdict(scheme=scheme, verdict=v, label=v.label, meaning=VERDICTS[v])
                for v in Verdict
                if v not in there
            ],
        )
        _make(EvidenceRule, [EvidenceRule(desk=desk, code=code, level=level) for code, level in RULE_DEFAULTS.items()])
        _make(
            SignatureRule,
            [
                SignatureRule(desk=desk, risk_flag=flag, approvals=approvals, legal=legal)
                for flag, (approvals, legal) in SIGNATURES.items()
            ],
        )
        has = set(desk.reasons.values_list("kind", flat=True))
        _make(
            Reason,
            [
                Reason(desk=desk, kind=kind, words=words, position=position)
                for kind, all_words in REASONS.items()
                if kind not in has
                for position, words in enumerate(all_words)
            ],
        )


def ensure_all():
    """``ensure`` every desk; returns how many there are."""
    desks = list(Desk.objects.all())
    for desk in desks:
        ensure(desk)
    return len(desks)


def current_scheme(desk):
    """The VerdictScheme that a claim of ``desk`` is judged under now: the highest number.

    Raises VerdictScheme.DoesNotExist for a desk that was never ensured.
    """
    return desk.schemes.order_by("-number")[:1].get()


def in_use(scheme):
    """Whether a claim was judged under ``scheme``: then its words stay as they are."""
    return Claim.objects.filter(scheme=scheme).exists()


def next_scheme(scheme, *, actor):
    """A copy of ``scheme`` as its desk's next version, current from now on; claims keep theirs."""
    with acting(actor):
        desk = Desk.objects.select_for_update(no_key=True).get(pk=scheme.desk_id)
        number = desk.schemes.aggregate(last=Max("number"))["last"] + 1
        made = VerdictScheme.objects.create(desk=desk, number=number, note=f"Made from scheme {scheme.number}")
        SchemeVerdict.objects.bulk_create(
            SchemeVerdict(
                scheme=made, verdict=old.verdict, code=old.code, label=old.label, glyph=old.glyph, meaning=old.meaning
            )
            for old in scheme.verdicts.all()
        )
        words = f"{actor} made verdict scheme {number} from scheme {scheme.number}"
        record("scheme_made", words, actor=actor, desk=desk, data={"number": number, "from": scheme.number})
    return made


def _make(model, rows):
    # Two at once make each row once: what is there already is left alone.
    model.objects.bulk_create(rows, ignore_conflicts=True)
