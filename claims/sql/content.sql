-- What a claim's sign-off binds, who contributed to a claim, and where it came from.
-- claim_content is the hash's only definition; its keys are read by people later.

-- Where a claim stands in the article: its words and its first line (0: nowhere).
CREATE OR REPLACE FUNCTION claim_place(bigint, OUT quoted text, OUT line_number int) LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT string_agg(p.words, ' … ' ORDER BY b.position, p.start)
                   FROM claims_piece p JOIN claims_block b ON b.id = p.block_id
                   WHERE p.claim_id = c.id AND p.version_id = a.current_version_id), ''),
         coalesce((SELECT min(l.number) FROM claims_piece p
                   JOIN claims_line l ON l.block_id = p.block_id AND l.start < p."end" AND l."end" > p.start
                   WHERE p.claim_id = c.id AND p.version_id = a.current_version_id), 0)
  FROM claims_claim c JOIN claims_article a ON a.id = c.article_id WHERE c.id = $1 $$;

-- The words of a claim in one version as its sign-off binds them, a piece an item; null where it has none there.
CREATE OR REPLACE FUNCTION claim_words_bound(cid bigint, vid bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_agg(words_bound(p.words, p.bound_words, c.wording_applied) ORDER BY b.position, p.start)
  FROM claims_piece p JOIN claims_block b ON b.id = p.block_id JOIN claims_claim c ON c.id = p.claim_id
  WHERE p.claim_id = cid AND p.version_id = vid $$;

-- The columns of a claim that a sign-off binds: all but these, as claims/fields.py says. A speaker is bound by record
-- as well as by name.
CREATE OR REPLACE FUNCTION claim_bound(claims_claim) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT to_jsonb($1) - '{id,article_id,desk_id,number,state,state_since,edition,created_by_id,created_at,stet_reason,
    stet_by_id,priority,assignee_id,due,waiting_on,waiting_until,sent_by_id,sent_at,returned_by_id,returned_reason,
    quoted,line_number,search,verdict_cited,reworded_verdict_cited,wording_applied,context_edition}'::text[] $$;

