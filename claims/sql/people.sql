-- Roles on a desk, and the authors of an article.

-- roles_that_count and authorships become part of the query that asks, so that it reads only what it needs. For that
-- they have no search_path (access.sql), and the names in them are written in full.

-- The roles that count: a role counts only if somebody else gave it, or if it is from before that was kept.
CREATE OR REPLACE FUNCTION roles_that_count() RETURNS TABLE (desk_id bigint, person_id bigint, role text)
LANGUAGE sql STABLE AS $$
  SELECT m.desk_id, m.person_id, m.role::text FROM public.claims_membership m
  JOIN public.claims_person p ON p.id = m.person_id AND p.is_active
  WHERE m.given_by_id IS DISTINCT FROM m.person_id $$;

CREATE OR REPLACE FUNCTION holds(desk bigint, person bigint, role text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM roles_that_count() r WHERE r.desk_id = $1 AND r.person_id = $2 AND r.role = $3) $$;

-- Who is an author of which article, or may be: its byline has a name that may be theirs, and nobody else has said that
-- it is somebody else. certain: they were named an author of it, or said to be one.
CREATE OR REPLACE FUNCTION authorships() RETURNS TABLE (article_id bigint, person_id bigint, certain boolean)
LANGUAGE sql STABLE AS $$
  SELECT a.article_id, a.person_id, true FROM public.claims_articleauthor a WHERE a.person_id IS NOT NULL
  UNION ALL
  SELECT a.article_id, q.person_id, q.answer = 'same' FROM public.claims_bylinequestion q
  JOIN public.claims_articleauthor a ON a.id = q.author_id WHERE q.answer <> 'other' $$;

CREATE OR REPLACE FUNCTION is_author(article bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM authorships() a WHERE a.article_id = $1 AND a.person_id = $2) $$;

-- Everybody for whom is_author holds, each once.
CREATE OR REPLACE FUNCTION article_authors(article bigint) RETURNS TABLE (person_id bigint, certain boolean)
LANGUAGE sql STABLE AS $$
  SELECT a.person_id, bool_or(a.certain) FROM authorships() a WHERE a.article_id = article GROUP BY a.person_id $$;

-- The words of a name as they are compared: small letters without accents; "Müller" and "Mueller" come out alike.
CREATE OR REPLACE FUNCTION name_words(name text) RETURNS text[] LANGUAGE sql IMMUTABLE AS
$$ SELECT folded_words(name_folded(name)) $$;
CREATE OR REPLACE FUNCTION folded_words(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(w), '{}') FROM (
    SELECT DISTINCT w FROM regexp_split_to_table(folded, '[^[:alnum:]]+') w
    WHERE w NOT IN ('', 'by', 'and') ORDER BY w LIMIT 60) words $$;

