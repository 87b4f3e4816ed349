"""Verifications that an auditor asks for: asked, carried out by the worker with its progress, gone on with where the
worker died.

How far it has come stands in the run's row, see `journal.verify`: chains up to a stream, then rows up to one of them.
Whoever starts it again goes on from there, on a view of its own. What compares all streams at one moment (heads,
checkpoints, ballots) is not divided: it is done whole by the worker that comes to the end.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from admission_flow.models import Case
from insights.audit.access import Reach, audited_case, reach_of
from insights.audit.streams import EVERYTHING, acts_of, in_cases, within_days
from insights.models import VerificationRun
from journal import record
from journal.facts import fact_of
from journal.findings import Findings, Reached
from journal.models import Entry
from journal.verify import verify
from notices.queueing import enqueue_on_commit
from orgs.models import User
from orgs.refusals import Refusal

logger = logging.getLogger(__name__)

T = TypeVar("T")
Scope, State = VerificationRun.Scope, VerificationRun.State
TASK = "insights.tasks.verify_run"
# Seconds between two words of how far it is.
EVERY = 1.0


class StillRunning(Refusal):
    """One verification at a time is enough for one auditor."""

    def __init__(self, run: VerificationRun | None) -> None:
        super().__init__(
            _("A verification that you asked for is still running. Wait for it, or start it again if it fell silent.")
        )
        self.run = run


class NotSilent(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This verification is over, or still tells how far it is. Nothing was started."))


class Overtaken(Exception):  # noqa: N818  # no fault: somebody started the run again, and this worker stops
    """Another worker has the run now."""


@dataclass(frozen=True)
class Asked:
    """What is to be verified: a case, the streams in which something was done from one day to another, or all that the
    auditor reads."""

    scope: str
    case: int | None = None
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None


def ask(asked: Asked, *, acting_user: User, at: datetime.datetime) -> VerificationRun:
    """Raises Http404 for who is no auditor or doesn't read that case, StillRunning."""
    reach = reach_of(acting_user, at)
    case = audited_case(reach, asked.case) if asked.case is not None else None
    live = VerificationRun.objects.filter(asked_by=acting_user, state__in=[State.WAITING, State.RUNNING])
    try:
        with transaction.atomic():
            run = VerificationRun.objects.create(
                asked_by=acting_user,
                asked_at=at,
                scope=asked.scope,
                case=case,
                first_day=asked.first_day,
                last_day=asked.last_day,
                language=translation.get_language() or "",
                moved_at=at,
            )
            _enqueue_on_commit(run)
            refs: dict[str, object] = {"run": run.pk, "scope": run.scope}
            if case is not None:
                refs |= {"case": case.number, "case_id": case.pk}
            if asked.first_day and asked.last_day:
                refs |= {"since": str(asked.first_day), "until": str(asked.last_day)}
            _entry(run, "verification_asked", refs, acting_user, at)
    except IntegrityError as error:
        raise StillRunning(live.first()) from error
    return run


@transaction.atomic
def start_again(run_id: int, *, acting_user: User, at: datetime.datetime) -> VerificationRun:
    """A run of one's own whose worker has not been heard of for long goes on from where that one was. Raises Http404,
    NotSilent."""
    reach_of(acting_user, at)
    run = VerificationRun.objects.select_for_update().filter(pk=run_id, asked_by=acting_user).first()
    if run is None:
        raise Http404
    if not run.is_silent(at):
        raise NotSilent
    run.attempt += 1
    run.state, run.moved_at, run.done = State.WAITING, at, run.entries
    run.save(update_fields=["attempt", "state", "moved_at", "done"])
    _enqueue_on_commit(run)
    _entry(run, "verification_started_again", {"run": run.pk, "attempt": run.attempt}, acting_user, at)
    return run


def carry_out(run_id: int, attempt: int) -> None:
    """By the worker: verify what the run asks for, as far as who asked reads it now, and keep what was found.

    A run that was started again meanwhile, or is over, is left alone.
    """
    begun = VerificationRun.objects.filter(pk=run_id, attempt=attempt, state__in=[State.WAITING, State.RUNNING])
    if not begun.update(state=State.RUNNING, moved_at=timezone.now()):
        return
    run = VerificationRun.objects.select_related("asked_by").get(pk=run_id)
    with translation.override(run.language):
        try:
            streams = streams_of(run, reach_of(run.asked_by, timezone.now()))
            with Progress(run) as progress:
                found = verify(streams=streams, watch=progress, since=run.reached, tell=progress.come_to)
        except Overtaken:
            return
        except Http404:
            end(run, State.STOPPED, Findings(), _("Whoever asked for it no longer reads this part of the journal."))
        except Exception as error:
            logger.exception("Verification %d failed.", run_id)
            what = _("It broke off (%(error)s). Start another; if it breaks off again, tell the administrator.")
            end(run, State.STOPPED, Findings(), what % {"error": type(error).__name__})
        else:
            end(run, State.HOLDS if found.holds else State.BROKEN, found)


