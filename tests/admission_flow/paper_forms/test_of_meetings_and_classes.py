"""What a meeting decided and numbered, and what a class ended with, stands on the forms of the case."""

from __future__ import annotations

import pytest
from django.test import Client

from meetings.models import Item, Meeting
from tests.admission_flow.journey import Journey
from tests.admission_flow.paper_forms.conftest import here, text
from tests.admission_flow.paper_forms.test_every_form import assert_whole
from tests.meetings.sittings import Held
from tests.people import Bloc
from tests.training.classes import SIGNER, Centre, waiting


@pytest.mark.parametrize(
    ("step", "place", "convener", "key", "kind"),
    [
        ("bloc_decision", "unit", "standing_deputy", "9-knd", "QĐ/ĐUK"),
        ("grassroots_approval", "committee", "committee_secretary", "8-knd", "NQ/ĐU"),
        ("cell_vote", "cell", "cell_secretary", "6-knd", "NQ/CB"),
    ],
)
def test_number_day_tally_and_who_signs(bloc: Bloc, step: str, place: str, convener: str, key: str, kind: str) -> None:
    held = Held(bloc, getattr(bloc, place), getattr(bloc, convener)).with_cases(2, step).seated({-1: "accepted"})
    outcome = {"bloc_decision": "admitted", "grassroots_approval": "reported"}.get(step, "")
    held.record(*(held.result(item, held.here - 1, outcome=outcome) for item in held.items)).closed()
    chair = Meeting.objects.get().chair
    assert chair is not None
    for journey in held.journeys:
        item = Item.objects.get(case=journey.case)
        assert item.number is not None
        told = text(journey, key)
        assert f"Số {item.number.symbol}" in told
        assert item.number.symbol.endswith(kind)
        assert f"ngày {journey.today:%d} tháng {journey.today:%m} năm {journey.today:%Y}" in told
        assert f"{held.here - 1}" in told
        if key != "9-knd":
            assert f"có mặt: {held.here}; vắng: 1." in told
            assert f"Tán thành: {held.here - 1}, " in told
            assert "Không tán thành: 1;" in told
        assert chair.full_name in told
        assert_whole(journey)


def test_the_certificate_of_a_class(bloc: Bloc, client: Client) -> None:
    (case,) = waiting(bloc)
    centre = Centre(bloc)
    centre.held([case])
    centre.close()
    journey = Journey(bloc)
    journey.case = case
    told = text(journey, "cn-ntvd")
    assert "Số 01-CN/TTCT" in told
    assert f"tại Lớp bồi dưỡng nhận thức về Đảng khóa I, từ ngày {centre.found.starts:%d/%m/%Y}" in told
    assert f"đến ngày {centre.found.ends:%d/%m/%Y}; kết quả xếp loại: " in told
    assert "xếp loại: ……" not in told
    assert SIGNER in told
    assert here(journey, "cn-ntvd").paper is not None
    client.force_login(bloc.auditor)
    page = client.get(f"/cases/{case.pk}/?tab=decisions").content.decode()
    assert "Lớp bồi dưỡng nhận thức về Đảng khóa I, " in page


def test_a_certificate_from_elsewhere_has_lines_for_the_pen(bloc: Bloc) -> None:
    told = text(Journey(bloc).to("declaration"), "cn-ntvd")
    assert "tại ……, từ ngày …… đến ngày ……; kết quả xếp loại: ……" in told
