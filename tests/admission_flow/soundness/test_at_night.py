"""Every night the cases are looked at; the administrators are told of each case at fault once a day."""

import logging

import pytest
from django.utils import timezone

from admission_flow.soundness import faults
from admission_flow.soundness.examine import examine, suspects
from admission_flow.tasks import nightly_fsck
from notices.models import Notice
from tests.admission_flow.journey import Journey
from tests.admission_flow.soundness.planted import PLANTED

pytestmark = pytest.mark.django_db


def test_told_once_and_kept_in_the_log_without_a_name(bloc, caplog):
    journey = PLANTED[faults.NO_OPEN_STEP](bloc)
    with caplog.at_level(logging.ERROR):
        nightly_fsck()
        nightly_fsck()
    told = Notice.objects.filter(kind="fault_found")
    assert [(notice.recipient, notice.params["case"]) for notice in told] == [(bloc.administrator, journey.case.number)]
    assert journey.case.number in caplog.text
    assert journey.case.candidate.person.full_name not in caplog.text


def test_nothing_found_tells_nobody(bloc):
    Journey(bloc).to("course")
    nightly_fsck()
    assert not Notice.objects.filter(kind="fault_found").exists()


def test_more_cases_cost_no_more_statements(bloc, django_assert_max_num_queries):
    for _case in range(4):
        Journey(bloc).to("course")
    ids = suspects()
    with django_assert_max_num_queries(9):
        assert list(examine(ids, at=timezone.now())) == []
