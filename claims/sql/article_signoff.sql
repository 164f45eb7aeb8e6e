-- The sign-off of an article, and the exceptions that it is released with.

-- How a person stands towards signing an article off: they may (chief), or may only be the second person of a release
-- (second); or not: they are an author, the byline may name them, they have no role that signs.
CREATE OR REPLACE FUNCTION article_standing(article bigint, person bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM authorships() a WHERE a.article_id = t.id AND a.person_id = $2 AND a.certain)
      THEN 'author'
    WHEN is_author(t.id, $2) THEN 'byline'
    WHEN holds(t.desk_id, $2, 'chief') THEN 'chief'
    WHEN holds(t.desk_id, $2, 'reviewer') OR holds(t.desk_id, $2, 'legal') THEN 'second'
    ELSE 'role' END
  FROM claims_article t WHERE t.id = $1 $$;

CREATE OR REPLACE FUNCTION article_signoff_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the claims_article; who bigint; how text; stop text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM 1 FROM claims_article WHERE id = OLD.article_id FOR NO KEY UPDATE;
    IF OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL
       AND to_jsonb(NEW) - '{voided_at,voided_by_id,void_reason}'::text[]
           = to_jsonb(OLD) - '{voided_at,voided_by_id,void_reason}'::text[] THEN
      NEW.voided_at := now(); NEW.voided_by_id := nullif(current_setting('factcheck.actor', true), '')::bigint;
      RETURN NEW;
    END IF;
    IF OLD.voided_at IS NULL AND OLD.kind = 'released' AND OLD.seconded_by_id IS NULL AND NEW.seconded_by_id IS NOT NULL
       AND to_jsonb(NEW) - '{seconded_at,seconded_by_id}'::text[]
           = to_jsonb(OLD) - '{seconded_at,seconded_by_id}'::text[] THEN
      who := factcheck_actor();
      IF NEW.seconded_by_id <> who THEN
        PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
      END IF;
      how := article_standing(OLD.article_id, who);
      IF how IN ('author', 'byline') THEN
        PERFORM refuse('signoff_not_author', 403,
          'An author, or somebody whom the byline may name, does not sign the article.');
      ELSIF how = 'role' THEN
        PERFORM refuse('signoff_role', 403, 'Signing needs the role on this desk.');
      ELSIF coalesce(OLD.redacted_hash, OLD.content_hash)
            IS DISTINCT FROM article_content_hash(OLD.article_id, OLD.content_form) THEN
        PERFORM refuse('signoff_content', 409, 'The article changed since the release was proposed.');
      END IF;
      stop := article_stopped_by(OLD.article_id, OLD.id);
      IF stop IS NOT NULL THEN
        PERFORM refuse('article_gate', 409, format('An open item has no owner in the release. %s', stop));
      END IF;
      NEW.seconded_at := now();
      RETURN NEW;
    END IF;
    PERFORM refuse('signoff_only_voided', 409, 'A sign-off can only be voided, once.');
  END IF;
  SELECT * INTO the FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
  -- A claim that somebody is changing is waited for, and then read as it became.
  PERFORM 1 FROM claims_claim WHERE article_id = NEW.article_id ORDER BY id FOR NO KEY UPDATE;
  how := article_standing(NEW.article_id, NEW.signer_id);
  IF NEW.signer_id IS DISTINCT FROM factcheck_actor() THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  ELSIF NEW.kind NOT IN ('signed', 'released') THEN
    PERFORM refuse('signoff_kind_known', 409, 'An article is signed off or released.');
  ELSIF NEW.kind = 'released' AND the.ownership <> 'ours' THEN
    PERFORM refuse('article_whose', 409, 'Somebody else''s article is not ours to release.');
  ELSIF how IN ('author', 'byline') THEN
    PERFORM refuse('signoff_not_author', 403,
      'An author, or somebody whom the byline may name, does not sign the article.');
  ELSIF how <> 'chief' THEN
    PERFORM refuse('signoff_role', 403, 'The chief signs off articles.');
  ELSIF the.state IN ('published', 'corrected') AND (NEW.kind <> 'signed' OR correction_is_open(the.id)) THEN
    PERFORM refuse('correction_open', 409, 'A correction is open. Decide or dismiss it, then sign.');
  ELSIF NEW.content_hash IS DISTINCT FROM article_content_hash(NEW.article_id)
     OR NEW.version_id IS DISTINCT FROM the.current_version_id THEN
    PERFORM refuse('signoff_content', 409, 'The article changed since it was shown. Read it again.');
  END IF;
  stop := article_stopped_by(NEW.article_id);
  IF NEW.kind = 'signed' AND stop IS NOT NULL THEN
    PERFORM refuse('article_gate', 409, stop);
  END IF;
  NEW.content_form := 3; NEW.signed_at := now(); NEW.seconded_by_id := NULL; NEW.seconded_at := NULL;
  NEW.voided_at := NULL; NEW.voided_by_id := NULL; NEW.void_reason := ''; NEW.redacted_hash := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER article_signoff_before BEFORE INSERT OR UPDATE ON claims_articlesignoff FOR EACH ROW
  EXECUTE FUNCTION article_signoff_before();

