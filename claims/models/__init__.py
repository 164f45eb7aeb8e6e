"""The models: the nouns of Factcheck, their fields, and the constraints that a column can keep."""

from claims.models.anchoring import Anchoring, WordingAnswer
from claims.models.article import (
    Article,
    ArticleAuthor,
    Block,
    BylineQuestion,
    ChainLink,
    Line,
    NoClaimMark,
    Placement,
    Presence,
    Side,
    Version,
)
from claims.models.capture import Capture
from claims.models.claim import Claim, ClaimLink, Lineage, Piece
from claims.models.contact import Contact, ContactClaim, FormerReply
from claims.models.correction import Correction
from claims.models.deposit import Deposit
from claims.models.derivation import Derivation
from claims.models.desk import Desk, EvidenceRule, Reason, SchemeVerdict, SignatureRule, VerdictScheme
from claims.models.dossier import ArticleImport, Dossier
from claims.models.draft import Draft, DraftRun, LexiconEntry
from claims.models.event import Event, EventChain, Heartbeat, Outbox, RowHistory
from claims.models.evidence import Evidence
from claims.models.fetch import Fetch
from claims.models.identity import Identity, IdentityReader
from claims.models.incoming import IncomingVersion
from claims.models.lease import Lease
from claims.models.people import Membership, Person, TakenName
from claims.models.publication import Publication
from claims.models.redaction import Redaction
from claims.models.sent import SentForm
from claims.models.signoff import ArticleSignOff, Contributor, ReleaseException, SignOff
from claims.models.source import Source, SourceChange, SourceReader, Speaker, SpeakerAlias
from claims.models.thread import Message, Thread
from claims.models.upload import Backing, Upload
from claims.models.watch import Watch

__all__ = [
    "Anchoring",
    "Article",
    "ArticleAuthor",
    "ArticleImport",
    "ArticleSignOff",
    "Backing",
    "Block",
    "BylineQuestion",
    "Capture",
    "ChainLink",
    "Claim",
    "ClaimLink",
    "Contact",
    "ContactClaim",
    "Contributor",
    "Correction",
    "Deposit",
    "Derivation",
    "Desk",
    "Dossier",
    "Draft",
    "DraftRun",
    "Event",
    "EventChain",
    "Evidence",
    "EvidenceRule",
    "Fetch",
    "FormerReply",
    "Heartbeat",
    "Identity",
    "IdentityReader",
    "IncomingVersion",
    "LexiconEntry",
    "Lease",
    "Line",
    "Lineage",
    "Membership",
    "Message",
    "NoClaimMark",
    "Outbox",
    "Person",
    "Piece",
    "Placement",
    "Presence",
    "Publication",
    "Reason",
    "Redaction",
    "ReleaseException",
    "RowHistory",
    "SchemeVerdict",
    "SentForm",
    "Side",
    "SignOff",
    "SignatureRule",
    "Source",
    "SourceChange",
    "SourceReader",
    "Speaker",
    "SpeakerAlias",
    "TakenName",
    "Thread",
    "Upload",
    "Version",
    "VerdictScheme",
    "WordingAnswer",
    "Watch",
]
