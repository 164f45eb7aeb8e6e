"""The claim panel: one function collects what it shows; others answer with the panel or with parts of it."""

import json
from dataclasses import dataclass, field

from django.urls import reverse

from claims.editing.claims import field_values
from claims.editing.decisions import stands_against
from claims.editing.source_changes import shown_of
from claims.forms.claim import ClaimForm, LinkForm, NoReplyForm, SettleForm, StandForm, as_posted
from claims.forms.moments import shown as shown_time
from claims.forms.thread import SayForm, ThreadForm
from claims.models import Thread
from claims.permissions import (
    may_accept_no_reply,
    may_add_evidence,
    may_change_evidence,
    may_cut,
    may_decide_wording,
    may_edit_article,
    may_resolve,
    may_settle_source_change,
    may_write_in_threads,
)
from claims.queries import claim_history
from claims.queries import panel as query
from claims.queries.content import facts
from claims.queries.drafts import first_to_look_at, open_drafts, run_of, why
from claims.queries.paging import cursor_of, place_of
from claims.queries.speakers import whom_it_may_mean
from claims.queries.threads import LAST_RESOLVED, RESOLVED, evidence_to_ask_about, threads_of
from claims.rules.printed import LONGEST_HELD
from claims.states import NO_DUE, ClaimState, LineDecision, ReasonKind, RiskFlag, SourceKind, Verdict
from claims.text.figures import unread_numbers
from claims.views.drawing import link_options, listed
from claims.views.kept import typed_in
from claims.views.onward import next_address, queue_named
from claims.views.parts import parts_of
from claims.views.unmet import unmet_rules
from claims.workflow import available_to, standing_of
from claims.workflow.articles import authors_of

TABS = {"claim": "Claim", "threads": "Threads", "signoff": "Sign-off", "history": "History"}
#: The action that a claim waits for is the first of these that may be done now.
MAIN = ("approve", "send", "take", "restore")
READY = {"return": ReasonKind.RETURN, "retire": ReasonKind.RETIRE, "reopen": ReasonKind.REOPEN}
#: What it means to change a claim that is signed off, or in review.
VOIDS, HANDS_ON = "voids the sign-off", "and let somebody else sign it off"
#: Facts that another part of the claim's tab shows.
SHOWN_APART = {"words", "statement", "evidence", "links", "contacts"}
#: What a reviewer reads before the evidence; the other facts come after it.
READ_FIRST = {"speaker", "attribution", "verdict", "true_for", "rationale"}


@dataclass
class Button:
    """An action of a claim as the panel shows it; ``ready`` are the desk's reasons for it, ``chosen`` one of them."""

    action: str
    label: str
    key: str = ""
    denied: str = ""
    main: bool = False
    reason: bool = False
    ready: list = field(default_factory=list)
    chosen: str = ""
    typed: str = ""

    @property
    def shown_key(self):
        return self.key.replace("Enter", "⏎").replace("+", " ")


