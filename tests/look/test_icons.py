"""Every icon that a page names is in the sprite."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
ROOMS = ("project", "admission_flow", "notices", "orgs")


def test_every_icon_named_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (BASE / "static/admission/icons.svg").read_text()))
    named = set()
    for template in (BASE / "templates").rglob("*.html"):
        named |= set(re.findall(r"""\{%\s*icon "([^"]+)"|\bicon="([^"]+)\"""", template.read_text()))
    for room in ROOMS:
        for module in (BASE / room).rglob("*.py"):
            named |= set(re.findall(r"""["']icon["']: ["']([^"']+)["']()""", module.read_text()))
    wanted = {first or second for first, second in named}
    assert wanted
    assert wanted - drawn == set()
