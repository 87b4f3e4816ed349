"""To be read, never written: the tables refuse changes, and so do these pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from journal.models import Checkpoint, Entry, Head

if TYPE_CHECKING:
    ReadOnlyBase = admin.ModelAdmin[models.Model]
else:
    ReadOnlyBase = admin.ModelAdmin


class ReadOnly(ReadOnlyBase):
    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


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
