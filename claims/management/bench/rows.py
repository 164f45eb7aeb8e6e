"""Write a desk of any size in bulk, as the owner of the tables, with only rows that people could have made.

Claims, evidence, sign-offs and events are written with their triggers off (except row history), because triggers run
once for each row. The code here also writes what the triggers would, and checks it when they are on again.
"""

import random
import re
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from itertools import batched

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from claims import reference
from claims.demo import PASSWORD
from claims.editing.speakers import name_key
from claims.history import acting
from claims.management.bench.copies import copy_articles, fill_library
from claims.management.bench.record import tell
from claims.management.bench.words import VERBS, headline, sentence
from claims.models import (
    Article,
    ArticleAuthor,
    Block,
    Claim,
    Contributor,
    Desk,
    Evidence,
    Line,
    Membership,
    NoClaimMark,
    Person,
    Piece,
    Placement,
    Side,
    Source,
    Speaker,
    Version,
)
from claims.states import NO_DUE, ClaimState, Role

SMALL, LARGE = 60, 600  # claims of an article
#: The first article is measured as the small one, the second as the large one; no operation writes to them.
READ_ONLY = 2
PAIR = 8  # checkers, and as many reviewers: one of each for each client
PARAGRAPH = 3  # sentences
ARTICLES_AT_ONCE = 100
#: Of a hundred claims. All articles are in checking: finished ones would only make the queues shorter.
STATES = {"open": 20, "checking": 22, "in_review": 15, "signed_off": 34, "changed": 6, "retired": 3}
JUDGED = {ClaimState.IN_REVIEW, ClaimState.SIGNED_OFF, ClaimState.CHANGED}
QUIET = ("claim", "piece", "evidence", "contributor", "signoff", "event", "eventchain")
#: This many claims are written one by one; a larger desk gets copies of them, made by the database.
WRITTEN = 20_000
LOOKED_AT = 400  # articles whose rows are checked against the rules, where there are more


def fill(claims, sources=0):
    """Write a desk of ``claims`` claims and ``sources`` sources, or more, into an empty database, and check it.

    ``claims`` must be more than SMALL + LARGE. A copied desk may have up to one claim more for each copy.
    """
    _Filling(claims).fill()
    fill_library(sources)
    _look()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


@contextmanager
def _quiet():
    with connection.cursor() as cursor:
        for table in QUIET:
            cursor.execute(f"ALTER TABLE claims_{table} DISABLE TRIGGER USER")
        for table in QUIET[:-2]:
            cursor.execute(f"ALTER TABLE claims_{table} ENABLE TRIGGER row_history")
        try:
            yield
        finally:
            for table in QUIET:
                cursor.execute(f"ALTER TABLE claims_{table} ENABLE TRIGGER USER")


