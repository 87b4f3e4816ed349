"""Who may ask about whom, and what the pages show."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from orgs import roles
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.people import Bloc


@pytest.fixture
def journey(bloc: Bloc) -> Journey:
    return Journey(bloc).to("file_check")


def why(journey: Journey, **asked: object) -> str:
    return f"/cases/{journey.case.pk}/why/?" + "&".join(f"{name}={value}" for name, value in asked.items())


def test_everybody_asks_about_themselves(client, bloc, journey) -> None:
    client.force_login(bloc.cell_secretary)
    page = client.get(why(journey, act="file_check.check_file"))
    assert page.context["found"].may
    client.force_login(bloc.committee_secretary)
    page = client.get(why(journey, act="file_check.check_file"))
    assert not page.context["found"].may
    assert "Bí thư, Chi bộ Phòng Tổ chức cán bộ" in page.content.decode()
    assert f"/cases/{journey.case.pk}/why/" in client.get(f"/cases/{journey.case.pk}/").content.decode()


@pytest.mark.parametrize("who", ["cell_secretary", "committee_secretary", "standing_deputy", "office"])
def test_and_not_about_others(client, bloc, journey, who) -> None:
    client.force_login(getattr(bloc, who))
    other = bloc.person("cell_deputy").pk
    assert client.get(why(journey, act="see_list", person=other)).status_code == 404
    assert client.get(f"/account/rights/?person={other}").status_code == 404
    found = client.post(why(journey), {"name": "Lê Thị Hồng Nhung"})
    assert found.context["people"] == []
    assert "cell.deputy" not in found.content.decode()


def test_nobody_asks_about_a_case_they_do_not_see(client, bloc, journey) -> None:
    for user in (bloc.sibling_secretary, bloc.seatless):
        client.force_login(user)
        assert client.get(why(journey, act="see_list")).status_code == 404
    client.force_login(bloc.sibling_secretary)
    for number in (journey.case.number, "HS 99-2099"):
        shown = client.post("/account/rights/", {"case": number})
        assert shown.status_code == 200
        assert shown.context["not_found"]


def test_an_auditor_asks_about_anybody_and_an_administrator_without_names(client, bloc, journey) -> None:
    secretary = bloc.person("cell_secretary").pk
    client.force_login(bloc.auditor)
    found = client.post(why(journey, act="file_check.check_file"), {"name": "tran quoc"})
    ((person, href),) = found.context["people"]
    assert found.content.decode().count('value="tran quoc"') == 1  # in its own field, not in that of the frame
    assert person.pk == secretary
    assert client.get(f"/cases/{journey.case.pk}/why/{href}").context["found"].may
    client.force_login(bloc.administrator)
    page = client.get(why(journey, act="file_check.check_file", person=secretary))
    assert page.context["found"].may
    assert journey.case.candidate.person.full_name not in page.content.decode()
    assert page.context["found"].discreet
    assert client.post("/account/rights/", {"case": journey.case.number}).status_code == 302


def test_the_committees_auditor_asks_about_their_own_people(client, bloc, journey) -> None:
    client.force_login(bloc.committee_auditor)
    assert client.get(f"/account/rights/?person={bloc.person('cell_secretary').pk}").status_code == 200
    assert client.get(f"/account/rights/?person={bloc.person('hospital_secretary').pk}").status_code == 403


def test_as_of_a_past_moment(client, bloc, journey) -> None:
    client.force_login(bloc.cell_secretary)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    page = client.get(why(journey, act="file_check.check_file", on=f"{yesterday:%d/%m/%Y}"))
    assert not page.context["found"].may
    assert page.context["found"].has_right
    wrong = client.get(why(journey, act="file_check.check_file", on="31/02/2026"))
    assert wrong.status_code == 200
    assert "on" in wrong.context["form"].errors
    for odd in ("person=abc", "person=²", "person=99999999999999999999", "act=../x", "on=%00", "time=99:99"):
        assert client.get(f"/cases/{journey.case.pk}/why/?{odd}").status_code in (200, 400, 404)


def test_of_a_day_before_all_rules_nothing_fails(client, bloc, journey) -> None:
    client.force_login(bloc.committee_secretary)
    page = client.get(why(journey, act="grassroots_approval.approve_grassroots", on="01/01/2005"))
    assert not page.context["found"].may
    client.force_login(bloc.auditor)
    for page in (why(journey, person="²"), "/account/rights/?person=²"):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("who", ["training_centre", "office"])
def test_who_sees_a_case_in_lists_reads_nothing_of_its_file_from_what_is_missing(client, bloc, who) -> None:
    """Whether letters of a verification were answered clear, or a correction waits, stands in the file only."""
    verified = Journey(bloc).to("verification")
    client.force_login(getattr(bloc, who))
    for act in ("verification.remind", "verification.escalate", "decide_correction", "supply_paper"):
        found = client.get(why(verified, act=act)).context["found"]
        assert not found.has_right
        assert found.missing == [], act
    client.force_login(bloc.committee_officer)
    assert client.get(why(verified, act="verification.escalate")).context["found"].missing


def test_what_one_may_do_is_listed(client, bloc, journey) -> None:
    lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, at=timezone.now())
    client.force_login(bloc.seatless)
    shown = client.get("/account/rights/").content.decode()
    assert "thay mặt Trần Quốc Bảo" in shown
    assert "Chuẩn bị hồ sơ" in shown
    client.force_login(bloc.former_secretary)
    assert "31/12/2009" in client.get("/account/rights/").content.decode()
    client.force_login(bloc.administrator)
    assert client.get("/account/rights/").status_code == 200
