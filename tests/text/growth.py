"""Measure how the time of a function grows with its text.

Every public function of a package is tried with runs of one repeated thing. A table gives each function that takes text
a call; helpers are tried through these functions. Nothing is compared with a clock: the time for a text is compared
with the time for a quarter of it.

    for run, make in runs().items():
        assert grows(figures, make) is None, run

By hand, with time and memory for each run:

    uv run --group dev python -m tests.text.growth claims.text.figures.reading.figures --bytes 2000000

All functions with all runs, first of 60,000 bytes; of 2,000,000 then the three slowest and largest of each function
that took more than half of their share:

    uv run --group dev python -m tests.text.growth --bytes 2000000 --from 60000
"""

import argparse
import gc
import importlib
import inspect
import multiprocessing
import os
import pkgutil
import resource
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from functools import cache, partial
from itertools import count, repeat
from zlib import crc32

import django

from claims.intake.pasted import MOST_ROWS, row_count

#: What is repeated, named in words for the person who reads a failure.
UNITS = {
    "blanks": " ",
    "tabs": "\t",
    "no-break blanks": "\u00a0",
    "line ends": "\n",
    "blank lines": " \n",
    "Windows line ends": "\r\n",
    "one letter": "a",
    "one capital": "A",
    "letters with a mark": "e\u0301",
    "marks": "\u0301",
    "marks of two kinds": "\u0301\u0323",
    "joiners": "\u200d",
    "emoji": "😀",
    "Chinese": "中",
    "Chinese with full stops": "中国。",
    "Thai": "กา",
    "Georgian": "აბ",
    "Arabic": "قال ",
    "Armenian": "բա։ ",
    "digits": "1",
    "other digits": "٣",
    "digits and blanks": "1 ",
    "thousands": "000,",
    "thousands with blanks": "000 ",
    "digits and points": "1.",
    "digits and slashes": "1/",
    "digits and colons": "1:",
    "digits and hyphens": "1-",
    "digits and apostrophes": "1'",
    "letters and digits": "a1",
    "letters and hyphens": "a-",
    "letters and full stops": "a.",
    "capitals and full stops": "A. ",
    "letters and apostrophes": "a'",
    "straight quotation marks": '"',
    "opening quotation marks": "“",
    "closing quotation marks": "”",
    "single quotation marks": "'",
    "apostrophes": "’",
    "angle quotation marks": "«",
    "quotation marks and blanks": '" ',
    "opening marks and letters": "“a ",
    "quotations of a letter": "“a” ",
    "quotations that touch": '"a"',
    "plurals and apostrophes": "voters’ a",
    "opening brackets": "(",
    "closing brackets": ")",
    "brackets": "(a) ",
    "square brackets": "[",
    "footnotes": ".[1] ",
    "hyphens": "-",
    "dashes": "—",
    "dashes and blanks": " – ",
    "full stops": ".",
    "full stops and blanks": ". ",
    "ellipses": "… ",
    "question marks": "? ",
    "commas": ",",
    "commas and blanks": ", ",
    "semicolons": "; ",
    "colons": ": ",
    "letters and commas": "a, ",
    "letters and semicolons": "a; ",
    "underscores": "_",
    "slashes": "/",
    "signs": "@",
    "addresses": "a@",
    "links": "http://",
    "percent": "% ",
    "dollars": "$",
    "list marks": "- a\n",
    "numbered lines": "1. a\n",
    "headings": "# a\n",
    "table cells": "| a ",
    "letters and blanks": "a ",
    "capitals and blanks": "A ",
    "small words": "the of ",
    "and": "and ",
    "names": "Ann ",
    "names and commas": "Ann, ",
    "names joined by and": "Ann and ",
    "bylines": "By Ann Lee and ",
    "names and places": "the towns of Ann and Lee are ",
    "said that": "said that ",
    "said": "said ",
    "Ann said": "Ann said ",
    "he said, with commas": "he said, ",
    "said in brackets": "(he said) ",
    "according to": "according to ",
    "according to Ann": "according to Ann, ",
    "denies": "denies ",
    "not": "not ",
    "was": "was ",
    "has been": "has been ",
    "reportedly": "reportedly ",
    "seems to": "seems to ",
    "claims that": "the claim that ",
    "who said": "who said ",
    "saying": "saying ",
    "adverbs": "only quickly ",
    "participles": "men seen by ",
    "ages": "aged 5 ",
    "ages with hyphens": "5-year-old ",
    "ordinals": "the third ",
    "ordinals in digits": "27th ",
    "half": "half ",
    "thirds": "a third of ",
    "one in": "one in ",
    "numbers in words": "two hundred and ",
    "thousands in words": "two thousand ",
    "dozens": "dozens of ",
    "percentages": "5 per cent ",
    "money": "$5 million ",
    "ranges": "from 5 to ",
    "dates": "5 May 2020 ",
    "years": "2020-",
    "months": "May ",
    "times": "5 p.m. ",
    "counts": "5 men ",
    "counts joined by and": "5 men and ",
    "totals": "a total of 5 ",
    "of the counts": "Of the 9, 5 men, ",
    "killed and": "killed 5 men and ",
    "doings": "been taking part and ",
    "clauses": "he was there and ",
    "sentences": "He was there. ",
    "sentences with figures": "He saw 5 men. ",
    "sentences that say": "Ann Lee said he was there. ",
    "questions": "“Is it?” he asked. ",
    "short lines": "He was there.\n",
    "lines that say": "Ann Lee said he was there.\n\n",
    "turns": "LEE: We won it.\n\n",
    "quoted lines": "“We won it.\n\n",
    "offices": "Irish President Ann Lee ",
    "ministers": "the Irish minister said. Ann Lee, the Irish minister, said. ",
}


