"""Administrators keep accounts, units and seats by the verbs, read the rest, and delete nothing."""

from __future__ import annotations

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journal.models import Entry
from orgs import access, roles
from orgs.models import DayOff, DelegatedAuthority, Seat, Unit, User
from tests.people import PASSWORD, Bloc, make_members

TODAY = timezone.localdate()
NEW_PASSWORD = "suong-mai-tren-la-88"


@pytest.fixture
def office(client: Client, bloc: Bloc) -> Client:
    """A browser of the administrator, in English."""
    User.objects.filter(pk=bloc.administrator.pk).update(language="en")
    client.force_login(bloc.administrator)
    return client


def post(client: Client, page: str, given: dict[str, object], pk: int | None = None) -> str:
    url = reverse(f"admin:orgs_{page}_{'change' if pk else 'add'}", args=[pk] if pk else [])
    answer = client.post(url, {name: value for name, value in given.items() if value is not None}, follow=True)
    return answer.content.decode()


def test_a_new_account_changes_its_first_password(office: Client, bloc: Bloc) -> None:
    person = make_members(bloc.cell, 1)[0].person
    given = {"username": "moi", "person": person.pk, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    post(office, "user", given)
    user = User.objects.get(username="moi")
    assert (user.must_change_password, user.person, user.is_staff) == (True, person, False)
    entry = Entry.objects.get(stream=f"user:{user.pk}", verb="open_account")
    assert entry.actor == bloc.administrator
    assert "password" not in str(entry.refs)


def test_a_password_set_by_an_administrator_is_changed_at_the_next_sign_in(office: Client, bloc: Bloc) -> None:
    url = reverse("admin:auth_user_password_change", args=[bloc.cell_secretary.pk])
    office.post(url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    user = User.objects.get(pk=bloc.cell_secretary.pk)
    assert user.check_password(NEW_PASSWORD)
    assert not user.check_password(PASSWORD)
    assert user.must_change_password
    assert Entry.objects.filter(stream=f"user:{user.pk}", verb="set_first_password").count() == 1


def test_a_password_is_set_and_not_taken_away(office: Client, bloc: Bloc) -> None:
    url = reverse("admin:auth_user_password_change", args=[bloc.cell_secretary.pk])
    assert 'name="usable_password"' not in office.get(url).content.decode()
    office.post(url, {"usable_password": "false", "unset-password": "1"})
    assert User.objects.get(pk=bloc.cell_secretary.pk).check_password(PASSWORD)


def test_an_account_opened_after_its_seat_may_act(office: Client, bloc: Bloc) -> None:
    person = bloc.cell_secretary.person
    User.objects.filter(pk=bloc.cell_secretary.pk).update(person=None)
    given = {"username": "moi", "person": person.pk, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}  # type: ignore[union-attr]
    post(office, "user", given)
    assert access.allows(User.objects.get(username="moi"), roles.NOMINATE, bloc.cell.pk, TODAY)


def test_seats_a_person(office: Client, bloc: Bloc) -> None:
    person = make_members(bloc.cell, 1)[0].person
    given = {"person": person.pk, "unit": bloc.cell.pk, "role": "deputy", "starts": TODAY, "reason": "bầu bổ sung"}
    post(office, "seat", given)
    seat = Seat.objects.get(person=person)
    assert seat.grants.filter(reason="bầu bổ sung", granted_by=bloc.administrator).exists()
    assert Entry.objects.filter(stream=f"unit:{bloc.cell.pk}", verb="appoint").exists()


def test_shows_why_a_seat_is_refused(office: Client, bloc: Bloc) -> None:
    person = make_members(bloc.cell, 1)[0].person
    given = {"person": person.pk, "unit": bloc.cell.pk, "role": "secretary", "starts": TODAY, "reason": "-"}
    assert "Somebody holds this seat" in post(office, "seat", given)
    assert not Seat.objects.filter(person=person).exists()


def test_a_seat_ends_where_what_hangs_on_it_is_listed(office: Client, bloc: Bloc) -> None:
    seat = Seat.objects.get(person=bloc.cell_deputy.person)
    page = office.get(reverse("admin:orgs_seat_change", args=[seat.pk]))
    assert page.status_code == 302
    assert page["Location"] == f"/organisation/seats/{seat.pk}/"
    over = Seat.objects.get(person=bloc.former_secretary.person)
    assert office.get(reverse("admin:orgs_seat_change", args=[over.pk])).status_code == 200


def test_who_holds_a_seat_and_where_never_changes(office: Client, bloc: Bloc) -> None:
    seat = Seat.objects.get(person=bloc.cell_deputy.person)
    post(office, "seat", {"unit": bloc.sibling_cell.pk, "role": "secretary", "ends": TODAY, "reason": "-"}, seat.pk)
    seat.refresh_from_db()
    assert (seat.unit, seat.role) == (bloc.cell, "deputy")


def test_founds_and_winds_up_a_unit(office: Client, bloc: Bloc) -> None:
    given = {"code": "SNV-09", "name": "Chi bộ Phòng Mới", "kind": "cell", "valid_from": TODAY}
    post(office, "unit", {**given, "above": bloc.committee.pk})
    unit = Unit.objects.get(code="SNV-09")
    assert unit.path.startswith(bloc.committee.path)
    post(office, "unit", {"name": "Chi bộ Phòng Cũ", "valid_to": TODAY}, unit.pk)
    unit.refresh_from_db()
    assert (unit.name, unit.search_name, unit.valid_to) == ("Chi bộ Phòng Cũ", "chi bo phong cu", TODAY)
    verbs = Entry.objects.filter(stream=f"unit:{unit.pk}").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["found_unit", "change_unit"]


@pytest.mark.parametrize("code", ["a/b", ".", "..", "SNV 03", "-", "a?b"])
def test_a_code_that_makes_no_address_is_refused(office: Client, bloc: Bloc, code: str) -> None:
    given = {"code": code, "name": "X", "kind": "cell", "valid_from": TODAY, "above": bloc.committee.pk}
    assert "addresses are made of it" in post(office, "unit", given)
    assert not Unit.objects.filter(code=code).exists()
    assert office.get("/organisation/").status_code == 200


@pytest.mark.parametrize("code", ["a/b", ".", "..", ""])
def test_the_database_keeps_no_such_code(bloc: Bloc, code: str) -> None:
    with pytest.raises(IntegrityError, match="unit_code_fits_an_address"), transaction.atomic():
        Unit.objects.filter(pk=bloc.cell.pk).update(code=code)


def test_a_unit_in_the_wrong_place_is_refused(office: Client, bloc: Bloc) -> None:
    given = {"code": "X", "name": "X", "kind": "cell", "valid_from": TODAY, "above": bloc.unit.pk}
    assert "stand there" in post(office, "unit", given)
    assert not Unit.objects.filter(code="X").exists()


def test_delegates_authority_and_ends_it(office: Client, bloc: Bloc) -> None:
    given = {"unit": bloc.committee.pk, "paper_number": "7-QĐ", "paper_date": TODAY, "valid_from": TODAY}
    post(office, "delegatedauthority", given)
    authority = DelegatedAuthority.objects.get(unit=bloc.committee)
    post(office, "delegatedauthority", {"valid_to": TODAY}, authority.pk)
    authority.refresh_from_db()
    assert authority.valid_to == TODAY


def test_keeps_the_calendar(office: Client, bloc: Bloc) -> None:
    post(office, "dayoff", {"day": TODAY + datetime.timedelta(days=90), "name": "Tết", "works": ""})
    assert DayOff.objects.get().name == "Tết"


def test_nothing_is_deleted_and_no_groups_exist(office: Client, bloc: Bloc) -> None:
    assert not admin.site.is_registered(Group)
    for page, row in (("user", bloc.cell_secretary), ("unit", bloc.cell), ("seat", Seat.objects.first())):
        assert row is not None
        app = "auth" if page == "nothing" else "orgs"
        assert office.post(reverse(f"admin:{app}_{page}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_every_list_opens(office: Client, bloc: Bloc) -> None:
    for page in ("user", "person", "unit", "seat", "delegatedauthority", "delegation", "grant", "register", "dayoff"):
        assert office.get(reverse(f"admin:orgs_{page}_changelist"), {"q": "tran"}).status_code == 200


def test_the_administration_is_closed_to_who_decides(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.organisation_board)
    assert client.get(reverse("admin:orgs_seat_changelist")).status_code == 302


def test_people_of_one_name_are_told_apart(office: Client, bloc: Bloc) -> None:
    person = make_members(bloc.cell, 1)[0].person
    asked = {"app_label": "orgs", "model_name": "seat", "field_name": "person", "term": person.full_name}
    found = office.get("/admin/autocomplete/", asked).json()["results"]
    text = next(row["text"] for row in found if row["id"] == str(person.pk))
    assert text == f"{person.full_name} · {person.birth_date.year} · {bloc.cell.name} ({bloc.cell.code})"
