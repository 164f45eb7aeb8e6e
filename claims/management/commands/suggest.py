"""`manage.py suggest FILE… [--json]`: print the suggestions that the workbench would show, without a database."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from claims.management.files import read_text
from claims.text.figures import Figure
from claims.text.suggest import Draft, suggest


class Command(BaseCommand):
    help = "Print the claims suggested for text files: who says what, the figures, and why each was suggested."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a text file, in UTF-8 or another known encoding")
        parser.add_argument(
            "--json", action="store_true", help="one JSON object per line and draft, spans in code points"
        )
        parser.add_argument("--language", default="en", help="the language of the files (default: en)")

    def handle(self, *, files, language, **options):
        for name in files:
            text = read_text(name)
            for draft in suggest(text, language):
                if options["json"]:
                    self.stdout.write(json.dumps({"file": name} | as_json(draft), ensure_ascii=False))
                else:
                    self.stdout.write(_in_words(text, draft))


def as_json(draft: Draft) -> dict:
    """Return a draft as plain values; spans are [start, end]."""
    return {
        "line": list(draft.line),
        "source": [list(span) for span in draft.source],
        "cue": [list(span) for span in draft.cue],
        "content": [list(span) for span in draft.content],
        "speech_act": draft.speech_act,
        "kind": draft.kind,
        "form": draft.form,
        "verb": draft.verb,
        "verb_endorses": draft.verb_endorses,
        "speaker": draft.speaker,
        "speaker_reason": draft.speaker_reason,
        "via": draft.via,
        "figures": [_figure(figure) for figure in draft.figures],
        "part": list(draft.part),
        "statement": draft.statement,
        "priority": draft.priority,
        "reason": draft.reason,
    }


def _figure(figure: Figure) -> dict:
    """Return a figure with its values as strings of digits, so that nothing is rounded."""
    plain = asdict(figure)
    return plain | {name: None if plain[name] is None else str(plain[name]) for name in ("value", "high")}


def _in_words(text: str, draft: Draft) -> str:
    who = draft.speaker or ("nobody named" if draft.cue else "own voice")
    words = " … ".join(" ".join(text[a:b].split()) for a, b in draft.content)
    return f"{draft.line[0]}–{draft.line[1]}  {who} {draft.speech_act}: {words}\n    ({draft.reason})"
