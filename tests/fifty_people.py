"""Let people read pages of a running demo desk over kept connections, with time to think, and count what is lost.

    uv run manage.py up --port 8000
    uv run --group dev python -m tests.fifty_people --port 8000

A browser keeps a connection and uses it again after a pause. If the server closes it in that moment, the request is
lost, and a form that was sent cannot simply be sent again.
"""

import argparse
import http.client
import re
import threading
import time
from collections import Counter
from urllib.parse import urlencode

PEOPLE = ("ada", "ben", "chris", "lena", "leyla", "olga", "rosa", "tom", "wren")
PAGES = ("/", "/queues/review/", "/articles/", "/claims/?q=bridge", "/sources/")


def log_in(port: int, name: str) -> str:
    """Return the cookies of a session of this person."""
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    talk.request("GET", "/login/")
    page = talk.getresponse()
    cookie = page.getheader("Set-Cookie").split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
    body = urlencode({"csrfmiddlewaretoken": token, "username": name, "password": "demo"})
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    talk.request("POST", "/login/", body, {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})
    answer = talk.getresponse()
    cookies = [value.split(";")[0] for header, value in answer.getheaders() if header == "Set-Cookie"]
    assert answer.status == 302 and any(one.startswith("sessionid=") for one in cookies), (name, answer.status)
    return "; ".join(cookies)


def read(port: int, cookies: str, first: int, pause: float, until: float, told: Counter) -> None:
    """Read one page after another on a connection that is kept as long as the server keeps it."""
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for n in range(first, 1_000_000):
        if time.monotonic() > until:
            return
        try:
            talk.request("GET", PAGES[n % len(PAGES)], headers={"Cookie": cookies})
            answer = talk.getresponse()
            answer.read()
            told[answer.status] += 1
        except (OSError, http.client.HTTPException) as error:
            told[f"lost: {type(error).__name__}"] += 1
            talk.close()
        time.sleep(pause)


def main() -> None:
    """Print how many requests were answered with which status, and how many were lost."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--port", type=int, default=8000)
    asked.add_argument("--people", type=int, default=50)
    asked.add_argument("--pause", type=float, default=2.0, help="seconds between an answer and the next request")
    asked.add_argument("--seconds", type=float, default=120)
    asked = asked.parse_args()
    sessions = [log_in(asked.port, name) for name in PEOPLE]
    told, until = Counter(), time.monotonic() + asked.seconds
    everybody = [
        threading.Thread(target=read, args=(asked.port, sessions[n % len(sessions)], n, asked.pause, until, told))
        for n in range(asked.people)
    ]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    print(", ".join(f"{what}: {times:,}" for what, times in sorted(told.items(), key=str)))


if __name__ == "__main__":
    main()
