-- Articles: what their sign-off binds, and how they go out.

-- What readers see of an article beside its text, byline and chain: all its columns but these. A new column is seen
-- until it is named here, and a test asks which it is.
CREATE OR REPLACE FUNCTION article_shown(claims_article) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT to_jsonb($1) - '{id,desk_id,ownership,deadline,state,current_version_id,edition,created_by_id,created_at,
    intake,known_by,search,signed_through}'::text[] $$;

-- Where and when an article of ours is out is known only then.
CREATE OR REPLACE FUNCTION known_when_out() RETURNS text[] LANGUAGE sql IMMUTABLE AS
$$ SELECT '{address,published_date,published_time,published_zone}'::text[] $$;

-- What an article's sign-off binds. Form 1 is that of sign-offs from before headline, outlet and byline were bound, and
-- form 2 that of those from before all that readers see was.
CREATE OR REPLACE FUNCTION article_content(article bigint, form int DEFAULT 3) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN form > 1 THEN jsonb_build_object('headline', a.headline, 'outlet', a.outlet,
    'byline', (SELECT jsonb_agg(w.name ORDER BY w.position, w.id) FROM claims_articleauthor w
               WHERE w.article_id = a.id AND w.removed_at IS NULL)) ELSE '{}' END
    || CASE WHEN form > 2 THEN (SELECT coalesce(jsonb_object_agg(b.key, b.value), '{}')
        FROM jsonb_each(article_shown(a) - CASE WHEN a.ownership = 'ours' THEN known_when_out() ELSE '{}' END) b
        WHERE b.value NOT IN ('""', 'null', 'false', '[]', '0'))
      || jsonb_build_object('chain', (SELECT jsonb_agg(jsonb_build_array(k.outlet, k.address) ORDER BY k.position, k.id)
                                      FROM claims_chainlink k WHERE k.article_id = a.id)) ELSE '{}' END
    || jsonb_build_object(
    'version', v.number, 'text', v.hash,
    'left_out', (SELECT jsonb_agg(b.position ORDER BY b.position) FROM claims_block b
                 WHERE b.version_id = v.id AND b.left_out),
    'marks', (SELECT jsonb_agg(jsonb_build_array(b.position, m.start, m."end", m.reason, m.made_by_id, m.looked_by_id)
                ORDER BY b.position, m.start, m.id)
              FROM claims_noclaimmark m JOIN claims_block b ON b.id = m.block_id
              WHERE m.version_id = v.id AND m.removed_at IS NULL),
    'claims', (SELECT jsonb_agg(jsonb_build_array(c.number, c.state, c.stet_reason, c.stet_by_id,
                 (SELECT jsonb_agg(jsonb_build_array(s.signer_id, s.kind, s.content_hash) ORDER BY s.signer_id, s.id)
                  FROM claims_signoff s WHERE s.claim_id = c.id AND s.voided_at IS NULL)) ORDER BY c.number)
               FROM claims_claim c WHERE c.article_id = a.id))
  FROM claims_article a LEFT JOIN claims_version v ON v.id = a.current_version_id WHERE a.id = article $$;

CREATE OR REPLACE FUNCTION article_content_hash(article bigint, form int DEFAULT 3) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT encode(sha256(convert_to(article_content(article, form)::text, 'UTF8')), 'hex') $$;

