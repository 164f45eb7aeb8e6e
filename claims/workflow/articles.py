"""An article's moves: sign-off through the gate, release with exceptions, publication."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.text import get_text_list

from claims.errors import Invalid, NotNow, Voids
from claims.history import acting, check_now, record
from claims.models import Article, ArticleSignOff, Correction, Person, ReleaseException
from claims.permissions import allow, may_close_exception, may_second_release, may_sign_article
from claims.queries.gate import gate_of
from claims.queries.threads import open_queries
from claims.rules.gate import GateItem
from claims.states import ARTICLE_MOVES, ArticleSignOffKind, ArticleState
from claims.text.counted import plural


def lock_article(article_id: int) -> Article:
    """The article as it is now, locked until the transaction ends."""
    return Article.objects.select_for_update(no_key=True).get(pk=article_id)


def keep_signoff(article: Article) -> None:
    """Before something that voids a standing sign-off of the article is done without being asked for. Raises Voids."""
    if article.state in ArticleState.signed():
        live = article.signoffs.filter(kind=ArticleSignOffKind.SIGNED, voided_at__isnull=True)
        for name in live.values_list("signer__name", flat=True):
            raise Voids(f"{name}’s sign-off")


def authors_of(article: Article) -> dict[int, bool]:
    """{person's id: whether it is certain} of everybody who was ever named an author of the article, or whom its
    byline may name: nobody has said that "R. Lindqvist" is somebody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, certain FROM article_authors(%s)", [article.pk])
        return dict(cursor.fetchall())


def article_standing(article: Article, person: Person) -> str:
    """How ``person`` stands towards signing the article off: chief, second, author, byline or role, as in SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT article_standing(%s, %s)", [article.pk, person.pk])
        found: str = cursor.fetchone()[0]
        return found


def article_hash(article_id: int) -> str:
    """The hash of what an article's sign-off binds (``article_content_hash``): text, marks, every claim's sign-offs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT article_content_hash(%s)", [article_id])
        found: str = cursor.fetchone()[0]
        return found


def _move(article: Article, state: str) -> None:
    if (article.state, state) not in ARTICLE_MOVES:
        raise NotNow(f"The article is {article.get_state_display().lower()} now.")
    article.state = state
    article.save(update_fields=["state"])


def _unchanged(article: Article, content_hash: str) -> None:
    if content_hash != article_hash(article.pk):
        raise NotNow("The article changed since you opened this page. Look again, then decide.")


def open_items(article: Article, signoff: ArticleSignOff | None = None) -> list[GateItem]:
    """The GateItems that keep the article from its sign-off; with a release's ``signoff``, those that it gives
    no owner."""
    owned = _owned(signoff)
    return [item for item in gate_of(article) if item.blocks and not item.ok and item.key not in owned]


def _owned(signoff: ArticleSignOff | None) -> set[str]:
    """The keys of the items that a release (None: no release) goes out with: its open exceptions."""
    return set(signoff.exceptions.filter(closed_at__isnull=True).values_list("item", flat=True)) if signoff else set()


def _all_owned(article: Article, signoff: ArticleSignOff, advice: str) -> None:
    """Raises NotNow where something is open that the release does not name."""
    if stops := open_items(article, signoff):
        count = plural(len(stops), "open item has no owner in the release,open items have no owner in the release")
        raise NotNow(f"{count}. {stops[0].words} {advice}")


def sign_off_article(article: Article, *, actor: Person, content_hash: str) -> Article:
    """The chief signs the article off: everything in its gate is met. Raises NotYours, NotNow.

    One of ours is signed off then; somebody else's is checked, which is its end. One that is out is signed again once
    its corrections are settled, and is corrected where one was decided.
    A release, proposed or in effect, is over with it (``article_signed_whole`` in the database).
    """
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_sign_article(article_standing(article, actor)))
        _unchanged(article, content_hash)
        stops = open_items(article)
        corrected = _corrected(article) if article.state in ArticleState.out() else []
        if stops:
            unmet = plural(len(stops), "item of the gate is,items of the gate are")
            raise NotNow(f"{unmet} not met: {stops[0].words}")
        if corrected:
            live = article.signoffs.filter(kind=ArticleSignOffKind.SIGNED, voided_at__isnull=True)
            live.update(voided_at=timezone.now(), void_reason="signed again after a correction")
        signoff = ArticleSignOff.objects.create(
            article=article,
            version_id=article.current_version_id,  # type: ignore[misc]
            signer=actor,
            content_hash=content_hash,
        )
        version = article.current_version.number  # type: ignore[union-attr]
        data = {"signoff": signoff.pk, "content_hash": content_hash, "version": version}
        if corrected:
            if article.state != ArticleState.CORRECTED:
                _move(article, ArticleState.CORRECTED)
            numbers = get_text_list([str(number) for number in corrected], "and")
            verb = "article_corrected"
            words = f"corrected the article: signed off version {version}, with correction {numbers}"
        else:
            if article.state not in ArticleState.out():
                _move(article, article.signed_state)
            verb = "article_signed_off"
            words = f"signed off version {version}" + ("" if article.ours else ": the article is checked")
        record(verb, f"{actor} {words}", actor=actor, article=article, data=data)
        check_now()
    return article


