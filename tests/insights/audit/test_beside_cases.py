"""What is done beside the cases: in sittings, classes and units, as far as an auditor reads and with links as far as
they may open."""

from __future__ import annotations

import csv
import datetime
import re
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admission_flow.decisions.office_calendar import change_day
from insights.audit.access import reach_of
from insights.audit.streams import CASES, CLASSES, EVERYTHING, SITTINGS, UNITS, acts_of
from insights.audit.wording import names_of
from journal.models import Entry
from journal.record import append
from orgs import seating
from orgs.models import DayOff, UnitPermission, User
from tests.admission_flow.delegated.lending import lend
from tests.documents.office import letter
from tests.insights.audit.conftest import looks, now, read, signed_in
from tests.meetings.sittings import Held
from tests.people import Bloc, make_person, make_seat, make_user
from tests.servers import CHECKOUT
from tests.training.classes import Centre

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Done:
    """A sitting of the committee, one of the bloc's, a class, and seats at two committees."""

    bloc: Bloc
    sitting: Held
    above: Held
    centre: Centre


@pytest.fixture
def done(bloc: Bloc) -> Done:
    sitting = Held(bloc, bloc.committee, bloc.committee_secretary).with_cases(1, "grassroots_approval").called()
    above = Held(bloc)
    above.tasks = []
    above.called()
    centre = Centre(bloc)
    centre.plan()
    for unit in (bloc.committee, bloc.hospital_committee):
        given = (make_person(f"Lâm Văn {unit.code}"), unit, "officer", now().date(), None)
        seating.appoint(*given, acting_user=bloc.administrator, at=now(), reason="Bổ nhiệm")
    lend(bloc.committee_secretary, bloc.committee_deputy, "verify", at=now())
    letter(bloc, bloc.committee, bloc.committee_secretary, after=0)
    day = DayOff(day=now().date() + datetime.timedelta(days=40), name="Nghỉ bù")
    change_day(day, acting_user=bloc.administrator, at=now())
    User.objects.update(language="en")
    return Done(bloc, sitting, above, centre)


def verbs(who: User, of: str) -> list[str]:
    return sorted(acts_of(reach_of(who, now()), of).values_list("verb", flat=True))


def test_what_a_committees_auditor_reads(done: Done) -> None:
    who = done.bloc.committee_auditor
    assert verbs(who, SITTINGS) == ["call_meeting"]
    assert verbs(who, CLASSES) == []
    assert verbs(who, UNITS) == ["appoint", "delegate_seat", "issue_number"]
    assert len(verbs(who, EVERYTHING)) == 4 + len(verbs(who, CASES))


def test_what_the_whole_organisations_auditor_reads(done: Done) -> None:
    who = done.bloc.auditor
    assert verbs(who, SITTINGS) == ["call_meeting"] * 2
    assert verbs(who, CLASSES) == ["plan_class"]
    assert verbs(who, UNITS) == ["add_dayoff", *["appoint"] * 2, "delegate_seat", "issue_number"]
    assert len(verbs(who, EVERYTHING)) == 8 + len(verbs(who, CASES))
    # What people looked at stands elsewhere.
    read(who, "/audit/")
    assert Entry.objects.filter(stream__startswith="user:", verb="audit_acts").exists()
    assert "audit_acts" not in verbs(who, EVERYTHING)


def test_the_list_begins_with_cases(done: Done) -> None:
    shown = read(done.bloc.auditor, "/audit/")
    assert "Called the meeting" not in shown.split("<table")[1]
    assert exported(done.bloc.auditor, "") == exported(done.bloc.auditor, "?what=cases")


def exported(who: User, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(read(who, f"/audit/export.csv{query}").lstrip("\ufeff").splitlines()))


