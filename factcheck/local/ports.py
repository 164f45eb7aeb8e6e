"""Whether a port is free, and which process has it if not."""

import contextlib
import errno
import ipaddress
import socket
import sys
from pathlib import Path

LISTENING = "0A"  # the number of this state in /proc/net/tcp
LITTLE = sys.byteorder == "little"


def is_loopback(host):
    """Return whether `host` can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def taken(host, port):
    """Return None if `port` on `host` is free; otherwise why not, in words, with the listening process if known."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except UnicodeError:
            return "that is no name or address"
        except OSError as error:
            listener = _listener(host, port) if error.errno == errno.EADDRINUSE else None
            return f"process {listener} listens there" if listener else (error.strerror or str(error)).lower()
    return None


def _listener(host, port):
    """Return `pid (command line)` of the process that occupies this address, from /proc; None where that is unknown."""
    wanted = _address(host)
    sockets = set()
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in Path("/proc/net", table).read_text().splitlines()[1:]:
                fields = line.split()
                digits, _, number = fields[1].rpartition(":")
                if fields[3] == LISTENING and int(number, 16) == port and _meet(_listened_on(digits), wanted):
                    sockets.add(f"socket:[{fields[9]}]")
    for process in Path("/proc").glob("[0-9]*") if sockets else ():
        with contextlib.suppress(OSError):
            if any(str(opened.readlink()) in sockets for opened in (process / "fd").iterdir()):
                return f"{process.name} ({(process / 'cmdline').read_text().replace(chr(0), ' ').strip()[:80]})"
    return None


def _address(host):
    with contextlib.suppress(OSError):
        host = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0]
    return ipaddress.ip_address(host.partition("%")[0])


def _listened_on(digits):
    """Return the address in a row of /proc/net/tcp or tcp6: words of four bytes, each in this machine's byte order."""
    words = bytes.fromhex(digits)
    ordered = b"".join(words[at : at + 4][::-1] if LITTLE else words[at : at + 4] for at in range(0, len(words), 4))
    address = ipaddress.ip_address(ordered)
    return getattr(address, "ipv4_mapped", None) or address


def _meet(one, other):
    """Return whether listening on one address blocks the other; `::` usually takes IPv4 and IPv6."""
    if one.is_unspecified or other.is_unspecified:
        return one.version == other.version or 6 in {each.version for each in (one, other) if each.is_unspecified}
    return one == other
