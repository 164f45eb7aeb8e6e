-- Pieces: the words of a claim in one version.

CREATE OR REPLACE FUNCTION piece_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE at record; the record;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.version_id IS DISTINCT FROM (
        SELECT current_version_id FROM claims_article a JOIN claims_claim c ON c.article_id = a.id
        WHERE c.id = OLD.claim_id) THEN
      PERFORM refuse('piece_of_earlier_version', 409, 'An earlier version stays as it was.');
    END IF;
    RETURN OLD;
  END IF;
  SELECT b.version_id, b.left_out, substr(b.text, NEW.start + 1, NEW."end" - NEW.start) AS words,
      v.article_id, v.number INTO at
    FROM claims_block b JOIN claims_version v ON v.id = b.version_id WHERE b.id = NEW.block_id;
  SELECT c.article_id, c.line_decision, c.proposed_words, v.number AS current, v.id AS current_id INTO the
    FROM claims_claim c JOIN claims_article a ON a.id = c.article_id
    JOIN claims_version v ON v.id = a.current_version_id WHERE c.id = NEW.claim_id;
  IF at.version_id IS DISTINCT FROM NEW.version_id OR at.left_out OR at.words IS DISTINCT FROM NEW.words
     OR char_length(NEW.words) <> NEW."end" - NEW.start OR at.article_id IS DISTINCT FROM the.article_id THEN
    PERFORM refuse('words_stand_there', 409, 'The text moved. Select the words again.');
  ELSIF at.number < the.current THEN
    PERFORM refuse('piece_of_earlier_version', 409, 'An earlier version stays as it was.');
  END IF;
  -- Other words than those that stand there are bound only where they were bound before, and nothing but typography, or
  -- the wording that was signed, makes the difference; the wording replaces all of a claim's words, not some of them.
  IF NEW.bound_words NOT IN ('', NEW.words) AND (
       NOT (typography_fold(NEW.bound_words) = typography_fold(NEW.words)
            OR wording_stands(NEW.words, the.line_decision, the.proposed_words)
               AND (SELECT count(*) = 1 FROM claims_piece p
                    WHERE p.claim_id = NEW.claim_id AND p.version_id = the.current_id)
               AND NOT EXISTS (SELECT 1 FROM claims_piece p
                               WHERE p.claim_id = NEW.claim_id AND p.version_id = NEW.version_id))
       OR NOT EXISTS (SELECT 1 FROM claims_piece p
                      WHERE p.claim_id = NEW.claim_id AND NEW.bound_words IN (p.bound_words, p.words))) THEN
    PERFORM refuse('words_bound', 409, 'The text moved. Select the words again.');
  END IF;
  IF NEW.bound_words = '' THEN NEW.bound_words := NEW.words; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER piece_before BEFORE INSERT OR DELETE ON claims_piece FOR EACH ROW EXECUTE FUNCTION piece_before();

-- The words of a claim in one version, in reading order.
CREATE OR REPLACE FUNCTION claim_words(cid bigint, vid bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(p.words ORDER BY b.position, p.start) FROM claims_piece p JOIN claims_block b ON b.id = p.block_id
  WHERE p.claim_id = cid AND p.version_id = vid $$;

CREATE OR REPLACE FUNCTION claim_pieces_moved(cid bigint, contributes boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_claim SET quoted = quoted WHERE id = cid;  -- locks the claim; claim_before finds its place
  PERFORM claim_content_moved(cid, 'changed the words', contributes);
END $$;

-- The first cut makes nobody a contributor, and neither does bringing in a text: what a version does to a claim's words
-- voids, and whoever sends the claim to review again adopts them. Anybody else who finds it other words there has
-- chosen them.
CREATE OR REPLACE FUNCTION pieces_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE x record; first_cut boolean;
BEGIN
  FOR x IN SELECT DISTINCT n.claim_id AS cid, n.version_id AS vid, a.current_version_id AS current,
                           v.created_by_id AS bringer
           FROM added n JOIN claims_claim c ON c.id = n.claim_id JOIN claims_article a ON a.id = c.article_id
           JOIN claims_version v ON v.id = n.version_id ORDER BY 1, 2 LOOP
    -- The first cut is the statement that gives a claim its first words, before anybody worked on it.
    first_cut := NOT EXISTS (SELECT 1 FROM claims_piece p
                             WHERE p.claim_id = x.cid AND p.id NOT IN (SELECT id FROM added))
      AND NOT EXISTS (SELECT 1 FROM claims_contributor k WHERE k.claim_id = x.cid);
    PERFORM claim_pieces_moved(x.cid, NOT first_cut AND (x.vid = x.current
      OR x.bringer <> factcheck_actor() AND claim_words(x.cid, x.vid) IS DISTINCT FROM claim_words(x.cid, x.current)));
  END LOOP;
  FOR x IN SELECT a.id AS aid, array_agg(DISTINCT n.claim_id) AS cids
           FROM added n JOIN claims_article a ON a.current_version_id = n.version_id GROUP BY a.id ORDER BY a.id LOOP
    PERFORM contradictions_go_along(x.aid, NULL, x.cids, true);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER pieces_added AFTER INSERT ON claims_piece REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION pieces_added();

CREATE OR REPLACE FUNCTION pieces_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM claim_pieces_moved(cid, true) FROM (SELECT DISTINCT claim_id AS cid FROM removed ORDER BY 1) x;
  RETURN NULL;
END $$;
CREATE TRIGGER pieces_removed AFTER DELETE ON claims_piece REFERENCING OLD TABLE AS removed FOR EACH STATEMENT
  EXECUTE FUNCTION pieces_removed();
CREATE TRIGGER piece_kept BEFORE UPDATE ON claims_piece FOR EACH ROW EXECUTE FUNCTION refuse_change();
