"""A case walked through the house by verbs, as the people of the cast: `Journey(bloc).to("cell_vote")`.

Each method does one step with plausible facts and returns the Decision; `to(step)` does whatever lies before a step.
Everything is dated `today`, the local day of `at`; `wait(days)` moves it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db.models import Count
from django.utils import timezone

from admission_flow.deadlines import parameters_of
from admission_flow.decisions import (
    appraisal,
    asides,
    cancellation,
    ceremony,
    corrections,
    course,
    declaration,
    extension,
    handling,
    holds,
    inquiries,
    nomination,
    requests,
    returns,
    transfer,
    verification,
    withdrawal,
)
from admission_flow.decisions import bloc as bloc_verbs
from admission_flow.decisions import cell as cell_verbs
from admission_flow.decisions.given import (
    AnswerGiven,
    CancellationGiven,
    ConclusionGiven,
    CorrectionGiven,
    DeclarationGiven,
    EligibilityGiven,
    IntroducerGiven,
    JudgementGiven,
    LateConsent,
    LetterGiven,
    NominationGiven,
    OpinionGiven,
    PaperGiven,
    RelativeGiven,
    ReturnGiven,
    SupplementGiven,
    TransferGiven,
    VoteGiven,
)
from admission_flow.models import Case, Correction, Decision, Regulation, Task
from admission_flow.verifying import Ledger, ledger_of
from orgs.access import committee_size
from orgs.members import count_official
from orgs.models import Unit, User
from tests.kept import kept
from tests.people import Bloc, new_person

TODAY = timezone.localdate
PROFILE = {
    "hometown": "Xã Thuận Hòa",
    "ethnicity": "Kinh",
    "religion": "Không",
    "general_education": "12/12",
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

ELIGIBLE = EligibilityGiven(citizen=True, education="upper_secondary")
JUDGED = tuple(JudgementGiven(check, True) for check in ("political_standard", "introducers_not_disciplined"))
TOGETHER_SINCE = datetime.date(2009, 1, 5)


def introducers(*people: int) -> tuple[IntroducerGiven, ...]:
    """Members who have been together with the candidate for long."""
    return tuple(IntroducerGiven(one, TOGETHER_SINCE) for one in people)


def paper(code: str = "GIẤY", number: str = "01", dated: datetime.date | None = None) -> PaperGiven:
    return PaperGiven(code, dated or TODAY(), number, "Bí thư")


def vote(body: int, in_favour: int | None = None, code: str = "6-KNĐ", dated: datetime.date | None = None) -> VoteGiven:
    """Everybody present; those not in favour are against."""
    votes_for = body if in_favour is None else in_favour
    return VoteGiven(paper(code, dated=dated), "cards", body, votes_for, body - votes_for)


class Journey:
    """One case from nomination on, by default in the ordinary cell of the cast."""

    case: Case

    def __init__(
        self, bloc: Bloc, unit: Unit | None = None, secretary: User | None = None, at: datetime.datetime | None = None
    ) -> None:
        self.bloc = bloc
        self.unit = unit or bloc.cell
        self.secretary = secretary or bloc.cell_secretary
        self.at = at or timezone.now()
        self._now = None if at else self.at
        self._late = 0
        self._actor: User | None = None

    @classmethod
    def in_unit(cls, bloc: Bloc, unit: str, at: datetime.datetime | None = None) -> Journey:
        """In the cell of that name, started by its secretary."""
        secretary = "sibling_secretary" if unit == "sibling_cell" else f"{unit}_secretary"
        return cls(bloc, getattr(bloc, unit), getattr(bloc, secretary), at)

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.at) + datetime.timedelta(days=self._late)

    @contextmanager
    def dating(self, days: int) -> Iterator[None]:
        """Within the block, facts are dated so many days later than the acts, or earlier."""
        self._late = days
        try:
            yield
        finally:
            self._late = 0

    @contextmanager
    def acting_as(self, user: User) -> Iterator[None]:
        """Within the block, this account does every step, whether it may or not."""
        self._actor = user
        try:
            yield
        finally:
            self._actor = None

    def wait(self, days: int) -> Journey:
        self.at += datetime.timedelta(days=days)
        return self

    def paper(self, code: str) -> PaperGiven:
        return paper(code, dated=self.today)

    def task(self, step: str) -> Task:
        return Task.objects.get(process=self.case, step=step, status="NEW")

    def do(self, verb: Callable[..., Any], step: str, *given: Any, by: User | None = None) -> Any:
        by = by or self.actor(step)
        return verb(self.case.pk, self.task(step).pk, *given, acting_user=by, at=self.at)

    def actor(self, step: str) -> User:
        """Whose seat this step of this case is."""
        if self._actor is not None:
            return self._actor
        seats = {
            "course": self.bloc.training_centre,
            "verification": self._verifier(),
            "departmental_appraisal": self.bloc.departmental_secretary,
            "grassroots_approval": self._committee_secretary(),
            "bloc_appraisal": self.bloc.organisation_board,
            "bloc_decision": self.bloc.standing_deputy,
            "consultation": self.bloc.organisation_board,
        }
        return seats.get(step, self.secretary)

    def open_steps(self) -> list[str]:
        return sorted(Task.objects.filter(process=self.case, status="NEW").values_list("step", flat=True))

    def decided(self) -> list[str]:
        """The steps decided so far, in the order in which they were."""
        return list(Decision.objects.filter(case=self.case).order_by("pk").values_list("step", flat=True))

    def nomination(self, **changes: Any) -> NominationGiven:
        """Of a new person, by the first two official members of the cell who hold no seat elsewhere.

        `introducers` may be ids of people.
        """
        person = new_person("Nguyễn Thị Thanh Xuân")
        rows = self.unit.members.filter(official_on__isnull=False).annotate(seats=Count("person__seats"))
        members = list(rows.order_by("seats", "pk").values_list("person", flat=True)[:2])
        given = NominationGiven(
            citizen_id=person.citizen_id,
            full_name=person.full_name,
            birth_date=datetime.date(1994, 2, 3),
            sex="f",
            resolution=self.paper("NQ-CB"),
            introducers=introducers(*members),
            helper=members[0],
            eligibility=ELIGIBLE,
            judgements=JUDGED,
        )
        if "introducers" in changes:
            named = changes["introducers"]
            changes["introducers"] = tuple(
                IntroducerGiven(one, TOGETHER_SINCE) if isinstance(one, int) else one for one in named
            )
        return replace(given, **changes)

    def nominate(self, given: NominationGiven | None = None, *, by: User | None = None, **changes: Any) -> Case:
        given = given or self.nomination(**changes)
        self.case = nomination.nominate(self.unit.pk, given, acting_user=by or self.secretary, at=self.at)
        return self.case

    def course(self) -> Decision:
        return self.do(course.record_certificate, "course", self.paper("CN-NTVĐ"))

    def declaration(self) -> Decision:
        given = DeclarationGiven(PROFILE, RELATIVES, (self.paper("1-KNĐ"), self.paper("2-KNĐ")))
        return self.do(declaration.declare, "declaration", given)

    def answers(self, clear: bool = True) -> list[AnswerGiven]:
        """One about each person in scope: the candidate, and the declared relatives whose side isn't waived."""
        return [AnswerGiven(key, clear, "Công an phường", self.today) for key in self.ledger().persons]

    def ledger(self) -> Ledger:
        """Where the open verification stands."""
        by = parameters_of(Regulation.on(timezone.localdate(self.at)))
        return ledger_of(self.case, self.task("verification").pk, by)

    def send_request(self, *persons: int | None, authority: str = "Đảng ủy xã Thuận Hòa") -> list[int]:
        """A letter about these, by default about everybody in scope; the ids of its requests."""
        letter = LetterGiven(authority, "12-CV/ĐU", self.today)
        before = {one.pk for one in self.ledger().requests}
        self.do(requests.send_request, "verification", letter, persons or self.ledger().persons)
        return [one.pk for one in self.ledger().requests if one.pk not in before]

    def record_answers(self, *answers: AnswerGiven, conclusion: str = "", **more: Any) -> Decision | None:
        concluded = ConclusionGiven(conclusion, self.paper("BC-TTLL"), **more) if conclusion else None
        return self.do(verification.record_answers, "verification", answers, concluded)

    def verification(self, conclusion: str = "clear") -> Decision:
        clear = conclusion == "clear"
        reason = "" if clear else "Chưa rõ nơi công tác của người cha"
        given = (self.answers(clear), self.paper("BC-TTLL"), conclusion, reason)
        return self.do(verification.record_verification, "verification", *given)

    def opinions(self, answer: str = "agrees") -> Decision:
        asked = [
            OpinionGiven("residence", "Chi bộ tổ dân phố 5", answer, self.today),
            OpinionGiven("organisation", "Công đoàn cơ sở", "agrees", self.today),
        ]
        return self.do(inquiries.record_opinions, "opinions", asked, self.paper("5-KNĐ"))

    def file_check(self) -> Decision:
        held = list(self.case.papers.values_list("code", flat=True))
        return self.do(cell_verbs.check_file, "file_check", self.today, held)

    def cell_vote(self, in_favour: int | None = None) -> Decision:
        given = vote(count_official(self.unit, self.today), in_favour, dated=self.today)
        return self.do(cell_verbs.record_cell_vote, "cell_vote", given)

    def departmental_appraisal(self) -> Decision:
        given = (self.paper("7-KNĐ"), "Đề nghị kết nạp")
        return self.do(appraisal.appraise_department, "departmental_appraisal", *given)

    def grassroots_approval(self, in_favour: int | None = None, outcome: str = "", reason: str = "") -> Decision:
        """With delegated authority, the decision."""
        body = committee_size(Unit.objects.get(pk=self.case.committee_id), self.at)
        outcome = outcome or ("admitted" if self.case.route == "delegated" else "reported")
        in_favour = 0 if outcome == "not_admitted" and in_favour is None else in_favour
        given = (vote(body, in_favour, "8-KNĐ", self.today), outcome, reason)
        return self.do(appraisal.approve_grassroots, "grassroots_approval", *given)

    def bloc_appraisal(self) -> Decision:
        return self.do(appraisal.appraise_bloc, "bloc_appraisal", "admit", self.today)

    def bloc_decision(self, outcome: str = "admitted", in_favour: int | None = None, reason: str = "") -> Decision:
        """Nobody is in favour where nobody is admitted."""
        in_favour = 0 if outcome == "not_admitted" and in_favour is None else in_favour
        given = (vote(committee_size(self.bloc.unit, self.at), in_favour, "9-KNĐ", self.today), outcome, reason)
        return self.do(bloc_verbs.decide_bloc, "bloc_decision", *given)

    def ask_opinion(self, whom: str = "Ban Nội chính Tỉnh ủy", question: str = "Có vướng mắc không?") -> Decision:
        return self.do(bloc_verbs.ask_opinion, "bloc_decision", whom, question, self.today)

    def consultation(self) -> Decision:
        given = (self.paper("CV"), "Không có vướng mắc")
        return self.do(bloc_verbs.answer_consultation, "consultation", *given)

    def ceremony(
        self,
        received_on: datetime.date | None = None,
        held_on: datetime.date | None = None,
        place: str = "Hội trường Sở",
        helper: int | None = None,
        late_consent: LateConsent | None = None,
    ) -> Decision:
        given = (received_on or self.today, held_on or self.today, place, helper, late_consent)
        return self.do(ceremony.hold_ceremony, "ceremony", *given)

    def send_back(
        self, step: str, *, again: tuple[str, ...] = (), items: tuple[str, ...] = ("Giấy xác nhận nơi cư trú",)
    ) -> Decision:
        given = ReturnGiven(self.today, "Thiếu giấy xác nhận", items, again)
        return self.do(returns.return_for_supplement, step, step, given)

    def supplement(self, **changes: Any) -> Decision:
        given = replace(SupplementGiven(self.today, "Đã bổ sung giấy xác nhận"), **changes)
        return self.do(returns.supplement, "supplement", given)

    def withdraw(
        self, reason: str = "Chuyển công tác", *, by: User | None = None, dated: datetime.date | None = None
    ) -> Decision:
        by = by or self.secretary
        return withdrawal.withdraw(self.case.pk, dated or self.today, reason, acting_user=by, at=self.at)

    def hold(self, reason: str = "Chờ thẩm tra chính trị", *, by: User | None = None) -> Decision:
        return holds.hold(self.case.pk, reason, acting_user=by or self.bloc.organisation_board, at=self.at)

    def resume(self, reason: str = "Không có vướng mắc", *, by: User | None = None) -> Decision:
        return holds.resume(self.case.pk, reason, acting_user=by or self.bloc.organisation_board, at=self.at)

    def extend(self, days: int = 30, reason: str = "Phải xác minh thêm", *, by: User | None = None) -> Decision:
        given = (self.case.pk, days, reason, self.paper("GH-TH"))
        return extension.extend(*given, acting_user=by or self._decider(), at=self.at)

    def transferred(self, to: str = "sibling_cell", **changes: Any) -> TransferGiven:
        """To the cell of that name of the cast, with its first official member as helper."""
        unit = getattr(self.bloc, to)
        helper = unit.members.filter(official_on__isnull=False).order_by("pk").values_list("person", flat=True)[0]
        along = self.paper("GT-SHĐ" if self.case.is_recognition else "GXN-GĐ")
        given = TransferGiven(self.today, "Điều động công tác", along, unit.pk, helper)
        return replace(given, **changes)

    def transfer(self, to: str = "sibling_cell", *, by: User | None = None, **changes: Any) -> Decision:
        """Done by whoever lets the person go; the journey goes on in the new cell."""
        self.case.refresh_from_db()
        by = by or (self.secretary if self.case.committee_id is None else self._committee_secretary())
        given = self.transferred(to, **changes)
        decision = transfer.transfer(self.case.pk, given, acting_user=by, at=self.at)
        self.case = Case.objects.get(pk=self.case.pk)
        if given.unit is not None:
            secretary = "sibling_secretary" if to == "sibling_cell" else f"{to}_secretary"
            self.unit, self.secretary = getattr(self.bloc, to), getattr(self.bloc, secretary)
        return decision

    def cancel_admission(self, *, by: User | None = None, **changes: Any) -> Decision:
        given = replace(CancellationGiven(self.paper("QĐ-HKN"), "condition", "Chưa đủ điều kiện về lý lịch"), **changes)
        return cancellation.cancel_admission(self.case.pk, given, acting_user=by or self._decider(), at=self.at)

    def propose(self, fact: str, value: str, reason: str = "Ghi nhầm", *, by: User | None = None) -> Correction:
        given = CorrectionGiven(fact, value, reason)
        return corrections.propose_correction(self.case.pk, given, acting_user=by or self.secretary, at=self.at)

    def decide(
        self, correction: Correction, accepted: bool = True, answer: str = "", *, by: User | None = None
    ) -> Correction:
        by = by or self.bloc.organisation_board
        return corrections.decide_correction(self.case.pk, correction.pk, accepted, answer, acting_user=by, at=self.at)

    def replace_introducer(self, new: int, reason: str = "Chuyển công tác") -> Decision:
        """The first one who stands; `new` is a person's id."""
        row = self.case.introductions.filter(replaced_at__isnull=True, kind="member").earliest("pk")
        given = (self.case.pk, row.pk, new, reason, self.paper("3-KNĐ"), True)
        return asides.replace_introducer(*given, acting_user=self.secretary, at=self.at)

    def take(self, task: Task) -> Task:
        return handling.take(self.case.pk, task.pk, task.step, acting_user=self.actor(task.step), at=self.at)

    def to(self, step: str, **nomination_changes: Any) -> Journey:
        """Everything that lies before a step of this case's route."""
        if nomination_changes:
            return self._walk(step, **nomination_changes)
        begun = self.case.pk if hasattr(self, "case") else None
        just_now = begun is None and self.at == self._now
        actor = self._actor and self._actor.pk
        key = (
            type(self),
            self.unit.pk,
            self.secretary.pk,
            begun,
            None if just_now else self.at,
            self._late,
            actor,
            step,
        )
        case, self.at = kept(key, lambda: self._walked(step), often=just_now)
        self.case = Case.objects.get(pk=case)
        return self

    def _walked(self, step: str) -> tuple[int, datetime.datetime]:
        self._walk(step)
        return self.case.pk, self.at

    def _walk(self, step: str, **nomination_changes: Any) -> Journey:
        if not hasattr(self, "case"):
            self.nominate(**nomination_changes)
        while step not in self.open_steps():
            following = [one for one in self.open_steps() if one != step]
            assert following, f"{step} is never reached"
            getattr(self, following[0])()
            self.case.refresh_from_db()
        return self

    def to_the_end(self) -> list[str]:
        """Every step that is left, one after the other; returns them in the order in which they were done."""
        done = []
        while steps := self.open_steps():
            getattr(self, steps[-1])()
            done.append(steps[-1])
            self.case.refresh_from_db()
        return done

    def _verifier(self) -> User:
        officers = {
            self.bloc.committee.pk: self.bloc.committee_officer,
            self.bloc.hospital_committee.pk: self.bloc.hospital_officer,
            self.bloc.delegated_committee.pk: self.bloc.delegated_officer,
        }
        return officers.get(self.case.committee_id, self.bloc.organisation_board)

    def _decider(self) -> User:
        return self._committee_secretary() if self.case.route == "delegated" else self.bloc.standing_deputy

    def _committee_secretary(self) -> User:
        secretaries = {
            self.bloc.hospital_committee.pk: self.bloc.hospital_secretary,
            self.bloc.delegated_committee.pk: self.bloc.delegated_secretary,
        }
        return secretaries.get(self.case.committee_id, self.bloc.committee_secretary)
