"""What a desk has set up, on plain pages: who may change it, refusals in words, and nothing typed lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import reference
from claims.history import acting
from claims.models import Event, Membership, Person, Reason
from claims.queries.paging import SIZE
from tests.make import judge, make_article, make_claim, make_person, make_source

WHY = "Elections are near"


@pytest.fixture
def desk(cast):
    reference.ensure(cast.desk)
    return cast.desk


@pytest.fixture
def staff(cast, client, desk):
    """Return a client logged in as ``cast.admin``, who has no role on the desk."""
    client.force_login(cast.admin)
    return client


@pytest.fixture
def listed(cast, desk):
    """Return a function that makes a source on the desk's reference list, put there by the chief."""

    def make(title=None, **over):
        with acting(cast.chief):
            return make_source(desk, title, reference=True, **over)

    return make


def at(desk, page, *args):
    return reverse(f"claims:setup_{page}", args=[desk.slug, *args])


def typed(page, **over):
    """The forms of a page as a browser would send them back, with ``over`` typed into them."""
    fields = {}
    for name in ("base", "form"):
        for bound in page.context[name]:
            value = bound.value()
            if value not in (None, False):
                fields[bound.html_name] = "on" if value is True else value
    return {name: value for name, value in (fields | {"reason": WHY} | over).items() if value is not None}


def told(desk):
    return list(Event.objects.filter(desk=desk).order_by("sequence").values_list("words", flat=True))


def test_staff_see_every_desk_and_others_their_own(client, cast, desk):
    client.force_login(cast.admin)
    assert list(client.get(reverse("claims:setup")).context["desks"]) == [cast.desk, cast.other_desk]
    client.force_login(cast.writer)
    assert client.get(reverse("claims:setup")).url == at(desk, "people")
    client.force_login(cast.quiet)
    assert "An administrator gives you a role" in client.get(reverse("claims:setup")).text


def test_a_role_is_given_by_name_and_the_page_says_by_whom(staff, cast, desk):
    sent = {"person": "quentin quiet", "role": "checker", "reason": WHY}
    assert staff.post(at(desk, "people"), sent).url == at(desk, "people")
    assert cast.quiet.memberships.get().given_by == cast.admin
    assert told(desk) == [f"Ada Admin gave the role of checker to Quentin Quiet: {WHY}"]
    page = staff.get(at(desk, "people")).text
    assert "given by <bdi>Ada Admin</bdi>" in page
    assert reverse("admin:claims_person_change", args=[cast.quiet.pk]) in page  # access, password, and what they hold


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"person": "Nobody At All"}, "Nobody has this name."),
        ({"person": "ben", "role": "reviewer"}, "Ben Reviewer has this role already."),
        ({"reason": " "}, "Say why."),
        ({"role": "boss"}, "Select a valid choice."),
        ({"person": "gone"}, "Gone Person cannot log in"),
    ],
)
def test_a_role_that_cannot_be_given_comes_back_with_words_and_what_was_typed(staff, desk, over, words):
    make_person("Gone Person", username="gone", is_active=False)
    sent = {"person": "quentin", "role": "checker", "reason": WHY} | over
    page = staff.post(at(desk, "people"), sent)
    assert page.status_code == 422 and words in page.text
    assert page.context["give"]["person"].value() == sent["person"]
    assert told(desk) == []


def test_the_name_of_one_that_is_the_user_name_of_another_is_asked_about(staff, desk):
    make_person("Robin Roe", username="kim")
    make_person("Kim", username="kim.lee")
    sent = {"person": "Kim", "role": "checker", "reason": WHY}
    assert "Two people have this name." in staff.post(at(desk, "people"), sent).text
    assert staff.post(at(desk, "people"), sent | {"person": "kim.lee"}).status_code == 302


def test_nobody_gives_themselves_a_role_that_signs(staff, cast, desk):
    page = staff.post(at(desk, "people"), {"person": "ada", "role": "chief", "reason": WHY})
    assert page.status_code == 403 and "Nobody gives themselves a role." in page.text
    assert WHY in page.text
    assert not cast.admin.memberships.exists()


