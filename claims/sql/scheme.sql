-- Verdict schemes.

-- A scheme that a claim was judged under keeps its number and its words.
CREATE OR REPLACE FUNCTION scheme_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE used bigint[] := CASE WHEN TG_TABLE_NAME = 'claims_verdictscheme' THEN ARRAY[(to_jsonb(OLD)->>'id')::bigint]
  ELSE ARRAY[(to_jsonb(OLD)->>'scheme_id')::bigint, (to_jsonb(NEW)->>'scheme_id')::bigint] END;
BEGIN
  -- A claim that is being judged under it holds its row: that is waited for, and then seen.
  PERFORM 1 FROM claims_verdictscheme WHERE id = ANY (used) ORDER BY id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM claims_claim WHERE scheme_id = ANY (used)) THEN
    PERFORM refuse('scheme_in_use', 409, 'Claims were judged under this scheme. Make a new one.');
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER scheme_before BEFORE INSERT OR UPDATE OR DELETE ON claims_schemeverdict FOR EACH ROW
  EXECUTE FUNCTION scheme_before();
CREATE TRIGGER scheme_before BEFORE UPDATE OR DELETE ON claims_verdictscheme FOR EACH ROW
  EXECUTE FUNCTION scheme_before();

-- Judging a claim under a scheme holds the scheme as it is until the judgement is written.
CREATE OR REPLACE FUNCTION scheme_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM claims_verdictscheme WHERE id = NEW.scheme_id FOR KEY SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER scheme_held BEFORE INSERT OR UPDATE OF scheme_id ON claims_claim FOR EACH ROW
  WHEN (NEW.scheme_id IS NOT NULL) EXECUTE FUNCTION scheme_held();
