"""Who may log in: people with their password; demo accounts, whose password everybody knows, on this machine only.

Failed log-ins are counted for a name at one address, and for one address under any name. So nobody at another address
can lock people out of their own account.
"""

import ipaddress

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Sum
from django.http.request import split_domain_port

from claims.models import Person
from claims.queries.compiled import Compiled, Slot
from factcheck.local.ports import is_loopback

#: Wrong passwords from one address within AXES_COOLOFF_TIME, under any names; an office may share one address.
ADDRESS_LIMIT = 50
#: The prefix length, in bits, of one subscriber's IPv6 network, which counts as one address.
IPV6_NETWORK = 64
#: Headers that a proxy adds to a request. A client can send them too, but cannot remove them.
ADDED_BY_PROXIES = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")


class DeskBackend(ModelBackend):
    """Django's backend, except that demo accounts work on this machine only."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        person = super().authenticate(request, username=username, password=password, **kwargs)
        if person is not None and person.demo and request is not None and not from_this_machine(request):
            return None
        return person

    def get_user(self, user_id):
        """Return the active person of that id, or None: a query of every request."""
        person = _PERSON.first(person=user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


_PERSON = Compiled(lambda: Person.objects.filter(pk=Slot("person")))


def from_this_machine(request):
    """Return whether the request comes from a browser on this machine, with no proxy between.

    The name that was asked for (Host) proves nothing, since anybody can send any; but other names are refused too. So
    is every request to a desk that is set up for TLS: some proxies add nothing and ask for a name of this machine.
    """
    host, _ = split_domain_port(request.get_host())
    return (
        is_loopback(request.META.get("REMOTE_ADDR", ""))
        and is_loopback(host.strip("[]"))
        and not settings.TRUST_PROXY
        and not settings.TLS
        and not any(name.startswith(ADDED_BY_PROXIES) for name in request.META)
    )


def address_of(request):
    """Return the client's address, for django-axes; an IPv6 address stands for its network. None if it is unknown.

    Behind a proxy (TRUST_PROXY) it is the last entry of X-Forwarded-For, which that proxy added. The client sent the
    earlier entries, and may have invented them. The proxy's own address identifies no client.
    """
    if settings.TRUST_PROXY:
        text = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    else:
        text = request.META.get("REMOTE_ADDR", "")
    return _address(text) or _address(split_domain_port(text)[0].strip("[]"))


def _address(text):
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.version == 6:
        return str(ipaddress.ip_network((address.packed, IPV6_NETWORK), strict=False).network_address)
    return str(address)


class Attempts(AxesDatabaseHandler):
    """Failures of a name at an address, as django-axes counts them. Too many at one address block every name there.

    Logging in clears the failures of one's own name at that address, and no others.
    """

    def get_failures(self, request, credentials=None):
        failures = super().get_failures(request, credentials)
        if request.axes_ip_address is None:
            return failures
        here = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        )
        of_address = here.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
        return max(failures, settings.AXES_FAILURE_LIMIT) if of_address >= ADDRESS_LIMIT else failures
