"""`manage.py evaluate_cases PATH`: try small texts against what is expected of them (docs/reading.md)."""

import json
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from claims.intake.proposal import propose
from claims.management.files import read_rows
from claims.text.anchors import Reanchoring
from claims.text.figures import figures
from claims.text.lines import lines
from claims.text.suggest import suggest

NOT_TRIED = object()


class Command(BaseCommand):
    help = "Try small texts and print each that does not give what is expected of it; then end with status 1."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="PATH", help="a .jsonl file, or a folder that holds cases.jsonl")

    def handle(self, *, path, **options):
        path = Path(path)
        file = path / "cases.jsonl" if path.is_dir() else path
        counted: Counter = Counter()
        for case in read_rows(file):
            try:
                found = _found(case)
                name, expected = f"{case['n']} ({case['kind']})", case["expected"]
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise CommandError(f"{file} lacks what a case needs: {error!r} in {case}.") from None
            if found is NOT_TRIED:
                counted["not tried"] += 1
                self.stdout.write(f"{name}: not tried, it is no text to read: {case['input']}")
            elif found == expected:
                counted["held"] += 1
            else:
                counted["not held"] += 1
                self.stdout.write(
                    f"{name}: {json.dumps(case['input'], ensure_ascii=False)}\n"
                    f"  expected {json.dumps(expected, ensure_ascii=False)}\n"
                    f"  came out {json.dumps(found, ensure_ascii=False)}"
                )
        self.stdout.write(", ".join(f"{number} {what}" for what, number in sorted(counted.items())))
        if counted["not held"]:
            raise CommandError(f"{counted['not held']} of {counted.total()} cases do not hold.", returncode=1)


def _found(case: dict) -> object:
    """Return what comes out for a case, in the shape of what is expected; NOT_TRIED if it is no text to read."""
    return _TRIED[case["kind"]](case) if case["kind"] in _TRIED else NOT_TRIED


def _lines(case: dict) -> list:
    return [case["input"][start:end] for start, end in lines(case["input"], case["language"])]


def _figures(case: dict) -> list:
    """Return [words, value, upper value, unit] of each figure, without its modifier."""
    text = case["input"]
    found = [
        [text[figure.start : figure.end], figure.value, figure.high, figure.unit]
        for figure in figures(text, case["language"])
    ]
    return [[words, _digits(value), _digits(high), unit] for words, value, high, unit in found]


def _digits(value) -> str | None:
    return None if value is None else f"{value:f}"


def _speakers(case: dict) -> list:
    """Return [speaker, content, form] of each draft."""
    text = case["input"]
    return [
        [draft.speaker, " … ".join(" ".join(text[start:end].split()) for start, end in draft.content), draft.form]
        for draft in suggest(text, case["language"])
    ]


def _anchor(case: dict) -> str:
    old, new = case["input"]["old"], case["input"]["new"]
    start = old.index(case["input"]["span"])
    placed = Reanchoring(old, new, case["language"]).place([(start, start + len(case["input"]["span"]))])
    return placed.result


def _intake(case: dict) -> object:
    proposal = propose(case["input"])
    asked, expected = case.get("what", ""), case["expected"]
    kept = [block for block in proposal.blocks if not block.left_out]
    match asked:
        case "headline":
            return proposal.headline
        case "published on":
            return proposal.published_date and proposal.published_date.isoformat()
        case "authors; and what is left out":
            return [proposal.authors, [block.text for block in proposal.blocks if block.left_out]]
        case "kinds of blocks":
            return [block.kind for block in kept]
        case "blocks":
            kinds = {kind for kind, _ in expected}
            return [[block.kind, block.text] for block in kept if block.kind in kinds]
        case "figures of the text":
            found = [
                [block.text[figure.start : figure.end], _digits(figure.value)]
                for block in kept
                for figure in figures(block.text, proposal.language)
            ]
            return [figure for figure in found if figure in expected] or found
    if isinstance(expected, list) and all(isinstance(name, str) for name in expected):
        return proposal.authors
    if isinstance(expected, str):  # the headline, or one of the lines
        texts = [block.text[start:end] for block in kept for start, end in lines(block.text, proposal.language)]
        return expected if expected in texts else proposal.headline
    return NOT_TRIED


_TRIED = {
    "lines": _lines,
    "figures": _figures,
    "speaker": _speakers,
    "anchor": _anchor,
    "intake": _intake,
}
