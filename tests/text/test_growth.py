"""No function over people's text takes time that grows faster than the text, whatever comes again in it.

Every public function has a call in TRIED, or stands in THROUGH beside the one that it is tried through.
"""

from decimal import Decimal

import pytest

from claims.text.compounds import parts, statement
from claims.text.figures import figures
from claims.text.kinds import kind
from claims.text.names import word_patterns
from claims.text.parts import likely_parts, offered_parts
from claims.text.printed import holds_verb, unheld_figure
from claims.text.priority import priority
from claims.text.quotes import quoted
from claims.text.repeats import notes
from claims.text.suggest import suggest
from claims.text.suggest.naming import in_number, with_article
from claims.text.suggest.passages import block_spans, sentence_spans
from claims.text.suggest.quotations import quotations
from claims.text.suggest.scoring import Mark, Score, compare
from tests.text.growth import SIZES, grows, public, runs, runs_for

#: The packages and modules that are held to it here.
HELD = (
    "claims.text.compounds",
    "claims.text.counted",
    "claims.text.figures",
    "claims.text.kinds",
    "claims.text.names",
    "claims.text.numerals",
    "claims.text.parts",
    "claims.text.printed",
    "claims.text.priority",
    "claims.text.quotes",
    "claims.text.repeats",
    "claims.text.suggest",
)


def _whole(text):
    return [(0, len(text))]


def _thirds(text):
    """Spans of three characters, as many as there are."""
    return [(at, at + 3) for at in range(0, len(text) - 3, 3)]


def _compare(text):
    marks = [Mark([(start, start + 1)], [(start + 1, start + 2)], [(start, end)]) for start, end in _thirds(text)]
    compare(Score(), text, _thirds(text), marks, marks)


def _unheld(text):
    # With a number that the runs of figures hold; one that they do not is looked for on the way.
    for value, unit, language in ((5, "lorries", "en"), (1, "lorries", "en"), (5, "", "de")):
        unheld_figure(text, Decimal(value), None, unit, "", language)


TRIED = {
    "claims.text.compounds.part.parts": lambda text: parts(text, _whole(text)),
    "claims.text.compounds.statements.statement": lambda text: statement(text, text, text),
    "claims.text.figures.reading.figures": lambda text: (figures(text), figures(text, "de")),
    "claims.text.kinds.kind": lambda text: (kind(text, _whole(text)), kind(text, _thirds(text), figures(text))),
    "claims.text.names.word_patterns": word_patterns,
    "claims.text.parts.likely_parts": lambda text: likely_parts(text, (0, len(text))),
    "claims.text.parts.offered_parts": lambda text: offered_parts(text, _whole(text)),
    "claims.text.printed.holds_verb": lambda text: (holds_verb(text, "put at"), holds_verb(text, text)),
    "claims.text.printed.unheld_figure": _unheld,
    "claims.text.priority.priority": priority,
    "claims.text.quotes.quoted": lambda text: quoted(text, len(text) // 2, len(text)),
    "claims.text.repeats.reading.notes": lambda text: notes(text, sentence_spans(text)),
    "claims.text.suggest.drafts.suggest": suggest,
    "claims.text.suggest.naming.in_number": lambda text: in_number("denies", text),
    "claims.text.suggest.naming.with_article": lambda text: with_article(text, text),
    "claims.text.suggest.passages.block_spans": block_spans,
    "claims.text.suggest.passages.sentence_spans": sentence_spans,
    "claims.text.suggest.quotations.quotations": lambda text: quotations(text, block_spans(text)),
    "claims.text.suggest.scoring.compare": _compare,
}

#: What helps the functions of TRIED, and never sees a text that they do not: module or function → its caller.
THROUGH = {
    "claims.text.compounds.clauses": "claims.text.compounds.part.parts",
    "claims.text.compounds.counts": "claims.text.compounds.part.parts",
    "claims.text.compounds.denials": "claims.text.compounds.part.parts",
    "claims.text.compounds.grammar": "claims.text.compounds.part.parts",
    "claims.text.compounds.names": "claims.text.compounds.part.parts",
    "claims.text.compounds.verbs": "claims.text.compounds.part.parts",
    "claims.text.figures.ages": "claims.text.figures.reading.figures",
    "claims.text.figures.dates": "claims.text.figures.reading.figures",
    "claims.text.figures.figure": "claims.text.figures.reading.figures",
    "claims.text.figures.lookalikes": "claims.text.figures.reading.figures",
    "claims.text.figures.modifiers": "claims.text.figures.reading.figures",
    "claims.text.figures.numbers": "claims.text.figures.reading.figures",
    "claims.text.figures.ordinals": "claims.text.figures.reading.figures",
    "claims.text.figures.shares": "claims.text.figures.reading.figures",
    "claims.text.figures.units": "claims.text.figures.reading.figures",
    "claims.text.kinds.is_counted": "claims.text.kinds.kind",
    "claims.text.numerals": "claims.text.figures.reading.figures",
    "claims.text.repeats.likeness": "claims.text.repeats.reading.notes",
    "claims.text.repeats.names": "claims.text.repeats.reading.notes",
    "claims.text.repeats.note": "claims.text.repeats.reading.notes",
    "claims.text.repeats.percentages": "claims.text.repeats.reading.notes",
    "claims.text.repeats.sums": "claims.text.repeats.reading.notes",
    "claims.text.repeats.values": "claims.text.repeats.reading.notes",
    "claims.text.suggest.clauses": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.cues": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.extents": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.halves": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.lexicon": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.own_voice": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.passages.read": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.tokens": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.verbs": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.wording": "claims.text.suggest.drafts.suggest",
}

#: Functions that no text of a person's is given to.
NO_TEXT = {"claims.text.counted.plural", "claims.text.priority.average_precision"}


def test_every_public_function_is_tried():
    found = public(*HELD)
    through = {name for name in found if {name, name.rpartition(".")[0]} & THROUGH.keys()}
    assert found == TRIED.keys() | through | NO_TEXT
    assert set(THROUGH.values()) <= TRIED.keys()
    assert not through & TRIED.keys()


@pytest.mark.parametrize("name", TRIED)
def test_its_time_grows_no_faster_than_the_text(name, pytestconfig):
    call = TRIED[name]
    call("Ann Lee said that 5 men left.")  # word lists are loaded
    tried = runs_for(name, every=pytestconfig.getoption("every_run"))
    found = {run: grown for run, make in tried.items() if (grown := grows(call, make))}
    told = [
        f"{run}: {size:,} characters take {times:.0f} times as long as a quarter of them"
        for run, (size, times) in found.items()
    ]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("run", ["ages", "ordinals", "footnotes", "half", "counts"])
def test_a_long_line_of_figures_is_compared_in_time_that_grows_with_it(run):
    notes_on = TRIED["claims.text.repeats.reading.notes"]
    assert grows(notes_on, runs()[run], judged_from=SIZES[-1]) is None