def test_a_role_ends_with_a_reason_and_what_is_left_without_one_is_said(staff, cast, desk):
    claim = make_claim(make_article(desk), "40 lorries an hour", actor=cast.checker)
    claim.assignee = cast.checker
    claim.save()
    role = cast.checker.memberships.get()
    page = staff.post(at(desk, "people"), {"membership": role.pk, "reason": ""})
    assert page.status_code == 422 and "Say why." in page.text and "<details open>" in page.text
    answer = staff.post(at(desk, "people"), {"membership": role.pk, "reason": WHY}, follow=True)
    assert "Leyla Checker still holds 1 claim on City desk" in answer.text
    assert not cast.checker.memberships.exists()
    assert told(desk)[-1] == f"Ada Admin took the role of checker from Leyla Checker: {WHY}"
    assert staff.post(at(desk, "people"), {"membership": role.pk, "reason": WHY}).status_code == 409


def test_a_role_of_another_desk_is_not_ended_here(staff, cast, desk):
    role = cast.outsider.memberships.first()
    assert staff.post(at(desk, "people"), {"membership": role.pk, "reason": WHY}).status_code == 409
    assert Membership.objects.filter(pk=role.pk).exists()


def test_people_are_paged(staff, cast, desk):
    for number in range(SIZE):
        make_person(f"Person {number}", "observer", desk=desk)
    first = staff.get(at(desk, "people"))
    assert len(first.context["people"]) == SIZE
    rest = staff.get(f"{at(desk, 'people')}?{first.context['more']}").context["people"]
    assert len(rest) == 8 and rest[-1] == cast.writer


@pytest.mark.parametrize("page", ["people", "rules", "verdicts", "reasons", "reference"])
def test_a_page_costs_the_same_for_more_rows(staff, desk, listed, page):
    costs = []
    for _ in range(3):
        make_person(None, "checker", "writer", desk=desk)
        listed()
        Reason.objects.create(desk=desk, kind="no_claim", words=f"Poem {Reason.objects.count()}")
        with CaptureQueriesContext(connection) as asked:
            staff.get(at(desk, page))
        costs.append(len(asked))
    assert costs[1] == costs[2] <= 11


NEW = {
    **{"name": "Nora New", "username": "nora", "email": "nora@example.org", "timezone": "Europe/Berlin"},
    **{"role": "checker", "reason": WHY, "password1": "quiet-river-41", "password2": "quiet-river-41"},
}


def test_a_person_is_added_with_a_first_role_and_a_password_to_change(staff, cast, desk):
    assert staff.post(at(desk, "person"), NEW).url == at(desk, "people")
    nora = Person.objects.get(username="nora")
    assert (nora.name, nora.timezone, nora.must_change_password) == ("Nora New", "Europe/Berlin", True)
    assert nora.check_password("quiet-river-41")
    assert [role.role for role in nora.memberships.filter(desk=desk)] == ["checker"]


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"username": "BEN"}, "Somebody else is called “ben”"),
        ({"name": "Ben Revíewer"}, "Somebody else is called “Ben Reviewer”"),
        ({"password2": "another"}, "password fields"),
        ({"role": ""}, "required"),
        ({"reason": ""}, "Say why."),
    ],
)
def test_a_person_who_cannot_be_added_comes_back_as_typed(staff, desk, over, words):
    before = Person.objects.count()
    page = staff.post(at(desk, "person"), NEW | over)
    assert page.status_code == 422 and words in page.text and 'value="nora@example.org"' in page.text
    assert Person.objects.count() == before and told(desk) == []


def test_rules_say_what_they_ask_and_are_set_with_a_reason(staff, desk):
    page = staff.get(at(desk, "rules"))
    assert "A figure needs the place in the source where it stands." in page.text
    over = {"rule-locator": "warn", "approvals-minor": 3, "legal-minor": "on", "cross_sign": "on", "reply_hours": 48}
    assert staff.post(at(desk, "rules"), typed(page, **over)).status_code == 302
    assert set(told(desk)) == {
        f"Ada Admin switched cross-sign on: {WHY}",
        f"Ada Admin set the rule “Time to reply” from 24 to 48 hours: {WHY}",
        f"Ada Admin set the rule “A figure needs a locator” from block to warn: {WHY}",
        f"Ada Admin set the signatures for the flag minor from 2 to 3, legal among them: {WHY}",
    }
    desk.refresh_from_db()
    assert desk.cross_sign and desk.evidence_rules.get(code="locator").level == "warn"


