"""New versions of an article: each is shown before it is written, and its effects are worked through afterwards."""

from dataclasses import dataclass, field
from functools import cache

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from claims.editing.fetches import ask_for
from claims.editing.incoming import accept_text, discard
from claims.editing.uploads import beside, signed, upload_named
from claims.editing.versions import Rebase
from claims.errors import Refused, TooLong
from claims.forms.version import BaseForm, RevisionForm, RevisionTextForm
from claims.models import IncomingVersion, Reason, Version
from claims.permissions import allow, may_bring_version, may_discard
from claims.queries import get_article_for, get_fetch_for, number_in
from claims.queries import record as reads
from claims.queries.incoming import refused_texts
from claims.queries.limits import SHOWING, at_most
from claims.queries.revision import blocks_of, plan_revision
from claims.states import AnchorResult, ReasonKind
from claims.text.counted import plural
from claims.text.differences import word_diff
from claims.views.answers import explain
from claims.views.intake import kept, problems

page_and_form = require_http_methods(["GET", "HEAD", "POST"])
#: How many claims, lines and marks of each kind a preview shows; it counts all.
SHOWN = 200
COMPARED_TOO_LONG = "The two texts are too long to be compared line by line here. Read each of them by itself:"
#: The parts of the preview; those that need somebody come first.
PARTS = [
    (AnchorResult.LOST, "Lost", "Their words are gone. They go to the tray, where somebody decides."),
    (AnchorResult.AMBIGUOUS, "Several equally good matches", "They go to the tray, where somebody chooses one."),
    (AnchorResult.CHANGED, "Changed", "Their words or their meaning changed. A sign-off on them is void."),
    (
        AnchorResult.CONTEXT_CHANGED,
        "Context changed",
        "The same words, in a sentence or paragraph that changed. A sign-off stands, and is acknowledged again.",
    ),
]


@dataclass
class Proposed:
    """A next text before it is written: ``blocks`` as write_text takes them, and the fields of the accepting form.

    ``decision`` as IncomingVersion has it; ``refused`` is the id of the one that the text was refused as.
    ``upload`` names the file that the text was read from, as the form carries it.
    """

    blocks: list
    note: str
    base: int
    hidden: list = field(default_factory=list)
    wording: tuple | None = None
    cut: int | None = None
    decision: dict | None = None
    form: object = None
    refused: int | None = None
    upload: str = ""


def preview(request, article, proposed, *, title, action, status=200, refusal="", extra=None):
    """Return the page that shows what a next text would do; nothing is written."""
    context = {
        "article": article,
        "title": title,
        "action": action,
        "proposed": proposed,
        "refusal": refusal,
        "section": "articles",
    }
    try:
        context |= _effect(article, proposed)
    except TooLong as broken_off:
        context["too_long"] = broken_off.words
    context |= extra or {}
    if proposed.form:  # made again for the version that was added meanwhile
        context["form"] = proposed.form
    return render(request, "revision/page.html", context, status=status)


def _effect(article, proposed):
    """Return what the page says about a next text. Raise TooLong."""
    check = at_most(SHOWING, "The text is too long to show here what it does to each claim and line.")
    plan = plan_revision(article, proposed.blocks, wording=proposed.wording, check=check)
    for one in plan.live:
        if one.claim.pk == proposed.cut and not one.pieces:
            one.reason = "The line is cut, as its decision says, and the claim is retired."
    compare = cache(word_diff)  # claims of one line, and the line itself, changed in the same way
    rows, counts = _lines(plan, compare, check)
    return {
        "parts": _parts(plan, compare, check),
        "counts": plan.counts,
        "total": len(plan.live),
        "moved": [one for one in plan.live if one.moved and one.stands][:SHOWN],
        "typography": [one for one in plan.of(AnchorResult.KEPT) if one.differences or one.came_back][:SHOWN],
        "lines": rows,
        "line_counts": counts,
        "dropped": plan.dropped[:SHOWN],
        "marks": len(plan.marks),
        "same": plan.same_text,
    }


def _parts(plan, compare, check):
    parts = []
    for result, title, about in PARTS:
        found = plan.of(result)
        check()
        if found:
            rows = [{"plan": one, "parts": compare(*one.text_shown) if one.pieces else []} for one in found[:SHOWN]]
            parts.append({"result": result, "title": title, "about": about, "count": len(found), "rows": rows})
    return parts


def _lines(plan, compare, check):
    """Return the first changed, moved, deleted and new lines, in the new text's order; and {kind: all of them}."""
    rows, counts = [], {}
    for change in plan.alignment.lines:
        check()
        counts[change.kind] = counts.get(change.kind, 0) + 1
        if change.kind == "unchanged" or len(rows) == SHOWN:
            continue
        old = " ".join(plan.old.text[slice(*span)] for span in change.old)
        new = " ".join(plan.new.text[slice(*span)] for span in change.new)
        rows.append({"kind": change.kind, "parts": compare(old, new) if change.kind != "moved" else [], "new": new})
    return rows, counts


