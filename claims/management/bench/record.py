"""The events of a seeded desk, written and chained by the database for all articles at once."""

from django.db import connection, transaction

#: What has happened to each claim, by its state: who did what, and how many hours after the article was added.
_HAPPENED = """
CREATE TEMP TABLE happened ON COMMIT DROP AS
SELECT h.id AS chain, x.*, row_number() OVER (PARTITION BY h.id ORDER BY x.at, x.claim) AS sequence
FROM claims_eventchain h JOIN (
  SELECT a.id AS article, NULL::bigint AS claim, a.created_by_id AS actor, 'article_taken_in' AS verb,
         'Took in version 1' AS words, '{"version": 1}'::jsonb AS data, now() - interval '5 days' AS at
  FROM claims_article a
  UNION ALL
  SELECT c.article_id, c.id, CASE s.verb WHEN 'approve' THEN o.signer_id ELSE c.created_by_id END, s.verb,
         p.name || s.words || c.number, jsonb_build_object('words', c.quoted),
         now() - interval '5 days' + s.hours * interval '1 hour' + c.number * interval '1 second'
  FROM claims_claim c JOIN claims_person p ON p.id = c.created_by_id
  JOIN (VALUES ('claim_made', 1, ' made claim '), ('take', 2, ' took claim '), ('evidence_added', 3, ' added '),
               ('claim_saved', 4, ' changed the claim '), ('send', 5, ' sent to review claim '),
               ('approve', 6, ' approved claim ')) s (verb, hours, words)
    ON s.verb = 'claim_made' OR (s.verb = 'take' AND c.assignee_id IS NOT NULL)
    OR (s.verb IN ('evidence_added', 'claim_saved') AND c.verdict <> '') OR (s.verb = 'send' AND c.sent_at IS NOT NULL)
    OR (s.verb = 'approve' AND c.state IN ('signed_off', 'changed'))
  LEFT JOIN claims_signoff o ON o.claim_id = c.id AND o.kind = 'review'
) x ON x.article = h.article_id"""
#: An event depends only on earlier ones of its own chain, so one step writes the next event of all chains.
_CHAINED = """
WITH RECURSIVE chained AS (
  SELECT h.*, '' AS previous, event_digest('', chain, sequence, at, actor, claim, verb, words, data) AS hash
  FROM happened h WHERE sequence = 1
  UNION ALL
  SELECT h.*, c.hash, event_digest(c.hash, h.chain, h.sequence, h.at, h.actor, h.claim, h.verb, h.words, h.data)
  FROM chained c JOIN happened h ON h.chain = c.chain AND h.sequence = c.sequence + 1
), told AS (
  INSERT INTO claims_event (chain_id, sequence, desk_id, article_id, claim_id, actor_id, verb, words, data, at,
                            previous_hash, hash)
  SELECT chain, sequence, a.desk_id, article, claim, actor, verb, words, data, at, previous, hash
  FROM chained JOIN claims_article a ON a.id = article ORDER BY at
)
UPDATE claims_eventchain h SET sequence = last.sequence, hash = last.hash
FROM (SELECT DISTINCT ON (chain) chain, sequence, hash FROM chained ORDER BY chain, sequence DESC) last
WHERE last.chain = h.id"""


def tell():
    """Write the events of all claims, one chain for each article, hashed as ``record()`` would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_HAPPENED)
        cursor.execute("CREATE UNIQUE INDEX ON happened (chain, sequence)")
        cursor.execute("ANALYZE happened")
        cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
        cursor.execute(_CHAINED)
