"""The administration's form of a rule of the bloc's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions import local_rules
from admission_flow.decisions.local_rules import LocalRuleGiven
from admission_flow.models import LocalRule

if TYPE_CHECKING:
    FormBase = forms.ModelForm[LocalRule]
else:
    FormBase = forms.ModelForm

NEW = ("code", "name_vi", "name_en", "asks_vi", "asks_en", "source", "where", "kind", "paper", "in_force_from",
       "in_force_until")  # fmt: skip


class LocalRuleForm(FormBase):
    """A new rule, or the end of one. The row is written by the verb, so the form fills in none."""

    class Meta:
        model = LocalRule
        fields = NEW
        widgets = {
            "asks_vi": forms.Textarea(attrs={"rows": 3}),
            "asks_en": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "code": {
                "invalid": _(
                    "Write the code with unaccented letters, digits, hyphens and underscores only, as in ld-01."
                )
            }
        }

    def _post_clean(self) -> None:
        pass

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            faults = local_rules.faults_of_local_rule(self.given()) if not self.errors else []
        elif data.get("in_force_until"):
            faults = local_rules.faults_of_end(self.instance, data["in_force_until"])
        else:
            faults = [("in_force_until", _("Write the last day."))] if "in_force_until" in data else []
        for field, sentence in faults:
            self.add_error(field if field in self.fields else None, str(sentence))
        return data

    def given(self) -> LocalRuleGiven:
        return LocalRuleGiven(**{name: self.cleaned_data[name] for name in NEW})
