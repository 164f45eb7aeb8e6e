"""Add an article: paste or upload it, decide on what is proposed, create it; and later edit its details."""

from uuid import UUID, uuid5

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from claims.editing.articles import (
    ARTICLE_FIELDS,
    answer_byline,
    answer_bylines,
    byline_questions,
    change_article,
    create_article,
    desk_last_used,
    details_of,
    members_named,
    people_named,
)
from claims.editing.fetches import ask_for, fitting_address
from claims.editing.speakers import place
from claims.editing.uploads import beside, keep_upload, signed, upload_named
from claims.errors import Conflict, Invalid, NotYours, Refused
from claims.forms.article import (
    ChainRows,
    EditForm,
    IntakeForm,
    PasteForm,
    PlacementForm,
    PlacementRows,
    sides_known,
)
from claims.forms.text import without_blocks
from claims.intake.documents import read_document
from claims.models import Desk, Reason
from claims.permissions import (
    CUTTERS,
    allow,
    desks_of,
    may_answer_byline,
    may_bring_in,
    may_edit_article,
    may_set_deadline,
)
from claims.queries import get_article_for, get_byline_question_for, get_fetch_for, number_in, sources_for
from claims.states import NO_DUE, BylineAnswer, ReasonKind, Role
from claims.text.normalise import TextRefused
from claims.views.answers import explain

CHAIN, PLACED = "chain", "placed"
_FETCHED = UUID("5c3a2f4e-7a1d-4c55-9a55-0d6a3f0b8f11")  # what the ids of forms on fetched pages are made from


def _desks(person):
    """Return the desks that a person may add an article to. Raise NotYours if there is none."""
    ids = desks_of(person, {Role.WRITER, *CUTTERS})
    if not ids:
        raise NotYours(may_bring_in(person, 0).reason)
    return Desk.objects.filter(pk__in=ids)


@require_http_methods(["GET", "HEAD", "POST"])
def article_new(request):
    """Paste text or choose a file, review the proposal, create the article. Only the last step writes anything."""
    desks = _desks(request.user)
    if request.method != "POST" and request.GET.get("fetch"):
        return _fetched_page(request, desks)
    if request.method != "POST":
        initial = {"desk": desk_last_used(request.user, desks), "address": request.GET.get("address", "")[:2000]}
        return _paste_page(request, PasteForm(desks=desks, initial=initial))
    if request.POST.get("action") in ("cut", "create"):
        return _decide(request, desks)
    form = PasteForm(request.POST, request.FILES, desks=desks)
    if not form.is_valid():
        return _paste_page(request, form, status=422)
    if addresses := form.cleaned_data["addresses"]:
        try:
            ask_for(addresses, actor=request.user, desk=form.cleaned_data["desk"])
        except Refused as refused:
            return _paste_page(request, form, status=explain(refused, form))
        return redirect("claims:fetches")
    said = {name: form.cleaned_data[name] for name in ("text", "markdown", "notes", "page", "desk", "address")}
    upload = kept(request.user, form)
    form, proposal = IntakeForm.proposed(**said, desks=desks, person=request.user, upload=upload)
    return _intake_page(request, form, _chain(proposal.chain), PlacementRows(prefix=PLACED))


def _fetched_page(request, desks):
    """Return the second step for a page that was fetched."""
    asked = get_fetch_for(request.user, number_in(request.GET["fetch"]))
    if asked.upload is None:
        return redirect("claims:fetches")
    page = asked.upload.read["page"]
    form, proposal = IntakeForm.proposed(
        asked.text,
        markdown=asked.markdown,
        notes=asked.notes,
        page=page,
        desk=asked.desk if asked.desk in desks else desks[0],
        desks=desks,
        person=request.user,
        address=fitting_address(page.get("address"), asked.final_address, asked.address),
        upload=signed(asked.upload_id, request.user),
        intake=uuid5(_FETCHED, str(asked.pk)),  # accepted twice, it is one article
    )
    return _intake_page(request, form, _chain(proposal.chain), PlacementRows(prefix=PLACED))


def kept(person, form):
    """Keep the file that a TextForm read, if any. Return what the next form carries of it, or of what was pasted."""
    document = form.cleaned_data["document"]
    if document is None:
        return form.cleaned_data["upload"]
    return signed(keep_upload(actor=person, **document).pk, person)


