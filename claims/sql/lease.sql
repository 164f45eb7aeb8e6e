-- Leases: a claim that was handed out is in front of one person, and ends by itself half an hour after their last work.

CREATE OR REPLACE FUNCTION lease_length() RETURNS interval LANGUAGE sql IMMUTABLE AS $$ SELECT interval '30 minutes' $$;

-- It is for whoever takes it, and for a claim that they may sign or work on now. One that has ended is free.
CREATE OR REPLACE FUNCTION lease_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the claims_claim; who bigint := factcheck_actor(); held boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    held := OLD.until > clock_timestamp();
    IF NEW.claim_id <> OLD.claim_id THEN
      PERFORM refuse('lease_stays', 409, 'A lease stays with its claim.');
    ELSIF held AND NEW.person_id <> OLD.person_id THEN
      PERFORM refuse('lease_held', 409, (SELECT name_shown(name, username) FROM claims_person WHERE id = OLD.person_id)
        || ' is working on this claim.');
    ELSIF held THEN
      NEW.until := clock_timestamp() + lease_length();
      RETURN NEW;
    END IF;
  END IF;
  SELECT * INTO the FROM claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  IF NEW.person_id IS DISTINCT FROM who THEN
    PERFORM refuse('lease_own', 403, 'Nobody takes a claim for somebody else. A chief assigns it.');
  ELSIF the.state = 'in_review' THEN
    IF claim_standing(the.id, who) NOT IN ('review', 'legal', 'either', 'cross') THEN
      PERFORM refuse('lease_signs', 403, 'A claim in review is handed out to somebody who may sign it.');
    END IF;
  ELSIF the.state NOT IN ('open', 'checking', 'changed') OR the.assignee_id <> who THEN
    PERFORM refuse('lease_work', 409, 'This claim waits for nobody, or somebody has it.');
  ELSIF NOT (holds(the.desk_id, who, 'checker') OR holds(the.desk_id, who, 'chief')) THEN
    PERFORM refuse('lease_role', 403, 'A claim in work is handed out to a checker or chief of its desk.');
  END IF;
  NEW.took := the.state <> 'in_review' AND the.assignee_id IS NULL;
  NEW.taken_at := clock_timestamp();
  NEW.until := NEW.taken_at + lease_length();
  RETURN NEW;
END $$;
CREATE TRIGGER lease_before BEFORE INSERT OR UPDATE ON claims_lease FOR EACH ROW EXECUTE FUNCTION lease_before();

-- Whoever has a lease ends it; nobody ends that of somebody else before its time. Triggers do.
CREATE OR REPLACE FUNCTION lease_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.until > clock_timestamp() AND pg_trigger_depth() = 1 AND OLD.person_id <> factcheck_actor() THEN
    PERFORM refuse('lease_own', 403, 'A lease is ended by whoever has it.');
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER lease_gone BEFORE DELETE ON claims_lease FOR EACH ROW EXECUTE FUNCTION lease_gone();
CREATE TRIGGER lease_kept_whole BEFORE TRUNCATE ON claims_lease FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whatever a person does on a claim renews their lease of it. Handing it on ends it: somebody else signs then.
CREATE OR REPLACE FUNCTION lease_renewed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.verb = 'hand_on' THEN
    DELETE FROM claims_lease WHERE claim_id = NEW.claim_id AND person_id = NEW.actor_id;
  ELSE
    UPDATE claims_lease SET until = clock_timestamp() + lease_length()
      WHERE claim_id = NEW.claim_id AND person_id = NEW.actor_id AND until > clock_timestamp();
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lease_renewed AFTER INSERT ON claims_event FOR EACH ROW WHEN (NEW.claim_id IS NOT NULL)
  EXECUTE FUNCTION lease_renewed();

-- It ends when its claim goes on: to review, back, to somebody else. Taking it, and what leaves it in review, does not.
CREATE OR REPLACE FUNCTION lease_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM claims_lease WHERE claim_id = NEW.id
    AND (NEW.state, NEW.assignee_id) IS DISTINCT FROM ('checking', person_id);
  RETURN NULL;
END $$;
CREATE TRIGGER lease_ended AFTER UPDATE ON claims_claim FOR EACH ROW
  WHEN (NEW.state <> OLD.state OR NEW.assignee_id IS DISTINCT FROM OLD.assignee_id AND NEW.state <> 'in_review')
  EXECUTE FUNCTION lease_ended();

-- One of several signatures is a decision too.
CREATE OR REPLACE FUNCTION lease_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM claims_lease WHERE claim_id = NEW.claim_id AND person_id = NEW.signer_id;
  RETURN NULL;
END $$;
CREATE TRIGGER lease_signed AFTER INSERT ON claims_signoff FOR EACH ROW EXECUTE FUNCTION lease_signed();
