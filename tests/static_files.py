"""The site's static files, collected and compressed as in production, for every test and every server it starts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from whitenoise import WhiteNoise


@pytest.fixture(scope="session", autouse=True)
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder; takes about a second, once."""
    folder = tmp_path_factory.mktemp("static")
    before = os.environ.get("STATIC_ROOT")
    os.environ["STATIC_ROOT"] = str(folder)  # for servers in processes of their own
    with override_settings(STATIC_ROOT=str(folder)):
        call_command("collectstatic", interactive=False, verbosity=0)
        with pytest.MonkeyPatch.context() as patch:
            look_through_once(patch)
            yield folder
    if before is None:
        del os.environ["STATIC_ROOT"]
    else:
        os.environ["STATIC_ROOT"] = before


def look_through_once(patch: pytest.MonkeyPatch) -> None:
    """Every client of a test is a site that starts, and WhiteNoise would look at the same files again for each: a
    twentieth of a second. Servers in processes of their own do."""
    look_through = WhiteNoise.update_files_dictionary
    found: dict[tuple[object, ...], dict[str, object]] = {}

    def once(site: WhiteNoise, root: str, prefix: str) -> None:
        told = (root, prefix, site.max_age, site.allow_all_origins, site.charset, site.index_file)
        if told not in found:
            look_through(site, root, prefix)
            found[told] = dict(site.files)
        site.files.update(found[told])

    patch.setattr(WhiteNoise, "update_files_dictionary", once)
