-- A change of spelling: words that changed in nothing else, as far as the database can tell. Whoever signed the words
-- before may confirm them; any other change of words is adopted by whoever sends the claim to review again.
-- claims/text/anchors tells more apart: what it calls minor and is not the same here is not minor (anchoring_before).

-- Words without what is spelling only: typography, accents, capitals, number words, and British or American endings.
CREATE OR REPLACE FUNCTION spelling_fold(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  numbers text[] := string_to_array('zero one two three four five six seven eight nine ten eleven twelve thirteen '
    'fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety', ' ');
  -- May and Polish, in capitals, are other words; so is a word all in capitals (US, WHO).
  capitalled text[] := string_to_array('march may august polish turkey china lent mark bill', ' ');
  endings text[][] := ARRAY[
    ['(?<=\w{3})our(?=s?\M|ed\M|ing\M|ite|able|ful|less|hood|er|al|ist)', 'or'],
    ['(?<=\w{5})is(?=e[sdr]?\M|ing\M|ations?\M)', 'iz'], ['(?<=\w{3})ys(?=e[sd]?\M|ing\M)', 'yz'],
    ['(?<=\w\w[tb])re(?=s?\M)', 'er'], ['(?<=\w{3})ogue(?=s?\M)', 'og'],
    ['(?<=\w{3})ll(?=ed\M|ings?\M|ers?\M|ors?\M)', 'l'], ['\m(def|off)ence', '\1ense'], ['(?<=gr)amme(?=s?\M)', 'am'],
    ['\mgrey', 'gray'], ['(?:ae|oe)(?=\w{3})', 'e'], ['dgement', 'dgment'],
    ['\m(to|after|back|up|down|on|in|out|north|south|east|west|home|sea|sky)wards\M', '\1ward']];
  token text; value int; tens int; gap text := ''; parts text[] := '{}'; folded text; at int;
BEGIN
  -- In time that grows with the words: an array takes one more in place, a longer text is copied.
  FOR token IN SELECT m[1] FROM regexp_matches(regexp_replace(
      normalize(typography_fold(words), NFD), U&'([A-Za-z])[\0300-\036F]+', '\1', 'g'),
      '[[:alpha:]]+|[^[:alpha:]]+', 'g') m LOOP
    at := array_position(numbers, lower(token));
    value := CASE WHEN at > 20 THEN (at - 19) * 10 ELSE at - 1 END;
    IF value BETWEEN 1 AND 9 AND gap IN (' ', '-') THEN  -- twenty-one
      parts := parts || (tens + value)::text; tens := NULL; gap := ''; CONTINUE;
    ELSIF tens IS NOT NULL AND gap = '' AND token !~ '[[:alpha:]]' THEN
      gap := token; CONTINUE;
    END IF;
    IF tens IS NOT NULL THEN parts := parts || concat(tens, gap); END IF;
    tens := NULL; gap := '';
    IF value >= 20 THEN tens := value; CONTINUE; END IF;
    parts := parts || CASE WHEN value IS NOT NULL THEN value::text
      WHEN lower(token) = ANY (capitalled) OR length(token) > 1 AND token = upper(token) THEN token
      ELSE lower(token) END;
  END LOOP;
  folded := array_to_string(parts || concat(tens, gap), '');
  -- An ending is one of a single word, and is sought in it alone: to look behind, PostgreSQL reads from the beginning.
  parts := '{}';
  FOR token IN SELECT m[1] FROM regexp_matches(folded, '\w+|\W+', 'g') m LOOP
    IF length(token) BETWEEN 4 AND 100 AND token ~ '\w' THEN
      FOR at IN 1 .. array_length(endings, 1) LOOP
        token := regexp_replace(token, endings[at][1], endings[at][2], 'g');
      END LOOP;
    END IF;
    parts := parts || token;
  END LOOP;
  -- 4,000 and 4000; cease-fire, cease fire and ceasefire, but not re-signed and resigned.
  folded := regexp_replace(array_to_string(parts, ''), '([0-9])[, ](?=[0-9]{3}(?![0-9]))', '\1', 'g');
  RETURN regexp_replace(folded, U&'([a-z]{4})[- \2013](?=[a-z]{4})', '\1', 'g');
END $$;

-- Whether the words of all pieces are the same but for spelling; each is a list of words, a piece an item.
CREATE OR REPLACE FUNCTION only_spelling(was jsonb, is_ jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(
    jsonb_array_length(was) > 0 AND jsonb_array_length(was) = jsonb_array_length(is_) AND NOT EXISTS (
      SELECT 1 FROM jsonb_array_elements_text(was) WITH ORDINALITY x (w, n)
      JOIN jsonb_array_elements_text(is_) WITH ORDINALITY y (w, n) USING (n)
      -- Equal words are not folded: most pieces stay as they are.
      WHERE CASE WHEN x.w = y.w THEN false ELSE spelling_fold(x.w) IS DISTINCT FROM spelling_fold(y.w) END),
    false) $$;

-- Whether nothing but spelling changed in what a person signed last of a claim, and by versions of somebody else's.
CREATE OR REPLACE FUNCTION only_spelling_since(claim bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT s.content - 'words' = now_ - 'words' AND only_spelling(s.content -> 'words', now_ -> 'words')
      AND (SELECT bool_and(n.minor AND v.created_by_id <> person)
           FROM claims_anchoring n JOIN claims_version v ON v.id = n.version_id
           WHERE n.claim_id = claim AND n.result <> 'kept' AND n.settled_how NOT IN ('confirmed', 'acknowledged')
             AND n.at > s.signed_at)
      -- The content names the speaker. Which record it is, the history tells.
      AND NOT EXISTS (
        SELECT 1 FROM claims_rowhistory h WHERE h."table" = 'claims_claim' AND h.row_id = claim
          AND h.new ?| '{speaker_id,via_id}' AND h.id > (
            SELECT min(g.id) FROM claims_rowhistory g WHERE g."table" = 'claims_signoff' AND g.row_id = s.id))
    FROM claims_signoff s, claim_content(claim) now_ WHERE s.claim_id = claim AND s.signer_id = person
    ORDER BY s.signed_at DESC, s.id DESC LIMIT 1), false) $$;

-- Words that a version changed while the claim is in review were sent by nobody: the claim is checking again, and
-- whoever sends it adopts them.
CREATE OR REPLACE FUNCTION article_words_moved(now_ claims_article, was claims_article) RETURNS void
LANGUAGE sql AS $$
  UPDATE claims_claim SET state = 'checking' WHERE id IN (
    SELECT c.id FROM claims_claim c, claim_words_bound(c.id, was.current_version_id) before,
      claim_words_bound(c.id, now_.current_version_id) after
    WHERE c.article_id = now_.id AND c.state = 'in_review' AND before IS DISTINCT FROM after
      AND NOT only_spelling(before, after)) $$;
