"""What is done with a report, one verb each: drafted, written in, its figures taken anew, reviewed, handed back,
approved, and given up. Lock: the report; then the register of its number, then journal heads.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from admission_flow.decisions.act import seat_for
from admission_flow.engine import waiting
from admission_flow.paper_forms.facts import in_vietnamese
from admission_flow.refusals import Busy, InvalidFacts
from documents import store
from documents.entries import fault_of_day
from documents.models import Outgoing, Register, StoredFile
from documents.outgoing import refuse_out_of_order
from documents.refusals import FaultyEntry
from documents.registers import PaperToNumber, draw
from insights.models import ReportText, TermReport
from insights.models.reports import LONGEST_TEXT
from insights.term_report import telling
from insights.term_report.figures import Figures, changed
from insights.term_report.paper import SECTIONS, Paper
from insights.term_report.papers import bodies_of, docx_of, has_dots, paper_of, section_names, title_of
from insights.term_report.period import LONGEST_YEARS, Period
from insights.term_report.refusals import (
    AlreadyDrafted,
    FiguresChanged,
    NoSuperior,
    NothingWritten,
    NotInThatState,
    Outdated,
    OwnWork,
    ReportBusy,
    ReportChanged,
)
from insights.term_report.rows import Taken
from insights.term_report.taken import take
from journal.facts import Fact, erased, fact_of
from journal.record import append
from orgs import access, roles
from orgs.calendar import local_day
from orgs.models import Seat, Unit, User

State = TermReport.State
FIRST_DAY = datetime.date(2000, 1, 1)
HEAD = ("superior", "title", "place", "addressees", "signed_for", "signed_role", "signed_by")


@dataclass(frozen=True)
class Writing:
    """`head`: column -> text, of HEAD. `texts`: section -> what the author wrote; a section that is not there, or
    empty, stands as the figures propose it. `still` are sections that are right though their figures have changed."""

    head: Mapping[str, str]
    causes: Sequence[str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    still: Collection[str] = ()


@transaction.atomic
def draft_report(unit_id: int, period: Period, *, acting_user: User, at: datetime.datetime) -> TermReport:
    """With the figures of today's records. Raises NotYours, InvalidFacts, AlreadyDrafted."""
    seat = seat_for(acting_user, roles.KEEP_PLANS, unit_id, at)
    refuse_period(period, at)
    unit = Unit.objects.get(pk=unit_id)
    taken = take(unit, period)
    body, superior = bodies_of(unit)
    report = TermReport(
        unit=unit, first_day=period.first, last_day=period.last, title=title_of(period, taken), body=body,
        superior=superior, taken=taken.as_json(), taken_at=at, drafted_by=acting_user, drafted_at=at,
        written_by=acting_user, written_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        raise AlreadyDrafted from error
    _record(report, "draft_report", seat, [fact_of(report)], acting_user=acting_user, at=at)
    return report


@transaction.atomic
def write_report(
    report_id: int, given: Writing, revision: int, *, acting_user: User, at: datetime.datetime
) -> TermReport:
    """Raises NotYours, NotInThatState, ReportChanged, InvalidFacts, ReportBusy."""
    report, seat = _take_up(report_id, revision, State.DRAFT, [roles.KEEP_PLANS], acting_user=acting_user, at=at)
    _refuse_faults(report, given)
    drawn = paper_of(report)
    for column in HEAD:
        setattr(report, column, given.head.get(column, "").strip())
    report.causes = [one for one in TermReport.Cause.values if one in given.causes]
    facts = _write_texts(report, given, drawn, acting_user, at)
    report.written_by, report.written_at = acting_user, at
    _save(report)
    _record(report, "write_report", seat, [fact_of(report), *facts], acting_user=acting_user, at=at)
    return report


@transaction.atomic
def take_anew(
    report_id: int, revision: int, *, acting_user: User, at: datetime.datetime
) -> dict[str, tuple[float | None, float | None]]:
    """The figures of today's records; what authors wrote stands. Returns the changed numbers, as `figures.changed`.

    Raises NotYours, NotInThatState, ReportChanged, ReportBusy.
    """
    report, seat = _take_up(report_id, revision, State.DRAFT, [roles.KEEP_PLANS], acting_user=acting_user, at=at)
    now = take(report.unit, Period(report.first_day, report.last_day))
    found = changed(Figures(Taken.of_json(report.taken)), Figures(now))
    report.taken, report.taken_at = now.as_json(), at
    report.body = bodies_of(report.unit)[0]
    _save(report)
    refs = {"changed": len(found)}
    _record(report, "take_figures", seat, [fact_of(report)], acting_user=acting_user, at=at, refs=refs)
    return found


@transaction.atomic
def review_report(report_id: int, revision: int, *, acting_user: User, at: datetime.datetime) -> TermReport:
    """By somebody else than wrote in it last. Raises NotYours, NotInThatState, ReportChanged, OwnWork, NothingWritten,
    Outdated, NoSuperior, ReportBusy."""
    rights = [roles.APPROVE_PLANS, roles.KEEP_PLANS]
    report, seat = _take_up(report_id, revision, State.DRAFT, rights, acting_user=acting_user, at=at)
    if report.written_by_id == acting_user.pk:
        raise OwnWork
    paper = paper_of(report)
    if paper.missing:
        raise NothingWritten([section_names()[section] for section in paper.missing])
    _refuse_outdated(paper)
    if not report.superior or has_dots(report.superior):
        raise NoSuperior
    report.state, report.reviewed_by, report.reviewed_at = State.REVIEWED, acting_user, at
    report.returned_because = ""
    _save(report)
    _record(report, "review_report", seat, [fact_of(report)], acting_user=acting_user, at=at)
    telling.tell_of_review(report, acting_user=acting_user, at=at)
    return report


@transaction.atomic
def hand_back_report(
    report_id: int, reason: str, revision: int, *, acting_user: User, at: datetime.datetime
) -> TermReport:
    """A draft again. Raises NotYours, NotInThatState, ReportChanged, InvalidFacts, ReportBusy."""
    rights = [roles.APPROVE_PLANS, roles.KEEP_PLANS]
    report, seat = _take_up(report_id, revision, State.REVIEWED, rights, acting_user=acting_user, at=at)
    if not reason.strip():
        raise InvalidFacts.of("reason", _("Write why the report is handed back; its author reads it."))
    report.state, report.reviewed_by, report.reviewed_at = State.DRAFT, None, None
    report.returned_because = reason.strip()
    _save(report)
    _record(report, "hand_back_report", seat, [fact_of(report)], acting_user=acting_user, at=at)
    telling.tell_of_return(report, acting_user=acting_user, at=at)
    return report


def approve_report(
    report_id: int,
    dated: datetime.date,
    revision: int,
    *,
    after: int | None = None,
    acting_user: User,
    at: datetime.datetime,
) -> TermReport:
    """It gets the next number of the unit's register of reports, and nothing of it changes from now on: neither figures
    nor texts nor the paper, which is kept as a file. `after` as of documents.outgoing.PaperGiven.

    Raises NotYours, NotInThatState, ReportChanged, InvalidFacts, FiguresChanged, Outdated, ReportBusy, RegisterBusy.
    """
    with transaction.atomic():
        rights = [roles.APPROVE_PLANS]
        report, seat = _take_up(report_id, revision, State.REVIEWED, rights, acting_user=acting_user, at=at)
        _refuse_day(report, dated, at)
        now = take(report.unit, Period(report.first_day, report.last_day))
        moved = changed(Figures(Taken.of_json(report.taken)), Figures(now))
        if moved:
            raise FiguresChanged(len(moved))
        _refuse_outdated(paper_of(report))
        report.number = _numbered(report, dated, after, acting_user, at)
        report.state, report.dated, report.approved_by, report.approved_at = State.APPROVED, dated, acting_user, at
        texts = _freeze_texts(report, acting_user, at)
        with in_vietnamese(), store.drafted([docx_of(report, paper_of(report))]) as draft:
            report.file = store.keep(draft, StoredFile.Kind.DOCX, acting_user=acting_user, at=at)
        _save(report)
        facts = [fact_of(row) for row in (report, report.number, report.file, *texts)]
        refs = {"number": report.number.symbol, "sha256": report.file.sha256}
        _record(report, "approve_report", seat, facts, acting_user=acting_user, at=at, refs=refs)
        telling.tell_of_approval(report, acting_user=acting_user, at=at)
        return report


@transaction.atomic
def give_up_report(report_id: int, revision: int, *, acting_user: User, at: datetime.datetime) -> None:
    """A draft that nobody needs is gone, with its texts. Raises NotYours, NotInThatState, ReportChanged, ReportBusy."""
    report, seat = _take_up(report_id, revision, State.DRAFT, [roles.KEEP_PLANS], acting_user=acting_user, at=at)
    rows = [*ReportText.objects.filter(report=report), report]
    facts = [erased(row) for row in rows]
    _record(report, "give_up_report", seat, facts, acting_user=acting_user, at=at)
    for row in rows:
        row.delete()


def refuse_period(period: Period, at: datetime.datetime) -> None:
    """Raises InvalidFacts."""
    if period.last < period.first:
        raise InvalidFacts.of("last", _("The last day lies before the first."))
    if period.first < FIRST_DAY:
        raise InvalidFacts.of("first", _("Reports begin on 01/01/2000 at the earliest."))
    if period.last > local_day(at):
        raise InvalidFacts.of("last", _("The last day lies in the future. Its figures are not known yet."))
    if period.years[1] - period.years[0] >= LONGEST_YEARS:
        raise InvalidFacts.of("last", _("A report is of at most ten years."))


def _take_up(
    report_id: int,
    revision: int,
    state: str,
    capabilities: Sequence[str],
    *,
    acting_user: User,
    at: datetime.datetime,
) -> tuple[TermReport, Seat]:
    """The report, locked, for who holds one of the rights at its unit."""
    rows = TermReport.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    try:
        with waiting():
            report = rows.get(pk=report_id)
    except Busy as busy:
        raise ReportBusy from busy
    seat = next(
        (found for one in capabilities[:-1] if (found := access.seat_behind(acting_user, one, report.unit_id, at))),
        None,
    ) or seat_for(acting_user, capabilities[-1], report.unit_id, at)
    if report.state != state:
        raise NotInThatState(str(State(report.state).label))
    if report.revision != revision:
        raise ReportChanged
    return report, seat


def _save(report: TermReport) -> None:
    report.revision += 1
    report.save()


def _refuse_outdated(paper: Paper) -> None:
    if paper.outdated:
        raise Outdated([section_names()[section] for section in paper.outdated])


def _refuse_faults(report: TermReport, given: Writing) -> None:
    faults: dict[str, list[str]] = {}
    for column in HEAD:
        room = getattr(report._meta.get_field(column), "max_length", None)
        if room and len(given.head.get(column, "").strip()) > room:
            faults[column] = [_("At most %(room)s characters.") % {"room": room}]
    if not given.head.get("title", "").strip():
        faults["title"] = [_("Write what the report is about.")]
    if set(given.causes) - set(TermReport.Cause.values):
        faults["causes"] = [_("Choose causes from the list.")]
    for section, text in given.texts.items():
        if section not in SECTIONS:
            raise KeyError(section)
        if len(text.strip()) > LONGEST_TEXT:
            faults[section] = [_("At most %(room)s characters.") % {"room": LONGEST_TEXT}]
    if faults:
        raise InvalidFacts(faults)


def _write_texts(
    report: TermReport, given: Writing, drawn: Paper, acting_user: User, at: datetime.datetime
) -> list[Fact]:
    """A section written as the figures propose it, or as they did when the form was drawn, or left empty, is none of
    the author's. One that is left as it was takes the causes chosen beside it as known, new figures only by a tick."""
    paper = paper_of(report)
    before = {one.section: one for one in ReportText.objects.filter(report=report)}
    facts: list[Fact] = []
    for section in SECTIONS:
        text, old, proposal = _lines(given.texts.get(section, "")), before.get(section), paper.proposal(section)
        if not text or text in (_lines(proposal), _lines(drawn.proposal(section))):
            if old:
                facts.append(erased(old))
                old.delete()
            continue
        known = section in given.still or not drawn.text(section).changed
        if old is None or _lines(old.text) != text or (known and old.proposed != proposal):
            row = old or ReportText(report=report, section=section)
            row.text, row.proposed, row.written_by, row.written_at = text, proposal, acting_user, at
            row.save()
            facts.append(fact_of(row))
    return facts


def _freeze_texts(report: TermReport, acting_user: User, at: datetime.datetime) -> list[ReportText]:
    """Also what nobody has written, so that no later wording changes it."""
    paper = paper_of(report)
    rows = []
    for section in SECTIONS:
        if section not in paper.written:
            text = paper.proposal(section)
            rows.append(
                ReportText(
                    report=report, section=section, text=text, proposed=text, written_by=acting_user, written_at=at
                )
            )
    return ReportText.objects.bulk_create(rows)


def _refuse_day(report: TermReport, dated: datetime.date, at: datetime.datetime) -> None:
    fault = fault_of_day(dated, at)
    if not fault and dated < report.last_day:
        fault = _("The date lies before the last day that the report is of.")
    if fault:
        raise InvalidFacts.of("dated", fault)


def _numbered(
    report: TermReport, dated: datetime.date, after: int | None, acting_user: User, at: datetime.datetime
) -> Outgoing:
    paper = PaperToNumber(report.title[:200], report.signed_by or report.body[:150])
    row = draw(report.unit, Register.Kind.REPORT, dated, [paper], after=after or 0, acting_user=acting_user, at=at)[0]
    try:
        refuse_out_of_order(row, after)
    except FaultyEntry as faulty:
        raise InvalidFacts({field: [sentence] for field, sentence in faulty.errors.items()}) from faulty
    return row


def _lines(text: str) -> str:
    """As a form gives it back: without the blanks at the ends of lines and of the whole."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().splitlines())


def _record(
    report: TermReport,
    verb: str,
    seat: Seat,
    facts: Collection[Fact],
    *,
    acting_user: User,
    at: datetime.datetime,
    refs: Mapping[str, object] | None = None,
) -> None:
    append(
        f"unit:{report.unit_id}",
        verb,
        acting_user=acting_user,
        on_behalf_of=access.absent(seat),
        at=at,
        refs={"report": report.pk, "state": report.state, **(refs or {}), **access.grounds(seat)},
        facts=list(facts),
    )
