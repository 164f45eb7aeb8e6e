-- Claims, their pieces, evidence, links and lineage.

-- What a claim points to is its desk's, and a decision that takes a role is made in one's own name.
CREATE FUNCTION claim_is_sound(fresh claims_claim, was claims_claim) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_speaker WHERE id IN (fresh.speaker_id, fresh.via_id) AND desk_id <> fresh.desk_id)
     OR EXISTS (SELECT 1 FROM claims_verdictscheme WHERE id = fresh.scheme_id AND desk_id <> fresh.desk_id) THEN
    RAISE EXCEPTION 'A claim''s speakers and scheme are its desk''s.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_desk';
  END IF;
  IF fresh.stet_by_id IS NOT NULL AND (fresh.stet_by_id, fresh.stet_reason) IS DISTINCT FROM (was.stet_by_id, was.stet_reason)
     AND (fresh.stet_by_id <> factcheck_actor() OR is_author(fresh.article_id, fresh.stet_by_id) OR NOT holds(fresh.desk_id, fresh.stet_by_id, 'chief')) THEN
    RAISE EXCEPTION 'The chief, and no author, lets words stand, by name.' USING ERRCODE = 'check_violation', CONSTRAINT = 'stet_own_hand';
  END IF;
  IF fresh.reply_accepted_by_id IS NOT NULL AND fresh.reply_accepted_by_id IS DISTINCT FROM was.reply_accepted_by_id
     AND (fresh.reply_accepted_by_id <> factcheck_actor()
          OR NOT (holds(fresh.desk_id, fresh.reply_accepted_by_id, 'chief') OR holds(fresh.desk_id, fresh.reply_accepted_by_id, 'legal'))) THEN
    RAISE EXCEPTION 'The chief or legal accepts that no reply is needed, by name.' USING ERRCODE = 'check_violation', CONSTRAINT = 'reply_own_hand';
  END IF;
END $$;

CREATE FUNCTION claim_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM factcheck_actor();
    -- An article's sign-off that is being written would not see this claim.
    PERFORM 1 FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'A new claim is open.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_starts_open';
    END IF;
    IF NEW.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_article WHERE id = NEW.article_id) THEN
      RAISE EXCEPTION 'A claim belongs to its article''s desk.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_desk';
    END IF;
    NEW.quoted := ''; NEW.line_number := 0; NEW.edition := 1;
    NEW.speaker_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.speaker_id), '');
    NEW.via_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.via_id), '');
    PERFORM claim_is_sound(NEW, NULL);
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
    -- Back from changed it may keep its sender: whoever confirms a change of spelling adopts nothing.
    IF NEW.state = 'in_review' AND NEW.sent_by_id IS DISTINCT FROM factcheck_actor()
       AND NOT (OLD.state = 'changed' AND NEW.sent_by_id IS NOT DISTINCT FROM OLD.sent_by_id) THEN
      RAISE EXCEPTION 'Whoever sends a claim to review is named.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_sent_by';
    END IF;
    PERFORM factcheck_actor();
    NEW.state_since := now();
  END IF;
  IF NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id AND NEW.sent_by_id IS DISTINCT FROM factcheck_actor() THEN
    RAISE EXCEPTION 'Whoever sends a claim to review is named.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_sent_by';
  END IF;
  PERFORM claim_is_sound(NEW, OLD);
  -- The name as it was when the speaker was chosen: renaming a speaker later changes nothing that was signed.
  IF NEW.speaker_id IS DISTINCT FROM OLD.speaker_id THEN
    NEW.speaker_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.speaker_id), '');
  ELSE NEW.speaker_cited := OLD.speaker_cited; END IF;
  IF NEW.via_id IS DISTINCT FROM OLD.via_id THEN
    NEW.via_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.via_id), '');
  ELSE NEW.via_cited := OLD.via_cited; END IF;
  -- The chief let these words stand against that decision or verdict; another one is decided anew.
  IF (NEW.line_decision, NEW.verdict, NEW.proposed_words) IS DISTINCT FROM (OLD.line_decision, OLD.verdict, OLD.proposed_words) THEN
    NEW.stet_reason := ''; NEW.stet_by_id := NULL;
  END IF;
  SELECT * INTO NEW.quoted, NEW.line_number FROM claim_place(OLD.id);
  NEW.edition := OLD.edition;
  IF to_jsonb(NEW) - '{edition,search,line_number}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{edition,search,line_number}'::text[] THEN
    NEW.edition := OLD.edition + 1;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_before BEFORE INSERT OR UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION claim_before();

