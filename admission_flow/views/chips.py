"""The chips above a list: what it may be narrowed to, with how many rows each has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from django.http import HttpRequest


class Narrowed(Protocol):
    """Filters of which `show` is one."""

    @property
    def show(self) -> str: ...

    def address(self, **changes: str) -> str: ...


def show_chips(
    request: HttpRequest,
    filters: Narrowed,
    words: Mapping[str, Any],
    counts: Mapping[str, int],
    *,
    always: Collection[str],
) -> list[dict[str, Any]]:
    """In the order of `words`; what finds nothing is left out, but for those of `always` and the one shown."""
    return [
        {
            "id": f"show-{show}",
            "label": label,
            "count": counts[show],
            "href": request.path + filters.address(show=show),
            "current": filters.show == show,
        }
        for show, label in words.items()
        if show in always or counts[show] or filters.show == show
    ]
