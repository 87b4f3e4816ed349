"""Faults of a case as sentences: what is wrong, and what the repair does."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from admission_flow.flows import step_node
from admission_flow.wording.acts import deadline_label, outcome_label
from orgs.models import Member

_RESUME = gettext_lazy(
    "Cancel the steps that are open, and open again those that follow from what was decided. "
    "No decision and no paper changes."
)
# kind of fault -> (title, what was found, what the repair does)
_FAULTS: dict[str, tuple[Promise, Promise, Promise]] = {
    "standing": (
        gettext_lazy("What stands differs from what was decided"),
        gettext_lazy("Stands without a decision: %(unfounded)s; decided and not standing: %(missing)s."),
        gettext_lazy("Set what stands to what was decided, and open the steps that follow from it."),
    ),
    "no_open_step": (
        gettext_lazy("No step is open"),
        gettext_lazy("The case is open and waits at no step; it should wait at: %(should)s."),
        _RESUME,
    ),
    "step_twice": (
        gettext_lazy("A step is open twice"),
        gettext_lazy("Open more than once: %(steps)s."),
        _RESUME,
    ),
    "apart": (
        gettext_lazy("Steps are open that can't be open together"),
        gettext_lazy("Open side by side: %(steps)s."),
        _RESUME,
    ),
    "elsewhere": (
        gettext_lazy("The case waits at another step than its decisions say"),
        gettext_lazy("It waits at: %(steps)s; by what was decided it should wait at: %(should)s."),
        _RESUME,
    ),
    "stranded": (
        gettext_lazy("Steps side by side that can't come together"),
        gettext_lazy("These would never meet again: %(steps)s."),
        _RESUME,
    ),
    "still_open": (
        gettext_lazy("The case has come to its end and is still open"),
        gettext_lazy("The last decision: %(outcome)s."),
        gettext_lazy("Close the case with the outcome that was decided."),
    ),
    "not_closed": (
        gettext_lazy("The case is closed and a step is still open"),
        gettext_lazy("Still open: %(steps)s."),
        gettext_lazy("Cancel the steps that are open."),
    ),
    "wrong_unit": (
        gettext_lazy("A step waits at the wrong unit"),
        gettext_lazy("%(steps)s waits at %(unit)s."),
        gettext_lazy("Seat the step at the unit that the case's way gives it."),
    ),
    "vacant": (
        gettext_lazy("Nobody holds the seat at which a step waits"),
        gettext_lazy("%(steps)s waits at %(unit)s, where nobody holds the seat for it."),
        gettext_lazy("Seat the person chosen there from today on."),
    ),
    "dead_term": (
        gettext_lazy("A term still runs though it was kept"),
        gettext_lazy("%(rule)s, due on %(due_on)s: decided on %(done_on)s."),
        gettext_lazy("Record that the term was kept on the day of the decision."),
    ),
    "wrong_due_day": (
        gettext_lazy("A step's due day is not that of its term"),
        gettext_lazy("%(steps)s is due on %(due_on)s, and no term that runs says so."),
        gettext_lazy("Set the due day from the term, beginning it again from its decision where it is gone."),
    ),
    "unregistered": (
        gettext_lazy("Admitted, and not in the register"),
        gettext_lazy("The ceremony is recorded, but the register doesn't know the member."),
        gettext_lazy("Enter the member in the register of the cell from the day of the ceremony."),
    ),
    "left_register": (
        gettext_lazy("On probation, and no longer in the register"),
        gettext_lazy("The case of recognition is open; in the register the member's last stay has ended: %(ending)s."),
        gettext_lazy("Close the case as the register says: transferred out of the bloc, or membership ended."),
    ),
    "hold": (
        gettext_lazy("On hold in one place and not in the other"),
        gettext_lazy("The case says that it is on hold since %(due_on)s; by the record of holds: %(counted)s."),
        gettext_lazy("Set the case to what the record of holds says, and its steps' due days with it."),
    ),
    "wrong_term": (
        gettext_lazy("A term's last day is not that of its arithmetic"),
        gettext_lazy("%(rule)s ends on %(due_on)s; its arithmetic came to %(counted)s."),
        gettext_lazy("Count the term anew, and set the due day of the step that it makes due."),
    ),
    "asked_by": (
        gettext_lazy("A supplement doesn't know which step it answers"),
        gettext_lazy("Kept as asking: %(steps)s; by what was decided: %(should)s."),
        gettext_lazy("Set it to the step that returned the file last."),
    ),
    "probation": (
        gettext_lazy("The probation doesn't run from the ceremony"),
        gettext_lazy("It runs from %(due_on)s; the ceremony was held on %(counted)s."),
        gettext_lazy("Let it run from the day of the ceremony, and count its term anew."),
    ),
}
FAULT_KINDS = tuple(_FAULTS)


def fault_title(kind: str) -> str:
    return str(_FAULTS[kind][0])


def found_sentence(kind: str, told: Mapping[str, Any]) -> str:
    """What was found, with steps and days in words."""
    return str(_FAULTS[kind][1]) % {name: _word(name, value) for name, value in told.items()}


def remedy_sentence(kind: str) -> str:
    return str(_FAULTS[kind][2])


def _word(name: str, value: Any) -> str:
    if name in ("steps", "should", "missing", "unfounded"):
        return _steps(value)
    if name in ("due_on", "done_on", "counted"):
        return date_format(datetime.date.fromisoformat(value), "SHORT_DATE_FORMAT") if value else "—"
    if name == "rule":
        return deadline_label(value)
    if name == "ending":
        return str(Member.Ending(value).label) if value else "—"
    return outcome_label(value) if name == "outcome" else str(value)


def _steps(steps: Iterable[str]) -> str:
    return ", ".join(str(step_node(step).task_title) for step in steps) or "—"
