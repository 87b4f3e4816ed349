"""Absence on the page: delegating, seeing it, ending it; what is wrong is said at its field and nothing is lost."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from journal.verify import verify
from notices.models import Notice
from orgs import access, roles
from orgs.models import Delegation, Seat, User
from tests.orgs.test_delegating import NOW, lent, seat_of
from tests.people import Bloc

SOON = timezone.localdate() + datetime.timedelta(days=3)


def asked(bloc: Bloc, **changes: object) -> dict[str, object]:
    now = timezone.localtime()
    return {
        "delegate": bloc.person("seatless").pk,
        "capabilities": [roles.PREPARE_FILE, roles.RECORD_VOTE],
        "starts_on": f"{now:%d/%m/%Y}",
        "starts": f"{now:%H:%M}",
        "ends_on": f"{SOON:%d/%m/%Y}",
        "ends": "17:00",
        "reason": "Nghỉ phép",
        "paper": "",
        **changes,
    }


def address(user: User) -> str:
    return f"/account/delegations/of/{seat_of(user).pk}/"


def test_the_holder_delegates_and_both_see_it(client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    assert address(bloc.cell_secretary) in client.get("/account/delegations/").content.decode()
    answer = client.post(address(bloc.cell_secretary), asked(bloc), follow=True)
    assert "Nguyễn Hữu Phước" in answer.content.decode()
    delegation = Delegation.objects.get()
    assert timezone.localtime(delegation.ends_at).strftime("%d/%m/%Y %H:%M") == f"{SOON:%d/%m/%Y} 17:00"
    client.force_login(bloc.seatless)
    assert "Trần Quốc Bảo" in client.get("/account/delegations/").content.decode()
    assert access.allows(bloc.seatless, roles.RECORD_VOTE, bloc.cell.pk, timezone.now())
    notice = Notice.objects.get(recipient=bloc.seatless, kind="delegated")
    assert "Trần Quốc Bảo" not in str(notice.params)
    assert not Notice.objects.filter(recipient=bloc.cell_secretary).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"delegate": ""}, "delegate"),
        ({"delegate": "999999"}, "delegate"),
        ({"capabilities": []}, "capabilities"),
        ({"capabilities": ["manage_units"]}, "capabilities"),
        ({"ends_on": "31/02/2027"}, "ends_on"),
        ({"ends": "25:00"}, "ends"),
        ({"ends_on": "01/01/2020"}, "ends"),
        ({"starts_on": "01/01/2020"}, "starts"),
        ({"ends_on": "01/01/2031"}, "ends"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, bloc: Bloc, changes, field: str) -> None:
    client.force_login(bloc.cell_secretary)
    answer = client.post(address(bloc.cell_secretary), asked(bloc, **changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Delegation.objects.exists()


def test_the_second_click_makes_no_second_one(client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    client.post(address(bloc.cell_secretary), asked(bloc))
    answer = client.post(address(bloc.cell_secretary), asked(bloc))
    assert answer.status_code == 422
    assert Delegation.objects.count() == 1


def test_a_keeper_enters_it_by_a_paper(client, bloc: Bloc) -> None:
    client.force_login(bloc.organisation_board)
    assert "paper" in client.post(address(bloc.cell_secretary), asked(bloc)).context["form"].errors
    answer = client.post(address(bloc.cell_secretary), asked(bloc, paper="15-CV/ĐU"))
    assert answer.status_code == 302
    assert "Nguyễn Hữu Phước" in client.get("/organisation/SNV-01/").content.decode()


def test_others_find_no_such_page(client, bloc: Bloc) -> None:
    delegation = lent(bloc)
    for user in (bloc.cell_deputy, bloc.committee_secretary, bloc.auditor):
        client.force_login(user)
        assert client.get(address(bloc.cell_secretary)).status_code == 404
        assert client.post(address(bloc.cell_secretary), asked(bloc)).status_code == 404
        assert client.post(f"/account/delegations/{delegation.pk}/end/", {"reason": "x"}).status_code == 404
    client.force_login(bloc.auditor)  # a seat from which nothing can be delegated
    assert client.get(address(bloc.auditor)).status_code == 404


def test_it_is_ended_on_the_page(client, bloc: Bloc) -> None:
    delegation = lent(bloc)
    client.force_login(bloc.seatless)
    address_of_end = f"/account/delegations/{delegation.pk}/end/"
    for unfit in ("", " ", "\u200b", "\0", "v" * 201):
        assert client.post(address_of_end, {"reason": unfit}).status_code == 409, unfit
    assert client.post(address_of_end, {"reason": "Đồng chí đã về"}).status_code == 302
    assert not access.allows(bloc.seatless, roles.PREPARE_FILE, bloc.cell.pk, timezone.now())
    again = client.post(address_of_end, {"reason": "Lần nữa"})
    assert again.status_code == 409
    assert "Đồng chí đã về" in again.content.decode()
    assert verify().failure is None


def test_with_the_seat_it_is_over_on_the_page_too(client, bloc: Bloc) -> None:
    delegation = lent(bloc)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Seat.objects.filter(pk=delegation.seat_id).update(ends=yesterday)
    client.force_login(bloc.seatless)
    shown = client.get("/account/delegations/").context
    assert shown["present"] == []
    assert [line["lasts"] for line in shown["past"]] == [False]


def test_the_frame_names_the_person_and_not_whom_they_stand_in_for(client, bloc: Bloc) -> None:
    lent(bloc)
    client.force_login(bloc.seatless)
    page = client.get("/account/")
    assert page.context["frame"].name == "Nguyễn Hữu Phước"
    assert "thay mặt Trần Quốc Bảo" in page.content.decode()


def test_the_list_costs_no_more_with_more(client, bloc: Bloc, django_assert_max_num_queries) -> None:
    lent(bloc)
    client.force_login(bloc.cell_secretary)
    client.get("/account/delegations/")
    for days in range(5, 40, 5):
        Delegation.objects.create(
            seat=seat_of(bloc.cell_secretary), delegate=bloc.person("cell_deputy"), capabilities=["nominate"],
            starts_at=NOW + datetime.timedelta(days=days), ends_at=NOW + datetime.timedelta(days=days + 1),
            reason="Họp", made_by=bloc.cell_secretary, made_at=NOW,
        )  # fmt: skip
    with django_assert_max_num_queries(12):
        assert len(client.get("/account/delegations/").context["present"]) == 8
