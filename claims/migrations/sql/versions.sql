-- A living article: its text changes from version to version, and a sign-off goes along with its own words only.

-- Quotation marks, dashes and blanks are typography; claims/text/typography.py folds the same, step by step (a test holds
-- the two together): a hyphen is a part of its word, a minus of its figure, and neither is a dash.
CREATE FUNCTION typography_fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    replace(translate(normalize($1, NFC),
      U&'\2018\2019\201A\201B\2032\02BC\0060\00B4\201C\201D\201E\201F\00AB\00BB\2033\2010\2011\2012\2015\0009\000A\000D\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000\200B\2060',
      U&'''''''''''''''''"""""""--\2013\2014                   '),
      U&'\2026', '...'),
      U&'(?<=[0-9\0660-\0669\06F0-\06F9\0025])\2013(?=[\0024\00A3\20AC]?[0-9\0660-\0669\06F0-\06F9])', '-', 'g'),
      U&'(?:^|(?<=[ ([''"]))\2013(?=[\0024\00A3\20AC]?[0-9\0660-\0669\06F0-\06F9])', '-', 'g'),
      '(?<= )-(?= )', U&'\2014', 'g'),
      U&'(?: *(?:--+|[\2013\2014]))+ *', U&'\2014', 'g'),
      U&'(?<![-0-9\0660-\0669\06F0-\06F9])\2212(?=[\0024\00A3\20AC]?[0-9\0660-\0669\06F0-\06F9])', '-', 'g'),
      ' *" *', '"', 'g'),
      ' +', ' ', 'g'), ' ') $$;

-- Whether the words are a claim's proposed words, but for typography.
CREATE FUNCTION wording_stands(words text, decision text, proposed text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT decision NOT IN ('keep', 'cut') AND proposed <> '' AND typography_fold(words) = typography_fold(proposed) $$;

-- The words of a piece as a sign-off binds them: the ones that stood bound before, where only typography tells them apart,
-- or where the wording that was signed with them was put in and stands in the article now; else the words that stand there.
CREATE FUNCTION words_bound(words text, bound text, applied boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN bound = words OR bound = '' THEN words
    WHEN applied OR typography_fold(bound) = typography_fold(words) THEN bound
    ELSE words END $$;

CREATE OR REPLACE FUNCTION claim_content(bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'words', (SELECT jsonb_agg(words_bound(p.words, p.bound_words, c.wording_applied) ORDER BY b.position, p.start)
              FROM claims_piece p JOIN claims_block b ON b.id = p.block_id
              WHERE p.claim_id = c.id AND p.version_id = a.current_version_id),
    'statement', c.statement, 'kind', c.kind,
    'risk_flags', (SELECT jsonb_agg(f ORDER BY f) FROM unnest(c.risk_flags) f),
    'speech_act', c.speech_act, 'verb', c.verb, 'verb_endorses', c.verb_endorses, 'form', c.form,
    'speaker', c.speaker_cited, 'speaker_as_printed', c.speaker_as_printed, 'via', c.via_cited,
    'figure_value', c.figure_value, 'figure_high', c.figure_high, 'figure_unit', c.figure_unit,
    'figure_modifier', c.figure_modifier,
    'attribution', c.attribution, 'attribution_note', c.attribution_note,
    'verdict', c.verdict, 'verdict_flags', (SELECT jsonb_agg(f ORDER BY f) FROM unnest(c.verdict_flags) f),
    'true_for', c.true_for, 'known_on', c.known_on, 'scheme', s.number, 'rationale', c.rationale,
    'line_decision', c.line_decision, 'proposed_words', c.proposed_words,
    'reworded_statement', c.reworded_statement, 'reworded_verdict', c.reworded_verdict,
    'reply', c.reply, 'reply_note', c.reply_note, 'reply_accepted_by', c.reply_accepted_by_id,
    'rules_passed', c.rules_passed,
    'links', (SELECT jsonb_agg(jsonb_build_array(f.number, l.kind, t.number) ORDER BY f.number, l.kind, t.number)
              FROM claims_claimlink l JOIN claims_claim f ON f.id = l.claim_id JOIN claims_claim t ON t.id = l.to_id
              WHERE l.claim_id = c.id OR l.to_id = c.id),
    'evidence', (SELECT jsonb_agg(jsonb_build_object(
        'id', e.id, 'citation', e.citation, 'bears_on', e.bears_on, 'stance', e.stance, 'directness', e.directness,
        'against_interest', e.against_interest, 'excerpt', e.excerpt, 'excerpt_kind', e.excerpt_kind,
        'excerpt_language', e.excerpt_language, 'translation', e.translation, 'translator', e.translator,
        'locator', e.locator, 'figure_found', e.figure_found, 'note', e.note) ORDER BY e.id)
      FROM claims_evidence e WHERE e.claim_id = c.id AND e.confirmed AND e.removed_at IS NULL))
    -- What came to be bound later is there where something is said: sign-offs from before it stay what they were.
    || CASE WHEN c.decision_reason = '' THEN '{}' ELSE jsonb_build_object('decision_reason', c.decision_reason) END
    || CASE WHEN c.must_fix THEN jsonb_build_object('must_fix', true) ELSE '{}' END
  FROM claims_claim c JOIN claims_article a ON a.id = c.article_id
  LEFT JOIN claims_verdictscheme s ON s.id = c.scheme_id
  WHERE c.id = $1 $$;
CREATE OR REPLACE FUNCTION claim_bound(claims_claim) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT to_jsonb($1) - '{id,article_id,desk_id,number,state,state_since,edition,created_by_id,created_at,speaker_id,via_id,stet_reason,stet_by_id,priority,assignee_id,due,waiting_on,waiting_until,sent_by_id,sent_at,returned_by_id,returned_reason,quoted,line_number,search,wording_applied,context_edition}'::text[] $$;

-- Whether the claim's proposed wording stands in a version, word for word: its one piece there holds it, bound to other words.
CREATE FUNCTION claim_wording_stands(cid bigint, vid bigint, decision text, proposed text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT count(*) = 1 AND coalesce(bool_and(p.bound_words NOT IN ('', p.words) AND wording_stands(p.words, decision, proposed)
                                            AND typography_fold(p.bound_words) <> typography_fold(p.words)), false)
  FROM claims_piece p WHERE p.claim_id = cid AND p.version_id = vid $$;
-- It begins to stand when a version with it becomes the current one, and never by proposing what stands there already.
-- Fires after claim_before (by name), which counts the edition.
CREATE FUNCTION claim_wording() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE current bigint := (SELECT current_version_id FROM claims_article WHERE id = NEW.article_id);
BEGIN
  IF TG_OP = 'INSERT' THEN NEW.wording_applied := false; RETURN NEW; END IF;
  NEW.wording_applied := (OLD.wording_applied OR (NEW.line_decision, NEW.proposed_words) IS NOT DISTINCT FROM (OLD.line_decision, OLD.proposed_words))
    AND claim_wording_stands(NEW.id, current, NEW.line_decision, NEW.proposed_words);
  RETURN NEW;
END $$;
CREATE TRIGGER claim_wording BEFORE INSERT OR UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION claim_wording();

CREATE OR REPLACE FUNCTION piece_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE at record; the record;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.version_id IS DISTINCT FROM (SELECT current_version_id FROM claims_article a JOIN claims_claim c ON c.article_id = a.id WHERE c.id = OLD.claim_id) THEN
      RAISE EXCEPTION 'An earlier version stays as it was.' USING ERRCODE = 'check_violation', CONSTRAINT = 'piece_of_earlier_version';
    END IF;
    RETURN OLD;
  END IF;
  SELECT b.version_id, b.left_out, substr(b.text, NEW.start + 1, NEW."end" - NEW.start) AS words, v.article_id, v.number INTO at
    FROM claims_block b JOIN claims_version v ON v.id = b.version_id WHERE b.id = NEW.block_id;
  SELECT c.article_id, c.line_decision, c.proposed_words, v.number AS current, v.id AS current_id INTO the
    FROM claims_claim c JOIN claims_article a ON a.id = c.article_id JOIN claims_version v ON v.id = a.current_version_id WHERE c.id = NEW.claim_id;
  IF at.version_id IS DISTINCT FROM NEW.version_id OR at.left_out OR at.words IS DISTINCT FROM NEW.words
     OR char_length(NEW.words) <> NEW."end" - NEW.start OR at.article_id IS DISTINCT FROM the.article_id THEN
    RAISE EXCEPTION 'The text moved. Select the words again.' USING ERRCODE = 'check_violation', CONSTRAINT = 'words_stand_there';
  ELSIF at.number < the.current THEN
    RAISE EXCEPTION 'An earlier version stays as it was.' USING ERRCODE = 'check_violation', CONSTRAINT = 'piece_of_earlier_version';
  END IF;
  -- Other words than those that stand there are bound only where they were bound before, and nothing but typography, or the
  -- wording that was signed, makes the difference; the wording replaces all of a claim's words, not some of them.
  IF NEW.bound_words NOT IN ('', NEW.words) AND (
       NOT (typography_fold(NEW.bound_words) = typography_fold(NEW.words)
            OR wording_stands(NEW.words, the.line_decision, the.proposed_words)
               AND (SELECT count(*) = 1 FROM claims_piece p WHERE p.claim_id = NEW.claim_id AND p.version_id = the.current_id)
               AND NOT EXISTS (SELECT 1 FROM claims_piece p WHERE p.claim_id = NEW.claim_id AND p.version_id = NEW.version_id))
       OR NOT EXISTS (SELECT 1 FROM claims_piece p WHERE p.claim_id = NEW.claim_id AND NEW.bound_words IN (p.bound_words, p.words))) THEN
    RAISE EXCEPTION 'The text moved. Select the words again.' USING ERRCODE = 'check_violation', CONSTRAINT = 'words_bound';
  END IF;
  IF NEW.bound_words = '' THEN NEW.bound_words := NEW.words; END IF;
  RETURN NEW;
END $$;

-- The first cut makes nobody a contributor, and neither does bringing in a text: what a version does to a claim's words voids,
-- and whoever sends the claim to review again adopts them. Anybody else who finds it other words there has chosen them.
CREATE OR REPLACE FUNCTION pieces_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE x record; first_cut boolean;
BEGIN
  FOR x IN SELECT DISTINCT n.claim_id AS cid, n.version_id AS vid, a.current_version_id AS current, v.created_by_id AS bringer
           FROM added n JOIN claims_claim c ON c.id = n.claim_id JOIN claims_article a ON a.id = c.article_id
           JOIN claims_version v ON v.id = n.version_id ORDER BY 1, 2 LOOP
    -- The first cut is the statement that gives a claim its first words, before anybody worked on it.
    first_cut := NOT EXISTS (SELECT 1 FROM claims_piece p WHERE p.claim_id = x.cid AND p.id NOT IN (SELECT id FROM added))
      AND NOT EXISTS (SELECT 1 FROM claims_contributor k WHERE k.claim_id = x.cid);
    PERFORM claim_pieces_moved(x.cid, NOT first_cut AND (x.vid = x.current
      OR x.bringer <> factcheck_actor() AND claim_words(x.cid, x.vid) IS DISTINCT FROM claim_words(x.cid, x.current)));
  END LOOP;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mark_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE at record; carried boolean;
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - '{looked_by_id,looked_at,removed_by_id,removed_at}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{looked_by_id,looked_at,removed_by_id,removed_at}'::text[]) THEN
    RAISE EXCEPTION 'A mark is removed and made again, not changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_stays';
  END IF;
  SELECT b.version_id, b.left_out, substr(b.text, NEW.start + 1, NEW."end" - NEW.start) AS words, v.article_id, v.number INTO at
    FROM claims_block b JOIN claims_version v ON v.id = b.version_id WHERE b.id = NEW.block_id;
  PERFORM 1 FROM claims_article WHERE id = at.article_id FOR NO KEY UPDATE;
  IF at.version_id IS DISTINCT FROM NEW.version_id OR at.left_out OR at.words IS DISTINCT FROM NEW.words OR char_length(NEW.words) <> NEW."end" - NEW.start THEN
    RAISE EXCEPTION 'The text moved. Select the words again.' USING ERRCODE = 'check_violation', CONSTRAINT = 'words_stand_there';
  END IF;
  -- A mark that follows its words into the next version stays whose it was, and looked through by whom it was.
  carried := TG_OP = 'INSERT' AND NEW.carried_from_id IS NOT NULL;
  IF carried AND NOT EXISTS (
      SELECT 1 FROM claims_noclaimmark m JOIN claims_version v ON v.id = m.version_id JOIN claims_article a ON a.id = v.article_id
      WHERE m.id = NEW.carried_from_id AND m.removed_at IS NULL AND v.id = a.current_version_id AND a.id = at.article_id AND v.number < at.number
        AND typography_fold(m.words) = typography_fold(NEW.words) AND m.reason = NEW.reason AND m.made_by_id = NEW.made_by_id
        AND NEW.looked_by_id IS NOT DISTINCT FROM m.looked_by_id AND NEW.looked_at IS NOT DISTINCT FROM m.looked_at) THEN
    RAISE EXCEPTION 'A mark follows its own words only.' USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_carried';
  END IF;
  IF NOT carried AND (TG_OP = 'INSERT' AND NEW.made_by_id IS DISTINCT FROM factcheck_actor()
     OR NEW.looked_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.looked_by_id IS DISTINCT FROM OLD.looked_by_id) AND NEW.looked_by_id <> factcheck_actor()) THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  END IF;
  IF NEW.looked_by_id IS NOT NULL AND is_author(at.article_id, NEW.looked_by_id) THEN
    RAISE EXCEPTION 'An author looks through no mark of the article.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_not_author';
  END IF;
  RETURN NEW;
END $$;

-- The text of an article goes forward only: an older version comes back as a new one.
CREATE FUNCTION article_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT number FROM claims_version WHERE id = NEW.current_version_id) <= (SELECT number FROM claims_version WHERE id = OLD.current_version_id) THEN
    RAISE EXCEPTION 'An article goes on to a newer version. An older one is restored as a new one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_version';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER article_goes_forward BEFORE UPDATE OF current_version_id ON claims_article FOR EACH ROW
  WHEN (NEW.current_version_id IS DISTINCT FROM OLD.current_version_id AND OLD.current_version_id IS NOT NULL) EXECUTE FUNCTION article_goes_forward();

-- Words that are gone are signed by nobody. Fires after signoff_before (by name), which has locked the claim.
CREATE FUNCTION signoff_has_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT quoted FROM claims_claim WHERE id = NEW.claim_id) = '' THEN
    RAISE EXCEPTION 'The claim has no words in the article. Attach it again, or retire it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_complete';
  END IF;
  NEW.signed_at := clock_timestamp();  -- under the lock: what a version did before is before it
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_has_words BEFORE INSERT ON claims_signoff FOR EACH ROW EXECUTE FUNCTION signoff_has_words();

-- Whether anybody of the desk may sign the claim: as somebody_eligible, those who signed it already among them.
CREATE FUNCTION somebody_could_sign(claim bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_claim c JOIN claims_membership m ON m.desk_id = c.desk_id AND m.role = 'reviewer'
    JOIN claims_person p ON p.id = m.person_id AND p.is_active
    WHERE c.id = claim AND NOT is_author(c.article_id, m.person_id)
      AND NOT EXISTS (SELECT 1 FROM claims_contributor k WHERE k.claim_id = c.id AND k.person_id = m.person_id)) $$;
-- Who may say that a signed claim holds in its changed context: who may sign it. A reviewer; legal where a flag asks for legal;
-- no author, no contributor, but where a desk cross-signs and nobody else remains.
CREATE FUNCTION may_acknowledge(claim bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT is_author(c.article_id, person)
    AND (holds(c.desk_id, person, 'reviewer') OR holds(c.desk_id, person, 'legal') AND (claim_signatures(c.id)).legal)
    AND (NOT EXISTS (SELECT 1 FROM claims_contributor k WHERE k.claim_id = c.id AND k.person_id = person)
         OR d.cross_sign AND holds(c.desk_id, person, 'reviewer') AND NOT somebody_could_sign(c.id))
  FROM claims_claim c JOIN claims_desk d ON d.id = c.desk_id WHERE c.id = claim $$;

-- What a version did to a claim is written with it, and settled once, in one's own name.
CREATE FUNCTION anchoring_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who bigint := factcheck_actor(); the record;
BEGIN
  SELECT id, article_id, desk_id INTO the FROM claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  IF TG_OP = 'INSERT' THEN
    IF the.article_id IS DISTINCT FROM (SELECT article_id FROM claims_version WHERE id = NEW.version_id) THEN
      RAISE EXCEPTION 'A claim is anchored in its own article.' USING ERRCODE = 'check_violation', CONSTRAINT = 'anchoring_article';
    END IF;
    NEW.at := clock_timestamp(); NEW.settled_how := ''; NEW.settled_by_id := NULL; NEW.settled_at := NULL;
    -- A form that was opened before knows nothing of what stands around the words now.
    IF NEW.result = 'context_changed' THEN UPDATE claims_claim SET context_edition = context_edition + 1 WHERE id = NEW.claim_id; END IF;
    RETURN NEW;
  END IF;
  IF OLD.settled_how <> '' OR NEW.settled_how = '' OR to_jsonb(NEW) - '{settled_how,settled_by_id,settled_at}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{settled_how,settled_by_id,settled_at}'::text[] THEN
    RAISE EXCEPTION 'What a version did to a claim is settled once, and never changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
  ELSIF NEW.settled_by_id IS DISTINCT FROM who THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  ELSIF NEW.settled_how = 'acknowledged' AND NOT may_acknowledge(NEW.claim_id, who) THEN
    RAISE EXCEPTION 'A changed context is acknowledged by somebody who may sign the claim.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_four_eyes';
  END IF;
  NEW.settled_at := now();
  IF NEW.settled_how = 'kept' THEN
    INSERT INTO claims_contributor (claim_id, person_id, because, at) VALUES (NEW.claim_id, who, 'confirmed the changed words', now()) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER anchoring_before BEFORE INSERT OR UPDATE ON claims_anchoring FOR EACH ROW EXECUTE FUNCTION anchoring_before();
-- The same words may mean another thing now (a "not" before them is gone): no hash tells, so the sign-offs are voided here.
CREATE FUNCTION anchoring_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_signoff SET voided_at = now(), void_reason = left(concat_ws(': ', 'a new version came in', nullif(NEW.reason, '')), 200)
    WHERE claim_id = NEW.claim_id AND voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER anchoring_after AFTER INSERT ON claims_anchoring FOR EACH ROW
  WHEN (NEW.result NOT IN ('kept', 'context_changed')) EXECUTE FUNCTION anchoring_after();
CREATE TRIGGER anchoring_kept BEFORE DELETE ON claims_anchoring FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER anchoring_kept_whole BEFORE TRUNCATE ON claims_anchoring FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION wording_answer_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE desk bigint := (SELECT desk_id FROM claims_claim WHERE id = NEW.claim_id);
BEGIN
  IF NEW.by_id IS DISTINCT FROM factcheck_actor() THEN
    RAISE EXCEPTION 'Nobody signs for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signoff_own_hand';
  ELSIF NOT (holds(desk, NEW.by_id, 'writer') OR holds(desk, NEW.by_id, 'chief')) THEN
    RAISE EXCEPTION 'The writer or the chief answers to proposed words.' USING ERRCODE = 'check_violation', CONSTRAINT = 'wording_role';
  END IF;
  -- Other words than the ones proposed are somebody's own.
  IF NEW.answer = 'edited' THEN
    INSERT INTO claims_contributor (claim_id, person_id, because, at) VALUES (NEW.claim_id, NEW.by_id, 'wrote the words', now()) ON CONFLICT DO NOTHING;
  END IF;
  NEW.at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER wording_answer_before BEFORE INSERT ON claims_wordinganswer FOR EACH ROW EXECUTE FUNCTION wording_answer_before();
CREATE TRIGGER wording_answer_kept BEFORE UPDATE OR DELETE ON claims_wordinganswer FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER wording_answer_kept_whole BEFORE TRUNCATE ON claims_wordinganswer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A signed claim whose context changed since, and nobody who may sign it has said that it still holds: settled in any other
-- way it is not, and whoever became an author has said nothing.
CREATE FUNCTION context_unacknowledged(article bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT DISTINCT c.id FROM claims_claim c JOIN claims_anchoring n ON n.claim_id = c.id AND n.result = 'context_changed'
    AND (n.settled_how <> 'acknowledged' OR is_author(c.article_id, n.settled_by_id))
  WHERE c.article_id = $1 AND c.state = 'signed_off'
    AND EXISTS (SELECT 1 FROM claims_signoff s WHERE s.claim_id = c.id AND s.voided_at IS NULL AND s.signed_at < n.at) $$;

-- How many claims of an article somebody has to decide on after its text changed: in the tray, with other words, in another context.
CREATE FUNCTION claims_adrift(article bigint) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT count(*)::int FROM claims_claim c WHERE c.article_id = $1 AND c.state <> 'retired' AND (
    c.quoted = ''
    OR c.state <> 'signed_off' AND EXISTS (SELECT 1 FROM claims_anchoring n WHERE n.claim_id = c.id AND n.settled_how = '' AND n.result = 'changed'
         AND NOT EXISTS (SELECT 1 FROM claims_signoff s WHERE s.claim_id = c.id AND s.signed_at > n.at))
    OR c.state = 'signed_off' AND c.id IN (SELECT context_unacknowledged($1))) $$;

-- Fires after article_signoff_before (by name), which has locked the article and its claims.
CREATE FUNCTION article_signoff_nothing_adrift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_claim WHERE article_id = NEW.article_id AND state <> 'retired' AND quoted = '') THEN
    RAISE EXCEPTION 'There is a claim in the tray still.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_gate';
  ELSIF EXISTS (SELECT 1 FROM context_unacknowledged(NEW.article_id)) THEN
    RAISE EXCEPTION 'The context of a signed claim changed, and nobody has acknowledged it.' USING ERRCODE = 'check_violation', CONSTRAINT = 'article_gate';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER article_signoff_nothing_adrift BEFORE INSERT ON claims_articlesignoff FOR EACH ROW
  WHEN (NEW.kind = 'signed') EXECUTE FUNCTION article_signoff_nothing_adrift();

DO $$
DECLARE t text; f record;
BEGIN
  FOREACH t IN ARRAY ARRAY['anchoring', 'wordinganswer'] LOOP
    EXECUTE format('CREATE TRIGGER row_history AFTER INSERT OR UPDATE OR DELETE ON claims_%s FOR EACH ROW EXECUTE FUNCTION row_history()', t);
    EXECUTE format('CREATE TRIGGER identity_before BEFORE UPDATE ON claims_%s FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION identity_before()', t);
  END LOOP;
  -- What was made or made anew: nobody but its owner calls it, and a temporary table of the same name is not looked at.
  FOR f IN SELECT p.oid::regprocedure AS call, p.prorettype = 'trigger'::regtype AS is_trigger FROM pg_proc p
           WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = current_user::regrole
             AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', f.call);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f.call);
    IF f.is_trigger THEN EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER', f.call); END IF;
  END LOOP;
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'factcheck_app') THEN
    GRANT EXECUTE ON FUNCTION typography_fold, words_bound, context_unacknowledged, claims_adrift, may_acknowledge, somebody_could_sign TO factcheck_app;
    REVOKE DELETE, TRUNCATE ON claims_anchoring FROM factcheck_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON claims_wordinganswer FROM factcheck_app;
  END IF;
END $$;
