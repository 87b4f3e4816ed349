"""Nobody is named in a log, unless it was asked for by one who sees the files there."""

from __future__ import annotations

import re

import pytest

from tests.insights.event_log.conftest import Logs, X, attributes, values

FORMATS = pytest.mark.parametrize("form", ["xes", "ocel"])


@FORMATS
@pytest.mark.parametrize("who", ["auditor", "training_centre", ""])
def test_no_name_and_no_number_by_itself(logs: Logs, form: str, who: str) -> None:
    content = logs.files[form, who, False].decode()
    assert [name for name in logs.names if name in content] == []
    assert [number for number in logs.numbers if number in content] == []


@FORMATS
def test_names_for_who_asked_and_may(logs: Logs, form: str) -> None:
    content = logs.files[form, "auditor", True].decode()
    assert [name for name in (*logs.candidates, *logs.numbers) if name not in content] == []
    assert "Nguyễn Thị Thu Trang" in content


@FORMATS
def test_two_logs_have_no_pseudonym_in_common(logs: Logs, form: str) -> None:
    first, second = (
        set(re.findall(r"(?:candidate|case|account|meeting|document|step)-[0-9a-f]{20}", content.decode()))
        for content in (logs.files[form, "auditor", False], logs.files[form, "", False])
    )
    assert len(first) == len(second) > 30
    assert not first & second


def test_in_lists_depth_steps_and_days_and_no_more(logs: Logs) -> None:
    log = logs.xes("training_centre")
    events = [values(event) for event in log.iter(f"{X}event")]
    assert not any({"org:resource", "outcome", "on_behalf"} & event.keys() for event in events)
    assert len(events) == len(list(logs.xes().iter(f"{X}event")))
    assert {values(one).get("outcome") for one in log.iter(f"{X}trace")} >= {"admitted", "withdrawn"}
    objects = logs.ocel("training_centre")["objects"]
    assert {one["type"] for one in objects} == {"candidate", "case", "unit"}
    assert not any({"resource", "outcome"} & attributes(one).keys() for one in logs.ocel("training_centre")["events"])


def test_who_asked_stands_in_the_journal(logs: Logs) -> None:
    told = [(one.stream.partition(":")[0], one.actor_id is None, one.refs) for one in logs.entries]
    assert [(stream, nobody) for stream, nobody, _refs in told] == [*[("user", False)] * 3, ("office", True)] * 2
    assert [refs["personal"] for _stream, _nobody, refs in told] == [False, True, False, False] * 2
    assert [refs["depth"] for _stream, _nobody, refs in told] == ["file", "file", "list", "file"] * 2
    assert {(refs["unit"], refs["from"], refs["by"]) for _stream, _nobody, refs in told} == {("DUK", None, "command")}
    assert all(re.fullmatch("[0-9a-f]{64}", refs["sha256"]) for _stream, _nobody, refs in told)
