from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from notices.queries import bell_of

register = template.Library()


@register.inclusion_tag("notices/bell.html", takes_context=True)
def bell(context: RequestContext) -> dict[str, Any]:
    """The bell of the person who is signed in, with what it holds now; open pages renew its inside."""
    return {"bell": bell_of(context["request"].user)}
