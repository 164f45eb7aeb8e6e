"""The lists that everybody on a desk can read: the desk's overview, articles, queues, and the search for claims."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims.forms.lists import ArticleFilters, ClaimFilters, Place
from claims.glossary import MEANINGS, TERMS
from claims.permissions import CUTTERS, desks_of
from claims.queries import articles_for, desks_for, get_claim_for
from claims.queries import desk as glance
from claims.queries import queues as q
from claims.queries.corrections import articles_to_settle
from claims.queries.search import WordsQuery, claims_page
from claims.queries.weighing import weigh_rows
from claims.states import ArticleState, Attribution, ClaimState, Role, Verdict
from claims.views.onward import following, queue_from
from claims.workflow.leases import end_lease

#: How many claims of one's own queue the overview shows.
NEXT = 5


def _may_bring_in(person):
    return bool(desks_of(person, {Role.WRITER, *CUTTERS}))


def _status(form):
    return 200 if form.is_valid() else 422


def more_of(request, page):
    """Return the query string of a list's next page, or "" if there is none."""
    if page is None or not page.next:
        return ""
    query = request.GET.copy()
    query["after"] = page.next
    return query.urlencode()


@require_safe
def desk(request):
    page = glance.articles_page(request.user, states=glance.IN_WORK, size=glance.SHOWN)
    articles = glance.progress_of(page.rows)
    late, exceptions = glance.late_claims(request.user), glance.open_exceptions(request.user)
    corrected = articles_to_settle(request.user)
    next_claims, next_queue = [], "mine"
    if q.waiting_for(request.user) and q.counts_for(request.user, ("mine",))["mine"]:
        first, rest = q.queue_page("mine", request.user, size=NEXT)
        next_claims = [*first, *rest.rows][:NEXT]
    elif q.signs(request.user):
        next_queue = "review"
        next_claims = q.queue_page("review", request.user, size=NEXT)[1].rows
    context = {
        "desks": list(desks_for(request.user)),
        "late_articles": [one for one in articles if one.late],
        "next_articles": [one for one in articles if not one.late],
        "more_articles": bool(page.next),
        "in_checking": glance.in_checking(request.user),
        "late_claims": late[: glance.SHOWN],
        "more_late": len(late) > glance.SHOWN,
        "exceptions": exceptions[: glance.EXCEPTIONS_SHOWN],
        "more_exceptions": len(exceptions) > glance.EXCEPTIONS_SHOWN,
        "corrected": corrected[: glance.SHOWN],
        "more_corrected": len(corrected) > glance.SHOWN,
        "proposed": glance.proposed_releases(request.user),
        "next_claims": next_claims,
        "next_queue": q.QUEUES[next_queue],
        "may_bring_in": _may_bring_in(request.user),
        "steps": glance.steps_behind(request.user),
        "my_queries": q.queries_for(request.user, NEXT),
        "signed_through": glance.signed_through(request.user),
    }
    return render(request, "desk/page.html", context)


@require_safe
def glossary(request):
    """Show what the desk's words mean."""
    styles = {ClaimState: "s", Attribution: "a", Verdict: "v", ArticleState: "s"}
    sections = [
        (title, [(words in styles and f"{styles[words]}-{word}", word.label, said[word]) for word in words])
        for title, (words, said) in MEANINGS.items()
    ]
    return render(request, "glossary/page.html", {"terms": TERMS, "sections": sections})


@require_safe
def articles(request):
    form = ArticleFilters(request.GET, person=request.user)
    page = None
    if form.is_valid():
        words, after = form.cleaned_data["q"], form.cleaned_data["after"]
        page = glance.articles_page(
            request.user,
            states=form.states(),
            ownership=form.cleaned_data["ownership"],
            desk=form.cleaned_data.get("desk"),
            query=WordsQuery(words) if words else None,
            after=after,
        )
    context = {
        "form": form,
        "articles": glance.progress_of(page.rows) if page else [],
        "more": more_of(request, page),
        "used": form.is_valid() and form.used(),
        "may_bring_in": _may_bring_in(request.user),
        "section": "articles",
    }
    return render(request, "articles/page.html", context, status=_status(form))


def _queue_named(name):
    if name not in q.QUEUES:
        raise Http404
    return q.QUEUES[name]


def _after(request):
    """Return the cursor after which a page, or the next row, begins; "" for the start."""
    form = Place(request.GET)
    form.is_valid()
    return form.cleaned_data.get("after", "")


def _article(request):
    """Return the article that a queue is limited to, or None for all. Raise Http404 if this person cannot see it."""
    if not request.GET.get("article"):
        return None
    form = Place(request.GET)
    pk = form.cleaned_data.get("article") if form.is_valid() else None
    found = articles_for(request.user).filter(pk=pk).only("headline").first() if pk else None
    if found is None:
        raise Http404
    return found


@require_safe
def queues(request):
    """Show one's own queue: to check, to sign, to assign, to answer, or to read what is in review."""
    signs, chief = q.signs(request.user), bool(desks_of(request.user, {Role.CHIEF}))
    checks = bool(desks_of(request.user, {Role.CHECKER}))
    if checks and (not signs or q.counts_for(request.user, ("mine",))["mine"]):
        name = "mine"
    elif signs or chief:
        name = "review" if signs else "unassigned"
    else:
        name = "queries" if desks_of(request.user, {Role.WRITER}) else "review"
    return redirect("claims:queue", name)


@require_safe
def queue(request, name):
    shown = _queue_named(name)
    article = _article(request)
    first, page = q.queue_page(name, request.user, _after(request), article)
    counts = q.counts_for(request.user)
    context = {
        "queue": shown,
        "signs": q.signs(request.user),
        "hands_out": q.hands_out(name, request.user),
        "queues": [(one, counts[one.name]) for one in q.QUEUES.values()],
        "count": counts[name] and (article is None or bool(first or page.rows)),
        "article": article,
        "from": queue_from(name, article),
        "first_query": f"article={article.pk}" if article else "",
        "first": first,
        "rows": page.rows,
        "more": more_of(request, page),
        "later": page.later,
        "hidden": [] if article else q.hidden_from(name, request.user),
        "reads": name == "review" and not q.signs(request.user),
        "section": "queues",
    }
    return render(request, "queue/page.html", context)


@require_POST
def queue_next(request, name):
    """Take or open the row of a queue after the one just left, or show the queue if nothing is left.

    What was left without a decision (``left``, a claim's id) is free for others.
    """
    _queue_named(name)
    article = _article(request)
    if (left := request.POST.get("left", "")).isascii() and left.isdigit() and len(left) < 19:
        end_lease(get_claim_for(request.user, int(left)), actor=request.user)
    return redirect(following(request, name, _after(request), article))


@require_safe
def claims(request):
    form = ClaimFilters(request.GET, person=request.user)
    page, article = None, None
    if form.is_valid():
        said = dict(form.cleaned_data)
        words = said.pop("q")
        if said["article"]:
            article = articles_for(request.user).filter(pk=said["article"]).only("headline").first()
        page = claims_page(
            request.user,
            **said,
            query=WordsQuery(words) if words else None,
        )
        weigh_rows(page.rows)
    context = {
        "form": form,
        "claims": page.rows if page else [],
        "more": more_of(request, page),
        "used": form.is_valid() and form.used(),
        "article": article,
        "section": "claims",
    }
    return render(request, "claims/page.html", context, status=_status(form))
