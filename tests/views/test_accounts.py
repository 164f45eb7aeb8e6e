"""Getting in takes the right password, and not by guessing for ever; demo accounts are listed on this machine."""

import json
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.history import acting
from claims.models import Event, Person, Thread
from tests.make import make_article, make_person
from tests.views.panel import forms_of

HTMX = {"HX-Request": "true"}
LOGIN = {"username": "leyla", "password": "bridge-40-lorries"}


def test_the_right_password_opens_the_page_that_was_asked_for(client, cast):
    asked = client.get(reverse("claims:sources"))
    assert asked.url == f"{reverse('claims:login')}?next={reverse('claims:sources')}"
    assert client.post(asked.url, LOGIN | {"next": reverse("claims:sources")}).url == reverse("claims:sources")


def test_a_wrong_password_is_refused_and_the_name_kept(client, cast):
    page = client.post(reverse("claims:login"), LOGIN | {"password": "wrong"})
    assert page.status_code == 422
    assert "You are not logged in" in page.text and 'value="leyla"' in page.text


def test_nobody_is_sent_to_another_site_after_log_in(client, cast):
    page = client.post(reverse("claims:login"), LOGIN | {"next": "https://elsewhere.example/"})
    assert page.url == reverse("claims:desk")


def test_guessing_is_locked_out_in_words(client, cast, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        page = client.post(reverse("claims:login"), LOGIN | {"password": "wrong"})
    assert page.status_code == 429
    assert "Too many wrong passwords" in page.text
    assert client.post(reverse("claims:login"), LOGIN).status_code == 429


def test_logging_out_takes_a_post(client, cast):
    client.force_login(cast.checker)
    assert client.get(reverse("claims:logout")).status_code == 405
    assert client.post(reverse("claims:logout")).url == reverse("claims:login")
    assert client.get(reverse("claims:desk")).status_code == 302


@pytest.mark.parametrize(("host", "shown"), [("localhost:8000", True), ("desk.example.org", False)])
def test_demo_accounts_are_listed_where_they_can_get_in(client, cast, settings, host, shown):
    settings.ALLOWED_HOSTS, settings.TLS = ["*"], False
    make_person("Dana Demo", "checker", desk=cast.desk, username="dana", demo=True)
    page = client.get(reverse("claims:login"), headers={"host": host})
    assert ("dana" in page.text) is shown
    assert "leyla" not in page.text


def test_one_press_logs_a_demo_account_in_on_this_machine(client, cast, settings):
    settings.ALLOWED_HOSTS, settings.TLS = ["*"], False
    dana = make_person("Dana Demo", "checker", desk=cast.desk, username="dana", demo=True)
    answer = client.post(reverse("claims:login"), {"demo": "dana", "next": "/articles/"}, headers={"host": "localhost"})
    assert (answer.status_code, answer["Location"]) == (302, "/articles/")
    assert client.session["_auth_user_id"] == str(dana.pk)


@pytest.mark.parametrize(
    "meta", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_VIA": "1.1 proxy"}]
)
def test_the_press_logs_nobody_in_from_elsewhere_or_through_a_proxy(client, cast, settings, meta):
    settings.ALLOWED_HOSTS, settings.TLS = ["*"], False
    make_person("Dana Demo", "checker", desk=cast.desk, username="dana", demo=True)
    answer = client.post(reverse("claims:login"), {"demo": "dana"}, headers={"host": "localhost"}, **meta)
    assert answer.status_code == 422 and "_auth_user_id" not in client.session


def test_demo_accounts_get_in_on_no_desk_that_is_set_up_for_tls(client, cast, settings):
    settings.ALLOWED_HOSTS, settings.TLS = ["*"], True
    make_person("Dana Demo", "checker", desk=cast.desk, username="dana", demo=True)
    assert "dana" not in client.get(reverse("claims:login"), headers={"host": "localhost"}).text
    answer = client.post(reverse("claims:login"), {"demo": "dana"}, headers={"host": "localhost"})
    assert answer.status_code == 422 and "_auth_user_id" not in client.session


@pytest.mark.parametrize("over", [{"demo": False}, {"demo": True, "is_active": False}])
def test_the_press_logs_in_no_account_but_those_of_the_demo(client, cast, settings, over):
    settings.ALLOWED_HOSTS, settings.TLS = ["*"], False
    make_person("Rosa Real", "checker", desk=cast.desk, username="rosa2", **over)
    answer = client.post(reverse("claims:login"), {"demo": "rosa2"}, headers={"host": "localhost"})
    assert answer.status_code == 422 and "_auth_user_id" not in client.session


def test_without_demo_accounts_the_page_says_nothing_of_them(client, cast):
    assert "Demo accounts" not in client.get(reverse("claims:login")).text


# One's own password

NEW = "rivers-run-77-times"
CHANGED = {"old_password": LOGIN["password"], "new_password1": NEW, "new_password2": NEW}


def test_changing_ones_password_is_told_and_ends_ones_other_sessions(client, cast):
    client.force_login(cast.checker)
    elsewhere = Client()
    elsewhere.force_login(cast.checker)
    assert reverse("claims:password") in client.get(reverse("claims:desk")).text
    assert "Old password" in client.get(reverse("claims:password")).text
    done = client.post(reverse("claims:password"), CHANGED, follow=True)
    assert done.redirect_chain == [(reverse("claims:desk"), 302)] and "Your password is changed" in done.text
    assert elsewhere.get(reverse("claims:desk")).status_code == 302
    assert Person.objects.get(pk=cast.checker.pk).check_password(NEW)
    told = Event.objects.get(desk=cast.desk)
    assert (told.actor, told.words) == (cast.checker, "Leyla Checker changed their own password")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old_password": "wrong"}, "Your old password was entered incorrectly"),
        ({"new_password2": "another-one-77"}, "didn’t match"),
        ({"new_password1": "leyla", "new_password2": "leyla"}, "too short"),
        ({"new_password1": LOGIN["password"], "new_password2": LOGIN["password"]}, "This is your present password"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_words(client, cast, typed, words):
    client.force_login(cast.checker)
    page = client.post(reverse("claims:password"), CHANGED | typed)
    assert page.status_code == 422 and words in page.text
    assert Person.objects.get(pk=cast.checker.pk).check_password(LOGIN["password"])


# One's own account

ACCOUNT = {"name": "Leyla Checker", "timezone": "UTC", "date_language": "en"}


def saved(client, base=ACCOUNT, **typed):
    sent = {f"base_{name}": value for name, value in base.items()} | ACCOUNT | typed
    return client.post(reverse("claims:account"), sent, follow=True)


def test_a_person_changes_their_own_name_zone_and_language_of_dates_and_a_new_name_is_told(client, cast):
    client.force_login(cast.checker)
    page = client.get(reverse("claims:account"))
    assert "Leyla Checker" in page.text and "Checker" in page.text and "leyla" in page.text
    done = saved(client, name="  Leyla  Mammadova ", timezone="Asia/Baku", date_language="az")
    assert done.redirect_chain == [(reverse("claims:account"), 302)] and "Your account is changed" in done.text
    person = Person.objects.get(pk=cast.checker.pk)
    assert (person.name, person.timezone, person.date_language) == ("Leyla Mammadova", "Asia/Baku", "az")
    told = Event.objects.get(desk=cast.desk)
    assert told.words == "Leyla Mammadova changed the name of Leyla Checker to Leyla Mammadova"


def test_two_pages_of_ones_account_do_not_undo_each_other(client, cast):
    client.force_login(cast.checker)
    saved(client, timezone="Asia/Baku")
    saved(client, date_language="de")  # from a page that was opened before
    person = Person.objects.get(pk=cast.checker.pk)
    assert (person.timezone, person.date_language) == ("Asia/Baku", "de")


def test_the_same_field_of_an_account_changed_by_both_is_shown_and_nothing_is_lost(client, cast):
    client.force_login(cast.checker)
    saved(client, timezone="Asia/Baku")
    page = saved(client, timezone="Europe/Berlin", date_language="de")  # from a page that was opened before
    assert page.status_code == 409
    assert all(words in page.text for words in ("Theirs", "Asia/Baku", "Europe/Berlin"))
    assert Person.objects.get(pk=cast.checker.pk).date_language == "en"
    form = forms_of(page)[reverse("claims:account")]
    shown = [form[name] for name in ("timezone", "base_timezone", "date_language")]
    assert shown == [["Europe/Berlin"], ["Asia/Baku"], ["de"]]
    assert client.post(reverse("claims:account"), form).status_code == 302
    person = Person.objects.get(pk=cast.checker.pk)
    assert (person.timezone, person.date_language) == ("Europe/Berlin", "de")


def test_an_account_saved_unchanged_writes_nothing(client, cast):
    client.force_login(cast.checker)
    with CaptureQueriesContext(connection) as queries:
        assert "Nothing was changed" in saved(client).text
    assert not [one for one in queries if one["sql"].startswith('UPDATE "claims_person"')]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": " "}, "required"),
        ({"name": "R0sa Reviewer"}, "which looks the same. Choose another name."),
        ({"timezone": "Baku"}, "Select a valid choice"),
    ],
)
def test_what_an_account_cannot_have_is_refused_in_words_and_stays_in_the_form(client, cast, typed, words):
    client.force_login(cast.checker)
    page = saved(client, **{"name": "Typed Name"} | typed)
    assert page.status_code == 422 and words in page.text
    assert Person.objects.get(pk=cast.checker.pk).name == "Leyla Checker"


