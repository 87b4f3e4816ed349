"""What the figures say, in the sentences of a party report: the proposal that stands in each section until its author
writes it. Vietnamese, as every paper of the office. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from insights.term_report.figures import ADMITTED, ATTENDED, GONE, HAPPENED, Figures
from insights.term_report.numbers import count, decimal, part_of, percent
from insights.term_report.period import Part
from insights.term_report.rows import RolledOut

AUDIENCES = {
    "leaders": "bí thư, phó bí thư",
    "committee": "cấp ủy viên",
    "members": "đảng viên",
    "boards": "ban chấp hành các đoàn thể",
}
CAUSES = {
    "few_sources": "nguồn quần chúng ưu tú để phát triển đảng ngày càng ít",
    "nearly_met": "chỉ tiêu của cả nhiệm kỳ đã cơ bản đạt từ các năm trước",
    "quality": "các cấp ủy tập trung nâng cao chất lượng, không chạy theo số lượng",
    "congress": "cấp ủy tập trung chuẩn bị và tổ chức đại hội",
    "biography": "việc thẩm tra, xác minh lý lịch kéo dài",
    "courses": "số lớp bồi dưỡng nhận thức về Đảng mở trong kỳ còn ít",
    "leadership": "một số cấp ủy chưa quan tâm đúng mức đến công tác phát triển đảng viên",
    "unwilling": "một bộ phận quần chúng ưu tú chưa có nguyện vọng vào Đảng",
    "staffing": "biên chế giảm, một số cơ quan, đơn vị sáp nhập hoặc giải thể",
}


def opening(figures: Figures, body: str) -> str:
    """`body`: the committee that reports."""
    period = figures.period
    first = figures.taken.rolled_out[0] if figures.taken.rolled_out else None
    days = f"từ ngày {period.first:%d/%m/%Y} đến ngày {period.last:%d/%m/%Y}"
    on = f" thực hiện {resolution(first)} và" if first else ""
    return f"{body} báo cáo kết quả{on} công tác phát triển đảng viên {days} như sau:"


def resolution(one: RolledOut) -> str:
    return f"Nghị quyết số {one.number}, ngày {one.dated:%d/%m/%Y}"


def situation(figures: Figures) -> str:
    """Units and members as of the last day, as the office writes them."""
    taken = figures.taken
    official = f"{count(taken.official)} đảng viên chính thức, {count(taken.members - taken.official)} đảng viên dự bị"
    told = (
        f"Tính đến ngày {taken.last:%d/%m/%Y}, {taken.unit_name} có {_units(figures)}{count(taken.members)} đảng viên"
    )
    moved = taken.members - taken.before
    against = ""
    if taken.before:
        more = "tăng" if moved > 0 else "giảm"
        change = f"{more} {count(abs(moved))} đảng viên" if moved else "không tăng, không giảm"
        against = f" So với đầu kỳ ({count(taken.before)} đảng viên), số đảng viên {change}."
    return f"{told} ({official}).{against}"


def _units(figures: Figures) -> str:
    kind = figures.taken.unit_kind
    cells, departments = figures.places("cell"), figures.places("departmental_committee")
    under = f"{count(cells)} chi bộ trực thuộc" + (f" và {count(departments)} đảng bộ bộ phận" if departments else "")
    if kind == "bloc":
        committees, alone = figures.places("grassroots_committee"), figures.places("grassroots_cell")
        return (
            f"{count(figures.grassroots)} tổ chức cơ sở đảng, trong đó có {count(committees)} đảng bộ cơ sở với "
            f"{under}, và {count(alone)} chi bộ cơ sở, với "
        )
    if kind == "grassroots_committee":
        return f"{under}, với "
    return f"{count(cells)} chi bộ, với " if kind == "departmental_committee" else ""


def roll_out(figures: Figures) -> str:
    found = figures.taken.rolled_out
    if not found:
        return "Trong kỳ không có nghị quyết nào phải quán triệt, triển khai được ghi nhận trên hệ thống."
    return "\n".join(map(_rolled_out, found))


def _rolled_out(one: RolledOut) -> str:
    if one.done == one.units:
        reach = f"{count(one.done)}/{count(one.units)} đơn vị đã tổ chức quán triệt, triển khai đến 100% đối tượng"
    else:
        lacking = one.units - one.done
        reach = (
            f"{count(one.done)}/{count(one.units)} đơn vị đã hoàn thành việc quán triệt, triển khai; "
            f"còn {count(lacking)} đơn vị chưa hoàn thành"
        )
    people = [
        f"{AUDIENCES[reach.audience]}: {count(reach.present)}/{count(reach.due)} người, đạt "
        f"{part_of(reach.present, reach.due)}"
        for reach in one.audiences
        if reach.due
    ]
    programmes = ""
    if one.asks_programme:
        programmes = f" {count(one.adopted)}/{count(one.units)} đơn vị đã ban hành chương trình, kế hoạch thực hiện."
    told = f" Số người dự học tập, quán triệt: {'; '.join(people)}." if people else ""
    return f"{resolution(one)} “{one.title}”: {reach}.{told}{programmes}"


def results(figures: Figures) -> str:
    number, target = figures.admitted.number, figures.target
    if target:
        kept = "vượt" if number > target else "đạt" if number == target else "chưa đạt"
        against = (
            f", {kept} chỉ tiêu đề ra ({count(number)}/{count(target)} đảng viên, bằng {percent(figures.percent)})"
        )
    else:
        against = ""
    none = f"Trong kỳ, {figures.taken.unit_name} không có đảng viên mới được kết nạp{against}."
    some = f"Trong kỳ, {figures.taken.unit_name} đã kết nạp {count(number)} đảng viên mới{against}."
    told = [some if number else none]
    parts = [
        f"{within(part)} kết nạp {count(figure.number)}" if figure.number else f"{within(part)} không kết nạp"
        for part, figure in zip(figures.period.parts(), figures.by_part(ADMITTED), strict=True)
    ]
    if number and len(parts) > 1:
        told.append(f"Trong đó: {'; '.join(parts)} đảng viên.")
    if number:
        told.append(_who(figures))
    if number and figures.taken.before:
        told.append(f"Số đảng viên mới bằng {part_of(number, figures.taken.before)} tổng số đảng viên đầu kỳ.")
    children, with_some = len(figures.taken.children), figures.units_that_admitted
    if with_some:
        told.append(
            f"Có {count(with_some)}/{count(children)} đơn vị trực thuộc kết nạp được đảng viên "
            f"({part_of(with_some, children)})."
        )
    elif children:
        told.append("Không có đơn vị trực thuộc nào kết nạp được đảng viên.")
    return " ".join(told)


def within(part: Part) -> str:
    """A part's name within a sentence: quý IV, its number as it is."""
    return part.words[:1].lower() + part.words[1:]


