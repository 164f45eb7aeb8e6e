"""What staff may change: it takes effect, it is told as an Event in words, and its rows name who did it."""

import pytest
from django.urls import reverse

from claims import reference
from claims.models import Claim, Desk, Event, Person, Reason, RowHistory, VerdictScheme
from tests.make import judge, make_article, make_claim, make_desk, sign_off


def page(model, name, *args):
    return reverse(f"admin:claims_{model._meta.model_name}_{name}", args=args)


def filled(response, **over):
    """The form on a page as a browser would send it back, with ``over`` typed into it."""
    data = {}
    form = response.context["adminform"].form
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    for part in [form, *(f.management_form for f in formsets), *(row for f in formsets for row in f.forms)]:
        for bound in part:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
            if bound.field.show_hidden_initial:
                data[bound.html_initial_name] = "" if value is None else value
    return {name: value for name, value in (data | over).items() if value is not None}


WHY = "Elections are near"


def save(client, address, **over):
    response = client.post(address, filled(client.get(address), **({"reason": WHY} | over)))
    assert response.status_code == 302, response.context["errors"]
    return response


def words(desk):
    """The words of the desk's events, without the reason that ``save`` gives."""
    return [event.words.removesuffix(f": {WHY}") for event in Event.objects.filter(desk=desk).order_by("sequence")]


def row_of(desk, inline, **wanted):
    """The prefix of the row of an inline on the desk's page, such as evidence_rules-2."""
    rows = getattr(desk, inline).order_by("id")
    return f"{inline}-{[row.pk for row in rows].index(rows.get(**wanted).pk)}"


def test_switching_cross_sign_is_an_event_on_the_desk(admin, cast):
    address = page(Desk, "change", cast.desk.pk)
    save(admin, address, cross_sign="on")
    save(admin, address, cross_sign=None)
    save(admin, address)
    assert words(cast.desk) == ["Ada Admin switched cross-sign on", "Ada Admin switched cross-sign off"]
    assert Event.objects.filter(actor=cast.admin, verb="cross_sign", desk=cast.desk).count() == 2


@pytest.mark.parametrize("change", ["cross_sign", "rule", "signatures", "role given", "role taken"])
def test_a_change_of_roles_or_rules_asks_for_its_reason_and_records_it(admin, cast, change):
    locator = row_of(cast.desk, "evidence_rules", code="locator")
    minor = row_of(cast.desk, "signature_rules", risk_flag="minor")
    person = page(Person, "change", cast.reviewer.pk)
    address, typed = {
        "cross_sign": (page(Desk, "change", cast.desk.pk), {"cross_sign": "on"}),
        "rule": (page(Desk, "change", cast.desk.pk), {f"{locator}-level": "off"}),
        "signatures": (page(Desk, "change", cast.desk.pk), {f"{minor}-approvals": 1}),
        "role given": (person, {"memberships-1-desk": cast.desk.pk, "memberships-1-role": "chief"}),
        "role taken": (person, {"memberships-0-DELETE": "on"}),
    }[change]
    answer = admin.post(address, filled(admin.get(address), **typed))
    assert answer.status_code == 200 and "Say why" in answer.text
    assert words(cast.desk) == []
    save(admin, address, **typed)
    (event,) = Event.objects.filter(desk=cast.desk)
    assert event.data["reason"] == WHY and event.words.endswith(f": {WHY}")


def test_an_administrator_gives_themselves_no_role_that_signs(admin, cast):
    mine = page(Person, "change", cast.admin.pk)
    role = {"memberships-0-desk": cast.desk.pk, "memberships-0-role": "chief", "reason": WHY}
    assert "Nobody gives themselves a role" in admin.post(mine, filled(admin.get(mine), **role)).text
    assert not cast.admin.memberships.exists()


def test_a_page_left_open_sets_nothing_back_that_somebody_else_changed_meanwhile(admin, cast):
    address, truth = page(Desk, "change", cast.desk.pk), row_of(cast.desk, "evidence_rules", code="truth")
    stale = filled(admin.get(address))
    save(admin, address, **{f"{truth}-level": "block", "cross_sign": "on"})
    assert admin.post(address, stale | {"name": "City and county", "reason": WHY}).status_code == 302
    desk = Desk.objects.get(pk=cast.desk.pk)
    assert (desk.name, desk.cross_sign) == ("City and county", True)
    assert desk.evidence_rules.get(code="truth").level == "block"
    assert words(desk)[2:] == ["Ada Admin changed the desk's name from “City desk” to “City and county”"]
    twice = admin.post(address, stale | {"name": "Town desk", f"{truth}-level": "off", "reason": WHY})
    assert twice.status_code == 200 and twice.text.count("Somebody else changed this since you opened the page.") == 2


def test_a_changed_rule_and_changed_signatures_are_events(admin, cast):
    locator = row_of(cast.desk, "evidence_rules", code="locator")
    minor = row_of(cast.desk, "signature_rules", risk_flag="minor")
    over = {f"{locator}-level": "warn", f"{minor}-approvals": 3, f"{minor}-legal": "on"}
    save(admin, page(Desk, "change", cast.desk.pk), **over)
    assert cast.desk.evidence_rules.get(code="locator").level == "warn"
    assert words(cast.desk) == [
        "Ada Admin set the rule “A figure needs a locator” from block to warn",
        "Ada Admin set the signatures for the flag minor from 2 to 3, legal among them",
    ]