def streams_of(run: VerificationRun, reach: Reach) -> list[str] | None:
    """None for all of the journal. Raises Http404 where the case is no longer this auditor's."""
    if run.scope == Scope.CASE:
        assert run.case_id is not None
        audited_case(reach, run.case_id)
        return [f"case:{run.case_id}"]
    if run.scope == Scope.ALL and reach.whole:
        return None
    entries: QuerySet[Entry] = Entry.objects.all()
    if not reach.whole:
        # A stream is verified to its end, so not that of a case that moved away.
        entries = acts_of(reach, EVERYTHING).filter(~Q(stream__startswith="case:") | in_cases(_cases(reach)))
    if run.scope == Scope.PERIOD:
        entries = within_days(entries, run.first_day, run.last_day)
    return list(entries.order_by("stream").values_list("stream", flat=True).distinct())


def _cases(reach: Reach) -> QuerySet[Case, int]:
    return reach.cases().values_list("pk", flat=True)


def end(run: VerificationRun, state: str, found: Findings, why: str = "") -> None:
    """Keep what was found, unless the run was started again meanwhile."""
    now = timezone.now()
    failure = found.failure
    with transaction.atomic():
        kept = VerificationRun.objects.filter(pk=run.pk, attempt=run.attempt, state=State.RUNNING).update(
            state=state,
            ended_at=now,
            moved_at=now,
            done=F("total") if state == State.HOLDS else F("done"),
            streams=found.streams,
            entries=found.entries,
            facts=found.facts,
            checkpoints=found.checkpoints,
            what=failure.what if failure else why,
            stream=failure.stream if failure else "",
            seq=failure.seq if failure else None,
            entry_id=failure.entry_id if failure else None,
        )
        if not kept:
            return
        refs: dict[str, object] = {"run": run.pk, "state": state, "entries": found.entries, "facts": found.facts}
        if failure:
            refs |= {"stream": failure.stream, "seq": failure.seq}
        record.append(f"user:{run.asked_by_id}", "verification_ended", acting_user=None, at=now, refs=refs)


class Progress:
    """Tells how far the verification is, over a connection of its own: the one that verifies sees a single moment and
    writes nothing. Raises Overtaken where the run is no longer this attempt's."""

    def __init__(self, run: VerificationRun) -> None:
        self._run, self._attempt = run.pk, run.attempt
        self._reached = run.reached
        self._beside = connection.copy()
        self._done, self._total = self._reached.entries, run.total
        self._told = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_error: object) -> None:
        self._beside.close()

    def __call__(self, items: Iterable[T], *, total: int | None) -> Iterator[T]:
        """Entries, whose number is known, and then rows, which `come_to` counts."""
        self._total = self._total if total is None else total
        self._tell()
        for item in items:
            yield item
            self._done += total is not None
            self._tell_now_and_then()
        self._tell()

    def come_to(self, reached: Reached) -> None:
        self._reached = reached
        self._tell_now_and_then()

    def _tell_now_and_then(self) -> None:
        if time.monotonic() - self._told > EVERY:
            self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        here = self._reached
        with self._beside.cursor() as cursor:
            cursor.execute(
                "UPDATE insights_verificationrun SET done = %s, total = %s, up_to_stream = %s, up_to_table = %s, "
                "up_to_key = %s, streams = %s, entries = %s, facts = %s, moved_at = clock_timestamp() "
                "WHERE id = %s AND attempt = %s AND state = 'running'",
                [self._done, self._total, *astuple(here), self._run, self._attempt],
            )
            if not cursor.rowcount:
                raise Overtaken


def _entry(run: VerificationRun, verb: str, refs: dict[str, object], acting_user: User, at: datetime.datetime) -> None:
    record.append(f"user:{acting_user.pk}", verb, acting_user=acting_user, at=at, refs=refs, facts=[fact_of(run)])


def _enqueue_on_commit(run: VerificationRun) -> None:
    enqueue_on_commit(TASK, [run.pk, run.attempt])
