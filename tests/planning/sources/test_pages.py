"""The pages of sources: who sees which and how deep, what each form does and refuses, and what a list costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admission_flow.models import Case
from journal.models import Entry
from orgs.models import Person, User
from planning.models import Source, SourceChange, SourceReview
from tests.admission_flow.journey import Journey
from tests.admission_flow.posting import nomination_facts, typed
from tests.people import Bloc, new_person, reading_english
from tests.planning.sources.watching import A_DAY, Watching, revision

LIST = "/planning/sources/"
# Somebody of the cell who records nothing.
HELPER = 5
# Words that only who sees the file may read.
DEEP = ("Hoàn thành trước hạn", "Phụ trách phong trào", "Tiến bộ rõ", "Chuyển công tác về xã")


@pytest.fixture(autouse=True)
def _reading(bloc: Bloc) -> None:
    reading_english()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def words_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def many(watching: Watching, number: int) -> None:
    """So many more sources of the cell, as the verb would leave them."""
    people = [new_person(f"Lê Văn Số {place}") for place in range(number)]
    Person.objects.bulk_create(people)
    cell, who = watching.bloc.cell, watching.bloc.cell_secretary
    rows = Source.objects.bulk_create(
        Source(person=one, unit=cell, proposed_by="cell", since=watching.today, state_on=watching.today,
               helper_id=watching.helper(), entered_by=who, entered_at=watching.at)
        for one in people
    )  # fmt: skip
    SourceChange.objects.bulk_create(
        SourceChange(source=one, kind="entered", state="watched", day=watching.today, made_by=who, at=watching.at)
        for one in rows
    )


def told_of(watching: Watching) -> Source:
    """A source with something of everything that needs the file."""
    found = watching.help(watching.enter(), watching.helper(place=HELPER))
    watching.assess(watching.task(found))
    (mark,) = watching.marks()
    watching.review([type(mark)(mark.source, mark.revision, "keep", "Tiến bộ rõ")])
    return watching.remove(found)


@pytest.mark.parametrize("who", ["cell_secretary", "committee_officer", "organisation_board", "auditor"])
def test_who_sees_files_reads_all_of_it(bloc: Bloc, watching: Watching, who: str) -> None:
    found = told_of(watching)
    page = words_of(signed_in(getattr(bloc, who)), f"{LIST}{found.pk}/")
    assert all(words in page for words in (*DEEP, found.person.citizen_id))
    assert Entry.objects.get(verb="look_source").refs == {"source": found.pk}


@pytest.mark.parametrize("who", ["training_centre", "office"])
def test_who_sees_lists_reads_name_state_and_days(bloc: Bloc, watching: Watching, who: str) -> None:
    found = told_of(watching)
    helper = Person.objects.get(pk=watching.helper(place=HELPER)).full_name
    client = signed_in(getattr(bloc, who))
    for address in (f"{LIST}{found.pk}/", f"{LIST}?show=removed"):
        page = words_of(client, address)
        assert found.person.full_name in page
        assert "removed from the list" in page
        for words in (*DEEP, found.person.citizen_id, helper, "moved to another workplace"):
            assert words not in page, words
    assert not Entry.objects.filter(verb="look_source").exists()


@pytest.mark.parametrize("who", ["sibling_secretary", "hospital_secretary"])
def test_to_others_it_does_not_exist(bloc: Bloc, watching: Watching, who: str) -> None:
    found = watching.enter()
    client = signed_in(getattr(bloc, who))
    for part in ("", "nominate/", "list/", "remove/"):
        words_of(client, f"{LIST}{found.pk}/{part}", 404)
    assert found.person.full_name not in words_of(client, LIST)


@pytest.mark.parametrize("who", ["seatless", "administrator", "former_secretary"])
def test_who_sees_no_list_sees_no_page(bloc: Bloc, watching: Watching, who: str) -> None:
    client = signed_in(getattr(bloc, who))
    found = watching.enter()
    for address in (LIST, f"{LIST}reviews/", f"{LIST}funnel/", f"{LIST}new/", f"{LIST}{found.pk}/"):
        words_of(client, address, 404)
        assert Client().get(address).status_code == 302


def test_who_only_looks_is_offered_no_act_and_does_none(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    client = signed_in(bloc.committee_officer)
    page = words_of(client, f"{LIST}{found.pk}/")
    for act in ("list", "helper", "task", "remove", "nominate"):
        assert f"{LIST}{found.pk}/{act}/" not in page
        answer = client.post(f"{LIST}{found.pk}/{act}/", {"revision": found.revision})
        assert answer.status_code == 403
        assert "You do not hold the seat" in answer.content.decode()
    assert client.get(f"{LIST}new/").status_code == 403
    assert revision(found) == found.revision


def entering(watching: Watching, **changes: Any) -> dict[str, Any]:
    given = watching.given()
    return {
        "unit": watching.bloc.cell.pk, "full_name": given.full_name, "citizen_id": given.citizen_id,
        "birth_date": "03/02/1994", "sex": "f", "proposed_by": "youth_union", "organisation": "Đoàn cơ sở Sở Nội vụ",
        "union_number": "02-NQ/ĐTN", "union_dated": typed(watching.today - 90 * A_DAY), "since": "01/01/2026",
        "helper": watching.helper(), **changes,
    }  # fmt: skip


def test_through_the_forms(bloc: Bloc, watching: Watching) -> None:
    client = signed_in(bloc.cell_secretary)
    assert client.get(f"{LIST}new/").status_code == 200
    assert client.post(f"{LIST}new/", entering(watching)).status_code == 302
    found = Source.objects.get()
    place = f"{LIST}{found.pk}/"
    today = typed(watching.today)
    for act, facts in (
        ("list", {"day": today, "number": "05-NQ/CB"}),
        ("helper", {"day": today, "helper": watching.helper(place=1)}),
        ("task", {"what": "Phụ trách phong trào", "given_on": today, "until": today}),
    ):
        assert client.get(f"{place}{act}/").status_code == 200
        answer = client.post(f"{place}{act}/", {"revision": revision(found), **facts})
        assert (answer.status_code, answer.headers.get("Location")) == (302, place), act
    task = found.tasks.get()
    assert client.get(f"{place}tasks/{task.pk}/").status_code == 200
    facts = {"revision": revision(found), "result": "not_done", "day": today}
    assert "Say what was not done" in client.post(f"{place}tasks/{task.pk}/", facts).content.decode()
    assert client.post(f"{place}tasks/{task.pk}/", facts | {"words": "Ốm"}).status_code == 302
    late = client.post(f"{place}list/", {"revision": revision(found), "day": today})
    assert late.status_code == 409
    assert "on the sympathiser list since" in late.content.decode()
    facts = {"revision": revision(found) - 1, "day": today, "reason": "wish", "words": "Xin thôi"}
    assert client.post(f"{place}remove/", facts).status_code == 409
    assert client.post(f"{place}remove/", facts | {"revision": revision(found)}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.helper_id) == ("removed", watching.helper(place=1))


def test_nothing_typed_is_lost_when_a_form_is_refused(bloc: Bloc, watching: Watching) -> None:
    client = signed_in(bloc.cell_secretary)
    answer = client.post(f"{LIST}new/", entering(watching, citizen_id="12"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A citizen ID has exactly 12 digits." in page
    assert "Đoàn cơ sở Sở Nội vụ" in page
    facts = entering(watching)
    client.post(f"{LIST}new/", facts)
    again = client.post(f"{LIST}new/", facts)
    assert again.status_code == 409
    assert "source of this cell already" in again.content.decode()
    assert Source.objects.count() == 1


def test_the_nomination_opens_filled_and_takes_only_what_is_missing(bloc: Bloc, watching: Watching) -> None:
    client = signed_in(bloc.cell_secretary)
    client.post(f"{LIST}new/", entering(watching))
    found = Source.objects.get()
    place = f"{LIST}{found.pk}/nominate/"
    form = client.get(place).context["form"]
    shown = {name: form[name].value() for name in ("full_name", "helper", "union", "union_number")}
    assert shown == {
        "full_name": found.person.full_name, "helper": watching.helper(), "union": "youth_union",
        "union_number": "02-NQ/ĐTN",
    }  # fmt: skip
    facts = nomination_facts(Journey(bloc, at=watching.at)) | {
        "revision": found.revision, "full_name": "Somebody Else", "union": "", "citizen_id": "1",
    }  # fmt: skip
    assert client.post(place, facts | {"introducer_1_since": ""}).status_code == 422
    answer = client.post(place, facts)
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/cases/{case.pk}/"
    assert case.candidate.person == found.person
    assert case.number in words_of(client, f"{LIST}{found.pk}/")
    assert client.post(place, facts).status_code == 409


def test_the_case_shows_its_source_to_who_may_see_that(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    case = watching.nominate(found)
    part = f"{LIST}of-case/{case.pk}/"
    client = signed_in(bloc.organisation_board)
    assert part in words_of(client, f"/cases/{case.pk}/")
    assert f'href="{LIST}{found.pk}/"' in words_of(client, part)
    words_of(signed_in(bloc.hospital_secretary), part, 404)
    other = Journey(bloc, bloc.sibling_cell, bloc.sibling_secretary, at=watching.at).nominate()
    assert "came of no source" in words_of(client, f"{LIST}of-case/{other.pk}/")


def test_a_withdrawn_nomination_is_said_and_the_person_watched_again(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    journey = Journey(bloc, at=watching.at)
    journey.case = watching.nominate(found)
    journey.withdraw()
    client = signed_in(bloc.cell_secretary)
    page = words_of(client, f"{LIST}{found.pk}/")
    assert "nomination withdrawn" in page
    assert f"{LIST}{found.pk}/again/" in page
    assert found.person.full_name in words_of(client, f"{LIST}?show=failed")
    facts = {"revision": revision(found), "day": typed(watching.today)}
    assert client.post(f"{LIST}{found.pk}/again/", facts).status_code == 302
    assert found.person.full_name in words_of(client, LIST)


def test_a_case_opened_beside_it_is_offered_to_be_linked(bloc: Bloc, watching: Watching) -> None:
    given = watching.given()
    found = watching.enter(given)
    case = Journey(bloc, at=watching.at).nominate(citizen_id=given.citizen_id, full_name=given.full_name)
    client = signed_in(bloc.cell_secretary)
    page = words_of(client, f"{LIST}{found.pk}/")
    assert case.number in page
    assert f"{LIST}{found.pk}/link/" in page
    assert f"{LIST}{found.pk}/nominate/" not in page
    assert client.post(f"{LIST}{found.pk}/link/", {"revision": found.revision}).status_code == 302
    assert Source.objects.get().case == case


def test_filters_and_names(bloc: Bloc, watching: Watching) -> None:
    watching.help(watching.enter(full_name="Lê Thị An"))
    watching.enter(full_name="Đỗ Văn Bình", proposed_by="trade_union", organisation="Công đoàn Sở Nội vụ")
    watching.put_on_list(watching.enter(full_name="Hồ Thị Chi"))
    client = signed_in(bloc.organisation_board)

    def names(query: str) -> set[str]:
        return {row.found.person.full_name for row in client.get(LIST + query).context["list"].rows}

    assert names("") == {"Lê Thị An", "Đỗ Văn Bình", "Hồ Thị Chi"}
    assert names("?show=listed") == {"Hồ Thị Chi"}
    assert names("?helper=missing") == {"Đỗ Văn Bình", "Hồ Thị Chi"}
    assert names("?by=trade_union") == {"Đỗ Văn Bình"}
    assert names("?review=missing") == {"Lê Thị An", "Đỗ Văn Bình", "Hồ Thị Chi"}
    assert names(f"?unit={bloc.committee.pk}&show=watched") == {"Lê Thị An", "Đỗ Văn Bình"}
    assert names(f"?unit={bloc.hospital_committee.pk}") == set()
    assert names("?show=nothing&by=x&unit=zz&page=99&first=2026-99") == {"Lê Thị An", "Đỗ Văn Bình", "Hồ Thị Chi"}
    watching.review()
    assert names("?review=missing") == set()
    watching.enter(full_name="Vũ Thị Giang")
    assert names("?review=missing") == {"Vũ Thị Giang"}
    page = client.get(LIST).context["list"]
    months = {row.found.person.full_name: row.reviewed for row in page.rows}
    assert (months["Lê Thị An"], months["Vũ Thị Giang"]) == (watching.month, None)
    assert page.cells_missing == 0
    sought = client.post(LIST, {"q": "do van"})
    assert "do" not in sought.headers["Location"]
    assert names(sought.headers["Location"].removeprefix(LIST)) == {"Đỗ Văn Bình"}


def test_the_review_through_its_form(bloc: Bloc, watching: Watching) -> None:
    found = watching.enter()
    client, above = signed_in(bloc.cell_secretary), signed_in(bloc.committee_officer)
    place = f"{LIST}review/{bloc.cell.pk}/{watching.month:%Y-%m}/"
    assert place in words_of(client, LIST)
    assert "1 cell has not reviewed its sources" in words_of(above, LIST)
    assert place not in words_of(above, f"{LIST}reviews/?show=missing")
    assert bloc.cell.name in words_of(above, f"{LIST}reviews/?show=missing")
    assert "born 03/02/1994" in words_of(client, place)
    key = found.pk
    facts = {
        "held_on": typed(watching.today), f"revision-{key}": found.revision, f"verdict-{key}": "remove",
        f"reason-{key}": "", f"remark-{key}": "",
    }  # fmt: skip
    page = client.post(place, facts)
    assert page.status_code == 422
    assert "Choose the reason." in page.content.decode()
    assert f"{found.person.full_name} (03/02/1994), " in page.content.decode()
    assert above.post(place, facts).status_code == 403
    assert client.post(place, {"held_on": typed(watching.today)}).status_code == 409
    facts |= {f"reason-{key}": "wish", f"remark-{key}": "Xin thôi"}
    assert client.post(place, facts).status_code == 302
    assert client.post(place, facts).status_code == 409
    assert SourceReview.objects.count() == 1
    page_of_reviews = words_of(above, f"{LIST}reviews/")
    assert "0 kept, 0 put on the list, 1 removed" in page_of_reviews
    assert "Xin thôi" not in page_of_reviews
    for wrong in ("2001-01", "2999-12", "xx", "2026-13"):
        words_of(client, f"{LIST}review/{bloc.cell.pk}/{wrong}/", 404)
    words_of(signed_in(bloc.hospital_secretary), place, 404)


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}?review=missing&helper=missing", f"{LIST}reviews/", f"{LIST}funnel/", "page", "review"]
)
def test_as_many_statements_whatever_the_rows(bloc: Bloc, watching: Watching, address: str) -> None:
    found = watching.help(watching.enter())
    many(watching, 2)
    client = signed_in(bloc.cell_secretary)
    places = {"page": f"{LIST}{found.pk}/", "review": f"{LIST}review/{bloc.cell.pk}/{watching.month:%Y-%m}/"}
    place = places.get(address, address)
    client.get(place)  # which writes when the session was last used
    before = statements(client, place)
    many(watching, 30)
    for _time in range(5 if address == "page" else 0):
        watching.task(found)
    assert statements(client, place) == before


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
