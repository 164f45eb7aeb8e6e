"""Getting in and out, and what every page shows of one's own: how many claims wait."""

from django.contrib.auth.decorators import login_not_required
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
from factcheck.local.ports import is_loopback


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """A wrong password is answered 422, with the name kept; the demo accounts are listed where they can get in."""

    template_name = "login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(demo_accounts=_demo_accounts(self.request), **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _demo_accounts(request):
    host, _ = split_domain_port(request.get_host())
    if not is_loopback(host.strip("[]")):
        return []
    roles = Membership.objects.select_related("desk").order_by("desk__name", "id")
    people = Person.objects.filter(demo=True, is_active=True).order_by("id")
    return list(people.prefetch_related(Prefetch("memberships", roles)))


def locked_out(request, *args, **kwargs):
    """What django-axes shows after too many wrong passwords."""
    return render(request, "login.html", {"locked": True}, status=429)


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