@require_POST
def read_paste(request):
    """Return what was pasted with its marks, from a word processor or a page, as {text, upload} in Markdown.

    Where it has links, notes or captions, the page is kept with them, and ``upload`` is what the form carries of it;
    else "".
    Answers 422 with {words} for what cannot be read: the page keeps the plain text then.
    """
    _desks(request.user)
    file = request.FILES.get("page")
    raw = file.read() if file else b""
    try:
        read = read_document(raw, "paste")
    except TextRefused as refused:
        return JsonResponse({"words": refused.words}, status=422)
    document = {"raw": raw, "name": "", "kind": "html", "backing": read.backing, "page": read.page}
    upload = keep_upload(actor=request.user, **document) if read.backing or read.page else None
    return JsonResponse({"text": read.text, "upload": signed(upload and upload.pk, request.user)})


def _chain(links):
    return ChainRows(prefix=CHAIN, initial=[{"outlet": outlet, "address": address} for outlet, address in links])


def _decide(request, desks):
    again = request.POST["action"] == "cut"
    page = beside(request.POST.get("upload"), request.user)
    form = IntakeForm(without_blocks(request.POST) if again else request.POST, desks=desks, page=page)
    chain, placed = ChainRows(request.POST, prefix=CHAIN), PlacementRows(request.POST, prefix=PLACED)
    sound = all([form.is_valid(), chain.is_valid(), placed.is_valid()])
    if not again and placed.is_valid() and "sides" in form.cleaned_data:
        sound = sides_known(placed, form.cleaned_data["sides"]) and sound
    if again or not sound:
        return _intake_page(request, form, chain, placed, status=200 if again and form.blocks else 422)
    said = form.cleaned_data
    try:
        article = create_article(
            said["desk"],
            actor=request.user,
            intake=said["intake"],
            upload=upload_named(said["upload"], request.user),
            blocks=form.chosen_blocks(),
            authors=people_named(said["desk"], said["authors"]),
            sides=said["sides"],
            chain=chain.pairs(),
            placements=placed.pairs(),
            **{name: said[name] for name in ARTICLE_FIELDS},
        )
    except Refused as error:
        return _intake_page(request, form, chain, placed, status=explain(error, form))
    answer_bylines(article, actor=request.user, answers=_answers(request, form))
    return redirect("claims:bench", article.pk)


def _answers(request, form):
    """Return {(name, person's id): BylineAnswer} for names that may be a member's, without answers about oneself."""
    return {
        (name, person.pk): BylineAnswer(chosen)
        for name, people in members_named(form.cleaned_data["desk"], form.cleaned_data["authors"]).items()
        for person in people
        if person != request.user and (chosen := request.POST.get(f"byline:{person.pk}:{name}")) in BylineAnswer.values
    }


def _paste_page(request, form, status=200):
    context = {"form": form, "section": "articles", "problems": problems(form)}
    return render(request, "intake/page.html", context, status=status)


def _intake_page(request, form, chain, placed, status=200):
    desk = form["desk"].value()
    desk = desk if isinstance(desk, Desk) else _chosen(form, desk)
    reasons = Reason.objects.filter(desk=desk, kind=ReasonKind.LEFT_OUT).values_list("words", flat=True)
    context = {
        "form": form,
        "deciding": True,
        "chain": chain,
        "placed": placed,
        "reasons": reasons,
        "byline": _byline(desk, form, request),
        "deadline_open": True,
        "section": "articles",
        "problems": problems(form, *chain, *placed),
    }
    return render(request, "intake/page.html", context, status=status)


def _chosen(form, value):
    """Return the desk that the form names, or the first that it offers."""
    offered = list(form.fields["desk"].queryset)
    return next((desk for desk in offered if str(desk.pk) == str(value)), offered[0])


def _byline(desk, form, request):
    """Return [(name, Person or None, [(Person it may name, field, chosen answer)])] of the authors in the form."""
    names = form.fields["authors"].to_python(form["authors"].value() or "")
    if not names:
        return []
    may_be = members_named(desk, names)
    fields = {
        name: [
            (person, field, request.POST.get(field, ""))
            for person in people
            for field in [f"byline:{person.pk}:{name}"]
        ]
        for name, people in may_be.items()
    }
    return [(name, person, [] if person else fields.get(name, [])) for name, person in people_named(desk, names)]


