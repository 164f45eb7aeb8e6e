"""Mark the words of a line that say who speaks, and no more, where a claim of it is made or kept."""

import re

from claims.editing.claims import checked_pieces
from claims.editing.marks import write_marks
from claims.models import Draft
from claims.queries.galley import galley_of
from claims.reference import SAYS_WHO
from claims.states import DraftState
from claims.text.coverage import joining
from claims.text.numerals import listed
from claims.text.suggest import lexicon
from claims.text.words import word_spans

#: Words that stand before who speaks, or between them and what they say.
_LEADING = frozenset(
    listed("the that according to has have had also in turn however meanwhile nonetheless moreover earlier later")
)
_NO_LONGER = frozenset(["former", "acting", "then", "late"])  # beside a title: when somebody held it is a fact
_LONGEST_NAME = 4  # words; in more, a name says what somebody is or did, which is for a person to check
#: What somebody is who speaks: “the council leader”, “a spokesperson for the …”, “the union …”.
_POSTS = ("titles", "person_nouns", "group_nouns", "bodies", "document_nouns")
_JOINS_POSTS = frozenset(["a", "an", "for", "of", "q"])
#: What stands before a turn of an interview: “A.”, “Answer:”; and “Q. The ministry says”.
_LABEL = re.compile(r"(?:[A-Z]{1,3}|Question|Answer)[.:]?")
#: Where somebody is from is a fact: “Ann Oakes of Brenn”.
_FROM = re.compile(r"\b(?i:of|in|from|at)\s+(?P<first>\w)")


def mark_who_speaks(article, number, tellers, actor):
    """Mark what is open of line ``number`` and says no more than who speaks. Returns the marks; call inside acting().

    ``tellers`` are (speaker, as printed, verb) of what was made or kept of the line.
    That is a name or a pronoun, a post ("Mayor", "the council leader", "a spokesman for the Ministry of Defence"), the
    verb and joining words. A run with any other word, as of where somebody is from or what they won, is left to a
    person; so is one that another draft offers.
    """
    names = [words for speaker, _, _ in tellers if len(words := _words(speaker)) <= _LONGEST_NAME]
    names += [_capitals(printed) for _, printed, _ in tellers]
    pronouns = _set_of(article.language, "subject_pronouns")
    said = set().union(*names, *(_words(printed) & pronouns for _, printed, _ in tellers))
    said |= set().union(*(_words(verb) for _, _, verb in tellers))
    line = next((one for one in galley_of(article, line=number).lines if one.number == number), None)
    if not said or line is None:
        return []
    said |= set().union(*(_words(printed) for _, printed, _ in tellers if _LABEL.fullmatch(printed.strip())))
    posts = set().union(*(_set_of(article.language, name) for name in _POSTS)) - _NO_LONGER
    posts |= _JOINS_POSTS if posts else set()
    block, known = line.line.block, said | _LEADING | posts | joining(article.language)
    offered = [
        (piece[1], piece[2])
        for pieces in Draft.objects.filter(
            version_id=article.current_version_id, line_number=number, state=DraftState.OPEN
        ).values_list("pieces", flat=True)
        for piece in pieces
        if piece[0] == block.pk
    ]
    pieces = [
        (block.pk, start, end, block.text[start:end])
        for start, end in line.coverage.open
        if (words := _words(block.text[start:end])) <= known
        and words & (said | {"according"})
        and not any(place["first"].isupper() for place in _FROM.finditer(block.text, start, end))
        and not any(start < to and end > since for since, to in offered)
    ]
    return write_marks(checked_pieces(article, pieces), actor, SAYS_WHO) if pieces else []


def _set_of(language, name):
    try:
        return lexicon(language).sets[name]
    except LookupError:
        return frozenset()


def _words(text):
    return {text[start:end].casefold() for start, end in word_spans(text)}


def _capitals(text):
    """The words with capitals behind the first word, small: “Department”, of “a spokesman for the Department”."""
    return {text[start:end].casefold() for start, end in word_spans(text)[1:] if text[start].isupper()} - _NO_LONGER


def told_of(marks):
    """The end of a sentence about a claim, if words beside it were marked."""
    return f"; no claim in “{'”, “'.join(mark.words for mark in marks)}” ({SAYS_WHO})" if marks else ""