def test_asking_for_more_signatures_voids_what_has_too_few(admin, cast):
    article = make_article(cast.desk)
    claim = make_claim(article, "3 cracks in its deck", actor=cast.checker, risk_flags=["privacy"])
    sign_off(claim, cast.reviewer, by=cast.checker)
    privacy = row_of(cast.desk, "signature_rules", risk_flag="privacy")
    save(admin, page(Desk, "change", cast.desk.pk), **{f"{privacy}-approvals": 2})
    assert Claim.objects.get(pk=claim.pk).state == "changed"


def test_rules_are_neither_added_nor_taken_away(admin, cast):
    before = cast.desk.evidence_rules.count()
    first = cast.desk.evidence_rules.order_by("id").first()
    over = {"evidence_rules-0-id": first.pk, "evidence_rules-0-DELETE": "on", "evidence_rules-TOTAL_FORMS": before + 1}
    over |= {f"evidence_rules-{before}-code": "truth", f"evidence_rules-{before}-level": "off"}
    admin.post(page(Desk, "change", cast.desk.pk), filled(admin.get(page(Desk, "change", cast.desk.pk)), **over))
    assert cast.desk.evidence_rules.count() == before


def test_a_new_desk_has_what_it_needs_and_its_people(admin, cast):
    typed = {
        "name": "Night desk",
        "slug": "night",
        "memberships-0-person": cast.quiet.pk,
        "memberships-0-role": "chief",
    }
    save(admin, page(Desk, "add"), **typed)
    desk = Desk.objects.get(slug="night")
    assert reference.current_scheme(desk).verdicts.count() == 6
    assert desk.evidence_rules.count() == 14 and desk.signature_rules.count() == 5
    assert words(desk) == ["Ada Admin set up the desk", "Ada Admin gave the role of chief to Quentin Quiet"]


def test_roles_given_and_taken_on_the_page_of_a_person_are_events_of_each_desk(admin, cast):
    address = page(Person, "change", cast.reviewer.pk)
    save(admin, address, **{"memberships-1-desk": cast.other_desk.pk, "memberships-1-role": "legal"})
    assert words(cast.other_desk) == ["Ada Admin gave the role of legal to Ben Reviewer"]
    save(admin, address, **{"memberships-0-DELETE": "on"})
    assert words(cast.desk) == ["Ada Admin took the role of reviewer from Ben Reviewer"]
    assert list(cast.reviewer.memberships.values_list("desk", "role")) == [(cast.other_desk.pk, "legal")]


def test_a_person_is_made_with_a_password_and_roles_and_can_log_in(admin, client, cast):
    typed = {
        "name": "Nora New",
        "username": "nora",
        "timezone": "Asia/Baku",
        "usable_password": "true",
        "password1": "rivers-run-40-times",
        "password2": "rivers-run-40-times",
        "memberships-0-desk": cast.desk.pk,
        "memberships-0-role": "checker",
    }
    save(admin, page(Person, "add"), **typed)
    nora = Person.objects.get(username="nora")
    assert nora.check_password("rivers-run-40-times") and not nora.is_staff and not nora.demo
    assert nora.must_change_password
    assert words(cast.desk) == ["Ada Admin gave the role of checker to Nora New"]


def test_a_time_zone_that_does_not_exist_is_refused_with_words(admin, cast):
    address = page(Person, "change", cast.quiet.pk)
    response = admin.post(address, filled(admin.get(address), timezone="Mars/Olympus"))
    assert "No such time zone" in response.content.decode()


def test_who_loses_access_is_told_on_their_desks_and_keeps_their_name_in_the_record(admin, cast):
    save(admin, page(Person, "change", cast.reviewer.pk), is_active=None)
    assert not Person.objects.get(pk=cast.reviewer.pk).is_active
    assert words(cast.desk) == ["Ada Admin took access away from Ben Reviewer"]


def test_whose_password_name_or_rights_staff_change_is_told_on_their_desks(admin, cast):
    address = reverse("admin:auth_user_password_change", args=[cast.reviewer.pk])
    new = {"usable_password": "true", "password1": "new-bridge-77-x", "password2": "new-bridge-77-x"}
    assert admin.post(address, new | {"password2": "other"}).status_code == 200
    assert admin.post(address, new).status_code == 302
    save(admin, page(Person, "change", cast.reviewer.pk), is_staff="on", name="Ben Carter", username="carter")
    assert sorted(words(cast.desk)) == [
        "Ada Admin changed the name of Ben Reviewer to Ben Carter",
        "Ada Admin changed the username of Ben Carter from ben to carter",
        "Ada Admin gave staff rights to Ben Carter",
        "Ada Admin set another password for Ben Reviewer",
    ]
    assert admin.get(reverse("admin:auth_user_password_change", args=["0"])).status_code in (302, 404)
    assert Person.objects.get(pk=cast.reviewer.pk).must_change_password


