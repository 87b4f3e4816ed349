"""OCEL 2.0 in its JSON serialisation: candidates, cases, units, meetings and papers, and the events that touch them.

The objects are written first and the events after them, so the cases are read twice, within one snapshot.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from admission_flow import papers
from admission_flow.queries.listing import STEPS
from insights.event_log.events import ABORT, COMPLETE, SCHEDULE, START, WITHDRAW, StepEvent, Titles, step_events
from insights.event_log.naming import CANDIDATE, DOCUMENT, MEETING, Names, plain
from insights.event_log.scope import Progress, Scope, Written
from insights.event_log.stories import MeetingRow, PaperRow, Story, meetings, stories
from orgs.models import Unit

STRING, TIME, BOOLEAN = "string", "time", "boolean"
# Object type -> its attributes.
OBJECT_TYPES: Mapping[str, Mapping[str, str]] = {
    "candidate": {"name": STRING},
    "case": {
        "number": STRING,
        "kind": STRING,
        "route": STRING,
        "opened_at": TIME,
        "on_hold": BOOLEAN,
        "outcome": STRING,
    },
    "unit": {"name": STRING, "kind": STRING},
    "meeting": {"starts_at": TIME, "voting": STRING},
    "document": {"form": STRING, "title": STRING, "number": STRING, "dated": STRING},
}
OF_STEPS = {
    **{"step": STRING, "step_id": STRING, "transition": STRING, "role": STRING},
    **{"resource": STRING, "on_behalf": BOOLEAN, "outcome": STRING},
}
# Of what never changes the standard asks for the beginning of time.
_ALWAYS = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
# Transitions that are events of their own here. On hold and resumed are said once, of the case.
_TOLD = (SCHEDULE, START, COMPLETE, WITHDRAW, ABORT)


def write_ocel(
    scope: Scope, out: IO[bytes], *, at: datetime.datetime, progress: Progress = lambda _done: None
) -> Written:
    """Within one snapshot of the database. `progress` is told of cases done: of each once as an object, then once more
    with its events."""
    log, cases = _Log(scope), 0
    write = _Writer(out)
    write.text("{")
    write.array("objectTypes", (_type(name, columns) for name, columns in OBJECT_TYPES.items()))
    write.text(",")
    write.array("eventTypes", (_type(name, columns) for name, columns in log.event_types()))
    write.text(",")

    def objects() -> Iterator[Any]:
        nonlocal cases
        yield from log.units()
        yield from log.meetings()
        for story in stories(scope, papers=True):
            yield from log.objects_of(story)
            cases += 1
            progress(cases)

    write.array("objects", objects())
    write.text(",")

    def events() -> Iterator[Any]:
        for found in meetings(scope):
            yield from log.events_of_meeting(found)
        for done, story in enumerate(stories(scope, papers=True), start=1):
            yield from log.events_of(story)
            progress(cases + done)

    written = write.array("events", events())
    write.text("}\n")
    return Written(cases, written)


class _Writer:
    """One value after the other, none of them kept."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def text(self, text: str) -> None:
        self.out.write(text.encode())

    def array(self, name: str, values: Iterable[Any]) -> int:
        """How many there were."""
        self.text(f'"{name}":[')
        number = 0
        for number, value in enumerate(values, start=1):
            self.text(("\n" if number == 1 else ",\n") + self.encode(value))
        self.text("]")
        return number


