"""What each kind of notice says. The rooms that tell something register its words here when the site starts."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class Rendered(NamedTuple):
    """A notice in the reader's language: a title of a few words and one sentence. Plain text, escaped by the page."""

    title: str
    text: str


Render = Callable[[Mapping[str, Any]], Rendered]
_renders: dict[str, Render] = {}


def register(kind: str, render: Render) -> None:
    """`render(params)` is called for each reading, with the reader's language active: use `gettext`, not the lazy one.

    Raises ImproperlyConfigured where the kind already says something else.
    """
    if _renders.setdefault(kind, render) is not render:
        raise ImproperlyConfigured(f"The notice kind {kind!r} is registered twice.")


def rendered(kind: str, params: Mapping[str, Any]) -> Rendered:
    """What the notice says. Old rows outlive the code that wrote them: a kind, parameter or key no longer known gives
    a neutral sentence, so that one row never takes the bell away from every page."""
    render = _renders.get(kind)
    if render is None:
        return _neutral()
    try:
        return render(params)
    except (KeyError, ValueError) as unknown:
        logger.warning("A notice of kind %s has a parameter that is missing or no longer known: %s.", kind, unknown)
        return _neutral()


def _neutral() -> Rendered:
    return Rendered(_("Notice"), _("Something that concerns you has changed. Open it to see what."))
