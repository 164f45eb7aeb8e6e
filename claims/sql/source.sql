-- Sources and speakers: what each is known by, who is whose, and what the rules read of a piece of evidence.

-- The host of an address, as addresses are compared: small letters, without www., mobile prefixes, port and user. The
-- stored copy of a page is at the page's own address.
CREATE OR REPLACE FUNCTION address_host(address text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE host text := lower(substring(address_copied(address) FROM
  '^[A-Za-z][A-Za-z0-9+.-]*:/{1,2}(?!/)(?:[^/?#@]*@)?([^/?#:]+)'));
BEGIN
  host := rtrim(coalesce(host, ''), '.');
  WHILE host ~ '^(www[0-9]*|m|mobile|amp|touch|wap)\.[^.]+\.' LOOP
    host := substr(host, position('.' IN host) + 1);
  END LOOP;
  RETURN CASE WHEN host = 'x.com' THEN 'twitter.com' WHEN host = 'fb.com' THEN 'facebook.com'
              WHEN host IN ('telegram.me', 'telegram.dog') THEN 't.me' ELSE host END;
END $$;

-- The address that a stored or fast copy was made of; any other address is its own.
CREATE OR REPLACE FUNCTION address_copied(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(
    substring(left(btrim(address), 2000) FROM
      '^https?://(?:web\.archive\.org/web|archive\.(?:today|ph|is|li|md|vn|fo))/[^/]*/(https?:/.*)$'),
    'https://' || substring(left(btrim(address), 2000) FROM
      '^https?://[^/]*(?:google\.[a-z.]{2,6}/amp|ampproject\.org/[cv])/s/(.+)$'),
    left(btrim(address), 2000)) $$;

-- Whose site an address is on: its host; on a host that many share, the host and whose account it is ('' for none).
CREATE OR REPLACE FUNCTION address_site(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN h.host NOT IN ('twitter.com', 'facebook.com', 't.me', 'youtube.com', 'instagram.com', 'vk.com',
      'tiktok.com', 'linkedin.com', 'medium.com', 'threads.net', 'bsky.app', 'reddit.com', 'ok.ru', 'rumble.com',
      'sites.google.com', 'docs.google.com', 'drive.google.com', 'github.com')
    THEN h.host
    ELSE coalesce(h.host || '/' || lower(substring(address_copied(address) FROM
      '^[^:]*:/{1,2}(?!/)[^/?#]*/(?:(?:s|c|channel|user|company|in|pages|profile|r|u)/)?@?([^/?#]+)')), '') END
  FROM (SELECT address_host(address)) h (host) $$;

-- An address as it is compared with others of the same page: without scheme, fragment, tracking, and slash at its end.
CREATE OR REPLACE FUNCTION address_page(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN address_host(address) = '' THEN '' ELSE
    address_host(address)
    || rtrim(coalesce(substring(address_copied(address) FROM '^[^:]*:/{1,2}(?!/)[^/?#]*(/[^?#]*)'), ''), '/')
    || coalesce('?' || (
      SELECT string_agg(one, '&' ORDER BY one)
      FROM regexp_split_to_table(substring(address_copied(address) FROM '\?([^#]*)'), '&') one
      WHERE one <> '' AND one !~* '^(utm_[a-z]+|at_[a-z]+|fbclid|gclid|dclid|yclid|msclkid|mc_[ce]id|igshid|ref_src|'
        'ref_url|cmpid|ocid|_ga)(=|$)'), '') END $$;

-- A name as names are compared: its words in any order, without case, accents and punctuation, in letters that look the
-- same. "Azerbaijan's Defence Ministry" and "Azerbaijani Ministry of Defense" are one.
CREATE OR REPLACE FUNCTION name_mark(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(DISTINCT word, ' ' ORDER BY word), '') FROM (
    SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(
      w, '(..)ence$', '\1ense'), '(...)tre$', '\1ter'), '(...)isation$', '\1ization'), '(...a)ni?$', '\1') AS word
    FROM unnest(name_words(name)) w WHERE w NOT IN ('of', 'the', 'for', 'in', 's')
  ) words $$;

-- What names and an address are known by: each name, and the site with an @. within: also the sites that it is part of.
CREATE OR REPLACE FUNCTION marks_of(names text[], address text, within boolean) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(DISTINCT mark ORDER BY mark), '{}') FROM (
    SELECT name_mark(n) AS mark FROM unnest(names) n
    UNION ALL
    SELECT left('@' || site, 200) FROM (SELECT address_site(address)) s (site) WHERE site <> ''
    UNION ALL
    SELECT left('@' || array_to_string(parts[n:], '.'), 200)
    FROM (SELECT string_to_array(address_site(address), '.')) s (parts),
         generate_series(2, least(cardinality(parts) - 1, 20)) n
    WHERE within AND address_site(address) !~ '/'
  ) x WHERE mark NOT IN ('', '@') $$;

