from django.urls import include, path

from claims.admin import site

urlpatterns = [
    path("admin/", site.urls),
    path("", include("claims.urls")),
]