def test_dates_are_in_the_language_of_their_reader(client, cast):
    article = make_article(cast.desk, published_date=date(2021, 3, 6))
    client.force_login(cast.chief)
    bench = reverse("claims:bench", args=[article.pk])
    assert "6 Mar 2021" in client.get(bench).text
    saved(client, ACCOUNT | {"name": "Chris Chief"}, name="Chris Chief", date_language="ru")
    page = client.get(bench).text
    assert "6 Мар 2021" in page and "Details" in page


def test_logging_out_everywhere_ends_the_other_sessions_and_is_told(client, cast):
    client.force_login(cast.checker)
    elsewhere = Client()
    elsewhere.force_login(cast.checker)
    done = client.post(reverse("claims:log_out_everywhere"), follow=True)
    assert done.status_code == 200 and "You are logged out everywhere else" in done.text
    assert elsewhere.get(reverse("claims:desk")).status_code == 302
    assert Event.objects.get(desk=cast.desk).words == "Leyla Checker logged out everywhere else"
    assert client.get(reverse("claims:account")).status_code == 200


@pytest.fixture
def told_a_password(cast):
    """Leyla Checker, whose password a member of staff has set."""
    with acting(cast.admin):
        cast.checker.set_password(LOGIN["password"])
        cast.checker.save()
    return cast.checker


