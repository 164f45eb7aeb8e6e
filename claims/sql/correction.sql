-- Corrections: what was wrong, or was said to be, in an article of ours that is out.

CREATE OR REPLACE FUNCTION correction_is_open(article bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_correction c WHERE c.article_id = article AND c.settled_at IS NULL) $$;

-- The claims whose fault a correction may be: the claim that it is about, and those that it came from; of a line that
-- went out otherwise, those with words in it; of what names no claim and no line, all claims of the article.
CREATE OR REPLACE FUNCTION correction_claims(correction bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  WITH RECURSIVE the AS (
    SELECT c.*, o.version_id, o.differences -> c.line ->> 'old' AS old
    FROM claims_correction c LEFT JOIN claims_publication o ON o.id = c.publication_id WHERE c.id = correction
  ), lines AS (
    SELECT l.block_id, l.start, l."end" FROM the JOIN claims_line l ON l.version_id = the.version_id
    JOIN claims_block b ON b.id = l.block_id
    WHERE position(substr(b.text, l.start + 1, l."end" - l.start) IN the.old) > 0
  ), about AS (
    SELECT claim_id AS id FROM the WHERE claim_id IS NOT NULL
    UNION
    SELECT p.claim_id FROM lines l JOIN claims_piece p ON p.block_id = l.block_id AND p.start < l."end"
      AND p."end" > l.start
    UNION
    SELECT c.id FROM the JOIN claims_claim c ON c.article_id = the.article_id
    WHERE the.claim_id IS NULL AND the.old IS DISTINCT FROM '' AND NOT EXISTS (SELECT 1 FROM lines)
    UNION
    SELECT l.parent_id FROM about a JOIN claims_lineage l ON l.child_id = a.id
  )
  SELECT id FROM about $$;

-- How a person stands towards settling a correction: as towards signing its article (article_standing), and as worked
-- where the fault may be theirs: before it was opened they worked on one of its claims, or signed one.
CREATE OR REPLACE FUNCTION correction_standing(correction bigint, person bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN article_standing(c.article_id, person) = 'chief' AND EXISTS (
      SELECT 1 FROM correction_claims(c.id) f (claim)
      WHERE EXISTS (SELECT 1 FROM claims_contributor k
                    WHERE k.claim_id = f.claim AND k.person_id = person AND k.at <= c.opened_at)
        OR EXISTS (SELECT 1 FROM claims_signoff s
                   WHERE s.claim_id = f.claim AND s.signer_id = person AND s.signed_at <= c.opened_at))
    THEN 'worked' ELSE article_standing(c.article_id, person) END
  FROM claims_correction c WHERE c.id = correction $$;

-- Opened while the article is out; decided or dismissed once, by a chief, in their own name.
CREATE OR REPLACE FUNCTION correction_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the claims_article; who bigint := factcheck_actor(); other int; how text;
  settles text[] := '{kind,was_wrong,is_right,since,dismissed,settled_by_id,settled_at}';
BEGIN
  SELECT * INTO the FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
  IF TG_OP = 'INSERT' THEN
    SELECT number INTO other FROM claims_correction WHERE claim_id = NEW.claim_id AND settled_at IS NULL;
    IF the.ownership <> 'ours' OR the.state NOT IN ('published', 'corrected') THEN
      PERFORM refuse('correction_out', 409, 'Only an article of ours that is out is corrected.');
    ELSIF NEW.claim_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM claims_claim WHERE id = NEW.claim_id AND article_id = NEW.article_id) THEN
      PERFORM refuse('correction_claim', 409, 'A correction is about a claim of its own article.');
    ELSIF NEW.publication_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM claims_publication WHERE id = NEW.publication_id AND article_id = NEW.article_id
                         AND NEW.line < jsonb_array_length(differences)) THEN
      PERFORM refuse('correction_line', 409, 'A correction is about a line of its own article that differs.');
    ELSIF EXISTS (SELECT 1 FROM claims_correction
                  WHERE publication_id = NEW.publication_id AND line = NEW.line) THEN
      PERFORM refuse('correction_open_once', 409, 'This line has a correction already.');
    ELSIF other IS NOT NULL THEN
      PERFORM refuse('correction_open_once', 409,
        format('Correction %s about this claim is open already. Say what you know in a thread on the claim.', other));
    ELSIF pg_trigger_depth() = 1 AND NEW.because = 'claim_changed' THEN
      PERFORM refuse('correction_cause', 409, 'The database says when a signed claim has changed.');
    ELSIF pg_trigger_depth() = 1
       AND NOT EXISTS (SELECT 1 FROM roles_that_count() r WHERE r.desk_id = the.desk_id AND r.person_id = who) THEN
      PERFORM refuse('correction_role', 403, 'A correction is opened by somebody of this desk.');
    END IF;
    NEW.number := 1 + coalesce((SELECT max(number) FROM claims_correction WHERE article_id = NEW.article_id), 0);
    NEW.opened_by_id := who; NEW.opened_at := clock_timestamp();
    NEW.kind := ''; NEW.was_wrong := ''; NEW.is_right := ''; NEW.since := NULL; NEW.dismissed := '';
    NEW.settled_by_id := NULL; NEW.settled_at := NULL;
    RETURN NEW;
  END IF;
  how := correction_standing(OLD.id, who);
  IF OLD.settled_at IS NOT NULL OR NEW.settled_by_id IS NULL
     OR to_jsonb(NEW) - settles IS DISTINCT FROM to_jsonb(OLD) - settles THEN
    PERFORM refuse('append_only', 409, 'A correction is decided or dismissed once, and never changed.');
  ELSIF NEW.settled_by_id <> who THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  ELSIF how IN ('author', 'byline') THEN
    PERFORM refuse('signoff_not_author', 403,
      'An author, or somebody whom the byline may name, does not settle the article''s corrections.');
  ELSIF how = 'worked' THEN
    PERFORM refuse('signoff_four_eyes', 403,
      'Whoever worked on a claim that it is about, or signed it, does not settle the correction: another chief does.');
  ELSIF how <> 'chief' THEN
    PERFORM refuse('signoff_role', 403, 'The chief settles corrections.');
  END IF;
  NEW.settled_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER correction_before BEFORE INSERT OR UPDATE ON claims_correction FOR EACH ROW
  EXECUTE FUNCTION correction_before();

