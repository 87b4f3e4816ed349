"""The report of a term that was simulated through the real verbs: every figure of it, recomputed by plain SQL."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from admission_flow.simulation.simulate import simulate
from insights.term_report.figures import (
    ADMITTED,
    ATTENDED,
    GONE,
    HAPPENED,
    RECOGNISED,
    ROWS_OF,
    Choice,
    Figures,
    changed,
    told,
)
from insights.term_report.groups import GROUPINGS
from insights.term_report.paper import Paper, Table
from insights.term_report.period import Period
from insights.term_report.rows import Taken
from insights.term_report.taken import take
from orgs.models import Member, Person, User
from planning.plans.deciding import PaperGiven, PlanGiven, approve, propose
from tests.people import Bloc, build_bloc, make_members
from tests.planning.resolutions.papers import Rolling

D = datetime.date
TERM = Period(D(2010, 1, 1), D(2015, 12, 31))


@pytest.fixture(scope="module")
def house(module_database: str) -> Bloc:
    """A bloc with a history: cases of the whole term, and people of before the office worked with cases."""
    bloc = build_bloc()
    simulate(16, D(2010, 3, 1), D(2015, 12, 31), 7, now=timezone.now())
    make_members(bloc.grassroots_cell, 4, joined_on=D(2012, 5, 19), official_on=D(2013, 5, 19))
    return bloc


@pytest.fixture(scope="module")
def figures(house: Bloc) -> Figures:
    return Figures(take(house.unit, TERM))


def sql(statement: str, *given: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchone()[0]


# Everybody admitted in a time and a subtree: by a case that was not cancelled, or by the register where no case tells.
PEOPLE = """
    WITH told AS (
        SELECT person.*, one.admitted_on AS day, one.unit_id, candidate.organisations, person.occupation AS came_as
        FROM admission_flow_case AS one JOIN admission_flow_candidate AS candidate ON candidate.id = one.candidate_id
        JOIN orgs_person AS person ON person.id = candidate.person_id
        WHERE one.admission_id IS NULL AND one.outcome <> 'cancelled' AND one.admitted_on BETWEEN %s AND %s
        UNION ALL
        SELECT person.*, stay.joined_on, stay.unit_id, '', person.occupation_before
        FROM orgs_member AS stay JOIN orgs_person AS person ON person.id = stay.person_id
        WHERE stay.moved_in_from = '' AND stay.joined_on BETWEEN %s AND %s AND stay.person_id NOT IN (
            SELECT candidate.person_id FROM admission_flow_case AS one
            JOIN admission_flow_candidate AS candidate ON candidate.id = one.candidate_id
            WHERE one.admitted_on IS NOT NULL AND one.admission_id IS NULL
        )
    ), admitted AS (SELECT told.* FROM told JOIN orgs_unit ON orgs_unit.id = unit_id WHERE path LIKE %s)
