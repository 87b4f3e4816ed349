"""The tab of the conversation: written, answered and read by forms that need no script."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from admission_flow.models import Comment
from notices.models import Notice
from tests.admission_flow.conversation.talking import answer, ask, door, edit, html, say, tab, typed
from tests.admission_flow.journey import Journey
from tests.admission_flow.many import statements
from tests.people import Bloc


def test_written_and_answered_through_the_page(client: Client, journey: Journey, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    task = journey.task("grassroots_approval").pk
    response = client.post(door(journey), typed("Bao giờ họp?\nXin báo.", bloc.auditor, asks=task))
    said = Comment.objects.get()
    assert response["Location"] == f"/cases/{journey.case.pk}/?tab=conversation&comment={said.pk}#comment-{said.pk}"
    assert (said.asks_id, said.versions.get().text) == (task, "Bao giờ họp?\nXin báo.")
    page = client.get(response["Location"]).content.decode()
    assert f'id="comment-{said.pk}"' in page
    assert "Bao giờ họp?<br>Xin báo." in page
    assert f"Mentioned: {bloc.auditor.display_name}" in page
    client.force_login(bloc.committee_secretary)
    form = client.get(tab(journey, answer=said.pk)).content.decode()
    assert f'action="{door(journey)}{said.pk}/answer/"' in form
    assert client.post(f"{door(journey)}{said.pk}/answer/", typed("Thứ Sáu")).status_code == 302
    assert Comment.objects.get(reply_to=said).settles
    page = html(client, tab(journey), by=bloc.cell_secretary)
    assert page.index("Bao giờ họp?") < page.index("Thứ Sáu")


def test_nobody_has_said_anything_yet(client: Client, journey: Journey, bloc: Bloc) -> None:
    page = html(client, tab(journey), by=bloc.cell_secretary)
    assert "Nothing has been said on this case yet" in page
    assert "<textarea" in page


def test_a_text_is_shown_as_it_was_typed(client: Client, journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary, '<script>alert(1)</script> https://x.vn "&amp;"')
    edit(journey, said, bloc.cell_secretary, "<b>đậm</b> <img src=x onerror=alert(1)>")
    page = html(client, tab(journey), by=bloc.committee_secretary)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; https://x.vn &quot;&amp;amp;&quot;" in page
    assert "&lt;b&gt;đậm&lt;/b&gt; &lt;img" in page
    assert "<script>alert" not in page
    assert 'href="https://x.vn' not in page
    form = html(client, tab(journey, edit=said.pk), by=bloc.cell_secretary)
    assert "&lt;b&gt;đậm&lt;/b&gt;" in form
    assert "<b>đậm" not in form


@pytest.mark.parametrize("text", ["", "a" * 4001])
def test_what_was_typed_stays_where_it_is_refused(client: Client, journey: Journey, bloc: Bloc, text: str) -> None:
    client.force_login(bloc.cell_secretary)
    response = client.post(door(journey), typed(text, bloc.auditor))
    page = response.content.decode()
    assert response.status_code == 422
    assert text in page
    assert re.search(rf'name="mentions" value="{bloc.auditor.pk}" checked', page)
    assert not Comment.objects.exists()


def test_lines_count_once_however_the_browser_ends_them(client: Client, journey: Journey, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    text = "a" * 1999 + "\r\n" + "b" * 2000
    assert client.post(door(journey), typed(text)).status_code == 302


@pytest.mark.parametrize("who", ["hospital_secretary", "training_centre", "seatless"])
def test_only_who_sees_the_file_is_offered_or_taken(client: Client, journey: Journey, bloc: Bloc, who: str) -> None:
    page = html(client, tab(journey), by=bloc.cell_secretary)
    other = getattr(bloc, who)
    assert other.person.full_name not in page
    assert f"{bloc.person('committee_member').full_name} (" in page
    response = client.post(door(journey), typed("Xin xem", other))
    assert response.status_code == 422
    assert "Only people who may see the file" in response.content.decode()
    nobody = client.post(door(journey), typed("Xin xem") | {"mentions": ["987654321"]})
    assert "Only people who may see the file" in nobody.content.decode()
    assert not Comment.objects.exists()


def test_a_second_click_leads_to_what_was_said(client: Client, journey: Journey, bloc: Bloc) -> None:
    client.force_login(bloc.cell_secretary)
    form = typed("Một lần thôi")
    for _click in range(2):
        assert client.post(door(journey), form).status_code == 302
    assert Comment.objects.count() == 1


def test_withdrawn_by_a_form_that_asks_first(client: Client, journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    address = f"{door(journey)}{said.pk}/withdraw/"
    assert f'action="{address}"' not in client.get(tab(journey)).content.decode()
    assert f'action="{address}"' in client.get(tab(journey, withdraw=said.pk)).content.decode()
    assert client.post(address).status_code == 302
    said.refresh_from_db()
    assert said.withdrawn_at


def test_twenty_threads_a_page_and_a_notice_leads_to_its_own(client: Client, journey: Journey, bloc: Bloc) -> None:
    first = say(journey, bloc.cell_secretary, "Ý kiến 0", bloc.cell_deputy)
    for number in range(1, 45):
        say(journey, bloc.cell_secretary, f"Ý kiến {number}.")
    last = html(client, tab(journey), by=bloc.cell_deputy)
    assert "Ý kiến 44." in last
    assert "Ý kiến 39." not in last
    link = Notice.objects.get(recipient=bloc.cell_deputy, kind="comment_mentioned").link
    assert f'id="comment-{first.pk}"' in html(client, link.partition("#")[0], by=bloc.cell_deputy)
    assert "Ý kiến 20." in html(client, tab(journey, page=2), by=bloc.cell_deputy)
    for strange in ("page=99", "page=x", "comment=x", "comment=999999", "answer=0", "edit=-1"):
        client.force_login(bloc.cell_deputy)
        assert client.get(f"{tab(journey)}&{strange}").status_code == 200, strange


def test_addresses_that_are_only_looked_up(client: Client, journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    assert client.get(door(journey))["Location"].startswith(f"/cases/{journey.case.pk}/?tab=conversation")
    assert f"&edit={said.pk}" in client.get(f"{door(journey)}{said.pk}/edit/")["Location"]
    assert client.get(f"{door(journey)}{said.pk}/burn/").status_code == 404
    assert client.post(f"{door(journey)}999999/answer/", typed("Ai đó?")).status_code == 404
    client.logout()
    assert client.post(door(journey), typed("Ai đó?"))["Location"].startswith(reverse("account_login"))


def test_a_hundred_comments_cost_no_more(client: Client, journey: Journey, bloc: Bloc) -> None:
    def cost(reader: object) -> int:
        client.force_login(reader)  # type: ignore[arg-type]
        client.get(tab(journey))  # the look at the file is in the journal from here on
        with CaptureQueriesContext(connection) as captured:
            assert client.get(tab(journey)).status_code == 200
        return statements(captured)

    begun = ask(journey, bloc.cell_secretary, "grassroots_approval", "Một", bloc.auditor)
    edit(journey, answer(journey, begun, bloc.committee_secretary), bloc.committee_secretary, "Hai")
    few = [cost(bloc.cell_secretary), cost(bloc.auditor)]
    for number in range(12):
        thread = say(journey, bloc.cell_secretary, f"Ý {number}", bloc.auditor, bloc.cell_deputy)
        for writer in (bloc.committee_secretary, bloc.cell_deputy, bloc.committee_member) * 3:
            answer(journey, thread, writer, "Tiếp", bloc.auditor)
    assert Comment.objects.count() > 100
    assert [cost(bloc.cell_secretary), cost(bloc.auditor)] == few
