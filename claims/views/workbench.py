"""What the workbench's answers share: its URL, its context, the whole page, and the galley alone."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from claims.editing.articles import see
from claims.errors import NotYours, Refused, Voids
from claims.forms.bench import AskForm, RangeForm, open_runs
from claims.models import Article, ArticleSignOff
from claims.permissions import may_assign, may_bring_version, may_cut, roles_of
from claims.queries.drafts import open_drafts, reads_fully, run_of
from claims.queries.galley import galley_of
from claims.queries.workbench import can_be_undone, current_line, get_workbench_for, next_open, words_of
from claims.states import ArticleSignOffKind, ArticleState, ClaimState
from claims.text.counted import plural
from claims.views.drawing import draw, legend, meter_words, offered, printed_list, reading, verdicts, word_options
from claims.views.panel import panel_context
from claims.workflow import TRANSITIONS


def wants_part(request):
    """Return whether htmx asks for a part of the page; going back in the browser's history asks for all of it."""
    return request.htmx and not request.htmx.history_restore_request


def bench_address(article_id, number=None, line=None):
    """Return the workbench's URL: with a claim's panel if a number is given, and at a line."""
    address = (
        reverse("claims:claim", args=[article_id, number]) if number else reverse("claims:bench", args=[article_id])
    )
    return f"{address}?line={line}#line-{line}" if line else address


def bench_context(request, article, *, number=None, line=None):
    """Return what the galley and its line bar show; ``number`` is the open claim's, ``line`` the selected one."""
    galley = galley_of(article)
    at = current_line(galley, line, next((one for one in galley.claims if one.number == number), None))
    numbers = [one.number for one in galley.lines]
    here = next(one for one in galley.lines if one.number == at)
    base = reverse("claims:claim", args=[article.pk, 0]).removesuffix("0/")
    drafts, run = open_drafts(article.current_version), run_of(article.current_version)
    meter = legend(galley)
    address = bench_address(article.pk, number)
    return {
        "article": article,
        "galley": galley,
        "chosen": number,
        "here": address,
        "blocks": draw(
            galley,
            base=base,
            here=address,
            current=at,
            chosen=number,
            drafts=drafts,
            language=article.language,
            reasons=article.reasons,
        ),
        "printed_list": printed_list(galley.claims),
        "drafts": {
            "run": run,
            "by_line": drafts,
            "count": sum(map(len, drafts.values())),
            "partly_read": not reads_fully(article.language),
            "of_line": len(drafts.get(at, [])),
        },
        "legend": meter,
        "verdicts": verdicts(galley),
        "meter_words": meter_words(galley, meter),
        "line": here,
        "line_open": open_runs(here),
        "word_options": word_options(here, words_of(here)),
        "line_mark": max((mark.pk for mark in here.marks), default=None),
        "previous_line": max((one for one in numbers if one < at), default=at),
        "next_line": min((one for one in numbers if one > at), default=at),
        "next_open": next_open(galley, at),
        "may": may_cut(request.user, article),
        "may_assign": bool(may_assign(request.user, article)),
        "may_bring": bool(may_bring_version(request.user, article)),
        "reading": reading(article.here),
        "sequence": getattr(getattr(article, "event_chain", None), "sequence", 0),
        "undo": _undo(request.user, article, galley),
        "offered": offered(here, article.language, article.reasons),
        "range_form": RangeForm(initial={"first": at, "last": at}),
        "section": "articles",
    }


def _undo(person, article, galley):
    """Return the last act of one's own that can be undone, as {sequence, words}; None if there is none."""
    act = article.my_last
    if not act or not can_be_undone(act):
        return None
    if act["verb"] == "draft_dropped":
        return {"sequence": act["sequence"], "words": "Suggestion dropped."}
    if act["verb"] == "mark_removed":
        return {"sequence": act["sequence"], "words": "Mark removed."}
    if act["verb"] == "drafts_accepted":
        live = {one.pk for one in galley.claims if one.state == ClaimState.OPEN}
        count = len(act["claims"])
        made = {"sequence": act["sequence"], "words": f"{plural(count, 'claim')} made."}
        return made if live >= set(act["claims"]) else None
    if act["verb"] == "marked":
        marks = [mark for mark in galley.marks if mark.pk in act["marks"]]
        if len(marks) < len(act["marks"]):
            return None
        return {"sequence": act["sequence"], "words": _marked(marks)}
    may = roles_of(person, article.desk_id) & TRANSITIONS["retire"].roles
    if act["verb"] in ("claim_split", "claims_merged"):
        split = act["verb"] == "claim_split"
        live = {one.number for one in galley.claims if one.state == ClaimState.OPEN}
        if not may or not live >= set(act["parts"] if split else [act["merged"]]):
            return None
        numbers = ", ".join(map(str, act["parts"] if split else act["parents"]))
        words = f"Split into claims {numbers}." if split else f"Claims {numbers} merged into {act['merged']}."
        return {"sequence": act["sequence"], "words": words}
    claim = next((one for one in galley.claims if one.pk == act["claim"]), None)
    if claim is None or claim.state != ClaimState.OPEN or not may:
        return None
    marked = " Who speaks is marked." if act["marks"] else ""
    return {"sequence": act["sequence"], "words": f"Claim {claim.number} made.{marked}"}


