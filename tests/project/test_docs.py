"""The README and docs/operation.md say what is: commands, variables with their defaults, links."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.project.conftest import CHECKOUT

ROOMS = ("project", "orgs", "notices", "journal", "documents", "admission_flow", "training", "meetings", "insights")
README = (CHECKOUT / "README.md").read_text()
OPERATION = (CHECKOUT / "docs" / "operation.md").read_text()


def documented_variables() -> dict[str, str]:
    """Name and default of each row of the table."""
    table = OPERATION.partition("## Environment variables")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", table, re.MULTILINE))


def variables_in_code() -> Iterator[tuple[str, object]]:
    """Every variable that a reader of project/environment.py or os.environ.get is called with, and its default."""
    for room in ROOMS:
        for module in (CHECKOUT / room).rglob("*.py"):
            for call in ast.walk(ast.parse(module.read_text())):
                if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
                    continue
                function = ast.unparse(call.func)
                if function.startswith("env_") or function == "os.environ.get":
                    default = call.args[1] if len(call.args) > 1 else None
                    yield str(call.args[0].value), default.value if isinstance(default, ast.Constant) else None


def test_every_variable_is_documented_and_no_other() -> None:
    assert {name for name, _default in variables_in_code()} == set(documented_variables())


def test_the_defaults_are_those_of_the_code() -> None:
    written = documented_variables()
    numbers = {name: str(int(default)) for name, default in variables_in_code() if isinstance(default, int)}
    assert "IDLE_MINUTES" in numbers
    assert {name: written[name] for name in numbers} == numbers


@pytest.mark.parametrize("text", [README, OPERATION], ids=["README", "operation"])
def test_every_make_command_exists(text: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make (?:[A-Z]+=\S+ )?([a-z]+)", text, re.MULTILINE))
    assert {"run", "test"} <= named <= targets


def test_every_manage_command_exists() -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", OPERATION))
    assert {"migrate", "verify_journal"} <= named <= set(get_commands())


@pytest.mark.parametrize("page", ["README.md", "docs/operation.md"])
def test_every_link_to_a_page_leads_somewhere(page: str) -> None:
    file = CHECKOUT / page
    links = re.findall(r"(?<!!)\[[^]]+\]\((?!http)([^)#]+)\)", file.read_text())
    assert links
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_the_two_commands_come_first() -> None:
    assert re.findall(r"^make \w+", README, re.MULTILINE) == ["make run", "make test"]
    assert len(README.splitlines()) <= 50


def test_the_licence_is_whole() -> None:
    text = Path(CHECKOUT / "LICENSE").read_text()
    assert "GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3" in text
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text
