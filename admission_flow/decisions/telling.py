"""Who is told of an act: those whose turn it is, those whose conclusion fell, the cell when its case ends."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from admission_flow.flows import SUPPLEMENTS, step_node
from admission_flow.models import Case, Correction, Decision, Repair, Task
from admission_flow.reminders.running import about_step, about_term
from admission_flow.soundness.faults import Fault
from notices.tell import Told, changed, is_quiet, tell_each
from orgs import access, roles
from orgs.models import Unit, User

if TYPE_CHECKING:
    from admission_flow.decisions.act import Act


def tell_of(act: Act, decision: Decision, opened: Sequence[Task], cancelled: Sequence[Task]) -> None:
    """Holders of the seats where the next steps are, and of those whose conclusion fell; the cell when the case ends;
    open pages of all who may see it. What was told of a step that is now closed asks for nothing any more."""
    case = act.case
    seats = {(task.capability, task.unit_id) for task in (*opened, *cancelled)}
    again = {task.step for task in opened}  # these are told that the step has come to them
    fell = {step: seat for step in act.fell if step not in again and (seat := _seat_of(step, case))}
    cell = (roles.PREPARE_FILE, case.unit_id)
    holders = access.holders({*seats, *fell.values()} | ({cell} if not case.is_open else set()), act.at)
    link = f"/cases/{case.pk}/"

    def others(*pairs: tuple[str, int]) -> list[int]:
        return sorted({user_id for pair in pairs for user_id in holders[pair]} - {act.acting_user.pk})

    told = []
    for task in opened:
        params = {"case": case.number, "step": task.step}
        kind = "step_returned" if task.step in SUPPLEMENTS else "step_arrived"
        told.append(Told(others((task.capability, task.unit_id)), kind, params, link, source_of(task)))
    for user_id in others(*fell.values()):
        steps = ",".join(step for step, seat in fell.items() if user_id in holders[seat])
        params = {"case": case.number, "steps": steps}
        told.append(Told([user_id], "conclusion_fell", params, link, f"decision:{decision.pk}"))
    if not case.is_open:
        params = {"case": case.number, "outcome": str(case.outcome)}
        told.append(Told(others(cell, *seats), "case_closed", params, link, f"case:{case.pk}"))
    closed = [*([act.task] if act.task else []), *cancelled]
    tell_each(told, at=act.at, settled=asked_of(closed))
    refresh_open_pages(case, act.acting_user, act.at)


def tell_of_repair(repair: Repair, *, at: datetime.datetime) -> None:
    """Every other administrator is told that a repair waits for a second pair of eyes."""
    others = User.objects.filter(is_active=True, is_superuser=True).exclude(pk=repair.proposed_by_id)
    params = {"case": repair.case.number, "fault": repair.fault}
    link = reverse("admin:admission_flow_repair_change", args=[repair.pk])
    told = Told(list(others.values_list("pk", flat=True)), "repair_proposed", params, link, f"repair:{repair.pk}")
    tell_each([told], at=at)


def tell_of_faults(found: Sequence[Fault], *, at: datetime.datetime) -> None:
    """The administrators are told of each case in which the night's look found a fault, once a day and case."""
    everyone = list(User.objects.filter(is_active=True, is_superuser=True).values_list("pk", flat=True))
    link, day = reverse("admin:admission_flow_repair_faults"), timezone.localdate(at)
    told = [
        Told(everyone, "fault_found", {"case": one.number, "fault": one.kind}, link, f"fault:{one.case_id}:{day}")
        for one in {one.case_id: one for one in reversed(found)}.values()
    ]
    with transaction.atomic():
        tell_each(told, at=at)


