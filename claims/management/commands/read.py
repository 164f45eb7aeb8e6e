"""`manage.py read FILE… [--json]`: print what the desk makes of a text before anybody decides about it.

With what its writer noted in it: comments, notes and links.
"""

import json

from django.core.management.base import BaseCommand, CommandError

from claims.intake.pasted import refuse_if_unusable
from claims.intake.proposal import Proposal, propose
from claims.management.files import read_article
from claims.text.figures import Figure, figures, unread_numbers
from claims.text.lines import lines
from claims.text.normalise import TextRefused


class Command(BaseCommand):
    help = "Print how files are read: the article's head, its blocks, their lines and figures. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a text file, .docx, .odt, .rtf, .html or .pdf")
        parser.add_argument("--language", default="", help="the language of the files (default: guessed for each)")
        parser.add_argument("--json", action="store_true", help="one JSON object per file")

    def handle(self, *, files, language, **options):
        for name in files:
            document = read_article(name)
            try:
                refuse_if_unusable(document.text)
            except TextRefused as refusal:
                raise CommandError(f"{name}: {refusal.words}") from None
            proposal = propose(document.text, markdown=document.markdown, page=document.page)
            proposal.notes = [*document.notes, *proposal.notes]
            found = reading(proposal, language) | {"backing": document.backing}
            if options["json"]:
                self.stdout.write(json.dumps({"file": name} | found, ensure_ascii=False))
            else:
                self.stdout.write(_in_words(name, found))


def reading(proposal: Proposal, language: str = "") -> dict:
    """Return a proposal as plain values, with the lines and figures of each block.

    `language` is used in place of the guessed one. Dates are ISO 8601; values of figures are strings of digits, so
    that nothing is rounded. `outlet` is where the text was published last: the last link of the chain.
    """
    language = language or proposal.language
    return {
        "headline": proposal.headline,
        "authors": proposal.authors,
        "date": proposal.published_date and proposal.published_date.isoformat(),
        "time": proposal.published_time and proposal.published_time.isoformat(),
        "zone": proposal.zone,
        "outlet": proposal.chain[-1][0] if proposal.chain else "",
        "chain": [{"outlet": outlet, "address": address} for outlet, address in proposal.chain],
        "language": language,
        "notes": proposal.notes,
        "blocks": [
            {"kind": block.kind, "left_out": block.left_out, "why": block.why}
            | ({"number": block.number, "place": block.place} if block.number else {})
            | {"lines": [_line(block.text[start:end], language) for start, end in lines(block.text, language)]}
            for block in proposal.blocks
        ],
    }


def _line(text: str, language: str) -> dict:
    found = [_figure(figure) for figure in figures(text, language)]
    return {"text": text, "figures": found, "not_understood": unread_numbers(text, language)}


def _figure(figure: Figure) -> dict:
    return {
        "words": figure.words,
        "value": None if figure.value is None else str(figure.value),
        "upper": None if figure.high is None else str(figure.high),
        "modifier": figure.modifier,
        "unit": figure.unit,
    }


def _in_words(name: str, found: dict) -> str:
    rows = [name]
    head = {
        "headline": found["headline"],
        "authors": ", ".join(found["authors"]),
        "date": " ".join(filter(None, (found["date"], found["time"], found["zone"]))),
        "outlet": found["outlet"],
        "language": found["language"],
    }
    rows += [f"  {label}: {words or 'none found'}" for label, words in head.items()]
    rows += [f"  note: {note}" for note in found["notes"]]
    for block in found["blocks"]:
        kind = block["kind"].replace("_", " ")
        rows.append(f"  {kind}" + (f", left out: {block['why']}" if block["left_out"] else ""))
        for line in block["lines"]:
            rows.append(f"    {line['text']}")
            rows += [f"      {_figure_in_words(figure)}" for figure in line["figures"]]
            rows += [f"      number not understood: “{number}”" for number in line["not_understood"]]
    rows += [f"  {one['kind']} on “{one['quote']}”: {_backing_in_words(one)}" for one in found["backing"]]
    return "\n".join(rows)


def _backing_in_words(one: dict) -> str:
    return " · ".join(filter(None, (one["author"], one["date"], one["words"], one["address"])))


def _figure_in_words(figure: dict) -> str:
    value = figure["value"] or "no value"
    value = f"{value} to {figure['upper']}" if figure["upper"] else value
    modifier = figure["modifier"].replace("_", " ")
    return f"figure “{figure['words']}”: " + " ".join(filter(None, (modifier, value, figure["unit"])))
