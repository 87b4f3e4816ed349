"""Recognition: the second case of a person, probation as a fact of its own, and targets for its steps."""

import django.db.models.deletion
from django.db import migrations, models


# In working days; the office changes them in the administration. The legal terms go before:
# the review of the probation has no target at all.
TARGETS = {
    "new_member_class": 180,
    "probation_opinions": 10,
    "recognition_vote": 15,
    "recognition_appraisal": 10,
    "recognition_approval": 10,
    "recognition_bloc_appraisal": 5,
    "recognition_decision": 10,
    "recognition_supplement": 10,
}


def add_targets(apps, schema_editor):
    target = apps.get_model("admission_flow", "StepTarget")
    rows = [target(step=step, working_days=days) for step, days in TARGETS.items()]
    target.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('admission_flow', '0009_eligibility'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='admission',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recognition', to='admission_flow.case', verbose_name='admission'),
        ),
        migrations.AddField(
            model_name='case',
            name='probation_from',
            field=models.DateField(blank=True, help_text='Day of the ceremony; probation.', null=True, verbose_name='probation from'),
        ),
        migrations.AlterField(
            model_name='case',
            name='outcome',
            field=models.CharField(blank=True, choices=[('', 'open'), ('admitted', 'admitted'), ('not_admitted', 'not admitted'), ('withdrawn', 'withdrawn'), ('recognised', 'recognised as official member'), ('struck_off', 'struck off the list')], default='', max_length=15, verbose_name='outcome'),
        ),
        migrations.RunPython(add_targets, migrations.RunPython.noop, elidable=False),
    ]
