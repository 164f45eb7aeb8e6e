-- Claims: what a change of one asks for, and what follows from it.

-- What a claim points to is its desk's, and a decision that takes a role is made in one's own name, on what it says.
CREATE OR REPLACE FUNCTION claim_is_sound(fresh claims_claim, was claims_claim) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_speaker WHERE id IN (fresh.speaker_id, fresh.via_id) AND desk_id <> fresh.desk_id)
     OR EXISTS (SELECT 1 FROM claims_verdictscheme WHERE id = fresh.scheme_id AND desk_id <> fresh.desk_id) THEN
    PERFORM refuse('claim_desk', 409, 'A claim''s speakers and scheme are its desk''s.');
  END IF;
  IF fresh.stet_by_id IS NOT NULL
     AND (fresh.stet_by_id, fresh.stet_reason) IS DISTINCT FROM (was.stet_by_id, was.stet_reason)
     AND (fresh.stet_by_id <> factcheck_actor() OR is_author(fresh.article_id, fresh.stet_by_id)
          OR NOT holds(fresh.desk_id, fresh.stet_by_id, 'chief')) THEN
    PERFORM refuse('stet_own_hand', 403, 'The chief, and no author, lets words stand, by name.');
  END IF;
  IF fresh.reply_accepted_by_id IS NOT NULL
     AND (fresh.reply_accepted_by_id, fresh.no_reply_reason)
         IS DISTINCT FROM (was.reply_accepted_by_id, was.no_reply_reason)
     AND (fresh.reply_accepted_by_id <> factcheck_actor() OR is_author(fresh.article_id, fresh.reply_accepted_by_id)
          OR NOT (holds(fresh.desk_id, fresh.reply_accepted_by_id, 'chief')
                  OR holds(fresh.desk_id, fresh.reply_accepted_by_id, 'legal'))) THEN
    PERFORM refuse('reply_own_hand', 403,
      'The chief or legal, and no author, accepts that no reply is needed, by name.');
  END IF;
END $$;

