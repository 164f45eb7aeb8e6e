"""Actions in the claim panel: save, decide, link, place. Nothing that was typed is lost."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from claims.editing.claims import OF_SPEAKER, field_values, save_claim, taken_over
from claims.editing.decisions import accept_no_reply, let_stand, stands_against
from claims.editing.drafts import speaker_kind
from claims.editing.links import link_claims, unlink_claims
from claims.editing.source_changes import settle, shown_as
from claims.editing.speakers import find_speaker, name_key, place, speaker_meant
from claims.errors import Conflict, Invalid, NotNow, Refused
from claims.fields import words_of
from claims.forms.claim import (
    ActionForm,
    ClaimForm,
    LinkForm,
    NoReplyForm,
    PlacementForm,
    SettleForm,
    StandForm,
    rebased,
)
from claims.history import acting
from claims.models import Person
from claims.permissions import allow, may_cut, may_edit_article
from claims.queries import (
    claim_history,
    get_article_for,
    get_claim_for,
    get_claim_numbered,
    get_link_for,
    sources_for,
    speakers_for,
)
from claims.queries import panel as query
from claims.queries.found import found_speakers
from claims.queries.source_changes import changes_of
from claims.queries.speakers import whom_it_may_mean
from claims.views.answers import answer, contest, done, part_done, part_or_page
from claims.views.onward import after_deciding
from claims.views.side import panel_context as panel_context  # exported for the workbench
from claims.workflow import TRANSITIONS, perform
from claims.workflow.leases import end_lease

#: After one of these, a person gets the next claim of the queue that they came from.
DECIDES = {"send", "approve", "return", "hand_on"}


def _refused(request, claim, form, error, **over):
    """Return 409 or 422 with a fresh panel that keeps everything that was typed."""
    if isinstance(error, Invalid):
        return answer(request, claim, form=form, errors={error.field: error.words}, status=422, **over)
    fresh = field_values(get_claim_for(request.user, claim.pk))
    conflict = _conflict(claim, error) if isinstance(error, Conflict) else None
    if form is not None:
        contested = error.fields if isinstance(error, Conflict) else ()
        form = ClaimForm(rebased(form, fresh, contested), claim=claim)
    return answer(request, claim, form=form, conflict=conflict, refusal=error.words, status=409, **over)


def _conflict(claim, error):
    """Return the rows of the conflict box: label, base, theirs (and whose, when), mine."""
    events = claim_history.who_changed(claim, set(error.fields))
    fields = ClaimForm(claim=claim, about=query.about(claim)).fields
    return [
        contest(fields[name], row) | {"name": name, "label": row["label"], "event": events.get(name)}
        for name, row in error.fields.items()
        if name in fields
    ]


def _say_saved(request, claim, form, saved, merged):
    cleared = [name for name in saved if name in OF_SPEAKER and not form.mine().get("speaker")]
    if cleared and "speaker" in saved:
        kept = [name for name in saved if name not in cleared]
        words = f"Saved: {words_of(kept)}. Without a speaker, this was cleared too: {words_of(cleared)}."
        messages.success(request, words)
    elif saved:
        messages.success(request, f"Saved: {words_of(saved)}.")
    elif form.changed():
        messages.success(request, "What you typed is already saved.")
    elif not merged:
        messages.info(request, "Nothing was changed.")
    by_person = {}
    events = claim_history.who_changed(claim, set(merged)) if merged else {}
    for name in merged:
        who = str(events[name].actor) if name in events else "Somebody"
        by_person.setdefault(who, []).append(name)
    for who, names in by_person.items():
        kept = "it is" if len(names) == 1 else "they are"
        messages.info(request, f"{who} changed the {words_of(names)} in the meantime; {kept} kept.")


def _save(form, claim, actor, take=""):
    """Save a valid form; a speaker who is new to the desk gets the kind and description from the form.

    ``take`` names one offer of what the claim's words say (taken_over); its values replace what was typed.
    """
    mine, said = form.mine(), form.cleaned_data
    with acting(actor):
        if take:
            mine |= (values := taken_over(claim, take))
            if name := values.get("speaker"):
                speaker_meant(claim.article, name, printed=name, kind=speaker_kind(name, claim.article.language))
        if "speaker" in form.changed() and said["speaker_kind"]:
            new = {"kind": said["speaker_kind"], "description": said["speaker_about"]}
            speaker_meant(claim.article, mine["speaker"], printed=mine.get("speaker_as_printed", ""), **new)
        return save_claim(claim, mine, actor=actor, base=said["base"])


@require_POST
def claim_save(request, pk):
    claim = get_claim_for(request.user, pk)
    allow(may_cut(request.user, claim.article))
    form = ClaimForm(request.POST, claim=claim)
    if not form.is_valid():
        return answer(request, claim, form=form, typed=_asked(request), pressed="save", status=422)
    try:
        claim, saved, merged = _save(form, claim, request.user, request.POST.get("take", ""))
    except (Invalid, NotNow) as error:
        return _refused(request, claim, form, error, typed=_asked(request), pressed="save")
    _say_saved(request, claim, form, saved, merged)
    return done(request, claim, typed=_reasons(request), took="take" in request.POST)


@require_POST
def claim_do(request, pk, action):
    """Save what was typed, then do one action of the table. If either is refused, neither takes effect."""
    claim = get_claim_for(request.user, pk)
    if action not in TRANSITIONS:
        raise Http404
    ask = ActionForm(request.POST, action=action)
    form = ClaimForm(request.POST, claim=claim) if "base" in request.POST else None
    typed = _asked(request)
    over = {"typed": typed, "pressed": action}
    if not ask.is_valid() or (form and not form.is_valid()):
        return answer(request, claim, form=form, refusal=_first_error(ask), status=422, **over)
    try:
        with transaction.atomic():
            saved = []
            if form and form.changed():
                if action == "approve":
                    raise NotNow("You changed the claim. Save it and hand it on, or undo your changes, then approve.")
                claim, saved, _ = _save(form, claim, request.user)
            if (
                action == "hand_on"
                and f"{action}-sure" not in request.POST
                and not claim_history.fixed_by(request.user, claim)
            ):
                over["unsure"] = True
                raise NotNow(
                    "You changed nothing in this claim. Whoever hands it on becomes its sender: somebody else has to"
                    " approve it then, and you can’t. Fix it first, approve it, or hand it on all the same."
                )
            edition = ask.cleaned_data["edition"]
            claim = perform(
                action,
                claim,
                actor=request.user,
                edition=edition + 1 if edition and saved else edition,
                content_hash=ask.cleaned_data["content_hash"],
                reason=ask.reason,
                assignee=assignee_of(claim.desk_id, ask.said("assignee")),
                due=ask.said("due"),
            )
    except (Invalid, NotNow) as error:
        if isinstance(error, Invalid) and (form is None or error.field not in form.fields):
            over["lacks"] = error.field
            return answer(request, claim, form=form, refusal=error.words, status=422, **over)
        return _refused(request, claim, form, error, reasons=error.data.get("reasons"), **over)
    state = claim.get_state_display().lower()
    done_to = f"You {TRANSITIONS[action].says} claim {claim.number}."
    said = f"Claim {claim.number} is assigned to you." if action == "take" else done_to
    messages.success(request, f"{said} It is now {state}.")
    if action in DECIDES and (following := after_deciding(request, claim)):
        return HttpResponseClientRedirect(following) if request.htmx else redirect(following)
    return done(request, claim)


@require_POST
def lease_end(request, pk):
    """End this person's lease of a claim. One in review is free for others then; one that they took stays theirs."""
    claim = get_claim_for(request.user, pk)
    end_lease(claim, actor=request.user)
    return done(request, claim)


