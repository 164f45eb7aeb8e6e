"""Closed vocabularies: one word for one thing, on screen, in code and in the database."""

from datetime import UTC, datetime

from django.db.models import TextChoices

#: The stored due of whatever has no deadline: a real value, so that queues page on it. UTC.
NO_DUE = datetime(9000, 1, 1, tzinfo=UTC)


class Role(TextChoices):
    WRITER = "writer", "Writer"
    CHECKER = "checker", "Checker"
    REVIEWER = "reviewer", "Reviewer"
    LEGAL = "legal", "Legal"
    CHIEF = "chief", "Chief"
    OBSERVER = "observer", "Observer"


class Ownership(TextChoices):
    OURS = "ours", "Ours"
    THEIRS = "theirs", "Somebody else's"


class ArticleState(TextChoices):
    IN_CHECKING = "in_checking", "In checking"
    SIGNED_OFF = "signed_off", "Signed off"
    CHECKED = "checked", "Checked"
    RELEASED = "released", "Released with exceptions"
    PUBLISHED = "published", "Published"
    CORRECTED = "corrected", "Corrected"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @classmethod
    def signed(cls) -> "set[ArticleState]":
        """The states of a signed article that any change takes back to checking: ours, and somebody else's."""
        return {cls.SIGNED_OFF, cls.CHECKED}

    @classmethod
    def out(cls) -> "set[ArticleState]":
        """The states in which readers see it: it changes by corrections only."""
        return {cls.PUBLISHED, cls.CORRECTED}


#: The legal (from, to) pairs of an article's state; the database holds the same pairs (tests/test_states.py).
ARTICLE_MOVES = {
    ("in_checking", "signed_off"),
    ("in_checking", "checked"),
    ("in_checking", "released"),
    ("in_checking", "withdrawn"),
    ("signed_off", "in_checking"),
    ("signed_off", "published"),
    ("signed_off", "withdrawn"),
    ("checked", "in_checking"),
    ("checked", "withdrawn"),
    ("released", "in_checking"),
    ("released", "signed_off"),
    ("released", "published"),
    ("released", "withdrawn"),
    ("published", "corrected"),
    ("published", "withdrawn"),
    ("corrected", "withdrawn"),
    ("withdrawn", "in_checking"),
}


class CorrectionCause(TextChoices):
    """Why a correction was opened."""

    COMPLAINT = "complaint", "A complaint"
    CLAIM_CHANGED = "claim_changed", "A signed claim changed"
    WENT_OUT = "went_out", "It went out otherwise"


class CorrectionKind(TextChoices):
    CORRECTION = "correction", "Correction"
    CLARIFICATION = "clarification", "Clarification"
    UPDATE = "update", "Update"
    RETRACTION = "retraction", "Retraction"


class BylineAnswer(TextChoices):
    """Whether a name in a byline is a member of the desk."""

    SAME = "same", "The same person"
    OTHER = "other", "Somebody else"


class BlockKind(TextChoices):
    HEADLINE = "headline", "Headline"
    STANDFIRST = "standfirst", "Standfirst"
    PARAGRAPH = "paragraph", "Paragraph"
    HEADING = "heading", "Heading"
    QUOTE = "quote", "Quote"
    LIST_ITEM = "list_item", "List item"
    NOTE = "note", "Note"
    TABLE_CELL = "table_cell", "Table cell"
    CAPTION = "caption", "Caption"
    PICTURE = "picture", "Picture"
    MAP = "map", "Map"
    CHART = "chart", "Chart"
    VIDEO = "video", "Video"


class UploadKind(TextChoices):
    DOCX = "docx", "Word document"
    ODT = "odt", "OpenDocument text"
    RTF = "rtf", "Rich text"
    HTML = "html", "Web page"
    PDF = "pdf", "PDF"
    MARKDOWN = "md", "Markdown"
    TEXT = "txt", "Plain text"
    CSV = "csv", "Spreadsheet (CSV)"
    XLSX = "xlsx", "Spreadsheet"


class CaptureState(TextChoices):
    QUEUED = "queued", "Queued"
    FETCHING = "fetching", "Fetching"
    CAPTURED = "captured", "Captured"
    PARTIAL = "partial", "Partial"
    FAILED = "failed", "Failed"


