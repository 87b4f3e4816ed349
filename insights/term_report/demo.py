"""The demo's own term report, 18-BC/ĐUK on 2010-2015, through the real verbs, and its entry where it arrived as number
36 on 29/02/2016. What lies before the days that seats are known from is entered now and dated then."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from documents.incoming import ArrivalGiven, record_incoming
from documents.models import Incoming
from insights.models import TermReport
from insights.term_report.deciding import Writing, approve_report, draft_report, review_report, write_report
from insights.term_report.period import Period
from notices.tell import quiet
from orgs import access, roles
from orgs.models import Seat, Unit, User
from orgs.rights import in_force

TERM = Period(datetime.date(2010, 1, 1), datetime.date(2015, 12, 31))
DATED = datetime.date(2016, 2, 29)
LAST_ON_PAPER, LAST_ARRIVED = 17, 35
# Where the paper arrived.
RECEIVER = "SNV"
EXPERIENCE = (
    "Nơi nào cấp ủy phân công đảng viên chính thức giúp đỡ quần chúng ngay từ khi phát hiện nguồn thì nơi đó có nguồn "
    "liên tục và hồ sơ ít phải bổ sung.\n"
    "Chương trình, kế hoạch của đơn vị phải cụ thể hóa theo từng năm, từng quý và được kiểm điểm hằng tháng."
)
DIRECTIONS = (
    "Mỗi chi bộ thường xuyên theo dõi ít nhất hai quần chúng ưu tú; ưu tiên nữ, đoàn viên thanh niên và người dân tộc "
    "thiểu số.\n"
    "Các đơn vị chưa kết nạp được đảng viên trong nhiệm kỳ báo cáo nguyên nhân và kế hoạch tạo nguồn trong quý I."
)


def report_on_the_demos_term(at: datetime.datetime) -> TermReport | None:
    """None where there is a report already, or nobody holds the seats that it needs."""
    bloc = Unit.objects.filter(depth=1).first()
    if bloc is None or TermReport.objects.exists():
        return None
    author, head = _holder(bloc, Seat.Role.ORGANISATION_BOARD, at), _holder(bloc, Seat.Role.STANDING_DEPUTY, at)
    if author is None or head is None:
        return None
    with quiet(), transaction.atomic():
        report = draft_report(bloc.pk, TERM, acting_user=author, at=at)
        given = Writing(
            head={
                "superior": "Tỉnh ủy",
                "title": report.title,
                "place": "Quảng Hà",
                "addressees": "Ban Thường vụ Tỉnh ủy,\nBan Tổ chức Tỉnh ủy,\nCác đảng bộ, chi bộ cơ sở,",
                "signed_for": "T/M BAN THƯỜNG VỤ",
                "signed_role": "Phó Bí thư thường trực",
                "signed_by": head.display_name,
            },
            causes=[TermReport.Cause.FEW_SOURCES, TermReport.Cause.QUALITY_FIRST],
            texts={"experience": EXPERIENCE, "directions": DIRECTIONS},
        )
        report = write_report(report.pk, given, report.revision, acting_user=author, at=at)
        report = review_report(report.pk, report.revision, acting_user=head, at=at)
        report = approve_report(report.pk, DATED, report.revision, after=LAST_ON_PAPER, acting_user=head, at=at)
        _received(report, at)
    return report


def _received(report: TermReport, at: datetime.datetime) -> None:
    unit = Unit.objects.filter(code=RECEIVER).first()
    keeper = unit and access.holders([(roles.KEEP_PLANS, unit.pk)], at)[roles.KEEP_PLANS, unit.pk]
    if unit is None or not keeper or report.number is None or Incoming.objects.filter(register__unit=unit).exists():
        return
    arrival = ArrivalGiven(
        received_on=DATED,
        sender=report.body,
        about=f"Báo cáo {report.title}"[:200],
        their_number=report.number.symbol,
        their_date=DATED,
        after=LAST_ARRIVED,
    )
    record_incoming(unit, arrival, acting_user=User.objects.get(pk=keeper[0]), at=at)


def _holder(unit: Unit, role: str, at: datetime.datetime) -> User | None:
    seat = Seat.objects.filter(in_force(timezone.localdate(at)), unit=unit, role=role).order_by("pk").first()
    return User.objects.filter(person=seat.person, is_active=True).first() if seat else None