class _Log:
    """The rows of one scope as objects and events."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.names = Names(personal=scope.personal)
        self.titles = Titles()

    # Types

    def event_types(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Every type once, whatever two steps of one title."""
        steps = (self.step_type(step, transition) for step in STEPS_AND_MOVES for transition in _TOLD)
        yield from ((name, OF_STEPS) for name in dict.fromkeys(steps))
        for name in (_("Put on hold"), _("Resumed"), *self._of_meetings().values(), _("Paper recorded")):
            yield name, {}

    def step_type(self, step: str, transition: str) -> str:
        """A step that is done has its plain title, so that these alone read as the process."""
        said = {
            SCHEDULE: _("%(step)s: opened"),
            START: _("%(step)s: taken"),
            COMPLETE: "%(step)s",
            WITHDRAW: _("%(step)s: cancelled"),
            ABORT: _("%(step)s: cancelled"),
        }
        key = f"{transition}:{step}"
        if key not in self.titles:
            self.titles[key] = said[transition] % {"step": self.titles[step]}
        return self.titles[key]

    @staticmethod
    def _of_meetings() -> dict[str, str]:
        return {
            "called_at": _("Meeting called"),
            "opened_at": _("Meeting opened"),
            "closed_at": _("Meeting closed"),
        }

    # Objects

    def units(self) -> Iterator[Any]:
        """All of them: a step may be seated above the scope, and before a transfer beside it."""
        above: dict[str, str] = {}
        for unit in Unit.objects.order_by("path").only("path", "code", "name", "kind"):
            above[unit.path] = unit.code
            parent = above.get(unit.path[: -Unit.steplen])
            relations = [(_unit(parent), "under")] if parent else []
            yield _object(_unit(unit.code), "unit", {"name": unit.name, "kind": unit.kind}, relations)

    def meetings(self) -> Iterator[Any]:
        for found in meetings(self.scope):
            first = found[0]
            cases = [(self.case(row.case, row.number), "on the agenda") for row in found]
            values = {"starts_at": first.starts_at, "voting": first.voting}
            yield _object(self.meeting(first.meeting), "meeting", values, [(_unit(first.unit), "sitting of"), *cases])

    def objects_of(self, story: Story) -> Iterator[Any]:
        """The case with its papers; the candidate with the first of their cases that is told of."""
        case = story.case
        me = self.case(case.case, case.number)
        if case.first_of_candidate:
            values = {"name": plain(case.full_name)} if self.names.personal else {}
            yield _object(self.candidate(case.candidate), "candidate", values, [])
        relations = [(self.candidate(case.candidate), "about"), (_unit(case.unit), "belongs to")]
        if case.admission and case.admission_number and case.admission_told:
            relations.append((self.case(case.admission, case.admission_number), "follows"))
        values = {"kind": "recognition" if case.admission else "admission", "route": case.route}
        values |= {"opened_at": _moment(case.opened_at)} | ({"number": case.number} if self.names.personal else {})
        found = _object(me, "case", values, relations)
        for moment, held in story.pauses():
            found["attributes"].append(_changed("on_hold", held, moment))
        if case.closed_at:
            found["attributes"].append(_changed("outcome", case.outcome, case.closed_at))
        yield found
        for paper in story.papers:
            yield self._document(paper, me)

    def _document(self, paper: PaperRow, case: str) -> Any:
        values: dict[str, Any] = {"form": plain(paper.code), "title": plain(papers.title(paper.code))}
        values["dated"] = paper.dated.isoformat()
        if self.names.personal:
            values["number"] = plain(paper.number)
        return _object(self.document(paper.paper), "document", values, [(case, "of")])

    # Events

    def events_of(self, story: Story) -> Iterator[Any]:
        case = story.case
        about = [(self.case(case.case, case.number), "case"), (self.candidate(case.candidate), "candidate")]
        made: dict[int | None, list[tuple[str, str]]] = {}
        for paper in story.papers:
            made.setdefault(paper.task, []).append((self.document(paper.paper), "made"))
        sat = {one.task: (self.meeting(one.meeting), "decided in") for one in story.sittings}
        for event in step_events(story, who=self.scope.of_file):
            if event.transition in _TOLD:
                beside = [(_unit(event.step.unit), "seated at")]
                if event.transition == COMPLETE:
                    beside += made.get(event.step.task, [])
                    beside += [sat[event.step.task]] if event.step.task in sat else []
                yield self._step_event(event, about + beside)
        for number, (moment, held) in enumerate(story.pauses()):
            name = _("Put on hold") if held else _("Resumed")
            yield _event(self.names.of("pause", case.case) + f"-{number}", name, moment, {}, about)
        for paper in story.papers:
            key = self.names.of("recorded", paper.paper)
            yield _event(key, _("Paper recorded"), paper.at, {}, [(self.document(paper.paper), "document"), *about])

    def _step_event(self, event: StepEvent, relations: list[tuple[str, str]]) -> Any:
        step = event.step
        me = self.names.of("step", step.task)
        values: dict[str, Any] = {"step": step.step, "step_id": me, "transition": event.transition}
        values["role"] = step.capability
        if event.by:
            values["resource"] = self.names.account(event.by)
        if event.on_behalf:
            values["on_behalf"] = True
        if event.transition == COMPLETE and self.scope.of_file and step.outcome:
            values["outcome"] = step.outcome
        key = f"{me}-{event.transition}"
        return _event(key, self.step_type(step.step, event.transition), event.at, values, relations)

    def events_of_meeting(self, found: list[MeetingRow]) -> Iterator[Any]:
        first = found[0]
        me = self.meeting(first.meeting)
        relations = [(me, "meeting"), (_unit(first.unit), "body")]
        relations += [(self.case(row.case, row.number), "on the agenda") for row in found]
        for column, name in self._of_meetings().items():
            moment = getattr(first, column)
            if moment:
                yield _event(f"{me}-{column.removesuffix('_at')}", name, moment, {}, relations)

    # Names

    def case(self, pk: int, number: str) -> str:
        return self.names.case(pk, number)

    def candidate(self, pk: int) -> str:
        return self.names.of(CANDIDATE, pk)

    def meeting(self, pk: int) -> str:
        return self.names.of(MEETING, pk)

    def document(self, pk: int) -> str:
        return self.names.of(DOCUMENT, pk)


# Steps that are done as they open, by an act on the whole case, are events too.
STEPS_AND_MOVES = (*STEPS, "recognition_opened", "transfer", "correction", "recognition_transfer")


def _type(name: str, columns: Mapping[str, str]) -> Any:
    return {"name": name, "attributes": [{"name": one, "type": kind} for one, kind in columns.items()]}


def _object(key: str, kind: str, values: Mapping[str, Any], relations: Iterable[tuple[str, str]]) -> Any:
    return {
        "id": key,
        "type": kind,
        "attributes": [_changed(name, value, _ALWAYS) for name, value in values.items()],
        "relationships": _relations(relations),
    }


def _event(
    key: str, kind: str, at: datetime.datetime, values: Mapping[str, Any], relations: Iterable[tuple[str, str]]
) -> Any:
    return {
        "id": key,
        "type": kind,
        "time": _moment(at),
        "attributes": [{"name": name, "value": value} for name, value in values.items()],
        "relationships": _relations(relations),
    }


def _changed(name: str, value: Any, at: datetime.datetime) -> Any:
    """An attribute as it stands from a moment on."""
    said = _moment(value) if isinstance(value, datetime.datetime) else value
    return {"name": name, "time": _moment(at), "value": said}


def _relations(relations: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": key, "qualifier": qualifier} for key, qualifier in relations]


def _unit(code: str) -> str:
    return f"unit-{code}"


def _moment(at: datetime.datetime) -> str:
    return at.isoformat() if at is _ALWAYS else timezone.localtime(at).isoformat()
