from django.urls import include, path

from claims.admin import site

handler400 = "claims.views.intake.unreadable"
urlpatterns = [
    path("admin/", site.urls),
    path("", include("claims.urls")),
]
