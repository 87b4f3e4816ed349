"""What a register says of people, their stays and accounts can't be changed behind the journal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models

from journal.verify import verify
from orgs.models import Member, Person, Unit, User
from tests.orgs.forms import BINH, CUC, good_form

pytestmark = pytest.mark.django_db

EDITS: list[tuple[type[models.Model], dict[str, Any], dict[str, Any]]] = [
    (Person, {"citizen_id": BINH}, {"birth_date": "1976-03-03"}),
    (Person, {"citizen_id": BINH}, {"citizen_id": "099075000009"}),
    (Person, {"citizen_id": CUC}, {"religion": "Không"}),
    (Member, {"person__citizen_id": BINH}, {"official_on": "2001-01-01"}),
    (Member, {"person__citizen_id": BINH}, {"card_number": "12345678"}),
    (Unit, {"code": "SNV.01"}, {"path": "0001000300010001"}),
    (Unit, {"code": "SNV"}, {"category": "Doanh nghiệp"}),
    (User, {"username": "binhtv"}, {"is_superuser": True}),
    (User, {"username": "binhtv"}, {"person": None}),
]


@pytest.fixture(autouse=True)
def loaded(tmp_path: Path) -> None:
    call_command("load_bloc", good_form().write(tmp_path / "2015.xlsx"), stdout=(tmp_path / "said").open("w"))
    assert verify().holds


@pytest.mark.parametrize(("model", "which", "edit"), EDITS)
def test_an_edit_is_named(model: type[models.Model], which: dict[str, Any], edit: dict[str, Any]) -> None:
    row = model._default_manager.get(**which)
    assert model._default_manager.filter(pk=row.pk).update(**edit) == 1
    failure = verify().failure
    assert failure is not None
    assert f"{row._meta.label_lower} {row.pk}" in failure.what


def test_a_later_register_may_change_a_person(tmp_path: Path) -> None:
    form = good_form()
    form.as_of = form.as_of.replace(year=2016)
    form.members[1]["occupation"] = "Giáo viên; Hiệu trưởng"
    call_command("load_bloc", form.write(tmp_path / "2016.xlsx"), stdout=(tmp_path / "said").open("w"))
    assert Person.objects.get(citizen_id=CUC).occupation == "Hiệu trưởng"
    assert verify().holds
