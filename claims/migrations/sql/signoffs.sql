-- Who may sign a claim, and what their sign-off holds.

CREATE FUNCTION signoff_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the record; contributed boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM 1 FROM claims_claim WHERE id = OLD.claim_id FOR NO KEY UPDATE;
    IF OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
       OR to_jsonb(NEW) - '{voided_at,voided_by_id,void_reason}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{voided_at,voided_by_id,void_reason}'::text[] THEN
      RAISE EXCEPTION 'A sign-off can only be voided, once.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_only_voided';
    END IF;
    NEW.voided_at := now();
    NEW.voided_by_id := factcheck_actor();
    RETURN NEW;
  END IF;
  SELECT c.*, d.cross_sign INTO the FROM claims_claim c JOIN claims_desk d ON d.id = c.desk_id WHERE c.id = NEW.claim_id FOR NO KEY UPDATE OF c;
  IF NEW.kind NOT IN ('review', 'legal', 'cross') THEN
    RAISE EXCEPTION 'A sign-off is a review, legal''s or a cross-sign.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_kind_known';
  END IF;
  contributed := EXISTS (SELECT 1 FROM claims_contributor WHERE claim_id = NEW.claim_id AND person_id = NEW.signer_id);
  IF NEW.signer_id IS DISTINCT FROM factcheck_actor() THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  ELSIF is_author(the.article_id, NEW.signer_id) THEN
    RAISE EXCEPTION 'An author of the article signs none of its claims.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_not_author';
  ELSIF NOT holds(the.desk_id, NEW.signer_id, CASE WHEN NEW.kind = 'legal' THEN 'legal' ELSE 'reviewer' END) THEN
    RAISE EXCEPTION 'Signing needs the role on this desk.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_role';
  ELSIF contributed AND NEW.kind <> 'cross' THEN
    RAISE EXCEPTION 'Whoever worked on a claim does not sign it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_four_eyes';
  ELSIF NEW.kind = 'cross' AND (NOT the.cross_sign OR somebody_eligible(NEW.claim_id)) THEN
    RAISE EXCEPTION 'Cross-signing is for a desk that allows it, when nobody eligible remains.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_cross';
  ELSIF the.state <> 'in_review' THEN
    RAISE EXCEPTION 'Only a claim in review is signed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_state';
  ELSIF the.statement = '' OR the.verdict = '' THEN
    RAISE EXCEPTION 'A claim without statement or verdict cannot be signed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_complete';
  ELSIF NEW.content_hash IS DISTINCT FROM claim_content_hash(NEW.claim_id) THEN
    RAISE EXCEPTION 'The claim changed since it was shown. Read it again.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_content';
  END IF;
  NEW.content := claim_content(NEW.claim_id);
  NEW.signed_at := now(); NEW.voided_at := NULL; NEW.voided_by_id := NULL; NEW.void_reason := '';
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_before BEFORE INSERT OR UPDATE ON claims_signoff FOR EACH ROW EXECUTE FUNCTION signoff_before();
CREATE TRIGGER signoff_kept BEFORE DELETE ON claims_signoff FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signoff_kept_whole BEFORE TRUNCATE ON claims_signoff FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A sign-off voided in any way takes its claim, and then its article, with it.
CREATE FUNCTION signoff_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE aid bigint;
BEGIN
  UPDATE claims_claim SET state = 'changed' WHERE id = NEW.claim_id AND state = 'signed_off' AND NOT claim_is_signed(NEW.claim_id);
  SELECT article_id INTO aid FROM claims_claim WHERE id = NEW.claim_id;
  PERFORM article_content_moved(aid, 'a sign-off changed');
  RETURN NULL;
END $$;
CREATE TRIGGER signoff_after AFTER INSERT OR UPDATE ON claims_signoff FOR EACH ROW EXECUTE FUNCTION signoff_after();

-- Raising the number of signatures voids what has too few of them.
CREATE FUNCTION signature_rule_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cid bigint;
BEGIN
  -- Locked before looking: one of them may be getting its sign-off.
  FOR cid IN SELECT id FROM claims_claim WHERE desk_id = NEW.desk_id AND state <> 'retired' AND NEW.risk_flag = ANY (risk_flags) ORDER BY id FOR NO KEY UPDATE LOOP
    IF EXISTS (SELECT 1 FROM claims_claim WHERE id = cid AND state = 'signed_off') AND NOT claim_is_signed(cid) THEN
      UPDATE claims_signoff SET voided_at = now(), void_reason = 'the desk asks for more signatures' WHERE claim_id = cid AND voided_at IS NULL;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER signature_rule_after AFTER INSERT OR UPDATE ON claims_signaturerule FOR EACH ROW EXECUTE FUNCTION signature_rule_after();

-- Who becomes an author cannot have signed; who was named one stays one for four-eyes.
CREATE FUNCTION author_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.person_id IS NOT NULL THEN
    PERFORM 1 FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    PERFORM 1 FROM claims_claim WHERE article_id = NEW.article_id ORDER BY id FOR NO KEY UPDATE;
    UPDATE claims_noclaimmark m SET looked_by_id = NULL, looked_at = NULL
      FROM claims_version v WHERE v.id = m.version_id AND v.article_id = NEW.article_id AND m.looked_by_id = NEW.person_id;
    UPDATE claims_signoff s SET voided_at = now(), void_reason = 'the signer is an author of the article'
      FROM claims_claim c WHERE c.id = s.claim_id AND c.article_id = NEW.article_id AND s.signer_id = NEW.person_id AND s.voided_at IS NULL;
    UPDATE claims_articlesignoff SET voided_at = now(), void_reason = 'the signer is an author of the article'
      WHERE article_id = NEW.article_id AND NEW.person_id IN (signer_id, seconded_by_id) AND voided_at IS NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER author_after AFTER INSERT OR UPDATE ON claims_articleauthor FOR EACH ROW EXECUTE FUNCTION author_after();
CREATE FUNCTION author_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.article_id IS DISTINCT FROM OLD.article_id OR (OLD.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id) THEN
    RAISE EXCEPTION 'Whoever was named an author stays one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'author_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER author_before BEFORE UPDATE ON claims_articleauthor FOR EACH ROW EXECUTE FUNCTION author_before();
CREATE TRIGGER author_kept BEFORE DELETE ON claims_articleauthor FOR EACH ROW EXECUTE FUNCTION refuse_change();
