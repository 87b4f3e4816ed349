"""Several workers on one morning: each thing is told once, and nothing is lost between them."""

import datetime

from admission_flow.reminders.remind import remind
from notices.models import Notice
from tests.admission_flow.many import numbered, open_cases
from tests.admission_flow.reminders.told import AT, KINDS, morning
from tests.databases import at_once
from tests.people import build_bloc

D = datetime.date


def test_two_workers_at_once_tell_each_thing_once(own_database: str) -> None:
    bloc = build_bloc()
    open_cases(bloc, numbered(20), due_on=D(2026, 2, 9), opened_at=AT)
    results = at_once(*(lambda: remind(morning("12/02")) for _worker in range(4)))
    assert not [one for one in results if isinstance(one, BaseException)]
    remind(morning("12/02"))  # whatever the others passed over since it was locked
    notices = Notice.objects.filter(kind__in=KINDS)
    assert notices.filter(recipient=bloc.cell_secretary).count() == 20
    assert notices.filter(recipient=bloc.committee_secretary).count() == 20
