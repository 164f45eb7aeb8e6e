"""All tables as the first 69 migrations leave them, made at once in a new database.

A database from before goes on with the migrations that it lacks.
"""

from importlib import import_module

from django.db import migrations

first = import_module("claims.migrations.0001_all_tables")

LATER = (
    "0047_notes_are_blocks_of_their_own",
    "0048_what_went_out_is_fetched",
    "0049_articles_in_work_in_order",
    "0050_articles_signed_through_are_noted",
    "0051_captures_of_sources",
    "0052_terms_of_sources",
    "0053_terms_of_sources_off_the_record",
    "0054_off_the_record_by_terms",
    "0055_contact_log",
    "0056_captures_keep_what_was_sent",
    "0057_who_confidential_sources_are",
    "0058_calculations_as_evidence",
    "0059_excerpts_in_captures",
    "0060_sources_derive_from_several",
    "0061_origins_are_derivations",
    "0062_no_origin_of_a_source_alone",
    "0063_what_files_say_of_themselves",
    "0064_words_off_the_record_are_hidden",
    "0065_source_watch",
    "0066_right_of_reply",
    "0067_former_replies",
    "0068_replies_are_in_the_contact_log",
    "0069_the_library_of_sources",
)


def changes_of_tables():
    """Return what each of ``LATER`` does to tables. What some do to rows, a new database has no rows for."""
    done = [each for name in LATER for each in import_module(f"claims.migrations.{name}").Migration.operations]
    return [each for each in done if not isinstance(each, migrations.RunSQL | migrations.RunPython)]


class Migration(migrations.Migration):
    replaces = [("claims", name) for name in ("0001_all_tables", *LATER)]

    initial = True

    dependencies = first.Migration.dependencies

    operations = [*first.Migration.operations[:-1], first.AllTables([*first.TABLES, *changes_of_tables()])]
