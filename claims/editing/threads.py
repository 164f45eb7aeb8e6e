"""Writes of threads: opening, saying, resolving, reopening. What was said is never edited.

Events say that something was said, and not what: a thread is the desk's own, and the record goes further.
"""

from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from claims.errors import Invalid, NotNow
from claims.history import acting, record
from claims.models import Message, Thread
from claims.permissions import allow, may_resolve, may_write_in_threads
from claims.workflow.articles import lock_article

LONGEST = 5_000  # characters of one message
TWICE = timedelta(seconds=10)  # between the two halves of a double click, on a slow line


def _said(words):
    words = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        raise Invalid("Say something first.", "words")
    if len(words) > LONGEST:
        raise Invalid(f"At most {LONGEST:,} characters. You have {len(words):,}.", "words")
    return words


def _called(thread):
    """What a thread is called in the record: "a query on claim 3"."""
    where = ["evidence of"] if thread.evidence_id else []
    where.append(f"claim {thread.claim.number}" if thread.claim_id else "the article")
    return f"a {'query' if thread.is_query else 'thread'} on {' '.join(where)}"


def _note(verb, words, thread, article, actor, **data):
    data = {"thread": thread.pk} | data
    record(verb, words, actor=actor, article=article, claim=thread.claim, data=data)


def open_thread(article, *, actor, words, claim=None, evidence=None, is_query=False):
    """Open a thread on an article, on a ``claim`` of it, or on ``evidence`` of that claim, with its first message.

    A query blocks the article's sign-off until it is resolved. The same sent twice at once is one thread. Returns the
    Thread. Raises NotYours, Invalid.
    """
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_write_in_threads(actor, article))
        words = _said(words)
        if claim and claim.article_id != article.pk or evidence and (not claim or evidence.claim_id != claim.pk):
            raise Invalid("A thread is about a claim of its article, or evidence of that claim.")
        about = {"article": article, "claim": claim, "evidence": evidence, "is_query": is_query, "opened_by": actor}
        just_now = Thread.objects.filter(**about, resolved_at=None, opened_at__gt=Now() - TWICE)
        if again := just_now.filter(messages__author=actor, messages__words=words).first():
            return again
        thread = Thread.objects.create(**about)
        message = Message.objects.create(thread=thread, author=actor, words=words)
        verb = "query_opened" if is_query else "thread_opened"
        _note(verb, f"{actor} opened {_called(thread)}", thread, article, actor, message=message.pk)
    return thread


def _locked(thread, actor):
    """(the thread as it is now, its article), both locked until the transaction ends, for somebody who may write."""
    article = lock_article(thread.article_id)
    allow(may_write_in_threads(actor, article))
    locked = Thread.objects.select_for_update(no_key=True, of=("self",)).select_related("claim", "resolved_by")
    return locked.get(pk=thread.pk), article


def say(thread, *, actor, words):
    """Add a message to an open thread. Returns the Message. Raises NotYours, NotNow, Invalid."""
    with acting(actor):
        thread, article = _locked(thread, actor)
        words = _said(words)
        if thread.resolved_at:
            raise NotNow(f"{thread.resolved_by} resolved it meanwhile. Reopen it to go on.")
        message = Message.objects.create(thread=thread, author=actor, words=words)
        verb = "query_answered" if thread.is_query and actor.pk != thread.opened_by_id else "said"
        says = "answered" if verb == "query_answered" else "wrote in"
        _note(verb, f"{actor} {says} {_called(thread)}", thread, article, actor, message=message.pk)
    return message


def resolve(thread, *, actor):
    """Close a thread: a query by whoever opened it or a chief, any other by whoever may write.

    Raises NotYours, NotNow.
    """
    with acting(actor):
        thread, article = _locked(thread, actor)
        allow(may_resolve(actor, article, thread))
        if thread.resolved_at:
            raise NotNow(f"{thread.resolved_by} resolved it already.")
        thread.resolved_by, thread.resolved_at = actor, timezone.now()
        thread.save(update_fields=["resolved_by", "resolved_at"])
        _note("thread_resolved", f"{actor} resolved {_called(thread)}", thread, article, actor)
    return thread


def reopen(thread, *, actor):
    """Open a resolved thread again; a query blocks again. Raises NotYours, NotNow."""
    with acting(actor):
        thread, article = _locked(thread, actor)
        if not thread.resolved_at:
            raise NotNow("It is open already.")
        thread.resolved_by, thread.resolved_at = None, None
        thread.save(update_fields=["resolved_by", "resolved_at"])
        _note("thread_reopened", f"{actor} reopened {_called(thread)}", thread, article, actor)
    return thread
