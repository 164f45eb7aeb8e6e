-- Roles and rules of a desk: nobody changes what their own signature needs; each change is an event with its reason.

-- Whether this comes from web or worker, and not from the tables' owner, who migrates and sets up.
CREATE OR REPLACE FUNCTION as_the_app() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT session_user = 'factcheck_app' OR current_setting('role') = 'factcheck_app' $$;

CREATE OR REPLACE FUNCTION signs_on(desk bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_membership m WHERE m.desk_id = desk AND m.person_id = person
                 AND m.role IN ('reviewer', 'legal', 'chief')) $$;

-- A role is given or taken, by somebody who is named; one that signs is given by somebody else.
CREATE OR REPLACE FUNCTION membership_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who bigint := nullif(current_setting('factcheck.actor', true), '')::bigint;
BEGIN
  IF as_the_app() THEN
    who := factcheck_actor();
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF as_the_app() AND OLD.role IN ('reviewer', 'legal', 'chief') AND OLD.person_id <> who
       AND signs_on(OLD.desk_id, who) THEN
      PERFORM refuse('rule_own_hand', 403,
        'Whoever signs on a desk takes no role that signs from somebody else. Another administrator can.');
    END IF;
    RETURN OLD;
  ELSIF TG_OP = 'UPDATE' THEN
    PERFORM refuse('role_stays', 409, 'A role is given or taken, not changed.');
  ELSIF NEW.person_id = who AND NEW.role <> 'observer' THEN
    PERFORM refuse('role_own_hand', 403, 'Nobody gives themselves a role. Another administrator can give it to you.');
  END IF;
  NEW.given_by_id := who;
  NEW.given_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER membership_before BEFORE INSERT OR UPDATE OR DELETE ON claims_membership FOR EACH ROW
  EXECUTE FUNCTION membership_before();

-- Whoever signs on a desk switches nobody off, or on again, who signs there too.
CREATE OR REPLACE FUNCTION access_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who bigint;
BEGIN
  IF as_the_app() THEN
    who := factcheck_actor();
    IF who <> NEW.id AND EXISTS (SELECT 1 FROM claims_membership m WHERE m.person_id = NEW.id
        AND m.role IN ('reviewer', 'legal', 'chief') AND signs_on(m.desk_id, who)) THEN
      PERFORM refuse('rule_own_hand', 403,
        'Whoever signs on a desk changes no access of who signs there too. Another administrator can.');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_before BEFORE UPDATE OF is_active ON claims_person FOR EACH ROW
  WHEN (NEW.is_active IS DISTINCT FROM OLD.is_active) EXECUTE FUNCTION access_before();

-- The desk of a row of any of the tables below.
CREATE OR REPLACE FUNCTION desk_of(of_table text, thing jsonb) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE of_table WHEN 'claims_desk' THEN (thing->>'id')::bigint
    WHEN 'claims_schemeverdict' THEN (SELECT desk_id FROM claims_verdictscheme WHERE id = (thing->>'scheme_id')::bigint)
    ELSE (thing->>'desk_id')::bigint END $$;

-- What a signature needs is changed by somebody who signs nothing on the desk.
CREATE OR REPLACE FUNCTION desk_rule_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A desk's first set comes without an actor.
  IF as_the_app() AND signs_on(desk_of(TG_TABLE_NAME, CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW)
                                                           ELSE to_jsonb(OLD) END),
       CASE WHEN TG_OP = 'INSERT' THEN nullif(current_setting('factcheck.actor', true), '')::bigint
            ELSE factcheck_actor() END) THEN
    PERFORM refuse('rule_own_hand', 403,
      'Whoever signs on a desk does not change its rules. Another administrator can.');
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER desk_rule_before BEFORE UPDATE OF cross_sign, reply_hours ON claims_desk FOR EACH ROW
  WHEN ((NEW.cross_sign, NEW.reply_hours) IS DISTINCT FROM (OLD.cross_sign, OLD.reply_hours))
  EXECUTE FUNCTION desk_rule_before();
CREATE TRIGGER desk_rule_before BEFORE INSERT OR UPDATE OR DELETE ON claims_evidencerule FOR EACH ROW
  EXECUTE FUNCTION desk_rule_before();
CREATE TRIGGER desk_rule_before BEFORE INSERT OR UPDATE OR DELETE ON claims_signaturerule FOR EACH ROW
  EXECUTE FUNCTION desk_rule_before();
CREATE TRIGGER desk_rule_before BEFORE INSERT OR UPDATE OR DELETE ON claims_schemeverdict FOR EACH ROW
  EXECUTE FUNCTION desk_rule_before();
CREATE TRIGGER desk_rule_before BEFORE INSERT OR UPDATE OR DELETE ON claims_verdictscheme FOR EACH ROW
  EXECUTE FUNCTION desk_rule_before();

