"""Every built-in form, filled in from a case at its step and reopened."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from admission_flow.decisions import cell
from admission_flow.decisions.given import UnionGiven
from admission_flow.paper_forms.catalogue import FORMS
from admission_flow.paper_forms.fields import LISTS, MEANINGS, TEXTS, sample
from admission_flow.queries.paper_forms import make
from documents.forms.built_in import built_in
from documents.forms.engine import check, fields_of, render
from documents.forms.preview import text_of
from tests.admission_flow.journey import Journey, vote
from tests.admission_flow.paper_forms.conftest import keys, page_of, text, whole_text
from tests.admission_flow.recognising import recognising
from tests.people import Bloc


@pytest.mark.parametrize("slug", FORMS)
def test_its_template_asks_for_what_there_is(slug: str) -> None:
    form = FORMS[slug]
    assert check(built_in(form.code), form.fields, "mau.docx") == []
    tried = text_of(render(built_in(form.code), sample(form.fields)))
    assert "Lê Thị Mẫu" in tried
    assert "{{" not in tried


def test_the_table_of_fields_has_no_stranger() -> None:
    used = {name for form in FORMS.values() for name in form.fields.texts}
    assert used == TEXTS.keys()
    assert {name for form in FORMS.values() for name in form.fields.lists} == LISTS.keys() == MEANINGS.keys()


def assert_whole(journey: Journey) -> None:
    """No field unfilled, nothing of the machine, the candidate named, and no value that the table doesn't name."""
    for one in page_of(journey).forms:
        made = whole_text(make(one).content)
        for mark in ("{{", "{%", "}}", "None", "False", "True", "__proxy__"):
            assert mark not in made, (one.key, mark)
        assert journey.case.candidate.person.full_name in made, one.key
        known = one.form.fields
        for name, value in one.values.items():
            assert name in (known.texts if isinstance(value, str) else known.lists), (one.key, name)
            if not isinstance(value, str):
                assert all(row.keys() <= known.lists[name] for row in value), (one.key, name)
        asked = fields_of(built_in(one.form.code))
        assert asked.texts <= known.texts, one.key


@pytest.mark.parametrize("unit", ["departmental_cell", "grassroots_cell", "delegated_cell"])
def test_of_an_admission(bloc: Bloc, unit: str) -> None:
    journey = Journey.in_unit(bloc, unit).to("ceremony")
    here = keys(journey)
    assert_whole(journey)
    plain = ["cn-ntvd", "1-knd", "2-knd", "bc-ttll", "5-knd", "6-knd", "9-knd"]
    assert [one for one in plain if one not in here] == []
    assert ("7-knd" in here, "8-knd" in here) == (unit == "departmental_cell",) * 2
    assert len([one for one in here if one.startswith("3-knd-")]) == 2


