"""Drafts as the workbench shows them, and how they fared on a desk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q
from django.db.models.functions import Cast

from claims.models import Desk, Draft, DraftRun, NoClaimMark, Version
from claims.queries.compiled import Compiled, Slot
from claims.queries.content import figure_words
from claims.states import ClaimKind, DraftState, Form, SpeechAct
from claims.text.suggest import in_number, lexicon

#: Drafts to look at first that the panel lists.
FIRST = 12
#: A kind's label, and how many were accepted as they were, accepted and changed since, dropped, and are open.
type Fared = tuple[str, int, int, int, int]


def open_drafts(version: Version) -> dict[int, list[Draft]]:
    """{line's number: its drafts as offered, in order} of a version; one query."""
    found: dict[int, list[Draft]] = defaultdict(list)
    for draft in _OPEN(version=version.pk):
        found[draft.line_number].append(draft)
    return dict(found)


def offered() -> Q:
    """Of drafts: those that are open, and whose words (their first piece) nobody marked as no claim."""
    block, start, end = (Cast(OuterRef(f"pieces__0__{at}"), BigIntegerField()) for at in range(3))
    marks = NoClaimMark.objects.filter(version=OuterRef("version"), removed_at__isnull=True)
    return Q(~Exists(marks.filter(block=block, start__lte=start, end__gte=end)), state=DraftState.OPEN)


_OPEN = Compiled(lambda: Draft.objects.filter(offered(), version=Slot("version")).order_by("position"))


def run_of(version: Version) -> DraftRun | None:
    """The DraftRun of a version, or None; no query where it was loaded with the version."""
    try:
        return version.draft_run
    except DraftRun.DoesNotExist:
        return None


def reads_fully(language: str) -> bool:
    """Whether texts of this language are read for who says what; else for lines, quotation marks and figures only."""
    try:
        lexicon(language)
    except LookupError:
        return False
    return True


def first_to_look_at(drafts: Mapping[int, Sequence[Draft]]) -> list[Draft]:
    """The drafts that rank highest, of those by line; the rest are on their lines all the same."""
    every = [draft for one in drafts.values() for draft in one]
    return sorted(every, key=lambda draft: (-draft.priority, draft.position))[:FIRST]


def told(draft: Draft, language: str = "en") -> str:
    """What a draft says beside its statement, in a few words: who, how, and the figure.

    In a language that is not read fully, nothing is said of who speaks where none is named.
    """
    act = SpeechAct(draft.speech_act).label
    if who := draft.speaker or draft.speaker_as_printed:
        said = f"{who} {in_number(act, who)}"
    elif draft.verb or (draft.form != Form.NONE and reads_fully(language or "en")):
        said = f"somebody unnamed {act}"
    elif not reads_fully(language or "en"):
        said = "who says so is not read in this language"
    else:
        said = "the article says so itself"
    if draft.via:
        said += f", via {draft.via}"
    figure = figure_words(draft.figure_value, draft.figure_high, draft.figure_unit, draft.figure_modifier)
    return ", ".join(part for part in (said, figure) if part)


def why(draft: Draft) -> str:
    """Why a draft was suggested, and how its speaker was found, in sentences."""
    return " ".join(f"{part.rstrip('.')}." for part in (draft.reason, draft.speaker_reason) if part)


def fared(desks: Collection[Desk]) -> dict[int, list[Fared]]:
    """{desk's id: [(kind's label, accepted as they were, accepted and changed since, dropped, open)]}; one query.

    An accepted draft counts as changed when its claim says anything else by now than the draft did.
    """
    same = (
        Q(claim__statement=F("statement"))
        & Q(claim__kind=F("kind"))
        & Q(claim__speech_act=F("speech_act"))
        & Q(claim__quoted=F("words"))
        & Q(claim__speaker_as_printed=F("speaker_as_printed"))
        & (Q(claim__figure_value=F("figure_value")) | Q(claim__figure_value=None, figure_value=None))
    )
    counts = {
        "accepted": Count("pk", Q(state=DraftState.ACCEPTED) & same),
        "all_accepted": Count("pk", Q(state=DraftState.ACCEPTED)),
        "dropped": Count("pk", Q(state=DraftState.DROPPED)),
        "waiting": Count("pk", Q(state=DraftState.OPEN, version=F("version__article__current_version"))),
    }
    by_desk = Draft.objects.filter(version__article__desk__in=desks).order_by().values("version__article__desk", "kind")
    found: dict[int, dict[str, tuple[int, int, int, int]]] = defaultdict(dict)
    rows: Iterable[Any] = by_desk.annotate(**counts)
    for row in rows:
        numbers = row["accepted"], row["all_accepted"] - row["accepted"], row["dropped"], row["waiting"]
        found[row["version__article__desk"]][row["kind"]] = numbers
    return {
        desk: [(kind.label, *by_kind[kind]) for kind in ClaimKind if kind in by_kind] for desk, by_kind in found.items()
    }
