"""Many steps: as many statements for three hundred as for three."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from admission_flow.reminders.remind import remind
from admission_flow.reminders.week import tell_the_week
from notices.models import Notice
from tests.admission_flow.many import numbered, open_cases
from tests.admission_flow.reminders.told import AT, morning
from tests.people import Bloc

D = datetime.date


def cost(day: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        remind(morning(day))
        tell_the_week(morning(day))
    return len(captured)


def test_statements_do_not_grow(bloc: Bloc) -> None:
    open_cases(bloc, numbered(3), due_on=D(2026, 2, 9), opened_at=AT)
    few = cost("12/02")
    open_cases(bloc, numbered(300), due_on=D(2026, 2, 9), opened_at=AT)
    assert cost("13/02") <= few
    assert Notice.objects.filter(kind="step_late", recipient=bloc.cell_secretary).count() == 303
