-- The app role owns nothing here. What is append-only it can only add to; what is kept for good it cannot delete.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'factcheck_app') THEN
    GRANT USAGE ON SCHEMA public TO factcheck_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO factcheck_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO factcheck_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON claims_event, claims_rowhistory, claims_contributor, claims_lineage, claims_version, claims_block, claims_line FROM factcheck_app;
    REVOKE DELETE, TRUNCATE ON claims_article, claims_articleauthor, claims_articlesignoff, claims_claim, claims_eventchain, claims_evidence, claims_noclaimmark, claims_releaseexception, claims_signoff FROM factcheck_app;
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM factcheck_app;
  END IF;
END $$;
