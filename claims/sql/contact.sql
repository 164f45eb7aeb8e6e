-- The contact log: what was asked, and what was answered, stays as it was written down. It is bound by sign-offs.

-- What a sign-off binds of a request. Of one that was answered on other terms than on the record no names and words:
-- its row never changes.
CREATE OR REPLACE FUNCTION contact_bound(claims_contact) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'id', $1.id, 'seeks_reply', $1.seeks_reply, 'asked_at', moment_bound($1.asked_at),
    'deadline', moment_bound($1.deadline), 'outcome', nullif($1.outcome, ''),
    'answered_at', moment_bound($1.answered_at), 'terms', nullif($1.terms, ''),
    'struck', CASE WHEN $1.struck_at IS NOT NULL THEN true END)
    || CASE WHEN $1.terms IN ('', 'on_record') THEN jsonb_build_object(
      'whom', $1.whom, 'asked_by', $1.asked_by, 'channel', $1.channel, 'questions', $1.questions,
      'answer', nullif($1.answer, ''), 'read_back', nullif($1.read_back, ''),
      'struck_reason', nullif($1.struck_reason, '')) ELSE '{}' END) $$;
-- The same whatever zone a session has.
CREATE OR REPLACE FUNCTION moment_bound(timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') $$;

CREATE OR REPLACE FUNCTION contact_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  who bigint := factcheck_actor(); the claims_article;
  answers text[] := '{outcome,answer,answered_at,terms,read_back,source_id,answer_logged_by_id,answer_logged_at}';
  strikes text[] := '{struck_reason,struck_by_id,struck_at}';
BEGIN
  SELECT * INTO the FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
  PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM claims_contactclaim WHERE contact_id = NEW.id)
    ORDER BY id FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT 1 FROM unnest('{writer,checker,reviewer,chief}'::text[]) r (role)
                 WHERE holds(the.desk_id, who, r.role)) THEN
    PERFORM refuse('contact_role', 403, 'The contact log is kept by people who work on claims of this desk.');
  END IF;
  IF TG_OP = 'INSERT' THEN
    NEW.logged_by_id := who; NEW.logged_at := now();
    IF NEW.outcome <> '' OR NEW.struck_reason <> '' OR NEW.struck_at IS NOT NULL OR NEW.source_id IS NOT NULL THEN
      PERFORM refuse('contact_asks_first', 409, 'A request is written down before what became of it.');
    ELSIF NEW.whom !~ '\S' OR NEW.asked_by !~ '\S' OR NEW.questions !~ '\S' THEN
      PERFORM refuse('contact_says_what', 409, 'A request says who was asked, by whom, and what.');
    ELSIF NEW.asked_at > clock_timestamp() THEN
      PERFORM refuse('contact_past', 409, 'A request is written down when it was made, not before.');
    END IF;
  ELSIF OLD.struck_at IS NULL AND NEW.struck_reason ~ '\S' AND to_jsonb(NEW) - strikes = to_jsonb(OLD) - strikes THEN
    NEW.struck_by_id := who; NEW.struck_at := now();
  ELSIF OLD.struck_at IS NULL AND OLD.outcome = '' AND NEW.outcome <> ''
        AND to_jsonb(NEW) - answers = to_jsonb(OLD) - answers THEN
    NEW.answer_logged_by_id := who; NEW.answer_logged_at := now();
    IF NEW.answered_at > clock_timestamp() THEN
      PERFORM refuse('contact_past', 409, 'An answer is written down when it came, not before.');
    ELSIF NEW.terms = 'off_record' AND NEW.source_id IS NOT NULL OR NEW.source_id IS NOT NULL AND
          the.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_source WHERE id = NEW.source_id) THEN
      PERFORM refuse('contact_source', 409, 'An answer is a source of its desk, if it was not off the record.');
    END IF;
  ELSE
    PERFORM refuse('append_only', 409,
      'What was asked and answered stays as it was written down. Strike it out, and log it anew.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contact_before BEFORE INSERT OR UPDATE ON claims_contact FOR EACH ROW EXECUTE FUNCTION contact_before();

CREATE OR REPLACE FUNCTION contact_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM claim_content_moved(x.claim_id, CASE WHEN NEW.struck_at IS NOT NULL THEN 'struck out a request for comment'
                                          ELSE 'logged an answer to a request for comment' END)
    FROM (SELECT claim_id FROM claims_contactclaim WHERE contact_id = NEW.id ORDER BY claim_id) x;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_after AFTER UPDATE ON claims_contact FOR EACH ROW EXECUTE FUNCTION contact_after();

CREATE OR REPLACE FUNCTION contact_covers_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_claim claims_claim; of_contact claims_contact;
BEGIN
  PERFORM 1 FROM claims_article a JOIN claims_claim c ON c.article_id = a.id WHERE c.id = NEW.claim_id
    FOR NO KEY UPDATE OF a;
  SELECT * INTO of_claim FROM claims_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  SELECT * INTO of_contact FROM claims_contact WHERE id = NEW.contact_id FOR NO KEY UPDATE;
  NEW.added_by_id := factcheck_actor(); NEW.added_at := now();
  IF of_claim.article_id IS DISTINCT FROM of_contact.article_id THEN
    PERFORM refuse('contact_article', 409, 'A request covers claims of its article.');
  ELSIF of_claim.state = 'retired' THEN
    PERFORM refuse('contact_of_retired', 409, 'The claim is retired. Restore it to log a request about it.');
  ELSIF of_contact.struck_at IS NOT NULL THEN
    PERFORM refuse('contact_struck', 409, 'This request was struck out.');
  ELSIF NOT EXISTS (SELECT 1 FROM unnest('{writer,checker,reviewer,chief}'::text[]) r (role)
                    WHERE holds(of_claim.desk_id, NEW.added_by_id, r.role)) THEN
    PERFORM refuse('contact_role', 403, 'The contact log is kept by people who work on claims of this desk.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contact_covers_before BEFORE INSERT ON claims_contactclaim FOR EACH ROW
  EXECUTE FUNCTION contact_covers_before();
CREATE OR REPLACE FUNCTION contact_covers_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM claim_content_moved(NEW.claim_id, 'logged a request for comment');
  RETURN NULL;
END $$;
CREATE TRIGGER contact_covers_after AFTER INSERT ON claims_contactclaim FOR EACH ROW
  EXECUTE FUNCTION contact_covers_after();

CREATE TRIGGER contact_kept BEFORE DELETE ON claims_contact FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contact_kept_whole BEFORE TRUNCATE ON claims_contact FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contact_covers_kept BEFORE UPDATE OR DELETE ON claims_contactclaim FOR EACH ROW
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contact_covers_kept_whole BEFORE TRUNCATE ON claims_contactclaim FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
