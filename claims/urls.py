"""Every address of the desk; each room of the browser's face lists its own."""

from django.urls import path

from claims.views import (
    accounts,
    bench,
    desk,
    drafts,
    evidence,
    gate,
    health,
    intake,
    panel,
    reconcile,
    record,
    sources,
    threads,
    versions,
)

app_name = "claims"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    *accounts.urlpatterns,
    *desk.urlpatterns,
    *intake.urlpatterns,
    *bench.urlpatterns,
    *drafts.urlpatterns,
    *panel.urlpatterns,
    *evidence.urlpatterns,
    *gate.urlpatterns,
    *record.urlpatterns,
    *versions.urlpatterns,
    *reconcile.urlpatterns,
    *sources.urlpatterns,
    *threads.urlpatterns,
]
