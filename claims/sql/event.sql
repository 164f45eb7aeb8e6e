-- Events: which there are, what their words begin with, and what each is held against.

-- Each verb; what the words go on with after the actor's name ("#" is the number of the event's claim); and the moves
-- of its claim or article that it tells of, as "from>to" (from nothing: from any state; "+": the row was made). With
-- always, there is no such event without such a move. claims/states.py has the same verbs and words.
CREATE OR REPLACE FUNCTION event_verbs() RETURNS TABLE (verb text, says text[], moves text[], always boolean)
LANGUAGE sql IMMUTABLE AS $$
  VALUES
    -- moves of a claim
    ('take', '{took claim #}'::text[], '{open>checking,changed>checking}'::text[], true),
    ('give_back', '{gave back claim #}', '{checking>open}', true),
    ('assign', '{assigned claim #}', '{}', false),
    ('send', '{sent claim #}', '{>in_review}', true),
    ('withdraw', '{withdrew claim #}', '{in_review>checking}', true),
    ('approve', '{approved claim #}', '{>signed_off}', false),
    ('return', '{returned claim #}', '{in_review>checking}', true),
    ('hand_on', '{handed on claim #}', '{}', true),
    ('reopen', '{reopened claim #}', '{signed_off>checking,changed>checking}', true),
    ('retire', '{retired claim #}', '{>retired}', true),
    ('restore', '{restored claim #}', '{retired>open}', true),
    ('spelling_confirmed', '{confirmed claim # after a change of spelling}', '{>in_review,>signed_off}', false),
    -- what a claim holds
    ('claim_made', '{made claim #}', '{+}', true),
    ('claims_imported', '{imported claims}', '{}', false),
    ('claim_saved', '{changed claim #}', '{}', false),
    ('words_changed', '{changed the words of claim #}', '{}', false),
    ('claim_split', '{split claim #}', '{>retired}', true),
    ('claim_split_off', '{split claim}', '{+}', true),
    ('claim_merged_away', '{merged claims}', '{>retired}', true),
    ('claims_merged', '{merged claims}', '{+}', true),
    ('linked', '{linked: claim}', '{}', false),
    ('unlinked', '{unlinked: claim}', '{}', false),
    ('stet', '{let the words of claim # stand,took back that the words of claim # stand}', '{}', false),
    ('reply_waived', '{accepted that claim # needs no reply,took back that claim # needs no reply}', '{}', false),
    ('due_set', '{set when claim # is due}', '{}', false),
    ('contact_asked', '{logged a request for comment on claim #}', '{}', false),
    ('contact_covers', '{noted that a request for comment covers claim # too}', '{}', false),
    ('contact_answered', '{logged an answer to a request for comment on claim #}', '{}', false),
    ('contact_struck', '{struck out a request for comment on claim #}', '{}', false),
    ('evidence_added', '{added evidence to claim #}', '{}', false),
    ('evidence_changed', '{changed evidence of claim #}', '{}', false),
    ('evidence_confirmed', '{confirmed evidence on claim #}', '{}', false),
    ('evidence_removed', '{removed evidence from claim #}', '{}', false),
    ('evidence_put_back', '{put back evidence on claim #}', '{}', false),
    ('source_change_settled', '{settled what changed about the sources of claim #}', '{}', false),
    ('wording_answered', '{accepted the decision to,"accepted, in other words, the decision to",
      declined the decision to}', '{}', false),
    -- what a version does
    ('article_taken_in', '{took in version 1}', '{+}', true),
    ('article_imported', '{imported the article from}', '{+}', true),
    ('version_in', '{brought in version}', '{}', false),
    ('version_refused', '{could not add a version}', '{}', false),
    ('version_taken_back', '{took back a version}', '{}', false),
    ('version_discarded', '{discarded the text of a refused version}', '{}', false),
    ('reanchored', '{brought in version}', '{in_review>checking}', false),
    ('words_kept', '{kept claim # with its new words}', '{}', false),
    ('context_acknowledged', '{acknowledged what changed around claim #}', '{}', false),
    -- moves of an article, and what it holds
    ('article_signed_off', '{signed off version}', '{>signed_off,>checked}', false),
    ('release_proposed', '{proposed a release}', '{}', false),
    ('article_released', '{confirmed the release}', '{>released}', false),
    ('exception_closed', '{closed an exception}', '{}', false),
    ('published', '{marked the article published}', '{>published}', true),
    ('went_out', '{recorded what went out}', '{}', false),
    ('correction_opened', '{opened correction}', '{}', false),
    ('correction_decided', '{decided correction}', '{}', false),
    ('correction_dismissed', '{dismissed correction}', '{}', false),
    ('article_corrected', '{corrected the article}', '{>corrected}', false),
    ('article_withdrawn', '{withdrew the article}', '{>withdrawn}', true),
    ('article_reopened', '{reopened the article}', '{>in_checking}', true),
    ('article_changed', '{changed the article''s}', '{}', false),
    ('byline_answered', '{said that “}', '{}', false),
    ('handed_over', '{gave claim,gave the signed-off claim,gave the signed-off claims,gave the exception “,
      gave a query,gave what waits here,left the exception “,left a query}', '{}', false),
    ('marked', '{marked no claim here}', '{}', false),
    ('mark_removed', '{unmarked “}', '{}', false),
    ('marks_looked_through', '{reviewed}', '{}', false),
    ('placed', '{placed,removed from its side}', '{}', false),
    ('dossier_asked', '{asked for a dossier of version}', '{}', false),
    ('drafts_accepted', '{accepted all drafts of line,accepted all drafts of lines}', '{}', false),
    ('draft_dropped', '{dropped a draft on line}', '{}', false),
    ('draft_reopened', '{took a dropped draft up again}', '{}', false),
    -- what people say
    ('query_opened', '{opened a query on}', '{}', false),
    ('query_answered', '{answered a query on}', '{}', false),
    ('thread_opened', '{opened a thread on}', '{}', false),
    ('said', '{wrote in a query on,wrote in a thread on}', '{}', false),
    ('thread_resolved', '{resolved a query on,resolved a thread on}', '{}', false),
    ('thread_reopened', '{reopened a query on,reopened a thread on}', '{}', false),
    -- the desk
    ('desk_made', '{set up the desk,set up the demo desk}', '{}', false),
    ('desk_changed', '{changed the desk''s}', '{}', false),
    ('cross_sign', '{switched cross-sign on,switched cross-sign off}', '{}', false),
    ('rule_set', '{set the rule “}', '{}', false),
    ('signatures_set', '{set the signatures for the flag}', '{}', false),
    ('scheme_made', '{made verdict scheme}', '{}', false),
    ('scheme_changed', '{changed the words of verdict scheme}', '{}', false),
    ('role_given', '{gave the role of}', '{}', false),
    ('role_taken', '{took the role of}', '{}', false),
    ('person_access', '{gave access back to,took access away from,gave staff rights to,took staff rights from,
      changed the name of,changed the username of,set another password for,changed their own password,
      logged out everywhere else,logged in}', '{}', false),
    ('source_added', '{added to the sources}', '{}', false),
    ('source_changed', '{changed the source}', '{}', false),
    ('source_copied', '{added a copy of the source}', '{}', false),
    ('source_deposited', '{asked a web archive to keep the source}', '{}', false),
    ('source_person', '{named somebody who sees the restricted source,removed somebody who saw the restricted source}',
     '{}', false),
    ('identity_entered', '{entered who source}', '{}', false),
    ('identity_changed', '{changed who source}', '{}', false),
    ('identity_deleted', '{deleted who source}', '{}', false),
    ('identity_opened', '{opened who source}', '{}', false),
    ('identity_read', '{read who source}', '{}', false),
    ('identity_reader', '{named a reader of who source,removed a reader of who source}', '{}', false),
    ('redaction_asked', '{asked for redaction}', '{}', false),
    ('redaction_ended', '{ended redaction}', '{}', false),
    ('redacted', '{redacted a text}', '{}', false),
    ('speaker_changed', '{changed the speaker}', '{}', false),
    ('speakers_merged', '{merged the speaker}', '{}', false),
    ('speakers_parted', '{undid the merge of the speaker}', '{}', false),
    ('sources_merged', '{merged the source}', '{}', false),
    ('sources_parted', '{undid the merge of the source}', '{}', false),
    ('reason_changed', '{added the reason “,changed the reason “,took away the reason “}', '{}', false),
    ('lexicon_changed', '{added “,changed “,took away “}', '{}', false) $$;

