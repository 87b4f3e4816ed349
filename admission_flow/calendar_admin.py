"""The office's calendar in the administration. It stands here, since a day that is changed moves what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from admission_flow.decisions.office_calendar import DayIsPast, change_day, refuse_past
from journal.admin import Shown
from orgs.models import DayOff, User
from orgs.refusals import Refusal

if TYPE_CHECKING:
    PageBase = admin.ModelAdmin[DayOff]
    FormBase = forms.ModelForm[DayOff]
else:
    PageBase = admin.ModelAdmin
    FormBase = forms.ModelForm


class DayForm(FormBase):
    """A day to come. One that is past is refused with its sentence, in the form and in the list."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day = self.instance.day if self.instance.pk and not self.instance._state.adding else given.get("day")
        if day and self.has_changed():
            try:
                refuse_past(day, timezone.localdate())
            except DayIsPast as refused:
                raise forms.ValidationError(refused.sentence) from refused
        return given


@admin.register(DayOff)
class DayOffAdmin(Shown, PageBase):
    """A day entered by mistake is marked as worked, and stays; the day itself never becomes another."""

    form = DayForm
    actions = None
    list_display = ("day", "name", "works", "to_confirm")
    list_editable = ("works", "to_confirm")
    list_filter = ("to_confirm", "works")
    date_hierarchy = "day"
    ordering = ("-day",)

    def has_delete_permission(self, request: HttpRequest, obj: DayOff | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: DayOff | None = None) -> Any:
        return ("day",) if obj else ()

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return DayForm

    def save_model(self, request: HttpRequest, obj: DayOff, form: Any, change: bool) -> None:
        assert isinstance(request.user, User)
        change_day(obj, acting_user=request.user, at=timezone.now())

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._told(request, super().changeform_view, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._told(request, super().changelist_view, *args, **kwargs)

    def _told(self, request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """A refusal at the very last moment, such as a case that is being acted on, is shown above the page."""
        try:
            answer: HttpResponse = view(request, *args, **kwargs)
        except Refusal as refused:
            messages.error(request, refused.sentence)
            return redirect(request.get_full_path())
        return answer
