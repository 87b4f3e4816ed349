"""What plans are measured by, against plain SQL and by hand."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from admission_flow.models import Case
from orgs.models import Member, Register
from planning.models import Group, PastAdmission
from planning.plans.progress import admitted
from tests.admission_flow.journey import Journey
from tests.people import JOINED, Bloc, add_members, new_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_joined_long_ago")]
D = datetime.date
YEAR = (D(2026, 1, 1), D(2026, 12, 31))


def decided(bloc: Bloc, on: datetime.date, **person: object) -> Case:
    """A case whose decision is of that day, of somebody with these columns."""
    case = Journey(bloc).to("ceremony").case
    Case.objects.filter(pk=case.pk).update(admitted_on=on)
    type(case.candidate.person).objects.filter(pk=case.candidate.person_id).update(**person)
    return case


def test_by_quarter_and_group(bloc: Bloc) -> None:
    decided(bloc, D(2026, 2, 3), sex="f", birth_date=D(1995, 2, 4), ethnicity="Kinh", occupation="Công nhân cơ khí")
    decided(bloc, D(2026, 2, 4), sex="m", birth_date=D(1995, 2, 4), ethnicity="Tày", occupation="Sinh viên năm cuối")
    decided(bloc, D(2026, 12, 31), sex="f", birth_date=D(1980, 1, 1), ethnicity="", occupation="Công chức")
    decided(bloc, D(2027, 1, 1), sex="f", birth_date=D(1980, 1, 1), ethnicity="kinh", occupation="Công chức")
    found = admitted([bloc.unit, bloc.committee, bloc.cell, bloc.hospital_committee], *YEAR)
    of_bloc = found[bloc.unit.pk]
    whole = {group: of_bloc.of(group, (2026, 2026)) for group in Group.values}
    assert whole == {"all": 3, "women": 2, "youth": 1, "minority": 1, "workers": 1, "students": 1}
    assert [of_bloc.of("all", (2026, 2026), quarter) for quarter in (1, 2, 3, 4)] == [2, 0, 0, 1]
    assert of_bloc.of("youth", (2026, 2026), 1) == 1, "30 on the day before the 31st birthday, and not on it"
    assert found[bloc.committee.pk].of("all", (2026, 2026)) == 3
    assert found[bloc.cell.pk].of("all", (2026, 2026)) == 3
    assert found[bloc.hospital_committee.pk].of("all", (2026, 2026)) == 0
    term = admitted([bloc.unit], D(2025, 1, 1), D(2030, 12, 31))[bloc.unit.pk]
    assert [term.of("all", (2025, 2030), part) for part in (0, 2026, 2027, 2028)] == [4, 3, 1, 0]


def test_the_same_in_plain_sql(bloc: Bloc) -> None:
    """Also who was recognised since: the second case of the same person is no second admission."""
    journey = Journey(bloc).to("ceremony")
    journey.ceremony()
    year = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT candidate_id) FROM admission_flow_case WHERE extract(year FROM admitted_on) = %s",
            [year],
        )
        (expected,) = cursor.fetchone()
    assert Case.objects.filter(candidate=journey.case.candidate).count() == 2
    found = admitted([bloc.unit], D(year, 1, 1), D(year, 12, 31))[bloc.unit.pk]
    assert found.of("all", (year, year)) == expected == 1


def test_an_admission_that_was_cancelled_does_not_count(bloc: Bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    journey.ceremony()
    year = timezone.localdate().year
    whole = (D(year, 1, 1), D(year, 12, 31))
    assert admitted([bloc.unit], *whole)[bloc.unit.pk].of("all", (year, year)) == 1
    journey.cancel_admission()
    assert admitted([bloc.unit], *whole)[bloc.unit.pk].of("all", (year, year)) == 0


def by_sql(year: int) -> int:
    """People of whom a case or the register says so, each once."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(DISTINCT person) FROM (
                SELECT candidate.person_id AS person FROM admission_flow_case AS one
                JOIN admission_flow_candidate AS candidate ON candidate.id = one.candidate_id
                WHERE extract(year FROM admitted_on) = %(year)s AND outcome <> 'cancelled' AND admission_id IS NULL
                UNION SELECT person_id FROM orgs_member
                WHERE extract(year FROM joined_on) = %(year)s AND moved_in_from = ''
            ) AS told
            """,
            {"year": year},
        )
        (number,) = cursor.fetchone()
    return number


def test_who_has_no_case_counts_by_the_register(bloc: Bloc) -> None:
    """Admitted before the office worked with cases; whoever moved in was admitted elsewhere."""
    journey = Journey(bloc).to("ceremony")
    journey.ceremony()
    year = timezone.localdate().year
    day = D(year, 1, 5)
    old = [new_person(f"Lê Văn {n}", sex="f", birth_date=D(year - 31, 1, 6)) for n in "ABC"]
    for person in old:
        person.save()
    add_members(bloc.departmental_cell, old[:2], joined_on=day, official_on=None)
    add_members(bloc.departmental_cell, old[2:], joined_on=day, official_on=None)
    Member.objects.filter(person=old[2]).update(moved_in_from="Đảng bộ huyện Tân An")
    found = admitted([bloc.unit, bloc.hospital_committee], D(year, 1, 1), D(year, 12, 31))
    here = found[bloc.hospital_committee.pk]
    assert (here.of("all", (year, year)), here.of("youth", (year, year)), here.of("women", (year, year))) == (2, 2, 2)
    assert found[bloc.unit.pk].of("all", (year, year)) == by_sql(year) == 3


def test_an_admission_told_by_both_counts_once(bloc: Bloc) -> None:
    """Also where the register was loaded first and gives another day for it."""
    journey = Journey(bloc).to("ceremony")
    journey.ceremony()
    year = timezone.localdate().year
    stay = Member.objects.get(person=journey.case.candidate.person)
    Member.objects.filter(pk=stay.pk).update(joined_on=stay.joined_on - datetime.timedelta(days=2))
    assert stay.joined_on != JOINED
    assert admitted([bloc.unit], D(year, 1, 1), D(year, 12, 31))[bloc.unit.pk].of("all", (year, year)) == 1


def test_an_admission_of_past_years_counts_once(bloc: Bloc) -> None:
    """Of whom the register tells too, and of whom it does not."""
    day = D(2012, 5, 19)
    known, gone = (new_person(name, sex="f", birth_date=D(1985, 1, 1)) for name in ("Lê Thị Mai", "Vũ Thị Lan"))
    for person in (known, gone):
        person.save()
    add_members(bloc.cell, [known], joined_on=day, official_on=D(2013, 5, 19))
    register = Register.objects.create(
        bloc=bloc.unit, as_of=D(2015, 12, 31), file_sha256="0" * 64, loaded_at=timezone.now()
    )
    for person in (known, gone):
        PastAdmission.objects.create(person=person, unit=bloc.cell, register=register, number="1-QĐ", decided_on=day)
    found = admitted([bloc.unit], D(2012, 1, 1), D(2012, 12, 31))[bloc.unit.pk]
    assert found.of("all", (2012, 2012)) == 2
    assert found.of("women", (2012, 2012)) == 2


def test_three_statements_whatever_the_units(bloc: Bloc, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        admitted([bloc.unit, bloc.committee, bloc.cell], *YEAR)
