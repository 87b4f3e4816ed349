"""The organisation's pages: counts for who holds a seat, names for who may see the files, days that can be chosen."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.utils import timezone

from orgs.models import Member, Register, Unit, User
from orgs.queries import organisation
from orgs.tree import plant
from tests.people import FOUNDED, Bloc, make_members, make_user

AS_OF = datetime.date(2015, 12, 31)
DAY = datetime.date(2020, 6, 30)
Counter = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def register(bloc: Bloc) -> Register:
    return Register.objects.create(
        bloc=bloc.unit, as_of=AS_OF, file_sha256="0" * 64, loaded_at=timezone.now(), loaded_by=None
    )


@pytest.fixture
def english(bloc: Bloc) -> User:
    """Somebody with a seat who reads English."""
    User.objects.filter(pk=bloc.cell_secretary.pk).update(language="en")
    return bloc.cell_secretary


def page(client: Client, path: str = "/organisation/", **query: str) -> str:
    answer = client.get(path, query, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_holds_a_seat_sees_the_tree(client: Client, bloc: Bloc) -> None:
    for user in (bloc.cell_secretary, bloc.training_centre, bloc.auditor, bloc.administrator):
        client.force_login(user)
        assert "Đảng bộ Sở Nội vụ" in page(client)


def test_a_visitor_signs_in_first_and_the_seatless_are_refused(client: Client, bloc: Bloc) -> None:
    assert client.get("/organisation/").status_code == 302
    for user in (bloc.seatless, bloc.former_secretary, make_user()):
        client.force_login(user)
        assert client.get("/organisation/").status_code == 403
        assert client.get("/organisation/SNV-01/").status_code == 403


def test_counts_roll_up_the_tree(bloc: Bloc) -> None:
    make_members(bloc.departmental_cell, 2, joined_on=datetime.date(2020, 1, 1), official_on=None)
    top = organisation(bloc.unit, DAY).top
    hospital = next(branch for branch in top.below if branch.unit == bloc.hospital_committee)
    assert (hospital.cells, hospital.headcount.members, hospital.headcount.official) == (1, 14, 12)
    assert top.headcount.members == sum(branch.headcount.members for branch in top.below)
    assert top.below[0].unit == bloc.committee


def test_the_figures_of_the_day(bloc: Bloc) -> None:
    figures = organisation(bloc.unit, DAY).figures
    assert (figures.grassroots_organisations, figures.grassroots_committees, figures.grassroots_cells) == (5, 4, 1)
    assert (figures.cells, figures.departmental_committees) == (5, 1)


def test_a_unit_counts_on_the_days_it_exists(bloc: Bloc) -> None:
    Unit.objects.filter(pk=bloc.grassroots_cell.pk).update(valid_to=DAY)
    assert organisation(bloc.unit, DAY).figures.grassroots_cells == 1
    assert organisation(bloc.unit, DAY + datetime.timedelta(days=1)).figures.grassroots_cells == 0


def test_movements_lead_from_the_register_to_the_day(bloc: Bloc, register: Register) -> None:
    make_members(bloc.cell, 3, joined_on=datetime.date(2018, 1, 1), official_on=None)
    Member.objects.filter(person=bloc.seatless.person).update(until=datetime.date(2019, 1, 1), ending="moved")
    found = organisation(bloc.unit, DAY)
    assert (found.movements.admitted, found.movements.moved_out) == (3, 1)
    assert found.at_register.members + found.movements.balance == found.top.headcount.members
    assert organisation(bloc.unit, AS_OF).movements.balance == 0


@pytest.mark.parametrize("path", ["/organisation/", "/organisation/SNV-01/"])
def test_a_day_that_has_not_come_says_so(client: Client, english: User, register: Register, path: str) -> None:
    client.force_login(english)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert f"{tomorrow:%d/%m/%Y} has not come" in page(client, path, on=f"{tomorrow:%d/%m/%Y}")
    assert "has not come" not in page(client, path)


def test_movements_say_what_they_are_counted_from(client: Client, english: User, register: Register) -> None:
    client.force_login(english)
    assert "Only what was recorded in the system" in page(client)
    assert "Only what was recorded in the system" not in page(client, on=f"{AS_OF:%d/%m/%Y}")


def test_the_day_is_shown_and_can_be_changed(client: Client, bloc: Bloc, register: Register) -> None:
    make_members(bloc.grassroots_cell, 4, joined_on=datetime.date(2018, 1, 1), official_on=None)
    client.force_login(bloc.cell_secretary)
    assert 'value="31/12/2015"' in page(client, on="31/12/2015")
    assert 'value="31/12/2015"' in page(client, on="2015-12-31")
    total = Member.objects.exclude(joined_on__gt=AS_OF).count()
    assert f"<dd>{total}</dd>" in page(client, on="31/12/2015")


@pytest.mark.parametrize("text", ["hôm qua", "31/02/2015", "1/1/99999"])
def test_a_day_that_is_none_gets_a_sentence(client: Client, bloc: Bloc, text: str) -> None:
    client.force_login(bloc.cell_secretary)
    client.cookies["django_language"] = "en"
    bloc.cell_secretary.language = "en"
    bloc.cell_secretary.save(update_fields=["language"])
    assert "Write the date as day/month/year" in page(client, on=text)


def test_units_are_found_without_diacritics(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    found = page(client, q="to chuc CAN bộ")
    assert "Chi bộ Phòng Tổ chức cán bộ" in found
    assert "Chi bộ Văn phòng" not in found
    assert "Đảng bộ Sở Tài chính" in page(client, q="stc")


def test_names_of_members_only_to_who_sees_their_files(client: Client, bloc: Bloc) -> None:
    name = bloc.seatless.person.full_name if bloc.seatless.person else ""
    for user, sees in (
        (bloc.cell_secretary, True),
        (bloc.committee_officer, True),
        (bloc.auditor, True),
        (bloc.sibling_secretary, False),
        (bloc.training_centre, False),
        (bloc.delegated_secretary, False),
        (bloc.administrator, False),
    ):
        client.force_login(user)
        assert (name in page(client, "/organisation/SNV-01/")) is sees, user.username


def test_a_unit_shows_its_seats_of_the_day(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.training_centre)
    assert "Trần Quốc Bảo" in page(client, "/organisation/SNV-01/")
    before = page(client, "/organisation/SNV-01/", on="31/12/2009")
    assert "Huỳnh Tấn Đạt" in before
    assert "Trần Quốc Bảo" not in before
    assert "12-QĐ/ĐUK" in page(client, "/organisation/STC/")


def test_a_unit_that_is_not_there_is_not_found(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    assert client.get("/organisation/XYZ/").status_code == 404


def test_the_queries_do_not_grow_with_the_tree(
    client: Client, bloc: Bloc, register: Register, django_assert_max_num_queries: Counter
) -> None:
    client.force_login(bloc.cell_secretary)
    page(client)
    cells = [Unit(code=f"N{n}", name=f"Chi bộ {n}", kind=Unit.Kind.CELL, valid_from=FOUNDED) for n in range(40)]
    plant([(cell, bloc.committee) for cell in cells])
    for cell in cells[:10]:
        make_members(cell, 3)
    with django_assert_max_num_queries(14):
        page(client, on="30/06/2020")
    with django_assert_max_num_queries(18):
        page(client, "/organisation/SNV/")
