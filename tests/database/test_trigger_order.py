"""Triggers of one table fire by name: none depends on that. What must come first is called first, by one function."""

import re
from collections import defaultdict

from django.db import connection, transaction

from claims.models import SignOff
from tests.make import TEXT, judge, make_article, make_claim, make_version, sign_off

#: Sets one column of a sign-off that nothing else reads or sets.
APART = {"signoff_rules"}


def triggers(timing):
    """Return {(table, event): [(trigger, source of its function)]} of the row triggers of a timing, before or after."""
    bit = {"before": 2, "after": 0}[timing]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgrelid::regclass::text, e.event, t.tgname, p.prosrc FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid, (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')) e (bit, event)"
            " WHERE NOT t.tgisinternal AND NOT t.tgdeferrable AND t.tgtype & 1 = 1 AND t.tgtype & 2 = %s"
            " AND t.tgtype & e.bit <> 0 AND t.tgrelid::regclass::text LIKE 'claims\\_%%' ORDER BY 1, 2, 3",
            [bit],
        )
        found = defaultdict(list)
        for table, event, name, source in cursor.fetchall():
            found[table, event].append((name, source))
    return found


def test_no_two_triggers_set_columns_of_one_row(db):
    """The second would read what the first set, or the first what the second has yet to set."""
    for moment, here in triggers("before").items():
        setting = [name for name, source in here if re.search(r"\bNEW(\.\w+)?\s*:=|\bINTO\b[^;]*\bNEW\.", source)]
        assert len(set(setting) - APART) <= 1, (moment, setting)


def reverse_triggers():
    """Rename every trigger, so that those of a table fire in the opposite order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TRIGGER %I ON %s RENAME TO %I', tgname, tgrelid::regclass, left(format('z%s_%s',"
            " lpad((1000 - row_number() OVER (PARTITION BY tgrelid ORDER BY tgname COLLATE \"C\"))::text, 4, '0'),"
            " tgname), 63)) FROM pg_trigger WHERE NOT tgisinternal AND NOT tgdeferrable"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def walked(cast):
    """Sign a claim, bring in other words, sign it anew; take all of it back, and return what the record then holds."""
    with transaction.atomic():
        article = make_article(cast.desk, actor=cast.writer)
        claim = make_claim(article, "40 lorries", actor=cast.checker)
        judge(claim, cast.checker)
        sign_off(claim, cast.reviewer, by=cast.checker)
        made = [SignOff.objects.get().content]
        make_version(article, TEXT.replace("40 lorries", "50 lorries"), actor=cast.writer)
        claim.refresh_from_db()
        signoff = SignOff.objects.get()
        made += [claim.state, claim.quoted, claim.edition, signoff.void_reason, signoff.voided_by_id]
        made += claim.contributors.order_by("id").values_list("person__name", "because")
        made += article.events.order_by("id").values_list("verb", "words", "actor__username")
        transaction.set_rollback(True)
    return made


def test_a_claim_goes_the_same_way_in_whatever_order_triggers_fire(cast):
    before = walked(cast)
    reverse_triggers()
    assert walked(cast) == before
    assert "changed" in before
