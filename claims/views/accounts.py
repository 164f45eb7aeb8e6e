"""Getting in and out, and what every page shows of one's own: how many claims wait."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db.models import Prefetch
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject

from claims.models import Membership, Person
from claims.queries.queues import waiting_for
from claims.templatetags.desk_words import capped
from claims.views.kept import kept_of, pairs_of, typed_in, unpacked
from factcheck.local.ports import is_loopback


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """A wrong password is answered 422, with the name kept; the demo accounts are listed where they can get in.

    What was sent before one was logged out comes along, and is offered to be sent again.
    """

    template_name = "login.html"
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and (kept := _carried(request)):
            return _send_again(request, kept)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        found = {"demo_accounts": _demo_accounts(self.request), "kept": _carried(self.request)}
        return super().get_context_data(**found, **kwargs)

    def form_valid(self, form):
        response, kept = super().form_valid(form), _carried(self.request)
        return _send_again(self.request, kept) if kept else response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _carried(request):
    return unpacked(request.POST.get("kept", ""))


def logged_out(request, kept):
    """The log-in page with what was sent to another page, 401: nothing was saved."""
    context = {"form": AuthenticationForm(request), "demo_accounts": _demo_accounts(request), "kept": kept}
    response = render(request, "login.html", context, status=401)
    response["WWW-Authenticate"] = 'Form realm="Factcheck"'
    return response


def _send_again(request, kept, title="You are logged in", status=200):
    return render(request, "send_again.html", {"kept": kept, "title": title}, status=status)


def not_sent(request, reason=""):
    """A form whose token is not this session's: shown to be sent again, where it came from a page of this desk's."""
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    kept = kept_of(request) if own and request.user.is_authenticated else None
    if kept:
        return _send_again(request, kept, "The form was too old to be sent", 403)
    return render(request, "403_csrf.html", {"typed": typed_in(pairs_of(request)) if own else []}, status=403)


def _demo_accounts(request):
    host, _ = split_domain_port(request.get_host())
    if not is_loopback(host.strip("[]")):
        return []
    roles = Membership.objects.select_related("desk").order_by("desk__name", "id")
    people = Person.objects.filter(demo=True, is_active=True).order_by("id")
    return list(people.prefetch_related(Prefetch("memberships", roles)))


def locked_out(request, *args, **kwargs):
    """What django-axes shows after too many wrong passwords."""
    return render(request, "login.html", {"locked": True, "kept": _carried(request)}, status=429)


def queue_count(request):
    """``queue_count`` for the head of every page: claims that wait for this person, "" for none; asked when shown."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"queue_count": ""}
    return {"queue_count": SimpleLazyObject(lambda: capped(waiting) if (waiting := waiting_for(person)) else "")}


urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
