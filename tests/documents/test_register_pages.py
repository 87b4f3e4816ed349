"""The pages of the registers: who gets them, what they offer, that nothing typed is lost, and what they cost."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Incoming, Outgoing, Register
from documents.outgoing import make_void
from tests.admission_flow.many import statements
from tests.documents.office import arrival, letter, today, who

pytestmark = pytest.mark.django_db
NUMBER = {"kind": "CV", "dated": f"{today():%d/%m/%Y}", "about": "Về lớp cảm tình Đảng", "signed_by": "Bí thư"}
ARRIVAL = {"received_on": f"{today():%d/%m/%Y}", "sender": "Văn phòng Tỉnh ủy", "about": "Về báo cáo năm"}


def content(response):
    return response.content.decode()


def inside(client, address="/registers/"):
    return content(client.get(address)).partition('id="main"')[2]


def test_a_number_is_taken_through_the_page(client, bloc):
    client.force_login(bloc.standing_deputy)
    first = client.post("/registers/number/", NUMBER)
    assert first.status_code == 422
    assert 'value="Về lớp cảm tình Đảng"' in content(first)
    assert 'name="after"' in content(first)
    assert not Outgoing.objects.exists()
    taken = client.post("/registers/number/", {**NUMBER, "after": "11"}, follow=True)
    assert taken.redirect_chain == [("/registers/?unit=DUK", 302)]
    assert "Đã lấy số 12-CV/ĐUK" in content(taken)
    assert 'name="after"' not in inside(client, "/registers/number/")
    assert client.post("/registers/number/", NUMBER).status_code == 302
    assert Outgoing.objects.latest("pk").symbol == "13-CV/ĐUK"


def test_an_arrival_is_recorded_and_forwarded_through_the_pages(client, bloc):
    client.force_login(bloc.cell_secretary)
    assert client.post("/registers/arrival/", ARRIVAL).status_code == 422
    told = client.post("/registers/arrival/", {**ARRIVAL, "after": "0"}, follow=True)
    assert "Văn bản mang số 1" in content(told)
    row = Incoming.objects.get()
    url = f"/registers/incoming/{row.pk}/"
    wrong = client.post(f"{url}forward/", {"forwarded_to": "  "})
    assert wrong.status_code == 422
    assert "<details" in content(wrong)
    assert " open>" in content(wrong)
    assert client.post(f"{url}forward/", {"forwarded_to": "Chi ủy"}).status_code == 302
    assert "Chi ủy" in inside(client, "/registers/?show=incoming")
    assert client.post(f"{url}forward/", {"forwarded_to": "Văn phòng"}).status_code == 409
    assert f"{url}forward/" not in inside(client, url)


def test_a_number_is_made_void_through_its_page(client, bloc):
    row = letter(bloc, after=0)
    client.force_login(bloc.standing_deputy)
    url = f"/registers/outgoing/{row.pk}/"
    assert client.post(f"{url}void/", {"reason": ""}).status_code == 422
    assert client.post(f"{url}void/", {"reason": "x" * 301}).status_code == 422
    assert client.post(f"{url}void/", {"reason": "Viết nhầm"}).status_code == 302
    listed = inside(client)
    assert "<s>01-CV/ĐUK</s>" in listed
    assert "Viết nhầm" in listed
    assert "Đã hủy" in listed
    assert client.post(f"{url}void/", {"reason": "Lần nữa"}).status_code == 409
    assert f"{url}void/" not in inside(client, url)


def test_what_a_meeting_numbered_offers_no_act(client, bloc):
    row = letter(bloc, after=0)
    Outgoing.objects.update(by_hand=False)
    client.force_login(bloc.standing_deputy)
    url = f"/registers/outgoing/{row.pk}/"
    assert "<form" not in inside(client, url)
    response = client.post(f"{url}void/", {"reason": "Viết nhầm"})
    assert response.status_code == 409
    assert "cuộc họp" in content(response)


def test_the_same_form_sent_twice(client, bloc):
    letter(bloc, after=0)
    client.force_login(bloc.standing_deputy)
    once = re.search(r'name="once" value="([0-9a-f-]{36})"', inside(client, "/registers/number/"))[1]
    assert client.post("/registers/number/", {**NUMBER, "once": once}).status_code == 302
    again = client.post("/registers/number/", {**NUMBER, "once": once})
    assert again.status_code == 409
    assert "02-CV/ĐUK" in content(again)
    assert Register.objects.get().last == 2


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("kind", "XX"),
        ("dated", "32/01/2026"),
        ("dated", ""),
        ("dated", "01/01/0001"),
        ("dated", "31/12/9999"),
        ("about", "\u200b\u200b"),
        ("signed_by", "x" * 151),
        ("after", "-4"),
        ("after", "9" * 30),
        ("once", "x"),
    ],
)
def test_bad_data_is_told_beside_the_form(client, bloc, field, typed):
    client.force_login(bloc.standing_deputy)
    response = client.post("/registers/number/", {**NUMBER, "after": "0", field: typed})
    assert response.status_code == 422
    assert not Register.objects.exists()


@pytest.mark.parametrize("who_asks", ["auditor", "bloc_deputy", "standing_member"])
def test_who_reads_does_not_keep(client, bloc, who_asks):
    row, paper = letter(bloc, after=0), arrival(bloc, after=0)
    client.force_login(getattr(bloc, who_asks))
    for address in ("/registers/", f"/registers/outgoing/{row.pk}/", f"/registers/incoming/{paper.pk}/"):
        assert "<form method" not in inside(client, address)
        assert "/registers/number/" not in inside(client, address)
    assert client.get("/registers/export/?unit=DUK&year=2026").status_code == 200
    for address in ("/registers/number/", "/registers/arrival/?unit=DUK"):
        refused = client.get(address)
        assert refused.status_code == 403
        assert "bí thư" in content(refused)
    assert client.post("/registers/number/", NUMBER).status_code == 403
    assert client.post(f"/registers/outgoing/{row.pk}/void/", {"reason": "Viết nhầm"}).status_code == 403
    assert client.post(f"/registers/incoming/{paper.pk}/forward/", {"forwarded_to": "Ban"}).status_code == 403
    assert client.post(f"/registers/incoming/{paper.pk}/void/", {}).status_code == 403
    assert not Outgoing.objects.exclude(voided_at=None).exists()


@pytest.mark.parametrize(
    ("who_asks", "listed"),
    [
        ("committee_secretary", 200),
        ("cell_secretary", 200),
        ("committee_auditor", 200),
        ("training_centre", 404),
        ("office", 404),
        ("seatless", 404),
        ("former_secretary", 404),
        ("administrator", 404),
    ],
)
def test_somebody_elses_register_does_not_exist(client, bloc, who_asks, listed):
    row, paper = letter(bloc, after=0), arrival(bloc, after=0)
    client.force_login(getattr(bloc, who_asks))
    assert client.get("/registers/").status_code == listed
    for address in (
        f"/registers/outgoing/{row.pk}/",
        f"/registers/incoming/{paper.pk}/",
        "/registers/export/?unit=DUK&year=2026",
        "/registers/number/?unit=DUK",
        "/registers/arrival/?unit=DUK",
    ):
        assert client.get(address).status_code == 404
    for address, typed in (
        (f"/registers/outgoing/{row.pk}/void/", {"reason": "Viết nhầm"}),
        (f"/registers/incoming/{paper.pk}/forward/", {"forwarded_to": "Ban"}),
        (f"/registers/incoming/{paper.pk}/void/", {"reason": "Viết nhầm"}),
        ("/registers/number/?unit=DUK", NUMBER),
    ):
        assert client.post(address, typed).status_code == 404
    row.refresh_from_db()
    assert row.voided_at is None


def test_addresses_that_lead_nowhere(client, bloc):
    row = letter(bloc, after=0)
    client.force_login(bloc.standing_deputy)
    for address in (
        "/registers/outgoing/999999999999999/",
        f"/registers/outgoing/{row.pk}/forward/",
        f"/registers/elsewhere/{row.pk}/void/",
        "/registers/export/",
        "/registers/export/?unit=DUK&year=20x6",
        "/registers/export/?unit=DUK&year=²⁰²⁶",
        "/registers/number/?unit=NOWHERE",
    ):
        assert client.get(address).status_code == 404, address
    assert client.get(f"/registers/outgoing/{row.pk}/void/").status_code == 302
    assert client.get("/registers/?show=x&unit=NOWHERE&kind=YY&year=x&page=x").status_code == 200


def test_the_filters(client, bloc):
    letter(bloc, after=0, about="Thư của khối")
    letter(bloc, kind="BC", after=0, about="Báo cáo của khối")
    letter(bloc, bloc.cell, bloc.cell_secretary, after=0, about="Thư của chi bộ")
    arrival(bloc, after=0, about="Thư đến")
    client.force_login(bloc.standing_deputy)

    def shown(query):
        page = inside(client, f"/registers/{query}")
        words = ("Thư của khối", "Báo cáo của khối", "Thư của chi bộ", "Thư đến")
        return [word for word in words if word in page]

    assert shown("") == ["Thư của khối", "Báo cáo của khối", "Thư của chi bộ"]
    assert shown("?unit=SNV-01") == ["Thư của chi bộ"]
    assert shown("?unit=DUK&kind=BC") == ["Báo cáo của khối"]
    assert shown(f"?year={today().year}&kind=CV") == ["Thư của khối", "Thư của chi bộ"]
    assert shown("?show=incoming&kind=CV") == ["Thư đến"]
    client.force_login(bloc.cell_secretary)
    assert shown("") == ["Thư của chi bộ"]
    assert shown("?unit=DUK") == ["Thư của chi bộ"]


def test_empty_lists_say_what_to_do(client, bloc):
    client.force_login(bloc.standing_deputy)
    assert "/registers/number/" in inside(client)
    assert "Chưa lấy số nào" in inside(client)
    assert "Chưa ghi văn bản đến nào" in inside(client, "/registers/?show=incoming")
    client.force_login(bloc.auditor)
    assert "Chưa có gì" in inside(client)


def test_no_more_statements_for_more_entries(client, bloc):
    client.force_login(bloc.standing_deputy)
    addresses = ("/registers/", "/registers/?show=incoming", "/registers/export/?unit=DUK&year=2026")
    letter(bloc, after=0)
    arrival(bloc, after=0)
    make_void(letter(bloc).pk, "Viết nhầm", **who(bloc.standing_deputy))
    few = [cost(client, address) for address in addresses]
    many(bloc, 120)
    assert [cost(client, address) for address in addresses] == few
    assert max(few) <= 20
    newest = inside(client)
    assert newest.count('scope="row"') == 50
    assert "page=2" in newest
    assert "01-CV/ĐUK<" in inside(client, "/registers/?page=3")


def cost(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return statements(captured)


def many(bloc, number):
    """As plain rows, with a void one among them."""
    people = [bloc.standing_deputy, bloc.bloc_secretary, bloc.organisation_board]
    out, into = Outgoing.objects.first(), Incoming.objects.first()
    for place in range(3, number):
        out.pk, out.number, out.symbol = None, place, f"{place:02d}-CV/ĐUK"
        out.once, out.issued_by, out.at = uuid.uuid4(), people[place % 3], timezone.now()
        out.save()
        into.pk, into.number, into.once, into.recorded_by = None, place, uuid.uuid4(), people[place % 3]
        into.save()
