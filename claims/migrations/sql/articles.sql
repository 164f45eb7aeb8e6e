-- Articles: what their sign-off binds, who may sign, and what never changes.

CREATE FUNCTION article_content(bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'version', v.number, 'text', v.hash,
    'left_out', (SELECT jsonb_agg(b.position ORDER BY b.position) FROM claims_block b WHERE b.version_id = v.id AND b.left_out),
    'marks', (SELECT jsonb_agg(jsonb_build_array(b.position, m.start, m."end", m.reason, m.made_by_id, m.looked_by_id) ORDER BY b.position, m.start, m.id)
              FROM claims_noclaimmark m JOIN claims_block b ON b.id = m.block_id WHERE m.version_id = v.id AND m.removed_at IS NULL),
    'claims', (SELECT jsonb_agg(jsonb_build_array(c.number, c.state, c.stet_reason, c.stet_by_id,
                 (SELECT jsonb_agg(jsonb_build_array(s.signer_id, s.kind, s.content_hash) ORDER BY s.signer_id, s.id)
                  FROM claims_signoff s WHERE s.claim_id = c.id AND s.voided_at IS NULL)) ORDER BY c.number)
               FROM claims_claim c WHERE c.article_id = a.id))
  FROM claims_article a LEFT JOIN claims_version v ON v.id = a.current_version_id WHERE a.id = $1 $$;
CREATE FUNCTION article_content_hash(bigint) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT encode(sha256(convert_to(article_content($1)::text, 'UTF8')), 'hex') $$;

CREATE FUNCTION article_content_moved(aid bigint, because text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Unlocked look first: most articles have no sign-off to void.
  IF EXISTS (SELECT 1 FROM claims_articlesignoff WHERE article_id = aid AND voided_at IS NULL) THEN
    PERFORM 1 FROM claims_article WHERE id = aid FOR NO KEY UPDATE;
    UPDATE claims_articlesignoff o SET voided_at = now(), void_reason = because
      WHERE article_id = aid AND voided_at IS NULL AND (
        (kind = 'signed' AND content_hash IS DISTINCT FROM article_content_hash(aid))
        -- A release is bound to the text: its exceptions are meant to be worked off.
        OR (kind = 'released' AND version_id IS DISTINCT FROM (SELECT current_version_id FROM claims_article WHERE id = aid)));
  END IF;
END $$;

-- Whether a signed-off or released article has the live sign-off that its state says.
CREATE FUNCTION article_is_signed(aid bigint, state text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_articlesignoff o WHERE o.article_id = aid AND o.voided_at IS NULL
    AND CASE $2 WHEN 'signed_off' THEN o.kind = 'signed' AND o.content_hash = article_content_hash(aid)
                WHEN 'released' THEN o.kind = 'released' AND o.seconded_by_id IS NOT NULL ELSE false END) $$;

CREATE FUNCTION article_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.current_version_id IS NOT NULL THEN
      RAISE EXCEPTION 'An article''s text is a version of its own.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_version';
    ELSIF NEW.state <> 'in_checking' THEN
      RAISE EXCEPTION 'A new article is in checking.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_starts_in_checking';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.current_version_id IS DISTINCT FROM OLD.current_version_id
     AND NOT EXISTS (SELECT 1 FROM claims_version WHERE id = NEW.current_version_id AND article_id = NEW.id) THEN
    RAISE EXCEPTION 'An article''s text is a version of its own.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_version';
  END IF;
  IF (NEW.desk_id, NEW.created_by_id) IS DISTINCT FROM (OLD.desk_id, OLD.created_by_id) THEN
    RAISE EXCEPTION 'An article stays on its desk.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_stays';
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state AND (OLD.state, NEW.state) NOT IN (('in_checking','signed_off'),('in_checking','released'),('in_checking','withdrawn'),('signed_off','in_checking'),('signed_off','published'),('signed_off','withdrawn'),('released','in_checking'),('released','signed_off'),('released','published'),('released','withdrawn'),('published','corrected'),('published','withdrawn'),('corrected','withdrawn'),('withdrawn','in_checking')) THEN
    RAISE EXCEPTION 'An article does not go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'article_moves';
  END IF;
  -- Checked at once, since the check at commit looks at the state that is left.
  IF NEW.state = 'published' AND OLD.state <> 'published' AND NOT article_is_signed(OLD.id, OLD.state) THEN
    RAISE EXCEPTION 'What is published was signed off or released.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_published_is_signed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER article_before BEFORE INSERT OR UPDATE ON claims_article FOR EACH ROW EXECUTE FUNCTION article_before();
CREATE TRIGGER article_kept BEFORE DELETE ON claims_article FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A new version: every sign-off that no longer matches its claim's words is void.
CREATE FUNCTION article_version_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cid bigint;
BEGIN
  -- In whatever state: one of them may be getting its sign-off.
  FOR cid IN SELECT id FROM claims_claim WHERE article_id = NEW.id ORDER BY id LOOP
    UPDATE claims_claim SET quoted = quoted WHERE id = cid;  -- locks the claim; claim_before finds its place
    PERFORM claim_content_moved(cid, 'the article has a new version', false);
  END LOOP;
  PERFORM article_content_moved(NEW.id, 'the article has a new version');
  RETURN NULL;
END $$;
CREATE TRIGGER article_version_moved AFTER UPDATE OF current_version_id ON claims_article FOR EACH ROW
  WHEN (NEW.current_version_id IS DISTINCT FROM OLD.current_version_id) EXECUTE FUNCTION article_version_moved();

CREATE FUNCTION article_signed_off_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_article WHERE id = NEW.id AND state IN ('signed_off', 'released') AND NOT article_is_signed(id, state)) THEN
    RAISE EXCEPTION 'A signed-off article needs its sign-off.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_signed_off_is_signed';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER article_signed_off_is_signed AFTER INSERT OR UPDATE ON claims_article DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state IN ('signed_off', 'released')) EXECUTE FUNCTION article_signed_off_is_signed();

