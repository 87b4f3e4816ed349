"""allauth's hooks of orgs, and what the rooms above it do at the same moments: open sockets end with their session."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from notices.tell import look_again
from orgs import adapters
from orgs.models import User


class AccountAdapter(adapters.AccountAdapter):
    def is_safe_url(self, url: str | None) -> bool:
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # no address at all, such as http://[
            return False

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            look_again([user.pk])

    # A changed password ends the person's other sessions too, and their sockets find that out within a minute. They
    # are not told at once: this request has yet to renew its own session, and a tab that came back meanwhile would
    # end it.


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        ended = list(sessions)
        super().end_sessions(ended)
        look_again({session.user_id for session in ended})
