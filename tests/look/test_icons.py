"""Every icon that a page names is in the sprite, and the sprite has no other."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
ROOMS = ("project", "training", "admission_flow", "notices", "orgs")
DRAWN = set(re.findall(r'<symbol id="([^"]+)"', (BASE / "static/admission/icons.svg").read_text()))


def read(folder: str, ending: str) -> str:
    return "\n".join(file.read_text() for file in sorted((BASE / folder).rglob(f"*.{ending}")))


TEMPLATES = read("templates", "html")
MODULES = "\n".join(read(room, "py") for room in ROOMS)


def named_in_templates() -> set[str]:
    named = re.findall(r"""\{%\s*icon "([^"]+)"|\bicon="([^"]+)\"""", TEMPLATES)
    return {first or second for first, second in named}


def test_every_icon_named_is_drawn() -> None:
    named = named_in_templates() | set(re.findall(r"""["']icon["']: ["']([^"']+)["']""", MODULES))
    assert named
    assert named - DRAWN == set()


def test_every_icon_drawn_is_named() -> None:
    """In a template, or as a string of a module: tables there choose an icon by a state."""
    said = named_in_templates() | set(re.findall(r"""["']([a-z0-9-]+)["']""", MODULES))
    assert DRAWN - said == set()