class DepositState(TextChoices):
    ASKED = "asked", "Asked"
    DEPOSITED = "deposited", "Deposited"
    FAILED = "failed", "Failed"


class BackingKind(TextChoices):
    COMMENT = "comment", "Comment"
    FOOTNOTE = "footnote", "Footnote"
    ENDNOTE = "endnote", "Endnote"
    LINK = "link", "Link"


class ClaimState(TextChoices):
    OPEN = "open", "Open"
    CHECKING = "checking", "Checking"
    IN_REVIEW = "in_review", "In review"
    SIGNED_OFF = "signed_off", "Signed off"
    CHANGED = "changed", "Changed since sign-off"
    RETIRED = "retired", "Retired"

    @classmethod
    def live(cls) -> "list[ClaimState]":
        """The states in which a claim covers words, least advanced first."""
        return [cls.CHANGED, cls.OPEN, cls.CHECKING, cls.IN_REVIEW, cls.SIGNED_OFF]


#: The legal (from, to) pairs of a claim's state; the database holds the same pairs (tests/test_states.py).
CLAIM_MOVES = {
    ("open", "checking"),
    ("open", "retired"),
    ("checking", "open"),
    ("checking", "in_review"),
    ("checking", "retired"),
    ("in_review", "checking"),
    ("in_review", "signed_off"),
    ("in_review", "retired"),
    ("signed_off", "changed"),
    ("signed_off", "checking"),
    ("signed_off", "retired"),
    ("changed", "checking"),
    ("changed", "in_review"),
    ("changed", "retired"),
    ("retired", "open"),
}


class ClaimKind(TextChoices):
    NAME = "name", "Name or title"
    NUMBER = "number", "Number"
    DATE_PLACE = "date_place", "Date or place"
    QUOTATION = "quotation", "Quotation"
    EVENT = "event", "Event"
    CAUSE = "cause", "Cause"
    COMPARISON = "comparison", "Comparison"
    IMAGE = "image", "Image"
    OTHER = "other", "Other"


class RiskFlag(TextChoices):
    ALLEGATION = "allegation", "Allegation"
    PRIVACY = "privacy", "Privacy"
    MINOR = "minor", "Minor"
    COURT = "court", "Court case"
    SAFETY = "safety", "Safety"


class SpeechAct(TextChoices):
    ASSERTS = "asserts", "asserts"
    DENIES = "denies", "denies"
    CONCEDES = "concedes", "concedes"
    ACCUSES = "accuses", "accuses"
    ANNOUNCES = "announces", "announces"
    PROMISES = "promises", "promises"
    PREDICTS = "predicts", "predicts"
    ORDERS = "orders", "orders"
    AGREES = "agrees", "agrees"
    ASKS = "asks", "asks"

    @classmethod
    def deeds(cls) -> "set[SpeechAct]":
        """Where saying is the deed: the record of it proves it."""
        return {cls.ANNOUNCES, cls.ORDERS, cls.AGREES, cls.PROMISES}


class Form(TextChoices):
    NONE = "none", "Not attributed"
    DIRECT = "direct", "Direct quotation"
    PARAPHRASE = "paraphrase", "Paraphrase"
    MIXED = "mixed", "Mixed"


class FigureModifier(TextChoices):
    EXACT = "", "exactly"
    ABOUT = "about", "about"
    MORE = "more_than", "more than"
    LESS = "less_than", "less than"
    AT_LEAST = "at_least", "at least"
    AT_MOST = "at_most", "at most"


class Attribution(TextChoices):
    """Did the speaker say it?"""

    NOT_APPLICABLE = "not_applicable", "Not applicable (own voice)"
    OPEN = "open", "Open"
    PRIMARY = "primary", "Confirmed by a primary record"
    REPORTS = "reports", "Confirmed by reports only"
    CONFLICT = "conflict", "Reports conflict"
    DRIFTED = "drifted", "Meaning drifted"
    MISQUOTED = "misquoted", "Misquoted"
    OUT_OF_CONTEXT = "out_of_context", "Out of context"
    MISATTRIBUTED = "misattributed", "Misattributed"
    NOT_FOUND = "not_found", "Not found"
    DENIED = "denied", "Denied by the speaker"
    CORRECTED = "corrected", "Corrected by the speaker"


