"""No pattern takes time that grows faster than the text that it looks at, whatever comes again in it.

Every compiled pattern that a module holds, and every one written in a call, is found and tried: with the runs that the
functions over texts are tried with, and with runs of what each of its own loops repeats. What claims/text holds is
tried there, through its functions (text/test_growth.py): many of its patterns are asked at one place only.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from re import _constants as op
from re import _parser as parser

import pytest

import claims
from tests.text.growth import FRAME, MOST, UNITS

#: Characters; a square in the length shows in a few thousand.
SIZE = 2048
#: What takes less for SIZE characters than this has no square in it. (nanoseconds)
SHORT = 250_000
#: Patterns that are only ever held to a whole text, from its beginning: they are tried so.
WHOLE = {
    "claims.intake.furniture._CHAIN",
    "claims.intake.furniture._WHY",
    "claims.intake.bylines._BY",
    "claims.intake.pasted._ADDRESS",
    "claims.queries.found._HOST",
}
#: What is tried through its functions, what sees no text of a person's, and what needs a server of its own.
LEFT = ("claims.text.", "claims.demo.", "claims.management.", "claims.migrations.", "factcheck.")


def _modules():
    for found in pkgutil.walk_packages(claims.__path__, "claims."):
        if not f"{found.name}.".startswith(LEFT):
            yield importlib.import_module(found.name)


def _held(value, depth=0) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (list, tuple, set, frozenset, dict)) and depth < 4:
        inside = [*value, *value.values()] if isinstance(value, dict) else value
        for one in inside:
            yield from _held(one, depth + 1)


def _written(module) -> Iterator[tuple[str, re.Pattern]]:
    """Where each call of `re` stands in functions, with its pattern, where that is known without a call."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args):
            continue
        flags = [
            one for one in ast.walk(node) if isinstance(one, ast.Attribute) and one.attr in re.RegexFlag.__members__
        ]
        try:
            pattern = eval(ast.unparse(node.args[0]), vars(module))  # noqa: S307 - our own source
        except (NameError, TypeError):
            continue  # made of what a function was given
        if isinstance(pattern, str) and ast.unparse(node.func) != "re.escape":
            value = sum({getattr(re, one.attr).value for one in flags})
            yield f"{module.__name__}, line {node.lineno}", re.compile(pattern, value)


def patterns() -> dict[tuple, tuple[str, re.Pattern]]:
    """All patterns, each with a place where it stands."""
    found = {}
    for module in _modules():
        named = [(f"{module.__name__}.{name}", one) for name, value in [*vars(module).items()] for one in _held(value)]
        for name, pattern in [*named, *_written(module)]:
            if isinstance(pattern.pattern, str):
                found.setdefault((pattern.pattern, pattern.flags), (name, pattern))
    return found


def _example(tree) -> str:
    """Words that a parsed pattern matches, about."""
    words = ""
    for kind, value in tree:
        match kind:
            case op.LITERAL:
                words += chr(value)
            case op.IN:
                words += _one_of(value)
            case op.NOT_LITERAL | op.ANY:
                words += "b" if value == ord("a") else "a"
            case op.BRANCH:
                words += _example(value[1][0])
            case op.SUBPATTERN:
                words += _example(value[3])
            case op.ATOMIC_GROUP:
                words += _example(value)
            case op.MAX_REPEAT | op.MIN_REPEAT | op.POSSESSIVE_REPEAT:
                words += _example(value[2]) * max(1, min(value[0], 3))
    return words


_OF_CATEGORY = {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " ", op.CATEGORY_NOT_WORD: "-"}


def _one_of(choices) -> str:
    listed = [
        chr(value if kind is op.LITERAL else value[0])
        if kind in (op.LITERAL, op.RANGE)
        else _OF_CATEGORY.get(value, "a")
        for kind, value in choices
        if kind is not op.NEGATE
    ]
    if choices[0][0] is not op.NEGATE:
        return listed[0]
    return next((character for character in "a1 -,é中" if character not in listed), "a")