def _asked(request):
    """Return the fields of all the panel's actions, which come together in its one form."""
    return {name: value for name, value in request.POST.items() if name.partition("-")[0] in TRANSITIONS}


def _reasons(request):
    """Return reasons typed for actions that were not pressed, so that a save leaves them in their boxes."""
    return {
        name: value
        for name, value in _asked(request).items()
        if name.endswith(("-reason", "-ready")) and request.POST.get(f"{name.partition('-')[0]}-reason", "").strip()
    }


def _first_error(form):
    return next((errors[0] for errors in form.errors.values()), "")


def assignee_of(desk_id, pk):
    """Return the person to assign to; None for nobody. Raise Invalid for somebody who is not on the desk."""
    if pk is None:
        return None
    person = Person.objects.filter(pk=pk, is_active=True, memberships__desk=desk_id).first()
    if person is None:
        raise Invalid("Choose a checker of this desk.", "assignee")
    return person


@require_POST
def claim_link(request, pk):
    claim = get_claim_for(request.user, pk)
    allow(may_cut(request.user, claim.article))
    form, status = LinkForm(request.POST, auto_id="link-%s"), 422
    if form.is_valid():
        try:
            other = get_claim_numbered(claim.article, form.cleaned_data["to"])
            link_claims(claim, other, form.cleaned_data["kind"], actor=request.user)
            return part_done(request, claim, "links")
        except Http404:
            form.add_error("to", "This article has no such claim.")
        except Refused as error:
            form.add_error("to", error.words)
            status = error.status
    return part_or_page(request, claim, "links", link_form=form, status=status)


@require_POST
def link_remove(request, pk):
    link = get_link_for(request.user, pk)
    claim = link.to if request.POST.get("end") == "to" else link.claim
    claim = get_claim_for(request.user, claim.pk)
    unlink_claims(link, actor=request.user)
    return part_done(request, claim, "links")


