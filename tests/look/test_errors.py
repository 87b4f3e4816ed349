"""What a page says when something is wrong: in own words, and what to do."""

from __future__ import annotations

from django.db import connection
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.views.defaults import bad_request, server_error

from tests.people import Bloc


def test_an_unknown_address(client: Client, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    page = client.get("/no-such-place/")
    assert page.status_code == 404
    assert "404.html" in {template.name for template in page.templates}


def test_a_form_out_of_date(bloc: Bloc) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bloc.cell_secretary)
    page = strict.post("/accounts/logout/")
    assert page.status_code == 403
    assert "403_csrf.html" in {template.name for template in page.templates}


def test_the_last_page_needs_no_database(rf: RequestFactory, db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = server_error(rf.get("/"))
    assert page.status_code == 500
    assert b"<h1>" in page.content
    assert len(queries) == 0


def test_a_request_that_could_not_be_read(rf: RequestFactory) -> None:
    page = bad_request(rf.get("/"), Exception())
    assert page.status_code == 400
    assert b"<h1>" in page.content


def test_a_refusal_says_its_own_sentence() -> None:
    page = get_template("403.html").render({"exception": "Chỉ bí thư chi bộ ghi biên bản."})
    assert "Chỉ bí thư chi bộ ghi biên bản." in page
