"""How long a page or a worker may look at whole texts."""

import time
from collections.abc import Callable

from claims.errors import TooLong

type Check = Callable[[], None]

#: Seconds of processing that a page may take to place claims, and that a worker may: less than its task's time limit.
SHOWING, WRITING = 3, 30


def at_most(seconds: float, words: str) -> Check:
    """A function that raises TooLong, with these words, once this thread has worked so many seconds more.

    It is for what looks at whole texts, which calls it again and again: a long text breaks off, and holds nobody up.
    """
    until = time.thread_time() + seconds

    def check() -> None:
        if time.thread_time() > until:
            raise TooLong(words)

    return check
