"""The generations of the rules as first known, and the office's first targets for its steps."""

from django.db import migrations

from admission_flow.rules.generations import GENERATIONS

# In working days; the office changes them in the administration. The bloc's decision and the ceremony have legal terms.
TARGETS = {
    "course": 45,
    "declaration": 20,
    "verification": 45,
    "opinions": 15,
    "file_check": 5,
    "cell_vote": 15,
    "departmental_appraisal": 10,
    "grassroots_approval": 15,
    "bloc_appraisal": 10,
    "bloc_decision": 15,
    "consultation": 10,
    "supplement": 10,
}


def seed(apps, schema_editor):
    regulation = apps.get_model("admission_flow", "Regulation")
    for code, name, in_force_from, parameters in GENERATIONS:
        regulation.objects.create(code=code, name=name, in_force_from=in_force_from, parameters=parameters)
    target = apps.get_model("admission_flow", "StepTarget")
    target.objects.bulk_create(target(step=step, working_days=days) for step, days in TARGETS.items())


class Migration(migrations.Migration):
    dependencies = [("admission_flow", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]
