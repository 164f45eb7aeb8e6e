-- What a sign-off binds. claim_content is the hash's only definition; its keys are read by people later.

CREATE FUNCTION factcheck_actor() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE who text := current_setting('factcheck.actor', true);
BEGIN
  IF who IS NULL OR who = '' THEN
    RAISE EXCEPTION 'Nobody is named as the author of this change.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'content_needs_actor';
  END IF;
  -- An older snapshot would hash what was there before the lock was waited for.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'What a sign-off binds is written under read committed.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'content_needs_read_committed';
  END IF;
  RETURN who::bigint;
END $$;

CREATE FUNCTION claim_content(bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'words', (SELECT jsonb_agg(p.words ORDER BY b.position, p.start)
              FROM claims_piece p JOIN claims_block b ON b.id = p.block_id
              WHERE p.claim_id = c.id AND p.version_id = a.current_version_id),
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
    'reply', c.reply, 'reply_note', c.reply_note, 'reply_accepted_by', c.reply_accepted_by_id,
    'rules_passed', c.rules_passed,
    'links', (SELECT jsonb_agg(jsonb_build_array(f.number, l.kind, t.number) ORDER BY f.number, l.kind, t.number)
              FROM claims_claimlink l JOIN claims_claim f ON f.id = l.claim_id JOIN claims_claim t ON t.id = l.to_id
              WHERE l.claim_id = c.id OR l.to_id = c.id),
    'evidence', (SELECT jsonb_agg(jsonb_build_object(
        'id', e.id, 'citation', e.citation, 'bears_on', e.bears_on, 'stance', e.stance, 'directness', e.directness,
        'against_interest', e.against_interest, 'excerpt', e.excerpt, 'excerpt_kind', e.excerpt_kind,
        'excerpt_language', e.excerpt_language, 'translation', e.translation, 'translator', e.translator,
        'locator', e.locator, 'figure_found', e.figure_found, 'note', e.note) ORDER BY e.id)
      FROM claims_evidence e WHERE e.claim_id = c.id AND e.confirmed AND e.removed_at IS NULL))
  FROM claims_claim c JOIN claims_article a ON a.id = c.article_id
  LEFT JOIN claims_verdictscheme s ON s.id = c.scheme_id
  WHERE c.id = $1 $$;

CREATE FUNCTION claim_content_hash(bigint) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT encode(sha256(convert_to(claim_content($1)::text, 'UTF8')), 'hex') $$;

-- Where a claim stands in the article: its words and its first line (0: nowhere).
CREATE FUNCTION claim_place(bigint, OUT quoted text, OUT line_number int) LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT string_agg(p.words, ' … ' ORDER BY b.position, p.start)
                   FROM claims_piece p JOIN claims_block b ON b.id = p.block_id
                   WHERE p.claim_id = c.id AND p.version_id = a.current_version_id), ''),
         coalesce((SELECT min(l.number) FROM claims_piece p
                   JOIN claims_line l ON l.block_id = p.block_id AND l.start < p."end" AND l."end" > p.start
                   WHERE p.claim_id = c.id AND p.version_id = a.current_version_id), 0)
  FROM claims_claim c JOIN claims_article a ON a.id = c.article_id WHERE c.id = $1 $$;

-- How many people must sign, and whether one of them is legal's.
CREATE FUNCTION claim_signatures(bigint, OUT approvals int, OUT legal boolean) LANGUAGE sql STABLE AS $$
  SELECT greatest(1, coalesce(max(r.approvals), 1)), coalesce(bool_or(r.legal), false)
  FROM claims_claim c LEFT JOIN claims_signaturerule r ON r.desk_id = c.desk_id AND r.risk_flag = ANY (c.risk_flags)
  WHERE c.id = $1 $$;

CREATE FUNCTION claim_is_signed(bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE need record; have record;
BEGIN
  SELECT * INTO need FROM claim_signatures($1);
  SELECT count(*) FILTER (WHERE kind <> 'legal') AS reviews, count(*) FILTER (WHERE kind = 'legal') AS legal,
         count(*) FILTER (WHERE kind = 'cross') AS crossed INTO have
    FROM claims_signoff WHERE claim_id = $1 AND voided_at IS NULL AND content_hash = claim_content_hash($1);
  -- Legal's signature counts where it is asked for, and once: it stands for no other review.
  RETURN have.reviews + need.legal::int >= greatest(need.approvals, CASE WHEN have.crossed > 0 THEN 2 ELSE 1 END)
    AND have.legal >= need.legal::int;
END $$;

CREATE FUNCTION is_author(article bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM claims_articleauthor WHERE article_id = $1 AND person_id = $2) $$;

CREATE FUNCTION holds(desk bigint, person bigint, role text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM claims_membership m JOIN claims_person p ON p.id = m.person_id AND p.is_active
                  WHERE m.desk_id = $1 AND m.person_id = $2 AND m.role = $3) $$;

-- Somebody who could still review: the role, no contributor, no author, and not among those who signed.
CREATE FUNCTION somebody_eligible(claim bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM claims_claim c JOIN claims_membership m ON m.desk_id = c.desk_id AND m.role = 'reviewer'
    JOIN claims_person p ON p.id = m.person_id AND p.is_active
    WHERE c.id = $1 AND NOT is_author(c.article_id, m.person_id)
      AND NOT EXISTS (SELECT 1 FROM claims_contributor k WHERE k.claim_id = c.id AND k.person_id = m.person_id)
      AND NOT EXISTS (SELECT 1 FROM claims_signoff s WHERE s.claim_id = c.id AND s.signer_id = m.person_id AND s.voided_at IS NULL)) $$;

-- What every change of content comes down to: name the contributor, void what no longer matches, say so in the state.
CREATE FUNCTION claim_content_moved(cid bigint, because text, contributes boolean DEFAULT true) RETURNS void LANGUAGE plpgsql AS $$
DECLARE who bigint := factcheck_actor();
BEGIN
  IF contributes THEN
    INSERT INTO claims_contributor (claim_id, person_id, because, at) VALUES (cid, who, because, now()) ON CONFLICT DO NOTHING;
  END IF;
  IF EXISTS (SELECT 1 FROM claims_signoff WHERE claim_id = cid AND voided_at IS NULL) THEN
    UPDATE claims_signoff SET voided_at = now(), voided_by_id = who, void_reason = because
      WHERE claim_id = cid AND voided_at IS NULL AND content_hash IS DISTINCT FROM claim_content_hash(cid);
  END IF;
  UPDATE claims_claim SET state = 'changed' WHERE id = cid AND state = 'signed_off' AND NOT claim_is_signed(cid);
END $$;

-- Whoever contributed in any way, by a merge too, has no live sign-off of their own on the claim, which its writer has locked.
CREATE FUNCTION contributor_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_signoff SET voided_at = now(), void_reason = 'the signer worked on the claim'
    WHERE claim_id = NEW.claim_id AND signer_id = NEW.person_id AND kind <> 'cross' AND voided_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER contributor_after AFTER INSERT ON claims_contributor FOR EACH ROW EXECUTE FUNCTION contributor_after();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is written once and never changed or deleted.', TG_TABLE_NAME
    USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
