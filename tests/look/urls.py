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
LABELS = ("Giới thiệu", "Bồi dưỡng", "Khai lý lịch", "Thẩm tra, ý kiến", "Kiểm tra hồ sơ", "Chi bộ", "Đảng ủy bộ phận")
LABELS += ("Đảng ủy cơ sở", "Thẩm định", "Quyết định", "Lễ kết nạp")


class VoteForm(forms.Form):
    present = forms.IntegerField(label="Có mặt")
    votes_for = forms.IntegerField(label="Tán thành", help_text="Trên tổng số đảng viên chính thức.")
    votes_against = forms.IntegerField(label="Không tán thành", initial=1)
    how = forms.ChoiceField(label="Hình thức", choices=[("card", "Biểu quyết bằng thẻ"), ("secret", "Bỏ phiếu kín")])
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    sure = forms.BooleanField(label="Đã đối chiếu biên bản")


def parts(request: HttpRequest) -> HttpResponse:
    today = datetime.date(2026, 11, 23)
    names = "Nguyễn Thị Minh An,Trần Quốc Bảo,Lê Hoàng Dũng,Phạm Thu Hà,Võ Ngọc Lan,Đặng Văn Phúc".split(",")
    work = "Bổ sung hồ sơ,Ghi kết quả họp chi bộ,Lấy ý kiến nơi cư trú,Khai lý lịch,Kiểm tra hồ sơ,Tổ chức lễ kết nạp".split(",")
    left, waited = (-2, 1, 3, 14, 16, 0), (19, 12, 9, 6, 3, 2)
    rows = [
        {"name": name, "number": f"HS 2026-01{39 + n}", "step": work[n], "left": left[n], "waited": waited[n],
         "due_on": today + datetime.timedelta(days=left[n]), "kind": "legal" if n == 5 else "target"}
        for n, name in enumerate(names)
    ]  # fmt: skip
    states = ["done"] * 4 + ["returned", "current", "passed_over"] + ["to_come"] * 4
    at = timezone.now()
    context = {
        "rows": rows,
        "chips": [
            {"label": "tất cả", "count": 6, "href": "?", "current": True},
            {"label": "quá hạn", "count": 1, "href": "?due=late", "tone": "late"},
            {"label": "đến hạn tuần này", "count": 2, "href": "?due=week"},
            {"label": "chưa xem", "count": 4, "href": "?seen=0"},
        ],
        "path": [{"label": label, "state": state} for label, state in zip(LABELS, states, strict=True)],
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
            {"at": at, "who": "Trung tâm chính trị", "what": "cấp giấy chứng nhận lớp nhận thức về Đảng", "tone": "done"},
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
