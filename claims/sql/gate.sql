-- What an article still lacks before it is signed off: the gate page, the sign-off's trigger and a release ask here.

-- Words that only join what stands beside them, by language, as a pattern; NULL where none are known. What is open of a
-- line, and is nothing else, needs no mark. JOINING in claims/text/coverage.py is the same list.
CREATE OR REPLACE FUNCTION joining_words(language text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '\m(' || replace(words, ' ', '|') || ')\M' FROM (VALUES
    ('az', 'və amma ancaq ya'), ('de', 'und aber oder'), ('en', 'and but or'), ('es', 'y e pero o u'),
    ('fr', 'et mais ou'), ('hy', 'և իսկ բայց կամ'), ('it', 'e ed ma o'),
    ('ka', 'და მაგრამ ან'),
    ('nl', 'en maar of'), ('pl', 'i oraz ale lub'), ('pt', 'e mas ou'), ('ru', 'и а но или'),
    ('tr', 've ama fakat veya'), ('uk', 'і й та але або')) known (code, words)
  WHERE code = lower(split_part(language, '-', 1)) $$;

-- The lines of a version with words that no live claim and no mark accounts for: partly where some words are, untouched
-- where none is. Words of the text that stand in no line are line 0. A word is a run of letters or digits.
CREATE OR REPLACE FUNCTION lines_not_covered(version bigint) RETURNS TABLE (line_number int, state text)
LANGUAGE sql STABLE AS $$
  WITH block AS (
    SELECT b.id AS block_id, b.text, char_length(b.text) AS length FROM claims_block b
    WHERE b.version_id = version AND NOT b.left_out
  ), accounted AS (
    SELECT block_id, range_agg(int4range(start, "end")) AS spans FROM (
      SELECT p.block_id, p.start, p."end" FROM claims_piece p
      JOIN claims_claim c ON c.id = p.claim_id AND c.state <> 'retired' WHERE p.version_id = version
      UNION ALL
      SELECT m.block_id, m.start, m."end" FROM claims_noclaimmark m
      WHERE m.version_id = version AND m.removed_at IS NULL
    ) each GROUP BY block_id
  ), line AS (
    SELECT l.number, l.block_id, int4range(l.start, l."end") AS span FROM claims_line l WHERE l.version_id = version
    UNION ALL
    SELECT 0, b.block_id, unnest(int4multirange(int4range(0, b.length)) - coalesce(
      (SELECT range_agg(int4range(l.start, l."end")) FROM claims_line l WHERE l.block_id = b.block_id), '{}'))
    FROM block b
  ), run AS (
    SELECT l.number, l.block_id, unnest(int4multirange(l.span) - coalesce(a.spans, '{}')) AS span, true AS open
    FROM line l LEFT JOIN accounted a USING (block_id)
    UNION ALL
    SELECT l.number, l.block_id, unnest(int4multirange(l.span) * a.spans), false
    FROM line l JOIN accounted a USING (block_id)
  ), chunk AS (
    -- Characters are found by counting from the start: in a block of a million that takes too long for each line.
    -- A short run is read whole, from the chunk that it starts in.
    SELECT b.block_id, n, substr(b.text, n * 4096 + 1, 4096 + 64) AS text
    FROM block b, generate_series(0, b.length / 4096) n
  ), words AS (
    SELECT r.number, r.open, bool_or(CASE
      WHEN r.open AND j.joins IS NOT NULL AND upper(r.span) - lower(r.span) <= 64 THEN n = lower(r.span) / 4096
        AND regexp_replace(substr(c.text, lower(r.span) - n * 4096 + 1, upper(r.span) - lower(r.span)),
          j.joins, ' ', 'gi') ~ '[[:alnum:]]'
      ELSE substr(c.text, greatest(lower(r.span) - n * 4096, 0) + 1,
        least(upper(r.span), (n + 1) * 4096) - greatest(lower(r.span), n * 4096)) ~ '[[:alnum:]]' END) AS any
    FROM run r CROSS JOIN LATERAL generate_series(lower(r.span) / 4096, (upper(r.span) - 1) / 4096) n
    JOIN chunk c USING (block_id, n)
    CROSS JOIN (SELECT joining_words(a.language) AS joins FROM claims_version v
                JOIN claims_article a ON a.id = v.article_id WHERE v.id = version) j
    GROUP BY r.number, r.open
  )
  SELECT w.number, CASE WHEN bool_or(w.any AND NOT w.open) THEN 'partly' ELSE 'untouched' END
  FROM words w GROUP BY w.number HAVING bool_or(w.any AND w.open) $$;

-- Whether lines_not_covered has a line. A long line that no claim and no mark touches tells so at once: only near the
-- start of its block, where characters are found quickly.
CREATE OR REPLACE FUNCTION has_line_not_covered(version bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN EXISTS (
    SELECT 1 FROM claims_line l JOIN claims_block b ON b.id = l.block_id
    WHERE l.version_id = version AND l."end" - l.start > 64 AND l.start < 4096
      AND NOT EXISTS (
        SELECT 1 FROM claims_piece p JOIN claims_claim c ON c.id = p.claim_id AND c.state <> 'retired'
        WHERE p.block_id = l.block_id AND p.version_id = version AND p.start < l."end" AND p."end" > l.start)
      AND NOT EXISTS (
        SELECT 1 FROM claims_noclaimmark m
        WHERE m.block_id = l.block_id AND m.removed_at IS NULL AND m.start < l."end" AND m."end" > l.start)
      AND substr(b.text, l.start + 1, 64) ~ '[[:alnum:]]'
  ) THEN true ELSE EXISTS (SELECT 1 FROM lines_not_covered(version)) END $$;

-- The open items of an article's gate (below) but for lines, in the order of their parts.
CREATE OR REPLACE FUNCTION article_gate_beside_lines(article bigint)
RETURNS TABLE (part int, item text, kind text, claim_number int, detail text)
LANGUAGE sql STABLE AS $$
  WITH the AS (
    SELECT a.id, a.current_version_id AS version, a.ownership = 'ours' AS ours
    FROM claims_article a WHERE a.id = article
  ), live AS (
    SELECT c.*, c.stet_by_id IS NOT NULL AND c.stet_reason ~ '\S' AS declined,
      CASE WHEN c.wording_applied AND c.reworded_verdict <> '' THEN c.reworded_verdict ELSE c.verdict END AS standing,
      coalesce(r.kind, 'publication') = 'publication' AS own_voice
    FROM claims_claim c LEFT JOIN claims_speaker s ON s.id = c.speaker_id
    LEFT JOIN claims_speaker r ON r.id = s.root_id
    WHERE c.article_id = article AND c.state <> 'retired'
  ), found AS (
    SELECT 2 AS part, 'marks' AS item, 'marks' AS kind, NULL::int AS claim_number, count(*)::text AS detail
    FROM the JOIN claims_noclaimmark m ON m.version_id = the.version AND m.removed_at IS NULL
      AND (m.looked_by_id IS NULL OR m.looked_by_id = m.made_by_id) HAVING count(*) > 0
    UNION ALL
    SELECT 3, 'claim:' || c.number, 'claim', c.number, c.state FROM live c WHERE c.state <> 'signed_off'
    UNION ALL
    SELECT 4, 'tray:' || c.number, 'tray', c.number, '' FROM live c WHERE c.quoted = ''
    UNION ALL
    SELECT 5, 'context:' || c.number, 'context', c.number, ''
    FROM live c WHERE c.id IN (SELECT context_unacknowledged(article))
    UNION ALL
    SELECT 6, 'source:' || c.number, 'source', c.number, ''
    FROM live c WHERE EXISTS (SELECT 1 FROM claims_sourcechange x WHERE x.claim_id = c.id AND x.settled_at IS NULL)
    UNION ALL
    -- The wording of somebody else's article is not ours to decide.
    SELECT 7, 'decision:' || c.number, 'decision', c.number, c.line_decision
    FROM live c, the WHERE the.ours AND c.line_decision <> 'keep' AND NOT c.declined AND NOT c.wording_applied
    UNION ALL
    -- A decision that the chief declined leaves the words as they are: that is keeping them.
    SELECT 8, 'verdict:' || c.number, 'verdict', c.number,
      c.standing || ' ' || CASE WHEN c.own_voice THEN 'own_voice' WHEN c.verb_endorses THEN 'endorsed' ELSE 'kept' END
    FROM live c, the WHERE the.ours AND c.standing IN ('refuted', 'not_enough')
      AND (c.line_decision = 'keep' OR c.declined OR c.wording_applied)
      AND (c.own_voice OR c.verb_endorses OR NOT c.declined)
    UNION ALL
    SELECT 9, 'query:' || t.id, 'query', c.number,
      left((SELECT m.words FROM claims_message m WHERE m.thread_id = t.id ORDER BY m.id LIMIT 1), 400)
    FROM claims_thread t LEFT JOIN claims_claim c ON c.id = t.claim_id
    WHERE t.article_id = article AND t.is_query AND t.resolved_at IS NULL
    UNION ALL
    -- Whoever the byline may name signed here: it has to be said first whether they are the author.
    SELECT 10, 'byline:' || q.id, 'byline', NULL, a.name || E'\n' || p.name
    FROM claims_bylinequestion q JOIN claims_articleauthor a ON a.id = q.author_id
    JOIN claims_person p ON p.id = q.person_id
    WHERE a.article_id = article AND q.answer = '' AND (
      EXISTS (SELECT 1 FROM claims_signoff s JOIN claims_claim c ON c.id = s.claim_id
              WHERE c.article_id = article AND s.signer_id = q.person_id AND s.voided_at IS NULL)
      OR EXISTS (SELECT 1 FROM claims_noclaimmark m, the
                 WHERE m.version_id = the.version AND m.removed_at IS NULL AND m.looked_by_id = q.person_id))
  )
  SELECT f.part, f.item, f.kind, f.claim_number, f.detail FROM found f $$;

-- Each open item of an article's gate. item names it for good (line:4, claim:12): a release with exceptions keeps it.
-- kind is line, marks, claim, tray, context, source, decision, verdict, query or byline; detail is what the words for
-- a person need: the state of a line or claim, the number of marks, the decision, the verdict and why it stops, what a
-- query asks, the name in the byline and the member's.
-- blocks: while it is open, nobody signs the article off. claims/rules/gate.py has the words.
CREATE OR REPLACE FUNCTION article_gate(article bigint)
RETURNS TABLE (item text, kind text, claim_number int, line_number int, detail text, blocks boolean)
LANGUAGE sql STABLE AS $$
  SELECT f.item, f.kind, f.claim_number, f.line_number, f.detail, f.blocks FROM (
    SELECT 1 AS part, 'line:' || l.line_number AS item, 'line' AS kind, NULL::int AS claim_number, l.line_number,
      l.state AS detail, r.level = 'block' AS blocks
    FROM claims_article a
    JOIN claims_evidencerule r ON r.desk_id = a.desk_id AND r.code = 'coverage' AND r.level <> 'off'
    CROSS JOIN LATERAL lines_not_covered(a.current_version_id) l WHERE a.id = article
    UNION ALL
    SELECT g.part, g.item, g.kind, g.claim_number, NULL, g.detail, true FROM article_gate_beside_lines(article) g
  ) f
  ORDER BY f.part, nullif(split_part(f.item, ':', 2), '')::bigint $$;

-- What an article's gate asks for: of its wording only where it is ours, of coverage where the desk does. While
-- an article has no claim, nothing about claims is asked, and of the rest only what there is something of.
CREATE OR REPLACE FUNCTION article_gate_asks(article bigint) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(
    SELECT k FROM unnest(
      ARRAY['line', 'marks', 'claim', 'tray', 'context', 'source', 'decision', 'verdict', 'query', 'byline']) k
    WHERE CASE WHEN k = 'line' THEN had.coverage
      WHEN k IN ('decision', 'verdict') THEN a.ownership = 'ours' AND had.claims
      WHEN had.claims THEN true
      WHEN k = 'marks' THEN EXISTS (
        SELECT 1 FROM claims_noclaimmark m WHERE m.version_id = a.current_version_id AND m.removed_at IS NULL)
      WHEN k = 'query' THEN EXISTS (
        SELECT 1 FROM claims_thread t WHERE t.article_id = a.id AND t.is_query)
      WHEN k = 'byline' THEN EXISTS (
        SELECT 1 FROM claims_bylinequestion q JOIN claims_articleauthor w ON w.id = q.author_id
        WHERE w.article_id = a.id)
      ELSE k = 'claim' AND NOT had.coverage END)
  FROM claims_article a, LATERAL (SELECT
    EXISTS (SELECT 1 FROM claims_evidencerule r
      WHERE r.desk_id = a.desk_id AND r.code = 'coverage' AND r.level <> 'off') AS coverage,
    EXISTS (SELECT 1 FROM claims_claim c WHERE c.article_id = a.id AND c.state <> 'retired') AS claims) had
  WHERE a.id = article $$;

-- How many parts of an article's gate are met, and how many there are.
CREATE OR REPLACE FUNCTION article_gate_ready(article bigint) RETURNS int[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY[
    (cardinality(asks) - (SELECT count(DISTINCT kind) FROM article_gate_beside_lines(a.id))
     - CASE WHEN 'line' = ANY (asks) AND has_line_not_covered(a.current_version_id) THEN 1 ELSE 0 END)::int,
    cardinality(asks)]
  FROM claims_article a, article_gate_asks(a.id) asks WHERE a.id = article $$;

-- The first open item that stops the article, in words; NULL if nothing does. What the live, confirmed release (or the
-- one given) names with an exception that is not closed stops nothing while the article goes out by that release.
CREATE OR REPLACE FUNCTION article_stopped_by(article bigint, release bigint DEFAULT NULL) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT CASE g.kind
    WHEN 'line' THEN 'Line ' || g.line_number || ' is not covered.'
    WHEN 'marks' THEN 'Not every mark is reviewed by a second person.'
    WHEN 'claim' THEN 'Claim ' || g.claim_number || ' is not signed off.'
    WHEN 'tray' THEN 'Claim ' || g.claim_number || ' has no words in this version.'
    WHEN 'context' THEN 'The text around signed claim ' || g.claim_number || ' changed, and nobody has acknowledged it.'
    WHEN 'source' THEN 'Something that claim ' || g.claim_number || ' rests on changed, and nobody has settled it.'
    WHEN 'decision' THEN 'The decision on the line of claim ' || g.claim_number || ' is open.'
    WHEN 'verdict' THEN 'Claim ' || g.claim_number || ' did not hold up, and its words are kept.'
    WHEN 'byline' THEN 'The byline may name somebody who signed here.'
    ELSE 'A query is open.' END
  FROM article_gate(article) g
  WHERE g.blocks AND NOT EXISTS (SELECT 1 FROM claims_releaseexception x
    WHERE x.signoff_id = release AND x.item = g.item AND x.closed_at IS NULL) LIMIT 1 $$;

-- Whose voice a claim is in decides what the gate asks of its verdict: when that moves, with a speaker's kind or with a
-- merge, sign-offs of its article go.
CREATE OR REPLACE FUNCTION speaker_kind_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was text := CASE WHEN OLD.root_id = NEW.id THEN OLD.kind ELSE
    (SELECT kind FROM claims_speaker WHERE id = OLD.root_id) END;
  is_ text := CASE WHEN NEW.root_id = NEW.id THEN NEW.kind ELSE
    (SELECT kind FROM claims_speaker WHERE id = NEW.root_id) END;
BEGIN
  IF (was = 'publication') IS DISTINCT FROM (is_ = 'publication') THEN
    UPDATE claims_articlesignoff o SET voided_at = now(), void_reason = 'whose voice a claim is in changed'
      WHERE o.voided_at IS NULL AND o.article_id IN (
        SELECT c.article_id FROM claims_speaker p JOIN claims_claim c ON c.speaker_id = p.id
        WHERE (p.id = NEW.id OR p.root_id = NEW.id) AND c.state <> 'retired');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER speaker_kind_moved AFTER UPDATE ON claims_speaker FOR EACH ROW
  WHEN ((NEW.kind, NEW.root_id) IS DISTINCT FROM (OLD.kind, OLD.root_id)) EXECUTE FUNCTION speaker_kind_moved();
