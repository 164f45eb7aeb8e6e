-- Redaction: where the law asks for it, two people blank a text in every table and file. Events, their hashes and the
-- reason stay. Web and worker have no other way to any of it than the functions here.

-- Whether a person may ask for a redaction, or answer it. The text may stand in rows of any desk, and what is found is
-- shown: it takes a chief or legal of every desk.
CREATE OR REPLACE FUNCTION redacts(person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_desk) AND NOT EXISTS (
    SELECT 1 FROM claims_desk d WHERE NOT holds(d.id, person, 'chief') AND NOT holds(d.id, person, 'legal')) $$;

-- What finds a text: in any case, with other blanks, row ends, quotation marks and hyphens, with soft hyphens, accents
-- written in either way, escaped for a page, or in an address. A text of fewer than 8 characters, as whole words only.
CREATE OR REPLACE FUNCTION redaction_pattern(secret text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT '(?i)' || CASE WHEN char_length(s.words) < 8 THEN '(?<![[:alnum:]])' ELSE '' END || '(?:'
    || string_agg(CASE
      WHEN x.c = ' ' THEN '(?:[\s\u00A0\u2007\u202F\u200B]|\\[nrt]|&nbsp;)+'
      WHEN x.c ~ '[''’‘ʼ]' THEN '(?:[''’‘ʼ]|&\#39;|&\#x27;)'
      WHEN x.c ~ '["“”„«»]' THEN '(?:\\?["“”„«»]|&quot;)'
      WHEN x.c ~ '[-‐‑–—]' THEN '[-‐‑–—]'
      WHEN x.c ~ '[iıİI]' THEN '[iıİI]\u0307?'
      WHEN x.c = '&' THEN '&(?:amp;)?'
      WHEN x.c = '<' THEN '(?:<|&lt;)' WHEN x.c = '>' THEN '(?:>|&gt;)'
      WHEN normalize(x.c, NFD) <> x.c THEN '(?:' || x.c || '|' || normalize(x.c, NFD) || ')'
      WHEN x.c ~ '^[\x21-\x7e]$' AND x.c !~ '[[:alnum:]]' THEN '\' || x.c
      ELSE x.c END, '[\u00AD\u200C\u200D\u2060]*' ORDER BY x.n)
    || '|' || string_agg(CASE
      WHEN x.c = ' ' THEN '(?:%20|\+)'
      WHEN x.c ~ '^[A-Za-z0-9]$' THEN x.c
      WHEN x.c ~ '^[._~-]$' THEN '\' || x.c
      ELSE regexp_replace(encode(convert_to(x.c, 'UTF8'), 'hex'), '(..)', '%\1', 'g') END, '' ORDER BY x.n)
    || ')' || CASE WHEN char_length(s.words) < 8 THEN '(?![[:alnum:]])' ELSE '' END
  FROM (SELECT btrim(regexp_replace(normalize(secret, NFC), '[\s\u00A0\u2007\u202F]+', ' ', 'g'))) s (words),
    unnest(string_to_array(s.words, NULL)) WITH ORDINALITY x (c, n)
  GROUP BY s.words $$;

-- What stands in place of a text: as many characters, so that all that follows stays where it was.
CREATE OR REPLACE FUNCTION redaction_mark(long integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN long < 10 THEN repeat('▮', long) ELSE '▮redacted' || repeat('▮', long - 9) END $$;

CREATE OR REPLACE FUNCTION blanked(said text, pattern text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF said IS NULL OR said !~ pattern THEN RETURN said; END IF;
  RETURN (SELECT string_agg(y.part || coalesce(redaction_mark(char_length(y.hit)), ''), '' ORDER BY y.n)
          FROM ROWS FROM (unnest(regexp_split_to_array(said, pattern)),
                          unnest(ARRAY(SELECT m[1] FROM regexp_matches(said, pattern, 'g') WITH ORDINALITY x (m, n)
                                       ORDER BY n))) WITH ORDINALITY y (part, hit, n));
END $$;
-- The same in all texts of a JSON value: each as a text, however it is written.
CREATE OR REPLACE FUNCTION blanked(said jsonb, pattern text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE jsonb_typeof(said)
    WHEN 'string' THEN to_jsonb(blanked(said #>> '{}', pattern))
    WHEN 'array' THEN (SELECT coalesce(jsonb_agg(blanked(x.one, pattern) ORDER BY x.n), '[]')
                       FROM jsonb_array_elements(said) WITH ORDINALITY x (one, n))
    WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(blanked(x.key, pattern), blanked(x.value, pattern)), '{}')
                        FROM jsonb_each(said) x)
    ELSE said END;
END $$;
CREATE OR REPLACE FUNCTION blanked(said text[], pattern text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN said IS NULL THEN NULL
    ELSE ARRAY(SELECT blanked(x.one, pattern) FROM unnest(said) WITH ORDINALITY x (one, n) ORDER BY x.n) END $$;

-- All columns that hold words, as the database has them: what of each row is searched, and what blanks it ($1 is the
-- pattern). What the database derives by itself follows. Django's own lists of what there is have no words of people.
CREATE OR REPLACE FUNCTION wordy_columns() RETURNS TABLE (tab text, col text, searched text, blanks text)
LANGUAGE sql STABLE AS $$
  SELECT c.relname::text, a.attname::text,
    CASE WHEN t.typcategory = 'A' THEN format('array_to_string(%I, E''\n'')', a.attname)
         ELSE format('%I::text', a.attname) END || ' ~ $1',
    CASE WHEN t.typcategory = 'A' THEN format('blanked(%I::text[], $1)', a.attname)
         WHEN t.typname = 'jsonb' THEN format('blanked(%I, $1)', a.attname)
         ELSE format('blanked(%I::text, $1)', a.attname) END
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attgenerated = ''
    AND c.relowner = current_user::regrole
    AND EXISTS (SELECT 1 FROM pg_attribute i WHERE i.attrelid = c.oid AND i.attname = 'id' AND i.attnum > 0)
    AND c.relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    AND (c.relname, a.attname) <> ('claims_redaction', 'text')
    AND (t.typname = 'jsonb' OR t.typcategory = 'S' OR t.typcategory = 'A' AND e.typcategory = 'S')
  ORDER BY 1, 2 $$;

-- How many rows of which column hold what a pattern finds: {"table.column": rows}. Each table is read once.
CREATE OR REPLACE FUNCTION text_found(pattern text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE one record; here jsonb; found jsonb := '{}';
BEGIN
  FOR one IN
    SELECT tab, string_agg(format('%L, nullif(count(*) FILTER (WHERE %s), 0)', tab || '.' || col, searched), ', ') AS q
    FROM wordy_columns() GROUP BY tab ORDER BY tab
  LOOP
    EXECUTE format('SELECT jsonb_strip_nulls(jsonb_build_object(%s)) FROM %I', one.q, one.tab) INTO here USING pattern;
    found := found || here;
  END LOOP;
  RETURN found;
END $$;

-- A redaction that waits for this person's hand.
CREATE OR REPLACE FUNCTION redaction_open(redaction bigint) RETURNS claims_redaction LANGUAGE plpgsql AS $$
DECLARE r claims_redaction;
BEGIN
  IF NOT redacts(factcheck_actor()) THEN
    PERFORM refuse('redaction_role', 403, 'A redaction is for a chief or legal of every desk of this site.');
  END IF;
  SELECT * INTO r FROM claims_redaction WHERE id = redaction FOR UPDATE;
  IF r.id IS NULL OR r.ended_at IS NOT NULL THEN
    PERFORM refuse('redaction_ended', 409, 'This redaction has ended.');
  END IF;
  RETURN r;
END $$;

-- Look where its text stands. In the name of whoever asked for it, or of whoever asks again.
CREATE OR REPLACE FUNCTION redaction_search(redaction bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r claims_redaction := redaction_open(redaction);
BEGIN
  UPDATE claims_redaction SET found = text_found(redaction_pattern(r.text)), searched_at = clock_timestamp()
    WHERE id = r.id AND ended_by_id IS NULL;
END $$;

-- Another person confirms it; or either of them ends it, with a reason, and its text goes from here.
CREATE OR REPLACE FUNCTION redaction_answer(redaction bigint, yes boolean, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE r claims_redaction := redaction_open(redaction); who text;
BEGIN
  SELECT coalesce(nullif(name, ''), username) INTO who FROM claims_person WHERE id = factcheck_actor();
  IF yes AND r.asked_by_id = factcheck_actor() THEN
    PERFORM refuse('redaction_of_two', 403, 'You asked for this redaction. Another person confirms it.');
  ELSIF r.ended_by_id IS NOT NULL THEN
    PERFORM refuse('redaction_confirmed', 409, 'It was confirmed already; a worker blanks the text now.');
  ELSIF yes AND r.searched_at IS NULL THEN
    PERFORM refuse('redaction_searched', 409, 'Wait until it is known where the text stands.');
  ELSIF yes AND EXISTS (SELECT 1 FROM jsonb_object_keys(r.found) k WHERE k LIKE 'claims\_person.%') THEN
    PERFORM refuse('redaction_account', 409,
      'The text is in the account of a person of this site. Change the account first, and ask anew.');
  ELSIF yes THEN
    UPDATE claims_redaction SET ended_by_id = factcheck_actor(), attempts = 0, problem = '' WHERE id = r.id;
  ELSIF why !~ '\S' OR why ~ redaction_pattern(r.text) THEN
    PERFORM refuse('redaction_reason', 409, 'Say why, without the text itself: the reason stays in the record.');
  ELSE
    UPDATE claims_redaction SET ended_by_id = factcheck_actor(), ended_at = clock_timestamp(), text = '', answer = why
      WHERE id = r.id;
    INSERT INTO claims_event (chain_id, desk_id, actor_id, verb, words, data)
      VALUES (0, r.desk_id, factcheck_actor(), 'redaction_ended', format('%s ended redaction %s: %s', who, r.id, why),
              jsonb_build_object('redaction', r.id));
  END IF;
END $$;

-- Count an attempt to carry it out; or say why it was not, and let somebody confirm it again.
CREATE OR REPLACE FUNCTION redaction_tried(redaction bigint, why text) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
  UPDATE claims_redaction SET attempts = attempts + 1, problem = why,
    ended_by_id = CASE WHEN why = '' THEN ended_by_id END WHERE id = redaction AND ended_at IS NULL $$;

-- Which of its files are still there: all at first, then those that could not be deleted.
CREATE OR REPLACE FUNCTION redaction_left(redaction bigint, hashes jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER
AS $$ UPDATE claims_redaction SET files_left = hashes WHERE id = redaction AND done AND files @> hashes $$;

-- No write of others comes between from here. It never waits while it keeps others from writing, so that nobody waits
-- for it in a circle: the worker tries again. What it waits for first keeps nobody from writing: autovacuum, which ends
-- when it is waited for, and which on a busy desk holds some table or other for minutes.
CREATE OR REPLACE FUNCTION redaction_lock() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE tables text := (SELECT string_agg(DISTINCT format('%I', tab), ', ') FROM wordy_columns());
BEGIN
  PERFORM set_config('lock_timeout', '20s', true);
  EXECUTE format('LOCK TABLE %s IN SHARE UPDATE EXCLUSIVE MODE', tables);
  EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE NOWAIT', tables);
END $$;

-- The triggers of a table that fire for a change, switched off, and on again.
CREATE OR REPLACE FUNCTION triggers_off(tab text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE found text[]; one text;
BEGIN
  SELECT coalesce(array_agg(tgname::text), '{}') INTO found FROM pg_trigger
    WHERE tgrelid = tab::regclass AND NOT tgisinternal AND tgenabled = 'O' AND tgtype & 16 <> 0;  -- 16: on UPDATE
  FOREACH one IN ARRAY found LOOP EXECUTE format('ALTER TABLE %I DISABLE TRIGGER %I', tab, one); END LOOP;
  RETURN found;
END $$;
CREATE OR REPLACE FUNCTION triggers_on(tab text, switched text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY switched LOOP EXECUTE format('ALTER TABLE %I ENABLE TRIGGER %I', tab, one); END LOOP;
END $$;

-- Blank the text of a redaction that two people stand behind: the one way past the triggers that keep events, history,
-- versions and sign-offs, which are off for these statements alone, in this transaction. held: {"table.column": ids} of
-- files in the database that hold the text, and {"files": hashes} of captured ones; these go whole.
CREATE OR REPLACE FUNCTION redact(redaction bigint, held jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  r claims_redaction := redaction_open(redaction); p text := redaction_pattern(r.text);
  one record; done jsonb := '{}'; blocks bigint[]; claims bigint[];
  bound bigint[]; articles bigint[];
BEGIN
  IF r.ended_by_id IS DISTINCT FROM factcheck_actor() OR r.asked_by_id = r.ended_by_id
     OR NOT redacts(r.asked_by_id) THEN
    PERFORM refuse('redaction_of_two', 403, 'A redaction takes two people, each a chief or legal of every desk.');
  END IF;
  SET CONSTRAINTS ALL IMMEDIATE;
  PERFORM redaction_lock();
  r.found := text_found(p);
  IF EXISTS (SELECT 1 FROM jsonb_object_keys(r.found) k WHERE k LIKE 'claims\_person.%') THEN
    PERFORM refuse('redaction_account', 409, 'The text is in the account of a person of this site.');
  END IF;
  -- Sign-offs that hold, of claims and articles in which the text stands: they hold afterwards.
  blocks := ARRAY(SELECT id FROM claims_block WHERE text ~ p);
  claims := ARRAY(SELECT claim_id FROM claims_piece WHERE block_id = ANY (blocks)
    UNION SELECT claim_id FROM claims_signoff WHERE voided_at IS NULL AND content::text ~ p
    UNION SELECT claim_id FROM claims_evidence WHERE hidden AND to_jsonb(claims_evidence)::text ~ p);
  bound := ARRAY(SELECT id FROM claims_signoff WHERE claim_id = ANY (claims) AND voided_at IS NULL
    AND coalesce(redacted_hash, content_hash) = claim_content_hash(claim_id));
  articles := ARRAY(SELECT o.id FROM claims_articlesignoff o JOIN claims_article a ON a.id = o.article_id
    WHERE o.voided_at IS NULL AND (a.headline || E'\n' || a.outlet || E'\n' || a.address ~ p
      OR EXISTS (SELECT 1 FROM claims_articleauthor w WHERE w.article_id = a.id AND w.name ~ p)
      OR EXISTS (SELECT 1 FROM claims_chainlink k WHERE k.article_id = a.id AND k.outlet || E'\n' || k.address ~ p)
      OR EXISTS (SELECT 1 FROM claims_noclaimmark m WHERE m.version_id = o.version_id AND m.reason ~ p)
      OR EXISTS (SELECT 1 FROM claims_claim c WHERE c.article_id = a.id AND c.stet_reason ~ p))
    AND coalesce(o.redacted_hash, o.content_hash) = article_content_hash(a.id, o.content_form));
  r.files := (SELECT coalesce(jsonb_agg(DISTINCT f.sha256), '[]') FROM (
    SELECT sha256 FROM claims_capture WHERE sha256 <> ''
      AND concat_ws(E'\n', text, exchanges, metadata, headers) ~ p
    UNION SELECT jsonb_array_elements_text(coalesce(held->'files', '[]'))) f (sha256));
  r.files := r.files || (SELECT coalesce(jsonb_agg(DISTINCT d->>'sha256'), '[]')  -- drawn of such a page
    FROM claims_capture c, LATERAL jsonb_array_elements(c.drawn) d WHERE r.files ? c.sha256);
  FOR one IN SELECT w.tab, string_agg(format('%I = %s', w.col, w.blanks), ', ') AS sets,
                    string_agg(w.searched, ' OR ') AS wheres
             FROM wordy_columns() w WHERE r.found ? (w.tab || '.' || w.col) GROUP BY w.tab ORDER BY w.tab LOOP
    done := done || jsonb_build_object(one.tab, rows_blanked(one.tab, one.sets, one.wheres, p));
  END LOOP;
  PERFORM files_blanked(held || jsonb_build_object('claims_upload.raw', uploads_of(done, held)), r.files),
    words_derived(done, blocks);
  bound := hashes_noted(bound, bound || ids_of(done, 'claims_signoff'), articles);
  UPDATE claims_redaction
    SET done = true, found = r.found, files = r.files, files_left = r.files, text = '', problem = '' WHERE id = r.id;
  PERFORM redaction_told(r, ids_of(done, 'claims_event'), bound, articles, blocks);
  UPDATE claims_redaction SET ended_at = clock_timestamp() WHERE id = r.id;
  SET CONSTRAINTS ALL DEFERRED;
END $$;

CREATE OR REPLACE FUNCTION ids_of(done jsonb, tab text) RETURNS bigint[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY(SELECT jsonb_array_elements_text(coalesce(done->tab, '[]'))::bigint) $$;

-- Change rows of a table with its triggers off. Returns their ids.
CREATE OR REPLACE FUNCTION rows_blanked(tab text, sets text, wheres text, p text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE switched text[] := triggers_off(tab); ids jsonb;
BEGIN
  EXECUTE format('WITH done AS (UPDATE %I SET %s WHERE %s RETURNING id)'
                 ' SELECT coalesce(jsonb_agg(id), ''[]'') FROM done', tab, sets, wheres) INTO ids USING p;
  PERFORM triggers_on(tab, switched);
  RETURN ids;
END $$;

-- The files that the text came in with: of a row that is blanked, or a version of which a block is.
CREATE OR REPLACE FUNCTION uploads_of(done jsonb, held jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE one record; here bigint[]; found bigint[] := ids_of(held, 'claims_upload.raw') || ids_of(done, 'claims_upload');
BEGIN
  FOR one IN SELECT c.relname::text AS tab FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'upload_id'
               AND (done ? c.relname::text OR c.relname = 'claims_version') LOOP
    EXECUTE format('SELECT array_agg(upload_id) FROM %I WHERE upload_id IS NOT NULL AND (id = ANY ($1)%s)', one.tab,
      CASE one.tab WHEN 'claims_version'
        THEN ' OR id IN (SELECT version_id FROM claims_block WHERE id = ANY ($2))' ELSE '' END)
      INTO here USING ids_of(done, one.tab), ids_of(done, 'claims_block');
    found := found || coalesce(here, '{}');
  END LOOP;
  RETURN to_jsonb(found);
END $$;

-- Files in the database that hold the text are emptied, whichever table they are in; of captures it is said.
CREATE OR REPLACE FUNCTION files_blanked(held jsonb, files jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
  FOR one IN SELECT c.relname::text AS tab, format(CASE WHEN a.attnotnull THEN '%I = ''''' ELSE '%I = NULL' END,
                                                   a.attname) AS sets, held->(c.relname || '.' || a.attname) AS ids
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.atttypid = 'bytea'::regtype
             WHERE c.relnamespace = 'public'::regnamespace AND c.relname LIKE 'claims\_%'
               AND c.relname <> 'claims_identity' AND held ? (c.relname || '.' || a.attname) LOOP
    PERFORM rows_blanked(one.tab, one.sets, format('id IN (SELECT x::bigint FROM jsonb_array_elements_text(%L) x)'
                                                   ' AND $1 IS NULL', one.ids), NULL);
  END LOOP;
  PERFORM rows_blanked('claims_capture', 'lacks = ''A text in it was redacted, and its file was deleted.''',
                       format('%L::jsonb ? sha256 AND $1 IS NULL', files), NULL);
END $$;

-- What is derived from what was blanked: words at their place in the text, and what names and addresses are known by.
CREATE OR REPLACE FUNCTION words_derived(done jsonb, blocks bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
  FOR one IN SELECT * FROM (VALUES
    ('claims_piece',
     'words = (SELECT substr(b.text, start + 1, "end" - start) FROM claims_block b WHERE b.id = block_id)',
     'block_id = ANY ($1::bigint[])'),
    ('claims_noclaimmark',
     'words = (SELECT substr(b.text, start + 1, "end" - start) FROM claims_block b WHERE b.id = block_id)',
     'block_id = ANY ($1::bigint[])'),
    ('claims_claim', 'quoted = (claim_place(id)).quoted',
     'EXISTS (SELECT 1 FROM claims_piece x JOIN claims_article a ON a.current_version_id = x.version_id
              WHERE x.claim_id = claims_claim.id AND x.block_id = ANY ($1::bigint[]))'),
    ('claims_source', 'marks = source_marks(publisher, author, address, hidden),
      page = page_digest(address), control = control_marks(controlled_by)', NULL),
    ('claims_article', 'known_by = outlet_marks(outlet, address)', NULL),
    ('claims_chainlink', 'known_by = outlet_marks(outlet, address)', NULL),
    ('claims_speakeralias', 'key = ''redacted '' || id', NULL),
    ('claims_speaker', 'key = CASE WHEN name LIKE ''%▮%'' THEN ''redacted '' || id ELSE key END,
      marks = speaker_marks(id, name, website, kind)',
     'id = ANY ($1::bigint[]) OR id IN (SELECT speaker_id FROM claims_speakeralias WHERE key = ''redacted '' || id)'))
    x (tab, sets, wheres) WHERE x.wheres LIKE '%block_id%' AND blocks <> '{}' OR x.wheres NOT LIKE '%block_id%'
      AND done ?| '{claims_speaker,claims_speakeralias}' OR x.wheres IS NULL AND done ? x.tab LOOP
    PERFORM rows_blanked(one.tab, one.sets, coalesce(one.wheres, 'id = ANY ($1::bigint[])'),
      (CASE WHEN one.wheres LIKE '%block_id%' THEN blocks ELSE ids_of(done, one.tab) END)::text);
  END LOOP;
END $$;

-- Each sign-off keeps the hash of what was signed. Of what that became it has another, so that one that holds (bound)
-- holds still. Returns all.
CREATE OR REPLACE FUNCTION hashes_noted(bound bigint[], signoffs bigint[], articles bigint[]) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE by_id CONSTANT text := 'id = ANY ($1::bigint[])';
BEGIN
  -- Whoever signs what was signed before leaves another sign-off on the same content: it becomes the same.
  bound := ARRAY(SELECT DISTINCT o.id FROM claims_signoff b JOIN claims_signoff o ON o.claim_id = b.claim_id
    AND coalesce(o.redacted_hash, o.content_hash) = coalesce(b.redacted_hash, b.content_hash) WHERE b.id = ANY (bound));
  signoffs := signoffs || bound;
  PERFORM rows_blanked('claims_signoff', 'content = claim_content(claim_id)', by_id, bound::text);
  PERFORM rows_blanked('claims_signoff',
    'redacted_hash = nullif(encode(sha256(convert_to(content::text, ''UTF8'')), ''hex''), content_hash)',
    by_id || ' AND content IS NOT NULL', signoffs::text);
  PERFORM rows_blanked('claims_articlesignoff',
    'redacted_hash = nullif(article_content_hash(article_id, content_form), content_hash)', by_id, articles::text);
  RETURN signoffs;
END $$;

-- The record of each article or desk says of its own what hash became what (blanked): an event, a sign-off, a text. Who
-- follows a chain needs nothing else to tell what was redacted from what somebody changed.
CREATE OR REPLACE FUNCTION redaction_told(
  r claims_redaction, events bigint[], signoffs bigint[], articles bigint[], blocks bigint[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record; who text; asked text;
BEGIN
  SELECT coalesce(nullif(name, ''), username) INTO who FROM claims_person WHERE id = r.ended_by_id;
  SELECT name_shown(name, username) INTO asked FROM claims_person WHERE id = r.asked_by_id;
  FOR one IN
    SELECT h.id, h.desk_id, h.article_id,
      coalesce(jsonb_object_agg(x.was, x.is_) FILTER (WHERE x.was <> x.is_), '{}') AS blanked
    FROM claims_eventchain h LEFT JOIN (
      SELECT chain_id, NULL::bigint, hash, event_digest(previous_hash, chain_id, sequence, at, actor_id, claim_id, verb,
                                                        words, data)
        FROM claims_event WHERE id = ANY (events)
      UNION ALL SELECT NULL, c.article_id, o.content_hash, o.redacted_hash
        FROM claims_signoff o JOIN claims_claim c ON c.id = o.claim_id
        WHERE o.id = ANY (signoffs) AND o.redacted_hash IS NOT NULL
      UNION ALL SELECT NULL, article_id, content_hash, redacted_hash
        FROM claims_articlesignoff WHERE id = ANY (articles) AND redacted_hash IS NOT NULL
      UNION ALL SELECT NULL, v.article_id, v.hash, version_hash(v.id)
        FROM claims_version v WHERE id IN (SELECT version_id FROM claims_block WHERE id = ANY (blocks))
    ) x (chain, article, was, is_) ON x.chain = h.id OR x.article = h.article_id
    WHERE x.was IS NOT NULL OR h.desk_id = r.desk_id
    GROUP BY h.id ORDER BY h.id
  LOOP
    INSERT INTO claims_event (chain_id, desk_id, article_id, actor_id, verb, words, data)
      VALUES (0, coalesce(one.desk_id, r.desk_id), one.article_id, r.ended_by_id, 'redacted',
        format('%s redacted a text (redaction %s)', who, r.id)
          -- The reason is in the record of the desk: an article's may leave it.
          || CASE WHEN one.article_id IS NULL THEN format(', as %s asked: %s', asked, r.reason) ELSE '' END,
        jsonb_build_object('redaction', r.id, 'blanked', one.blanked));
  END LOOP;
END $$;

-- It begins with a text and a reason, and nothing else.
CREATE OR REPLACE FUNCTION redaction_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.asked_by_id := factcheck_actor(); NEW.asked_at := clock_timestamp(); NEW.searched_at := NULL; NEW.found := '{}';
  NEW.ended_by_id := NULL; NEW.ended_at := NULL; NEW.done := false; NEW.answer := ''; NEW.attempts := 0;
  NEW.problem := ''; NEW.files := '[]'; NEW.files_left := '[]';
  RETURN NEW;
END $$;
CREATE TRIGGER redaction_before BEFORE INSERT ON claims_redaction FOR EACH ROW EXECUTE FUNCTION redaction_before();

-- Refused after the row is there: what is refused while a COPY reads a row is logged with the row.
CREATE OR REPLACE FUNCTION redaction_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT redacts(NEW.asked_by_id) THEN
    PERFORM refuse('redaction_role', 403, 'A redaction is for a chief or legal of every desk of this site.');
  ELSIF char_length(btrim(NEW.text)) < 5 OR char_length(NEW.text) > 1000 OR NEW.reason !~ '\S' THEN
    PERFORM refuse('redaction_says_what', 409, 'Say why, and which text: 5 to 1,000 characters.');
  ELSIF NEW.text ~ '^[0-9a-f]+$' THEN
    PERFORM refuse('redaction_hash', 409, 'Hashes have only such letters and digits, and stay. Give more of the text.');
  ELSIF NEW.reason ~ redaction_pattern(NEW.text) THEN
    PERFORM refuse('redaction_reason', 409, 'The reason stays in the record. Leave the text out of it.');
  END IF;
  INSERT INTO claims_event (chain_id, desk_id, actor_id, verb, words, data)
    SELECT 0, NEW.desk_id, id, 'redaction_asked', format('%s asked for redaction %s: %s',
             coalesce(nullif(name, ''), username), NEW.id, NEW.reason),
           jsonb_build_object('redaction', NEW.id)
    FROM claims_person WHERE id = NEW.asked_by_id;
  RETURN NULL;
END $$;
CREATE TRIGGER redaction_after AFTER INSERT ON claims_redaction FOR EACH ROW EXECUTE FUNCTION redaction_after();
CREATE TRIGGER redaction_kept BEFORE DELETE ON claims_redaction FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER redaction_kept_whole BEFORE TRUNCATE ON claims_redaction FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();

-- Only while a redaction is carried out does the record say that one was: what it says that a hash became is believed.
CREATE OR REPLACE FUNCTION event_of_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM claims_redaction r WHERE r.id = (NEW.data->>'redaction')::bigint AND r.done
                 AND r.ended_at IS NULL AND r.ended_by_id = NEW.actor_id) THEN
    PERFORM refuse('event_of_redaction', 409, 'The database itself records what it redacts.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_of_redaction BEFORE INSERT ON claims_event FOR EACH ROW WHEN (NEW.verb = 'redacted')
  EXECUTE FUNCTION event_of_redaction();