def _marked(marks):
    """Return what was marked, with the reasons: of several marks how many, and the first and the last."""
    reasons = "; ".join(dict.fromkeys(mark.reason for mark in marks))
    if len(marks) == 1:
        return f"Marked “{shortened(marks[0].words)}”: {reasons}."
    first, last = (shortened(mark.words, 24) for mark in (marks[0], marks[-1]))
    return f"Marked {plural(len(marks), 'place')}, from “{first}” to “{last}”: {reasons}."


def shortened(words, most=40):
    """Return words to recognise something by, in at most ``most`` characters."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def respond(request, template, context, status=200, **headers):
    response = render(request, template, context, status=status)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    patch_vary_headers(response, ["HX-Request"])
    return response


def whole_page(request, article, *, claim=None, line=None, status=200, side="panel/panel.html", extra=None):
    """Return the whole workbench, with ``side`` in its panel."""
    see(article, request.user, timezone.now())
    context = bench_context(request, article, number=claim.number if claim else None, line=line)
    if side == "panel/panel.html":
        by_line = context["drafts"]["by_line"]
        context |= panel_context(request, article, claim, context["galley"], drafts=by_line)
    return respond(request, "bench/page.html", context | {"side": side} | (extra or {}), status)


def galley_now(request, article_id, *, status=200, news=None, again=None, ask=None, refusal="", typed=None, **headers):
    """Return the galley as it is now, for the line and claim that the request names; ``news`` makes its notices.

    ``again`` is an existing claim whose words another claim was to be made of; ``ask`` is what was not done, as in
    ``_unasked``; ``refusal`` is why something was not done, and is shown in the line bar, beside the button.
    ``typed`` is what a refused form holds, as the page's context has it.
    """
    article = get_workbench_for(request.user, article_id)
    at = AskForm.read(request.POST or request.GET)
    context = bench_context(request, article, number=at["claim"], line=at["line"])
    context |= {"news": news(article, at) if news else [], "again": again, "ask": ask, "refusal": refusal}
    context |= typed or {}
    return respond(request, "bench/page.html#changes", context, status, **headers)


def allow(request, article):
    verdict = may_cut(request.user, article)
    if not verdict:
        raise NotYours(verdict.reason)


def _unasked(request, pk, error, doing, typed):
    """Return 409, saying whose sign-off would be void, and a form that does the same again, on purpose."""
    kept = {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "voids")}
    ask = {"whose": error.whose, "doing": doing, "action": request.path, "kept": kept}
    if wants_part(request):
        return galley_now(request, pk, status=error.status, ask=ask, typed=typed)
    return _same_page(request, pk, error, {"ask": ask, **typed})


def attempt(request, article, act, *, doing, typed=None):
    """Return what ``act(voids)`` returns; or an answer that says why not, or asks before a sign-off becomes void.

    ``doing`` is the label of the button that voids it; ``typed`` has the form that was sent, under the name that the
    page's context has for it.
    """
    signer = _signer(article)
    try:
        done = act(bool(AskForm.read(request.POST)["voids"]))
    except Voids as error:
        return _unasked(request, article.pk, error, doing, typed or {})
    except Refused as error:
        return refused(request, article.pk, error, typed)
    if signer and Article.objects.get(pk=article.pk).state == ArticleState.IN_CHECKING:
        messages.warning(request, f"{signer}’s sign-off is void: the article is in checking again.")
    return done


def _signer(article):
    """Return the name of the person whose sign-off a change would void."""
    if article.state not in ArticleState.signed():
        return None
    signed = ArticleSignOff.objects.filter(article=article, kind=ArticleSignOffKind.SIGNED, voided_at=None)
    return signed.values_list("signer__name", flat=True).first()


def refused(request, pk, error, typed=None):
    """Return the galley as it is now, after bad input or bad timing, with the reason and what was typed."""
    if wants_part(request):
        return galley_now(request, pk, status=error.status, refusal=error.words, typed=typed)
    messages.error(request, error.words)
    return _same_page(request, pk, error, typed or {})


def _same_page(request, pk, error, extra):
    article = get_workbench_for(request.user, pk)
    ask = AskForm.read(request.POST)
    claim = article.claims.filter(number=ask["claim"]).first() if ask["claim"] else None
    typed = {"typed": request.POST, "offered": None}
    return whole_page(request, article, claim=claim, line=ask["line"], status=error.status, extra=typed | extra)
