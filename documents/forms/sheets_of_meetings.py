"""The built-in form of a meeting: what a file keeps of its minutes (domain, 2.9). No form of that was seen."""

from __future__ import annotations

from documents.forms.layout import Par, Sheet
from documents.forms.sheets import HEADED, KEPT

EXTRACT = Sheet(
    "TBB",
    "TRÍCH BIÊN BẢN",
    "cuộc họp {{ body }}",
    (
        Par("Thời gian: {{ begun_at }}. Địa điểm: {{ place }}."),
        Par("Tổng số triệu tập: {{ votes_entitled }}; có mặt: {{ votes_present }}; vắng: {{ votes_absent }}."),
        Par("Chủ trì: {{ chair }}. Thư ký: {{ secretary }}."),
        Par("Nội dung về {{ full_name }}, {{ cell }}:", bold=True),
        Par("{{ item }}", ragged=True),
        Par("Trích theo biên bản số {{ number }} ngày {{ dated }}."),
    ),
    left=HEADED,
    recipients=KEPT,
    coded=False,
    signatures=(("THƯ KÝ", "{{ secretary }}"), ("CHỦ TRÌ", "{{ chair }}")),
)

MEETINGS = (EXTRACT,)
