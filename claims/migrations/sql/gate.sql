-- An article goes out as its gate was met: what the gate asks for does not change under its sign-off, or once it is out.

-- Whose it is decides what the gate asks for. No hash binds it: sign-offs from before it was kept stay what they were.
CREATE FUNCTION article_ownership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_WHEN = 'BEFORE' THEN
    IF OLD.state IN ('published', 'corrected', 'withdrawn') THEN
      RAISE EXCEPTION 'Whose an article is does not change while it is %.', OLD.state USING ERRCODE = 'check_violation', CONSTRAINT = 'article_ownership';
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

-- Signed off as a whole, an article goes out by that: what it was released with before covers nothing any more.
CREATE FUNCTION article_signed_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_articlesignoff SET voided_at = now(), void_reason = 'the article was signed off'
    WHERE article_id = NEW.id AND kind = 'released' AND voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER article_signed_whole AFTER UPDATE OF state ON claims_article FOR EACH ROW
  WHEN (NEW.state = 'signed_off' AND OLD.state <> 'signed_off') EXECUTE FUNCTION article_signed_whole();

-- An exception has its owner while the article is released with it, until it is closed: claims/workflow/articles.py, asked_since.
CREATE OR REPLACE FUNCTION article_published_no_open_query() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The update has locked the article, and whoever asks locks it too: each waits for the other.
  IF EXISTS (SELECT 1 FROM claims_thread t WHERE t.article_id = NEW.id AND t.is_query AND t.resolved_at IS NULL
             AND NOT (OLD.state = 'released' AND EXISTS (
               SELECT 1 FROM claims_releaseexception x JOIN claims_articlesignoff o ON o.id = x.signoff_id
               WHERE o.article_id = NEW.id AND o.voided_at IS NULL AND o.seconded_by_id IS NOT NULL
                 AND x.closed_at IS NULL AND x.item = 'query:' || t.id))) THEN
    RAISE EXCEPTION 'A query is open still.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_gate';
  END IF;
  RETURN NEW;
END $$;

-- The second person confirms the exceptions that they were shown. Fires after exception_before (by name).
CREATE FUNCTION exception_proposed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM claims_article a JOIN claims_articlesignoff o ON o.article_id = a.id WHERE o.id = NEW.signoff_id FOR NO KEY UPDATE OF a;
  IF NOT EXISTS (SELECT 1 FROM claims_articlesignoff WHERE id = NEW.signoff_id AND kind = 'released' AND seconded_by_id IS NULL AND voided_at IS NULL) THEN
    RAISE EXCEPTION 'A release is not open any more: propose another one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exception_proposed BEFORE INSERT ON claims_releaseexception FOR EACH ROW EXECUTE FUNCTION exception_proposed();

-- Who becomes an author cannot have signed, let words stand, accepted a missing reply or acknowledged a context; who was named
-- one stays one for four-eyes.
CREATE OR REPLACE FUNCTION author_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.person_id IS NOT NULL THEN
    PERFORM 1 FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    PERFORM 1 FROM claims_claim WHERE article_id = NEW.article_id ORDER BY id FOR NO KEY UPDATE;
    UPDATE claims_noclaimmark m SET looked_by_id = NULL, looked_at = NULL
      FROM claims_version v WHERE v.id = m.version_id AND v.article_id = NEW.article_id AND m.looked_by_id = NEW.person_id;
    UPDATE claims_claim SET stet_reason = '', stet_by_id = NULL WHERE article_id = NEW.article_id AND stet_by_id = NEW.person_id;
    UPDATE claims_claim SET reply_accepted_by_id = NULL WHERE article_id = NEW.article_id AND reply_accepted_by_id = NEW.person_id;
    UPDATE claims_signoff s SET voided_at = now(), void_reason = 'the signer is an author of the article'
      FROM claims_claim c WHERE c.id = s.claim_id AND c.article_id = NEW.article_id AND s.signer_id = NEW.person_id AND s.voided_at IS NULL;
    UPDATE claims_articlesignoff SET voided_at = now(), void_reason = 'the signer is an author of the article'
      WHERE article_id = NEW.article_id AND NEW.person_id IN (signer_id, seconded_by_id) AND voided_at IS NULL;
    -- No hash binds who acknowledged a context.
    UPDATE claims_articlesignoff SET voided_at = now(), void_reason = 'an author had acknowledged a changed context'
      WHERE article_id = NEW.article_id AND kind = 'signed' AND voided_at IS NULL AND EXISTS (SELECT 1 FROM context_unacknowledged(NEW.article_id));
  END IF;
  RETURN NULL;
END $$;

-- The text of an article goes forward only: an older version comes back as a new one. What is out is the text that was signed.
CREATE OR REPLACE FUNCTION article_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE out_ text[] := '{published,corrected,withdrawn}';
BEGIN
  IF (SELECT number FROM claims_version WHERE id = NEW.current_version_id) <= (SELECT number FROM claims_version WHERE id = OLD.current_version_id) THEN
    RAISE EXCEPTION 'An article goes on to a newer version. An older one is restored as a new one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_version';
  ELSIF OLD.state = ANY (out_) OR NEW.state = ANY (out_) THEN
    RAISE EXCEPTION 'The text does not change while the article is published or withdrawn. The chief reopens it first.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_version';
  END IF;
  RETURN NEW;
END $$;

-- The same words may stand in another sentence: a sign-off goes along where what the version did to its claim is written with it.
-- Fires after article_version_moved (by name), which has locked the claims.
CREATE FUNCTION article_version_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_signoff s SET voided_at = now(), void_reason = 'a new version came in, and nobody placed the claim in it'
    FROM claims_claim c WHERE c.id = s.claim_id AND c.article_id = NEW.id AND s.voided_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM claims_anchoring n WHERE n.claim_id = c.id AND n.version_id = NEW.current_version_id);
  RETURN NULL;
END $$;
CREATE TRIGGER article_version_placed AFTER UPDATE OF current_version_id ON claims_article FOR EACH ROW
  WHEN (NEW.current_version_id IS DISTINCT FROM OLD.current_version_id) EXECUTE FUNCTION article_version_placed();
