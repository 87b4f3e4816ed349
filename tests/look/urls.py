"""The whole site, and a page that shows every part of the look with invented data."""

import datetime
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone

from project.urls import urlpatterns as pages

TEMPLATE = Path(__file__).with_name("parts.html")
PATH = [
    ("Giới thiệu", "done"),
    ("Bồi dưỡng", "done"),
    ("Khai lý lịch", "done"),
    ("Thẩm tra, ý kiến", "done"),
    ("Kiểm tra hồ sơ", "returned"),
    ("Chi bộ", "current"),
    ("Đảng ủy bộ phận", "passed_over"),
    ("Đảng ủy cơ sở", "to_come"),
    ("Thẩm định", "to_come"),
    ("Quyết định", "to_come"),
    ("Lễ kết nạp", "to_come"),
]
# Name, step, working days left, days waited, by whose rule.
WORK = [
    ("Nguyễn Thị Minh An", "Bổ sung hồ sơ", -2, 19, "target"),
    ("Trần Quốc Bảo", "Ghi kết quả họp chi bộ", 1, 12, "target"),
    ("Lê Hoàng Dũng", "Lấy ý kiến nơi cư trú", 3, 9, "target"),
    ("Phạm Thu Hà", "Khai lý lịch", 14, 6, "target"),
    ("Võ Ngọc Lan", "Kiểm tra hồ sơ", 16, 3, "target"),
    ("Đặng Văn Phúc", "Tổ chức lễ kết nạp", 0, 2, "legal"),
]


class VoteForm(forms.Form):
    present = forms.IntegerField(label="Có mặt")
    votes_for = forms.IntegerField(label="Tán thành", help_text="Trên tổng số đảng viên chính thức.")
    votes_against = forms.IntegerField(label="Không tán thành", initial=1)
    how = forms.ChoiceField(label="Hình thức", choices=[("card", "Biểu quyết bằng thẻ"), ("secret", "Bỏ phiếu kín")])
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    sure = forms.BooleanField(label="Đã đối chiếu biên bản")


def parts(request: HttpRequest) -> HttpResponse:
    today = datetime.date(2026, 11, 23)
    rows = [
        {
            "name": name,
            "number": f"HS 2026-{number:04}",
            "step": step,
            "left": left,
            "waited": waited,
            "due_on": today + datetime.timedelta(days=left),
            "kind": kind,
        }
        for number, (name, step, left, waited, kind) in enumerate(WORK, start=139)
    ]
    at = timezone.now()
    context = {
        "rows": rows,
        "chips": [
            {"label": "tất cả", "count": 6, "href": "?", "current": True},
            {"label": "quá hạn", "count": 1, "href": "?due=late", "tone": "late"},
            {"label": "đến hạn tuần này", "count": 2, "href": "?due=week"},
            {"label": "chưa xem", "count": 4, "href": "?seen=0"},
        ],
        "path": [{"label": label, "state": state} for label, state in PATH],
        "tabs": [
            {"label": "Lịch sử", "href": "?", "current": True},
            {"label": "Lý lịch", "href": "?tab=profile"},
            {"label": "Giấy tờ", "href": "?tab=papers", "count": "9/11"},
        ],
        "history": [
            {"at": at, "who": "Chi ủy", "what": "kiểm tra hồ sơ: đủ điều kiện đưa ra chi bộ", "tone": "current",
             "detail": "kiểm tra 11 mục, 2 mục còn hạn dưới 60 ngày", "hash": "a41f…9c2"},
            {"at": at, "who": "Thẩm tra lý lịch", "what": "kết luận: rõ ràng", "tone": "done",
             "detail": "bên nội: miễn (cha ruột là đảng viên); bên vợ: 2 người, đã trả lời", "hash": "07be…41d"},
            {"at": at, "who": "Trung tâm chính trị", "what": "cấp giấy chứng nhận", "tone": "done"},
        ],
        "deadlines": [
            {"label": "Chi bộ xét", "due_on": today, "left": 1, "kind": "nội bộ"},
            {"label": "Cấp ủy quyết định", "text": "60 ngày làm việc"},
            {"label": "Giấy giới thiệu hết giá trị", "due_on": datetime.date(2027, 3, 2), "left": 70},
        ],
        "papers": [
            {"label": "Đơn xin vào Đảng", "code": "1-KNĐ", "state": "present"},
            {"label": "Lý lịch", "code": "2-KNĐ", "state": "expiring", "note": "hết giá trị 02/01/2027"},
            {"label": "Giấy chứng nhận", "code": "CN-NTVĐ", "state": "expired"},
            {"label": "Biên bản họp chi bộ", "state": "missing", "href": "#", "action": "Tạo"},
        ],
        "empty_form": VoteForm(),
        "refused_form": VoteForm({"votes_for": "x"}, prefix="r") if "refused" in request.GET else None,
        "page": Paginator(range(90), 25).page(2),
    }  # fmt: skip
    return HttpResponse(engines["django"].from_string(TEMPLATE.read_text()).render(context, request))


urlpatterns = [path("_look/", parts), *pages]