def test_a_name_that_looks_like_somebody_elses_is_refused_in_words(admin, cast):
    address = page(Person, "change", cast.quiet.pk)
    response = admin.post(address, filled(admin.get(address), name="Ben Revіewer", username="BEN"))
    assert "Somebody else is called “Ben Reviewer”, which looks the same." in response.text
    assert "Somebody else is called “ben”, which looks the same." in response.text
    assert Person.objects.get(pk=cast.quiet.pk).name == "Quentin Quiet"


@pytest.mark.parametrize("right", ["is_active", "is_staff"])
def test_nobody_takes_their_own_access_away(admin, cast, right):
    address = page(Person, "change", cast.admin.pk)
    response = admin.post(address, filled(admin.get(address), **{right: None}))
    assert "You cannot remove this from yourself" in response.content.decode()
    assert getattr(Person.objects.get(pk=cast.admin.pk), right)


def test_nobody_makes_themselves_a_superuser_by_hand(admin, cast):
    save(admin, page(Person, "change", cast.quiet.pk), is_superuser="on", demo="on")
    assert not Person.objects.get(pk=cast.quiet.pk).is_superuser


def test_rows_changed_here_carry_the_actor(admin, cast):
    newest = RowHistory.objects.order_by("-pk").first().pk
    save(admin, page(Desk, "change", cast.desk.pk), name="Town desk")
    save(
        admin,
        page(Person, "change", cast.quiet.pk),
        **{"memberships-0-desk": cast.desk.pk, "memberships-0-role": "observer"},
    )
    password = {"usable_password": "true", "password1": "rivers-run-40-times", "password2": "rivers-run-40-times"}
    admin.post(reverse("admin:auth_user_password_change", args=[cast.quiet.pk]), password)
    save(admin, page(Reason, "add"), desk=cast.desk.pk, kind="retire", words="Cut by the author")
    rows = RowHistory.objects.filter(pk__gt=newest)
    assert {"claims_desk", "claims_membership", "claims_reason"} <= set(rows.values_list("table", flat=True))
    assert set(rows.values_list("actor_id", flat=True)) == {cast.admin.pk}
    assert Person.objects.get(pk=cast.quiet.pk).check_password("rivers-run-40-times")


def test_reasons_come_and_go_as_events(admin, cast):
    save(admin, page(Reason, "add"), desk=cast.desk.pk, kind="retire", words="Cut by the author")
    made = Reason.objects.get(words="Cut by the author")
    save(admin, page(Reason, "change", made.pk), words="Cut by its author")
    bulk = {"action": "delete_selected", "_selected_action": [made.pk], "post": "yes"}
    admin.post(page(Reason, "changelist"), bulk)
    assert words(cast.desk) == [
        "Ada Admin added the reason “Cut by the author” (retire)",
        "Ada Admin changed the reason “Cut by its author” (retire)",
        "Ada Admin took away the reason “Cut by its author” (retire)",
    ]
    assert not Reason.objects.filter(pk=made.pk).exists()


def test_a_scheme_in_use_keeps_its_words_and_a_new_version_takes_over(admin, cast):
    first = reference.current_scheme(cast.desk)
    address = page(VerdictScheme, "change", first.pk)
    save(admin, address, **{"verdicts-0-label": "Holds up"})
    assert first.verdicts.get(verdict="supported").label == "Holds up"
    save(admin, address, note="Agreed in June")
    assert words(cast.desk)[-1] == "Ada Admin changed the words of verdict scheme 1: its note"

    claim = make_claim(make_article(cast.desk), "3 cracks in its deck")
    judge(claim, cast.checker)
    assert admin.post(address, {"verdicts-0-label": "Nearly"}).status_code == 403
    assert first.verdicts.get(verdict="supported").label == "Holds up"

    action = {"action": "make_new_version", "_selected_action": [first.pk]}
    admin.post(page(VerdictScheme, "changelist"), action)
    second = reference.current_scheme(cast.desk)
    assert (second.number, second.verdicts.count()) == (2, 6)
    save(admin, page(VerdictScheme, "change", second.pk), **{"verdicts-0-label": "Nearly"})
    assert first.verdicts.get(verdict="supported").label == "Holds up"
    claim.refresh_from_db()
    assert claim.scheme == first
    assert words(cast.desk)[-2:] == [
        "Ada Admin made verdict scheme 2 from scheme 1",
        "Ada Admin changed the words of verdict scheme 2: Supported",
    ]


def test_a_role_is_given_to_people_who_have_access(admin, cast):
    Person.objects.filter(pk=cast.quiet.pk).update(is_active=False)
    html = admin.get(page(Desk, "change", cast.desk.pk)).content.decode()
    assert "Rosa Reviewer (rosa)" in html and "Quentin Quiet (quentin)" not in html


def test_the_other_desk_hears_nothing(admin, cast):
    other = make_desk()
    save(admin, page(Desk, "change", cast.desk.pk), cross_sign="on")
    assert words(other) == []
