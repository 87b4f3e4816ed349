from django.db import migrations

# What is measured of waiting, by table: the column of the case, and the columns whose change is of interest.
NOTED = {
    "admission_flow_case": ("id", "unit_id, department_id, committee_id, route, status, outcome, held_since"),
    "admission_flow_task": ("process_id", "status, first_seen_at, claimed_at, done_at"),
    "admission_flow_hold": ("case_id", "since, until"),
    "admission_flow_verificationrequest": ("case_id", "sent_on"),
    "admission_flow_verification": ("case_id", "request_id, answered_on"),
    "meetings_item": ("case_id", "live, result"),
    "training_enrolment": ("case_id", "state, withdrawn_at"),
}

FUNCTION = """
CREATE FUNCTION insights_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insights_touched (case_id) VALUES ((to_jsonb(NEW) ->> TG_ARGV[0])::bigint);
    RETURN NULL;
END $$;
"""


def trigger(table, case, columns):
    return (
        f"CREATE TRIGGER insights_touched AFTER INSERT OR UPDATE OF {columns} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION insights_touch('{case}');"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("admission_flow", "0018_conversation"),
        ("insights", "0001_waits"),
        ("meetings", "0002_ballots"),
        ("training", "0001_classes"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION insights_touch();"),
        *(
            migrations.RunSQL(trigger(table, *noted), f"DROP TRIGGER insights_touched ON {table};")
            for table, noted in NOTED.items()
        ),
        # Whoever has cases already finds them noted, and so measured within minutes.
        migrations.RunSQL("INSERT INTO insights_touched (case_id) SELECT id FROM admission_flow_case;", ""),
    ]