class Verdict(TextChoices):
    """Is it true?"""

    SUPPORTED = "supported", "Supported"
    REFUTED = "refuted", "Refuted"
    CONFLICTING = "conflicting", "Conflicting evidence"
    NOT_ENOUGH = "not_enough", "Not enough evidence"
    NOT_CHECKABLE = "not_checkable", "Not checkable"
    NOT_EXAMINED = "not_examined", "Truth not examined"


def choice_of(verdict: str, own: str) -> str:
    """Return a verdict, and the code of the desk's own verdict that counts as it, as one value: "supported:mostly"."""
    return f"{verdict}:{own}" if own else verdict


class VerdictFlag(TextChoices):
    MISSING_CONTEXT = "missing_context", "Missing context"
    OUTDATED = "outdated", "Outdated"


class DraftState(TextChoices):
    """What became of a machine's suggestion; whether an accepted one was changed is read off its claim."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    DROPPED = "dropped", "Dropped"


class LexiconKind(TextChoices):
    VERB = "verb", "Reporting verb"
    TITLE = "title", "Title"
    UNIT = "unit", "Unit"


class AnchorResult(TextChoices):
    """What became of a claim's words when a new version came in; claims/text/anchors.py decides."""

    KEPT = "kept", "Kept"
    CONTEXT_CHANGED = "context_changed", "Context changed"
    CHANGED = "changed", "Changed"
    LOST = "lost", "Lost"
    AMBIGUOUS = "ambiguous", "Ambiguous"

    @classmethod
    def unplaced(cls) -> "list[AnchorResult]":
        """Those that leave a claim without words in the new version: it goes to the tray."""
        return [cls.LOST, cls.AMBIGUOUS]


class Settlement(TextChoices):
    """How somebody settled what a new version did to a claim."""

    ACKNOWLEDGED = "acknowledged", "Context acknowledged"
    KEPT = "kept", "Kept with its new words"
    ATTACHED = "attached", "Attached again"
    REPLACED = "replaced", "Replaced by a new claim"
    RETIRED = "retired", "Retired"
    CONFIRMED = "confirmed", "Confirmed by its signer"
    RESTORED = "restored", "The words came back"


class Answer(TextChoices):
    """What the writer, or the chief, answers to a line decision."""

    ACCEPTED = "accepted", "Accepted"
    EDITED = "edited", "Accepted, edited"
    DECLINED = "declined", "Declined"


class LineDecision(TextChoices):
    KEEP = "keep", "Keep"
    REWORD = "reword", "Reword"
    ATTRIBUTE = "attribute", "Attribute or hedge"
    CONTEXT = "context", "Add context"
    CUT = "cut", "Cut"


class Reply(TextChoices):
    """What was noted about the reply of the accused before there was a contact log, as older sign-offs have it."""

    NONE = "", "No reply yet"
    SOUGHT = "sought", "Reply sought, with reasonable time"
    PUBLIC = "public", "Public reply cited"
    WAIVED = "waived", "Not needed, for a reason that the chief or legal accepts"


class Channel(TextChoices):
    """How the desk asked somebody."""

    TELEPHONE = "telephone", "Telephone"
    MAIL = "mail", "E-mail"
    MESSAGE = "message", "Message"
    IN_PERSON = "in_person", "In person"
    LETTER = "letter", "Letter"
    OTHER = "other", "Other"


class Outcome(TextChoices):
    """What became of a request. Having declined to comment is no denial."""

    NONE = "", "No answer"
    ANSWERED = "answered", "Answered"
    DECLINED = "declined", "Declined to comment"


class ReadBack(TextChoices):
    """Whether what somebody said was read back to them."""

    NOT = "", "Not read back"
    AGREED = "agreed", "Read back, and they agreed"
    CHANGED = "changed", "Read back, and written down as they corrected it"


class LinkKind(TextChoices):
    DENIES = "denies", "denies"
    REPEATS = "repeats", "repeats"
    PART_OF = "part_of", "is part of"


class LineageKind(TextChoices):
    SPLIT = "split", "split from"
    MERGE = "merge", "merged from"
    REPLACE = "replace", "in place of"


class SpeakerKind(TextChoices):
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"
    GROUP = "group", "Group"
    DOCUMENT = "document", "Document"
    UNNAMED = "unnamed", "Unnamed"
    PUBLICATION = "publication", "The publication itself"


