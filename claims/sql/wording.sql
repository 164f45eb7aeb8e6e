-- Words that were proposed for a line, and whether they stand there.

-- Quotation marks, dashes, blanks and ligatures are typography; claims/text/typography.py folds the same, step by step
-- (a test holds the two together): a hyphen is a part of its word, a minus of its figure, and neither is a dash.
CREATE OR REPLACE FUNCTION typography_fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    replace(translate(normalize(
      replace(replace(replace(replace(replace(replace(replace($1, U&'\FB00', 'ff'), U&'\FB01', 'fi'), U&'\FB02', 'fl'),
        U&'\FB03', 'ffi'), U&'\FB04', 'ffl'), U&'\FB05', 'st'), U&'\FB06', 'st'), NFC),
      U&'\2018\2019\201A\201B\2032\02BC\0060\00B4\201C\201D\201E\201F\00AB\00BB\2033\2010\2011\2012\2015'
        '\0009\000A\000D\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000\200B\2060',
      U&'''''''''''''''''"""""""--\2013\2014                   '),
      U&'\2026', '...'),
      U&'(?<=[0-9\0660-\0669\06F0-\06F9\0025])\2013(?=[\0024\00A3\20AC]?[0-9\0660-\0669\06F0-\06F9])', '-', 'g'),
      U&'(?:^|(?<=[ ([''"]))\2013(?=[\0024\00A3\20AC]?[0-9\0660-\0669\06F0-\06F9])', '-', 'g'),
      '(?<= )-(?= )', U&'\2014', 'g'),
      U&'(?: *(?:--+|[\2013\2014]))+ *', U&'\2014', 'g'),
      U&'(?<![-0-9\0660-\0669\06F0-\06F9])\2212(?=[\0024\00A3\20AC]?[0-9\0660-\0669\06F0-\06F9])', '-', 'g'),
      ' *" *', '"', 'g'),
      ' +', ' ', 'g'), ' ') $$;

-- Whether the words are a claim's proposed words, but for typography.
CREATE OR REPLACE FUNCTION wording_stands(words text, decision text, proposed text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT decision NOT IN ('keep', 'cut') AND proposed <> '' AND typography_fold(words) = typography_fold(proposed) $$;

-- The words of a piece as a sign-off binds them: the ones that stood bound before, where only typography tells them
-- apart, or where the wording that was signed with them was put in and stands in the article now; else the words that
-- stand there.
CREATE OR REPLACE FUNCTION words_bound(words text, bound text, applied boolean) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN bound = words OR bound = '' THEN words
    WHEN applied OR typography_fold(bound) = typography_fold(words) THEN bound
    ELSE words END $$;

-- Whether the claim's proposed wording stands in a version, word for word: its one piece there holds it, bound to other
-- words.
CREATE OR REPLACE FUNCTION claim_wording_stands(cid bigint, vid bigint, decision text, proposed text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT count(*) = 1 AND coalesce(bool_and(p.bound_words NOT IN ('', p.words)
                                            AND wording_stands(p.words, decision, proposed)
                                            AND typography_fold(p.bound_words) <> typography_fold(p.words)), false)
  FROM claims_piece p WHERE p.claim_id = cid AND p.version_id = vid $$;

-- Whether a changed claim's proposed wording stands in its article. It begins to when a version with it becomes the
-- current one, and never by proposing what stands there already.
CREATE OR REPLACE FUNCTION wording_applied_now(now_ claims_claim, was claims_claim) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT (was.wording_applied
      OR (now_.line_decision, now_.proposed_words) IS NOT DISTINCT FROM (was.line_decision, was.proposed_words))
    AND claim_wording_stands(now_.id, (SELECT current_version_id FROM claims_article WHERE id = now_.article_id),
                             now_.line_decision, now_.proposed_words) $$;

CREATE OR REPLACE FUNCTION wording_answer_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE desk bigint := (SELECT desk_id FROM claims_claim WHERE id = NEW.claim_id);
BEGIN
  IF NEW.by_id IS DISTINCT FROM factcheck_actor() THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  ELSIF NOT (holds(desk, NEW.by_id, 'writer') OR holds(desk, NEW.by_id, 'chief')) THEN
    PERFORM refuse('wording_role', 403, 'The writer or the chief answers to proposed words.');
  END IF;
  -- Other words than the ones proposed are somebody's own.
  IF NEW.answer = 'edited' THEN
    INSERT INTO claims_contributor (claim_id, person_id, because, at)
      VALUES (NEW.claim_id, NEW.by_id, 'wrote the words', now()) ON CONFLICT DO NOTHING;
  END IF;
  NEW.at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER wording_answer_before BEFORE INSERT ON claims_wordinganswer FOR EACH ROW
  EXECUTE FUNCTION wording_answer_before();
CREATE TRIGGER wording_answer_kept BEFORE UPDATE OR DELETE ON claims_wordinganswer FOR EACH ROW
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER wording_answer_kept_whole BEFORE TRUNCATE ON claims_wordinganswer FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
