"""The pages of a class: who sees what, what each form does and refuses, and what the page of a case shows of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admission_flow.models import Case, Paper
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.people import Bloc, reading_english
from tests.training.classes import A_DAY, Centre, waiting
from training.models import Attendance, Certificate, Enrolment, TrainingClass


@pytest.fixture(autouse=True)
def _in_english(bloc: Bloc) -> None:
    reading_english()


@pytest.fixture
def centre(bloc: Bloc) -> Centre:
    return Centre(bloc)


def sign_in(client: Client, user: User) -> None:
    client.force_login(User.objects.get(pk=user.pk))


def page(client: Client, user: User, address: str) -> str:
    sign_in(client, user)
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def name_of(case: Case, name: str) -> str:
    """Gives the candidate a name of his or her own."""
    person = case.candidate.person
    person.full_name = name
    person.save()
    return name


def programme(*rows: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {"sessions-TOTAL_FORMS": len(rows), "sessions-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        given |= {f"sessions-{place}-{name}": value for name, value in row.items()}
    return given


def facts(**changes: Any) -> dict[str, Any]:
    day = f"{timezone.localdate():%d/%m/%Y}"
    given = {"number": "05-2026", "name": "Lớp khóa V", "starts": day, "ends": day, "place": "Hội trường"}
    rows = programme(
        {"title": "Bài 1", "periods": 5, "day": day, "half": "morning"},
        {"title": "Bài 2", "periods": 5, "day": day, "half": "afternoon"},
        {"title": "", "periods": ""},
    )
    return {**given, "capacity": 20, "asks_percent": 80, **rows, **changes}


def test_empty_lists_say_what_to_do(client: Client, bloc: Bloc) -> None:
    assert "Plan the first one" in page(client, bloc.training_centre, "/classes/")
    assert "as soon as the training centre plans one" in page(client, bloc.cell_secretary, "/classes/")


def test_the_place_among_the_places(client: Client, bloc: Bloc) -> None:
    assert 'href="/classes/"' in page(client, bloc.cell_secretary, "/")
    assert 'href="/classes/"' not in page(client, bloc.seatless, "/")


def test_strangers_find_no_class(client: Client, bloc: Bloc, centre: Centre) -> None:
    found = centre.plan()
    for stranger in (bloc.seatless, bloc.administrator, bloc.former_secretary):
        sign_in(client, stranger)
        for address in ("", "plan/", f"{found.pk}/", f"{found.pk}/enrol/", f"{found.pk}/close/"):
            assert client.get(f"/classes/{address}").status_code == 404, address
    sign_in(client, bloc.training_centre)
    assert client.get(f"/classes/{found.pk + 1}/").status_code == 404
    client.logout()
    assert client.get(f"/classes/{found.pk}/").status_code == 302


def test_a_cell_sees_its_own_candidates_only(client: Client, bloc: Bloc, centre: Centre) -> None:
    (own,), (other,) = waiting(bloc), waiting(bloc, unit="departmental_cell")
    mine, theirs = name_of(own, "Lò Thị Mỷ"), name_of(other, "Giàng A Páo")
    found = centre.plan()
    enrolled = {one.case_id: one for one in centre.enrol([own, other])}
    shown = page(client, bloc.cell_secretary, f"/classes/{found.pk}/")
    assert mine in shown
    assert theirs not in shown
    assert "1 more place is taken by another unit" in shown
    assert "28 places left" in shown
    for whole in (bloc.training_centre, bloc.organisation_board):
        assert theirs in page(client, whole, f"/classes/{found.pk}/")
    sign_in(client, bloc.cell_secretary)
    foreign = enrolled[other.pk].pk
    assert client.get(f"/classes/{found.pk}/enrolments/{foreign}/take-out/").status_code == 404
    assert client.post(f"/classes/{found.pk}/enrol/", {"cases": [other.pk]}).status_code == 403


def test_whose_case_has_gone_another_way_is_marked(client: Client, bloc: Bloc, centre: Centre) -> None:
    journey = Journey(bloc).to("course")
    found = centre.plan()
    centre.enrol([journey.case])
    words = "The case does not wait for this course"
    assert words not in page(client, bloc.training_centre, f"/classes/{found.pk}/")
    journey.course()
    assert words in page(client, bloc.training_centre, f"/classes/{found.pk}/")


def test_acts_of_the_centre_are_refused_to_a_cell(client: Client, bloc: Bloc, centre: Centre) -> None:
    found = centre.plan()
    centre.enrol(waiting(bloc))
    session = centre.sessions()[0]
    sign_in(client, bloc.cell_secretary)
    for address in ("change/", "cancel/", "results/", "close/", f"sessions/{session.pk}/attendance/"):
        for response in (client.get(f"/classes/{found.pk}/{address}"), client.post(f"/classes/{found.pk}/{address}")):
            assert response.status_code == 403, address
            assert "You do not hold the seat" in response.content.decode()
    assert client.get("/classes/plan/").status_code == 403


def test_planned_with_the_draft_of_the_guideline(client: Client, bloc: Bloc) -> None:
    shown = page(client, bloc.training_centre, "/classes/plan/")
    assert "61-HD/BTGTW" in shown
    assert shown.count('value="Lesson') == 6
    assert "their periods are not known" in page(client, bloc.training_centre, "/classes/plan/?kind=new_member")
    assert client.post("/classes/plan/", facts(capacity="0")).status_code == 422
    more = client.post("/classes/plan/", facts(more="1"))
    assert more.status_code == 200
    assert 'name="sessions-5-title"' in more.content.decode()
    response = client.post("/classes/plan/", facts())
    found = TrainingClass.objects.get()
    assert response.headers["Location"] == f"/classes/{found.pk}/"
    assert [one.title for one in found.sessions.all()] == ["Bài 1", "Bài 2"]
    again = client.post("/classes/plan/", facts())
    assert again.status_code == 409
    assert "number 05-2026 already" in again.content.decode()
    assert TrainingClass.objects.count() == 1


def test_without_a_last_day_the_class_ends_with_its_last_session(client: Client, bloc: Bloc) -> None:
    sign_in(client, bloc.training_centre)
    rows = programme(*({"title": f"Bài {place}", "periods": 5, "day": "", "half": ""} for place in range(1, 5)))
    client.post("/classes/plan/", facts(**rows, ends="", starts="06/05/2030"))
    found = TrainingClass.objects.get()
    assert [(one.day.day, one.half[0]) for one in found.sessions.all()] == [(6, "m"), (6, "a"), (7, "m"), (7, "a")]
    assert found.ends.day == 7


def test_changed_and_laid_anew(client: Client, bloc: Bloc, centre: Centre) -> None:
    found = centre.plan()
    assert "Bài 4" in page(client, bloc.training_centre, f"/classes/{found.pk}/change/")
    sent = facts(starts="06/05/2030", ends="")
    assert client.post(f"/classes/{found.pk}/change/", sent).status_code == 422
    assert client.post(f"/classes/{found.pk}/change/", sent | {"anew": "on"}).status_code == 302
    found.refresh_from_db()
    assert (found.number, found.starts.year, found.ends) == ("05-2026", 2030, found.starts)


def test_enrolled_by_ticks_and_taken_out(client: Client, bloc: Bloc, centre: Centre) -> None:
    cases = waiting(bloc, 2)
    held = Journey(bloc).to("course")
    held.hold()
    name = name_of(cases[0], "Lò Thị Mỷ")
    found = centre.plan(capacity=1)
    shown = page(client, bloc.cell_secretary, f"/classes/{found.pk}/enrol/")
    assert name in shown
    assert "do=present_certificate" in shown
    assert f'value="{held.case.pk}"' not in shown
    address = f"/classes/{found.pk}/enrol/"
    assert client.post(address, {}).status_code == 422
    full = client.post(address, {"cases": [case.pk for case in cases]})
    assert full.status_code == 422
    assert "1 place left, and 2 candidates" in full.content.decode()
    assert full.content.decode().count(" checked") == 2
    assert client.post(address, {"cases": [cases[0].pk]}).status_code == 302
    assert client.post(address, {"cases": [cases[0].pk]}).status_code == 409
    out = f"/classes/{found.pk}/enrolments/{Enrolment.objects.get().pk}/take-out/"
    assert client.post(out, {"reason": " "}).status_code == 422
    assert client.post(out, {"reason": "Đi công tác"}).status_code == 302
    assert client.post(out, {"reason": "Đi công tác"}).status_code == 409
    assert "Đi công tác" in page(client, bloc.cell_secretary, f"/classes/{found.pk}/")


def test_attendance_of_a_session_on_one_page(client: Client, bloc: Bloc, centre: Centre) -> None:
    found = centre.plan()
    one, other = centre.enrol(waiting(bloc, 2))
    session = centre.sessions()[0]
    address = f"/classes/{found.pk}/sessions/{session.pk}/attendance/"
    shown = page(client, bloc.training_centre, address)
    assert shown.count(" checked") == 2
    sent = {"of": f"{one.pk} {other.pk}", f"present-{one.pk}": "on", f"reason-{other.pk}": "ốm"}
    assert client.post(address, sent).status_code == 302
    assert dict(Attendance.objects.values_list("enrolment", "present")) == {one.pk: True, other.pk: False}
    centre.enrol(waiting(bloc))
    stale = client.post(address, sent)
    assert stale.status_code == 422
    assert "no longer the one you filled in" in stale.content.decode()
    assert f'value="{" ".join(str(row.pk) for row in centre.live())}"' in stale.content.decode()
    sign_in(client, bloc.training_centre)
    assert client.get(f"/classes/{found.pk}/sessions/0/attendance/").status_code == 404


def test_results_little_by_little(client: Client, bloc: Bloc, centre: Centre) -> None:
    found = centre.plan()
    one, other = centre.enrol(waiting(bloc, 2))
    sign_in(client, bloc.training_centre)
    address, of = f"/classes/{found.pk}/results/", f"{one.pk} {other.pk}"
    assert client.post(address, {"of": of, f"grade-{one.pk}": "good"}).status_code == 302
    assert client.post(address, {"of": of, f"grade-{one.pk}": "brilliant"}).status_code == 422
    assert dict(Enrolment.objects.values_list("pk", "grade")) == {one.pk: "good", other.pk: ""}


def test_the_closing_says_beforehand_what_will_happen(client: Client, bloc: Bloc, centre: Centre) -> None:
    held = Journey(bloc).to("course")
    enrolled = centre.held([*waiting(bloc, 3), held.case])
    centre.grade(enrolled[0])
    address = f"/classes/{centre.found.pk}/close/"
    held.hold()
    shown = page(client, bloc.training_centre, address)
    assert "To be settled first" in shown
    assert " disabled" in shown
    sent = {"issued_on": f"{centre.today:%d/%m/%Y}", "signed_by": "Tạ Thị Yến", "last_used": "30"}
    assert client.post(address, sent).status_code == 422
    assert not Certificate.objects.exists()
    held.resume()
    look = client.post(address, sent | {"look": "1"})
    last = centre.today.replace(year=centre.today.year + 5) - A_DAY
    for words in ("3 certificates, numbers 31-CN/TTCT to 33-CN/TTCT", f"Valid to {last:%d/%m/%Y}", "1 did not pass"):
        assert words in look.content.decode(), words
    tomorrow = f"{centre.today + A_DAY:%d/%m/%Y}"
    assert client.post(address, sent | {"issued_on": tomorrow}).status_code == 422
    done = client.post(address, sent, follow=True)
    assert "3 certificates were issued, numbers 31-CN/TTCT to 33-CN/TTCT" in done.content.decode()
    assert client.post(address, sent).status_code == 409
    assert Paper.objects.filter(code="CN-NTVĐ").count() == 3
    assert f"valid to {last:%d/%m/%Y}" in page(client, bloc.cell_secretary, f"/classes/{centre.found.pk}/")


def test_cancelled_with_its_reason(client: Client, bloc: Bloc, centre: Centre) -> None:
    found = centre.plan()
    sign_in(client, bloc.training_centre)
    assert client.post(f"/classes/{found.pk}/cancel/", {"reason": ""}).status_code == 422
    assert client.post(f"/classes/{found.pk}/cancel/", {"reason": "Không đủ học viên"}).status_code == 302
    assert client.post(f"/classes/{found.pk}/cancel/", {"reason": "Không đủ học viên"}).status_code == 409
    assert "Không đủ học viên" in page(client, bloc.cell_secretary, f"/classes/{found.pk}/")


def test_the_case_leads_to_its_class(client: Client, bloc: Bloc, centre: Centre) -> None:
    (case,) = waiting(bloc)
    address = f"/classes/of-case/{case.pk}/"
    assert f'href="{address}"' in page(client, bloc.cell_secretary, f"/cases/{case.pk}/")
    assert "No class is planned yet" in page(client, bloc.cell_secretary, address)
    found = centre.plan()
    assert f'href="/classes/{found.pk}/enrol/"' in page(client, bloc.cell_secretary, address)
    assert f'href="/classes/{found.pk}/enrol/"' not in page(client, bloc.committee_secretary, address)
    centre.enrol([case])
    assert f'href="/classes/{found.pk}/"' in page(client, bloc.cell_secretary, address)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert centre.found.name in part
    sign_in(client, bloc.sibling_secretary)
    assert client.get(address).status_code == 404


def test_as_many_statements_for_many_rows_as_for_few(client: Client, bloc: Bloc, centre: Centre) -> None:
    cases = waiting(bloc, 4)
    centre.held(cases[:1], capacity=30)
    found = centre.found
    session = centre.sessions()[0]
    addresses = ["", f"{found.pk}/", f"{found.pk}/enrol/", f"{found.pk}/results/", f"{found.pk}/close/",
                 f"{found.pk}/sessions/{session.pk}/attendance/", f"{found.pk}/change/"]  # fmt: skip
    sign_in(client, bloc.training_centre)

    def counted() -> list[int]:
        numbers = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert client.get(f"/classes/{address}").status_code == 200
            numbers.append(len(captured))
        return numbers

    counted()
    few = counted()
    centre.enrol(cases[1:3])
    centre.attend()
    centre.grade()
    Centre(bloc).plan(number="02-2026")
    waiting(bloc, 3)
    assert counted() == few
    assert max(few) <= 25, dict(zip(addresses, few, strict=True))
