"""Which capabilities a role gives at which kind of unit: data, not branches.

Acting capabilities hold at that very unit; `see_list`, `see_file` and `read_journal` hold in its subtree.
"""

from __future__ import annotations

from orgs.models.seats import Seat
from orgs.models.units import Unit

R, K = Seat.Role, Unit.Kind

SEE_LIST, SEE_FILE, READ_JOURNAL = "see_list", "see_file", "read_journal"
NOMINATE, PREPARE_FILE, RECORD_VOTE = "nominate", "prepare_file", "record_vote"
RUN_COURSE, VERIFY = "run_course", "verify"
APPRAISE_DEPARTMENT, APPROVE_GRASSROOTS = "appraise_department", "approve_grassroots"
APPRAISE_BLOC, DECIDE_BLOC = "appraise_bloc", "decide_bloc"
MANAGE_UNITS = "manage_units"
KEEP_PLANS, APPROVE_PLANS = "keep_plans", "approve_plans"

# These hold in the whole subtree of the seat's unit; all others only at the unit itself.
SEEING = frozenset({SEE_LIST, SEE_FILE, READ_JOURNAL})

_FILE = frozenset({SEE_LIST, SEE_FILE})
_CELL = _FILE | {NOMINATE, PREPARE_FILE, RECORD_VOTE, KEEP_PLANS, APPROVE_PLANS}

CAPABILITIES: dict[tuple[str, str], frozenset[str]] = {
    **{(kind, role): _CELL for kind in (K.CELL, K.GRASSROOTS_CELL) for role in (R.SECRETARY, R.DEPUTY)},
    (K.DEPARTMENTAL_COMMITTEE, R.SECRETARY): _FILE | {APPRAISE_DEPARTMENT, KEEP_PLANS, APPROVE_PLANS},
    (K.DEPARTMENTAL_COMMITTEE, R.DEPUTY): _FILE | {KEEP_PLANS, APPROVE_PLANS},
    (K.DEPARTMENTAL_COMMITTEE, R.COMMITTEE_MEMBER): _FILE,
    (K.GRASSROOTS_COMMITTEE, R.SECRETARY): _FILE | {VERIFY, APPROVE_GRASSROOTS, KEEP_PLANS, APPROVE_PLANS},
    (K.GRASSROOTS_COMMITTEE, R.DEPUTY): _FILE | {APPROVE_GRASSROOTS, KEEP_PLANS, APPROVE_PLANS},
    (K.GRASSROOTS_COMMITTEE, R.COMMITTEE_MEMBER): _FILE,
    (K.GRASSROOTS_COMMITTEE, R.OFFICER): _FILE | {VERIFY, KEEP_PLANS},
    (K.BLOC, R.SECRETARY): _FILE | {DECIDE_BLOC, KEEP_PLANS, APPROVE_PLANS},
    (K.BLOC, R.STANDING_DEPUTY): _FILE | {DECIDE_BLOC, KEEP_PLANS, APPROVE_PLANS},
    (K.BLOC, R.DEPUTY): _FILE,
    (K.BLOC, R.STANDING_MEMBER): _FILE,
    (K.BLOC, R.COMMITTEE_MEMBER): frozenset({SEE_LIST}),
    (K.BLOC, R.ORGANISATION_BOARD): _FILE | {VERIFY, APPRAISE_BLOC, MANAGE_UNITS, KEEP_PLANS},
    (K.BLOC, R.TRAINING_CENTRE): frozenset({SEE_LIST, RUN_COURSE}),
    (K.BLOC, R.OFFICE): frozenset({SEE_LIST, KEEP_PLANS}),
    (K.BLOC, R.INSPECTION): _FILE | {READ_JOURNAL},
    (K.GRASSROOTS_COMMITTEE, R.INSPECTION): _FILE | {READ_JOURNAL},
}

# Held by one person at a time.
SINGLE_ROLES = frozenset({R.SECRETARY})

# Who heads a unit: says who does what there, and hears what waits.
HEAD_ROLES = frozenset({R.SECRETARY, R.STANDING_DEPUTY})

# Roles that only an official member may hold: a probationary member can't stand for election (Charter, Art. 5).
ELECTED_ROLES = frozenset({R.SECRETARY, R.STANDING_DEPUTY, R.DEPUTY, R.STANDING_MEMBER, R.COMMITTEE_MEMBER})

# Whose seats make up the body whose members are counted in a committee's vote.
COMMITTEE_ROLES: dict[str, tuple[str, ...]] = {
    K.DEPARTMENTAL_COMMITTEE: (R.SECRETARY, R.DEPUTY, R.COMMITTEE_MEMBER),
    K.GRASSROOTS_COMMITTEE: (R.SECRETARY, R.DEPUTY, R.COMMITTEE_MEMBER),
    K.BLOC: (R.SECRETARY, R.STANDING_DEPUTY, R.DEPUTY, R.STANDING_MEMBER),  # the standing committee
}


def capabilities_of(kind: str, role: str) -> frozenset[str]:
    return CAPABILITIES.get((kind, role), frozenset())


def roles_at(kind: str) -> tuple[str, ...]:
    """Roles that exist at a unit of this kind, in the order of the table."""
    return tuple(role for at_kind, role in CAPABILITIES if at_kind == kind)


def places_of(capability: str) -> dict[str, list[str]]:
    """Kind of unit -> roles there that give this capability."""
    places: dict[str, list[str]] = {}
    for (kind, role), given in CAPABILITIES.items():
        if capability in given:
            places.setdefault(kind, []).append(role)
    return places
