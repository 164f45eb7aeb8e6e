"""The record. Only ``record(…)`` writes events, and ``acting(…)`` sets the person who acts in a transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.text import get_text_list

from claims.errors import NotNow, NotYours, TextMoved
from claims.models import Article, Claim, Correction, Desk, Event, Outbox, Person
from claims.queries.compiled import Compiled, Slot
from claims.states import ArticleState, ClaimState, CorrectionCause

#: The error for the status that the database refuses with (`refuse` in claims/sql/actor.sql).
REFUSED: dict[str, type[NotNow | NotYours]] = {"403": NotYours, "409": NotNow}
#: What the database refuses with if a text has changed since its words were selected.
TEXT_MOVED = {"words_stand_there", "words_bound", "piece_of_earlier_version"}


@contextmanager
def acting(actor: Person) -> Iterator[None]:
    """Open a transaction (or a savepoint in one) in which ``actor``, a Person, makes all changes.

    The database refuses to change signed content without an actor. The setting ends with the transaction, because
    connections are pooled. Raises NotYours, NotNow or TextMoved where the database refuses.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('factcheck.actor', %s, true)", [str(actor.pk)])
            yield
    except IntegrityError as error:
        if (diagnosis := getattr(error.__cause__, "diag", None)) is None:
            raise
        if diagnosis.constraint_name in TEXT_MOVED:
            raise TextMoved from error
        if refused := REFUSED.get(diagnosis.message_detail):
            raise refused(diagnosis.message_primary) from error
        raise


def record(
    verb: str,
    words: str,
    *,
    actor: Person,
    desk: Desk | None = None,
    article: Article | None = None,
    claim: Claim | None = None,
    data: dict[str, Any] | None = None,
    follow: Iterable[str] = (),
) -> Event:
    """Append one Event, in words, to the chain of its article (or of ``desk`` if there is no article).

    Call it last in the transaction: it locks the head of the chain. Pass ``article`` and ``claim`` as they were read
    under lock: if the database has changed their states since, the event says so too. ``follow`` names what must
    follow; each becomes an outbox row that the relay tries until it is done. The database sets sequence, hashes and
    time (UTC).
    """
    if claim is not None:
        article = article or claim.article
    event = Event.objects.create(
        chain_id=0,  # the database finds the chain
        desk_id=article.desk_id if article is not None else desk.pk,  # type: ignore[union-attr]
        article=article,
        claim=claim,
        actor=actor,
        verb=verb,
        words=words + (_voided(article, claim) if article is not None else ""),
        data=data or {},
    )
    Outbox.objects.bulk_create(Outbox(event=event, kind=kind) for kind in follow)
    return event


def check_now() -> None:
    """Run the checks of the commit now; call it after the event, so that a refusal becomes a message."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _voided(article: Article, claim: Claim | None) -> str:
    """Return what else happened, in words: the database voids a sign-off when its content changes."""
    said = []
    if claim is not None and claim.state == ClaimState.SIGNED_OFF:
        claim.state = _STATE.first(claim=claim.pk)
        if claim.state == ClaimState.CHANGED:
            said.append(f"; {_whose(claim)} void")
    if article.state in {*ArticleState.signed(), ArticleState.RELEASED}:
        article.state = Article.objects.values_list("state", flat=True).get(pk=article.pk)
        if article.state == ArticleState.IN_CHECKING:
            said.append(f"; {_whose(article)} void: the article is in checking again")
    elif article.state in ArticleState.out():
        if _untold("signoff", _voided_now(article)):
            said.append(f"; {_whose(article)} void, and the article is out")
        opened = Correction.objects.filter(
            article=article, opened_at__gte=TransactionNow(), because=CorrectionCause.CLAIM_CHANGED
        )
        numbers = dict(opened.values_list("pk", "number"))
        said += [f"; correction {numbers[pk]} is open" for pk in _untold("correction", opened)]
    return "".join(said)


_STATE = Compiled(lambda: Claim.objects.filter(pk=Slot("claim")).values_list("state", flat=True))


def _untold(kind: str, rows: QuerySet[Any]) -> list[int]:
    """Return the ids of those of ``rows`` that no event of this transaction has told of, and count them as told."""
    if not (ids := list(rows.order_by("pk").values_list("pk", flat=True))):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('factcheck.told', true), '')")
        told = cursor.fetchone()[0].split()
        untold = [pk for pk in ids if f"{kind}:{pk}" not in told]
        words = " ".join([*told, *(f"{kind}:{pk}" for pk in untold)])
        cursor.execute("SELECT set_config('factcheck.told', %s, true)", [words])
    return untold


def _whose(thing: Article | Claim) -> str:
    """Return the sign-offs that this transaction voided: "Ben Carter’s sign-off is", "Ben Carter’s and Ann Lee’s …"."""
    names = list(dict.fromkeys(_voided_now(thing).order_by("pk").values_list("signer__name", flat=True)))
    if not names:
        return "its sign-off is"
    whose = get_text_list([f"{name}’s" for name in names], "and")
    return f"{whose} sign-off is" if len(names) == 1 else f"{whose} sign-offs are"


def _voided_now(thing: Article | Claim) -> QuerySet[Any]:
    return thing.signoffs.filter(voided_at=TransactionNow())