class SourceKind(TextChoices):
    DOCUMENT = "document", "Document"
    DATASET = "dataset", "Dataset"
    WEB_PAGE = "web_page", "Web page"
    INTERVIEW = "interview", "Interview"
    IMAGE = "image", "Image"
    VIDEO = "video", "Video"
    STATEMENT = "statement", "Official statement"
    REFERENCE = "reference", "Reference work"
    NOTES = "notes", "Own notes"


class WatchFinding(TextChoices):
    """What the watch finds gone at the address of a source."""

    GONE = "gone", "Gone"
    MOVED = "moved", "Moved"
    EXCERPT = "excerpt", "Excerpt no longer there"
    FIGURE = "figure", "Figure changed"


class Terms(TextChoices):
    """What was agreed with a source, or holds for it, about its name and its words."""

    ON_RECORD = "on_record", "On the record"
    BACKGROUND = "background", "On background"
    UNATTRIBUTED = "unattributed", "Not for attribution"
    OFF_RECORD = "off_record", "Off the record"


class Access(TextChoices):
    """Who of the desk sees a source."""

    DESK = "desk", "Everybody of the desk"
    RESTRICTED = "restricted", "Named people alone"


class DerivationKind(TextChoices):
    """How a source derives from another: “A translates B”. Whichever it is, the two count as one."""

    REPUBLISHES = "republishes", "Republishes"
    TRANSLATES = "translates", "Translates"
    QUOTES = "quotes", "Quotes"
    SUMMARISES = "summarises", "Summarises"
    REPORTS_ON = "reports_on", "Reports on"
    DERIVES_FROM = "derives_from", "Derives from"


class Reliability(TextChoices):
    """How far a desk relies on a source; without one, nobody has said."""

    RELIABLE = "reliable", "Reliable"
    MIXED = "mixed", "Use with care"
    UNRELIABLE = "unreliable", "Unreliable"

    @classmethod
    def doubts(cls) -> set[str]:
        return {cls.MIXED, cls.UNRELIABLE}


class BearsOn(TextChoices):
    SAID = "said", "Said"
    TRUE = "true", "True"
    BOTH = "both", "Said and true"


class Stance(TextChoices):
    SUPPORTS = "supports", "Supports"
    CONTRADICTS = "contradicts", "Contradicts"
    CONTEXT = "context", "Context"


class Directness(TextChoices):
    DIRECT = "direct", "Saw or made it"
    REPORTS = "reports", "Reports it"
    REPEATS = "repeats", "Repeats it"


class ExcerptKind(TextChoices):
    VERBATIM = "verbatim", "Verbatim"
    GIST = "gist", "Gist"


class CalculationKind(TextChoices):
    """What a calculation computes of its figures; claims/text/calculation has the formulas."""

    SHARE = "share", "Share in per cent (a ÷ b)"
    CHANGE = "change", "Change in per cent (from a to b)"
    DIFFERENCE = "difference", "Difference (a − b)"
    SUM = "sum", "Sum (a + b + …)"
    MEAN = "mean", "Mean of all"
    RATE = "rate", "Rate or ratio (a per b)"
    CONVERSION = "conversion", "Conversion (a in another unit, or a × b)"
    FORMULA = "formula", "Formula of your own"


class SignOffKind(TextChoices):
    REVIEW = "review", "Review"
    LEGAL = "legal", "Legal"
    CROSS = "cross", "Cross-sign"


class ArticleSignOffKind(TextChoices):
    SIGNED = "signed", "Signed off"
    RELEASED = "released", "Released with exceptions"


class DossierProfile(TextChoices):
    """Whom a dossier is for."""

    INTERNAL = "internal", "Internal"
    SHAREABLE = "shareable", "Shareable"


class DossierState(TextChoices):
    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being made"
    MADE = "made", "Made"
    FAILED = "failed", "Failed"


class RuleLevel(TextChoices):
    OFF = "off", "Off"
    WARN = "warn", "Warn (passed with a reason)"
    BLOCK = "block", "Block"


