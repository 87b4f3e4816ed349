"""demo/bloc.xlsx: the figures of the term report, and people who could be."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from demo import generate
from journal.facts import fact_of
from journal.models import Entry
from orgs import access, roles
from orgs.demo import SEATS, demo_accounts, prepare_demo_accounts
from orgs.members import count_members
from orgs.models import DelegatedAuthority, Member, Seat, Unit, User
from orgs.queries import bloc, figures_on
from orgs.refusals import AccountRefused
from orgs.rights import in_force

AS_OF = datetime.date(2015, 12, 31)
FIRST, LAST = datetime.date(2010, 1, 1), datetime.date(2030, 12, 31)
K = Unit.Kind


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The demo bloc, loaded once for this file in a transaction around its tests; what the loading said."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("load_bloc", generate.FILE, stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def said(loaded: str, db: None) -> str:
    return loaded


def test_the_same_seed_makes_the_same_file(tmp_path: Path) -> None:
    generate.generate(tmp_path / "bloc.xlsx")
    assert (tmp_path / "bloc.xlsx").read_bytes() == generate.FILE.read_bytes()


def test_has_the_figures_of_the_term_report(said: str) -> None:
    assert said.splitlines()[-1] == (
        "61 tổ chức cơ sở đảng: 36 đảng bộ cơ sở (234 chi bộ trực thuộc, 1 đảng bộ bộ phận), 25 chi bộ cơ sở; "
        "3.918 đảng viên"
    )
    top = bloc()
    assert top is not None
    figures = figures_on(top, AS_OF)
    assert (figures.grassroots_organisations, figures.headcount.members) == (61, 3918)
    assert 0 < figures.headcount.probationary < 200
    assert Member.objects.exclude(until=None).count() > 50


def test_sizes_are_those_of_the_charter(said: str) -> None:
    counts = count_members(Unit.objects.get(code="DUK"), AS_OF)
    units = list(Unit.objects.all())
    cells = [unit for unit in units if unit.kind in Unit.CELLS]
    assert min(counts[unit.pk].official for unit in cells) >= 3
    assert max(counts[unit.pk].members for unit in cells if unit.kind == K.GRASSROOTS_CELL) < 30
    for committee in (unit for unit in units if unit.kind == K.GRASSROOTS_COMMITTEE):
        assert sum(counts[cell.pk].members for cell in cells if cell.path.startswith(committee.path)) >= 30
    early = count_members(Unit.objects.get(code="DUK"), FIRST)
    assert min(early[unit.pk].official for unit in cells) >= 3


def test_every_seat_is_held_every_day(said: str) -> None:
    terms: dict[tuple[str, str], list[tuple[datetime.date, datetime.date]]] = defaultdict(list)
    for code, role, starts, ends in Seat.objects.values_list("unit__code", "role", "starts", "ends"):
        terms[code, role].append((starts, ends or datetime.date.max))
    for place, held in terms.items():
        changes: dict[datetime.date, int] = defaultdict(int)
        for starts, ends in held:
            changes[starts] += 1
            changes[ends + datetime.timedelta(days=1)] -= 1
        moving = [day for day, balance in changes.items() if balance]
        assert sorted(moving) == [FIRST, LAST + datetime.timedelta(days=1)], place


def test_every_body_has_its_seats(said: str) -> None:
    for unit in Unit.objects.all():
        held = set(unit.seats.values_list("role", flat=True))
        assert {"secretary", "deputy"} <= held
        assert ("officer" in held) == (unit.kind == K.GRASSROOTS_COMMITTEE)
    standing = access.committee_size(Unit.objects.get(code="DUK"), AS_OF)
    assert 9 <= standing <= 11
    committees = Unit.objects.filter(kind=K.GRASSROOTS_COMMITTEE)
    assert all(5 <= access.committee_size(unit, FIRST) <= 11 for unit in committees)


def test_who_sits_is_an_official_member_there_of_working_age(said: str) -> None:
    stays = {stay.person_id: stay for stay in Member.objects.filter(until=None).select_related("unit")}
    for seat in Seat.objects.select_related("unit", "person"):
        stay = stays[seat.person_id]
        assert stay.unit.path.startswith(seat.unit.path)
        assert stay.official(max(seat.starts, FIRST)), seat
        assert 25 <= seat.starts.year - seat.person.birth_date.year <= 60


def test_who_inspects_decides_nothing(said: str) -> None:
    today = timezone.localdate()
    inspectors = Seat.objects.filter(in_force(today), unit__code="DUK", role="inspection")
    for seat in inspectors:
        given = access.capabilities(seat.person.user, today)
        assert {capability for capability, _unit in given} == roles.SEEING


def test_three_committees_decide_themselves(said: str) -> None:
    spans = DelegatedAuthority.objects.order_by("valid_from").values_list("valid_from__year", "valid_to__year")
    assert list(spans) == [(2012, 2020), (2016, None), (2016, None)]
    assert not DelegatedAuthority.objects.filter(unit__code="BVDK").exists()


def test_the_journal_holds_every_seat_and_line(said: str) -> None:
    named = {(fact["table"], fact["id"]): fact["digest"] for entry in Entry.objects.all() for fact in entry.facts}
    for seat in Seat.objects.select_related("person"):
        assert named["orgs.seat", seat.pk] == fact_of(seat).digest
    assert sum(table == "orgs.member" for table, _pk in named) == Member.objects.count()


def test_demo_accounts_are_todays_holders_and_one_administrator(said: str) -> None:
    accounts = prepare_demo_accounts()
    assert len(accounts) == len(SEATS) + 1
    assert len({account.username for account in accounts}) == len(accounts)
    users = User.objects.filter(is_demo=True)
    assert users.count() == len(accounts)
    assert all(user.check_password(accounts[0].password) for user in users[:3])
    assert not users.filter(must_change_password=True).exists()
    secretary = User.objects.get(username=accounts[0].username)
    cell = Unit.objects.get(code="SNV.01")
    assert access.allows(secretary, roles.NOMINATE, cell.pk, timezone.now())


def test_preparing_again_changes_no_password(said: str) -> None:
    accounts = prepare_demo_accounts()
    before = dict(User.objects.filter(is_demo=True).values_list("username", "password"))
    assert prepare_demo_accounts() == accounts == demo_accounts()
    assert dict(User.objects.filter(is_demo=True).values_list("username", "password")) == before


def test_production_refuses_demo_accounts(said: str) -> None:
    with override_settings(PRODUCTION=True), pytest.raises(AccountRefused, match="production"):
        prepare_demo_accounts()
    assert not User.objects.filter(is_demo=True).exists()


def test_demo_accounts_need_the_demo_bloc(said: str) -> None:
    Unit.objects.filter(code="SNV.01").update(code="X")
    with pytest.raises(CommandError, match="not loaded"):
        call_command("demo_accounts")
