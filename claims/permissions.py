"""Who may: one predicate a sentence. Each answers True, or a Denied that says why not.

Reach is another matter: what a person cannot see is never fetched for them (claims/queries).
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from claims.errors import NotYours
from claims.models import Article, BylineQuestion, Claim, Evidence, IncomingVersion, Membership, Person, Thread
from claims.states import ClaimState, DossierProfile, Role, SignOffKind

CUTTERS: frozenset[str] = frozenset({Role.CHECKER, Role.REVIEWER, Role.CHIEF})


class Denied:
    """A no with its reason, a sentence for that person. Falsy."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"Denied({self.reason!r})"


#: To whoever wrote an article, and to whoever its byline may name; ``so`` is what follows from it.
_WROTE = {
    "author": "You wrote this article, so {so}.",
    "byline": "The byline may name you, so {so}. A colleague can say on the Details page whether it does.",
}


class WhyNot(NamedTuple):
    """Why somebody does not sign a claim: to them when they try to, when they acknowledge its changed context, and in a
    list, of one claim and of several. Empty where it is not said in a list."""

    signing: str
    acknowledging: str
    of_one: str = ""
    of_several: str = ""


#: What each standing of ``claim_standing`` in SQL that may sign signs with.
SIGNS_WITH: dict[str, SignOffKind] = {
    "review": SignOffKind.REVIEW,
    "legal": SignOffKind.LEGAL,
    "either": SignOffKind.LEGAL,
    "cross": SignOffKind.CROSS,
}
_ELSE_ACKNOWLEDGES = "somebody else acknowledges what changed around its claims"
_REVIEWER_ACKNOWLEDGES = "Acknowledging a changed context is for a reviewer of this desk."
#: The words for each standing that may not.
SIGNS_NOT = {
    "author": WhyNot(
        _WROTE["author"].format(so="you sign none of its claims"),
        _WROTE["author"].format(so=_ELSE_ACKNOWLEDGES),
        "you wrote the article",
        "you wrote the articles",
    ),
    "byline": WhyNot(
        _WROTE["byline"].format(so="you sign none of its claims"),
        _WROTE["byline"].format(so=_ELSE_ACKNOWLEDGES),
        "the byline may name you",
        "the bylines may name you",
    ),
    "role": WhyNot("Signing off is for a reviewer of this desk.", _REVIEWER_ACKNOWLEDGES),
    "signed": WhyNot(
        "You have signed this. It waits for another signature.",
        "",  # whoever signed acknowledges
        "you signed it, and it waits for another signature",
        "you signed them, and they wait for others to",
    ),
    "unseen": WhyNot(
        "It rests on a restricted source that you may not see. Somebody who sees it signs, or a chief names you.",
        "It rests on a restricted source that you may not see. Somebody who sees it acknowledges what changed.",
        "it rests on a restricted source that you may not see",
        "they rest on restricted sources that you may not see",
    ),
    "worked": WhyNot(
        "You worked on this claim, so somebody else signs it.",
        "You worked on this claim, so somebody else acknowledges what changed around it.",
        "you worked on it",
        "you worked on them",
    ),
    "legal_only": WhyNot(
        "Legal signs only where a risk flag asks for it.",
        _REVIEWER_ACKNOWLEDGES,
        "it needs no signature of legal",
        "they need no signature of legal",
    ),
}
#: What a predicate of this module says.
type Answer = Literal[True] | Denied
#: The authors of an article: {person's id: whether it is certain}.
type Authors = Mapping[int, bool]


def allow(answer: Answer) -> None:
    """Go on where a predicate of this module says yes; raise NotYours (403) with its reason where it says no."""
    if not answer:
        raise NotYours(answer.reason)


def roles_by_desk(person: Person) -> dict[int, set[str]]:
    """{desk's id: the roles that ``person`` holds there}, by id; one query a request."""
    if not hasattr(person, "_roles_by_desk"):
        by_desk: dict[int, set[str]] = {}
        if person.is_authenticated and person.is_active:
            held = Membership.objects.filter(person=person).order_by("desk_id")
            for desk, role in held.values_list("desk_id", "role"):
                by_desk.setdefault(desk, set()).add(role)
        person._roles_by_desk = by_desk  # type: ignore[attr-defined]
    return person._roles_by_desk  # type: ignore[attr-defined, no-any-return]


