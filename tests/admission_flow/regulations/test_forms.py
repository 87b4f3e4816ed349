"""The administration's forms: generations, editions and local rules come by form, and what is wrong is said there."""

from __future__ import annotations

import datetime
import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from admission_flow.models import LocalRule, Regulation
from admission_flow.rules.parameters import DEFINITIONS
from orgs.models import User
from tests.admission_flow.regulations.given import NEWEST, PAPER, typed
from tests.people import Bloc

ADD = reverse("admin:admission_flow_regulation_add")
EDITION = f"{ADD}?{urlencode({'edition_of': NEWEST})}"
LOCAL = reverse("admin:admission_flow_localrule_add")
GENERATION = {"code": "20-QĐ/TW", "name": "Quy định 20-QĐ/TW", "in_force_from": "2027-01-01"}
RULE = {
    "code": "ld-tien-tien",
    "name_vi": "Danh hiệu lao động tiên tiến",
    "asks_vi": "Năm trước liền kề đạt lao động tiên tiến trở lên.",
    "source": "Hướng dẫn của Đảng ủy Khối",
    "where": "both",
    "kind": "judgement",
    "in_force_from": "2020-01-01",
}


@pytest.fixture
def office(client: Client, bloc: Bloc) -> Client:
    User.objects.filter(pk=bloc.administrator.pk).update(language="en")
    client.force_login(bloc.administrator)
    return client


def faults(page: str) -> list[str]:
    return re.findall(r'<ul class="errorlist"[^>]*><li>(.*?)</li>', page)


def test_a_form_begins_with_the_newest_values(office: Client) -> None:
    form = office.get(ADD).context["adminform"].form
    assert set(DEFINITIONS) <= set(form.fields)
    assert form["min_age_years"].value() == 18
    assert form["min_age_years__confidence"].value() == "inherited"
    assert office.get(EDITION).context["adminform"].form["probation_months__confidence"].value() == "sourced"


def test_a_generation_is_added(office: Client) -> None:
    given = typed(inherited=True, min_age_years="19", min_age_years__source=PAPER, min_age_years__confidence="sourced")
    assert office.post(ADD, given | GENERATION).status_code == 302
    row = Regulation.on(datetime.date(2027, 1, 1))
    assert row.parameters["min_age_years"] == {"value": 19, "source": PAPER, "confidence": "sourced"}
    assert row.parameters["readmission_barred"]["value"][0] == "abandoned"
    assert row.parameters["verification_waiver"]["value"] is True


