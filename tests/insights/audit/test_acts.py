"""The journal across cases: what the filters find, how it leaves as a file, and that looking is recorded."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from admission_flow.models import Regulation
from insights.audit.access import reach_of
from insights.audit.streams import acts_in
from journal.looking import looked
from orgs.models import User
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.journey import Journey
from tests.insights.audit.conftest import AT, entry_of, looks, now, read, signed_in, walk
from tests.people import Bloc, add_members, make_person, make_user

pytestmark = pytest.mark.django_db


def verbs(who: User, query: str) -> list[str]:
    """Of the acts that the filters find, as the exported file lists them."""
    lines = read(who, f"/audit/export.csv{query}").lstrip("\ufeff").splitlines()
    return [row["Act"] for row in csv.DictReader(lines)]


def test_all_acts_newest_first_with_who_and_where(bloc: Bloc, journey: Journey) -> None:
    shown = read(bloc.committee_auditor, "/audit/")
    names = [entry.verb for entry in acts_in(reach_of(bloc.committee_auditor, now()))]
    assert len(names) == 6
    places = [
        shown.index(f"/audit/acts/{entry_of(journey, verb).pk}/") for verb in ("check_file", "declare", "nominate")
    ]
    assert places == sorted(places)
    for words in ("Trần Quốc Bảo", "Secretary, Chi bộ Phòng Tổ chức cán bộ", journey.case.number, "04/03/2026 10:00"):
        assert words in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?verb=nominate", 1),
        ("?verb=nonsense", 6),
        ("?outcome=fit", 1),
        ("?outcome=admitted", 0),
        ("?show=decisions", 6),
        ("?show=behalf", 0),
        ("?since=05/03/2026&until=06/03/2026", 2),
        ("?since=06/03/2026&until=05/03/2026", 6),
        ("?until=03/03/2026", 0),
        ("?rules=nonsense", 6),
        ("?person=999999", 0),
        ("?person=%27%20or%201=1", 6),
        ("?case=0", 0),
    ],
)
def test_filters(bloc: Bloc, journey: Journey, query: str, found: int) -> None:
    assert len(verbs(bloc.auditor, query)) == found


def test_by_person_unit_and_rules(bloc: Bloc, journey: Journey) -> None:
    assert len(verbs(bloc.auditor, f"?person={bloc.training_centre.pk}")) == 1
    assert len(verbs(bloc.auditor, f"?unit={bloc.committee.pk}")) == 6
    assert len(verbs(bloc.auditor, f"?unit={bloc.sibling_cell.pk}")) == 0
    # Of a unit that the committee's auditor doesn't read, the filter is as if it had not been given.
    assert len(verbs(bloc.committee_auditor, f"?unit={bloc.hospital_committee.pk}")) == 6
    judged_by = journey.case.decisions.earliest("pk").regulation.code
    other = Regulation.objects.exclude(code=judged_by).earliest("pk").code
    assert len(verbs(bloc.auditor, f"?rules={judged_by}")) == 6
    assert len(verbs(bloc.auditor, f"?rules={other}")) == 0


def test_on_behalf_of_somebody_away(bloc: Bloc, journey: Journey) -> None:
    lend(bloc.cell_secretary, bloc.cell_deputy, "record_vote", at=journey.at)
    with journey.acting_as(bloc.cell_deputy):
        journey.cell_vote()
    assert verbs(bloc.auditor, "?show=behalf") == []  # the deputy has a seat of the own
    journey.wait(1)
    lend(bloc.committee_secretary, bloc.committee_member, "approve_grassroots", at=journey.at)
    with journey.acting_as(bloc.committee_member):
        journey.grassroots_approval()
    assert len(verbs(bloc.auditor, "?show=behalf")) == 1
    # Who was away is found as well as who stood in.
    assert len(verbs(bloc.auditor, f"?person={bloc.committee_secretary.pk}")) == 1
    assert f"on behalf of {bloc.person('committee_secretary').full_name}" in read(bloc.auditor, "/audit/?show=behalf")


def test_words_stay_in_the_session(bloc: Bloc, journey: Journey) -> None:
    client = signed_in(bloc.committee_auditor)
    name = journey.case.candidate.person.full_name
    to = client.post("/audit/", {"q": name})
    assert to.headers["Location"] == "/audit/?find=1"
    assert f"/audit/acts/{entry_of(journey, 'nominate').pk}/" in client.get("/audit/?find=1").content.decode()
    client.post("/audit/", {"q": "Không Có Ai"})
    assert "No act matches" in client.get("/audit/?find=2").content.decode()
    client.post("/audit/", {"q": "Quốc Bảo"})
    assert f"?person={bloc.cell_secretary.pk}" in client.get("/audit/?find=3").content.decode()
    assert all(look.refs in ({"words": True}, {}) for look in looks(bloc.committee_auditor))


def test_what_is_written_into_the_address_is_kept_out_of_the_journal(bloc: Bloc, journey: Journey) -> None:
    """A name typed as a filter is none; only what the list understood is recorded."""
    who, name = bloc.auditor, "Nguyễn+Văn+An"
    given = ("person", "unit", "verb", "outcome", "rules", "case", "odd", "since", "until", "show", "page", "find")
    for address in ("/audit/", "/audit/export.csv", "/audit/files/", "/audit/unusual/"):
        read(who, address + "?" + "&".join(f"{one}={name}" for one in given))
    assert len(looks(who)) == 4
    assert "Nguy" not in str([look.refs for look in looks(who)])


def test_what_was_done_here_stays_to_be_read_after_a_transfer(bloc: Bloc, journey: Journey) -> None:
    journey.transfer("delegated_cell")
    journey.wait(1)
    journey.opinions()
    after = entry_of(journey, "transfer")

    here = list(acts_in(reach_of(bloc.committee_auditor, now())).order_by("pk"))
    assert here[-1] == after
    shown = read(bloc.committee_auditor, "/audit/")
    assert "moved away since" in shown
    assert journey.case.candidate.person.full_name not in shown
    assert signed_in(bloc.committee_auditor).get(f"/audit/acts/{after.pk}/").status_code == 404
    assert acts_in(reach_of(bloc.auditor, now())).count() == len(here) + 1


def test_the_statement_does_not_grow_with_what_moved_away(bloc: Bloc, journey: Journey) -> None:
    def statement() -> tuple[str, int]:
        sql, values = acts_in(reach_of(bloc.committee_auditor, now())).query.sql_with_params()
        return sql, len(values)

    journey.transfer("delegated_cell")
    one = statement()
    others = [walk(Journey(bloc, at=AT), "declaration") for _number in range(3)]
    for other in others:
        other.transfer("delegated_cell")
    assert len(reach_of(bloc.committee_auditor, now()).moved_away) == 4
    assert statement() == one
    # Each by the moment of its own leaving.
    before = acts_in(reach_of(bloc.committee_auditor, now())).count()
    others[1].wait(1)
    others[1].declaration()
    assert acts_in(reach_of(bloc.committee_auditor, now())).count() == before
    journey.wait(1)
    with journey.acting_as(bloc.delegated_cell_secretary):
        journey.opinions()
    assert acts_in(reach_of(bloc.committee_auditor, now())).count() == before


def people_found(who: User, words: str) -> str:
    client = signed_in(who)
    shown = client.get(client.post("/audit/", {"q": words}).headers["Location"]).content.decode()
    return shown.partition("Acts of a person")[2].partition("</p>")[0]


def test_who_decided_from_above_is_found_by_name(bloc: Bloc, journey: Journey) -> None:
    """The committee's auditor reads what the bloc decided on the committee's cases."""
    who, decider = bloc.committee_auditor, bloc.standing_deputy
    assert people_found(who, "Thu Trang") == ""  # nothing done here so far
    walk(journey, "ceremony")
    elsewhere = Journey.in_unit(bloc, "delegated_cell", at=AT)
    elsewhere.nominate()
    link = f"?person={decider.pk}"
    assert link in people_found(who, "Thu Trang")
    assert decider.display_name in people_found(who, "nguyen thi")
    assert verbs(who, link) == ["Recorded the decision of the standing committee: admitted"]
    # Who acted in other units' cases only is nobody here; whoever reads everything knows both.
    name = bloc.person("delegated_cell_secretary").full_name
    assert people_found(who, name) == ""
    assert name in people_found(bloc.auditor, name)


def test_for_whom_somebody_from_above_was_away_is_found_too(bloc: Bloc, journey: Journey) -> None:
    walk(journey, "bloc_decision")
    lend(bloc.standing_deputy, bloc.bloc_deputy, "decide_bloc", at=journey.at)
    with journey.acting_as(bloc.bloc_deputy):
        journey.bloc_decision()
    for one in (bloc.standing_deputy, bloc.bloc_deputy):
        assert f"?person={one.pk}" in people_found(bloc.committee_auditor, one.display_name), one


def test_of_many_of_one_name_few_are_shown_and_few_looked_at(
    bloc: Bloc, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(journey, "ceremony")
    for _number in range(12):
        make_user(make_person("Nguyễn Thị Thu Trang"))
    monkeypatch.setattr("insights.audit.acts.MOST_LOOKED_AT", 20)
    assert people_found(bloc.committee_auditor, "Thu Trang").count("?person=") == 1
    for number in range(12):
        add_members(bloc.cell, [one := make_person(f"Nguyễn Thị Thu Trang {number}")])
        make_user(one)
    assert people_found(bloc.committee_auditor, "Thu Trang").count("?person=") == 10


def test_an_empty_journal_says_so(bloc: Bloc) -> None:
    User.objects.update(language="en")
    assert "No act yet" in read(bloc.auditor, "/audit/")
    assert "No act matches" in read(bloc.auditor, "/audit/?verb=nominate")


def test_a_period_that_ends_before_it_begins_is_a_sentence(bloc: Bloc, journey: Journey) -> None:
    assert "The period ends before it begins" in read(bloc.auditor, "/audit/?since=06/03/2026&until=05/03/2026")


def test_export_as_workbook_and_as_lines(bloc: Bloc, journey: Journey) -> None:
    found = signed_in(bloc.auditor).get("/audit/export.xlsx?verb=nominate")
    sheet = load_workbook(io.BytesIO(b"".join(found.streaming_content))).active
    head, line = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head[:4] == ["When", "Case", "Unit", "Act"]
    assert line[:4] == [
        datetime.datetime(2026, 3, 4, 10, 0),
        journey.case.number,
        "Chi bộ Phòng Tổ chức cán bộ",
        "Nominated the candidate and opened the case",
    ]
    assert line[-1] == entry_of(journey, "nominate").hash
    name = journey.case.candidate.person.full_name
    assert name not in read(bloc.auditor, "/audit/export.csv")
    assert signed_in(bloc.auditor).get("/audit/export.pdf").status_code == 404
    assert signed_in(bloc.auditor).head("/audit/export.csv").status_code == 405


def test_too_many_for_a_file(bloc: Bloc, journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("insights.audit.views.acts.MOST_ROWS", 5)
    refused = signed_in(bloc.auditor).get("/audit/export.csv")
    assert refused.status_code == 409
    assert "too many for one file" in refused.content.decode()
    assert [look.verb for look in looks(bloc.auditor)] == []
    assert len(verbs(bloc.auditor, "?until=07/03/2026")) <= 5


def test_looking_is_recorded_once_a_minute_and_an_export_each_time(bloc: Bloc, journey: Journey) -> None:
    who = bloc.auditor
    for _time in range(2):
        read(who, "/audit/?verb=nominate")
    read(who, f"/audit/?person={bloc.cell_secretary.pk}")
    for _time in range(2):
        verbs(who, "?verb=nominate")
    story = entry_of(journey, "nominate")
    for _time in range(2):
        read(who, f"/audit/acts/{story.pk}/")
    found = [(look.verb, look.refs) for look in looks(who)]
    assert found[:2] == [
        ("audit_acts", {"verb": "nominate"}),
        ("audit_acts", {"person": str(bloc.cell_secretary.pk)}),
    ]
    assert [verb for verb, _refs in found[2:]] == ["audit_acts_exported", "audit_acts_exported", "audit_story"]
    assert found[2][1]["filters"] == {"verb": "nominate"}
    assert found[-1][1] == {"case": journey.case.number, "case_id": journey.case.pk, "entry": story.pk}
    assert all(look.actor_id == who.pk for look in looks(who))


def test_the_same_look_a_minute_later_is_another(bloc: Bloc) -> None:
    for seconds in (0, 59, 60, 61):
        looked("audit_files", {}, acting_user=bloc.auditor, at=AT + datetime.timedelta(seconds=seconds))
    assert len(looks(bloc.auditor)) == 2


def test_more_acts_cost_no_more_statements(bloc: Bloc, journey: Journey) -> None:
    def statements(address: str) -> int:
        client = signed_in(bloc.committee_auditor)
        client.get(address)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(address).status_code == 200
        return len(taken)

    addresses = ("/audit/", "/audit/?show=decisions", "/audit/files/", "/audit/unusual/")
    before = [statements(address) for address in addresses]
    walk(Journey(bloc, bloc.sibling_cell, bloc.sibling_secretary, at=AT), "bloc_appraisal")
    walk(Journey(bloc, at=AT), "ceremony")
    assert [statements(address) for address in addresses] == before
