"""The pages of resolutions: who sees what, what each form does and refuses, what a list costs at any length."""

from __future__ import annotations

import datetime
import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from orgs.models import Unit, User
from orgs.tree import plant
from planning.models import Reminder, Resolution, ResolutionUnit, RollOutSession, UnitProgramme
from planning.resolutions.due import due_by_records
from tests.documents.samples import pdf
from tests.people import FOUNDED, Bloc, reading_english
from tests.planning.resolutions.papers import A_DAY, Rolling, paper

LIST = "/planning/resolutions/"


@pytest.fixture(autouse=True)
def _in_english(bloc: Bloc) -> None:
    reading_english()


@pytest.fixture
def rolling(bloc: Bloc, files_dir: Any) -> Rolling:
    return Rolling(bloc)


def sign_in(client: Client, user: User) -> None:
    client.force_login(User.objects.get(pk=user.pk))


def page(client: Client, user: User, address: str) -> str:
    sign_in(client, user)
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def status(client: Client, user: User, address: str) -> int:
    sign_in(client, user)
    return int(client.get(address).status_code)


def upload(name: str = "nghi-quyet.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(), content_type="application/pdf")


def facts(rolling: Rolling, **changes: Any) -> dict[str, Any]:
    def day(days: int) -> str:
        return f"{rolling.today + days * A_DAY:%d/%m/%Y}"

    given = {"number": "01-NQ/ĐUK", "dated": day(-3), "title": "Về phát triển đảng viên", "about": "Nội dung."}
    terms = {"rolled_out_until": day(30), "asks_programme": "on", "programme_until": day(60)}
    return {**given, **terms, "scope": "all", "revision": 0, **changes}


def held(rolling: Rolling, **changes: Any) -> dict[str, Any]:
    day = f"{rolling.today:%d/%m/%Y}"
    given = {
        "audience": "members",
        "held_on": day,
        "present": 10,
        "due": 20,
        "note": "Hai đồng chí đi công tác",
        "once": uuid.uuid4(),
    }
    return {**given, **changes}


def test_empty_lists_say_what_to_do(client: Client, bloc: Bloc) -> None:
    assert "Draft the first one" in page(client, bloc.office, LIST)
    assert "as soon as a committee above your unit issues one" in page(client, bloc.cell_secretary, LIST)


def test_the_frame_leads_here_whoever_sees_lists(client: Client, bloc: Bloc) -> None:
    assert f'href="{LIST}"' in page(client, bloc.cell_secretary, "/")
    assert f'href="{LIST}"' not in page(client, bloc.seatless, "/")


def test_who_has_no_seat_finds_nothing(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued(file=paper())
    part = f"{LIST}{found.pk}/units/{bloc.committee.pk}/"
    for address in (LIST, f"{LIST}{found.pk}/", f"{LIST}{found.pk}/paper/", part, f"{LIST}draft/"):
        for who in (bloc.seatless, bloc.administrator):
            assert status(client, who, address) == 404, address
        client.logout()
        assert client.get(address).status_code == 302, address


def test_from_the_draft_to_the_issue(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    sign_in(client, bloc.office)
    wrong = client.post(f"{LIST}draft/", facts(rolling, programme=SimpleUploadedFile("ct.pdf", b"no paper")))
    assert list(wrong.context["form"].errors) == ["programme"]
    sent = client.post(f"{LIST}draft/", facts(rolling, file=upload(), programme=upload("ct.pdf")))
    found = Resolution.objects.get()
    assert sent.status_code == 302
    assert sent.url == f"{LIST}{found.pk}/"
    here = f"{LIST}{found.pk}/"
    assert "Issue the resolution" not in page(client, bloc.office, here)
    assert status(client, bloc.office, f"{here}issue/") == 403
    assert status(client, bloc.committee_secretary, here) == 404
    assert client.post(f"{here}change/", facts(rolling)).status_code == 404  # signed in as the committee's secretary
    sign_in(client, bloc.office)
    assert client.post(f"{here}change/", facts(rolling, title="Tên khác")).status_code == 302
    stale = client.post(f"{here}change/", facts(rolling, title="Tên thứ ba"))
    assert stale.status_code == 409
    assert "changed since the page was opened" in stale.content.decode()
    asked = page(client, bloc.standing_deputy, f"{here}issue/")
    assert "5 units stand in its scope" in asked
    assert client.post(f"{here}issue/", {"revision": 1}).status_code == 302
    again = client.post(f"{here}issue/", {"revision": 1})
    assert again.status_code == 409
    assert "issued by" in again.content.decode()
    file = client.get(f"{here}paper/")
    assert file.content == pdf()
    assert file["Cache-Control"] == "no-store, private"
    # Whoever it concerns reads it too.
    sign_in(client, bloc.cell_secretary)
    assert client.get(f"{here}paper/").status_code == 200
    assert client.get(f"{here}programme/").content == pdf()
    for address in (here, f"{here}units/{bloc.committee.pk}/"):
        assert f'href="{here}programme/"' in page(client, bloc.committee_secretary, address)


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    sign_in(client, bloc.office)
    for changes, sentence in (
        ({"programme_until": ""}, "Say until when each unit adopts"),
        ({"dated": "31/02/2026"}, "Write the date as day/month/year"),
        ({"scope": "chosen"}, "Choose the units"),
        ({"file": SimpleUploadedFile("a.pdf", b"no paper")}, "is no PDF"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "is empty"),
    ):
        answer = client.post(f"{LIST}draft/", facts(rolling, **changes))
        assert answer.status_code == 422, changes
        assert sentence in answer.content.decode(), changes
        assert "Về phát triển đảng viên" in answer.content.decode()
    rolling.draft(dated=rolling.today - 3 * A_DAY)
    twice = client.post(f"{LIST}draft/", facts(rolling))
    assert twice.status_code == 409
    assert "of that date already" in twice.content.decode()


def test_a_file_too_large_or_with_a_path_is_refused(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    sign_in(client, bloc.office)
    with override_settings(UPLOAD_MEGABYTES=1):
        large = client.post(f"{LIST}draft/", facts(rolling, file=SimpleUploadedFile("to.pdf", b"x" * 3_000_000)))
    assert large.status_code == 413
    assert "“to.pdf” is larger than 1 MB" in large.content.decode()
    file = io.BytesIO(pdf())
    file.name = "x.pdf"
    boundary, body = "b0undary", b""
    for name, value in facts(rolling).items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="../x.pdf"\r\n'
    body += f"{head}Content-Type: application/pdf\r\n\r\n".encode() + pdf() + f"\r\n--{boundary}--\r\n".encode()
    answer = client.post(f"{LIST}draft/", body, content_type=f"multipart/form-data; boundary={boundary}")
    assert answer.status_code == 422
    assert "carries a path" in answer.content.decode()
    assert not Resolution.objects.exists()


def test_uploads_ask_for_the_token(rolling: Rolling, bloc: Bloc) -> None:
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, bloc.office)
    assert strict.post(f"{LIST}draft/", facts(rolling, file=upload())).status_code == 403
    assert not Resolution.objects.exists()


def test_the_roll_up_says_who_is_missing(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued()
    rolling.record(present=15, due=20)
    rolling.record_all(by=bloc.grassroots_cell_secretary, unit=bloc.grassroots_cell)
    rolling.upload(by=bloc.grassroots_cell_secretary, unit=bloc.grassroots_cell)
    rolling.adopt(by=bloc.grassroots_cell_secretary, unit=bloc.grassroots_cell)
    here = f"{LIST}{found.pk}/"
    whole = page(client, bloc.office, here)
    # 15 of 20 that were due by its own word, 7 of 7 in the cell, and all that the register has in the other three.
    silent = (bloc.hospital_committee, bloc.delegated_committee, bloc.office_committee)
    due = 27 + sum(due_by_records(unit, rolling.today)["members"] or 0 for unit in silent)
    shares = (f"22 / {due}", f"{2200 // due} %", "15 / 20", "75 %", "22 by the records")
    for words in ("1 of 5 units have done everything", *shares, bloc.grassroots_cell.name):
        assert words in whole, words
    # Nobody knows the boards of four units: those who have said it are all there, and it is 1 of 5 units.
    boards = whole.split("Boards of mass organisations")[1].split("</tr>")[0]
    for words in ("7 / 7", "20 %", "of units", "4 units have not said how many are due", bloc.committee.name):
        assert words in boards, words
    missing = page(client, bloc.auditor, f"{here}?show=missing")
    table = missing.split('id="units"')[1].split("</section>")[0]
    assert bloc.committee.name in table
    assert bloc.grassroots_cell.name not in table
    # The auditor reads and reminds nobody.
    assert "Remind the" not in missing
    assert "Remind the 4 units" in whole


def test_a_unit_sees_its_own_part_only(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued()
    here = f"{LIST}{found.pk}/"
    own = page(client, bloc.committee_secretary, here)
    assert bloc.committee.name in own
    for words in (bloc.hospital_committee.name, bloc.grassroots_cell.name, "units have done everything"):
        assert words not in own, words
    below = page(client, bloc.cell_secretary, here)
    assert f"{bloc.committee.name} rolls this resolution out" in below
    assert status(client, bloc.cell_secretary, f"{here}units/{bloc.committee.pk}/") == 404
    assert status(client, bloc.committee_secretary, f"{here}units/{bloc.hospital_committee.pk}/") == 404
    assert status(client, bloc.committee_auditor, f"{here}units/{bloc.committee.pk}/") == 200
    # Neither does a resolution that another committee's units roll out exist for them.
    other = rolling.draft(by=bloc.hospital_officer, unit=bloc.hospital_committee, number="02-NQ/ĐU")
    rolling.issue(by=bloc.hospital_secretary)
    assert status(client, bloc.committee_secretary, f"{LIST}{other.pk}/") == 404
    assert status(client, bloc.departmental_cell_secretary, f"{LIST}{other.pk}/") == 200


def test_ones_own_list_says_what_is_still_missing(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    rolling.issued(rolled_out_until=rolling.today - A_DAY)
    rolling.record(audience="leaders", present=3, due=3)
    shown = page(client, bloc.committee_officer, LIST)
    assert "To be done by us" in shown
    assert "committee members, party members, boards of mass organisations, programme or plan of its own" in shown
    assert shown.count("late by 1 day<") == 2
    found = f"{LIST}{rolling.found.pk}/"
    assert page(client, bloc.committee_officer, f"{found}units/{bloc.committee.pk}/").count("late by 1 day<") == 1
    assert "5 units are late." in page(client, bloc.office, found)
    rolling.record_all()
    rolling.upload()
    rolling.adopt()
    assert "To be done by us" not in page(client, bloc.committee_officer, LIST)
    # Who keeps no plans has nothing to do.
    assert "To be done by us" not in page(client, bloc.auditor, LIST)


def test_a_session_recorded_corrected_and_struck_out(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued()
    here = f"{LIST}{found.pk}/units/{bloc.committee.pk}/"
    form = page(client, bloc.committee_deputy, f"{here}record/?audience=members")
    assert '<option value="members" selected>' in form
    assert "party members: 22" in form
    once = held(rolling)
    for changes, sentence in (
        ({"note": ""}, "By the records 22 were due that day, not 20"),
        ({"present": 21}, "21 present are more than the 20 due"),
        ({"audience": "boards", "due": ""}, "The records don&#x27;t know"),
        ({"held_on": "01/01/2001"}, "before the resolution"),
    ):
        answer = client.post(f"{here}record/", once | changes)
        assert answer.status_code == 422, changes
        assert sentence in answer.content.decode(), changes
    assert client.post(f"{here}record/", once).status_code == 302
    assert client.post(f"{here}record/", once).status_code == 409
    assert client.post(f"{here}record/", {**once, "once": ""}).status_code == 409
    one = RollOutSession.objects.get()
    correct = f"{here}sessions/{one.pk}/correct/"
    assert 'value="10"' in page(client, bloc.committee_deputy, correct)
    assert client.post(correct, held(rolling, present=12, revision=0)).status_code == 302
    assert client.post(correct, held(rolling, present=13, revision=0)).status_code == 409
    shown = page(client, bloc.committee_deputy, here)
    assert "12 of 20" in shown
    assert "due by the records as of that day: 22" in shown
    strike = f"{here}sessions/{one.pk}/strike/"
    assert client.post(strike, {"revision": 1, "struck_reason": ""}).status_code == 422
    assert client.post(strike, {"revision": 1, "struck_reason": "Ghi nhầm"}).status_code == 302
    assert "Ghi nhầm" in page(client, bloc.committee_deputy, here)


def test_others_read_a_part_and_record_nothing(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued()
    one = rolling.record()
    rolling.upload()
    here = f"{LIST}{found.pk}/units/{bloc.committee.pk}/"
    for who in (bloc.auditor, bloc.office, bloc.training_centre, bloc.committee_member):
        shown = page(client, who, here)
        for words in ("Record a session", "Correct", "Adopt the programme", "Replace it"):
            assert words not in shown, (who, words)
        assert client.post(f"{here}record/", held(rolling)).status_code == 403
        assert client.post(f"{here}sessions/{one.pk}/correct/", held(rolling, revision=0)).status_code == 403
        struck = {"revision": 0, "struck_reason": "x"}
        assert client.post(f"{here}sessions/{one.pk}/strike/", struck).status_code == 403
        assert client.post(f"{here}programme/adopt/", {"revision": 1}).status_code == 403
        assert client.post(f"{here}programme/", {"revision": 1}).status_code == 403
        assert client.get(f"{here}programme/file/").status_code == 200
    assert RollOutSession.objects.get().present == 10
    # A session of another unit is not reached through one's own.
    mine = f"{LIST}{found.pk}/units/{bloc.hospital_committee.pk}/sessions/{one.pk}/strike/"
    assert status(client, bloc.hospital_secretary, mine) == 404


def test_a_programme_uploaded_replaced_and_adopted(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued()
    here = f"{LIST}{found.pk}/units/{bloc.committee.pk}/"
    day = f"{rolling.today:%d/%m/%Y}"
    given = {"number": "03-CTr/ĐU", "dated": day, "title": "Chương trình hành động", "revision": 0}
    sign_in(client, bloc.committee_officer)
    without = client.post(f"{here}programme/", given)
    assert without.status_code == 422
    assert "Choose the file" in without.content.decode()
    assert client.post(f"{here}programme/", given | {"file": upload("ct.pdf")}).status_code == 302
    assert "Adopt the programme" not in page(client, bloc.committee_officer, here)
    assert client.post(f"{here}programme/", given | {"file": upload("ct2.pdf")}).status_code == 409
    assert client.post(f"{here}programme/", given | {"title": "Bản sửa", "revision": 1}).status_code == 302
    assert "Bản sửa" in page(client, bloc.committee_secretary, here)
    assert client.post(f"{here}programme/adopt/", {"revision": 1}).status_code == 409
    assert client.post(f"{here}programme/adopt/", {"revision": 2}).status_code == 302
    assert client.post(f"{here}programme/adopt/", {"revision": 3}).status_code == 409
    assert client.get(f"{here}programme/").status_code == 409
    assert UnitProgramme.objects.get().state == "adopted"
    assert client.get(f"{here}programme/file/").content == pdf()


def test_reminders_are_sent_once_a_day(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued()
    here = f"{LIST}{found.pk}/"
    assert "Nobody was reminded yet" in page(client, bloc.office, here)
    answer = client.post(f"{here}remind/", follow=True).content.decode()
    assert "5 units were reminded" in answer
    assert "In 1 of them nobody holds a seat" in answer
    assert "reminded today; they can be reminded again from tomorrow on" in answer
    assert "Remind the" not in answer
    again = client.post(f"{here}remind/")
    assert again.status_code == 409
    assert "reminded today already" in again.content.decode()
    sign_in(client, bloc.auditor)
    assert client.post(f"{here}remind/").status_code == 403
    sign_in(client, bloc.seatless)
    assert client.post(f"{here}remind/").status_code == 404
    assert Reminder.objects.count() == 5
    Reminder.objects.update(day=rolling.today - A_DAY)
    tomorrow = page(client, bloc.office, here)
    assert f"Last reminded on {rolling.today - A_DAY:%d/%m/%Y}" in tomorrow
    assert "Remind the 5 units" in tomorrow


def test_it_ends_on_its_page(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued()
    here = f"{LIST}{found.pk}/"
    assert status(client, bloc.office, f"{here}end/") == 403
    sign_in(client, bloc.standing_deputy)
    assert client.post(f"{here}end/", {"revision": 1, "state": "superseded", "reason": ""}).status_code == 422
    ended = {"revision": 1, "state": "superseded", "reason": "Thay bằng 02-NQ/ĐUK"}
    assert client.post(f"{here}end/", ended).status_code == 302
    assert client.post(f"{here}end/", ended).status_code == 409
    shown = page(client, bloc.committee_secretary, f"{here}units/{bloc.committee.pk}/")
    assert "nothing more is recorded of it" in shown
    assert "Record a session" not in shown
    assert "Thay bằng 02-NQ/ĐUK" in page(client, bloc.committee_secretary, here)
    # From a draft one goes the same way.
    rolling.draft(number="03-NQ/ĐUK")
    assert "How it ends" not in page(client, bloc.office, f"{LIST}{rolling.found.pk}/end/")
    draft = {"revision": 0, "reason": "Soạn nhầm"}
    answer = client.post(f"{LIST}{rolling.found.pk}/end/", draft, follow=True).content.decode()
    assert "The draft is given up" in answer
    assert "Draft given up by" in answer
    assert "revoked" not in answer.lower()


def counted(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_lists_cost_the_same_at_any_length(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued()
    rolling.record_all()
    rolling.upload()
    rolling.remind()
    sign_in(client, bloc.office)
    here = f"{LIST}{found.pk}/"
    before = [counted(client, LIST), counted(client, here)]
    more = plant(
        (Unit(code=f"X{n}", kind=Unit.Kind.GRASSROOTS_CELL, name=f"Chi bộ {n}", valid_from=FOUNDED), bloc.unit)
        for n in range(30)
    )
    parts = ResolutionUnit.objects.bulk_create(ResolutionUnit(resolution=found, unit=unit) for unit in more)
    at = {"recorded_by": bloc.office, "at": rolling.at}
    RollOutSession.objects.bulk_create(
        RollOutSession(of=one, audience="members", held_on=rolling.today, present=1, due=2, once=uuid.uuid4(), **at)
        for one in parts
    )
    Reminder.objects.bulk_create(
        Reminder(of=one, day=rolling.today, told=1, sent_by=bloc.office, at=rolling.at) for one in parts
    )
    for n in range(10, 40):
        rolling.issued(number=f"{n}-NQ/ĐUK")
    assert [counted(client, LIST), counted(client, here)] == before


def test_a_units_page_costs_the_same_with_many_sessions(client: Client, rolling: Rolling, bloc: Bloc) -> None:
    found = rolling.issued()
    for _n in range(3):
        rolling.record()
    sign_in(client, bloc.committee_deputy)
    here = f"{LIST}{found.pk}/units/{bloc.committee.pk}/"
    before = counted(client, here)
    for n in range(30):
        rolling.record(held_on=rolling.today - datetime.timedelta(days=n % 20))
    assert counted(client, here) == before
