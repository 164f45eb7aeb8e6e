"""Read the addresses of links as browsers do (url.spec.whatwg.org), and keep no name and password that is in one."""

import re
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import quote, unquote

import idna

#: What browsers take out of an address, and what they cut off at its ends.
_NO_PART = str.maketrans("", "", "\t\n\r")
_ENDS = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"\A([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PORTS = {"http": "80", "https": "443"}
_TAIL = re.compile(r"[/\\?#]")
_LOGIN = re.compile(r"\A(\s*(?:https?|ftp):[/\\]*)[^/\\?#]*@", re.IGNORECASE)
_NO_HOST = re.compile(r"[\x00-\x20\x7f\"#%/:<>?@\[\\\]^`{|}]")
#: What stays as it is in a path, in a query and in a fragment, beside letters, digits and "_.-~".
_IN_PATH, _IN_QUERY, _IN_FRAGMENT = "!$%&'()*+,/:;=@[]|", "!$%&()*+,/:;=?@[]\\^`{|}", "!#$%&'()*+,/:;=?@[]\\^{|}"
_LONGEST_HOST = 253
_HERE, _UP = frozenset({".", "%2e"}), frozenset({"..", ".%2e", "%2e.", "%2e%2e"})


def resolved(href: str, base: str = "") -> str:
    """Return the address of the web (http, https) that a link leads to, as browsers write it; "" for any other.

    A link that is not complete leads on from ``base``, an address as this returns it; without one it leads nowhere.
    The result is ASCII: letters of a host as IDNA, others as their UTF-8 in percent.
    """
    href = href.strip(_ENDS).translate(_NO_PART)
    of_base = base.partition(":")[0]
    named = _SCHEME.match(href)
    scheme = named[1].lower() if named else of_base
    if scheme not in _PORTS:
        return ""
    rest = href[named.end() :] if named else href
    begins = rest[:2].replace("\\", "/")
    if begins == "//" or (named and scheme != of_base):
        return _whole(scheme, rest.lstrip("/\\"))
    return _led_on(base, rest) if base else ""


def without_login(address: str) -> str:
    """Return an address without the name and password in it: ``https://name:password@host/`` becomes its host."""
    return _LOGIN.sub(r"\1", address, count=1)


def _whole(scheme: str, rest: str) -> str:
    tail = _TAIL.search(rest)
    end = tail.start() if tail else len(rest)
    host, port, sound = _host(rest[:end].rpartition("@")[2])
    if not sound:
        return ""
    port = "" if port in ("", _PORTS[scheme]) else f":{port}"
    path, query, fragment = _parts(rest[end:])
    return f"{scheme}://{host}{port}{_path(path)}{query}{fragment}"


def _led_on(base: str, rest: str) -> str:
    scheme, _, whole = base.partition("://")
    host, slash, tail = whole.partition("/")
    path, query, fragment = _parts(rest)
    around, asked, _ = _parts(slash + tail)
    if not path:
        path, query = around, query or asked
    elif path[0] not in "/\\":
        path = f"{around.rpartition('/')[0]}/{path}"
    return f"{scheme}://{host}{_path(path)}{query}{fragment}"


def _host(named: str) -> tuple[str, str, bool]:
    """Return the host as browsers write it, its port without zeros before it, and whether both are sound."""
    if named.startswith("["):
        inside, closed, port = named[1:].partition("]")
        try:
            host = f"[{IPv6Address(inside).compressed}]"
        except AddressValueError:
            return "", "", False
        if not closed or (port and port[0] != ":"):
            return "", "", False
        port = port[1:]
    else:
        host, _, port = named.partition(":")
        host = unquote(host, errors="replace").lower()
        try:
            host = host if host.isascii() else _in_ascii(host)
        except UnicodeError:
            return "", "", False
    port = port.lstrip("0") or port[:1]
    sound = not port or (port.isascii() and port.isdigit() and len(port) < 6 and int(port) < 65_536)
    return host, port, sound and bool(host) and (host[0] == "[" or _NO_HOST.search(host) is None)


def _in_ascii(host: str) -> str:
    """Return a host in the letters of IDNA; signs such as ☃ are in the older form of it only."""
    if len(host) > _LONGEST_HOST:
        raise UnicodeError
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return host.encode("idna").decode()


def _parts(tail: str) -> tuple[str, str, str]:
    """Return path, query and fragment, the last two in percent, with their signs before them."""
    rest, hashed, fragment = tail.partition("#")
    path, asked, query = rest.partition("?")
    query, fragment = _quoted(query, _IN_QUERY), _quoted(fragment, _IN_FRAGMENT)
    return path, f"?{query}" if asked else "", f"#{fragment}" if hashed else ""


def _path(path: str) -> str:
    """Return a path in percent, without "." and ".." in it."""
    found: list[str] = []
    steps = path.replace("\\", "/").removeprefix("/").split("/")
    for at, step in enumerate(steps):
        last = at == len(steps) - 1
        if step.lower() in _UP:
            del found[-1:]
        elif step.lower() not in _HERE:
            found.append(step)
            continue
        if last:
            found.append("")
    return f"/{_quoted('/'.join(found), _IN_PATH)}"


def _quoted(part: str, safe: str) -> str:
    return quote(part, safe=safe, errors="replace")
