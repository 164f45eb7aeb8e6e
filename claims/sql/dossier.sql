-- Dossiers: who asked for what stays; a worker makes it once, and what it made is what its hash says.

-- Whether somebody may have a dossier of an article: the internal one is for people with a role that works on it
-- (may_have_dossier in claims/permissions.py).
CREATE OR REPLACE FUNCTION has_dossier(article bigint, person bigint, profile text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_article a JOIN claims_membership m ON m.desk_id = a.desk_id
                 JOIN claims_person p ON p.id = m.person_id AND p.is_active
                 WHERE a.id = $1 AND m.person_id = $2 AND (profile = 'shareable' OR m.role <> 'observer')) $$;

CREATE OR REPLACE FUNCTION dossier_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := '{state,attempts,step,words,sequence,sha256,size,made_at}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT has_dossier(NEW.article_id, factcheck_actor(), NEW.profile) THEN
      PERFORM refuse('dossier_role', 403, 'An internal dossier is for a role on this desk other than observer.');
    ELSIF NEW.article_id IS DISTINCT FROM (SELECT article_id FROM claims_version WHERE id = NEW.version_id) THEN
      PERFORM refuse('dossier_version', 409, 'A dossier is of a version of its article.');
    END IF;
    NEW.actor_id := factcheck_actor(); NEW.asked_at := clock_timestamp();
    NEW.state := 'waiting'; NEW.attempts := 0; NEW.step := 0; NEW.words := ''; NEW.sequence := NULL;
    NEW.sha256 := ''; NEW.size := 0; NEW.content := NULL; NEW.made_at := NULL;
    RETURN NEW;
  -- What is made is only dropped.
  ELSIF OLD.state IN ('made', 'failed') THEN
    IF (to_jsonb(NEW) - 'content') <> (to_jsonb(OLD) - 'content') OR NEW.content IS NOT NULL THEN
      PERFORM refuse('append_only', 409, 'A dossier that was made is never changed.');
    END IF;
    RETURN NEW;
  ELSIF (to_jsonb(NEW) - free - 'content') <> (to_jsonb(OLD) - free - 'content') OR NEW.attempts < OLD.attempts
     OR NEW.state = 'waiting' AND OLD.state <> 'waiting' THEN
    PERFORM refuse('append_only', 409, 'Who asked for which dossier is never changed.');
  END IF;
  NEW.made_at := CASE WHEN NEW.state IN ('made', 'failed') THEN clock_timestamp() END;
  IF NEW.state <> 'made' THEN
    NEW.content := NULL; NEW.sha256 := ''; NEW.size := 0;
  ELSIF NEW.content IS NULL OR NEW.sequence IS NULL THEN
    PERFORM refuse('dossier_made', 409, 'A dossier that is made has its content.');
  ELSE
    NEW.sha256 := encode(sha256(NEW.content), 'hex'); NEW.size := length(NEW.content);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dossier_before BEFORE INSERT OR UPDATE ON claims_dossier FOR EACH ROW EXECUTE FUNCTION dossier_before();
CREATE TRIGGER dossier_kept BEFORE DELETE ON claims_dossier FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dossier_kept_whole BEFORE TRUNCATE ON claims_dossier FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();

-- Of one kind, an article keeps the content of the dossier that was made last.
CREATE OR REPLACE FUNCTION dossier_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_dossier SET content = NULL
    WHERE article_id = NEW.article_id AND profile = NEW.profile AND as_roles = NEW.as_roles AND id < NEW.id
      AND state = 'made' AND content IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER dossier_made AFTER UPDATE ON claims_dossier FOR EACH ROW
  WHEN (OLD.state <> 'made' AND NEW.state = 'made') EXECUTE FUNCTION dossier_made();

-- At commit, a dossier that was asked for has the event that says so, and such an event its dossier.
CREATE OR REPLACE FUNCTION dossier_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE told int; done int;
BEGIN
  SELECT count(*) INTO told FROM events_now(NULL, NEW.article_id) e
    WHERE e.verb = 'dossier_asked' AND e.actor_id = NEW.actor_id;
  SELECT count(*) INTO done FROM claims_dossier d
    WHERE d.article_id = NEW.article_id AND d.actor_id = NEW.actor_id AND written_now('claims_dossier', d.id);
  IF told <> done THEN
    PERFORM refuse('dossier_has_event', 409, 'A dossier is asked for with the event that says so.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER dossier_has_event AFTER INSERT ON claims_dossier DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION dossier_has_event();
CREATE CONSTRAINT TRIGGER event_of_dossier AFTER INSERT ON claims_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.verb = 'dossier_asked') EXECUTE FUNCTION dossier_has_event();

-- What an article was imported from is written once, with the article, by whoever imported it.
CREATE OR REPLACE FUNCTION import_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT written_now('claims_article', NEW.article_id) THEN
    PERFORM refuse('import_with_article', 409, 'What an article was imported from is written with the article.');
  END IF;
  NEW.actor_id := factcheck_actor(); NEW.at := clock_timestamp(); NEW.sha256 := encode(sha256(NEW.content), 'hex');
  RETURN NEW;
END $$;
CREATE TRIGGER import_before BEFORE INSERT ON claims_articleimport FOR EACH ROW EXECUTE FUNCTION import_before();
CREATE TRIGGER import_kept BEFORE UPDATE OR DELETE ON claims_articleimport FOR EACH ROW
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER import_kept_whole BEFORE TRUNCATE ON claims_articleimport FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();

-- At commit, whoever says that an article was imported has written, with it, what it was imported from.
CREATE OR REPLACE FUNCTION event_of_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM claims_articleimport i WHERE i.article_id = NEW.article_id AND i.actor_id = NEW.actor_id
                 AND i.sha256 = NEW.data->>'sha256' AND i.head = NEW.data->>'head') THEN
    PERFORM refuse('event_of_import', 409, 'An imported article has what it was imported from.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER event_of_import AFTER INSERT ON claims_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.verb = 'article_imported') EXECUTE FUNCTION event_of_import();
