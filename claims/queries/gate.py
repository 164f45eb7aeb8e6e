"""An article's gate: its lines' coverage, claims, marks and queries, loaded in a constant number of queries."""

from claims.models import Claim
from claims.queries.findings import levels_of
from claims.queries.galley import galley_of
from claims.queries.reconcile import unacknowledged
from claims.queries.threads import open_queries
from claims.rules.gate import gate


def gate_of(article, galley=None):
    """The GateItems of an article as it stands now."""
    galley = galley or galley_of(article)
    return gate(
        article,
        lines=[line.line for line in galley.lines],
        coverage_by_line={line.number: line.coverage for line in galley.lines},
        claims=Claim.objects.filter(article=article).select_related("speaker").order_by("number"),
        marks=galley.marks,
        queries=open_queries(article),
        contexts=unacknowledged(article),
        levels=levels_of(article.desk_id),
    )
