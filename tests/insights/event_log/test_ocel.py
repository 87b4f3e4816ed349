"""The log in OCEL 2.0: nothing is named that isn't there, and it says the same as the tables."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from tests.insights.event_log.conftest import Logs, attributes

QUALIFIERS = {
    ("case", "about"),
    ("case", "belongs to"),
    ("case", "follows"),
    ("document", "of"),
    ("meeting", "sitting of"),
    ("meeting", "on the agenda"),
    ("unit", "under"),
}


def test_what_follows_what_in_each_case(logs: Logs) -> None:
    ways: defaultdict[str, list[tuple[datetime.datetime, str]]] = defaultdict(list)
    for event in logs.ocel()["events"]:
        if attributes(event).get("transition") == "complete":
            (case,) = [one["objectId"] for one in event["relationships"] if one["qualifier"] == "case"]
            ways[case].append((datetime.datetime.fromisoformat(event["time"]), attributes(event)["step"]))
    counts: Counter[tuple[str, str]] = Counter()
    seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
    for way in ways.values():
        for (at, before), (then, after) in pairwise(way):
            counts[before, after] += 1
            seconds[before, after] += (then - at).total_seconds()
    assert counts == {pair: number for pair, (number, _seconds) in logs.follows.items()}
    assert seconds == pytest.approx({pair: total for pair, (_number, total) in logs.follows.items()}, abs=1e-5)


def test_as_many_objects_of_each_type_as_rows(logs: Logs) -> None:
    assert Counter(one["type"] for one in logs.ocel()["objects"]) == logs.objects


@pytest.mark.parametrize(("who", "personal"), [("auditor", False), ("auditor", True), ("training_centre", False)])
def test_nothing_is_named_that_is_not_there(logs: Logs, who: str, personal: bool) -> None:
    log = logs.ocel(who, personal)
    ids = [one["id"] for one in log["objects"]]
    assert len(ids) == len(set(ids))
    events = [one["id"] for one in log["events"]]
    assert len(events) == len(set(events))
    named = {one["objectId"] for row in (*log["objects"], *log["events"]) for one in row["relationships"]}
    assert named <= set(ids)


def test_types_and_attributes_are_declared(logs: Logs) -> None:
    log = logs.ocel(personal=True)
    for types, rows in (("objectTypes", "objects"), ("eventTypes", "events")):
        declared = {one["name"]: {column["name"] for column in one["attributes"]} for one in log[types]}
        assert len(declared) == len(log[types])
        for row in log[rows]:
            assert attributes(row).keys() <= declared[row["type"]]


def test_how_objects_belong_together(logs: Logs) -> None:
    log = logs.ocel()
    found = {(row["type"], one["qualifier"]) for row in log["objects"] for one in row["relationships"]}
    assert found == QUALIFIERS


def test_a_sitting_and_the_decisions_made_in_it(logs: Logs) -> None:
    log = logs.ocel()
    (meeting,) = [one["id"] for one in log["objects"] if one["type"] == "meeting"]
    touching = [one for one in log["events"] if meeting in {rel["objectId"] for rel in one["relationships"]}]
    assert Counter(one["type"] for one in touching) == {
        "Meeting called": 1,
        "Meeting opened": 1,
        "Meeting closed": 1,
        "Bloc decision": 2,
    }
    decided = next(one for one in touching if one["type"] == "Bloc decision")
    assert Counter(one["qualifier"] for one in decided["relationships"]) == {
        **dict.fromkeys(("case", "candidate", "seated at", "decided in"), 1),
        "made": 1,
    }


def test_a_case_is_on_hold_from_a_moment_to_a_moment(logs: Logs) -> None:
    held = [
        [one["value"] for one in row["attributes"] if one["name"] == "on_hold"]
        for row in logs.ocel()["objects"]
        if row["type"] == "case"
    ]
    assert sorted(held) == [[]] * (len(held) - 1) + [[True, False]]


def test_every_paper_is_made_at_a_step_or_recorded_beside(logs: Logs) -> None:
    log = logs.ocel()
    documents = {one["id"] for one in log["objects"] if one["type"] == "document"}
    told = Counter(
        one["objectId"]
        for row in log["events"]
        if row["type"] == "Paper recorded"
        for one in row["relationships"]
        if one["qualifier"] == "document"
    )
    assert told == dict.fromkeys(documents, 1)