def test_in_words_and_with_links(done: Done) -> None:
    who, bloc = done.bloc.committee_auditor, done.bloc
    shown = read(who, "/audit/?what=everything")
    holder = "Lâm Văn SNV (Committee officer, Đảng bộ Sở Nội vụ)"
    lent = f"{bloc.person('committee_deputy').full_name} for {bloc.person('committee_secretary').full_name}"
    for words in ("Called the meeting", f"Gave a seat: {holder}", f"Handed acts of a seat to a delegate: {lent}",
                  "Took a number of an outgoing paper: 1"):  # fmt: skip
        assert words in shown, words
    for address in (f"/meetings/{done.sitting.meeting.pk}/", "/organisation/SNV/", "/registers/outgoing/"):
        assert f'href="{address}' in shown, address
    client = signed_in(who)
    assert client.get(f"/meetings/{done.sitting.meeting.pk}/").status_code == 200
    assert client.get("/organisation/SNV/").status_code == 200
    whole = read(bloc.auditor, "/audit/?what=everything")
    for words in ("Planned the class", "Added a day to the calendar", "The whole office", "Lâm Văn BVDK"):
        assert words in whole, words


def test_without_the_right_to_open_there_is_no_link(done: Done) -> None:
    """Who reads the journal and may not see files, whose grant was taken back."""
    who = done.bloc.committee_auditor
    UnitPermission.objects.filter(user=who, permission__codename="see_file").delete()
    assert verbs(who, SITTINGS) == ["call_meeting"]
    shown = read(who, "/audit/?what=everything")
    assert "Called the meeting" in shown
    assert f"/meetings/{done.sitting.meeting.pk}/" not in shown
    assert "/registers/outgoing/" not in shown
    assert signed_in(who).get(f"/meetings/{done.sitting.meeting.pk}/").status_code == 404


def test_another_units_acts_are_not_there(done: Done) -> None:
    person = make_person("Phạm Gia Khiêm")
    stranger = make_user(person, language="en")
    make_seat(done.bloc.hospital_committee, "inspection", person)
    assert verbs(stranger, EVERYTHING) == ["appoint"]
    shown = read(stranger, "/audit/?what=everything")
    assert "Lâm Văn BVDK" in shown
    assert "Lâm Văn SNV" not in shown
    # Of a unit that is not theirs, the filter is as if it had not been asked for.
    assert len(exported(stranger, f"?what=everything&unit={done.bloc.committee.pk}")) == 1
    for who in (done.bloc.committee_secretary, done.bloc.administrator, done.bloc.office):
        assert signed_in(who).get("/audit/?what=everything").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?what=units", 5),
        ("?what=units&verb=appoint", 2),
        ("?what=sittings&verb=appoint", 2),  # no act of a sitting
        ("?what=units&verb=nominate", 5),
        ("?what=everything&verb=appoint", 2),
        ("?what=units&unit={unit}", 3),
        ("?what=sittings&unit={unit}", 1),
        ("?what=everything&verb=call_meeting&unit={unit}", 1),
        ("?what=units&person={person}", 2),
        ("?what=units&until=01/01/2020", 0),
        ("?what=sittings&show=decisions", 0),
        ("?what=units&odd=nonsense&case=nonsense", 5),
    ],
)
def test_filters(done: Done, query: str, found: int) -> None:
    asked = query.format(unit=done.bloc.committee.pk, person=done.bloc.committee_secretary.pk)
    assert len(exported(done.bloc.auditor, asked)) == found


@pytest.mark.parametrize("query", ["?what=nonsense", "?what=case:1", "?what=users", "?what=units&odd=quick"])
def test_what_is_not_known_is_as_if_not_asked(done: Done, query: str) -> None:
    head = next(iter(csv.reader(read(done.bloc.auditor, f"/audit/export.csv{query}").lstrip("\ufeff").splitlines())))
    assert head[1] == "Case"
    assert "what" not in looks(done.bloc.auditor)[-1].refs["filters"]


def test_of_one_case_are_acts_on_it(done: Done) -> None:
    case = done.sitting.journeys[0].case
    rows = exported(done.bloc.auditor, f"?what=everything&case={case.pk}")
    assert {row["Stream"] for row in rows} == {f"case:{case.pk}"}