-- The columns of a claim that its sign-off binds (tests/database/test_content.py holds this against claim_content).
CREATE FUNCTION claim_bound(claims_claim) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT to_jsonb($1) - '{id,article_id,desk_id,number,state,state_since,edition,created_by_id,created_at,speaker_id,via_id,stet_reason,stet_by_id,priority,assignee_id,due,waiting_on,waiting_until,sent_by_id,sent_at,returned_by_id,returned_reason,quoted,line_number,search}'::text[] $$;

CREATE FUNCTION claim_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was jsonb; is_ jsonb;
BEGIN
  is_ := claim_bound(NEW);
  IF TG_OP = 'INSERT' THEN
    -- The first cut makes nobody a contributor: the words, the first statement, and what a draft says of them. A judgement does.
    IF NEW.attribution NOT IN ('open', 'not_applicable') OR NEW.line_decision <> 'keep' OR NEW.verdict_flags <> '{}' OR NEW.known_on IS NOT NULL
       OR NEW.reply_accepted_by_id IS NOT NULL OR '' <> concat(NEW.verdict, NEW.rationale, NEW.attribution_note, NEW.true_for, NEW.proposed_words,
         NEW.reworded_statement, NEW.reworded_verdict, NEW.reply, NEW.reply_note, NEW.rules_passed) THEN
      PERFORM claim_content_moved(NEW.id, 'judged the claim');
    END IF;
    RETURN NULL;
  END IF;
  was := claim_bound(OLD);
  IF was IS DISTINCT FROM is_ THEN
    -- Once a claim was sent to review, no statement is its first.
    IF OLD.statement = '' AND NEW.sent_by_id IS NULL AND was - 'statement' = is_ - 'statement' THEN
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
  ELSIF (NEW.stet_reason, NEW.stet_by_id) IS DISTINCT FROM (OLD.stet_reason, OLD.stet_by_id) THEN
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
  IF TG_OP = 'DELETE' THEN
    IF OLD.version_id IS DISTINCT FROM (SELECT current_version_id FROM claims_article a JOIN claims_claim c ON c.article_id = a.id WHERE c.id = OLD.claim_id) THEN
      RAISE EXCEPTION 'An earlier version stays as it was.' USING ERRCODE = 'check_violation', CONSTRAINT = 'piece_of_earlier_version';
    END IF;
    RETURN OLD;
  END IF;
  SELECT b.version_id, b.left_out, substr(b.text, NEW.start + 1, NEW."end" - NEW.start) AS words, v.article_id INTO at
    FROM claims_block b JOIN claims_version v ON v.id = b.version_id WHERE b.id = NEW.block_id;
  IF at.version_id IS DISTINCT FROM NEW.version_id OR at.left_out OR at.words IS DISTINCT FROM NEW.words
     OR char_length(NEW.words) <> NEW."end" - NEW.start OR at.article_id IS DISTINCT FROM (SELECT article_id FROM claims_claim WHERE id = NEW.claim_id) THEN
    RAISE EXCEPTION 'The text moved. Select the words again.' USING ERRCODE = 'check_violation', CONSTRAINT = 'words_stand_there';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER piece_before BEFORE INSERT OR DELETE ON claims_piece FOR EACH ROW EXECUTE FUNCTION piece_before();
