from django.db import migrations, models
from django.db.models import F


def as_their_source(apps, schema_editor):
    apps.get_model("notices", "Notice").objects.filter(about="").update(about=F("source"))


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_settled")]

    operations = [
        migrations.AddField(
            "notice",
            "about",
            models.CharField(
                default="", max_length=60, help_text="What it asks to be done; when that is settled, so is this."
            ),
            preserve_default=False,
        ),
        migrations.RunPython(as_their_source, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex("notice", "notice_unsettled"),
        migrations.AddIndex(
            "notice",
            models.Index(fields=["about"], name="notice_unsettled", condition=models.Q(settled_at__isnull=True)),
        ),
    ]
