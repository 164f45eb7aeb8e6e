-- Passwords: who set one and when is on record, never what it is; one that somebody else set is changed by its owner.

CREATE OR REPLACE FUNCTION password_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE actor bigint := nullif(current_setting('factcheck.actor', true), '')::bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    -- Without an actor it is the command line, where people make the first account for themselves.
    NEW.must_change_password := actor IS NOT NULL AND NOT NEW.demo AND NEW.password NOT LIKE '!%';
  ELSIF NEW.password IS DISTINCT FROM OLD.password THEN
    NEW.must_change_password := actor IS DISTINCT FROM NEW.id AND NEW.password NOT LIKE '!%';
  ELSE
    NEW.must_change_password := OLD.must_change_password;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER password_before BEFORE INSERT OR UPDATE ON claims_person
  FOR EACH ROW EXECUTE FUNCTION password_before();

-- A hash that begins with "!" is none: nobody can log in with it.
CREATE OR REPLACE FUNCTION password_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was text; is_ text := CASE WHEN NEW.password LIKE '!%' OR NEW.password = '' THEN 'none' ELSE 'set' END;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.password IS NOT DISTINCT FROM OLD.password THEN RETURN NULL; END IF;
    was := CASE WHEN OLD.password LIKE '!%' OR OLD.password = '' THEN 'none' ELSE 'set' END;
    is_ := CASE WHEN is_ = 'set' AND was = 'set' THEN 'changed' ELSE is_ END;
  END IF;
  INSERT INTO claims_rowhistory (at, transaction, actor_id, "table", row_id, operation, old, new)
    VALUES (now(), pg_current_xact_id()::text::bigint, nullif(current_setting('factcheck.actor', true), '')::bigint,
            TG_TABLE_NAME, NEW.id, lower(TG_OP), CASE WHEN was IS NOT NULL THEN jsonb_build_object('password', was) END,
            jsonb_build_object('password', is_));
  RETURN NULL;
END $$;
CREATE TRIGGER password_after AFTER INSERT OR UPDATE ON claims_person
  FOR EACH ROW EXECUTE FUNCTION password_after();
