"""The pages of reports: each person's way through them, what they refuse, and how much they ask of the database."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from documents.forms import pdf
from documents.models import Incoming
from insights.models import ReportText, TermReport
from insights.term_report.demo import report_on_the_demos_term
from insights.term_report.paper import ASKED, SECTIONS
from journal.verify import verify
from orgs.models import Unit, User
from orgs.tree import plant
from tests.people import FOUNDED, Bloc, make_members, reading_english

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_dir")]
YEAR = timezone.localdate().year - 1
PERIOD = {"first": f"01/01/{YEAR}", "last": f"31/12/{YEAR}"}


@pytest.fixture(autouse=True)
def _in_english(request: pytest.FixtureRequest) -> None:
    if "bloc" in request.fixturenames:
        request.getfixturevalue("bloc")
        reading_english()


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return client


def drafted(client: Client, unit: Unit) -> TermReport:
    posted = client.post("/reports/draft/", PERIOD | {"unit": str(unit.pk)})
    assert posted.status_code == 302, posted.content.decode()
    return TermReport.objects.get(pk=int(posted.headers["Location"].strip("/").split("/")[-1]))


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def body(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_through_the_pages(bloc: Bloc, tmp_path: Path) -> None:
    writer, head = signed_in(bloc.organisation_board), signed_in(bloc.standing_deputy)
    report = drafted(writer, bloc.unit)
    address = f"/reports/{report.pk}/"
    page = writer.get(address)
    assert "Write in the report" in page.content.decode()
    assert "Approve the report" not in page.content.decode()
    form = writer.get(f"{address}write/").context["form"]
    posted = {name: form[name].value() or "" for name in form.fields if name != "causes"}
    assert posted["superior"] == "Tỉnh ủy ……"
    posted |= {"causes": ["few_sources"], "experience": "Phân công người giúp đỡ.", "directions": "Hai nguồn."}
    posted |= {"superior": "Tỉnh ủy A"}
    assert writer.post(f"{address}write/", posted).status_code == 302
    assert set(ReportText.objects.values_list("section", flat=True)) == set(ASKED)
    report.refresh_from_db()
    refused = writer.post(f"{address}review/", {"revision": report.revision})
    assert refused.status_code == 409
    assert "does not review it" in refused.content.decode()
    assert head.post(f"{address}review/", {"revision": report.revision}).status_code == 302
    assert writer.get(f"{address}write/").status_code == 403
    today = f"{timezone.localdate():%d/%m/%Y}"
    asked = head.post(f"{address}approve/", {"revision": report.revision + 1, "dated": today, "after": ""})
    assert asked.status_code == 422
    assert "has not begun here" in asked.content.decode()
    done = head.post(f"{address}approve/", {"revision": report.revision + 1, "dated": today, "after": "17"})
    assert done.status_code == 302
    assert "18-BC/ĐUK" in head.get("/reports/").content.decode()
    second = head.post(f"{address}approve/", {"revision": report.revision + 1, "dated": today, "after": "17"})
    assert second.status_code == 403
    assert "in the state" in second.content.decode()
    seatless = writer.post(f"{address}approve/", {"revision": report.revision + 1, "dated": today, "after": "17"})
    assert "in the state" not in seatless.content.decode(), "the reason is the seat"
    words = text_of(body(writer, f"{address}docx/"))
    drafted(writer, bloc.unit)
    days = ["--from", f"{YEAR}-01-01", "--to", f"{YEAR}-12-31"]
    call_command(
        "term_report", "--unit", bloc.unit.code, *days, "--out", str(tmp_path / "a.docx"), stdout=io.StringIO()
    )
    assert (tmp_path / "a.docx").read_bytes() == body(writer, f"{address}docx/"), (
        "the approved one, not the later draft"
    )
    assert "18-BC/ĐUK" in words
    assert "Phân công người giúp đỡ." in words
    assert "Dự thảo" not in words
    assert verify().holds


def test_the_form_opens_with_the_days_of_the_page_one_comes_from(bloc: Bloc) -> None:
    client = signed_in(bloc.organisation_board)
    page = client.get("/reports/draft/", {"unit": str(bloc.unit.pk), "first": "2010-01-01", "last": "x"})
    assert 'value="01/01/2010"' in page.content.decode()
    assert f'value="31/12/{YEAR}"' in page.content.decode(), "what is no day stands as it would without"


def test_an_old_page_writes_nothing_and_loses_nothing(bloc: Bloc) -> None:
    writer, other = signed_in(bloc.organisation_board), signed_in(bloc.office)
    report = drafted(writer, bloc.unit)
    address = f"/reports/{report.pk}/write/"
    form = writer.get(address).context["form"]
    posted = {name: form[name].value() or "" for name in form.fields if name != "causes"}
    assert other.post(address, posted | {"experience": "Một"}).status_code == 302
    late = writer.post(address, posted | {"experience": "Hai"})
    assert late.status_code == 409
    assert "was changed since the page was opened" in late.content.decode()
    assert "Hai</textarea>" in late.content.decode(), "what was typed is still there"
    assert ReportText.objects.get().text == "Một"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"first": "x", "last": "31/12/2015"}, "Write the date as day/month/year"),
        ({"first": "01/01/2015", "last": "31/12/2014"}, "The last day lies before the first."),
        ({"first": "01/01/2015", "last": f"31/12/{YEAR + 3}"}, "The last day lies in the future."),
        ({"first": "01/01/2001", "last": "31/12/2012"}, "A report is of at most ten years."),
        ({"first": "", "last": ""}, "required"),
    ],
)
def test_bad_input_gets_a_sentence(bloc: Bloc, given: dict[str, str], sentence: str) -> None:
    client = signed_in(bloc.organisation_board)
    page = client.post("/reports/draft/", given | {"unit": str(bloc.unit.pk)})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not TermReport.objects.exists()


def test_the_wrong_person(bloc: Bloc) -> None:
    report = drafted(signed_in(bloc.organisation_board), bloc.unit)
    own = drafted(signed_in(bloc.committee_officer), bloc.committee)
    pages = ("", "write/", "approve/", "give-up/", "hand-back/", "docx/", "pdf/", "behind/?of=admitted")
    for page in pages:
        assert signed_in(bloc.committee_officer).get(f"/reports/{report.pk}/{page}").status_code == 404, page
        assert signed_in(bloc.hospital_officer).get(f"/reports/{own.pk}/{page}").status_code == 404, page
        assert Client().get(f"/reports/{report.pk}/{page}").status_code == 302, page
    for act in ("take/", "review/"):
        assert signed_in(bloc.committee_officer).post(f"/reports/{report.pk}/{act}", {"revision": 1}).status_code == 404
        answer = signed_in(bloc.organisation_board).get(f"/reports/{report.pk}/{act}")
        assert answer.status_code == 405
        assert f'href="/reports/{report.pk}/"' in answer.content.decode(), "the way back to the button"
    # The bloc sees what the committee writes, and writes none of it.
    board = signed_in(bloc.organisation_board)
    assert board.get(f"/reports/{own.pk}/").status_code == 200
    assert board.get(f"/reports/{own.pk}/write/").status_code == 403
    assert board.post(f"/reports/{own.pk}/take/", {"revision": 1}).status_code == 403
    assert board.post("/reports/draft/", PERIOD | {"unit": str(bloc.committee.pk)}).status_code == 422
    assert signed_in(bloc.administrator).get("/reports/").status_code == 404
    assert signed_in(bloc.auditor).get("/reports/draft/").status_code == 403
    listed = signed_in(bloc.committee_officer).get("/reports/")
    assert [one.pk for one in listed.context["page"].object_list] == [own.pk]


def test_as_many_statements_for_many_units_and_reports(bloc: Bloc, django_assert_max_num_queries) -> None:
    client = signed_in(bloc.organisation_board)
    report = drafted(client, bloc.unit)
    client.get("/reports/")
    new = [Unit(code=f"N{n}", name=f"Chi bộ {n}", kind="grassroots_cell", valid_from=FOUNDED) for n in range(30)]
    plant((unit, bloc.unit) for unit in new)
    for unit in Unit.objects.filter(code__startswith="N", kind="grassroots_cell"):
        make_members(unit, 2)
        report.pk, report.unit = None, unit
        report.save()
    with django_assert_max_num_queries(14):
        assert len(client.get("/reports/").context["page"].object_list) == 31
    with django_assert_max_num_queries(34):
        client.get(f"/reports/of/{bloc.unit.pk}/{YEAR}-01-01/{YEAR}-12-31/")


def test_units_side_by_side_as_a_table(bloc: Bloc) -> None:
    client = signed_in(bloc.organisation_board)
    Unit.objects.filter(pk=bloc.grassroots_cell.pk).update(name="=1+1")
    content = body(client, f"/reports/of/{bloc.unit.pk}/{YEAR}-01-01/{YEAR}-12-31/xlsx/")
    lines = list(load_workbook(io.BytesIO(content)).active.iter_rows())
    assert [cell.value for cell in lines[0]][:3] == ["Unit", "Members", "Target"]
    assert len(lines) == 1 + Unit.objects.filter(depth=2).count()
    formula = next(cell for row in lines for cell in row if cell.value == "=1+1")
    assert formula.data_type == "s"


def test_from_the_shell(bloc: Bloc, tmp_path: Path) -> None:
    out, target = io.StringIO(), tmp_path / "report.docx"
    asked = ["term_report", "--unit", bloc.unit.code, "--from", "2010-01-01", "--to", "2015-12-31", "--out"]
    call_command(*asked, str(target), stdout=out)
    words = text_of(target.read_bytes())
    members = out.getvalue().split()[0]
    assert f"{members} đảng viên" in words
    assert "Dự thảo" in words
    for given, sentence in (
        ([*asked, str(tmp_path / "report.odt")], r"ends in|đuôi"),
        ([*asked, str(tmp_path / "nowhere" / "report.docx")], r"can't be written|ghi"),
        (["term_report", "--unit", "XX", *asked[3:], str(target)], "XX"),
        ([*asked[:4], "2016-01-01", *asked[5:], str(target)], r"before the first|trước ngày đầu"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command(*given, stdout=io.StringIO())
    assert not list(tmp_path.glob(".*")), "nothing half written is left"


@override_settings(LIBREOFFICE="")
def test_without_libreoffice_the_docx_is_named(bloc: Bloc) -> None:
    client = signed_in(bloc.organisation_board)
    report = drafted(client, bloc.unit)
    assert not pdf.is_here()
    assert b">PDF<" not in client.get(f"/reports/{report.pk}/").content
    refused = client.get(f"/reports/{report.pk}/pdf/")
    assert refused.status_code == 409
    assert "Take the DOCX" in refused.content.decode()


@pytest.mark.skipif(not pdf.is_here(), reason="LibreOffice is not installed here")
def test_libreoffice_reads_it(bloc: Bloc) -> None:
    """With its charts: a part that it can't read makes it refuse the whole paper."""
    make_members(bloc.cell, 3, joined_on=timezone.localdate().replace(year=YEAR, month=6, day=1), official_on=None)
    client = signed_in(bloc.organisation_board)
    content = body(client, f"/reports/of/{bloc.unit.pk}/{YEAR}-01-01/{YEAR}-12-31/docx/")
    charts = re.findall(rb"word/charts/chart\d\.xml", content)
    assert set(charts) == {b"word/charts/chart1.xml", b"word/charts/chart2.xml"}
    assert pdf.to_pdf(content).startswith(b"%PDF-")


def test_the_demos_own_report(bloc: Bloc) -> None:
    now = timezone.now()
    report = report_on_the_demos_term(now)
    assert report is not None
    assert report.number is not None
    assert (report.number.symbol, f"{report.dated:%d/%m/%Y}") == ("18-BC/ĐUK", "29/02/2016")
    assert ReportText.objects.filter(report=report).count() == len(SECTIONS)
    assert report_on_the_demos_term(now) is None, "once"
    assert Incoming.objects.get().number == 36
    assert verify().holds


def test_no_demo_report_in_an_empty_database(db: None) -> None:
    assert report_on_the_demos_term(timezone.now()) is None
