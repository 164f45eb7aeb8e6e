"""A hostile session of the app role: it cannot shadow, switch off, or speak over the triggers."""

import re

import psycopg
import pytest
from django.db import ProgrammingError, connection

from claims.apps import APP_ROLE
from claims.history import acting
from tests.database.conftest import IGNORE, standing
from tests.make import make_article, make_claim, make_desk, make_evidence, make_person, send_to_review

SIGN = (
    "INSERT INTO public.claims_signoff (claim_id, signer_id, kind, content_hash, note, void_reason)"
    " SELECT {claim}, {signer}, 'review', public.claim_content_hash({claim}), '', ''"
)
#: What it reads, or writes, nobody may read or write without it.
AS_OWNER = {
    "identity_opened",
    "identity_read",
    "redact",
    "redaction_answer",
    "redaction_left",
    "redaction_lock",
    "redaction_search",
    "redaction_tried",
}
#: What the app role may call; everything else is a trigger's.
READABLE = {
    "address_copied",
    "address_host",
    "address_page",
    "address_read",
    "address_server",
    "address_unquoted",
    "article_authors",
    "article_content",
    "article_content_hash",
    "article_gate",
    "article_gate_asks",
    "article_gate_beside_lines",
    "article_gate_ready",
    "article_is_signed",
    "article_shown",
    "article_standing",
    "article_stopped_by",
    "articles_at",
    "as_the_app",
    "authorships",
    "claim_bound",
    "claim_content",
    "claim_content_hash",
    "claim_is_signed",
    "claim_place",
    "claim_signatures",
    "claim_standing",
    "claim_standings",
    "claim_words_bound",
    "claims_adrift",
    "claims_of_speaker",
    "claims_read",
    "claims_signed_through",
    "claims_touched",
    "context_unacknowledged",
    "contact_bound",
    "correction_claims",
    "correction_is_open",
    "correction_standing",
    "event_digest",
    "event_text",
    "evidence_hidden",
    "evidence_of_deeds",
    "evidence_on_sources",
    "evidence_reads",
    "evidence_standings",
    "factcheck_actor",
    "flagged_by_merge",
    "folded_words",
    "has_line_not_covered",
    "holds",
    "identity_opened",
    "identity_read",
    "host_letters",
    "is_author",
    "joining_words",
    "known_when_out",
    "letters_of",
    "letters_read",
    "lines_not_covered",
    "marks_hidden",
    "may_be_deposited",
    "members_named",
    "moment_bound",
    "name_folded",
    "name_keys",
    "name_latin",
    "name_looks",
    "name_shown",
    "name_sounds",
    "name_words",
    "named_by",
    "names_look_one",
    "names_may_be_one",
    "only_spelling",
    "only_spelling_since",
    "page_digest",
    "passed_bound",
    "names_readers",
    "reads_identity",
    "redact",
    "redaction_answer",
    "redaction_left",
    "redaction_lock",
    "redaction_search",
    "redaction_tried",
    "redacts",
    "refuse",
    "roles_that_count",
    "search_fold",
    "search_query",
    "search_thousands",
    "search_vector",
    "search_words",
    "somebody_eligible",
    "source_citation",
    "sources_of_speakers",
    "spelling_fold",
    "typography_fold",
    "verdict_called",
    "verdicts_clash",
    "words_bound",
    "withheld_claims",
    "withheld_sources",
    "words_hidden",
}

#: They have no search_path, so that they become part of the query that asks: they name everything in full.
IN_FULL = {"authorships", "claim_standings", "claims_touched", "roles_that_count"}


@pytest.fixture
def case(transactional_db):
    """A committed claim in review, and Ben, a reviewer who contributed to it."""
    desk = make_desk()
    checker = make_person("Leyla", "checker", desk=desk)
    reviewer = make_person("Ben", "reviewer", desk=desk)
    claim = make_claim(make_article(desk, actor=checker), "3 cracks", actor=checker)
    send_to_review(claim, checker)
    make_evidence(claim, actor=reviewer)
    return claim, reviewer


@pytest.fixture
def session(case, app_connection):
    """Ben's session as the app role."""
    app_connection.execute("SELECT set_config('factcheck.actor', %s, true)", [str(case[1].pk)])
    app_connection.execute(IGNORE)
    return app_connection


def temp_table(name):
    return [f"CREATE TEMP TABLE {name} (LIKE public.{name} INCLUDING DEFAULTS)"]


