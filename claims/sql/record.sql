-- The record: one chain of events for each article or desk, and the history of every row.

CREATE OR REPLACE FUNCTION chain_for_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO claims_eventchain (article_id, sequence, hash) VALUES (NEW.id, 0, ''); RETURN NULL; END $$;
CREATE TRIGGER chain_for_article AFTER INSERT ON claims_article FOR EACH ROW EXECUTE FUNCTION chain_for_article();

CREATE OR REPLACE FUNCTION chain_for_desk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO claims_eventchain (desk_id, sequence, hash) VALUES (NEW.id, 0, ''); RETURN NULL; END $$;
CREATE TRIGGER chain_for_desk AFTER INSERT ON claims_desk FOR EACH ROW EXECUTE FUNCTION chain_for_desk();

-- What of an event is hashed, as text.
CREATE OR REPLACE FUNCTION event_text(
  previous text, chain bigint, sequence bigint, at timestamptz, actor bigint, claim bigint, verb text, words text,
  data jsonb
) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT jsonb_build_array(
     previous, chain, sequence, extract(epoch FROM at), actor, claim, verb, words, data)::text $$;

CREATE OR REPLACE FUNCTION event_digest(
  previous text, chain bigint, sequence bigint, at timestamptz, actor bigint, claim bigint, verb text, words text,
  data jsonb
) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT encode(sha256(convert_to(
     event_text(previous, chain, sequence, at, actor, claim, verb, words, data), 'UTF8')), 'hex') $$;

CREATE OR REPLACE FUNCTION event_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head record;
BEGIN
  SELECT * INTO head FROM claims_eventchain
    WHERE CASE WHEN NEW.article_id IS NULL THEN desk_id = NEW.desk_id ELSE article_id = NEW.article_id END
    FOR NO KEY UPDATE;
  IF NEW.claim_id IS NOT NULL
     AND NEW.article_id IS DISTINCT FROM (SELECT article_id FROM claims_claim WHERE id = NEW.claim_id) THEN
    PERFORM refuse('event_article', 409, 'What happens to a claim happens to its article.');
  ELSIF NEW.actor_id <> nullif(current_setting('factcheck.actor', true), '')::bigint THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  END IF;
  NEW.desk_id := coalesce((SELECT desk_id FROM claims_article WHERE id = NEW.article_id), NEW.desk_id);
  NEW.chain_id := head.id;
  NEW.sequence := head.sequence + 1;
  NEW.previous_hash := head.hash;
  NEW.at := clock_timestamp();
  NEW.hash := event_digest(head.hash, head.id, NEW.sequence, NEW.at, NEW.actor_id, NEW.claim_id, NEW.verb, NEW.words,
                           NEW.data);
  UPDATE claims_eventchain SET sequence = NEW.sequence, hash = NEW.hash WHERE id = head.id;
  -- With the chain locked: two events of one sign-off see each other.
  IF says_signed(NEW.verb) OR NEW.data ? 'signoff'
     OR NEW.verb IN ('article_signed_off', 'article_corrected', 'release_proposed', 'article_released') THEN
    PERFORM event_of_signoff(NEW);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_before BEFORE INSERT ON claims_event FOR EACH ROW EXECUTE FUNCTION event_before();

-- Named by nobody, a transaction says of nobody what they did.
CREATE OR REPLACE FUNCTION event_own_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.actor_id IS DISTINCT FROM nullif(current_setting('factcheck.actor', true), '')::bigint THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_own_hand BEFORE INSERT ON claims_event FOR EACH ROW EXECUTE FUNCTION event_own_hand();

