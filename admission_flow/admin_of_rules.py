"""The administration's pages of the rules: regulations in editions, and the bloc's own. All saved by verbs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions import local_rules, regulations
from admission_flow.forms.local_rule import NEW, LocalRuleForm
from admission_flow.forms.regulation import ROWS, EditionForm, GenerationForm, initial_values
from admission_flow.models import LocalRule, Regulation
from admission_flow.rules.parameters import DEFINITIONS
from admission_flow.wording import is_to_confirm, parameter_label, parameter_value
from admission_flow.wording.parameters import GROUPS
from orgs.admin import ByVerb
from orgs.refusals import Refusal
from orgs.signed_in import user_of

# In the address of the form: the generation that gets a further edition.
EDITION_OF = "edition_of"


@admin.register(Regulation)
class RegulationAdmin(ByVerb):
    """A new row is a generation; with EDITION_OF in the address, an edition of that one."""

    list_display = ("code", "edition", "from_day", "name", "further_edition")
    ordering = ("-in_force_from", "-edition")
    shown = ("code", "name", "in_force_from", "edition", "from_day", "why", "entered_by", "entered_at", "values")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what was entered by mistake and used by nothing."""
        return obj is not None and bool(user_of(request).is_superuser) and not regulations.why_it_stays(obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        code = request.GET.get(EDITION_OF, "")
        # The values are no columns: the form brings their fields itself.
        if not code:
            return super().get_form(request, obj, change, form=GenerationForm, fields=GenerationForm.Meta.fields)
        form = type("EditionForm", (EditionForm,), {"code": code})
        return super().get_form(request, obj, change, form=form, fields=EditionForm.Meta.fields)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None:
            return super().get_fieldsets(request, obj)
        first = ("from_day", "why") if request.GET.get(EDITION_OF) else ("code", "name", "in_force_from")
        groups = [
            (label, {"fields": [ROWS[name] for name, one in DEFINITIONS.items() if one.group == group]})
            for group, label in GROUPS.items()
        ]
        return [(request.GET.get(EDITION_OF) or None, {"fields": first}), *groups]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        code = request.GET.get(EDITION_OF, "")
        newest = regulations.newest_of(code) if code else Regulation.objects.order_by("in_force_from", "edition").last()
        return initial_values(newest.parameters, inherited=not code) if newest else {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        done: dict[str, Any] = {"acting_user": user_of(request), "at": timezone.now()}
        data = form.cleaned_data
        if isinstance(form, EditionForm):
            row = regulations.add_edition(form.code, data["from_day"], form.changed(), data["why"], **done)
        else:
            given = (data["code"], data["name"], data["in_force_from"])
            row = regulations.add_generation(*given, form.values(), **done)
        obj.pk, obj.code, obj.edition = row.pk, row.code, row.edition

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        regulations.remove_unused(obj.pk, acting_user=user_of(request), at=timezone.now())

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refusal as refused:
            return self.refused(request, refused)

    @admin.display(description="")
    def further_edition(self, row: Regulation) -> SafeString:
        query = urlencode({EDITION_OF: row.code})
        address = f"{reverse('admin:admission_flow_regulation_add')}?{query}"
        return format_html('<a href="{}">{}</a>', address, _("Add an edition"))

    @admin.display(description=_("values"))
    def values(self, row: Regulation) -> SafeString:
        lines = (
            (
                parameter_label(name),
                parameter_value(name, one["value"]),
                one["source"] or "–",
                _("to confirm") if is_to_confirm(one) else "",
            )
            for name, one in row.parameters.items()
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: <b>{}</b> ({}) <em>{}</em></li>", lines))


@admin.register(LocalRule)
class LocalRuleAdmin(ByVerb):
    form = LocalRuleForm  # type: ignore[assignment]  # of this model
    list_display = ("name_vi", "code", "where", "in_force_from", "in_force_until")
    ordering = ("-in_force_from", "code")
    new = NEW
    kept = ("in_force_until",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        done: dict[str, Any] = {"acting_user": user_of(request), "at": timezone.now()}
        if change:
            local_rules.end_local_rule(obj.pk, form.cleaned_data["in_force_until"], **done)
        else:
            row = local_rules.add_local_rule(form.given(), **done)
            obj.pk, obj.name_vi = row.pk, row.name_vi
