"""The extract of the minutes: what became of one case, of the others nothing, for who sees that file."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from admission_flow.paper_forms.catalogue import FORMS
from documents import store
from documents.forms import office
from documents.forms.preview import text_of
from journal.models import Entry
from meetings.models import Item, Meeting
from tests.admission_flow.paper_forms.conftest import whole_text
from tests.documents.forms.templates import template
from tests.documents.test_store import alter
from tests.meetings.sittings import Held
from tests.people import Bloc


@pytest.fixture
def held(bloc: Bloc) -> Held:
    """Two cases before the standing committee: one admitted, one adjourned."""
    held = Held(bloc).with_cases(2).seated({-1: "accepted"})
    one, other = held.items
    held.record(held.result(one, held.here), held.result(other, result="adjourned", reason="Chờ ý kiến Ban Nội chính"))
    return held.closed()


def address(item: Item) -> str:
    return f"/meetings/{item.meeting_id}/items/{item.pk}/extract/"


def items(held: Held) -> list[Item]:
    return list(held.meeting.items.select_related("case__candidate__person", "number").order_by("place"))


def test_what_it_says_and_what_not(client: Client, bloc: Bloc, held: Held) -> None:
    one, other = items(held)
    person = other.case.candidate.person
    person.full_name = "Trần Văn Khác"
    person.save(update_fields=["full_name"])
    client.force_login(bloc.auditor)
    answer = client.get(address(one))
    assert answer["Content-Disposition"] == f'attachment; filename="TBB {one.case.number}.docx"'
    told = text_of(answer.content)
    meeting = Meeting.objects.select_related("minutes_number", "chair", "secretary").get()
    assert meeting.minutes_number
    assert f"Số {meeting.minutes_number.symbol}" in told
    assert f"có mặt: {held.here}; vắng: 1." in told
    assert f"tán thành {held.here}, không tán thành 0" in told
    assert one.number
    assert one.number.symbol in told
    assert meeting.chair
    assert meeting.secretary
    assert meeting.chair.full_name in told
    assert meeting.secretary.full_name in told
    assert one.case.candidate.person.full_name in told
    assert "Trần Văn Khác" not in told
    for mark in ("{{", "{%", "None", "……, ngày……"):
        assert mark not in whole_text(answer.content)
    adjourned = text_of(client.get(address(other)).content)
    assert "Chờ ý kiến Ban Nội chính" in adjourned
    first, second = Entry.objects.filter(stream=f"user:{bloc.auditor.pk}", verb="download_form").order_by("seq")
    assert (first.refs["case"], second.refs["case"]) == (one.case.number, other.case.number)
    assert first.refs["form"] == "TBB"


def test_who_sees_the_file_gets_it_and_finds_it(client: Client, bloc: Bloc, held: Held) -> None:
    one, _other = items(held)
    statuses = {"cell_secretary": 200, "standing_deputy": 200, "committee_secretary": 200, "auditor": 200}
    others = ("sibling_secretary", "training_centre", "office", "administrator", "seatless", "former_secretary")
    for who, status in (statuses | dict.fromkeys(others, 404)).items():
        client.force_login(getattr(bloc, who))
        assert (who, client.get(address(one)).status_code) == (who, status)
    client.force_login(bloc.cell_secretary)
    assert address(one) in client.get(f"/meetings/of-case/{one.case_id}/").content.decode()
    assert f"/meetings/of-case/{one.case_id}/" in client.get(f"/cases/{one.case_id}/forms/").content.decode()
    client.force_login(bloc.standing_deputy)
    assert address(one) in client.get(f"/meetings/{one.meeting_id}/").content.decode()
    client.logout()
    assert client.get(address(one)).status_code == 302


def test_there_is_none_of_what_no_minutes_tell(client: Client, bloc: Bloc, held: Held) -> None:
    one, _other = items(held)
    again = Held(bloc).with_cases(1).seated().voted()
    (open_item,) = again.items
    client.force_login(bloc.standing_deputy)
    assert client.get(address(open_item)).status_code == 404
    assert address(open_item) not in client.get(f"/meetings/of-case/{open_item.case_id}/").content.decode()
    assert client.get(f"/meetings/{again.meeting.pk}/items/{one.pk}/extract/").status_code == 404
    assert client.get(f"/meetings/{one.meeting_id}/items/999999999/extract/").status_code == 404
    assert client.post(address(one)).status_code == 405
    assert client.head(address(one)).status_code == 405


def test_with_a_template_of_the_office(client: Client, bloc: Bloc, held: Held, files_dir: object) -> None:
    one, _other = items(held)
    given = (template("Trích: {{ full_name }}"), "mau.docx", FORMS["tbb"].fields)
    row = office.upload_template("TBB", *given, acting_user=bloc.administrator, at=timezone.now())
    client.force_login(bloc.auditor)
    assert text_of(client.get(address(one)).content) == f"Trích: {one.case.candidate.person.full_name}"
    assert row.file
    alter(store.path_of(row.file.sha256))
    answer = client.get(address(one))
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (500, True)
