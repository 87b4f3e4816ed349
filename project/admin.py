"""The administration's own site: what it calls itself, and how it tells people apart."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class Found(AutocompleteJsonView):
    """What a picker finds, in the words of `told_apart` where the table's page has them."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        told_apart = getattr(self.model_admin, "told_apart", str)
        return {"id": str(getattr(obj, to_field_name)), "text": told_apart(obj)}


class Administration(AdminSite):
    site_header = _("System administration")
    site_title = _("System administration")
    index_title = _("Accounts, seats, units and the calendar")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        found = Found.as_view(admin_site=self)(request)
        assert isinstance(found, HttpResponse)
        return found
