"""The admin site: staff only, with the desk's log-in, and each write in a transaction with its person as actor."""

from functools import update_wrapper

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from claims import history


class Site(admin.AdminSite):
    site_header = site_title = "Factcheck admin"
    index_title = "Admin"
    site_url = "/"
    enable_nav_sidebar = False  # the lists need the width
    empty_value_display = "–"

    def admin_view(self, view, cacheable=False):
        stock = super().admin_view(view, cacheable)

        def for_staff(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("The admin pages are for staff.")
            if request.method != "POST" or not request.user.is_authenticated:
                return stock(request, *args, **kwargs)
            with history.acting(request.user):
                return stock(request, *args, **kwargs)

        return update_wrapper(for_staff, stock)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """Send people to the desk's log-in, which counts failures."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied("The admin pages are for staff.")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("claims:login"))

    def password_change(self, request, extra_context=None):
        """Send people to the desk's page for their own password."""
        return redirect("claims:password")


site = Site(name="admin")
