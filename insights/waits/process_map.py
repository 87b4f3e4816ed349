"""The flow drawn with what stands at each step: boxes in rows, the way forward between them, the ways back as rails
beside. In the units of the drawing."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from admission_flow import flow_map
from admission_flow.flows import AdmissionFlow, RecognitionFlow, step_node
from admission_flow.queries.listing import step_title
from insights.waits.board import Board, StepLine
from insights.waits.survival import Curve, curve

BOX_WIDTH, BOX_HEIGHT, ROW = 230, 88, 118
LEFT, GAP, RAIL, ASIDE = 52, 24, 14, 64
# So many letters of a title, and two lines of it with two of numbers, lie within a box.
LINE_LENGTH, TITLE_LINES, LINE = 24, 2, 18
_NOTHING = curve({}, {})


@dataclass(frozen=True)
class Box:
    """A step in the drawing; `tone` is "late" or "busy" where cases wait here, else none."""

    step: str
    x: int
    y: int
    title: Sequence[str]
    line: StepLine | None
    aside: bool

    @property
    def tone(self) -> str:
        if self.line is None or not self.line.waiting.open:
            return ""
        return "late" if self.line.waiting.late else "busy"

    @property
    def curve(self) -> Curve:
        return self.line.curve if self.line else _NOTHING

    @property
    def middle(self) -> int:
        return self.x + BOX_WIDTH // 2

    @property
    def title_y(self) -> int:
        """The foot of its first line: what is written stands in the middle of the box."""
        numbers = 0 if self.line is None else 2 if self.curve.cases else 1
        return self.y + (BOX_HEIGHT - (len(self.title) + numbers) * LINE) // 2 + 12

    @property
    def words_y(self) -> int:
        return self.title_y + len(self.title) * LINE + 3


@dataclass(frozen=True)
class Map:
    boxes: Sequence[Box]
    forward: Sequence[str]
    back: Sequence[str]
    width: int
    height: int
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT
    line: int = LINE


def map_of(board: Board) -> Map:
    flow = RecognitionFlow if board.scope.recognition else AdmissionFlow
    rows = flow_map.rows_of(flow)
    lines = {line.step: line for line in board.lines}
    boxes = _main(rows, lines)
    back = flow_map.ways_back(flow)
    right = LEFT + 2 * BOX_WIDTH + GAP
    for target, sources in back.items():
        if target not in boxes:
            middle = sorted(boxes[source].y for source, _outcome in sources if source in boxes)
            if middle:
                free = _free_y(boxes.values(), middle[len(middle) // 2])
                boxes[target] = _box(target, right + ASIDE, free, lines, aside=True)
    height = max(box.y for box in boxes.values()) + BOX_HEIGHT + 12
    return Map(
        boxes=list(boxes.values()),
        forward=[
            _arrow(boxes[name], boxes[after.name]) for name in rows for after in flow_map.steps_after(step_node(name))
        ],
        back=list(_rails(boxes, back)),
        width=right + ASIDE + BOX_WIDTH + 8,
        height=height,
    )


def _main(rows: dict[str, int], lines: dict[str, StepLine]) -> dict[str, Box]:
    by_row: dict[int, list[str]] = defaultdict(list)
    for step, row in rows.items():
        by_row[row].append(step)
    ways = [(name, after.name) for name in rows for after in flow_map.steps_after(step_node(name))]
    passed = {row for name, after in ways for row in range(rows[name] + 1, rows[after])}
    boxes: dict[str, Box] = {}
    for row, steps in sorted(by_row.items()):
        whole = len(steps) * BOX_WIDTH + (len(steps) - 1) * GAP
        first = LEFT + (2 * BOX_WIDTH + GAP - whole) // 2
        for place, step in enumerate(steps):
            x = first + place * (BOX_WIDTH + GAP)
            if row in passed:
                # Beside the way that passes this row by, not upon it: under the step before.
                x = next(boxes[name].x for name, after in ways if after == step)
            boxes[step] = _box(step, x, 12 + row * ROW, lines)
    return boxes


def _box(step: str, x: int, y: int, lines: dict[str, StepLine], *, aside: bool = False) -> Box:
    title = textwrap.wrap(step_title(step), LINE_LENGTH, max_lines=TITLE_LINES, placeholder="…")
    return Box(step, x, y, title, lines.get(step), aside)


def _free_y(boxes: Iterable[Box], wanted: int) -> int:
    taken = [box.y for box in boxes if box.aside]
    while any(abs(wanted - y) < ROW for y in taken):
        wanted += ROW
    return wanted


def _arrow(start: Box, end: Box) -> str:
    """A path from the foot of one box to the head of another."""
    return f"M{start.middle} {start.y + BOX_HEIGHT} V{end.y - (ROW - BOX_HEIGHT) // 2} H{end.middle} V{end.y - 2}"


def _rails(boxes: dict[str, Box], back: dict[str, list[tuple[str, str]]]) -> list[str]:
    """For each step that outcomes lead back to, one rail with a branch from each of its sources."""
    paths, rails = [], Counter[bool]()
    for target, sources in back.items():
        starts = [boxes[source] for source in dict.fromkeys(source for source, _outcome in sources) if source in boxes]
        end = boxes.get(target)
        if end is None or not starts:
            continue
        rails[end.aside] += 1
        if end.aside:
            x = end.x - 20 - RAIL * (rails[True] - 1)
        else:
            x = LEFT - 20 - RAIL * (rails[False] - 1)
            starts = [one for one in starts if one is not end]
        # The rail is drawn once: strokes of dashes one upon another would make a whole line.
        heights = [_side(box) for box in (*starts, end)]
        paths += [f"M{one.x + BOX_WIDTH * end.aside} {_side(one)} H{x}" for one in starts]
        paths += [f"M{x} {min(heights)} V{max(heights)}", f"M{x} {_side(end)} H{end.x - 2}"] if starts else []
    return paths


def _side(box: Box) -> int:
    return box.y + BOX_HEIGHT // 2