def signed_again(article: Article) -> tuple[list[int], str]:
    """Of an article that is out: the numbers of the corrections decided since its last sign-off, and why it is not
    signed again now ("" if it can be)."""
    rows = Correction.objects.filter(article=article).order_by("number")
    if signed := article.signoffs.filter(kind=ArticleSignOffKind.SIGNED).order_by("-pk").first():
        decided = rows.exclude(kind="").filter(settled_at__gte=signed.signed_at)
    else:
        decided = rows.exclude(kind="")
    numbers = list(decided.values_list("number", flat=True))
    if waiting := rows.filter(settled_at=None).first():
        return numbers, f"{waiting} is open. Decide or dismiss it first."
    if not numbers and article.signoffs.filter(voided_at__isnull=True).exists():
        return numbers, f"The article is {article.get_state_display().lower()}, and is signed as it is."
    return numbers, ""


def _corrected(article: Article) -> list[int]:
    """The numbers of the corrections that an article which is out is signed again with; raises NotNow."""
    numbers, why_not = signed_again(article)
    if why_not:
        raise NotNow(why_not)
    return numbers


def propose_release(
    article: Article, *, actor: Person, content_hash: str, reason: str, owners: Mapping[str, int]
) -> ArticleSignOff:
    """Propose a release with exceptions: ``owners`` maps each open gate item's key to a Person id.

    It takes effect when a second person confirms it. Raises NotYours, NotNow, Invalid.
    """
    reason = reason.strip()
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_sign_article(article_standing(article, actor)))
        if not article.ours:
            raise NotNow("Somebody else’s article is not ours to release. Sign it off when its gate is met.")
        if article.state != ArticleState.IN_CHECKING:
            raise NotNow(f"The article is {article.get_state_display().lower()} now.")
        _unchanged(article, content_hash)
        if not reason:
            raise Invalid("Say why it is released with open items.", "reason")
        items = open_items(article)
        if not items:
            raise NotNow("Nothing is open. Sign the article off instead.")
        people = {
            person.pk: person
            for person in Person.objects.filter(memberships__desk_id=article.desk_id, is_active=True).distinct()
        }
        for item in items:
            if owners.get(item.key) not in people:
                raise Invalid(f"Name an owner on this desk for: {item.words}", f"owner-{item.key}")
        ArticleSignOff.objects.filter(article=article, kind=ArticleSignOffKind.RELEASED, voided_at__isnull=True).update(
            voided_at=timezone.now(), void_reason="another release was proposed"
        )
        signoff = ArticleSignOff.objects.create(
            article=article,
            version_id=article.current_version_id,  # type: ignore[misc]
            kind=ArticleSignOffKind.RELEASED,
            signer=actor,
            content_hash=content_hash,
            reason=reason,
        )
        ReleaseException.objects.bulk_create(
            ReleaseException(signoff=signoff, item=item.key, words=item.words[:300], owner=people[owners[item.key]])
            for item in items
        )
        words = f"{actor} proposed a release with {plural(len(items), 'exception')}: {reason}"
        data = {"signoff": signoff.pk, "items": [item.key for item in items]}
        record("release_proposed", words, actor=actor, article=article, data=data)
        check_now()
    return signoff


def second_release(signoff: ArticleSignOff, *, actor: Person) -> Article:
    """A second person confirms a proposed release, and the article is released. Raises NotYours, NotNow."""
    with acting(actor):
        article = lock_article(signoff.article_id)
        signoff = ArticleSignOff.objects.select_for_update().get(pk=signoff.pk)
        allow(may_second_release(actor, article_standing(article, actor), signoff.signer_id))
        if signoff.voided_at or signoff.seconded_by_id or signoff.kind != ArticleSignOffKind.RELEASED:
            raise NotNow("This proposal is no longer open.")
        _unchanged(article, signoff.hash_now)
        _all_owned(article, signoff, "Then confirm it, or propose another release.")
        signoff.seconded_by, signoff.seconded_at = actor, timezone.now()
        signoff.save(update_fields=["seconded_by", "seconded_at"])
        _move(article, ArticleState.RELEASED)
        words = f"{actor} confirmed the release with exceptions that {signoff.signer} proposed"
        record("article_released", words, actor=actor, article=article, data={"signoff": signoff.pk})
        check_now()
    return article


