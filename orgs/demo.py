"""Accounts to look around with: today's holders of the demo bloc's seats, with one password that is printed.

The password is made at random for each data folder, or taken from DEMO_PASSWORD. Never in production.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.models import Seat, Unit, User
from orgs.refusals import AccountRefused
from orgs.rights import in_force

R = Seat.Role
BLOC, CELL = "DUK", "SNV.01"

# Unit and role, in the order of the ordinary route and then of the others. Each seat's holder gets an account.
SEATS = (
    (CELL, R.SECRETARY),
    (CELL, R.DEPUTY),
    ("SNV", R.OFFICER),
    ("SNV", R.SECRETARY),
    (BLOC, R.TRAINING_CENTRE),
    (BLOC, R.ORGANISATION_BOARD),
    (BLOC, R.SECRETARY),
    (BLOC, R.STANDING_DEPUTY),
    (BLOC, R.OFFICE),
    (BLOC, R.INSPECTION),
    # Through a departmental committee.
    ("BVDK.15", R.SECRETARY),
    ("BVDK.BP", R.SECRETARY),
    ("BVDK", R.OFFICER),
    ("BVDK", R.SECRETARY),
    # A grassroots cell.
    ("HNB", R.SECRETARY),
    # A committee with delegated authority.
    ("CTH.01", R.SECRETARY),
    ("CTH", R.OFFICER),
    ("CTH", R.SECRETARY),
)
ADMINISTRATOR = "quantri"


@dataclass(frozen=True)
class DemoAccount:
    username: str
    password: str
    who: str


def demo_accounts() -> list[DemoAccount]:
    """The accounts that `prepare` made, in the order of `SEATS`, the administrator last. Changes nothing."""
    users = {user.pk: user for user in User.objects.filter(is_demo=True).select_related("person")}
    held = [(seat, users[user]) for seat, user in _seats() if user in users]
    names = dict(Unit.objects.filter(depth__in=(2, 3)).values_list("path", "name"))
    found = [
        DemoAccount(user.username, demo_password(), _who(seat, names.get(seat.unit.path[: -Unit.steplen], "")))
        for seat, user in held
    ]
    if any(user.username == ADMINISTRATOR for user in users.values()):
        found.append(DemoAccount(ADMINISTRATOR, demo_password(), _("administrator of accounts, units and seats")))
    return found


@transaction.atomic
def prepare_demo_accounts() -> list[DemoAccount]:
    """Give today's holders of `SEATS` the demo password, and open an administrator. Raises AccountRefused."""
    if settings.PRODUCTION:
        raise AccountRefused(_("Demo accounts are refused in production. Open accounts in the administration."))
    if not Unit.objects.filter(code=CELL).exists():
        raise AccountRefused(_("The demo bloc is not loaded. Run: manage.py load_bloc demo/bloc.xlsx"))
    password = demo_password()
    holders = {user for _seat, user in _seats()}
    encoded = User.objects.filter(is_demo=True).values_list("password", flat=True).first()
    if encoded is None or not check_password(password, encoded):
        encoded = make_password(password)
    User.objects.filter(is_demo=True).exclude(pk__in=holders).exclude(username=ADMINISTRATOR).update(
        is_demo=False, password=make_password(None)
    )
    # Written only where it differs: a changed hash would sign out who is looking around.
    User.objects.filter(pk__in=holders).exclude(password=encoded).update(
        password=encoded, is_demo=True, must_change_password=False
    )
    User.objects.update_or_create(
        username=ADMINISTRATOR,
        defaults={
            "password": encoded,
            "is_demo": True,
            "is_staff": True,
            "is_superuser": True,
            "must_change_password": False,
        },
    )
    return demo_accounts()


def demo_password() -> str:
    """DEMO_PASSWORD, else the one kept in the data folder, made at the first asking."""
    given = os.environ.get("DEMO_PASSWORD", "").strip()
    if given:
        return given
    file = Path(settings.DATA_DIR) / "demo-password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(9))
    return file.read_text().strip()


def _seats() -> list[tuple[Seat, int]]:
    """One seat in force today for each of `SEATS`, with the id of the holder's account; nobody twice."""
    today = timezone.localdate()
    seats = (
        Seat.objects.filter(in_force(today), unit__code__in={code for code, _role in SEATS}, person__user__isnull=False)
        .select_related("unit", "person__user")
        .order_by("person__sort_key", "pk")
    )
    found: dict[int, Seat] = {}
    for code, role in SEATS:
        able = (seat for seat in seats if (seat.unit.code, seat.role) == (code, role))
        seat = next((seat for seat in able if seat.person.user.pk not in found), None)
        if seat is not None:
            found[seat.person.user.pk] = seat
    return [(seat, user) for user, seat in found.items()]


def _who(seat: Seat, above: str) -> str:
    where = f"{seat.unit.name} ({above})" if seat.unit.depth > 2 else seat.unit.name
    return f"{seat.get_role_display()}, {where}"
