"""A large desk is a small one, copied by the database: writing its rows one by one would take hours."""

from django.db import connection, transaction

from claims.models import (
    Article,
    ArticleAuthor,
    Block,
    Claim,
    Contributor,
    Evidence,
    Line,
    NoClaimMark,
    Piece,
    Placement,
    Side,
    Source,
    Version,
)

#: What belongs to an article, in the order in which it is copied: {model: path to its article}. Sources belong to no
#: article; each copy has its own.
COPIED = {
    Article: "pk",
    ArticleAuthor: "article",
    Side: "article",
    Source: None,
    Placement: "article",
    Version: "article",
    Block: "version__article",
    Line: "version__article",
    NoClaimMark: "version__article",
    Claim: "article",
    Piece: "claim__article",
    Evidence: "claim__article",
    Contributor: "claim__article",
}
#: SQL for the columns whose values must differ between copies.
DIFFERENT = {
    (Article, "intake"): "gen_random_uuid()",
    (Source, "title"): "r.title || ' ' || copy",
    (Source, "address"): "r.address || '?copy=' || copy",
    (Source, "page"): "r.page || '?copy=' || copy",
}


def copy_articles(copies, *, after, quiet):
    """Write this many ``copies`` of all articles but the first ``after``, and of what belongs to them.

    In each copy, the ids of every table are higher by the same step, so copied rows refer to copied rows. People,
    speakers and schemes are not copied, and the copies have no row history.
    """
    if not copies:
        return
    first = Article.objects.order_by("pk").values_list("pk", flat=True)[after]
    step = max(model.objects.order_by("pk").values_list("pk", flat=True).last() for model in COPIED)
    tables = [model._meta.db_table for model in COPIED]
    with transaction.atomic(), connection.cursor() as cursor:
        # Without figures of rows that were written just now, the joins below may go through whole tables for each row.
        cursor.execute(f"ANALYZE {', '.join(tables)}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for model, path in COPIED.items():
            table = model._meta.db_table
            rows = model.objects.filter(**{f"{path}__gte": first}) if path else model.objects.all()
            chosen, values = rows.order_by().values("pk").query.sql_with_params()
            columns = {field.column: _copied(model, field, step) for field in model._meta.concrete_fields}
            columns = {connection.ops.quote_name(name): value for name, value in columns.items() if value}
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"  # noqa: S608
                f" FROM {table} r, generate_series(1, {copies}) copy WHERE r.id IN ({chosen})",
                values,
            )
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        cursor.execute(
            "INSERT INTO claims_eventchain (article_id, sequence, hash)"
            " SELECT id, 0, '' FROM claims_article WHERE id > %s",
            [step],
        )
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are checked at the commit above
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for table in quiet:
            cursor.execute(f"ALTER TABLE claims_{table} DISABLE TRIGGER USER")


def fill_library(number):
    """Write sources that no claim rests on, until there are ``number``: the first thousand, copied by the database."""
    table, step = Source._meta.db_table, Source.objects.order_by("pk").values_list("pk", flat=True).last()
    wanted = number - Source.objects.count()
    if wanted <= 0:
        return
    columns = {field.column: _copied(Source, field, step) for field in Source._meta.concrete_fields}
    columns |= {"id": "new", "root_id": "new"}
    columns = {connection.ops.quote_name(name): value for name, value in columns.items() if value}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM ("  # noqa: S608
            f"SELECT r.*, 1000000 + copy AS copy, nextval(pg_get_serial_sequence('{table}', 'id')) AS new"
            f" FROM (SELECT * FROM {table} ORDER BY id LIMIT 1000) r, generate_series(1, %s) copy LIMIT %s) r",
            [wanted // min(1000, step) + 1, wanted],
        )
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are checked at the commit above
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _copied(model, field, step):
    """Return the SQL for the value of a field in a copy; empty if the database computes it."""
    if field.generated:
        return ""
    if (model, field.name) in DIFFERENT:
        return DIFFERENT[model, field.name]
    value = f"r.{connection.ops.quote_name(field.column)}"
    return f"{value} + copy * {step}" if field.primary_key or field.related_model in COPIED else value
