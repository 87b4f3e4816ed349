"""The desk's own places, each at its address."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from insights.audit.access import Reach


def desk_tabs(current: str, reach: Reach) -> list[dict[str, Any]]:
    """For look's `tabs`. Checkpoints only where all of the journal is read."""
    named = [
        ("acts", "audit", _("Acts recorded")),
        ("unusual", "audit_unusual", _("Stands out")),
        ("files", "audit_files", _("Access to files")),
        ("runs", "audit_runs", _("Verify the journal")),
    ]
    if reach.whole:
        named.append(("checkpoints", "audit_checkpoints", _("Checkpoints")))
    return [{"label": label, "href": reverse(url), "current": name == current} for name, url, label in named]
