from django.conf import settings

from journal.models import Checkpoint
from journal.tasks import nightly_checkpoint
from tests.journal.tampering import record


def test_the_nightly_task_signs_the_day(own_database: str) -> None:
    record("case:1", 2)

    nightly_checkpoint()

    assert Checkpoint.objects.get().entries == 2


def test_it_is_asked_for_every_night() -> None:
    timetable = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert nightly_checkpoint.name in timetable
    assert timetable[nightly_checkpoint.name].hour == {2}
