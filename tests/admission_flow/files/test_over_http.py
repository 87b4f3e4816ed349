"""What only a real server shows: names as they were sent, and bodies that are too large."""

from __future__ import annotations

import html
import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from admission_flow.models import PaperFile
from orgs.models import User
from tests.admission_flow.files.conftest import BIOGRAPHY, PDF, SECOND, files_url
from tests.admission_flow.journey import Journey
from tests.browsers import DESK, PHONE, accessibility_faults, tab, wider_than_the_window
from tests.people import Bloc, build_bloc
from tests.servers import served, session_of
from tests.stored import stored_in

MEGABYTE = 1024 * 1024


@dataclass
class Office:
    bloc: Bloc
    journey: Journey
    port: int
    folder: Path

    def post(self, body: bytes, boundary: str = "x", *, promised: int | None = None) -> tuple[int, str]:
        """Status and page; `promised` is what the head says of the length, where it lies."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        session = session_of(self.bloc.cell_secretary)
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={'t' * 32}"
        head = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(body) if promised is None else promised),
            "Cookie": cookies,
            "X-CSRFToken": "t" * 32,
        }
        connection.request("POST", files_url(self.journey), body, head)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def office(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    bloc = build_bloc()
    journey = Journey(bloc).to("opinions")
    User.objects.update(language="en")
    folder = tmp_path_factory.mktemp("files")
    with served(FILES_DIR=str(folder), UPLOAD_MEGABYTES="1") as port:
        yield Office(bloc, journey, port, folder)


def form(name: str, content: bytes = PDF) -> bytes:
    head = '--x\r\nContent-Disposition: form-data; name="classification"\r\n\r\nconfidential\r\n--x\r\n'
    head += f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
    return head.encode() + content + b"\r\n--x--\r\n"


def sentences(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../x.pdf", "carries a path (“../x.pdf”)"),
        ("/etc/passwd", "carries a path"),
        (r"C:\\giay to\\x.pdf", "carries a path"),
        ("a/b.pdf", "carries a path"),
        ("..&#47;x.pdf", "carries a path"),
        ("../", "carries a path"),
        ("a\u202efdp.exe", "can't be seen"),
        ("a\tb.pdf", "can't be seen"),
        ("x" * 147 + ".pdf", "longer than 150 characters"),
        ("x" * 400 + ".pdf", "longer than 150 characters"),
    ],
)
def test_the_name_is_judged_as_it_was_sent(office: Office, name: str, says: str) -> None:
    status, page = office.post(form(name))
    assert (status, says in sentences(page)) == (422, True), sentences(page)[:3000]
    assert not PaperFile.objects.exists()
    assert stored_in(office.folder) == []


@pytest.mark.parametrize("lost", [1, 20, 200])
def test_a_form_that_ends_early(office: Office, lost: int) -> None:
    """A browser or a proxy gave up on the way and closed the form as if it were whole."""
    status, page = office.post(form("x.pdf", PDF[:-lost])[: -len("\r\n--x--\r\n")])
    told = sentences(page)
    assert (status, "Choose the file." in told or "incomplete or damaged" in told) == (422, True)
    assert stored_in(office.folder) == []


@pytest.mark.parametrize("megabytes", [3, 8])
def test_a_body_too_large_is_heard_out_and_answered_with_a_page(office: Office, megabytes: int) -> None:
    status, page = office.post(form("quay-phim.pdf", PDF + bytes(megabytes * MEGABYTE)))
    assert (status, "“quay-phim.pdf” is larger than 1 MB" in page) == (413, True)
    assert stored_in(office.folder) == []


def test_a_length_that_is_promised_only(office: Office) -> None:
    """Ten gigabytes announced, a little sent: nothing is waited for beyond what comes."""
    status, page = office.post(form("x.pdf", bytes(12 * MEGABYTE)), promised=10_000 * MEGABYTE)
    assert (status, "larger than 1 MB" in page) == (413, True)


@pytest.mark.browser
def test_without_script_a_pdf_goes_up_and_comes_down(chromium: Browser, office: Office, tmp_path: Path) -> None:
    User.objects.update(language="vi")
    one, two = tmp_path / "Lý lịch.pdf", tmp_path / "Lý lịch bổ sung.pdf"
    one.write_bytes(PDF)
    two.write_bytes(SECOND)
    paper = office.journey.case.papers.get(code=BIOGRAPHY)
    with tab(chromium, office.port, office.bloc.cell_secretary, script=False) as page:
        page.goto(f"/cases/{office.journey.case.pk}/?tab=papers")
        page.locator(f"#files-{paper.pk} a").click()
        page.get_by_label("Tệp").set_input_files(one)
        page.get_by_role("button", name="Đính kèm").click()
        expect(page.locator(".note-success")).to_contain_text("Đã đính kèm “Lý lịch.pdf”, bản 1.")
        row = page.locator(f"#files-{paper.pk}")
        expect(row.locator(".tag")).to_have_text("Mật")
        with page.expect_download() as taken:
            row.get_by_role("link", name="Lý lịch.pdf").click()
        assert taken.value.suggested_filename == f"2-KNĐ {office.journey.case.number} bản 1 (mật).pdf"
        assert Path(taken.value.path()).read_bytes() == PDF

        row.get_by_role("link", name="Đính kèm bản khác").click()
        page.get_by_label("Tệp").set_input_files(two)
        page.get_by_label("Lý do").fill("Có xác nhận của cấp ủy")
        page.get_by_role("button", name="Đính kèm").click()
        expect(page.locator(".note-success")).to_contain_text("bản 2")
        expect(row).to_contain_text("1 bản cũ hơn")

    with tab(chromium, office.port, office.bloc.cell_secretary) as page:
        page.goto(f"/cases/{office.journey.case.pk}/?tab=papers&attach={paper.pk}")
        page.locator(f"#files-{paper.pk} summary").click()
        page.get_by_role("button", name="Đính kèm").click()
        expect(page.locator(".error-summary")).to_contain_text("Hãy chọn tệp.")
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 800})
            assert accessibility_faults(page) == []
            assert wider_than_the_window(page) == 0
