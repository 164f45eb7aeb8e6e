-- Deposits with a web archive: never of what should not be known, and each has one end.

-- Whether a web archive may be asked to keep the address of a source: anybody can look it up there.
CREATE OR REPLACE FUNCTION may_be_deposited(source claims_source) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT source.terms = 'on_record' AND source.address <> ''
    AND NOT EXISTS (SELECT 1 FROM claims_identity i WHERE i.source_id = source.id) $$;

CREATE OR REPLACE FUNCTION deposit_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_capture claims_capture;
  of_source claims_source;
BEGIN
  SELECT * INTO of_capture FROM claims_capture WHERE id = NEW.capture_id;
  SELECT * INTO of_source FROM claims_source WHERE id = of_capture.source_id;
  IF TG_OP = 'INSERT' THEN
    NEW.person_id := factcheck_actor(); NEW.asked_at := clock_timestamp();
    NEW.attempts := 0; NEW.ended_at := NULL; NEW.failure := ''; NEW.kept_at := '';
    IF NOT EXISTS (SELECT 1 FROM claims_membership m JOIN claims_person p ON p.id = m.person_id AND p.is_active
                   WHERE m.desk_id = of_source.desk_id AND m.person_id = NEW.person_id
                     AND m.role IN ('writer', 'checker', 'reviewer', 'chief')) THEN
      PERFORM refuse('deposit_role', 403, 'Depositing a source needs a role on its desk that works on it.');
    ELSIF NOT may_be_deposited(of_source) THEN
      PERFORM refuse('deposit_not_public', 409, 'Only a source that is on the record, and not confidential, is '
        'deposited: anybody can look it up in the archive.');
    ELSIF of_capture.by_hand OR of_capture.address = '' THEN
      PERFORM refuse('deposit_address', 409, 'The archive fetches the page itself: a file has no address there.');
    END IF;
    RETURN NEW;
  ELSIF OLD.ended_at IS NULL AND NEW.attempts >= OLD.attempts
    AND ROW (NEW.id, NEW.capture_id, NEW.person_id, NEW.asked_at)
        IS NOT DISTINCT FROM ROW (OLD.id, OLD.capture_id, OLD.person_id, OLD.asked_at) THEN
    NEW.ended_at := CASE WHEN NEW.ended_at IS NOT NULL THEN clock_timestamp() END;
    RETURN NEW;
  END IF;
  PERFORM refuse('append_only', 409, 'What became of a deposit is never changed.');
END $$;
CREATE TRIGGER deposit_before BEFORE INSERT OR UPDATE ON claims_deposit FOR EACH ROW EXECUTE FUNCTION deposit_before();
CREATE TRIGGER deposit_kept BEFORE DELETE ON claims_deposit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deposit_kept_whole BEFORE TRUNCATE ON claims_deposit FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
