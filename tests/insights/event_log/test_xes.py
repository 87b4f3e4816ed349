"""The log in XES: as the standard has it, and the same as plain SQL on the tables says."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from insights.event_log.xes import GLOBALS
from tests.insights.event_log.conftest import Logs, X, values


def moments(trace):
    return [datetime.datetime.fromisoformat(values(event)["time:timestamp"]) for event in trace.iter(f"{X}event")]


def done(trace):
    """(step, when) of what was done, in the order of the log."""
    found = zip(map(values, trace.iter(f"{X}event")), moments(trace), strict=True)
    return [(event["step"], at) for event, at in found if event["lifecycle:transition"] == "complete"]


def test_what_follows_what_and_how_long_it_took(logs: Logs) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
    for trace in logs.xes().iter(f"{X}trace"):
        for (before, at), (after, then) in pairwise(done(trace)):
            counts[before, after] += 1
            seconds[before, after] += (then - at).total_seconds()
    assert counts == {pair: number for pair, (number, _seconds) in logs.follows.items()}
    assert seconds == pytest.approx({pair: total for pair, (_number, total) in logs.follows.items()}, abs=1e-5)
    assert len(counts) >= 12


def test_how_long_each_step_was_open(logs: Logs) -> None:
    counts: Counter[str] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for trace in logs.xes().iter(f"{X}trace"):
        opened = {}
        for event, at in zip(map(values, trace.iter(f"{X}event")), moments(trace), strict=True):
            if event["lifecycle:transition"] == "schedule":
                opened[event["concept:instance"]] = at
            elif event["lifecycle:transition"] == "complete":
                counts[event["step"]] += 1
                seconds[event["step"]] += (at - opened[event["concept:instance"]]).total_seconds()
    assert counts == {step: number for step, (number, _seconds) in logs.times.items()}
    assert seconds == pytest.approx({step: total for step, (_number, total) in logs.times.items()}, abs=1e-5)


def test_events_stand_in_the_order_of_time(logs: Logs) -> None:
    for trace in logs.xes().iter(f"{X}trace"):
        assert moments(trace) == sorted(moments(trace))


def test_the_order_of_elements_is_that_of_the_standard(logs: Logs) -> None:
    log = logs.xes()
    assert (log.tag, log.get("xes.version")) == (f"{X}log", "1849.2016")
    kinds = [one.tag.removeprefix(X) for one in log]
    order = ["extension", "global", "classifier", "string", "trace"]
    places = [order.index("string" if kind in ("date", "boolean") else kind) for kind in kinds]
    assert places == sorted(places)
    assert {one.get("prefix") for one in log.iter(f"{X}extension")} == {"concept", "lifecycle", "org", "time"}


def test_what_is_declared_for_all_is_there_in_all(logs: Logs) -> None:
    log = logs.xes()
    for level in ("trace", "event"):
        found = [values(one) for one in log.iter(f"{X}{level}")]
        assert found
        assert all(GLOBALS[level].keys() <= one.keys() for one in found)
        declared = next(one for one in log.iter(f"{X}global") if one.get("scope") == level)
        assert values(declared).keys() == GLOBALS[level].keys()
    keys = {key for one in log.iter(f"{X}classifier") for key in one.get("keys").split()}
    assert keys <= GLOBALS["event"].keys()


def test_no_key_stands_twice(logs: Logs) -> None:
    for one in logs.xes(personal=True).iter(f"{X}trace", f"{X}event"):
        keys = [child.get("key") for child in one if child.get("key")]
        assert len(keys) == len(set(keys))


def test_every_way_a_step_can_go(logs: Logs) -> None:
    """Held and resumed, taken and then cancelled, cancelled without having been taken."""
    found = Counter(values(event)["lifecycle:transition"] for event in logs.xes().iter(f"{X}event"))
    assert found["suspend"] == found["resume"] == 1
    assert found["ate_abort"] == 1
    assert found["withdraw"] >= 1
    assert found["complete"] == sum(number for number, _seconds in logs.times.values())


def test_who_did_it_and_with_what_end(logs: Logs) -> None:
    events = [values(event) for event in logs.xes(personal=True).iter(f"{X}event")]
    votes = [one for one in events if one["step"] == "bloc_decision" and one["lifecycle:transition"] == "complete"]
    assert {one["org:resource"] for one in votes} == {"Nguyễn Thị Thu Trang"}
    assert {(one["org:role"], one["org:group"], one["outcome"]) for one in votes} == {
        ("decide_bloc", "DUK", "admitted")
    }
    assert votes[0]["concept:name"] == "Bloc decision"
    assert not any("org:resource" in one for one in events if one["lifecycle:transition"] == "schedule")


def test_the_recognition_names_the_admission_before_it(logs: Logs) -> None:
    traces = {values(one)["concept:name"]: values(one) for one in logs.xes().iter(f"{X}trace")}
    (second,) = [one for one in traces.values() if one["kind"] == "recognition"]
    assert traces[second["follows"]]["outcome"] == "admitted"
    assert traces[second["follows"]]["candidate"] == second["candidate"]