def roles_of(person: Person, desk_id: int) -> frozenset[str]:
    """The roles that ``person`` holds on a desk, a frozenset of Role values; one query a request."""
    return frozenset(roles_by_desk(person).get(desk_id, ()))


def desks_of(person: Person, roles: Iterable[str] = Role.values) -> list[int]:
    """The ids of the desks where ``person`` holds one of ``roles``, ascending; the same one query a request."""
    return [desk for desk, held in roles_by_desk(person).items() if held & set(roles)]


def _needs(person: Person, desk_id: int, roles: Iterable[str], doing: str) -> Answer:
    if roles_of(person, desk_id) & set(roles):
        return True
    names = [Role(role).label.lower() for role in Role.values if role in roles]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return Denied(f"{doing} is for a {listed} of this desk.")


def _wrote(person: Person, authors: Authors, so: str) -> Denied | None:
    """A Denied for an author of the article, and for whoever its byline may name; None for everybody else.

    ``authors`` is {person's id: whether it is certain}, as authors_of gives it; ``so`` is what follows from it.
    """
    certain = authors.get(person.pk)
    return None if certain is None else Denied(_WROTE["author" if certain else "byline"].format(so=so))


def may_answer_byline(person: Person, article: Article, question: BylineQuestion) -> Answer:
    """Whether a name in the byline is a member is said by somebody who works on the desk, other than that member."""
    if person.pk == question.person_id:
        return Denied("The byline may name you, so somebody else says whether it does.")
    return _needs(person, article.desk_id, set(Role) - {Role.OBSERVER}, "Saying whom a byline names")


def may_bring_in(person: Person, desk_id: int) -> Answer:
    """Writers, checkers, reviewers and chiefs bring articles in."""
    return _needs(person, desk_id, {Role.WRITER, *CUTTERS}, "Bringing in an article")


def may_import(person: Person, desk_id: int) -> Answer:
    """Whoever makes claims imports an article with its claims: what they bring in, they answer for."""
    return _needs(person, desk_id, CUTTERS, "Importing an article")


def may_bring_version(person: Person, article: Article) -> Answer:
    """Whoever brings articles in brings their next versions in: writers, checkers, reviewers and chiefs."""
    return _needs(person, article.desk_id, {Role.WRITER, *CUTTERS}, "Bringing in a version")


def may_take_back(person: Person, text: IncomingVersion) -> Answer:
    """A version that waits is taken back by whoever accepted it, or by somebody else who may bring one in."""
    return text.actor_id == person.pk or may_bring_version(person, text.article)


def may_discard(person: Person, text: IncomingVersion) -> Answer:
    """A refused text is discarded by whoever accepted it; if they may bring in none any more, by anybody who may."""
    if text.actor_id == person.pk:
        return True
    if may_bring_version(text.actor, text.article):
        return Denied(f"Only {text.actor} can discard this text.")
    return may_bring_version(person, text.article)


def may_answer_wording(person: Person, article: Article) -> Answer:
    """The writer accepts, edits or declines proposed words; the chief may in their stead."""
    return _needs(person, article.desk_id, {Role.WRITER, Role.CHIEF}, "Answering to proposed words")


def may_acknowledge(standing: str) -> Answer:
    """A changed context is acknowledged by somebody who may sign the claim: ``standing`` as ``claim_standing`` in
    SQL says it where nobody had signed yet.

    The database decides again, by the same function.
    """
    return True if standing in SIGNS_WITH else Denied(SIGNS_NOT[standing].acknowledging)


def may_edit_article(person: Person, article: Article) -> Answer:
    """Writers, checkers and chiefs edit what is said about an article."""
    return _needs(person, article.desk_id, {Role.WRITER, Role.CHECKER, Role.CHIEF}, "Editing these details")


def may_cut(person: Person, article: Article) -> Answer:
    """Checkers, reviewers and chiefs make, split, merge and edit claims, and mark words as no claim."""
    return _needs(person, article.desk_id, CUTTERS, "Working on claims")