def _numbered(words: str) -> Callable[[], Iterable[str]]:
    return lambda: (words.format(n=n, w=_word(n)) for n in count(1))


def _word(number: int) -> str:
    """Return a different word for each number: only letters, at least four."""
    letters = ""
    while number or len(letters) < 4:
        number, digit = divmod(number, 26)
        letters += chr(97 + digit)
    return letters


#: Runs in which nothing is repeated.
SERIES = {
    "different words": _numbered("{w} "),
    "different names": _numbered("saw Ann {w} "),
    "different capitals": lambda: (f"in {_word(n).capitalize()} " for n in count(1)),
    "different figures": _numbered("{n} men "),
    "different speakers": lambda: (f"Ann {_word(n).capitalize()} said he left. " for n in count(1)),
    "different lines of one shape": _numbered("Report {n} of unit {w} says {n} houses stand there.\n"),
    "the same lines with other figures": _numbered("The army lost {n} tanks in the battle of Brenn.\n\n"),
    "one name in many spellings": lambda: (
        f"in Karab{'aeiou'[n % 5] * (1 + n % 7)}k{_word(n // 5 % 9)[-1]} " for n in count(1)
    ),
    "one word that grows": lambda: ("a" * n + " " for n in count(1)),
}
#: Each run is tried at the beginning of a text and inside a sentence.
FRAME = "{run} it was so, and Ann Lee said {run} they left."
SIZES = tuple(64 * 4**n for n in range(6))  # characters, to 65,536
JUDGED = 4096  # characters: what is bounded in all texts, as a sentence read in pieces, has been so by then
LONG_ENOUGH = 2_500_000  # nanoseconds in which a step that grows can be told from the rest: tries of it are compared
#: Four times the text takes four times as long, sixteen times with a square in it.
MOST = 7
SURE = 100 * LONG_ENOUGH  # so slow a step that grows is not tried with a longer text
MOST_SECONDS, MOST_MB = 10, 500  # that a function may take for the longest text that is accepted
WORST = 3  # runs of each function that are tried with a longer text
HOPELESS = 30  # a short text that grows like this is not tried longer


