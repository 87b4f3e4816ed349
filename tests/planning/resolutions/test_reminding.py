"""Those who lack something are reminded, once a day each; the notices speak both languages and end with the right."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from admission_flow.refusals import NotYours
from journal.verify import verify
from notices.kinds import rendered, still_for
from notices.models import Notice
from orgs.models import Seat
from planning.models import Reminder
from planning.resolutions.refusals import NobodyToRemind, NotInForce
from tests.people import Bloc
from tests.planning.resolutions.papers import A_DAY, Rolling


@pytest.fixture
def rolling(bloc: Bloc) -> Rolling:
    found = Rolling(bloc)
    found.issued(asks_programme=False)
    return found


def test_those_missing_are_told_once_a_day(rolling: Rolling, bloc: Bloc) -> None:
    rolling.record_all()
    rows = rolling.remind()
    assert {row.of.unit for row in rows} == {
        bloc.hospital_committee, bloc.grassroots_cell, bloc.delegated_committee, bloc.office_committee
    }  # fmt: skip
    told = {one.recipient for one in Notice.objects.filter(kind="resolution_reminder")}
    assert {bloc.hospital_secretary, bloc.hospital_officer, bloc.grassroots_cell_secretary} <= told
    assert bloc.committee_secretary not in told
    # Nobody keeps the plans of the bloc's own agencies.
    assert {row.of.unit: row.told for row in rows}[bloc.office_committee] == 0
    with pytest.raises(NobodyToRemind, match="reminded today already"):
        rolling.remind(by=bloc.standing_deputy)
    rolling.at += A_DAY
    assert len(rolling.remind()) == 4
    assert Reminder.objects.count() == 8
    assert verify().failure is None


def test_where_all_is_done_there_is_nobody(rolling: Rolling, bloc: Bloc) -> None:
    rolling.end()
    rolling.issued(scope="chosen", units=[bloc.committee.pk], asks_programme=False, number="02-NQ/ĐUK")
    rolling.record_all()
    with pytest.raises(NobodyToRemind, match="nobody to remind"):
        rolling.remind()


@pytest.mark.parametrize(
    "name", ["bloc_deputy", "training_centre", "auditor", "administrator", "seatless", "committee_secretary"]
)
def test_others_remind_nobody(rolling: Rolling, name: str) -> None:
    with pytest.raises(NotYours):
        rolling.remind(by=getattr(rolling.bloc, name))
    assert not Reminder.objects.exists()


def test_of_a_draft_and_of_what_ended_nobody_is_reminded(rolling: Rolling) -> None:
    rolling.end()
    with pytest.raises(NotInForce):
        rolling.remind()
    rolling.draft(number="02-NQ/ĐUK")
    with pytest.raises(NotInForce, match="is a draft"):
        rolling.remind()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_kind_has_its_words(rolling: Rolling, bloc: Bloc, language: str) -> None:
    rolling.remind()
    rolling.end("superseded")
    told = {one.kind: one for one in Notice.objects.filter(recipient=bloc.hospital_secretary)}
    with translation.override(language):
        neutral = rendered("nothing known", {})
        for kind in ("resolution_issued", "resolution_reminder", "resolution_ended"):
            said = rendered(kind, told[kind].params)
            assert said != neutral, kind
            assert "01-NQ/ĐUK" in said.text


def test_who_holds_the_seat_no_more_hears_no_more(rolling: Rolling, bloc: Bloc) -> None:
    rolling.remind()
    who, now = bloc.hospital_secretary, timezone.now()
    notices = list(Notice.objects.filter(recipient=who))
    assert len(still_for(who, notices, now)) == len(notices) == 2
    Seat.objects.filter(person=who.person).update(ends=rolling.today - A_DAY)
    assert still_for(who, notices, now) == {}