def may_add_evidence(person: Person, article: Article) -> Answer:
    """Whoever works on claims adds evidence; a writer supplies backing."""
    return _needs(person, article.desk_id, {Role.WRITER, *CUTTERS}, "Adding evidence")


def may_change_evidence(person: Person, article: Article, evidence: Evidence) -> Answer:
    """Whoever works on claims changes, confirms, removes and puts back evidence; a writer only what they added."""
    verdict = may_add_evidence(person, article)
    if not verdict or evidence.added_by_id == person.pk or roles_of(person, article.desk_id) & CUTTERS:
        return verdict
    return Denied("A writer changes evidence that they added; this was added by somebody else.")


def may_edit_source(person: Person, desk_id: int) -> Answer:
    """Whoever adds evidence says what its sources are."""
    return _needs(person, desk_id, {Role.WRITER, *CUTTERS}, "Editing sources")


def may_list_reference(person: Person, desk_id: int) -> Answer:
    """Only a chief puts a work on the reference list, or takes it off."""
    return _needs(person, desk_id, {Role.CHIEF}, "The reference list")


def may_set_up(person: Person, desk_id: int) -> Answer:
    """Staff give and end roles on a desk, and write its reasons."""
    return bool(person.is_staff) or Denied("Setting up a desk is for an administrator.")


def may_set_rules(person: Person, desk_id: int) -> Answer:
    """Staff change what a signature needs, unless they sign there themselves (``signs_on`` in SQL decides again)."""
    if person.is_staff and roles_of(person, desk_id) & {Role.REVIEWER, Role.LEGAL, Role.CHIEF}:
        return Denied("You sign on this desk, so another administrator changes its rules and verdicts.")
    return may_set_up(person, desk_id)


def may_settle_source_change(person: Person, claim: Claim, authors: Authors, made_by: Iterable[int]) -> Answer:
    """Checkers, reviewers and chiefs, other than an author, say what a change of a source means for a claim.

    Of a claim that is signed, or waits to be, not whoever made the change: ``made_by`` are the ids of who did.
    """
    if (wrote := _wrote(person, authors, "somebody else settles what changed about its sources")) is not None:
        return wrote
    if claim.state in (ClaimState.IN_REVIEW, ClaimState.SIGNED_OFF) and person.pk in set(made_by):
        return Denied("You made this change. Somebody else says what it means for the claim.")
    return _needs(person, claim.desk_id, CUTTERS, "Settling a change of a source")


def may_write_in_threads(person: Person, article: Article) -> Answer:
    """Everybody on the desk but observers opens threads, answers and reopens."""
    return _needs(person, article.desk_id, set(Role) - {Role.OBSERVER}, "Writing in threads")


def may_resolve(person: Person, article: Article, thread: Thread) -> Answer:
    """A query is resolved by whoever opened it, or by a chief; any other thread by whoever may write in it.

    When whoever opened it has left, so does whom it was given to.
    """
    verdict = may_write_in_threads(person, article)
    asks = person.pk == thread.opened_by_id or (thread.given_to_id == person.pk and not thread.opened_by.is_active)
    closes = not thread.is_query or asks or Role.CHIEF in roles_of(person, article.desk_id)
    return verdict if closes or not verdict else Denied("A query is resolved by whoever opened it, or by a chief.")


def may_assign(person: Person, article: Article) -> Answer:
    """The chief assigns claims, and says when each is due."""
    return _needs(person, article.desk_id, {Role.CHIEF}, "Assigning")


def may_set_deadline(person: Person, article: Article) -> Answer:
    """The chief sets an article's deadline, and so do its checkers."""
    return _needs(person, article.desk_id, {Role.CHIEF, Role.CHECKER}, "Setting a deadline")


def may_decide_wording(person: Person, article: Article, authors: Authors) -> Answer:
    """The chief lets words stand against a line decision, except in an article of theirs."""
    if (wrote := _wrote(person, authors, "another chief decides")) is not None:
        return wrote
    return _needs(person, article.desk_id, {Role.CHIEF}, "Letting words stand")


