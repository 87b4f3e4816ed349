"""Why an act was refused, as a sentence for the person who tried. Nothing was written when one is raised."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from admission_flow.models import Task
from admission_flow.rules.values import Verdict
from admission_flow.wording import fault_sentence, source_line, verdict_sentence
from orgs.refusals import Refusal

Sentence = str | Promise


class Refused(Refusal):
    """An act on a case was refused. `sentence` says what was refused and what to do next.

    `tells`: what somebody who only probes learns from it, as a key for the journal; empty for most.
    """

    tells = ""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)


class NotYours(Refused):
    """The right is not there at this moment: it was never given, was revoked, or its seat's last day has passed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You do not hold the seat that may do this step today. If you should, ask the system's administrator "
                "to enter it."
            )
        )


class AlreadyDone(Refused):
    """Somebody, perhaps oneself with a second click, has done the step."""

    def __init__(self, task: Task) -> None:
        # A cancelled step may have an owner too: whoever had taken it.
        if task.status == STATUS.DONE and task.owner and task.done_at:
            when = date_format(timezone.localtime(task.done_at), "DATETIME_FORMAT")
            sentence = _("This step was already done by %(who)s at %(when)s. Nothing was recorded twice.") % {
                "who": task.owner.display_name,
                "when": when,
            }
        elif task.process.is_open:
            sentence = _("This step was cancelled; the case has gone another way. Open the case again.")
        else:
            sentence = _("This step was cancelled; the case has been closed.")
        super().__init__(sentence)


class AlreadyHappened(Refused):
    """Somebody has been quicker, or oneself with a second click: what this act was for is not there any more."""


class AlreadyRecorded(AlreadyHappened):
    """The step is still open, but this very thing has been recorded in it, perhaps by a second click."""


class CaseClosed(Refused):
    def __init__(self) -> None:
        super().__init__(_("This case is closed; nothing more can be recorded in it."))


class OnHold(Refused):
    """Nobody may act on a case that is on hold. The reason is for who sees the file; elsewhere it is left empty."""

    def __init__(self, since: datetime.date, reason: str = "") -> None:
        self.since = since
        day = date_format(since, "SHORT_DATE_FORMAT")
        if reason:
            sentence = _(
                "This case has been on hold since %(day)s: %(reason)s. Nothing can be recorded in it until the "
                "organisation board resumes it."
            ) % {"day": day, "reason": reason.strip().rstrip(".")}
        else:
            sentence = _(
                "This case has been on hold since %(day)s. Nothing can be recorded in it until the organisation "
                "board resumes it."
            ) % {"day": day}
        super().__init__(sentence)


class NotOnHold(Refused):
    def __init__(self) -> None:
        super().__init__(_("This case is not on hold; its terms run."))


class NotExtendable(Refused):
    """No term runs that may be extended, or it has been extended as often as the regulation allows."""


class WrongStep(Refused):
    def __init__(self) -> None:
        super().__init__(_("This form belongs to another step of the case. Open the case again."))


class Busy(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody else is working on this case at this very moment. Try again in a few seconds."))


class OpenElsewhere(Refused):
    """One open case a person. Says where only to those who may see it."""

    def __init__(self, number: str | None) -> None:
        self.tells = "" if number else "open_elsewhere"
        if number:
            sentence = _("This person already has an open case: %(number)s.") % {"number": number}
        else:
            sentence = _("A case is already open for this person elsewhere in the bloc. Ask the organisation board.")
        super().__init__(sentence)


# The field of a vote's form that a fault of its tally is told beside; of the others, "present".
_FIELD_OF_FAULT = {
    "absences_are_not_the_absent": "absent_accepted",
    "no_form_of_voting": "voting",
    "ballots_not_counted": "issued",
    "ballots_at_cards": "issued",
    "more_issued_than_present": "issued",
    "more_returned_than_issued": "returned",
    "votes_are_not_the_returned": "returned",
    "invalid_at_cards": "votes_invalid",
}


class InvalidFacts(Refused):
    """Facts that can't be recorded as given: `errors` maps a field of the form to its sentences."""

    def __init__(self, errors: Mapping[str, Sequence[Sentence]]) -> None:
        self.errors = errors
        super().__init__(" ".join(str(sentence) for sentences in errors.values() for sentence in sentences))

    @classmethod
    def of(cls, field: str, sentence: Sentence) -> InvalidFacts:
        return cls({field: [sentence]})

    def telling(self, what: str) -> InvalidFacts:
        self.tells = what
        return self

    @classmethod
    def of_tally(cls, faults: Sequence[tuple[str, dict[str, int]]]) -> InvalidFacts:
        errors: dict[str, list[Sentence]] = {}
        for key, numbers in faults:
            errors.setdefault(_FIELD_OF_FAULT.get(key, "present"), []).append(fault_sentence(key, numbers))
        return cls(errors)


class RuleNotMet(Refused):
    """A rule stands against it; the verdicts carry the arithmetic."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self.verdicts = list(verdicts)
        super().__init__(
            " ".join(f"{verdict_sentence(one)} ({source_line(one.derivation())})" for one in self.verdicts)
        )


class TooManyProbes(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Too many nominations and sources of people who are known otherwise were refused in the last hour. "
                "Try again later, or ask the organisation board."
            )
        )
