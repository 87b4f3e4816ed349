"""The registers as files: classes, certificates, meetings, resolutions, the roll-out of one, plans, sources, how far
these came, reports.

Each has the rows of its page, with the same filters, for who sees that page; the registers of papers, of decisions and
of members have their own.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from django.db.models import Count
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from admission_flow.queries.cases import visible_cases
from insights.list_files import ListFile, Table, made
from insights.term_report.access import Reader as ReportReader
from insights.term_report.access import reports_of
from meetings.queries import live_meetings, past_meetings
from orgs.models import Seat, User
from planning.models import UnitProgramme
from planning.plans.queries import Aim, PlanFilters, board_of
from planning.resolutions.access import Reader, resolution_for
from planning.resolutions.queries import ResolutionFilters, RollUpFilters, every_resolution, roll_up, rows_of_file
from planning.sources.access import Reader as SourceReader
from planning.sources.funnel import STAGES, FunnelFilters, funnel
from planning.sources.queries import SourceFilters, every_source, state_said
from training.access import visible_classes
from training.models import Certificate, TrainingClass
from training.queries.listing import STAYED, ClassFilters

# Rows read at a time.
CHUNK = 1000
# Digits of an id in an address.
LONGEST_ID = 10
Asked = Mapping[str, str]
Cells = Sequence[object]


def register_list(
    which: str, kind: str, given: Asked, seats: Iterable[Seat], *, acting_user: User, at: datetime.datetime
) -> ListFile:
    """`which` is one of LISTS, `kind` one of `tables.LISTS`, `given` what the address of the page says.

    Raises Http404 or PermissionDenied where the page does, TooMany.
    """
    refs, table = LISTS[which](acting_user, given, list(seats), at)
    return made(which, kind, table, refs, acting_user=acting_user, at=at)


def _classes(person: User, given: Asked, _seats: Sequence[Seat], at: datetime.datetime) -> tuple[Asked, Table]:
    filters = ClassFilters.of(given)
    found = TrainingClass.objects.filter(visible_classes(person, at)).annotate(number_taken=Count("pk", filter=STAYED))
    shown = found if filters.show == "all" else found.filter(state=filters.show)
    columns = [
        *(_("Number"), _("Class"), _("Kind"), _("First day"), _("Last day"), _("Place"), _("Number of places")),
        *(_("Attended"), _("State"), _("Certificates issued on"), _("Signed by")),
    ]
    rows = (
        (
            *(one.number, one.name, _said(one.get_kind_display()), one.starts, one.ends, one.place, one.capacity),
            *(one.number_taken, _said(one.get_state_display()), one.issued_on, one.signed_by),
        )
        for one in shown.order_by("-starts", "-pk").iterator(chunk_size=CHUNK)
    )
    return {"filters": filters.address()}, (_("Classes"), columns, rows)


def _certificates(person: User, _given: Asked, _seats: Sequence[Seat], at: datetime.datetime) -> tuple[Asked, Table]:
    """Of the candidates of the own units, as on the page of a class."""
    found = Certificate.objects.filter(
        enrolment__training_class__in=TrainingClass.objects.filter(visible_classes(person, at)),
        enrolment__case__in=visible_cases(person, at),
    ).order_by("-year", "kind", "sequence", "pk")
    columns = [
        *(_("Number"), _("Kind"), _("Issued on"), _("Signed by"), _("Candidate"), _("Case number"), _("Unit")),
        *(_("Class"), _("Grade")),
    ]
    related = ("enrolment__training_class", "enrolment__case__unit", "enrolment__case__candidate__person")

    def rows() -> Iterator[Cells]:
        for one in found.select_related(*related).iterator(chunk_size=CHUNK):
            place, case = one.enrolment, one.enrolment.case
            of = place.training_class
            issued = (one.number, _said(one.get_kind_display()), of.issued_on, of.signed_by)
            yield *issued, case.candidate.person.full_name, case.number, case.unit.name, of.number, _graded(place)

    return {}, (_("Certificates"), columns, rows())


def _graded(place: object) -> str:
    return _said(place.get_grade_display())  # type: ignore[attr-defined]


def _meetings(person: User, _given: Asked, _seats: Sequence[Seat], at: datetime.datetime) -> tuple[Asked, Table]:
    """When, where and how many cases; no candidate is named."""
    columns = [
        *(_("Begins"), _("Body"), _("Place"), _("Form of voting"), _("Cases"), _("Status"), _("Number of the minutes")),
        _("Why cancelled"),
    ]
    past = past_meetings(person, at).select_related("unit", "minutes_number")
    rows = (
        (
            *(one.starts_at, one.unit.name, one.place, _said(one.get_voting_display()), _agenda(one)),
            *(_said(one.get_status_display()), one.minutes_number.symbol if one.minutes_number else None),
            one.cancelled_because,
        )
        for found in (live_meetings(person, at), past.iterator(chunk_size=CHUNK))
        for one in found
    )
    return {}, (_("Meetings"), columns, rows)


def _agenda(meeting: object) -> int:
    """As counted along by the queries of the list."""
    return int(meeting.agenda)  # type: ignore[attr-defined]


def _resolutions(_person: User, given: Asked, seats: Sequence[Seat], at: datetime.datetime) -> tuple[Asked, Table]:
    filters = ResolutionFilters.of(given)
    columns = [
        *(_("Number"), _("Date"), _("Title"), _("Issuing unit"), _("To be rolled out until"), _("Units of its scope")),
        *(_("Units done"), _("State")),
    ]
    rows = (
        (
            *(row.found.number, row.found.dated, row.found.title, row.found.unit.name, row.found.rolled_out_until),
            *(row.units or None, row.done if row.units else None, _said(row.found.state_said)),
        )
        for row in every_resolution(Reader.of(seats), filters, at=at)
    )
    return {"filters": filters.address()}, (_("Resolutions"), columns, rows)


def _roll_out(_person: User, given: Asked, seats: Sequence[Seat], at: datetime.datetime) -> tuple[Asked, Table]:
    """Of the resolution whose id the address gives: each unit and audience that its page shows. Raises Http404."""
    reader, asked = Reader.of(seats), given.get("resolution", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < LONGEST_ID):
        raise Http404
    found = resolution_for(reader, int(asked))
    if found.issued_at is None:
        raise Http404
    page = roll_up(reader, found, RollUpFilters.of(given), at=at)
    columns = [
        *(_("Number"), _("Code"), _("Unit"), _("Audience"), _("Number present"), _("Number due"), _("By the records")),
        *(_("Done on"), _("Days late"), _("Programme or plan"), _("Date of the programme or plan"), _("State")),
    ]
    rows = (
        (
            *(found.number, one.row.part.unit.code, one.row.part.unit.name, _said(one.audience.label)),
            *(one.share.present, one.share.due if one.share.sessions else None, one.share.known, one.done_on),
            *((one.row.late or None) if not one.share.is_whole else None, *_programme(one.programme)),
        )
        for one in rows_of_file(page)
    )
    return {"filters": page.filters.address(), "resolution": str(found.pk)}, (
        _("Roll-out of a resolution"),
        columns,
        rows,
    )


def _programme(own: UnitProgramme | None) -> tuple[str, datetime.date | None, str]:
    return (own.number, own.dated, _said(own.get_state_display())) if own else ("", None, "")


def _plans(_person: User, given: Asked, seats: Sequence[Seat], at: datetime.datetime) -> tuple[Asked, Table]:
    board = board_of(seats, PlanFilters.of(given), at=at)
    if board is None:
        raise Http404
    aims = (_("Set by the congress"), _("Assigned from above"))
    columns = [_("Code"), _("Unit"), _("Years"), _("Admitted"), *aims, _("Reached, in percent")]
    columns += [_("Expected at least"), _("Expected"), _("Expected at most"), _("Resolutions not rolled out")]
    rows = (
        (
            *(line.unit.code, line.unit.name, board.words, line.done, line.congress.target, line.assigned.target),
            line.assigned.percent,
            *_expected(line.assigned),
            line.owes,
        )
        for line in (board.whole, *board.shown)
    )
    refs = {"filters": board.filters.address(), "unit": board.unit.code}
    return refs, (_("Plans and targets"), columns, rows)


def _expected(aim: Aim) -> tuple[int | None, int | None, int | None]:
    """The least, the middle and the most of eight in ten."""
    middle, least, most = aim.forecast or (None, None, None)
    return least, middle, most


def _sources(_person: User, given: Asked, seats: Sequence[Seat], at: datetime.datetime) -> tuple[Asked, Table]:
    """Who helps is named to who sees the file. A search for a name is not in the address, and narrows nothing."""
    reader = SourceReader.of(seats)
    filters = SourceFilters.of(given)
    columns = [_("Person"), _("Cell"), pgettext("source", "Proposed by"), _("Watched since"), _("State")]
    columns += [_said(_("in this state since")), _("Case number"), _("Helper")]

    def rows() -> Iterator[Cells]:
        for one in every_source(reader, filters, at=at).iterator(chunk_size=CHUNK):
            known = one.helper.full_name if one.helper and reader.sees_file(one.unit) else _("assigned")
            yield (
                *(one.person.full_name, one.unit.name, _said(one.get_proposed_by_display()), one.since),
                *(_said(state_said(one).words), one.state_on, one.case.number if one.case else None),
                known if one.helper else None,
            )

    return {"filters": filters.address()}, (_("Sources"), columns, rows())


def _source_funnel(_person: User, given: Asked, seats: Sequence[Seat], at: datetime.datetime) -> tuple[Asked, Table]:
    """Of the unit and of those directly under it, as its page shows them."""
    found = funnel(SourceReader.of(seats), FunnelFilters.of(given), "", at=at)
    columns = [_("Unit"), *(_said(words) for words in STAGES.values())]
    rows = ((line.unit.name, *(cell.number for cell in line.cells)) for line in (found.whole, *found.lines))
    return {"filters": found.filters.address()}, (_("From source to member"), columns, rows)


def _reports(_person: User, _given: Asked, seats: Sequence[Seat], at: datetime.datetime) -> tuple[Asked, Table]:
    columns = [_("Number"), _("Date"), _("Title"), _("Unit"), _("First day"), _("Last day"), _("State")]
    rows = (
        (
            *(one.number.symbol if one.number else None, one.dated, one.title, one.unit.name),
            *(one.first_day, one.last_day, _said(one.get_state_display())),
        )
        for one in reports_of(ReportReader.of(seats)).iterator(chunk_size=CHUNK)
    )
    return {}, (_("Reports"), columns, rows)


def _said(words: object) -> str:
    return capfirst(str(words))


LISTS: Mapping[str, Callable[[User, Asked, Sequence[Seat], datetime.datetime], tuple[Asked, Table]]] = {
    "classes": _classes,
    "certificates": _certificates,
    "meetings": _meetings,
    "resolutions": _resolutions,
    "roll-out": _roll_out,
    "plans": _plans,
    "sources": _sources,
    "source_funnel": _source_funnel,
    "reports": _reports,
}
# The page that each stands on.
PAGES = {"certificates": "classes", "roll-out": "resolutions"}