def test_a_password_that_staff_set_is_changed_before_anything_else(client, cast, told_a_password, asked):
    page = client.post(f"{reverse('claims:login')}?next=/sources/", LOGIN | {"next": "/sources/"})
    form = forms_of(page)[reverse("claims:password")]
    assert "Somebody else set your password" in page.text and form["next"] == ["/sources/"]
    elsewhere = client.get(reverse("claims:articles"), {"q": "x"})
    assert elsewhere.url == f"{reverse('claims:password')}?next={quote(reverse('claims:articles') + '?q=x')}"
    assert client.get(elsewhere.url).status_code == 200
    refused = client.post(*asked, headers=HTMX)
    assert refused.status_code == 409 and "in another tab" in refused.text and not Thread.objects.exists()
    assert client.post(reverse("claims:password"), form | CHANGED).url == "/sources/"
    assert client.get("/sources/").status_code == 200
    assert client.post(reverse("claims:logout")).status_code == 302


def test_what_was_typed_waits_until_the_password_is_changed(client, cast, told_a_password, asked):
    address, said = asked
    form = forms_of(client.post(address, said))[reverse("claims:login")]
    page = client.post(reverse("claims:login"), form | LOGIN)
    assert "Who counted them?<br>" in page.text
    wrong = client.post(reverse("claims:password"), forms_of(page)[reverse("claims:password")] | {"old_password": "x"})
    assert wrong.status_code == 422
    again = client.post(reverse("claims:password"), forms_of(wrong)[reverse("claims:password")] | CHANGED)
    assert client.post(address, forms_of(again)[address]).status_code == 302 and Thread.objects.count() == 1


