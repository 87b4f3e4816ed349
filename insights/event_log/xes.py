"""XES (IEEE 1849-2016): one trace a case, written case by case."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree

from insights.event_log.events import StepEvent, Titles, step_events
from insights.event_log.naming import CANDIDATE, Names, plain
from insights.event_log.scope import Progress, Scope, Written
from insights.event_log.stories import CaseRow, stories

NAMESPACE = "http://www.xes-standard.org/"
_EXTENSIONS = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)
# What every trace and every event has; classifiers may be made of these only. "step" is our own name of a step, the
# same in every language, while concept:name is its title.
_UNKNOWN = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
GLOBALS: dict[str, dict[str, Any]] = {
    "trace": {"concept:name": "", "candidate": "", "kind": "", "route": "", "unit": ""},
    "event": {
        "concept:name": "",
        "lifecycle:transition": "",
        "time:timestamp": _UNKNOWN,
        "org:role": "",
        "org:group": "",
        "step": "",
    },
}
CLASSIFIERS = (("Activity", "concept:name"), ("Transition", "concept:name lifecycle:transition"), ("Step", "step"))


def write_xes(
    scope: Scope, out: IO[bytes], *, at: datetime.datetime, progress: Progress = lambda _done: None
) -> Written:
    """Within one snapshot of the database. `progress` is told of cases done."""
    names, titles = Names(personal=scope.personal), Titles()
    cases = events = 0
    with etree.xmlfile(out, encoding="UTF-8") as file:
        file.write_declaration()
        attributes = {"xes.version": "1849.2016", "xes.features": ""}
        with file.element(_tag("log"), attributes, nsmap={None: NAMESPACE}):
            for element in _head(scope, at):
                file.write(element)
            for story in stories(scope):
                trace = _element("trace")
                _values(trace, _of_case(story.case, names))
                for event in step_events(story, who=scope.of_file):
                    _values(etree.SubElement(trace, _tag("event")), _of_event(event, names, titles, scope))
                    events += 1
                file.write("\n", trace)
                cases += 1
                progress(cases)
    return Written(cases, events)


def _head(scope: Scope, at: datetime.datetime) -> Iterable[Any]:
    for name, prefix in _EXTENSIONS:
        yield _element("extension", name=name, prefix=prefix, uri=f"{NAMESPACE}{prefix}.xesext")
    for level, values in GLOBALS.items():
        found = _element("global", scope=level)
        _values(found, values.items())
        yield found
    for name, keys in CLASSIFIERS:
        yield _element("classifier", name=name, scope="event", keys=keys)
    about = _element("log")
    of_scope = {name: value for name, value in scope.refs().items() if value not in (None, "")}
    title = _("Admission of party members")
    _values(about, {"concept:name": title, "lifecycle:model": "standard", "written_at": at, **of_scope}.items())
    yield from list(about)


def _of_case(case: CaseRow, names: Names) -> Iterable[tuple[str, Any]]:
    yield "concept:name", names.case(case.case, case.number)
    yield "candidate", names.of(CANDIDATE, case.candidate)
    if names.personal:
        yield "candidate_name", plain(case.full_name)
    yield "kind", "recognition" if case.admission else "admission"
    if case.admission_told and case.admission and case.admission_number:
        yield "follows", names.case(case.admission, case.admission_number)
    yield "route", case.route
    yield "unit", case.unit
    if case.outcome:
        yield "outcome", case.outcome


def _of_event(event: StepEvent, names: Names, titles: Titles, scope: Scope) -> Iterable[tuple[str, Any]]:
    step = event.step
    yield "concept:name", titles[step.step]
    yield "lifecycle:transition", event.transition
    yield "time:timestamp", event.at
    yield "org:role", step.capability
    yield "org:group", step.unit
    yield "step", step.step
    yield "concept:instance", names.of("step", step.task)
    if event.by:
        yield "org:resource", names.account(event.by)
    if event.on_behalf:
        yield "on_behalf", True
    if event.transition == "complete" and scope.of_file and step.outcome:
        yield "outcome", step.outcome


def _values(place: Any, values: Iterable[tuple[str, Any]]) -> None:
    for key, value in values:
        kind, text = _typed(value)
        etree.SubElement(place, _tag(kind), key=key, value=text)


def _typed(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return "date", (value if value is _UNKNOWN else timezone.localtime(value)).isoformat()
    return "string", str(value)


def _element(tag: str, /, **attributes: str) -> Any:
    return etree.Element(_tag(tag), attributes, nsmap={None: NAMESPACE})


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