-- What was said of a source off the record, as sign-offs and the history of rows hold it: a digest in place of each
-- text, so that a change of it is one there too. It has a salt, which stands beside the words alone: without these,
-- nobody can try out what they were. What is hidden already stays as it is.
CREATE OR REPLACE FUNCTION words_hidden(said jsonb, salt uuid, names text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT said || coalesce((
    SELECT jsonb_object_agg(key, 'sha256:' || encode(sha256(convert_to(
      concat_ws(E'\n', salt, key, value), 'UTF8')), 'hex'))
    FROM jsonb_each_text(said) WHERE key = ANY (names) AND value <> '' AND value !~ '^sha256:[0-9a-f]{64}$'), '{}') $$;
CREATE OR REPLACE FUNCTION evidence_hidden(said jsonb, salt uuid) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT words_hidden(said, salt,
    '{citation,excerpt,translation,translator,locator,figure_found,note,answer}') $$;
CREATE OR REPLACE FUNCTION source_hidden(said jsonb, salt uuid) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT words_hidden(said, salt,
    '{title,publisher,author,address,published_on,withdrawn,note,speaker_id,marks,page,controlled_by,interests,
      reliability_reason,control}') $$;

-- The reasons for passing rules. From before each rule had its own, one reason for all is bound as it was: as a text.
CREATE OR REPLACE FUNCTION passed_bound(jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN $1 = '{}' THEN '""' WHEN $1 - '' = '{}' THEN $1 -> '' ELSE $1 END $$;

-- What is named here is always in it. Any other bound column is in it where it says something: a column that comes
-- to be bound leaves the sign-offs from before it what they were.
CREATE OR REPLACE FUNCTION claim_content(bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT (SELECT coalesce(jsonb_object_agg(b.key, b.value), '{}')
          FROM jsonb_each(claim_bound(c) - '{speaker_id,speaker_cited,via_id,via_cited,scheme_id,no_reply_reason,
            reply_accepted_by_id}'::text[]) b WHERE b.value NOT IN ('""', 'null', 'false', '[]', '{}', '0'))
    || jsonb_build_object(
    'words', claim_words_bound(c.id, a.current_version_id),
    'statement', c.statement, 'kind', c.kind,
    'risk_flags', (SELECT jsonb_agg(f ORDER BY f) FROM unnest(c.risk_flags) f),
    'speech_act', c.speech_act, 'verb', c.verb, 'verb_endorses', c.verb_endorses, 'form', c.form,
    'speaker', c.speaker_cited, 'speaker_as_printed', c.speaker_as_printed, 'via', c.via_cited,
    'figure_value', c.figure_value, 'figure_high', c.figure_high, 'figure_unit', c.figure_unit,
    'figure_modifier', c.figure_modifier,
    'attribution', c.attribution, 'attribution_note', c.attribution_note,
    'verdict', c.verdict, 'verdict_flags', (SELECT jsonb_agg(f ORDER BY f) FROM unnest(c.verdict_flags) f),
    'true_for', c.true_for, 'known_on', c.known_on, 'scheme', s.number, 'rationale', c.rationale,
    'line_decision', c.line_decision, 'proposed_words', c.proposed_words,
    'reworded_statement', c.reworded_statement, 'reworded_verdict', c.reworded_verdict,
    -- Named as before there was a contact log; what was noted then stands, until there is a reason for no reply.
    'reply', CASE WHEN c.no_reply_reason <> '' THEN 'waived' ELSE coalesce(r.reply, '') END,
    'reply_note', CASE WHEN c.no_reply_reason <> '' THEN c.no_reply_reason ELSE coalesce(r.note, '') END,
    'reply_accepted_by', c.reply_accepted_by_id,
    'rules_passed', passed_bound(c.rules_passed),
    'links', (SELECT jsonb_agg(jsonb_build_array(f.number, l.kind, t.number) ORDER BY f.number, l.kind, t.number)
              FROM claims_claimlink l JOIN claims_claim f ON f.id = l.claim_id JOIN claims_claim t ON t.id = l.to_id
              WHERE l.claim_id = c.id OR l.to_id = c.id),
    'evidence', (SELECT jsonb_agg(CASE WHEN e.hidden THEN evidence_hidden(b.said, e.salt) ELSE b.said END ORDER BY e.id)
      FROM claims_evidence e, LATERAL (SELECT jsonb_build_object(
        'id', e.id, 'citation', e.citation, 'bears_on', e.bears_on, 'stance', e.stance, 'directness', e.directness,
        'against_interest', e.against_interest, 'excerpt', e.excerpt, 'excerpt_kind', e.excerpt_kind,
        'excerpt_language', e.excerpt_language, 'translation', e.translation, 'translator', e.translator,
        'locator', e.locator, 'figure_found', e.figure_found, 'note', e.note)
        || CASE e.answer WHEN '' THEN '{}' ELSE jsonb_build_object('answer', e.answer) END
        || CASE e.calculation WHEN '{}' THEN '{}' ELSE jsonb_build_object('calculation', e.calculation) END
        || CASE WHEN e.public_reply THEN '{"public_reply": true}'::jsonb ELSE '{}' END) b (said)
      WHERE e.claim_id = c.id AND e.confirmed AND e.removed_at IS NULL))
    || jsonb_strip_nulls(jsonb_build_object('reply_asked', moment_bound(r.asked), 'reply_until', moment_bound(r.until)))
    -- The requests for comment that cover it, where there are any.
    || (SELECT CASE WHEN count(*) = 0 THEN '{}'
               ELSE jsonb_build_object('contacts', jsonb_agg(contact_bound(k) ORDER BY k.id)) END
        FROM claims_contactclaim x JOIN claims_contact k ON k.id = x.contact_id WHERE x.claim_id = c.id)
    -- What the scheme calls a verdict of the desk's own; what it calls any other follows from the scheme.
    || CASE c.verdict_own WHEN '' THEN '{}' ELSE jsonb_build_object('verdict_cited', c.verdict_cited) END
    || CASE c.reworded_verdict_own WHEN '' THEN '{}'
       ELSE jsonb_build_object('reworded_verdict_cited', c.reworded_verdict_cited) END
  FROM claims_claim c JOIN claims_article a ON a.id = c.article_id
  LEFT JOIN claims_verdictscheme s ON s.id = c.scheme_id LEFT JOIN claims_formerreply r ON r.claim_id = c.id
  WHERE c.id = $1 $$;

CREATE OR REPLACE FUNCTION claim_content_hash(bigint) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT encode(sha256(convert_to(claim_content($1)::text, 'UTF8')), 'hex') $$;

-- Whether a new claim says more than a first cut does: the first statement, and what a suggestion says of the words.
-- Any other bound column that is not at its default is a judgement, whichever it is and whenever it was added.
CREATE OR REPLACE FUNCTION claim_is_judged(claims_claim) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM jsonb_each(claim_bound($1) - '{statement,kind,speech_act,verb,verb_endorses,form,
      speaker_id,speaker_cited,speaker_as_printed,via_id,via_cited,
      figure_value,figure_high,figure_unit,figure_modifier}'::text[]) b
    WHERE b.value NOT IN ('""', 'null', 'false', '[]', '{}', '0') AND (b.key, b.value) NOT IN (
      ('attribution', '"open"'), ('attribution', '"not_applicable"'), ('line_decision', '"keep"'))) $$;

-- What every change of content comes down to: name the contributor, void what no longer matches, say so in the state.
CREATE OR REPLACE FUNCTION claim_content_moved(cid bigint, because text, contributes boolean DEFAULT true) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE who bigint := factcheck_actor();
BEGIN
  IF contributes THEN
    INSERT INTO claims_contributor (claim_id, person_id, because, at)
      VALUES (cid, who, because, now()) ON CONFLICT DO NOTHING;
  END IF;
  IF EXISTS (SELECT 1 FROM claims_signoff WHERE claim_id = cid AND voided_at IS NULL) THEN
    UPDATE claims_signoff SET voided_at = now(), voided_by_id = who, void_reason = because
      WHERE claim_id = cid AND voided_at IS NULL
        AND coalesce(redacted_hash, content_hash) IS DISTINCT FROM claim_content_hash(cid);
  END IF;
  UPDATE claims_claim SET state = 'changed' WHERE id = cid AND state = 'signed_off' AND NOT claim_is_signed(cid);
END $$;

-- Whoever contributed in any way, by a merge too, has no live sign-off of their own on the claim, which its writer has
-- locked.
CREATE OR REPLACE FUNCTION contributor_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_signoff SET voided_at = now(), void_reason = 'the signer worked on the claim'
    WHERE claim_id = NEW.claim_id AND signer_id = NEW.person_id AND kind <> 'cross' AND voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER contributor_after AFTER INSERT ON claims_contributor FOR EACH ROW EXECUTE FUNCTION contributor_after();

-- A part of a split claim, a merged claim, and one in place of a claim that lost its words, has the contributors of the
-- claims that it came from, and whoever made it. It has their evidence (evidence_goes_along), and the requests for
-- comment that covered them.
CREATE OR REPLACE FUNCTION lineage_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM claims_claim WHERE id IN (NEW.parent_id, NEW.child_id) ORDER BY id FOR NO KEY UPDATE;
  IF (SELECT count(DISTINCT article_id) FROM claims_claim WHERE id IN (NEW.parent_id, NEW.child_id)) <> 1 THEN
    PERFORM refuse('lineage_within_article', 409, 'Claims come from claims of one article.');
  END IF;
  INSERT INTO claims_contributor (claim_id, person_id, because, at)
    SELECT NEW.child_id, k.person_id, left('on claim ' || p.number || ': ' || k.because, 80), now()
    FROM claims_contributor k JOIN claims_claim p ON p.id = k.claim_id WHERE k.claim_id = NEW.parent_id ORDER BY k.id
    ON CONFLICT DO NOTHING;
  PERFORM claim_content_moved(NEW.child_id, CASE NEW.kind
    WHEN 'split' THEN 'split the claim' WHEN 'merge' THEN 'merged claims' ELSE 'replaced the claim' END);
  INSERT INTO claims_contributor (claim_id, person_id, because, at)
    SELECT id, created_by_id, 'worded the claim', now() FROM claims_claim WHERE id = NEW.child_id
    ON CONFLICT DO NOTHING;
  PERFORM evidence_goes_along(ARRAY(SELECT id FROM claims_evidence
    WHERE claim_id = NEW.parent_id AND removed_at IS NULL), NEW.child_id);
  -- Whoever was asked about the claim was asked about its parts. Two that are merged may have one request.
  INSERT INTO claims_contactclaim (contact_id, claim_id, added_by_id)
    SELECT k.id, NEW.child_id, factcheck_actor() FROM claims_contactclaim x
    JOIN claims_contact k ON k.id = x.contact_id AND k.struck_at IS NULL
    WHERE x.claim_id = NEW.parent_id AND NOT EXISTS (
      SELECT 1 FROM claims_contactclaim o WHERE o.claim_id = NEW.child_id AND o.contact_id = k.id)
    ORDER BY k.id;
  RETURN NULL;
END $$;
CREATE TRIGGER lineage_after AFTER INSERT ON claims_lineage FOR EACH ROW EXECUTE FUNCTION lineage_after();
CREATE TRIGGER lineage_kept BEFORE UPDATE OR DELETE ON claims_lineage FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contributor_kept BEFORE UPDATE OR DELETE ON claims_contributor FOR EACH ROW
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contributor_kept_whole BEFORE TRUNCATE ON claims_contributor FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
