"""The registers of the rooms below as files: the rows of their pages, with their filters, to who sees the page."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from insights.term_report.deciding import draft_report
from insights.term_report.period import Period
from journal.models import Entry
from orgs.models import User
from tests.admission_flow.many import statements
from tests.meetings.sittings import Held
from tests.people import Bloc, all_joined_long_ago
from tests.planning.plans.test_pages import make
from tests.planning.resolutions.papers import A_DAY, Rolling
from tests.planning.sources.watching import Watching
from tests.training.classes import Centre, waiting
from training.models import TrainingClass

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(bloc: Bloc) -> None:
    User.objects.update(language="en")


def as_csv(client: Client, who: User, which: str, query: str = "") -> list[dict[str, str]]:
    client.force_login(who)
    response = client.get(f"/insights/registers/{which}.csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.fixture
def closed(bloc: Bloc) -> Centre:
    """A class with a candidate of two cells, over and closed."""
    centre = Centre(bloc)
    centre.held([*waiting(bloc), *waiting(bloc, unit="sibling_cell")])
    centre.close()
    return centre


def test_classes_and_their_certificates(client: Client, bloc: Bloc, closed: Centre) -> None:
    (row,) = as_csv(client, bloc.training_centre, "classes")
    assert (row["Number"], row["Kind"], row["State"], row["Attended"]) == ("01-2026", "Awareness class", "Closed", "2")
    assert as_csv(client, bloc.training_centre, "classes", "?show=planned") == []
    assert len(as_csv(client, bloc.training_centre, "certificates")) == 2
    (own,) = as_csv(client, bloc.sibling_secretary, "certificates")
    assert (own["Unit"], own["Class"], own["Signed by"]) == (bloc.sibling_cell.name, "01-2026", "Tạ Thị Yến")
    assert own["Number"]


def test_meetings_name_no_candidate(client: Client, bloc: Bloc) -> None:
    held = Held(bloc).with_cases(1).called()
    name = held.journeys[0].case.candidate.person.full_name
    (row,) = as_csv(client, bloc.standing_deputy, "meetings")
    assert (row["Body"], row["Cases"], row["Status"]) == (bloc.unit.name, "1", "Called")
    assert name not in str(row)
    assert as_csv(client, bloc.hospital_officer, "meetings") == []


def test_resolutions_with_the_units_that_are_done(client: Client, bloc: Bloc, files_dir: Any) -> None:
    rolling = Rolling(bloc)
    rolling.issued()
    (row,) = as_csv(client, bloc.office, "resolutions", "?show=issued")
    assert (row["Number"], row["State"]) == (rolling.found.number, "In force")
    assert int(row["Units of its scope"]) > int(row["Units done"])
    assert as_csv(client, bloc.office, "resolutions", "?show=draft") == []
    day = rolling.today
    rolling.record(present=12, due=22, held_on=day - 2 * A_DAY)
    rolling.record(present=10, due=22, held_on=day - A_DAY)
    rolling.upload()
    rows = as_csv(client, bloc.office, "roll-out", f"?resolution={rolling.found.pk}")
    assert len(rows) == 5 * 4
    told = {row["Audience"]: row for row in rows if row["Code"] == bloc.committee.code}
    members, leaders = told["Party members"], told["Secretaries and deputies"]
    names = ("Number present", "Number due", "By the records", "Done on", "Programme or plan", "State")
    assert [members[name] for name in names] == ["22", "22", "22", f"{day - A_DAY:%d/%m/%Y}", "03-CTr/ĐU", "Uploaded"]
    assert [leaders[name] for name in names] == ["0", "", "5", "", "03-CTr/ĐU", "Uploaded"]
    # A unit takes its own part only; who does not see the resolution, or gives no id, finds nothing.
    own = as_csv(client, bloc.committee_secretary, "roll-out", f"?resolution={rolling.found.pk}&show=missing")
    assert {row["Code"] for row in own} == {bloc.committee.code}
    assert Entry.objects.filter(verb="export_list").latest("seq").refs["resolution"] == str(rolling.found.pk)
    page = client.get(f"/planning/resolutions/{rolling.found.pk}/").content.decode()
    assert f"/insights/registers/roll-out.xlsx?resolution={rolling.found.pk}" in page
    draft = rolling.draft(number="02-NQ/ĐUK")
    for query in (f"?resolution={draft.pk}", "?resolution=x", "?resolution=99999999999", ""):
        assert client.get(f"/insights/registers/roll-out.csv{query}").status_code == 404, query


def test_plans_by_unit(client: Client, bloc: Bloc) -> None:
    all_joined_long_ago()
    make(bloc, 7)
    rows = {row["Code"]: row for row in as_csv(client, bloc.office, "plans")}
    assert (rows["SNV"]["Assigned from above"], rows["SNV"]["Admitted"]) == ("7", "0")
    assert set(rows) >= {"DUK", "SNV", "HNB"}
    (own,) = as_csv(client, bloc.grassroots_cell_secretary, "plans")
    assert own["Code"] == "HNB"


def test_sources_with_their_helper_to_who_sees_the_file(client: Client, bloc: Bloc) -> None:
    watching = Watching(bloc)
    found = watching.help(watching.enter())
    (row,) = as_csv(client, bloc.cell_secretary, "sources")
    assert found.helper is not None
    assert (row["Person"], row["State"]) == (found.person.full_name, "Under watch")
    assert row["Helper"] == found.helper.full_name
    assert found.person.citizen_id not in str(row)
    assert as_csv(client, bloc.cell_secretary, "sources", "?show=removed") == []
    assert as_csv(client, bloc.sibling_secretary, "sources") == []
    (shallow,) = as_csv(client, bloc.office, "sources")
    assert shallow["Helper"] == "assigned"
    client.force_login(bloc.cell_secretary)
    assert "/insights/registers/sources.csv" in client.get("/planning/sources/").content.decode()
    whole, committee = as_csv(client, bloc.organisation_board, "source_funnel", "?first=abc")
    assert (whole["Unit"], committee["Unit"]) == (bloc.unit.name, bloc.committee.name)
    assert (whole["Entered as a source"], whole["Nominated"]) == ("1", "0")
    page = client.get(f"/planning/sources/funnel/?unit={bloc.committee.pk}").content.decode()
    assert f"/insights/registers/source_funnel.xlsx?unit={bloc.committee.pk}&amp;first=" in page


def test_reports_that_are_kept(client: Client, bloc: Bloc) -> None:
    period = Period(datetime.date(2020, 1, 1), datetime.date(2020, 12, 31))
    made = draft_report(bloc.unit.pk, period, acting_user=bloc.office, at=timezone.now())
    (row,) = as_csv(client, bloc.auditor, "reports")
    assert (row["Title"], row["Unit"]) == (made.title, bloc.unit.name)
    assert (row["Number"], row["Last day"], row["State"]) == ("", "31/12/2020", "Draft")
    assert as_csv(client, bloc.sibling_secretary, "reports") == []
    client.force_login(bloc.auditor)
    assert "/insights/registers/reports.xlsx" in client.get("/reports/").content.decode()


def test_who_does_not_see_the_page_gets_no_file(client: Client, bloc: Bloc) -> None:
    for which in ("classes", "certificates", "meetings", "resolutions", "plans", "sources", "source_funnel", "reports"):
        page = {"certificates": "classes", "resolutions": "planning/resolutions", "plans": "planning/plans"}
        page |= {"sources": "planning/sources", "source_funnel": "planning/sources/funnel"}
        client.force_login(bloc.seatless)
        expected = client.get(f"/{page.get(which, which)}/").status_code
        got = client.get(f"/insights/registers/{which}.csv").status_code
        assert got == expected, which
    assert client.get("/insights/registers/others.csv").status_code == 404
    assert client.get("/insights/registers/classes.pdf").status_code == 404


def test_who_took_it_stands_in_the_journal(client: Client, bloc: Bloc) -> None:
    as_csv(client, bloc.auditor, "classes", "?show=closed")
    entry = Entry.objects.get(verb="export_list")
    told = {key: entry.refs[key] for key in ("list", "kind", "rows", "filters")}
    assert told == {"list": "classes", "kind": "csv", "rows": 0, "filters": "?show=closed"}


def test_many_classes_cost_no_more_statements(client: Client, bloc: Bloc) -> None:
    day, now = timezone.localdate(), timezone.now()
    as_csv(client, bloc.training_centre, "classes")
    found = []
    for first, number in ((0, 1), (1, 200)):
        TrainingClass.objects.bulk_create(
            TrainingClass(
                unit=bloc.unit,
                kind="awareness",
                number=f"{n}",
                name="=1+1",
                starts=day,
                ends=day + datetime.timedelta(days=1),
                place="Hội trường",
                capacity=10,
                planned_by=bloc.training_centre,
                planned_at=now,
            )
            for n in range(first, first + number)
        )
        with CaptureQueriesContext(connection) as captured:
            rows = as_csv(client, bloc.training_centre, "classes")
        found.append(statements(captured))
    assert len(rows) == 201
    assert {row["Class"] for row in rows} == {"'=1+1"}
    assert found[0] == found[1]
