"""What /healthz says, and what the app role may do."""


def test_the_app_role_reads_and_writes_tables_and_owns_the_queue(app_role):
    with app_role() as cursor:
        cursor.execute("INSERT INTO claims_heartbeat (name, at) VALUES ('worker', now())")
        cursor.execute("SELECT pgmq.send('factcheck', '{}')")
        cursor.execute("SELECT nspowner::regrole::text, current_user FROM pg_namespace WHERE nspname = 'pgmq'")
        assert cursor.fetchone() == ("factcheck_app", "factcheck_app")
        cursor.execute("SELECT has_table_privilege('claims_heartbeat', 'truncate')")
        assert cursor.fetchone() == (False,)
