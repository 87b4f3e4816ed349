"""What stands out: each kind with a case that does and one that doesn't, all made by verbs."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from admission_flow.models import Decision, Introduction, Regulation
from insights.audit import unusual
from insights.audit.access import reach_of
from insights.audit.streams import acts_in
from orgs import seating
from orgs.models import DayOff, User
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.insights.audit.conftest import AT, entry_of, looks, now, read, walk
from tests.people import Bloc

pytestmark = pytest.mark.django_db

MINUTE = datetime.timedelta(minutes=1)


def standing_out(kind: str, bloc: Bloc, who: User | None = None) -> list[str]:
    """Verbs of the acts of this kind, in their order."""
    acts = unusual.BY_NAME[kind].of(acts_in(reach_of(who or bloc.auditor, now())))
    return list(acts.order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def nominated(bloc: Bloc) -> Journey:
    User.objects.update(language="en")
    walked = Journey(bloc, at=AT)
    walked.nominate()
    return walked


def test_concluded_within_minutes(bloc: Bloc, nominated: Journey) -> None:
    nominated.at += 9 * MINUTE
    nominated.course()
    nominated.at += 10 * MINUTE
    nominated.declaration()
    assert standing_out("quick", bloc) == ["record_certificate"]


def test_what_the_system_opens_and_closes_at_once_is_not_quick(bloc: Bloc, nominated: Journey) -> None:
    walk(nominated, "cell_vote").transfer()
    assert standing_out("quick", bloc) == []


def keep_apart(*pairs: str, acts: QuerySet[Decision] | None = None) -> None:
    """These acts, or all, as if they had been judged by an edition in which these pairs have to be two persons', and
    the verbs had not asked: else there were nothing to find."""
    acts = Decision.objects.all() if acts is None else acts
    newest = Regulation.objects.filter(code=acts[0].regulation.code).latest("edition")
    asked = newest.parameters["independent_pairs"] | {"value": list(pairs)}
    edition = Regulation.objects.create(
        code=newest.code,
        name=newest.name,
        in_force_from=newest.in_force_from,
        edition=newest.edition + 1,
        from_day="2099-01-01",  # the verbs go on by the one before
        parameters=newest.parameters | {"independent_pairs": asked},
    )
    acts.update(regulation=edition)


def verified_by(journey: Journey, who: User) -> None:
    walk(journey, "opinions")
    with journey.acting_as(who):
        journey.verification()


BOTH = ["record_verification", "approve_grassroots"]


def test_two_persons_in_two_parts_do_not_stand_out(bloc: Bloc, nominated: Journey) -> None:
    walk(nominated, "bloc_appraisal")
    keep_apart("verified/appraised", "introduced/verified", "introduced/appraised")
    assert standing_out("both_sides", bloc) == []


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        (("verified/appraised",), BOTH),
        (("introduced/decided", "appraised/verified"), BOTH),  # whichever is named first
        (("verified/decided", "appraised/decided", "introduced/verified", "introduced/decided"), []),  # as it is today
        ((), []),
    ],
)
def test_one_person_in_two_parts(bloc: Bloc, nominated: Journey, pairs: tuple[str, ...], found: list[str]) -> None:
    verified_by(nominated, bloc.committee_secretary)
    keep_apart(*pairs)
    assert standing_out("both_sides", bloc) == []  # one part so far
    walk(nominated, "bloc_appraisal")
    keep_apart(*pairs)
    assert standing_out("both_sides", bloc) == found


@pytest.mark.parametrize(("listed_for", "found"), [("grassroots_approval", BOTH), ("verification", [])])
def test_a_pair_is_judged_by_the_generation_of_its_later_act(
    bloc: Bloc, nominated: Journey, listed_for: str, found: list[str]
) -> None:
    verified_by(nominated, bloc.committee_secretary)
    walk(nominated, "bloc_appraisal")
    keep_apart()
    keep_apart("verified/appraised", acts=nominated.case.decisions.filter(step=listed_for))
    assert standing_out("both_sides", bloc) == found


@pytest.mark.parametrize(("pair", "found"), [("verified/appraised", BOTH), ("verified/decided", [])])
def test_one_person_in_two_parts_through_who_stood_in(
    bloc: Bloc, nominated: Journey, pair: str, found: list[str]
) -> None:
    verified_by(nominated, bloc.committee_secretary)
    walk(nominated, "grassroots_approval")
    lend(bloc.committee_secretary, bloc.committee_member, "approve_grassroots", at=nominated.at)
    with nominated.acting_as(bloc.committee_member):
        nominated.grassroots_approval()
    keep_apart(pair)
    assert standing_out("both_sides", bloc) == found


def test_who_stood_in_took_a_part_too(bloc: Bloc, nominated: Journey) -> None:
    """Verified on behalf of the officer, appraised from the own seat."""
    walk(nominated, "opinions")
    lend(bloc.committee_officer, bloc.committee_deputy, "verify", at=nominated.at)
    with nominated.acting_as(bloc.committee_deputy):
        nominated.verification()
    walk(nominated, "grassroots_approval")
    with nominated.acting_as(bloc.committee_deputy):
        nominated.grassroots_approval()
    assert standing_out("both_sides", bloc) == []
    keep_apart("verified/appraised")
    assert standing_out("both_sides", bloc) == BOTH


@pytest.mark.parametrize(
    ("pair", "found"), [("introduced/verified", ["record_verification"]), ("introduced/appraised", [])]
)
def test_an_introducer_who_verified(bloc: Bloc, nominated: Journey, pair: str, found: list[str]) -> None:
    verified_by(nominated, bloc.committee_officer)
    introduction = nominated.case.introductions.filter(kind="member").first()
    introduction.introducer = bloc.person("committee_officer")
    introduction.save(update_fields=["introducer"])
    keep_apart(pair)
    assert standing_out("both_sides", bloc) == found


@pytest.mark.parametrize(
    ("pair", "found"), [("introduced/verified", ["record_verification"]), ("introduced/decided", [])]
)
def test_who_verified_and_introduced_afterwards(bloc: Bloc, nominated: Journey, pair: str, found: list[str]) -> None:
    """Judged by what the replacement used: here another edition than that of the verification."""
    verified_by(nominated, bloc.committee_officer)
    nominated.wait(1)
    nominated.replace_introducer(bloc.person("cell_deputy").pk)
    Introduction.objects.filter(case=nominated.case, replaces__isnull=False).update(
        introducer=bloc.person("committee_officer")
    )
    keep_apart()
    keep_apart(pair, acts=nominated.case.decisions.filter(outcome="replaced"))
    assert standing_out("both_sides", bloc) == found


def test_two_cases_are_two_things(bloc: Bloc, nominated: Journey) -> None:
    """Who verified the one and approved the other took one part in each."""
    verified_by(nominated, bloc.committee_secretary)
    other = Journey(bloc, bloc.sibling_cell, bloc.sibling_secretary, at=AT)
    walk(other, "bloc_appraisal")
    keep_apart("verified/appraised")
    assert standing_out("both_sides", bloc) == []


@pytest.mark.parametrize(
    ("day", "hour", "minute", "stands_out"),
    [
        (4, 6, 59, True),
        (4, 7, 0, False),
        (4, 17, 59, False),
        (4, 18, 0, True),
        (7, 10, 0, True),  # a Saturday
        (14, 10, 0, False),  # a Saturday that is worked
        (5, 10, 0, True),  # a Thursday off
    ],
)
def test_out_of_hours(bloc: Bloc, day: int, hour: int, minute: int, stands_out: bool) -> None:
    DayOff.objects.create(day="2026-03-14", works=True, name="Làm bù")
    DayOff.objects.create(day="2026-03-05", name="Nghỉ")
    Journey(bloc, at=AT.replace(day=day, hour=hour, minute=minute)).nominate()
    assert standing_out("out_of_hours", bloc) == (["nominate"] if stands_out else [])


def test_returned_again_and_again(bloc: Bloc, nominated: Journey) -> None:
    walk(nominated, "cell_vote")
    for times in (1, 2, 3):
        assert standing_out("many_returns", bloc) == [], times
        nominated.send_back("cell_vote")
        nominated.wait(1).supplement()
        walk(nominated, "cell_vote")
    assert standing_out("many_returns", bloc) == ["return_for_supplement"] * 3


def test_a_delegation_used_within_the_hour(bloc: Bloc, nominated: Journey) -> None:
    walk(nominated, "grassroots_approval")
    lend(bloc.committee_secretary, bloc.committee_member, "approve_grassroots", at=nominated.at)
    nominated.at += 59 * MINUTE
    with nominated.acting_as(bloc.committee_member):
        nominated.grassroots_approval()
    assert standing_out("new_right", bloc) == ["approve_grassroots"]


def test_a_delegation_used_later(bloc: Bloc, nominated: Journey) -> None:
    walk(nominated, "grassroots_approval")
    lend(bloc.committee_secretary, bloc.committee_member, "approve_grassroots", at=nominated.at)
    nominated.at += 61 * MINUTE
    with nominated.acting_as(bloc.committee_member):
        nominated.grassroots_approval()
    assert standing_out("new_right", bloc) == []


@pytest.mark.parametrize(("minutes", "found"), [(30, ["record_certificate"]), (90, [])])
def test_a_seat_used_as_soon_as_given(bloc: Bloc, nominated: Journey, minutes: int, found: list[str]) -> None:
    person = bloc.person("bloc_deputy")
    given = (person, bloc.unit, "training_centre", AT.date(), None)
    nominated.wait(1)
    seating.appoint(*given, acting_user=bloc.administrator, at=nominated.at, reason="Bổ nhiệm")
    nominated.at += minutes * MINUTE
    with nominated.acting_as(bloc.bloc_deputy):
        nominated.course()
    assert standing_out("new_right", bloc) == found


def test_the_page_counts_and_leads_to_the_acts(bloc: Bloc, nominated: Journey) -> None:
    nominated.at += 5 * MINUTE
    nominated.course()
    period = "since=01/03/2026&until=31/03/2026"
    shown = read(bloc.committee_auditor, f"/audit/unusual/?{period}")
    assert "Worth a second look, not a finding." in shown
    href = "/audit/?since=01%2F03%2F2026&amp;until=31%2F03%2F2026&amp;odd=quick"
    assert href in shown
    acts = read(bloc.committee_auditor, href.replace("&amp;", "&"))
    assert f"/audit/acts/{entry_of(nominated, 'record_certificate').pk}/" in acts
    assert f"/audit/acts/{entry_of(nominated, 'nominate').pk}/" not in acts
    assert "less than 10 minutes after" in acts
    assert looks(bloc.committee_auditor)[0].refs == {"since": "2026-03-01", "until": "2026-03-31"}
    assert "odd=quick" not in read(bloc.committee_auditor, "/audit/unusual/?until=01/03/2026")


def test_more_than_a_list_counts_is_not_counted(
    bloc: Bloc, nominated: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(2):
        Journey(bloc, at=AT.replace(hour=20)).nominate()
    period = "/audit/unusual/?since=01/03/2026&until=31/03/2026"
    with CaptureQueriesContext(connection) as taken:
        assert "2 acts<" in read(bloc.auditor, period)
    counts = [one["sql"] for one in taken if one["sql"].startswith("SELECT COUNT(*)") and "journal_entry" in one["sql"]]
    assert len(counts) == len(unusual.KINDS)
    assert all("LIMIT 10000" in one for one in counts)
    for module in ("acts", "views.unusual"):
        monkeypatch.setattr(f"insights.audit.{module}.COUNTED", 2)
    assert "2 acts or more<" in read(bloc.auditor, period)


def test_another_units_acts_are_not_counted(bloc: Bloc) -> None:
    elsewhere = Journey.in_unit(bloc, "delegated_cell", at=AT)
    elsewhere.nominate()
    elsewhere.course()
    assert standing_out("quick", bloc) == ["record_certificate"]
    assert standing_out("quick", bloc, bloc.committee_auditor) == []
