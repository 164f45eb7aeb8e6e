-- Evidence: cited as it was. Support for a signed claim waits unconfirmed; what contradicts a claim counts at once.

CREATE OR REPLACE FUNCTION source_citation(bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' · ', nullif(author, ''), title, nullif(publisher, ''), to_char(published_on, 'YYYY-MM-DD'),
                   nullif(address, ''),
                   CASE WHEN off_record THEN 'off the record' END)
  FROM claims_source WHERE id = $1 $$;

-- Whether a calculation names evidence of its claim alone, or what that is a copy of: a claim that comes from another
-- one has copies.
CREATE OR REPLACE FUNCTION calculation_of_claim(cid bigint, calculation jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT jsonb_typeof(calculation) = 'object' AND (calculation = '{}' OR jsonb_typeof(calculation -> 'inputs') = 'array'
    AND NOT EXISTS (
      SELECT 1 FROM jsonb_array_elements(calculation -> 'inputs') i
      WHERE CASE jsonb_typeof(i -> 'evidence') WHEN 'null' THEN false
        WHEN 'number' THEN NOT EXISTS (SELECT 1 FROM claims_evidence e WHERE e.claim_id = cid
          AND (i ->> 'evidence')::numeric IN (e.id, e.copied_from_id)) ELSE true END)) $$;

CREATE OR REPLACE FUNCTION evidence_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the record;
BEGIN
  SELECT state, desk_id INTO the FROM claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  PERFORM factcheck_actor();
  IF pg_trigger_depth() = 1 THEN PERFORM source_seen(NEW.source_id); END IF;
  -- What contradicted it goes on to who takes its words: nobody takes that away from a claim that covers nothing.
  IF the.state = 'retired' THEN
    PERFORM refuse('evidence_of_retired', 409, 'The claim is retired. Restore it to work on its evidence.');
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF the.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_source WHERE id = NEW.source_id) THEN
      PERFORM refuse('evidence_desk', 409, 'The source belongs to another desk.');
    END IF;
    IF pg_trigger_depth() = 1 THEN NEW.copied_from_id := NULL; END IF;  -- evidence_goes_along says it
    -- Somebody else's evidence is what goes along from another claim.
    IF NEW.added_by_id <> factcheck_actor() AND NEW.copied_from_id IS NULL THEN
      PERFORM refuse('evidence_own_hand', 403, 'Nobody adds evidence for somebody else.');
    END IF;
    NEW.citation := source_citation(NEW.source_id);
    -- For good, as the citation is: a source whose terms change makes no sign-off void.
    NEW.hidden := (SELECT hidden FROM claims_source WHERE id = NEW.source_id);
    NEW.edition := 1;
    NEW.removed_by_id := NULL; NEW.removed_at := NULL;
    IF the.state = 'signed_off' THEN NEW.confirmed := false; END IF;
  ELSE
    IF (NEW.claim_id, NEW.source_id, NEW.added_by_id, NEW.added_at, NEW.copied_from_id)
       IS DISTINCT FROM (OLD.claim_id, OLD.source_id, OLD.added_by_id, OLD.added_at, OLD.copied_from_id) THEN
      PERFORM refuse('evidence_stays', 409, 'Evidence stays with its claim and source; remove it and add another.');
    END IF;
    NEW.citation := OLD.citation; NEW.hidden := OLD.hidden; NEW.salt := OLD.salt;
    NEW.edition := OLD.edition + 1;
    IF NEW.removed_at IS NULL THEN
      NEW.removed_by_id := NULL;
    ELSIF OLD.removed_at IS NULL THEN
      NEW.removed_at := now(); NEW.removed_by_id := factcheck_actor();
    ELSE
      NEW.removed_at := OLD.removed_at; NEW.removed_by_id := OLD.removed_by_id;
    END IF;
  END IF;
  IF NEW.copied_from_id IS NULL AND NEW.calculation <> '{}'
     AND NOT (TG_OP = 'UPDATE' AND NEW.calculation = OLD.calculation)
     AND NOT calculation_of_claim(NEW.claim_id, NEW.calculation) THEN
    PERFORM refuse('calculation_of_claim', 409, 'A calculation rests on evidence of its own claim.');
  END IF;
  -- In whatever state the claim is. Whoever says that it does not bear on the claim removes it, by name.
  IF NEW.stance = 'contradicts' THEN NEW.confirmed := true; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_before BEFORE INSERT OR UPDATE ON claims_evidence FOR EACH ROW
  EXECUTE FUNCTION evidence_before();