-- Taken back or withdrawn in any way, an article has no live sign-off left.
CREATE FUNCTION article_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_articlesignoff SET voided_at = now(), void_reason = 'the article went to ' || replace(NEW.state, '_', ' ')
    WHERE article_id = NEW.id AND voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER article_taken_back AFTER UPDATE OF state ON claims_article FOR EACH ROW
  WHEN (NEW.state IN ('in_checking', 'withdrawn') AND OLD.state <> NEW.state) EXECUTE FUNCTION article_taken_back();

CREATE FUNCTION article_signoff_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the record; who bigint; open_claims int;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM 1 FROM claims_article WHERE id = OLD.article_id FOR NO KEY UPDATE;
    IF OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL
       AND to_jsonb(NEW) - '{voided_at,voided_by_id,void_reason}'::text[] = to_jsonb(OLD) - '{voided_at,voided_by_id,void_reason}'::text[] THEN
      NEW.voided_at := now(); NEW.voided_by_id := nullif(current_setting('factcheck.actor', true), '')::bigint;
      RETURN NEW;
    END IF;
    IF OLD.voided_at IS NULL AND OLD.kind = 'released' AND OLD.seconded_by_id IS NULL AND NEW.seconded_by_id IS NOT NULL
       AND to_jsonb(NEW) - '{seconded_at,seconded_by_id}'::text[] = to_jsonb(OLD) - '{seconded_at,seconded_by_id}'::text[] THEN
      who := factcheck_actor();
      IF NEW.seconded_by_id <> who THEN
        RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
      END IF;
      SELECT desk_id INTO the FROM claims_article WHERE id = OLD.article_id;
      IF is_author(OLD.article_id, who) THEN
        RAISE EXCEPTION 'An author does not sign the article.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_not_author';
      ELSIF NOT (holds(the.desk_id, who, 'chief') OR holds(the.desk_id, who, 'reviewer') OR holds(the.desk_id, who, 'legal')) THEN
        RAISE EXCEPTION 'Signing needs the role on this desk.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_role';
      ELSIF OLD.content_hash IS DISTINCT FROM article_content_hash(OLD.article_id) THEN
        RAISE EXCEPTION 'The article changed since the release was proposed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_content';
      END IF;
      NEW.seconded_at := now();
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A sign-off can only be voided, once.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_only_voided';
  END IF;
  SELECT * INTO the FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
  -- A claim that somebody is changing is waited for, and then read as it became.
  PERFORM 1 FROM claims_claim WHERE article_id = NEW.article_id ORDER BY id FOR NO KEY UPDATE;
  IF NEW.signer_id IS DISTINCT FROM factcheck_actor() THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  ELSIF NEW.kind NOT IN ('signed', 'released') THEN
    RAISE EXCEPTION 'An article is signed off or released.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_kind_known';
  ELSIF is_author(NEW.article_id, NEW.signer_id) THEN
    RAISE EXCEPTION 'An author does not sign the article.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_not_author';
  ELSIF NOT holds(the.desk_id, NEW.signer_id, 'chief') THEN
    RAISE EXCEPTION 'The chief signs off articles.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_role';
  ELSIF NEW.content_hash IS DISTINCT FROM article_content_hash(NEW.article_id) OR NEW.version_id IS DISTINCT FROM the.current_version_id THEN
    RAISE EXCEPTION 'The article changed since it was shown. Read it again.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_content';
  END IF;
  IF NEW.kind = 'signed' THEN
    SELECT count(*) INTO open_claims FROM claims_claim WHERE article_id = the.id AND state NOT IN ('signed_off', 'retired');
    IF open_claims > 0 OR EXISTS (SELECT 1 FROM claims_noclaimmark WHERE version_id = the.current_version_id AND removed_at IS NULL AND looked_by_id IS NULL) THEN
      RAISE EXCEPTION 'Not every claim is signed off and every mark looked through.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_gate';
    END IF;
  END IF;
  NEW.signed_at := now(); NEW.seconded_by_id := NULL; NEW.seconded_at := NULL; NEW.voided_at := NULL; NEW.voided_by_id := NULL; NEW.void_reason := '';
  RETURN NEW;