def panel_context(request, article, claim, galley=None, drafts=None, **over):
    """Return what panel.html shows: ``claim`` of ``article``, or the article's claims by line if it is None.

    ``galley`` is the article's, and ``drafts`` are its open suggestions by line, if the caller has them already.
    ``over`` replaces parts of what is shown: form, conflict, refusal, typed, evidence_open, stand_form. The context's
    names are article, claim, tab and panel. Five queries at most on the claim's tab.
    """
    asked = request.GET.get("tab") or request.POST.get("tab") or "claim"
    tab = asked if asked in TABS else "claim"
    queue = request.GET.get("from") or request.POST.get("from", "")
    shown = {"tabs": TABS, "queue": queue_named(queue), "next": claim and next_address(queue, claim), **over}
    context = {"article": article, "claim": claim, "tab": tab, "panel": shown}
    if claim is None:
        base = reverse("claims:claim", args=[article.pk, 0]).removesuffix("0/")
        claims = [*galley.claims, *galley.retired] if galley else query.claims_to_list(article)
        shown["listed"] = listed(claims, base)
        shown["judged"] = any(one.verdict for one in claims)
        drafts = open_drafts(article.current_version) if drafts is None else drafts
        shown["first"] = [(draft, why(draft)) for draft in first_to_look_at(drafts)]
        run = run_of(article.current_version)
        shown["notes"] = run.notes if run else []
        return context
    about, standing, typed = query.about(claim), standing_of(claim, request.user), over.get("typed") or {}
    due = claim.due if claim.due < NO_DUE else None
    buttons = _buttons(request.user, claim, standing, about, typed)
    shown |= {
        "about": about,
        "standing": standing,
        "flags": [RiskFlag(flag).label for flag in claim.risk_flags],
        "main": next((button for button in buttons if button.main), None),
        "others": [b for b in buttons if not b.main and not b.reason and b.action != "assign"],
        "asks": [b for b in buttons if b.reason],
        "assign": next((b for b in buttons if b.action == "assign"), None),
        "assign_to": typed.get("assign-assignee", str(claim.assignee_id or "")),
        "due_typed": typed.get("assign-due", shown_time(due)),
        "due_was": typed.get("assign-was", due.isoformat() if due else ""),
    }
    shown["assigning"] = (shown["assign_to"], shown["due_typed"]) != (str(claim.assignee_id or ""), shown_time(due))
    if tab == "history":
        shown["events"], shown["older"] = claim_history.history_of(claim, asked_before(request))
        shown["lineage"] = claim_history.lineage_of(claim)
    elif tab == "threads":
        shown |= threads_shown(request.user, article, claim, after=request.GET.get("before", ""), **over)
    elif tab == "signoff":
        shown["signoffs"], shown["contributors"] = claim_history.signoffs_of(claim, about)
        last = max((one.signoff.signed_at for one in shown["signoffs"]), default=None)
        shown |= _since(claim, about, last)
        # The tab shows what changed since the last sign-off; only its signer can decide from that alone.
        shown["decides"] = bool(about.voided) and about.voided.signer_id == request.user.pk
        if shown["decides"]:  # the rules stand at its button, as on the claim's own tab
            evidence, _, _, linked = query.evidence_and_links(claim)
            findings = query.findings_of(claim, evidence, linked, about)
            shown |= unmet_rules(claim, about, findings, None, over) | {"editable": False}
    else:
        shown |= _claim_tab(request, claim, about, galley and galley.claims, over)
        if about.voided and claim.state in query.UNSIGNED:
            shown |= _since(claim, about)
    shown["kept"] = _kept(shown, tab == "claim", over)
    shown |= _refusal(shown, tab, over)
    return context


def _since(claim, about, last=None):
    """Return what changed since the sign-off that was voided last; of versions, while signed, since the ``last`` one.

    ``since`` is None where no sign-off was voided, or one stands.
    """
    since = query.since_signed(claim, about)
    texts, before = claim_history.text_since(claim, last if since is None else about.voided.signed_at)
    return {"since": since, "text_since": texts, "text_before": before}


def _refusal(shown, tab, over):
    """Return the reasons for a refusal, and its place: ``refused_in`` is the foot, an action that asks, or the top."""
    pressed, form = over.get("pressed"), shown.get("form")
    refusal, reasons = over.get("refusal", ""), over.get("reasons") or []
    if pressed and not refusal and not over.get("conflict") and form is not None and form.errors:
        refusal = "Correct these fields first."
        reasons = [f"{form[name].label}: {error}" for name in form.fields for error in form.errors.get(name, [])]
    in_foot = {button.action for button in [*filter(None, [shown["main"]]), *shown["others"]]}
    if tab == "claim" and shown["editable"] and not shown["reading"]:
        in_foot.add("save")
    asked = (
        {button.action for button in [*shown["asks"], *filter(None, [shown["assign"]])]} if tab == "claim" else set()
    )
    place = "foot" if pressed in in_foot else pressed if pressed in asked else "top"
    if place == "foot" and tab != "claim" and not shown.get("decides"):
        place = "top"
    return {"refusal": refusal, "reasons": reasons, "refused_in": place}


def _kept(shown, on_claim, over):
    """Return what was typed for forms that are no longer shown, since the claim has changed state; it can be copied."""
    pairs = []
    if over.get("form") is not None and not (on_claim and shown["editable"]):
        pairs += over["form"].texts()
    held_by = {"stand_form": "may_stand", "no_reply_form": "may_accept", "settle_form": "may_settle"}
    for name, held in held_by.items():
        if name in over and not (on_claim and shown[held]):
            pairs += over[name].data.items()
    asked = [*shown["asks"], *filter(None, [shown["assign"]])] if on_claim else []
    names = tuple(f"{button.action}-" for button in asked)
    pairs += [(name, value) for name, value in (over.get("typed") or {}).items() if not name.startswith(names)]
    return typed_in(pairs)


