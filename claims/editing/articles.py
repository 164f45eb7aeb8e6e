"""Writes of articles: taking one in, with its first version, and what is said about it."""

from uuid import uuid4

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from claims.editing.backing import write_backing
from claims.editing.speakers import name_key, place, speaker_named
from claims.errors import Conflict, Invalid, NotNow, NotYours
from claims.history import acting, record
from claims.models import (
    Article,
    ArticleAuthor,
    Block,
    BylineQuestion,
    ChainLink,
    DraftRun,
    Line,
    Person,
    Presence,
    Side,
    Version,
)
from claims.permissions import allow, may_answer_byline, may_bring_in, may_edit_article, may_set_deadline
from claims.queries.plans import version_hash
from claims.queries.revision import cut
from claims.queries.source_changes import waiting_said
from claims.states import ArticleState, BylineAnswer, Ownership
from claims.workflow.articles import lock_article

#: The newest articles of a desk that show which outlets are its own.
SEEN = 500
#: What is said about an article, with its word on screen.
ARTICLE_FIELDS = {
    "ownership": "whose it is",
    "headline": "headline",
    "outlet": "outlet",
    "address": "address",
    "published_date": "published on",
    "published_time": "published at",
    "published_zone": "time zone",
    "language": "language",
    "deadline": "deadline",
}
DETAILS = ARTICLE_FIELDS | {"authors": "authors", "chain": "chain", "sides": "sides"}


def write_text(article, blocks, *, actor, note="", upload=None, before=None):
    """Write the article's next version: its blocks and lines. It is not current yet.

    Call inside acting(), with the article locked. ``blocks`` are dicts of kind, text (normalised) and, where left out,
    left_out_reason and, where somebody else left it out before, left_out_by_id; of a note, note_number, note_block and
    note_at, as Block has them. ``upload`` is the Upload that the text was read from, if any, and its backing is the
    version's; else, that of the version ``before`` goes along. Raises Invalid when no line is left.
    """
    number = (Version.objects.filter(article=article).aggregate(last=Max("number"))["last"] or 0) + 1
    lines = cut(blocks, article.language)
    if not lines:
        raise Invalid("No line is left. Keep at least one block in.", "blocks")
    version = Version.objects.create(
        article=article, number=number, hash=version_hash(blocks), note=note[:300], created_by=actor, upload=upload
    )
    rows = Block.objects.bulk_create(
        Block(
            version=version,
            position=position,
            kind=block["kind"],
            text=block["text"],
            left_out=bool(block.get("left_out")),
            left_out_reason=(block.get("left_out_reason") or "")[:200],
            left_out_by_id=(block.get("left_out_by_id") or actor.pk) if block.get("left_out") else None,
            note_number=block.get("note_number") or "",
            note_block=block.get("note_block"),
            note_at=block.get("note_at"),
        )
        for position, block in enumerate(blocks)
    )
    Line.objects.bulk_create(
        Line(version=version, block=rows[position], number=number, start=start, end=end)
        for number, (position, start, end) in enumerate(lines, start=1)
    )
    write_backing(version, rows, upload=upload, before=before)
    return version


def make_current(article, version):
    """The article goes on with this version, which is to be read for drafts.

    Call inside acting(), with the article locked and the claims' words in.
    """
    article.current_version = version
    article.save(update_fields=["current_version"])
    DraftRun.objects.create(version=version, lines=version.lines.count())


def create_article(
    desk, *, actor, blocks, authors=(), chain=(), sides=(), placements=(), intake=None, upload=None, **fields
):
    """Take an article in, with its first version. Returns it.

    ``intake`` is the UUID of the form that it came from: when the same person sends the same form twice, even at once,
    it is one article, and the second time returns it as it is.

    ``blocks`` and ``upload`` as in write_text; ``authors`` are (name, Person or None); ``chain`` is (outlet, address),
    the first publisher first; ``sides`` are names; ``placements`` are (speaker's name, one of the sides). ``fields``
    are those of ARTICLE_FIELDS; the deadline is UTC.
    """
    verdict = may_bring_in(actor, desk.pk)
    if not verdict:
        raise NotYours(verdict.reason)
    if not (fields.get("headline") or "").strip():
        raise Invalid("Give the article a headline.", "headline")
    for block in blocks:
        if block.get("left_out") and not (block.get("left_out_reason") or "").strip():
            raise Invalid("Say why a block is left out.", "blocks")
    with acting(actor):
        article, new = Article.objects.get_or_create(
            created_by=actor, intake=intake or uuid4(), defaults={"desk": desk, **fields}
        )
        if not new:
            return article
        version = write_whole(article, blocks, actor=actor, authors=authors, chain=chain, sides=sides, upload=upload)
        out = sum(block.left_out for block in version.blocks.all())
        words = f"{actor} took in version 1: {version.lines.count()} lines" + (
            f", {out} blocks left out" if out else ""
        )
        record("article_taken_in", words, actor=actor, article=article, data={"version": 1, "hash": version.hash})
        for name, side in placements:
            speaker = speaker_named(desk.pk, name)
            if speaker and side.strip():
                place(article, actor=actor, side=side, speaker=speaker)
    return article


