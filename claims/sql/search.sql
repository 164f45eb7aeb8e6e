-- Searching by words: one definition of what a word is, for the index and for what somebody types.
--
-- Capitals, accents and like letters are folded (Müller, Muller; Şuşa, Susa), figures are found with or without
-- marks between their thousands (4,000, 4 000, 4.000, 4000), and scripts that put no blanks between words are cut into
-- pairs of characters, so that each part of a run is found. Nothing here depends on the server's locale.
-- A change of any of this needs a migration that writes the columns `search` anew, and makes the index
-- `source_by_title` again.

-- At most 60,000 characters, in small letters without accents; marks of punctuation stay. PostgreSQL takes time in the
-- square of a run of accents to put them in order, so it is given no more than 500 characters at a time.
CREATE OR REPLACE FUNCTION search_fold(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  folded text := left(words, 60000) COLLATE "C";
  greek CONSTANT text := 'αβγδεζηθικλμνξοπρστυφχψω';
  great_greek CONSTANT text := 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ';
  cyrillic CONSTANT text := 'абвгдежзиклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґғҗқңүұҳһәө';
  great_cyrillic CONSTANT text := 'АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐҒҖҚҢҮҰҲҺӘӨ';
  armenian CONSTANT text := 'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ';
  great_armenian CONSTANT text := 'ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ';
  digits CONSTANT text := '0123456789';
  other_digits CONSTANT text := '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙';
BEGIN
  IF folded ~ '[^\u0001-\u007f]' THEN
    SELECT left(string_agg(normalize(substr(folded, at, 500), NFKD), '' ORDER BY at), 60000) INTO folded
      FROM generate_series(1, length(folded), 500) at;
    -- Accents, points of Hebrew and Arabic, and characters that nobody sees.
    folded := regexp_replace(folded COLLATE "C",
      '[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f'
      '\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f'
      '\u00ad\u200b-\u200f\u2060\ufeff]+', '', 'g');
    -- Japanese and Korean together again.
    SELECT coalesce(string_agg(normalize(substr(folded, at, 500), NFC), '' ORDER BY at), '') INTO folded
      FROM generate_series(1, length(folded), 500) at;
    folded := translate(folded, 'ØøŁłĐđÐðĦħıŊŋƏəŦŧς“”„«»', 'oollddddhhinnaattσ"""""');
    folded := translate(folded, great_greek || great_cyrillic || great_armenian, greek || cyrillic || armenian);
    folded := translate(folded, other_digits, repeat(digits, 5));
    folded := replace(replace(replace(folded, 'ß', 'ss'), 'ẞ', 'ss'), 'եւ', 'եվ');
    folded := replace(replace(replace(folded, 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe');
    folded := replace(replace(replace(folded, 'Œ', 'oe'), 'þ', 'th'), 'Þ', 'th');
  END IF;
  RETURN translate(left(folded, 60000), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz');
END $$;

-- What is folded, without marks between thousands: 4,000 and 4.000 and 4 000 are 4000. A number has one kind of mark.
CREATE OR REPLACE FUNCTION search_thousands(folded text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  mark text;
BEGIN
  FOREACH mark IN ARRAY ARRAY[',', '.', ' ', '''', '’', '٬'] LOOP
    CONTINUE WHEN strpos(folded, mark) = 0;
    folded := regexp_replace(
      folded COLLATE "C",
      replace('(^|[^0-9])([0-9]{1,3})[m]([0-9]{3})(?:[m]([0-9]{3}))?(?:[m]([0-9]{3}))?(?:[m]([0-9]{3}))?(?![0-9])',
              'm', mark),
      '\1\2\3\4\5\6', 'g');
  END LOOP;
  RETURN folded;
END $$;

-- The words of what is folded, in order, each of at most 64 characters. A run of a script without blanks is its pairs
-- of characters, and its last character by itself (`ends`), which is all of a run of one (`alone`).
CREATE OR REPLACE FUNCTION search_words(
  folded text, OUT place bigint, OUT word text, OUT ends boolean, OUT alone boolean
) RETURNS SETOF record LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE ROWS 20 AS $$
DECLARE
  apart CONSTANT text := '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u037e\u0387'
    '\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05c6\u05f3\u05f4\u060c\u061b\u061e\u061f\u066a-\u066d\u06d4'
    '\u0964\u0965\u0e2f\u0e4f\u0e5a\u0e5b\u104a-\u104f\u17d4-\u17da\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff'
    '\u2e00-\u2e7f\u3000-\u3004\u3008-\u3030\u303d\u30fb\ufe10-\ufe6f\ufff0-\uffff\U0001f000-\U0001faff]+';
  unspaced CONSTANT text := '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3031-\u3035\u303b\u3040-\u30ff'
    '\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua980-\uabff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]';
BEGIN
  folded := folded COLLATE "C";
  IF folded !~ unspaced THEN
    RETURN QUERY
      SELECT r.at, left(r.one, 64), false, false
      FROM regexp_split_to_table(folded, apart) WITH ORDINALITY r (one, at) WHERE r.one <> '';
    RETURN;
  END IF;
  RETURN QUERY
    WITH runs AS MATERIALIZED (
      SELECT r.run, r.one, r.one COLLATE "C" ~ unspaced AS split
      FROM regexp_split_to_table(regexp_replace(folded, '(' || unspaced || '+)', ' \1 ', 'g'), apart)
           WITH ORDINALITY r (one, run)
      WHERE r.one <> ''
    ), marks AS (
      SELECT r.run, x.at, x.mark, r.split, lead(x.mark) OVER (PARTITION BY r.run ORDER BY x.at) AS following
      FROM runs r CROSS JOIN LATERAL
        unnest(CASE WHEN r.split THEN string_to_array(r.one, NULL) ELSE ARRAY[left(r.one, 64)] END)
        WITH ORDINALITY x (mark, at)
    )
    SELECT row_number() OVER (ORDER BY m.run, m.at), m.mark || coalesce(m.following, ''),
           m.split AND m.following IS NULL, m.split AND m.following IS NULL AND m.at = 1
    FROM marks m;
END $$;

-- The words of some texts, as they are indexed: of each text its beginning, 60,000 characters of all of them. That is
-- less than a tsvector can hold (1 MB), whatever the characters.
CREATE OR REPLACE FUNCTION search_vector(VARIADIC parts text[]) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  most CONSTANT int := 60000 / cardinality(parts) - 1;
  part text;
  folded text := '';
  joined text;
  found tsvector;
BEGIN
  FOREACH part IN ARRAY parts LOOP
    folded := folded || ' ' || left(search_fold(left(coalesce(part, ''), most)), most);
  END LOOP;
  joined := search_thousands(folded);
  SELECT coalesce(string_agg('''' || w.word || ''':' || least(w.place, 16383), ' '), '')::tsvector INTO found
    FROM search_words(joined) w;
  IF joined <> folded THEN
    -- In “by 20 300 men” the figures may be two.
    found := found || (SELECT coalesce(string_agg('''' || w.word || '''', ' '), '')::tsvector
                       FROM search_words(folded) w);
  END IF;
  RETURN found;
END $$;

-- What somebody typed, as a query: words that are all there, “phrases”, -words that are not there, and `or`. The last
-- word may be unfinished, with `each` every word. What comes after 16 words or phrases, or after 24 words in one, is
-- left out. NULL where nothing is left to look for.
CREATE OR REPLACE FUNCTION search_query(typed text, "each" boolean DEFAULT false) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  folded text := search_fold(left(typed, 1000));
  way text; whole text; one text; joint text; part record; last bigint;
  found tsquery; query tsquery;
BEGIN
  FOREACH way IN ARRAY ARRAY[search_thousands(folded), folded] LOOP
    whole := ''; joint := '';
    SELECT max(at) INTO last FROM
      (SELECT at FROM regexp_matches(way, '(-?)(?:"([^"]*)"|([^\s"]+))', 'g') WITH ORDINALITY m (of, at) LIMIT 16) m;
    FOR part IN SELECT of[1] = '-' AS without, of[2] AS phrase, of[3] AS word, at
                FROM regexp_matches(way, '(-?)(?:"([^"]*)"|([^\s"]+))', 'g') WITH ORDINALITY m (of, at) LIMIT 16 LOOP
      IF part.word = 'or' AND NOT part.without THEN
        joint := ' | ';
        CONTINUE;
      END IF;
      SELECT string_agg(CASE WHEN before IS NULL THEN '' ELSE ' <' || place - before || '> ' END
                        || quote_literal(word)
                        || CASE WHEN alone OR unfinished AND behind IS NULL AND NOT paired THEN ':*' ELSE '' END,
                        '' ORDER BY place) INTO one
      FROM (SELECT w.place, w.word, w.alone, lag(w.place) OVER steps AS before, lead(w.place) OVER steps AS behind,
                   part.phrase IS NULL AND NOT part.without AND ("each" OR part.at = last) AS unfinished, w.paired
            FROM (SELECT s.*, lead(s.ends) OVER (ORDER BY s.place) IS TRUE AS paired
                  FROM search_words(coalesce(part.phrase, part.word)) s LIMIT 25) w
            WHERE (w.alone OR NOT w.ends) AND w.place <= 24
            WINDOW steps AS (ORDER BY w.place)) s;
      CONTINUE WHEN one IS NULL;
      whole := whole || CASE WHEN whole = '' THEN '' WHEN joint = '' THEN ' & ' ELSE joint END
               || CASE WHEN part.without THEN '!' ELSE '' END || '(' || one || ')';
      joint := '';
    END LOOP;
    IF whole <> '' THEN
      query := whole::tsquery;
      found := CASE WHEN found IS NULL OR found = query THEN query ELSE found || query END;
    END IF;
  END LOOP;
  RETURN found;
END $$;