-- Whether a speaker is the publication itself, NULL for nobody. A merged one has the kind of the one that it is.
CREATE OR REPLACE FUNCTION is_publication(speaker bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT r.kind = 'publication' FROM claims_speaker s JOIN claims_speaker r ON r.id = coalesce(s.root_id, s.id)
  WHERE s.id = speaker $$;

-- Whether somebody said it is asked of what somebody says, and not of the article's own voice.
CREATE OR REPLACE FUNCTION attribution_asked(speaker bigint, attribution text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN attribution = 'open' AND NOT spoken THEN 'not_applicable'
    WHEN attribution = 'not_applicable' AND spoken THEN 'open'
    ELSE attribution END
  FROM (SELECT speaker IS NOT NULL AND NOT is_publication(speaker)) x (spoken) $$;

-- A claim whose words moved: what was accepted of other words, or let stand, is decided anew.
CREATE OR REPLACE FUNCTION claim_decided_anew(now_ claims_claim, was claims_claim) RETURNS claims_claim
LANGUAGE plpgsql AS $$
DECLARE other_words boolean := typography_fold(now_.quoted) <> typography_fold(was.quoted);
BEGIN
  -- Words that were proposed, and accepted and signed with the rest, are what was decided on.
  IF (other_words AND NOT (now_.wording_applied AND NOT was.wording_applied) OR now_.statement <> was.statement)
     AND (now_.reply_accepted_by_id, now_.no_reply_reason)
         IS NOT DISTINCT FROM (was.reply_accepted_by_id, was.no_reply_reason) THEN
    now_.reply_accepted_by_id := NULL;
  END IF;
  IF other_words
     OR (now_.reworded_verdict, now_.reworded_verdict_own, now_.wording_applied)
        IS DISTINCT FROM (was.reworded_verdict, was.reworded_verdict_own, was.wording_applied) THEN
    now_.stet_reason := ''; now_.stet_by_id := NULL;
  END IF;
  RETURN now_;
END $$;

CREATE OR REPLACE FUNCTION claim_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    -- An article's sign-off that is being written would not see this claim.
    PERFORM 1 FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    IF NEW.state <> 'open' THEN
      PERFORM refuse('claim_starts_open', 409, 'A new claim is open.');
    END IF;
    IF NEW.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_article WHERE id = NEW.article_id) THEN
      PERFORM refuse('claim_desk', 409, 'A claim belongs to its article''s desk.');
    END IF;
    -- Whatever the statement says: by whom and when it is made, and that nobody has sent or returned it yet.
    NEW.created_by_id := factcheck_actor(); NEW.created_at := now(); NEW.state_since := now();
    NEW.sent_by_id := NULL; NEW.sent_at := NULL; NEW.returned_by_id := NULL; NEW.returned_reason := '';
    NEW.quoted := ''; NEW.line_number := 0; NEW.edition := 1; NEW.context_edition := 0;
    NEW.speaker_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.speaker_id), '');
    NEW.via_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.via_id), '');
    NEW.attribution := attribution_asked(NEW.speaker_id, NEW.attribution);
    NEW.wording_applied := false;
    NEW := claim_verdicts_called(NEW);
    PERFORM claim_is_sound(NEW, NULL);
    RETURN NEW;
  END IF;
  IF (NEW.article_id, NEW.desk_id, NEW.number, NEW.created_by_id)
     IS DISTINCT FROM (OLD.article_id, OLD.desk_id, OLD.number, OLD.created_by_id) THEN
    PERFORM refuse('claim_stays', 409, 'A claim stays with its article.');
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state THEN
    IF (OLD.state, NEW.state) NOT IN (
        ('open','checking'),('open','retired'),
        ('checking','open'),('checking','in_review'),('checking','retired'),
        ('in_review','checking'),('in_review','signed_off'),('in_review','retired'),
        ('signed_off','changed'),('signed_off','checking'),('signed_off','retired'),
        ('changed','checking'),('changed','in_review'),('changed','retired'),
        ('retired','open')) THEN
      PERFORM refuse('claim_moves', 409, format('A claim does not go from %s to %s.', OLD.state, NEW.state));
    END IF;
    -- Back from changed it may keep its sender: whoever confirms a change of spelling adopts nothing.
    IF NEW.state = 'in_review' AND NEW.sent_by_id IS DISTINCT FROM factcheck_actor()
       AND NOT (OLD.state = 'changed' AND NEW.sent_by_id IS NOT DISTINCT FROM OLD.sent_by_id) THEN
      PERFORM refuse('claim_sent_by', 403, 'Whoever sends a claim to review is named.');
    END IF;
    IF NEW.state = 'in_review' AND NEW.id IN (SELECT w FROM withheld_claims(factcheck_actor()) w) THEN
      PERFORM refuse('claim_unseen', 403,
        'It rests on a restricted source that you may not see. Somebody who sees it sends it, or a chief names you.');
    END IF;
    PERFORM factcheck_actor();
    NEW.state_since := now();
  ELSE
    NEW.state_since := OLD.state_since;
  END IF;
  NEW.created_at := OLD.created_at;
  -- When it was sent, and who returned it why, is what happened.
  IF NEW.sent_by_id IS NOT DISTINCT FROM OLD.sent_by_id AND NEW.state IS NOT DISTINCT FROM OLD.state THEN
    NEW.sent_at := OLD.sent_at;
  ELSIF NEW.sent_at IS DISTINCT FROM OLD.sent_at AND NEW.sent_at IS NOT NULL THEN
    NEW.sent_at := now();
  END IF;
  IF (NEW.returned_by_id, NEW.returned_reason) IS DISTINCT FROM (OLD.returned_by_id, OLD.returned_reason)
     AND NEW.returned_by_id IS NOT NULL AND NEW.returned_by_id <> factcheck_actor() THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  END IF;
  IF NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id AND NEW.sent_by_id IS DISTINCT FROM factcheck_actor() THEN
    PERFORM refuse('claim_sent_by', 403, 'Whoever sends a claim to review is named.');
  END IF;
  -- Sending adopts what is sent, and takes somebody who checks or reviews claims here.
  IF NEW.sent_by_id IS NOT NULL AND NOT (holds(NEW.desk_id, NEW.sent_by_id, 'checker')
       OR holds(NEW.desk_id, NEW.sent_by_id, 'reviewer') OR holds(NEW.desk_id, NEW.sent_by_id, 'chief'))
     AND (NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id
          OR NEW.state = 'in_review' AND OLD.state NOT IN ('in_review', 'changed')) THEN
    PERFORM refuse('claim_sent_by', 403, 'Only a checker, reviewer or chief of this desk sends a claim to review.');
  END IF;
  PERFORM claim_is_sound(NEW, OLD);
  -- The name as it was when the speaker was chosen: renaming a speaker later changes nothing that was signed.
  IF NEW.speaker_id IS DISTINCT FROM OLD.speaker_id THEN
    NEW.speaker_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.speaker_id), '');
  ELSE NEW.speaker_cited := OLD.speaker_cited; END IF;
  IF NEW.via_id IS DISTINCT FROM OLD.via_id THEN
    NEW.via_cited := coalesce((SELECT name FROM claims_speaker WHERE id = NEW.via_id), '');
  ELSE NEW.via_cited := OLD.via_cited; END IF;
  -- Of a claim that is not touched in this, what was signed stays.
  IF (NEW.speaker_id, NEW.attribution) IS DISTINCT FROM (OLD.speaker_id, OLD.attribution) THEN
    NEW.attribution := attribution_asked(NEW.speaker_id, NEW.attribution);
  END IF;
  -- The chief let these words stand against that decision or verdict; another one is decided anew.
  IF (NEW.line_decision, NEW.verdict, NEW.verdict_own, NEW.proposed_words)
     IS DISTINCT FROM (OLD.line_decision, OLD.verdict, OLD.verdict_own, OLD.proposed_words) THEN
    NEW.stet_reason := ''; NEW.stet_by_id := NULL;
  END IF;
  SELECT * INTO NEW.quoted, NEW.line_number FROM claim_place(OLD.id);
  NEW.edition := OLD.edition;
  IF to_jsonb(NEW) - '{edition,search,line_number}'::text[]
     IS DISTINCT FROM to_jsonb(OLD) - '{edition,search,line_number}'::text[] THEN
    NEW.edition := OLD.edition + 1;
  END IF;
  NEW.wording_applied := wording_applied_now(NEW, OLD);
  NEW := claim_verdicts_called(claim_decided_anew(NEW, OLD));
  RETURN NEW;
