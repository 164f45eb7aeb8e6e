"""Threads, on an article's page of threads and on a claim's tab: open, reply, resolve, reopen."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.editing.threads import open_thread, reopen, resolve, say
from claims.errors import Invalid, NotNow
from claims.forms.thread import SayForm, ThreadForm
from claims.permissions import allow, may_write_in_threads
from claims.queries import get_article_for, get_claim_for, get_claim_numbered, get_thread_for
from claims.queries.threads import evidence_to_ask_about
from claims.views.answers import answer, done
from claims.views.side import threads_shown


def _page(request, article, status=200, **over):
    """Return the page with all threads of an article, and with forms that came back as typed."""
    shown = threads_shown(request.user, article, after=request.GET.get("before", ""), **over)
    context = {"article": article, "section": "articles", "panel": shown}
    return render(request, "threads/page.html", context, status=status)


def _answer(request, article, claim, form, act, **over):
    """Do one thing to a thread, then show it: on the claim's tab if that was open, otherwise on the article's page.

    ``over`` says where the form is shown if it comes back. What was typed is kept if the act is refused.
    """
    in_panel = claim is not None and request.POST.get("tab") == "threads"
    status, refusal = 422, ""
    if form is None or form.is_valid():
        try:
            thread = act()
            if in_panel:
                return done(request, get_claim_for(request.user, claim.pk))
            page = reverse("claims:article_threads", args=[article.pk])
            return redirect(f"{page}#thread-{thread.pk}")
        except Invalid as error:
            form.add_error(error.field or None, error.words)
        except NotNow as error:
            status, refusal = error.status, error.words
    over["refusal"] = refusal
    if in_panel:
        return answer(request, get_claim_for(request.user, claim.pk), status=status, **over)
    return _page(request, article, status=status, **over)


@require_safe
def article_threads(request, pk):
    """Show all threads of an article, open ones first."""
    return _page(request, get_article_for(request.user, pk))


@require_POST
def thread_open(request, pk):
    """Open a thread on the article, on the claim of it whose number is given, or on evidence of that claim."""
    article = get_article_for(request.user, pk)
    allow(may_write_in_threads(request.user, article))
    form = ThreadForm(request.POST)
    form.is_valid()
    number, evidence = form.cleaned_data.get("claim"), form.cleaned_data.get("evidence")
    claim = get_claim_numbered(article, number) if number else None
    about = None
    if claim and evidence:
        about = evidence_to_ask_about(claim).filter(pk=evidence).first()
        if about is None:
            raise Http404

    def act():
        words, is_query = form.cleaned_data["words"], form.cleaned_data["is_query"]
        return open_thread(article, actor=request.user, words=words, claim=claim, evidence=about, is_query=is_query)

    return _answer(request, article, claim, form, act, thread_form=form)


@require_POST
def thread_say(request, pk):
    """Reply in a thread."""
    thread = get_thread_for(request.user, pk)
    allow(may_write_in_threads(request.user, thread.article))
    form = SayForm(request.POST, thread=thread)

    def act():
        say(thread, actor=request.user, words=form.cleaned_data["words"])
        return thread

    return _answer(request, thread.article, thread.claim, form, act, say_form=form, said_in=thread.pk)


@require_POST
def thread_resolve(request, pk):
    """Resolve a thread."""
    thread = get_thread_for(request.user, pk)
    return _answer(request, thread.article, thread.claim, None, lambda: resolve(thread, actor=request.user))


@require_POST
def thread_reopen(request, pk):
    """Reopen a resolved thread."""
    thread = get_thread_for(request.user, pk)
    return _answer(request, thread.article, thread.claim, None, lambda: reopen(thread, actor=request.user))
