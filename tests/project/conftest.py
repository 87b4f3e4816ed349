from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.people import Bloc, build_bloc
from tests.servers import served

CHECKOUT = Path(__file__).resolve().parents[2]
# What the suite or the developer may have set must not reach a machine that is to have nothing set.
PLAIN = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}


@dataclass
class Machine:
    """A fresh machine: nothing set but its data folder, and what a test adds."""

    data_dir: Path
    environment: dict[str, str] = field(default_factory=dict)

    def python(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=self.variables(environment),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def services(self, verb: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "project.services", verb, **environment)

    def manage(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.python("manage.py", *arguments, **environment)

    def variables(self, added: Mapping[str, str] | None = None) -> dict[str, str]:
        return {**PLAIN, "DATA_DIR": str(self.data_dir), **self.environment, **(added or {})}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other accounts may pass through, as those of pytest may not."""
    path = Path(tempfile.mkdtemp(prefix="admission-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def machine(folder: Path) -> Iterator[Machine]:
    machine = Machine(folder / "data")
    yield machine
    machine.services("stop")


@pytest.fixture(scope="module")
def office(module_database: str) -> Bloc:
    """The bloc, committed, for all tests of the module."""
    return build_bloc()


@pytest.fixture(scope="module")
def port(office: Bloc) -> Iterator[int]:
    with served() as port:
        yield port
