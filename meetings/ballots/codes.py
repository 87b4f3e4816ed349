"""Codes for whoever votes without signing in: drawn for some of those present, shown once, good once in each ballot."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from admission_flow.refusals import InvalidFacts
from meetings.models import Attendee, Meeting, VotingCode
from meetings.sitting import roll_of
from meetings.taking_up import take_up, write_end
from orgs.models import User

# Without what is taken for something else on paper: 0 O, 1 I L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10  # 49 bits


@sensitive_variables("codes", "code")
@transaction.atomic
def issue_codes(
    meeting_id: int, version: int, attendees: Collection[int], *, acting_user: User, at: datetime.datetime
) -> list[tuple[Attendee, str]]:
    """A new code for each of these of the roll, in its order; a former one of theirs opens nothing any more.

    Raises as `take_up`, and InvalidFacts where one of them is not recorded as present.
    """
    meeting = take_up(meeting_id, version, [Meeting.Status.OPEN], acting_user=acting_user, at=at)
    chosen = [one for one in roll_of(meeting) if one.pk in attendees]
    if not chosen or len(chosen) < len(set(attendees)) or not all(one.present for one in chosen):
        raise InvalidFacts.of("attendees", _("Choose one or more of those who are recorded as present."))
    codes = [(one, "".join(secrets.choice(LETTERS) for _place in range(LENGTH))) for one in chosen]
    rows = VotingCode.objects.bulk_create(
        [VotingCode(attendee=one, digest=digest(code), issued_by=acting_user, issued_at=at) for one, code in codes],
        update_conflicts=True,
        unique_fields=["attendee"],
        update_fields=["digest", "issued_by", "issued_at"],
    )
    # Whoever had one keeps the row, whose number the instance doesn't know.
    kept = VotingCode.objects.filter(attendee__in=[row.attendee_id for row in rows]).order_by("pk")
    write_end(meeting, "issue_codes", list(kept), [], acting_user=acting_user, at=at)
    return codes


def digest(code: str) -> str:
    """Keyed with the machine's secret, so that nobody who reads the table can try codes against it."""
    return salted_hmac("meetings.ballots.codes", _plain(code), algorithm="sha256").hexdigest()


def _plain(code: str) -> str:
    """As it was drawn: small letters, spaces and dashes are only a way of writing it."""
    return "".join(one for one in code.upper() if one.isalnum())


def spaced(code: str) -> str:
    """In two halves, to be read aloud."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def attendee_of(code: str) -> Attendee | None:
    """Whose code this is, while the meeting is in session. One statement."""
    found = VotingCode.objects.filter(digest=digest(code), attendee__meeting__status=Meeting.Status.OPEN)
    row = found.select_related("attendee__meeting__unit", "attendee__person").first()
    return row.attendee if row else None