def close_exception(exception: ReleaseException, *, actor: Person, reason: str) -> ReleaseException:
    """Close an exception that is not met, for a reason, as somebody other than its owner.

    One that is met closes by itself (``exceptions_met`` in the database). Raises NotYours, NotNow, Invalid.
    """
    with acting(actor):
        article = lock_article(exception.signoff.article_id)
        exception = (
            ReleaseException.objects.select_for_update(of=("self",)).select_related("signoff").get(pk=exception.pk)
        )
        allow(may_close_exception(actor, article_standing(article, actor), exception.owner_id))
        if exception.signoff.seconded_by_id is None:
            raise NotNow("The release waits for its second person still: nothing is released with exceptions yet.")
        if exception.closed_at:
            raise NotNow("It is closed already.")
        if not reason.strip():
            raise Invalid("Say why, in a few words.", "reason")
        exception.closed_by, exception.closed_at, exception.closed_reason = actor, timezone.now(), reason.strip()
        exception.save(update_fields=["closed_by", "closed_at", "closed_reason"])
        words = f"{actor} closed an exception: {exception.words} Reason: {exception.closed_reason}"
        record("exception_closed", words, actor=actor, article=article, data={"item": exception.item})
        check_now()
    return exception


def _chief_moves(
    article: Article,
    actor: Person,
    state: str,
    verb: str,
    says: str,
    reason: str = "",
    ready: Callable[[Article], None] = lambda article: None,
) -> Article:
    """``ready`` raises NotNow on the locked article where something has to be done first."""
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_sign_article(article_standing(article, actor)))
        ready(article)
        _move(article, state)
        words = f"{actor} {says}" + (f": {reason}" if reason else "")
        record(verb, words, actor=actor, article=article, data={"state": state, "reason": reason})
        check_now()
    return article


def _release_of(article: Article) -> ArticleSignOff | None:
    """The sign-off by which the article is released now, or None."""
    if article.state != ArticleState.RELEASED:
        return None
    return article.signoffs.filter(kind=ArticleSignOffKind.RELEASED, voided_at__isnull=True).first()


def opened_since(article: Article, stops: list[GateItem]) -> list[GateItem]:
    """Those of the ``stops`` of an article's gate that its release does not name: they stop publication."""
    owned = _owned(_release_of(article))
    return [item for item in stops if item.key not in owned]


def _asked_since(article: Article) -> list[Any]:
    """The open queries that neither sign-off nor release knows of, oldest first."""
    known = _owned(_release_of(article))
    return [query for query in open_queries(article) if f"query:{query.pk}" not in known]


def _may_be_out(article: Article) -> None:
    if not article.ours:
        raise NotNow("Somebody else’s article is not ours to publish.")
    if asked := _asked_since(article):
        query = asked[0]
        about = f"on claim {query.claim.number}" if query.claim_id else "on the article"
        more = f", and {len(asked) - 1} more" if len(asked) > 1 else ""
        raise NotNow(f"A query {about} is open{more}: “{query.asked[:120]}” Resolve it, then publish.")
    if release := _release_of(article):
        _all_owned(article, release, "Then publish, or reopen the article and release it anew.")


def publish(article: Article, *, actor: Person) -> Article:
    """Say that our signed-off or released text is out. Raises NotYours, NotNow (over a query asked since, or an
    open item that nobody owns, too)."""
    words = "marked the article published"
    return _chief_moves(article, actor, ArticleState.PUBLISHED, "published", words, ready=_may_be_out)


def withdraw_article(article: Article, *, actor: Person, reason: str) -> Article:
    """Take the article off the desk's work, with a reason. Raises NotYours, NotNow, Invalid."""
    if not reason.strip():
        raise Invalid("Say why, in a few words.", "reason")
    return _chief_moves(
        article, actor, ArticleState.WITHDRAWN, "article_withdrawn", "withdrew the article", reason.strip()
    )


def reopen_article(article: Article, *, actor: Person, reason: str) -> Article:
    """Take an article's sign-off, or its withdrawal, back, with a reason. Raises NotYours, NotNow, Invalid."""
    reason = reason.strip()
    if not reason:
        raise Invalid("Say why, in a few words.", "reason")
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_sign_article(article_standing(article, actor)))
        if (article.state, ArticleState.IN_CHECKING) not in ARTICLE_MOVES:
            raise NotNow(f"The article is {article.get_state_display().lower()} now.")
        # Voiding takes the state with it; a withdrawn article has nothing to void.
        ArticleSignOff.objects.filter(article=article, voided_at__isnull=True).update(
            voided_at=timezone.now(), void_reason=reason[:200]
        )
        article.refresh_from_db(fields=["state"])
        if article.state != ArticleState.IN_CHECKING:
            _move(article, ArticleState.IN_CHECKING)
        record("article_reopened", f"{actor} reopened the article: {reason}", actor=actor, article=article)
        check_now()
    return article
