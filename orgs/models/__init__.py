from orgs.models.calendar import DayOff
from orgs.models.delegations import Delegation
from orgs.models.people import Member, Person, Register
from orgs.models.seats import Grant, Seat, UnitPermission
from orgs.models.units import DelegatedAuthority, Unit
from orgs.models.users import User

__all__ = [
    "DayOff",
    "DelegatedAuthority",
    "Delegation",
    "Grant",
    "Member",
    "Person",
    "Register",
    "Seat",
    "Unit",
    "UnitPermission",
    "User",
]