class _Filling:
    def __init__(self, claims):
        self.claims = claims
        self.rnd = random.Random(26)  # noqa: S311 - the same rows every time
        self.desk = Desk.objects.create(name="Bench desk", slug="bench")
        reference.ensure(self.desk)
        self.scheme = reference.current_scheme(self.desk)

    def fill(self):
        self.people = self._people()
        sets = -(-(self.claims - SMALL - LARGE) // WRITTEN)
        written = SMALL + LARGE + -(-(self.claims - SMALL - LARGE) // sets)
        self.speakers, self.sources = self._speakers(), self._sources(max(200, written // 5))
        sizes = [SMALL, LARGE] + [SMALL] * ((written - SMALL - LARGE) // SMALL)
        if rest := written - sum(sizes):
            sizes.append(rest)
        with _quiet():
            for at, some in enumerate(batched(sizes, ARTICLES_AT_ONCE, strict=False)):
                with acting(self.people[Role.CHECKER][0]):
                    self._claims(self._articles(some), read_only=READ_ONLY if at == 0 else 0)
            copy_articles(sets - 1, after=READ_ONLY, quiet=QUIET)
            self._sign()
            tell()

    def _people(self):
        """Return {role: its people}; all are demo people, who can log in on this machine only."""
        password = make_password(PASSWORD)
        wanted = {Role.WRITER: 2, Role.CHECKER: PAIR, Role.REVIEWER: PAIR, Role.LEGAL: 1, Role.CHIEF: PAIR}
        people = {
            role: Person.objects.bulk_create(
                Person(username=f"{role}{at}", name=f"{role.label} {at}", password=password, demo=True)
                for at in range(1, number + 1)
            )
            for role, number in wanted.items()
        }
        Membership.objects.bulk_create(
            Membership(person=person, desk=self.desk, role=role) for role, some in people.items() for person in some
        )
        return people

    def _speakers(self):
        names = [f"Speaker {at} of {headline(self.rnd).split(':')[0]}" for at in range(60)]
        return Speaker.objects.bulk_create(Speaker(desk=self.desk, name=name, key=name_key(name)) for name in names)

    def _sources(self, number):
        """Return [(source's id, its citation)]."""
        Source.objects.bulk_create(
            Source(
                desk=self.desk,
                title=f"{headline(self.rnd)} ({at})",
                publisher=f"Publisher {at % 90}",
                address=f"https://source.example/{at}",
                created_by=self.people[Role.CHECKER][at % PAIR],
            )
            for at in range(number)
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, source_citation(id) FROM claims_source")
            return cursor.fetchall()

    def _articles(self, sizes):
        """Return [(article, [(block, start, end) of each line], its number of claims)]: four lines more than claims."""
        rnd, now = self.rnd, timezone.now()
        articles = Article.objects.bulk_create(
            Article(
                desk=self.desk,
                headline=headline(rnd),
                outlet="The Alderport Post",
                deadline=now + timedelta(hours=rnd.randint(-48, 24 * 14)),
                created_by=rnd.choice(self.people[Role.WRITER]),
            )
            for _ in sizes
        )
        ArticleAuthor.objects.bulk_create(
            ArticleAuthor(article=one, name=one.created_by.name, person=one.created_by) for one in articles
        )
        sides = Side.objects.bulk_create(Side(article=one, name=name) for one in articles for name in ("Town", "Port"))
        Placement.objects.bulk_create(
            Placement(article_id=side.article_id, side=side, speaker=self.speakers[at % 2])
            for at, side in enumerate(sides)
        )
        versions = Version.objects.bulk_create(
            Version(article=one, number=1, hash=f"{one.pk:064x}", created_by=one.created_by) for one in articles
        )
        found = [
            (article, self._text(article, version, size + 3), size)
            for article, version, size in zip(articles, versions, sizes, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE claims_article a SET current_version_id = v.id FROM claims_version v"
                " WHERE v.article_id = a.id AND a.current_version_id IS NULL"
            )
        return found

    def _text(self, article, version, sentences):
        """Write a headline and this many sentences; return [(block, start, end)]."""
        texts = [[article.headline]] + [
            [sentence(self.rnd) for _ in some] for some in batched(range(sentences), PARAGRAPH, strict=False)
        ]
        blocks = Block.objects.bulk_create(
            Block(version=version, position=at, kind="paragraph" if at else "headline", text=" ".join(text))
            for at, text in enumerate(texts)
        )
        spans = []
        for block, text in zip(blocks, texts, strict=True):
            start = 0
            for one in text:
                spans.append((block, start, start + len(one)))
                start += len(one) + 1
        Line.objects.bulk_create(
            Line(version=version, block=block, number=number, start=start, end=end)
            for number, (block, start, end) in enumerate(spans, start=1)
        )
        return spans

    def _claims(self, articles, read_only):
        """Write claims with words and evidence. Of ten lines, one is marked, one open, and one holds three claims."""
        rows, places, marks = [], [], []
        for at, (article, spans, size) in enumerate(articles):
            numbers = iter(range(1, size + 1))
            states = [state for state in STATES if at >= read_only or state != "retired"]
            for line, (block, start, end) in enumerate(spans, start=1):
                if line % 10 == 5:
                    marks.append(self._mark(block, start, end))
                for nested in range({5: 0, 0: 0, 2: 3}.get(line % 10, 1)):
                    if (number := next(numbers, None)) is None:
                        break
                    if nested or line % 3 == 0:  # not the whole line
                        begin = block.text.index(" ", start + 20 * nested) + 1
                    else:
                        begin = start
                    words = block.text[begin:end].rstrip(".")
                    state = self.rnd.choices(states, [STATES[one] for one in states])[0]
                    rows.append(self._claim(article, number, line, words, block.text[start:end], state))
                    places.append((block, begin))
        NoClaimMark.objects.bulk_create(marks)
        Claim.objects.bulk_create(rows, batch_size=1000)
        Piece.objects.bulk_create(
            Piece(
                claim=claim,
                version_id=block.version_id,
                block=block,
                start=start,
                end=start + len(claim.quoted),
                words=claim.quoted,
            )
            for claim, (block, start) in zip(rows, places, strict=True)
        )
        self._evidence([claim for claim in rows if claim.verdict])

    def _mark(self, block, start, end):
        return NoClaimMark(
            version_id=block.version_id,
            block=block,
            start=start,
            end=end,
            words=block.text[start:end],
            reason="Leads over to the next passage",
            made_by=self.people[Role.CHECKER][0],
        )

    def _claim(self, article, number, line, words, said_in, state):
        """Return a claim as people could have left it in ``state``, with the columns that triggers would write.

        ``said_in`` is the sentence of its ``words``.
        """
        rnd, checker = self.rnd, self.rnd.choice(self.people[Role.CHECKER])
        judged = state in JUDGED or (state in ("checking", "retired") and rnd.random() < 0.6)
        claim = Claim(
            article=article,
            desk=self.desk,
            number=number,
            state=state,
            created_by=checker,
            statement=f"{words}, in the year that the article is about.",
            quoted=words,
            line_number=line,
            due=article.deadline if rnd.random() < 0.8 else NO_DUE,
            priority=rnd.choice([0, 0, 0, 0, 1, 2]),
            attribution="not_applicable",
        )
        if rnd.random() < 0.5:
            claim.speaker = rnd.choice(self.speakers)
            claim.speaker_cited, claim.form = claim.speaker.name, "paraphrase"
            claim.verb = next((verb for verb in VERBS.split(",") if f" {verb} that " in said_in), "")
            claim.attribution = "reports" if judged else "open"
        if " denied that " in said_in:
            claim.speech_act = "denies"
        if rnd.random() < 0.4 and (printed := re.search(r"\d+", words)):
            claim.kind, claim.figure_value = "number", Decimal(printed.group())
        if rnd.random() < 0.02:
            claim.risk_flags = ["allegation"]
        if judged:
            claim.verdict = rnd.choice(["supported", "supported", "supported", "refuted", "not_enough", "conflicting"])
            claim.scheme = self.scheme
            claim.rationale = "A yearly report and a second count agree on the order of it, whatever else is printed."
            rules = (f"truth:{claim.verdict}", "reports", "denies")
            claim.rules_passed = dict.fromkeys(rules, "The office publishes no figure of its own.")
        if state not in ("open", "retired") or rnd.random() < 0.3:
            claim.assignee = checker
        if state in JUDGED:
            claim.sent_by, claim.sent_at = checker, timezone.now()
        elif state == "checking" and judged and rnd.random() < 0.3:
            claim.returned_by = rnd.choice(self.people[Role.REVIEWER])
            claim.returned_reason = "A source is missing or cannot be opened"
        return claim

    def _evidence(self, judged):
        rnd = self.rnd
        Evidence.objects.bulk_create(
            Evidence(
                claim=claim,
                source_id=source,
                citation=citation,
                stance=rnd.choice(["supports", "supports", "supports", "contradicts", "context"]),
                directness=rnd.choice(["direct", "reports"]),
                excerpt=sentence(rnd),
                answer="It counts another year.",
                locator=f"p. {rnd.randint(1, 300)}",
                added_by=claim.created_by,
            )
            for claim in judged
            for source, citation in rnd.sample(self.sources, rnd.choice([1, 1, 2, 2, 3]))
        )
        Contributor.objects.bulk_create(
            Contributor(claim=claim, person=claim.created_by, because="changed the claim") for claim in judged
        )

    def _sign(self):
        """Sign off signed-off claims, by legal too where an allegation needs it; void sign-offs of changed claims."""
        reviewers = [person.pk for person in self.people[Role.REVIEWER]]
        with acting(self.people[Role.CHECKER][0]), connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO claims_signoff (claim_id, signer_id, kind, content_hash, content, note, void_reason,
                                               voided_at, voided_by_id)
                   SELECT c.id, CASE s.kind WHEN 'legal' THEN %s ELSE (%s::bigint[])[1 + c.id %% %s] END, s.kind,
                          encode(sha256(convert_to(content::text, 'UTF8')), 'hex'), content, '',
                          CASE c.state WHEN 'changed' THEN 'changed the claim' ELSE '' END,
                          CASE c.state WHEN 'changed' THEN now() END,
                          CASE c.state WHEN 'changed' THEN c.created_by_id END
                   FROM claims_claim c, claim_content(c.id) content, (VALUES ('review'), ('legal')) s (kind)
                   WHERE c.state IN ('signed_off', 'changed')
                     AND (s.kind = 'review' OR 'allegation' = ANY (c.risk_flags))""",
                [self.people[Role.LEGAL][0].pk, reviewers, len(reviewers)],
            )


#: Each query must find nothing.
_LOOKS = {
    "triggers are off": "SELECT 1 FROM pg_trigger WHERE tgenabled = 'D' AND tgtype & 1 = 1",
    "a signed claim is not signed": """SELECT 1 FROM claims_claim
        WHERE state = 'signed_off' AND article_id % {every} = 0 AND NOT claim_is_signed(id)""",
    "a claim is not where its words are": """SELECT 1 FROM claims_claim c, claim_place(c.id) p
        WHERE c.article_id % {every} = 0 AND (c.quoted, c.line_number) IS DISTINCT FROM (p.quoted, p.line_number)""",
    "a signer worked on the claim": """SELECT 1 FROM claims_signoff s
        JOIN claims_contributor k ON k.claim_id = s.claim_id AND k.person_id = s.signer_id""",
    "a chain is broken": """SELECT 1 FROM claims_event e LEFT JOIN claims_event p
          ON p.chain_id = e.chain_id AND p.sequence = e.sequence - 1
        WHERE e.article_id % {every} = 0 AND (e.previous_hash <> coalesce(p.hash, '') OR e.hash <> event_digest(
          e.previous_hash, e.chain_id, e.sequence, e.at, e.actor_id, e.claim_id, e.verb, e.words, e.data))""",
}


def _look():
    every = max(1, Article.objects.count() // LOOKED_AT)
    with connection.cursor() as cursor:
        for fault, query in _LOOKS.items():
            cursor.execute(f"{query.format(every=every)} LIMIT 1")
            if cursor.fetchone():
                raise AssertionError(f"The seeded rows are wrong: {fault}.")