def _loops(tree, before="") -> Iterator[tuple[str, str]]:
    """(what stands before it, what it repeats) of each loop without a near end."""
    for kind, value in tree:
        match kind:
            case op.BRANCH:
                for branch in value[1]:
                    yield from _loops(branch, before)
            case op.SUBPATTERN:
                yield from _loops(value[3], before)
            case op.ATOMIC_GROUP:
                yield from _loops(value, before)
            case op.ASSERT | op.ASSERT_NOT:
                yield from _loops(value[1], before)
            case op.MAX_REPEAT | op.MIN_REPEAT | op.POSSESSIVE_REPEAT:
                yield from _loops(value[2], before)
                if value[1] > 40 and (again := _example(value[2])):
                    yield before[-50:], again
        before += _example([(kind, value)])


def _texts(pattern: re.Pattern) -> dict[str, tuple[str, str]]:
    """What a run is called → a quarter of it, and the whole."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    runs = {(before, again) for before, again in _loops(tree)} | {
        ("", before + again) for before, again in _loops(tree)
    }
    runs |= {("", whole) for whole in (_example(tree),) if whole}
    made = {
        f"{before}{again} and so on": lambda size, b=before, a=again: f"{b}{_run(a, size)}\0" for before, again in runs
    }
    made |= {name: lambda size, unit=unit: FRAME.format(run=_run(unit, size // 2)) for name, unit in UNITS.items()}
    return {name: (make(SIZE // 4), make(SIZE)) for name, make in made.items()}


def _run(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _took(pattern: re.Pattern, text: str, whole: bool) -> int:
    began = time.thread_time_ns()
    pattern.fullmatch(text)
    if not whole:
        for _ in pattern.finditer(text):
            pass
    return time.thread_time_ns() - began


def grown(pattern: re.Pattern, whole: bool = False) -> Iterator[str]:
    """The runs in which the pattern's time grows faster than the text."""
    return (
        name
        for name, (quarter, text) in _texts(pattern).items()
        if _took(pattern, text, whole) > SHORT and _grows(pattern, quarter, text, whole)
    )


def _grows(pattern: re.Pattern, quarter: str, text: str, whole: bool) -> bool:
    """Whether it does in the best of many tries, so that other work on the machine does not count.

    A machine that is shared with others counts their time as this thread's now and then: one try decides nothing.
    """
    long = short = sys.maxsize
    for tried in range(40):
        short, long = min(short, _took(pattern, quarter, whole)), min(long, _took(pattern, text, whole))
        if long <= max(SHORT, MOST * short):
            return False
        if long > (100 if tried > 5 else 1000) * SHORT:
            break
    return True


PATTERNS = patterns()


@pytest.mark.parametrize(("name", "pattern"), PATTERNS.values(), ids=[name for name, _ in PATTERNS.values()])
def test_a_pattern_takes_time_that_grows_with_the_text_and_no_faster(name, pattern):
    assert [*grown(pattern, whole=name in WHOLE)] == []


def test_what_is_only_held_to_a_whole_text_is_asked_for_nothing_else():
    for name in WHOLE:
        module, _, word = name.rpartition(".")
        source = inspect.getsource(importlib.import_module(module))
        asked = set(re.findall(rf"\b{word}\.(\w+)", source)) or set(re.findall(r"\bpattern\.(\w+)", source))
        assert asked == {"fullmatch"}, name


@pytest.mark.parametrize(
    ("pattern", "whole"),
    [
        (r"\s+$", False),
        (r"\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$", False),
        (r"\d+ ?(?:min|minutes)", False),
        (r"\s+\s*\s*via", True),
    ],
)
def test_a_pattern_that_grows_is_seen(pattern, whole):
    assert next(grown(re.compile(pattern), whole), None)
