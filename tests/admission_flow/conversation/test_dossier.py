"""The dossier of a case holds what was said with its versions, and not what was withdrawn."""

import pytest

from admission_flow.models import Comment
from insights.dossier.proof import proof_of
from tests.admission_flow.conversation.talking import answer, edit, say, withdraw
from tests.admission_flow.journey import Journey
from tests.people import Bloc


def test_versions_are_facts_and_withdrawn_ones_are_withheld(journey: Journey, bloc: Bloc) -> None:
    kept = say(journey, bloc.cell_secretary, "Giữ lại")
    edit(journey, kept, bloc.cell_secretary, "Giữ lại, đã sửa")
    gone = answer(journey, kept, bloc.committee_secretary, "Rút đi")
    withdraw(journey, gone, bloc.committee_secretary)
    proof = proof_of(journey.case)
    said = proof.values_of("admission_flow.commentversion")
    assert sorted(str(one["text"]) for one in said.values()) == ["Giữ lại", "Giữ lại, đã sửa"]
    assert [table for table, _key in proof.withheld] == ["admission_flow.commentversion"]
    comments = proof.values_of("admission_flow.comment")
    assert set(comments) == {kept.pk, gone.pk}
    assert "Rút đi" not in b"".join(row.document for row in proof.rows).decode()


@pytest.mark.parametrize("number", [0, 3])
def test_a_case_of_which_nothing_was_withdrawn_withholds_nothing(journey: Journey, bloc: Bloc, number: int) -> None:
    for _time in range(number):
        say(journey, bloc.cell_secretary)
    assert Comment.objects.count() == number
    assert proof_of(journey.case).withheld == []
