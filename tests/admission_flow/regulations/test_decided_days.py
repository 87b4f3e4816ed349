"""A new generation takes over no day on which decisions were made by another; an edition may."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from admission_flow.decisions import regulations
from admission_flow.models import Decision, Regulation
from admission_flow.refusals import InvalidFacts
from orgs.models import User
from tests.admission_flow.journey import Journey
from tests.admission_flow.regulations.given import add_edition, sourced, typed, values
from tests.admission_flow.untouched import nothing_written
from tests.people import Bloc

ONE_DAY = datetime.timedelta(days=1)


def add(bloc: Bloc, day: datetime.date) -> Regulation:
    given = ("20-QĐ/TW", "Quy định 20-QĐ/TW", day, values())
    return regulations.add_generation(*given, acting_user=bloc.administrator, at=timezone.now())


def shown(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def test_a_generation_begins_after_the_last_decision(bloc: Bloc) -> None:
    Journey(bloc).to("grassroots_approval")
    last = Decision.objects.order_by("dated").values_list("dated", flat=True).last()
    assert last is not None
    known = Decision.objects.filter(dated__gte=last).count()
    assert known > 1
    with nothing_written(), pytest.raises(InvalidFacts) as refused:
        add(bloc, last)
    assert set(refused.value.errors) == {"in_force_from"}
    (sentence,) = refused.value.errors["in_force_from"]
    assert f"{known} decisions were made" in str(sentence)
    assert f"the last on {shown(last)}" in str(sentence)
    assert add(bloc, last + ONE_DAY).in_force_from == last + ONE_DAY


def test_those_before_its_first_day_are_not_counted(bloc: Bloc) -> None:
    Journey(bloc).to("grassroots_approval")
    newest = Decision.objects.order_by("pk").last()
    assert newest is not None
    days = Decision.objects.exclude(pk=newest.pk)
    days.update(dated=newest.dated - 2 * ONE_DAY)
    with nothing_written(), pytest.raises(InvalidFacts, match="1 decision was made"):
        add(bloc, newest.dated - ONE_DAY)


def test_an_edition_begins_over_decided_days(bloc: Bloc) -> None:
    Journey(bloc).to("grassroots_approval")
    first = Decision.objects.order_by("dated").values_list("dated", flat=True)[0]
    assert add_edition(bloc, first, introducers=sourced(3)).from_day == first


def test_a_day_that_is_wrong_by_itself_is_told_once(bloc: Bloc) -> None:
    Journey(bloc).to("grassroots_approval")
    with pytest.raises(InvalidFacts) as refused:
        add(bloc, datetime.date(2025, 7, 1))
    assert len(refused.value.errors["in_force_from"]) == 1


def test_it_is_asked_in_one_statement_however_many_there_are(bloc: Bloc) -> None:
    day = timezone.localdate() - 30 * ONE_DAY
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as statements:
            regulations.faults_of_generation("20-QĐ/TW", day)
        counted.append(len(statements))
        if not Decision.objects.exists():
            Journey(bloc).to("grassroots_approval")
    assert counted == [3, 3]


def test_the_form_says_it_at_the_day(client: Client, bloc: Bloc) -> None:
    Journey(bloc).to("grassroots_approval")
    User.objects.filter(pk=bloc.administrator.pk).update(language="en")
    client.force_login(bloc.administrator)
    day = Decision.objects.order_by("dated").values_list("dated", flat=True)[0]
    given = typed(inherited=True) | {"code": "20-QĐ/TW", "name": "Quy định 20-QĐ/TW", "in_force_from": day.isoformat()}
    form = client.post(reverse("admin:admission_flow_regulation_add"), given).context["adminform"].form
    assert set(form.errors) == {"in_force_from"}
    assert "begin after that day" in str(form.errors["in_force_from"])
