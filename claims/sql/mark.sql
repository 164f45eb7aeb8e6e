-- Marks: words with no claim, made and reviewed in one's own name.

CREATE OR REPLACE FUNCTION mark_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE at record; carried boolean; desk bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN NEW.made_at := OLD.made_at; END IF;
  IF TG_OP = 'UPDATE'
     AND (to_jsonb(NEW) - '{looked_by_id,looked_at,removed_by_id,removed_at}'::text[]
          IS DISTINCT FROM to_jsonb(OLD) - '{looked_by_id,looked_at,removed_by_id,removed_at}'::text[]) THEN
    PERFORM refuse('mark_stays', 409, 'A mark is removed and made again, not changed.');
  END IF;
  SELECT b.version_id, b.left_out, substr(b.text, NEW.start + 1, NEW."end" - NEW.start) AS words,
      v.article_id, v.number INTO at
    FROM claims_block b JOIN claims_version v ON v.id = b.version_id WHERE b.id = NEW.block_id;
  PERFORM 1 FROM claims_article WHERE id = at.article_id FOR NO KEY UPDATE;
  IF at.version_id IS DISTINCT FROM NEW.version_id OR at.left_out OR at.words IS DISTINCT FROM NEW.words
     OR char_length(NEW.words) <> NEW."end" - NEW.start THEN
    PERFORM refuse('words_stand_there', 409, 'The text moved. Select the words again.');
  END IF;
  -- A mark that follows its words into the next version stays whose it was, and looked through by whom it was.
  carried := TG_OP = 'INSERT' AND NEW.carried_from_id IS NOT NULL;
  IF carried AND NOT EXISTS (
      SELECT 1 FROM claims_noclaimmark m JOIN claims_version v ON v.id = m.version_id
      JOIN claims_article a ON a.id = v.article_id
      WHERE m.id = NEW.carried_from_id AND m.removed_at IS NULL AND v.id = a.current_version_id
        AND a.id = at.article_id AND v.number < at.number
        AND typography_fold(m.words) = typography_fold(NEW.words) AND m.reason = NEW.reason
        AND m.made_by_id = NEW.made_by_id
        AND NEW.looked_by_id IS NOT DISTINCT FROM m.looked_by_id
        AND NEW.looked_at IS NOT DISTINCT FROM m.looked_at) THEN
    PERFORM refuse('mark_carried', 409, 'A mark follows its own words only.');
  END IF;
  IF NOT carried AND (TG_OP = 'INSERT' AND NEW.made_by_id IS DISTINCT FROM factcheck_actor()
     OR NEW.looked_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.looked_by_id IS DISTINCT FROM OLD.looked_by_id)
        AND NEW.looked_by_id <> factcheck_actor()) THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  END IF;
  IF NEW.looked_by_id IS NOT NULL AND is_author(at.article_id, NEW.looked_by_id) THEN
    PERFORM refuse('signoff_not_author', 403, 'An author looks through no mark of the article.');
  END IF;
  -- When it was made, reviewed and removed is what happened; a mark that follows its words keeps what was.
  IF TG_OP = 'INSERT' THEN
    NEW.made_at := CASE WHEN carried THEN (SELECT made_at FROM claims_noclaimmark WHERE id = NEW.carried_from_id)
                   ELSE clock_timestamp() END;
  END IF;
  IF NOT carried AND NEW.looked_by_id IS NOT NULL
     AND (TG_OP = 'INSERT' OR NEW.looked_by_id IS DISTINCT FROM OLD.looked_by_id) THEN
    NEW.looked_at := clock_timestamp();
  ELSIF TG_OP = 'UPDATE' AND NEW.looked_by_id IS NOT DISTINCT FROM OLD.looked_by_id THEN
    NEW.looked_at := OLD.looked_at;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.removed_by_id IS DISTINCT FROM OLD.removed_by_id THEN
    NEW.removed_at := CASE WHEN NEW.removed_by_id IS NULL THEN NULL ELSE clock_timestamp() END;
  ELSIF TG_OP = 'UPDATE' AND OLD.removed_by_id IS NOT NULL THEN
    NEW.removed_at := OLD.removed_at;
  END IF;
  -- It is taken back in one's own name, and looked through by somebody who works on claims.
  IF TG_OP = 'UPDATE' AND (NEW.removed_by_id, NEW.removed_at) IS DISTINCT FROM (OLD.removed_by_id, OLD.removed_at)
     AND NEW.removed_by_id IS DISTINCT FROM factcheck_actor() THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  END IF;
  IF NEW.looked_by_id IS NOT NULL AND NOT carried
     AND (TG_OP = 'INSERT' OR NEW.looked_by_id IS DISTINCT FROM OLD.looked_by_id) THEN
    SELECT a.desk_id INTO desk FROM claims_article a WHERE a.id = at.article_id;
    IF NOT (holds(desk, NEW.looked_by_id, 'checker') OR holds(desk, NEW.looked_by_id, 'reviewer')
            OR holds(desk, NEW.looked_by_id, 'chief')) THEN
      PERFORM refuse('signoff_role', 403, 'Marks are looked through by a checker, reviewer or chief of this desk.');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mark_before BEFORE INSERT OR UPDATE ON claims_noclaimmark FOR EACH ROW EXECUTE FUNCTION mark_before();

CREATE OR REPLACE FUNCTION mark_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM article_content_moved((SELECT article_id FROM claims_version WHERE id = NEW.version_id),
                                'a no-claim mark changed');
  RETURN NULL;
END $$;
CREATE TRIGGER mark_after AFTER INSERT OR UPDATE ON claims_noclaimmark FOR EACH ROW EXECUTE FUNCTION mark_after();
CREATE TRIGGER mark_kept BEFORE DELETE ON claims_noclaimmark FOR EACH ROW EXECUTE FUNCTION refuse_change();
