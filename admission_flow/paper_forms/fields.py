"""The fields that a template may ask for: what each is, for who edits one, and a value to try it with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.forms.engine import Values
from documents.forms.language import Fields


@dataclass(frozen=True)
class Field:
    meaning: Promise
    sample: str


TEXTS: dict[str, Field] = {
    "organisation": Field(_("who writes the paper"), "Chi bộ Phòng Mẫu"),
    "superior": Field(_("the organisation above"), "Đảng ủy Sở Mẫu"),
    "number": Field(_("number and symbol"), "12-NQ/CB"),
    "dated": Field(_("date of the paper"), "20/11/2026"),
    "day": Field(_("its day"), "20"),
    "month": Field(_("its month"), "11"),
    "year": Field(_("its year"), "2026"),
    "signed_by": Field(_("who signs"), "Nguyễn Văn Ký"),
    "signed_role": Field(_("the role in which that person signs"), "bí thư"),
    "full_name": Field(_("the candidate's full name"), "Lê Thị Mẫu"),
    "birth_name": Field(_("birth name"), "Lê Thị Mẫu"),
    "aliases": Field(_("aliases"), "không"),
    "citizen_id": Field(_("citizen ID"), "001000000000"),
    "birth_date": Field(_("birth date"), "03/02/1994"),
    "birth_place": Field(_("birthplace"), "Phường Mẫu"),
    "sex": Field(_("sex"), "nữ"),
    "ethnicity": Field(_("ethnicity"), "Kinh"),
    "religion": Field(_("religion"), "không"),
    "hometown": Field(_("hometown"), "Xã Mẫu"),
    "permanent_residence": Field(_("permanent residence"), "Phường Mẫu"),
    "current_residence": Field(_("current residence"), "Phường Mẫu"),
    "social_class": Field(_("social class"), "viên chức"),
    "occupation": Field(_("occupation"), "chuyên viên"),
    "occupation_before": Field(_("occupation before joining"), "sinh viên"),
    "general_education": Field(_("general education"), "12/12"),
    "professional_education": Field(_("professional education"), "cử nhân luật"),
    "political_theory": Field(_("political theory"), "sơ cấp"),
    "languages": Field(_("languages"), "tiếng Anh"),
    "organisations": Field(_("organisations"), "Công đoàn"),
    "cell": Field(_("the cell that considers the candidate"), "Chi bộ Phòng Mẫu"),
    "superior_of_cell": Field(_("the committee above the cell"), "Đảng ủy Sở Mẫu"),
    "valid_to": Field(_("last day on which the certificate is valid"), "20/11/2031"),
    "class_name": Field(_("name of the class"), "Lớp bồi dưỡng nhận thức về Đảng khóa I"),
    "class_from": Field(_("first day of the class"), "02/03/2026"),
    "class_to": Field(_("last day of the class"), "06/03/2026"),
    "class_grade": Field(_("result of the class"), "giỏi"),
    "life_history": Field(_("life history"), "2012-2016: học đại học\n2016 đến nay: công tác"),
    "rewards": Field(_("rewards"), "Lao động tiên tiến năm 2025"),
    "discipline": Field(_("discipline"), "không"),
    "certified_on": Field(_("day on which the biography was certified"), "01/10/2026"),
    "certified_by": Field(_("who certified the biography"), "Trần Văn Nhận"),
    "verification_conclusion": Field(_("conclusion of the verification"), "rõ ràng"),
    "introducer": Field(_("the introducing member"), "Phạm Thị Giới"),
    "introducer_birth_date": Field(_("birth date of the introducing member"), "04/05/1980"),
    "introducer_joined_on": Field(_("day on which the introducing member joined"), "19/05/2005"),
    "introducer_official_on": Field(_("day from which the introducing member is official"), "19/05/2006"),
    "introducer_cell": Field(_("cell of the introducing member"), "Chi bộ Phòng Mẫu"),
    "together_since": Field(_("since when together with the candidate"), "05/01/2024"),
    "together": Field(_("where together with the candidate"), "cùng đơn vị"),
    "union": Field(_("the union that introduces"), "Đoàn thể cơ sở Sở Mẫu"),
    "opinions_asked": Field(_("how many were asked"), "3"),
    "opinions_agree": Field(_("how many agree"), "2"),
    "opinions_disagree": Field(_("how many do not agree"), "0"),
    "opinions_other": Field(_("how many have another opinion"), "1"),
    "votes_entitled": Field(_("how many are entitled to vote"), "12"),
    "votes_present": Field(_("how many were present"), "11"),
    "votes_absent": Field(_("how many were absent"), "1"),
    "votes_for": Field(_("votes for"), "10"),
    "votes_against": Field(_("votes against"), "0"),
    "votes_other": Field(_("other votes"), "1"),
    "votes_invalid": Field(_("invalid votes"), "0"),
    "votes_for_percent": Field(_("share of the votes for, of all that are counted"), "83,3%"),
    "voting": Field(_("form of voting"), "biểu quyết bằng thẻ"),
    "reason": Field(_("reason or remark recorded"), "Đủ điều kiện, tiêu chuẩn"),
    "body": Field(_("the body that met"), "Ban Thường vụ Đảng ủy Mẫu"),
    "begun_at": Field(_("when the meeting began"), "08:00, 20/11/2026"),
    "place": Field(_("where the meeting was held"), "Phòng họp số 1"),
    "chair": Field(_("who chaired the meeting"), "Nguyễn Văn Ký"),
    "secretary": Field(_("who wrote the minutes"), "Trần Thị Ghi"),
    "item": Field(_("what the minutes say of this item"), "1. Lê Thị Mẫu: xét kết nạp.\nBiểu quyết: tán thành 9."),
    "closed_at": Field(_("when the meeting was closed"), "11:30, 20/11/2026"),
    "helper": Field(_("assigned helper"), "Phạm Thị Giới"),
    "cell_number": Field(_("number of the cell's resolution"), "12-NQ/CB"),
    "cell_dated": Field(_("date of the cell's resolution"), "20/11/2026"),
    "cell_votes_for": Field(_("votes for, in the cell"), "10"),
    "cell_votes_entitled": Field(_("official members of the cell"), "12"),
    "deciding_body": Field(_("the body that decides"), "Ban Thường vụ Đảng ủy Khối"),
    "regulation": Field(_("regulation that the decision was judged by"), "Quy định số 294-QĐ/TW"),
    "authority": Field(_("the authority asked"), "Đảng ủy xã Mẫu"),
    "admitted_on": Field(_("date of the decision on admission"), "20/12/2025"),
    "probation_from": Field(_("first day of the probation"), "05/01/2026"),
    "probation_to": Field(_("last day of the probation"), "04/01/2027"),
    "official_on": Field(_("official member from this day on"), "05/01/2027"),
    "put_to_vote": Field(_("what was put to the vote"), "Công nhận đảng viên chính thức"),
}
_PERSON_ROW = {
    "relation": Field(_("relation"), "cha"),
    "full_name": Field(_("full name"), "Lê Văn Thân"),
    "birth_year": Field(_("birth year"), "1960"),
    "occupation": Field(_("occupation"), "hưu trí"),
    "residence": Field(_("residence"), "Phường Mẫu"),
    "member": Field(_("whether a party member"), "có"),
}
_OPINION_ROW = {
    "asked": Field(_("who was asked"), "Công đoàn cơ sở"),
    "answered_on": Field(_("answered on"), "10/10/2026"),
    "answer": Field(_("what was answered"), "đồng ý"),
    "summary": Field(_("summary of the answer"), "Phẩm chất tốt"),
}
LISTS: dict[str, dict[str, Field]] = {
    "relatives": _PERSON_ROW,
    "introducers": {"name": Field(_("name of who introduces"), "Phạm Thị Giới")},
    "work_opinions": _OPINION_ROW,
    "residence_opinions": _OPINION_ROW,
    "persons": _PERSON_ROW
    | {
        "result": Field(_("what came back"), "đã trả lời, rõ ràng"),
        "authority": Field(_("the authority that answered"), "Công an phường Mẫu"),
        "answered_on": Field(_("answered on"), "10/10/2026"),
    },
    "absent": {
        "full_name": Field(_("full name"), "Lê Văn Vắng"),
        "reason": Field(_("reason of absence"), "lý do được chấp nhận"),
    },
    "tellers": {"full_name": Field(_("full name"), "Phạm Thị Kiểm")},
    "items": {"text": Field(_("what the minutes say of this item"), "1. Lê Thị Mẫu: xét kết nạp.")},
    "counts": {
        "full_name": Field(_("the candidate's full name"), "Lê Thị Mẫu"),
        "issued": Field(_("ballots issued"), "11"),
        "returned": Field(_("ballots returned"), "11"),
        "valid": Field(_("valid ballots"), "11"),
        "invalid": Field(_("invalid ballots"), "0"),
        "votes_for": Field(_("votes for"), "10"),
        "votes_against": Field(_("votes against"), "0"),
        "votes_other": Field(_("other votes"), "1"),
    },
    "receipts": {
        "full_name": Field(_("the candidate's full name"), "Lê Thị Mẫu"),
        "numbers": Field(_("the receipts' numbers"), "0123456789, 9876543210"),
    },
}
MEANINGS: dict[str, Promise] = {
    "relatives": _("the relatives, a row each"),
    "introducers": _("who introduces, a row each"),
    "work_opinions": _("opinions of organisations at work, a row each"),
    "residence_opinions": _("opinions from the place of residence, a row each"),
    "persons": _("persons in the scope of verification, a row each"),
    "absent": _("who was absent, a row each"),
    "tellers": _("who counted the ballots, a row each"),
    "items": _("the items of the agenda, a row each"),
    "counts": _("what the tellers counted, a row for each candidate"),
    "receipts": _("receipts of secret ballots in the system, a row for each candidate"),
}

PERSON = (
    *("full_name", "birth_name", "aliases", "citizen_id", "birth_date", "birth_place", "sex", "ethnicity", "religion"),
    *("hometown", "permanent_residence", "current_residence", "social_class", "occupation", "occupation_before"),
    *("general_education", "professional_education", "political_theory", "languages", "organisations", "cell"),
    "superior_of_cell",
)
DATE = ("dated", "day", "month", "year")
HEAD = ("organisation", "superior", "number", *DATE, "signed_by", "signed_role")
VOTES = (
    *("votes_entitled", "votes_present", "votes_absent", "votes_for", "votes_against", "votes_other", "votes_invalid"),
    *("votes_for_percent", "voting"),
)
CELLS_VOTE = ("cell_number", "cell_dated", "cell_votes_for", "cell_votes_entitled")
OPINIONS = ("opinions_asked", "opinions_agree", "opinions_disagree", "opinions_other")
PROBATION = ("admitted_on", "probation_from", "probation_to", "official_on", "helper")


def fields(texts: Iterable[str], lists: Iterable[str] = ()) -> Fields:
    return Fields(frozenset(texts), {name: frozenset(LISTS[name]) for name in lists})


def sample(known: Fields) -> Values:
    """Values of nobody, for a template that is tried."""
    texts = {name: one.sample for name, one in TEXTS.items() if name in known.texts}
    rows = {name: [{key: one.sample for key, one in LISTS[name].items()}] * 2 for name in known.lists}
    return {**texts, **rows}