def accept(request, article, proposed, *, again, title, action, extra=None):
    """Write the version that was shown; if another one was added meanwhile, show the effect on that (409).

    A text that takes too long is left to a worker, and a page follows it. ``again`` makes the Proposed for the article
    as it is then.
    """
    try:
        made = accept_text(
            article,
            proposed.blocks,
            actor=request.user,
            base=proposed.base,
            note=proposed.note,
            decision=proposed.decision,
            upload=upload_named(proposed.upload, request.user),
            seconds=SHOWING,
        )
    except Rebase as moved:
        article = get_article_for(request.user, article.pk)
        return preview(
            request, article, again(article), title=title, action=action, status=409, refusal=moved.words, extra=extra
        )
    except Refused as refused:
        if getattr(refused, "field", "") == "upload" and proposed.form:
            proposed.form.forget_upload()
        if refused.status == 409:  # show the state as it is now, to decide again
            article = get_article_for(request.user, article.pk)
            proposed = again(article)
        return preview(
            request,
            article,
            proposed,
            title=title,
            action=action,
            status=refused.status,
            refusal=refused.words,
            extra=extra,
        )
    if proposed.refused:
        texts = article.incoming.filter(pk=proposed.refused).select_related("article", "actor").defer("blocks")
        for text in texts:
            if may_discard(request.user, text):
                discard(text, actor=request.user)
    if isinstance(made, IncomingVersion):
        return redirect("claims:incoming", made.pk)
    version, plan = made
    counts = plan.counts
    todo = sum(counts[result] for result in (*AnchorResult.unplaced(), AnchorResult.CHANGED))
    todo += sum(one.claim.state == "signed_off" for one in plan.of(AnchorResult.CONTEXT_CHANGED))
    said = f"Version {version.number} is in work."
    if not todo:
        messages.success(request, f"{said} All claims keep their words.")
        return redirect("claims:bench", article.pk)
    messages.success(request, f"{said} {plural(todo, 'claim')} to look at.")
    return redirect("claims:reconcile", article.pk)


# The whole text


def article_to_change(request, pk):
    """Return the article. Raises Http404, and NotYours for whoever may not add a version of it."""
    article = get_article_for(request.user, pk)
    allow(may_bring_version(request.user, article))
    return article


@page_and_form
def version_new(request, pk):
    """Add the next version by paste or upload: enter a text, see what it would do, then write it."""
    article = article_to_change(request, pk)
    before = blocks_of(article.current_version)
    number = article.current_version.number
    action = reverse("claims:version_new", args=[article.pk])
    if request.method != "POST" and request.GET.get("fetch"):
        return _fetched_page(request, article, before, action)
    if request.method != "POST":
        refused = refused_texts(article, request.user)
        if refused and refused[0].actor_id == request.user.pk:
            return refused_page(request, article, refused[0], others=refused[1:])
        text = "\n\n".join(block["text"] for block in before)
        return _text_page(request, article, RevisionTextForm(initial={"text": text, "base": number}), others=refused)
    step = request.POST.get("action")
    if step not in ("preview", "accept"):
        form = RevisionTextForm(request.POST, request.FILES)
        if not form.is_valid():
            return _text_page(request, article, form, status=422)
        if addresses := form.cleaned_data["addresses"]:
            try:
                note = form.cleaned_data["note"]
                ask_for(addresses, actor=request.user, desk=article.desk, article=article, note=note)
            except Refused as refused:
                return _text_page(request, article, form, status=explain(refused, form))
            return redirect("claims:fetches")
        form = RevisionForm.read(form.cleaned_data, before, upload=kept(request.user, form))
    else:
        page = beside(request.POST.get("upload"), request.user)
        form = RevisionForm(request.POST, before=before, page=page)
    if not form.is_valid():
        if not form.blocks:
            data = _with(request.POST, marked=request.POST.get("markdown", ""))
            return _text_page(request, article, RevisionTextForm(data), status=422, found=problems(form))
        return _blocks_page(request, article, form, action, status=422, found=problems(form))
    moved = form.cleaned_data["base"] != number
    if step == "accept" and not moved:

        def again(now):
            fresh = RevisionForm(_with(request.POST, base=now.current_version.number), before=_blocks(now))
            fresh.is_valid()
            return _proposed(fresh)

        return accept(
            request,
            article,
            _proposed(form),
            again=again,
            title="The next version",
            action=action,
            extra=_block_context(article, form),
        )
    if moved:
        form = RevisionForm(_with(form.data, base=number), before=before)
        form.is_valid()
        refusal = Rebase(Version.objects.select_related("created_by").get(pk=article.current_version_id)).words
        return _blocks_page(request, article, form, action, status=409, refusal=refusal)
    return _blocks_page(request, article, form, action)


