"""`manage.py evaluate_suggestions PATH`: compare suggestions with what people marked (docs/suggestions.md)."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from claims.management.files import read_rows
from claims.text.priority import average_precision, priority
from claims.text.suggest import suggest
from claims.text.suggest.passages import sentence_spans
from claims.text.suggest.scoring import Mark, Score, compare


class Command(BaseCommand):
    help = "Score suggestions against marked attributions (or their ranking against check-worthiness labels)."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="PATH", help="a .jsonl file, or a folder of them")
        parser.add_argument("--json", action="store_true", help="one JSON object per file")

    def handle(self, *, path, **options):
        path = Path(path)
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise CommandError(f"There is no .jsonl file in {path}.")
        for file in files:
            records = read_rows(file)
            try:
                found = _attributions(records) if "attributions" in records[0] else _ranking(records)
            except (KeyError, TypeError) as error:
                raise CommandError(f"{file} lacks what a record needs: {error}.") from None
            if options["json"]:
                self.stdout.write(json.dumps({"file": str(file)} | found))
            else:
                self.stdout.write(f"{file}")
                for name, value in found.items():
                    self.stdout.write(
                        f"  {name.replace('_', ' '):<34} {value if isinstance(value, int) else f'{value:.3f}'}"
                    )


def _attributions(records: list[dict]) -> dict:
    score = Score()
    for record in records:
        text = record["text"]
        marked = [_mark(one) for one in record["attributions"]]
        drafts = [
            Mark(draft.source, draft.cue, draft.content, draft.speech_act)
            for draft in suggest(text)
            if draft.source or draft.cue
        ]
        compare(score, text, sentence_spans(text), marked, drafts)
    return score.figures()


def _mark(one: dict) -> Mark:
    source, cue, content = (
        [(piece["start"], piece["end"]) for piece in one[part]] for part in ("source", "cue", "content")
    )
    return Mark(source, cue, content)


def _ranking(records: list[dict]) -> dict:
    sentences = [record["text"] for record in records]
    labels = [record["label"] == "CFS" for record in records]
    drafts = [max((draft.priority for draft in suggest(text)), default=0) for text in sentences]
    return {
        "sentences": len(labels),
        "average_precision": average_precision([priority(text)[0] for text in sentences], labels),
        "average_precision_of_drafts": average_precision(drafts, labels),
    }
