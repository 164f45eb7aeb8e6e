"""A calculation is computed beside its claim before it is added, keeps what was typed, and is bound by the sign-off."""

import pytest
from django.urls import reverse

from claims.editing.evidence import add_evidence
from claims.errors import Refused
from claims.history import acting
from claims.models import Contributor, Evidence
from tests.make import make_article, make_claim, make_evidence, make_lineage
from tests.views.panel import cut, forms_of, taken

HTMX = {"HX-Request": "true"}


@pytest.fixture
def claim(cast):
    article = make_article(cast.desk, actor=cast.writer, authors=[cast.writer])
    return taken(cut(article, "the old bridge carries 40 lorries an hour", actor=cast.checker), cast.checker)


def opened(client, person, address):
    client.force_login(person)
    answer = client.get(address, headers=HTMX)
    assert answer.status_code == 200
    return forms_of(answer)["evidence-form"]


def test_it_is_computed_before_it_is_added_and_shown_with_its_figures(cast, client, claim):
    count = make_evidence(claim, actor=cast.checker, excerpt="82 lorries in 2 hours")
    add = reverse("claims:calculation_add", args=[claim.pk])
    form = opened(client, cast.chief, add) | {
        "kind": "rate",
        "label-a": "counted",
        "figure-a": "82 lorries",
        "evidence-a": count.pk,
        "label-b": "<b>how long</b>",
        "figure-b": "two naps",
        "where-b": "p. 4",
        "result": "about 40 lorries per hour",
    }
    wrong = client.post(add, form | {"compute": "1"}, headers=HTMX)
    body = wrong.content.decode()
    assert wrong.status_code == 200 and "does not follow. “lorries per naps” is not “lorries per hour”." in body
    unread = client.post(add, form | {"figure-b": "a nap"}, headers=HTMX)
    assert unread.status_code == 422 and "No number was understood here" in unread.content.decode()
    assert forms_of(unread)["evidence-form"]["where-b"] == ["p. 4"]
    gap = client.post(add, form | {"figure-b": "", "label-b": "", "where-b": "", "figure-c": "2 hours"}, headers=HTMX)
    assert gap.status_code == 422 and "Fill in this row" in gap.content.decode()
    form["figure-b"] = "2 hours"
    computed = client.post(add, form | {"compute": "1"}, headers=HTMX)
    assert "It gives 41 lorries per hour: “about 40 lorries per hour” follows." in computed.content.decode()
    assert "figure-d" in forms_of(computed)["evidence-form"]  # there are always empty rows behind what is filled in
    assert claim.evidence.count() == 1

    added = client.post(add, form, headers=HTMX).content.decode()
    made = claim.evidence.get(source__title="Own calculation")
    assert made.calculation["inputs"][0] == {
        "label": "counted",
        "figure": "82 lorries",
        "where": "",
        "evidence": count.pk,
    }
    assert f'href="#evidence-{count.pk}"' in added and "&lt;b&gt;how long" in added and "a ÷ b" in added
    assert Contributor.objects.filter(claim=claim, person=cast.chief).exists()

    # Without htmx it is the claim's page, with what was typed in it.
    page = client.post(reverse("claims:evidence_change", args=[made.pk]), form | {"figure-b": "0 hours"})
    assert page.status_code == 422 and b"It divides by zero." in page.content
    assert forms_of(page)["evidence-form"]["figure-b"] == ["0 hours"]


def test_two_people_who_change_one_calculation_lose_nothing(cast, client, claim):
    add_evidence(claim, actor=cast.checker, source_fields={"title": "Own calculation"}, calculation=SUM)
    made = claim.evidence.get()
    change = reverse("claims:evidence_change", args=[made.pk])
    mine = opened(client, cast.chief, change) | {"figure-a": "41 lorries", "note": "Counted again."}
    theirs = opened(client, cast.checker, change) | {"figure-b": "3 lorries"}
    assert client.post(change, theirs, headers=HTMX).status_code == 200
    client.force_login(cast.chief)
    contested = client.post(change, mine, headers=HTMX)
    assert contested.status_code == 409 and "changed while you were typing" in contested.content.decode()
    again = forms_of(contested)["evidence-form"]
    assert (again["figure-a"], again["note"]) == (["41 lorries"], ["Counted again."])
    assert client.post(change, again, headers=HTMX).status_code == 200
    made.refresh_from_db()
    assert [one["figure"] for one in made.calculation["inputs"]] == ["41 lorries", "2 lorries"]


SUM = {
    "kind": "sum",
    "formula": "",
    "language": "en",
    "inputs": [
        {"label": "one way", "figure": "38 lorries", "evidence": None, "where": "p. 4"},
        {"label": "back", "figure": "2 lorries", "evidence": None, "where": "p. 5"},
    ],
    "result": "40 lorries",
}


def test_a_calculation_names_evidence_of_its_own_claim_and_goes_along_with_it(cast, claim):
    other = make_claim(claim.article, "40 lorries", actor=cast.checker)
    count = make_evidence(claim, actor=cast.checker, excerpt="38 lorries")
    inputs = [SUM["inputs"][0] | {"evidence": count.pk}, SUM["inputs"][1]]
    with pytest.raises(Refused, match="rests on evidence of its own claim"), acting(cast.checker):
        Evidence.objects.create(claim=other, source=count.source, added_by=cast.checker, calculation={"inputs": inputs})
    make_evidence(claim, actor=cast.checker, calculation=SUM | {"inputs": inputs})
    make_lineage(claim, other, actor=cast.checker)
    copy = other.evidence.get(copied_from=count)
    (went,) = other.evidence.exclude(calculation={})
    assert went.calculation["inputs"][0]["evidence"] == copy.copied_from_id
    with acting(cast.checker):  # its own figures may be changed there
        went.calculation["result"] = "about 40 lorries"
        went.save()
