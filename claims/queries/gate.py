"""An article's gate as the database decides it, in one query beside the desk's rule for coverage."""

from django.db import connection

from claims.models import Article
from claims.queries.findings import levels_of
from claims.rules.gate import MET, GateItem, items_of
from claims.states import RuleCode


def gate_of(article: Article) -> list[GateItem]:
    """The GateItems of an article as it stands now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item, kind, claim_number, line_number, detail, blocks FROM article_gate(%s)", [article.pk]
        )
        rows = cursor.fetchall()
    # Only our own wording is ours to decide; a desk may ask nothing of coverage.
    asks_for = {
        "decision": article.ours,
        "verdict": article.ours,
        "line": RuleCode.COVERAGE in levels_of(article.desk_id),
    }
    return items_of(rows, parts=[kind for kind in MET if asks_for.get(kind, True)])