-- Marks as those of a source off the record are kept: no table and no index has the names of who is behind it once
-- more. A speaker and an article have theirs in both forms, so that the two are found to be one.
CREATE OR REPLACE FUNCTION marks_hidden(marks text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg('#' || left(encode(sha256(convert_to(m, 'UTF8')), 'hex'), 32) ORDER BY m), '{}')
  FROM unnest(marks) m WHERE m !~ '^#' $$;

-- What an article or an outlet is known by: in both forms.
CREATE OR REPLACE FUNCTION outlet_marks(outlet text, address text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT m || marks_hidden(m) FROM (SELECT marks_of(ARRAY[outlet], address, false)) x (m) $$;

CREATE OR REPLACE FUNCTION source_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Several authors are named one after another.
  NEW.marks := marks_of(ARRAY[NEW.publisher, NEW.author]
                        || regexp_split_to_array(left(NEW.author, 200), '[;,&]| and '), NEW.address, true);
  IF NEW.off_record THEN NEW.marks := marks_hidden(NEW.marks); END IF;
  NEW.page := coalesce((marks_hidden(ARRAY[nullif(address_page(NEW.address), '')]))[1], '');
  IF TG_OP = 'UPDATE' AND NEW.desk_id <> OLD.desk_id THEN
    PERFORM refuse('source_desk', 409, 'A source stays on its desk.');
  ELSIF NEW.speaker_id IS NOT NULL AND NEW.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_speaker
                                                                  WHERE id = NEW.speaker_id) THEN
    PERFORM refuse('source_desk', 409, 'A source carries the word of a speaker of its desk.');
  END IF;
  IF NEW.reference IS DISTINCT FROM (TG_OP = 'UPDATE' AND OLD.reference)
     AND NOT holds(NEW.desk_id, factcheck_actor(), 'chief') THEN
    PERFORM refuse('source_reference', 403,
      'Only a chief of this desk puts a work on the reference list, or takes it off.');
  END IF;
  IF NEW.withdrawn !~ '\S' THEN
    NEW.withdrawn := ''; NEW.withdrawn_by_id := NULL; NEW.withdrawn_at := NULL;
  ELSIF TG_OP = 'INSERT' OR NEW.withdrawn <> OLD.withdrawn THEN
    NEW.withdrawn_by_id := factcheck_actor(); NEW.withdrawn_at := now();
  ELSE
    NEW.withdrawn_by_id := OLD.withdrawn_by_id; NEW.withdrawn_at := OLD.withdrawn_at;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER source_before BEFORE INSERT OR UPDATE ON claims_source FOR EACH ROW EXECUTE FUNCTION source_before();

-- A merged speaker stays what it was, and points to the one that it is the same as. Nobody's claims, sources and sides
-- are written anew: who is who is looked up (root_id), so what was signed holds, and a merge is undone without a trace.
CREATE OR REPLACE FUNCTION speaker_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE into_ claims_speaker;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.desk_id <> OLD.desk_id THEN
    PERFORM refuse('speaker_desk', 409, 'A speaker stays on its desk.');
  END IF;
  IF EXISTS (SELECT 1 FROM claims_speakeralias WHERE desk_id = NEW.desk_id AND key = NEW.key AND speaker_id <> NEW.id)
     AND (TG_OP = 'INSERT' OR NEW.key <> OLD.key) THEN
    PERFORM refuse('speaker_name', 409, 'Another speaker of the desk has this name as another name.');
  END IF;
  NEW.root_id := NEW.id;
  IF NEW.merged_into_id IS NOT NULL THEN
    -- Two people who merge the same records wait for each other.
    SELECT * INTO into_ FROM claims_speaker WHERE id = NEW.merged_into_id FOR NO KEY UPDATE;
    IF into_.desk_id <> NEW.desk_id OR into_.root_id = NEW.id THEN
      PERFORM refuse('speaker_merge', 409, 'A speaker is merged into another one of its desk.');
    END IF;
    NEW.root_id := into_.root_id;
  END IF;
  NEW.marks := marks_of(ARRAY(SELECT name FROM claims_speakeralias WHERE speaker_id = NEW.id) || NEW.name::text,
                        NEW.website, false);
  NEW.marks := NEW.marks || marks_hidden(NEW.marks);
  RETURN NEW;
END $$;
CREATE TRIGGER speaker_before BEFORE INSERT OR UPDATE ON claims_speaker FOR EACH ROW EXECUTE FUNCTION speaker_before();

