"""What may stand in a template: fields, rows of a list, and whether a field is there. Nothing else.

{{ full_name }}    {%tr for one in relatives %} {{ one.full_name }} {%tr endfor %}    {%p if reason %} … {%p endif %}

It is Jinja's syntax, read here to its end before anything is run: without calls, filters, arithmetic and loops in
loops, what comes out is at most as long as the template times the rows of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from jinja2 import ChainableUndefined, nodes
from jinja2.sandbox import SandboxedEnvironment

# What is not known stands as on a form that is filled in by hand.
DOTS = "……"
_TAGS = re.compile(r"<[^>]*>")
SHOWN = 80


class Ill(Enum):
    """What is wrong in a template."""

    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_IN_ROW = "unknown_in_row"
    UNDERSCORE = "underscore"
    NOT_ALLOWED = "not_allowed"
    LOOP_IN_LOOP = "loop_in_loop"
    NO_LIST = "no_list"
    NO_TEXT = "no_text"
    NO_FIELDS = "no_fields"
    SYNTAX = "syntax"
    TOO_LARGE = "too_large"
    NO_DOCX = "no_docx"
    BROKEN = "broken"
    FETCHES = "fetches"


@dataclass(frozen=True)
class Fault:
    """`what` is the name, or the words of the paragraph where it stands."""

    ill: Ill
    what: str


@dataclass(frozen=True)
class Fields:
    """Names that a template may ask for: texts, and lists with the names in each row."""

    texts: frozenset[str] = frozenset()
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Forbidden(Exception):  # noqa: N818  (a finding, not a failure)
    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{one.ill.value}: {one.what}" for one in self.faults))


class Dotted(ChainableUndefined):
    """What is missing: a dotted line in the text, nothing in a condition, no row in a list."""

    def __str__(self) -> str:
        return DOTS


class FormEnvironment(SandboxedEnvironment):
    """Compiles nothing but this language, whoever calls it."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Dotted)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()

    def tree_of(self, source: str) -> nodes.Template:
        """Whatever stands in it, allowed or not; nothing is compiled. Raises TemplateSyntaxError."""
        return super()._parse(source, None, None)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if faults := Reading(source, tree).faults:
            raise Forbidden(faults)
        return tree


class Reading:
    """The names that a template asks for, and what it may not do."""

    def __init__(self, source: str, tree: nodes.Template) -> None:
        self._lines = source.splitlines()
        self.texts: set[str] = set()
        self.questions: set[str] = set()
        self.lists: dict[str, set[str]] = {}
        self._faults: dict[Fault, None] = {}
        self._row: tuple[str, str] | None = None  # the loop's variable, the list's name
        self._read(tree.body)

    @property
    def faults(self) -> list[Fault]:
        return list(self._faults)

    def _read(self, found: Iterable[nodes.Node]) -> None:
        for node in found:
            match node:
                case nodes.Output():
                    for one in node.nodes:
                        if not isinstance(one, nodes.TemplateData):
                            self._text(one)
                case nodes.If():
                    self._condition(node.test)
                    self._read(_branches(node))
                case nodes.For():
                    self._loop(node)
                case _:
                    self._refuse(node)

    def _loop(self, node: nodes.For) -> None:
        plain = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name)
        if not plain or node.test or node.recursive:
            self._refuse(node)
        elif self._row:
            self._add(Ill.LOOP_IN_LOOP, self._words(node))
        elif self._is_plain(node.iter.name) and self._is_plain(node.target.name):  # type: ignore[attr-defined]
            self.lists.setdefault(node.iter.name, set())  # type: ignore[attr-defined]
            self._row = (node.target.name, node.iter.name)  # type: ignore[attr-defined]
            self._read(node.body)
            self._row = None
            self._read(node.else_)

    def _condition(self, node: nodes.Node) -> None:
        match node:
            case nodes.Not():
                self._condition(node.node)
            case nodes.And() | nodes.Or():
                self._condition(node.left)
                self._condition(node.right)
            case _:
                self._text(node, in_condition=True)

    def _text(self, node: nodes.Node, *, in_condition: bool = False) -> None:
        match node:
            case nodes.Name() if self._is_plain(node.name):
                if self._row and node.name == self._row[0]:
                    self._refuse(node)
                else:
                    (self.questions if in_condition else self.texts).add(node.name)
            case nodes.Name():
                pass
            case nodes.Getattr(node=nodes.Name(name=name), attr=attr) if self._row and name == self._row[0]:
                if self._is_plain(attr):
                    self.lists[self._row[1]].add(attr)
            case _:
                underscored = [one for one in _attributes(node) if one.startswith("_")]
                for one in underscored:
                    self._add(Ill.UNDERSCORE, one)
                if not underscored:
                    self._refuse(node)

    def _is_plain(self, name: str) -> bool:
        if name.startswith("_"):
            self._add(Ill.UNDERSCORE, name)
        return not name.startswith("_")

    def _refuse(self, node: nodes.Node) -> None:
        self._add(Ill.NOT_ALLOWED, self._words(node))

    def _add(self, ill: Ill, what: str) -> None:
        self._faults[Fault(ill, what)] = None

    def _words(self, node: nodes.Node) -> str:
        return words_at(self._lines, node.lineno)


def words_at(lines: Sequence[str], number: int) -> str:
    """Of the paragraph that a line of the source holds, as the office reads it."""
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return " ".join(_TAGS.sub("", line).split())[:SHOWN]


def unknown(reading: Reading, known: Fields) -> Iterator[Fault]:
    """What a template asks for beyond what there is."""
    for name in sorted(reading.texts):
        if name in known.lists:
            yield Fault(Ill.NO_TEXT, name)
        elif name not in known.texts:
            yield Fault(Ill.UNKNOWN_FIELD, name)
    for name in sorted(reading.questions - reading.texts - known.texts - known.lists.keys()):
        yield Fault(Ill.UNKNOWN_FIELD, name)
    for name, columns in sorted(reading.lists.items()):
        if name in known.texts:
            yield Fault(Ill.NO_LIST, name)
        elif name not in known.lists:
            yield Fault(Ill.UNKNOWN_FIELD, name)
        else:
            yield from (Fault(Ill.UNKNOWN_IN_ROW, f"{name}: {one}") for one in sorted(columns - known.lists[name]))


def _branches(node: nodes.If) -> list[nodes.Node]:
    return [*node.body, *node.elif_, *node.else_]


def _attributes(node: nodes.Node) -> Iterator[str]:
    """Whatever is reached for in an expression, by a dot or in brackets."""
    found: list[Any] = [node, *node.find_all((nodes.Getattr, nodes.Getitem, nodes.Name))]
    for one in found:
        if isinstance(one, nodes.Getattr):
            yield one.attr
        elif isinstance(one, nodes.Name):
            yield one.name
        elif isinstance(one, nodes.Getitem) and isinstance(one.arg, nodes.Const):
            yield str(one.arg.value)
