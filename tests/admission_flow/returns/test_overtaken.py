"""What a supplement overtook is shown as such, asked for again, and its bodies are told."""

from django.test import Client

from admission_flow.holding import papers_of
from admission_flow.models import Deadline
from notices.models import Notice
from tests.admission_flow.journey import PROFILE, Journey
from tests.people import Bloc

RETOLD = PROFILE | {"life_history": "2011-2016 học đại học"}


def retold(bloc: Bloc) -> Journey:
    """The bloc returned the file, and the cell corrected the biography: votes and verification fell."""
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    journey.supplement(profile=RETOLD)
    journey.case.refresh_from_db()
    return journey


def test_papers_of_fallen_steps_hold_no_longer(bloc: Bloc) -> None:
    journey = retold(bloc)
    held = {paper.code for paper in papers_of(journey.case)}
    assert held == {"NQ-CB", "3-KNĐ", "CN-NTVĐ", "1-KNĐ", "2-KNĐ", "5-KNĐ"}
    journey.to("grassroots_approval")
    assert {paper.code for paper in papers_of(journey.case)} == {*held, "BC-TTLL", "6-KNĐ"}


def test_the_file_check_asks_for_what_holds(bloc: Bloc) -> None:
    journey = retold(bloc).to("file_check")
    checked = journey.file_check().facts["checklist"]
    assert "BC-TTLL" in checked
    assert not {"6-KNĐ", "8-KNĐ"} & set(checked)


def test_papers_alone_overtake_nothing(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_appraisal")
    journey.send_back("bloc_appraisal")
    journey.supplement(papers=(journey.paper("BS"),))
    journey.case.refresh_from_db()
    assert {"6-KNĐ", "8-KNĐ", "BS"} <= {paper.code for paper in papers_of(journey.case)}


def test_the_bodies_whose_conclusion_fell_are_told(bloc: Bloc) -> None:
    retold(bloc)
    told = {
        notice.recipient: notice.params["steps"].split(",") for notice in Notice.objects.filter(kind="conclusion_fell")
    }
    assert told[bloc.committee_secretary] == ["grassroots_approval"]
    assert told[bloc.cell_deputy] == ["file_check", "cell_vote"]
    assert bloc.cell_secretary not in told  # who sent the supplement
    # The verification has come to its officer anew, and one notice of that is enough.
    assert bloc.committee_officer not in told


def test_the_term_rests_until_the_cell_has_voted_again(client: Client, bloc: Bloc) -> None:
    journey = retold(bloc)
    client.force_login(bloc.cell_secretary)
    deadlines = client.get(f"/cases/{journey.case.pk}/").context["page"].deadlines
    assert "Quyết định kết nạp" not in [row["label"] for row in deadlines]
    journey.to("cell_vote").wait(5).cell_vote()
    assert Deadline.objects.get(case=journey.case, rule="decide_admission").runs_from == journey.today


def test_the_pages_say_so(client: Client, bloc: Bloc) -> None:
    journey = retold(bloc)
    client.force_login(bloc.committee_secretary)
    address = f"/cases/{journey.case.pk}/"
    page = client.get(f"{address}?tab=history").context["page"]
    assert {row["code"] for row in page.step_papers if row["state"] == "again"} == {"BC-TTLL", "6-KNĐ", "8-KNĐ"}
    lines = page.rows["entries"]
    assert sum(line["overtaken"] for line in lines) == 4
    assert "Phải làm lại các bước: Thẩm tra, Kiểm tra hồ sơ" in lines[0]["detail"]
    papers = client.get(f"{address}?tab=papers").context["page"].rows["papers"]
    gone = {row["paper"].code for row in papers if row["overtaken"]}
    assert gone == {"BC-TTLL", "6-KNĐ", "8-KNĐ"}
    decisions = client.get(f"{address}?tab=decisions").context["page"].rows["decisions"]
    assert {row["decision"].step for row in decisions if row["overtaken"]} == {
        "verification", "file_check", "cell_vote", "grassroots_approval"
    }  # fmt: skip
    assert client.get(f"{address}?tab=profile").context["page"].rows["again"] == ["Thẩm tra"]


def test_the_profile_shows_the_last_answers_only(client: Client, bloc: Bloc) -> None:
    journey = retold(bloc)
    before = journey.case.verifications.count()
    journey.verification()
    client.force_login(bloc.cell_secretary)
    shown = client.get(f"/cases/{journey.case.pk}/?tab=profile").context["page"].rows["verifications"]
    assert len(shown) == before
    assert journey.case.verifications.count() == 2 * before


def test_the_decisions_say_what_was_asked_and_what_was_corrected(client: Client, bloc: Bloc) -> None:
    journey = retold(bloc)
    client.force_login(bloc.committee_secretary)
    rows = client.get(f"/cases/{journey.case.pk}/?tab=decisions").context["page"].rows["decisions"]
    said = {row["decision"].outcome: (str(row["reason_is"]), row["facts"]) for row in rows}
    assert said["returned"] == ("Lý do", ["Giấy xác nhận nơi cư trú"])
    assert said["supplemented"][0] == "Đã bổ sung"
    assert "Đã sửa: lý lịch" in said["supplemented"][1]
    assert said["fit"][0] == "Ghi chú"
