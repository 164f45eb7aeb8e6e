-- Versions: text that is written once, and what a new one does to each claim.

-- The text of an article goes forward only: an older version comes back as a new one. What is out is the text that was
-- signed, but for what is corrected.
CREATE OR REPLACE FUNCTION article_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  out_ text[] := '{published,corrected,withdrawn}';
  corrected boolean := OLD.state IN ('published', 'corrected') AND NEW.state = OLD.state AND correction_is_open(OLD.id);
BEGIN
  IF (SELECT number FROM claims_version WHERE id = NEW.current_version_id)
     <= (SELECT number FROM claims_version WHERE id = OLD.current_version_id) THEN
    PERFORM refuse('article_version', 409,
      'An article goes on to a newer version. An older one is restored as a new one.');
  ELSIF (OLD.state = ANY (out_) OR NEW.state = ANY (out_)) AND NOT corrected THEN
    PERFORM refuse('article_version', 409, CASE WHEN 'withdrawn' IN (OLD.state, NEW.state)
      THEN 'The text does not change while the article is withdrawn. The chief reopens it first.'
      ELSE 'The text does not change while the article is published. Open a correction first.' END);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER article_goes_forward BEFORE UPDATE OF current_version_id ON claims_article FOR EACH ROW
  WHEN (NEW.current_version_id IS DISTINCT FROM OLD.current_version_id AND OLD.current_version_id IS NOT NULL)
  EXECUTE FUNCTION article_goes_forward();

-- The same words may stand in another sentence: a sign-off goes along where what the version did to its claim is
-- written with it. The claims are locked.
CREATE OR REPLACE FUNCTION article_version_placed(now_ claims_article) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Words that came to it, or changed in the version before, after its anchoring was written.
  IF EXISTS (SELECT 1 FROM claims_anchoring n WHERE n.version_id = now_.current_version_id
             AND n.result IN ('kept', 'context_changed') AND NOT same_words(n.claim_id, n.version_id)) THEN
    PERFORM refuse('anchoring_same_words', 409, 'Only the same words are kept.');
  END IF;
  UPDATE claims_signoff s
    SET voided_at = now(), void_reason = 'a new version came in, and nobody placed the claim in it'
    FROM claims_claim c WHERE c.id = s.claim_id AND c.article_id = now_.id AND s.voided_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM claims_anchoring n
                      WHERE n.claim_id = c.id AND n.version_id = now_.current_version_id);
END $$;

-- A new version: every sign-off that no longer matches its claim's words is void.
CREATE OR REPLACE FUNCTION article_version_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cid bigint;
BEGIN
  -- In whatever state: one of them may be getting its sign-off.
  FOR cid IN SELECT id FROM claims_claim WHERE article_id = NEW.id ORDER BY id LOOP
    UPDATE claims_claim SET quoted = quoted WHERE id = cid;  -- locks the claim; claim_before finds its place
    PERFORM claim_content_moved(cid, 'the article has a new version', false);
  END LOOP;
  -- Other words may be those of a claim that was retired.
  PERFORM contradictions_go_along(NEW.id, NULL, ARRAY(SELECT id FROM claims_claim WHERE article_id = NEW.id
    AND EXISTS (SELECT 1 FROM claims_claim r WHERE r.article_id = NEW.id AND r.state = 'retired')
    AND claim_words(id, NEW.current_version_id) IS DISTINCT FROM claim_words(id, OLD.current_version_id)), false);
  PERFORM article_content_moved(NEW.id, 'the article has a new version');
  PERFORM article_version_placed(NEW);
  IF OLD.current_version_id IS NOT NULL THEN PERFORM article_words_moved(NEW, OLD); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER article_version_moved AFTER UPDATE OF current_version_id ON claims_article FOR EACH ROW
  WHEN (NEW.current_version_id IS DISTINCT FROM OLD.current_version_id) EXECUTE FUNCTION article_version_moved();

-- The text of a version is whole when an article takes it, and stays so.
CREATE OR REPLACE FUNCTION text_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Whoever left a block out is named; it may be whoever left the same text out of an earlier version of the article.
  IF TG_TABLE_NAME = 'claims_block' AND (to_jsonb(NEW)->>'left_out')::boolean
     AND (to_jsonb(NEW)->>'left_out_by_id')::bigint IS DISTINCT FROM factcheck_actor()
     AND NOT EXISTS (SELECT 1 FROM claims_block b JOIN claims_version v ON v.id = b.version_id
                     JOIN claims_version mine ON mine.article_id = v.article_id AND mine.number > v.number
                     WHERE mine.id = NEW.version_id AND b.left_out AND b.text = to_jsonb(NEW)->>'text'
                       AND b.left_out_by_id = (to_jsonb(NEW)->>'left_out_by_id')::bigint) THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  END IF;
  IF EXISTS (SELECT 1 FROM claims_version v JOIN claims_article a ON a.id = v.article_id
             JOIN claims_version now_ ON now_.id = a.current_version_id
             WHERE v.id = NEW.version_id AND v.number <= now_.number) THEN
    PERFORM refuse('append_only', 409, format('%s is written once and never changed or deleted.', TG_TABLE_NAME));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER text_before BEFORE INSERT ON claims_block FOR EACH ROW EXECUTE FUNCTION text_before();
