"""What the pages of a desk's setup have in common."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
#: Desks, and reasons of a desk, on one page.
ON_A_PAGE = 100


def framed(request, desk, at, context, status=200):
    """Return the page ``at`` of a desk's setup."""
    shared = {"desk": desk, "at": at, "section": "setup", "is_staff": request.user.is_staff}
    return render(request, f"setup/{at}.html", shared | context, status=status)
