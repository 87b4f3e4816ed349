"""To be read, never written: the tables refuse changes, and so do these pages.

`Shown` is what every page of the administration begins with: a list may be narrowed only by the filters it shows. By
any other column of the address, as Django allows, a list would answer questions about what it doesn't show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from journal.facts import fact_of
from journal.models import Checkpoint, Entry, Head
from journal.record import OFFICE, append

if TYPE_CHECKING:
    AdminBase = admin.ModelAdmin[models.Model]
else:
    AdminBase = admin.ModelAdmin


class Shown:
    """Before a ModelAdmin, so that its own answer counts."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        shown = {*getattr(self, "list_filter", ()), getattr(self, "date_hierarchy", None)} - {None}
        return any(lookup == one or lookup.startswith(f"{one}__") for one in shown) and "\0" not in str(value)


class ReadOnly(Shown, AdminBase):
    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class Recorded(Shown, AdminBase):
    """Small tables of the office that no verb writes: each change is an entry of the office's own stream."""

    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        assert isinstance(request.user, AbstractBaseUser)
        append(
            OFFICE,
            f"{'change' if change else 'add'}_{obj._meta.model_name}",
            acting_user=request.user,
            at=timezone.now(),
            refs={"row": str(obj.pk)},
            facts=[fact_of(obj)],
        )


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    list_display = ("stream", "seq", "verb", "actor", "on_behalf_of", "at", "recorded_at")
    list_select_related = ("actor__person", "on_behalf_of__person")
    search_fields = ("=stream", "=verb")
    ordering = ("-id",)


@admin.register(Head)
class HeadAdmin(ReadOnly):
    list_display = ("stream", "seq", "hash")
    search_fields = ("=stream",)


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnly):
    list_display = ("number", "at", "streams", "entries", "key")
    ordering = ("-number",)
