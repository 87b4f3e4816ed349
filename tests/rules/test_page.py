"""docs/rules.md is what the seeds say, and docs/sources.md names every source of theirs."""

from __future__ import annotations

import re

from admission_flow.rules.generations import GENERATIONS
from admission_flow.rules.parameters import DEFINITIONS
from admission_flow.rules_page import PAGE, rules_page

SOURCES = (PAGE.parent / "sources.md").read_text()


def test_the_page_is_what_the_command_writes() -> None:
    assert PAGE.read_text() == rules_page(), "run manage.py write_rules"


def test_every_value_of_every_generation_is_on_it() -> None:
    rows = [line for line in rules_page().splitlines() if re.search(r"\(`[a-z_]+`\) \|", line)]
    assert len(rows) == len(DEFINITIONS)
    assert {line.count("|") for line in rows} == {2 + len(GENERATIONS)}


def test_a_value_that_is_not_sourced_is_marked() -> None:
    page = rules_page()
    standing = next(line for line in page.splitlines() if "`standing_committee_ratio`) |" in line)
    assert standing.count("more than 1/2³") == len(GENERATIONS)
    probation = next(line for line in page.splitlines() if "`probation_months`) |" in line)
    assert [cell.strip() for cell in probation.split("|")[2:-1]] == ["12 months²", *["12 months"] * 5]


def test_every_source_of_the_seeds_is_listed() -> None:
    named = {
        number
        for _code, _name, _day, values in GENERATIONS
        for row in values.values()
        for number in re.findall(r"\bS\d+[a-z]?\b", row["source"])
    }
    assert named
    assert named - set(re.findall(r"^\| (S\d+[a-z]?) \|", SOURCES, re.MULTILINE)) == set()
