"""Every page of the admin: it opens for staff, for nobody else, at a constant cost, and under the strict policy."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import reference
from claims.admin import site
from claims.models import (
    Article,
    ArticleSignOff,
    Claim,
    Correction,
    Desk,
    Event,
    LexiconEntry,
    Person,
    Publication,
    Reason,
    RowHistory,
    SignOff,
    Source,
    Speaker,
    VerdictScheme,
)
from tests.make import make_desk, make_person

MODELS = sorted(site._registry, key=lambda model: model.__name__)
CHANGEABLE = {Person, Desk, LexiconEntry, Reason, VerdictScheme}
LOOKED_AT = [model for model in MODELS if model not in CHANGEABLE]


def page(model, name, *args):
    return reverse(f"admin:claims_{model._meta.model_name}_{name}", args=args)


def test_the_work_and_its_record_are_looked_at_only():
    work = {Article, Claim, Source, Speaker}
    assert set(LOOKED_AT) == work | {ArticleSignOff, Correction, Event, Publication, RowHistory, SignOff}


def test_each_list_and_page_opens_for_staff_without_inline_style_or_script(admin, work):
    work()
    addresses = [reverse("admin:index")]
    for model in MODELS:
        addresses += [page(model, "changelist"), page(model, "change", model.objects.order_by("-pk").first().pk)]
    addresses += [page(model, "add") for model in (Person, Desk, LexiconEntry, Reason)]
    for address in addresses:
        response = admin.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        assert not re.search(r"<[^>]+ (style|on[a-z]+)=", html), address
        assert not re.search(r"<style|<script(?![^>]*(src=|application/json))", html), address


def test_the_history_of_a_row_is_the_record_of_it(admin, work):
    work()
    for model in MODELS:
        response = admin.get(page(model, "history", model.objects.first().pk), follow=True)
        assert response.redirect_chain[0][0].startswith(page(RowHistory, "changelist") + "?q="), model
        assert bool(response.context["cl"].result_count) == (model is not RowHistory), model


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_list_costs_as_many_queries_for_three_rows_as_for_one(admin, work):
    addresses = [page(model, "changelist") for model in MODELS]
    work()
    for address in addresses:
        admin.get(address)
    one = {address: queries(admin, address) for address in addresses}
    for _ in range(2):
        work()
        reference.ensure(make_desk())
    assert {address: queries(admin, address) for address in addresses} == one
    assert max(one.values()) <= 10


def test_the_desk_page_costs_the_same_with_more_people_on_it(admin, cast):
    address = page(Desk, "change", cast.desk.pk)
    admin.get(address)
    before = queries(admin, address)
    make_person("Fresh One", "checker", "writer", desk=cast.desk)
    assert queries(admin, address) == before


def test_nobody_logged_in_comes_to_the_login_of_the_desk(client, cast):
    for address in (reverse("admin:index"), page(Claim, "changelist"), page(Claim, "export")):
        for response in (client.get(address, follow=True), client.post(address, follow=True)):
            wanted = f"{reverse('claims:login')}?next={address}"
            assert response.redirect_chain[-1] == (wanted, 302)


@pytest.mark.parametrize("name", ["reviewer", "chief", "quiet"])
def test_whoever_is_not_staff_is_refused_and_not_sent_round(client, cast, name):
    client.force_login(getattr(cast, name))
    addresses = [reverse("admin:index"), reverse("admin:login"), reverse("admin:jsi18n")]
    addresses += [page(model, view) for model in MODELS for view in ("changelist", "add")]
    addresses += [page(model, "export") for model in LOOKED_AT]
    for address in addresses:
        assert client.get(address).status_code == 403, address
        assert client.post(address).status_code == 403, address


def test_staff_need_not_be_superusers(client, cast):
    client.force_login(make_person("Stan Staff", is_staff=True))
    assert client.get(page(Desk, "change", cast.desk.pk)).status_code == 200


def test_a_superuser_writes_and_signs_nothing_here(admin, cast, work):
    claim = work()
    fields = {
        "claim": claim.pk,
        "article": claim.article_id,
        "signer": cast.admin.pk,
        "kind": "review",
        "content_hash": "0" * 64,
        "statement": "The bridge carries 50 lorries.",
        "headline": "Another",
        "words": "Nothing happened",
        "desk": cast.desk.pk,
        "title": "Another",
    }
    before = {model: list(model.objects.order_by("pk").values()) for model in LOOKED_AT}
    for model in LOOKED_AT:
        row = model.objects.first()
        for address in (page(model, "add"), page(model, "change", row.pk), page(model, "delete", row.pk)):
            assert admin.post(address, fields | {"post": "yes"}).status_code == 403, address
        bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        admin.post(page(model, "changelist"), bulk)
        assert {model: list(model.objects.order_by("pk").values()) for model in LOOKED_AT} == before, model


@pytest.mark.parametrize("model", [Person, Desk, VerdictScheme], ids=lambda model: model.__name__)
def test_people_desks_and_schemes_are_never_deleted(admin, cast, model):
    row = model.objects.first()
    assert admin.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    admin.post(page(model, "changelist"), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert model.objects.filter(pk=row.pk).exists()
