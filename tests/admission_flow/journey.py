"""A case walked through the house by verbs, as the people of the cast: `Journey(bloc).to("cell_vote")`.

Each method does one step with plausible facts and returns the Decision; `to(step)` does whatever lies before a step.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from admission_flow.decisions import (
    appraisal,
    bloc,
    cell,
    ceremony,
    course,
    declaration,
    inquiries,
    nomination,
    returns,
)
from admission_flow.decisions.given import (
    AnswerGiven,
    DeclarationGiven,
    NominationGiven,
    OpinionGiven,
    PaperGiven,
    RelativeGiven,
    ReturnGiven,
    SupplementGiven,
    VoteGiven,
)
from admission_flow.models import Case, Decision, Task
from orgs.models import Unit, User
from tests.people import Bloc, new_person

TODAY = timezone.localdate
PROFILE = {
    "birth_place": "Phường Trần Phú",
    "permanent_residence": "Phường Trần Phú",
    "current_residence": "Phường Trần Phú",
    "life_history": "2012-2016 học đại học; từ 2016 công tác tại Sở Nội vụ",
}
RELATIVES = (
    RelativeGiven("father", "Nguyễn Văn Cha", 1960),
    RelativeGiven("mother", "Trần Thị Mẹ", 1962),
    RelativeGiven("spouse", "Lê Thị Vợ", 1992),
)


def paper(code: str = "GIẤY", number: str = "01", dated: datetime.date | None = None) -> PaperGiven:
    return PaperGiven(code, dated or TODAY(), number, "Bí thư")


def vote(body: int, in_favour: int | None = None, code: str = "6-KNĐ") -> VoteGiven:
    """Everybody present; those not in favour are against."""
    votes_for = body if in_favour is None else in_favour
    return VoteGiven(paper(code), "cards", body, votes_for, body - votes_for)


@dataclass
class Journey:
    """One case from nomination on, by default in the ordinary cell of the cast."""

    bloc: Bloc
    unit: Unit | None = None
    secretary: User | None = None
    at: datetime.datetime = field(default_factory=timezone.now)
    case: Case = field(init=False)

    def __post_init__(self) -> None:
        self.unit = self.unit or self.bloc.cell
        self.secretary = self.secretary or self.bloc.cell_secretary

    @property
    def sizes(self) -> dict[str, int]:
        return {"cell": 12, "sibling_cell": 9, "departmental_cell": 12, "grassroots_cell": 6, "delegated_cell": 9}

    def task(self, step: str) -> Task:
        return Task.objects.get(process=self.case, step=step, status="NEW")

    def do(self, verb: Any, step: str, *given: Any, by: User | None = None, **more: Any) -> Decision:
        by = by or self.secretary
        return verb(self.case.pk, self.task(step).pk, *given, acting_user=by, at=self.at, **more)

    def open_steps(self) -> list[str]:
        return sorted(Task.objects.filter(process=self.case, status="NEW").values_list("step", flat=True))

    def nomination(self, **changes: Any) -> NominationGiven:
        person = new_person("Nguyễn Thị Thanh Xuân")
        members = list(self.unit.members.filter(official_on__isnull=False).values_list("person", flat=True)[:2])
        given = {
            "citizen_id": person.citizen_id,
            "full_name": person.full_name,
            "birth_date": datetime.date(1994, 2, 3),
            "sex": "f",
            "resolution": paper("NQ-CB"),
            "introducers": tuple(members),
            "helper": members[0],
        }
        return NominationGiven(**(given | changes))

    def nominate(self, **changes: Any) -> Case:
        self.case = nomination.nominate(
            self.unit.pk, self.nomination(**changes), acting_user=self.secretary, at=self.at
        )
        return self.case

    def course(self) -> Decision:
        return self.do(course.record_certificate, "course", paper("CN-NTVĐ"), by=self.bloc.training_centre)

    def declaration(self) -> Decision:
        given = DeclarationGiven(PROFILE, RELATIVES, (paper("1-KNĐ"), paper("2-KNĐ")))
        return self.do(declaration.declare, "declaration", given)

    def verification(self, conclusion: str = "clear") -> Decision:
        clear = conclusion == "clear"
        relatives = declaration.current_relatives(self.case.candidate)
        answers = [AnswerGiven(one, clear, "Công an phường", TODAY()) for one in (None, *(row.pk for row in relatives))]
        reason = "" if clear else "Chưa rõ nơi công tác của người cha"
        return self.do(
            inquiries.record_verification,
            "verification",
            answers,
            paper("BC-TTLL"),
            conclusion,
            reason,
            by=self.verifier(),
        )

    def verifier(self) -> User:
        officers = {
            self.bloc.committee.pk: self.bloc.committee_officer,
            self.bloc.hospital_committee.pk: self.bloc.hospital_officer,
            self.bloc.delegated_committee.pk: self.bloc.delegated_officer,
        }
        return officers.get(self.case.committee_id, self.bloc.organisation_board)

    def opinions(self, answer: str = "agrees") -> Decision:
        asked = [
            OpinionGiven("residence", "Chi bộ tổ dân phố 5", answer, TODAY()),
            OpinionGiven("organisation", "Công đoàn cơ sở", "agrees", TODAY()),
        ]
        return self.do(inquiries.record_opinions, "opinions", asked, paper("5-KNĐ"))

    def file_check(self) -> Decision:
        held = self.case.papers.values_list("code", flat=True)
        return self.do(cell.check_file, "file_check", TODAY(), list(held))

    def cell_vote(self, in_favour: int | None = None) -> Decision:
        body = self.unit.members.filter(official_on__isnull=False).count()
        return self.do(cell.record_cell_vote, "cell_vote", vote(body, in_favour))

    def departmental_appraisal(self) -> Decision:
        by = self.bloc.departmental_secretary
        return self.do(
            appraisal.appraise_department, "departmental_appraisal", paper("7-KNĐ"), "Đề nghị kết nạp", by=by
        )

    def committee_secretary(self) -> User:
        secretaries = {
            self.bloc.hospital_committee.pk: self.bloc.hospital_secretary,
            self.bloc.delegated_committee.pk: self.bloc.delegated_secretary,
        }
        return secretaries.get(self.case.committee_id, self.bloc.committee_secretary)

    def grassroots_approval(self, in_favour: int | None = None, outcome: str = "", reason: str = "") -> Decision:
        from orgs.access import committee_size

        body = committee_size(Unit.objects.get(pk=self.case.committee_id), self.at)
        outcome = outcome or ("admitted" if self.case.route == "delegated" else "reported")
        given = (vote(body, in_favour, "8-KNĐ"), outcome, reason)
        return self.do(appraisal.approve_grassroots, "grassroots_approval", *given, by=self.committee_secretary())

    def bloc_appraisal(self) -> Decision:
        return self.do(appraisal.appraise_bloc, "bloc_appraisal", "admit", TODAY(), by=self.bloc.organisation_board)

    def bloc_decision(self, outcome: str = "admitted", in_favour: int | None = None, reason: str = "") -> Decision:
        given = (vote(9, in_favour, "9-KNĐ"), outcome, reason)
        return self.do(bloc.decide_bloc, "bloc_decision", *given, by=self.bloc.standing_deputy)

    def ceremony(self) -> Decision:
        return self.do(ceremony.hold_ceremony, "ceremony", TODAY(), TODAY(), "Hội trường Sở")

    def send_back(self, step: str, *, by: User, again: tuple[str, ...] = ()) -> Decision:
        given = ReturnGiven(TODAY(), "Thiếu giấy xác nhận", ("Giấy xác nhận nơi cư trú",), again)
        return self.do(returns.return_for_supplement, step, step, given, by=by)

    def supplement(self, **changes: Any) -> Decision:
        given = SupplementGiven(**({"dated": TODAY(), "note": "Đã bổ sung giấy xác nhận"} | changes))
        return self.do(returns.supplement, "supplement", given)

    def to(self, step: str, **nomination_changes: Any) -> Journey:
        """Everything that lies before a step of this case's route."""
        if not hasattr(self, "case"):
            self.nominate(**nomination_changes)
        while step not in self.open_steps():
            following = [one for one in self.open_steps() if one != step]
            assert following, f"{step} is never reached"
            getattr(self, following[0])()
            self.case.refresh_from_db()
        return self
