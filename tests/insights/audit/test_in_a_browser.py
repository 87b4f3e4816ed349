"""The desk read at both widths and by a screen reader; a verification watched; a checkpoint that comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from insights.models import VerificationRun
from insights.tasks import verify_run
from journal import checkpoints, keys
from orgs import seating
from tests.admission_flow.delegated.lending import lend
from tests.admission_flow.files.conftest import PDF, attach, given
from tests.admission_flow.journey import Journey
from tests.browsers import PHONE, reads_well, tab
from tests.insights.audit.conftest import AT, entry_of, walk
from tests.insights.conftest import office_in
from tests.people import build_bloc, make_person
from tests.servers import served

pytestmark = pytest.mark.browser


@pytest.fixture
def journey(own_database: str, tmp_path: Path) -> Iterator[Journey]:
    with office_in(tmp_path):
        walked = walk(Journey(build_bloc(), at=AT), "cell_vote")
        attach(walked, walked.secretary, given(PDF))
        walked.at = timezone.now()
        walked.cell_vote()
        checkpoints.take(at=timezone.now())
        yield walked


@pytest.fixture
def server(journey: Journey, tmp_path: Path) -> Iterator[int]:
    with served(
        JOURNAL_KEY_FILE=str(keys.private_file()),
        CHECKPOINT_DIR=str(tmp_path / "checkpoints"),
        FILES_DIR=str(tmp_path / "files"),
    ) as port:
        yield port


def test_acts_beside_the_cases_read_well(journey: Journey, server: int, chromium: Browser) -> None:
    bloc = journey.bloc
    given_to = (make_person("Lâm Văn Tâm"), bloc.committee, "officer", timezone.localdate(), None)
    seating.appoint(*given_to, acting_user=bloc.administrator, at=timezone.now(), reason="Bổ nhiệm")
    lend(bloc.committee_secretary, bloc.committee_deputy, "verify", at=timezone.now())
    with tab(chromium, server, bloc.committee_auditor) as page:
        page.goto("/audit/")
        page.locator("summary", has_text="Việc, kết quả, đơn vị").click()
        page.get_by_label("Đối tượng").select_option("everything")
        page.get_by_role("button", name="Áp dụng").click()
        expect(page.get_by_text("Giao chức danh: Lâm Văn Tâm")).to_be_visible()
        reads_well(page)
        page.get_by_role("link", name="Đảng bộ Sở Nội vụ").first.click()
        expect(page.get_by_role("heading", name="Đảng bộ Sở Nội vụ")).to_be_visible()


def test_every_page_of_the_desk_reads_well(journey: Journey, server: int, chromium: Browser, tmp_path: Path) -> None:
    with tab(chromium, server, journey.bloc.auditor) as page:
        for path in ("/audit/unusual/", "/audit/files/", "/audit/verification/", "/audit/?verb=transfer", "/audit/"):
            page.goto(path)
            reads_well(page)
        page.locator("summary", has_text="Việc, kết quả, đơn vị").click()
        reads_well(page)
        page.get_by_label("Kết quả").select_option("declared")
        page.get_by_role("button", name="Áp dụng").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        page.get_by_role("link", name="Ghi đơn và lý lịch").click()
        expect(page.get_by_role("heading", name="Hồ sơ đã đi đến đây thế nào")).to_be_visible()
        page.goto(f"/audit/acts/{entry_of(journey, 'record_cell_vote').pk}/")
        page.get_by_text("dòng dữ liệu được bảo chứng").click()
        reads_well(page)
        page.goto("/audit/checkpoints/")
        with page.expect_download() as taken:
            page.get_by_role("link", name="Tệp 1").click()
        taken.value.save_as(tmp_path / "kept.jsonl")
        page.get_by_label("Tệp điểm chốt").set_input_files(tmp_path / "kept.jsonl")
        page.get_by_role("button", name="Đối chiếu").click()
        expect(page.get_by_text("Nhật ký vẫn nối tiếp điểm chốt này")).to_be_visible()
        reads_well(page)


def test_a_verification_is_watched_to_its_end(journey: Journey, server: int, chromium: Browser) -> None:
    with tab(chromium, server, journey.bloc.committee_auditor) as page:
        page.goto("/audit/verification/")
        page.get_by_label("Phạm vi").select_option("all")
        page.get_by_role("button", name="Bắt đầu").click()
        expect(page.get_by_text("Đang chờ đến lượt.")).to_be_visible()
        reads_well(page)
        verify_run(VerificationRun.objects.get().pk, 1)
        expect(page.get_by_text("Nhật ký nguyên vẹn: 1 chuỗi")).to_be_visible()
        reads_well(page)


def test_a_verification_is_watched_without_script(journey: Journey, server: int, chromium: Browser) -> None:
    with tab(chromium, server, journey.bloc.committee_auditor, width=PHONE, script=False) as page:
        page.goto("/audit/verification/")
        page.get_by_label("Số hồ sơ").fill(journey.case.number)
        page.get_by_role("button", name="Bắt đầu").click()
        verify_run(VerificationRun.objects.get().pk, 1)
        page.get_by_role("link", name="Xem lại").click()
        expect(page.get_by_text("Nhật ký nguyên vẹn: 1 chuỗi")).to_be_visible()
