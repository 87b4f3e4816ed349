"""*My work*: the open steps of the seats one holds, and no others."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admission_flow.decisions.handling import take
from admission_flow.models import Task
from admission_flow.queries.work import count_my_work
from orgs.models import Seat, User
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import numbered, open_cases, statements
from tests.people import Bloc, make_seat

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def shown(client: Client, address: str = "/") -> Any:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.context["list"]


def names(client: Client, address: str = "/") -> list[str]:
    return [row.name for row in shown(client, address).rows]


def found(client: Client, text: str) -> list[str]:
    """Names in the list after looking for a text in it."""
    response = client.post("/", {"q": text})
    assert response.status_code == 302
    return names(client, response.url)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("cell_secretary", True),
        ("cell_deputy", True),
        ("sibling_secretary", False),
        ("committee_secretary", False),
        ("organisation_board", False),
        ("auditor", False),
        ("former_secretary", False),
        ("seatless", False),
        ("administrator", False),
    ],
)
def test_a_step_shows_to_those_who_may_act_on_it(client: Client, bloc: Bloc, who: str, sees: bool) -> None:
    open_cases(bloc, ["Trần Quốc Bảo"])
    client.force_login(getattr(bloc, who))
    assert names(client) == (["Trần Quốc Bảo"] if sees else [])


def test_signed_out_leads_to_the_sign_in(client: Client, db: None) -> None:
    response = client.get("/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/")


def test_a_seat_that_ended_yesterday_shows_nothing(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Trần Quốc Bảo"])
    client.force_login(bloc.cell_secretary)
    seats = Seat.objects.filter(person=bloc.cell_secretary.person)
    seats.update(ends=TODAY)
    assert names(client) == ["Trần Quốc Bảo"]
    seats.update(ends=TODAY - DAY)
    assert names(client) == []


def test_a_step_done_leaves_the_list(client: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("declaration")
    client.force_login(bloc.cell_secretary)
    assert [row.case_id for row in shown(client).rows] == [journey.case.pk]
    journey.declaration()
    assert len(shown(client).rows) == 1
    journey.opinions()
    assert shown(client).rows == []


def test_the_training_centre_sees_the_names_of_its_course(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Trần Quốc Bảo"], step="course")
    client.force_login(bloc.training_centre)
    (row,) = shown(client).rows
    assert (row.name, row.cell) == ("Trần Quốc Bảo", bloc.cell.name)


def test_urgent_first_then_the_oldest_and_what_has_no_day_last(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Không Hạn"])
    open_cases(bloc, ["Mười Ngày", "Mười Ngày Sau"], due_on=TODAY + 10 * DAY)
    open_cases(bloc, ["Quá Hạn"], due_on=TODAY - 3 * DAY)
    client.force_login(bloc.cell_secretary)
    assert names(client) == ["Quá Hạn", "Mười Ngày", "Mười Ngày Sau", "Không Hạn"]


def test_other_orders(client: Client, bloc: Bloc) -> None:
    for days, name in enumerate(["Lê Văn Dũng", "Hồ Diệu Ái", "Trần Văn Đức", "Lê Thị An", "Bùi Hoài Ân"]):
        open_cases(bloc, [name], opened_at=timezone.now() - days * DAY)
    client.force_login(bloc.cell_secretary)
    assert names(client, "/?sort=name") == ["Hồ Diệu Ái", "Lê Thị An", "Bùi Hoài Ân", "Lê Văn Dũng", "Trần Văn Đức"]
    assert names(client, "/?sort=waited")[0] == "Bùi Hoài Ân"


def test_chips_count_and_filter(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Quá Hạn"], due_on=TODAY - DAY, opened_at=timezone.now() - 9 * DAY)
    open_cases(bloc, ["Hôm Nay"], due_on=TODAY)
    open_cases(bloc, ["Tháng Sau"], due_on=TODAY + 30 * DAY)
    Task.objects.filter(due_on__lt=TODAY).update(first_seen_at=timezone.now() - 8 * DAY)
    client.force_login(bloc.cell_secretary)
    assert shown(client).counts == {"all": 3, "late": 1, "week": 1, "new": 2}
    assert names(client, "/?show=late") == ["Quá Hạn"]
    assert names(client, "/?show=week") == ["Hôm Nay"]
    assert names(client, "/?show=new") == ["Hôm Nay", "Tháng Sau"]


def test_step_and_unit_narrow_the_list_and_its_counts(client: Client, bloc: Bloc) -> None:
    person = bloc.cell_secretary.person
    assert person
    make_seat(bloc.sibling_cell, Seat.Role.DEPUTY, person)
    open_cases(bloc, ["Khai Ở Nhà"])
    open_cases(bloc, ["Khai Bên Cạnh"], unit=bloc.sibling_cell)
    open_cases(bloc, ["Biểu Quyết"], step="cell_vote")
    client.force_login(bloc.cell_secretary)
    page = shown(client, f"/?unit={bloc.sibling_cell.pk}&step=declaration")
    assert ([row.name for row in page.rows], page.counts["all"], page.total) == (["Khai Bên Cạnh"], 1, 3)
    assert [row.name for row in shown(client, "/?step=cell_vote").rows] == ["Biểu Quyết"]
    assert {unit.label for unit in page.units} == {bloc.cell.name, bloc.sibling_cell.name}


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("tran quoc bao", True),
        ("BẢO TRẦN", True),
        ("qu", True),
        ("phong to chuc", True),
        ("so noi vu", True),
        ("uoc", False),
        ("van phong", False),
        ("%", False),
        ("\\", False),
    ],
)
def test_looks_for_names_and_units_without_diacritics(client: Client, bloc: Bloc, text: str, finds: bool) -> None:
    open_cases(bloc, ["Trần Quốc Bảo"])
    client.force_login(bloc.cell_secretary)
    assert found(client, text) == (["Trần Quốc Bảo"] if finds else [])


def test_looks_for_a_case_number(client: Client, bloc: Bloc) -> None:
    one, _other = open_cases(bloc, ["Trần Quốc Bảo", "Lê Thị An"])
    client.force_login(bloc.cell_secretary)
    assert found(client, one.process.number) == ["Trần Quốc Bảo"]
    assert found(client, one.process.number.removeprefix("HS ")) == ["Trần Quốc Bảo"]


def test_what_is_looked_for_stays_out_of_the_address_and_in_the_session(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Trần Quốc Bảo", "Lê Thị An"])
    client.force_login(bloc.cell_secretary)
    address = client.post("/?show=new", {"q": " bảo \0"}).url
    assert address == "/?find=1&show=new"
    assert names(client, address) == ["Trần Quốc Bảo"]
    assert client.post("/", {"q": "bảo"}).url == "/?find=1"
    assert client.post("/?find=1", {"q": " "}).url == "/"
    other = Client()
    other.force_login(bloc.cell_deputy)
    assert len(names(other, "/?find=1")) == 2


@pytest.mark.parametrize(
    "query",
    ["show=never", "step=swim", "unit=x", "unit=99999999999999999999", "sort=colour", "page=abc", "page=-1", "page=99",
     "find=9", "step=course", "unit=%D9%A3", "nothing=1"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_list(client: Client, bloc: Bloc, query: str) -> None:
    open_cases(bloc, ["Trần Quốc Bảo"])
    client.force_login(bloc.cell_secretary)
    page = shown(client, f"/?{query}")
    assert [row.name for row in page.rows] == ["Trần Quốc Bảo"]
    assert not page.filters.narrow


def test_pages_keep_the_filters(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, numbered(60), due_on=TODAY - DAY)
    client.force_login(bloc.cell_secretary)
    assert len(names(client, "/?show=late")) == 50
    page = shown(client, "/?show=late&page=2")
    assert (len(page.rows), page.page.start_index(), page.page.end_index()) == (10, 51, 60)
    assert "?show=late&amp;page=1" in client.get("/?show=late&page=2").content.decode()


def test_showing_a_step_marks_it_as_seen_once(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, numbered(51))
    client.force_login(bloc.committee_secretary)
    client.get("/cases/")
    assert not Task.objects.filter(first_seen_at__isnull=False).exists()
    client.force_login(bloc.cell_secretary)
    client.get("/")
    seen = dict(Task.objects.filter(first_seen_at__isnull=False).values_list("pk", "first_seen_at"))
    assert len(seen) == 50
    client.force_login(bloc.cell_deputy)
    client.get("/?page=2")
    assert Task.objects.filter(first_seen_at__isnull=True).count() == 0
    assert all(Task.objects.get(pk=pk).first_seen_at == at for pk, at in seen.items())


def test_what_was_first_shown_since_the_sign_in_stays_new(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Trần Quốc Bảo"])
    client.force_login(bloc.cell_secretary)
    assert shown(client).rows[0].new
    assert names(client, "/?show=new") == ["Trần Quốc Bảo"]
    client.force_login(bloc.cell_deputy)
    assert names(client, "/?show=new") == []


def queries_of(client: Client, address: str, *, live: bool = False) -> int:
    headers = {"HX-Request": "true", "HX-Target": "list", "X-Live": "1"} if live else {}
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, headers=headers).status_code == 200
    return statements(captured)


@pytest.mark.parametrize("address", ["/", "/?show=late", "/?sort=name", "/?step=declaration"])
def test_queries_do_not_grow_with_the_list(client: Client, bloc: Bloc, address: str) -> None:
    client.force_login(bloc.cell_secretary)
    assert queries_of(client, address) <= 8
    open_cases(bloc, numbered(3), due_on=TODAY - DAY)
    first, few = queries_of(client, address), queries_of(client, address)
    open_cases(bloc, numbered(60), due_on=TODAY - DAY)
    assert (queries_of(client, address), queries_of(client, address)) == (first, few)
    assert first <= 9
    assert few <= 8
    assert queries_of(client, address, live=True) <= 6


def test_the_frame_counts_what_waits_on_every_page(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, numbered(3))
    open_cases(bloc, ["Ở Nơi Khác"], unit=bloc.sibling_cell)
    client.force_login(bloc.cell_secretary)
    assert client.get("/").context["frame"].work_count == 3
    assert client.get("/notices/").context["frame"].work_count == 3
    assert count_my_work(bloc.cell_secretary, timezone.now()) == 3


def test_a_part_of_the_page_is_the_list_and_its_count(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Trần Quốc Bảo"])
    client.force_login(bloc.cell_secretary)
    part = client.get("/", headers={"HX-Request": "true", "HX-Target": "list"}).content.decode()
    assert "<html" not in part
    assert '<section id="list"' in part
    assert 'id="count-work" hx-swap-oob="true"' in part


def test_says_who_took_a_step_and_who_returned_it(client: Client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    journey.send_back("grassroots_approval")
    task = journey.task("supplement")
    take(journey.case.pk, task.pk, "supplement", acting_user=bloc.cell_deputy, at=timezone.now())
    client.force_login(bloc.cell_secretary)
    (row,) = shown(client).rows
    assert row.taken_by == bloc.cell_deputy.display_name
    assert row.returned_from
    assert row.taken_by in client.get("/").content.decode()


def empty_words(client: Client, who: User, address: str = "/") -> str:
    client.force_login(who)
    return client.get(address).content.decode().split('class="empty"')[1].split("</div>")[0]


def test_an_empty_list_says_what_to_do_next(client: Client, bloc: Bloc) -> None:
    words = {
        empty_words(client, getattr(bloc, who))
        for who in ("cell_secretary", "organisation_board", "auditor", "seatless")
    }
    assert len(words) == 4
    assert 'href="/cases/nominate/"' in empty_words(client, bloc.cell_secretary)
    open_cases(bloc, ["Trần Quốc Bảo"])
    assert 'href="/"' in empty_words(client, bloc.cell_secretary, "/?show=late")


@pytest.mark.parametrize(("who", "may"), [("cell_deputy", True), ("committee_secretary", False), ("seatless", False)])
def test_the_main_button_is_for_who_may_nominate(client: Client, bloc: Bloc, who: str, may: bool) -> None:
    client.force_login(getattr(bloc, who))
    assert ('btn btn-primary" href="/cases/nominate/"' in client.get("/").content.decode()) is may


def test_who_should_hold_a_seat_is_told_whom_to_ask(client: Client, bloc: Bloc) -> None:
    words = empty_words(client, bloc.seatless)
    assert "hãy đề nghị quản trị hệ thống" in words
    assert "/admin/" not in words


def test_who_enters_the_seats_is_led_to_the_administration(client: Client, bloc: Bloc) -> None:
    words = empty_words(client, bloc.administrator)
    assert 'href="/admin/"' in words
    assert "hãy đề nghị" not in words
