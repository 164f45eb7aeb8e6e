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

-- What a scheme calls a verdict, with the glyph of one of the desk's own; empty where it does not name it.
CREATE OR REPLACE FUNCTION verdict_called(scheme bigint, verdict text, own text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT btrim(v.glyph || ' ' || v.label) FROM claims_schemeverdict v
    WHERE v.scheme_id = scheme AND v.verdict = verdict_called.verdict AND v.code = own), '') $$;

-- A claim's verdicts are called what its scheme calls them. One of the desk's own is one of the scheme, and counts as
-- what the scheme says.
CREATE OR REPLACE FUNCTION claim_verdicts_called(now_ claims_claim) RETURNS claims_claim LANGUAGE plpgsql AS $$
BEGIN
  now_.verdict_cited := CASE WHEN now_.verdict = '' THEN ''
    ELSE verdict_called(now_.scheme_id, now_.verdict, now_.verdict_own) END;
  now_.reworded_verdict_cited := CASE WHEN now_.reworded_verdict = '' THEN ''
    ELSE verdict_called(now_.scheme_id, now_.reworded_verdict, now_.reworded_verdict_own) END;
  IF now_.verdict_own <> '' AND now_.verdict_cited = ''
     OR now_.reworded_verdict_own <> '' AND now_.reworded_verdict_cited = '' THEN
    PERFORM refuse('verdict_own', 409, 'The desk''s verdicts have changed since. Choose the verdict again.');
  END IF;
  RETURN now_;
END $$;

-- Judging a claim under a scheme holds the scheme as it is until the judgement is written.
CREATE OR REPLACE FUNCTION scheme_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM claims_verdictscheme WHERE id = NEW.scheme_id FOR KEY SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER scheme_held BEFORE INSERT OR UPDATE OF scheme_id ON claims_claim FOR EACH ROW
  WHEN (NEW.scheme_id IS NOT NULL) EXECUTE FUNCTION scheme_held();
