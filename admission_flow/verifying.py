"""Where one verification stands: who is in scope, what was asked of whom, what came back, and what still holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value

from admission_flow.models import Case, Decision, Relative, Verification, VerificationRequest
from admission_flow.rules import requests, verification
from admission_flow.rules.requests import Asked
from admission_flow.rules.values import Parameters

CLEAR, NOT_CLEAR = requests.CLEAR, requests.NOT_CLEAR
# What makes a relative the same person, declared the same way.
_TOLD = ("relation", "full_name", "birth_year", "occupation", "residence", "is_member", "is_alive", "is_adult")


@dataclass
class Ledger:
    """Persons are ids of relatives; None is the candidate. Requests and answers are those of one round.

    `direct` are answers that came without a request, among them those `held_over` from an earlier round.
    """

    candidate: str
    relatives: Sequence[Relative]
    scope: verification.Scope
    requests: Sequence[VerificationRequest]
    replies: Mapping[int, Verification]
    direct: Mapping[int | None, Verification]
    held_over: frozenset[int | None] = frozenset()

    @property
    def persons(self) -> tuple[int | None, ...]:
        """Whoever has to be answered for."""
        return (None, *self.scope.to_verify)

    @cached_property
    def asked(self) -> dict[int, Asked]:
        """The requests as the rules see them."""
        return {one.pk: self._asked(one) for one in self.requests}

    @cached_property
    def further(self) -> set[int]:
        return requests.taken_further(self.asked.values())

    def about(self, person: int | None) -> list[VerificationRequest]:
        return [one for one in self.requests if one.relative_id == person]

    def state(self, person: int | None) -> str:
        if person in self.scope.waived:
            return requests.WAIVED
        asked = [self.asked[one.pk] for one in self.about(person)]
        direct = self.direct.get(person)
        # What is asked anew counts instead of what was held over.
        known = direct.status if direct and not (asked and person in self.held_over) else ""
        return requests.state_of_person(asked, known)

    def state_of(self, request: VerificationRequest) -> str:
        return requests.state_of_request(self.asked[request.pk], self.further)

    @property
    def outstanding(self) -> list[int | None]:
        return [one for one in self.persons if self.state(one) not in requests.SETTLED]

    @property
    def unclear(self) -> list[int | None]:
        return [one for one in self.persons if self.state(one) == requests.NOT_CLEAR]

    @property
    def unanswered(self) -> list[VerificationRequest]:
        """Letters that nothing came back to."""
        return [one for one in self.requests if one.pk not in self.further and not self.asked[one.pk].reply]

    @property
    def escalable(self) -> list[VerificationRequest]:
        return [one for one in self.requests if requests.may_escalate(self.asked[one.pk], self.further)]

    def name(self, person: int | None) -> str:
        return next((one.full_name for one in self.relatives if one.pk == person), self.candidate)

    def names(self, persons: Iterable[int | None]) -> str:
        return ", ".join(self.name(one) for one in persons)

    def with_answers(self, answers: Iterable[Verification]) -> Ledger:
        """As it stands once these are recorded."""
        answers = list(answers)
        replies = {one.request_id: one for one in answers if one.request_id is not None}
        direct = {one.relative_id: one for one in answers if one.request_id is None}
        held = self.held_over - direct.keys()
        return Ledger(
            self.candidate,
            self.relatives,
            self.scope,
            self.requests,
            {**self.replies, **replies},
            {**self.direct, **direct},
            held,
        )

    def _asked(self, one: VerificationRequest) -> Asked:
        reply = self.replies.get(one.pk)
        reminded = tuple(getattr(one, "reminded", ()))
        return Asked(one.pk, one.relative_id, one.sent_on, reminded, reply.status if reply else "", one.escalates_id)


def scope_of(relatives: Sequence[Relative], by: Parameters) -> verification.Scope:
    """Who of the declared relatives is to be verified, and who is waived."""
    kin = [verification.Kin(one.pk, one.relation, one.is_member, one.is_alive, one.is_adult) for one in relatives]
    return verification.scope(kin, by)


def ledger_of(case: Case, task_id: int | None, by: Parameters) -> Ledger:
    """Of the round that is this task; of none where it has no task yet. At most four statements."""
    relatives = list(Relative.objects.filter(candidate=case.candidate, replaced_at__isnull=True).order_by("pk"))
    rows = Verification.objects.filter(case=case).exclude(status=Verification.Status.WAIVED)
    answers = list(rows.select_related("relative").order_by("pk"))
    mine = [one for one in answers if one.task_id == task_id]
    earlier = [one for one in answers if task_id is not None and one.task_id < task_id]
    held = _held_over(case, earlier, relatives) if earlier else {}
    direct = {one.relative_id: one for one in mine if one.request_id is None}
    return Ledger(
        candidate=case.candidate.person.full_name,
        relatives=relatives,
        scope=scope_of(relatives, by),
        requests=list(_with_reminders(task_id)) if task_id is not None else [],
        replies={one.request_id: one for one in mine if one.request_id is not None},
        direct={**held, **direct},
        held_over=frozenset(held.keys() - direct.keys()),
    )


def _with_reminders(task_id: int) -> Iterable[VerificationRequest]:
    reminded = ArrayAgg(
        "reminders__reminded_on",
        filter=Q(reminders__isnull=False),
        order_by="reminders__reminded_on",
        default=Value([]),
    )
    return VerificationRequest.objects.filter(task=task_id).annotate(reminded=reminded).order_by("pk")


def _held_over(
    case: Case, earlier: Iterable[Verification], relatives: Iterable[Relative]
) -> dict[int | None, Verification]:
    """Answers of earlier rounds about persons of whom nothing declared has changed, by the person as declared now."""
    asked_again, biography_changed = _overtaken_at(case)
    now: dict[tuple[object, ...] | None, int | None] = {_told(one): one.pk for one in relatives} | {None: None}
    held: dict[int | None, Verification] = {}
    for one in earlier:
        told = _told(one.relative) if one.relative else None
        if told not in now:
            continue
        heard = requests.Heard(one.task_id, one.status, is_candidate=one.relative_id is None)
        if requests.still_holds(heard, asked_again, biography_changed):
            held[now[told]] = one
        else:
            held.pop(now[told], None)
    return held


def _overtaken_at(case: Case) -> tuple[int, int]:
    """The last step that ordered the verification anew, and the last that corrected the candidate's biography."""
    told = Decision.objects.filter(case=case, outcome__in=("returned", "supplemented"), task__isnull=False)
    again = biography = 0
    for task, outcome, facts in told.order_by("pk").values_list("task", "outcome", "facts"):
        if outcome == "returned" and "verification" in facts.get("again", ()):
            again = task
        if outcome == "supplemented" and "biography" in facts.get("changed", ()):
            biography = task
    return again, biography


def _told(relative: Relative) -> tuple[object, ...]:
    return tuple(getattr(relative, name) for name in _TOLD)
