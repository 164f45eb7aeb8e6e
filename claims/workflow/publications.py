"""What went out is recorded by a chief, and compared line by line with what was signed."""

from django.db.models import Q

from claims.errors import NotNow
from claims.history import acting, check_now, record
from claims.models import Article, Correction, Person, Publication, Upload
from claims.permissions import allow, may_record_publication
from claims.queries.joined import Joined, joined_version
from claims.queries.limits import SHOWING, at_most
from claims.queries.plans import Blocks
from claims.queries.record import lines_compared
from claims.states import ArticleSignOffKind, ArticleState, CorrectionCause
from claims.text.counted import plural
from claims.workflow.articles import article_standing, lock_article
from claims.workflow.corrections import open_correction

TOO_LONG = f"Nothing was recorded: to compare so long a text took more than {SHOWING} seconds. Paste it by parts."


def record_publication(
    article: Article, *, actor: Person, address: str, text: str, blocks: Blocks, upload: Upload | None = None
) -> Publication:
    """Record the text that went out at an address; ``blocks`` are the text's, as write_text takes them.

    ``upload`` is the page that the text was read from, where it was fetched. Raises NotYours, NotNow, TooLong.
    """
    with acting(actor):
        article = lock_article(article.pk)
        allow(may_record_publication(article_standing(article, actor)))
        in_effect = Q(kind=ArticleSignOffKind.SIGNED) | Q(seconded_by__isnull=False)
        signed = article.signoffs.filter(in_effect).select_related("version").order_by("-pk").first()
        if article.state not in ArticleState.out() or signed is None:
            raise NotNow(f"The article is {article.get_state_display().lower()}: it has not gone out.")
        kept = [(at, block["text"], block["kind"]) for at, block in enumerate(blocks) if not block["left_out"]]
        check = at_most(SHOWING, TOO_LONG)
        rows = lines_compared(joined_version(signed.version), Joined(kept), article.language, check)
        differences = [
            {name: row[name] for name in ("kind", "old", "new")} for row in rows if row["kind"] != "unchanged"
        ]
        said = {"address": address, "text": text, "differences": differences, "upload": upload}
        made = Publication.objects.create(article=article, version=signed.version, by=actor, **said)
        made.refresh_from_db(fields=["differences"])  # the database adds what these lines do not tell
        differ = f"{plural(made.differs, 'line differs,lines differ')} from" if made.differs else "it is"
        words = f"{actor} recorded what went out at {address}: {differ} version {signed.version.number} as signed"
        data = {"publication": made.pk, "differs": made.differs}
        if upload:
            words += "; the page was fetched"
            data["sha256"] = upload.sha256
        record("went_out", words, actor=actor, article=article, data=data)
        check_now()
    return made


def correct_line(publication: Publication, line: int, *, actor: Person) -> Correction:
    """Open a correction of a line that went out otherwise: ``line`` counts the differences from 0.

    Raises NotYours, NotNow.
    """
    if not 0 <= line < publication.differs:
        raise NotNow("This line does not differ.")
    was, now = (publication.differences[line][name] for name in ("old", "new"))
    reported = "\n".join(f"{head}: {text or 'nothing'}" for head, text in (("Signed", was), ("Went out", now)))
    return open_correction(
        publication.article,
        actor=actor,
        reported=reported,
        because=CorrectionCause.WENT_OUT,
        publication=publication,
        line=line,
    )
