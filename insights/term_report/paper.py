"""A report in the order of the office's paper: what the page shows and the DOCX holds. Pure, but for who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from insights.term_report import wording
from insights.term_report.figures import ADMITTED, ATTENDED, GONE, RECOGNISED, Choice, Figure, Figures
from insights.term_report.groups import BY_KEY, GROUPINGS
from insights.term_report.numbers import count, decimal, part_of, percent
from insights.term_report.period import Part, Span
from insights.term_report.rows import RolledOut

# Sections in their order; those in ASKED have no proposal, and nobody reviews the report while they are empty.
SECTIONS = (
    *("opening", "situation", "roll_out", "results", "classes", "recognition", "shortfall", "experience"),
    *("directions", "closing"),
)
ASKED = ("experience", "directions")
# Of the units side by side, the columns of what was asked and reached.
_OF_TARGETS = (2, 4)
_PART_HEAD = {Span.TERM: "Năm", Span.YEAR: "Quý", Span.QUARTER: "Tháng"}


@dataclass(frozen=True)
class Written:
    """A section as its author wrote it, and what the system proposed of the figures then."""

    text: str
    proposed: str


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Link:
    """Where these words of the paper lead on the page: `of` is "members", by the code of a unit, or "resolution", by
    its id."""

    words: str
    of: str
    key: str


@dataclass(frozen=True)
class Piece:
    words: str
    link: Link | None = None


@dataclass(frozen=True)
class Text:
    """`own`: the author's; `changed`: the figures have changed since it was written, and `proposal` says what of them
    now."""

    section: str
    paragraphs: Sequence[str]
    own: bool
    proposal: str
    changed: bool
    links: Sequence[Link] = ()

    @property
    def pieces(self) -> list[list[Piece]]:
        """The paragraphs, cut where words of them lead somewhere."""
        return [_cut(paragraph, self.links) for paragraph in self.paragraphs]


@dataclass(frozen=True)
class Cell:
    """`figure` where a list of rows stands behind it. `rows` is how many rows it is high, 0 where the cell above covers
    its place."""

    text: str
    figure: Figure | None = None
    rows: int = 1
    link: Link | None = None

    @property
    def is_number(self) -> bool:
        return bool(self.figure) or self.text[:1].isdigit()


@dataclass(frozen=True)
class Table:
    """`wide` is for its own page; `total`: the last row adds up the others."""

    key: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Chart:
    """Columns side by side of each series, by label; the table before it has the same numbers. `reading` says it."""

    key: str
    caption: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[int]]]
    reading: str


Block = Heading | Text | Table | Chart


@dataclass(frozen=True)
class Paper:
    figures: Figures
    body: str
    written: Mapping[str, Written] = field(default_factory=dict)
    causes: Sequence[str] = ()
    # Of an approved report: what a later wording proposes is no news of its figures.
    frozen: bool = False
    # Unit id -> its code, of those whose member register the reader may open.
    registers: Mapping[int, str] = field(default_factory=dict)

    def proposal(self, section: str) -> str:
        """What the figures say there; empty where only the author can."""
        proposals: dict[str, Callable[[], str]] = {
            "opening": lambda: wording.opening(self.figures, self.body),
            "situation": lambda: wording.situation(self.figures),
            "roll_out": lambda: wording.roll_out(self.figures),
            "results": lambda: wording.results(self.figures),
            "classes": lambda: wording.classes(self.figures),
            "recognition": lambda: wording.recognition(self.figures),
            "shortfall": lambda: wording.shortfall(self.figures, self.causes),
            "closing": lambda: wording.closing(self.figures, self.body),
        }
        return proposals[section]() if section in proposals else ""

    def text(self, section: str) -> Text:
        own, proposal = self.written.get(section), self.proposal(section)
        words = own.text if own else proposal
        changed = bool(own and own.proposed and own.proposed != proposal) and not self.frozen
        paragraphs = [one for one in words.splitlines() if one.strip()]
        return Text(section, paragraphs, own is not None, proposal, changed, self._links(section))

    def _links(self, section: str) -> list[Link]:
        taken = self.figures.taken
        if section == "situation":
            link = self._to_members(f"{count(taken.members)} đảng viên", taken.unit)
            return [link] if link else []
        return [_to_resolution(one) for one in taken.rolled_out] if section in ("opening", "roll_out") else []

    def _to_members(self, words: str, unit: int) -> Link | None:
        return Link(words, "members", self.registers[unit]) if unit in self.registers else None

    def _members(self, number: int, unit: int) -> Cell:
        return Cell(count(number), link=self._to_members(count(number), unit))

    @property
    def missing(self) -> list[str]:
        """Sections that only the author can write, and has not."""
        return [section for section in ASKED if not self.text(section).paragraphs]

    @property
    def outdated(self) -> list[str]:
        """Sections of the author's whose figures have changed since."""
        return [section for section in SECTIONS if self.text(section).changed]

    def blocks(self) -> list[Block]:
        return list(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        yield self.text("opening")
        yield Heading(1, "Đặc điểm, tình hình chung")
        yield self.text("situation")
        yield Heading(1, "I. Kết quả thực hiện")
        yield Heading(2, "1. Quán triệt, triển khai nghị quyết")
        yield self.text("roll_out")
        if self.figures.taken.rolled_out:
            yield self._roll_out()
        yield Heading(2, "2. Kết quả kết nạp đảng viên")
        yield self.text("results")
        yield self._by_part()
        if self.figures.admitted.number:
            yield self._chart_by_part()
            yield self._by_kind()
            yield self._chart_by_kind()
        yield Heading(2, "3. Bồi dưỡng nhận thức về Đảng và đảng viên mới")
        yield self.text("classes")
        yield Heading(2, "4. Công nhận đảng viên chính thức, xóa tên, rút hồ sơ")
        yield self.text("recognition")
        yield Heading(2, "5. Hạn chế và nguyên nhân")
        yield self.text("shortfall")
        yield Heading(1, "II. Bài học kinh nghiệm")
        yield self.text("experience")
        yield Heading(1, "III. Phương hướng, nhiệm vụ thời gian tới")
        yield self.text("directions")
        yield self.text("closing")

    def annex(self) -> Table | None:
        """The units directly under, side by side; None where there are none."""
        taken, figures = self.figures.taken, self.figures
        if not taken.children:
            return None
        head = ["Đơn vị", "Đảng viên", "Chỉ tiêu", "Kết nạp", "Đạt", "Công nhận chính thức", "Xóa tên", "Học viên"]
        whole = figures.target_of_the_whole
        lines = []
        for child in taken.children:
            admitted = figures.of_child(child.unit, ADMITTED)
            lines.append(
                [
                    Cell(child.name),
                    self._members(child.members, child.unit),
                    _target(child.target),
                    _cell(admitted),
                    Cell(part_of(admitted.number, child.target) if child.target else ""),
                    _cell(figures.of_child(child.unit, RECOGNISED)),
                    _cell(figures.of_child(child.unit, GONE, "how", "struck_off")),
                    _cell(figures.of_child(child.unit, ATTENDED)),
                ]
            )
        lines.append(
            [
                Cell("Tổng số"),
                self._members(taken.members, taken.unit),
                _target(whole),
                _cell(figures.admitted),
                Cell(part_of(figures.admitted.number, whole) if whole else ""),
                _cell(figures.recognised),
                _cell(figures.where(GONE, "how", "struck_off")),
                _cell(figures.of(Choice(ATTENDED))),
            ]
        )
        if all(child.target is None for child in taken.children):
            head = [words for place, words in enumerate(head) if place not in _OF_TARGETS]
            lines = [[cell for place, cell in enumerate(row) if place not in _OF_TARGETS] for row in lines]
        return Table("units", "Kết quả theo đơn vị trực thuộc", head, lines, total=True, wide=True)

    def _roll_out(self) -> Table:
        head = ["Nghị quyết", "Đối tượng", "Đã dự", "Phải dự", "Đạt", "Đơn vị hoàn thành"]
        lines = []
        for one in self.figures.taken.rolled_out:
            for place, reach in enumerate(one.audiences):
                lines.append(
                    [
                        Cell(one.number, link=_to_resolution(one)) if place == 0 else Cell(""),
                        Cell(wording.AUDIENCES[reach.audience].capitalize()),
                        Cell(count(reach.present)),
                        Cell(count(reach.due)),
                        Cell(part_of(reach.present, reach.due)),
                        Cell(f"{count(reach.units)}/{count(one.units)}"),
                    ]
                )
        return Table("roll_out", "Quán triệt, triển khai nghị quyết", head, _headed(lines))

    def _by_part(self) -> Table:
        figures, taken = self.figures, self.figures.taken
        congress, assigned = taken.congress, taken.assigned
        kinds = [("Chỉ tiêu nghị quyết", congress), ("Chỉ tiêu được giao", assigned)]
        shown = [(words, targets) for words, targets in kinds if targets.whole is not None or targets.by_part]
        head = [
            _PART_HEAD[figures.period.span],
            *(words for words, _targets in shown),
            "Kết nạp",
            *(["Đạt"] if shown else []),
            "Công nhận chính thức",
        ]
        lines = []
        pairs = zip(figures.period.parts(), figures.by_part(ADMITTED), figures.by_part(RECOGNISED), strict=True)
        for part, admitted, recognised in pairs:
            numbers = [targets.by_part.get(str(part.key)) for _words, targets in shown]
            lines.append(
                [
                    Cell(part.words),
                    *map(_target, numbers),
                    _cell(admitted),
                    *([_share(admitted, numbers)] if shown else []),
                    _cell(recognised),
                ]
            )
        wholes = [targets.whole for _words, targets in shown]
        lines.append(
            [
                Cell("Tổng số"),
                *map(_target, wholes),
                _cell(figures.admitted),
                *([_share(figures.admitted, wholes)] if shown else []),
                _cell(figures.recognised),
            ]
        )
        caption = "Kết quả kết nạp so với chỉ tiêu" if shown else "Kết quả kết nạp"
        return Table("by_part", caption, head, lines, total=True)

    def _chart_by_part(self) -> Chart:
        figures = self.figures
        parts = figures.period.parts()
        numbers = [figure.number for figure in figures.by_part(ADMITTED)]
        series: list[tuple[str, Sequence[int]]] = [("Kết nạp", numbers)]
        for words, targets in (
            ("Chỉ tiêu được giao", figures.taken.assigned),
            ("Chỉ tiêu nghị quyết", figures.taken.congress),
        ):
            if targets.by_part and len(series) == 1:
                series.append((words, [targets.by_part.get(str(part.key), 0) for part in parts]))
        most, least = max(numbers), min(numbers)
        best, worst = (wording.within(parts[numbers.index(one)]) for one in (most, least))
        reading = f"Kết nạp nhiều nhất vào {best} ({count(most)}), ít nhất vào {worst} ({count(least)})."
        return Chart("by_part", "Số đảng viên mới theo thời gian", [_short(part) for part in parts], series, reading)

    def _by_kind(self) -> Table:
        figures = self.figures
        lines = []
        for grouping in GROUPINGS:
            for place, (words, figure) in enumerate(figures.by_kind(grouping.key)):
                lines.append(
                    [
                        Cell(grouping.words if place == 0 else ""),
                        Cell(words),
                        _cell(figure),
                        Cell(percent(figures.percent_of_all(figure))),
                    ]
                )
        age = figures.average_age
        if age is not None:
            lines.append([Cell("Tuổi bình quân"), Cell(""), Cell(decimal(age)), Cell("")])
        return Table("by_kind", "Cơ cấu đảng viên mới", ["Tiêu chí", "Nhóm", "Số người", "Tỷ lệ"], _headed(lines))

    def _chart_by_kind(self) -> Chart:
        """Ages, men beside women."""
        found = self.figures.taken.admitted
        kinds = [kind for kind in BY_KEY["age"].kinds if kind[0] in {row.kinds["age"] for row in found}]
        series = [
            (
                words,
                [sum(row.kinds["age"] == age and row.kinds["sex"] == sex for row in found) for age, _words in kinds],
            )
            for sex, words in BY_KEY["sex"].kinds
        ]
        women = self.figures.where(ADMITTED, "sex", "f").number
        most = max(self.figures.by_kind("age"), key=lambda one: one[1].number)
        reading = (
            f"Nữ chiếm {part_of(women, len(found)) or '0%'}; nhóm tuổi đông nhất: {most[0].lower()} "
            f"({count(most[1].number)})."
        )
        return Chart("by_kind", "Tuổi và giới tính đảng viên mới", [words for _age, words in kinds], series, reading)


def _to_resolution(one: RolledOut) -> Link:
    return Link(wording.resolution(one), "resolution", str(one.resolution))


def _cut(paragraph: str, links: Sequence[Link]) -> list[Piece]:
    """Each link where its words stand first, not within a longer number."""
    for place, link in enumerate(links):
        found = re.search(rf"(?<![\d.]){re.escape(link.words)}", paragraph)
        if found:
            before, after = paragraph[: found.start()], paragraph[found.end() :]
            others = links[place + 1 :]
            return [*_cut(before, others), Piece(link.words, link), *_cut(after, others)]
    return [Piece(paragraph)]


def _short(part: Part) -> str:
    """Under its columns: a year by itself."""
    return str(part.key) if part.words.startswith("Năm") else part.words


def _headed(lines: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """A row without words at its head belongs to the one above it that has some: one cell for all of them."""
    found: list[list[Cell]] = []
    for head, *others in reversed(lines):
        below = 0
        while below < len(found) and found[below][0].rows == 0:
            below += 1
        found.insert(0, [replace(head, rows=below + 1 if head.text else 0), *others])
    return found


def _cell(figure: Figure) -> Cell:
    return Cell(count(figure.number), figure if figure.number else None)


def _target(number: int | None) -> Cell:
    return Cell(count(number) if number is not None else "")


def _share(figure: Figure, targets: Sequence[int | None]) -> Cell:
    """Of the target that stands last: what was assigned, else what the congress set."""
    known = [number for number in targets if number]
    return Cell(part_of(figure.number, known[-1]) if known else "")