-- An event's words begin with its actor's name and with what its verb says, so that nobody can let the record say that
-- somebody else did something, or that something else was done. What follows is as its author wrote it.
CREATE OR REPLACE FUNCTION event_says() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  who text := (SELECT coalesce(nullif(name, ''), username) || ' ' FROM claims_person WHERE id = NEW.actor_id);
  of_claim text := (SELECT number::text FROM claims_claim WHERE id = NEW.claim_id);
  said text[] := (SELECT says FROM event_verbs() v WHERE v.verb = NEW.verb);
BEGIN
  IF said IS NULL THEN
    PERFORM refuse('event_known', 409, format('The record knows no event “%s”.', NEW.verb));
  ELSIF NOT EXISTS (
      SELECT 1 FROM unnest(said) s, LATERAL (SELECT who || replace(s, '#', coalesce(of_claim, '')) AS head) h
      WHERE (of_claim IS NOT NULL OR position('#' IN s) = 0) AND starts_with(NEW.words, h.head)
        AND (h.head !~ '[[:alnum:]]$' OR substr(NEW.words, char_length(h.head) + 1, 1) !~ '[[:alnum:]]')) THEN
    PERFORM refuse('event_says', 409, format('An event begins with who did it and what was done: “%s”.',
      who || replace(said[1], '#', coalesce(of_claim, '…'))));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_says BEFORE INSERT ON claims_event FOR EACH ROW EXECUTE FUNCTION event_says();

