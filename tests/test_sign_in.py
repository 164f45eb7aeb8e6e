"""Demo accounts get in on this machine and nowhere else, and guessing is counted where it comes from."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.urls import reverse
from django.utils import timezone

from claims.sign_in import ADDRESS_LIMIT, address_of
from tests.make import make_person

PASSWORD = "bridge-40-lorries"


@pytest.fixture
def sign_in(db, rf, settings):
    settings.ALLOWED_HOSTS, settings.TLS = ["*"], False  # as `manage.py up` sets them

    def at(host, username, **meta):
        return authenticate(rf.post("/", headers={"host": host}, **meta), username=username, password=PASSWORD)

    return at


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_a_demo_account_gets_in_on_this_machine(sign_in, host, peer):
    assert sign_in(host, make_person("Demo", demo=True).username, REMOTE_ADDR=peer)


@pytest.mark.parametrize("host", ["desk.example.org", "192.0.2.7:8000", "localhost.example.org", "[2001:db8::1]"])
def test_a_demo_account_does_not_exist_elsewhere_and_others_do(sign_in, host):
    assert sign_in(host, make_person("Demo", demo=True).username) is None
    assert sign_in(host, make_person("Leyla").username)


@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_a_host_header_of_this_machine_opens_no_demo_account_from_elsewhere_or_through_a_proxy(sign_in, meta):
    assert sign_in("127.0.0.1", make_person("Demo", demo=True).username, **meta) is None
    assert sign_in("127.0.0.1", make_person("Leyla").username, **meta)


def test_a_demo_account_does_not_exist_where_a_proxy_is_trusted(sign_in, settings):
    settings.TRUST_PROXY = True
    assert sign_in("127.0.0.1", make_person("Demo", demo=True).username) is None


def test_a_demo_account_does_not_exist_on_a_desk_that_is_set_up_for_tls(sign_in, settings):
    settings.TLS = True
    assert sign_in("127.0.0.1", make_person("Demo", demo=True).username) is None


# Guessing


@pytest.fixture
def wrong(client, settings, cast):
    """Send wrong passwords for a name from an address; gives the last answer."""
    settings.AXES_ENABLED = True

    def sent(username, address, times=1, **headers):
        for _ in range(times):
            answer = tried(client, username, address, "wrong", **headers)
        return answer

    return sent


def tried(client, username, address, password=PASSWORD, **headers):
    typed = {"username": username, "password": password}
    return client.post(reverse("claims:login"), typed, REMOTE_ADDR=address, headers=headers)


def test_whoever_guesses_a_name_locks_out_nobody_at_another_address(client, wrong):
    assert wrong("leyla", "192.0.2.7", 10).status_code == 429
    assert tried(client, "leyla", "192.0.2.7").status_code == 429
    assert tried(client, "leyla", "192.0.2.8").status_code == 302


def test_whoever_tries_one_name_after_another_is_locked_out_at_that_address(client, wrong):
    for number in range(ADDRESS_LIMIT):
        answer = wrong(f"name-{number}", "192.0.2.7")
    assert answer.status_code == 429 and "from your network address" in answer.text
    assert tried(client, "leyla", "192.0.2.7").status_code == 429
    assert tried(client, "leyla", "192.0.2.8").status_code == 302


def test_getting_in_oneself_does_not_forget_ones_guesses_of_other_names(client, wrong):
    for number in range(ADDRESS_LIMIT - 2):
        wrong(f"name-{number}", "192.0.2.7")
    wrong("leyla", "192.0.2.7")
    assert tried(client, "leyla", "192.0.2.7").status_code == 302
    client.logout()
    assert wrong("sam", "192.0.2.7").status_code == 422
    assert wrong("sam", "192.0.2.7").status_code == 429


def test_the_wait_ends_when_it_was_said_to_end_though_somebody_tries_meanwhile(client, wrong):
    wrong("leyla", "192.0.2.7", 10)
    began = timezone.now() - timedelta(minutes=14)
    AccessAttempt.objects.update(attempt_time=began)
    assert wrong("leyla", "192.0.2.7").status_code == 429
    assert AccessAttempt.objects.get().attempt_time == began


def test_behind_a_trusted_proxy_the_client_is_counted_and_not_what_it_says_of_itself(client, wrong, settings):
    settings.TRUST_PROXY = True
    for number in range(10):
        invented = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.5"}
        answer = wrong("leyla", "127.0.0.1", **invented)
    assert answer.status_code == 429
    assert tried(client, "leyla", "127.0.0.1", **{"X-Forwarded-For": "203.0.113.6"}).status_code == 302
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"203.0.113.5"}


def test_a_proxy_that_names_no_client_is_never_locked_out_itself(client, wrong, settings):
    settings.TRUST_PROXY = True
    for number in range(ADDRESS_LIMIT):
        wrong(f"name-{number}", "127.0.0.1")
    assert tried(client, "leyla", "127.0.0.1").status_code == 302


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("203.0.113.5:4711", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::"),
        ("127.0.0.1, 203.0.113.5", "203.0.113.5"),
        ("203.0.113.5,", None),
        ("unknown", None),
        ("", None),
    ],
)
def test_an_address_is_read_as_proxies_write_it_and_a_network_of_one_subscriber_is_one(
    rf, settings, forwarded, address
):
    settings.TRUST_PROXY = True
    assert address_of(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address


def test_without_a_trusted_proxy_what_a_client_says_of_itself_is_not_read(rf, settings):
    settings.TRUST_PROXY = False
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.5"}, REMOTE_ADDR="192.0.2.7")
    assert address_of(request) == "192.0.2.7"


def test_what_was_typed_before_the_log_in_is_not_kept_with_a_wrong_password(client, wrong, settings):
    kept = '["/sources/new/", [["title", "The garage"]], false]'
    client.post(reverse("claims:login"), {"username": "leyla", "password": "wrong", "kept": kept})
    assert "garage" not in AccessAttempt.objects.get().post_data
