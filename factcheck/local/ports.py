"""Whether an address can be listened on, and who has it if not."""

import contextlib
import ipaddress
import os
import socket
from pathlib import Path

LISTENING = "0A"  # the state's number in /proc/net/tcp


def is_loopback(host):
    """Whether `host` is reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def taken(host, port):
    """None if `port` on `host` is free; otherwise why not, in words, naming the process that listens if it shows."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            listener = _listener(port)
            return f"process {listener} listens there" if listener else os.strerror(error.errno or 0).lower()
    return None


def _listener(port):
    """`pid (command line)` of a process that listens on `port`, from /proc; None where that shows nothing."""
    sockets = set()
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in Path("/proc/net", table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    sockets.add(f"socket:[{fields[9]}]")
    for process in Path("/proc").glob("[0-9]*") if sockets else ():
        with contextlib.suppress(OSError):
            if any(str(opened.readlink()) in sockets for opened in (process / "fd").iterdir()):
                return f"{process.name} ({(process / 'cmdline').read_text().replace(chr(0), ' ').strip()[:80]})"
    return None