def may_accept_no_reply(person: Person, article: Article, authors: Authors) -> Answer:
    """The chief or legal accepts that an allegation stays without a reply, except in an article of theirs."""
    if (wrote := _wrote(person, authors, "somebody else accepts that no reply is needed")) is not None:
        return wrote
    return _needs(person, article.desk_id, {Role.CHIEF, Role.LEGAL}, "Accepting that no reply is needed")


def may_look_through(person: Person, article: Article, authors: Authors) -> Answer:
    """Somebody who works on claims, other than an author, looks through the no-claim marks that others made."""
    if (wrote := _wrote(person, authors, "somebody else must review its marks")) is not None:
        return wrote
    return _needs(person, article.desk_id, CUTTERS, "Reviewing “no claim” marks")


def may_sign_article(standing: str) -> Answer:
    """A chief who is not an author signs the article off or releases it; ``article_standing`` in SQL decides."""
    if standing == "chief":
        return True
    if standing in _WROTE:
        return Denied(_WROTE[standing].format(so="another chief signs it off"))
    return Denied("Signing off an article is for a chief of this desk.")


def may_record_publication(standing: str) -> Answer:
    """A chief who is no author records what went out."""
    if standing in _WROTE:
        return Denied(_WROTE[standing].format(so="another chief records what went out"))
    return standing == "chief" or Denied("Recording what went out is for a chief of this desk.")


def may_settle_correction(standing: str) -> Answer:
    """A chief who is no author, and whose the fault cannot be, decides or dismisses; ``correction_standing`` in SQL."""
    if standing in _WROTE:
        return Denied(_WROTE[standing].format(so="another chief settles its corrections"))
    if standing == "worked":
        return Denied("You worked on a claim that it is about, or signed it: another chief settles the correction.")
    return standing == "chief" or Denied("Settling a correction is for a chief of this desk.")


def may_open_correction(person: Person, article: Article) -> Answer:
    """Anybody of the desk opens a correction: a complaint reaches any of them."""
    return _needs(person, article.desk_id, set(Role), "Opening a correction")


def may_second_release(person: Person, standing: str, proposer_id: int) -> Answer:
    """A release with exceptions takes a second person: chief, reviewer or legal, no author, not the first."""
    if standing in _WROTE:
        return Denied(_WROTE[standing].format(so="somebody else seconds its release"))
    if person.pk == proposer_id:
        return Denied("You proposed this release; a second person confirms it.")
    if standing in ("chief", "second"):
        return True
    return Denied("Seconding a release is for a reviewer, legal or chief of this desk.")


def may_close_exception(person: Person, standing: str, owner_id: int) -> Answer:
    """An exception that is not met takes somebody other than its owner: chief, reviewer or legal, no author."""
    if person.pk == owner_id:
        return Denied("It closes by itself when it is met. Before that, somebody other than its owner closes it.")
    if standing in _WROTE:
        return Denied(_WROTE[standing].format(so="somebody else closes its exceptions"))
    return standing in ("chief", "second") or Denied("Closing an exception is for a chief, reviewer or legal.")


def may_have_dossier(person: Person, article: Article, profile: str) -> Answer:
    """Everybody who sees an article has its shareable dossier; the internal one is for roles that work on the desk.

    An observer reads pages; the internal dossier has all of the record in one file, with what is off the record.
    """
    if profile == DossierProfile.SHAREABLE:
        return _needs(person, article.desk_id, set(Role), "A dossier")
    return _needs(person, article.desk_id, set(Role) - {Role.OBSERVER}, "An internal dossier")


def may_review(person: Person, authors: Authors) -> Answer:
    """An author of the article, and whoever its byline may name, reviews none of its claims."""
    wrote = _wrote(person, authors, "you review none of its claims")
    return True if wrote is None else wrote


def may_sign(standing: str) -> SignOffKind | Denied:
    """The kind of signature that somebody of this ``standing`` (``claim_standing`` in SQL) may give, or Denied.

    Who may give either signs for legal, unless whoever asks knows why not. The database decides again, by the same
    function.
    """
    return SIGNS_WITH[standing] if standing in SIGNS_WITH else Denied(SIGNS_NOT[standing].signing)
