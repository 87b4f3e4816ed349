"""Small tags of the case page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from admission_flow.queries.file import CasePage

register = template.Library()


@register.simple_tag
def case_tabs(page: CasePage) -> list[dict[str, Any]]:
    """The tabs of the file, for look's `tabs`."""
    labels = {"history": _("History"), "profile": _("Profile"), "papers": _("Papers"), "decisions": _("Decisions")}
    return [{"label": label, "href": f"?tab={name}", "current": page.tab == name} for name, label in labels.items()]
