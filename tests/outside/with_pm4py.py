"""Reads a folder's log.xes and log.json with pm4py, and compares what it finds with expected.json.

Run by mining.py with the Python of requirements-mining.txt; it imports nothing of the product.
"""

from __future__ import annotations

import json
import logging
import math
import sys
import warnings
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pm4py

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
TRANSITION, INSTANCE = "lifecycle:transition", "concept:instance"
# pm4py leaves out objects that no event names, and so most units.
KINDS = ("case", "candidate", "document", "meeting")
# Of a sum of seconds: pm4py counts in microseconds and averages in floats.
CLOSE = {"rel_tol": 1e-6, "abs_tol": 1e-3}


def main(folder: Path) -> int:
    expected = json.loads((folder / "expected.json").read_text())
    follows, performance = by_title(expected)
    frame = pm4py.read_xes(str(folder / "log.xes"), show_progress_bar=False)
    done = frame[frame[TRANSITION] == "complete"]
    log = pm4py.read_ocel2_json(str(folder / "log.json"))
    flat = pm4py.ocel_flattening(log, "case")
    titles = set(expected["titles"].values())
    flat_done = flat[flat[ACTIVITY].isin(titles)]

    found = [
        check("XES: directly follows", pm4py.discover_dfg(done)[0], follows),
        check("XES: seconds between", totals(done), performance),
        check("XES: steps, opened to done", step_seconds(frame), step_times(expected)),
        check("XES: duration of cases", sorted(pm4py.get_all_case_durations(done)), expected["durations"]),
        check("OCEL: directly follows", pm4py.discover_dfg(flat_done)[0], follows),
        check("OCEL: seconds between", totals(flat_done), performance),
        check("OCEL: duration of cases", sorted(pm4py.get_all_case_durations(flat_done)), expected["durations"]),
        check("OCEL: objects by type", objects(log), {kind: expected["objects"][kind] for kind in KINDS}),
        check("OCEL: events of a meeting name it", meetings_named(log), expected["objects"].get("meeting", 0)),
    ]
    print(f"   pm4py {pm4py.__version__}: {len(frame)} events in XES, {len(log.events)} in OCEL, {len(follows)} pairs")
    return 0 if all(found) else 1


def by_title(expected: Any) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], float]]:
    """Two steps of one title are one activity to a miner."""
    counts: Counter[tuple[str, str]] = Counter()
    seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
    for before, after, number, total in expected["follows"]:
        pair = expected["titles"][before], expected["titles"][after]
        counts[pair] += number
        seconds[pair] += total
    return dict(counts), dict(seconds)


def totals(frame: Any) -> dict[tuple[str, str], float]:
    performance, _first, _last = pm4py.discover_performance_dfg(frame, perf_aggregation_key="sum")
    return {pair: value["sum"] if isinstance(value, dict) else value for pair, value in performance.items()}


def step_seconds(frame: Any) -> dict[str, tuple[int, float]]:
    """From opened to done, of the steps that are done."""
    opened = frame[frame[TRANSITION] == "schedule"].set_index(INSTANCE)[TIME]
    done = frame[frame[TRANSITION] == "complete"].set_index(INSTANCE)
    took = (done[TIME] - opened.reindex(done.index)).dt.total_seconds()
    grouped = took.groupby(done["step"])
    return {step: (int(group.count()), float(group.sum())) for step, group in grouped}


def step_times(expected: Any) -> dict[str, tuple[int, float]]:
    return {step: (number, seconds) for step, number, seconds in expected["times"]}


def objects(log: Any) -> dict[str, int]:
    counts = Counter(log.objects["ocel:type"])
    return {kind: counts[kind] for kind in KINDS}


def meetings_named(log: Any) -> int:
    of_meetings = log.relations[log.relations["ocel:qualifier"] == "meeting"]
    return int(of_meetings["ocel:oid"].nunique())


def check(what: str, found: Any, expected: Any) -> bool:
    same = alike(found, expected)
    print(f"   {'same' if same else 'DIFFERENT'}: {what} ({size(expected)})")
    if not same:
        print(f"     pm4py: {found}\n     SQL:   {expected}")
    return same


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return set(one) == set(other) and all(alike(value, other[key]) for key, value in one.items())
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(alike(*pair) for pair in zip(one, other, strict=True))
    return math.isclose(one, other, **CLOSE)


def size(expected: Any) -> int:
    return len(expected) if isinstance(expected, dict | list) else expected


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