-- The head moves forward, one event at a time, and never away.
CREATE OR REPLACE FUNCTION chain_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 THEN
    PERFORM refuse('append_only', 409, 'The head of a chain moves with its events.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER chain_before BEFORE UPDATE OR DELETE ON claims_eventchain FOR EACH ROW EXECUTE FUNCTION chain_before();

-- A row as its history holds it: without what the database derives, and, of sources off the record or restricted and
-- what was said of them, with digests in place of words.
CREATE OR REPLACE FUNCTION row_kept(tab text, row_ jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE kept jsonb := row_ - '{search,password,signed_through,salt,known_before}'::text[];
BEGIN
  IF tab = 'claims_source' AND (row_->>'hidden')::boolean THEN
    RETURN source_hidden(kept, (row_->>'salt')::uuid);
  ELSIF tab = 'claims_evidence' AND ((row_->>'hidden')::boolean OR (
      SELECT hidden FROM claims_source WHERE id = (row_->>'source_id')::bigint)) THEN
    RETURN evidence_hidden(kept, (row_->>'salt')::uuid);
  ELSIF tab = 'claims_derivation' THEN
    RETURN coalesce((SELECT words_hidden(kept, s.salt, '{drift}') FROM claims_source s
      WHERE s.id IN ((row_->>'source_id')::bigint, (row_->>'origin_id')::bigint) AND s.hidden
      ORDER BY s.id LIMIT 1), kept);
  END IF;
  RETURN kept;
END $$;

-- The history of a source that went off the record, of the evidence from it, and of how it derives from others, holds
-- no words any more either.
CREATE OR REPLACE FUNCTION history_hidden(source bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE claims_rowhistory h SET old = source_hidden(h.old, s.salt), new = source_hidden(h.new, s.salt)
    FROM claims_source s WHERE s.id = source AND h."table" = 'claims_source' AND h.row_id = s.id;
  UPDATE claims_rowhistory h SET old = evidence_hidden(h.old, e.salt), new = evidence_hidden(h.new, e.salt)
    FROM claims_evidence e WHERE e.source_id = source AND h."table" = 'claims_evidence' AND h.row_id = e.id;
  UPDATE claims_rowhistory h SET old = words_hidden(h.old, s.salt, '{drift}'),
                                 new = words_hidden(h.new, s.salt, '{drift}')
    FROM claims_source s WHERE s.id = source AND h."table" = 'claims_derivation' AND (
      s.id::text IN (h.old->>'source_id', h.new->>'source_id', h.old->>'origin_id', h.new->>'origin_id')
      OR h.row_id IN (SELECT d.id FROM claims_derivation d WHERE s.id IN (d.source_id, d.origin_id))) $$;

CREATE OR REPLACE FUNCTION row_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was jsonb; is_ jsonb; rid bigint;
BEGIN
  -- What the database derives for lists is no change of anybody's.
  IF TG_OP <> 'INSERT' THEN was := row_kept(TG_TABLE_NAME, to_jsonb(OLD)); rid := OLD.id; END IF;
  IF TG_OP <> 'DELETE' THEN is_ := row_kept(TG_TABLE_NAME, to_jsonb(NEW)); rid := NEW.id; END IF;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'claims_source'
     AND ((was->>'hidden')::boolean OR (is_->>'hidden')::boolean) THEN
    was := source_hidden(was, OLD.salt); is_ := source_hidden(is_, NEW.salt);
  END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(n.key, o.value), jsonb_object_agg(n.key, n.value) INTO was, is_
      FROM jsonb_each(is_) n JOIN jsonb_each(was) o USING (key) WHERE n.value IS DISTINCT FROM o.value;
    IF is_ IS NULL OR is_ = '{}'::jsonb THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO claims_rowhistory (at, transaction, actor_id, "table", row_id, operation, old, new)
    VALUES (now(), pg_current_xact_id()::text::bigint, nullif(current_setting('factcheck.actor', true), '')::bigint,
            TG_TABLE_NAME, rid, lower(TG_OP), was, is_);
  RETURN NULL;
END $$;
CREATE TRIGGER event_kept BEFORE UPDATE OR DELETE ON claims_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_kept_whole BEFORE TRUNCATE ON claims_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- What sources were known by before that was kept with them, and the history of those that are off the record.
DO $$
BEGIN
  UPDATE claims_source s SET known_before = k.names FROM (
    SELECT h.row_id, array_agg(DISTINCT x.name) AS names FROM claims_rowhistory h,
      LATERAL (VALUES (h.old->>'title'), (h.old->>'author')) x (name)
    WHERE h."table" = 'claims_source' AND h.operation = 'update' AND x.name ~ '\S' AND x.name !~ '^sha256:'
    GROUP BY 1) k
  WHERE k.row_id = s.id AND NOT s.known_before @> k.names;
  PERFORM history_hidden(id) FROM claims_source WHERE off_record;
END $$;
-- The history of rows never changes, but for words that a trigger hides (history_hidden).
CREATE OR REPLACE FUNCTION row_history_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2
     OR to_jsonb(NEW) - '{old,new}'::text[] <> to_jsonb(OLD) - '{old,new}'::text[] THEN
    PERFORM refuse('append_only', 409, 'The history of rows is written once and never changed or deleted.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER row_history_kept BEFORE UPDATE OR DELETE ON claims_rowhistory FOR EACH ROW
  EXECUTE FUNCTION row_history_before();
CREATE TRIGGER row_history_kept_whole BEFORE TRUNCATE ON claims_rowhistory FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();

-- A suggestion leaves no history: it is a machine's, and what a person decides on one is an event.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY[
    'anchoring', 'article', 'articleauthor', 'articlesignoff', 'bylinequestion', 'chainlink', 'claim', 'claimlink',
    'contributor', 'correction', 'derivation', 'desk', 'evidence', 'evidencerule', 'lexiconentry', 'lineage',
    'membership', 'message', 'noclaimmark', 'person', 'person_groups', 'person_user_permissions', 'piece', 'placement',
    'publication', 'reason', 'releaseexception', 'schemeverdict', 'side', 'signaturerule', 'signoff', 'source',
    'speaker', 'speakeralias', 'thread', 'verdictscheme', 'version', 'wordinganswer'] LOOP
    EXECUTE format('CREATE TRIGGER row_history AFTER INSERT OR UPDATE OR DELETE ON claims_%s FOR EACH ROW'
                   ' EXECUTE FUNCTION row_history()', t);
  END LOOP;
END $$;
-- An accepted text stays as it is, and its version has a history. Who refused or discarded it is kept here.
CREATE TRIGGER row_history AFTER UPDATE ON claims_incomingversion FOR EACH ROW
  WHEN (NEW.refusal <> OLD.refusal OR NEW.discarded_at IS DISTINCT FROM OLD.discarded_at)
  EXECUTE FUNCTION row_history();
-- What a change of a source is noted with before it is made is nobody's yet.
CREATE TRIGGER row_history AFTER UPDATE ON claims_sourcechange FOR EACH ROW
  WHEN (NEW.words <> OLD.words OR NEW.settled_at IS DISTINCT FROM OLD.settled_at) EXECUTE FUNCTION row_history();
-- That a dossier was asked for has a history; how far it is, and what is in it, has none.
CREATE TRIGGER row_history AFTER INSERT ON claims_dossier FOR EACH ROW EXECUTE FUNCTION row_history();