def test_a_form_sent_before_the_password_is_changed_is_kept(client, told_a_password, asked):
    client.force_login(told_a_password)
    page = client.post(*asked)
    assert page.status_code == 409 and not Thread.objects.exists()
    assert "Who counted them?" in forms_of(page)[reverse("claims:password")]["kept"][0]


def test_the_admin_has_no_other_page_for_ones_own_password(client, cast):
    client.force_login(cast.admin)
    assert client.get(reverse("admin:password_change")).url == reverse("claims:password")


# A session ends when nothing is done, and pages are stored nowhere


def test_a_session_lasts_while_something_is_done_and_ends_when_nothing_is(client, cast, article, settings):
    settings.SESSION_COOKIE_AGE = 600
    client.force_login(cast.checker)

    def passed(minutes):
        """So many minutes later, as the session sees it."""
        session = Session.objects.get()
        held = session.get_decoded()
        held["renewed"] -= minutes * 60
        session.session_data = SessionStore().encode(held)
        session.expire_date -= timedelta(minutes=minutes)
        session.save()

    client.get(reverse("claims:desk"))
    for minutes in (6, 6, 6):
        passed(minutes)
        assert client.get(reverse("claims:desk")).status_code == 200
    passed(6)
    client.get(reverse("claims:changes", args=[article.pk]))  # an open page asks this by itself
    passed(6)
    assert client.get(reverse("claims:desk")).status_code == 302