CREATE OR REPLACE FUNCTION article_signoff_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.voided_at IS NOT NULL THEN
    UPDATE claims_article SET state = 'in_checking' WHERE id = NEW.article_id
      AND CASE NEW.kind WHEN 'signed' THEN state IN ('signed_off', 'checked') ELSE state = 'released' END;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER article_signoff_after AFTER UPDATE ON claims_articlesignoff FOR EACH ROW
  EXECUTE FUNCTION article_signoff_after();

-- Whether an item of an article's gate is open.
CREATE OR REPLACE FUNCTION gate_item_is_open(article bigint, item text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM article_gate(article) g WHERE g.item = gate_item_is_open.item) $$;

-- An exception closes when its item is met, and then nobody is named; or by somebody other than its owner, who signs
-- or seconds articles, with a reason.
CREATE OR REPLACE FUNCTION exception_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE aid bigint; how text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.closed_at := NULL; NEW.closed_by_id := NULL; NEW.closed_reason := '';
    -- The second person confirms the exceptions that they were shown.
    PERFORM 1 FROM claims_article a JOIN claims_articlesignoff o ON o.article_id = a.id
      WHERE o.id = NEW.signoff_id FOR NO KEY UPDATE OF a;
    IF NOT EXISTS (SELECT 1 FROM claims_articlesignoff WHERE id = NEW.signoff_id AND kind = 'released'
                     AND seconded_by_id IS NULL AND voided_at IS NULL) THEN
      PERFORM refuse('append_only', 409, 'A release is not open any more: propose another one.');
    END IF;
    RETURN NEW;
  END IF;
  -- Staff give an open one to another owner, when its owner leaves.
  IF OLD.closed_at IS NULL AND to_jsonb(NEW) - 'owner_id' = to_jsonb(OLD) - 'owner_id' AND NEW.owner_id <> OLD.owner_id
     AND EXISTS (SELECT 1 FROM claims_person WHERE id = factcheck_actor() AND is_staff AND is_active) THEN
    RETURN NEW;
  END IF;
  SELECT article_id INTO aid FROM claims_articlesignoff WHERE id = OLD.signoff_id;
  IF OLD.closed_at IS NOT NULL
     OR to_jsonb(NEW) - '{closed_at,closed_by_id,closed_reason}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{closed_at,closed_by_id,closed_reason}'::text[] THEN
    PERFORM refuse('append_only', 409, 'An exception can only be closed, once.');
  ELSIF NEW.closed_by_id IS NULL THEN
    IF gate_item_is_open(aid, OLD.item) THEN
      PERFORM refuse('exception_open', 409, 'What it excepts is still open.');
    END IF;
    NEW.closed_reason := '';
  ELSE
    how := article_standing(aid, NEW.closed_by_id);
    IF NEW.closed_by_id <> factcheck_actor() THEN
      PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
    ELSIF NEW.closed_by_id = OLD.owner_id THEN
      PERFORM refuse('exception_owner', 403,
        'An exception closes when it is met, or for a reason that somebody other than its owner gives.');
    ELSIF how IN ('author', 'byline') THEN
      PERFORM refuse('signoff_not_author', 403,
        'An author, or somebody whom the byline may name, closes no exception of the article.');
    ELSIF how NOT IN ('chief', 'second') THEN
      PERFORM refuse('signoff_role', 403, 'A chief, a reviewer or legal closes an exception.');
    ELSIF NEW.closed_reason !~ '\S' THEN
      PERFORM refuse('exception_reason', 409, 'Closing an exception that is not met needs a reason.');
    END IF;
  END IF;
  NEW.closed_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER exception_before BEFORE INSERT OR UPDATE ON claims_releaseexception FOR EACH ROW
  EXECUTE FUNCTION exception_before();
CREATE TRIGGER article_signoff_kept BEFORE DELETE ON claims_articlesignoff FOR EACH ROW
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER article_signoff_kept_whole BEFORE TRUNCATE ON claims_articlesignoff FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER exception_kept BEFORE DELETE ON claims_releaseexception FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- At the end of every change that the record tells of, the exceptions of the article's release close that are met. One
-- that somebody is closing is left to them.
CREATE OR REPLACE FUNCTION exceptions_met() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  met record; actor bigint := coalesce(factcheck_actor(), NEW.actor_id);
  who text := (SELECT name_shown(name, username) FROM claims_person WHERE id = actor);
BEGIN
  FOR met IN SELECT x.id, x.item, x.words
             FROM claims_articlesignoff o JOIN claims_releaseexception x ON x.signoff_id = o.id
             WHERE o.article_id = NEW.article_id AND o.voided_at IS NULL AND o.seconded_by_id IS NOT NULL
               AND x.closed_at IS NULL AND x.item NOT IN (SELECT g.item FROM article_gate(NEW.article_id) g)
             ORDER BY x.id FOR UPDATE OF x SKIP LOCKED LOOP
    UPDATE claims_releaseexception SET closed_at = now() WHERE id = met.id;
    INSERT INTO claims_event (chain_id, sequence, desk_id, article_id, actor_id, verb, words, data, previous_hash, hash)
      VALUES (0, 0, NEW.desk_id, NEW.article_id, actor, 'exception_closed',
              format('%s closed an exception, which is met now: %s', who, met.words),
              jsonb_build_object('item', met.item), '', '');
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER exceptions_met AFTER INSERT ON claims_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.article_id IS NOT NULL) EXECUTE FUNCTION exceptions_met();
