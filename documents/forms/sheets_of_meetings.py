"""The built-in forms of a meeting: its minutes, the tellers', and what a file keeps of the former (domain, 2.9).

No form of these was seen.
"""

from __future__ import annotations

from documents.forms.layout import Each, Grid, Par, Sheet, Where
from documents.forms.sheets import HEADED, KEPT

_WHEN = (
    Par("Thời gian: {{ begun_at }}. Địa điểm: {{ place }}."),
    Par("Tổng số triệu tập: {{ votes_entitled }}; có mặt: {{ votes_present }}; vắng: {{ votes_absent }}."),
)
_WHO = Par("Chủ trì: {{ chair }}. Thư ký: {{ secretary }}.")
_BY_BOTH = (("THƯ KÝ", "{{ secretary }}"), ("CHỦ TRÌ", "{{ chair }}"))

MINUTES = Sheet(
    "BB",
    "BIÊN BẢN",
    "cuộc họp {{ body }}",
    (
        *_WHEN,
        Where("absent", (Par("Vắng mặt:"), Each("absent", "- {{ one.full_name }}: {{ one.reason }}"))),
        _WHO,
        Where("tellers", (Par("Tổ kiểm phiếu:"), Each("tellers", "- {{ one.full_name }}"))),
        Par("NỘI DUNG", bold=True, plain=True),
        Each("items", "{{ one.text }}", ragged=True),
        Par("Biên bản được lập lúc {{ closed_at }}, khi kết thúc cuộc họp."),
        Where(
            "receipts",
            (
                Par("PHỤ LỤC: biên nhận của các cuộc bỏ phiếu kín trên hệ thống, không kèm lựa chọn", bold=True),
                Each("receipts", "{{ one.full_name }}: {{ one.numbers }}", ragged=True),
            ),
        ),
    ),
    left=HEADED,
    recipients=KEPT,
    coded=False,
    signatures=_BY_BOTH,
)

TELLERS = Sheet(
    "BBKP",
    "BIÊN BẢN KIỂM PHIẾU",
    "cuộc họp {{ body }}",
    (
        *_WHEN,
        Par("Tổ kiểm phiếu gồm:"),
        Each("tellers", "- {{ one.full_name }}"),
        Par("Kết quả kiểm phiếu:", bold=True),
        Grid(
            "counts",
            (
                ("Họ và tên", "{{ one.full_name }}", 4.5),
                ("Phát ra", "{{ one.issued }}", 1.6),
                ("Thu về", "{{ one.returned }}", 1.6),
                ("Hợp lệ", "{{ one.valid }}", 1.6),
                ("Không hợp lệ", "{{ one.invalid }}", 1.8),
                ("Tán thành", "{{ one.votes_for }}", 1.7),
                ("Không tán thành", "{{ one.votes_against }}", 1.9),
                ("Ý kiến khác", "{{ one.votes_other }}", 1.8),
            ),
        ),
        Par("Biên bản lập thành hai bản, phiếu được niêm phong và lưu cùng biên bản."),
    ),
    left=("{{ superior }}", "{{ organisation }}", ""),
    recipients=KEPT,
    coded=False,
    signatures=(("T/M TỔ KIỂM PHIẾU", "……"), ("CHỦ TRÌ", "{{ chair }}")),
)

EXTRACT = Sheet(
    "TBB",
    "TRÍCH BIÊN BẢN",
    "cuộc họp {{ body }}",
    (
        *_WHEN,
        _WHO,
        Par("Nội dung về {{ full_name }}, {{ cell }}:", bold=True),
        Par("{{ item }}", ragged=True),
        Par("Trích theo biên bản số {{ number }} ngày {{ dated }}."),
    ),
    left=HEADED,
    recipients=KEPT,
    coded=False,
    signatures=_BY_BOTH,
)

MEETINGS = (MINUTES, TELLERS, EXTRACT)