-- A name without accents, invisible signs and capitals, in letters that look the same: of at most 300 characters.
CREATE OR REPLACE FUNCTION name_folded(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(lower(name_looks(translate(replace(replace(lower(regexp_replace(
    normalize(left(name, 300), NFKD), U&'[\0300-\036F\00AD\200B-\200F\2060-\2064\FE00-\FE0F\FEFF]', '', 'g')),
    'ß', 'ss'), 'æ', 'ae'), 'øłđðıœ', 'olddio'))), '(?<=[aou])e', '', 'g') $$;

-- A name in Cyrillic, Greek, Georgian, Armenian or Latin letters, in small Latin ones.
CREATE OR REPLACE FUNCTION name_latin(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  latin text := lower(normalize(left(name, 300), NFC)); pair text[];
  pairs CONSTANT text[] := ARRAY[
    ['дж', 'j'], ['ντ', 'nd'], ['μπ', 'b'], ['γκ', 'g'], ['ու', 'u'], ['և', 'ev'], ['ß', 'ss'], ['æ', 'ae'],
    ['ч', 'ch'], ['ж', 'zh'], ['ш', 'sh'], ['х', 'kh'], ['ц', 'ts'], ['ѕ', 'dz'], ['ю', 'yu'], ['я', 'ya'],
    ['є', 'ye'], ['ї', 'yi'], ['ξ', 'ks'], ['ψ', 'ps']];
BEGIN
  latin := translate(latin, 'çčćҹჩჭչճžҗჟժšşщშշխხҳწცծցձძ', 'ччччччччжжжжшшшшшхххццццѕѕ');
  FOREACH pair SLICE 1 IN ARRAY pairs LOOP latin := replace(latin, pair[1], pair[2]); END LOOP;
  RETURN translate(regexp_replace(normalize(latin, NFKD), U&'[\0300-\036F]', '', 'g'),
    'абвгґғҝдђеэәзиіјкқлљмнњңоөпрстћуүұфһџҷы'
    'αβγδεζηθικλμνοπρσςτυφχω'
    'აბგდევზთიკლმნოპრსტუფქღყჯჰ'
    'աբգդեզէըթիլկհղմյնոպջռսվտրւփքօֆ'
    'łđðøəıœьъʹ',
    'abvgggkddeeaziijkkllmnnnooprstcuuufhjjy'
    'abgdezitiklmnoprsstufho'
    'abgdevztiklmnoprstupkgkjh'
    'abgdezeetilkhgmynopjrsvtrvpkof'
    'lddoaio');
END $$;

-- How a name sounds. Of the spellings that transliterations have for one name (Mammadova, Mamedova, Маммадова) one is
-- left, with one vowel for all.
CREATE OR REPLACE FUNCTION name_sounds(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  sounds text := name_latin(name); step text[];
  steps CONSTANT text[] := ARRAY[
    ['x', 'ks'], ['[dt]?zh|dj', 'j'], ['ph', 'f'], ['sch|sh|t?ch|c(?=[eiy])', 's'], ['[dt]?[sz]+', 's'], ['k?h', ''],
    ['ck|[cq]', 'k'], ['w', 'v'], ['[aeiouyj]+', 'a'], ['(.)\1+', '\1']];
BEGIN
  FOREACH step SLICE 1 IN ARRAY steps LOOP sounds := regexp_replace(sounds, step[1], step[2], 'g'); END LOOP;
  RETURN sounds;
END $$;

-- Whether two names may be one person's: they share a word ("Lindqvist"; its first five letters are enough), and of
-- what is left one word on each side begins with the same letter ("R.", "Rosa K."), or one side has nothing left. Or
-- one is the initials of the other ("R. L.", "R.L."), or an initial and a word of it together ("rlindqvist").
CREATE OR REPLACE FUNCTION names_look_one(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  WITH folded AS MATERIALIZED (SELECT name_folded(one) AS f, name_folded(other) AS g),
  names AS MATERIALIZED (
    SELECT folded_words(f) AS a, folded_words(g) AS b, regexp_replace(f, '[^[:alnum:]]+', '', 'g') AS joined,
           regexp_replace(g, '[^[:alnum:]]+', '', 'g') AS other_joined FROM folded
  ),
  shared AS (
    SELECT x, y FROM names, unnest(a) x, unnest(b) y
    WHERE char_length(x) > 1 AND char_length(y) > 1
      AND (x = y OR char_length(least(x, y)) > 4 AND char_length(greatest(x, y)) > 4 AND left(x, 5) = left(y, 5))
  )
  SELECT EXISTS (SELECT 1 FROM shared s, names n
    WHERE cardinality(array_remove(a, x)) = 0 OR cardinality(array_remove(b, y)) = 0
       OR EXISTS (SELECT 1 FROM unnest(array_remove(a, x)) p, unnest(array_remove(b, y)) q
                  WHERE left(p, 1) = left(q, 1))
  )
  OR EXISTS (
    SELECT 1 FROM (SELECT a, b FROM names UNION ALL SELECT b, a FROM names) t (few, whole)
    WHERE cardinality(few) > 1 AND few = ARRAY(SELECT DISTINCT left(w, 1) FROM unnest(whole) w ORDER BY 1)
       OR cardinality(few) = 1 AND EXISTS (
            SELECT 1 FROM unnest(whole) p, unnest(whole) q
            WHERE p <> q AND char_length(q) > 1 AND few[1] IN (left(p, 1) || q, q || left(p, 1))))
  -- Written together, or inside of a longer byline.
  OR EXISTS (
    SELECT 1 FROM names WHERE least(char_length(joined), char_length(other_joined))
        > CASE WHEN one ~ '[\u2E80-\uFFFF]' AND other ~ '[\u2E80-\uFFFF]' THEN 1 ELSE 5 END
      AND (position(joined IN other_joined) > 0 OR position(other_joined IN joined) > 0)) $$;

-- As they look; and where one is in other letters than the other, as they sound.
CREATE OR REPLACE FUNCTION names_may_be_one(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT names_look_one(one, other)
    OR (one ~ '[\u0370-\u058F\u10A0-\u10FF]') <> (other ~ '[\u0370-\u058F\u10A0-\u10FF]')
       AND names_look_one(name_sounds(one), name_sounds(other)) $$;

-- The members of a desk whose name, or user name, may be the one in a byline.
CREATE OR REPLACE FUNCTION members_named(desk bigint, name text) RETURNS TABLE (person_id bigint)
LANGUAGE sql STABLE AS $$
  SELECT p.id FROM claims_person p
  WHERE p.id IN (SELECT m.person_id FROM claims_membership m WHERE m.desk_id = desk)
    AND (names_may_be_one(members_named.name, name_shown(p.name, p.username))
         OR name_words(members_named.name) = name_words(p.username)) $$;

-- Whether the name in a byline is the one of the person whom the row names: then it can mean nobody else.
CREATE OR REPLACE FUNCTION author_is_named(name text, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_person p WHERE p.id = person
                 AND name_words(author_is_named.name) = name_words(name_shown(p.name, p.username))) $$;

-- Ask, for names in bylines that are nobody's yet, which members they may be. Questions asked before stay as they are.
CREATE OR REPLACE FUNCTION ask_bylines(authors bigint[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO claims_bylinequestion (author_id, person_id, answer)
    SELECT a.id, m.person_id, '' FROM claims_articleauthor a JOIN claims_article t ON t.id = a.article_id
    CROSS JOIN LATERAL members_named(t.desk_id, a.name) m
    WHERE a.id = ANY (authors) AND m.person_id IS DISTINCT FROM a.person_id
      AND NOT author_is_named(a.name, a.person_id) ORDER BY a.id, m.person_id ON CONFLICT DO NOTHING $$;

CREATE OR REPLACE FUNCTION author_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ask_bylines(ARRAY[NEW.id]);
  RETURN NULL;
END $$;
CREATE TRIGGER author_asked AFTER INSERT OR UPDATE OF name, asked ON claims_articleauthor FOR EACH ROW
  EXECUTE FUNCTION author_asked();

-- A question is answered once, by somebody other than the person whom it asks about.
CREATE OR REPLACE FUNCTION byline_question_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the record; who bigint := factcheck_actor();
BEGIN
  SELECT a.article_id, t.desk_id INTO the FROM claims_articleauthor a JOIN claims_article t ON t.id = a.article_id
    WHERE a.id = OLD.author_id FOR NO KEY UPDATE OF t;
  IF OLD.answer <> '' OR NEW.answer = ''
     OR (NEW.author_id, NEW.person_id) IS DISTINCT FROM (OLD.author_id, OLD.person_id) THEN
    PERFORM refuse('byline_answered_once', 409,
      'Whom a byline names is answered once. To make a member an author, name them in the byline.');
  ELSIF NEW.answered_by_id IS DISTINCT FROM who THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  ELSIF who = OLD.person_id AND NEW.answer = 'other' THEN
    PERFORM refuse('byline_own_name', 403, 'Somebody else says that a byline does not name you.');
  ELSIF NOT EXISTS (SELECT 1 FROM unnest('{writer,checker,reviewer,legal,chief}'::text[]) role
                    WHERE holds(the.desk_id, who, role)) THEN
    PERFORM refuse('byline_role', 403, 'Whom a byline names is answered by somebody who works on this desk.');
  END IF;
  NEW.answered_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER byline_question_before BEFORE UPDATE ON claims_bylinequestion FOR EACH ROW
  EXECUTE FUNCTION byline_question_before();
CREATE OR REPLACE FUNCTION byline_question_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_articleauthor SET person_id = NEW.person_id WHERE id = NEW.author_id AND person_id IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER byline_question_after AFTER UPDATE ON claims_bylinequestion FOR EACH ROW WHEN (NEW.answer = 'same')
  EXECUTE FUNCTION byline_question_after();
CREATE TRIGGER byline_question_kept BEFORE DELETE ON claims_bylinequestion FOR EACH ROW
  EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE FUNCTION author_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.asked := true;  -- author_asked does
    RETURN NEW;
  END IF;
  IF NEW.article_id IS DISTINCT FROM OLD.article_id
     OR (OLD.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id) THEN
    PERFORM refuse('author_stays', 409, 'Whoever was named an author stays one.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER author_before BEFORE INSERT OR UPDATE ON claims_articleauthor FOR EACH ROW
  EXECUTE FUNCTION author_before();

-- Who becomes an author cannot have signed, let words stand, accepted a missing reply or acknowledged a context; who
-- was named one stays one for four-eyes.
CREATE OR REPLACE FUNCTION author_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.person_id IS NOT NULL THEN
    PERFORM 1 FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE;
    PERFORM 1 FROM claims_claim WHERE article_id = NEW.article_id ORDER BY id FOR NO KEY UPDATE;
    UPDATE claims_noclaimmark m SET looked_by_id = NULL, looked_at = NULL
      FROM claims_version v
      WHERE v.id = m.version_id AND v.article_id = NEW.article_id AND m.looked_by_id = NEW.person_id;
    UPDATE claims_claim SET stet_reason = '', stet_by_id = NULL
      WHERE article_id = NEW.article_id AND stet_by_id = NEW.person_id;
    UPDATE claims_claim SET reply_accepted_by_id = NULL
      WHERE article_id = NEW.article_id AND reply_accepted_by_id = NEW.person_id;
    UPDATE claims_signoff s SET voided_at = now(), void_reason = 'the signer is an author of the article'
      FROM claims_claim c
      WHERE c.id = s.claim_id AND c.article_id = NEW.article_id AND s.signer_id = NEW.person_id
        AND s.voided_at IS NULL;
    UPDATE claims_articlesignoff SET voided_at = now(), void_reason = 'the signer is an author of the article'
      WHERE article_id = NEW.article_id AND NEW.person_id IN (signer_id, seconded_by_id) AND voided_at IS NULL;
    -- No hash binds who acknowledged a context.
    UPDATE claims_articlesignoff SET voided_at = now(), void_reason = 'an author had acknowledged a changed context'
      WHERE article_id = NEW.article_id AND kind = 'signed' AND voided_at IS NULL
        AND EXISTS (SELECT 1 FROM context_unacknowledged(NEW.article_id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER author_after AFTER INSERT OR UPDATE ON claims_articleauthor FOR EACH ROW EXECUTE FUNCTION author_after();

-- Who is in a byline by name alone, and comes to the desk later, is an author from then on: of that name it may be
-- nobody else.
CREATE OR REPLACE FUNCTION author_joins(desk bigint, person bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE claims_articleauthor a SET person_id = person
    FROM claims_article t, claims_person p
    WHERE t.id = a.article_id AND t.desk_id = desk AND p.id = person
      AND a.person_id IS NULL AND lower(btrim(a.name)) = lower(btrim(p.name))
      AND (SELECT count(DISTINCT m.person_id) FROM claims_membership m JOIN claims_person o ON o.id = m.person_id
           WHERE m.desk_id = desk AND lower(btrim(o.name)) = lower(btrim(p.name))) = 1 $$;

-- A new member, or a member's new name: bylines of the desk that may be theirs are asked about, those in texts too.
CREATE OR REPLACE FUNCTION member_asked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person bigint := CASE TG_TABLE_NAME WHEN 'claims_person' THEN (to_jsonb(NEW)->>'id')::bigint
                                            ELSE (to_jsonb(NEW)->>'person_id')::bigint END;
BEGIN
  IF TG_TABLE_NAME = 'claims_membership' THEN
    PERFORM author_joins((to_jsonb(NEW)->>'desk_id')::bigint, person);  -- where it can be nobody else, nobody is asked
  END IF;
  PERFORM ask_texts(ARRAY(  -- once for each desk, with the first of somebody's roles there
    SELECT t.id FROM claims_article t JOIN claims_membership m ON m.desk_id = t.desk_id
    WHERE m.person_id = person AND NOT EXISTS (SELECT 1 FROM claims_membership o WHERE o.desk_id = m.desk_id
                                               AND o.person_id = m.person_id AND o.id < m.id)
      AND (TG_TABLE_NAME = 'claims_person' OR m.id = (to_jsonb(NEW)->>'id')::bigint)), person);
  INSERT INTO claims_bylinequestion (author_id, person_id, answer)
    SELECT a.id, p.id, '' FROM claims_person p JOIN claims_membership m ON m.person_id = p.id
    JOIN claims_article t ON t.desk_id = m.desk_id JOIN claims_articleauthor a ON a.article_id = t.id
    WHERE p.id = person AND a.person_id IS DISTINCT FROM p.id AND NOT author_is_named(a.name, a.person_id)
      AND (names_may_be_one(a.name, name_shown(p.name, p.username)) OR name_words(a.name) = name_words(p.username))
    ORDER BY a.id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER member_asked AFTER INSERT ON claims_membership FOR EACH ROW EXECUTE FUNCTION member_asked();
CREATE TRIGGER member_asked AFTER UPDATE OF name, username ON claims_person FOR EACH ROW
  WHEN ((NEW.name, NEW.username) IS DISTINCT FROM (OLD.name, OLD.username)) EXECUTE FUNCTION member_asked();

-- Readers see the byline: a sign-off of the article binds it.
CREATE OR REPLACE FUNCTION byline_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_ text := (SELECT state FROM claims_article WHERE id = NEW.article_id FOR NO KEY UPDATE);
BEGIN
  IF TG_OP = 'INSERT' AND NEW.removed_at IS NOT NULL THEN
    RETURN NULL;  -- a name that stands in the text alone (ask_texts)
  END IF;
  IF now_ IN ('published', 'corrected') THEN PERFORM article_is_out(NEW.article_id, now_, 'byline'); END IF;
  PERFORM article_signoffs_void(NEW.article_id, 'the byline changed');
  RETURN NULL;
END $$;
CREATE TRIGGER byline_moved AFTER INSERT OR UPDATE OF name, position, removed_at ON claims_articleauthor FOR EACH ROW
  EXECUTE FUNCTION byline_moved();
CREATE TRIGGER author_kept BEFORE DELETE ON claims_articleauthor FOR EACH ROW EXECUTE FUNCTION refuse_change();
