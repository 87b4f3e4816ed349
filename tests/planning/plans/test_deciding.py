"""A plan proposed, adjusted from above, handed back and approved; by whom it may be, and what is refused."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone, translation

from admission_flow.refusals import InvalidFacts, NotYours
from journal.models import Entry
from journal.verify import verify
from notices.models import Notice
from orgs import roles
from orgs.models import Seat, User
from orgs.seating import withdraw_seat
from planning.models import Basis, Plan, Target
from planning.plans.deciding import PaperGiven, PlanGiven, approve, hand_back, numbers_of, propose
from planning.refusals import NothingChanged, PlanChanged
from tests.people import Bloc

pytestmark = pytest.mark.django_db
YEAR = (2026, 2026)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    translation.activate("en")


def given(number: int, *, after: int = 0, note: str = "", **more: int) -> PlanGiven:
    return PlanGiven({(0, "all"): number, **{(0, group): n for group, n in more.items()}}, after, "two sources", note)


def proposed(bloc: Bloc, number: int = 5, *, who: User | None = None, after: int = 0, basis: str = "assigned") -> Plan:
    return propose(bloc.committee.pk, basis, YEAR, given(number, after=after),
                   acting_user=who or bloc.committee_officer, at=timezone.now())  # fmt: skip


def kinds_for(person: User) -> list[str]:
    told = Notice.objects.filter(recipient=person, kind__startswith="plan_").order_by("pk")
    return list(told.values_list("kind", flat=True))


def test_from_proposal_to_approval(bloc: Bloc) -> None:
    plan = proposed(bloc, 5)
    assert (plan.state, plan.version, plan.in_force) == ("proposed", 1, None)
    assert kinds_for(bloc.organisation_board) == ["plan_proposed"]
    adjusted = propose(bloc.committee.pk, "assigned", YEAR, given(7, after=1, note="more sources", women=3),
                       acting_user=bloc.organisation_board, at=timezone.now())  # fmt: skip
    assert numbers_of(adjusted, 2) == {(0, "all"): 7, (0, "women"): 3}
    assert numbers_of(adjusted, 1) == {(0, "all"): 5}, "what was proposed stays"
    assert kinds_for(bloc.committee_officer) == ["plan_adjusted"]
    assert Notice.objects.get(recipient=bloc.organisation_board, kind="plan_proposed").settled_at is not None
    done = approve(plan.pk, 2, PaperGiven("12-QĐ/ĐUK", datetime.date(2026, 1, 9)),
                   acting_user=bloc.standing_deputy, at=timezone.now())  # fmt: skip
    assert (done.state, done.in_force and done.in_force.number) == ("approved", 2)
    assert kinds_for(bloc.committee_officer) == ["plan_adjusted", "plan_approved"]
    verbs = Entry.objects.filter(stream=f"unit:{bloc.committee.pk}", verb__endswith="_plan").order_by("seq")
    assert [entry.verb for entry in verbs] == ["propose_plan", "adjust_plan", "approve_plan"]
    assert verify().holds


def test_a_new_version_leaves_the_approved_one_in_force(bloc: Bloc) -> None:
    plan = proposed(bloc, 5)
    approve(plan.pk, 1, PaperGiven(), acting_user=bloc.standing_deputy, at=timezone.now())
    anew = proposed(bloc, 6, after=1)
    assert (anew.state, anew.version) == ("proposed", 2)
    assert anew.in_force is not None
    assert numbers_of(anew, anew.in_force.number) == {(0, "all"): 5}
    back = hand_back(plan.pk, 2, "too many", acting_user=bloc.standing_deputy, at=timezone.now())
    assert (back.state, back.in_force and back.in_force.number) == ("returned", 1)
    assert kinds_for(bloc.committee_officer)[-1] == "plan_returned"
    again = proposed(bloc, 6, after=2)
    assert again.version == 3, "the same numbers may be proposed once more after they were handed back"


def test_what_the_congress_set_is_approved_at_home(bloc: Bloc) -> None:
    plan = proposed(bloc, 9, basis=Basis.CONGRESS)
    with pytest.raises(NotYours):
        approve(plan.pk, 1, PaperGiven(), acting_user=bloc.standing_deputy, at=timezone.now())
    with pytest.raises(InvalidFacts) as refused:
        approve(plan.pk, 1, PaperGiven(), acting_user=bloc.committee_secretary, at=timezone.now())
    assert set(refused.value.errors) == {"number", "dated"}
    paper = PaperGiven("01-NQ/ĐH", datetime.date(2025, 8, 1))
    assert approve(plan.pk, 1, paper, acting_user=bloc.committee_secretary, at=timezone.now()).in_force


def test_the_bloc_approves_its_own(bloc: Bloc) -> None:
    plan = propose(bloc.unit.pk, "assigned", (2025, 2030), given(150), acting_user=bloc.office, at=timezone.now())
    assert approve(plan.pk, 1, PaperGiven(), acting_user=bloc.bloc_secretary, at=timezone.now()).years == "2025–2030"


@pytest.mark.parametrize("who", ["hospital_secretary", "cell_secretary", "auditor", "training_centre", "administrator"])
def test_nobody_else_proposes(bloc: Bloc, who: str) -> None:
    with pytest.raises(NotYours):
        proposed(bloc, who=getattr(bloc, who))
    assert not Plan.objects.exists()
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    "who", ["committee_secretary", "organisation_board", "office", "auditor", "hospital_secretary"]
)
def test_nobody_else_approves_or_hands_back(bloc: Bloc, who: str) -> None:
    plan = proposed(bloc)
    with pytest.raises(NotYours):
        approve(plan.pk, 1, PaperGiven(), acting_user=getattr(bloc, who), at=timezone.now())
    with pytest.raises(NotYours):
        hand_back(plan.pk, 1, "no", acting_user=getattr(bloc, who), at=timezone.now())
    assert Plan.objects.get().state == "proposed"


def test_a_right_lost_meanwhile_refuses(bloc: Bloc) -> None:
    plan = proposed(bloc)
    seat = Seat.objects.get(person=bloc.person("standing_deputy"), role=Seat.Role.STANDING_DEPUTY)
    withdraw_seat(seat, acting_user=bloc.administrator, at=timezone.now(), reason="moved")
    with pytest.raises(NotYours):
        approve(plan.pk, 1, PaperGiven(), acting_user=bloc.standing_deputy, at=timezone.now())


def test_who_looked_at_an_older_version_is_refused(bloc: Bloc) -> None:
    plan = proposed(bloc, 5)
    proposed(bloc, 6, after=1)
    with pytest.raises(PlanChanged):
        approve(plan.pk, 1, PaperGiven(), acting_user=bloc.standing_deputy, at=timezone.now())
    with pytest.raises(PlanChanged):
        proposed(bloc, 7, after=1)
    approve(plan.pk, 2, PaperGiven(), acting_user=bloc.standing_deputy, at=timezone.now())
    with pytest.raises(PlanChanged):
        approve(plan.pk, 2, PaperGiven(), acting_user=bloc.standing_deputy, at=timezone.now())
    assert Entry.objects.filter(verb="approve_plan").count() == 1


def test_the_same_numbers_are_no_new_version(bloc: Bloc) -> None:
    proposed(bloc, 5)
    with pytest.raises(NothingChanged):
        proposed(bloc, 5, after=1)


def test_what_is_wrong_is_said_where_it_is(bloc: Bloc) -> None:
    with pytest.raises(InvalidFacts) as refused:
        propose(bloc.committee.pk, "assigned", YEAR, given(3, women=4), acting_user=bloc.committee_officer,
                at=timezone.now())  # fmt: skip
    assert refused.value.errors == {
        "0-women": ["This is more than all together. Lower it, or raise the number of all."]
    }
    for years in ((1990, 1990), (2026, 2035), (2020, 2026)):
        with pytest.raises(InvalidFacts):
            propose(bloc.committee.pk, "assigned", years, given(3), acting_user=bloc.committee_officer,
                    at=timezone.now())  # fmt: skip
    plan = proposed(bloc, 5)
    with pytest.raises(InvalidFacts, match="what was changed"):
        propose(bloc.committee.pk, "assigned", YEAR, given(6, after=1), acting_user=bloc.organisation_board,
                at=timezone.now())  # fmt: skip
    with pytest.raises(InvalidFacts, match="Write why"):
        hand_back(plan.pk, 1, "  ", acting_user=bloc.standing_deputy, at=timezone.now())
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(InvalidFacts, match="future"):
        approve(plan.pk, 1, PaperGiven("1", tomorrow), acting_user=bloc.standing_deputy, at=timezone.now())


def test_the_rights_are_at_the_very_unit() -> None:
    for (kind, role), held in roles.CAPABILITIES.items():
        if roles.APPROVE_PLANS in held:
            assert roles.KEEP_PLANS in held, (kind, role)
