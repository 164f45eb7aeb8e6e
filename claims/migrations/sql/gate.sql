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
