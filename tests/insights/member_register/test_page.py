"""The member register on its page: who may read it, as of which day, in which columns, and what the journal keeps."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journal.models import Entry
from orgs.models import Member, Person, User
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import statements
from tests.people import Bloc, make_members

pytestmark = pytest.mark.django_db
DAY = datetime.date(2020, 6, 30)


@pytest.fixture(autouse=True)
def _in_english(bloc: Bloc) -> None:
    User.objects.update(language="en")


def rows(client: Client, who: User, query: str = "") -> list[list[list[str]]]:
    client.force_login(who)
    response = client.get(f"/members/{query}")
    assert response.status_code == 200
    return [row.cells for row in response.context["found"].rows]


def names(client: Client, who: User, query: str = "") -> list[str]:
    return [cells[1][0] for cells in rows(client, who, query)]


def test_the_fourteen_columns(client: Client, bloc: Bloc) -> None:
    person = bloc.person("cell_secretary")
    Person.objects.filter(pk=person.pk).update(
        birth_name="Trần Bảo", hometown="Tân An", professional_education="Đại học Luật", occupation="Chuyên viên"
    )
    Member.objects.filter(person=person).update(card_number="99000001", note="Chuyển sinh hoạt tạm thời")
    client.force_login(bloc.cell_secretary)
    page = client.get("/members/")
    assert page.content.decode().count('<th scope="col">') == 14
    (cells,) = [row.cells for row in page.context["found"].rows if row.member.person_id == person.pk]
    member = Member.objects.get(person=person)
    joined, official = f"{member.joined_on:%d/%m/%Y}", f"{member.official_on:%d/%m/%Y}"
    assert cells[1:8] == [
        ["Trần Quốc Bảo", "Trần Bảo"],
        ["Male", "Kinh", "Không"],
        ["Tân An"],
        ["Đại học Luật"],
        ["Chuyên viên"],
        [joined, official],
        ["99000001"],
    ]
    assert cells[9:] == [[], [], [], [], ["Chuyển sinh hoạt tạm thời"]]


def test_each_sees_the_members_of_the_own_subtree(client: Client, bloc: Bloc) -> None:
    cell = {member.person.full_name for member in Member.objects.filter(unit=bloc.cell)}
    assert set(names(client, bloc.cell_secretary)) == cell
    assert set(names(client, bloc.committee_secretary, "?unit=SNV-01")) == cell
    assert len(names(client, bloc.committee_secretary)) > len(cell)


@pytest.mark.parametrize(
    ("who", "query"),
    [
        ("training_centre", ""),
        ("office", ""),
        ("seatless", ""),
        ("former_secretary", ""),
        ("administrator", ""),
        ("cell_secretary", "?unit=SNV-02"),
        ("cell_secretary", "?unit=SNV"),
        ("hospital_secretary", "?unit=SNV-01"),
        ("auditor", "?unit=NOWHERE"),
    ],
)
def test_for_the_wrong_person_it_does_not_exist(client: Client, bloc: Bloc, who: str, query: str) -> None:
    client.force_login(getattr(bloc, who))
    for address in ("/members/", "/members/register.xlsx", "/members/register.csv"):
        assert client.get(address + query).status_code == 404
    assert not Entry.objects.filter(verb__in=["look_member_register", "export_list"]).exists()


def test_as_of_a_day(client: Client, bloc: Bloc) -> None:
    (gone, young) = (*make_members(bloc.cell, 1), *make_members(bloc.cell, 1, official_on=None))
    Member.objects.filter(pk=gone.pk).update(until=DAY, ending="moved", ending_detail="Đảng bộ huyện Tân An")
    Member.objects.filter(pk=young.pk).update(official_on=DAY)
    by_id = {"gone": gone.person_id, "young": young.person_id}

    def shown(on: datetime.date, show: str) -> dict[str, list[list[str]]]:
        client.force_login(bloc.cell_secretary)
        found = client.get("/members/", {"on": f"{on:%d/%m/%Y}", "show": show}).context["found"].rows
        return {name: row.cells for name, pk in by_id.items() for row in found if row.member.person_id == pk}

    before = DAY - datetime.timedelta(days=1)
    assert set(shown(before, "present")) == {"gone", "young"}
    assert shown(before, "present")["gone"][9] == []
    assert len(shown(before, "present")["young"][6]) == 1
    assert set(shown(DAY, "present")) == {"young"}
    assert len(shown(DAY, "present")["young"][6]) == 2
    assert shown(DAY, "left")["gone"][9] == ["30/06/2020", "Đảng bộ huyện Tân An"]
    assert set(shown(before, "left")) == set()
    assert set(shown(DAY, "all")) == {"gone", "young"}


def test_looked_for_without_the_words_in_address_or_journal(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.committee_secretary)
    address = client.post("/members/?unit=SNV", {"q": "quoc bao"}).url
    assert "bao" not in address
    assert [row.cells[1] for row in client.get(address).context["found"].rows] == [["Trần Quốc Bảo"]]
    taken = b"".join(client.get(address.replace("/members/", "/members/register.csv")).streaming_content).decode()
    assert taken.count("\n") == 2
    told = Entry.objects.filter(verb__in=["look_member_register", "export_list"]).values_list("refs", flat=True)
    assert {refs["searched"] for refs in told} == {True}
    assert "bao" not in str(list(told)).lower()
    citizen_id = bloc.person("cell_deputy").citizen_id
    found = client.get(client.post("/members/", {"q": citizen_id}).url).context["found"].rows
    assert [row.member.person_id for row in found] == [bloc.cell_deputy.person_id]


def test_a_day_that_can_not_be_shown_is_said_at_its_field(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for day in ("31/02/2020", f"{tomorrow:%d/%m/%Y}"):
        response = client.get("/members/", {"on": day})
        assert response.status_code == 422
        assert response.context["form"].errors["on"]
        assert client.get("/members/register.csv", {"on": day}).status_code == 302


def test_who_looked_stands_in_the_journal(client: Client, bloc: Bloc) -> None:
    rows(client, bloc.auditor, "?unit=SNV-01&on=30/06/2020")
    entry = Entry.objects.get(verb="look_member_register")
    assert entry.stream == f"user:{bloc.auditor.pk}"
    assert entry.refs == {"unit": "SNV-01", "on": "2020-06-30", "show": "present", "searched": False, "page": 1}


def test_who_was_admitted_here_stands_in_it_with_both_dates_and_leads_to_the_case(client: Client, bloc: Bloc) -> None:
    """Probationary from the ceremony on, the decision's day as the day of joining; then official."""
    journey = Journey(bloc).to("ceremony")
    admitted = journey.case.candidate.person
    assert admitted.full_name not in names(client, bloc.cell_secretary)
    journey.ceremony()
    client.force_login(bloc.cell_secretary)
    (row,) = [one for one in client.get("/members/").context["found"].rows if one.member.person_id == admitted.pk]
    journey.case.refresh_from_db()
    assert row.cells[6] == [f"{journey.case.admitted_on:%d/%m/%Y}"]
    assert row.case is not None
    assert row.member.official_on is None


def test_many_members_cost_no_more_statements(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    client.get("/members/")
    found = []
    for number in (0, 200):
        make_members(bloc.cell, number)
        Entry.objects.count()
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/members/?page=1")
        found.append(statements(captured))
    assert len(page.context["found"].rows) == 50
    assert found[0] == found[1]
