"""The site's static files, collected and compressed as in production, for every test and every server it starts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture(scope="session", autouse=True)
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder; takes about a second, once."""
    folder = tmp_path_factory.mktemp("static")
    before = os.environ.get("STATIC_ROOT")
    os.environ["STATIC_ROOT"] = str(folder)  # for servers in processes of their own
    with override_settings(STATIC_ROOT=str(folder)):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder
    if before is None:
        del os.environ["STATIC_ROOT"]
    else:
        os.environ["STATIC_ROOT"] = before
