"""Demo accounts, whose password is known to everybody, get in on this machine and nowhere else."""

import pytest
from django.contrib.auth import authenticate

from tests.make import make_person

PASSWORD = "bridge-40-lorries"


@pytest.fixture
def sign_in(db, rf, settings):
    settings.ALLOWED_HOSTS = ["*"]

    def at(host, username):
        return authenticate(rf.post("/", headers={"host": host}), username=username, password=PASSWORD)

    return at


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_a_demo_account_gets_in_on_this_machine(sign_in, host):
    assert sign_in(host, make_person("Demo", demo=True).username)


@pytest.mark.parametrize("host", ["desk.example.org", "192.0.2.7:8000", "localhost.example.org", "[2001:db8::1]"])
def test_a_demo_account_does_not_exist_elsewhere_and_others_do(sign_in, host):
    assert sign_in(host, make_person("Demo", demo=True).username) is None
    assert sign_in(host, make_person("Leyla").username)
