-- What the app role may do, and what nobody but the owner may call.

-- The app role owns nothing here. What is append-only it can only add to; what is kept for good it cannot delete; what
-- the triggers write (contributors, row history, heads of chains) it cannot write at all, since they run as their
-- owner.
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS call, p.proname AS name, p.prorettype = 'trigger'::regtype AS is_trigger
           FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = current_user::regrole
             AND NOT EXISTS (SELECT 1 FROM pg_depend d
                             WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') LOOP
    -- A temporary table of the same name, or a schema put in front, is not looked at. Four become part of the query
    -- that asks, and with a path of their own they would not: they name everything in full, and triggers ask from
    -- within functions that have the path.
    IF f.name <> ALL ('{authorships,claim_standings,claims_touched,roles_that_count}') THEN
      EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', f.call);
    END IF;
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f.call);
    IF f.is_trigger THEN
      EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER', f.call);
    END IF;
  END LOOP;
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'factcheck_app') THEN
    GRANT USAGE ON SCHEMA public TO factcheck_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO factcheck_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO factcheck_app;
    GRANT EXECUTE ON FUNCTION
      address_copied, address_host, address_page, address_read, address_server, address_unquoted,
      article_authors, article_content, article_content_hash, article_gate, article_gate_asks,
      article_gate_beside_lines, article_gate_ready, article_is_signed, article_shown,
      article_standing, article_stopped_by, articles_at, as_the_app, authorships, claim_bound, claim_content,
      claim_content_hash,
      claim_is_signed, claim_place, claim_signatures, claim_standing, claim_standings, claim_words_bound,
      claims_adrift, claims_of_speaker, claims_read, claims_signed_through, claims_touched, context_unacknowledged,
      contact_bound,
      correction_claims, correction_is_open, correction_standing, event_digest, event_text, evidence_hidden,
      evidence_of_deeds,
      evidence_on_sources, evidence_reads,
      evidence_standings,
      factcheck_actor, flagged_by_merge, folded_words, has_line_not_covered, holds, host_letters, identity_opened,
      identity_read,
      is_author, joining_words,
      known_when_out, letters_of, letters_read,
      lines_not_covered, marks_hidden, may_be_deposited,
      members_named, moment_bound, name_folded, name_keys, name_latin, name_looks,
      name_shown, name_sounds, name_words, named_by, names_look_one, names_may_be_one, names_readers, only_spelling,
      only_spelling_since, page_digest, passed_bound, reads_identity, redact,
      redaction_answer, redaction_left, redaction_lock, redaction_search, redaction_tried, redacts,
      refuse, roles_that_count, search_fold,
      search_query, search_thousands,
      search_vector, search_words, somebody_eligible, source_citation, sources_of_speakers, spelling_fold,
      typography_fold, verdict_called, verdicts_clash, words_bound,
      withheld_claims, withheld_sources, words_hidden
      TO factcheck_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON
      claims_articleimport, claims_backing, claims_block, claims_contactclaim, claims_event,
      claims_line, claims_lineage, claims_message,
      claims_publication, claims_version, claims_wordinganswer
      FROM factcheck_app;
    REVOKE UPDATE, TRUNCATE ON claims_upload FROM factcheck_app;
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON
      claims_contributor, claims_eventchain, claims_formerreply, claims_rowhistory, claims_takenname, django_migrations
      FROM factcheck_app;
    -- What is encrypted is given out by identity_opened alone, with its event.
    REVOKE SELECT, TRUNCATE ON claims_identity FROM factcheck_app;
    GRANT SELECT (id, source_id, key_id, edition, entered_by_id, entered_at) ON claims_identity TO factcheck_app;
    REVOKE TRUNCATE ON claims_lease FROM factcheck_app;
    REVOKE UPDATE, TRUNCATE ON claims_identityreader, claims_sourcereader FROM factcheck_app;
    -- A redaction goes its way by the functions of redaction.sql alone.
    REVOKE UPDATE, DELETE, TRUNCATE ON claims_redaction FROM factcheck_app;
    REVOKE INSERT, DELETE, TRUNCATE ON claims_sourcechange FROM factcheck_app;
    REVOKE INSERT, DELETE, TRUNCATE ON claims_bylinequestion FROM factcheck_app;
    REVOKE DELETE, TRUNCATE ON
      claims_anchoring, claims_article, claims_articleauthor, claims_articlesignoff, claims_capture, claims_claim,
      claims_contact, claims_correction, claims_deposit,
      claims_dossier, claims_evidence, claims_incomingversion, claims_noclaimmark,
      claims_releaseexception, claims_signoff, claims_speaker, claims_thread, claims_watch
      FROM factcheck_app;
  END IF;
END $$;

-- Rows from before a rule was kept are brought under it.
UPDATE claims_articleauthor SET asked = true WHERE NOT asked AND person_id IS NULL;

-- Claims that were judged before it was kept what the desk calls their verdict, where it has words of its own.
UPDATE claims_claim c SET edition = c.edition FROM claims_schemeverdict v
  WHERE v.scheme_id = c.scheme_id AND v.code = '' AND v.verdict = c.verdict AND c.verdict_cited = ''
    AND v.label <> ALL ('{Supported,Refuted,Conflicting evidence,Not enough evidence,Not checkable,
      Truth not examined}');

-- Articles whose claims were signed before it was kept which are signed through.
UPDATE claims_article SET signed_through = true
  WHERE state = 'in_checking' AND NOT signed_through AND claims_signed_through(id);

-- Functions of earlier versions that nothing calls any more.
DROP FUNCTION IF EXISTS article_published_no_open_query, article_signoff_no_open_query, article_signoff_nothing_adrift,
  article_head_moved, article_marks, claim_wording, claim_wording_applied, claim_words_moved, evidence_own_hand,
  exception_proposed, mark_own_hand, may_acknowledge, name_joined, signoff_has_words, signoff_source_changed,
  somebody_could_sign, speakers_read;