def test_a_session_is_not_written_at_every_request(client, cast):
    client.force_login(cast.checker)
    client.get(reverse("claims:desk"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("claims:desk"))
    assert not [query for query in captured if "UPDATE" in query["sql"]]


def test_pages_of_whoever_is_logged_in_are_stored_nowhere(client, cast, article):
    client.force_login(cast.admin)
    for address in (reverse("claims:desk"), reverse("admin:index"), reverse("admin:claims_claim_export"), "/nowhere/"):
        assert {"no-store", "private"} <= set(client.get(address)["Cache-Control"].split(", ")), address


# What was typed before one was logged out


@pytest.fixture
def article(cast):
    return make_article(cast.desk, actor=cast.writer)


@pytest.fixture
def asked(article):
    """The address of a form, and what was typed in it."""
    said = {"words": "Who counted them?\r\nOn which <b>day</b>?", "is_query": "on", "csrfmiddlewaretoken": "x"}
    return reverse("claims:thread_open", args=[article.pk]), said


def test_what_is_sent_after_one_was_logged_out_comes_back_through_the_log_in_page_and_is_sent_again(
    client, cast, asked
):
    address, said = asked
    page = client.post(address, said)
    assert page.status_code == 401 and "You were logged out" in page.text
    assert "Who counted them?<br>On which &lt;b&gt;day&lt;/b&gt;?" in page.text
    form = forms_of(page)[reverse("claims:login")]
    assert "csrfmiddlewaretoken" not in form["kept"][0]
    wrong = client.post(reverse("claims:login"), form | LOGIN | {"password": "wrong"})
    assert wrong.status_code == 422 and forms_of(wrong)[reverse("claims:login")]["kept"] == form["kept"]
    assert not Thread.objects.exists()
    again = client.post(reverse("claims:login"), form | LOGIN)
    assert again.status_code == 200 and "You are logged in" in again.text and "Who counted them?<br>" in again.text
    assert not Thread.objects.exists()
    assert client.post(address, forms_of(again)[address]).status_code == 302
    thread = Thread.objects.get()
    assert (thread.is_query, thread.opened_by) == (True, cast.checker)
    assert thread.messages.get().words == "Who counted them?\nOn which <b>day</b>?"


def test_whoever_logged_in_in_another_tab_meanwhile_sends_it_again_too(client, cast, asked):
    address, said = asked
    form = forms_of(client.post(address, said))[reverse("claims:login")]
    client.force_login(cast.checker)
    assert forms_of(client.post(reverse("claims:login"), form | LOGIN))[address]["is_query"] == ["on"]
    assert client.post(reverse("claims:login"), LOGIN).status_code == 302


def test_a_form_of_another_session_is_shown_to_be_sent_again_on_a_page_of_our_own_only(cast, asked):
    address, said = asked
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.checker)
    for origin, kept in (("http://testserver", True), ("https://elsewhere.example", False), (None, False)):
        page = strict.post(address, said, headers={"Origin": origin} if origin else {})
        assert page.status_code == 403 and ("Who counted them?" in page.text) is kept
        assert "too old to be sent" in page.text
        if kept:
            fresh = forms_of(page)[address]
            assert fresh["words"] == [said["words"]] and fresh["csrfmiddlewaretoken"] != ["x"]
    assert strict.post(address, fresh).status_code == 302 and Thread.objects.count() == 1


# Whoever opened the page is whoever sends it


def test_every_form_and_every_request_of_a_page_says_who_opened_it(client, cast, article):
    client.force_login(cast.checker)
    page = client.get(reverse("claims:bench", args=[article.pk]))
    forms = [form for form in forms_of(page, whole=True).values() if "csrfmiddlewaretoken" in form]
    assert forms and all({*form["opened_by"]} == {str(cast.checker.pk)} for form in forms)
    assert f'"X-Opened-By": "{cast.checker.pk}"' in page.text
    client.force_login(cast.admin)
    forms = forms_of(client.get(reverse("admin:claims_person_change", args=[cast.quiet.pk])), whole=True)
    assert forms["person_form"]["opened_by"] == [str(cast.admin.pk)]


def test_a_page_is_not_sent_in_the_name_of_a_colleague_who_logged_in_since(client, cast, asked):
    address, said = asked
    client.force_login(cast.second_checker)
    page = client.post(address, said | {"opened_by": cast.checker.pk})
    assert page.status_code == 409 and not Thread.objects.exists()
    assert "<b>Leyla Checker</b> opened the page" in page.text and "<b>Sam Checker</b> is logged in" in page.text
    assert "Who counted them?<br>" in page.text
    on_purpose = forms_of(page, whole=True)[address]
    assert on_purpose["opened_by"] == [str(cast.second_checker.pk)]
    assert client.post(address, on_purpose).status_code == 302
    assert Thread.objects.get().opened_by == cast.second_checker


@pytest.mark.parametrize("verb", ["get", "post"])
def test_htmx_is_told_that_somebody_else_is_logged_in_and_changes_nothing(client, cast, article, asked, verb):
    address = asked[0] if verb == "post" else reverse("claims:changes", args=[article.pk])
    client.force_login(cast.second_checker)
    answer = getattr(client, verb)(address, {"words": "x"}, headers=HTMX | {"X-Opened-By": str(cast.checker.pk)})
    assert answer.status_code == 409 and answer["HX-Reswap"] == "none" and not Thread.objects.exists()
    told = json.loads(answer["HX-Trigger"])["refused"]["words"]
    assert told.startswith("Leyla Checker opened this page, and now Sam Checker is logged in.")


