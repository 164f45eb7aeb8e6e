-- Who may sign a claim, and what their sign-off holds.

-- How many people must sign, and whether one of them is legal's.
CREATE OR REPLACE FUNCTION claim_signatures(bigint, OUT approvals int, OUT legal boolean) LANGUAGE sql STABLE AS $$
  SELECT greatest(1, coalesce(max(r.approvals), 1)), coalesce(bool_or(r.legal), false)
  FROM claims_claim c LEFT JOIN claims_signaturerule r ON r.desk_id = c.desk_id AND r.risk_flag = ANY (c.risk_flags)
  WHERE c.id = $1 $$;

CREATE OR REPLACE FUNCTION claim_is_signed(bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE need record; have record;
BEGIN
  SELECT * INTO need FROM claim_signatures($1);
  SELECT count(*) FILTER (WHERE kind <> 'legal') AS reviews, count(*) FILTER (WHERE kind = 'legal') AS legal,
         count(*) FILTER (WHERE kind = 'cross') AS crossed INTO have
    FROM claims_signoff WHERE claim_id = $1 AND voided_at IS NULL
      AND coalesce(redacted_hash, content_hash) = claim_content_hash($1);
  -- Legal's signature counts where it is asked for, and once: it stands for no other review.
  RETURN have.reviews + need.legal::int >= greatest(need.approvals, CASE WHEN have.crossed > 0 THEN 2 ELSE 1 END)
    AND have.legal >= need.legal::int;
END $$;

-- How a person stands towards signing each claim. They may sign: review, legal, either of the two, or cross, a
-- cross-sign. Or they may not: author; byline (it may name them); role (they have none that signs); signed (already);
-- unseen (it has evidence from a restricted source that they may not see); worked (they contributed); legal_only
-- (legal, where no signature of legal is needed). claims/permissions.py has the words. anew: as if nobody had signed
-- yet. crosses: false where the question is whether anybody else is left to sign. OFFSET 0 has PostgreSQL ask it of
-- each claim, and not read all that a person ever signed or worked on.
CREATE OR REPLACE FUNCTION claim_standings(person bigint, anew boolean, crosses boolean)
RETURNS TABLE (claim_id bigint, standing text) LANGUAGE sql STABLE AS $$
  SELECT c.id, CASE
    WHEN EXISTS (SELECT 1 FROM public.authorships() a
                 WHERE a.article_id = c.article_id AND a.person_id = person AND a.certain) THEN 'author'
    WHEN EXISTS (SELECT 1 FROM public.authorships() a
                 WHERE a.article_id = c.article_id AND a.person_id = person) THEN 'byline'
    WHEN NOT EXISTS (SELECT 1 FROM public.roles_that_count() r WHERE r.desk_id = c.desk_id AND r.person_id = person
                     AND r.role IN ('reviewer', 'legal')) THEN 'role'
    WHEN NOT anew AND EXISTS (SELECT 1 FROM public.claims_signoff s WHERE s.claim_id = c.id AND s.signer_id = person
                              AND s.voided_at IS NULL OFFSET 0) THEN 'signed'
    WHEN c.id IN (SELECT w FROM public.withheld_claims(person) w) THEN 'unseen'
    WHEN EXISTS (SELECT 1 FROM public.claims_contributor k
                 WHERE k.claim_id = c.id AND k.person_id = person OFFSET 0) THEN CASE
      WHEN crosses AND (SELECT d.cross_sign FROM public.claims_desk d WHERE d.id = c.desk_id)
        AND public.holds(c.desk_id, person, 'reviewer') AND NOT public.somebody_eligible(c.id, anew) THEN 'cross'
      ELSE 'worked' END
    WHEN EXISTS (SELECT 1 FROM public.roles_that_count() r
                 WHERE r.desk_id = c.desk_id AND r.person_id = person AND r.role = 'legal')
      AND EXISTS (SELECT 1 FROM public.claims_signaturerule g
                  WHERE g.desk_id = c.desk_id AND g.legal AND g.risk_flag = ANY (c.risk_flags))
      AND (anew OR NOT EXISTS (SELECT 1 FROM public.claims_signoff s
                               WHERE s.claim_id = c.id AND s.kind = 'legal' AND s.voided_at IS NULL OFFSET 0))
      THEN CASE WHEN public.holds(c.desk_id, person, 'reviewer') THEN 'either' ELSE 'legal' END
    WHEN EXISTS (SELECT 1 FROM public.roles_that_count() r
                 WHERE r.desk_id = c.desk_id AND r.person_id = person AND r.role = 'reviewer') THEN 'review'
    ELSE 'legal_only' END
  FROM public.claims_claim c $$;

-- Of the claims in review, all that a reviewer of the desk may not sign, and some that they may: those that they worked
-- on, those at risk that they signed (others are signed off with one signature), and those of articles that they may
-- have written. What they may not sign is looked for here, without reading all others. It has claims of other states.
CREATE OR REPLACE FUNCTION claims_touched(person bigint) RETURNS TABLE (claim_id bigint) LANGUAGE sql STABLE AS $$
  SELECT k.claim_id FROM public.claims_contributor k WHERE k.person_id = person
  UNION ALL
  SELECT c.id FROM public.claims_claim c WHERE c.state = 'in_review' AND c.risk_flags <> '{}' AND EXISTS (
    SELECT 1 FROM public.claims_signoff s
    WHERE s.claim_id = c.id AND s.signer_id = person AND s.voided_at IS NULL OFFSET 0)
  UNION ALL
  SELECT c.id FROM public.claims_claim c WHERE c.state = 'in_review'
    AND c.article_id IN (SELECT a.article_id FROM public.authorships() a WHERE a.person_id = person)
  UNION ALL
  SELECT w FROM public.withheld_claims(person) w $$;

CREATE OR REPLACE FUNCTION claim_standing(claim bigint, person bigint, anew boolean DEFAULT false) RETURNS text
LANGUAGE sql STABLE AS $$ SELECT s.standing FROM claim_standings($2, $3, true) s WHERE s.claim_id = $1 $$;

-- Whether a reviewer of the desk may sign the claim who did not work on it.
CREATE OR REPLACE FUNCTION somebody_eligible(claim bigint, anew boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM claims_claim c JOIN roles_that_count() r ON r.desk_id = c.desk_id AND r.role = 'reviewer'
    CROSS JOIN LATERAL claim_standings(r.person_id, anew, false) s
    WHERE c.id = claim AND s.claim_id = c.id AND s.standing IN ('review', 'either')) $$;

CREATE OR REPLACE FUNCTION signoff_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the claims_claim; how text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM 1 FROM claims_claim WHERE id = OLD.claim_id FOR NO KEY UPDATE;
    IF OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
       OR to_jsonb(NEW) - '{voided_at,voided_by_id,void_reason}'::text[]
          IS DISTINCT FROM to_jsonb(OLD) - '{voided_at,voided_by_id,void_reason}'::text[] THEN
      PERFORM refuse('signoff_only_voided', 409, 'A sign-off can only be voided, once.');
    END IF;
    NEW.voided_at := now();
    NEW.voided_by_id := factcheck_actor();
    RETURN NEW;
  END IF;
  SELECT * INTO the FROM claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  IF NEW.kind NOT IN ('review', 'legal', 'cross') THEN
    PERFORM refuse('signoff_kind_known', 409, 'A sign-off is a review, legal''s or a cross-sign.');
  END IF;
  how := claim_standing(NEW.claim_id, NEW.signer_id);
  IF NEW.signer_id IS DISTINCT FROM factcheck_actor() THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  ELSIF how IN ('author', 'byline') THEN
    PERFORM refuse('signoff_not_author', 403, 'An author of the article signs none of its claims.');
  ELSIF how = 'role' THEN
    PERFORM refuse('signoff_role', 403, 'Signing needs the role on this desk.');
  ELSIF how = 'signed' THEN
    PERFORM refuse('signoff_live_once', 409, 'You have signed this. It waits for another signature.');
  ELSIF how = 'unseen' THEN
    PERFORM refuse('signoff_unseen', 403, 'The claim rests on a restricted source that you may not see.');
  ELSIF how IN ('worked', 'cross') AND NEW.kind <> 'cross' THEN
    PERFORM refuse('signoff_four_eyes', 403, 'Whoever worked on a claim does not sign it.');
  ELSIF NEW.kind = 'cross' AND how <> 'cross' THEN
    PERFORM refuse('signoff_cross', 403, 'Cross-signing is for a desk that allows it, when nobody eligible remains.');
  ELSIF how = 'legal_only' AND NEW.kind = 'legal' THEN
    PERFORM refuse('signoff_role', 403, 'Legal signs only where a risk flag asks for it.');
  ELSIF NEW.kind <> how AND how <> 'either' THEN
    PERFORM refuse('signoff_role', 403, 'Signing needs the role on this desk.');
  ELSIF the.state <> 'in_review' THEN
    PERFORM refuse('signoff_state', 409, 'Only a claim in review is signed.');
  ELSIF the.statement = '' OR the.verdict = '' THEN
    PERFORM refuse('signoff_complete', 409, 'A claim without statement or verdict cannot be signed.');
  -- From before it counted by itself: it is in no hash, and the reviewer has not seen it counted.
  ELSIF EXISTS (SELECT 1 FROM claims_evidence e WHERE e.claim_id = NEW.claim_id AND e.stance = 'contradicts'
                AND NOT e.confirmed AND e.removed_at IS NULL) THEN
    PERFORM refuse('signoff_contradicted', 409,
      'Evidence that contradicts the claim is not confirmed. Confirm it, or remove it from this claim.');
  ELSIF NEW.content_hash IS DISTINCT FROM claim_content_hash(NEW.claim_id) THEN
    PERFORM refuse('signoff_content', 409, 'The claim changed since it was shown. Read it again.');
  ELSIF the.quoted = '' THEN
    PERFORM refuse('signoff_complete', 409, 'The claim has no words in the article. Attach it again, or retire it.');
  ELSIF EXISTS (SELECT 1 FROM claims_sourcechange WHERE claim_id = NEW.claim_id AND settled_at IS NULL) THEN
    PERFORM refuse('signoff_source_changed', 409,
      'Something that this claim rests on changed. Settle that first: say what it means for the claim.');
  END IF;
  NEW.content := claim_content(NEW.claim_id);
  NEW.redacted_hash := NULL;
  NEW.signed_at := clock_timestamp();  -- under the lock: what a version did before is before it
  NEW.voided_at := NULL; NEW.voided_by_id := NULL; NEW.void_reason := '';
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_before BEFORE INSERT OR UPDATE ON claims_signoff FOR EACH ROW EXECUTE FUNCTION signoff_before();

-- A sign-off voided in any way takes its claim, and then its article, with it.
CREATE OR REPLACE FUNCTION signoff_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE aid bigint;
BEGIN
  -- First, while the article is out still.
  IF TG_OP = 'UPDATE' AND OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL THEN
    PERFORM correction_of_void(NEW);
  END IF;
  UPDATE claims_claim SET state = 'changed'
    WHERE id = NEW.claim_id AND state = 'signed_off' AND NOT claim_is_signed(NEW.claim_id);
  SELECT article_id INTO aid FROM claims_claim WHERE id = NEW.claim_id;
  PERFORM article_content_moved(aid, 'a sign-off changed');
  RETURN NULL;
END $$;
CREATE TRIGGER signoff_after AFTER INSERT OR UPDATE ON claims_signoff FOR EACH ROW EXECUTE FUNCTION signoff_after();

-- Raising the number of signatures voids what has too few of them.
CREATE OR REPLACE FUNCTION signature_rule_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cid bigint;
BEGIN
  -- Voiding takes the article's sign-off along: articles are locked before their claims, as everywhere.
  PERFORM 1 FROM claims_article
    WHERE id IN (SELECT article_id FROM claims_claim
                 WHERE desk_id = NEW.desk_id AND state <> 'retired' AND NEW.risk_flag = ANY (risk_flags))
    ORDER BY id FOR NO KEY UPDATE;
  -- Locked before looking: one of them may be getting its sign-off.
  FOR cid IN SELECT id FROM claims_claim
             WHERE desk_id = NEW.desk_id AND state <> 'retired' AND NEW.risk_flag = ANY (risk_flags)
             ORDER BY id FOR NO KEY UPDATE LOOP
    IF EXISTS (SELECT 1 FROM claims_claim WHERE id = cid AND state = 'signed_off') AND NOT claim_is_signed(cid) THEN
      UPDATE claims_signoff SET voided_at = now(), void_reason = 'the desk asks for more signatures'
        WHERE claim_id = cid AND voided_at IS NULL;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER signature_rule_after AFTER INSERT OR UPDATE ON claims_signaturerule FOR EACH ROW
  EXECUTE FUNCTION signature_rule_after();
CREATE TRIGGER signoff_kept BEFORE DELETE ON claims_signoff FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signoff_kept_whole BEFORE TRUNCATE ON claims_signoff FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
