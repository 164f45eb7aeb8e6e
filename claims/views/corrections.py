"""The corrections of an article that is out: what was reported, what became of it, and what went out."""

from django.contrib import messages
from django.forms import Form
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims.editing.fetches import ask_for
from claims.editing.uploads import signed, upload_named
from claims.errors import Invalid, Refused
from claims.forms.correction import ComplaintForm, DecisionForm, DismissalForm, WentOutForm
from claims.intake.proposal import propose
from claims.permissions import allow, may_open_correction, may_record_publication, may_settle_correction
from claims.queries import (
    get_article_for,
    get_claim_numbered,
    get_correction_for,
    get_fetch_for,
    get_publication_for,
    number_in,
)
from claims.queries.corrections import MOST, claims_to_correct, corrections_of, publications_of
from claims.queries.revision import blocks_of
from claims.states import ArticleState
from claims.views.kept import typed_in
from claims.workflow import (
    correct_line,
    decide_correction,
    dismiss_correction,
    open_correction,
    record_publication,
)
from claims.workflow.articles import article_standing, signed_again
from claims.workflow.corrections import correction_standing


def _page(request, article, status=200, refused="", fetched=None, **forms):
    """Return the page; ``forms`` are those that came back as typed, by complaint, went_out, decide-N or dismiss-N.

    ``fetched`` is what the form on what went out is filled in with: a page that was fetched for it.
    """
    out = article.ours and article.state in ArticleState.out()
    rows = []
    found = corrections_of(article, request.user)
    for one in found[:MOST]:
        may = may_settle_correction(one.standing) if one.is_open else False
        rows.append(
            {
                "correction": one,
                "may": may,
                "decide": forms.get(f"decide-{one.pk}") or (DecisionForm(correction=one) if may else None),
                "dismiss": forms.get(f"dismiss-{one.pk}") or (DismissalForm(correction=one) if may else None),
            }
        )
    has_place = {f"{move}-{row['correction'].pk}" for row in rows for move in ("decide", "dismiss")}
    has_place |= {"complaint"} if out else set()
    may_record = out and may_record_publication(article_standing(article, request.user))
    publications = publications_of(article, [row["correction"] for row in rows])
    has_place |= {"went_out"} if out or publications else set()
    context = {
        "article": article,
        "publications": publications,
        "more": len(found) > MOST,
        "typed": typed_in(pair for name, form in forms.items() if name not in has_place for pair in form.data.items()),
        "went_out": forms.get("went_out") or (WentOutForm(before=[], initial=fetched) if may_record else None),
        "fetched": fetched,
        "out": out,
        "rows": rows,
        "open": sum(row["correction"].is_open for row in rows),
        "waits_for_sign_off": out and bool(rows) and not signed_again(article)[1],
        "complaint": forms.get("complaint") or ComplaintForm(claims=claims_to_correct(article)),
        "refused": refused,
        "problems": [
            (form[name].id_for_label, words)
            for form in forms.values()
            for name, errors in form.errors.items()
            for words in errors
        ],
        "section": "articles",
    }
    return render(request, "corrections/page.html", context, status=status)


def _answer(request, article, name, form, act):
    """Do what the form asks and show the corrections; or show them as they are now, with what was typed."""
    status, words = 422, ""
    if form.is_valid():
        try:
            done = act(form.cleaned_data)
            messages.success(request, done)
            return redirect("claims:corrections", article.pk)
        except Invalid as error:
            form.add_error(error.field or None, error.words)
        except Refused as error:
            status, words = error.status, error.words
    return _page(request, get_article_for(request.user, article.pk), status, words, **{name: form})


@require_safe
def corrections(request, pk):
    """Show the corrections of an article, open ones first, with the form for another one.

    ``?fetch=`` names a page that was fetched to be compared with what was signed.
    """
    article = get_article_for(request.user, pk)
    asked = get_fetch_for(request.user, number_in(request.GET["fetch"])) if "fetch" in request.GET else None
    if asked is None or not asked.went_out or asked.article_id != article.pk or asked.upload is None:
        return _page(request, article)
    page = propose(asked.text, markdown=asked.markdown, page=asked.upload.read["page"])
    text = "\n\n".join(block.text for block in page.blocks if not block.left_out)
    said = {"address": asked.address, "text": text, "upload": signed(asked.upload_id, request.user)}
    return _page(request, article, fetched=said)


@require_POST
def correction_open(request, pk):
    """Open a correction over a complaint."""
    article = get_article_for(request.user, pk)
    allow(may_open_correction(request.user, article))

    def act(said):
        claim = get_claim_numbered(article, said["claim"]) if said["claim"] else None
        made = open_correction(article, actor=request.user, **said | {"claim": claim})
        return f"Correction {made.number} is open. A chief decides it."

    return _answer(request, article, "complaint", ComplaintForm(request.POST, claims=claims_to_correct(article)), act)


@require_POST
def correction_decide(request, pk):
    """Decide what was wrong and what is right."""
    one = get_correction_for(request.user, pk)
    allow(may_settle_correction(correction_standing(one, request.user)))

    def act(said):
        decide_correction(one, actor=request.user, **said)
        return f"Correction {one.number} is decided."

    form = DecisionForm(request.POST, correction=one)
    return _answer(request, one.article, f"decide-{one.pk}", form, act)


@require_POST
def correction_dismiss(request, pk):
    """Dismiss a correction, with a reason."""
    one = get_correction_for(request.user, pk)
    allow(may_settle_correction(correction_standing(one, request.user)))

    def act(said):
        dismiss_correction(one, actor=request.user, reason=said["reason"])
        return f"Correction {one.number} is dismissed."

    form = DismissalForm(request.POST, correction=one)
    return _answer(request, one.article, f"dismiss-{one.pk}", form, act)


@require_POST
def went_out(request, pk):
    """Record the address and the text that went out, and compare it with what was signed."""
    article = get_article_for(request.user, pk)
    allow(may_record_publication(article_standing(article, request.user)))
    form = WentOutForm(request.POST, before=blocks_of(article.current_version))
    if form.is_valid() and form.fetches:
        try:
            said = {"actor": request.user, "desk": article.desk, "article": article, "went_out": True}
            ask_for([form.cleaned_data["address"]], **said)
        except Refused as error:
            return _page(request, article, error.status, error.words, went_out=form)
        return redirect("claims:fetches")

    def act(said):
        page = upload_named(said.pop("upload"), request.user)
        made = record_publication(article, actor=request.user, blocks=form.blocks, upload=page, **said)
        return f"Recorded. {'It differs from the text' if made.differs else 'It is the text'} that was signed."

    return _answer(request, article, "went_out", form, act)


@require_POST
def line_correct(request, pk, line):
    """Open a correction of a line that went out otherwise."""
    publication = get_publication_for(request.user, pk)
    allow(may_open_correction(request.user, publication.article))

    def act(said):
        made = correct_line(publication, line, actor=request.user)
        return f"Correction {made.number} is open. A chief decides it."

    return _answer(request, publication.article, "line", Form(request.POST), act)