@pytest.mark.parametrize("over", [{"reason": " "}, {"approvals-minor": 9}, {"rule-locator": "maybe"}])
def test_rules_that_cannot_be_set_come_back_as_typed(staff, desk, over):
    page = staff.get(at(desk, "rules"))
    back = staff.post(at(desk, "rules"), typed(page, **{"rule-truth": "block"} | over))
    assert back.status_code == 422 and back.context["form"]["rule-truth"].value() == "block"
    assert told(desk) == []


def test_a_rule_that_another_person_set_meanwhile_stays_and_the_same_one_comes_back(staff, desk):
    page = staff.get(at(desk, "rules"))
    staff.post(at(desk, "rules"), typed(page, **{"rule-truth": "block"}))
    assert staff.post(at(desk, "rules"), typed(page, **{"rule-answer": "off"})).status_code == 302
    rules = dict(desk.evidence_rules.values_list("code", "level"))
    assert (rules["truth"], rules["answer"]) == ("block", "off")
    back = staff.post(at(desk, "rules"), typed(page, **{"rule-truth": "off", "reason": "Too slow"}))
    assert back.status_code == 409 and "Supported or refuted needs" in back.text
    assert back.context["form"]["rule-truth"].value() == "off"
    assert back.context["form"]["reason"].value() == "Too slow"
    assert back.context["base"]["rule-truth"].value() == "block"
    assert staff.post(at(desk, "rules"), typed(back)).status_code == 302
    assert desk.evidence_rules.get(code="truth").level == "off"


def test_whoever_signs_on_the_desk_reads_its_rules_and_another_administrator_changes_them(client, cast, desk):
    signs = make_person("Sal Staff", "chief", desk=desk, is_staff=True)
    client.force_login(signs)
    for page in ("rules", "verdicts"):
        shown = client.get(at(desk, page))
        assert "another administrator changes its rules" in shown.text and "<textarea" not in shown.text
        assert client.post(at(desk, page), typed(shown)).status_code == 403


def test_words_of_verdicts_change_in_place_until_a_claim_is_judged_by_them(staff, cast, desk):
    page = staff.get(at(desk, "verdicts"))
    assert staff.post(at(desk, "verdicts"), typed(page, **{"refuted-label": "False"})).status_code == 302
    assert reference.current_scheme(desk).number == 1
    judge(make_claim(make_article(desk), "40 lorries an hour", actor=cast.checker), cast.checker)
    page = staff.get(at(desk, "verdicts"))
    assert "becomes scheme 2" in " ".join(page.text.split())
    assert staff.post(at(desk, "verdicts"), typed(page, **{"refuted-label": "Wrong"})).status_code == 302
    second, first = desk.schemes.all()
    assert [scheme.verdicts.get(verdict="refuted").label for scheme in (first, second)] == ["False", "Wrong"]
    assert told(desk)[-2:] == [
        "Ada Admin made verdict scheme 2 from scheme 1",
        f"Ada Admin changed the words of verdict scheme 2: Refuted: {WHY}",
    ]


@pytest.mark.parametrize(
    "over", [{"reason": ""}, {"refuted-label": ""}, {"refuted-label": "SUPPORTED"}, {"refuted-label": "x" * 61}]
)
def test_words_of_verdicts_that_cannot_be_kept_come_back_as_typed(staff, desk, over):
    page = staff.get(at(desk, "verdicts"))
    back = staff.post(at(desk, "verdicts"), typed(page, **{"refuted-meaning": "It is not so."} | over))
    assert back.status_code == 422 and back.context["form"]["refuted-meaning"].value() == "It is not so."
    assert told(desk) == []