#: Each would let Ben sign if functions looked where the session says.
SHADOWS = {
    "a temporary table of contributors": temp_table("claims_contributor"),
    "a temporary view of contributors": [
        "CREATE TEMP VIEW claims_contributor AS SELECT * FROM public.claims_contributor WHERE false"
    ],
    "a schema put in front": [
        "CREATE VIEW pgmq.claims_contributor AS SELECT * FROM public.claims_contributor WHERE false",
        "SET search_path = pgmq, public",
    ],
    "an equals sign that says no": [
        "CREATE FUNCTION pgmq.never(bigint, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false'",
        "CREATE OPERATOR pgmq.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = pgmq.never)",
        "SET search_path = pgmq, pg_catalog, public",
    ],
    "a function of the same name": [
        "CREATE FUNCTION pgmq.is_author(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
        "SET search_path = pgmq, public",
    ],
}


def test_nothing_put_in_front_of_the_real_tables_is_looked_at(case, session):
    claim, reviewer = case
    sign = SIGN.format(claim=claim.pk, signer=reviewer.pk)
    for name, shadow in SHADOWS.items():
        with session.transaction(force_rollback=True):
            for statement in shadow:
                session.execute(statement)
            with pytest.raises(psycopg.errors.CheckViolation) as refusal:
                session.execute(sign)
            assert refusal.value.diag.constraint_name == "signoff_four_eyes", name


def test_what_becomes_part_of_the_query_that_asks_names_tables_and_functions_in_full(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname = ANY (%s)", [list(IN_FULL)])
        sources = dict(cursor.fetchall())
        cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        ours = "|".join(name for (name,) in cursor.fetchall())
    assert sources.keys() == IN_FULL
    for name, words in sources.items():
        assert re.findall(rf"(?<!public\.)\b(?:claims_\w+|(?:{ours})\()", words) == [], name


TAMPERING = [
    "ALTER TABLE claims_signoff DISABLE TRIGGER ALL",
    "ALTER TABLE claims_signoff DISABLE TRIGGER signoff_before",
    "DROP TRIGGER signoff_before ON claims_signoff",
    "CREATE TRIGGER a BEFORE INSERT ON claims_signoff EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "ALTER TABLE claims_signoff ENABLE ROW LEVEL SECURITY",
    "CREATE RULE quiet AS ON INSERT TO claims_contributor DO INSTEAD NOTHING",
    "CREATE OR REPLACE FUNCTION is_author(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
    "CREATE FUNCTION public.is_author(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
    "ALTER FUNCTION signoff_before() RESET search_path",
    "ALTER FUNCTION signoff_before() OWNER TO factcheck_app",
    "DROP FUNCTION claim_is_signed(bigint) CASCADE",
    "CREATE TABLE public.mine (id int)",
    "ALTER TABLE claims_signoff DROP CONSTRAINT signoff_live_once",
    "DROP INDEX signoff_live_once",
    "LOCK TABLE claims_contributor IN ACCESS EXCLUSIVE MODE",
    "SET session_replication_role = replica",
    "SET LOCAL session_replication_role = 'local'",
    "ALTER ROLE factcheck_app SET session_replication_role = replica",
    "SET ROLE postgres",
    "CREATE ROLE helper SUPERUSER",
    "CREATE ROLE helper",
    "ALTER ROLE factcheck_app SUPERUSER",
    "GRANT factcheck_owner TO factcheck_app",
    "REASSIGN OWNED BY factcheck_owner TO factcheck_app",
    "COPY claims_person TO PROGRAM 'cat'",
    "UPDATE pg_trigger SET tgenabled = 'D'",
    "DELETE FROM django_migrations",
    "DO $$ BEGIN PERFORM public.claim_content_moved(1, 'x'); END $$",
    "SELECT public.article_content_moved(1, 'x')",
    # A trigger function of the house on a table of one's own would write history about rows that are not there.
    "CREATE TEMP TABLE claims_claim (id bigint); CREATE TRIGGER a AFTER INSERT ON pg_temp.claims_claim"
    " FOR EACH ROW EXECUTE FUNCTION public.row_history()",
]


def test_the_app_role_switches_nothing_off(session):
    done = []
    for statement in TAMPERING:
        try:
            with session.transaction(force_rollback=True):
                session.execute(statement)
            done.append(statement)
        except psycopg.errors.InsufficientPrivilege:
            pass
    assert done == []


def test_a_trigger_of_ones_own_is_no_cloak(case, session):
    """Inside a trigger's function of the app role the heads of chains, contributors and history are still closed."""
    session.execute("CREATE TABLE pgmq.mine (words text)")
    for body in (
        "UPDATE public.claims_eventchain SET sequence = 0, hash = ''''",
        "INSERT INTO public.claims_rowhistory (transaction, \"table\", row_id, operation) VALUES (1, ''x'', 1, ''x'')",
        "DELETE FROM public.claims_contributor",
    ):
        session.execute(
            "CREATE OR REPLACE FUNCTION pgmq.cloak() RETURNS trigger LANGUAGE plpgsql AS"
            f" 'BEGIN {body}; RETURN NULL; END'"
        )
        session.execute("CREATE OR REPLACE TRIGGER cloak AFTER INSERT ON pgmq.mine EXECUTE FUNCTION pgmq.cloak()")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), session.transaction():
            session.execute("INSERT INTO pgmq.mine VALUES ('x')")


