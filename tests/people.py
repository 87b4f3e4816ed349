"""The cast of the whole suite: a small bloc with every kind of unit, and somebody in every kind of seat.

    def test_a_secretary_nominates(client, bloc):
        client.force_login(bloc.cell_secretary)

Everybody is seated from 01/01/2010 without end; `PASSWORD` signs in whoever must come through the sign-in page.
Sizes: `cell` has 12 official members and 1 probationary one, its committee 7 members, the standing committee 9.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from orgs import seating
from orgs.models import DelegatedAuthority, Member, Person, Seat, Unit, User
from orgs.tree import plant
from tests.kept import kept

PASSWORD = "hoa-phuong-no-do-2026"
FOUNDED = datetime.date(2000, 1, 1)
SEATED_SINCE = datetime.date(2010, 1, 1)
JOINED, OFFICIAL = datetime.date(2005, 5, 19), datetime.date(2006, 5, 19)

K, R = Unit.Kind, Seat.Role
_numbers = itertools.count(1)


@dataclass
class Bloc:
    """Units, and accounts by what they are. A person is `bloc.cell_secretary.person`."""

    unit: Unit
    # An ordinary committee with two cells.
    committee: Unit
    cell: Unit
    sibling_cell: Unit
    # A committee with a departmental one in between.
    hospital_committee: Unit
    departmental_committee: Unit
    departmental_cell: Unit
    # A cell directly under the bloc.
    grassroots_cell: Unit
    # A committee that decides admissions itself, 2016 without end.
    delegated_committee: Unit
    delegated_cell: Unit
    # The bloc's own agencies, whose members sit at the bloc.
    office_committee: Unit
    office_cell: Unit

    cell_secretary: User = field(init=False)
    cell_deputy: User = field(init=False)
    sibling_secretary: User = field(init=False)
    committee_secretary: User = field(init=False)
    committee_deputy: User = field(init=False)
    committee_member: User = field(init=False)
    committee_officer: User = field(init=False)
    committee_auditor: User = field(init=False)
    departmental_secretary: User = field(init=False)
    departmental_cell_secretary: User = field(init=False)
    hospital_secretary: User = field(init=False)
    hospital_officer: User = field(init=False)
    grassroots_cell_secretary: User = field(init=False)
    delegated_secretary: User = field(init=False)
    delegated_officer: User = field(init=False)
    delegated_cell_secretary: User = field(init=False)
    bloc_secretary: User = field(init=False)
    standing_deputy: User = field(init=False)
    bloc_deputy: User = field(init=False)
    standing_member: User = field(init=False)
    organisation_board: User = field(init=False)
    organisation_board_2: User = field(init=False)
    training_centre: User = field(init=False)
    office: User = field(init=False)
    auditor: User = field(init=False)

    # An administrator of the system: a superuser without person or seat.
    administrator: User = field(init=False)
    # A member of `cell` with an account and no seat.
    seatless: User = field(init=False)
    # Secretary of `cell` until 31/12/2009; guardian's rows are still there.
    former_secretary: User = field(init=False)

    def person(self, name: str) -> Person:
        """Whose account that is: `bloc.person("cell_secretary")`."""
        person: Person = getattr(self, name).person
        return person


def make_person(full_name: str = "Nguyễn Văn An", **columns: object) -> Person:
    person = new_person(full_name, **columns)
    person.save()
    return person


def make_members(
    unit: Unit, number: int, *, joined_on: datetime.date = JOINED, official_on: datetime.date | None = OFFICIAL
) -> list[Member]:
    """So many people, present in the unit since they joined; official unless `official_on` is None."""
    people = Person.objects.bulk_create(new_person(f"{_family(n)} Văn {_given(n)}") for n in range(number))
    return add_members(unit, people, joined_on=joined_on, official_on=official_on)


def add_members(
    unit: Unit,
    people: Iterable[Person],
    *,
    joined_on: datetime.date = JOINED,
    official_on: datetime.date | None = OFFICIAL,
) -> list[Member]:
    return Member.objects.bulk_create(
        Member(person=person, unit=unit, since=joined_on, joined_on=joined_on, official_on=official_on)
        for person in people
    )


def all_joined_long_ago() -> None:
    """So that nobody counts as admitted of late but whom a test admits."""
    Member.objects.filter(official_on=None).update(since=JOINED, joined_on=JOINED)


def make_seat(
    unit: Unit,
    role: str,
    person: Person,
    *,
    starts: datetime.date = SEATED_SINCE,
    ends: datetime.date | None = None,
) -> Seat:
    """A seat with its grants for a person who has an account, without asking whether the office would allow it."""
    seat = Seat.objects.create(unit=unit, role=role, person=person, starts=starts, ends=ends)
    seating.grant([seat], by=None, at=timezone.now(), reason="test")
    return seat


def make_user(person: Person | None = None, username: str | None = None, **columns: object) -> User:
    user = _new_user(person, username or f"user{next(_numbers)}", **columns)
    user.save()
    return user


def build_bloc() -> Bloc:
    bloc = Bloc(**_plant_units())
    DelegatedAuthority.objects.create(
        unit=bloc.delegated_committee,
        paper_number="12-QĐ/ĐUK",
        paper_date=datetime.date(2015, 12, 20),
        valid_from=datetime.date(2016, 1, 1),
    )
    _seat_the_cast(bloc)
    return bloc


@pytest.fixture
def bloc(keeping: None) -> Bloc:
    return kept("bloc", build_bloc, often=True)


def reading_english() -> None:
    """Everybody of the cast has chosen English."""
    kept(reading_english, lambda: User.objects.update(language="en"), often=True)


def new_person(full_name: str, **columns: object) -> Person:
    """A person not yet saved, with the next citizen ID."""
    given: dict[str, object] = {
        "citizen_id": f"001{next(_numbers):09d}",
        "birth_date": datetime.date(1975, 3, 3),
        "sex": Person.Sex.MALE,
        "ethnicity": "Kinh",
        "religion": "Không",
        **columns,
    }
    person = Person(full_name=full_name, **given)
    person.fill_keys()
    return person


def _plant_units() -> dict[str, Unit]:
    places = [
        ("unit", None, "DUK", K.BLOC, "Đảng bộ Khối các cơ quan tỉnh"),
        ("committee", "unit", "SNV", K.GRASSROOTS_COMMITTEE, "Đảng bộ Sở Nội vụ"),
        ("cell", "committee", "SNV-01", K.CELL, "Chi bộ Phòng Tổ chức cán bộ"),
        ("sibling_cell", "committee", "SNV-02", K.CELL, "Chi bộ Văn phòng"),
        ("hospital_committee", "unit", "BVDK", K.GRASSROOTS_COMMITTEE, "Đảng bộ Bệnh viện Đa khoa tỉnh"),
        (
            "departmental_committee",
            "hospital_committee",
            "BVDK-N",
            K.DEPARTMENTAL_COMMITTEE,
            "Đảng bộ bộ phận Khối Nội",
        ),
        ("departmental_cell", "departmental_committee", "BVDK-N1", K.CELL, "Chi bộ Khoa Nội tim mạch"),
        ("grassroots_cell", "unit", "HNB", K.GRASSROOTS_CELL, "Chi bộ Hội Nhà báo"),
        ("delegated_committee", "unit", "STC", K.GRASSROOTS_COMMITTEE, "Đảng bộ Sở Tài chính"),
        ("delegated_cell", "delegated_committee", "STC-01", K.CELL, "Chi bộ Phòng Ngân sách"),
        ("office_committee", "unit", "CQK", K.GRASSROOTS_COMMITTEE, "Đảng bộ Cơ quan Đảng ủy Khối"),
        ("office_cell", "office_committee", "CQK-01", K.CELL, "Chi bộ Ban Tổ chức"),
    ]
    units: dict[str, Unit] = {}
    rows: list[tuple[Unit, Unit | None]] = []
    for name, above, code, kind, title in places:
        units[name] = Unit(code=code, kind=kind, name=title, valid_from=FOUNDED)
        rows.append((units[name], units[above] if above else None))
    plant(rows)
    return units


# Attribute of Bloc, unit, role, full name; the cell whose member the person is.
_CAST = [
    ("cell_secretary", "cell", R.SECRETARY, "Trần Quốc Bảo", "cell"),
    ("cell_deputy", "cell", R.DEPUTY, "Lê Thị Hồng Nhung", "cell"),
    ("sibling_secretary", "sibling_cell", R.SECRETARY, "Phạm Thu Hà", "sibling_cell"),
    ("committee_secretary", "committee", R.SECRETARY, "Nguyễn Thị Minh An", "sibling_cell"),
    ("committee_deputy", "committee", R.DEPUTY, "Võ Ngọc Lan", "cell"),
    ("committee_member", "committee", R.COMMITTEE_MEMBER, "Đặng Văn Phúc", "cell"),
    ("committee_officer", "committee", R.OFFICER, "Bùi Thanh Tùng", "sibling_cell"),
    ("committee_auditor", "committee", R.INSPECTION, "Hồ Thị Kim Liên", "sibling_cell"),
    ("departmental_secretary", "departmental_committee", R.SECRETARY, "Đỗ Hữu Thắng", "departmental_cell"),
    ("departmental_cell_secretary", "departmental_cell", R.SECRETARY, "Ngô Thị Bích Thủy", "departmental_cell"),
    ("hospital_secretary", "hospital_committee", R.SECRETARY, "Dương Văn Khải", "departmental_cell"),
    ("hospital_officer", "hospital_committee", R.OFFICER, "Lý Thị Mai", "departmental_cell"),
    ("grassroots_cell_secretary", "grassroots_cell", R.SECRETARY, "Hoàng Anh Dũng", "grassroots_cell"),
    ("delegated_secretary", "delegated_committee", R.SECRETARY, "Vũ Đình Long", "delegated_cell"),
    ("delegated_officer", "delegated_committee", R.OFFICER, "Trịnh Thị Ngân", "delegated_cell"),
    ("delegated_cell_secretary", "delegated_cell", R.SECRETARY, "Đinh Công Sơn", "delegated_cell"),
    ("bloc_secretary", "unit", R.SECRETARY, "Phan Văn Đức", "office_cell"),
    ("standing_deputy", "unit", R.STANDING_DEPUTY, "Nguyễn Thị Thu Trang", "office_cell"),
    ("bloc_deputy", "unit", R.DEPUTY, "Lê Quang Vinh", "office_cell"),
    ("standing_member", "unit", R.STANDING_MEMBER, "Mai Văn Lợi", "office_cell"),
    ("organisation_board", "unit", R.ORGANISATION_BOARD, "Trương Thị Lệ", "office_cell"),
    ("organisation_board_2", "unit", R.ORGANISATION_BOARD, "Cao Xuân Hòa", "office_cell"),
    ("training_centre", "unit", R.TRAINING_CENTRE, "Tạ Thị Yến", "office_cell"),
    ("office", "unit", R.OFFICE, "Lương Minh Triết", "office_cell"),
    ("auditor", "unit", R.INSPECTION, "Kiều Thị Oanh", "office_cell"),
]
# Seats that only make bodies and rolls as large as they are; their holders have accounts too.
_EXTRAS = [
    *(("committee", R.COMMITTEE_MEMBER, "cell"),) * 4,
    *(("hospital_committee", R.COMMITTEE_MEMBER, "departmental_cell"),) * 4,
    *(("delegated_committee", R.COMMITTEE_MEMBER, "delegated_cell"),) * 4,
    *(("departmental_committee", R.COMMITTEE_MEMBER, "departmental_cell"),) * 2,
    *(("unit", R.STANDING_MEMBER, "office_cell"),) * 5,
]
_OFFICIAL_MEMBERS = {
    "cell": 12,
    "sibling_cell": 9,
    "departmental_cell": 12,
    "grassroots_cell": 6,
    "delegated_cell": 9,
    "office_cell": 16,
}


def _seat_the_cast(bloc: Bloc) -> None:
    extras = [(f"extra{n}", *place) for n, place in enumerate(_EXTRAS)]
    seats = [(key, unit, role) for key, unit, role, _name, _home in _CAST]
    seats += [(key, unit, role) for key, unit, role, _home in extras]
    people = {key: new_person(name) for key, _unit, _role, name, _home in _CAST}
    people |= {key: new_person(f"{_family(n)} Thị {_given(n)}") for n, (key, *_rest) in enumerate(extras)}
    people["seatless"] = new_person("Nguyễn Hữu Phước")
    people["former_secretary"] = new_person("Huỳnh Tấn Đạt")
    homes = {key: home for key, _unit, _role, _name, home in _CAST} | {key: home for key, _u, _r, home in extras}
    homes |= {"seatless": "cell", "former_secretary": "cell"}
    _enrol(bloc, people, homes)

    users = {key: _new_user(person, key.replace("_", ".")) for key, person in people.items()}
    users["administrator"] = _new_user(None, "administrator", is_superuser=True, is_staff=True)
    User.objects.bulk_create(users.values())
    for key, user in users.items():
        if not key.startswith("extra"):
            setattr(bloc, key, user)

    rows = [
        Seat(person=people[key], unit=getattr(bloc, unit), role=role, starts=SEATED_SINCE) for key, unit, role in seats
    ]
    before = SEATED_SINCE - datetime.timedelta(days=1)
    rows.append(Seat(person=people["former_secretary"], unit=bloc.cell, role=R.SECRETARY, starts=FOUNDED, ends=before))
    Seat.objects.bulk_create(rows)
    seating.grant(rows, by=None, at=timezone.now(), reason="test")


def _enrol(bloc: Bloc, people: dict[str, Person], homes: dict[str, str]) -> None:
    """Everybody into the register, with as many more as fill the rolls, and one probationary member of `cell`."""
    members: list[Member] = []
    for home, wanted in _OFFICIAL_MEMBERS.items():
        present = [people[key] for key in people if homes[key] == home]
        present += [new_person(f"{_family(n)} Văn {_given(n)}") for n in range(wanted - len(present))]
        members += [
            Member(person=person, unit=getattr(bloc, home), since=JOINED, joined_on=JOINED, official_on=OFFICIAL)
            for person in present
        ]
    lately = timezone.localdate() - datetime.timedelta(days=100)
    young = new_person("Tô Thị Ánh Nguyệt", birth_date=datetime.date(1998, 9, 2), sex=Person.Sex.FEMALE)
    members.append(Member(person=young, unit=bloc.cell, since=lately, joined_on=lately))
    Person.objects.bulk_create(member.person for member in members)
    Member.objects.bulk_create(members)


def _new_user(person: Person | None, username: str, **columns: object) -> User:
    given: dict[str, object] = {"must_change_password": False, "password": _hashed(PASSWORD), **columns}
    return User(person=person, username=username, **given)


@lru_cache
def _hashed(password: str) -> str:
    """Hashed once a run."""
    return make_password(password)


def _family(number: int) -> str:
    return ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng")[number % 7]


def _given(number: int) -> str:
    return ("Bình", "Cường", "Dương", "Giang", "Hải", "Khánh", "Minh", "Nam", "Quang", "Thành", "Việt")[number % 11]
