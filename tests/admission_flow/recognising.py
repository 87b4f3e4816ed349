"""A case of recognition walked by verbs, as the people of the cast: `recognising(bloc).to("recognition_vote")`.

The ceremony is held `held` days before `at`; by default 13 months, so that what comes after month 12 may be done.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from admission_flow.decisions import probation, recognition, returns, withdrawal
from admission_flow.decisions.given import OpinionGiven, ReturnGiven, SupplementGiven
from admission_flow.models import Case, Decision
from admission_flow.rules.ages import complete_on
from orgs.access import committee_size
from orgs.members import count_official
from orgs.models import Member, User
from tests.admission_flow.journey import Journey, vote
from tests.kept import kept
from tests.people import Bloc

RECOGNISED, STRUCK_OFF = "recognised", "struck_off"
THIRTEEN_MONTHS = 400


class Recognising(Journey):
    """The journey after its ceremony: `case` is the one of recognition, `admission` the one before."""

    admission: Case

    @property
    def over(self) -> datetime.date:
        """The first day on which month 12 is complete."""
        assert self.case.probation_from is not None
        return complete_on(self.case.probation_from, 12)

    @property
    def member(self) -> Member:
        return Member.objects.get(person=self.case.candidate.person)

    @property
    def member_now(self) -> Member:
        """After a transfer, the newer stay."""
        return Member.objects.get(person=self.case.candidate.person, until__isnull=True)

    def on(self, day: datetime.date) -> Recognising:
        """Go on on that day."""
        self.wait((day - timezone.localdate(self.at)).days)
        return self

    def actor(self, step: str) -> User:
        if self._actor is not None:
            return self._actor
        seats = {
            "new_member_class": self.bloc.training_centre,
            "recognition_appraisal": self.bloc.departmental_secretary,
            "recognition_approval": self._committee_secretary(),
            "recognition_bloc_appraisal": self.bloc.organisation_board,
            "recognition_decision": self.bloc.standing_deputy,
        }
        return seats.get(step, self.secretary)

    def new_member_class(self) -> Decision:
        return self.do(probation.record_new_member_class, "new_member_class", self.paper("CN-ĐVM"))

    def probation_papers(self) -> Decision:
        given = (self.paper("10-KNĐ"), self.paper("11-KNĐ"))
        return self.do(probation.record_probation_papers, "probation_papers", *given)

    def probation_opinions(self, answer: str = "agrees") -> Decision:
        asked = [OpinionGiven("residence", "Chi bộ tổ dân phố 5", answer, self.today)]
        return self.do(probation.record_probation_opinions, "probation_opinions", asked, self.paper("12-KNĐ"))

    def recognition_vote(
        self, in_favour: int | None = None, outcome: str = RECOGNISED, reason: str = "Chưa đủ tư cách"
    ) -> Decision:
        given = vote(count_official(self.unit, self.today), in_favour, "13-KNĐ", self.today)
        return self.do(recognition.record_recognition_vote, "recognition_vote", given, outcome, reason)

    def recognition_appraisal(self) -> Decision:
        given = (self.paper("14-KNĐ"), "Đề nghị công nhận")
        return self.do(recognition.appraise_recognition, "recognition_appraisal", *given)

    def recognition_approval(
        self, in_favour: int | None = None, outcome: str = RECOGNISED, reason: str = "Chưa đủ tư cách"
    ) -> Decision:
        assert self.case.committee is not None
        given = vote(committee_size(self.case.committee, self.at), in_favour, "15-KNĐ", self.today)
        return self.do(recognition.approve_recognition, "recognition_approval", given, outcome, reason)

    def recognition_bloc_appraisal(self, proposal: str = RECOGNISED) -> Decision:
        step = "recognition_bloc_appraisal"
        return self.do(recognition.appraise_recognition_bloc, step, proposal, self.today)

    def recognition_decision(
        self, in_favour: int | None = None, outcome: str = RECOGNISED, reason: str = "Chưa đủ tư cách"
    ) -> Decision:
        given = vote(committee_size(self.bloc.unit, self.at), in_favour, "16-KNĐ", self.today)
        return self.do(recognition.decide_recognition, "recognition_decision", given, outcome, reason)

    def send_back(
        self, step: str, *, again: tuple[str, ...] = (), items: tuple[str, ...] = ("Nhận xét của chi ủy nơi cư trú",)
    ) -> Decision:
        given = ReturnGiven(self.today, "Thiếu nhận xét", items, again)
        return self.do(returns.return_for_supplement, step, step, given)

    def recognition_supplement(self) -> Decision:
        given = SupplementGiven(self.today, "Đã bổ sung", (self.paper("BS"),))
        return self.do(probation.supplement_recognition, "recognition_supplement", given)


def end_membership(journey: Journey, ending: str, reason: str = "Giấy chứng tử 12/2026") -> Decision:
    given = (journey.case.pk, journey.today, ending, reason)
    return withdrawal.end_membership(*given, acting_user=journey.secretary, at=journey.at)


def recognising(bloc: Bloc, unit: str = "cell", *, held: int = THIRTEEN_MONTHS) -> Recognising:
    """The journey on the day after which so many days have passed since the ceremony; none of its steps done."""

    def held_before() -> tuple[int, datetime.datetime]:
        now = timezone.now()
        before = Journey.in_unit(bloc, unit, now - datetime.timedelta(days=held)).to("ceremony")
        before.ceremony()
        return before.case.pk, now

    before = Journey.in_unit(bloc, unit)
    admission, now = kept((recognising, unit, held), held_before)
    before.case = Case.objects.get(pk=admission)
    return recognition_after(before, now)


def recognition_after(before: Journey, at: datetime.datetime) -> Recognising:
    """Of the person whose ceremony that journey ended with."""
    after = Recognising(before.bloc, before.unit, before.secretary, at)
    after.admission = before.case
    after.case = Case.objects.get(admission=before.case)
    return after