CREATE OR REPLACE FUNCTION article_content_moved(aid bigint, because text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Unlocked look first: most articles have no sign-off to void.
  IF EXISTS (SELECT 1 FROM claims_articlesignoff WHERE article_id = aid AND voided_at IS NULL) THEN
    PERFORM 1 FROM claims_article WHERE id = aid FOR NO KEY UPDATE;
    UPDATE claims_articlesignoff o SET voided_at = now(), void_reason = because
      WHERE article_id = aid AND voided_at IS NULL AND (
        (kind = 'signed' AND coalesce(redacted_hash, content_hash)
          IS DISTINCT FROM article_content_hash(aid, content_form))
        -- A release is bound to the text: its exceptions are meant to be worked off.
        OR (kind = 'released'
            AND version_id IS DISTINCT FROM (SELECT current_version_id FROM claims_article WHERE id = aid)));
  END IF;
END $$;

-- Whether a signed-off, checked, corrected or released article has the live sign-off that its state says.
CREATE OR REPLACE FUNCTION article_is_signed(aid bigint, state text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_articlesignoff o WHERE o.article_id = aid AND o.voided_at IS NULL
    AND CASE WHEN $2 IN ('signed_off', 'checked', 'corrected')
                  THEN o.kind = 'signed'
                    AND coalesce(o.redacted_hash, o.content_hash) = article_content_hash(aid, o.content_form)
                WHEN $2 = 'released' THEN o.kind = 'released' AND o.seconded_by_id IS NOT NULL ELSE false END) $$;

CREATE OR REPLACE FUNCTION article_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stop text;
BEGIN
  IF TG_OP = 'INSERT'
     OR (NEW.outlet, NEW.address, NEW.known_by) IS DISTINCT FROM (OLD.outlet, OLD.address, OLD.known_by) THEN
    NEW.known_by := outlet_marks(NEW.outlet, NEW.address);
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.current_version_id IS NOT NULL THEN
      PERFORM refuse('article_version', 409, 'An article''s text is a version of its own.');
    ELSIF NEW.state <> 'in_checking' THEN
      PERFORM refuse('article_starts_in_checking', 409, 'A new article is in checking.');
    END IF;
    NEW.created_by_id := factcheck_actor();
    NEW.created_at := clock_timestamp();
    NEW.signed_through := false;
    RETURN NEW;
  END IF;
  NEW.created_at := OLD.created_at;
  -- Only claims say it (claim_settled): a row that was read before does not say it back.
  IF as_the_app() AND pg_trigger_depth() = 1 THEN NEW.signed_through := OLD.signed_through; END IF;
  IF NEW.current_version_id IS DISTINCT FROM OLD.current_version_id
     AND NOT EXISTS (SELECT 1 FROM claims_version WHERE id = NEW.current_version_id AND article_id = NEW.id) THEN
    PERFORM refuse('article_version', 409, 'An article''s text is a version of its own.');
  END IF;
  IF NEW.current_version_id IS DISTINCT FROM OLD.current_version_id THEN
    PERFORM notes_stand(NEW.current_version_id);
    UPDATE claims_version SET hash = version_hash(id) WHERE id = NEW.current_version_id AND hash <> version_hash(id);
  END IF;
  IF (NEW.desk_id, NEW.created_by_id) IS DISTINCT FROM (OLD.desk_id, OLD.created_by_id) THEN
    PERFORM refuse('article_stays', 409, 'An article stays on its desk.');
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state AND (OLD.state, NEW.state) NOT IN (
      ('in_checking','signed_off'),('in_checking','checked'),('in_checking','released'),('in_checking','withdrawn'),
      ('signed_off','in_checking'),('signed_off','published'),('signed_off','withdrawn'),
      ('checked','in_checking'),('checked','withdrawn'),
      ('released','in_checking'),('released','signed_off'),('released','published'),('released','withdrawn'),
      ('published','corrected'),('published','withdrawn'),
      ('corrected','withdrawn'),
      ('withdrawn','in_checking')) THEN
    PERFORM refuse('article_moves', 409, format('An article does not go from %s to %s.', OLD.state, NEW.state));
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state AND (CASE WHEN NEW.ownership = 'ours' THEN NEW.state = 'checked'
      ELSE NEW.state IN ('signed_off', 'released', 'published', 'corrected') END) THEN
    PERFORM refuse('article_whose', 409, CASE WHEN NEW.ownership = 'ours'
      THEN 'An article of ours is signed off. Only somebody else''s is checked.'
      ELSE 'Somebody else''s article is checked when it is signed off. It is not ours to publish.' END);
  END IF;
  -- Checked at once, since the check at commit looks at the state that is left.
  IF NEW.state = 'published' AND OLD.state <> 'published' AND NOT article_is_signed(OLD.id, OLD.state) THEN
    PERFORM refuse('article_published_is_signed', 409, 'What is published was signed off or released.');
  END IF;
  IF NEW.state = 'corrected' AND OLD.state <> 'corrected' AND (
      NOT article_is_signed(OLD.id, NEW.state) OR correction_is_open(OLD.id)
      OR NOT EXISTS (SELECT 1 FROM claims_correction WHERE article_id = OLD.id AND kind <> '')) THEN
    PERFORM refuse('article_corrected_is_signed', 409,
      'A corrected article has a decided correction and none that is open, and is signed as it is now.');
  END IF;
  -- The update has locked the article, and whoever asks a query locks it too: each waits for the other.
  IF NEW.state = 'published' AND OLD.state <> 'published' THEN
    stop := article_stopped_by(OLD.id, (SELECT o.id FROM claims_articlesignoff o WHERE o.article_id = OLD.id
      AND o.kind = OLD.state AND o.voided_at IS NULL AND o.seconded_by_id IS NOT NULL));
    IF stop IS NOT NULL THEN
      PERFORM refuse('article_gate', 409, stop);
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER article_before BEFORE INSERT OR UPDATE ON claims_article FOR EACH ROW EXECUTE FUNCTION article_before();

CREATE OR REPLACE FUNCTION article_signed_off_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_article WHERE id = NEW.id AND state IN ('signed_off', 'checked', 'released')
               AND NOT article_is_signed(id, state)) THEN
    PERFORM refuse('article_signed_off_is_signed', 409, 'A signed-off article needs its sign-off.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER article_signed_off_is_signed AFTER INSERT OR UPDATE ON claims_article
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state IN ('signed_off', 'checked', 'released'))
  EXECUTE FUNCTION article_signed_off_is_signed();

-- Taken back or withdrawn in any way, an article has no live sign-off left.
CREATE OR REPLACE FUNCTION article_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_articlesignoff
    SET voided_at = now(), void_reason = 'the article went to ' || replace(NEW.state, '_', ' ')
    WHERE article_id = NEW.id AND voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER article_taken_back AFTER UPDATE OF state ON claims_article FOR EACH ROW
  WHEN (NEW.state IN ('in_checking', 'withdrawn') AND OLD.state <> NEW.state) EXECUTE FUNCTION article_taken_back();

