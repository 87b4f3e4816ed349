"""Which body of a case does what is no step of its flow."""

from __future__ import annotations

from admission_flow.models import Case
from admission_flow.nodes import Place
from orgs import roles


def board_of(case: Case) -> tuple[str, Place]:
    """Who puts a case on hold and resumes it: the organisation board of its bloc."""
    return roles.APPRAISE_BLOC, Place.BLOC


def decider_of(case: Case) -> tuple[str, Place]:
    """The competent body: it decides on the admission, and on more time for that."""
    if case.route == Case.Route.DELEGATED:
        return roles.APPROVE_GRASSROOTS, Place.COMMITTEE
    return roles.DECIDE_BLOC, Place.BLOC
