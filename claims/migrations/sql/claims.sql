-- Claims, their pieces, evidence, links and lineage.

CREATE FUNCTION claim_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM factcheck_actor();
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'A new claim is open.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_starts_open';
    END IF;
    IF NEW.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_article WHERE id = NEW.article_id) THEN
      RAISE EXCEPTION 'A claim belongs to its article''s desk.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_desk';
    END IF;
    NEW.quoted := ''; NEW.line_number := 0; NEW.edition := 1;
    NEW.speaker_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.speaker_id AND desk_id = NEW.desk_id), '');
    NEW.via_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.via_id AND desk_id = NEW.desk_id), '');
    RETURN NEW;
  END IF;
  IF (NEW.article_id, NEW.desk_id, NEW.number, NEW.created_by_id) IS DISTINCT FROM (OLD.article_id, OLD.desk_id, OLD.number, OLD.created_by_id) THEN
    RAISE EXCEPTION 'A claim stays with its article.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_stays';
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state THEN
    IF (OLD.state, NEW.state) NOT IN (('open','checking'),('open','retired'),('checking','open'),('checking','in_review'),('checking','retired'),('in_review','checking'),('in_review','signed_off'),('in_review','retired'),('signed_off','changed'),('signed_off','checking'),('signed_off','retired'),('changed','checking'),('changed','in_review'),('changed','retired'),('retired','open')) THEN
      RAISE EXCEPTION 'A claim does not go from % to %.', OLD.state, NEW.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_moves';
    END IF;
    IF NEW.state = 'in_review' AND NEW.sent_by_id IS NULL THEN
      RAISE EXCEPTION 'Somebody must send a claim to review.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_sent_by';
    END IF;
    NEW.state_since := now();
  END IF;
  -- The name as it was when the speaker was chosen: renaming a speaker later changes nothing that was signed.
  IF NEW.speaker_id IS DISTINCT FROM OLD.speaker_id THEN
    NEW.speaker_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.speaker_id AND desk_id = NEW.desk_id), '');
  ELSE NEW.speaker_cited := OLD.speaker_cited; END IF;
  IF NEW.via_id IS DISTINCT FROM OLD.via_id THEN
    NEW.via_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.via_id AND desk_id = NEW.desk_id), '');
  ELSE NEW.via_cited := OLD.via_cited; END IF;
  -- The chief let these words stand against that decision or verdict; another one is decided anew.
  IF (NEW.line_decision, NEW.verdict, NEW.proposed_words) IS DISTINCT FROM (OLD.line_decision, OLD.verdict, OLD.proposed_words) THEN
    NEW.stet_reason := ''; NEW.stet_by_id := NULL;
  END IF;
  IF pg_trigger_depth() < 2 THEN
    NEW.quoted := OLD.quoted; NEW.line_number := OLD.line_number;
  END IF;
  NEW.edition := OLD.edition;
  IF to_jsonb(NEW) - '{edition,search,quoted,line_number}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{edition,search,quoted,line_number}'::text[] THEN
    NEW.edition := OLD.edition + 1;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_before BEFORE INSERT OR UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION claim_before();

-- The columns of a claim that its sign-off binds (tests/test_content_hash.py holds this against claim_content).
CREATE FUNCTION claim_bound(claims_claim) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT to_jsonb($1) - '{id,article_id,desk_id,number,state,state_since,edition,created_by_id,created_at,speaker_id,via_id,stet_reason,stet_by_id,priority,assignee_id,due,waiting_on,waiting_until,sent_by_id,sent_at,returned_by_id,returned_reason,quoted,line_number,search}'::text[] $$;

CREATE FUNCTION claim_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was jsonb; is_ jsonb;
BEGIN
  is_ := claim_bound(NEW);
  IF TG_OP = 'INSERT' THEN
    -- The first cut makes nobody a contributor: the words, the first statement, and what a draft says of them. A judgement does.
    IF NEW.verdict <> '' OR NEW.rationale <> '' OR NEW.attribution NOT IN ('open', 'not_applicable') OR NEW.line_decision <> 'keep' THEN
      PERFORM claim_content_moved(NEW.id, 'judged the claim');
    END IF;
    RETURN NULL;
  END IF;
  was := claim_bound(OLD);
  IF was IS DISTINCT FROM is_ THEN
    IF OLD.statement = '' AND was - 'statement' = is_ - 'statement' THEN
      PERFORM claim_content_moved(NEW.id, 'wrote the first statement', false);
    ELSE
      PERFORM claim_content_moved(NEW.id, 'changed the claim');
    END IF;
  END IF;
  IF NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id AND NEW.sent_by_id IS NOT NULL THEN
    INSERT INTO claims_contributor (claim_id, person_id, because, at) VALUES (NEW.id, NEW.sent_by_id, 'sent the claim to review', now()) ON CONFLICT DO NOTHING;
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state THEN
    IF OLD.state IN ('in_review', 'signed_off') AND NEW.state NOT IN ('in_review', 'signed_off') THEN
      UPDATE claims_signoff SET voided_at = now(), voided_by_id = factcheck_actor(), void_reason = 'the claim went to ' || replace(NEW.state, '_', ' ')
        WHERE claim_id = NEW.id AND voided_at IS NULL;
    END IF;
    PERFORM article_content_moved(NEW.article_id, 'claim ' || NEW.number || ' moved');
  ELSIF NEW.stet_reason IS DISTINCT FROM OLD.stet_reason THEN
    PERFORM article_content_moved(NEW.article_id, 'a decision on claim ' || NEW.number || ' changed');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER claim_after AFTER INSERT OR UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION claim_after();
