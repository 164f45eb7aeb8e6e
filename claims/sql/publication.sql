-- What went out: written once, by a chief, and compared with a version that was signed.

-- A text without what is of its notation only: addresses, entities, numbers of a list.
CREATE OR REPLACE FUNCTION words_printed(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT lower(regexp_replace(regexp_replace($1, 'https?://\S+|\]\([^)]*\)|&#?\w+;', ' ', 'g'),
                              '^[ \t]*\d{1,3}[.)][ \t]', ' ', 'gn')) $$;

-- The words in which a text differs from a version although no line that is said to differ has them, as one more line;
-- an empty array for none. Words are counted, so it takes time that grows with the text. What was left out of the
-- version may stand in the text.
CREATE OR REPLACE FUNCTION publication_unsaid(version bigint, text text, differences jsonb) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  WITH said (words, counts, left_out) AS (
    SELECT text, 1, 0
    UNION ALL SELECT b.text, CASE WHEN b.left_out THEN 0 ELSE -1 END, CASE WHEN b.left_out THEN 1 ELSE 0 END
    FROM claims_block b WHERE b.version_id = version
    UNION ALL SELECT d ->> 'old', 1, 0 FROM jsonb_array_elements(differences) d
    UNION ALL SELECT d ->> 'new', -1, 0 FROM jsonb_array_elements(differences) d
  ), counted AS (
    SELECT m[1] AS word, sum(s.counts) AS more, sum(s.left_out) AS left_out
    FROM said s, regexp_matches(words_printed(s.words), '[[:alnum:]]+', 'g') m GROUP BY m[1]
  ), other AS (
    SELECT string_agg(word, ' ' ORDER BY word) FILTER (WHERE more < 0) AS lacks,
      string_agg(word, ' ' ORDER BY word) FILTER (WHERE more > left_out) AS has
    FROM counted WHERE more < 0 OR more > left_out
  )
  SELECT CASE WHEN lacks IS NULL AND has IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object(
    'kind', 'changed', 'old', coalesce(left(lacks, 2000), ''), 'new', coalesce(left(has, 2000), ''))) END
  FROM other $$;

CREATE OR REPLACE FUNCTION publication_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the claims_article; who bigint := factcheck_actor(); how text;
BEGIN
  SELECT * INTO the FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
  how := article_standing(NEW.article_id, who);
  IF the.ownership <> 'ours' OR the.state NOT IN ('published', 'corrected') THEN
    PERFORM refuse('publication_out', 409, 'Only an article of ours that is published has gone out.');
  ELSIF how IN ('author', 'byline') THEN
    PERFORM refuse('signoff_not_author', 403,
      'An author, or somebody whom the byline may name, does not record what went out.');
  ELSIF how <> 'chief' THEN
    PERFORM refuse('signoff_role', 403, 'The chief records what went out.');
  ELSIF NOT EXISTS (SELECT 1 FROM claims_articlesignoff o WHERE o.article_id = the.id AND o.version_id = NEW.version_id
                    AND (o.kind = 'signed' OR o.seconded_by_id IS NOT NULL)) THEN
    PERFORM refuse('publication_version', 409, 'What went out is compared with a version that was signed.');
  END IF;
  IF NEW.upload_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM claims_fetch f WHERE f.upload_id = NEW.upload_id AND f.person_id = who
        AND f.article_id = NEW.article_id AND f.went_out) THEN
    PERFORM refuse('publication_upload', 403, 'What went out is kept as a page that whoever records it had fetched.');
  END IF;
  IF jsonb_typeof(NEW.differences) <> 'array' OR EXISTS (
      SELECT 1 FROM jsonb_array_elements(NEW.differences) d WHERE jsonb_typeof(d) <> 'object'
        OR jsonb_typeof(d -> 'kind') IS DISTINCT FROM 'string' OR jsonb_typeof(d -> 'old') IS DISTINCT FROM 'string'
        OR jsonb_typeof(d -> 'new') IS DISTINCT FROM 'string') THEN
    PERFORM refuse('publication_differences', 409, 'The lines that differ are given with what they were and are.');
  END IF;
  -- That nothing else differs is not believed of web or worker.
  IF as_the_app() THEN
    NEW.differences := NEW.differences || publication_unsaid(NEW.version_id, NEW.text, NEW.differences);
  END IF;
  NEW.text_hash := encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex');
  NEW.by_id := who; NEW.at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER publication_before BEFORE INSERT ON claims_publication FOR EACH ROW
  EXECUTE FUNCTION publication_before();

-- At commit, what web or worker recorded has its event.
CREATE OR REPLACE FUNCTION publication_has_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT told_now(NEW.article_id, NEW.by_id, '{went_out}') THEN
    PERFORM refuse('publication_has_event', 409, 'What went out is recorded with the event that says so.');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER publication_has_event AFTER INSERT ON claims_publication
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (as_the_app()) EXECUTE FUNCTION publication_has_event();
CREATE TRIGGER publication_kept BEFORE UPDATE OR DELETE ON claims_publication FOR EACH ROW
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER publication_kept_whole BEFORE TRUNCATE ON claims_publication FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