@pytest.mark.parametrize("opened_by", ["{outsider}", "0", "x", "9" * 40, "²"])
def test_a_page_of_somebody_on_no_desk_of_ones_own_names_nobody(client, cast, asked, opened_by):
    address, said = asked
    client.force_login(cast.checker)
    page = client.post(address, said | {"opened_by": opened_by.format(outsider=cast.outsider.pk)})
    assert page.status_code == 409 and "<b>Somebody else</b> opened the page" in page.text


def test_whoever_logs_in_after_a_colleague_was_logged_out_is_told_whose_words_they_are(client, cast, asked):
    address, said = asked
    form = forms_of(client.post(address, said | {"opened_by": cast.second_checker.pk}))[reverse("claims:login")]
    again = client.post(reverse("claims:login"), form | LOGIN)
    assert "<b>Sam Checker</b> opened the page" in again.text and "Send it as Leyla Checker" in again.text
    same = client.post(reverse("claims:logout"), {"opened_by": cast.second_checker.pk})
    assert same.status_code == 302, "logging out is always possible"


def test_htmx_with_an_old_token_is_given_one_that_holds(cast, asked):
    address, said = asked
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.checker)
    answer = strict.post(address, said, headers=HTMX)
    assert answer.status_code == 403 and "try once more" in json.loads(answer["HX-Trigger"])["refused"]["words"]
    fresh = {"X-CSRFToken": strict.cookies["csrftoken"].value}
    del said["csrfmiddlewaretoken"]
    assert strict.post(address, said, headers=HTMX | fresh).status_code < 400 and Thread.objects.count() == 1


def test_a_form_with_an_old_token_sent_after_one_was_logged_out_comes_back_through_the_log_in_page(cast, asked):
    address, said = asked
    page = Client(enforce_csrf_checks=True).post(address, said, headers={"Origin": "http://testserver"})
    assert page.status_code == 401 and "Who counted them?" in forms_of(page)[reverse("claims:login")]["kept"][0]


def test_what_one_may_not_do_is_said_to_htmx_in_words(client, cast, asked):
    client.force_login(cast.observer)
    answer = client.post(*asked, headers=HTMX)
    assert answer.status_code == 403 and answer["HX-Reswap"] == "none"
    assert json.loads(answer["HX-Trigger"])["refused"]["words"] == answer.text != ""


def test_the_page_that_says_no_shows_what_was_typed(client, cast, asked):
    address, said = asked
    client.force_login(cast.observer)
    page = client.post(address, said)
    assert page.status_code == 403 and "Who counted them?<br>" in page.text


def test_neither_passwords_nor_whole_books_nor_nothing_come_back(client, asked):
    address, said = asked
    for sent in ({}, {"old_password": "secret", "words": "x"}, {"words": "x" * 2_500_001}):
        page = client.post(address, sent)
        assert page.status_code == 302 and page.url.startswith(reverse("claims:login"))
    assert client.post(address, said, headers=HTMX).status_code == 302


@pytest.mark.parametrize(
    "kept",
    [
        "x",
        "[]",
        '["/", [["words"]], false]',
        '["/", [], false]',
        '["https://elsewhere.example/", [["a", "b"]], false]',
        '["//elsewhere.example/", [["a", "b"]], false]',
        '["/no/such/page/", [["a", "b"]], false]',
        '["/", [["a", "\\ud800"]], false]',
        "[" * 100_000,
    ],
)
def test_a_hand_made_parcel_is_none(client, cast, kept):
    assert client.post(reverse("claims:login"), LOGIN | {"kept": kept}).url == reverse("claims:desk")


def test_a_whole_article_is_kept(client, asked):
    page = client.post(reverse("claims:article_new"), {"text": "ñ" * 2_000_000})
    form = forms_of(page)[reverse("claims:login")]
    assert json.loads(form["kept"][0])[1] == [["text", "ñ" * 2_000_000]]
