"""A list of the administration answers nothing about what it doesn't show, and what is changed there is recorded."""

from __future__ import annotations

import datetime

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from admission_flow.models import StepTarget
from journal.admin import Shown
from journal.models import Entry
from journal.verify import verify
from orgs.models import DayOff, Seat
from tests.admission_flow.journey import Journey
from tests.people import Bloc

ASKED = [
    "/admin/admission_flow/decision/?reason__icontains=a",
    "/admin/admission_flow/decision/?votes_against__gt=0",
    "/admin/admission_flow/decision/?facts__icontains=a",
    "/admin/orgs/person/?birth_date__year=1994",
    "/admin/orgs/person/?ethnicity=Kinh",
    "/admin/orgs/person/?citizen_id__startswith=0",
    "/admin/orgs/user/?password__startswith=a",
    "/admin/orgs/user/?person__birth_date__year=1994",
    "/admin/journal/entry/?refs__icontains=a",
    "/admin/orgs/seat/?role=%00",
]


@pytest.fixture
def office(client: Client, bloc: Bloc) -> Client:
    client.force_login(bloc.administrator)
    return client


@pytest.mark.parametrize("address", ASKED)
def test_by_no_column_that_is_not_a_filter(office: Client, bloc: Bloc, address: str) -> None:
    Journey(bloc).to("cell_vote")
    assert office.get(address).status_code == 400


def test_the_filters_that_show_still_work(office: Client, bloc: Bloc) -> None:
    Journey(bloc).to("cell_vote")
    for address in ("admission_flow/decision/?step__exact=nominate", "orgs/seat/?role__exact=secretary",
                    "orgs/seat/?unit__kind__exact=cell", "orgs/dayoff/?day__year=2026"):  # fmt: skip
        assert office.get(f"/admin/{address}").status_code == 200, address


def test_every_table_is_guarded() -> None:
    assert [model for model, page in admin.site._registry.items() if not isinstance(page, Shown)] == []


def test_a_target_and_a_day_off_are_recorded_and_vouched_for(office: Client, bloc: Bloc) -> None:
    target = StepTarget.objects.get(step="cell_vote")
    others = StepTarget.objects.order_by("pk")
    form: dict[str, object] = {"form-TOTAL_FORMS": others.count(), "form-INITIAL_FORMS": others.count()}
    for number, one in enumerate(others):
        form |= {f"form-{number}-step": one.pk, f"form-{number}-working_days": one.working_days + (one == target)}
    assert office.post("/admin/admission_flow/steptarget/", form | {"_save": "1"}).status_code == 302
    given = timezone.localdate() + datetime.timedelta(days=90)
    day = {"day": given.strftime("%d/%m/%Y"), "name": "Nghỉ bù", "works": ""}
    assert office.post("/admin/orgs/dayoff/add/", day).status_code == 302
    kept = Entry.objects.filter(stream="office:1").order_by("seq")
    assert [(entry.verb, entry.refs) for entry in kept] == [
        ("change_steptarget", {"row": "cell_vote"}),
        ("add_dayoff", {"row": given.isoformat(), "cases": 0}),
    ]
    assert verify().holds
    DayOff.objects.filter(day=given).update(works=True)
    assert not verify().holds


def test_a_day_off_is_not_deleted(office: Client, bloc: Bloc) -> None:
    DayOff.objects.create(day="2026-03-02", name="Nghỉ bù")
    assert office.post("/admin/orgs/dayoff/2026-03-02/delete/", {"post": "yes"}).status_code == 403


WRONG = [
    ("seat", {"role": ""}),
    ("seat", {"starts": "02/03/2026", "ends": "01/03/2026"}),
    ("seat", {"starts": "hôm nay"}),
    ("seat", {"person": "abc"}),
    ("seat", {"unit": "abc"}),
    ("user", {"person": "abc", "username": ""}),
    ("delegatedauthority", {"unit": "abc"}),
    ("delegatedauthority", {"valid_from": "02/03/2026", "valid_to": "01/03/2026"}),
]


@pytest.mark.parametrize(("page", "wrong"), WRONG)
def test_a_half_filled_form_gets_a_sentence(office: Client, bloc: Bloc, page: str, wrong: dict[str, str]) -> None:
    before = Seat.objects.count()
    given = {
        "person": bloc.auditor.person_id, "unit": bloc.cell.pk, "role": "deputy", "starts": "01/03/2026",
        "reason": "bầu", "paper_number": "12-QĐ", "paper_date": "01/03/2026", "valid_from": "01/03/2026",
    }  # fmt: skip
    if page == "delegatedauthority":
        given["unit"] = bloc.committee.pk
    answer = office.post(f"/admin/orgs/{page}/add/", given | wrong, follow=True)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode() or "messagelist" in answer.content.decode()
    assert Seat.objects.count() == before