def asked_before(request):
    """Return the row whose older rows a page shows, if its URL names one; otherwise None."""
    before = request.GET.get("before", "")
    return int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None


def threads_shown(person, article, claim=None, after="", **over):
    """Return the threads of an article or of one claim, each with a form to reply, and a form for a new one.

    ``over`` may have a form that came back as typed: ``thread_form``, or ``say_form`` of the thread ``said_in``;
    ``refusal`` says why. ``open`` counts all open threads; ``older_open`` and ``older_resolved`` those that are not
    shown, and ``older`` the cursor of the resolved ones. ``after`` is as threads_of takes it.
    """
    may = may_write_in_threads(person, article)
    threads = threads_of(article, claim, also=over.get("said_in"), after=after)
    still_open = [one for one in threads if one.resolved_at is None]
    last = next((one for one in threads if one.resolved_at and one.place <= RESOLVED), None)
    rows = [
        {
            "thread": thread,
            "form": over["say_form"] if over.get("said_in") == thread.pk else SayForm(thread=thread),
            "may_resolve": may_resolve(person, article, thread),
        }
        for thread in threads
    ]
    new = over.get("thread_form") or ThreadForm(initial={"claim": claim.number if claim else None})
    for form in [new, *(row["form"] for row in rows)]:
        if form.errors:
            form.fields["words"].widget.attrs["data-focus"] = True
    return {
        "threads": rows,
        "open": still_open[0].every if still_open else 0,
        "older_open": still_open[0].every - len(still_open) if still_open else 0,
        "older_resolved": last.every - last.place if last else 0,
        "older": cursor_of(last, LAST_RESOLVED) if last else "",
        "later": place_of(after, Thread, LAST_RESOLVED) is not None,
        "may_write": may,
        "thread_form": new,
        "ask_about": evidence_to_ask_about(claim) if claim and may else [],
        "refusal": over.get("refusal", ""),
    }