def test_the_letters_of_a_verification(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification")
    assert [one for one in keys(journey) if one.startswith("cv-")] == []
    journey.send_request()
    assert_whole(journey)
    (key,) = [one for one in keys(journey) if one.startswith("cv-")]
    told = text(journey, key)
    assert "Kính gửi: Đảng ủy xã Thuận Hòa." in told
    assert "Số 12-CV/ĐU" in told
    assert "Nguyễn Văn Cha" in told
    assert page_of(journey).get(key).paper is None


@pytest.mark.parametrize("unit", ["departmental_cell", "delegated_cell"])
def test_of_a_recognition(bloc: Bloc, unit: str) -> None:
    journey = recognising(bloc, unit)
    journey.to_the_end()
    assert_whole(journey)
    wanted = ["10-knd", "11-knd", "12-knd", "13-knd", "16-knd"]
    above = ["14-knd", "15-knd"] if unit == "departmental_cell" else []
    assert sorted(keys(journey)) == sorted([*wanted, *above])
    told = text(journey, "16-knd")
    assert f"kể từ ngày {journey.over:%d/%m/%Y}" in told


def test_before_a_step_is_done_its_form_has_lines_for_the_pen(bloc: Bloc) -> None:
    journey = Journey(bloc).to("cell_vote")
    told = text(journey, "6-knd")
    assert "Tán thành: ……, đạt …… tổng số được tính." in told
    assert "Số ……" in told
    assert "Nguyễn Thị Thanh Xuân" in told
    assert "8-knd" not in keys(journey)
    journey.cell_vote(in_favour=10)
    told = text(journey, "6-knd")
    assert "Tổng số đảng viên chính thức của chi bộ: 12; có mặt: 12; vắng: 0." in told
    assert "Tán thành: 10, đạt 83,3% tổng số được tính." in told
    assert "Số 01" in told


def test_in_vietnamese_for_an_english_reader(bloc: Bloc) -> None:
    journey = Journey(bloc).to("ceremony")
    assert "giới tính: nữ" in text(journey, "6-knd")
    assert "biểu quyết bằng thẻ" in text(journey, "6-knd").lower()
    report = text(journey, "bc-ttll")
    assert "bản thân" in report
    assert "Nguyễn Văn Cha" in report


def test_who_writes_and_who_is_above(bloc: Bloc) -> None:
    journey = Journey.in_unit(bloc, "departmental_cell").to("ceremony")
    cell = text(journey, "6-knd")
    assert "ĐẢNG ỦY BỘ PHẬN KHỐI NỘI\nCHI BỘ KHOA NỘI TIM MẠCH" in cell
    committee = text(journey, "8-knd")
    assert "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH\nĐẢNG ỦY BỆNH VIỆN ĐA KHOA TỈNH" in committee
    assert "Ban Thường vụ Đảng ủy Khối các cơ quan tỉnh" in text(journey, "9-knd")


def test_who_decides_and_who_is_above_where_authority_is_delegated(bloc: Bloc) -> None:
    ordinary, delegated = Journey(bloc).to("ceremony"), Journey.in_unit(bloc, "delegated_cell").to("ceremony")
    assert "TỈNH ỦY ……\nĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH" in text(ordinary, "9-knd")
    told = text(delegated, "9-knd")
    assert "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH\nĐẢNG ỦY SỞ TÀI CHÍNH" in told
    assert "T/M ĐẢNG ỦY SỞ TÀI CHÍNH" in told


@pytest.mark.parametrize(
    ("kind", "key", "heading"),
    [
        ("youth_union", "4-knd", "ĐOÀN TNCS HỒ CHÍ MINH"),
        ("trade_union", "4a-knd", "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"),
    ],
)
def test_introduced_by_a_union(bloc: Bloc, kind: str, key: str, heading: str) -> None:
    journey = Journey(bloc)
    union = UnionGiven(kind, "Đoàn thể cơ sở Sở Nội vụ", "17-NQ/ĐT", journey.today)
    one = journey.nomination().introducers[:1]
    journey.nominate(birth_date=datetime.date(2000, 2, 3), union=union, introducers=one)
    assert_whole(journey)
    (found,) = [one.key for one in page_of(journey).forms if one.key.startswith(f"{key}-")]
    told = text(journey, found)
    assert heading in told
    assert "ĐOÀN THỂ CƠ SỞ SỞ NỘI VỤ\n*\nSố 17-NQ/ĐT" in told
    assert len([one for one in keys(journey) if one.startswith("3-knd-")]) == 1


def test_the_role_of_who_signs(bloc: Bloc) -> None:
    journey = Journey(bloc).to("cell_vote")
    signer = bloc.person("cell_deputy").full_name
    given = journey.paper("6-KNĐ")
    voted = replace(vote(12), paper=replace(given, signed_by=signer))
    journey.do(cell.record_cell_vote, "cell_vote", voted)
    assert f"PHÓ BÍ THƯ\n{signer}" in text(journey, "6-knd")


def test_the_relatives_as_a_table(bloc: Bloc) -> None:
    journey = Journey(bloc).to("verification")
    told = text(journey, "2-knd")
    assert "cha đẻ\nNguyễn Văn Cha\n1960" in told
    assert "2012-2016 học đại học" in told


def test_not_admitted_has_no_decision_of_admission(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    assert "9-knd" in keys(journey)
    journey.bloc_decision("not_admitted", reason="Chưa đủ điều kiện")
    assert "9-knd" not in keys(journey)


def test_what_a_supplement_overtook_is_to_be_written_anew(bloc: Bloc) -> None:
    journey = Journey(bloc).to("grassroots_approval")
    assert "Tán thành: 12" in text(journey, "6-knd")
    journey.send_back("grassroots_approval", again=("cell_vote",), items=())
    assert "Tán thành: ……" in text(journey, "6-knd")


def test_letters_of_several_introducers(bloc: Bloc) -> None:
    journey = Journey(bloc).to("course")
    names = [one.introducer.full_name for one in journey.case.introductions.select_related("introducer").order_by("pk")]
    found = [one for one in page_of(journey).forms if one.form.code == "3-KNĐ"]
    assert [one.about for one in found] == names
    assert [one.paper and one.paper.signed_by for one in found] == names
    told = text(journey, found[0].key)
    assert f"Tôi là {names[0]}" in told
    assert "19/05/2005" in told
    assert "05/01/2009" in told
