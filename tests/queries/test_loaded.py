"""Objects of rows, as models of which a page loads many make them."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.signals import post_init, pre_init
from django.test.utils import CaptureQueriesContext

from claims.models import Article, Claim, Person
from claims.models.loaded import Loaded
from tests.living import claim_on

QUICK = [model for model in apps.get_models() if issubclass(model, Loaded)]


def test_a_field_that_was_not_loaded_is_loaded_when_it_is_asked_for(cast, article):
    claim = claim_on(article, "It rained", cast, signed=False)
    part = Claim.objects.only("number").get(pk=claim.pk)
    assert part.get_deferred_fields() >= {"state", "statement", "desk_id"}
    with CaptureQueriesContext(connection) as queries:
        assert (part.number, part.state, part.statement) == (claim.number, claim.state, claim.statement)
    assert len(queries) == 2
    assert (part, part._state.adding, part._state.db) == (claim, False, "default")


def test_a_loaded_row_with_those_that_belong_to_it_is_saved_and_read_again(cast, article):
    claim_on(article, "It rained", cast, signed=False)
    with CaptureQueriesContext(connection) as queries:
        one = Claim.objects.select_related("article__desk", "created_by").get()
        assert (one.article, one.created_by, one.article.desk) == (article, cast.checker, cast.desk)
    assert len(queries) == 1
    person = Person.objects.get(pk=cast.observer.pk)
    person.name = "Ann Lee"
    person.save(update_fields=["name"])
    assert Person.objects.defer("password").get(pk=person.pk).name == "Ann Lee"


@pytest.mark.parametrize("model", QUICK, ids=lambda model: model.__name__)
def test_nothing_waits_for_objects_that_are_made_quickly(model):
    assert not [signal for signal in (pre_init, post_init) if signal.has_listeners(model)]
    own = [one for one in model.__mro__ if "__init__" in vars(one) and one is not object]
    assert {one.__module__.partition(".")[0] for one in own} <= {"django"}
    assert not [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]


def test_what_pages_load_most_is_made_quickly():
    assert {Article, Claim, Person} <= {*QUICK}
