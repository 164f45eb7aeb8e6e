"""Factories: each makes one thing with believable defaults, as its ``actor``. ``**over`` sets any field."""

import hashlib
import itertools
import re
from datetime import timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from claims.editing.captures import capture, end, end_drawing
from claims.editing.contacts import log_request
from claims.files import keep
from claims.history import acting, record
from claims.models import (
    Anchoring,
    Article,
    ArticleAuthor,
    ArticleSignOff,
    Backing,
    Block,
    Claim,
    ClaimLink,
    Correction,
    Deposit,
    Derivation,
    Desk,
    Draft,
    Evidence,
    Line,
    Lineage,
    Membership,
    NoClaimMark,
    Person,
    Piece,
    Publication,
    SignOff,
    Source,
    Speaker,
    VerdictScheme,
    Version,
)
from claims.states import EVENTS, ClaimState, Role

TEXT = (
    "Bridge reopens after the flood\n\n"
    "The mayor said the old bridge carries 40 lorries an hour. Engineers found 3 cracks in its deck.\n\n"
    "The ministry denied that the bridge was closed. No one was hurt, it said."
)
SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s|$)|$)", re.DOTALL)
numbers = itertools.count(1)


def make_desk(name=None, **over):
    """Make a desk with its first verdict scheme."""
    name = name or f"Desk {next(numbers)}"
    desk = Desk.objects.create(name=name, slug=name.lower().replace(" ", "-"), **over)
    VerdictScheme.objects.create(desk=desk, number=1)
    return desk


def make_person(name=None, *roles, desk=None, **over):
    """Make a person who holds ``roles`` on ``desk``; their password is ``bridge-40-lorries``."""
    name = name or f"Person {next(numbers)}"
    row = {"name": name, "username": name.lower().replace(" ", "."), "roles": roles, "desk": desk}
    return make_people(row | over)[0]


def make_people(*rows):
    """Make a person of each row: its fields, and the ``roles`` that they hold on a ``desk``."""
    people, memberships = [], []
    for row in rows:
        fields = {name: value for name, value in row.items() if name not in ("roles", "desk")}
        person = Person(**fields)
        person.set_password("bridge-40-lorries")
        people.append(person)
        memberships += [Membership(person=person, desk=row["desk"], role=Role(role)) for role in row["roles"]]
    with connection.cursor() as cursor:
        # As on the command line: a password set by somebody else would have to be changed first.
        cursor.execute("SELECT current_setting('factcheck.actor', true), set_config('factcheck.actor', '', true)")
        actor = cursor.fetchone()[0] or ""
        Person.objects.bulk_create(people)
        cursor.execute("SELECT set_config('factcheck.actor', %s, true)", [actor])
    Membership.objects.bulk_create(memberships)
    return people


def make_article(desk, text=TEXT, *, actor=None, authors=(), left_out=(), backing=(), upload=None, **over):
    """Make an article. Empty lines separate its paragraphs; the first one is the headline.

    ``authors`` are persons; ``left_out`` holds positions of blocks, from 0; ``backing`` and ``upload`` as in
    make_version.
    """
    actor = actor or make_person()
    with acting(actor):
        headline = over.pop("headline", text.split("\n\n", 1)[0][:500])
        article = Article.objects.create(desk=desk, headline=headline, created_by=actor, **over)
        for position, person in enumerate(authors):
            ArticleAuthor.objects.create(article=article, name=person.name, person=person, position=position)
        make_version(article, text, actor=actor, left_out=left_out, backing=backing, upload=upload)
    return article