def tell_of_move(act: Act, decision: Decision, old: Unit, left: set[tuple[str, int]]) -> None:
    """Both places hear of a transfer: those whose case it was no longer, those whose it is now before a step comes to
    them. Open pages of the old place are told too; what they then ask for is refused."""
    case = act.case
    came = {(roles.PREPARE_FILE, case.unit_id)}
    came |= {(roles.APPROVE_GRASSROOTS, case.committee_id)} if case.committee_id else set()
    holders = access.holders(left | came, act.at)
    arrived = {user for pair in came for user in holders[pair]} - {act.acting_user.pk}
    gone = {user for pair in left - came for user in holders[pair]} - arrived - {act.acting_user.pk}
    params, source = {"case": case.number}, f"decision:{decision.pk}"
    told = [
        Told(sorted(gone), "case_moved_away", params, "/cases/", source),
        Told(sorted(arrived), "case_moved_here", params, f"/cases/{case.pk}/", source),
    ]
    tell_each(told, at=act.at)
    if not is_quiet():
        transaction.on_commit(partial(_refresh, case.pk, old, act.acting_user, act.at))


def tell_of_correction(
    act: Act,
    correction: Correction,
    deciders: Sequence[tuple[str, int]],
    opened: Sequence[Task] = (),
    cancelled: Sequence[Task] = (),
) -> None:
    """Of a proposal, those who may decide on it; of the decision, who proposed it, and those whose step is to be done
    again or came to nothing."""
    case, source, link = act.case, f"correction:{correction.pk}", f"/cases/{act.case.pk}/"
    here = {(task.capability, task.unit_id) for task in opened}
    fell = {seat for step in act.fell if (seat := _seat_of(step, case))}
    holders = access.holders({*deciders, *here, *fell}, act.at)

    def others(pairs: Iterable[tuple[str, int]]) -> list[int]:
        return sorted({user_id for pair in pairs for user_id in holders[pair]} - {act.acting_user.pk})

    told = []
    params: dict[str, str | int | bool | None]
    if correction.accepted is None:
        told.append(
            Told(others(deciders), "correction_proposed", {"case": case.number}, f"{link}?do=decide_correction", source)
        )
    else:
        params = {"case": case.number, "accepted": correction.accepted}
        told.append(Told([correction.proposed_by_id], "correction_decided", params, link, source))
    for task in opened:
        params = {"case": case.number, "step": task.step}
        told.append(Told(others([(task.capability, task.unit_id)]), "step_arrived", params, link, source_of(task)))
    if act.fell:
        params = {"case": case.number, "steps": ",".join(act.fell)}
        told.append(Told(others(fell - here), "conclusion_fell", params, link, source))
    # A proposal decided upon asks nothing of the others any more; what its proposer is told is a kind of its own.
    settled = [source] if correction.accepted is not None else []
    tell_each(told, at=act.at, settled=[*settled, *asked_of(cancelled)])


def source_of(task: Task) -> str:
    """The source of the notices that tell of an open step."""
    return f"task:{task.pk}"


def asked_of(tasks: Iterable[Task]) -> list[str]:
    """Whatever notices ask of these steps: to be done, by their days, and what their holders are asked."""
    return [
        about
        for task in tasks
        for about in (source_of(task), about_step(task.pk), about_term(task.pk), about_question(task.pk))
    ]


def about_question(task_id: int) -> str:
    """What a question asks of a step's holders; settled when none is open any more, or the step is not."""
    return f"asked:{task_id}"


def reminders_of(moved: Iterable[Task], tasks: Iterable[Task] = ()) -> list[str]:
    """What reminders ask of steps whose due day `moved`, and of the open steps of a case whose term did."""
    return [*(about_step(task.pk) for task in moved), *(about_term(task.pk) for task in tasks)]


def _seat_of(step: str, case: Case) -> tuple[str, int] | None:
    node = step_node(step)
    unit_id = node.place.unit_of(case)
    return (node.capability, unit_id) if unit_id is not None else None


def refresh_open_pages(case: Case, acting_user: User | None, at: datetime.datetime) -> None:
    """After the commit, the browsers of all who may see the case are told that it changed; they fetch what they may."""
    if not is_quiet():
        transaction.on_commit(partial(_refresh, case.pk, case.unit, acting_user, at))


def _refresh(case_id: int, unit: Unit, acting_user: User | None, at: datetime.datetime) -> None:
    own = {acting_user.pk} if acting_user else set()
    with transaction.atomic():
        changed({*own, *access.viewers(unit, roles.SEE_LIST, at)}, f"case:{case_id}")
