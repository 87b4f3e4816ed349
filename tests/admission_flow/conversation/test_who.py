"""Who reads the conversation, who writes in it, and until when."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.decisions.conversation import ConversationOver, ReadsOnly
from admission_flow.models import Case, Comment
from admission_flow.refusals import NotYours
from tests.admission_flow.conversation.talking import answer, door, html, say, tab, typed
from tests.admission_flow.journey import Journey
from tests.people import Bloc

WRITE = ["cell_deputy", "committee_secretary", "committee_member", "committee_officer", "bloc_secretary",
         "standing_member", "organisation_board"]  # fmt: skip
READ = ["committee_auditor", "auditor"]
ELSEWHERE = ["hospital_secretary", "sibling_secretary", "training_centre", "office", "former_secretary", "seatless",
             "administrator"]  # fmt: skip


@pytest.mark.parametrize("who", WRITE)
def test_seats_of_the_cases_way_write(journey: Journey, bloc: Bloc, who: str) -> None:
    begun = say(journey, bloc.cell_secretary)
    assert answer(journey, begun, getattr(bloc, who)).reply_to == begun


@pytest.mark.parametrize("who", READ)
def test_inspectors_read_only(client: Client, journey: Journey, bloc: Bloc, who: str) -> None:
    say(journey, bloc.cell_secretary, "Đọc được")
    with pytest.raises(ReadsOnly):
        say(journey, getattr(bloc, who))
    page = html(client, tab(journey), by=getattr(bloc, who))
    assert "Đọc được" in page
    assert "<textarea" not in page
    response = client.post(door(journey), typed("Không được"))
    assert response.status_code == 403
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("who", ELSEWHERE)
def test_nobody_else_does_either(client: Client, journey: Journey, bloc: Bloc, who: str) -> None:
    """Who sees the case in lists only doesn't see that there is a conversation."""
    begun = say(journey, bloc.cell_secretary, "Không phải cho ai cũng đọc")
    with pytest.raises(NotYours):
        say(journey, getattr(bloc, who))
    client.force_login(getattr(bloc, who))
    assert "Không phải cho ai" not in client.get(tab(journey)).content.decode()
    assert client.post(door(journey), typed("Tôi cũng viết")).status_code == 404
    for act in ("answer", "edit", "withdraw"):
        assert client.post(f"{door(journey)}{begun.pk}/{act}/", typed("Tôi")).status_code == 404, act
    assert Comment.objects.count() == 1


def test_a_closed_case_is_spoken_of_for_thirty_days(client: Client, journey: Journey, bloc: Bloc) -> None:
    journey.withdraw()
    now = timezone.now()
    journey.at = now
    begun = say(journey, bloc.cell_secretary)
    closed = now - datetime.timedelta(days=31)
    Case.objects.filter(pk=journey.case.pk).update(closed_at=now - datetime.timedelta(days=30))
    assert answer(journey, begun, bloc.cell_deputy)
    Case.objects.filter(pk=journey.case.pk).update(closed_at=closed)
    with pytest.raises(ConversationOver):
        say(journey, bloc.cell_secretary)
    page = html(client, tab(journey), by=bloc.cell_secretary)
    assert "its conversation ended on" in page
    assert "<textarea" not in page
    assert client.post(door(journey), typed("Muộn")).status_code == 409
