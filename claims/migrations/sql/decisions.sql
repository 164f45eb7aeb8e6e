-- A decision is about what whoever took it saw, and nobody takes one alone that takes two.

-- Whether nothing but spelling changed in a claim's words since a person signed it, and by versions of somebody else's: the same
-- as claims/workflow/versions.py, spelling_changes.
CREATE FUNCTION only_spelling_since(claim bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(bool_and(n.minor AND v.created_by_id <> person), false)
  FROM claims_anchoring n JOIN claims_version v ON v.id = n.version_id
  WHERE n.claim_id = claim AND n.result <> 'kept' AND n.settled_how NOT IN ('confirmed', 'acknowledged')
    AND n.at > (SELECT max(s.signed_at) FROM claims_signoff s WHERE s.claim_id = claim AND s.signer_id = person) $$;

-- Sending adopts what is sent. Only a change of spelling goes back into review under the name of whoever sent it before.
CREATE FUNCTION claim_sender_adopts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sent_by_id IS DISTINCT FROM factcheck_actor() AND NOT only_spelling_since(NEW.id, factcheck_actor()) THEN
    RAISE EXCEPTION 'Whoever sends a claim to review is named.' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_sent_by';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_sender_adopts BEFORE UPDATE OF state ON claims_claim FOR EACH ROW
  WHEN (OLD.state = 'changed' AND NEW.state = 'in_review') EXECUTE FUNCTION claim_sender_adopts();
