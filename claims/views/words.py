"""Change which words belong to which claim: other words for one claim, a split, or a merge."""

import json

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from claims.editing.claims import change_words, must_be_live
from claims.editing.lineage import merge_claims, split_claim
from claims.errors import Invalid, Refused
from claims.forms.bench import MergeForm, SplitForm, WordsForm
from claims.models import Claim
from claims.queries import get_claim_for, get_claim_numbered
from claims.queries.galley import galley_of
from claims.queries.workbench import LISTED, get_workbench_for, lines_of, listed_words, merge_candidates, words_of
from claims.text.compounds import statement
from claims.text.parts import offered_parts
from claims.views.panel import panel_context
from claims.views.workbench import allow, bench_address, respond, wants_part, whole_page

page_and_form = require_http_methods(["GET", "HEAD", "POST"])


def _value(block, word):
    return f"{block}:{word[0]}:{word[1]}"


def _word_lists(lines, ranges):
    """Return [(line number, words, how many are not listed in words, last words)], for choosing words from lists.

    Words are [(value, word)]. Those at the ends of ``ranges`` are always listed.
    """
    chosen = {value for pair in ranges for value in pair}
    lists = []
    for line in lines:
        words = [(_value(line.line.block_id, word), word[2]) for word in words_of(line)]
        kept = {one for one in words if one[0] in chosen} if len(words) > LISTED else ()
        first, missing, last = listed_words(words, kept)
        lists.append((line.number, first, f"{missing:,}" if missing else "", last))
    return lists


def _ranges(lines, spans):
    """Return [(first value, last value)] of spans (block, start, end) in the lists of ``lines``, and an empty pair."""
    ranges = []
    for block, start, end in spans:
        inside = [
            _value(block, word)
            for line in lines
            if line.line.block_id == block
            for word in words_of(line)
            if word[0] < end and word[1] > start
        ]
        if inside:
            ranges.append((inside[0], inside[-1]))
    return [*ranges, ("", "")]


def _typed_ranges(data, suffix=""):
    return list(zip(data.getlist(f"first{suffix}"), data.getlist(f"last{suffix}"), strict=False)) or [("", "")]


def _beside(request, template, article, claim, context, status=200, error=None):
    """Return a form in the panel's place: alone for htmx, otherwise with the whole workbench."""
    context = {"article": article, "claim": claim, "error": error} | context
    if wants_part(request):
        return respond(request, template, context, status)
    return whole_page(request, article, claim=claim, status=status, side=template, extra=context)


def _opened(request, article, claim, words):
    """Answer after a change of words: the panel of ``claim``, a message, and the galley told to look again."""
    messages.success(request, words)
    if not wants_part(request):
        return redirect(bench_address(article.pk, claim.number, claim.line_number))
    article = get_workbench_for(request.user, article.pk)
    claim = get_claim_numbered(article, claim.number)
    claim.article = article
    context = panel_context(request, article, claim) | {"side": "panel/panel.html"}
    push = bench_address(article.pk, claim.number)
    return respond(request, "bench/page.html#opened", context, HX_Push_Url=push, HX_Trigger="galley-changed")


def _claim_in_workbench(request, pk):
    claim = get_claim_for(request.user, pk)
    article = get_workbench_for(request.user, claim.article_id)
    claim.article = article
    allow(request, article)
    if request.method != "POST":  # of a form that was sent, the reason is shown with what was typed
        must_be_live(claim)
    return article, claim


def _spans(claim):
    return list(
        claim.pieces.filter(version_id=claim.article.current_version_id).values_list(
            "block_id", "start", "end", "words"
        )
    )


@page_and_form
def claim_words(request, pk):
    """Change which words a claim covers."""
    article, claim = _claim_in_workbench(request, pk)
    spans, error = _spans(claim), None
    if request.method == "POST":
        try:
            form = WordsForm(request.POST)
            if not form.is_valid():
                raise Invalid("Choose the words again.")
            pieces = form.chosen(article)
            edition, was = form.cleaned_data["edition"], form.cleaned_data["was"]
            changed = change_words(claim, pieces, actor=request.user, edition=edition, was=was)
            return _opened(request, article, changed, f"Claim {claim.number} now covers the words that you selected.")
        except Refused as refusal:
            error = refusal
            claim.refresh_from_db(fields=["edition", "state", "quoted"])
    galley = galley_of(article)
    near = {line.number + step for line in lines_of(galley, claim) for step in (-1, 0, 1)}
    lines = [line for line in galley.lines if line.number in near]
    ranges = _typed_ranges(request.POST) if error else _ranges(lines, [span[:3] for span in spans])
    context = {
        "lists": _word_lists(lines, ranges),
        "part": {
            "suffix": "",
            "quoted": claim.quoted,
            "pieces": request.POST.get("pieces", ""),
            "given": json.dumps(spans, ensure_ascii=False),
            "ranges": ranges,
        },
    }
    return _beside(request, "bench/words.html", article, claim, context, error.status if error else 200, error)


