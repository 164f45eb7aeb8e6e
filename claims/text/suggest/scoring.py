"""Measure how well suggestions agree with attributions that people marked, by letters and digits, and by sentences.

Every record (article, annotator) counts as one comparison; an article that two people marked is compared with both.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.text.words import Span

DENIAL_CUES = ("deny", "denie", "denial", "reject", "refut", "dismiss", "disput", "rebut", "disavow", "repudiat")


@dataclass(slots=True)
class Counts:
    """Counts of one comparison. Characters are letters and digits; `both` are those marked and also suggested."""

    marked: int = 0
    suggested: int = 0
    both: int = 0

    @property
    def precision(self) -> float:
        return self.both / self.suggested if self.suggested else 0.0

    @property
    def recall(self) -> float:
        return self.both / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b")


@dataclass(slots=True)
class Score:
    content: Counts = field(default_factory=Counts)
    sentences: Counts = field(default_factory=Counts)
    sources: Counts = field(default_factory=Counts)
    denials: Counts = field(default_factory=Counts)
    denied: Counts = field(default_factory=Counts)
    blank: Counts = field(default_factory=Counts)
    records: int = 0

    def figures(self) -> dict[str, int | float]:
        """Return the reported figures, by name."""
        named: dict[str, int | float] = {"records": self.records}
        for name, counts in (("content", self.content), ("sentence", self.sentences)):
            named |= {f"{name}_precision": counts.precision, f"{name}_recall": counts.recall, f"{name}_f1": counts.f1}
        return named | {
            "source_match": self.sources.recall,
            "denials_recalled": self.denials.recall,
            "denials_with_right_act": self.denied.recall,
            "sourceless_left_blank": self.blank.recall,
        }


@dataclass(frozen=True, slots=True)
class Mark:
    """One attribution, marked or suggested; what people marked has no speech act."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    act: str = ""


def compare(score: Score, text: str, sentences: list[Span], marked: list[Mark], suggested: list[Mark]) -> None:
    """Add one record to the score."""
    score.records += 1
    alnum = [c.isalnum() for c in text]
    gold = _characters(alnum, (span for mark in marked for span in mark.content))
    ours = _characters(alnum, (span for mark in suggested for span in mark.content))
    score.content.marked += len(gold)
    score.content.suggested += len(ours)
    score.content.both += len(gold & ours)
    for start, end in sentences:
        here = range(start, end)
        wanted = any(i in gold for i in here)
        given = any(i in ours for i in here)
        score.sentences.marked += wanted
        score.sentences.suggested += given
        score.sentences.both += wanted and given
    sets = [_characters(alnum, mark.content) for mark in suggested]
    over: dict[int, list[int]] = defaultdict(list)  # character → the numbers of the suggestions that contain it
    for number, letters in enumerate(sets):
        for character in letters:
            over[character].append(number)
    for mark in marked:
        content = _characters(alnum, mark.content)
        if not content:
            continue
        best, overlap = None, 0
        source = _characters(alnum, mark.source)
        shared = Counter(number for character in content for number in over.get(character, ()))
        for number, common in sorted(shared.items()):
            other, letters = suggested[number], sets[number]
            if common * 2 >= min(len(content), len(letters)):
                rank = common / (len(content) + len(letters) - common) + _meet(mark.cue, other.cue)
                if rank > overlap:
                    best, overlap = other, rank
        cue = " ".join(text[a:b] for a, b in mark.cue).lower()
        if any(stem in cue for stem in DENIAL_CUES):
            score.denials.marked += 1
            score.denials.both += best is not None
            denies = not _NOT.search(cue)  # “did not deny” is no denial
            score.denied.marked += 1
            score.denied.both += best is not None and (best.act == "denies") == denies
        if best is None:
            continue
        if source:
            score.sources.marked += 1
            score.sources.both += bool(source & _characters(alnum, best.source))
        else:
            score.blank.marked += 1
            score.blank.both += not best.source


def _meet(some: list[Span], others: list[Span]) -> bool:
    return any(a < end and start < b for a, b in some for start, end in others)


def _characters(alnum: list[bool], spans: Iterable[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if alnum[i]}
