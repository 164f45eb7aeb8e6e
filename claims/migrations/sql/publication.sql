-- A query asked after the sign-off stops publication; one that the article was released with has its owner.

CREATE FUNCTION article_published_no_open_query() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- The update has locked the article, and whoever asks locks it too: each waits for the other.
  IF EXISTS (SELECT 1 FROM claims_thread t WHERE t.article_id = NEW.id AND t.is_query AND t.resolved_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM claims_releaseexception x JOIN claims_articlesignoff o ON o.id = x.signoff_id
                             WHERE o.article_id = NEW.id AND o.voided_at IS NULL AND o.seconded_by_id IS NOT NULL
                               AND x.item = 'query:' || t.id)) THEN
    RAISE EXCEPTION 'A query is open still.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_gate';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER article_published_no_open_query BEFORE UPDATE ON claims_article FOR EACH ROW
  WHEN (NEW.state = 'published' AND OLD.state <> 'published') EXECUTE FUNCTION article_published_no_open_query();
REVOKE EXECUTE ON FUNCTION article_published_no_open_query FROM PUBLIC;
