-- The record and the sign-offs say the same: an event that says that somebody signed names the sign-off, which was made
-- with it, and every sign-off has its event.

-- Whether this transaction wrote the row: inserted it, or (with a column) set that column of it.
CREATE OR REPLACE FUNCTION written_now(tab text, rid bigint, col text DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_rowhistory WHERE "table" = tab AND row_id = rid
    AND operation = CASE WHEN col IS NULL THEN 'insert' ELSE 'update' END AND (col IS NULL OR new ? col)
    AND transaction = pg_current_xact_id()::text::bigint) $$;

-- Whether a verb is one of a claim's sign-offs.
CREATE OR REPLACE FUNCTION says_signed(verb text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT verb IN ('approve', 'spelling_confirmed') $$;

-- Refuse an event that says that somebody signed, unless it names a sign-off that its author has just made.
CREATE OR REPLACE FUNCTION event_of_signoff(said claims_event) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  named bigint := substring(said.data ->> 'signoff' FROM '^[0-9]{1,18}$')::bigint;
  hash text := said.data ->> 'content_hash';
BEGIN
  IF says_signed(said.verb) THEN
    PERFORM 1 FROM claims_signoff s
      WHERE s.id = named AND s.claim_id = said.claim_id AND s.signer_id = said.actor_id AND s.voided_at IS NULL
        AND s.content_hash = hash AND s.kind = said.data ->> 'kind' AND written_now('claims_signoff', s.id)
        AND NOT EXISTS (SELECT 1 FROM claims_event e WHERE e.claim_id = s.claim_id AND says_signed(e.verb)
                        AND e.data ->> 'signoff' = s.id::text);
  ELSE
    PERFORM 1 FROM claims_articlesignoff o
      WHERE o.id = named AND o.article_id = said.article_id AND o.voided_at IS NULL
        AND CASE said.verb
          WHEN 'article_corrected' THEN o.kind = 'signed' AND o.signer_id = said.actor_id AND o.content_hash = hash
            AND written_now('claims_articlesignoff', o.id)
          WHEN 'article_signed_off' THEN o.kind = 'signed' AND o.signer_id = said.actor_id AND o.content_hash = hash
            AND written_now('claims_articlesignoff', o.id)
          WHEN 'release_proposed' THEN o.kind = 'released' AND o.signer_id = said.actor_id
            AND written_now('claims_articlesignoff', o.id)
          WHEN 'article_released' THEN o.kind = 'released' AND o.seconded_by_id = said.actor_id
            AND written_now('claims_articlesignoff', o.id, 'seconded_by_id')
          ELSE false END
        AND NOT EXISTS (SELECT 1 FROM claims_event e WHERE e.article_id = o.article_id AND e.verb = said.verb
                        AND e.data ->> 'signoff' = o.id::text);
  END IF;
  IF NOT FOUND THEN
    PERFORM refuse('event_of_signoff', 409,
      'An event of a sign-off names one that its author has just made, and is its only event.');
  END IF;
END $$;

CREATE OR REPLACE FUNCTION signoff_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'claims_signoff' THEN
    PERFORM 1 FROM claims_event e WHERE e.claim_id = (to_jsonb(NEW) ->> 'claim_id')::bigint AND says_signed(e.verb)
      AND e.data ->> 'signoff' = NEW.id::text;
  ELSE
    PERFORM 1 FROM claims_event e WHERE e.article_id = (to_jsonb(NEW) ->> 'article_id')::bigint
      AND e.data ->> 'signoff' = NEW.id::text AND e.verb = ANY (CASE
        WHEN TG_OP = 'UPDATE' THEN '{article_released}'::text[]
        WHEN NEW.kind = 'signed' THEN '{article_signed_off,article_corrected}' ELSE '{release_proposed}' END);
  END IF;
  IF NOT FOUND THEN
    PERFORM refuse('signoff_has_event', 409, 'A sign-off is written with the event that says so.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER signoff_has_event AFTER INSERT ON claims_signoff DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION signoff_has_event();
CREATE CONSTRAINT TRIGGER signoff_has_event AFTER INSERT ON claims_articlesignoff DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION signoff_has_event();
CREATE CONSTRAINT TRIGGER signoff_seconded_has_event AFTER UPDATE ON claims_articlesignoff DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.seconded_by_id IS NULL AND NEW.seconded_by_id IS NOT NULL)
  EXECUTE FUNCTION signoff_has_event();