class RuleCode(TextChoices):
    """The evidence rules of a desk; claims/rules.py evaluates each."""

    TRUTH = "truth", "Supported or refuted needs a direct independent record or two origins"
    REFERENCE = "reference", "A name, title, place, date or spelling needs a reference"
    LOCATOR = "locator", "A figure needs a locator"
    ANSWER = "answer", "Each piece of contradicting evidence must be answered"
    FIGURES = "figures", "A figure in the rationale is in the statement or in the evidence"
    CALCULATION = "calculation", "A calculation follows from figures that hold"
    EXCERPT = "excerpt", "A verbatim excerpt stands in the captured text of its source"
    PRIMARY = "primary", "A primary record needs a locator and the original or an identified translation"
    REPORTS = "reports", "Confirmed by reports only needs a report"
    NOT_FOUND = "not_found", "Not found and not enough evidence say where the checker looked"
    REPLY = "reply", "An allegation that stays in print needs a reply"
    LINKED = "linked", "Linked claims have compatible verdicts"
    DENIES = "denies", "A denial is linked to the claim that it denies"
    COVERAGE = "coverage", "The gate: every line is covered"


#: What a new desk starts with: warn, but a missing locator, a missing reply, incompatible linked verdicts and
#: the gate's first rule block.
RULE_DEFAULTS = {
    RuleCode.TRUTH: RuleLevel.WARN,
    RuleCode.REFERENCE: RuleLevel.WARN,
    RuleCode.LOCATOR: RuleLevel.BLOCK,
    RuleCode.ANSWER: RuleLevel.WARN,
    RuleCode.FIGURES: RuleLevel.WARN,
    RuleCode.CALCULATION: RuleLevel.WARN,
    RuleCode.EXCERPT: RuleLevel.WARN,
    RuleCode.PRIMARY: RuleLevel.WARN,
    RuleCode.REPORTS: RuleLevel.WARN,
    RuleCode.NOT_FOUND: RuleLevel.WARN,
    RuleCode.REPLY: RuleLevel.BLOCK,
    RuleCode.LINKED: RuleLevel.BLOCK,
    RuleCode.DENIES: RuleLevel.WARN,
    RuleCode.COVERAGE: RuleLevel.BLOCK,
}


class ReasonKind(TextChoices):
    NO_CLAIM = "no_claim", "No claim here"
    LEFT_OUT = "left_out", "Left out"
    RETURN = "return", "Return with a reason"
    RETIRE = "retire", "Retire"
    REOPEN = "reopen", "Reopen"
    NOT_EXAMINED = "not_examined", "Truth not examined"


