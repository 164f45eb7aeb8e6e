"""Many rows in one statement, where a list must be long."""

from django.db import connection


def copied(model, row, many, **over):
    """Write ``row`` so many times more, without triggers; ``over`` has SQL for columns, in which ``n`` counts up."""
    fields = [field for field in model._meta.concrete_fields if not field.generated and not field.primary_key]
    columns = {f'"{field.column}"': over.get(field.column, f'r."{field.column}"') for field in fields}
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"  # noqa: S608
            f" FROM {table} r, generate_series(1, {many}) n WHERE r.id = {row.pk}",
            None,
        )
