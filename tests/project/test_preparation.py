"""What `make run` says while it prepares the demo: English, but for what is the office's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from admission_flow.models import LocalRule
from journal.verify import verify
from orgs.demo import ADMINISTRATOR
from orgs.models import Grant, User
from project import preparation
from tests.orgs.forms import good_form

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
