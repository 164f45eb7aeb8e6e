-- How the database refuses, who writes, and what is never changed.

-- Refuse with words that people read. `rule` is reported as the name of the constraint, `status` as the detail: 403 if
-- it is not this person's to do, 409 if it is not possible now (claims/history.py makes the error of it).
CREATE OR REPLACE FUNCTION refuse(rule text, status integer, words text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = words, DETAIL = status, ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

CREATE OR REPLACE FUNCTION factcheck_actor() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE who text := current_setting('factcheck.actor', true);
BEGIN
  IF who IS NULL OR who = '' THEN
    PERFORM refuse('content_needs_actor', 409, 'Nobody is named as the author of this change.');
  END IF;
  -- An older snapshot would hash what was there before the lock was waited for.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM refuse('content_needs_read_committed', 409, 'What a sign-off binds is written under read committed.');
  END IF;
  RETURN who::bigint;
END $$;

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse('append_only', 409, format('%s is written once and never changed or deleted.', TG_TABLE_NAME));
END $$;

-- Identity is never moved: two rows that swap their ids would swap their contributors, or their people.
CREATE OR REPLACE FUNCTION identity_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse('identity_stays', 409, 'A row keeps its id.');
END $$;
DO $$
DECLARE t regclass;
BEGIN
  FOR t IN SELECT attrelid::regclass FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'claims\_%'
             AND attname = 'id'
           LOOP
    EXECUTE format('CREATE TRIGGER identity_before BEFORE UPDATE ON %s FOR EACH ROW WHEN (NEW.id <> OLD.id)'
                   ' EXECUTE FUNCTION identity_before()', t);
  END LOOP;
END $$;