-- Who somebody's word is of would change with it.
CREATE OR REPLACE FUNCTION speaker_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse('speaker_kept', 409, 'A speaker is never deleted. Merge it into another one.');
END $$;
CREATE TRIGGER speaker_kept BEFORE DELETE ON claims_speaker FOR EACH ROW EXECUTE FUNCTION speaker_kept();

-- Those merged into it go along with it.
CREATE OR REPLACE FUNCTION speaker_carries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_speaker SET root_id = NEW.root_id WHERE merged_into_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER speaker_carries AFTER UPDATE ON claims_speaker FOR EACH ROW
  WHEN (OLD.root_id IS DISTINCT FROM NEW.root_id) EXECUTE FUNCTION speaker_carries();

CREATE OR REPLACE FUNCTION alias_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_speaker WHERE id = NEW.speaker_id) THEN
    PERFORM refuse('alias_desk', 409, 'Another name is of its speaker''s desk.');
  ELSIF EXISTS (SELECT 1 FROM claims_speaker WHERE desk_id = NEW.desk_id AND key = NEW.key) THEN
    PERFORM refuse('speaker_name', 409, 'A speaker of the desk has this name. If they are the same, merge the two.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER alias_before BEFORE INSERT OR UPDATE ON claims_speakeralias FOR EACH ROW EXECUTE FUNCTION alias_before();

CREATE OR REPLACE FUNCTION alias_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN  -- speaker_before reads its names anew
  IF TG_OP <> 'INSERT' THEN UPDATE claims_speaker SET root_id = root_id WHERE id = OLD.speaker_id; END IF;
  IF TG_OP <> 'DELETE' THEN UPDATE claims_speaker SET root_id = root_id WHERE id = NEW.speaker_id; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER alias_after AFTER INSERT OR UPDATE OR DELETE ON claims_speakeralias FOR EACH ROW
  EXECUTE FUNCTION alias_after();

-- Rows from before that was kept. Here, before a change of them is looked at: nobody made one.
UPDATE claims_speaker SET root_id = coalesce(root_id, id) WHERE root_id IS NULL
  OR marks <> '{}' AND NOT EXISTS (SELECT 1 FROM unnest(marks) m WHERE m ~ '^#');
UPDATE claims_source SET edition = edition WHERE marks = '{}' AND (publisher, author, address) <> ('', '', '')
  OR off_record AND EXISTS (SELECT 1 FROM unnest(marks) m WHERE m !~ '^#') OR page = '' AND address <> '';
UPDATE claims_article SET known_by = outlet_marks(outlet, address)
  WHERE known_by = '{}' AND (outlet, address) <> ('', '');
UPDATE claims_chainlink SET known_by = outlet_marks(outlet, address) WHERE known_by = '{}';

-- What an outlet of a chain is known by. Read for each article of a list, so it is kept; article_before does the same.
CREATE OR REPLACE FUNCTION chainlink_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.known_by := outlet_marks(NEW.outlet, NEW.address);
  RETURN NEW;
END $$;
CREATE TRIGGER chainlink_before BEFORE INSERT OR UPDATE ON claims_chainlink FOR EACH ROW
  EXECUTE FUNCTION chainlink_before();

-- What the rules read of evidence, and of the sources that it derives from. keys: two pieces that share one are of one
-- origin (a source, a page, a speaker, a side, the article itself). A source is its speaker's word, and that of whoever
-- is known by its site, its publisher or its author. words: whose word it is where it holds nothing else; words_sided:
-- one of them is on a side. own: it is the word of the claim's own speaker. sided: of a side of the matter; other_side:
-- of another than the speaker's. of_article: it is the article, an outlet of its chain, or derives from them.
-- merged, into_: read as if all records of the one speaker were of the other.
-- Time grows with the evidence: each fact is found by a join, and all facts of a piece are put together once.
CREATE OR REPLACE FUNCTION evidence_standings(ids bigint[], merged bigint DEFAULT NULL, into_ bigint DEFAULT NULL)
RETURNS TABLE (evidence_id bigint, keys text[], words bigint[], words_sided boolean, own boolean, sided boolean,
               other_side boolean, of_article boolean, off_record boolean, withdrawn boolean, reference boolean)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE chain AS (
    SELECT e.id AS evidence, c.article_id AS article, CASE p.root_id WHEN merged THEN into_ ELSE p.root_id END AS me,
      s.id AS source, s.origin_id AS origin, s.kind::text AS kind
    FROM claims_evidence e JOIN claims_claim c ON c.id = e.claim_id JOIN claims_source s ON s.id = e.source_id
    LEFT JOIN claims_speaker p ON p.id = c.speaker_id
    WHERE e.id = ANY (ids)
    UNION
    SELECT c.evidence, c.article, c.me, s.* FROM chain c, LATERAL (
      SELECT id, origin_id, kind::text FROM claims_source WHERE id = c.origin
      OFFSET 0  -- each by its key: PostgreSQL expects many more, and would read all sources
    ) s
  ), source AS MATERIALIZED (
    SELECT s.* FROM (SELECT DISTINCT source FROM chain) c CROSS JOIN LATERAL (
      SELECT id, speaker_id AS speaker, desk_id AS desk, marks, withdrawn <> '' AS withdrawn, nullif(page, '') AS page
      FROM claims_source WHERE id = c.source OFFSET 0) s
  ), carries AS MATERIALIZED (
    SELECT DISTINCT s.id AS source, CASE w.root WHEN merged THEN into_ ELSE w.root END AS root
    FROM source s CROSS JOIN LATERAL (
      SELECT p.root_id FROM claims_speaker p WHERE p.id = s.speaker
      UNION SELECT p.root_id FROM claims_speaker p WHERE p.desk_id = s.desk AND p.marks && s.marks) w (root)
  ), whose AS MATERIALIZED (
    SELECT DISTINCT c.evidence, c.article, c.me, k.root,
      c.kind IN ('statement', 'interview', 'web_page', 'notes') AS as_words
    FROM chain c JOIN carries k ON k.source = c.source
  ), placed AS MATERIALIZED (
    SELECT DISTINCT l.article_id AS article, l.side_id AS side, l.source_id AS source,
      CASE p.root_id WHEN merged THEN into_ ELSE p.root_id END AS root
    FROM claims_placement l LEFT JOIN claims_speaker p ON p.id = l.speaker_id
    WHERE l.article_id IN (SELECT article FROM chain)
  ), on_side AS (
    SELECT c.evidence, c.article, c.me, p.side
    FROM chain c JOIN placed p ON p.article = c.article AND p.source = c.source
    UNION SELECT w.evidence, w.article, w.me, p.side
    FROM whose w JOIN placed p ON p.article = w.article AND p.root = w.root
  ), outlet AS MATERIALIZED (
    SELECT a.article, o.known_by FROM (SELECT DISTINCT article FROM chain) a CROSS JOIN LATERAL (
      SELECT known_by FROM claims_article WHERE id = a.article
      UNION ALL SELECT known_by FROM claims_chainlink WHERE article_id = a.article OFFSET 0) o
  ), of_outlets AS MATERIALIZED (
    SELECT DISTINCT c.article, c.source FROM chain c JOIN outlet o ON o.article = c.article
    JOIN source s ON s.id = c.source WHERE o.known_by && s.marks
  ), fact (evidence, key, word, words_sided, own, sided, other_side, withdrawn) AS (
    SELECT c.evidence, 'source ' || c.source, NULL::bigint, false, false, false, false, s.withdrawn
    FROM chain c JOIN source s ON s.id = c.source
    UNION ALL SELECT c.evidence, 'page ' || s.page, NULL, false, false, false, false, false
    FROM chain c JOIN source s ON s.id = c.source WHERE s.page IS NOT NULL
    UNION ALL SELECT w.evidence, 'speaker ' || w.root, CASE WHEN w.as_words THEN w.root END,
      w.as_words AND p.root IS NOT NULL, coalesce(w.root = w.me, false), false, false, false
    FROM whose w LEFT JOIN (SELECT DISTINCT article, root FROM placed) p ON p.article = w.article AND p.root = w.root
    UNION ALL SELECT x.evidence, 'side ' || x.side, NULL, false, false, true, p.side IS NULL, false
    FROM on_side x LEFT JOIN (SELECT DISTINCT article, side, root FROM placed) p
      ON p.article = x.article AND p.side = x.side AND p.root = x.me
    UNION ALL SELECT c.evidence, 'article', NULL, false, false, false, false, false
    FROM chain c JOIN of_outlets o ON o.article = c.article AND o.source = c.source
  ), whole AS (
    SELECT f.evidence, array_agg(DISTINCT f.key ORDER BY f.key) AS keys,
      coalesce(array_agg(DISTINCT f.word ORDER BY f.word) FILTER (WHERE f.word IS NOT NULL), '{}') AS words,
      bool_or(f.words_sided) AS words_sided, bool_or(f.own) AS own, bool_or(f.sided) AS sided,
      bool_or(f.other_side) AS other_side, bool_or(f.key = 'article') AS of_article, bool_or(f.withdrawn) AS withdrawn
    FROM fact f GROUP BY f.evidence
  )
  SELECT w.evidence, w.keys, w.words, w.words_sided, w.own, w.sided, w.other_side, w.of_article, s.off_record,
    w.withdrawn, s.reference
  FROM whole w CROSS JOIN LATERAL (
    SELECT s.off_record, s.reference FROM claims_evidence e JOIN claims_source s ON s.id = e.source_id
    WHERE e.id = w.evidence OFFSET 0) s $$;
