"""The URLs of the desk, and an empty page that shows the cost of a request which does nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

from factcheck.urls import handler400 as handler400

EMPTY = "bench-empty/"


@login_not_required
def empty(request):
    return HttpResponse()


urlpatterns = [path(EMPTY, empty), path("", include("factcheck.urls"))]