END $$;
CREATE TRIGGER article_signoff_before BEFORE INSERT OR UPDATE ON claims_articlesignoff FOR EACH ROW EXECUTE FUNCTION article_signoff_before();
CREATE TRIGGER article_signoff_kept BEFORE DELETE ON claims_articlesignoff FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER article_signoff_kept_whole BEFORE TRUNCATE ON claims_articlesignoff FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION article_signoff_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.voided_at IS NOT NULL THEN
    UPDATE claims_article SET state = 'in_checking' WHERE id = NEW.article_id
      AND state = CASE NEW.kind WHEN 'signed' THEN 'signed_off' ELSE 'released' END;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER article_signoff_after AFTER UPDATE ON claims_articlesignoff FOR EACH ROW EXECUTE FUNCTION article_signoff_after();
CREATE FUNCTION exception_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.closed_at := NULL; NEW.closed_by_id := NULL;
    RETURN NEW;
  END IF;
  IF OLD.closed_at IS NOT NULL OR to_jsonb(NEW) - '{closed_at,closed_by_id}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{closed_at,closed_by_id}'::text[] THEN
    RAISE EXCEPTION 'An exception can only be closed, once.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  ELSIF NEW.closed_by_id IS DISTINCT FROM factcheck_actor() THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  END IF;
  NEW.closed_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER exception_before BEFORE INSERT OR UPDATE ON claims_releaseexception FOR EACH ROW EXECUTE FUNCTION exception_before();
