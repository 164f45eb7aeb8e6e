-- Verdict schemes.

-- A scheme that a claim was judged under keeps its number and its words.
CREATE OR REPLACE FUNCTION scheme_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE used bigint[] := CASE WHEN TG_TABLE_NAME = 'claims_verdictscheme' THEN ARRAY[(to_jsonb(OLD)->>'id')::bigint]
  ELSE ARRAY[(to_jsonb(OLD)->>'scheme_id')::bigint, (to_jsonb(NEW)->>'scheme_id')::bigint] END;
BEGIN
  IF EXISTS (SELECT 1 FROM claims_claim WHERE scheme_id = ANY (used)) THEN
    RAISE EXCEPTION 'Claims were judged under this scheme. Make a new one.' USING ERRCODE = 'check_violation', CONSTRAINT = 'scheme_in_use';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER scheme_before BEFORE INSERT OR UPDATE OR DELETE ON claims_schemeverdict FOR EACH ROW EXECUTE FUNCTION scheme_before();
CREATE TRIGGER scheme_before BEFORE UPDATE OR DELETE ON claims_verdictscheme FOR EACH ROW EXECUTE FUNCTION scheme_before();