-- Which transaction wrote an event is in the history of rows. Its words are not: a source named there may go off the
-- record.
CREATE OR REPLACE FUNCTION event_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO claims_rowhistory (at, transaction, actor_id, "table", row_id, operation, new)
    VALUES (now(), pg_current_xact_id()::text::bigint, NEW.actor_id, TG_TABLE_NAME, NEW.id, 'insert',
            jsonb_build_object('verb', NEW.verb));
  RETURN NULL;
END $$;
CREATE TRIGGER event_after AFTER INSERT ON claims_event FOR EACH ROW EXECUTE FUNCTION event_after();

-- Whether one change in the history of rows is one of these moves.
CREATE OR REPLACE FUNCTION is_move(h claims_rowhistory, moves text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE h.operation WHEN 'insert' THEN '+' = ANY (moves)
    WHEN 'update' THEN h.new ? 'state' AND ((h.old->>'state') || '>' || (h.new->>'state') = ANY (moves)
                                            OR '>' || (h.new->>'state') = ANY (moves)) ELSE false END $$;

-- What this transaction did to one row, by whom.
CREATE OR REPLACE FUNCTION done_now(tab text, rid bigint) RETURNS SETOF claims_rowhistory LANGUAGE sql STABLE AS $$
  SELECT * FROM claims_rowhistory h WHERE h."table" = tab AND h.row_id = rid
    AND h.transaction = pg_current_xact_id()::text::bigint $$;

-- The events that this transaction wrote about a claim, or about an article and none of its claims.
CREATE OR REPLACE FUNCTION events_now(claim bigint, article bigint) RETURNS SETOF claims_event LANGUAGE sql STABLE AS $$
  SELECT e.* FROM (
    SELECT * FROM claims_event WHERE claim_id = events_now.claim
    UNION ALL
    SELECT * FROM claims_event WHERE events_now.claim IS NULL AND article_id = events_now.article AND claim_id IS NULL
  ) e WHERE e.at >= transaction_timestamp() AND written_now('claims_event', e.id) $$;

-- At commit, an event that tells of a move was written in the transaction that made the move, by who made it; there are
-- no more such events than there were moves. A split or a merge made its lineage, too.
CREATE OR REPLACE FUNCTION event_of_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  tab text := CASE WHEN NEW.claim_id IS NULL THEN 'claims_article' ELSE 'claims_claim' END;
  rid bigint := coalesce(NEW.claim_id, NEW.article_id);
  told_moves text[]; moved boolean; done int; told int;
BEGIN
  SELECT moves INTO told_moves FROM event_verbs() v WHERE v.verb = NEW.verb AND v.always;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT bool_or(CASE
             WHEN NEW.verb = 'hand_on' THEN h.new->>'sent_by_id' = NEW.actor_id::text AND NOT h.new ? 'state'
             WHEN NEW.verb = 'return' THEN is_move(h, told_moves) AND h.new->>'returned_by_id' = NEW.actor_id::text
             WHEN NEW.verb = 'withdraw' THEN is_move(h, told_moves) AND h.new->>'returned_by_id' IS NULL
             -- Taken over from somebody who had it, it is checking already.
             WHEN NEW.verb = 'take' THEN is_move(h, told_moves)
               OR h.new->>'assignee_id' = NEW.actor_id::text AND NOT h.new ? 'state'
             WHEN NEW.verb IN ('claim_split', 'claim_split_off', 'claim_merged_away', 'claims_merged')
               THEN is_move(h, told_moves) AND EXISTS (
                 SELECT 1 FROM claims_lineage l WHERE h.row_id IN (l.parent_id, l.child_id)
                   AND l.kind = CASE WHEN NEW.verb LIKE 'claim_split%' THEN 'split' ELSE 'merge' END
                   AND written_now('claims_lineage', l.id))
             ELSE is_move(h, told_moves) END),
         count(*) FILTER (WHERE h.operation = 'insert' OR h.new ?| '{state,assignee_id,sent_by_id}')
    INTO moved, done FROM done_now(tab, rid) h WHERE h.actor_id = NEW.actor_id;
  SELECT count(*) INTO told FROM events_now(NEW.claim_id, NEW.article_id) e
    JOIN event_verbs() v ON v.verb = e.verb AND v.always WHERE e.actor_id = NEW.actor_id;
  IF moved IS NOT TRUE OR told > done THEN
    PERFORM refuse('event_of_move', 409,
      'An event that tells of a move is written with that move, by whoever made it.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER event_of_move AFTER INSERT ON claims_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.article_id IS NOT NULL) EXECUTE FUNCTION event_of_move();

-- At commit, whoever says that they brought in a version has made it the article's in the same transaction.
CREATE OR REPLACE FUNCTION event_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM done_now('claims_article', NEW.article_id) h
                 WHERE h.actor_id = NEW.actor_id AND h.new ? 'current_version_id') THEN
    PERFORM refuse('event_of_move', 409,
      'An event that tells of a new version is written with that version, by whoever brought it in.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER event_of_version AFTER INSERT ON claims_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.verb IN ('version_in', 'reanchored')) EXECUTE FUNCTION event_of_version();

-- The number of the correction that an event tells of: behind its actor's name (event_says) and its verb.
CREATE OR REPLACE FUNCTION correction_named(claims_event) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT substring(substr($1.words, char_length(name_shown(name, username)) + 2)
                   FROM '^(?:opened|decided|dismissed) correction ([0-9]{1,9})(?![0-9])')::bigint
  FROM claims_person WHERE id = $1.actor_id $$;

-- At commit, an event of a correction, of what went out or of an exception that closed was written in the transaction
-- that wrote its row, by whoever wrote it, and each row has one at most.
CREATE OR REPLACE FUNCTION event_of_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE done int; told int;
BEGIN
  done := CASE NEW.verb
    WHEN 'went_out' THEN (
      SELECT count(*) FROM claims_publication p WHERE p.article_id = NEW.article_id AND p.by_id = NEW.actor_id
        AND coalesce(NEW.data->>'differs', jsonb_array_length(p.differences)::text)
            = jsonb_array_length(p.differences)::text
        AND written_now('claims_publication', p.id))
    WHEN 'exception_closed' THEN (
      SELECT count(*) FROM claims_articlesignoff o JOIN claims_releaseexception x ON x.signoff_id = o.id
      WHERE o.article_id = NEW.article_id AND x.item = NEW.data->>'item'
        AND coalesce(x.closed_by_id, NEW.actor_id) = NEW.actor_id
        AND written_now('claims_releaseexception', x.id, 'closed_at'))
    ELSE (
      SELECT count(*) FROM claims_correction c WHERE c.article_id = NEW.article_id AND c.number = correction_named(NEW)
        AND CASE NEW.verb
          WHEN 'correction_opened' THEN c.opened_by_id = NEW.actor_id AND written_now('claims_correction', c.id)
          ELSE c.settled_by_id = NEW.actor_id AND written_now('claims_correction', c.id, 'settled_at')
            AND (c.kind = '') = (NEW.verb = 'correction_dismissed') END) END;
  SELECT count(*) INTO told FROM events_now(NULL, NEW.article_id) e
    WHERE e.verb = NEW.verb AND e.actor_id = NEW.actor_id AND CASE NEW.verb
      WHEN 'went_out' THEN true
      WHEN 'exception_closed' THEN e.data->>'item' = NEW.data->>'item'
      ELSE correction_named(e) = correction_named(NEW) END;
  IF done = 0 OR told > done THEN
    PERFORM refuse('event_of_row', 409,
      'An event of a correction, of what went out or of an exception is written with it, by whoever wrote it.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER event_of_row AFTER INSERT ON claims_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.verb IN ('went_out', 'exception_closed', 'correction_opened', 'correction_decided',
                                  'correction_dismissed')) EXECUTE FUNCTION event_of_row();

-- Whether this transaction wrote an event of this person, of a verb that tells of a change, in the record of an article
-- or of its desk. Its events are the last of their chain, whose head it holds: they are walked back one by one, however
-- many there are, until one is found, or one of another transaction.
CREATE OR REPLACE FUNCTION told_now(article bigint, who bigint, verbs text[] DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE back AS (
    SELECT e.id, e.chain_id, e.sequence, e.actor_id, e.verb
    FROM claims_article a JOIN claims_eventchain c ON c.article_id = a.id OR c.desk_id = a.desk_id
    JOIN claims_event e ON e.chain_id = c.id AND e.sequence = c.sequence
    WHERE a.id = told_now.article AND written_now('claims_event', e.id)
    UNION ALL
    SELECT e.id, e.chain_id, e.sequence, e.actor_id, e.verb
    FROM back b JOIN claims_event e ON e.chain_id = b.chain_id AND e.sequence = b.sequence - 1
    WHERE written_now('claims_event', e.id)
  )
  SELECT EXISTS (
    SELECT 1 FROM back e WHERE e.actor_id IS NOT DISTINCT FROM who
      AND CASE WHEN verbs IS NULL THEN e.verb NOT IN (
            'query_opened', 'query_answered', 'thread_opened', 'said', 'thread_resolved', 'thread_reopened', 'due_set',
            'assign', 'draft_dropped', 'draft_reopened', 'placed', 'dossier_asked', 'identity_opened',
            'identity_read')
          ELSE e.verb = ANY (verbs) END) $$;

-- At commit, a claim or an article that went to another state by web or worker has the event that tells of it, written
-- in the same transaction by the same person. What the database moves because something else changed (a signed claim
-- that is changed now, an article that is in checking again) is told by the event of that change.
CREATE OR REPLACE FUNCTION move_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was jsonb := to_jsonb(OLD); is_ jsonb := to_jsonb(NEW);
  aid bigint := coalesce(is_->>'article_id', is_->>'id')::bigint;
  move text[] := ARRAY[(was->>'state') || '>' || (is_->>'state'), '>' || (is_->>'state')];
BEGIN
  PERFORM 1 FROM done_now(TG_TABLE_NAME, NEW.id) h WHERE is_move(h, move[1:1]) AND (
    EXISTS (
      SELECT 1 FROM events_now(CASE TG_TABLE_NAME WHEN 'claims_claim' THEN NEW.id END, aid) e
      JOIN event_verbs() v ON v.verb = e.verb AND v.moves && move WHERE e.actor_id = h.actor_id)
    OR move[1] IN ('signed_off>changed', 'signed_off>in_checking', 'checked>in_checking', 'released>in_checking')
       AND told_now(aid, h.actor_id)
    -- A claim that came with its article is told of by the article's event.
    OR TG_TABLE_NAME = 'claims_claim' AND move[1] IN ('open>checking', 'open>retired')
       AND written_now('claims_claim', NEW.id) AND EXISTS (
         SELECT 1 FROM events_now(NULL, aid) e WHERE e.verb = 'article_imported' AND e.actor_id = h.actor_id));
  IF NOT FOUND THEN
    PERFORM refuse('move_has_event', 409,
      'A claim or an article goes to another state with the event that tells of it.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER move_has_event AFTER UPDATE ON claims_claim DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state <> OLD.state AND as_the_app()) EXECUTE FUNCTION move_has_event();
CREATE CONSTRAINT TRIGGER move_has_event AFTER UPDATE ON claims_article DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state <> OLD.state AND as_the_app()) EXECUTE FUNCTION move_has_event();

-- At commit, a sign-off that was voided by web or worker has an event, as above. By itself, and not because of what
-- changed, only an article's is voided: it is reopened, signed again after a correction, or another release is
-- proposed.
CREATE OR REPLACE FUNCTION void_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  aid bigint := CASE TG_TABLE_NAME WHEN 'claims_articlesignoff' THEN (to_jsonb(NEW)->>'article_id')::bigint
    ELSE (SELECT article_id FROM claims_claim WHERE id = (to_jsonb(NEW)->>'claim_id')::bigint) END;
  verbs text[];
BEGIN
  IF TG_ARGV[0] = 'by_itself' THEN
    verbs := CASE TG_TABLE_NAME WHEN 'claims_signoff' THEN '{}' 
      ELSE '{article_reopened,article_corrected,release_proposed}' END;
  END IF;
  IF NOT told_now(aid, NEW.voided_by_id, verbs) THEN
    PERFORM refuse('void_has_event', 409, 'A sign-off is voided with the event that tells why.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER void_has_event AFTER UPDATE ON claims_signoff DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL AND as_the_app() AND pg_trigger_depth() > 0)
  EXECUTE FUNCTION void_has_event();
CREATE CONSTRAINT TRIGGER void_has_event AFTER UPDATE ON claims_articlesignoff DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN (OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL AND as_the_app() AND pg_trigger_depth() > 0)
  EXECUTE FUNCTION void_has_event();
CREATE CONSTRAINT TRIGGER void_by_itself AFTER UPDATE ON claims_signoff DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL AND as_the_app() AND pg_trigger_depth() = 0)
  EXECUTE FUNCTION void_has_event('by_itself');
CREATE CONSTRAINT TRIGGER void_by_itself AFTER UPDATE ON claims_articlesignoff DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW
  WHEN (OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL AND as_the_app() AND pg_trigger_depth() = 0)
  EXECUTE FUNCTION void_has_event('by_itself');
