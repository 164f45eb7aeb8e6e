-- A decision is about what whoever took it saw, and nobody takes one alone that takes two.

-- Whether nothing but spelling changed in a claim's words since a person signed it, and by versions of somebody else's: the same
-- as claims/workflow/versions.py, spelling_changes.
CREATE FUNCTION only_spelling_since(claim bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(bool_and(n.minor AND v.created_by_id <> person), false)
  FROM claims_anchoring n JOIN claims_version v ON v.id = n.version_id
  WHERE n.claim_id = claim AND n.result <> 'kept' AND n.settled_how NOT IN ('confirmed', 'acknowledged')
    AND n.at > (SELECT max(s.signed_at) FROM claims_signoff s WHERE s.claim_id = claim AND s.signer_id = person) $$;

-- Sending adopts what is sent. Only a change of spelling goes back into review under the name of whoever sent it before.
CREATE FUNCTION claim_sender_adopts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sent_by_id IS DISTINCT FROM factcheck_actor() AND NOT only_spelling_since(NEW.id, factcheck_actor()) THEN
    RAISE EXCEPTION 'Whoever sends a claim to review is named.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_sent_by';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_sender_adopts BEFORE UPDATE OF state ON claims_claim FOR EACH ROW
  WHEN (OLD.state = 'changed' AND NEW.state = 'in_review') EXECUTE FUNCTION claim_sender_adopts();

-- What a claim points to is its desk's, and a decision that takes a role is made in one's own name, on what it says.
CREATE OR REPLACE FUNCTION claim_is_sound(fresh claims_claim, was claims_claim) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_speaker WHERE id IN (fresh.speaker_id, fresh.via_id) AND desk_id <> fresh.desk_id)
     OR EXISTS (SELECT 1 FROM claims_verdictscheme WHERE id = fresh.scheme_id AND desk_id <> fresh.desk_id) THEN
    RAISE EXCEPTION 'A claim''s speakers and scheme are its desk''s.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_desk';
  END IF;
  IF fresh.stet_by_id IS NOT NULL AND (fresh.stet_by_id, fresh.stet_reason) IS DISTINCT FROM (was.stet_by_id, was.stet_reason)
     AND (fresh.stet_by_id <> factcheck_actor() OR is_author(fresh.article_id, fresh.stet_by_id) OR NOT holds(fresh.desk_id, fresh.stet_by_id, 'chief')) THEN
    RAISE EXCEPTION 'The chief, and no author, lets words stand, by name.' USING ERRCODE = 'check_violation', CONSTRAINT = 'stet_own_hand';
  END IF;
  IF fresh.reply_accepted_by_id IS NOT NULL
     AND (fresh.reply_accepted_by_id, fresh.reply, fresh.reply_note) IS DISTINCT FROM (was.reply_accepted_by_id, was.reply, was.reply_note)
     AND (fresh.reply_accepted_by_id <> factcheck_actor() OR is_author(fresh.article_id, fresh.reply_accepted_by_id)
          OR NOT (holds(fresh.desk_id, fresh.reply_accepted_by_id, 'chief') OR holds(fresh.desk_id, fresh.reply_accepted_by_id, 'legal'))) THEN
    RAISE EXCEPTION 'The chief or legal, and no author, accepts that no reply is needed, by name.' USING ERRCODE = 'check_violation', CONSTRAINT = 'reply_own_hand';
  END IF;
END $$;

-- What was accepted of other words, or let stand, is decided anew. Fires after claim_before and claim_wording (by name), which find the words.
CREATE FUNCTION claim_words_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE other_words boolean := typography_fold(NEW.quoted) <> typography_fold(OLD.quoted);
BEGIN
  -- Words that were proposed, and accepted and signed with the rest, are what was decided on.
  IF (other_words AND NOT (NEW.wording_applied AND NOT OLD.wording_applied) OR NEW.statement <> OLD.statement)
     AND (NEW.reply_accepted_by_id, NEW.reply, NEW.reply_note) IS NOT DISTINCT FROM (OLD.reply_accepted_by_id, OLD.reply, OLD.reply_note) THEN
    NEW.reply_accepted_by_id := NULL;
  END IF;
  IF other_words OR (NEW.reworded_verdict, NEW.wording_applied) IS DISTINCT FROM (OLD.reworded_verdict, OLD.wording_applied) THEN
    NEW.stet_reason := ''; NEW.stet_by_id := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_words_moved BEFORE UPDATE ON claims_claim FOR EACH ROW
  WHEN ((NEW.quoted, NEW.statement, NEW.reworded_verdict, NEW.wording_applied)
        IS DISTINCT FROM (OLD.quoted, OLD.statement, OLD.reworded_verdict, OLD.wording_applied)) EXECUTE FUNCTION claim_words_moved();

CREATE OR REPLACE FUNCTION claim_after() RETURNS trigger LANGUAGE plpgsql AS $$
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
  -- An acceptance that lapses with the words goes where they went: who changed them is named there, and their sign-off void.
  IF NEW.quoted <> OLD.quoted AND NEW.reply_accepted_by_id IS NULL THEN
    was := was || '{"reply_accepted_by_id": null}';
  END IF;
  IF was IS DISTINCT FROM is_ THEN
    -- Once somebody worked on a claim, taking its statement away among it, no statement is its first.
    IF OLD.statement = '' AND NEW.sent_by_id IS NULL AND was - 'statement' = is_ - 'statement'
       AND NOT EXISTS (SELECT 1 FROM claims_contributor k WHERE k.claim_id = NEW.id) THEN
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

-- Raising the number of signatures voids what has too few of them.
CREATE OR REPLACE FUNCTION signature_rule_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE cid bigint;
BEGIN
  -- Voiding takes the article's sign-off along: articles are locked before their claims, as everywhere.
  PERFORM 1 FROM claims_article WHERE id IN (SELECT article_id FROM claims_claim WHERE desk_id = NEW.desk_id AND state <> 'retired' AND NEW.risk_flag = ANY (risk_flags))
    ORDER BY id FOR NO KEY UPDATE;
  -- Locked before looking: one of them may be getting its sign-off.
  FOR cid IN SELECT id FROM claims_claim WHERE desk_id = NEW.desk_id AND state <> 'retired' AND NEW.risk_flag = ANY (risk_flags) ORDER BY id FOR NO KEY UPDATE LOOP
    IF EXISTS (SELECT 1 FROM claims_claim WHERE id = cid AND state = 'signed_off') AND NOT claim_is_signed(cid) THEN
      UPDATE claims_signoff SET voided_at = now(), void_reason = 'the desk asks for more signatures' WHERE claim_id = cid AND voided_at IS NULL;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
