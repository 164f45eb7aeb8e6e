"""How much evidence the claims of a list have, and from how many origins."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from django.db import connection

from claims.rules.weight import Keys, independent

#: Of these claims only: joined with all evidence, PostgreSQL would read the whole table.
_KEYS = """
WITH e AS MATERIALIZED (
  SELECT id, claim_id, calculation = '{}' AS found FROM claims_evidence
  WHERE claim_id = ANY (%s) AND (confirmed OR stance = 'contradicts') AND removed_at IS NULL
)
SELECT e.claim_id, e.found, s.keys FROM e JOIN evidence_standings(ARRAY(SELECT id FROM e)) s ON s.evidence_id = e.id"""


def weigh_rows(claims: Collection[Any]) -> None:
    """Set ``evidence_count`` and ``origin_count`` on claims, in one query.

    Counted is the evidence that the rules judge by (``Evidence.counts``); sources that share an origin, a speaker or a
    side of the matter count as one, as the rules have it, and the desk's own calculations are none.
    """
    counts: Counter[int] = Counter()
    keys: defaultdict[int, list[Keys]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [[claim.pk for claim in claims]])
        for claim, found, shared in cursor.fetchall():
            counts[claim] += 1
            if found:
                keys[claim].append(frozenset(shared))
    for claim in claims:
        claim.evidence_count, claim.origin_count = counts[claim.pk], len(independent(keys[claim.pk]))