END $$;
CREATE TRIGGER claim_before BEFORE INSERT OR UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION claim_before();

-- Sending adopts what is sent. Only a change of spelling goes back into review under the name of whoever sent it
-- before.
CREATE OR REPLACE FUNCTION claim_sender_adopts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sent_by_id IS DISTINCT FROM factcheck_actor() AND NOT only_spelling_since(NEW.id, factcheck_actor()) THEN
    PERFORM refuse('claim_sent_by', 403, 'Whoever sends a claim to review is named.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_sender_adopts BEFORE UPDATE OF state ON claims_claim FOR EACH ROW
  WHEN (OLD.state = 'changed' AND NEW.state = 'in_review') EXECUTE FUNCTION claim_sender_adopts();

CREATE OR REPLACE FUNCTION claim_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was jsonb; is_ jsonb;
BEGIN
  is_ := claim_bound(NEW);
  IF TG_OP = 'INSERT' THEN
    IF claim_is_judged(NEW) THEN
      PERFORM claim_content_moved(NEW.id, 'judged the claim');
    END IF;
    RETURN NULL;
  END IF;
  was := claim_bound(OLD);
  -- An acceptance that lapses with the words goes where they went: who changed them is named there, and their sign-off
  -- void.
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
  -- The hash holds the name. Another record of the same name is somebody else.
  IF (NEW.speaker_id, NEW.via_id) IS DISTINCT FROM (OLD.speaker_id, OLD.via_id) THEN
    UPDATE claims_signoff SET voided_at = now(), void_reason = 'the claim has another speaker'
      WHERE claim_id = NEW.id AND voided_at IS NULL;
  END IF;
  IF NEW.sent_by_id IS NOT NULL AND (NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id
                                     OR NEW.state = 'in_review' AND OLD.state <> 'in_review') THEN
    INSERT INTO claims_contributor (claim_id, person_id, because, at)
      VALUES (NEW.id, NEW.sent_by_id, 'sent the claim to review', now()) ON CONFLICT DO NOTHING;
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state THEN
    IF OLD.state IN ('in_review', 'signed_off') AND NEW.state NOT IN ('in_review', 'signed_off') THEN
      UPDATE claims_signoff SET voided_at = now(), voided_by_id = factcheck_actor(),
          void_reason = 'the claim went to ' || replace(NEW.state, '_', ' ')
        WHERE claim_id = NEW.id AND voided_at IS NULL;
    END IF;
    PERFORM article_content_moved(NEW.article_id, 'claim ' || NEW.number || ' moved');
    IF NEW.state = 'retired' THEN PERFORM contradictions_go_along(NEW.article_id, NEW.id, NULL, false);
    ELSIF OLD.state = 'retired' THEN PERFORM contradictions_go_along(NEW.article_id, NULL, ARRAY[NEW.id], false);
    END IF;
  ELSIF (NEW.stet_reason, NEW.stet_by_id) IS DISTINCT FROM (OLD.stet_reason, OLD.stet_by_id) THEN
    PERFORM article_content_moved(NEW.article_id, 'a decision on claim ' || NEW.number || ' changed');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER claim_after AFTER INSERT OR UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION claim_after();

CREATE OR REPLACE FUNCTION claim_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM article_content_moved(NEW.article_id, 'claim ' || NEW.number || ' was added'); RETURN NULL; END $$;
CREATE TRIGGER claim_added AFTER INSERT ON claims_claim FOR EACH ROW EXECUTE FUNCTION claim_added();

-- Whether an article has a claim that is signed off, and none that still has to be: retired ones are none to sign.
CREATE OR REPLACE FUNCTION claims_signed_through(article bigint) RETURNS boolean LANGUAGE sql STABLE COST 1000
AS $$
  SELECT NOT EXISTS (SELECT 1 FROM claims_claim WHERE article_id = article AND state NOT IN ('signed_off', 'retired'))
    AND EXISTS (SELECT 1 FROM claims_claim WHERE article_id = article AND state = 'signed_off') $$;

-- The chief's list reads no claim of an article in which none can be the last. An article is noted as signed through
-- with its last claim, and stays so when a claim is opened, until the next one is signed or retired: the list asks
-- again. So nobody who opens a claim writes to the article, and whoever signs has locked it.
CREATE OR REPLACE FUNCTION claim_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE through boolean;
BEGIN
  PERFORM 1 FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
  through := claims_signed_through(NEW.article_id);
  UPDATE claims_article SET signed_through = through WHERE id = NEW.article_id AND signed_through <> through;
  RETURN NULL;
END $$;
CREATE TRIGGER claim_settled AFTER UPDATE OF state ON claims_claim FOR EACH ROW
  WHEN (NEW.state IN ('signed_off', 'retired') AND NEW.state <> OLD.state) EXECUTE FUNCTION claim_settled();

-- Whoever signs reads what is there: at commit, a signed-off claim has enough live, distinct, matching sign-offs.
CREATE OR REPLACE FUNCTION claim_signed_off_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM claims_claim WHERE id = NEW.id AND state = 'signed_off') AND NOT claim_is_signed(NEW.id) THEN
    PERFORM refuse('signed_off_is_signed', 409, 'A signed-off claim needs its sign-offs.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER claim_signed_off_is_signed AFTER INSERT OR UPDATE ON claims_claim
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'signed_off') EXECUTE FUNCTION claim_signed_off_is_signed();
CREATE TRIGGER claim_kept BEFORE DELETE ON claims_claim FOR EACH ROW EXECUTE FUNCTION refuse_change();