CREATE OR REPLACE FUNCTION evidence_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE live_before boolean := TG_OP <> 'INSERT' AND OLD.confirmed AND OLD.removed_at IS NULL;
        live_now boolean := TG_OP <> 'DELETE' AND NEW.confirmed AND NEW.removed_at IS NULL;
        cid bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END;
BEGIN
  IF live_before OR live_now THEN
    IF NOT live_before THEN
      -- Whoever wrote any of it while it waited, or had been removed, wrote what is bound now.
      INSERT INTO claims_contributor (claim_id, person_id, because, at)
        SELECT cid, p, 'added evidence', now() FROM (SELECT NEW.added_by_id UNION
          SELECT actor_id FROM claims_rowhistory
          WHERE "table" = 'claims_evidence' AND row_id = NEW.id AND actor_id IS NOT NULL) x (p)
        ORDER BY p ON CONFLICT DO NOTHING;
    END IF;
    -- Whose words or version brought a copy along has added nothing.
    PERFORM claim_content_moved(cid, CASE WHEN NOT live_before THEN 'added evidence'
                                          WHEN NOT live_now THEN 'removed evidence' ELSE 'changed evidence' END,
                                TG_OP <> 'INSERT' OR NEW.copied_from_id IS NULL);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evidence_after AFTER INSERT OR UPDATE OR DELETE ON claims_evidence FOR EACH ROW
  EXECUTE FUNCTION evidence_after();

-- Give a claim copies of evidence of other claims: they wait there to be confirmed, and what contradicts counts
-- (evidence_before) and is answered anew. Whoever wrote of it is a contributor, which a copy would not say.
CREATE OR REPLACE FUNCTION evidence_goes_along(evidence bigint[], child bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO claims_contributor (claim_id, person_id, because, at)
    SELECT DISTINCT child, h.actor_id, 'wrote evidence that went along', now() FROM claims_rowhistory h
    WHERE h."table" = 'claims_evidence' AND h.row_id = ANY (evidence) AND h.actor_id IS NOT NULL
    ORDER BY h.actor_id ON CONFLICT DO NOTHING;
  INSERT INTO claims_evidence
    SELECT (jsonb_populate_record(NULL::claims_evidence, to_jsonb(e) || jsonb_build_object(
      'id', nextval(pg_get_serial_sequence('claims_evidence', 'id')), 'claim_id', child, 'confirmed', false,
      'copied_from_id', coalesce(e.copied_from_id, e.id), 'added_at', now(), 'edition', 1, 'answer', ''))).*
    FROM (SELECT * FROM claims_evidence WHERE id = ANY (evidence) ORDER BY id) e;
END $$;

-- Whether a claim holds some evidence, or a copy of it: also if somebody said by name that it does not bear on it.
CREATE OR REPLACE FUNCTION evidence_held(claim bigint, evidence claims_evidence) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM claims_evidence h WHERE h.claim_id = claim
     AND coalesce(h.copied_from_id, h.id) = coalesce((evidence).copied_from_id, (evidence).id)) $$;