CREATE FUNCTION claim_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM article_content_moved(NEW.article_id, 'claim ' || NEW.number || ' was added'); RETURN NULL; END $$;
CREATE TRIGGER claim_added AFTER INSERT ON claims_claim FOR EACH ROW EXECUTE FUNCTION claim_added();
CREATE TRIGGER claim_kept BEFORE DELETE ON claims_claim FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Whoever signs reads what is there: at commit, a signed-off claim has enough live, distinct, matching sign-offs.
CREATE FUNCTION claim_signed_off_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_claim WHERE id = NEW.id AND state = 'signed_off') AND NOT claim_is_signed(NEW.id) THEN
    RAISE EXCEPTION 'A signed-off claim needs its sign-offs.' USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_off_is_signed';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER claim_signed_off_is_signed AFTER INSERT OR UPDATE ON claims_claim DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'signed_off') EXECUTE FUNCTION claim_signed_off_is_signed();

-- Pieces: the words that stand there, in a block that is part of the article.
CREATE FUNCTION piece_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE at record;
BEGIN
  PERFORM 1 FROM claims_claim WHERE id = coalesce(NEW.claim_id, OLD.claim_id) FOR NO KEY UPDATE;
  IF TG_OP = 'DELETE' THEN
    IF OLD.version_id IS DISTINCT FROM (SELECT current_version_id FROM claims_article a JOIN claims_claim c ON c.article_id = a.id WHERE c.id = OLD.claim_id) THEN
      RAISE EXCEPTION 'An earlier version stays as it was.' USING ERRCODE = 'check_violation', CONSTRAINT = 'piece_of_earlier_version';
    END IF;
    RETURN OLD;
  END IF;
  SELECT b.version_id, b.left_out, substr(b.text, NEW.start + 1, NEW."end" - NEW.start) AS words, v.article_id INTO at
    FROM claims_block b JOIN claims_version v ON v.id = b.version_id WHERE b.id = NEW.block_id;
  IF at.version_id IS DISTINCT FROM NEW.version_id OR at.left_out OR at.words IS DISTINCT FROM NEW.words
     OR at.article_id IS DISTINCT FROM (SELECT article_id FROM claims_claim WHERE id = NEW.claim_id) THEN
    RAISE EXCEPTION 'The text moved. Select the words again.' USING ERRCODE = 'check_violation', CONSTRAINT = 'words_stand_there';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER piece_before BEFORE INSERT OR DELETE ON claims_piece FOR EACH ROW EXECUTE FUNCTION piece_before();