def _claim_tab(request, claim, about, claims, over):
    evidence, removed, links, linked = query.evidence_and_links(claim)
    editable = bool(may_cut(request.user, claim.article)) and claim.is_live
    reading = not editable or claim.state in (ClaimState.IN_REVIEW, ClaimState.SIGNED_OFF)
    # Of a claim that is read, the boxes are drawn when they are asked for, and when one of them was sent.
    form, opened = over.get("form"), editable and reading and "change" in request.GET
    if form is not None:
        form = ClaimForm(form.data, claim=claim, about=about)
        for name, error in (over.get("errors") or {}).items():
            form.add_error(name if name in form.fields else None, error)
        if wrong := next((name for name in form.fields if name in form.errors), None):
            form.fields[wrong].widget.attrs["data-focus"] = True
        sent = (form.fields.keys() - {"base"}) & request.POST.keys()
        opened = bool(sent or form.errors or over.get("conflict"))
    elif opened or not reading:
        form = ClaimForm(as_opened(claim), claim=claim, about=about)
        if opened:
            form.fields["statement"].widget.attrs["data-focus"] = True
    boxes = editable and (opened or not reading)
    people = {claim.reply_accepted_by_id: str(claim.reply_accepted_by)}
    said = facts(about.content, verdicts=about.verdict_labels, people=people)
    for row in [*evidence, *removed]:
        row.may_change = claim.is_live and bool(may_change_evidence(request.user, claim.article, row))
    for row in evidence:
        row.side = about.side_of.get(("source", row.source.which))
        row.side_name = dict(about.sides).get(row.side, "")
    findings = query.findings_of(claim, evidence, linked, about)
    wording = claim.article.ours and (
        claim.line_decision != LineDecision.KEEP or claim.verdict in (Verdict.REFUTED, Verdict.NOT_ENOUGH)
    )
    asks_reply = claim.is_live and RiskFlag.ALLEGATION in claim.risk_flags
    authors = authors_of(claim.article) if wording or asks_reply or about.changes else {}
    printed, changed_by = claim.speaker_as_printed, {one for change in about.changes for one in change[3]}
    unread = unread_numbers(claim.quoted[:LONGEST_HELD], claim.article.language) if boxes else []
    link_form = over.get("link_form") or LinkForm(auto_id="link-%s")
    claims = query.claims_to_list(claim.article) if claims is None else claims
    whom = whom_it_may_mean(claim.article, printed, printed) if editable and printed and not claim.speaker else []
    return {
        "form": form if boxes else None,
        "base": form.data.get("base", "") if form else editable and json.dumps(field_values(claim)),
        "editable": editable,
        "changing": VOIDS if claim.state == ClaimState.SIGNED_OFF else HANDS_ON,
        "reading": reading,
        "facts": [fact for fact in said if fact.key in READ_FIRST],
        "rest": [fact for fact in said if fact.key not in READ_FIRST | SHOWN_APART],
        "parts": parts_of(form, claim, unread) if boxes else {},
        "unread": unread,
        "evidence": evidence,
        "independence": findings.independence,
        "removed": removed,
        "removed_before": removed[0].every - len(removed) if removed else 0,
        "links": links,
        **unmet_rules(claim, about, findings, form, over, whom, boxes=editable and not reading),
        "may_settle": about.changes and may_settle_source_change(request.user, claim, authors, changed_by),
        "took": over.get("took", False),
        "settle_form": over.get("settle_form") or _settle_form(about),
        "whom": whom,
        "may_add": bool(may_add_evidence(request.user, claim.article)) and claim.is_live,
        "backing": _offered(about.backing, evidence),
        "contacts": about.log.contacts,
        "former_reply": about.log.former,
        "is_allegation": RiskFlag.ALLEGATION in claim.risk_flags,
        "may_place": bool(may_edit_article(request.user, claim.article)) and bool(about.sides),
        "speaker_side": claim.speaker and about.side_of.get(("speaker", claim.speaker.who)),
        "wording": wording,
        "may_stand": wording and bool(may_decide_wording(request.user, claim.article, authors)) and claim.is_live,
        "stand_form": over.get("stand_form") or _stand_form(claim),
        "may_accept": asks_reply and bool(may_accept_no_reply(request.user, claim.article, authors)),
        "no_reply_form": over.get("no_reply_form") or NoReplyForm(initial=_about_reply(claim), auto_id="no-reply-%s"),
        "link_form": link_form,
        "link_options": link_options(claims, claim, link_form["to"].value()),
    }


def _offered(backing, evidence):
    """Mark which pieces of backing are evidence of the claim, and which of the others is the ``first``."""
    own = {row.source.title for row in evidence if row.source.kind == SourceKind.NOTES}
    first = None
    for piece in backing:
        piece.taken = piece.taken or (not piece.address and piece.source_title in own)
        piece.first = first is None and not piece.taken
        first = piece if piece.first else first
    return backing


def _stand_form(claim):
    return StandForm(initial={"reason": claim.stet_reason, "was": stands_against(claim)}, auto_id="stand-%s")


def _settle_form(about):
    shown = shown_of((pk, at) for pk, *_, at in about.changes)
    return SettleForm(initial={"shown": shown}, auto_id="settle-%s")


def _about_reply(claim):
    return {"reason": claim.no_reply_reason, "was": claim.no_reply_reason}


def as_opened(claim):
    """Return a claim's fields as the form opens with them, and as a browser would send them back unchanged."""
    values = field_values(claim)
    posted = as_posted(values)
    posted["base"] = json.dumps(values)
    posted["whole"] = "on"
    return posted


def _buttons(user, claim, standing, about, typed):
    offers = available_to(user, claim, standing)
    possible = {offer.action for offer in offers if not offer.denied}
    main = next((action for action in MAIN if action in possible), None)
    buttons = []
    for offer in offers:
        move = offer.transition
        if move.action == "take" and claim.assignee_id == user.pk and offer.denied:
            continue  # the page says above that this person has it already
        label = {"legal": "Approve for legal", "cross": "Approve by cross-sign"}.get(offer.kind, move.label)
        buttons.append(
            Button(
                action=move.action,
                label=label,
                key=move.key or ("Ctrl+Enter" if move.action == main else ""),
                denied=offer.denied,
                main=move.action == main,
                reason=move.reason,
                ready=about.reasons.get(READY.get(move.action), []),
                chosen=typed.get(f"{move.action}-ready", ""),
                typed=typed.get(f"{move.action}-reason", ""),
            )
        )
    return buttons