def test_words_find_units_and_classes(done: Done) -> None:
    client = signed_in(done.bloc.auditor)
    client.post("/audit/?what=everything", {"q": "Bệnh viện"})
    client.post("/audit/?what=classes", {"q": "01-2026"})
    (seat,) = exported_by(client, "?what=units&find=1")
    assert seat == "Gave a seat: Lâm Văn BVDK (Committee officer, Đảng bộ Bệnh viện Đa khoa tỉnh)"
    assert exported_by(client, "?what=sittings&find=1") == []
    assert exported_by(client, "?what=classes&find=2") == ["Planned the class"]


def exported_by(client, query: str) -> list[str]:
    found = b"".join(client.get(f"/audit/export.csv{query}").streaming_content).decode()
    return [row["Act"] for row in csv.DictReader(found.lstrip("\ufeff").splitlines())]


def test_more_of_them_cost_no_more_statements(done: Done) -> None:
    def statements(who: User) -> int:
        client = signed_in(who)
        client.get("/audit/?what=everything")
        with CaptureQueriesContext(connection) as taken:
            assert client.get("/audit/?what=everything").status_code == 200
        return len(taken)

    people = (done.bloc.auditor, done.bloc.committee_auditor)
    before = [statements(who) for who in people]
    for place in range(3):
        more = Held(done.bloc, done.bloc.committee, done.bloc.committee_secretary)
        more.tasks = []
        more.called()
        given = (make_person(f"Lâm Thị {place}"), done.bloc.committee, "officer", now().date(), None)
        seating.appoint(*given, acting_user=done.bloc.administrator, at=now(), reason="Bổ nhiệm")
        Centre(done.bloc).plan(number=f"0{place + 5}-2026")
    assert [statements(who) for who in people] == before


# Where acts beside the cases are recorded, by what they are of.
WRITERS = {
    SITTINGS: ["meetings/*.py", "meetings/ballots/*.py"],
    CLASSES: ["training/decisions/*.py"],
    UNITS: [
        *("orgs/seating.py", "orgs/delegating.py", "orgs/authority.py", "orgs/upkeep.py", "orgs/loading/apply.py"),
        *("documents/incoming.py", "documents/outgoing.py", "documents/forms/office.py", "notices/delivery.py"),
        *("admission_flow/decisions/regulations.py", "admission_flow/decisions/local_rules.py"),
    ],
}
RECORDS = re.compile(
    r"""(?:\b(?:write_end|_write_end|append|write_entry|_record|_record_authority)\(\s*[^"()]*|\bverb=)"([a-z_]+)\""""
)


@pytest.mark.parametrize(("of", "least"), [(SITTINGS, 12), (CLASSES, 8), (UNITS, 24)])
def test_every_act_of_these_streams_has_its_words(of: str, least: int) -> None:
    files = [file for pattern in WRITERS[of] for file in CHECKOUT.glob(pattern)]
    found = {verb for file in files for verb in RECORDS.findall(file.read_text())}
    # What is taken away stands in the taker's stream, a vote in that of its ballot.
    found = {verb for verb in found if not verb.startswith("download_")} - {"cast"}
    assert len(found) >= least
    assert found <= set(names_of(of)), found - set(names_of(of))


def test_two_acts_of_one_name_are_both_named() -> None:
    assert names_of(EVERYTHING)["record_results"] == "Recorded results of the agenda / Recorded results of the class"


def test_an_act_that_is_not_known_is_shown_by_its_name(done: Done) -> None:
    append("office:1", "polish_seal", acting_user=None, at=now(), refs={})
    append("unit:999999", "appoint", acting_user=None, at=now(), refs={"seat": 999999})
    shown = read(done.bloc.auditor, "/audit/?what=units")
    assert "Polish_seal" in shown
    assert "Gave a seat:" in shown
