"""Why somebody may or may not: it says what the engine does, for everybody, every act and every step."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from admission_flow.access import BESIDE
from admission_flow.models import Case
from admission_flow.queries.file import case_page
from admission_flow.queries.why import SEES, acts_of, answer
from orgs import access, roles, seating
from orgs.delegating import end_delegation_of_seat
from orgs.models import Seat, User
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.admission_flow.recognising import recognising
from tests.people import Bloc

CAST = (
    "cell_secretary", "sibling_secretary", "committee_secretary", "committee_officer", "bloc_secretary",
    "standing_deputy", "organisation_board", "auditor", "seatless", "former_secretary",
)  # fmt: skip


def offered(user: User, case: Case, at: datetime.datetime) -> set[str]:
    """What the page of the case lets this person do; nothing where it doesn't let them in."""
    try:
        page = case_page(user, case.pk, "", at=at)
    except Exception:
        return set()
    return {f"{one.task.step}.{one.verb}" if one.task else one.verb for one in page.actions}


def told(user: User, case: Case, at: datetime.datetime) -> set[str]:
    assert user.person is not None
    return {one.key for one in acts_of(case, at) if answer(user.person, case, one, at=at).may} - set(SEES)


def agrees(bloc: Bloc, journey: Journey, *names: str) -> None:
    case = Case.objects.get(pk=journey.case.pk)
    for name in names or CAST:
        user = getattr(bloc, name)
        now = timezone.now()
        doors = offered(user, case, now)
        # Acts beside the steps are drawn for who sees the file only.
        beside = set(BESIDE) if not access.sees(user, roles.SEE_FILE, case.unit, now) else set()
        assert told(user, case, now) - beside == doors - beside, name


@pytest.mark.parametrize("step", ["verification", "grassroots_approval", "bloc_decision"])
def test_it_says_what_the_page_offers(bloc: Bloc, step: str) -> None:
    journey = Journey(bloc).to(step)
    lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, roles.RECORD_VOTE, at=timezone.now())
    lend(bloc.standing_deputy, bloc.organisation_board, roles.DECIDE_BLOC, at=timezone.now())
    agrees(bloc, journey)


def test_also_of_a_case_on_hold_closed_or_sent_back(bloc: Bloc) -> None:
    some = ("cell_secretary", "committee_secretary", "organisation_board")
    journey = Journey(bloc).to("bloc_appraisal")
    journey.hold()
    agrees(bloc, journey, *some)
    journey.resume()
    journey.send_back("bloc_appraisal")
    agrees(bloc, journey, *some)
    journey.withdraw()
    agrees(bloc, journey, *some)


def test_also_of_a_recognition(bloc: Bloc) -> None:
    agrees(bloc, recognising(bloc))


def test_rights_without_a_case_agree_too(bloc: Bloc) -> None:
    """What is told of a seat or delegation is what access says, also after each way of losing it."""
    from orgs.explaining import grounds_of

    def check() -> None:
        for name in CAST:
            user = getattr(bloc, name)
            for capability in (roles.SEE_FILE, roles.PREPARE_FILE, roles.RECORD_VOTE):
                now = timezone.now()
                ask = access.sees if capability in roles.SEEING else None
                says = (
                    ask(user, capability, bloc.cell, now) if ask else access.allows(user, capability, bloc.cell.pk, now)
                )
                found = grounds_of(user.person, capability, bloc.cell, now)
                assert any(ground.holds for ground in found) is says, (name, capability)

    check()
    delegation = lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, at=timezone.now())
    check()
    end_delegation_of_seat(delegation, "Về", acting_user=bloc.seatless, at=timezone.now())
    check()
    lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, at=timezone.now())
    seat = Seat.objects.select_related("unit").get(person=bloc.person("cell_secretary"))
    seating.withdraw_seat(seat, acting_user=bloc.administrator, at=timezone.now(), reason="Thôi")
    check()
    User.objects.filter(pk=bloc.cell_deputy.pk).update(is_active=False)
    check()


def asked(case: Case, key: str, at: datetime.datetime):
    return next(one for one in acts_of(case, at) if one.key == key)


