"""Small tags of the case page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from admission_flow.access import Action
from admission_flow.queries.conversation import CONVERSATION
from admission_flow.queries.file import CasePage

register = template.Library()


@register.simple_tag
def case_tabs(page: CasePage, chosen: Action | None) -> list[dict[str, Any]]:
    """The tabs of the file, for look's `tabs`. Their addresses keep the act whose form is open."""
    labels = {
        "history": _("History"),
        "profile": _("Profile"),
        "verification": _("Verification"),
        "papers": _("Papers"),
        "decisions": _("Decisions"),
        CONVERSATION: _("Conversation"),
    }
    kept = {"do": chosen.verb} if chosen else {}
    if chosen and chosen.task:
        kept["task"] = str(chosen.task.pk)
    address = reverse("case", args=[page.case.pk])
    return [
        {"label": label, "href": f"{address}?{urlencode(kept | {'tab': name})}", "current": page.tab == name}
        for name, label in labels.items()
    ]
