"""Papers for the tests of registers, and who enters them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from documents.incoming import ArrivalGiven, record_incoming
from documents.models import Incoming, Outgoing
from documents.outgoing import PaperGiven, issue_number
from orgs.models import Unit, User
from tests.people import Bloc


def today() -> datetime.date:
    return timezone.localdate()


def who(person: User) -> dict[str, Any]:
    return {"acting_user": person, "at": timezone.now()}


def letter(bloc: Bloc, unit: Unit | None = None, by: User | None = None, **changes: Any) -> Outgoing:
    values = {"kind": "CV", "dated": today(), "about": "Về lớp cảm tình Đảng", "signed_by": "Bí thư"}
    given = PaperGiven(**{**values, **changes})
    return issue_number(unit or bloc.unit, given, **who(by or bloc.standing_deputy))


def arrival(bloc: Bloc, unit: Unit | None = None, by: User | None = None, **changes: Any) -> Incoming:
    values = {"received_on": today(), "sender": "Văn phòng Tỉnh ủy", "about": "Về báo cáo năm"}
    given = ArrivalGiven(**{**values, **changes})
    return record_incoming(unit or bloc.unit, given, **who(by or bloc.standing_deputy))