def _fetched_page(request, article, before, action):
    """Return the page of the next version with a page in its form that was fetched for it."""
    asked = get_fetch_for(request.user, number_in(request.GET["fetch"]))
    if asked.upload is None:
        return redirect("claims:fetches")
    said = {"text": asked.text, "markdown": asked.markdown, "notes": asked.notes, "page": asked.upload.read["page"]}
    said |= {"note": asked.note or f"fetched from {asked.address}"[:200], "base": article.current_version.number}
    form = RevisionForm.read(said, before, upload=signed(asked.upload_id, request.user))
    form.is_valid()
    return _blocks_page(request, article, form, action, found=problems(form))


def refused_page(request, article, text, *, others=()):
    """Return the page of the next version with a refused text in its form; ``others`` are those that it lists."""
    number = article.current_version.number
    upload = signed(text.upload_id, request.user)
    form = RevisionForm.again(text, base=number, before=_blocks(article), upload=upload)
    form.is_valid()
    extra = {
        "refused": text,
        "may_discard": may_discard(request.user, text),
        "others": others,
        "problems": problems(form),
    }
    action = reverse("claims:version_new", args=[article.pk])
    return _blocks_page(request, article, form, action, refusal=text.refusal, extra=extra)


def _blocks(article):
    return blocks_of(article.current_version)


def _with(data, **over):
    data = data.copy()
    for name, value in over.items():
        data[name] = value
    return data


def _proposed(form):
    said = form.cleaned_data
    return Proposed(
        blocks=form.chosen_blocks(),
        note=said["note"],
        base=said["base"],
        form=form,
        refused=said["refused"],
        upload=said["upload"],
    )


def _block_context(article, form):
    reasons = Reason.objects.filter(desk=article.desk_id, kind=ReasonKind.LEFT_OUT).values_list("words", flat=True)
    return {"form": form, "reasons": reasons}


def _blocks_page(request, article, form, action, *, status=200, refusal="", found=(), extra=None):
    extra = _block_context(article, form) | {"problems": found} | (extra or {})
    proposed = Proposed(form.chosen_blocks(), form.cleaned_data.get("note", ""), form.cleaned_data.get("base", 0))
    return preview(
        request, article, proposed, title="The next version", action=action, status=status, refusal=refusal, extra=extra
    )


def _text_page(request, article, form, status=200, found=None, others=()):
    context = {"article": article, "form": form, "section": "articles", "problems": found or problems(form)}
    context["others"] = others
    return render(request, "version_new/page.html", context, status=status)


# Versions as they were


@page_and_form
def version_restore(request, pk, number):
    """Restore an older version as a new one: show what that would do, then write it."""
    article = article_to_change(request, pk)
    shown = Version.objects.filter(article=article, number=number).first()
    if shown is None:
        raise Http404

    def make(now):
        base = now.current_version.number
        upload = signed(shown.upload_id, request.user)
        return Proposed(blocks_of(shown), f"restored from version {number}", base, [("base", base)], upload=upload)

    title, action = f"Version {number} again", reverse("claims:version_restore", args=[article.pk, number])
    if request.method != "POST":
        return preview(request, article, make(article), title=title, action=action)
    form = BaseForm(request.POST)
    if not form.is_valid():
        words = "The form did not say on which version it was opened. Look at what it does, then accept it."
        return preview(request, article, make(article), title=title, action=action, status=422, refusal=words)
    proposed = make(article)
    proposed.base = form.cleaned_data["base"]
    return accept(request, article, proposed, again=make, title=title, action=action)


@require_safe
def compare(request, pk, old, new):
    """Compare two versions of an article, line by line and word by word."""
    article = get_article_for(request.user, pk)
    versions = reads.versions_near(article, old, new)
    by_number = {version.number: version for version in versions}
    if old not in by_number or new not in by_number:
        raise Http404
    context = {
        "article": article,
        "old": by_number[old],
        "new": by_number[new],
        "versions": versions,
        "section": "articles",
    }
    try:
        rows = reads.compared(by_number[old], by_number[new], article.language, at_most(SHOWING, COMPARED_TOO_LONG))
        context |= {"rows": rows, "changed": sum(row["kind"] != "unchanged" for row in rows)}
    except TooLong as broken_off:
        context["too_long"] = broken_off.words
    return render(request, "compare/page.html", context)
