"""A cell goes through its sources, once a month: each is kept, put on the list or removed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import models, transaction
from django.utils.translation import gettext as _

from admission_flow.decisions.act import seat_for
from admission_flow.refusals import InvalidFacts, NotYours
from documents.entries import fault_of_text
from journal.facts import fact_of
from orgs import roles
from orgs.calendar import ONE_DAY, local_day
from orgs.models import Seat, Unit, User
from planning.models import ReviewMark, Source, SourceChange, SourceReview
from planning.resolutions.decisions.begin import refuse_faults, write_entry
from planning.sources.decisions.begin import busy, fault_of_day, last_turns, turn
from planning.sources.decisions.keeping import fault_of_reason, take_away, why_missing
from planning.sources.given import MarkGiven, RemovalGiven
from planning.sources.refusals import AlreadyReviewed, NothingToReview, SourceChanged
from planning.sources.telling import tell_of_review

Verdict = ReviewMark.Verdict


def months_open(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The months, by their first days, of which a review may be recorded on that day: this one, and the last."""
    this = day.replace(day=1)
    return this, (this - ONE_DAY).replace(day=1)


@transaction.atomic
def review_sources(
    unit_id: int,
    month: datetime.date,
    held_on: datetime.date,
    marks: Sequence[MarkGiven],
    *,
    acting_user: User,
    at: datetime.datetime,
) -> SourceReview:
    """The review of this month (its first day), with a mark for each source that the cell watches.

    Raises NotYours, AlreadyReviewed, NothingToReview, SourceChanged where the sources are others than those marked,
    SourceBusy, InvalidFacts.
    """
    unit = Unit.objects.get(pk=unit_id)
    if unit.kind not in Unit.CELLS:
        raise NotYours
    seat = seat_for(acting_user, roles.NOMINATE, unit_id, at)
    sources = _lock(unit)
    before = SourceReview.objects.filter(unit=unit, month=month).first()
    if before is not None:
        raise AlreadyReviewed(before)
    if not sources:
        raise NothingToReview
    if {one.source: one.revision for one in marks} != {pk: found.revision for pk, found in sources.items()}:
        raise SourceChanged
    _refuse_faults(sources, month, held_on, marks, at)
    review = SourceReview.objects.create(unit=unit, month=month, held_on=held_on, made_by=acting_user, at=at)
    written: list[models.Model] = [review]
    for one in marks:
        written += _mark(review, sources[one.source], one, acting_user, at)
    tell_of_review(review, unit, len(marks), acting_user=acting_user, at=at)
    _write(review, seat, written, marks, acting_user=acting_user, at=at)
    return review


def _lock(unit: Unit) -> dict[int, Source]:
    rows = Source.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    with busy():
        return {one.pk: one for one in rows.filter(unit=unit, state__in=Source.LIVE).order_by("pk")}


def _refuse_faults(
    sources: dict[int, Source],
    month: datetime.date,
    held_on: datetime.date,
    marks: Sequence[MarkGiven],
    at: datetime.datetime,
) -> None:
    """What is wrong with a mark stands at "verdict-12", "reason-12" or "remark-12". Raises InvalidFacts."""
    if month not in months_open(local_day(at)):
        raise InvalidFacts.of("month", _("A review is recorded in its month or the one after."))
    turned = last_turns([one.source for one in marks if one.verdict != Verdict.KEEP])
    latest = max(turned.values(), default=None)
    refuse_faults(ReviewMark(), {}, {"held_on": fault_of_day(held_on, max(filter(None, (month, latest))), at)})
    faults: dict[str, list[str]] = {}
    for one in marks:
        for field, fault in _faults_of(one, sources[one.source]).items():
            if fault:
                faults[f"{field}-{one.source}"] = [fault]
    if faults:
        raise InvalidFacts(faults)


def _faults_of(one: MarkGiven, found: Source) -> dict[str, str | None]:
    removes = one.verdict == Verdict.REMOVE
    verdict = None if one.verdict in Verdict.values else _("Choose what becomes of this source.")
    if one.verdict == Verdict.LIST and found.state == Source.State.LISTED:
        verdict = _("This source is on the sympathiser list already. Keep it, or remove it.")
    return {
        "verdict": verdict,
        "reason": fault_of_reason(one.reason) if removes else None,
        "remark": fault_of_text(ReviewMark(), "remark", one.remark, why_missing() if removes else ""),
    }


def _mark(
    review: SourceReview, found: Source, one: MarkGiven, acting_user: User, at: datetime.datetime
) -> list[models.Model]:
    """The rows that were written of one source."""
    mark = ReviewMark.objects.create(review=review, source=found, verdict=one.verdict, remark=one.remark.strip())
    if one.verdict == Verdict.LIST:
        found.state, found.state_on = Source.State.LISTED, review.held_on
        return [mark, found, turn(found, SourceChange.Kind.LISTED, review.held_on, acting_user=acting_user, at=at)]
    if one.verdict == Verdict.REMOVE:
        given = RemovalGiven(review.held_on, one.reason, one.remark)
        return [mark, found, take_away(found, given, acting_user=acting_user, at=at)]
    return [mark]


def _write(
    review: SourceReview,
    seat: Seat,
    written: Sequence[models.Model],
    marks: Sequence[MarkGiven],
    *,
    acting_user: User,
    at: datetime.datetime,
) -> None:
    counted = {verdict: sum(one.verdict == verdict for one in marks) for verdict in Verdict.values}
    refs = {"review": review.pk, "month": f"{review.month:%m/%Y}", **counted}
    facts = [fact_of(row) for row in written]
    write_entry(review.unit_id, "review_sources", seat, facts, acting_user=acting_user, at=at, refs=refs)