def write_whole(article, blocks, *, actor, authors, chain, sides, upload=None):
    """Write what a new article has beside its row, as create_article takes it. Returns its first Version.

    Call inside acting().
    """
    _write_authors(article, authors)  # before the text, whose bylines are asked about where these do not have them
    version = write_text(article, blocks, actor=actor, upload=upload)
    make_current(article, version)
    _write_chain(article, chain)
    for name in _distinct(sides):
        Side.objects.create(article=article, name=name)
    return version


def _write_authors(article, authors):
    for position, (name, person) in enumerate(authors):
        if name.strip():
            ArticleAuthor.objects.create(article=article, name=name.strip()[:200], person=person, position=position)


def _write_chain(article, chain):
    ChainLink.objects.filter(article=article).delete()
    ChainLink.objects.bulk_create(
        ChainLink(article=article, outlet=outlet.strip()[:200], address=address.strip(), position=position)
        for position, (outlet, address) in enumerate(chain)
        if outlet.strip()
    )


def people_named(desk, names):
    """(name, Person or None) of each name: the desk's person where exactly one is called so."""
    people = {}
    for person in Person.objects.filter(memberships__desk=desk).distinct():
        people.setdefault(person.name.casefold(), []).append(person)
    found = [(name, people.get(name.strip().casefold(), [])) for name in names]
    return [(name, match[0] if len(match) == 1 else None) for name, match in found]


def whose_it_is(desk, authors, outlet, published):
    """Return the Ownership that byline and outlet of a text speak for; "" where they say nothing, or not the same.

    ``authors`` are the names in its byline; ``published`` says whether it names a date or an outlet before this one.
    Three queries.
    """
    member = bool(authors and members_named(desk, authors))
    if outlet:
        earlier = Article.objects.filter(desk=desk).exclude(outlet="").order_by("-id")
        key = name_key(outlet)
        known = {whose for name, whose in earlier.values_list("outlet", "ownership")[:SEEN] if name_key(name) == key}
        if known == {Ownership.OURS}:
            return Ownership.OURS
        return "" if member or len(known) > 1 else Ownership.THEIRS
    if member:
        return Ownership.OURS
    return Ownership.THEIRS if published else ""


def desk_last_used(person, desks):
    """Return the one of ``desks`` to which ``person`` added their last article, or None."""
    last = Article.objects.filter(created_by=person, desk__in=desks).order_by("-id").select_related("desk").first()
    return last and last.desk


def members_named(desk, names):
    """{name: the members of the desk, Persons, whose name it may be} for names in a byline; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.name, m.person_id FROM unnest(%s::text[]) n (name)"
            " CROSS JOIN LATERAL members_named(%s, n.name) m",
            [list(names), desk.pk],
        )
        found = cursor.fetchall()
    people = Person.objects.in_bulk({person for _, person in found})
    named = {}
    for name, person in sorted(found):
        named.setdefault(name, []).append(people[person])
    return named


def answer_byline(question, *, actor, answer):
    """Say whether a name in the byline is the member that the question asks about. Returns the words of the event.

    ``answer`` is a BylineAnswer. Raises NotYours (also for the member, of themselves), NotNow once it is answered.
    """
    with acting(actor):
        article = lock_article(question.author.article_id)
        allow(may_answer_byline(actor, article, question))
        question.answer, question.answered_by, question.answered_at = answer, actor, timezone.now()
        question.save(update_fields=["answer", "answered_by", "answered_at"])
        said = "is" if answer == BylineAnswer.SAME else "is not"
        words = f"said that “{question.author.name}” in the byline {said} {question.person}"
        data = {"author": question.author_id, "person": question.person_id, "answer": answer}
        record("byline_answered", f"{actor} {words}", actor=actor, article=article, data=data)
    return words


def answer_bylines(article, *, actor, answers):
    """Answer what the database asked of a new article's byline: ``answers`` is {(name, person's id): BylineAnswer}."""
    for question in byline_questions(article):
        if answer := answers.get((question.author.name, question.person_id)):
            answer_byline(question, actor=actor, answer=answer)


def byline_questions(article):
    """The questions on the article's byline that nobody has answered, with author and person; one query."""
    open_ = BylineQuestion.objects.filter(author__article=article, answer="")
    return list(open_.select_related("author", "person").order_by("author__position", "author_id", "id"))


