"""What a person chooses on the page of their notices, as plain values."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notices import kinds
from notices.choosing import HoursGiven, Ways
from notices.wishes import Wishes

HALF_HOURS = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]
_TIMES = [(time, time) for time in HALF_HOURS]
WAYS = {"bell": _("Bell"), "mail": _("Letter at once"), "digest": _("Daily letter")}


class KindRow(NamedTuple):
    """One kind of the table; `bell` is None where the bell can't be silenced, and `stays` says why."""

    name: str | Promise
    bell: BoundField | None
    mail: BoundField
    digest: BoundField
    stays: str | Promise


class KindGroup(NamedTuple):
    name: str | Promise
    rows: list[KindRow]


class ChoicesForm(forms.Form):
    """One tick a kind and way, and the hours."""

    quiet_from = forms.ChoiceField(label=_("Quiet from"), choices=_TIMES)
    quiet_until = forms.ChoiceField(
        label=_("until"), choices=_TIMES, help_text=_("Twice the same time: no quiet hours.")
    )
    quiet_days_off = forms.BooleanField(label=_("Quiet on days off, all day"), required=False)
    digest_on = forms.BooleanField(label=_("Send me a daily letter on working days"), required=False)
    digest_at = forms.ChoiceField(
        label=_("Daily letter at"), choices=_TIMES, help_text=_("Within quiet hours it comes when they end.")
    )

    def __init__(self, *args: Any, wishes: Wishes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wishes = wishes
        self.initial = {
            **self.initial,
            "quiet_from": f"{wishes.quiet.starts:%H:%M}",
            "quiet_until": f"{wishes.quiet.ends:%H:%M}",
            "quiet_days_off": wishes.quiet.days_off,
            "digest_on": wishes.digest,
            "digest_at": f"{wishes.digest_at:%H:%M}",
        }
        for kind in self._kinds():
            chosen = {"bell": wishes.in_bell(kind), "mail": wishes.by_mail(kind), "digest": wishes.in_digest(kind)}
            for way, label in WAYS.items():
                if way == "bell" and kind.stays:
                    continue
                name = f"{way}-{kind.key}"
                widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
                self.fields[name] = forms.BooleanField(label=label, required=False, widget=widget)
                self.initial[name] = chosen[way]
        for name in ("quiet_from", "quiet_until", "digest_at"):
            # What somebody has chosen elsewhere may be no half hour.
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            if self.initial[name] not in HALF_HOURS:
                field.choices = sorted([*_TIMES, (self.initial[name], self.initial[name])])

    def _kinds(self) -> Iterator[kinds.Kind]:
        return (kind for _group, table in self._groups() for kind in table)

    def _groups(self) -> list[tuple[kinds.Group, list[kinds.Kind]]]:
        """Those that this person can be told of."""
        every = self._wishes.person.is_superuser
        return [(group, table) for group, table in kinds.groups() if every or not group.administrators]

    @property
    def kind_groups(self) -> list[KindGroup]:
        return [KindGroup(group.name, [self._row(kind) for kind in table]) for group, table in self._groups()]

    def _row(self, kind: kinds.Kind) -> KindRow:
        bell = None if kind.stays else self[f"bell-{kind.key}"]
        return KindRow(kind.name, bell, self[f"mail-{kind.key}"], self[f"digest-{kind.key}"], kind.stays)

    def ways(self) -> dict[str, Ways]:
        data = self.cleaned_data
        return {
            kind.key: Ways(data.get(f"bell-{kind.key}", True), data[f"mail-{kind.key}"], data[f"digest-{kind.key}"])
            for kind in self._kinds()
        }

    def hours(self) -> HoursGiven:
        data = self.cleaned_data
        return HoursGiven(
            quiet_from=_time(data["quiet_from"]),
            quiet_until=_time(data["quiet_until"]),
            quiet_days_off=data["quiet_days_off"],
            digest=data["digest_on"],
            digest_at=_time(data["digest_at"]),
        )


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Address"),
        max_length=254,
        error_messages={"required": _("Type the address that letters should go to.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the letter"),
        max_length=20,
        error_messages={"required": _("Type the eight digits of the letter.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def _time(text: str) -> datetime.time:
    return datetime.time.fromisoformat(text)
