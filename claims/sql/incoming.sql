-- Accepted texts that a worker makes versions of: the text and who accepted it stay as they are, and only one waits for
-- an article.

-- Whether somebody may bring in a version of an article (may_bring_version in claims/permissions.py).
CREATE OR REPLACE FUNCTION brings_in(article bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_article a JOIN claims_membership m ON m.desk_id = a.desk_id
                 JOIN claims_person p ON p.id = m.person_id AND p.is_active
                 WHERE a.id = $1 AND m.person_id = $2 AND m.role IN ('writer', 'checker', 'reviewer', 'chief')) $$;

-- Who accepted a text, and when, is what happened. It waits until it has a version or a refusal, and has one of them
-- for good: a version of this text, from this person (article_takes_what_waits), or a refusal in words, from them (a
-- worker writes it in their name) or from somebody who may bring in a version. A refused text is shown until who
-- accepted it discards it; if they may bring in no version any more, somebody else who may does.
CREATE OR REPLACE FUNCTION incoming_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := '{attempts,version_id,refusal,discarded_at}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    PERFORM incoming_waits(NEW.article_id);
    IF NOT brings_in(NEW.article_id, factcheck_actor()) THEN
      PERFORM refuse('incoming_role', 403, 'Bringing in a version needs a role on this desk that works on it.');
    END IF;
    PERFORM upload_is_theirs(NEW.upload_id, NEW.article_id, factcheck_actor());
    NEW.actor_id := factcheck_actor(); NEW.made_at := clock_timestamp();
    NEW.attempts := 0; NEW.version_id := NULL; NEW.refusal := ''; NEW.discarded_at := NULL;
    RETURN NEW;
  ELSIF NEW.discarded_at IS DISTINCT FROM OLD.discarded_at THEN
    IF factcheck_actor() <> OLD.actor_id
       AND (brings_in(OLD.article_id, OLD.actor_id) OR NOT brings_in(OLD.article_id, factcheck_actor())) THEN
      PERFORM refuse('incoming_own_hand', 403, 'Only the person who accepted a text discards it.');
    ELSIF OLD.refusal <> '' AND OLD.discarded_at IS NULL
       AND to_jsonb(NEW) - 'discarded_at' = to_jsonb(OLD) - 'discarded_at' THEN
      NEW.discarded_at := clock_timestamp();
      RETURN NEW;
    END IF;
  ELSIF OLD.version_id IS NULL AND OLD.refusal = '' AND NEW.attempts >= OLD.attempts
     AND to_jsonb(NEW) - free = to_jsonb(OLD) - free
     AND (NEW.version_id IS NULL OR EXISTS (
       SELECT 1 FROM claims_version v WHERE v.id = NEW.version_id AND v.article_id = OLD.article_id
         AND v.number > OLD.base AND v.created_by_id = OLD.actor_id AND v.hash = blocks_hash(OLD.blocks))) THEN
    IF NEW.refusal <> '' AND NEW.refusal !~ '[[:alpha:]]' THEN
      PERFORM refuse('incoming_words', 409, 'A text is refused in words.');
    ELSIF NEW.refusal <> '' AND factcheck_actor() <> OLD.actor_id
       AND NOT brings_in(OLD.article_id, factcheck_actor()) THEN
      PERFORM refuse('incoming_role', 403,
        'Refusing a version that waits is for whoever accepted it, or for a role on this desk that works on it.');
    END IF;
    RETURN NEW;
  END IF;
  PERFORM refuse('append_only', 409, 'An accepted text is never changed, and has one end.');
END $$;
CREATE TRIGGER incoming_before BEFORE INSERT OR UPDATE ON claims_incomingversion FOR EACH ROW
  EXECUTE FUNCTION incoming_before();
CREATE TRIGGER incoming_kept BEFORE DELETE ON claims_incomingversion FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incoming_kept_whole BEFORE TRUNCATE ON claims_incomingversion FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();

-- Refuses, in words, where a text waits for an article.
CREATE OR REPLACE FUNCTION incoming_waits(article bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE whose text;
BEGIN
  SELECT coalesce(nullif(p.name, ''), p.username) INTO whose
    FROM claims_incomingversion i JOIN claims_person p ON p.id = i.actor_id
    WHERE i.article_id = article AND i.version_id IS NULL AND i.refusal = '';
  IF FOUND THEN
    PERFORM refuse('incoming_waits', 409, format(
      'A version from %s is being created. Wait until it is done, then look again what your text does.', whose));
  END IF;
END $$;

-- The hash that a version of these blocks has, as version_hash.
CREATE OR REPLACE FUNCTION blocks_hash(blocks jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(coalesce(
      jsonb_agg(jsonb_build_array(b->'kind', b->'text', (b->>'left_out')::boolean IS TRUE) ||
        CASE WHEN coalesce(b->>'note_number', '') = '' THEN '[]'
             ELSE jsonb_build_array(b->'note_number', b->'note_block', b->'note_at') END ORDER BY position), '[]'
    )::text, 'UTF8')), 'hex') FROM jsonb_array_elements(blocks) WITH ORDINALITY AS block (b, position) $$;

-- While a text waits for an article, the article takes no other version than that text, from whoever accepted it.
CREATE OR REPLACE FUNCTION article_takes_what_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_incomingversion i SET version_id = v.id FROM claims_version v
    WHERE v.id = NEW.current_version_id AND i.article_id = NEW.id AND i.version_id IS NULL AND i.refusal = ''
      AND i.actor_id = v.created_by_id AND blocks_hash(i.blocks) = v.hash;
  PERFORM incoming_waits(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER article_takes_what_waits AFTER UPDATE OF current_version_id ON claims_article FOR EACH ROW
  WHEN (NEW.current_version_id IS DISTINCT FROM OLD.current_version_id) EXECUTE FUNCTION article_takes_what_waits();

-- At commit, a text that was refused by web or worker has the event that says so, written in the same transaction by
-- the same person.
CREATE OR REPLACE FUNCTION incoming_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM done_now('claims_incomingversion', NEW.id) h JOIN events_now(NULL, NEW.article_id) e
        ON e.actor_id = h.actor_id AND e.verb IN ('version_refused', 'version_taken_back')
      WHERE h.new ? 'refusal' AND e.data->>'text' = NEW.id::text) THEN
    PERFORM refuse('incoming_has_event', 409, 'A version that waits is refused with the event that says so.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER incoming_has_event AFTER UPDATE ON claims_incomingversion DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.refusal <> OLD.refusal AND as_the_app()) EXECUTE FUNCTION incoming_has_event();

-- At commit, whoever says that a text was refused has refused it in the same transaction, and says so once.
CREATE OR REPLACE FUNCTION event_of_incoming() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE named bigint := substring(NEW.data ->> 'text' FROM '^[0-9]{1,18}$')::bigint;
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM claims_incomingversion i, done_now('claims_incomingversion', i.id) h
      WHERE i.id = named AND i.article_id = NEW.article_id AND h.new ? 'refusal' AND h.actor_id = NEW.actor_id)
     OR (SELECT count(*) FROM events_now(NULL, NEW.article_id) e
         WHERE e.verb IN ('version_refused', 'version_taken_back') AND e.data->>'text' = named::text) > 1 THEN
    PERFORM refuse('event_of_incoming', 409,
      'An event that tells of a refused version is written with that refusal, by whoever refused it.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER event_of_incoming AFTER INSERT ON claims_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.verb IN ('version_refused', 'version_taken_back')) EXECUTE FUNCTION event_of_incoming();