def _who(figures: Figures) -> str:
    number = figures.admitted.number
    wanted = (
        ("nữ", "sex", "f"),
        ("từ 18 đến 30 tuổi", "age", "to_30"),
        ("người dân tộc thiểu số", "ethnicity", "minority"),
        ("có đạo", "religion", "some"),
        ("đoàn viên thanh niên", "union", "youth"),
    )
    told = []
    for words, grouping, kind in wanted:
        figure = figures.where(ADMITTED, grouping, kind)
        if figure.number:
            told.append(f"{words} {count(figure.number)} ({part_of(figure.number, number)})")
    learnt = [figures.where(ADMITTED, "education", kind).number for kind in ("postgraduate", "university")]
    if any(learnt):
        told.append(f"trình độ đại học trở lên {count(sum(learnt))} ({part_of(sum(learnt), number)})")
    age = figures.average_age
    told.append(f"tuổi bình quân {decimal(age)}" if age is not None else "")
    return f"Cơ cấu đảng viên mới: {'; '.join(one for one in told if one)}."


def classes(figures: Figures) -> str:
    held = figures.taken.classes
    told = []
    for kind, words in (("awareness", "bồi dưỡng nhận thức về Đảng"), ("new_member", "bồi dưỡng đảng viên mới")):
        there = [row for row in figures.taken.attended if row.kind == kind]
        if not there and not held.get(kind):
            continue
        passed = sum(row.state == "passed" for row in there)
        good = sum(row.grade in ("excellent", "good") for row in there)
        mark = f", trong đó {count(good)} người xếp loại khá, giỏi" if good else ""
        opened = f"mở {count(held[kind])} lớp {words}, có" if held.get(kind) else f"cử đi dự lớp {words}:"
        told.append(f"{opened} {count(len(there))} người dự, {count(passed)} người được cấp giấy chứng nhận{mark}")
    if not told:
        return "Trong kỳ không có lớp bồi dưỡng nào được ghi nhận trên hệ thống."
    return f"Trong kỳ đã {'; '.join(told)}."


def recognition(figures: Figures) -> str:
    recognised = figures.recognised.number
    has = f"có {count(recognised)}" if recognised else "không có"
    told = [f"Trong kỳ {has} đảng viên dự bị được công nhận là đảng viên chính thức."]
    struck = figures.where(GONE, "how", "struck_off").number
    gone = [
        f"{count(number)} đảng viên {words}"
        for words, number in (
            ("bị xóa tên", struck),
            ("bị khai trừ", figures.where(GONE, "how", "expelled").number),
            ("xin ra khỏi Đảng", figures.where(GONE, "how", "resigned").number),
        )
        if number
    ]
    none = "Không có đảng viên bị xóa tên, khai trừ hoặc xin ra khỏi Đảng."
    told.append(f"Có {', '.join(gone)}." if gone else none)
    cases = [
        f"{count(number)} {words}"
        for words, number in (
            ("hồ sơ không được kết nạp", figures.where(HAPPENED, "what", "not_admitted").number),
            ("hồ sơ rút", figures.where(HAPPENED, "what", "withdrawn").number),
        )
        if number
    ]
    if cases:
        told.append(f"Trong quá trình xem xét có {', '.join(cases)}.")
    return " ".join(told)


def shortfall(figures: Figures, causes: Sequence[str]) -> str:
    number, target = figures.admitted.number, figures.target
    told = []
    if target and number < target:
        lacking = target - number
        told.append(f"Kết quả kết nạp còn thiếu {count(lacking)} đảng viên so với chỉ tiêu.")
    none = len(figures.taken.children) - figures.units_that_admitted
    if none:
        told.append(f"Còn {count(none)} đơn vị trực thuộc không kết nạp được đảng viên trong kỳ.")
    if causes:
        told.append(f"Nguyên nhân: {'; '.join(CAUSES[cause] for cause in causes)}.")
    met = "Không có chỉ tiêu nào chưa đạt trong kỳ."
    return " ".join(told) or (met if target else "Số liệu trong kỳ không cho thấy hạn chế nào.")


def closing(figures: Figures, body: str) -> str:
    return f"Trên đây là báo cáo công tác phát triển đảng viên {figures.period.words} của {body}./."


def attended(figures: Figures, kind: str) -> int:
    return sum(row.kind == kind for row in getattr(figures.taken, ATTENDED))
