"""A text of characters that nobody sees is no text."""

import pytest

from tests.admission_flow.journey import Journey
from tests.people import Bloc

UNSEEN = "\u200b\u2060\ufeff\u3164\u2800"


@pytest.mark.parametrize("reason", [UNSEEN, f" {UNSEEN} "])
def test_a_withdrawal_needs_a_reason_to_be_read(client, bloc: Bloc, reason: str) -> None:
    journey = Journey(bloc).to("course")
    client.force_login(bloc.cell_secretary)
    form = {"dated": f"{journey.today:%d/%m/%Y}", "reason": reason}
    assert client.post(f"/cases/{journey.case.pk}/withdraw/", form).status_code == 422
    journey.case.refresh_from_db()
    assert journey.case.is_open


def test_what_is_seen_is_kept_composed(client, bloc: Bloc) -> None:
    journey = Journey(bloc).to("course")
    client.force_login(bloc.cell_secretary)
    form = {"dated": f"{journey.today:%d/%m/%Y}", "reason": f"Chuye\u0302\u0309n{UNSEEN} công tác"}
    assert client.post(f"/cases/{journey.case.pk}/withdraw/", form).status_code == 302
    assert journey.case.decisions.latest("pk").reason == "Chuyển công tác"