"""


def people(select: str, path: str, first: D = TERM.first, last: D = TERM.last) -> Any:
    return sql(f"{PEOPLE} {select}", first, last, first, last, f"{path}%")


def test_the_situation(house: Bloc, figures: Figures) -> None:
    for kind in ("grassroots_committee", "cell", "departmental_committee", "grassroots_cell"):
        there = sql("SELECT count(*) FROM orgs_unit WHERE kind = %s AND valid_from <= %s AND"
                    " (valid_to IS NULL OR valid_to >= %s)", kind, TERM.last, TERM.last)  # fmt: skip
        assert figures.places(kind) == there, kind
    present = "SELECT count(*) FROM orgs_member WHERE since <= %s AND (until IS NULL OR until > %s)"
    assert figures.taken.members == sql(present, TERM.last, TERM.last)
    assert figures.taken.official == sql(f"{present} AND official_on <= %s", TERM.last, TERM.last, TERM.last)
    before = TERM.first - datetime.timedelta(days=1)
    assert figures.taken.before == sql(present, before, before)


def test_whoever_was_admitted(house: Bloc, figures: Figures) -> None:
    number = figures.admitted.number
    assert number > 10
    assert number == people("SELECT count(*) FROM admitted", house.unit.path)
    for part, figure in zip(TERM.parts(), figures.by_part(ADMITTED), strict=True):
        assert figure.number == people("SELECT count(*) FROM admitted", house.unit.path, part.first, part.last), part
    average = people("SELECT avg(date_part('year', age(day, birth_date))) FROM admitted", house.unit.path)
    assert figures.average_age == pytest.approx(average)
    by_child = "SELECT count(DISTINCT left(path, 8)) FROM admitted JOIN orgs_unit ON orgs_unit.id = unit_id"
    assert figures.units_that_admitted == people(by_child, house.unit.path)


AGE = "date_part('year', age(day, birth_date))"


def begins(column: str, *words: str) -> str:
    patterns = ", ".join("'" + word + "%%'" for word in words)
    return f"{column} ILIKE ANY (ARRAY[{patterns}])"


def rest(column: str, *conditions: str) -> str:
    return f"{column} <> '' AND NOT ({' OR '.join(conditions)})"


AFTER = begins("professional_education", "tiến sĩ", "thạc sĩ", "sau đại học", "chuyên khoa", "bác sĩ nội trú")
DEGREE = begins("professional_education", "đại học", "cử nhân", "kỹ sư", "kiến trúc sư", "bác sĩ", "dược sĩ")
COLLEGE = begins("professional_education", "cao đẳng")
SCHOOL = begins("professional_education", "trung cấp", "sơ cấp", "công nhân kỹ thuật")
WORK = {
    "civil_servant": ("công chức", "chuyên viên", "cán bộ"),
    "public_employee": (
        *("viên chức", "giáo viên", "giảng viên", "bác sĩ", "điều dưỡng", "y sĩ"),
        "nghiên cứu viên",
    ),
    "business": ("nhân viên", "kế toán", "kinh doanh", "doanh nhân"),
    "worker": ("công nhân",),
    "farmer": ("nông dân",),
    "armed_forces": ("bộ đội", "quân nhân", "công an", "sĩ quan"),
    "student": ("sinh viên", "học sinh"),
}
OF_YOUTH, OF_TRADE = "organisations ILIKE '%%thanh niên%%'", "organisations ILIKE '%%công đoàn%%'"
KINDS: dict[tuple[str, str], str] = {
    ("sex", "m"): "sex = 'm'",
    ("sex", "f"): "sex = 'f'",
    ("age", "to_30"): f"{AGE} <= 30",
    ("age", "to_40"): f"{AGE} BETWEEN 31 AND 40",
    ("age", "to_50"): f"{AGE} BETWEEN 41 AND 50",
    ("age", "over_50"): f"{AGE} > 50",
    ("ethnicity", "majority"): "lower(ethnicity) = 'kinh'",
    ("ethnicity", "minority"): "ethnicity <> '' AND lower(ethnicity) <> 'kinh'",
    ("religion", "none"): "lower(religion) = 'không'",
    ("religion", "some"): "religion <> '' AND lower(religion) <> 'không'",
    ("education", "postgraduate"): AFTER,
    ("education", "university"): f"{DEGREE} AND NOT {AFTER}",
    ("education", "college"): COLLEGE,
    ("education", "vocational"): SCHOOL,
    ("education", "other"): rest("professional_education", AFTER, DEGREE, COLLEGE, SCHOOL),
    ("education", "unknown"): "professional_education = ''",
    **{("occupation", kind): begins("came_as", *words) for kind, words in WORK.items()},
    ("occupation", "other"): rest("came_as", *(begins("came_as", *words) for words in WORK.values())),
    ("occupation", "unknown"): "came_as = ''",
    ("union", "youth"): OF_YOUTH,
    ("union", "trade"): f"{OF_TRADE} AND NOT {OF_YOUTH}",
    ("union", "other"): rest("organisations", OF_YOUTH, OF_TRADE),
    ("union", "unknown"): "organisations = ''",
}


def test_by_what_they_are_told_apart(house: Bloc, figures: Figures) -> None:
    seen = set()
    for (grouping, kind), condition in KINDS.items():
        figure = figures.where(ADMITTED, grouping, kind)
        assert figure.number == people(f"SELECT count(*) FROM admitted WHERE {condition}", house.unit.path), kind
        seen |= {grouping} if figure.number else set()
    assert seen == {one.key for one in GROUPINGS}, "each was tried by somebody"
    for one in GROUPINGS:
        assert sum(figure.number for _words, figure in figures.by_kind(one.key)) == figures.admitted.number, one.key
        tried = {kind for grouping, kind in KINDS if grouping == one.key}
        assert tried >= {kind for kind, _words in one.kinds}, f"each kind of {one.key} is recomputed"


def test_recognised_gone_and_what_became_of_cases(figures: Figures) -> None:
    days = (TERM.first, TERM.last)
    recognised = sql("SELECT count(*) FROM orgs_member WHERE official_on BETWEEN %s AND %s AND since <= official_on"
                     " AND (until IS NULL OR until > official_on)", *days)  # fmt: skip
    assert figures.recognised.number == recognised > 0
    gone = sql("SELECT count(*) FROM orgs_member WHERE until BETWEEN %s AND %s", *days)
    assert len(figures.rows(Choice(GONE))) == gone
    local = "(%s AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN"
    opened = sql(f"SELECT count(*) FROM admission_flow_case WHERE admission_id IS NULL AND {local % 'opened_at'}"
                 " %s AND %s", *days)  # fmt: skip
    assert figures.where(HAPPENED, "what", "nominated").number == opened > 10
    for outcome in ("admitted", "not_admitted", "withdrawn", "recognised", "struck_off", "transferred"):
        closed = sql(f"SELECT count(*) FROM admission_flow_case WHERE outcome = %s AND {local % 'closed_at'}"
                     " %s AND %s", outcome, *days)  # fmt: skip
        assert figures.where(HAPPENED, "what", outcome).number == closed, outcome
    assert figures.where(HAPPENED, "what", "admitted").number > 0
    attended = sql("SELECT count(*) FROM training_enrolment JOIN training_trainingclass AS held ON held.id ="
                   " training_class_id WHERE held.state = 'closed' AND ends BETWEEN %s AND %s AND"
                   " training_enrolment.state IN ('passed', 'not_passed')", *days)  # fmt: skip
    assert len(figures.rows(Choice(ATTENDED))) == attended


def test_every_number_is_its_list(house: Bloc, figures: Figures) -> None:
    """Each cell of each table with a list behind it: as many lines, and no person twice where people are counted."""
    paper = Paper(figures, "Đảng ủy Khối")
    tables = [block for block in (*paper.blocks(), paper.annex()) if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row if cell.figure]
    assert len(cells) > 30
    for cell in cells:
        assert cell.figure is not None
        rows = figures.rows(cell.figure.choice)
        assert int(cell.text.replace(".", "")) == len(rows), cell
        assert len({(row.person, row.day) for row in rows}) == len(rows), cell


def test_a_page_opens_the_list(house: Bloc, figures: Figures) -> None:
    client = Client()
    client.force_login(house.organisation_board)
    address = f"/reports/of/{house.unit.pk}/2010-01-01/2015-12-31/"
    page = client.get(address)
    assert page.status_code == 200
    register = f"/members/?unit={house.unit.code}&amp;on=31/12/2015"
    members = f"{figures.taken.members:02d} đảng viên"
    assert f'href="{register}">{members}</a>' in page.content.decode()
    assert client.get(register.replace("&amp;", "&")).context["found"].page.paginator.count == figures.taken.members
    links = re.findall(rf'href="({re.escape(address)}behind/\?[^"]+)">([\d.]+)</a>', page.content.decode())
    assert len(links) > 30
    for link, shown in links[::9]:
        assert client.get(link.replace("&amp;", "&")).context["list"].total == int(shown.replace(".", "")), link


def test_one_unit_counts_nobody_elses_people(house: Bloc, figures: Figures) -> None:
    whole = 0
    for child in figures.taken.children:
        place = type(house.unit).objects.get(pk=child.unit)
        own = Figures(take(place, TERM))
        inside = {row.unit for of in ROWS_OF for row in own.rows(Choice(of))}
        paths = type(house.unit).objects.filter(pk__in=inside).values_list("path", flat=True)
        assert all(path.startswith(place.path) for path in paths)
        assert own.admitted.number == people("SELECT count(*) FROM admitted", place.path)
        assert own.admitted.number == figures.of_child(child.unit, ADMITTED).number
        whole += own.admitted.number
        _recompute_what_moved(own, place.path)
    assert whole == figures.admitted.number


def _recompute_what_moved(own: Figures, path: str) -> None:
    """Members, recognised and gone of one unit."""
    stays = "SELECT count(*) FROM orgs_member AS stay JOIN orgs_unit ON orgs_unit.id = unit_id WHERE path LIKE %s AND"
    here, days = f"{path}%", (TERM.first, TERM.last)
    present = f"{stays} since <= %s AND (until IS NULL OR until > %s)"
    assert own.taken.members == sql(present, here, TERM.last, TERM.last)
    official = (
        f"{stays} official_on BETWEEN %s AND %s AND since <= official_on AND (until IS NULL OR until > official_on)"
    )
    assert own.recognised.number == sql(official, here, *days)
    assert len(own.rows(Choice(GONE))) == sql(f"{stays} until BETWEEN %s AND %s", here, *days)


def test_a_correction_changes_exactly_the_figures_that_should(house: Bloc, figures: Figures) -> None:
    row = next(row for row in figures.taken.admitted if row.kinds["ethnicity"] == "majority")
    Person.objects.filter(pk=row.person).update(ethnicity="Tày")
    now = Figures(take(house.unit, TERM))
    moved = changed(figures, now)
    assert set(moved) == {"admitted.ethnicity.majority", "admitted.ethnicity.minority"}
    assert {after - before for before, after in moved.values() if before is not None and after is not None} == {1, -1}
    Person.objects.filter(pk=row.person).update(ethnicity="Kinh")
    recognised = figures.taken.recognised[0]
    stay = Member.objects.get(person=recognised.person, official_on=recognised.day)
    Member.objects.filter(pk=stay.pk).update(official_on=None)
    moved = changed(figures, Figures(take(house.unit, TERM)))
    assert set(moved) == {"recognised", f"recognised.part.{recognised.day.year}", "official"}
    Member.objects.filter(pk=stay.pk).update(official_on=stay.official_on)
    assert changed(figures, Figures(take(house.unit, TERM))) == {}


def test_kept_and_read_back_the_same(figures: Figures) -> None:
    stored = json.loads(json.dumps(figures.taken.as_json()))
    assert Taken.of_json(stored) == figures.taken
    assert told(Figures(Taken.of_json(stored))) == told(figures)


def test_as_many_statements_for_a_cell_as_for_the_bloc(house: Bloc, django_assert_max_num_queries: Any) -> None:
    for unit in (house.unit, house.committee, house.cell):
        with django_assert_max_num_queries(20):
            take(unit, TERM)


@pytest.mark.parametrize(
    ("first", "last", "words", "parts", "years"),
    [
        (D(2010, 1, 1), D(2015, 12, 31), "giai đoạn 2010-2015", ["Năm 2010", "Năm 2015"], 5),
        (D(2021, 1, 1), D(2025, 12, 31), "giai đoạn 2021-2025", ["Năm 2021", "Năm 2025"], 5),
        (D(2025, 1, 1), D(2025, 12, 31), "năm 2025", ["Quý I", "Quý IV"], 1),
        (D(2025, 7, 1), D(2025, 9, 30), "quý III năm 2025", ["Tháng 7", "Tháng 9"], 0),
        (D(2025, 2, 3), D(2025, 11, 30), "từ ngày 03/02/2025 đến ngày 30/11/2025", ["Quý I", "Quý IV"], 0),
    ],
)
def test_parts_of_a_period(first: D, last: D, words: str, parts: Sequence[str], years: int) -> None:
    period = Period(first, last)
    found = period.parts()
    assert period.words == words
    assert period.number_of_years == years
    assert [found[0].words, found[-1].words] == parts
    assert (found[0].first, found[-1].last) == (first, last)
    days = sum((part.last - part.first).days + 1 for part in found)
    assert days == (last - first).days + 1, "no day is missing, none is told twice"


def test_a_quarter_by_months_equals_the_year_by_quarters(house: Bloc) -> None:
    year = Figures(take(house.unit, Period(D(2013, 1, 1), D(2013, 12, 31))))
    for number, figure in enumerate(year.by_part(RECOGNISED)):
        first = D(2013, 3 * number + 1, 1)
        last = year.period.parts()[number].last
        assert Figures(take(house.unit, Period(first, last))).recognised.number == figure.number


def looked_at(person: User, address: str) -> int:
    client = Client()
    client.force_login(person)
    return client.get(address).status_code


def test_who_sees_what(house: Bloc) -> None:
    own = f"/reports/of/{house.hospital_committee.pk}/2010-01-01/2015-12-31/"
    assert looked_at(house.hospital_secretary, own) == 200
    assert looked_at(house.organisation_board, own) == 200
    assert looked_at(house.committee_officer, own) == 404
    assert looked_at(house.cell_secretary, own) == 404
    for suffix in ("behind/?of=admitted", "docx/", "xlsx/"):
        assert looked_at(house.committee_officer, own + suffix) == 404, suffix
    told_apart = f"/reports/of/{house.unit.pk}/2010-01-01/2015-12-31/behind/?of=admitted&by=religion&kind=some"
    assert looked_at(house.organisation_board, told_apart) == 200
    assert looked_at(house.training_centre, told_apart) == 403
    assert looked_at(house.training_centre, told_apart.split("&", maxsplit=1)[0]) == 200
    for address in ("behind/?of=members", "zip/", "behind/"):
        assert looked_at(house.organisation_board, own + address) == 404, address
    for days in (
        "2015-12-31/2010-01-01",
        "1990-01-01/1995-01-01",
        "2010-01-01/2999-01-01",
        "x/y",
        "2001-01-01/2015-01-01",
    ):
        assert looked_at(house.organisation_board, f"/reports/of/{house.unit.pk}/{days}/") == 404, days


# Of one audience at the units that recorded sessions until the day: at each no more than are due.
REACHED = """
    SELECT coalesce(sum(least(present, due)), 0), coalesce(sum(due), 0), count(*) FILTER (WHERE present >= due) FROM (
        SELECT sum(present) AS present, max(due) AS due FROM planning_rolloutsession AS held
        JOIN planning_resolutionunit AS part ON part.id = of_id
        WHERE resolution_id = %s AND audience = %s AND struck_at IS NULL AND held_on <= %s GROUP BY of_id
    ) AS of_units
