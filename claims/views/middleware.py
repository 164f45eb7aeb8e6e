"""Middleware: times in the person's zone, forms sent twice, and errors as messages instead of tracebacks."""

import time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.db import InterfaceError, OperationalError, connection
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils import timezone
from django.utils.cache import patch_cache_control

from claims import database
from claims.editing.sent import decided_on, form_hash, one_at_a_time, remember, sent_just_now
from claims.errors import DeskError
from claims.models.withheld import read_by
from claims.templatetags.desk_words import DATE_LANGUAGE
from claims.text.marks import bound_marks
from claims.views.accounts import in_banner, logged_out, not_theirs, own_password_first
from claims.views.kept import is_secret, kept_of, pairs_of, somebody_else, typed_in


def database_kept(get_response):
    """Answer 503, in words, while the database lacks what this version keeps in it.

    A process checks it before its first request, and again only as long as something is missing, so it need not be
    restarted after `manage.py migrate`.
    """
    lacking = True

    def middleware(request):
        nonlocal lacking
        if lacking:
            try:
                with connection.cursor() as cursor:
                    unlike = database.differences(cursor)
            except (OperationalError, InterfaceError):  # without a database, each page shows its own error
                return get_response(request)
            if unlike:
                return HttpResponse(loader.render_to_string("503.html"), status=503)
            lacking = False
        return get_response(request)

    return middleware


def time_zone(get_response):
    """Show and read times in the logged-in person's zone and language of dates; in UTC and English otherwise."""

    def middleware(request):
        language = DATE_LANGUAGE.set(getattr(request.user, "date_language", "") or "en")
        zone = getattr(request.user, "timezone", "") or "UTC"
        try:
            timezone.activate(ZoneInfo(zone))
        except (KeyError, ValueError):  # this machine does not know the zone
            timezone.activate(ZoneInfo("UTC"))
        try:
            return get_response(request)
        finally:
            timezone.deactivate()
            DATE_LANGUAGE.reset(language)

    return middleware


def read_by_person(get_response):
    """Have restricted sources loaded without words for whoever may not see them, in this request."""

    def middleware(request):
        with read_by(lambda: request.user.pk):
            return get_response(request)

    return middleware


#: Views that an open page requests by itself, perhaps with nobody there.
UNATTENDED = {"claims:changes", "claims:incoming"}


@receiver(user_logged_in, dispatch_uid="session renewed")
def renewed_by_log_in(request, **_):
    """Note that the log-in has just renewed the session, so that the first page need not do it again."""
    request.session["renewed"] = int(time.time())


def signed_in(get_response):
    """Forbid caching of what logged-in people see, and renew their session while they are active.

    The session is renewed when a sixtieth of its age has passed, to avoid a write at each request.
    """

    def middleware(request):
        response = get_response(request)
        if not request.user.is_authenticated:
            return response
        patch_cache_control(response, private=True, no_store=True)
        attended = not request.resolver_match or request.resolver_match.view_name not in UNATTENDED
        if attended and time.time() - request.session.get("renewed", 0) >= settings.SESSION_COOKIE_AGE / 60:
            request.session["renewed"] = int(time.time())
        return response

    return middleware


class LoginRequired(LoginRequiredMiddleware):
    """Keep a form that is sent after a log-out: the log-in page carries it back to the person who sent it.

    An htmx request is not kept: it leaves the page as it is, so nothing is lost. Nor is what is secret.
    """

    def handle_no_permission(self, request, view_func):
        if request.method == "POST" and not request.htmx and (kept := kept_of(request)):
            return logged_out(request, kept)
        if any(map(is_secret, request.POST)):
            messages.warning(request, "You were logged out. What you typed is confidential, so it was kept nowhere.")
        return super().handle_no_permission(request, view_func)


def bounded_marks(get_response):
    """Limit runs of combining marks in all input before any code, Django and the database included, normalises it.

    Normalising a very long run would occupy the process for minutes.
    """

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        request.GET = _bounded(request.GET)
        if request.method == "POST":
            request.POST = _bounded(request.POST)

    middleware.process_view = process_view
    return middleware


def _bounded(typed):
    if all(bound_marks(value) == value for _, values in typed.lists() for value in values):
        return typed
    bounded = typed.copy()
    for name, values in typed.lists():
        bounded.setlist(name, [bound_marks(value) for value in values])
    return bounded


class SamePerson:
    """Refuse forms and htmx requests from a page that another person opened, before the log-in changed in another tab.

    Every form says who opened its page, and so does every htmx request, also one that only reads. People who must
    change their password are sent to do that first.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return None
        if whose := somebody_else(request):
            return not_theirs(request, whose)
        first = request.user.must_change_password and request.resolver_match.view_name != "claims:password"
        return own_password_first(request) if first else None


class DeskErrors:
    """Turn a DeskError that no view caught into its status and words: a page, or a message for an htmx request.

    htmx then leaves the page as it is, so that nothing typed is lost.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.encoding = "utf-8"  # a request may name any encoding, such as one that makes half characters
        return self.get_response(request)

    def process_exception(self, request, error):
        if not isinstance(error, DeskError):
            return None
        if request.htmx and error.status == 403:
            return in_banner(error.words, 403)
        if request.htmx:
            messages.error(request, error.words)
            response = render(request, "parts/messages.html#oob", status=error.status)
            response["HX-Reswap"] = "none"  # the message is swapped in out of band
            return response
        template = "403.html" if error.status == 403 else "409.html"
        context = {
            "reason": error.words,
            "back_url": request.headers.get("Referer", ""),
            "typed": typed_in(pairs_of(request)),
        }
        return render(request, template, context, status=error.status)


class SentTwice:
    """Handle a form only once that a person sends twice (a double click, or again after no answer came).

    Two forms are the same if all fields are, including the token, which each page and each fragment gets anew, and if
    the person sent nothing else in between. A form that decides counts as new if what it showed has changed since, or
    if anybody has changed what it decides on. The second form waits for the first, and leads to the same address. If
    the first answer was a part of a page, that page is told to look again at what it shows.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "POST" or not request.user.is_authenticated or "csrfmiddlewaretoken" not in request.POST:
            return self.get_response(request)
        about, person = decided_on(request.path_info), request.user
        digest = form_hash(request.get_full_path(), request.POST, request.FILES, decides=bool(about))
        with one_at_a_time(person, digest):
            if sent := sent_just_now(person, digest, about):
                return _as_before(request, sent.location)
            response = self.get_response(request)
            location = response.headers.get("HX-Redirect") or response.headers.get("Location", "")
            # Do not remember a page that only shows what would be done: it is made anew each time.
            if response.status_code < 400 and (location or request.htmx):
                remember(person, digest, location)
        return response


def _as_before(request, location):
    if not request.htmx:
        return redirect(location)
    response = HttpResponse(status=204)
    response["HX-Redirect" if location else "HX-Trigger"] = location or "look-again"
    return response