CREATE TRIGGER text_before BEFORE INSERT ON claims_line FOR EACH ROW EXECUTE FUNCTION text_before();

-- What a version did to a claim is written with it, and settled once, in one's own name.
-- Whether a claim has the same words in a version as in the latest one that the article took where it has any: the
-- words that stand there, or those that a sign-off binds; typography apart.
CREATE OR REPLACE FUNCTION same_words(claim bigint, version bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH placed AS (
    SELECT v.id, v.number, v.number <= now_.number AS taken,
      jsonb_agg(typography_fold(p.words) ORDER BY b.position, p.start) AS words,
      jsonb_agg(typography_fold(coalesce(nullif(p.bound_words, ''), p.words)) ORDER BY b.position, p.start) AS bound
    FROM claims_piece p JOIN claims_block b ON b.id = p.block_id JOIN claims_version v ON v.id = p.version_id
    JOIN claims_article a ON a.id = v.article_id JOIN claims_version now_ ON now_.id = a.current_version_id
    WHERE p.claim_id = claim GROUP BY v.id, v.number, now_.number
  )
  SELECT EXISTS (SELECT 1 FROM placed fresh LEFT JOIN placed was
    ON was.number = (SELECT max(p.number) FROM placed p WHERE p.taken AND p.number < fresh.number)
    WHERE fresh.id = version AND (was.id IS NULL OR fresh.words = was.words OR fresh.bound = was.bound)) $$;

CREATE OR REPLACE FUNCTION anchoring_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who bigint := factcheck_actor(); the record;
BEGIN
  SELECT id, article_id, desk_id INTO the FROM claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF the.article_id IS DISTINCT FROM (SELECT article_id FROM claims_version WHERE id = NEW.version_id) THEN
      PERFORM refuse('anchoring_article', 409, 'A claim is anchored in its own article.');
    END IF;
    -- Too late once the article has taken the version: sign-offs without an anchoring were voided then. That words are
    -- lost in it can be recorded at any time, and voids.
    PERFORM 1 FROM claims_article a JOIN claims_version now_ ON now_.id = a.current_version_id
      JOIN claims_version v ON v.id = NEW.version_id AND v.number <= now_.number
      WHERE a.id = the.article_id FOR NO KEY UPDATE OF a;
    IF FOUND AND NEW.result IN ('kept', 'context_changed') THEN
      PERFORM refuse('anchoring_late', 409,
        'What a version did to a claim is written before the article takes the version.');
    ELSIF NEW.result IN ('kept', 'context_changed') AND NOT same_words(NEW.claim_id, NEW.version_id) THEN
      PERFORM refuse('anchoring_same_words', 409, 'Only the same words are kept.');
    END IF;
    -- Of spelling alone is what both say: only_spelling of the words, and whoever placed them of all around them.
    NEW.minor := NEW.minor AND (SELECT only_spelling(claim_words_bound(NEW.claim_id, a.current_version_id),
                                                     claim_words_bound(NEW.claim_id, NEW.version_id))
                                FROM claims_article a WHERE a.id = the.article_id);
    NEW.at := clock_timestamp(); NEW.settled_how := ''; NEW.settled_by_id := NULL; NEW.settled_at := NULL;
    -- A form that was opened before knows nothing of what stands around the words now.
    IF NEW.result = 'context_changed' THEN
      UPDATE claims_claim SET context_edition = context_edition + 1 WHERE id = NEW.claim_id;
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.settled_how <> '' OR NEW.settled_how = ''
     OR to_jsonb(NEW) - '{settled_how,settled_by_id,settled_at}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{settled_how,settled_by_id,settled_at}'::text[] THEN
    PERFORM refuse('append_only', 409, 'What a version did to a claim is settled once, and never changed.');
  ELSIF NEW.settled_by_id IS DISTINCT FROM who THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  ELSIF NEW.settled_how = 'acknowledged' AND claim_standing(NEW.claim_id, who, true)
        NOT IN ('review', 'legal', 'either', 'cross') THEN
    PERFORM refuse('signoff_four_eyes', 403, 'A changed context is acknowledged by somebody who may sign the claim.');
  END IF;
  NEW.settled_at := now();
  IF NEW.settled_how = 'kept' THEN
    INSERT INTO claims_contributor (claim_id, person_id, because, at)
      VALUES (NEW.claim_id, who, 'confirmed the changed words', now()) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER anchoring_before BEFORE INSERT OR UPDATE ON claims_anchoring FOR EACH ROW
  EXECUTE FUNCTION anchoring_before();

-- The same words may mean another thing now (a "not" before them is gone): no hash tells, so the sign-offs are voided
-- here.
CREATE OR REPLACE FUNCTION anchoring_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_signoff
    SET voided_at = now(), void_reason = left(concat_ws(': ', 'a new version came in', nullif(NEW.reason, '')), 200)
    WHERE claim_id = NEW.claim_id AND voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER anchoring_after AFTER INSERT ON claims_anchoring FOR EACH ROW
  WHEN (NEW.result NOT IN ('kept', 'context_changed')) EXECUTE FUNCTION anchoring_after();

-- A signed claim whose context changed since, and nobody who may sign it has said that it still holds: settled in any
-- other way it is not, and whoever became an author has said nothing.
CREATE OR REPLACE FUNCTION context_unacknowledged(article bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT DISTINCT c.id FROM claims_claim c JOIN claims_anchoring n ON n.claim_id = c.id AND n.result = 'context_changed'
    AND (n.settled_how <> 'acknowledged' OR is_author(c.article_id, n.settled_by_id))
  WHERE c.article_id = $1 AND c.state = 'signed_off'
    AND EXISTS (SELECT 1 FROM claims_signoff s
                WHERE s.claim_id = c.id AND s.voided_at IS NULL AND s.signed_at < n.at) $$;

-- How many claims of an article somebody has to decide on after its text changed: in the tray, with other words, in
-- another context.
CREATE OR REPLACE FUNCTION claims_adrift(article bigint) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT count(*)::int FROM claims_claim c WHERE c.article_id = $1 AND c.state <> 'retired' AND (
    c.quoted = ''
    OR c.state <> 'signed_off' AND EXISTS (
         SELECT 1 FROM claims_anchoring n WHERE n.claim_id = c.id AND n.settled_how = '' AND n.result = 'changed'
         AND NOT EXISTS (SELECT 1 FROM claims_signoff s WHERE s.claim_id = c.id AND s.signed_at > n.at))
    OR c.state = 'signed_off' AND c.id IN (SELECT context_unacknowledged($1))) $$;

-- A version and all in it is written once.
-- Who brought a version in, and when, is what happened. Its hash is set when its text is whole: by article_before.
CREATE OR REPLACE FUNCTION version_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.created_by_id := factcheck_actor();
    NEW.created_at := clock_timestamp();
    PERFORM upload_is_theirs(NEW.upload_id, NEW.article_id, NEW.created_by_id);
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 AND to_jsonb(NEW) - 'hash' = to_jsonb(OLD) - 'hash'
     AND NEW.hash = version_hash(NEW.id) THEN
    RETURN NEW;
  END IF;
  PERFORM refuse('append_only', 409, format('%s is written once and never changed or deleted.', TG_TABLE_NAME));
END $$;
CREATE TRIGGER version_before BEFORE INSERT OR UPDATE OR DELETE ON claims_version FOR EACH ROW
  EXECUTE FUNCTION version_before();

-- The SHA-256, in hex, of a version: its blocks' kinds, texts and left-out signs, in order, as JSON; of a note also
-- its mark, and the block and offset where that stands.
CREATE OR REPLACE FUNCTION version_hash(version bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(coalesce(jsonb_agg(jsonb_build_array(b.kind, b.text, b.left_out) ||
      CASE WHEN b.note_number = '' THEN '[]' ELSE jsonb_build_array(b.note_number, b.note_block, b.note_at) END
    ORDER BY b.position),
    '[]')::text, 'UTF8')), 'hex') FROM claims_block b WHERE b.version_id = version $$;

-- The marks of notes stand in the text of their version.
CREATE OR REPLACE FUNCTION notes_stand(version bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_block n WHERE n.version_id = version AND n.note_block IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM claims_block b WHERE b.version_id = version AND b.position = n.note_block
                             AND b.id <> n.id AND n.note_at <= char_length(b.text))) THEN
    PERFORM refuse('note_stands', 409, 'The mark of a note stands in the text of its version.');
  END IF;
END $$;
CREATE TRIGGER block_kept BEFORE UPDATE OR DELETE ON claims_block FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER line_kept BEFORE UPDATE OR DELETE ON claims_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER anchoring_kept BEFORE DELETE ON claims_anchoring FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER anchoring_kept_whole BEFORE TRUNCATE ON claims_anchoring FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
