"""Log-in, log-out and password; forms that could not be sent; and the number of claims that wait for a person."""

from django import forms
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import (
    LoginView,
    PasswordChangeView,
    RedirectURLMixin,
    redirect_to_login,
)
from django.db.models import Prefetch
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django_htmx.http import trigger_client_event

from claims.editing.people import change_own_password, store_anew
from claims.models import Membership, Person
from claims.queries.queues import waiting_for
from claims.sign_in import DeskBackend, from_this_machine
from claims.templatetags.desk_words import capped
from claims.views.kept import kept_of, pairs_of, somebody_else, typed_in, unpacked


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """Log a person in. A wrong password gives 422 and keeps the name.

    Where demo accounts can log in, they are listed, each with a button that logs it in. A form that was sent after a
    log-out is carried along, and offered to be sent again.
    """

    template_name = "login/page.html"
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and (kept := _carried(request)):
            return _send_again(request, kept)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        asked = request.POST.get("demo")
        person = next((one for one in _demo_accounts(request) if one.username == asked), None) if asked else None
        if person is None:
            return super().post(request, *args, **kwargs)
        login(request, person, backend=f"{DeskBackend.__module__}.{DeskBackend.__qualname__}")
        kept = _carried(request)
        return _send_again(request, kept) if kept else redirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        found = {"demo_accounts": _demo_accounts(self.request), "kept": _carried(self.request)}
        return super().get_context_data(**found, **kwargs)

    def form_valid(self, form):
        if form.get_user().hash_is_old:
            store_anew(form.get_user(), form.cleaned_data["password"])
        response, kept = super().form_valid(form), _carried(self.request)
        if self.request.user.must_change_password:
            next_page = self.get_redirect_url()
            context = {"form": OwnPasswordForm(self.request.user), "kept": kept, "next": next_page}
            return render(self.request, "password/page.html", context)
        return _send_again(self.request, kept) if kept else response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OwnPasswordForm(PasswordChangeForm):
    def clean(self):
        said = super().clean()
        if said.get("new_password1") and said.get("new_password1") == said.get("old_password"):
            self.add_error("new_password1", forms.ValidationError("This is your present password. Choose another."))
        return said


class Password(RedirectURLMixin, PasswordChangeView):
    """Change one's own password. People who must do so first are sent here, and their unsent form is carried along."""

    template_name = "password/page.html"
    form_class = OwnPasswordForm
    next_page = "claims:desk"

    def get_context_data(self, **kwargs):
        found = {"kept": _carried(self.request), "next": self.get_redirect_url()}
        return super().get_context_data(**found, **kwargs)

    def get_success_url(self):
        return RedirectURLMixin.get_success_url(self)

    def form_valid(self, form):
        person = change_own_password(self.request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, person)
        self.request.user = person
        if kept := _carried(self.request):
            return _send_again(self.request, kept, "Your password is changed")
        messages.success(self.request, "Your password is changed, and you are logged out everywhere else.")
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def own_password_first(request):
    """Return the password page for a person whose password somebody else set: they must change it first."""
    if request.htmx:
        words = "Somebody else set your password, so nothing was saved. Change it in another tab, then try again here."
        return in_banner(words, 409)
    if request.method == "POST":
        context = {"form": OwnPasswordForm(request.user), "kept": kept_of(request), "next": ""}
        return render(request, "password/page.html", context, status=409)
    return redirect_to_login(request.get_full_path(), reverse("claims:password"))


def _carried(request):
    return unpacked(request.POST.get("kept", ""))


def logged_out(request, kept):
    """Return the log-in page, 401, with what was sent to another page; nothing was saved."""
    context = {"form": AuthenticationForm(request), "demo_accounts": _demo_accounts(request), "kept": kept}
    response = render(request, "login/page.html", context, status=401)
    response["WWW-Authenticate"] = 'Form realm="Factcheck"'
    return response


def _send_again(request, kept, title="You are logged in", status=200):
    context = {"kept": kept, "title": title, "whose": somebody_else(request, kept.pairs)}
    return render(request, "send_again/page.html", context, status=status)


def _in_already(request):
    """Return the page for a log-in by a logged-in person: to the form that was kept, or the page that was asked for."""
    if kept := _carried(request):
        return _send_again(request, kept)
    view = Login()
    view.setup(request)
    return redirect(view.get_success_url())


def not_sent(request, reason=""):
    """Answer a form whose token is not this browser's: show it to be sent again, if it came from a page of this site.

    An htmx request gets a valid token in a cookie, so that the next save from the same page works.
    """
    if request.htmx:
        get_token(request)
        return in_banner("Nothing was saved, because the page was too old. It is up to date again: try once more.", 403)
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if own and request.user.is_authenticated and request.resolver_match.view_name == "claims:login":
        return _in_already(request)  # a double click: the first click logged in, which replaced the token
    kept = kept_of(request) if own else None
    if kept and request.user.is_authenticated:
        return _send_again(request, kept, "The form was too old to be sent", 403)
    if kept:
        return logged_out(request, kept)
    return render(request, "403_csrf.html", {"typed": typed_in(pairs_of(request)) if own else []}, status=403)


def not_theirs(request, whose):
    """Answer 409 to a form or request from a page that another person opened; ``whose`` names that person.

    A form can be sent again in one's own name, on purpose; an htmx request leaves the page as it is.
    """
    if request.htmx:
        what = "Nothing can be saved from it" if request.method == "GET" else "Nothing was saved"
        words = (
            f"{whose} opened this page, and now {request.user} is logged in. {what}."
            f" To save it, {whose} must log in again, in another tab. To work as {request.user}, reload the page."
        )
        return in_banner(words, 409)
    kept = kept_of(request)
    if kept:
        return _send_again(request, kept, "Nothing was sent", 409)
    context = {"reason": f"{whose} opened this page, and now {request.user} is logged in. Nothing was changed."}
    return render(request, "409.html", context | {"typed": typed_in(pairs_of(request))}, status=409)


def in_banner(words, status):
    """Answer an htmx request without changing the page: ``words`` are shown above it (app.js)."""
    response = HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)
    response["HX-Reswap"] = "none"
    return trigger_client_event(response, "refused", {"words": words})


def _demo_accounts(request):
    if not from_this_machine(request):
        return []
    roles = Membership.objects.select_related("desk").order_by("desk__name", "id")
    people = Person.objects.filter(demo=True, is_active=True).order_by("id")
    return list(people.prefetch_related(Prefetch("memberships", roles)))


def locked_out(request, *args, **kwargs):
    """Return the page that django-axes shows after too many wrong passwords."""
    return render(request, "login/page.html", {"locked": True, "kept": _carried(request)}, status=429)


def queue_count(request):
    """Give every page's head ``queue_count``: what waits for this person, "" if none; queried only when shown."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"queue_count": ""}
    return {"queue_count": SimpleLazyObject(lambda: capped(waiting) if (waiting := waiting_for(person)) else "")}