"""
# Members on the day in the units of the scope that recorded none.
SILENT = """
    SELECT count(*) FROM orgs_member AS stay JOIN orgs_unit AS home ON home.id = stay.unit_id
    JOIN planning_resolutionunit AS part ON resolution_id = %s
    JOIN orgs_unit AS place ON place.id = part.unit_id AND home.path LIKE place.path || '%%'
    WHERE since <= %s AND (until IS NULL OR until > %s)
    AND part.id NOT IN (SELECT of_id FROM planning_rolloutsession WHERE audience = 'members' AND struck_at IS NULL)
"""


def test_how_far_a_resolution_was_rolled_out(house: Bloc) -> None:
    rolling = Rolling(house, datetime.datetime(2012, 6, 15, 9, tzinfo=datetime.UTC))
    rolling.issued()
    rolling.record_all()
    (told_of,) = (one for one in take(house.unit, TERM).rolled_out if one.resolution == rolling.found.pk)
    assert told_of.units == sql(
        "SELECT count(*) FROM planning_resolutionunit WHERE resolution_id = %s", told_of.resolution
    )
    assert told_of.done == 0, "programmes are not adopted"
    for reach in told_of.audiences:
        with connection.cursor() as cursor:
            cursor.execute(REACHED, [rolling.found.pk, reach.audience, TERM.last])
            present, due, units = cursor.fetchone()
        assert (reach.present, reach.units) == (present, units), reach
        assert present > 0
        if reach.audience == "members":
            silent = sql(SILENT, rolling.found.pk, TERM.last, TERM.last)
            assert reach.due == due + silent > due, "who is silent is not left out"


def test_the_target_and_how_much_of_it(house: Bloc) -> None:
    """Last, as it changes what the report of this house compares with."""
    numbers = {(0, "all"): 40, (2012, "all"): 9}
    plan = propose(house.unit.pk, "congress", (2010, 2015), PlanGiven(numbers, 0), acting_user=house.office,
                   at=timezone.now())  # fmt: skip
    paper = PaperGiven("01-NQ/ĐH", D(2010, 9, 15))
    approve(plan.pk, 1, paper, acting_user=house.bloc_secretary, at=timezone.now())
    now = Figures(take(house.unit, TERM))
    asked = sql(
        "SELECT sum(number) FROM planning_target JOIN planning_plan ON in_force_id = version_id"
        " WHERE unit_id = %s AND part = 0 AND \"group\" = 'all'", house.unit.pk,
    )  # fmt: skip
    assert now.target == asked == 40
    assert now.percent == pytest.approx(people("SELECT count(*) * 2.5e0 FROM admitted", house.unit.path))
    assert Figures(take(house.committee, TERM)).target is None, "another unit's plan is none of ours"