def test_an_edition_keeps_what_was_not_touched(office: Client, bloc: Bloc) -> None:
    given = typed(inherited=False, standing_committee_ratio="> 1/2", standing_committee_ratio__source=PAPER,
                  standing_committee_ratio__confidence="sourced")  # fmt: skip
    answer = office.post(EDITION, given | {"from_day": "2026-03-01", "why": "Xác nhận"})
    assert answer.status_code == 302, faults(answer.content.decode())
    first, second = Regulation.objects.filter(code=NEWEST).order_by("edition")
    changed = [name for name in DEFINITIONS if first.parameters[name] != second.parameters[name]]
    assert changed == ["standing_committee_ratio"]
    assert second.parameters["standing_committee_ratio"]["value"] == ">1/2"
    assert (second.entered_by, second.from_day) == (bloc.administrator, datetime.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("field", "wrong", "told"),
    [
        ("cell_ratio", "half", "Write a share such as 2/3"),
        ("cell_ratio", "3/2", "Write a share such as 2/3"),
        ("cell_ratio", "1/0", "Write a share such as 2/3"),
        ("min_age_years", "eighteen", "Enter a whole number"),
        ("min_age_years", "-1", "from 1 to 120"),
        ("min_age_years", "121", "from 1 to 120"),
        ("cell_ratio", "1/3", "at least half of the body"),
        ("education_least", "doctorate", "Select a valid choice"),
        ("readmission_barred", ["theft"], "Select a valid choice"),
        ("min_age_years__source", "", "Name the paper and its point"),
        ("min_age_years__confidence", "unsourced", "say what was read in it"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_typed_is_lost(
    office: Client, field: str, wrong: object, told: str
) -> None:
    given = typed(inherited=True, introducer_months_together="13") | GENERATION | {field: wrong}
    answer = office.post(ADD, given)
    form = answer.context["adminform"].form
    assert answer.status_code == 200
    assert set(form.errors) == {field}
    assert told in str(form.errors[field])
    assert form["introducer_months_together"].value() == "13"
    assert form["code"].value() == "20-QĐ/TW"
    assert not Regulation.objects.filter(code="20-QĐ/TW").exists()


def test_a_day_on_which_the_generation_was_not_in_force_is_told_at_its_field(office: Client) -> None:
    given = typed(inherited=False, introducers="3") | {"from_day": "2025-06-30", "why": "-"}
    form = office.post(EDITION, given).context["adminform"].form
    assert "in force from 01/07/2025 only" in str(form.errors["from_day"]).replace("2025-07-01", "01/07/2025")


def test_an_edition_of_an_unknown_generation_or_without_a_change_is_refused(office: Client) -> None:
    given = typed(inherited=False) | {"from_day": "2026-03-01", "why": "-"}
    assert "No value differs" in office.post(EDITION, given).content.decode()
    page = office.post(f"{ADD}?edition_of=9-QD", given).content.decode()
    assert "No regulation of this number is known" in page
    assert office.get(f"{ADD}?edition_of=9-QD").status_code == 200


@pytest.mark.parametrize("who", ["organisation_board", "bloc_secretary", "auditor"])
def test_others_have_no_such_form(client: Client, bloc: Bloc, who: str) -> None:
    client.force_login(getattr(bloc, who))
    for address in (ADD, EDITION, LOCAL):
        assert client.post(address, typed(inherited=True) | GENERATION).status_code == 302
        assert client.get(address)["Location"].startswith("/admin/login/")
    assert not Regulation.objects.filter(code="20-QĐ/TW").exists()


def test_staff_without_the_administration_are_refused(client: Client, bloc: Bloc) -> None:
    User.objects.filter(pk=bloc.office.pk).update(is_staff=True)
    client.force_login(bloc.office)
    assert client.post(ADD, typed(inherited=True) | GENERATION).status_code == 403


def test_a_local_rule_is_added_and_ended(office: Client) -> None:
    assert office.post(LOCAL, RULE).status_code == 302
    rule = LocalRule.objects.get()
    change = reverse("admin:admission_flow_localrule_change", args=[rule.pk])
    answer = office.post(change, {"in_force_until": "2019-12-31"})
    assert "would end before it begins" in answer.content.decode()
    assert "Write the last day" in office.post(change, {"in_force_until": ""}).content.decode()
    assert office.post(change, {"in_force_until": "2026-12-31", "name_vi": "x"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.in_force_until, rule.name_vi) == (datetime.date(2026, 12, 31), RULE["name_vi"])
    assert "ended already" in office.post(change, {"in_force_until": "2027-12-31"}).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "paper"}, "paper"),
        ({"paper": "Quyết định khen thưởng"}, "paper"),
        ({"in_force_until": "2019-12-31"}, "in_force_until"),
        ({"code": "lao động"}, "code"),
        ({"source": ""}, "source"),
        ({}, "code"),
    ],
    ids=["no paper named", "a paper to judge", "ends first", "no code", "no source", "twice"],
)
def test_a_wrong_local_rule_is_told_at_its_field(office: Client, changes: dict[str, str], field: str) -> None:
    if not changes:
        office.post(LOCAL, RULE)
    known = LocalRule.objects.count()
    form = office.post(LOCAL, RULE | changes).context["adminform"].form
    assert set(form.errors) == {field}
    assert LocalRule.objects.count() == known


@pytest.mark.parametrize("code", ["6-KNĐ", "lao động", "a/b"])
def test_a_code_of_a_local_rule_says_which_letters_it_takes(office: Client, code: str) -> None:
    form = office.post(LOCAL, RULE | {"code": code}).context["adminform"].form
    (told,) = form.errors["code"]
    assert told == "Write the code with unaccented letters, digits, hyphens and underscores only, as in ld-01."
    assert office.post(LOCAL, RULE | {"code": "LD_01-a"}).status_code == 302


def test_the_lists_open(office: Client, bloc: Bloc) -> None:
    office.post(LOCAL, RULE)
    for page in ("regulation", "localrule"):
        assert office.get(reverse(f"admin:admission_flow_{page}_changelist")).status_code == 200
    row = Regulation.on(timezone.localdate())
    page = office.get(reverse("admin:admission_flow_regulation_change", args=[row.pk])).content.decode()
    assert "Least age" in page