def make_version(article, text, *, actor=None, left_out=(), current=True, backing=(), upload=None):
    """Make the article's next version, and make it current unless told not to.

    Claims get no pieces in it (see ``make_pieces``). ``backing`` are (words that it stands on, fields of a Backing).
    ``upload`` is the file that it came as.
    """
    actor = actor or article.created_by
    paragraphs = text.split("\n\n")
    digest = hashlib.sha256(repr((paragraphs, sorted(left_out))).encode()).hexdigest()
    number = (article.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    with acting(actor):
        version = Version.objects.create(article=article, number=number, hash=digest, created_by=actor, upload=upload)
        out = {"left_out": True, "left_out_reason": "not article", "left_out_by": actor}
        blocks = Block.objects.bulk_create(
            Block(
                version=version,
                position=position,
                kind="headline" if position == 0 else "paragraph",
                text=words,
                **(out if position in left_out else {}),
            )
            for position, words in enumerate(paragraphs)
        )
        numbered = itertools.count(1)
        Line.objects.bulk_create(
            Line(version=version, block=block, number=next(numbered), start=found.start(), end=found.end())
            for block in blocks
            if not block.left_out
            for found in SENTENCE.finditer(block.text)
        )
        for position, (words, said) in enumerate(backing):
            block, start, end = find_words(version, words)
            stands = {"block": block, "start": start, "end": end, "quote": words}
            Backing.objects.create(version=version, position=position, **stands, **said)
        if current:
            article.current_version = version
            article.save(update_fields=["current_version"])
    return version


def find_words(version, words):
    """Return the block where ``words`` first occur, and where they start and end in it (code points)."""
    block = next(block for block in version.blocks.order_by("position") if words in block.text)
    start = block.text.index(words)
    return block, start, start + len(words)


def make_pieces(claim, *words, actor=None, version=None):
    """Make one piece of ``claim`` for each of ``words``, at its first place in ``version`` (default: current)."""
    version = version or claim.article.current_version
    with acting(actor or claim.created_by):
        return Piece.objects.bulk_create(
            Piece(claim=claim, version=version, block=block, start=start, end=end, words=piece)
            for piece in words
            for block, start, end in [find_words(version, piece)]
        )


def make_anchoring(claim, version, result="kept", *, actor=None):
    """Record what ``version`` did to ``claim``, before the version is made current."""
    with acting(actor or version.created_by):
        return Anchoring.objects.create(claim=claim, version=version, result=result, state_was=claim.state)


def make_claim(article, words, *more_words, actor=None, **over):
    """Make an open claim by ``actor`` on ``words`` (and ``more_words``: further pieces); fields as in Claim."""
    actor = actor or article.created_by
    number = (article.claims.aggregate(last=Max("number"))["last"] or 0) + 1
    fields = {"statement": words, "number": number, "created_by": actor} | over
    if fields.get("verdict"):
        fields.setdefault("scheme", article.desk.schemes.first())
    with acting(actor):
        claim = Claim.objects.create(article=article, desk_id=article.desk_id, **fields)
        make_pieces(claim, words, *more_words, actor=actor)
    claim.refresh_from_db()
    return claim


def make_speaker(desk, name=None, **over):
    name = name or f"Speaker {next(numbers)}"
    return Speaker.objects.create(desk=desk, name=name, key=name.casefold(), **over)


def make_source(desk, title=None, *, origin=None, **over):
    """Make a source; with ``origin``, one that derives from it."""
    made = Source.objects.create(desk=desk, title=title or f"Bridge survey {next(numbers)}", **over)
    if origin is not None:
        derive(made, origin)
    return made


def make_drawn(source, *, actor):
    """Make a capture of a source with an address, which a browser has drawn: three files that are kept."""
    asked = capture(source, actor=actor)
    drawn = {"png": b"the picture", "pdf": b"the document"}
    end(asked, sha256=keep(b"<p>It rained."), size=13, media="text/html", draws=0)
    end_drawing(asked, drawn=[{"kind": kind, "sha256": keep(raw), "size": len(raw)} for kind, raw in drawn.items()])
    return asked


def make_deposit(drawn, *, actor):
    """Ask a web archive to keep the address of a capture."""
    with acting(actor):
        return Deposit.objects.create(capture=drawn, person=actor)


def derive(source, origin, kind="republishes", drift="", *, actor=None):
    """Say that a source derives from another; the actor is somebody of its desk."""
    someone = actor or Person.objects.filter(memberships__desk=source.desk).first() or make_person()
    with acting(someone):
        return Derivation.objects.create(source=source, origin=origin, kind=kind, drift=drift)


def make_evidence(claim, source=None, *, actor=None, **over):
    """Add supporting evidence to ``claim``; the actor becomes a contributor."""
    actor = actor or claim.created_by
    fields = {"excerpt": "40 lorries were counted", "locator": "p. 4", "added_by": actor} | over
    with acting(actor):
        return Evidence.objects.create(claim=claim, source=source or make_source(claim.desk), **fields)


def make_contact(*claims, actor=None, ago=48, time=24, **over):
    """Log a request to the accused about ``claims``, made ``ago`` hours ago, with ``time`` hours to answer."""
    asked = timezone.now() - timedelta(hours=ago)
    said = {"whom": "The ministry", "asked_by": "Leyla", "channel": "telephone", "questions": "Was it closed?"}
    said |= {"asked_at": asked, "deadline": asked + timedelta(hours=time), "seeks_reply": True} | over
    return log_request(claims, actor=actor or claims[0].created_by, **said)


def make_link(claim, to, kind="denies", *, actor=None):
    actor = actor or claim.created_by
    with acting(actor):
        return ClaimLink.objects.create(claim=claim, to=to, kind=kind, created_by=actor)


def make_lineage(parent, child, kind="split", *, actor=None):
    with acting(actor or parent.created_by):
        return Lineage.objects.create(parent=parent, child=child, kind=kind)


def make_mark(article, words, *, actor=None, looked_by=None, reason="not an assertion"):
    """Mark ``words`` as *no claim here*; with ``looked_by``, also reviewed by that person."""
    actor = actor or article.created_by
    block, start, end = find_words(article.current_version, words)
    with acting(actor):
        mark = NoClaimMark.objects.create(
            version=article.current_version,
            block=block,
            start=start,
            end=end,
            words=words,
            reason=reason,
            made_by=actor,
        )
    if looked_by:
        with acting(looked_by):
            mark.looked_by, mark.looked_at = looked_by, timezone.now()
            mark.save()
    mark.refresh_from_db()  # the database sets the time
    return mark


def make_draft(article, words, **over):
    """Make an open suggestion on ``words`` of the current version."""
    block, start, end = find_words(article.current_version, words)
    line = next(one for one in block.lines.order_by("number") if one.end > start)
    fields = {"statement": words, "position": next(numbers), "reason": "A sentence of the article's own"}
    fields |= {"line_number": line.number} | over
    pieces = [[block.pk, start, end, words]]
    return Draft.objects.create(version=article.current_version, pieces=pieces, words=words, **fields)


def judge(claim, actor, **over):
    """Let ``actor`` propose a verdict, and so become a contributor."""
    fields = {"verdict": "supported", "rationale": "Counted twice.", "scheme": claim.desk.schemes.first()} | over
    return _set(claim, actor, **fields)


def send_to_review(claim, actor):
    """Bring ``claim`` into review from any state, sent by ``actor``, with their verdict if there is none yet."""
    if claim.state in (ClaimState.OPEN, ClaimState.SIGNED_OFF):
        _set(claim, actor, state=ClaimState.CHECKING)
    if not claim.verdict:
        judge(claim, actor)
    return _set(claim, actor, state=ClaimState.IN_REVIEW, sent_by=actor, sent_at=timezone.now())


def content_hash(claim):
    """Return what a form would carry: ``claim_content_hash`` of the claim as it is now."""
    return _scalar("SELECT claim_content_hash(%s)", claim.pk)


def article_hash(article):
    return _scalar("SELECT article_content_hash(%s)", article.pk)


def sign(claim, signer, kind="review", **over):
    """Make one sign-off by ``signer`` on the claim as it is now, without changing the claim's state."""
    with acting(signer):
        fields = {"signer": signer, "content_hash": content_hash(claim)} | over
        return tell_of(SignOff.objects.create(claim=claim, kind=kind, **fields))


def sign_off(claim, *signers, by):
    """Sign off a claim with the sign-offs of all ``signers``, legal members as legal.

    ``by`` first sends it to review if it is not there.
    """
    if claim.state != ClaimState.IN_REVIEW:
        send_to_review(claim, by)
    for signer in signers:
        legal = signer.memberships.filter(desk=claim.desk_id, role=Role.LEGAL).exists()
        sign(claim, signer, "legal" if legal else "review")
    return _set(claim, signers[-1], state=ClaimState.SIGNED_OFF)


def sign_article(article, chief, kind="signed", **over):
    """Make the chief's sign-off (or a proposed release) of the article as it is now, without changing its state."""
    article.refresh_from_db()
    with acting(chief):
        fields = {"signer": chief, "content_hash": article_hash(article), "version": article.current_version} | over
        return tell_of(ArticleSignOff.objects.create(article=article, kind=kind, **fields))


def second(release, person, named=None):
    """Let ``person`` confirm a proposed release, without changing the article's state.

    With ``named``, they try to confirm as that person.
    """
    with acting(person):
        ArticleSignOff.objects.filter(pk=release.pk).update(seconded_by=named or person)
        return tell_of(release)


def note(actor, words="the article", **where):
    """Record an event that tells of no change: ``actor`` wrote something on the article, claim or desk of ``where``."""
    return record("said", f"{actor} wrote in a thread on {words}", actor=actor, **where)


def tell_of(signoff):
    """Record the event that belongs to a sign-off of a claim or an article. Return the sign-off."""
    signoff.refresh_from_db()
    data = {"signoff": signoff.pk, "content_hash": signoff.content_hash, "kind": signoff.kind}
    if isinstance(signoff, SignOff):
        words = f"{signoff.signer} approved claim {signoff.claim.number}"
        record("approve", words, actor=signoff.signer, claim=signoff.claim, data=data)
    else:
        verb = "article_signed_off" if signoff.kind == "signed" else "release_proposed"
        verb = "article_released" if signoff.seconded_by_id else verb
        actor = signoff.seconded_by or signoff.signer
        record(verb, f"{actor} {EVENTS[verb][0]}", actor=actor, article=signoff.article, data=data)
    return signoff


def make_published(desk, chief, text=TEXT, *, marked_by=None, **over):
    """Make an article of ours without claims that is out: ``chief`` signed and published it.

    ``marked_by``, where it is given, has marked all of its lines, and ``chief`` has reviewed the marks.
    """
    article = make_article(desk, text, actor=chief, **over)
    for line in article.current_version.lines.select_related("block") if marked_by else ():
        make_mark(article, line.block.text[line.start : line.end], actor=marked_by, looked_by=chief)
    sign_article(article, chief)
    for state in ("signed_off", "published"):
        set_state_of(article, chief, state)
    return article


def make_publication(article, chief, **over):
    """Record what went out of an article that is out: the text as signed, but for ``differences``."""
    fields = {"version": article.current_version, "address": "https://example.org/a", "text": "Bridge", "by": chief}
    with acting(chief):
        made = Publication.objects.create(article=article, **fields | over)
        record("went_out", f"{chief} recorded what went out at {made.address}", actor=chief, article=article)
    made.refresh_from_db()
    return made


def make_correction(article, *, actor, by=None, **over):
    """Make a correction of an article that is out, reported by a reader; with ``by``, decided by that chief."""
    fields = {"because": "complaint", "reported": "It carries 30.", "reported_by": "A reader", "opened_by": actor}
    with acting(actor):
        correction = Correction.objects.create(article=article, **fields | over)
        correction.refresh_from_db()
        words = f"{actor} opened correction {correction.number}"
        record("correction_opened", words, actor=actor, article=article)
    return settle_correction(correction, by) if by else correction


def settle_correction(correction, by, **over):
    """Let the chief ``by`` decide a correction, or dismiss it: ``dismissed`` says why."""
    said = over or {"kind": "correction", "was_wrong": "40", "is_right": "30", "since": timezone.now()}
    with acting(by):
        Correction.objects.filter(pk=correction.pk).update(**{"settled_by": by, "settled_at": timezone.now()} | said)
        done = "dismissed" if over.get("dismissed") else "decided"
        words = f"{by} {done} correction {correction.number}"
        record(f"correction_{done}", words, actor=by, article=correction.article)
    correction.refresh_from_db()
    return correction


def set_state_of(thing, actor, state):
    """Put a claim or an article into ``state`` as ``actor``. The database must allow the move."""
    return _set(thing, actor, state=state)


def _set(thing, actor, **fields):
    with acting(actor):
        for name, value in fields.items():
            setattr(thing, name, value)
        thing.save(update_fields=list(fields))
    thing.refresh_from_db()
    return thing


def _scalar(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]