@page_and_form
def claim_split(request, pk):
    """Split a claim into several, each with its own words and statement."""
    article, claim = _claim_in_workbench(request, pk)
    error, form = None, None
    if request.method == "POST":
        try:
            form = SplitForm(request.POST)
            if not form.is_valid():
                raise Invalid(form.errors.get(NON_FIELD_ERRORS, ["Choose the words again."])[0])
            if not form.cleaned_data["add"]:
                numbers = range(form.cleaned_data["parts"])
                parts = [(form.chosen(article, f"-{number}"), form.statement(number)) for number in numbers]
                given = [part for part in parts if part[0] or part[1].strip()]
                made = split_claim(claim, given, actor=request.user, edition=form.cleaned_data["edition"])
                listed = ", ".join(str(part.number) for part in made)
                return _opened(request, article, made[0], f"Claim {claim.number} was split into {listed}.")
        except Refused as refusal:
            error = refusal
            claim.refresh_from_db(fields=["edition", "state", "quoted"])
    galley = galley_of(article)
    lines = lines_of(galley, claim)
    parts = _typed_parts(request.POST, form) if form else _likely_parts(claim, lines)
    ranges = [pair for part in parts for pair in part["ranges"]]
    context = {"lists": _word_lists(lines, ranges), "parts": parts}
    return _beside(request, "bench/split.html", article, claim, context, error.status if error else 200, error)


def _likely_parts(claim, lines):
    """Return the parts that a split proposes: separate facts, the words split at joints, or twice the whole."""
    spans = _spans(claim)
    blocks = {line.line.block_id: line.line.block.text for line in lines}
    groups = []
    for block in dict.fromkeys(block for block, *_ in spans if block in blocks):
        content = [(start, end) for at, start, end, _ in spans if at == block]
        groups += [(block, part) for part in offered_parts(blocks[block], content, claim.article.language)]
    if len(groups) < 2:
        whole = [span[:3] for span in spans]
        sets = [(whole, ""), (whole, "")]
    else:
        sets = [([(block, *piece) for piece in part.pieces], statement(part.words)) for block, part in groups[:12]]
    return [
        {
            "suffix": f"-{at}",
            "number": at + 1,
            "statement": words,
            "quoted": " … ".join(blocks[block][start:end] for block, start, end in spans_of),
            "pieces": "",
            "given": json.dumps([[b, s, e, blocks[b][s:e]] for b, s, e in spans_of], ensure_ascii=False),
            "ranges": _ranges(lines, spans_of),
        }
        for at, (spans_of, words) in enumerate(sets)
    ]


def _typed_parts(data, form):
    count = form.cleaned_data.get("parts") or 2
    more = 1 if form.cleaned_data.get("add") and count < 12 else 0
    return [
        {
            "suffix": f"-{at}",
            "number": at + 1,
            "statement": form.statement(at),
            "quoted": "",
            "pieces": data.get(f"pieces-{at}", ""),
            "ranges": _typed_ranges(data, f"-{at}"),
        }
        for at in range(count + more)
    ]


@page_and_form
def claim_merge(request, pk):
    """Merge a claim with others of its article."""
    article, claim = _claim_in_workbench(request, pk)
    error, form = None, None
    if request.method == "POST":
        try:
            form = MergeForm(request.POST)
            if not form.is_valid():
                raise Invalid(form.errors.get("statement", ["Choose the claims again."])[0], "with")
            editions = {claim.pk: form.cleaned_data["edition"]} | form.editions()
            others = list(Claim.objects.filter(article=article, pk__in=editions))
            said = form.cleaned_data["statement"]
            whose = form.cleaned_data["whose"]
            merged = merge_claims(others, actor=request.user, statement=said, editions=editions, whose=whose)
            numbers = ", ".join(str(one.number) for one in sorted(others, key=lambda one: one.number))
            return _opened(request, article, merged, f"Claims {numbers} were merged into {merged.number}.")
        except Refused as refusal:
            error = refusal
            claim.refresh_from_db(fields=["edition", "state", "quoted"])
    near, far = merge_candidates(galley_of(article), claim)
    ticked = {value.partition(":")[0] for value in request.POST.getlist("with")}
    context = {
        "near": [(one, str(one.pk) in ticked) for one in near],
        "far": [(one, str(one.pk) in ticked) for one in far],
        "statement": request.POST.get("statement", claim.standing_statement),
        "speakers": _speakers_of(article, [claim.pk, *ticked]) if getattr(error, "field", "") == "whose" else [],
    }
    return _beside(request, "bench/merge.html", article, claim, context, error.status if error else 200, error)


def _speakers_of(article, ids):
    """Return [(id of the speaker's first claim, the speaker)] of claims of an article, to choose from."""
    claims = Claim.objects.filter(article=article, pk__in=ids, speaker__isnull=False).select_related("speaker")
    named = {claim.speaker: claim.pk for claim in claims.order_by("-number")}
    return [(pk, speaker) for speaker, pk in reversed(named.items())]
