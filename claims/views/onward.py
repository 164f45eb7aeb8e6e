"""From one claim of a queue to the next one."""

from django.contrib import messages
from django.urls import reverse

from claims.queries import articles_for
from claims.queries import queues as q
from claims.queries.paging import cursor_of
from claims.workflow.leases import take_next

#: After deciding a claim that was opened from one of these, a person gets the next one.
QUEUES = {name for name, queue in q.QUEUES.items() if not queue.of_threads}


def thread_url(thread):
    """Return the URL where a thread is read and answered: its claim's tab, or the article's page."""
    if thread.claim_id:
        page = reverse("claims:claim", args=[thread.article_id, thread.claim.number], query={"tab": "threads"})
    else:
        page = reverse("claims:article_threads", args=[thread.article_id])
    return f"{page}#thread-{thread.pk}"


def queue_from(name, article=None):
    """Return how a claim's URL names the queue that it was opened from: review, or review.12 for an article's queue."""
    return f"{name}.{article.pk}" if article else name


def queue_named(value):
    """Return ``value`` if it has the form of queue_from; otherwise ""."""
    name, dot, article = value.partition(".")
    sound = not dot or (article.isascii() and article.isdigit() and len(article) < 19)
    return value if name in QUEUES and sound else ""


def next_address(value, claim):
    """Return the URL that goes on from ``claim`` in the queue it was opened from; "" if it was opened from none."""
    if not queue_named(value):
        return ""
    name, _, article = value.partition(".")
    after = cursor_of(claim, q.QUEUES[name].keys)
    return reverse("claims:queue_next", args=[name], query={"after": after} | ({"article": article} if article else {}))


def after_deciding(request, claim):
    """Return the URL of the next claim of the queue that ``claim`` was opened from; "" if it was opened from none."""
    name, _, article = queue_named(request.POST.get("from", "")).partition(".")
    if not name:
        return ""
    found = articles_for(request.user).filter(pk=article).only("headline").first() if article else None
    return following(request, name, cursor_of(claim, q.QUEUES[name].keys), found)


def following(request, name, after, article):
    """Return the URL of a queue's next row, which is handed out where the queue does so; of the queue without one."""
    person = request.user
    if q.hands_out(name, person):
        found = take_next(name, actor=person, after=after, article=article)
    else:
        found = q.next_in(name, person, after, article)
    if found is None:
        of = " for this article" if article else ""
        messages.success(request, f"Nothing is left in {q.QUEUES[name].title.lower()}{of}.")
        return reverse("claims:queue", args=[name], query={"article": article.pk} if article else {})
    if q.QUEUES[name].of_threads:
        return thread_url(found)
    address = reverse("claims:claim", args=[found.article_id, found.number])
    return f"{address}?from={queue_from(name, article)}"
