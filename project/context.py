"""What the frame of every page shows: the named places, the seat one acts from, what waits to be done.

Each part is read when the template asks for it; a signed-out page costs no query.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admission_flow.queries.work import count_my_work
from orgs.access import given_by
from orgs.acting_seat import acting_seat, held_seats
from orgs.models import Seat, Unit, User
from orgs.names import initials
from orgs.roles import MANAGE_UNITS, READ_JOURNAL, SEE_FILE, SEE_LIST

# No seat gives these: an account may open the administration or may not, and administers all of it or not.
STAFF, ADMINISTRATOR = "staff", "administrator"
# url name, words, icon, the capability one of the person's seats must give ("" for everybody signed in)
PLACES = (
    ("my_work", _("My work"), "inbox", ""),
    ("cases", _("Cases"), "folder2", SEE_LIST),
    ("meetings", _("Meetings"), "people", SEE_FILE),
    ("classes", _("Classes"), "mortarboard", SEE_LIST),
    ("registers", _("Registers"), "list", SEE_FILE),
    ("members", _("Member register"), "person-circle", SEE_FILE),
    ("organisation", _("Organisation"), "diagram-3", ""),
    ("regulations", _("Regulations"), "book", ""),
    ("form_templates", _("Forms"), "file-earmark-text", ADMINISTRATOR),
    ("notices:delivery", _("Delivery"), "broadcast", MANAGE_UNITS),
    ("admin:index", _("Administration"), "sliders", STAFF),
    ("resolutions", _("Resolutions"), "file-earmark-text", SEE_LIST),
    ("plans", _("Plans and targets"), "bullseye", SEE_LIST),
    ("sources", _("Sources"), "people", SEE_LIST),
    ("reports", _("Reports"), "file-earmark-text", SEE_LIST),
    ("board", _("Bottlenecks"), "speedometer2", SEE_LIST),
    ("decisions", _("Register of decisions"), "book", SEE_LIST),
    ("audit", _("Decision journal"), "shield-lock", READ_JOURNAL),
)
# url name -> the heading of the group that it belongs to; those of one group stand together.
GROUPS = dict.fromkeys(("resolutions", "plans", "sources", "reports"), _("Planning"))
GROUPS |= dict.fromkeys(("board", "decisions", "audit"), _("Steering"))


@dataclass(frozen=True)
class Place:
    label: str
    icon: str
    url: str
    current: bool
    # Whether `frame.work_count` stands beside it.
    counted: bool
    # The heading above it, said at the first place of a group.
    group: str = ""


class Frame:
    """`frame` in templates."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def person(self) -> User | None:
        """The account signed in. None too where a request failed before it was known who asks."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def seats(self) -> list[Seat]:
        return held_seats(self.request) if self.person else []

    @cached_property
    def seat(self) -> Seat | None:
        return acting_seat(self.request) if self.person else None

    @property
    def name(self) -> str:
        own = next((seat.person.full_name for seat in self.seats if seat.delegation_id is None), "")
        return own or (self.person.display_name if self.person else "")

    @cached_property
    def work_count(self) -> int:
        """How many steps wait for the person; a page that has counted them itself leaves the number on the request."""
        counted: int | None = getattr(self.request, "work_count", None)
        if counted is None and self.person:
            counted = count_my_work(self.person, timezone.now(), self.seats)
        return counted or 0

    @property
    def initials(self) -> str:
        return initials(self.name)[:2]

    @property
    def idle_minutes(self) -> int:
        return int(settings.IDLE_MINUTES)

    @cached_property
    def bloc(self) -> str:
        """Name of the organisation whose tool this is; empty before one is loaded."""
        return Unit.objects.filter(depth=1).order_by("path").values_list("name", flat=True).first() or ""

    @cached_property
    def places(self) -> list[Place]:
        """Places that are mounted and that this person may open, in their order."""
        if not self.person:
            return []
        given = {capability for capability, _unit in given_by(self.seats)}
        if self.person.is_staff:
            given.add(STAFF)
        if self.person.is_superuser:
            given |= {ADMINISTRATOR, MANAGE_UNITS}
        return [
            self._place(name, label, icon)
            for name, label, icon, needed in PLACES
            if _is_mounted(name) and (not needed or needed in given)
        ]

    @cached_property
    def search_url(self) -> str:
        return next((place.url for place in self.places if place.icon == "folder2"), "")

    def _place(self, name: str, label: Any, icon: str) -> Place:
        url = reverse(name)
        here = self.request.path == url if url == "/" else self.request.path.startswith(url)
        return Place(str(label), icon, url, here, name == "my_work", str(GROUPS.get(name, "")))


def _is_mounted(name: str) -> bool:
    resolver = get_resolver()
    namespace, _colon, _name = name.rpartition(":")
    return namespace in resolver.namespace_dict if namespace else name in resolver.reverse_dict


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}
