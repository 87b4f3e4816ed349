"""What each kind of notice says, and by which ways it travels. The rooms that tell something register their table of
kinds here when the site starts."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from notices.models import Notice
    from orgs.models import User

logger = logging.getLogger(__name__)


class Rendered(NamedTuple):
    """A notice in the reader's language: a title of a few words and one sentence. Plain text, escaped by the page."""

    title: str
    text: str


Render = Callable[[Mapping[str, Any]], Rendered]
# Which of these notices the person may still hear of at that moment, and what each is about in a few letters that a
# letter may carry ("HS 2026-0147 (B.)"), or "". A fixed number of statements for any number of notices.
StillFor = Callable[["User", Sequence["Notice"], datetime.datetime], Mapping[int, str]]


@dataclass(frozen=True)
class Kind:
    """One kind: its words, its name on the page of choices, and what holds until somebody chooses otherwise.

    `mail`: a letter at once. `digest`: its lines stand in the daily letter. `stays`: why it can't be silenced in the
    bell, a sentence; empty where it can. `still_for` replaces the group's. `render` is called for each reading, with
    the reader's language active: use `gettext` there, not the lazy one.
    """

    key: str
    render: Render
    name: str | Promise
    mail: bool = False
    digest: bool = True
    stays: str | Promise = ""
    still_for: StillFor | None = None


@dataclass(frozen=True)
class Group:
    """Kinds that stand together on the page of choices, and who may still hear of them. `place` orders the groups;
    those of administrators are shown to nobody else."""

    name: str | Promise
    still_for: StillFor
    place: int = 0
    administrators: bool = False


_kinds: dict[str, tuple[Group, Kind]] = {}


def register(group: Group, table: Iterable[Kind]) -> None:
    """Raises ImproperlyConfigured where a kind is already something else."""
    for kind in table:
        if _kinds.setdefault(kind.key, (group, kind)) != (group, kind):
            raise ImproperlyConfigured(f"The notice kind {kind.key!r} is registered twice.")


def groups() -> list[tuple[Group, list[Kind]]]:
    """Every group with its kinds, by place."""
    found: dict[int, tuple[Group, list[Kind]]] = {}
    for group, kind in _kinds.values():
        found.setdefault(id(group), (group, []))[1].append(kind)
    return sorted(found.values(), key=lambda one: one[0].place)


def known(key: str) -> Kind | None:
    return _kinds[key][1] if key in _kinds else None


def staying() -> list[str]:
    """Keys of the kinds that nobody silences in the bell."""
    return [key for key, (_group, kind) in _kinds.items() if kind.stays]


def still_for(person: User, notices: Sequence[Notice], at: datetime.datetime) -> dict[int, str]:
    """Ids of those that the person may still hear of, with what each is about. Of a kind no longer known: none."""
    asked: dict[StillFor, list[Notice]] = {}
    for notice in notices:
        if notice.kind in _kinds:
            group, kind = _kinds[notice.kind]
            asked.setdefault(kind.still_for or group.still_for, []).append(notice)
    return {pk: about for guard, asked_of in asked.items() for pk, about in guard(person, asked_of, at).items()}


def rendered(kind: str, params: Mapping[str, Any]) -> Rendered:
    """What the notice says. Old rows outlive the code that wrote them: a kind, parameter or key no longer known gives
    a neutral sentence, so that one row never takes the bell away from every page."""
    found = known(kind)
    if found is None:
        return _neutral()
    try:
        return found.render(params)
    except (KeyError, ValueError) as unknown:
        logger.warning("A notice of kind %s has a parameter that is missing or no longer known: %s.", kind, unknown)
        return _neutral()


def _neutral() -> Rendered:
    return Rendered(_("Notice"), _("Something that concerns you has changed. Open it to see what."))
