"""The chain of a source: what it derives from, however far up, and all that derives from these."""

from dataclasses import dataclass

from django.db import connection

from claims.models import Derivation, Source

#: How many sources of a chain are shown: those that the source derives from first, then those nearest to it.
MOST = 40
_FEW = MOST + 1

#: Each step looks at a few, so that ten thousand copies of one interview cost no more than forty.
_NEAR = f"""
WITH RECURSIVE up AS (
  SELECT %(source)s::bigint AS id
  UNION SELECT d.id FROM up u CROSS JOIN LATERAL (
    SELECT origin_id FROM claims_derivation WHERE source_id = u.id ORDER BY id LIMIT {_FEW}) d (id)
), above AS MATERIALIZED (SELECT id FROM up LIMIT {_FEW}), down AS (
  SELECT %(source)s::bigint AS id
  UNION SELECT d.id FROM down u CROSS JOIN LATERAL (
    SELECT source_id FROM claims_derivation WHERE origin_id = u.id ORDER BY id LIMIT {_FEW}) d (id)
), below AS MATERIALIZED (SELECT id FROM down LIMIT {_FEW}), around AS (
  SELECT id FROM above
  UNION SELECT d.id FROM around u CROSS JOIN LATERAL (
    SELECT source_id FROM claims_derivation WHERE origin_id = u.id ORDER BY id LIMIT {_FEW}) d (id)
)
SELECT id FROM above UNION ALL SELECT id FROM below
UNION ALL SELECT id FROM (SELECT id FROM around LIMIT {3 * _FEW}) a"""  # noqa: S608 - numbers of ours


@dataclass(frozen=True)
class Chain:
    """``derivations`` are all those between the sources that are shown; ``more``: the chain has other sources too."""

    derivations: list[Derivation]
    more: bool


def chain_of(source: Source) -> Chain:
    """Return the chain of a source, in two queries at most."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"source": source.pk})
        near = list(dict.fromkeys(pk for (pk,) in cursor.fetchall()))
    shown = near[:MOST]
    if len(shown) < 2:
        return Chain([], more=False)
    between = Derivation.objects.filter(source__in=shown, origin__in=shown)
    loaded = between.select_related("source", "origin", "said_by").defer("source__search", "origin__search")
    return Chain(list(loaded), more=len(near) > MOST)
