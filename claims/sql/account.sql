-- Accounts: what web and worker change of a person is told to each desk of theirs, and nobody who leaves keeps work.

-- At commit, each change of access, staff rights, name or password has its event on every desk of the person, written
-- in the same transaction by whoever made the change, and it says what was changed and whose.
CREATE OR REPLACE FUNCTION person_change_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who text := coalesce(nullif(NEW.name, ''), NEW.username);
BEGIN
  IF EXISTS (
      SELECT 1 FROM claims_eventchain c CROSS JOIN unnest(ARRAY[
        CASE WHEN NEW.is_active <> OLD.is_active THEN 'is_active' END,
        CASE WHEN NEW.is_staff <> OLD.is_staff THEN 'is_staff' END,
        CASE WHEN NEW.is_superuser <> OLD.is_superuser THEN 'is_superuser' END,
        CASE WHEN NEW.name <> OLD.name THEN 'name' END,
        CASE WHEN NEW.username <> OLD.username THEN 'username' END,
        CASE WHEN NEW.password <> OLD.password THEN 'password' END]) field
      WHERE c.desk_id IN (SELECT m.desk_id FROM claims_membership m WHERE m.person_id = NEW.id) AND field IS NOT NULL
        AND NOT EXISTS (
          -- This transaction's events are the last of their chain, whose head it holds.
          WITH RECURSIVE back AS (
            SELECT e.* FROM claims_event e
            WHERE e.chain_id = c.id AND e.sequence = c.sequence AND written_now('claims_event', e.id)
            UNION ALL
            SELECT e.* FROM back b JOIN claims_event e ON e.chain_id = b.chain_id AND e.sequence = b.sequence - 1
            WHERE written_now('claims_event', e.id)
          )
          SELECT 1 FROM back e
          WHERE e.verb = 'person_access' AND e.data->>'person' = NEW.id::text AND e.data->>'field' = field
            AND EXISTS (
              SELECT 1 FROM unnest(CASE field
                WHEN 'is_active' THEN ARRAY[CASE WHEN NEW.is_active THEN 'gave access back to '
                                              ELSE 'took access away from ' END || who]
                WHEN 'is_staff' THEN ARRAY[CASE WHEN NEW.is_staff THEN 'gave staff rights to '
                                             ELSE 'took staff rights from ' END || who]
                WHEN 'is_superuser' THEN ARRAY[CASE WHEN NEW.is_superuser THEN 'gave staff rights to '
                                                 ELSE 'took staff rights from ' END || who]
                WHEN 'name' THEN ARRAY['changed the name of ' || OLD.name || ' to ' || NEW.name]
                WHEN 'username' THEN ARRAY['changed the username of ']
                WHEN 'password' THEN CASE WHEN e.actor_id <> NEW.id THEN ARRAY['set another password for ' || who]
                  ELSE ARRAY['set another password for ' || who, 'changed their own password', 'logged in'] END
                END) says WHERE position(' ' || says IN e.words) > 0)
            AND e.actor_id IN (SELECT h.actor_id FROM done_now('claims_person', NEW.id) h WHERE h.new ? field))) THEN
    PERFORM refuse('person_change_recorded', 409,
      'A change of access, rights, name or password is an event on each desk of the person.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER person_change_recorded AFTER UPDATE ON claims_person DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (as_the_app() AND
    (NEW.is_active, NEW.is_staff, NEW.is_superuser, NEW.name, NEW.username, NEW.password) IS DISTINCT FROM
    (OLD.is_active, OLD.is_staff, OLD.is_superuser, OLD.name, OLD.username, OLD.password))
  EXECUTE FUNCTION person_change_recorded();

-- At commit, whoever lost access has no claim; and what they own or answer, if it stays with them, is left to the
-- chiefs by an event of its article in the same transaction. claims/queries/holdings.py lists the same.
CREATE OR REPLACE FUNCTION leaver_holds_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held text;
BEGIN
  SELECT string_agg(n || ' ' || CASE n WHEN 1 THEN one ELSE many END, ', ' ORDER BY place) INTO held FROM (
    SELECT place, one, many, sum(n) FROM (
      SELECT 1, 'claim', 'claims', NULL::bigint, count(*) FROM claims_claim
      WHERE assignee_id = NEW.id AND state <> 'retired'
      UNION ALL
      SELECT 2, 'exception', 'exceptions', o.article_id, count(*) FROM claims_releaseexception x
      JOIN claims_articlesignoff o ON o.id = x.signoff_id AND o.voided_at IS NULL
      WHERE x.owner_id = NEW.id AND x.closed_at IS NULL GROUP BY o.article_id
      UNION ALL
      SELECT 3, 'query', 'queries', t.article_id, count(*) FROM claims_thread t
      WHERE t.is_query AND t.resolved_at IS NULL AND (t.given_to_id = NEW.id OR t.given_to_id IS NULL AND (
          t.opened_by_id = NEW.id
          OR EXISTS (SELECT 1 FROM claims_articleauthor a WHERE a.article_id = t.article_id AND a.person_id = NEW.id)))
      GROUP BY t.article_id
    ) y (place, one, many, article, n)
    WHERE article IS NULL OR NOT EXISTS (SELECT 1 FROM events_now(NULL, article) e WHERE e.verb = 'handed_over')
    GROUP BY place, one, many
  ) x (place, one, many, n) WHERE n > 0;
  IF held IS NOT NULL AND EXISTS (SELECT 1 FROM claims_person WHERE id = NEW.id AND NOT is_active) THEN
    PERFORM refuse('leaver_holds_nothing', 409,
      format('%s holds %s. Choose who is given that, or Nobody.', coalesce(nullif(NEW.name, ''), NEW.username), held));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER leaver_holds_nothing AFTER UPDATE ON claims_person DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active AND as_the_app()) EXECUTE FUNCTION leaver_holds_nothing();
