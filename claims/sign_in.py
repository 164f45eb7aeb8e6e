"""Who gets in: people with their password, and demo accounts, whose password everybody knows, on this machine only."""

from django.contrib.auth.backends import ModelBackend
from django.http.request import split_domain_port

from factcheck.local.ports import is_loopback


class DeskBackend(ModelBackend):
    """Django's own, except that a demo account does not exist for a request to any host but loopback."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        person = super().authenticate(request, username=username, password=password, **kwargs)
        if person is not None and person.demo and request is not None:
            host, _ = split_domain_port(request.get_host())
            if not is_loopback(host.strip("[]")):
                return None
        return person