def details_of(article):
    """What change_article compares: {name: value} of ARTICLE_FIELDS, and ``authors``, ``sides`` (lists of names) and
    ``chain`` (a list of (outlet, address)). Times are to the minute, as forms show them. Three queries."""
    fields = {name: getattr(article, name) for name in ARTICLE_FIELDS}
    for name in ("deadline", "published_time"):
        if fields[name]:
            fields[name] = fields[name].replace(second=0, microsecond=0)
    return fields | {
        "authors": [author.name for author in article.authors.all() if author.removed_at is None],
        "chain": [(link.outlet, link.address) for link in article.chain.all()],
        "sides": [side.name for side in article.sides.all()],
    }


def change_article(article, mine, *, actor, base):
    """Change what is said about an article. Returns (article, names changed).

    ``mine`` and ``base`` (what the form was opened with) hold values by the names of details_of. What others changed
    meanwhile, and ``mine`` leaves as it was, stays theirs; the same field changed by both raises Conflict, and nothing
    is written. A deadline is the chief's and the checkers' to change; claims that were due then move with it
    (``article_deadline_moved`` in the database). An author taken out of the byline still signs nothing. Whose it is
    decides what its gate asks for: another answer voids its sign-off. Raises NotYours, NotNow, Invalid.
    """
    with acting(actor):
        article = lock_article(article.pk)
        verdict = may_edit_article(actor, article)
        if not verdict:
            raise NotYours(verdict.reason)
        now = details_of(article)
        changed = {name: value for name, value in mine.items() if value not in (now[name], base.get(name, now[name]))}
        if conflicts := {
            DETAILS[name]: {"base": base[name], "theirs": now[name], "mine": value}
            for name, value in changed.items()
            if name in base and base[name] != now[name]
        }:
            raise Conflict(conflicts)
        if "authors" in mine and "authors" not in changed and _somebody_joined(article, now["authors"]):
            changed["authors"] = now["authors"]
        if "headline" in changed and not changed["headline"].strip():
            raise Invalid("Give the article a headline.", "headline")
        if "ownership" in changed and article.state in (
            ArticleState.PUBLISHED,
            ArticleState.CORRECTED,
            ArticleState.WITHDRAWN,
        ):
            state = article.get_state_display().lower()
            raise NotNow(
                f"Whose it is does not change while the article is {state}. The chief withdraws and reopens it."
            )
        if "deadline" in changed and not (verdict := may_set_deadline(actor, article)):
            raise NotYours(verdict.reason)
        if changed:
            _write_details(article, changed)
            names = ", ".join(DETAILS[name] for name in changed)
            words = f"{actor} changed the article's {names}{waiting_said()}"
            record("article_changed", words, actor=actor, article=article, data={"fields": list(changed)})
    return article, list(changed)


def _somebody_joined(article, names):
    """Whether an author who was nobody of the desk when they were named is somebody of it now."""
    strangers = {
        author.name.casefold() for author in article.authors.all() if not (author.person_id or author.removed_at)
    }
    return bool(strangers) and any(
        person and name.casefold() in strangers for name, person in people_named(article.desk, names)
    )


def _write_details(article, changed):
    if "authors" in changed:
        _change_authors(article, people_named(article.desk, changed["authors"]))
    if "chain" in changed:
        _write_chain(article, changed["chain"])
    if "sides" in changed:
        _change_sides(article, changed["sides"])
    fields = [name for name in changed if name in ARTICLE_FIELDS]
    for name in fields:
        setattr(article, name, changed[name])
    article.edition += 1
    article.save(update_fields=[*fields, "edition"])


def _change_authors(article, authors):
    now = {author.name.casefold(): author for author in article.authors.filter(removed_at__isnull=True)}
    wanted = {name.strip().casefold(): (name.strip(), person) for name, person in authors if name.strip()}
    for key in now.keys() - wanted.keys():
        now[key].removed_at = timezone.now()
        now[key].save(update_fields=["removed_at"])
    for position, (key, (name, person)) in enumerate(wanted.items()):
        author = now.get(key) or ArticleAuthor(article=article)
        author.name, author.position, author.person = name[:200], position, author.person or person
        author.save()


def _change_sides(article, sides):
    wanted = {name_key(name): name for name in _distinct(sides)}
    now = {name_key(side.name): side for side in article.sides.all()}
    for key in now.keys() - wanted.keys():
        now[key].delete()
    for key in now.keys() & wanted.keys():
        if now[key].name != wanted[key]:
            now[key].name = wanted[key]
            now[key].save(update_fields=["name"])
    Side.objects.bulk_create(Side(article=article, name=name) for key, name in wanted.items() if key not in now)


def _distinct(sides):
    """Names of sides, each once, whichever way it was spelt first."""
    found = {}
    for side in sides:
        if name_key(side):
            found.setdefault(name_key(side), side.strip()[:120])
    return list(found.values())


def see(article, person, at):
    """Note that a person has the article open; no version, no event, no history."""
    Presence.objects.bulk_create(
        [Presence(article=article, person=person, seen_at=at)],
        update_conflicts=True,
        unique_fields=["article", "person"],
        update_fields=["seen_at"],
    )
