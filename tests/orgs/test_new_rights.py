"""What roles have come to give since seats were given: granted to their holders by a command, once."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from journal.models import Entry
from orgs import access, roles
from orgs.models import Grant, UnitPermission
from tests.people import Bloc

pytestmark = pytest.mark.django_db


def forget(capability: str) -> None:
    """As if roles had not given it until now."""
    Grant.objects.filter(capability=capability).delete()
    UnitPermission.objects.filter(permission__codename=capability).delete()


def test_seats_get_what_their_roles_came_to_give(bloc: Bloc, capsys: pytest.CaptureFixture[str]) -> None:
    forget(roles.KEEP_PLANS)
    now = timezone.now()
    assert not access.allows(bloc.cell_secretary, roles.KEEP_PLANS, bloc.cell.pk, now)
    call_command("grant_what_is_new")
    assert access.allows(bloc.cell_secretary, roles.KEEP_PLANS, bloc.cell.pk, timezone.now())
    assert not access.allows(bloc.training_centre, roles.KEEP_PLANS, bloc.unit.pk, timezone.now())
    assert not UnitPermission.objects.filter(user=bloc.former_secretary, permission__codename="keep_plans").exists()
    entry = Entry.objects.get(stream=f"unit:{bloc.cell.pk}", verb="grant_what_is_new")
    assert entry.refs["rights"] == Grant.objects.filter(seat__unit=bloc.cell, capability=roles.KEEP_PLANS).count()
    before = Entry.objects.count()
    capsys.readouterr()
    call_command("grant_what_is_new")
    assert capsys.readouterr().out == "Every seat has what its role gives.\n"
    assert Entry.objects.count() == before


def test_what_was_taken_away_is_not_given_back_twice(bloc: Bloc) -> None:
    """A right that the seat has stands once, whatever else is new."""
    forget(roles.APPROVE_PLANS)
    call_command("grant_what_is_new")
    grants = Grant.objects.filter(seat__unit=bloc.cell, revoked_at=None).values_list("seat", "capability")
    assert len(grants) == len(set(grants))
