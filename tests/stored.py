"""Where the files of a test lie: never in the folder of whoever runs the suite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings


@pytest.fixture
def files_dir(tmp_path: Path) -> Iterator[Path]:
    """FILES_DIR of this test, empty and not made yet."""
    folder = tmp_path / "files"
    with override_settings(FILES_DIR=str(folder)):
        yield folder


def stored_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