def public(*packages: str) -> set[str]:
    """Return the full names of the functions defined in these packages and modules without a leading underscore."""
    found = set()
    for package in packages:
        module = importlib.import_module(package)
        inside = pkgutil.walk_packages(getattr(module, "__path__", []), f"{package}.")
        for name in [package, *(one.name for one in inside)]:
            for word, value in vars(importlib.import_module(name)).items():
                function = inspect.unwrap(value) if callable(value) else value
                if inspect.isfunction(function) and function.__module__ == name and not word.startswith("_"):
                    found.add(f"{name}.{word}")
    return found


def runs() -> dict[str, Callable[[int], str]]:
    """Return, for the name of each run, a function that makes a given number of characters of it."""
    return {name: partial(_framed, name) for name in (*UNITS, *SERIES)}


def runs_for(function: str, every: bool) -> dict[str, Callable[[int], str]]:
    """Return the runs that a function is tried with: all of them, or every sixth one, other ones for the next name.

    The functions call one another, so that a few names try every run on what they share.
    """
    first, step = (0, 1) if every else (crc32(function.encode()) % 6, 6)
    return dict([*runs().items()][first::step])


@cache
def _framed(name: str, size: int) -> str:
    run, long = [], 0
    for piece in SERIES[name]() if name in SERIES else repeat(UNITS[name]):
        if long >= size // 2:
            break
        run.append(piece)
        long += len(piece)
    return FRAME.format(run="".join(run)[: size // 2])


def grows(
    call: Callable[[str], object], run: Callable[[int], str], judged_from: int = JUDGED
) -> tuple[int, float] | None:
    """Return where the time of a call grows faster than the text, or None if it does not.

    The result is (characters, how many times as long as a quarter of them took). The best of several tries counts, so
    that other work on the machine does not.

    `judged_from`: characters, of SIZES; use more if slower steps hide a growing one in a shorter text.
    """
    before, seen = 0, None
    for size in SIZES:
        took = _time(call, run(size))
        judged = size >= judged_from
        grown = None
        if before and took > LONG_ENOUGH // 2 and took > (MOST if judged else HOPELESS) * before:
            most = MOST if judged else HOPELESS
            ratio = _ratio(call, run(size // 4), run(size), most)
            if ratio > most:
                grown = size, ratio
        if grown and (seen or not judged or took > SURE or size == SIZES[-1]):
            return grown
        if judged and took > LONG_ENOUGH and not grown:
            return None
        before, seen = took, grown  # what is only bounded at this size does not grow at the next
    return None


def _ratio(call: Callable[[str], object], quarter: str, whole: str, most: int) -> float:
    """Return how many times as long as `quarter` the `whole` takes at best.

    The two are tried in turn, so that a busy moment of the machine slows both; more often if the ratio is over `most`.
    """
    short, long, spent, tries = [], [], 0, 0
    while tries < 3 or (tries < 9 and (spent < 100 * LONG_ENOUGH or min(long) > most * min(short))):
        short.append(_time(call, quarter))
        long.append(_time(call, whole))
        spent += long[-1]
        tries += 1
    return min(long) / max(min(short), 1)


def _time(call: Callable[[str], object], text: str) -> int:
    with _no_collection():
        began = time.thread_time_ns()
        call(text)
        return time.thread_time_ns() - began


@contextmanager
def _no_collection():
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def main() -> None:
    """Print the seconds and megabytes that each run takes, one process each; at the end the worst, worst first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from tests.text import test_growth, test_growth_lines

    tried = test_growth.TRIED | test_growth_lines.TRIED
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("names", nargs="*", help="functions, all by default")
    size = asked.add_mutually_exclusive_group()
    size.add_argument("--characters", type=int, default=200_000)
    size.add_argument("--bytes", type=int, help="of UTF-8")
    asked.add_argument("--from", type=int, dest="first", help="with --bytes: first try so many of all")
    asked.add_argument("--refused", action="store_true", help="with --bytes: also more rows than intake accepts")
    asked.add_argument("--run", default="", help="only runs with this in their name")
    asked.add_argument("--seconds", type=int, default=60, help="of processing, after which one is ended")
    asked.add_argument("--over", type=float, default=0.0, help="print only what takes longer, in seconds")
    asked = asked.parse_args()
    if asked.first and not asked.bytes:
        asked.print_usage()
        raise SystemExit("Give --bytes too: --from is a part of them.")
    pairs = [(name, run) for run in runs() if asked.run in run for name in asked.names or tried]

    def measured(pairs: list[tuple[str, str]], size: int | None) -> list[tuple[float, int, str, str]]:
        found, made, text = [], "", ""
        for name, run in pairs:
            if run != made:
                made, make = run, runs()[run]
                text = _of_bytes(make, size, refused=asked.refused) if size else make(asked.characters)
                _framed.cache_clear()
            given = text[: test_growth.AT_MOST.get(name)]
            took, memory = _by_itself(tried[name], given, asked.seconds)
            found.append((took, memory, name, run))
            if took >= asked.over:
                print(_told(found[-1]), flush=True)
        return found

    if asked.first:
        share = asked.first / asked.bytes
        small = measured(pairs, asked.first)
        pairs = _worth_more(small, share)
        print(f"\n{len(pairs)} of {len(small)} are tried with {asked.bytes:,} bytes:", flush=True)
    _print_worst(measured(pairs, asked.bytes))


def _worth_more(small: list[tuple[float, int, str, str]], share: float) -> list[tuple[str, str]]:
    """Return for each function its slowest and largest runs, if they take more than half of their share."""
    found = set()
    for name in {one[2] for one in small}:
        ones = [one for one in small if one[2] == name]
        found |= {one for one in sorted(ones, reverse=True)[:WORST] if one[0] > MOST_SECONDS * share / 2}
        largest = sorted(ones, key=lambda one: one[1], reverse=True)[:WORST]
        found |= {one for one in largest if one[1] > MOST_MB * share / 2}
    return [one[2:] for one in sorted(found, key=lambda one: one[3])]


def _print_worst(found: list[tuple[float, int, str, str]]) -> None:
    """Print for each function the run that took longest and the one that took most memory, slowest function first."""
    by_name: dict[str, list] = {}
    for one in sorted(found, reverse=True):
        by_name.setdefault(one[2], []).append(one)
    print("\nWorst first:")
    for ones in by_name.values():
        print(_told(ones[0]))
        largest = max(ones, key=lambda one: one[1])
        if largest is not ones[0]:
            print(_told(largest), "(most memory)")


def _told(found: tuple[float, int, str, str]) -> str:
    took, memory, name, run = found
    return f"{took:8.2f} s {memory:6} MB  {name}  {run}"


def _of_bytes(make: Callable[[int], str], size: int, *, refused: bool = False) -> str:
    """Return a run of at most so many bytes of UTF-8, and of nearly as many.

    `refused`: also of more rows than intake accepts; without it, the run ends where intake would refuse it.
    """
    text = make(size)
    size = size * len(text) // len(text.encode())
    if not refused and (rows := row_count(make(size))) > MOST_ROWS:
        size = size * MOST_ROWS // rows
    return make(size)


def _by_itself(call, text, seconds):
    """Return the seconds of processing and the peak megabytes above what the process began with."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_tell, args=(there, call, text, seconds))
    process.start()
    there.close()
    try:
        return here.recv()
    except EOFError:  # it was ended
        return float(seconds), 0
    finally:
        process.join()


def _tell(pipe, call, text, seconds):
    first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + int(began), seconds + int(began)))
    call(text)
    took = time.process_time() - began
    pipe.send((took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first) // 1024))


if __name__ == "__main__":
    main()