CREATE TRIGGER exception_kept BEFORE DELETE ON claims_releaseexception FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Marks: the words that stand there, made and looked through in one's own name.
CREATE FUNCTION mark_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE at record;
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - '{looked_by_id,looked_at,removed_by_id,removed_at}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{looked_by_id,looked_at,removed_by_id,removed_at}'::text[]) THEN
    RAISE EXCEPTION 'A mark is removed and made again, not changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_stays';
  END IF;
  SELECT b.version_id, b.left_out, substr(b.text, NEW.start + 1, NEW."end" - NEW.start) AS words, v.article_id INTO at
    FROM claims_block b JOIN claims_version v ON v.id = b.version_id WHERE b.id = NEW.block_id;
  PERFORM 1 FROM claims_article WHERE id = at.article_id FOR NO KEY UPDATE;
  IF at.version_id IS DISTINCT FROM NEW.version_id OR at.left_out OR at.words IS DISTINCT FROM NEW.words OR char_length(NEW.words) <> NEW."end" - NEW.start THEN
    RAISE EXCEPTION 'The text moved. Select the words again.' USING ERRCODE = 'check_violation', CONSTRAINT = 'words_stand_there';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.made_by_id IS DISTINCT FROM factcheck_actor()
     OR NEW.looked_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.looked_by_id IS DISTINCT FROM OLD.looked_by_id) AND NEW.looked_by_id <> factcheck_actor() THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  END IF;
  IF NEW.looked_by_id IS NOT NULL AND is_author(at.article_id, NEW.looked_by_id) THEN
    RAISE EXCEPTION 'An author looks through no mark of the article.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_not_author';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mark_before BEFORE INSERT OR UPDATE ON claims_noclaimmark FOR EACH ROW EXECUTE FUNCTION mark_before();
CREATE TRIGGER mark_kept BEFORE DELETE ON claims_noclaimmark FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION mark_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM article_content_moved((SELECT article_id FROM claims_version WHERE id = NEW.version_id), 'a no-claim mark changed');
  RETURN NULL;
END $$;
CREATE TRIGGER mark_after AFTER INSERT OR UPDATE ON claims_noclaimmark FOR EACH ROW EXECUTE FUNCTION mark_after();

-- A version and all in it is written once.
CREATE TRIGGER version_kept BEFORE UPDATE OR DELETE ON claims_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER block_kept BEFORE UPDATE OR DELETE ON claims_block FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER line_kept BEFORE UPDATE OR DELETE ON claims_line FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The text of a version is whole when an article takes it, and stays so.
CREATE FUNCTION text_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_version v JOIN claims_article a ON a.id = v.article_id JOIN claims_version now_ ON now_.id = a.current_version_id
             WHERE v.id = NEW.version_id AND v.number <= now_.number) THEN
    RAISE EXCEPTION '% is written once and never changed or deleted.', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER text_before BEFORE INSERT ON claims_block FOR EACH ROW EXECUTE FUNCTION text_before();
CREATE TRIGGER text_before BEFORE INSERT ON claims_line FOR EACH ROW EXECUTE FUNCTION text_before();

-- A scheme that a claim was judged under keeps its number and its words.
CREATE FUNCTION scheme_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE used bigint[] := CASE WHEN TG_TABLE_NAME = 'claims_verdictscheme' THEN ARRAY[(to_jsonb(OLD)->>'id')::bigint]
  ELSE ARRAY[(to_jsonb(OLD)->>'scheme_id')::bigint, (to_jsonb(NEW)->>'scheme_id')::bigint] END;
BEGIN
  IF EXISTS (SELECT 1 FROM claims_claim WHERE scheme_id = ANY (used)) THEN
    RAISE EXCEPTION 'Claims were judged under this scheme. Make a new one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'scheme_in_use';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER scheme_before BEFORE INSERT OR UPDATE OR DELETE ON claims_schemeverdict FOR EACH ROW EXECUTE FUNCTION scheme_before();
CREATE TRIGGER scheme_before BEFORE UPDATE OR DELETE ON claims_verdictscheme FOR EACH ROW EXECUTE FUNCTION scheme_before();