@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE"])
def test_an_older_snapshot_signs_nothing(case, app_connection, isolation):
    """It would not see who contributed, nor what was changed, since it began."""
    claim, _ = case
    second = make_person("Rosa", "reviewer", desk=claim.desk)
    app_connection.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
    app_connection.execute("SELECT set_config('factcheck.actor', %s, true)", [str(second.pk)])
    app_connection.execute("SELECT count(*) FROM claims_claim")
    make_evidence(claim, actor=second)
    with pytest.raises(psycopg.errors.CheckViolation) as refusal:
        app_connection.execute(SIGN.format(claim=claim.pk, signer=second.pk))
    assert refusal.value.diag.constraint_name == "content_needs_read_committed"


def test_without_an_actor_nothing_that_is_signed_is_written(case, app_connection):
    with pytest.raises(psycopg.errors.CheckViolation) as refusal:
        app_connection.execute("UPDATE claims_claim SET statement = 'x'")
    assert refusal.value.diag.constraint_name == "content_needs_actor"


def test_the_actor_ends_with_the_transaction(case):
    claim, reviewer = case
    with acting(reviewer), connection.cursor() as cursor:
        cursor.execute("SELECT factcheck_actor()")
        assert cursor.fetchone() == (reviewer.pk,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('factcheck.actor', true)")
        assert cursor.fetchone()[0] in (None, "")
    assert standing(claim).state == "in_review"


def test_checks_put_off_are_made_at_commit(case, session):
    claim, _ = case
    session.execute("SET CONSTRAINTS ALL DEFERRED")
    session.execute("UPDATE claims_claim SET state = 'signed_off' WHERE id = %s", [claim.pk])
    with pytest.raises(psycopg.errors.CheckViolation) as refusal:
        session.commit()
    assert refusal.value.diag.constraint_name == "signed_off_is_signed"


def test_every_function_of_the_house_looks_only_at_the_real_tables(db):
    """One that a later migration adds must be closed in the same way (the loop in grants.sql)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, p.prosecdef, p.prorettype = 'trigger'::regtype, p.proconfig,"
            " has_function_privilege('public', p.oid, 'execute'),"
            " has_function_privilege('factcheck_app', p.oid, 'execute')"
            " FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
        )
        functions = cursor.fetchall()
    assert len(functions) > 30
    for name, definer, trigger, config, public, app in functions:
        assert config == (None if name in IN_FULL else ["search_path=public, pg_temp"]), name
        as_owner = trigger or name in AS_OWNER
        assert definer == as_owner, f"{name} runs as its owner if it is a trigger, and as its caller if it is read"
        assert (public, app) == (False, name in READABLE), name


def test_the_app_role_is_nobody_else_and_owns_nothing_but_the_queue(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolname FROM pg_roles r, pg_roles app WHERE app.rolname = %s AND r.oid <> app.oid"
            " AND pg_has_role(app.oid, r.oid, 'member')",
            [APP_ROLE],
        )
        assert cursor.fetchall() == [], "it cannot become anybody"
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
            " FROM pg_roles WHERE rolname = %s",
            [APP_ROLE],
        )
        assert not any(cursor.fetchone())
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relowner = 'factcheck_app'::regrole"
            " AND relnamespace = 'public'::regnamespace"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT has_schema_privilege('factcheck_app', 'public', 'create')")
        assert cursor.fetchone() == (False,)


def test_deleting_a_person_who_did_anything_is_refused(case, session):
    with pytest.raises((psycopg.errors.ForeignKeyViolation, ProgrammingError)):
        session.execute("DELETE FROM claims_person")
        session.commit()