-- A sign-off of a claim that becomes void after publication opens a correction, unless one about the claim is open.
CREATE OR REPLACE FUNCTION correction_of_void(gone claims_signoff) RETURNS void LANGUAGE plpgsql AS $$
DECLARE the record;
BEGIN
  SELECT a.id, c.number, name_shown(p.name, p.username) AS signer INTO the
    FROM claims_claim c JOIN claims_article a ON a.id = c.article_id JOIN claims_person p ON p.id = gone.signer_id
    WHERE c.id = gone.claim_id AND a.ownership = 'ours' AND a.state IN ('published', 'corrected')
      AND NOT EXISTS (SELECT 1 FROM claims_correction o WHERE o.claim_id = c.id AND o.settled_at IS NULL);
  IF FOUND THEN
    INSERT INTO claims_correction (article_id, number, claim_id, because, reported, reported_by, opened_by_id, kind,
                                   was_wrong, is_right, dismissed)
      VALUES (the.id, 0, gone.claim_id, 'claim_changed', format('The sign-off of claim %s by %s is void: %s.',
        the.number, the.signer, coalesce(nullif(gone.void_reason, ''), 'no reason was given')), '', factcheck_actor(),
        '', '', '', '');
  END IF;
END $$;

-- At commit, a correction that web or worker opened or settled has an event of whoever did it, which names it.
CREATE OR REPLACE FUNCTION correction_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  who bigint := CASE WHEN TG_OP = 'UPDATE' THEN NEW.settled_by_id ELSE NEW.opened_by_id END;
  says text := CASE WHEN TG_OP = 'INSERT' THEN 'correction_opened'
                    WHEN NEW.kind = '' THEN 'correction_dismissed' ELSE 'correction_decided' END;
BEGIN
  IF NOT (CASE WHEN TG_OP = 'INSERT' AND NEW.because = 'claim_changed' THEN told_now(NEW.article_id, who)
      ELSE EXISTS (SELECT 1 FROM events_now(NULL, NEW.article_id) e
                   WHERE e.verb = says AND e.actor_id = who AND correction_named(e) = NEW.number) END) THEN
    PERFORM refuse('correction_has_event', 409, 'A correction is opened and settled with the event that says so.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER correction_has_event AFTER INSERT OR UPDATE ON claims_correction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (as_the_app()) EXECUTE FUNCTION correction_has_event();
CREATE TRIGGER correction_kept BEFORE DELETE ON claims_correction FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER correction_kept_whole BEFORE TRUNCATE ON claims_correction FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
