"""Edited and withdrawn comments: what was said before stays, for whom it is still to be seen."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from admission_flow.decisions.conversation import ChangedMeanwhile
from admission_flow.models import Comment, CommentVersion
from admission_flow.refusals import InvalidFacts, NotYours
from journal.models import Entry
from journal.verify import verify
from tests.admission_flow.conversation.talking import (
    answer,
    door,
    edit,
    html,
    say,
    tab,
    told,
    typed,
    withdraw,
)
from tests.admission_flow.journey import Journey
from tests.people import Bloc


def test_what_was_said_before_stays_with_its_time(client: Client, journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary, "Họp thứ Năm", bloc.auditor)
    edit(journey, said, bloc.cell_secretary, "Họp thứ Sáu", bloc.auditor, bloc.committee_secretary)
    assert told("comment_mentioned") == ["auditor", "committee.secretary"]  # nobody twice
    assert list(said.versions.values_list("number", "text")) == [(1, "Họp thứ Năm"), (2, "Họp thứ Sáu")]
    page = html(client, tab(journey), by=bloc.committee_member)
    assert "Edited on" in page
    assert page.index("Họp thứ Sáu") < page.index("Họp thứ Năm")
    entry = Entry.objects.filter(stream=f"case:{journey.case.pk}").latest("pk")
    assert (entry.verb, entry.refs["version"]) == ("edit_comment", 2)
    assert verify().holds


def test_nothing_is_written_where_nothing_changed(journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary, "Như cũ", bloc.auditor)
    entries = Entry.objects.count()
    edit(journey, said, bloc.cell_secretary, "Như cũ ", bloc.auditor)
    assert (CommentVersion.objects.count(), Entry.objects.count()) == (1, entries)


@pytest.mark.parametrize("who", ["cell_deputy", "committee_secretary", "bloc_secretary"])
def test_only_its_author_changes_it(client: Client, journey: Journey, bloc: Bloc, who: str) -> None:
    said = say(journey, bloc.cell_secretary, "Của tôi")
    other = getattr(bloc, who)
    with pytest.raises(NotYours):
        edit(journey, said, other, "Không phải của bạn")
    with pytest.raises(NotYours):
        withdraw(journey, said, other)
    client.force_login(other)
    for act in ("edit", "withdraw"):
        response = client.post(f"{door(journey)}{said.pk}/{act}/", typed("Không", number=1))
        assert response.status_code == 403, act
    assert CommentVersion.objects.count() == 1
    assert f"edit={said.pk}" not in html(client, tab(journey), by=other)
    assert f"edit={said.pk}" in html(client, tab(journey), by=bloc.cell_secretary)


def test_in_two_windows_the_second_is_told_and_keeps_what_was_typed(
    client: Client, journey: Journey, bloc: Bloc
) -> None:
    said = say(journey, bloc.cell_secretary, "Một")
    edit(journey, said, bloc.cell_secretary, "Hai")
    with pytest.raises(ChangedMeanwhile):
        edit(journey, said, bloc.cell_secretary, "Ba", number=1)
    client.force_login(bloc.cell_secretary)
    address = f"{door(journey)}{said.pk}/edit/"
    response = client.post(address, typed("Ba của cửa sổ kia", number=1))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Ba của cửa sổ kia" in page
    assert 'name="number" value="2"' in page
    assert client.post(address, typed("Ba của cửa sổ kia", number=2)).status_code == 302
    assert said.versions.count() == 3


def test_what_was_withdrawn_is_in_nobody_elses_page(client: Client, journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary, "Lỡ lời thứ nhất", bloc.committee_secretary)
    edit(journey, said, bloc.cell_secretary, "Lỡ lời thứ hai")
    reply = answer(journey, said, bloc.committee_secretary, "Trả lời còn đó")
    withdraw(journey, said, bloc.cell_secretary)
    for reader in (bloc.committee_secretary, bloc.cell_deputy, bloc.bloc_secretary):
        page = html(client, tab(journey), by=reader)
        assert "Lỡ lời" not in page
        assert "Withdrawn on" in page
        assert "Trả lời còn đó" in page
    for reader in (bloc.cell_secretary, bloc.auditor, bloc.committee_auditor):
        page = html(client, tab(journey), by=reader)
        assert "Lỡ lời thứ nhất" in page
        assert "Lỡ lời thứ hai" in page
    assert reply.reply_to_id == said.pk
    assert verify().holds


def test_a_withdrawn_comment_is_neither_changed_nor_withdrawn_again(
    client: Client, journey: Journey, bloc: Bloc
) -> None:
    said = say(journey, bloc.cell_secretary)
    withdraw(journey, said, bloc.cell_secretary)
    with pytest.raises(ChangedMeanwhile):
        withdraw(journey, said, bloc.cell_secretary)
    client.force_login(bloc.cell_secretary)
    response = client.post(f"{door(journey)}{said.pk}/edit/", typed("Viết lại", number=1))
    assert response.status_code == 409
    assert "Viết lại" in response.content.decode()
    assert client.post(f"{door(journey)}{said.pk}/withdraw/").status_code == 409


def test_nobody_not_allowed_is_mentioned_by_a_change(journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary)
    with pytest.raises(InvalidFacts):
        edit(journey, said, bloc.cell_secretary, "Xin xem", bloc.hospital_secretary)
    assert said.versions.count() == 1


def test_the_database_keeps_it_too(journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary)
    version = said.versions.get()
    behind = [
        lambda: CommentVersion.objects.filter(pk=version.pk).update(text="Khác"),
        lambda: CommentVersion.objects.filter(pk=version.pk).delete(),
        lambda: Comment.objects.filter(pk=said.pk).update(author=bloc.cell_deputy),
        lambda: Comment.objects.filter(pk=said.pk)._raw_delete("default"),
    ]
    for change in behind:
        with pytest.raises(IntegrityError, match="only withdrawn"), transaction.atomic():
            change()
    withdraw(journey, said, bloc.cell_secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=said.pk).update(withdrawn_at=None, withdrawn_by=None)


def test_a_text_changed_behind_the_journal_is_found(journey: Journey, bloc: Bloc) -> None:
    said = say(journey, bloc.cell_secretary)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE admission_flow_commentversion DISABLE TRIGGER comment_version_kept")
        cursor.execute("UPDATE admission_flow_commentversion SET text = 'khác' WHERE comment_id = %s", [said.pk])
        cursor.execute("ALTER TABLE admission_flow_commentversion ENABLE TRIGGER comment_version_kept")
    assert not verify().holds
