"""Logs of one history, written once, for the tests that only read them."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone, translation
from lxml import etree

from insights.event_log.exporting import export_events
from insights.event_log.scope import Asked
from journal.models import Entry
from orgs.models import Person, User
from tests.databases import own_copy
from tests.insights.conftest import office_in
from tests.insights.event_log import by_sql
from tests.insights.event_log.history import happen
from tests.people import build_bloc

X = "{http://www.xes-standard.org/}"


@dataclass
class Logs:
    """`files` by format, who asked ("" is the administrator at the machine) and whether with names."""

    files: dict[tuple[str, str, bool], bytes] = field(default_factory=dict)
    follows: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)
    times: dict[str, tuple[int, float]] = field(default_factory=dict)
    objects: dict[str, int] = field(default_factory=dict)
    # What nobody may find in a log without names.
    names: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    candidates: set[str] = field(default_factory=set)
    entries: list[Any] = field(default_factory=list)

    def xes(self, who: str = "auditor", personal: bool = False) -> Any:
        return etree.fromstring(self.files["xes", who, personal])

    def ocel(self, who: str = "auditor", personal: bool = False) -> Any:
        return json.loads(self.files["ocel", who, personal])


@pytest.fixture(scope="session")
def logs(pristine_database: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Logs:
    folder = tmp_path_factory.mktemp("logs")
    with django_db_blocker.unblock(), office_in(folder), own_copy(), translation.override("en"):
        bloc = build_bloc()
        journeys = happen(bloc)
        found = Logs()
        for form in ("xes", "ocel"):
            for who, personal in (("auditor", False), ("auditor", True), ("training_centre", False), ("", False)):
                out = io.BytesIO()
                user = getattr(bloc, who) if who else None
                asked = Asked(form, personal=personal)
                export_events(asked, out, acting_user=user, at=timezone.now(), by="command")
                found.files[form, who, personal] = out.getvalue()
        found.follows, found.times, found.objects = by_sql.directly_follows(), by_sql.step_times(), by_sql.objects()
        found.names = set(Person.objects.values_list("full_name", flat=True))
        found.names |= set(User.objects.values_list("username", flat=True))
        found.names |= set(Person.objects.values_list("citizen_id", flat=True))
        found.numbers = {one.case.number for one in journeys}
        found.candidates = {one.case.candidate.person.full_name for one in journeys}
        found.entries = list(Entry.objects.filter(verb="export_events").order_by("pk"))
        return found


def values(element: Any) -> dict[str, str]:
    """The attributes of a log, a trace or an event, as they are written."""
    return {one.get("key"): one.get("value") for one in element if one.get("key")}


def attributes(row: Any) -> dict[str, Any]:
    """Of an object or an event of OCEL, as they stand last."""
    return {one["name"]: one["value"] for one in row["attributes"]}