-- At commit, a change of roles or rules has its event on the desk, with a reason: written in the same transaction, by
-- the same person. That of a role says which, and whose; those that a desk begins with are told as one.
CREATE OR REPLACE FUNCTION desk_change_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  desk bigint := desk_of(TG_TABLE_NAME, to_jsonb(CASE WHEN TG_OP = 'INSERT' THEN NEW ELSE OLD END));
  rid bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.id ELSE OLD.id END;
  told text;
BEGIN
  -- A page may save a row as it was.
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) = to_jsonb(OLD) THEN RETURN NULL; END IF;
  IF TG_TABLE_NAME = 'claims_membership' THEN
    SELECT CASE TG_OP WHEN 'INSERT' THEN 'gave the role of ' || m.role || ' to ' ELSE 'took the role of ' || m.role ||
             ' from ' END || coalesce(nullif(p.name, ''), p.username) INTO told
      FROM jsonb_populate_record(NULL::claims_membership, to_jsonb(CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END)) m
      JOIN claims_person p ON p.id = m.person_id;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM claims_event e WHERE e.desk_id = desk AND e.article_id IS NULL
                 AND e.at >= transaction_timestamp() AND written_now('claims_event', e.id)
                 AND e.actor_id IN (SELECT actor_id FROM done_now(TG_TABLE_NAME, rid)) AND e.data->>'reason' <> ''
                 AND (told IS NULL OR e.verb = 'desk_made' AND written_now('claims_desk', desk)
                      OR position(' ' || told IN e.words) > 0)
                 AND e.verb = ANY (CASE TG_TABLE_NAME WHEN 'claims_membership' THEN '{role_given,role_taken,desk_made}'
                   WHEN 'claims_desk' THEN '{cross_sign,rule_set}' WHEN 'claims_evidencerule' THEN '{rule_set}'
                   WHEN 'claims_signaturerule' THEN '{signatures_set}' ELSE '{scheme_changed}' END::text[])) THEN
    PERFORM refuse('desk_change_recorded', 409,
      'A change of a desk''s roles or rules is an event of the desk, with its reason.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER desk_change_recorded AFTER INSERT OR DELETE ON claims_membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (as_the_app()) EXECUTE FUNCTION desk_change_recorded();
CREATE CONSTRAINT TRIGGER desk_change_recorded AFTER UPDATE OF cross_sign, reply_hours ON claims_desk
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (as_the_app() AND (NEW.cross_sign, NEW.reply_hours) IS DISTINCT FROM (OLD.cross_sign, OLD.reply_hours))
  EXECUTE FUNCTION desk_change_recorded();
CREATE CONSTRAINT TRIGGER desk_change_recorded AFTER UPDATE OR DELETE ON claims_evidencerule
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (as_the_app()) EXECUTE FUNCTION desk_change_recorded();
CREATE CONSTRAINT TRIGGER desk_change_recorded AFTER UPDATE OR DELETE ON claims_signaturerule
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (as_the_app()) EXECUTE FUNCTION desk_change_recorded();
CREATE CONSTRAINT TRIGGER desk_change_recorded AFTER UPDATE OR DELETE ON claims_schemeverdict
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (as_the_app()) EXECUTE FUNCTION desk_change_recorded();
CREATE CONSTRAINT TRIGGER desk_change_recorded AFTER UPDATE OR DELETE ON claims_verdictscheme
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (as_the_app()) EXECUTE FUNCTION desk_change_recorded();

-- A sign-off says under which rules it was made: the last change of the desk's rules, or of the signer's roles.
CREATE OR REPLACE FUNCTION signoff_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE desk bigint := (SELECT desk_id FROM claims_article WHERE id = CASE TG_TABLE_NAME
  WHEN 'claims_signoff' THEN (SELECT article_id FROM claims_claim WHERE id = (to_jsonb(NEW)->>'claim_id')::bigint)
  ELSE (to_jsonb(NEW)->>'article_id')::bigint END);
BEGIN
  NEW.rules_event_id := (SELECT e.id FROM claims_event e WHERE e.desk_id = desk AND e.article_id IS NULL
    AND (e.verb IN ('cross_sign', 'rule_set', 'signatures_set', 'scheme_made', 'scheme_changed')
         OR e.verb IN ('role_given', 'role_taken') AND e.data->>'person' = NEW.signer_id::text)
    ORDER BY e.id DESC LIMIT 1);
  RETURN NEW;
END $$;
CREATE TRIGGER signoff_rules BEFORE INSERT ON claims_signoff FOR EACH ROW EXECUTE FUNCTION signoff_rules();
CREATE TRIGGER signoff_rules BEFORE INSERT ON claims_articlesignoff FOR EACH ROW EXECUTE FUNCTION signoff_rules();
