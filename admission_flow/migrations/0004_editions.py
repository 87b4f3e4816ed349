"""Regulations in editions, and every value of a generation as data."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

from admission_flow.rules.generations import GENERATIONS

KNOWN = {code: parameters for code, _name, _from, parameters in GENERATIONS}


def begin_editions(apps, schema_editor):
    """What is kept becomes the first edition. Where it has not all the values, a second one brings them."""
    regulation = apps.get_model("admission_flow", "Regulation")
    regulation.objects.update(from_day=F("in_force_from"))
    for first in list(regulation.objects.all()):
        known = KNOWN.get(first.code)
        if known and set(known) - set(first.parameters):
            regulation.objects.create(
                code=first.code,
                name=first.name,
                in_force_from=first.in_force_from,
                edition=2,
                from_day=first.in_force_from,
                parameters=known | first.parameters,
                why="Thêm các giá trị mà bản trước chưa có.",
            )


class Migration(migrations.Migration):
    dependencies = [
        ("admission_flow", "0003_room_for_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField("regulation", "code", models.CharField(max_length=40, verbose_name="code")),
        migrations.AlterField("regulation", "in_force_from", models.DateField(verbose_name="in force from")),
        migrations.AlterModelOptions(
            "regulation",
            {
                "ordering": ["in_force_from", "edition"],
                "verbose_name": "regulation",
                "verbose_name_plural": "regulations",
            },
        ),
        migrations.AddField(
            "regulation", "edition", models.PositiveSmallIntegerField(default=1, verbose_name="edition")
        ),
        migrations.AddField("regulation", "from_day", models.DateField(null=True)),
        migrations.AddField("regulation", "why", models.TextField(blank=True, verbose_name="why this edition")),
        migrations.AddField(
            "regulation",
            "entered_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            "regulation", "entered_at", models.DateTimeField(blank=True, null=True, verbose_name="entered at")
        ),
        migrations.RunPython(begin_editions, migrations.RunPython.noop),
    ]
