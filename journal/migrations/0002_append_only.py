from django.db import migrations

REFUSE = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""
APPEND_ONLY = ("journal_entry", "journal_checkpoint", "journal_sealedhead")


def triggers(table: str, acts: str) -> str:
    return f"""
    CREATE TRIGGER {table}_rows BEFORE {acts} ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse();
    CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
    """


def drop(table: str) -> str:
    return f"DROP TRIGGER {table}_rows ON {table}; DROP TRIGGER {table}_truncate ON {table};"


class Migration(migrations.Migration):
    """What the application may not do by mistake. Who owns the database can; the checkpoints are against that."""

    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION journal_refuse();"),
        *(migrations.RunSQL(triggers(table, "UPDATE OR DELETE"), drop(table)) for table in APPEND_ONLY),
        # A head moves with every entry, and never goes.
        migrations.RunSQL(triggers("journal_head", "DELETE"), drop("journal_head")),
        migrations.RunSQL(
            """
            ALTER TABLE journal_entry
                ADD CONSTRAINT journal_entry_refs_object CHECK (jsonb_typeof(refs) = 'object'),
                ADD CONSTRAINT journal_entry_facts_array CHECK (jsonb_typeof(facts) = 'array');
            """,
            """
            ALTER TABLE journal_entry
                DROP CONSTRAINT journal_entry_refs_object, DROP CONSTRAINT journal_entry_facts_array;
            """,
        ),
    ]