#: The verbs of the record's events, and what an event's words go on with after its actor's name; "#" is the number of
#: its claim. The database has the same (claims/sql/event.sql) and refuses others.
EVENTS = {
    "take": ("took claim #",),
    "give_back": ("gave back claim #",),
    "assign": ("assigned claim #",),
    "send": ("sent claim #",),
    "withdraw": ("withdrew claim #",),
    "approve": ("approved claim #",),
    "return": ("returned claim #",),
    "hand_on": ("handed on claim #",),
    "reopen": ("reopened claim #",),
    "retire": ("retired claim #",),
    "restore": ("restored claim #",),
    "spelling_confirmed": ("confirmed claim # after a change of spelling",),
    "claim_made": ("made claim #",),
    "claims_imported": ("imported claims",),
    "claim_saved": ("changed claim #",),
    "words_changed": ("changed the words of claim #",),
    "claim_split": ("split claim #",),
    "claim_split_off": ("split claim",),
    "claim_merged_away": ("merged claims",),
    "claims_merged": ("merged claims",),
    "linked": ("linked: claim",),
    "unlinked": ("unlinked: claim",),
    "stet": ("let the words of claim # stand", "took back that the words of claim # stand"),
    "reply_waived": ("accepted that claim # needs no reply", "took back that claim # needs no reply"),
    "due_set": ("set when claim # is due",),
    "contact_asked": ("logged a request for comment on claim #",),
    "contact_covers": ("noted that a request for comment covers claim # too",),
    "contact_answered": ("logged an answer to a request for comment on claim #",),
    "contact_struck": ("struck out a request for comment on claim #",),
    "evidence_added": ("added evidence to claim #",),
    "evidence_changed": ("changed evidence of claim #",),
    "evidence_confirmed": ("confirmed evidence on claim #",),
    "evidence_removed": ("removed evidence from claim #",),
    "evidence_put_back": ("put back evidence on claim #",),
    "source_change_settled": ("settled what changed about the sources of claim #",),
    "wording_answered": (
        "accepted the decision to",
        "accepted, in other words, the decision to",
        "declined the decision to",
    ),
    "article_taken_in": ("took in version 1",),
    "article_imported": ("imported the article from",),
    "version_in": ("brought in version",),
    "version_refused": ("could not add a version",),
    "version_taken_back": ("took back a version",),
    "version_discarded": ("discarded the text of a refused version",),
    "reanchored": ("brought in version",),
    "words_kept": ("kept claim # with its new words",),
    "context_acknowledged": ("acknowledged what changed around claim #",),
    "article_signed_off": ("signed off version",),
    "release_proposed": ("proposed a release",),
    "article_released": ("confirmed the release",),
    "exception_closed": ("closed an exception",),
    "published": ("marked the article published",),
    "went_out": ("recorded what went out",),
    "correction_opened": ("opened correction",),
    "correction_decided": ("decided correction",),
    "correction_dismissed": ("dismissed correction",),
    "article_corrected": ("corrected the article",),
    "article_withdrawn": ("withdrew the article",),
    "article_reopened": ("reopened the article",),
    "article_changed": ("changed the article's",),
    "byline_answered": ("said that “",),
    "handed_over": (
        "gave claim",
        "gave the signed-off claim",
        "gave the signed-off claims",
        "gave the exception “",
        "gave a query",
        "gave what waits here",
        "left the exception “",
        "left a query",
    ),
    "marked": ("marked no claim here",),
    "mark_removed": ("unmarked “",),
    "marks_looked_through": ("reviewed",),
    "placed": ("placed", "removed from its side"),
    "dossier_asked": ("asked for a dossier of version",),
    "drafts_accepted": ("accepted all drafts of line", "accepted all drafts of lines"),
    "draft_dropped": ("dropped a draft on line",),
    "draft_reopened": ("took a dropped draft up again",),
    "query_opened": ("opened a query on",),
    "query_answered": ("answered a query on",),
    "thread_opened": ("opened a thread on",),
    "said": ("wrote in a query on", "wrote in a thread on"),
    "thread_resolved": ("resolved a query on", "resolved a thread on"),
    "thread_reopened": ("reopened a query on", "reopened a thread on"),
    "desk_made": ("set up the desk", "set up the demo desk"),
    "desk_changed": ("changed the desk's",),
    "cross_sign": ("switched cross-sign on", "switched cross-sign off"),
    "rule_set": ("set the rule “",),
    "signatures_set": ("set the signatures for the flag",),
    "scheme_made": ("made verdict scheme",),
    "scheme_changed": ("changed the words of verdict scheme",),
    "role_given": ("gave the role of",),
    "role_taken": ("took the role of",),
    "person_access": (
        "gave access back to",
        "took access away from",
        "gave staff rights to",
        "took staff rights from",
        "changed the name of",
        "changed the username of",
        "set another password for",
        "changed their own password",
        "logged out everywhere else",
        "logged in",
    ),
    "source_added": ("added to the sources",),
    "source_changed": ("changed the source",),
    "source_copied": ("added a copy of the source",),
    "source_deposited": ("asked a web archive to keep the source",),
    "source_person": (
        "named somebody who sees the restricted source",
        "removed somebody who saw the restricted source",
    ),
    "identity_entered": ("entered who source",),
    "identity_changed": ("changed who source",),
    "identity_deleted": ("deleted who source",),
    "identity_opened": ("opened who source",),
    "identity_read": ("read who source",),
    "identity_reader": ("named a reader of who source", "removed a reader of who source"),
    "redaction_asked": ("asked for redaction",),
    "redaction_ended": ("ended redaction",),
    "redacted": ("redacted a text",),
    "speaker_changed": ("changed the speaker",),
    "speakers_merged": ("merged the speaker",),
    "speakers_parted": ("undid the merge of the speaker",),
    "sources_merged": ("merged the source",),
    "sources_parted": ("undid the merge of the source",),
    "reason_changed": ("added the reason “", "changed the reason “", "took away the reason “"),
    "lexicon_changed": ("added “", "changed “", "took away “"),
}