@require_POST
def claim_stand(request, pk):
    claim = get_claim_for(request.user, pk)
    form = StandForm(request.POST, auto_id="stand-%s")
    status, refusal = 422, ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            let_stand(claim, actor=request.user, **said)
            return part_done(request, claim, "stand")
        except NotNow as error:
            status, refusal = error.status, error.words
            now = stands_against(get_claim_for(request.user, pk))
            form = StandForm({**said, "was": now}, auto_id="stand-%s")
            form.add_error("reason", error.words)
    return part_or_page(request, claim, "stand", stand_form=form, refusal=refusal, status=status)


@require_POST
def claim_no_reply(request, pk):
    """Accept, as legal or the chief, that an allegation needs no reply."""
    claim = get_claim_for(request.user, pk)
    form = NoReplyForm(request.POST, auto_id="no-reply-%s")
    status, refusal = 422, ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            accept_no_reply(claim, actor=request.user, reason=said["reason"], was=said["was"])
            return part_done(request, claim, "no_reply")
        except (Invalid, NotNow) as error:
            status, refusal = error.status, error.words
            now = get_claim_for(request.user, pk).no_reply_reason
            form = NoReplyForm({"reason": said["reason"], "was": now}, auto_id="no-reply-%s")
            form.add_error("reason", error.words)
    return part_or_page(request, claim, "no_reply", no_reply_form=form, refusal=refusal, status=status)


@require_POST
def source_changes_settle(request, pk):
    """Say what the changes of a claim's sources mean for it."""
    claim = get_claim_for(request.user, pk)
    form = SettleForm(request.POST, auto_id="settle-%s")
    form.fields["note"].widget.attrs["data-focus"] = True
    if not form.is_valid():
        return answer(request, claim, settle_form=form, status=422)
    try:
        settle(claim, actor=request.user, **form.cleaned_data)
    except Invalid as error:
        form.add_error("note", error.words)
        return answer(request, claim, settle_form=form, status=422)
    except NotNow as error:
        again = shown_as(changes_of(claim))
        form = SettleForm({"note": form.cleaned_data["note"], "shown": again}, auto_id="settle-%s")
        reasons = error.data.get("reasons", [])
        return answer(request, claim, settle_form=form, refusal=error.words, reasons=reasons, status=409)
    messages.success(request, "Settled.")
    return done(request, claim)


@require_POST
def claim_speaker(request, pk):
    """Choose which of the speakers whom a bare last name may mean the claim's is."""
    claim = get_claim_for(request.user, pk)
    allow(may_cut(request.user, claim.article))
    chosen = request.POST.get("speaker", "")
    fits = whom_it_may_mean(claim.article, claim.speaker_as_printed, claim.speaker_as_printed)
    found = next((one for one in fits if str(one.pk) == chosen), None)
    if claim.speaker_id or found is None:
        return answer(request, claim, refusal="The claim changed meanwhile. Look again.", status=409)
    try:
        save_claim(claim, {"speaker": found.name}, actor=request.user, base={"speaker": ""})
    except NotNow as error:
        return answer(request, claim, refusal=error.words, status=error.status)
    messages.success(request, f"The speaker is {found}.")
    return done(request, claim)


@require_POST
def claim_place(request, pk):
    """Put the claim's speaker, or a source of its evidence, on a side of the matter, for this article."""
    claim = get_claim_for(request.user, pk)
    allow(may_edit_article(request.user, claim.article))
    form = PlacementForm(request.POST)
    if not form.is_valid():
        raise Invalid(_first_error(form))
    ask = form.cleaned_data
    sides = dict(claim.article.sides.values_list("pk", "name"))
    if ask["side"] is not None and ask["side"] not in sides:
        raise Invalid("This article has no such side.", "side")
    which, reach = ("source", sources_for) if ask["source"] is not None else ("speaker", speakers_for)
    thing = reach(request.user).filter(desk=claim.desk_id, pk=ask[which]).first()
    if thing is None:
        raise Http404
    place(claim.article, actor=request.user, side=sides.get(ask["side"], ""), **{which: thing})
    return part_done(request, claim, "")


@require_safe
def speakers_found(request, pk):
    """Return speakers of the article's desk that match a half-typed name, or say that the name is new."""
    article = get_article_for(request.user, pk)
    name = " ".join((request.GET.get("speaker") or request.GET.get("via") or request.GET.get("q", ""))[:200].split())
    found = found_speakers(article.desk_id, name_key(name))
    known = bool(name) and find_speaker(article.desk_id, name) is not None
    return render(request, "panel/found.html#speakers", {"found": found, "name": name, "known": known})
