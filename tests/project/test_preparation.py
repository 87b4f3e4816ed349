"""What `make run` says while it prepares the demo: English, but for what is the office's own."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from admission_flow.models import Comment, LocalRule
from admission_flow.models.conversation import open_questions
from journal.verify import verify
from notices.models import Notice
from orgs.demo import ADMINISTRATOR
from orgs.models import Grant, User
from project import preparation
from project.demo_talk import talk_in_the_demo
from tests.admission_flow.many import open_cases
from tests.orgs.forms import good_form
from tests.people import Bloc

pytestmark = pytest.mark.django_db


def test_commands_speak_english_and_write_vietnamese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preparation._run("load_bloc", str(good_form().write(tmp_path / "so.xlsx")))
    preparation._run("load_calendar")
    loaded, summary, calendar = capsys.readouterr().out.splitlines()
    assert loaded.startswith("Loaded or changed: ")
    assert summary.startswith("2 tổ chức cơ sở đảng: ")
    assert "days added" in calendar
    assert set(Grant.objects.values_list("reason", flat=True)) == {"nạp từ sổ đảng viên"}


def test_the_demo_has_a_rule_of_its_own_entered_once_by_its_administrator() -> None:
    administrator = User.objects.create(username=ADMINISTRATOR, is_staff=True, is_superuser=True)
    preparation.enter_local_rule()
    preparation.enter_local_rule()
    rule = LocalRule.objects.get()
    assert (rule.name_vi, rule.entered_by) == ("Danh hiệu lao động tiên tiến", administrator)
    assert (rule.kind, rule.where, rule.in_force_from.year) == ("judgement", "consideration", 2020)
    assert verify().failure is None


def test_the_demo_has_been_reminded_of_its_last_working_morning(bloc: Bloc) -> None:
    now = datetime.datetime(2026, 3, 7, 3, tzinfo=datetime.UTC)  # a Saturday
    open_cases(bloc, ["Một"], due_on=datetime.date(2026, 3, 2), opened_at=now - datetime.timedelta(days=30))
    preparation.remind_of_the_demo(now)
    late = Notice.objects.get(kind="step_late", recipient=bloc.cell_secretary)
    assert timezone.localtime(late.at).strftime("%d/%m/%Y %H:%M") == "06/03/2026 07:00"
    assert late.delivered_at == late.at
    assert Notice.objects.filter(kind="unit_waits", recipient=bloc.cell_secretary).exists()


def test_the_demo_has_conversations(bloc: Bloc) -> None:
    open_cases(bloc, ["Một", "Hai", "Ba", "Bốn"])
    now = timezone.now()
    assert talk_in_the_demo(now) == 4
    assert talk_in_the_demo(now) == 0
    assert open_questions().count() == 2
    assert Comment.objects.filter(settles=True).count() == 2