-- Whose it is decides what the gate asks for. No hash binds it: sign-offs from before it was kept stay what they were.
CREATE OR REPLACE FUNCTION article_ownership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_WHEN = 'BEFORE' THEN
    IF OLD.state IN ('published', 'corrected', 'withdrawn') THEN
      PERFORM refuse('article_ownership', 409,
        format('Whose an article is does not change while it is %s.', OLD.state));
    END IF;
    RETURN NEW;
  END IF;
  UPDATE claims_articlesignoff SET voided_at = now(), void_reason = 'whose the article is changed'
    WHERE article_id = NEW.id AND voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER article_ownership_stays BEFORE UPDATE OF ownership ON claims_article FOR EACH ROW
  WHEN (NEW.ownership IS DISTINCT FROM OLD.ownership) EXECUTE FUNCTION article_ownership();
CREATE TRIGGER article_ownership_moved AFTER UPDATE OF ownership ON claims_article FOR EACH ROW
  WHEN (NEW.ownership IS DISTINCT FROM OLD.ownership) EXECUTE FUNCTION article_ownership();

-- A claim that is due when its article is follows the deadline; one with a due date of its own keeps it.
CREATE OR REPLACE FUNCTION article_deadline_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_claim SET due = NEW.deadline
    WHERE article_id = NEW.id AND due = OLD.deadline AND state <> 'retired';
  RETURN NULL;
END $$;
CREATE TRIGGER article_deadline_moved AFTER UPDATE OF deadline ON claims_article FOR EACH ROW
  WHEN (NEW.deadline IS DISTINCT FROM OLD.deadline) EXECUTE FUNCTION article_deadline_moved();

-- A change of what readers see voids the article's sign-off. Once it is out it changes by a correction only, and
-- what is known then is filled in.
CREATE OR REPLACE FUNCTION article_shown_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE seen text; filled_in boolean;
BEGIN
  SELECT string_agg(replace(n.key, '_', ' '), ', ' ORDER BY n.key),
         bool_and(n.key = ANY (known_when_out()) AND o.value IN ('""', 'null')) INTO seen, filled_in
    FROM jsonb_each(article_shown(NEW)) n JOIN jsonb_each(article_shown(OLD)) o USING (key)
    WHERE n.value IS DISTINCT FROM o.value;
  IF TG_WHEN = 'AFTER' THEN
    IF seen IS NOT NULL AND NOT (filled_in AND OLD.state IN ('published', 'corrected')) THEN
      PERFORM article_signoffs_void(NEW.id, seen || ' changed');
    END IF;
    RETURN NULL;
  ELSIF NOT filled_in THEN
    PERFORM article_is_out(OLD.id, OLD.state, seen);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION article_is_out(article bigint, state text, seen text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT correction_is_open(article) THEN
    PERFORM refuse('article_shown', 409, format('Readers see this, and it does not change while the article is %s: %s.'
      ' Open a correction first.', state, seen));
  END IF;
END $$;
CREATE OR REPLACE FUNCTION article_signoffs_void(article bigint, because text) RETURNS void LANGUAGE sql AS $$
  UPDATE claims_articlesignoff SET voided_at = now(), void_reason = left(because, 200)
    WHERE article_id = article AND voided_at IS NULL $$;
CREATE TRIGGER article_shown_stays BEFORE UPDATE ON claims_article FOR EACH ROW
  WHEN (OLD.state IN ('published', 'corrected')) EXECUTE FUNCTION article_shown_moved();
CREATE TRIGGER article_shown_moved AFTER UPDATE ON claims_article FOR EACH ROW
  EXECUTE FUNCTION article_shown_moved();

CREATE OR REPLACE FUNCTION chain_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE x record;
BEGIN
  FOR x IN SELECT id, state FROM claims_article WHERE id IN ((to_jsonb(OLD)->>'article_id')::bigint,
                                                             (to_jsonb(NEW)->>'article_id')::bigint)
           ORDER BY id FOR NO KEY UPDATE LOOP
    IF x.state IN ('published', 'corrected') THEN PERFORM article_is_out(x.id, x.state, 'chain'); END IF;
    PERFORM article_signoffs_void(x.id, 'chain changed');
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER chain_moved AFTER INSERT OR UPDATE OR DELETE ON claims_chainlink FOR EACH ROW
  EXECUTE FUNCTION chain_moved();

-- Signed off as a whole, an article goes out by that: what it was released with before covers nothing any more.
CREATE OR REPLACE FUNCTION article_signed_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_articlesignoff SET voided_at = now(), void_reason = 'the article was signed off'
    WHERE article_id = NEW.id AND kind = 'released' AND voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER article_signed_whole AFTER UPDATE OF state ON claims_article FOR EACH ROW
  WHEN (NEW.state IN ('signed_off', 'corrected') AND OLD.state <> NEW.state) EXECUTE FUNCTION article_signed_whole();

CREATE TRIGGER article_kept BEFORE DELETE ON claims_article FOR EACH ROW EXECUTE FUNCTION refuse_change();