def problems(*forms):
    """Return [(id of the field, words)] of every error, for the summary at the top."""
    found = []
    for form in forms:
        for name, errors in form.errors.as_data().items():
            for error in errors:
                at = form[name].id_for_label or f"id_{name}" if name in form.fields else error.code or "blocks"
                found += [(at, words) for words in error.messages]
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def article_details(request, pk):
    """Show an article's details to everybody on its desk; some may edit them, and some set the deadline."""
    article = get_article_for(request.user, pk)
    if request.method != "POST":
        details = details_of(article)
        return _details_page(request, article, _opened(request, article, details), _chain(details["chain"]))
    form, chain = EditForm(request.POST), ChainRows(request.POST, prefix=CHAIN)
    form.keep_zone(article.published_zone)
    if "deadline" not in request.POST:  # only their pages have it; change_article refuses it from anybody else
        del form.fields["deadline"]
    if not all([form.is_valid(), chain.is_valid()]):
        return _details_page(request, article, form, chain, status=422)
    mine = form.mine() | {"chain": chain.pairs()}
    try:
        _, changed = change_article(article, mine, actor=request.user, base=form.base())
    except Conflict as conflict:
        now = details_of(get_article_for(request.user, pk))
        form.rebase(now)
        return _details_page(request, article, form, chain, status=409, conflict=_three(conflict))
    except Refused as error:
        return _details_page(request, article, form, chain, status=explain(error, form))
    messages.success(request, "Saved." if changed else "Nothing was changed.")
    return redirect("claims:article_details", pk)


def _opened(request, article, details):
    form = EditForm.opened(details)
    if not may_set_deadline(request.user, article):
        del form.fields["deadline"]
    return form


def _three(conflict):
    """Return [(field, before, theirs, mine)] in words."""
    return [
        (name, *(_plain(values[which]) for which in ("base", "theirs", "mine")))
        for name, values in conflict.fields.items()
    ]


def _plain(value):
    if isinstance(value, list):
        return "; ".join(" ".join(one).strip() if isinstance(one, tuple) else one for one in value) or "nothing"
    if hasattr(value, "tzinfo") and hasattr(value, "date"):
        return "none" if value >= NO_DUE else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return str(value or "nothing")


def _details_page(request, article, form, chain, status=200, **extra):
    authors = list(article.authors.select_related("person"))
    placements = list(article.placements.select_related("speaker", "source", "side").order_by("side_id", "id"))
    context = {
        "article": article,
        "form": form,
        "chain": chain,
        "placements": placements,
        "sources": _cited(request.user, article),
        "side_names": article.sides.values_list("name", flat=True),
        "byline": [(author.name, author.person, []) for author in authors if author.removed_at is None],
        "questions": [(one, may_answer_byline(request.user, article, one)) for one in byline_questions(article)],
        "former": {author.person for author in authors if author.removed_at and author.person},
        "may": may_edit_article(request.user, article),
        "deadline_open": may_set_deadline(request.user, article),
        "section": "articles",
        "problems": problems(form, *chain),
    }
    return render(request, "article_details/page.html", context | extra, status=status)


def _cited(person, article):
    """Return the sources with evidence for claims of an article, since only these are worth placing."""
    return sources_for(person).filter(evidence__claim__article=article).distinct().order_by("title", "id")


@require_POST
def placement(request, pk):
    """Put a speaker or a source on a side of the matter, or remove it from there."""
    article = get_article_for(request.user, pk)
    allow(may_edit_article(request.user, article))
    form, status = PlacementForm(request.POST, sources=_cited(request.user, article)), 422
    if form.is_valid():
        said = form.cleaned_data
        try:
            done = place(article, actor=request.user, name=said["speaker"], source=said["source"], side=said["side"])
        except Refused as error:
            status = explain(error, form)
        else:
            messages.success(request, f"You {done}.")
            return redirect("claims:article_details", pk)
    details = details_of(article)
    opened = _opened(request, article, details)
    return _details_page(request, article, opened, _chain(details["chain"]), status=status, placing=form)


@require_POST
def byline_answer(request, pk):
    """Answer whether a name in a byline is the member of the desk whom it may name."""
    question = get_byline_question_for(request.user, pk)
    allow(may_answer_byline(request.user, question.author.article, question))
    answer = request.POST.get("answer")
    if answer not in BylineAnswer.values:
        raise Invalid("Say whether it is this person or somebody else.", "answer")
    words = answer_byline(question, actor=request.user, answer=BylineAnswer(answer))
    messages.success(request, f"You {words}.")
    return redirect("claims:article_details", question.author.article_id)


def unreadable(request, exception):
    """Return the page for Django's 400, and for the one case that people cause: a paste that is too large to read."""
    if isinstance(exception, RequestDataTooBig):
        words = "The text is over 2 MB, too large to be read. Go back, cut it into parts, or paste only the article."
        return render(request, "400.html", {"reason": words}, status=413)
    return render(request, "400.html", status=400)
