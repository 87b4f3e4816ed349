"""The account behind a request of a page that asks for sign-in."""

from __future__ import annotations

from django.http import HttpRequest

from orgs.models import User


def user_of(request: HttpRequest) -> User:
    """The account signed in. Raises TypeError on a page that forgot to ask for sign-in."""
    if not isinstance(request.user, User):
        raise TypeError("this page must ask for sign-in")
    return request.user
