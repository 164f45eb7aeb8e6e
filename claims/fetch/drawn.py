"""Draw a page that was captured as a browser shows it, in processes of their own: a picture of all of it, and a PDF."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.fetch import Network

SECONDS, LOADING = 25, 8  # for all of it; for the page to load its parts
_HOME = Path(__file__).parents[2]
#: Why there is nothing drawn, in words.
WORDS = {
    "no_browser": "The browser of this site did not start. Tell whoever looks after this site.",
    "too_slow": "The browser did not get it done in time.",
    "crashed": "The browser ended while it drew the page.",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a browser made of a page. ``failed`` is "" or a key of WORDS.

    ``picture`` is a PNG and ``pdf`` a PDF, both b"" without one; ``lacks`` says in words what is missing in them;
    ``tool`` is the browser with its version.
    """

    failed: str = ""
    picture: bytes = b""
    pdf: bytes = b""
    lacks: str = ""
    tool: str = ""


def draw(
    program: str,
    address: str,
    body: bytes,
    headers: Sequence[Sequence[str]],
    also: Sequence[Network] = (),
    seconds: float = SECONDS,
    loading: float = LOADING,
) -> Drawn:
    """Draw the page at ``address``, which was answered with ``body`` and ``headers``, by ``program``, a Chromium.

    The browser has no network. Its parts (pictures, styles, scripts) are fetched for it like pages, from public
    addresses and the networks ``also``, for as long as ``loading``. Whatever the page does, everything has ended after
    ``seconds``.
    """
    said = json.dumps(
        {
            "program": program,
            "address": address,
            "headers": [list(one) for one in headers],
            "networks": [str(network) for network in also],
            "seconds": seconds,
            "loading": loading,
        }
    ).encode()
    with tempfile.TemporaryDirectory(prefix="factcheck-browser-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "claims.fetch.browser", folder, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_HOME,
            env={},
            start_new_session=True,
        )
        try:
            answer, _ = process.communicate(said + b"\n" + body, timeout=seconds + 5)
        except subprocess.TimeoutExpired:
            return Drawn(failed="too_slow")
        finally:
            _end(process)
    if process.returncode:
        return Drawn(failed="crashed")
    line, _, files = answer.partition(b"\n")
    facts = json.loads(line)
    size = facts.pop("size")
    return Drawn(picture=files[:size], pdf=files[size:], **facts)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and the browser that it started, which are a session of their own."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # of another user, where root started it: its pipe is closed now
        pass
    process.communicate()