def test_since_when_until_when_and_by_whom(bloc: Bloc) -> None:
    journey = Journey(bloc).to("file_check")
    at = timezone.now()
    delegation = lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, at=at)
    found = answer(bloc.person("seatless"), journey.case, asked(journey.case, "file_check.check_file", at), at=at)
    assert found.may
    (ground,) = found.ways[0].grounds
    assert ground.for_whom == "Trần Quốc Bảo"
    assert ground.since == f"{timezone.localtime(delegation.starts_at):%d/%m/%Y %H:%M}"
    assert "Trần Quốc Bảo" in ground.recorded[0]


@pytest.mark.parametrize("who", ["committee_officer", "committee_secretary"])
def test_for_whom_of_two_one_would_act_both_say_alike(bloc: Bloc, who: str) -> None:
    """One of the two introduced the candidate; who stands in for both acts for the first of them."""
    one_of_them = bloc.person(who).pk
    journey = Journey(bloc).to("verification", introducers=(one_of_them, bloc.person("cell_deputy").pk))
    for holder in (bloc.committee_officer, bloc.committee_secretary):
        lend(holder, bloc.committee_member, roles.VERIFY, at=timezone.now())
    agrees(bloc, journey, "committee_member")
    may = "verification.send_request" in told(bloc.committee_member, journey.case, timezone.now())
    assert may == (who == "committee_secretary")


def test_what_is_missing(bloc: Bloc) -> None:
    journey = Journey(bloc).to("file_check")
    at = timezone.now()
    check = asked(journey.case, "file_check.check_file", at)
    nobody = answer(bloc.person("auditor"), journey.case, check, at=at)
    assert not nobody.may
    assert nobody.ways[0].grounds == []
    assert any("Chi bộ Phòng Tổ chức cán bộ" in who for who in nobody.ways[0].givers)
    over = answer(bloc.person("former_secretary"), journey.case, check, at=at)
    assert "31/12/2009" in over.ways[0].grounds[0].missing[0]
    later = answer(
        bloc.person("cell_secretary"), journey.case, asked(journey.case, "cell_vote.record_cell_vote", at), at=at
    )
    assert later.has_right
    assert not later.may
    assert later.missing


def test_as_of_a_past_moment(bloc: Bloc) -> None:
    """Then it was so, and is no more; and the other way round."""
    before = timezone.now() - datetime.timedelta(days=3)
    journey = Journey(bloc, at=before).to("file_check")
    check = asked(journey.case, "file_check.check_file", before)
    delegation = lend(bloc.cell_secretary, bloc.seatless, roles.PREPARE_FILE, at=before)
    end_delegation_of_seat(delegation, "Về", acting_user=bloc.seatless, at=before + datetime.timedelta(days=1))
    person = bloc.person("seatless")
    assert answer(person, journey.case, check, at=before + datetime.timedelta(hours=1)).may
    now = answer(person, journey.case, check, at=timezone.now())
    assert not now.may
    assert now.ways[0].grounds[0].missing
    journey.at = timezone.now()
    journey.file_check()
    case = Case.objects.get(pk=journey.case.pk)
    assert answer(bloc.person("cell_secretary"), case, check, at=before + datetime.timedelta(hours=1)).may
    assert not answer(bloc.person("cell_secretary"), case, check, at=timezone.now()).may


def test_its_cost_does_not_grow_with_the_seats(bloc: Bloc, django_assert_max_num_queries) -> None:
    journey = Journey(bloc).to("file_check")
    at = timezone.now()
    check = asked(journey.case, "file_check.check_file", at)
    for starts in range(2001, 2009):
        day = datetime.date(starts, 1, 1)
        seat = Seat.objects.create(
            person=bloc.person("cell_secretary"), unit=bloc.cell, role="deputy", starts=day, ends=day
        )
        seating.grant([seat], by=None, at=at, reason="test")
    with django_assert_max_num_queries(14):
        found = answer(bloc.person("cell_secretary"), journey.case, check, at=at)
    assert len(found.ways[0].grounds) == 9
