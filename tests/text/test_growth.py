"""No function over people's text takes time that grows faster than the text, whatever comes again in it.

Every public function has a call in TRIED, or stands in THROUGH beside the one that it is tried through.
"""

from contextlib import suppress
from decimal import Decimal

import pytest

from claims.editing.reading import ABOVE_CHARACTERS, CHARACTERS, LONGEST_LINE
from claims.forms.claim import LONG
from claims.rules.printed import LONGEST_HELD
from claims.text.answers import says_something, says_something_about
from claims.text.calculation import Uncomputable, check, read_figure
from claims.text.compounds import parts, statement
from claims.text.denials import denial_in, verb_denies
from claims.text.figures import figures, unread_numbers
from claims.text.kinds import kind
from claims.text.names import word_patterns
from claims.text.parts import likely_parts, offered_parts
from claims.text.plain import plain
from claims.text.printed import deed_restated, figure_restated, figures_not_in, holds_speaker, holds_verb, unheld_figure
from claims.text.priority import priority
from claims.text.quotes import quoted
from claims.text.repeats import notes
from claims.text.suggest import suggest
from claims.text.suggest.naming import in_number, of_record, with_article
from claims.text.suggest.passages import block_spans, sentence_spans
from claims.text.suggest.quotations import quotations
from claims.text.suggest.scoring import Mark, Score, compare
from claims.text.told import figures_told, telling
from claims.text.watched import lost
from tests.text.growth import SIZES, grows, public, runs, runs_for

#: The packages and modules that are held to it here.
HELD = (
    "claims.text.answers",
    "claims.text.calculation",
    "claims.text.compounds",
    "claims.text.counted",
    "claims.text.denials",
    "claims.text.figures",
    "claims.text.kinds",
    "claims.text.names",
    "claims.text.numerals",
    "claims.text.parts",
    "claims.text.plain",
    "claims.text.printed",
    "claims.text.printed_numbers",
    "claims.text.priority",
    "claims.text.quotes",
    "claims.text.repeats",
    "claims.text.suggest",
    "claims.text.told",
    "claims.text.watched",
)


def _whole(text):
    return [(0, len(text))]


def _thirds(text):
    """Spans of three characters, as many as there are."""
    return [(at, at + 3) for at in range(0, len(text) - 3, 3)]


def _compare(text):
    marks = [Mark([(start, start + 1)], [(start + 1, start + 2)], [(start, end)]) for start, end in _thirds(text)]
    compare(Score(), text, _thirds(text), marks, marks)


def _read_figure(text):
    with suppress(Uncomputable):
        read_figure(text)


def _unheld(text):
    # With a number that the runs of figures hold; one that they do not is looked for on the way.
    for value, unit, language in ((5, "lorries", "en"), (1, "lorries", "en"), (5, "", "de")):
        unheld_figure(text, Decimal(value), None, unit, "", language)


