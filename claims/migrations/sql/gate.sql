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
