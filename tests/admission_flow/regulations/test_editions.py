"""An administrator adds generations and editions by verbs; each act is judged by the edition of its day."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from admission_flow.decisions import regulations
from admission_flow.decisions.rule_values import ValueGiven
from admission_flow.models import Decision, Regulation
from admission_flow.refusals import InvalidFacts
from admission_flow.rules.parameters import DEFINITIONS
from journal.models import Entry
from journal.verify import verify
from orgs.refusals import NotYours
from tests.admission_flow.journey import Journey
from tests.admission_flow.regulations.given import BEGAN, NEWEST, add_edition, sourced, values
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

ONE_DAY = datetime.timedelta(days=1)
LATER = datetime.date(2027, 1, 1)


def test_a_new_generation_is_in_force_from_its_day(bloc: Bloc) -> None:
    given = ("20-QĐ/TW", "Quy định 20-QĐ/TW", LATER, values(min_age_years=sourced(19)))
    row = regulations.add_generation(*given, acting_user=bloc.administrator, at=timezone.now())
    assert (Regulation.on(LATER), Regulation.on(LATER - ONE_DAY).code) == (row, NEWEST)
    assert set(row.parameters) == set(DEFINITIONS)
    assert row.parameters["min_age_years"]["value"] == 19
    entry = Entry.objects.get(stream="office:1", verb="add_generation")
    assert (entry.actor, entry.refs["code"]) == (bloc.administrator, "20-QĐ/TW")
    assert verify().failure is None


def test_a_generation_begins_after_all_others_and_has_a_number_of_its_own(bloc: Bloc) -> None:
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        regulations.add_generation(NEWEST, "-", BEGAN, values(), acting_user=bloc.administrator, at=timezone.now())
    assert set(refused.value.errors) == {"code", "in_force_from"}


def test_a_generation_has_all_its_values(bloc: Bloc) -> None:
    given = values(cell_ratio=sourced("half"))
    del given["introducers"]
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        regulations.add_generation("20-QĐ/TW", "-", LATER, given, acting_user=bloc.administrator, at=timezone.now())
    assert set(refused.value.errors) == {"cell_ratio", "introducers"}


def test_an_edition_that_begins_in_the_middle_judges_from_its_day_on(bloc: Bloc) -> None:
    day = datetime.date(2026, 3, 1)
    second = add_edition(bloc, day, cell_ratio=sourced("3/4"))
    assert (second.edition, second.why, second.in_force_from) == (2, "15-CV/BTCTW", BEGAN)
    assert Regulation.on(day - ONE_DAY).parameters["cell_ratio"]["value"] == "2/3"
    assert Regulation.on(day).parameters["cell_ratio"]["value"] == "3/4"
    changed = [name for name in DEFINITIONS if second.parameters[name] != Regulation.on(BEGAN).parameters[name]]
    assert changed == ["cell_ratio"]


@pytest.mark.parametrize(
    ("code", "day", "fits"),
    [
        ("232-QĐ/TW", datetime.date(2025, 1, 19), False),
        ("232-QĐ/TW", datetime.date(2025, 1, 20), True),
        ("232-QĐ/TW", datetime.date(2025, 6, 30), True),
        ("232-QĐ/TW", datetime.date(2025, 7, 1), False),
        (NEWEST, datetime.date(2030, 1, 1), True),
    ],
)
def test_an_edition_begins_while_its_generation_is_in_force(
    bloc: Bloc, code: str, day: datetime.date, fits: bool
) -> None:
    if fits:
        assert add_edition(bloc, day, code, min_age_years=sourced(19)).from_day == day
        return
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        add_edition(bloc, day, code, min_age_years=sourced(19))
    assert set(refused.value.errors) == {"from_day"}


def test_an_edition_changes_something_and_says_why(bloc: Bloc) -> None:
    with nothing_written(), pytest.raises(InvalidFacts, match="No value differs"):
        add_edition(bloc)
    with nothing_written(), pytest.raises(InvalidFacts, match="Write why"):
        regulations.add_edition(
            NEWEST, BEGAN, {"introducers": sourced(3)}, " ", acting_user=bloc.administrator, at=timezone.now()
        )


def test_a_source_and_how_sure_it_is_go_together(bloc: Bloc) -> None:
    without = ValueGiven(19, "", "sourced")
    with pytest.raises(InvalidFacts) as refused:
        add_edition(bloc, min_age_years=without)
    assert set(refused.value.errors) == {"min_age_years__source"}
    beside = ValueGiven(19, "20-QĐ/TW", "unsourced")
    with pytest.raises(InvalidFacts) as refused:
        add_edition(bloc, min_age_years=beside)
    assert set(refused.value.errors) == {"min_age_years__confidence"}


@pytest.mark.parametrize("who", ["organisation_board", "bloc_secretary", "cell_secretary", "auditor"])
def test_nobody_else_keeps_the_rules(bloc: Bloc, who: str) -> None:
    with nothing_written(), pytest.raises(NotYours):
        regulations.add_edition(
            NEWEST, BEGAN, {"introducers": sourced(3)}, "-", acting_user=getattr(bloc, who), at=timezone.now()
        )


def test_a_decision_keeps_the_edition_it_used(bloc: Bloc) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    old = Decision.objects.get(case=journey.case, step="cell_vote")
    kept = (old.derivation, old.regulation_id)
    second = add_edition(bloc, committee_ratio=sourced("3/4"), cell_ratio=sourced("3/4"))
    new = journey.grassroots_approval()
    vote = next(row for row in new.derivation if row["rule"] == "committee_vote")
    assert (new.regulation, vote["edition"]) == (second, 2)
    assert [(one["name"], one["value"]) for one in vote["used"]] == [("committee_ratio", "3/4")]
    old.refresh_from_db()
    assert (old.derivation, old.regulation_id) == kept
    assert {row["edition"] for row in old.derivation} == {1}
    assert verify().failure is None


@pytest.mark.parametrize(("begins_in", "edition", "needed"), [(0, 2, 9), (1, 1, 8)])
def test_an_act_is_judged_by_the_edition_of_the_day_it_is_dated(
    bloc: Bloc, begins_in: int, edition: int, needed: int
) -> None:
    add_edition(bloc, timezone.localdate() + begins_in * ONE_DAY, cell_ratio=sourced("3/4"))
    decision = Journey(bloc).to("cell_vote").cell_vote()
    vote = next(row for row in decision.derivation if row["rule"] == "cell_vote")
    assert (decision.regulation.edition, vote["edition"], vote["numbers"]["needed"]) == (edition, edition, needed)
