"""`manage.py evaluate_anchors PATH`: measure how often claims' words are found again in an edited article.

docs/anchors.md says what each figure counts.
"""

import json
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from claims.text.anchors import CONTEXT_CHANGED, KEPT, Reanchoring
from claims.text.words import word_spans

SIZES = (0, 4, 8)  # words; 0 is the whole sentence
_TYPOGRAPHY = str.maketrans({**dict.fromkeys("‘’‛`", "'"), **dict.fromkeys("‐‑–", "-")})


class Command(BaseCommand):
    help = "Measure re-anchoring on pairs of an article before and after an edit (a pairs.jsonl, or its folder)."
    requires_system_checks = []  # it needs no database

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="pairs.jsonl, or the folder that it is in")
        parser.add_argument("--seed", type=int, default=1, help="seed for the choice of short spans (1)")
        parser.add_argument("--per-sentence", type=int, default=3, help="short spans of each size from a sentence (3)")
        parser.add_argument("--misses", action="store_true", help="list the spans whose result the pairs do not expect")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON instead of a table")

    def handle(self, *, path, seed, per_sentence, misses, as_json, **options):
        pairs = read_pairs(path)
        if per_sentence < 1:
            raise CommandError("--per-sentence must be 1 or more.")
        found = measure(pairs, random.Random(seed), per_sentence)  # noqa: S311 - a sample, not a secret
        if as_json:
            self.stdout.write(json.dumps(found if misses else {**found, "misses": len(found["misses"])}, indent=1))
            return
        self.stdout.write(_table(found))
        for miss in found["misses"] if misses else ():
            self.stdout.write(
                f"{miss['pair']} {miss['size'] or 'whole'} {miss['group']} {miss['result']}: {miss['words']}"
            )


def read_pairs(path):
    path = path / "pairs.jsonl" if path.is_dir() else path
    try:
        # Not splitlines(): a sentence may contain a line separator.
        rows = [json.loads(row) for row in path.read_text(encoding="utf-8").split("\n") if row.strip()]
        for number, row in enumerate(rows, 1):
            if fault := _fault(row):
                raise ValueError(f"pair {number} {fault}")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(f"{path} holds no pairs of sentences: {error}.") from error
    return rows


def _fault(row):
    """Return what a pair lacks, in words; empty if nothing is missing."""
    if not isinstance(row, dict):
        return "is no JSON object"
    for name in ("id", "arcs", "old", "new"):
        if name not in row:
            return f"has no {name}"
    for name in ("old", "new"):
        if not isinstance(row[name], list) or not row[name] or not all(isinstance(one, str) for one in row[name]):
            return f"has no list of sentences as {name}"
    if not isinstance(row["arcs"], list):
        return "has no list of arcs"
    return ""


def measure(pairs, chance, per_sentence):
    """Return counts by span size and group of sentences, the time taken, and the spans with an unexpected result."""
    counts = {size: defaultdict(Counter) for size in SIZES}
    misses, seconds, spans = [], 0.0, 0
    for pair in pairs:
        old, old_at = _joined(pair["old"])
        new, new_at = _joined(pair["new"])
        chosen = [
            (size, i, span)
            for i, sentence in enumerate(pair["old"])
            for size in SIZES
            for span in _spans(sentence, size, chance, per_sentence)
        ]
        began = time.perf_counter()
        anchors = Reanchoring(old, new)
        placed = [anchors.place([(a + old_at[i][0], b + old_at[i][0])]) for _, i, (a, b) in chosen]
        seconds += time.perf_counter() - began
        spans += len(chosen)
        for (size, i, (a, b)), one in zip(chosen, placed, strict=True):
            words = pair["old"][i][a:b]
            group, where = _group(pair, i)
            count = counts[size][group]
            count["spans"] += 1
            count[one.result] += 1
            there = any(a < end and start < b for a, b in one.pieces for start, end in (new_at[j] for j in where))
            good = {
                "unchanged": one.result in (KEPT, CONTEXT_CHANGED) and there,
                "changed": there and one.result != KEPT,
                "deleted": not one.pieces,
                "copied": True,
            }[group]
            count["good"] += good
            false = one.result in (KEPT, CONTEXT_CHANGED) and _words(words) != [
                word for start, end in one.pieces for word in _words(new[start:end])
            ]
            count["same_but_other_words"] += false
            if not good or false:
                misses.append(
                    {"pair": pair["id"], "size": size, "group": group, "result": one.result, "words": words.strip()}
                )
    return {
        "pairs": len(pairs),
        "spans": spans,
        "seconds": round(seconds, 3),
        "sizes": {
            str(size): {group: dict(count) for group, count in groups.items()} for size, groups in counts.items()
        },
        "misses": misses,
    }


def _group(pair, i):
    """Return (group, new sentences): unchanged, changed, deleted, or copied (no arc, but word for word in the new)."""
    arcs = [arc for arc in pair["arcs"] if arc[0] == i]
    if not arcs:
        same = _phrase(pair["old"][i]) in _phrase(" ".join(pair["new"]))
        return ("copied" if same else "deleted"), []
    where = [arc[1] for arc in arcs]
    same = any(pair["old"][i].split() == pair["new"][j].split() for j in where)
    return ("unchanged" if same else "changed"), where


def _phrase(text):
    return f" {' '.join(_words(text))} "


def _joined(sentences):
    """Return one sentence a row, like the pairs' own texts, and where each begins and ends."""
    at, found = 0, []
    for sentence in sentences:
        found.append((at, at + len(sentence)))
        at += len(sentence) + 1
    return "\n".join(sentences), found


def _spans(sentence, size, chance, per_sentence):
    words = word_spans(sentence)
    if not words:
        return []
    if not size:
        return [(words[0][0], len(sentence.rstrip()))]
    starts = range(len(words) - size + 1)
    return [(words[n][0], words[n + size - 1][1]) for n in chance.sample(starts, min(per_sentence, len(starts)))]


def _words(text):
    """Return words by a simple rule of their own, so that the engine is not measured by its own rule."""
    return [
        "".join(c for c in word if c.isalnum())
        for word in text.translate(_TYPOGRAPHY).split()
        if any(map(str.isalnum, word))
    ]


def _table(found):
    rows = [f"{found['pairs']} pairs, {found['spans']:,} spans placed in {found['seconds']:.2f} s", ""]
    rows.append(
        f"{'':<10}{'unchanged, kept':>20}{'changed, found':>20}{'deleted, placed':>20}{'kept, other words':>20}"
    )
    for size, groups in found["sizes"].items():
        cells = []
        for group in ("unchanged", "changed", "deleted"):
            count = groups.get(group, {})
            every, good = count.get("spans", 0), count.get("good", 0)
            shown = every - good if group == "deleted" else good
            cells.append(f"{shown}/{every} {100 * shown / every:.1f} %" if every else "none")
        cells.append(str(sum(count.get("same_but_other_words", 0) for count in groups.values())))
        rows.append(f"{'sentences' if size == '0' else size + ' words':<10}" + "".join(f"{cell:>20}" for cell in cells))
    copied = sum(groups.get("copied", {}).get("spans", 0) for groups in found["sizes"].values())
    if copied:
        rows += ["", f"Not counted: {copied} spans of sentences without an arc that the new text has word for word."]
    return "\n".join(rows)
