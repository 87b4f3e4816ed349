"""How allauth signs people in here: no sign-up, and what happens at the door stands in the person's stream."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journal.record import append
from orgs.models import User

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "This user name and password don't belong together. Check both, capitals too, and try again."
        ),
        "too_many_login_attempts": _(
            "Too many attempts. Wait five minutes and try again, or ask the system's administrator for a new password."
        ),
        "enter_current_password": _("This is not your present password. Type the one you signed in with."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by an administrator."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to the work; allauth would show the form once more. Pages that want another place say so in `next`."""
        return self.get_login_redirect_url(request)

    @transaction.atomic
    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        record_at_the_door("signed_in", user)

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            record_at_the_door("signed_out", user)

    @transaction.atomic
    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = User.objects.filter(username__iexact=credentials.get("username", "")).first()
        if user is None:
            # What was typed may be a password in the wrong field, so it is not kept.
            logger.warning("A sign-in failed: no such user name.")
            return
        append(f"user:{user.pk}", "sign_in_failed", acting_user=None, at=timezone.now(), refs={})

    @transaction.atomic
    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponseBase:
        record_at_the_door("sign_in_refused", user)
        return super().respond_user_inactive(request, user)

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Also ends the duty to change the first one."""
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        record_at_the_door("password_changed", user)


def record_at_the_door(verb: str, user: User, **refs: object) -> None:
    append(f"user:{user.pk}", verb, acting_user=user, at=timezone.now(), refs=refs)
