"""What a verification asks of other authorities: letters, reminders, refusals, and what is taken further up.

None of these acts completes the step (see verification.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import Act
from admission_flow.decisions.given import LetterGiven
from admission_flow.decisions.open_step import stay
from admission_flow.decisions.verification_round import (
    begin_round,
    refuse_out_of_scope,
    request_of,
    same,
    too_early,
    waiting,
)
from admission_flow.models import Verification, VerificationReminder, VerificationRequest
from admission_flow.refusals import AlreadyRecorded, InvalidFacts
from admission_flow.rules import requests
from orgs.models import User


def send_request(
    case_id: int,
    task_id: int,
    letter: LetterGiven,
    persons: Sequence[int | None],
    *,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    """One letter to one authority about one or several persons in scope; None is the candidate.

    Raises AlreadyRecorded where this authority has been asked about somebody of them in this round.
    """
    with transaction.atomic():
        act, ledger = begin_round(case_id, task_id, acting_user, at, letter.sent_on)
        _refuse_wrong_letter(letter)
        if not persons:
            raise InvalidFacts.of("persons", _("Say about whom the letter asks."))
        refuse_out_of_scope(ledger, persons, "persons")
        authority = letter.authority.strip()
        twice = [one for one in persons if any(same(authority, sent.authority) for sent in ledger.about(one))]
        if twice:
            sentence = _("%(authority)s has been asked about %(names)s already. Remind it, or record its answer.")
            raise AlreadyRecorded(sentence % {"authority": authority, "names": ledger.names(twice)})
        rows = [_request(act, letter, person) for person in dict.fromkeys(persons)]
        act.rows += VerificationRequest.objects.bulk_create(rows)
        stay(act, "send_request", requests=[row.pk for row in rows])


def remind(
    case_id: int,
    task_id: int,
    asked: Sequence[int],
    reminded_on: datetime.date,
    number: str = "",
    *,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    """Authorities were reminded of these requests, which nothing has come back to."""
    with transaction.atomic():
        act, ledger = begin_round(case_id, task_id, acting_user, at, reminded_on)
        if not asked:
            raise InvalidFacts.of("asked", _("Say which requests the reminder is about."))
        found = [waiting(ledger, key, "asked") for key in dict.fromkeys(asked)]
        for one in found:
            if reminded_on < one.sent_on:
                raise too_early("reminded_on", one)
            if reminded_on in ledger.asked[one.pk].reminded_on:
                sentence = _("A reminder to %(authority)s on this day has been recorded already.")
                raise AlreadyRecorded(sentence % {"authority": one.authority})
        rows = [
            VerificationReminder(case=act.case, request=one, reminded_on=reminded_on, number=number.strip())
            for one in found
        ]
        act.rows += VerificationReminder.objects.bulk_create(rows)
        stay(act, "remind", requests=[one.pk for one in found])


def record_refusal(
    case_id: int,
    task_id: int,
    request: int,
    refused_on: datetime.date,
    reason: str,
    improper: bool = False,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    """The authority refuses to answer, with its reason; `improper`: because of somebody outside the list of persons.

    The person stays outstanding until the request is escalated and answered, or another authority answers.
    """
    with transaction.atomic():
        act, ledger = begin_round(case_id, task_id, acting_user, at, refused_on)
        one = waiting(ledger, request, "request")
        if refused_on < one.sent_on:
            raise too_early("refused_on", one)
        if not reason.strip():
            raise InvalidFacts.of("reason", _("Say with which reason the authority refuses."))
        row = Verification(
            case=act.case,
            task=act.task,
            relative_id=one.relative_id,
            status=Verification.Status.REFUSED,
            authority=one.authority,
            answered_on=refused_on,
            note=reason.strip(),
            request=one,
            improper=improper,
        )
        row.save(force_insert=True)
        act.rows.append(row)
        stay(act, "record_refusal", answers=[row.pk])


def escalate(
    case_id: int,
    task_id: int,
    request: int,
    letter: LetterGiven,
    reason: str,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    """Take a request further, to the organisation board of the committee immediately above (domain, section 6).

    What was refused, what isn't clear and what is not answered may be taken further, each once.
    """
    with transaction.atomic():
        act, ledger = begin_round(case_id, task_id, acting_user, at, letter.sent_on)
        one = request_of(ledger, request, "request")
        if one.pk in ledger.further:
            raise AlreadyRecorded(_("The request to %(authority)s has been escalated already.") % vars(one))
        if not requests.may_escalate(ledger.asked[one.pk], ledger.further):
            raise InvalidFacts.of(
                "request", _("%(authority)s has answered: clear. Nothing is left to ask.") % vars(one)
            )
        _refuse_wrong_letter(letter)
        reply = ledger.replies.get(one.pk)
        if letter.sent_on < one.sent_on:
            raise too_early("sent_on", one)
        if reply and reply.answered_on and letter.sent_on < reply.answered_on:
            sentence = _("%(authority)s answered on %(day)s; it can't have been taken further before. Check the date.")
            day = date_format(reply.answered_on, "SHORT_DATE_FORMAT")
            raise InvalidFacts.of("sent_on", sentence % {"authority": one.authority, "day": day})
        if not reason.strip():
            raise InvalidFacts.of("reason", _("Say why the request is taken further."))
        if any(same(letter.authority, sent.authority) for sent in ledger.about(one.relative_id)):
            sentence = _("%(authority)s was asked before. Name the organisation board of the committee above it.")
            raise InvalidFacts.of("authority", sentence % {"authority": letter.authority.strip()})
        row = _request(act, letter, one.relative_id)
        row.escalates, row.reason = one, reason.strip()
        row.save(force_insert=True)
        act.rows.append(row)
        stay(act, "escalate", requests=[row.pk])


def _refuse_wrong_letter(letter: LetterGiven) -> None:
    for name, sentence in (
        ("authority", _("Say which authority is asked.")),
        ("number", _("The letter needs its number.")),
    ):
        if not getattr(letter, name).strip():
            raise InvalidFacts.of(name, sentence)


def _request(act: Act, letter: LetterGiven, person: int | None) -> VerificationRequest:
    return VerificationRequest(
        case=act.case,
        task=act.task,
        relative_id=person,
        authority=letter.authority.strip(),
        number=letter.number.strip(),
        sent_on=letter.sent_on,
    )
