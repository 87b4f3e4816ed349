"""The sheet of sources that a cell watches already when the office comes to the system, loaded with the register."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from viewflow.workflow.status import PROCESS

from admission_flow.models import Case
from orgs.loading.apply import Changes
from orgs.loading.cells import Row
from orgs.loading.compare import Column, Difference, columns_of, differing
from orgs.loading.form import Sheet
from orgs.loading.more import LoadAct, MoreSheet
from orgs.loading.named import (
    COLUMNS,
    Named,
    batches_of,
    check_named,
    keep_people,
    kinds_of,
    known_people,
    read_named,
    who_is_new,
)
from orgs.loading.rows import BATCH, Form
from orgs.loading.standing import Standing
from orgs.models import Member, Person
from planning.models import Source, SourceChange

SOURCES = Sheet(
    "Nguồn phát triển đảng viên",
    (
        *COLUMNS,
        ("proposed_by", "Giới thiệu bởi"),
        ("organisation", "Đoàn thể giới thiệu: tổ chức"),
        ("union_number", "Đoàn thể giới thiệu: số nghị quyết"),
        ("union_dated", "Đoàn thể giới thiệu: ngày nghị quyết"),
        ("since", "Theo dõi từ ngày"),
        ("resolution_number", "Nghị quyết chi bộ: số"),
        ("resolution_dated", "Nghị quyết chi bộ: ngày"),
        ("helper", "Đảng viên giúp đỡ: số căn cước công dân"),
        ("listed_on", "Danh sách cảm tình Đảng: từ ngày"),
        ("list_number", "Danh sách cảm tình Đảng: số nghị quyết"),
    ),
)
PROPOSER_WORDS = {
    Source.ProposedBy.CELL: "Chi bộ",
    Source.ProposedBy.YOUTH_UNION: "Đoàn Thanh niên",
    Source.ProposedBy.TRADE_UNION: "Công đoàn",
}
_PROPOSERS: Mapping[str, str] = {words: proposer for proposer, words in PROPOSER_WORDS.items()}
_PROPOSAL = ("proposed_by", "organisation", "union_number", "union_dated")
_RESOLUTION = ("resolution_number", "resolution_dated")
_TABLE = Source._meta.label_lower
State, Kind = Source.State, SourceChange.Kind


@dataclass(slots=True)
class SourceRow(Named):
    """`helper` is a citizen ID."""

    proposed_by: str
    organisation: str
    union_number: str
    union_dated: datetime.date | None
    since: datetime.date | None
    resolution_number: str
    resolution_dated: datetime.date | None
    helper: str
    listed_on: datetime.date | None
    list_number: str

    def values(self, known: Source | None) -> dict[str, object]:
        """By the columns of Source. What the sheet leaves empty stays; a proposal is taken as a whole."""
        given = {name: getattr(self, name) for name in (*_PROPOSAL, *_RESOLUTION)}
        if known is None:
            return {**given, "since": self.since}
        return {name: value for name, value in given.items() if name in _PROPOSAL or value}


@dataclass(frozen=True)
class _Loaded:
    """By citizen ID: who is known, who is a member, whose case is open, and the sources, the latest first."""

    people: Mapping[str, Person]
    members: frozenset[str]
    cases: Mapping[str, str]
    sources: Mapping[str, list[Source]]

    def source_of(self, row: SourceRow) -> Source | None:
        """The one that the row speaks of: of the same cell from the same day; else the one that this cell watches."""
        own = [one for one in self.sources.get(row.citizen_id, ()) if one.unit.code == row.unit]
        same = (one for one in own if one.since == row.since)
        return next(same, None) or next((one for one in own if one.is_live), None)


def read(row: Row) -> SourceRow:
    return SourceRow(
        **read_named(row),
        proposed_by=row.choice("proposed_by", _PROPOSERS, required=True),
        organisation=row.text("organisation", 200),
        union_number=row.text("union_number", 50),
        union_dated=row.date("union_dated"),
        since=row.date("since", required=True),
        resolution_number=row.text("resolution_number", 50),
        resolution_dated=row.date("resolution_dated"),
        helper=row.citizen_id("helper") if row.text("helper", 20) else "",
        listed_on=row.date("listed_on"),
        list_number=row.text("list_number", 50),
    )


def check(rows: Sequence[SourceRow], form: Form, standing: Standing) -> None:
    """As the verbs of sources check. Four statements for each batch of people."""
    kinds, organisations = kinds_of(form, standing), _organisations(form, standing)
    loaded = _loaded(rows)
    first: dict[str, SourceRow] = {}
    for row in rows:
        check_named(row, form, kinds, loaded.people.get(row.citizen_id))
        _check_proposal(row)
        _check_days(row, form.as_of)
        _check_helper(row, form, organisations)
        known = loaded.source_of(row)
        if known is None:
            _refuse_taken(row, form, loaded)
        elif known.is_live:
            _check_known(row, known)
        before = first.setdefault(row.citizen_id, row)
        if before is not row and row.citizen_id:
            row.row.wrong("citizen_id", _("Row %(row)s has this person too.") % {"row": before.row.number})


def compare(rows: Sequence[SourceRow]) -> Iterator[Difference]:
    loaded = _loaded(rows)
    for row in rows:
        known = loaded.source_of(row)
        if known is not None and not known.is_live:
            continue
        person = who_is_new(row, loaded.people.get(row.citizen_id))
        columns: list[Column] = [*person, *columns_of(Source, known, row.values(known))]
        helper = known.helper.citizen_id if known is not None and known.helper else ""
        if row.helper and row.helper != helper:
            columns.append((_TABLE, "helper", helper, row.helper))
        if _is_listed_now(row, known):
            columns.append((_TABLE, "state", "" if known is None else known.state, State.LISTED.value))
            columns.append((_TABLE, "state_on", "", row.listed_on.isoformat() if row.listed_on else ""))
        if known is None or columns:
            yield Difference(SOURCES.name, row.row.number, known is None, f"{row.name}, {row.unit}", tuple(columns))


def apply(rows: Sequence[SourceRow], standing: Standing, changes: Changes, act: LoadAct) -> None:
    """A source that has become a case, or was removed, is left as it is."""
    loaded = _loaded(rows)
    people = keep_people(rows, loaded.people, standing, changes)
    helpers = {
        citizen_id: person
        for some in batches_of(row.helper for row in rows)
        for citizen_id, person in Person.objects.filter(citizen_id__in=some).in_bulk(field_name="citizen_id").items()
    }
    writing = _Writing(act, standing, people, helpers)
    for row in rows:
        known = loaded.source_of(row)
        if known is None:
            writing.enter(row)
        elif known.is_live:
            writing.bring_up_to_date(known, row)
    writing.write(changes)


SHEET = MoreSheet(SOURCES, Source, read, check, compare, apply)


class _Writing:
    """What becomes of the sources of a sheet, collected and written at once."""

    def __init__(
        self, act: LoadAct, standing: Standing, people: Mapping[str, Person], helpers: Mapping[str, Person]
    ) -> None:
        self.act, self.standing, self.people, self.helpers = act, standing, people, helpers
        self.made: list[Source] = []
        self.changed: list[Source] = []
        self.happened: list[SourceChange] = []

    def enter(self, row: SourceRow) -> None:
        assert row.since  # checked
        found = Source(
            person=self.people[row.citizen_id],
            unit=self.standing.units[row.unit],
            state_on=row.since,
            helper=self.helpers.get(row.helper),
            entered_by=self.act.acting_user,
            entered_at=self.act.at,
            **row.values(None),
        )
        self.made.append(found)
        self._happens(found, Kind.ENTERED, row.since, number=row.resolution_number, helper=found.helper)
        self._list(found, row)

    def bring_up_to_date(self, known: Source, row: SourceRow) -> None:
        found = differing(known, row.values(known))
        for name, value in found.items():
            setattr(known, name, value)
        helper = self.helpers.get(row.helper)
        helped_anew = helper is not None and helper.pk != known.helper_id
        if helped_anew:
            known.helper = helper
            self._happens(known, Kind.HELPER, max(self.act.register.as_of, known.state_on), helper=helper)
        listed = _is_listed_now(row, known)
        self._list(known, row)
        if found or helped_anew or listed:
            known.revision += 1
            self.changed.append(known)

    def _list(self, found: Source, row: SourceRow) -> None:
        if row.listed_on and found.state == State.WATCHED:
            found.state, found.state_on = State.LISTED, row.listed_on
            self._happens(found, Kind.LISTED, row.listed_on, number=row.list_number)

    def _happens(
        self, found: Source, kind: str, day: datetime.date, *, number: str = "", helper: Person | None = None
    ) -> None:
        self.happened.append(
            SourceChange(
                source=found,
                kind=kind,
                state=found.state,
                day=day,
                number=number,
                helper=helper,
                made_by=self.act.acting_user,
                at=self.act.at,
            )
        )

    def write(self, changes: Changes) -> None:
        Source.objects.bulk_create(self.made, batch_size=BATCH)
        if self.changed:
            columns = [*_PROPOSAL, *_RESOLUTION, "state", "state_on", "helper", "revision"]
            Source.objects.bulk_update(self.changed, columns, batch_size=BATCH)
        SourceChange.objects.bulk_create(self.happened, batch_size=BATCH)
        for found in (*self.made, *self.changed):
            changes.note(found.unit_id, found)
        for change in self.happened:
            changes.note(change.source.unit_id, change)


def _is_listed_now(row: SourceRow, known: Source | None) -> bool:
    return row.listed_on is not None and (known is None or known.state == State.WATCHED)


def _loaded(rows: Sequence[SourceRow]) -> _Loaded:
    members: set[str] = set()
    cases: dict[str, str] = {}
    sources: dict[str, list[Source]] = {}
    for some in batches_of(row.citizen_id for row in rows):
        stays = Member.objects.filter(person__citizen_id__in=some, until__isnull=True)
        members |= set(stays.values_list("person__citizen_id", flat=True))
        running = Case.objects.filter(candidate__person__citizen_id__in=some, status=PROCESS.NEW)
        cases |= dict(running.values_list("candidate__person__citizen_id", "number"))
        found = Source.objects.filter(person__citizen_id__in=some).select_related("person", "unit", "helper")
        for one in found.order_by("-since", "-pk"):
            sources.setdefault(one.person.citizen_id, []).append(one)
    return _Loaded(known_people(rows), frozenset(members), cases, sources)


def _organisations(form: Form, standing: Standing) -> dict[str, str]:
    """Code of each unit -> code of its grassroots organisation; the bloc is its own."""
    by_path = {unit.path: code for code, unit in standing.units.items()}
    above = {code: by_path.get(unit.path[: -unit.steplen], "") for code, unit in standing.units.items()}
    above |= {row.code: row.parent for row in form.units}
    found: dict[str, str] = {}
    for code in above:
        chain = [code]
        while (parent := above.get(chain[-1], "")) and parent not in chain:
            chain.append(parent)
        found[code] = chain[-2] if len(chain) > 1 else code
    return found


def _check_proposal(row: SourceRow) -> None:
    named = row.organisation or row.union_number or row.union_dated
    if row.proposed_by == Source.ProposedBy.CELL and named:
        sentence = _("Say which union it was, or leave its organisation, number and date empty.")
        row.row.wrong("proposed_by", sentence)
    elif row.proposed_by and row.proposed_by != Source.ProposedBy.CELL and not row.organisation:
        row.row.wrong("organisation", _("Write which organisation of the union proposed the person."))


def _check_days(row: SourceRow, as_of: datetime.date) -> None:
    cells = row.row
    for key in ("union_dated", "since", "resolution_dated", "listed_on"):
        day: datetime.date | None = getattr(row, key)
        if day and day > as_of:
            cells.wrong(key, _("%(day)s lies after the register's date.") % {"day": f"{day:%d/%m/%Y}"})
    if row.since and row.birth_date and row.since <= row.birth_date:
        cells.wrong("since", _("The date lies before the person was born. Check both dates."))
    if row.since and row.listed_on and row.listed_on < row.since:
        cells.wrong("listed_on", _("This date lies before the one it follows."))
    if row.list_number and not row.listed_on:
        cells.wrong("listed_on", _("A date is missing."))


def _check_helper(row: SourceRow, form: Form, organisations: Mapping[str, str]) -> None:
    """The register says who is an official member where; whoever is present stands in it."""
    if not row.helper:
        return
    here = next((stay for stay in form.stays.get(row.helper, ()) if stay.until is None), None)
    same = here is not None and organisations.get(here.unit, here.unit) == organisations.get(row.unit, row.unit)
    if here is None or here.official_on is None or not same:
        sentence = _("The helper must be an official member of the organisation on that day.")
        row.row.wrong("helper", sentence)


def _refuse_taken(row: SourceRow, form: Form, loaded: _Loaded) -> None:
    """A new source is no member, has no open case, and no cell watches them."""
    stays = form.stays.get(row.citizen_id, ())
    present = any(stay.until is None for stay in stays)
    if present or (row.citizen_id in loaded.members and not stays):
        row.row.wrong("citizen_id", _("This person is already a member of the Party."))
    elif number := loaded.cases.get(row.citizen_id):
        row.row.wrong("citizen_id", _("This person has an open case: %(number)s.") % {"number": number})
    for one in loaded.sources.get(row.citizen_id, ()):
        if one.is_live:
            sentence = _("This person is already a source of another cell: %(unit)s.")
            row.row.wrong("unit", sentence % {"unit": one.unit.name})
        elif one.state == State.NOMINATED and one.unit.code == row.unit:
            sentence = _("The case of this source has ended. Watch the person again on its page, or remove the source.")
            row.row.wrong("citizen_id", sentence)


def _check_known(row: SourceRow, known: Source) -> None:
    """What is known already happened on its day."""
    said = {"day": f"{known.since:%d/%m/%Y}"}
    if row.since and row.since != known.since:
        row.row.wrong("since", _("The system has this person as a source of the cell since %(day)s.") % said)
    if row.listed_on is None:
        return
    said = {"day": f"{known.state_on:%d/%m/%Y}"}
    if known.state == State.LISTED and row.listed_on != known.state_on:
        row.row.wrong("listed_on", _("The system has this source on the list since %(day)s.") % said)
    elif known.state == State.WATCHED and row.listed_on < known.state_on:
        row.row.wrong("listed_on", _("This source has been under watch since %(day)s.") % said)
