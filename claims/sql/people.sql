-- Roles on a desk, and the authors of an article.

CREATE OR REPLACE FUNCTION holds(desk bigint, person bigint, role text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM claims_membership m JOIN claims_person p ON p.id = m.person_id AND p.is_active
                  WHERE m.desk_id = $1 AND m.person_id = $2 AND m.role = $3) $$;

CREATE OR REPLACE FUNCTION is_author(article bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM claims_articleauthor WHERE article_id = $1 AND person_id = $2) $$;

CREATE OR REPLACE FUNCTION author_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.article_id IS DISTINCT FROM OLD.article_id OR (OLD.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id) THEN
    RAISE EXCEPTION 'Whoever was named an author stays one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'author_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER author_before BEFORE UPDATE ON claims_articleauthor FOR EACH ROW EXECUTE FUNCTION author_before();

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
CREATE TRIGGER author_after AFTER INSERT OR UPDATE ON claims_articleauthor FOR EACH ROW EXECUTE FUNCTION author_after();

-- Who is in a byline by name alone, and comes to the desk later, is an author from then on: of that name it may be nobody else.
CREATE OR REPLACE FUNCTION author_joins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_articleauthor a SET person_id = NEW.person_id
    FROM claims_article t, claims_person p
    WHERE t.id = a.article_id AND t.desk_id = NEW.desk_id AND p.id = NEW.person_id
      AND a.person_id IS NULL AND lower(btrim(a.name)) = lower(btrim(p.name))
      AND (SELECT count(DISTINCT m.person_id) FROM claims_membership m JOIN claims_person o ON o.id = m.person_id
           WHERE m.desk_id = NEW.desk_id AND lower(btrim(o.name)) = lower(btrim(p.name))) = 1;
  RETURN NULL;
END $$;
CREATE TRIGGER author_joins AFTER INSERT ON claims_membership FOR EACH ROW EXECUTE FUNCTION author_joins();
CREATE TRIGGER author_kept BEFORE DELETE ON claims_articleauthor FOR EACH ROW EXECUTE FUNCTION refuse_change();
