"""Whom the base of the cell's vote counts: all on the roll, until an edition of the regulation lets four groups out."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from admission_flow.decisions import cell
from admission_flow.decisions.given import VoteGiven
from admission_flow.models import Decision, Regulation
from journal.facts import KINDS, StoredRow
from journal.verify import verify
from tests.admission_flow.journey import Journey
from tests.people import Bloc


def edition(day: datetime.date, **values: Any) -> Regulation:
    """Another edition of the generation in force on that day, for acts from that day on."""
    now = Regulation.on(day)
    parameters = now.parameters | {
        name: {"value": value, "source": "công văn hỏi", "confidence": "sourced"} for name, value in values.items()
    }
    return Regulation.objects.create(
        code=now.code,
        name=now.name,
        in_force_from=now.in_force_from,
        parameters=parameters,
        edition=now.edition + 1,
        from_day=day,
    )


def vote(journey: Journey, votes_for: int) -> Decision:
    """8 of 12 present; three of the absent belong to the groups of the rule of elections."""
    absent = {"elsewhere": 1, "exempt": 1, "accepted": 1, "unexcused": 1}
    given = VoteGiven(journey.paper("6-KNĐ"), "cards", 8, votes_for, 8 - votes_for, absent=absent)
    return journey.do(cell.record_cell_vote, "cell_vote", given)


def test_nobody_is_let_out(bloc: Bloc) -> None:
    found = vote(Journey(bloc).to("cell_vote"), 7)
    assert (found.body_size, found.excused, found.ratio_reached) == (12, 0, False)
    rule = found.derivation[-1]
    assert (rule["numbers"]["needed"], rule["confidence"]) == (8, "unsourced")


@pytest.mark.parametrize(("votes_for", "reached"), [(6, True), (5, False)])
def test_an_edition_lets_them_out(bloc: Bloc, votes_for: int, reached: bool) -> None:
    journey = Journey(bloc).to("cell_vote")
    edition(journey.today, excused_members_subtracted=True)
    found = vote(journey, votes_for)
    assert (found.body_size, found.excused, found.ratio_reached) == (12, 3, reached)
    assert (found.derivation[-1]["numbers"]["base"], found.derivation[-1]["numbers"]["needed"]) == (9, 6)
    assert verify().holds


@pytest.mark.parametrize(
    "columns",
    [
        {"present": 13},
        {"votes_for": 9},
        {"excused": 5},
        {"issued": 8, "returned": 8},  # at a show of cards
        {"voting": "secret", "issued": 9, "returned": 8},
        {"voting": "secret", "issued": 8, "returned": 7},
        {"voting": "secret", "issued": None, "returned": 8},
        {"voting": "secret", "issued": 8, "returned": None},
    ],
)
def test_the_table_takes_no_tally_that_does_not_add_up(bloc: Bloc, columns: dict[str, Any]) -> None:
    row = vote(Journey(bloc).to("cell_vote"), 7)
    with pytest.raises(IntegrityError, match="decision_tally_adds_up"), transaction.atomic():
        Decision.objects.filter(pk=row.pk).update(**columns)
    Decision.objects.filter(pk=row.pk).update(voting="secret", issued=8, returned=8)


def test_what_was_vouched_for_before_ballots_were_counted_still_holds(bloc: Bloc) -> None:
    row = vote(Journey(bloc).to("cell_vote"), 7)
    kind = KINDS["admission_flow.decision"]
    salt = row.case.candidate.person.salt
    ballots = {"issued", "returned", "absent", "excused"}
    assert [set(kind.fields) - set(before) for before in kind.earlier] == [{"delegation"}, {"delegation", *ballots}]
    (stored,) = kind.rows([row.pk])
    assert isinstance(stored, StoredRow)
    for before in kind.earlier:
        digest = kind.digest(row.pk, {name: getattr(row, kind.column(name).attname) for name in before}, salt)
        assert stored.holds(digest)
