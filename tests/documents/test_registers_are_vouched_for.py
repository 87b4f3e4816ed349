"""What the registers say can't be changed behind the journal; what meetings drew before still holds."""

import pytest
from django.db import transaction

from documents.incoming import forward_incoming
from documents.models import Incoming, Outgoing
from documents.outgoing import make_void
from documents.registers import PaperToNumber, draw
from journal import facts, record
from journal.facts import Fact
from journal.verify import verify
from tests.documents.office import arrival, letter, today, who

pytestmark = pytest.mark.django_db


def vouched(bloc):
    forward_incoming(arrival(bloc, after=0).pk, "Ban Tổ chức", **who(bloc.standing_deputy))
    make_void(letter(bloc, after=0).pk, "Viết nhầm", **who(bloc.standing_deputy))
    assert verify().holds


@pytest.mark.parametrize(
    ("model", "edit"),
    [
        (Outgoing, {"about": "Việc khác"}),
        (Outgoing, {"signed_by": "Người khác"}),
        (Outgoing, {"void_reason": "Lý do khác"}),
        (Outgoing, {"once": "00000000-0000-0000-0000-000000000000"}),
        (Incoming, {"sender": "Nơi khác"}),
        (Incoming, {"received_on": "2026-01-01"}),
        (Incoming, {"forwarded_to": "Văn phòng"}),
        (Incoming, {"their_number": "1-CV/TU"}),
    ],
)
def test_an_edit_is_named(bloc, model, edit):
    vouched(bloc)
    assert model.objects.update(**edit) == 1
    failure = verify().failure
    assert failure is not None
    assert failure.stream == f"register:{bloc.unit.pk}"


def test_a_number_of_before_holds_by_the_columns_of_then(bloc):
    kind = facts.KINDS["documents.outgoing"]
    (former,) = kind.earlier
    with transaction.atomic():
        by = who(bloc.standing_deputy)
        row = draw(bloc.unit, "QĐ", today(), [PaperToNumber("HS 2026-0001", "Bí thư")], **by)[0]
        values = {name: getattr(row, kind.column(name).attname) for name in former}
        fact = Fact(kind.table, row.pk, kind.digest(row.pk, values, None))
        record.append("meeting:1", "close_meeting", refs={}, facts=[fact], **by)
    assert verify().holds
    Outgoing.objects.update(signed_by="Người khác")
    assert not verify().holds