CREATE TRIGGER piece_kept BEFORE UPDATE ON claims_piece FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION claim_pieces_moved(cid bigint, first_cut boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_claim c SET
    quoted = coalesce((SELECT string_agg(p.words, ' … ' ORDER BY b.position, p.start) FROM claims_piece p JOIN claims_block b ON b.id = p.block_id
                       WHERE p.claim_id = cid AND p.version_id = a.current_version_id), ''),
    line_number = coalesce((SELECT min(l.number) FROM claims_piece p JOIN claims_line l ON l.block_id = p.block_id AND l.start < p."end" AND l."end" > p.start
                            WHERE p.claim_id = cid AND p.version_id = a.current_version_id), 0)
    FROM claims_article a WHERE a.id = c.article_id AND c.id = cid;
  PERFORM claim_content_moved(cid, 'changed the words', NOT first_cut);
END $$;
CREATE FUNCTION pieces_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The first cut is the statement that gives a claim its first words.
  PERFORM claim_pieces_moved(cid, NOT EXISTS (SELECT 1 FROM claims_piece p WHERE p.claim_id = cid AND p.id NOT IN (SELECT id FROM added))
                                  AND NOT EXISTS (SELECT 1 FROM claims_contributor k WHERE k.claim_id = cid AND k.person_id = factcheck_actor()))
    FROM (SELECT DISTINCT claim_id AS cid FROM added ORDER BY 1) x;
  RETURN NULL;
END $$;
CREATE FUNCTION pieces_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM claim_pieces_moved(cid, false) FROM (SELECT DISTINCT claim_id AS cid FROM removed ORDER BY 1) x;
  RETURN NULL;
END $$;
CREATE TRIGGER pieces_added AFTER INSERT ON claims_piece REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION pieces_added();
CREATE TRIGGER pieces_removed AFTER DELETE ON claims_piece REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION pieces_removed();

-- Evidence: cited as it was; support for a signed claim waits unconfirmed, contradiction voids at once.
CREATE FUNCTION source_citation(bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' · ', nullif(author, ''), title, nullif(publisher, ''), published_on::text, nullif(address, ''),
                   CASE WHEN off_record THEN 'off the record' END)
  FROM claims_source WHERE id = $1 $$;

CREATE FUNCTION evidence_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the record;
BEGIN
  SELECT state, desk_id INTO the FROM claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  PERFORM factcheck_actor();
  IF TG_OP = 'INSERT' THEN
    IF the.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_source WHERE id = NEW.source_id) THEN
      RAISE EXCEPTION 'The source belongs to another desk.' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_desk';
    END IF;
    NEW.citation := source_citation(NEW.source_id);
    NEW.edition := 1;
    IF the.state = 'signed_off' AND NEW.stance <> 'contradicts' THEN NEW.confirmed := false; END IF;
    RETURN NEW;
  END IF;
  IF (NEW.claim_id, NEW.source_id, NEW.added_by_id) IS DISTINCT FROM (OLD.claim_id, OLD.source_id, OLD.added_by_id) THEN
    RAISE EXCEPTION 'Evidence stays with its claim and source; remove it and add another.' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_stays';
  END IF;
  NEW.citation := OLD.citation;
  NEW.edition := OLD.edition + 1;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_before BEFORE INSERT OR UPDATE ON claims_evidence FOR EACH ROW EXECUTE FUNCTION evidence_before();
CREATE FUNCTION evidence_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE live_before boolean := TG_OP <> 'INSERT' AND OLD.confirmed AND OLD.removed_at IS NULL;
        live_now boolean := TG_OP <> 'DELETE' AND NEW.confirmed AND NEW.removed_at IS NULL;
        cid bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END;
BEGIN
  IF live_before OR live_now THEN
    IF NOT live_before THEN
      INSERT INTO claims_contributor (claim_id, person_id, because, at) VALUES (cid, NEW.added_by_id, 'added evidence', now()) ON CONFLICT DO NOTHING;
    END IF;
    PERFORM claim_content_moved(cid, CASE WHEN NOT live_before THEN 'added evidence' WHEN NOT live_now THEN 'removed evidence' ELSE 'changed evidence' END);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER evidence_after AFTER INSERT OR UPDATE OR DELETE ON claims_evidence FOR EACH ROW EXECUTE FUNCTION evidence_after();

-- Links bind both ends; the lower id is locked first.
CREATE FUNCTION link_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END;
        two bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.to_id ELSE NEW.to_id END;
BEGIN
  PERFORM 1 FROM claims_claim WHERE id IN (one, two) ORDER BY id FOR NO KEY UPDATE;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF (SELECT count(DISTINCT article_id) FROM claims_claim WHERE id IN (one, two)) <> 1 THEN
    RAISE EXCEPTION 'Claims are linked within one article.' USING ERRCODE = 'check_violation', CONSTRAINT = 'link_within_article';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER link_before BEFORE INSERT OR DELETE ON claims_claimlink FOR EACH ROW EXECUTE FUNCTION link_before();
CREATE TRIGGER link_kept BEFORE UPDATE ON claims_claimlink FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION link_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END;
        two bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.to_id ELSE NEW.to_id END;
BEGIN
  PERFORM claim_content_moved(least(one, two), 'changed a link');
  PERFORM claim_content_moved(greatest(one, two), 'changed a link');
  RETURN NULL;
END $$;
CREATE TRIGGER link_after AFTER INSERT OR DELETE ON claims_claimlink FOR EACH ROW EXECUTE FUNCTION link_after();

CREATE FUNCTION lineage_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO claims_contributor (claim_id, person_id, because, at)
    SELECT NEW.child_id, k.person_id, left('on claim ' || p.number || ': ' || k.because, 80), now()
    FROM claims_contributor k JOIN claims_claim p ON p.id = k.claim_id WHERE k.claim_id = NEW.parent_id ORDER BY k.id
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER lineage_after AFTER INSERT ON claims_lineage FOR EACH ROW EXECUTE FUNCTION lineage_after();
CREATE TRIGGER lineage_kept BEFORE UPDATE OR DELETE ON claims_lineage FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contributor_kept BEFORE UPDATE OR DELETE ON claims_contributor FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contributor_kept_whole BEFORE TRUNCATE ON claims_contributor FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
