-- What changed about a source, a speaker, a linked claim or the article, that a claim rests on. Decided here alone,
-- whoever writes the change: what the rules read is noted before, and compared after. What came out otherwise waits for
-- a person.

-- The evidence of sources, of those that were merged into them, and of all that derives from them.
CREATE OR REPLACE FUNCTION evidence_on_sources(sources bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  WITH RECURSIVE derived AS (
    SELECT unnest(sources) AS id
    UNION SELECT s.id FROM derived d, LATERAL (
      SELECT source_id FROM claims_derivation WHERE origin_id = d.id
      UNION ALL SELECT id FROM claims_source WHERE merged_into_id = d.id OFFSET 0) s (id)
  )
  SELECT coalesce(array_agg(e.id), '{}') FROM derived d, LATERAL (
    SELECT id FROM claims_evidence WHERE source_id = d.id AND removed_at IS NULL OFFSET 0) e $$;

CREATE OR REPLACE FUNCTION evidence_of_article(article bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(e.id), '{}') FROM claims_claim c JOIN claims_evidence e ON e.claim_id = c.id
  WHERE c.article_id = article AND c.state <> 'retired' AND e.removed_at IS NULL $$;

-- The sources that are the word of these speakers, or of whoever is known by these marks, or are controlled by them.
CREATE OR REPLACE FUNCTION sources_of_speakers(desk bigint, roots bigint[], known_by text[]) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
  WITH who AS (SELECT p.id, p.marks FROM claims_speaker p WHERE p.root_id = ANY (roots)),
  known AS (SELECT known_by AS marks UNION ALL SELECT marks FROM who)
  SELECT coalesce(array_agg(id), '{}') FROM (
    SELECT s.id FROM who w JOIN claims_source s ON s.speaker_id = w.id
    UNION SELECT s.id FROM known k JOIN claims_source s ON s.marks && k.marks AND s.desk_id = desk
    UNION SELECT s.id FROM known k JOIN claims_source s ON s.control && k.marks AND s.desk_id = desk) x $$;

-- A name as a rationale may have it (says_something_about in claims/text/answers.py). letters: what stands in every
-- text that has the name, and perhaps in others. told_by: what tells it from another name; of a long one, its head.
CREATE OR REPLACE FUNCTION letters_of(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT upper(lower(regexp_replace(translate(normalize($1, NFKC), 'İı', 'ii'), '[^[:alnum:]]+', '', 'g'))) $$;
CREATE OR REPLACE FUNCTION named_by(name text, OUT letters text, OUT told_by text) LANGUAGE sql IMMUTABLE AS $$
  SELECT left(letters_of(CASE WHEN head ~ '^[A-Za-z0-9]*$' THEN whole ELSE head END), 40),
    CASE WHEN head ~ '[[:alnum:]]\S*\s+\S*[[:alnum:]]' THEN lower(head) ELSE whole END
  FROM (SELECT btrim(normalize(name, NFKC))) w (whole)
  CROSS JOIN LATERAL (SELECT regexp_replace(whole, '(\s*[:;|(\[–—,]|\s+-\s+).*$', '')) h (head) $$;

-- What the rules would say otherwise, if it changed: of evidence that counts, on a claim that was judged. Of what is
-- void, why; else how far the desk relies on it, if little; whose word it is, and which other pieces of the claim it is
-- one with (shared): the size and a digest of each set of pieces that have a key in common, but of no set within
-- another. denied: it is the word of somebody who denies the claim. Of what is void, too: the language in which figures
-- are read, and digests of the names by which the rationale may answer it, which are its own alone among the sources of
-- the claim. merged, into_: see evidence_standings.
CREATE OR REPLACE FUNCTION evidence_reads(ids bigint[], merged bigint DEFAULT NULL, into_ bigint DEFAULT NULL)
RETURNS TABLE (evidence_id bigint, claim_id bigint, reads jsonb)
LANGUAGE sql STABLE AS $$
  WITH judged AS MATERIALIZED (
    SELECT c.id, c.kind, c.speech_act, c.verdict, c.attribution, c.rationale ~ '\S' AS reasoned,
      letters_of(c.rationale) AS rationale, d.deniers, a.language, 'allegation' = ANY (c.risk_flags) AS accuses
    FROM claims_claim c CROSS JOIN LATERAL (SELECT language FROM claims_article WHERE id = c.article_id OFFSET 0) a
    CROSS JOIN LATERAL (
      SELECT array_agg(CASE p.root_id WHEN merged THEN into_ ELSE p.root_id END) AS deniers FROM claims_claimlink l
      JOIN claims_claim o ON o.id = l.claim_id AND o.state <> 'retired' JOIN claims_speaker p ON p.id = o.speaker_id
      WHERE l.to_id = c.id AND l.kind = 'denies') d
    WHERE c.id IN (SELECT e.claim_id FROM claims_evidence e WHERE e.id = ANY (ids)) AND c.state <> 'retired'
      AND (c.verdict <> '' OR c.attribution NOT IN ('open', 'not_applicable'))
  ), counted AS MATERIALIZED (
    SELECT e.id, e.claim_id, e.source_id, e.stance, e.bears_on <> 'said' AS on_truth, j.kind, j.speech_act, j.deniers,
      CASE WHEN e.excerpt_language = '' AND e.excerpt ~ '\S' AND j.reasoned AND s.language NOT IN ('', j.language)
        THEN s.language END AS spoken,
      j.attribution = 'primary' AND e.stance = 'supports' AND e.bears_on <> 'true' AND e.directness = 'direct'
        AND e.excerpt_language <> '' AND s.language <> '' AND e.translator !~ '\S'
        AND lower(split_part(e.excerpt_language, '-', 1)) <> lower(split_part(s.language, '-', 1)) AS untranslated,
      CASE WHEN (e.stance = 'contradicts' OR e.stance = 'supports' AND j.verdict = 'refuted')
        AND e.answer !~ '[[:alnum:]]\S*\s+\S*[[:alnum:]]' THEN j.rationale END AS answered_in,
      -- What the accused said is a reply, as long as it satisfies a rule.
      e.stance = 'context' AND NOT (j.accuses AND (e.public_reply OR EXISTS (
        SELECT 1 FROM claims_contact k WHERE k.source_id = e.source_id))) AS unread,
      s.title, s.publisher, s.author
    FROM claims_evidence e JOIN judged j ON j.id = e.claim_id CROSS JOIN LATERAL (
      SELECT title, publisher, author, language FROM claims_source WHERE id = e.source_id OFFSET 0) s
    WHERE e.removed_at IS NULL AND (e.confirmed OR e.stance = 'contradicts')
  ), standing AS MATERIALIZED (
    SELECT n.id, n.claim_id, n.stance, n.on_truth, s.*
    FROM counted n JOIN evidence_standings(
      (SELECT array_agg(id) FROM counted WHERE NOT unread), merged, into_) s ON s.evidence_id = n.id
  ), held AS (
    -- In one pass: PostgreSQL takes what joins with itself here for a single row, and would go over it again for each.
    SELECT s.id, count(*) OVER one AS size, sum(hashint8extended(s.id, 0)::numeric) OVER one AS mark
    FROM standing s, unnest(s.keys) k (key) WHERE s.on_truth
    WINDOW one AS (PARTITION BY s.claim_id, s.stance, k.key)
  ), held_by AS MATERIALIZED (
    SELECT h.id, array_agg(h.size) AS sizes, array_agg(h.size || ' ' || h.mark) AS sets
    FROM (SELECT DISTINCT id, size, mark FROM held WHERE size > 1) h GROUP BY h.id
  ), within AS (
    SELECT a.pieces FROM held_by h, unnest(h.sets, h.sizes) a (pieces, size), unnest(h.sets, h.sizes) b (pieces, size)
    WHERE b.size > a.size GROUP BY a.pieces, a.size, b.pieces HAVING count(*) = a.size
  ), shared AS (
    SELECT h.id, jsonb_agg(a.pieces ORDER BY a.pieces) AS sets FROM held_by h, unnest(h.sets) a (pieces)
    WHERE a.pieces NOT IN (SELECT pieces FROM within) GROUP BY h.id
  ), called AS (
    SELECT c.id, c.answered_in, n.name,
      n.title OR min(c.source_id) OVER one = max(c.source_id) OVER one AS alone
    FROM counted c, LATERAL (VALUES (c.title, true), (c.publisher, false), (c.author, false)) n (name, title)
    WHERE n.name ~ '\S' WINDOW one AS (PARTITION BY c.claim_id, n.title, lower(n.name))
  ), named AS (
    SELECT c.id, jsonb_agg(DISTINCT hashtextextended(n.told_by, 0)) AS names FROM called c, named_by(c.name) n
    WHERE c.alone AND position(n.letters IN c.answered_in) > 0 GROUP BY c.id
  )
  SELECT c.id, c.claim_id, CASE
    WHEN c.unread THEN '{}'
    WHEN x.withdrawn THEN '{"void": "withdrawn"}'
    WHEN x.off_record THEN '{"void": "off the record"}'
    WHEN x.of_article AND c.stance = 'supports' THEN '{"void": "of the article"}'
    WHEN c.stance = 'context' THEN '{}'
    ELSE jsonb_strip_nulls(jsonb_build_object(
      'shared', r.sets,
      'own', CASE WHEN c.on_truth THEN x.own END,
      'sided', CASE WHEN c.on_truth THEN x.sided END,
      'other_side', CASE WHEN c.speech_act IN ('announces', 'orders', 'agrees', 'promises') THEN x.other_side END,
      'words', CASE WHEN c.stance = 'contradicts' THEN to_jsonb(x.words) END,
      'words_sided', CASE WHEN c.stance = 'contradicts' THEN x.words_sided END,
      'denied', CASE WHEN c.stance = 'contradicts' AND c.on_truth AND x.words && c.deniers THEN true END,
      'untranslated', CASE WHEN c.untranslated THEN true END,
      'reference', CASE WHEN c.kind IN ('name', 'date_place') THEN x.reference END,
      'doubted', x.doubted)) END
    || jsonb_strip_nulls(jsonb_build_object('language', c.spoken, 'named', m.names))
  FROM (SELECT DISTINCT unnest(ids) AS id) i JOIN counted c ON c.id = i.id LEFT JOIN standing x ON x.id = c.id
  LEFT JOIN shared r ON r.id = c.id LEFT JOIN named m ON m.id = c.id $$;

-- Before a change: what the rules read now. What waits already keeps what they read when it was last settled.
CREATE OR REPLACE FUNCTION note_evidence(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO claims_sourcechange (claim_id, evidence_id, was, words, note, changed_by_id, makers, changed_at)
    SELECT r.claim_id, r.evidence_id, r.reads, '', '', factcheck_actor(), ARRAY[factcheck_actor()], now()
    FROM evidence_reads(ids) r
    ORDER BY r.evidence_id
    ON CONFLICT (evidence_id) WHERE settled_at IS NULL AND finding = '' DO NOTHING;
END $$;

-- After it: what is as it was waits for nobody. own_hand: an author of the article may not do this to a signed claim.
CREATE OR REPLACE FUNCTION compare_evidence(ids bigint[], what text, own_hand boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE x record;
BEGIN
  FOR x IN
    SELECT o.id, o.was, o.now, o.changed_at, o.words, r.reads, c.state, c.article_id
    FROM claims_sourcechange o JOIN claims_claim c ON c.id = o.claim_id
    LEFT JOIN evidence_reads(ids) r ON r.evidence_id = o.evidence_id
    WHERE o.evidence_id = ANY (ids) AND o.settled_at IS NULL AND o.finding = '' ORDER BY o.id
  LOOP
    PERFORM source_change_now(x.id, x.was, x.now, x.reads, x.changed_at, what);
    PERFORM source_change_by(x.article_id, x.state, own_hand AND x.reads IS DISTINCT FROM coalesce(x.now, x.was));
  END LOOP;
END $$;

-- Settle, write or keep one change, by what is read now.
CREATE OR REPLACE FUNCTION source_change_now(change bigint, was jsonb, before jsonb, reads jsonb, at timestamptz,
                                             what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF reads IS NOT DISTINCT FROM was THEN
    IF at = now() THEN
      DELETE FROM claims_sourcechange WHERE id = change;
    ELSE
      UPDATE claims_sourcechange SET settled_by_id = factcheck_actor(), settled_at = now(),
        note = 'It was changed back.' WHERE id = change;
    END IF;
  ELSIF reads IS DISTINCT FROM before THEN
    UPDATE claims_sourcechange o SET now = reads, words = concat_ws('; ', nullif(o.words, ''), what),
      changed_by_id = factcheck_actor(), changed_at = now(),
      makers = ARRAY(SELECT unnest(o.makers) UNION SELECT factcheck_actor() ORDER BY 1) WHERE id = change;
  END IF;
END $$;

-- An author of the article changes nothing that its signed claims are read by.
CREATE OR REPLACE FUNCTION source_change_by(article bigint, state text, reads_otherwise boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF reads_otherwise AND state = 'signed_off' AND is_author(article, factcheck_actor()) THEN
    PERFORM refuse('source_author', 403,
      'You wrote an article whose signed claims rest on this. Somebody else changes it.');
  END IF;
END $$;

-- One fact that changed, in words; of a source off the record, or restricted, without what it was and is.
CREATE OR REPLACE FUNCTION fact_changed(label text, old text, new text, hidden boolean) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN old IS NOT DISTINCT FROM new THEN NULL WHEN hidden THEN label || ' changed'
    ELSE format('%s: %s → %s', label, coalesce(nullif(old, ''), 'none'), coalesce(nullif(new, ''), 'none')) END $$;

-- What changed about a source, in words: what first, since lists cut the end. One off the record is not named.
CREATE OR REPLACE FUNCTION source_changed_words(old claims_source, new claims_source) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT concat_ws(', ',
    CASE WHEN new.off_record AND NOT old.off_record THEN 'taken off the record'
         WHEN old.off_record AND new.terms = 'on_record' THEN 'put on the record'
         ELSE fact_changed('terms', replace(old.terms, '_', ' '), replace(new.terms, '_', ' '), false) END,
    CASE WHEN new.withdrawn = old.withdrawn THEN NULL WHEN new.withdrawn = '' THEN 'no longer withdrawn'
         WHEN hidden THEN 'withdrawn' ELSE 'withdrawn: ' || new.withdrawn END,
    CASE WHEN new.reference AND NOT old.reference THEN 'put on the reference list'
         WHEN old.reference AND NOT new.reference THEN 'taken off the reference list' END,
    CASE WHEN new.merged_into_id IS NOT DISTINCT FROM old.merged_into_id THEN NULL
         WHEN new.merged_into_id IS NULL THEN 'no longer merged into another source'
         WHEN hidden THEN 'merged into another source'
         ELSE (SELECT format('merged into “%s”', left(title, 120)) FROM claims_source
               WHERE id = new.merged_into_id) END,
    fact_changed('reliability', nullif(replace(old.reliability, 'mixed', 'use with care'), ''),
                 nullif(replace(new.reliability, 'mixed', 'use with care'), ''), false)
      || CASE WHEN hidden OR new.reliability = '' THEN '' ELSE ', because: ' || new.reliability_reason END,
    fact_changed('whose word', (SELECT name FROM claims_speaker WHERE id = old.speaker_id),
                 (SELECT name FROM claims_speaker WHERE id = new.speaker_id), hidden),
    fact_changed('controlled by', old.controlled_by, new.controlled_by, hidden),
    fact_changed('kind', replace(old.kind, '_', ' '), replace(new.kind, '_', ' '), false),
    fact_changed('address', old.address, new.address, hidden),
    fact_changed('publisher', old.publisher, new.publisher, hidden),
    fact_changed('author', old.author, new.author, hidden),
    fact_changed('language', old.language, new.language, hidden),
    fact_changed('title', left(old.title, 120), left(new.title, 120), hidden))
    || format(' (%s)', CASE WHEN old.off_record OR new.off_record THEN 'an off-record source'
                         WHEN hidden THEN 'a restricted source' ELSE format('“%s”', left(new.title, 120)) END)
  FROM (SELECT old.hidden OR new.hidden) x (hidden) $$;

-- What was said of changes before a source went off the record names it no more: whatever title it had, its author, its
-- publisher and its address, and whose word it was, if nothing on the record names them.
CREATE OR REPLACE FUNCTION source_unnamed(source claims_source) RETURNS void LANGUAGE plpgsql AS $$
DECLARE names text[];
BEGIN
  SELECT array_agg(DISTINCT format('“%s”', left(t, 120))) INTO names FROM (
    SELECT unnest(source.known_before || source.title::text)
    UNION SELECT p.name FROM claims_speaker p
    WHERE p.desk_id = source.desk_id AND (p.id = source.speaker_id OR p.marks && source.marks)
      AND NOT EXISTS (SELECT 1 FROM claims_claim c WHERE c.speaker_id = p.id OR c.via_id = p.id)
  ) known (t) WHERE t ~ '\S';
  UPDATE claims_sourcechange c SET words = 'something changed about a source that is off the record now',
      was = '""', now = '""'
    FROM claims_evidence e WHERE e.id = c.evidence_id AND e.source_id = source.id AND c.finding <> '';
  UPDATE claims_sourcechange SET words = 'something changed about a source that is off the record now'
    WHERE claim_id IN (SELECT id FROM claims_claim WHERE desk_id = source.desk_id)
      AND EXISTS (SELECT 1 FROM unnest(names) n WHERE position(n IN words) > 0);
  PERFORM history_hidden(source.id);
END $$;

-- A publisher or an author names one source of a claim alone, or several: what the others are named by changes with it.
-- A merge makes one of what was two, and so does who controls them. What is the same of merged sources (see
-- source_before) goes along.
CREATE OR REPLACE FUNCTION source_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  own bigint[] := evidence_on_sources(ARRAY[NEW.id]);
  ids bigint[] := own;
BEGIN
  IF (OLD.publisher, OLD.author, OLD.control, OLD.merged_into_id)
     IS DISTINCT FROM (NEW.publisher, NEW.author, NEW.control, NEW.merged_into_id) THEN
    ids := ARRAY(SELECT unnest(own) UNION SELECT o.id FROM claims_evidence e
                 JOIN claims_evidence o ON o.claim_id = e.claim_id AND o.removed_at IS NULL
                 WHERE e.id = ANY (own));
  END IF;
  IF TG_WHEN = 'BEFORE' THEN
    -- Any other fact an author may change, while no rule reads otherwise for it.
    IF (OLD.speaker_id, OLD.terms, OLD.reference, OLD.withdrawn, OLD.kind, OLD.address, OLD.marks,
        OLD.control, OLD.merged_into_id, OLD.reliability)
       IS DISTINCT FROM
       (NEW.speaker_id, NEW.terms, NEW.reference, NEW.withdrawn, NEW.kind, NEW.address, NEW.marks,
        NEW.control, NEW.merged_into_id, NEW.reliability)
       AND EXISTS (SELECT 1 FROM claims_evidence e JOIN claims_claim c ON c.id = e.claim_id AND c.state = 'signed_off'
                   WHERE e.id = ANY (own) AND is_author(c.article_id, factcheck_actor())) THEN
      PERFORM refuse('source_author', 403,
        'You wrote an article whose signed claims rest on this source. Somebody else changes what it is.');
    END IF;
    IF NEW.terms = 'off_record' AND OLD.terms <> 'off_record' THEN PERFORM source_unnamed(OLD); END IF;
    PERFORM note_evidence(ids);
    RETURN NEW;
  END IF;
  UPDATE claims_source SET root_id = NEW.root_id, terms = NEW.terms, withdrawn = NEW.withdrawn,
    reliability = NEW.reliability, reliability_reason = NEW.reliability_reason
    WHERE merged_into_id = NEW.id
      AND (OLD.root_id, OLD.terms, OLD.withdrawn, OLD.reliability, OLD.reliability_reason)
          IS DISTINCT FROM (NEW.root_id, NEW.terms, NEW.withdrawn, NEW.reliability, NEW.reliability_reason);
  PERFORM compare_evidence(ids, source_changed_words(OLD, NEW), true);
  RETURN NULL;
END $$;
CREATE TRIGGER source_facts_before BEFORE UPDATE ON claims_source FOR EACH ROW
  WHEN ((OLD.speaker_id, OLD.terms, OLD.reference, OLD.withdrawn, OLD.kind, OLD.address, OLD.marks,
         OLD.control, OLD.title, OLD.publisher, OLD.author, OLD.language, OLD.merged_into_id, OLD.root_id,
         OLD.reliability, OLD.reliability_reason)
        IS DISTINCT FROM
        (NEW.speaker_id, NEW.terms, NEW.reference, NEW.withdrawn, NEW.kind, NEW.address, NEW.marks,
         NEW.control, NEW.title, NEW.publisher, NEW.author, NEW.language, NEW.merged_into_id, NEW.root_id,
         NEW.reliability, NEW.reliability_reason))
  EXECUTE FUNCTION source_facts();
CREATE TRIGGER source_facts_after AFTER UPDATE ON claims_source FOR EACH ROW
  WHEN ((OLD.speaker_id, OLD.terms, OLD.reference, OLD.withdrawn, OLD.kind, OLD.address, OLD.marks,
         OLD.control, OLD.title, OLD.publisher, OLD.author, OLD.language, OLD.merged_into_id, OLD.root_id,
         OLD.reliability, OLD.reliability_reason)
        IS DISTINCT FROM
        (NEW.speaker_id, NEW.terms, NEW.reference, NEW.withdrawn, NEW.kind, NEW.address, NEW.marks,
         NEW.control, NEW.title, NEW.publisher, NEW.author, NEW.language, NEW.merged_into_id, NEW.root_id,
         NEW.reliability, NEW.reliability_reason))
  EXECUTE FUNCTION source_facts();

-- Why two verdicts of linked claims cannot both stand: first is the one of the claim that denies, repeats or is part of
-- the other. _clash in claims/rules/links.py is the same.
CREATE OR REPLACE FUNCTION verdicts_clash(kind text, first text, second text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE kind
    WHEN 'denies' THEN first = 'supported' AND second = 'supported'
    WHEN 'repeats' THEN (first, second) IN (('supported', 'refuted'), ('refuted', 'supported'))
    ELSE first = 'refuted' AND second = 'supported' END $$;

-- What the rules read beside a claim's own content and evidence, of claims that are signed or on their way to it: who
-- its speakers are; the language in which its words are read; the claims that are linked to it and clash with it; and
-- whether a denial is left without a claim that it denies.
CREATE OR REPLACE FUNCTION claims_read(claims bigint[]) RETURNS TABLE (claim_id bigint, reads jsonb)
LANGUAGE sql STABLE AS $$
  SELECT c.id, jsonb_strip_nulls(jsonb_build_object('speaker', s.root_id, 'named', s.name, 'kind', r.kind,
      'via', v.root_id, 'via_named', v.name,
      'language', (SELECT nullif(lower(split_part(language, '-', 1)), 'en') FROM claims_article
                   WHERE id = c.article_id OFFSET 0),
      'clashes', l.clashes, 'denies_nothing', CASE WHEN c.speech_act = 'denies' AND NOT l.denies THEN true END))
  FROM claims_claim c LEFT JOIN claims_speaker s ON s.id = c.speaker_id LEFT JOIN claims_speaker r ON r.id = s.root_id
  LEFT JOIN claims_speaker v ON v.id = c.via_id
  CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(x.outward AND x.kind = 'denies'), false) AS denies,
      jsonb_agg(DISTINCT o.number) FILTER (WHERE CASE WHEN x.outward THEN verdicts_clash(x.kind, c.verdict, o.verdict)
        ELSE verdicts_clash(x.kind, o.verdict, c.verdict) END) AS clashes
    FROM (SELECT k.to_id, k.kind, true FROM claims_claimlink k WHERE k.claim_id = c.id
          UNION ALL SELECT k.claim_id, k.kind, false FROM claims_claimlink k WHERE k.to_id = c.id
         ) x (other, kind, outward)
    JOIN claims_claim o ON o.id = x.other AND o.state <> 'retired') l
  WHERE c.id = ANY (claims) AND c.state IN ('in_review', 'signed_off') $$;

-- As note_evidence and compare_evidence, of what claims_read reads.
CREATE OR REPLACE FUNCTION note_claims(claims bigint[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO claims_sourcechange (claim_id, was, words, note, changed_by_id, makers, changed_at)
    SELECT r.claim_id, r.reads, '', '', factcheck_actor(), ARRAY[factcheck_actor()], now()
    FROM claims_read(claims) r ORDER BY r.claim_id
    ON CONFLICT (claim_id) WHERE settled_at IS NULL AND evidence_id IS NULL DO NOTHING $$;
CREATE OR REPLACE FUNCTION compare_claims(claims bigint[], what text, own_hand boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE x record;
BEGIN
  FOR x IN SELECT o.id, o.was, o.now, o.changed_at, r.reads, c.state, c.article_id
           FROM claims_sourcechange o JOIN claims_claim c ON c.id = o.claim_id
           LEFT JOIN claims_read(claims) r ON r.claim_id = o.claim_id
           WHERE o.claim_id = ANY (claims) AND o.evidence_id IS NULL AND o.settled_at IS NULL ORDER BY o.id LOOP
    PERFORM source_change_now(x.id, x.was, x.now, x.reads, x.changed_at, what);
    PERFORM source_change_by(x.article_id, x.state, own_hand AND x.reads IS DISTINCT FROM coalesce(x.now, x.was));
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION claims_of_speaker(speaker bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  WITH RECURSIVE who AS (
    SELECT speaker AS id UNION SELECT p.id FROM who w JOIN claims_speaker p ON p.merged_into_id = w.id
  )
  SELECT coalesce(array_agg(id), '{}') FROM (
    SELECT c.id FROM who w JOIN claims_claim c ON c.speaker_id = w.id
    UNION SELECT c.id FROM who w JOIN claims_claim c ON c.via_id = w.id) x $$;

-- The evidence that deeds of these speakers rest on: whether it is another side's depends on theirs.
CREATE OR REPLACE FUNCTION evidence_of_deeds(roots bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(e.id), '{}') FROM claims_speaker p JOIN claims_claim c ON c.speaker_id = p.id
  JOIN claims_evidence e ON e.claim_id = c.id
  WHERE p.root_id = ANY (roots) AND c.speech_act IN ('announces', 'orders', 'agrees', 'promises')
    AND c.state <> 'retired' AND e.removed_at IS NULL $$;

-- The claims that a merge of one speaker into another would flag. Nothing is written.
CREATE OR REPLACE FUNCTION flagged_by_merge(speaker bigint, into_ bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  WITH the AS (
    SELECT evidence_on_sources(sources_of_speakers(a.desk_id, ARRAY[a.root_id, b.root_id], a.marks))
        || evidence_of_deeds(ARRAY[a.root_id, b.root_id]) AS ids,
      a.root_id AS merged, b.root_id AS into_root
    FROM claims_speaker a JOIN claims_speaker b ON b.id = into_ WHERE a.id = speaker
  )
  SELECT is_.claim_id FROM the CROSS JOIN LATERAL evidence_reads(the.ids) is_
  JOIN evidence_reads((SELECT ids FROM the), (SELECT merged FROM the), (SELECT into_root FROM the)) after_
    ON after_.evidence_id = is_.evidence_id
  WHERE after_.reads IS DISTINCT FROM is_.reads
  UNION
  SELECT r.claim_id FROM claims_read(claims_of_speaker(speaker)) r $$;

CREATE OR REPLACE FUNCTION speaker_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[] := evidence_on_sources(sources_of_speakers(NEW.desk_id, ARRAY[OLD.root_id, NEW.root_id],
                                                          OLD.marks || NEW.marks));
  claims bigint[] := '{}'; what text;
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.merged_into_id, NEW.name, NEW.kind)
                          IS DISTINCT FROM (OLD.merged_into_id, OLD.name, OLD.kind) THEN
    claims := claims_of_speaker(NEW.id);
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id THEN
    ids := ids || evidence_of_deeds(ARRAY[OLD.root_id, NEW.root_id]);
  END IF;
  IF TG_WHEN = 'BEFORE' THEN
    PERFORM note_evidence(ids);
    PERFORM note_claims(claims);
    RETURN NEW;
  END IF;
  what := concat_ws(', ',
    CASE WHEN TG_OP = 'INSERT' THEN format('“%s” was added to the speakers', NEW.name) END,
    CASE WHEN NEW.kind <> OLD.kind THEN format('kind of “%s”: %s → %s', NEW.name, OLD.kind, NEW.kind) END,
    CASE WHEN TG_OP = 'INSERT' THEN NULL
         WHEN NEW.merged_into_id IS NOT NULL AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id THEN
           format('“%s” was merged into “%s”', NEW.name,
                  (SELECT name FROM claims_speaker WHERE id = NEW.merged_into_id))
         WHEN OLD.merged_into_id IS NOT NULL AND NEW.merged_into_id IS NULL THEN
           format('“%s” is no longer “%s”', NEW.name,
                  (SELECT name FROM claims_speaker WHERE id = OLD.merged_into_id))
         END,
    CASE WHEN NEW.name <> OLD.name THEN format('“%s” was renamed “%s”', OLD.name, NEW.name) END,
    CASE WHEN NEW.website <> OLD.website THEN format('the website of “%s”: %s → %s', NEW.name,
           coalesce(nullif(OLD.website, ''), 'none'), coalesce(nullif(NEW.website, ''), 'none')) END);
  IF what = '' THEN what := format('the other names of “%s” changed', NEW.name); END IF;
  PERFORM compare_evidence(ids, what, true);
  PERFORM compare_claims(claims, what, true);
  RETURN NULL;
END $$;
CREATE TRIGGER speaker_facts_before BEFORE UPDATE ON claims_speaker FOR EACH ROW
  WHEN ((OLD.merged_into_id, OLD.name, OLD.kind, OLD.marks)
        IS DISTINCT FROM (NEW.merged_into_id, NEW.name, NEW.kind, NEW.marks))
  EXECUTE FUNCTION speaker_facts();
CREATE TRIGGER speaker_facts_after AFTER UPDATE ON claims_speaker FOR EACH ROW
  WHEN ((OLD.merged_into_id, OLD.name, OLD.kind, OLD.marks)
        IS DISTINCT FROM (NEW.merged_into_id, NEW.name, NEW.kind, NEW.marks))
  EXECUTE FUNCTION speaker_facts();
-- Sources may name a speaker before the desk has the record.
CREATE TRIGGER speaker_new_before BEFORE INSERT ON claims_speaker FOR EACH ROW EXECUTE FUNCTION speaker_facts();
CREATE TRIGGER speaker_new_after AFTER INSERT ON claims_speaker FOR EACH ROW EXECUTE FUNCTION speaker_facts();

-- On which side somebody stands, and what an article is known by, is asked of all of its evidence; its language, of
-- all that its claims say.
CREATE OR REPLACE FUNCTION article_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[]; claims bigint[] := '{}';
  old_ jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  new_ jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  what text;
BEGIN
  SELECT coalesce(array_agg(DISTINCT e), '{}') INTO ids
    FROM (SELECT DISTINCT (CASE TG_TABLE_NAME WHEN 'claims_article' THEN r ->> 'id' ELSE r ->> 'article_id' END)::bigint
          FROM unnest(ARRAY[old_, new_]) r WHERE r IS NOT NULL) a (id), unnest(evidence_of_article(a.id)) e;
  IF TG_TABLE_NAME = 'claims_article' AND old_ -> 'language' <> new_ -> 'language' THEN
    claims := ARRAY(SELECT id FROM claims_claim WHERE article_id = (new_ ->> 'id')::bigint
                    AND state IN ('in_review', 'signed_off'));
  END IF;
  IF TG_WHEN = 'BEFORE' THEN
    PERFORM note_evidence(ids);
    PERFORM note_claims(claims);
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_TABLE_NAME <> 'claims_placement' THEN
    what := concat_ws('; ', CASE WHEN TG_TABLE_NAME = 'claims_article' THEN fact_changed('the article’s language',
        old_ ->> 'language', new_ ->> 'language', false) END,
      CASE WHEN TG_TABLE_NAME <> 'claims_article' OR old_ -> 'address' <> new_ -> 'address'
        OR old_ -> 'outlet' <> new_ -> 'outlet' THEN 'the article’s address, outlet or chain changed' END);
  ELSE
    SELECT format('side of %s: %s → %s', coalesce(
        (SELECT format('“%s”', name) FROM claims_speaker WHERE id = (who ->> 'speaker_id')::bigint),
        (SELECT called FROM source_called((who ->> 'source_id')::bigint) called)),
      coalesce((SELECT name FROM claims_side WHERE id = (old_ ->> 'side_id')::bigint), 'none'),
      coalesce((SELECT name FROM claims_side WHERE id = (new_ ->> 'side_id')::bigint), 'none'))
      INTO what FROM (SELECT coalesce(new_, old_)) x (who);
  END IF;
  PERFORM compare_evidence(ids, what, TG_TABLE_NAME = 'claims_placement');
  PERFORM compare_claims(claims, what, false);
  RETURN NULL;
END $$;
CREATE TRIGGER placement_facts_before BEFORE INSERT OR UPDATE OR DELETE ON claims_placement FOR EACH ROW
  EXECUTE FUNCTION article_facts();
CREATE TRIGGER placement_facts_after AFTER INSERT OR UPDATE OR DELETE ON claims_placement FOR EACH ROW
  EXECUTE FUNCTION article_facts();
CREATE TRIGGER chain_facts_before BEFORE INSERT OR UPDATE OR DELETE ON claims_chainlink FOR EACH ROW
  EXECUTE FUNCTION article_facts();
CREATE TRIGGER chain_facts_after AFTER INSERT OR UPDATE OR DELETE ON claims_chainlink FOR EACH ROW
  EXECUTE FUNCTION article_facts();
CREATE TRIGGER article_facts_before BEFORE UPDATE ON claims_article FOR EACH ROW
  WHEN ((OLD.address, OLD.outlet, OLD.language) IS DISTINCT FROM (NEW.address, NEW.outlet, NEW.language))
  EXECUTE FUNCTION article_facts();
CREATE TRIGGER article_facts_after AFTER UPDATE ON claims_article FOR EACH ROW
  WHEN ((OLD.address, OLD.outlet, OLD.language) IS DISTINCT FROM (NEW.address, NEW.outlet, NEW.language))
  EXECUTE FUNCTION article_facts();

-- What a claim says counts on the claims that it is linked to: whose word denies them, and whether both verdicts can
-- stand. A retired claim counts no more.
CREATE OR REPLACE FUNCTION linked_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  claims bigint[] := ARRAY(SELECT to_id FROM claims_claimlink WHERE claim_id = NEW.id
                           UNION SELECT claim_id FROM claims_claimlink WHERE to_id = NEW.id);
  ids bigint[] := ARRAY(SELECT e.id FROM claims_claimlink l JOIN claims_evidence e ON e.claim_id = l.to_id
                        WHERE l.claim_id = NEW.id AND l.kind = 'denies' AND e.stance = 'contradicts'
                          AND e.removed_at IS NULL);
  what text;
BEGIN
  IF claims = '{}' THEN RETURN CASE WHEN TG_WHEN = 'BEFORE' THEN NEW END; END IF;
  IF TG_WHEN = 'BEFORE' THEN
    PERFORM note_evidence(ids);
    PERFORM note_claims(claims);
    RETURN NEW;
  END IF;
  what := format('linked claim %s: ', NEW.number) || concat_ws(', ',
    CASE WHEN NEW.state = OLD.state THEN NULL WHEN NEW.state = 'retired' THEN 'retired'
         WHEN OLD.state = 'retired' THEN 'no longer retired' END,
    fact_changed('speaker', OLD.speaker_cited, NEW.speaker_cited, false),
    fact_changed('verdict', replace(OLD.verdict, '_', ' '), replace(NEW.verdict, '_', ' '), false));
  PERFORM compare_evidence(ids, what, false);
  PERFORM compare_claims(claims, what, false);
  RETURN NULL;
END $$;
CREATE TRIGGER linked_facts_before BEFORE UPDATE ON claims_claim FOR EACH ROW
  WHEN ((OLD.speaker_id, OLD.verdict, OLD.state = 'retired')
        IS DISTINCT FROM (NEW.speaker_id, NEW.verdict, NEW.state = 'retired'))
  EXECUTE FUNCTION linked_facts();
CREATE TRIGGER linked_facts_after AFTER UPDATE ON claims_claim FOR EACH ROW
  WHEN ((OLD.speaker_id, OLD.verdict, OLD.state = 'retired')
        IS DISTINCT FROM (NEW.speaker_id, NEW.verdict, NEW.state = 'retired'))
  EXECUTE FUNCTION linked_facts();

-- Rows from before everybody who made a change was kept. Here, before a change of them is looked at.
UPDATE claims_sourcechange o SET makers = ARRAY(
    SELECT o.changed_by_id UNION SELECT (h.old ->> 'changed_by_id')::bigint FROM claims_rowhistory h
    WHERE h."table" = 'claims_sourcechange' AND h.row_id = o.id AND h.old ? 'changed_by_id' ORDER BY 1)
  WHERE o.makers = '{}' AND o.finding = '';

-- A person settles what changed, once, in their own name, and says what it means. Of a claim that is signed, or waits
-- to be, nobody who made the change, first or since.
CREATE OR REPLACE FUNCTION source_change_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the claims_claim;
BEGIN
  IF pg_trigger_depth() > 1 THEN RETURN NEW; END IF;  -- the database's own
  SELECT * INTO the FROM claims_claim WHERE id = OLD.claim_id FOR NO KEY UPDATE;
  IF OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL OR NEW.note !~ '\S'
     OR to_jsonb(NEW) - '{settled_by_id,settled_at,note}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{settled_by_id,settled_at,note}'::text[] THEN
    PERFORM refuse('source_change_settled_once', 409, 'A change of a source is settled once, with what it means.');
  ELSIF NEW.settled_by_id IS DISTINCT FROM factcheck_actor() THEN
    PERFORM refuse('signoff_own_hand', 403, 'Nobody signs for somebody else.');
  ELSIF is_author(the.article_id, NEW.settled_by_id) THEN
    PERFORM refuse('source_author', 403, 'An author of the article settles no change of its sources.');
  ELSIF NOT (holds(the.desk_id, NEW.settled_by_id, 'checker') OR holds(the.desk_id, NEW.settled_by_id, 'reviewer')
             OR holds(the.desk_id, NEW.settled_by_id, 'chief')) THEN
    PERFORM refuse('source_change_role', 403,
      'Settling a change of a source is for a checker, reviewer or chief of this desk.');
  ELSIF the.state IN ('in_review', 'signed_off') AND NEW.settled_by_id = ANY (OLD.makers) THEN
    PERFORM refuse('source_change_own_hand', 403, 'You made this change. Somebody else says what it means.');
  END IF;
  NEW.settled_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER source_change_before BEFORE UPDATE ON claims_sourcechange FOR EACH ROW
  EXECUTE FUNCTION source_change_before();