def test_the_same_word_that_two_changed_comes_back(staff, desk):
    page = staff.get(at(desk, "verdicts"))
    staff.post(at(desk, "verdicts"), typed(page, **{"refuted-label": "False"}))
    back = staff.post(at(desk, "verdicts"), typed(page, **{"refuted-label": "Wrong"}))
    assert back.status_code == 409 and "Refuted: word" in back.text and "False" in back.text
    assert staff.post(at(desk, "verdicts"), typed(back)).status_code == 302
    assert reference.current_scheme(desk).verdicts.get(verdict="refuted").label == "Wrong"


def test_a_reason_is_added_changed_and_removed(staff, desk):
    sent = {"kind": "no_claim", "words": "A poem", "position": 9}
    assert staff.post(at(desk, "reasons"), sent).status_code == 302
    assert staff.post(at(desk, "reasons"), sent).status_code == 422
    one = Reason.objects.get(desk=desk, words="A poem")
    page = staff.get(at(desk, "reason", one.pk))
    assert staff.post(at(desk, "reason", one.pk), typed(page, words="A poem or a song")).status_code == 302
    back = staff.post(at(desk, "reason", one.pk), typed(page, words="A song"))
    assert back.status_code == 409 and back.context["form"]["words"].value() == "A song"
    assert staff.post(at(desk, "reason", one.pk), typed(back, words=" ")).status_code == 422
    assert staff.post(at(desk, "reason", one.pk), {"remove": 1}).status_code == 302
    assert staff.post(at(desk, "reason", one.pk), {"remove": 1}).status_code == 404
    assert told(desk) == [
        "Ada Admin added the reason “A poem” (no claim here)",
        "Ada Admin changed the reason “A poem or a song” (no claim here); it was “A poem”",
        "Ada Admin took away the reason “A poem or a song” (no claim here)",
    ]


@pytest.mark.parametrize("person", ["checker", "chief", "observer"])
def test_who_is_no_administrator_reads_and_changes_nothing(client, cast, desk, person):
    client.force_login(getattr(cast, person))
    for page in ("people", "rules", "verdicts", "reasons"):
        assert "<button" not in client.get(at(desk, page)).text.split("<main")[1].split("</main")[0]
        assert client.post(at(desk, page), {"reason": WHY}).status_code == 403
    assert reverse("admin:index") not in client.get(at(desk, "people")).text


def test_a_chief_lists_a_work_and_the_page_says_who_did(client, cast, desk):
    source = make_source(desk, "A gazetteer")
    client.force_login(cast.chief)
    assert client.post(at(desk, "reference"), {"source": "a gazetteer"}).status_code == 302
    page = client.get(at(desk, "reference"))
    assert [(work.pk, work.listed_by) for work in page.context["works"]] == [(source.pk, cast.chief)]
    again = client.post(at(desk, "reference"), {"source": f"#{source.pk}"})
    assert again.status_code == 409 and "on the reference list already" in again.text
    assert again.context["form"]["source"].value() == f"#{source.pk}"
    unknown = client.post(at(desk, "reference"), {"source": "No such work"})
    assert unknown.status_code == 422 and "No such work" in unknown.text
    assert client.post(at(desk, "reference"), {"remove": source.pk}).status_code == 302
    assert client.post(at(desk, "reference"), {"remove": source.pk}).status_code == 409
    assert client.post(at(desk, "reference"), {"remove": "x"}).status_code == 404


@pytest.mark.parametrize("person", ["admin", "checker", "reviewer"])
def test_nobody_but_a_chief_changes_the_reference_list(client, cast, desk, listed, person):
    source = listed("A gazetteer")
    client.force_login(getattr(cast, person))
    assert "Only a chief of this desk" in client.get(at(desk, "reference")).text
    assert client.post(at(desk, "reference"), {"remove": source.pk}).status_code == 403


def test_staff_who_are_not_on_the_desk_read_no_name_of_a_source_off_the_record(client, cast, desk, listed):
    listed("A garage talk", terms="off_record")
    client.force_login(cast.admin)
    assert "garage" not in client.get(at(desk, "reference")).text
    client.force_login(cast.chief)
    assert "garage" in client.get(at(desk, "reference")).text
