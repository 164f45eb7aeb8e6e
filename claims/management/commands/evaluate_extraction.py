"""`manage.py evaluate_extraction PATH`: compare the articles found in web pages with what people found in them.

PATH is a folder as the public article-extraction benchmark has it: `ground-truth.json`, {name: {"articleBody": …}},
and a page for each name, `html/NAME.html` or beside the JSON, also packed (`.html.gz`). Scores are that benchmark's:
runs of four words that both texts have, each page with the same weight.
"""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from claims.intake.documents.page import read_page
from claims.intake.furniture import reasons
from claims.states import BlockKind

_RUN = 4  # words
_WORD = re.compile(r"\w+")
_NO_BODY = {BlockKind.HEADLINE, BlockKind.PICTURE}  # a body has neither its headline nor what stands for pictures


class Command(BaseCommand):
    help = "Score the articles found in web pages: precision, recall and F1 against a ground truth."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="PATH", help="a folder with ground-truth.json and html files")
        parser.add_argument("--json", action="store_true", help="one JSON object")
        parser.add_argument("--pages", action="store_true", help="also each page, the worst first")

    def handle(self, *, path, **options):
        folder = Path(path)
        try:
            truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
            bodies = {name: one["articleBody"] for name, one in truth.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise CommandError(f"{folder}/ground-truth.json cannot be read as a ground truth: {error!r}.") from None
        if not bodies:
            raise CommandError(f"{folder}/ground-truth.json names no page.")
        scores = {name: _shares(body, body_of(_page(folder, name))) for name, body in bodies.items()}
        found = _together(scores.values()) | {"pages": len(scores)}
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            self.stdout.write("\n".join(f"{name:<10} {value:.4g}" for name, value in found.items()))
        if options["pages"]:
            for name in sorted(scores, key=lambda name: scores[name][0]):
                both, more, missing = scores[name]
                self.stdout.write(f"{name}  in both {both:.3f}, too much {more:.3f}, missing {missing:.3f}")


def body_of(raw: bytes) -> str:
    """Return the text of the article that is found in a page, a row for each block; "" where there is none."""
    try:
        page = read_page(raw)
    except ValueError:
        return ""
    pairs = zip(page.pieces, page.kept, strict=True)
    rows = [(kind, words) for (kind, words), keep in pairs if keep and kind not in _NO_BODY]
    told = zip(rows, reasons(rows), strict=True)
    return "\n".join(words for (_, words), why in told if words != page.headline and not why)


def _page(folder: Path, name: str) -> bytes:
    for place in (folder / "html", folder):
        if (page := place / f"{name}.html.gz").exists():
            return gzip.decompress(page.read_bytes())
        if (page := place / f"{name}.html").exists():
            return page.read_bytes()
    raise CommandError(f"There is no page {name}.html or {name}.html.gz in {folder} or {folder}/html.")


def _shares(true: str, found: str) -> tuple[float, float, float]:
    """Return the shares of the runs of words that are in both texts, in the found one only, in the true one only."""
    ours, theirs = _runs(found), _runs(true)
    counts = ((ours & theirs).total(), (ours - theirs).total(), (theirs - ours).total())
    whole = sum(counts) or 1
    both, more, missing = (count / whole for count in counts)
    return both, more, missing


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    run = min(_RUN, len(words))
    return Counter(tuple(words[at : at + run]) for at in range(len(words) - run + 1) if run)


def _together(scores) -> dict[str, float]:
    both, more, missing = (sum(one) for one in zip(*scores, strict=True))
    precision = both / (both + more) if both + more else 0.0
    recall = both / (both + missing) if both + missing else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"f1": f1, "precision": precision, "recall": recall}