-- A text as words are looked for in it, and those of its words that say something: with a digit, or four letters.
CREATE OR REPLACE FUNCTION words_folded(text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT lower(typography_fold(left($1, 20000))) $$;
CREATE OR REPLACE FUNCTION words_of(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY(SELECT DISTINCT w FROM regexp_split_to_table(folded, '[^[:alnum:]]+') w WHERE w ~ '[0-9]|....') $$;

-- Which of these claims have words that one of the retired claims had: where they stand in a version, or, if the
-- retired claim has none there any more, words like its last ones: one text stands in the other, or they have half of
-- the words of the shorter in common. chosen: somebody chose the words now; else a claim that stood beside the retired
-- one when it had its last words has words of its own. Each text is read once, however many pairs there are.
CREATE OR REPLACE FUNCTION claims_with_words_of(retired bigint[], live bigint[], version bigint, chosen boolean)
RETURNS TABLE (gone bigint, claim bigint) LANGUAGE sql STABLE AS $$
  WITH last_ AS MATERIALIZED (
    SELECT DISTINCT ON (p.claim_id) p.claim_id AS id, p.version_id AS version
    FROM claims_piece p JOIN claims_version v ON v.id = p.version_id WHERE p.claim_id = ANY (retired)
    ORDER BY p.claim_id, p.version_id = $3 DESC, v.number DESC
  ), old AS MATERIALIZED (
    SELECT o.*, words_of(o.folded) AS words FROM (
      SELECT l.id, l.version, words_folded(string_agg(p.words, ' ')) AS folded
      FROM last_ l JOIN claims_piece p ON p.claim_id = l.id AND p.version_id = l.version
      WHERE l.version <> $3 GROUP BY 1, 2) o
  ), new AS MATERIALIZED (
    SELECT n.*, words_of(n.folded) AS words FROM (
      SELECT c.id, words_folded(c.quoted) AS folded FROM claims_claim c
      WHERE c.id = ANY (live) AND EXISTS (SELECT 1 FROM old)) n
  ), shared AS MATERIALIZED (
    SELECT o.id AS gone, n.id AS claim, count(*) AS words
    FROM (SELECT id, unnest(words) AS w FROM old) o JOIN (SELECT id, unnest(words) AS w FROM new) n USING (w)
    GROUP BY 1, 2
  ), alike AS MATERIALIZED (
    SELECT o.id AS gone, n.id AS claim, o.version
    FROM old o CROSS JOIN new n LEFT JOIN shared s ON s.gone = o.id AND s.claim = n.id
    WHERE o.folded <> '' AND n.folded <> '' AND (position(o.folded IN n.folded) > 0
      OR position(n.folded IN o.folded) > 0 OR 2 * s.words >= least(cardinality(o.words), cardinality(n.words)))
  )
  SELECT l.id, q.claim_id FROM last_ l
    JOIN claims_piece p ON p.claim_id = l.id AND p.version_id = $3
    JOIN claims_piece q ON q.block_id = p.block_id AND q.start < p."end" AND q."end" > p.start
    WHERE l.version = $3 AND q.claim_id = ANY (live)
  UNION
  SELECT a.gone, a.claim FROM alike a
    WHERE chosen OR NOT EXISTS (SELECT 1 FROM claims_piece p WHERE p.claim_id = a.claim AND p.version_id = a.version)
$$;

-- What contradicts a claim is not lost when it is retired: it goes along to the claims that have its words, once, and
-- counts there until somebody removes it by name. A copy goes where what it was copied from goes, while that counts.
-- gone: of this retired claim, if no live claim on its words holds it. Else to the claims in live.
CREATE OR REPLACE FUNCTION contradictions_go_along(article bigint, gone bigint, live bigint[], chosen boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE x record; vid bigint;
BEGIN
  -- Whoever retires a claim and whoever takes its words wait for each other.
  SELECT current_version_id INTO vid FROM claims_article WHERE id = article FOR NO KEY UPDATE;
  FOR x IN
    WITH left_ AS (
      SELECT e, r.id AS retired FROM claims_claim r JOIN claims_evidence e ON e.claim_id = r.id
      WHERE r.article_id = article AND r.state = 'retired' AND (gone IS NULL OR r.id = gone)
        AND e.stance = 'contradicts' AND e.removed_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM claims_evidence o WHERE o.id = e.copied_from_id
                          AND o.stance = 'contradicts' AND o.removed_at IS NULL)
    ), takers AS (
      SELECT l.e, w.claim FROM left_ l JOIN claims_with_words_of(
        ARRAY(SELECT DISTINCT retired FROM left_),
        ARRAY(SELECT id FROM claims_claim WHERE article_id = article AND state <> 'retired'
              AND (live IS NULL OR id = ANY (live)) AND EXISTS (SELECT 1 FROM left_)), vid, chosen
      ) w ON w.gone = l.retired
    )
    SELECT t.claim, array_agg((t.e).id) AS evidence FROM takers t
    WHERE NOT evidence_held(t.claim, t.e) AND (gone IS NULL OR NOT EXISTS (
      SELECT 1 FROM takers o WHERE o.e = t.e AND evidence_held(o.claim, o.e)))
    GROUP BY t.claim ORDER BY t.claim
  LOOP
    PERFORM evidence_goes_along(x.evidence, x.claim);
  END LOOP;
END $$;
