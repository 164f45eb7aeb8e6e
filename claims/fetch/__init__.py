"""Fetch pages of the web for people, in a process of its own, with words for whatever goes wrong."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import TypedDict

type Network = IPv4Network | IPv6Network

SECONDS = 15  # for everything that an address leads to
_HOME = Path(__file__).parents[2]

PASTE = "paste the text"
#: What goes wrong, in words; ``{instead}`` is what to do in place of fetching (`why`).
WORDS = {
    "bad_address": "This is not the address of a web page.",
    "password": "The address has a user name or a password in it. Remove it, and add the address again.",
    "not_public": "This address leads to a private network, from which nothing is fetched.",
    "no_such_host": "There is no site of this name. Check the address.",
    "no_answer": "The site did not answer, or ended the connection. Try again later, or {instead}.",
    "certificate": "The site could not prove that it is the one of this name: its certificate is not valid.",
    "redirects": "The site sends from address to address without end.",
    "too_large": "The page is over 20 MB.",
    "too_slow": "The site took too long to answer. Try again later, or {instead}.",
    "robots": "The site asks programs not to read this page (robots.txt). Open it in your browser, and {instead}.",
    "forbidden": (
        "The site does not show this page without an account, or not to programs. Open it in your browser, and "
        "{instead}."
    ),
    "gone": "The site has no page at this address.",
    "busy": "The site is too busy to answer. Try again later.",
    "broken": "The site answered with an error. Try again later, or {instead}.",
    "empty": "The page is empty.",
    "script_only": (
        "The text of this page is put together by scripts in a browser. Open it in your browser, and {instead}."
    ),
    "no_article": "No article was found on this page. Check the address, or {instead}.",
    "other_kind": "This address leads to a file that has no text in it, such as a picture.",
    "interrupted": "Fetching the page was interrupted several times. Try again, or {instead}.",
}


class Exchange(TypedDict):
    """One request and its answer, as they went over the wire: the first line of each, and [name, value] of its headers.

    ``at`` is when the answer began, in ISO 8601 and UTC; ``ip`` the address of the site's machine. Each character
    stands for one byte (ISO 8859-1). A name and password in an address of a header are left out.
    """

    address: str
    at: str
    ip: str
    request: tuple[str, list[tuple[str, str]]]
    response: tuple[str, list[tuple[str, str]]]


@dataclass(slots=True)
class Answer:
    """What became of an address. ``failed`` is "" or a key of WORDS.

    ``status`` is that of the last answer, 0 without one; ``address`` the last one that was asked; ``redirects`` are the
    addresses before it, in order; ``headers`` are (name, value) as they came; ``body`` is unpacked, and is kept also
    of a page that says that it is gone. ``exchanges`` has what was asked and answered on each step, as `Exchange` says.
    """

    address: str
    failed: str = ""
    status: int = 0
    redirects: list[str] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    exchanges: list["Exchange"] = field(default_factory=list)


def why(failed: str, instead: str = PASTE) -> str:
    """Return in words what went wrong, a key of WORDS, and what to do ``instead``."""
    return WORDS[failed].format(instead=instead)


def fetch(address: str, also: Sequence[Network] = (), seconds: float = 0, asks: bool = True) -> Answer:
    """Return what became of an address: see Answer. Addresses in the networks ``also`` count as public.

    It ends after ``seconds`` (0: SECONDS). ``asks`` says that the site's robots.txt is asked and obeyed.
    """
    command = [sys.executable, "-m", "claims.fetch.client"]
    how = {"networks": [str(network) for network in also], "seconds": seconds, "asks": asks}
    said = json.dumps({"address": address} | how).encode()
    try:
        # Its environment has neither the database's address nor any key, and no proxy.
        ran = subprocess.run(  # noqa: S603
            command, input=said, capture_output=True, timeout=(seconds or SECONDS) + 5, cwd=_HOME, env={}
        )
    except subprocess.TimeoutExpired:
        return Answer(address, failed="too_slow")
    if ran.returncode:
        return Answer(address, failed="too_large")  # the system ended it at its limit of memory
    line, _, body = ran.stdout.partition(b"\n")
    answer = Answer(**json.loads(line))
    answer.headers = [(name, value) for name, value in answer.headers]
    answer.body = body
    return answer