CREATE TRIGGER piece_kept BEFORE UPDATE ON claims_piece FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The words of a claim in one version, in reading order.
CREATE FUNCTION claim_words(cid bigint, vid bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(p.words ORDER BY b.position, p.start) FROM claims_piece p JOIN claims_block b ON b.id = p.block_id
  WHERE p.claim_id = cid AND p.version_id = vid $$;
CREATE FUNCTION claim_pieces_moved(cid bigint, contributes boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_claim SET quoted = quoted WHERE id = cid;  -- locks the claim; claim_before finds its place
  PERFORM claim_content_moved(cid, 'changed the words', contributes);
END $$;
CREATE FUNCTION pieces_added() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE x record; first_cut boolean;
BEGIN
  FOR x IN SELECT DISTINCT n.claim_id AS cid, n.version_id AS vid, a.current_version_id AS current
           FROM added n JOIN claims_claim c ON c.id = n.claim_id JOIN claims_article a ON a.id = c.article_id ORDER BY 1, 2 LOOP
    -- The first cut is the statement that gives a claim its first words, before anybody worked on it.
    first_cut := NOT EXISTS (SELECT 1 FROM claims_piece p WHERE p.claim_id = x.cid AND p.id NOT IN (SELECT id FROM added))
      AND NOT EXISTS (SELECT 1 FROM claims_contributor k WHERE k.claim_id = x.cid);
    -- The same words in another version are no change.
    PERFORM claim_pieces_moved(x.cid, NOT first_cut AND (x.vid = x.current OR claim_words(x.cid, x.vid) IS DISTINCT FROM claim_words(x.cid, x.current)));
  END LOOP;
  RETURN NULL;
END $$;
CREATE FUNCTION pieces_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM claim_pieces_moved(cid, true) FROM (SELECT DISTINCT claim_id AS cid FROM removed ORDER BY 1) x;
  RETURN NULL;
END $$;
CREATE TRIGGER pieces_added AFTER INSERT ON claims_piece REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION pieces_added();
CREATE TRIGGER pieces_removed AFTER DELETE ON claims_piece REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION pieces_removed();

-- Evidence: cited as it was; support for a signed claim waits unconfirmed, contradiction voids at once.
CREATE FUNCTION source_citation(bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' · ', nullif(author, ''), title, nullif(publisher, ''), to_char(published_on, 'YYYY-MM-DD'), nullif(address, ''),
                   CASE WHEN off_record THEN 'off the record' END)
  FROM claims_source WHERE id = $1 $$;

CREATE FUNCTION evidence_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the record;
BEGIN
  SELECT state, desk_id, article_id INTO the FROM claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  PERFORM factcheck_actor();
  IF TG_OP = 'INSERT' THEN
    IF the.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_source WHERE id = NEW.source_id) THEN
      RAISE EXCEPTION 'The source belongs to another desk.' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_desk';
    END IF;
    -- Somebody else's is only what is copied along at a split or a merge.
    IF NEW.added_by_id <> factcheck_actor() AND NOT EXISTS (
        SELECT 1 FROM claims_evidence e JOIN claims_claim c ON c.id = e.claim_id
        WHERE e.source_id = NEW.source_id AND e.added_by_id = NEW.added_by_id AND c.article_id = the.article_id) THEN
      RAISE EXCEPTION 'Nobody adds evidence for somebody else.' USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_own_hand';
    END IF;
    NEW.citation := source_citation(NEW.source_id);
    NEW.edition := 1;
    IF the.state = 'signed_off' THEN NEW.confirmed := NEW.stance = 'contradicts'; END IF;
    RETURN NEW;
  END IF;
  IF the.state = 'signed_off' AND NEW.stance = 'contradicts' AND OLD.stance <> 'contradicts' THEN NEW.confirmed := true; END IF;
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
      -- Whoever wrote any of it while it waited, or had been removed, wrote what is bound now.
      INSERT INTO claims_contributor (claim_id, person_id, because, at)
        SELECT cid, p, 'added evidence', now() FROM (SELECT NEW.added_by_id UNION
          SELECT actor_id FROM claims_rowhistory WHERE "table" = 'claims_evidence' AND row_id = NEW.id AND actor_id IS NOT NULL) x (p)
        ORDER BY p ON CONFLICT DO NOTHING;
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
  PERFORM 1 FROM claims_claim WHERE id IN (NEW.parent_id, NEW.child_id) ORDER BY id FOR NO KEY UPDATE;
  IF (SELECT count(DISTINCT article_id) FROM claims_claim WHERE id IN (NEW.parent_id, NEW.child_id)) <> 1 THEN
    RAISE EXCEPTION 'Claims come from claims of one article.' USING ERRCODE = 'check_violation', CONSTRAINT = 'lineage_within_article';
  END IF;
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
