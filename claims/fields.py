"""The fields of a claim: one row for each column of the model. What else lists fields is made from this table.

Forms, labels, saving, the record, the panel, splitting and merging, suggestions and the admin read it. What a sign-off
binds is kept by the database (``claim_bound`` in claims/sql/content.sql); a test holds its list against this one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from claims.states import ClaimKind


class Writer(Enum):
    """Who writes a field."""

    EDITOR = auto()  # whoever may change claims, in the panel
    CHIEF = auto()  # the chief or legal, by a decision of their own
    MOVE = auto()  # a move of the claim (claims/workflow/moves.py)
    MAKER = auto()  # once, when the claim is made
    DATABASE = auto()  # nobody: the database derives it


class Kept(Enum):
    """What a split or a merge takes along."""

    NO = auto()
    YES = auto()
    WITH_SPEAKER = auto()  # it says whose words they are: a merged claim has it from the claim whose speaker it gets


@dataclass(frozen=True)
class Part:
    """A part of the claim's form; the panel has it ``at`` the words, the verdict, or the end.

    One without a title stands open. Any other opens by itself where a field of it says something, for the ``kinds`` of
    claims that need it, and where it is ``spoken``, for words that somebody says. ``ours``: for claims of our own
    articles only.
    """

    title: str = ""
    at: str = "end"
    columns: bool = True
    ours: bool = False
    kinds: tuple[ClaimKind, ...] = ()
    spoken: bool = False


_MEASURED = ClaimKind.NUMBER, ClaimKind.COMPARISON
PARTS = {
    "first": Part(at="words"),
    "speech": Part("Speaker and wording", at="words", kinds=(ClaimKind.QUOTATION,), spoken=True),
    "new": Part("A speaker who is new to the desk", at="words"),
    "figure": Part("Figure", at="words", kinds=_MEASURED),
    "verdict": Part(at="verdict"),
    "when": Part("For when it holds", at="verdict", kinds=(*_MEASURED, ClaimKind.EVENT)),
    "attribution": Part("Did the speaker say it?", at="verdict", columns=False, spoken=True),
    "kind": Part("Risk and flags"),
    "decision": Part("Line decision", columns=False, ours=True),
    "waiting": Part("Waiting and priority"),
    "passed": Part(columns=False),  # each box stands beside the rule that it is about
}


@dataclass(frozen=True)
class Field:
    """One field of a claim.

    ``name`` is the model's; ``label`` stands over its value, ``asks`` over its box where that says more, ``word`` is
    its name within a sentence. ``part`` is where the panel has its box; empty: it has none there. ``bound``: a sign-off
    binds it. ``first_cut``: it says what stands in the words, as a suggestion does, and makes nobody a contributor when
    a claim is made with it. ``silent`` is the value that says nothing, beside empty ones. ``of`` names the fact that it
    is a part of.
    """

    name: str
    label: str
    asks: str = ""
    word: str = ""
    help: str = ""
    hint: str = ""
    part: str = ""
    bound: bool = True
    by: Writer = Writer.EDITOR
    kept: Kept = Kept.NO
    first_cut: bool = False
    silent: str = ""
    of: str = ""

    @property
    def asked(self) -> str:
        return self.asks or self.label

    @property
    def said(self) -> str:
        return self.word or self.label[:1].lower() + self.label[1:]


def _free(name: str, label: str, by: Writer, **more: object) -> Field:
    """A field that no sign-off binds."""
    return Field(name, label, by=by, bound=False, **more)  # type: ignore[arg-type]


def _spoken(name: str, label: str, **more: object) -> Field:
    """A field that says whose words they are."""
    return Field(name, label, kept=Kept.WITH_SPEAKER, first_cut=True, **more)  # type: ignore[arg-type]


#: In the order in which a claim is read.
FIELDS = (
    _free("id", "Id", Writer.DATABASE),
    _free("article", "Article", Writer.MAKER),
    _free("desk", "Desk", Writer.MAKER),
    _free("number", "Number", Writer.MAKER),
    _free("state", "State", Writer.MOVE),
    _free("state_since", "State since", Writer.DATABASE),
    _free("edition", "Edition", Writer.DATABASE),
    _free("quoted", "Quoted words", Writer.DATABASE),
    _free("line_number", "Line", Writer.DATABASE),
    Field(
        "statement",
        "Statement",
        help="It stands alone: who, what, when, where, how many.",
        part="first",
        first_cut=True,
    ),
    Field("kind", "Kind", part="first", kept=Kept.YES, first_cut=True),
    Field("risk_flags", "Risk flags", part="kind", kept=Kept.YES),
    _spoken("speaker", "Speaker", hint="who it really is", part="first"),
    Field("speaker_cited", "Speaker as cited", by=Writer.DATABASE, first_cut=True, of="speaker"),
    _spoken("speaker_as_printed", "Speaker as printed", part="speech"),
    _spoken("via", "Via", asks="Via whom", help="A says that B said: A.", part="speech"),
    Field("via_cited", "Via as cited", by=Writer.DATABASE, first_cut=True, of="via"),
    _spoken("speech_act", "Speech act", part="speech"),
    _spoken("verb", "Reporting verb", hint="as printed", part="speech"),
    _spoken(
        "verb_endorses",
        "The verb endorses",
        asks="The verb endorses what is said (“admitted”)",
        word="whether the verb endorses",
        part="speech",
    ),
    _spoken("form", "Form", part="speech", silent="none"),
    Field("figure_modifier", "Modifier", part="figure", first_cut=True, of="figure"),
    Field("figure_value", "Value", word="figure", part="figure", first_cut=True, of="figure"),
    Field("figure_high", "Up to", hint="of a range", word="upper figure", part="figure", first_cut=True, of="figure"),
    Field("figure_unit", "Unit", part="figure", first_cut=True, of="figure"),
    Field("attribution", "Did the speaker say it?", word="attribution", part="attribution", silent="not_applicable"),
    Field("attribution_note", "About the attribution", help="Where you looked, if not found.", part="attribution"),
    Field("verdict", "Is it true?", asks="Verdict", word="verdict", part="verdict"),
    Field("verdict_own", "Verdict of the desk’s own", of="verdict"),  # written with the verdict
    Field("verdict_flags", "Verdict flags", part="kind"),
    Field("true_for", "True for", asks="True for which date or period", part="when"),
    Field("known_on", "Known on", part="when"),
    Field("scheme", "Verdict scheme"),  # written with the verdict
    Field("rationale", "Rationale", part="verdict"),
    Field("line_decision", "Line decision", part="decision", silent="keep"),
    Field("proposed_words", "Proposed words", part="decision"),
    Field("reworded_statement", "Statement as reworded", part="decision"),
    Field("reworded_verdict", "Verdict as reworded", part="decision"),
    Field("reworded_verdict_own", "Verdict of the desk’s own, as reworded", of="reworded_verdict"),
    Field("decision_reason", "Why the line cannot stay", asks="Why, for the writer", part="decision"),
    Field(
        "must_fix",
        "Must be fixed",
        asks="It must be fixed; else it is a suggestion",
        word="whether it must be fixed",
        part="decision",
    ),
    Field("no_reply_reason", "Why no reply is needed", by=Writer.CHIEF),
    Field("reply_accepted_by", "Accepted without reply by", by=Writer.CHIEF),
    Field("rules_passed", "Reasons for overriding warnings", part="passed"),
    _free("waiting_on", "Waiting on", Writer.EDITOR, asks="Waiting on whom", part="waiting"),
    _free("waiting_until", "Waiting until", Writer.EDITOR, asks="Until", part="waiting"),
    _free(
        "priority",
        "Priority",
        Writer.EDITOR,
        help="0 is usual; higher comes first.",
        part="waiting",
        kept=Kept.YES,
    ),
    _free("assignee", "Assignee", Writer.MOVE, kept=Kept.YES),
    _free("due", "Due", Writer.CHIEF, kept=Kept.YES),
    _free("stet_reason", "Why the words stand", Writer.CHIEF),
    _free("stet_by", "Words stand by", Writer.CHIEF),
    _free("sent_by", "Sent by", Writer.MOVE),
    _free("sent_at", "Sent at", Writer.MOVE),
    _free("returned_by", "Returned by", Writer.MOVE),
    _free("returned_reason", "Why it was returned", Writer.MOVE),
    _free("created_by", "Made by", Writer.DATABASE),
    _free("created_at", "Made at", Writer.DATABASE),
    _free("verdict_cited", "Verdict as the scheme calls it", Writer.DATABASE),
    _free("reworded_verdict_cited", "Verdict as reworded, as the scheme calls it", Writer.DATABASE),
    _free("wording_applied", "Proposed words stand in the article", Writer.DATABASE),
    _free("context_edition", "Changes around its words", Writer.DATABASE),
    _free("search", "What is searched", Writer.DATABASE),
)

#: What the panel's form has.
ASKED = {field.name: field for field in FIELDS if field.part}
#: The columns by which a list shows a verdict.
VERDICT = ("verdict", "verdict_own", "verdict_cited")
#: What is asked of the words of a line decision, and starts anew when it is carried out.
DECISION = tuple(field.name for field in FIELDS if field.part == "decision")
#: What a part of a split claim, or a merged claim, takes along; a verdict and a sign-off it never does.
KEPT = tuple(field.name for field in FIELDS if field.kept != Kept.NO)
#: What of it says whose words they are.
WHOSE = tuple(field.name for field in FIELDS if field.kept == Kept.WITH_SPEAKER)
#: What a suggestion says of the words, as a claim has it.
FIRST_CUT = tuple(field.name for field in FIELDS if field.first_cut and field.by == Writer.EDITOR)


def words_of(names: Iterable[str]) -> str:
    """The names of fields as a sentence lists them."""
    return ", ".join(ASKED[name].said for name in names)


def facts_labelled() -> dict[str, str]:
    """{fact: its label} of what a sign-off binds of the claim itself, in the order in which it is read."""
    found: dict[str, str] = {}
    for field in FIELDS:
        if field.bound:
            found.setdefault(field.of or field.name, PARTS[field.of].title if field.of in PARTS else field.label)
    return found


def columns_of_facts() -> dict[str, list[str]]:
    """{fact: the columns that it is made of} of what a sign-off binds of the claim itself."""
    found: dict[str, list[str]] = {}
    for field in FIELDS:
        if field.bound:
            found.setdefault(field.of or field.name, []).append(field.name)
    return found