TRIED = {
    "claims.text.answers.says_something": says_something,
    "claims.text.answers.says_something_about": lambda text: (
        says_something_about(text, ["The toll book", "Census"]),
        says_something_about(text, [text]),
    ),
    "claims.text.calculation.checking.check": lambda text: check("formula", text, ["5 men", text], text),
    "claims.text.calculation.typed.read_figure": _read_figure,
    "claims.text.compounds.part.parts": lambda text: parts(text, _whole(text)),
    "claims.text.compounds.statements.statement": lambda text: statement(text, text, text),
    "claims.text.denials.denial_in": lambda text: (denial_in(text), denial_in(text, "de")),
    "claims.text.denials.verb_denies": verb_denies,
    # With a digit: a text without one, or a number word, is not read at all, and such words come in longer texts only.
    "claims.text.figures.reading.figures": lambda text: (figures(f"{text} 5"), figures(f"{text} 5", "de")),
    "claims.text.figures.reading.unread_numbers": lambda text: unread_numbers(f"{text} 5"),
    "claims.text.kinds.kind": lambda text: (kind(text, _whole(text)), kind(text, _thirds(text), figures(text))),
    "claims.text.names.word_patterns": word_patterns,
    "claims.text.parts.likely_parts": lambda text: likely_parts(text, (0, len(text))),
    "claims.text.parts.offered_parts": lambda text: offered_parts(text, _whole(text)),
    "claims.text.plain.plain": lambda text: plain(text.replace(" ", "\u200b")),
    "claims.text.printed.figures_not_in": lambda text: (
        figures_not_in(text, [("about 300 tanks", "en")]),
        figures_not_in("7,777 tanks", [(text, "en")] * 3),
    ),
    "claims.text.printed.holds_speaker": lambda text: (holds_speaker(text, "Ann Lee"), holds_speaker(text, text)),
    "claims.text.printed.holds_verb": lambda text: (holds_verb(text, "put at"), holds_verb(text, text)),
    "claims.text.printed.deed_restated": lambda text: deed_restated(text, text, [text]),
    "claims.text.printed.figure_restated": lambda text: figure_restated(text, Decimal(7), None, "men", "about"),
    "claims.text.printed.unheld_figure": _unheld,
    "claims.text.priority.priority": priority,
    "claims.text.quotes.quoted": lambda text: quoted(text, len(text) // 2, len(text)),
    "claims.text.repeats.reading.notes": lambda text: notes(text, sentence_spans(text)),
    "claims.text.suggest.drafts.suggest": suggest,
    "claims.text.suggest.naming.in_number": lambda text: in_number("denies", text),
    "claims.text.suggest.naming.of_record": of_record,
    "claims.text.suggest.naming.with_article": lambda text: with_article(text, text),
    "claims.text.suggest.passages.block_spans": block_spans,
    "claims.text.suggest.passages.sentence_spans": sentence_spans,
    "claims.text.suggest.quotations.quotations": lambda text: quotations(text, block_spans(text)),
    "claims.text.suggest.scoring.compare": _compare,
    "claims.text.told.figures_told": lambda text: figures_told(text, _thirds(text)),
    "claims.text.told.telling": lambda text: telling(text, _thirds(text)),
    "claims.text.watched.lost": lambda text: (lost(text, text[::2], text[:200]), lost(text, text[::2], "", text)),
}

#: What helps the functions of TRIED, and never sees a text that they do not: module or function → its caller.
THROUGH = {
    "claims.text.calculation.checking.formula_of": "claims.text.calculation.checking.check",
    "claims.text.calculation.checking.names_for": "claims.text.calculation.checking.check",
    "claims.text.calculation.formula": "claims.text.calculation.checking.check",
    "claims.text.calculation.quantity": "claims.text.calculation.checking.check",
    "claims.text.calculation.typed.unit_of": "claims.text.calculation.typed.read_figure",
    "claims.text.calculation.units": "claims.text.calculation.typed.read_figure",
    "claims.text.compounds.clauses": "claims.text.compounds.part.parts",
    "claims.text.compounds.counts": "claims.text.compounds.part.parts",
    "claims.text.compounds.denials": "claims.text.compounds.part.parts",
    "claims.text.compounds.grammar": "claims.text.compounds.part.parts",
    "claims.text.compounds.names": "claims.text.compounds.part.parts",
    "claims.text.compounds.verbs": "claims.text.compounds.part.parts",
    "claims.text.denials.behind_a_not": "claims.text.denials.denial_in",
    "claims.text.denials.folded": "claims.text.denials.denial_in",
    "claims.text.denials.is_not": "claims.text.denials.denial_in",
    "claims.text.figures.ages": "claims.text.figures.reading.figures",
    "claims.text.figures.dates": "claims.text.figures.reading.figures",
    "claims.text.figures.figure": "claims.text.figures.reading.figures",
    "claims.text.figures.lookalikes": "claims.text.figures.reading.figures",
    "claims.text.figures.modifiers": "claims.text.figures.reading.figures",
    "claims.text.figures.numbers": "claims.text.figures.reading.figures",
    "claims.text.figures.ordinals": "claims.text.figures.reading.figures",
    "claims.text.figures.shares": "claims.text.figures.reading.figures",
    "claims.text.figures.units": "claims.text.figures.reading.figures",
    "claims.text.figures.reading.may_have_two": "claims.text.compounds.part.parts",
    "claims.text.figures.reading.unread_spans": "claims.text.printed.unheld_figure",
    "claims.text.kinds.is_counted": "claims.text.kinds.kind",
    "claims.text.numerals": "claims.text.figures.reading.figures",
    "claims.text.repeats.likeness": "claims.text.repeats.reading.notes",
    "claims.text.repeats.names": "claims.text.repeats.reading.notes",
    "claims.text.repeats.note": "claims.text.repeats.reading.notes",
    "claims.text.repeats.percentages": "claims.text.repeats.reading.notes",
    "claims.text.repeats.sums": "claims.text.repeats.reading.notes",
    "claims.text.repeats.values": "claims.text.repeats.reading.notes",
    "claims.text.suggest.behind": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.carried": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.clauses": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.cues": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.extents": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.halves": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.interviewed": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.lexicon": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.own_voice": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.passives": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.passages.read": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.openings": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.passages.span_of": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.refused": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.sayings": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.statements": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.subjects": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.tokens": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.turns": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.verbs": "claims.text.suggest.drafts.suggest",
    "claims.text.suggest.wording": "claims.text.suggest.drafts.suggest",
    "claims.text.printed_numbers": "claims.text.printed.figures_not_in",
}

#: Functions that no text of a person's is given to.
NO_TEXT = {"claims.text.counted.plural", "claims.text.priority.average_precision"}


#: Characters that callers give at most to functions which no whole text is given to.
AT_MOST = {
    "claims.text.figures.reading.figures": CHARACTERS + ABOVE_CHARACTERS + LONGEST_LINE,
    "claims.text.figures.reading.unread_numbers": LONGEST_HELD,
    "claims.text.kinds.kind": CHARACTERS + ABOVE_CHARACTERS + LONGEST_LINE,
    "claims.text.priority.priority": CHARACTERS + ABOVE_CHARACTERS + LONGEST_LINE,
    "claims.text.printed.figures_not_in": LONG,
    "claims.text.printed.deed_restated": LONGEST_HELD,
    "claims.text.printed.figure_restated": LONGEST_HELD,
    "claims.text.printed.unheld_figure": LONGEST_HELD,
    "claims.text.suggest.drafts.suggest": CHARACTERS + ABOVE_CHARACTERS + LONGEST_LINE,
    "claims.text.told.figures_told": LONGEST_HELD,
    "claims.text.told.telling": LONGEST_HELD,
}


def test_every_public_function_is_tried():
    found = public(*HELD)
    through = {name for name in found if {name, name.rpartition(".")[0]} & THROUGH.keys()}
    assert found == TRIED.keys() | through | NO_TEXT
    assert set(THROUGH.values()) <= TRIED.keys()
    assert not through & TRIED.keys()
    assert AT_MOST.keys() <= TRIED.keys()


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


@pytest.mark.parametrize("run", ["digits and blanks", "digits and slashes", "thousands with blanks"])
def test_figures_are_looked_for_in_many_spans_in_time_that_grows_with_both(run):
    for name in ("claims.text.told.figures_told", "claims.text.told.telling"):
        assert grows(TRIED[name], runs()[run], judged_from=SIZES[-2]) is None


@pytest.mark.parametrize("run", ["ages", "ordinals", "footnotes", "half", "counts"])
def test_a_long_line_of_figures_is_compared_in_time_that_grows_with_it(run):
    notes_on = TRIED["claims.text.repeats.reading.notes"]
    assert grows(notes_on, runs()[run], judged_from=SIZES[-1]) is None
