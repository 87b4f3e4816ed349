"""*Cases*: everything one may see, and the search that leads straight to one."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admission_flow.models import Case
from admission_flow.queries.listing import step_title
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import numbered, open_cases, statements
from tests.people import Bloc

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def shown(client: Client, address: str = "/cases/") -> Any:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.context["list"]


def names(client: Client, address: str = "/cases/") -> set[str]:
    return {row.name for row in shown(client, address).rows}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("cell_secretary", {"Nhà"}),
        ("sibling_secretary", {"Bên Cạnh"}),
        ("committee_secretary", {"Nhà", "Bên Cạnh"}),
        ("committee_auditor", {"Nhà", "Bên Cạnh"}),
        ("hospital_secretary", set()),
        ("training_centre", {"Nhà", "Bên Cạnh"}),
        ("office", {"Nhà", "Bên Cạnh"}),
        ("auditor", {"Nhà", "Bên Cạnh"}),
        ("former_secretary", set()),
        ("seatless", set()),
        ("administrator", set()),
    ],
)
def test_cases_of_the_own_subtree(client: Client, bloc: Bloc, who: str, sees: set[str]) -> None:
    open_cases(bloc, ["Nhà"])
    open_cases(bloc, ["Bên Cạnh"], unit=bloc.sibling_cell)
    client.force_login(getattr(bloc, who))
    assert names(client) == sees


def test_signed_out_leads_to_the_sign_in(client: Client, db: None) -> None:
    assert client.get("/cases/").status_code == 302
    assert client.post("/cases/", {"q": "an"}).url.startswith("/accounts/login/")


def test_open_steps_and_closed_outcomes(client: Client, bloc: Bloc) -> None:
    Journey(bloc).to("opinions")
    ended = Journey(bloc).to("ceremony")
    ended.ceremony()
    client.force_login(bloc.committee_secretary)
    rows = {row.is_open: row for row in shown(client).rows}
    assert rows[True].steps == [step_title("verification"), step_title("opinions")]
    assert rows[True].due_on
    assert (rows[False].outcome, rows[False].closed_on, rows[False].steps) == ("admitted", TODAY, [])


def test_chips_count_and_filter(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Tôi Làm"], due_on=TODAY + 9 * DAY)
    open_cases(bloc, ["Quá Hạn"], step="grassroots_approval", due_on=TODAY - DAY)
    (gone,) = open_cases(bloc, ["Đã Rút"])
    Case.objects.filter(pk=gone.process_id).update(status="CANCELED", outcome="withdrawn", closed_at=timezone.now())
    gone.status, gone.done_at = "CANCELED", timezone.now()
    gone.save()
    client.force_login(bloc.cell_secretary)
    counts = {"all": 3, "open": 2, "mine": 1, "late": 1, "admitted": 0, "not_admitted": 0, "withdrawn": 1}
    counts |= {"recognised": 0, "struck_off": 0, "transferred": 0, "cancelled": 0, "ended": 0}
    assert shown(client).counts == counts
    assert names(client, "/cases/?show=mine") == {"Tôi Làm"}
    assert names(client, "/cases/?show=late") == {"Quá Hạn"}
    assert names(client, "/cases/?show=withdrawn") == {"Đã Rút"}
    assert names(client, "/cases/?show=open") == {"Tôi Làm", "Quá Hạn"}


def test_filters(client: Client, bloc: Bloc) -> None:
    Journey(bloc).nominate(full_name="Năm Nay")
    open_cases(bloc, ["Biểu Quyết"], step="cell_vote", unit=bloc.sibling_cell)
    Journey.in_unit(bloc, "departmental_cell").nominate(full_name="Bệnh Viện")
    Case.objects.filter(candidate__person__full_name="Bệnh Viện").update(
        opened_at=timezone.make_aware(datetime.datetime(TODAY.year, 1, 1)) - datetime.timedelta(minutes=1)
    )
    client.force_login(bloc.office)
    assert names(client, f"/cases/?unit={bloc.committee.pk}") == {"Năm Nay", "Biểu Quyết"}
    assert names(client, f"/cases/?unit={bloc.cell.pk}") == {"Năm Nay"}
    assert names(client, "/cases/?step=cell_vote") == {"Biểu Quyết"}
    assert names(client, "/cases/?route=departmental") == {"Bệnh Viện"}
    assert names(client, f"/cases/?year={TODAY.year}") == {"Năm Nay", "Biểu Quyết"}
    assert names(client, f"/cases/?unit={bloc.committee.pk}&step=cell_vote&sort=name") == {"Biểu Quyết"}


def test_a_unit_that_one_does_not_see_is_no_filter(client: Client, bloc: Bloc) -> None:
    open_cases(bloc, ["Nhà"])
    client.force_login(bloc.cell_secretary)
    page = shown(client, f"/cases/?unit={bloc.sibling_cell.pk}")
    assert (page.filters.unit, [row.name for row in page.rows]) == ("", ["Nhà"])


def test_orders(client: Client, bloc: Bloc) -> None:
    now = timezone.now()
    open_cases(bloc, ["Lê Văn Đức"], due_on=TODAY + 5 * DAY, opened_at=now - 9 * DAY)
    open_cases(bloc, ["Trần Thị Dung"], due_on=TODAY + DAY, opened_at=now - 5 * DAY)
    open_cases(bloc, ["Hồ Diệu Ái"], opened_at=now - DAY)
    client.force_login(bloc.cell_secretary)

    def ordered(sort: str) -> list[str]:
        return [row.name.split()[-1] for row in shown(client, f"/cases/?sort={sort}").rows]

    assert ordered("changed") == ["Ái", "Dung", "Đức"]
    assert ordered("due") == ["Dung", "Đức", "Ái"]
    assert ordered("waited") == ["Đức", "Dung", "Ái"]
    assert ordered("name") == ["Ái", "Dung", "Đức"]


@pytest.mark.parametrize(
    ("text", "finds"),
    [("minh an", True), ("AN Nguyễn", True), ("so noi vu", True), ("inh", False), ("so tai chinh", False)],
)
def test_search_without_diacritics(client: Client, bloc: Bloc, text: str, finds: bool) -> None:
    open_cases(bloc, ["Nguyễn Thị Minh An"])
    client.force_login(bloc.office)
    address = client.post("/cases/", {"q": text}).url
    assert address == "/cases/?find=1"
    assert names(client, address) == ({"Nguyễn Thị Minh An"} if finds else set())


@pytest.mark.parametrize(
    ("who", "leads"),
    [("cell_secretary", True), ("training_centre", True), ("sibling_secretary", False), ("seatless", False)],
)
def test_a_case_number_leads_to_the_case(client: Client, bloc: Bloc, who: str, leads: bool) -> None:
    (task,) = open_cases(bloc, ["Trần Quốc Bảo"])
    number = task.process.number
    client.force_login(getattr(bloc, who))
    for text in (number, number.lower(), number.removeprefix("HS ")):
        assert (client.post("/cases/", {"q": text}).url == f"/cases/{task.process_id}/") is leads


@pytest.mark.parametrize(
    ("who", "leads"),
    [
        ("cell_secretary", True),
        ("auditor", True),
        ("training_centre", False),
        ("office", False),
        ("sibling_secretary", False),
    ],
)
def test_a_citizen_id_leads_to_the_case_for_who_sees_the_file(
    client: Client, bloc: Bloc, who: str, leads: bool
) -> None:
    (task,) = open_cases(bloc, ["Trần Quốc Bảo"])
    citizen_id = task.process.candidate.person.citizen_id
    client.force_login(getattr(bloc, who))
    answer = client.post("/cases/", {"q": f"{citizen_id[:6]} {citizen_id[6:]}"})
    assert (answer.url == f"/cases/{task.process_id}/") is leads
    assert citizen_id not in answer.url
    assert client.post("/cases/", {"q": citizen_id[:11]}).url.startswith("/cases/?find=")
    assert names(client, client.post("/cases/", {"q": citizen_id[:11]}).url) == set()


@pytest.mark.parametrize(
    "query",
    [
        "show=x",
        "step=x",
        "unit=x",
        "route=x",
        "year=x",
        "year=99999",
        "sort=x",
        "page=x",
        "page=0",
        "find=x",
    ],
)
def test_an_address_that_makes_no_sense_shows_the_list(client: Client, bloc: Bloc, query: str) -> None:
    open_cases(bloc, ["Trần Quốc Bảo"])
    client.force_login(bloc.cell_secretary)
    assert names(client, f"/cases/?{query}") == {"Trần Quốc Bảo"}


@pytest.mark.parametrize("who", ["cell_secretary", "office"])
def test_queries_do_not_grow_with_the_list(client: Client, bloc: Bloc, who: str) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return statements(captured)

    client.force_login(getattr(bloc, who))
    client.get("/cases/")
    open_cases(bloc, numbered(3), due_on=TODAY)
    few = queries("/cases/")
    open_cases(bloc, numbered(60), due_on=TODAY)
    open_cases(bloc, numbered(5), due_on=TODAY, unit=bloc.sibling_cell)
    assert queries("/cases/") == few
    assert queries("/cases/?sort=due&show=open") == few


def test_an_empty_list_says_what_to_do_next(client: Client, bloc: Bloc) -> None:
    def words(who: str, address: str = "/cases/") -> str:
        client.force_login(getattr(bloc, who))
        return client.get(address).content.decode().split('class="empty"')[1].split("</div>")[0]

    said = {words(who) for who in ("cell_secretary", "office", "seatless")} | {words("office", "/cases/?show=late")}
    assert len(said) == 4
    assert 'href="/cases/nominate/"' in words("cell_secretary")
