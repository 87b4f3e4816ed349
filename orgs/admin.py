"""What administrators keep: accounts, units, seats, delegations. The calendar: admission_flow/calendar_admin.py.

What a verb does is done by the verb, so that rules, grants and journal hold here too; a refusal of one is shown above
the form. Nothing is deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.admin import EmailAddress
from allauth.usersessions.admin import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journal.admin import ReadOnly, Shown
from journal.facts import fact_of
from journal.record import append
from orgs import authority, seating, upkeep
from orgs.members import membership_of
from orgs.models import DelegatedAuthority, Delegation, Grant, Person, Register, Seat, Unit, User
from orgs.refusals import Refusal

if TYPE_CHECKING:
    VerbBase = admin.ModelAdmin[models.Model]
    VerbFormBase = forms.ModelForm[models.Model]
else:
    VerbBase = admin.ModelAdmin
    VerbFormBase = forms.ModelForm

# Rights come from seats at units; nobody holds one for a whole model, alone or in a group. Letters go to
# addresses of notices' own, not of allauth's; sessions are ended by their own person (orgs.views.account) or with the
# account.
admin.site.unregister([Group, EmailAddress, UserSession])


class Picker(AutocompleteSelect):
    """A value that is no key chooses nothing, where Django's own asks the table for it and fails."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if str(one).isdigit()], attrs)


class Picking:
    """Before a ModelAdmin: its `autocomplete_fields` are drawn by Picker."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in getattr(self, "autocomplete_fields", ()):
            kwargs["widget"] = Picker(db_field, admin.site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # of the ModelAdmin


class ByVerb(Picking, Shown, VerbBase):
    """Saved by verbs: `new` is what may be given for a new row, `kept` what may change of an old one."""

    actions = None
    new: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return self.new if obj is None else tuple(dict.fromkeys((*self.new, *self.kept)))

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return () if obj is None else tuple(name for name in self.get_fields(request, obj) if name not in self.kept)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as refused:
            return self.refused(request, refused)

    def refused(self, request: HttpRequest, refused: Refusal) -> HttpResponse:
        messages.error(request, refused.sentence)
        return redirect(request.get_full_path())


class NewAccountForm(AdminUserCreationForm):
    usable_password = None  # type: ignore[assignment]  # how Django's own forms leave a field out

    class Meta:
        model = User
        fields = ("username", "person")


class FirstPasswordForm(AdminPasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who may sign in no more is set inactive; taking the password away is not what this page is for.
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True

    def save(self, commit: bool = True) -> User:
        """The person changes at the next sign-in what the administrator knows."""
        self.user.must_change_password = True
        return super().save(commit)


@admin.register(User)
class AccountAdmin(Picking, Shown, UserAdmin):
    add_form = NewAccountForm
    change_password_form = FirstPasswordForm
    change_user_password_template = "admin/first_password.html"  # noqa: S105
    actions = None
    list_display = ("username", "person", "is_active", "is_superuser", "must_change_password", "last_login")
    list_filter = ("is_active", "is_superuser", "is_demo")
    list_select_related = ("person",)
    search_fields = ("username", "person__search_name")
    ordering = ("username",)
    autocomplete_fields = ("person",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "is_demo")
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password", "language")}),
        (_("Person"), {"fields": ("person",)}),
        (_("Administration"), {"fields": ("is_active", "is_staff", "is_superuser", "is_demo")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "person", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Whose account it is stays as it was: its history names that person."""
        return (*self.readonly_fields, "person") if obj and obj.person_id else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.person_id:
            seating.give_rows(obj)
        changed = [name for name in form.changed_data if not name.startswith("password")]
        _record(request, obj, "change_account" if change else "open_account", columns=changed)

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            _record(request, User.objects.get(pk=id), "set_first_password")
        return response


def _record(request: HttpRequest, user: User, verb: str, **refs: object) -> None:
    facts = [fact_of(user)] if user.person_id else []
    append(f"user:{user.pk}", verb, acting_user=_administrator(request), at=timezone.now(), refs=refs, facts=facts)


@admin.register(Person)
class PersonAdmin(ReadOnly):
    """Only the name, to find somebody by: biographies are for who may see the file."""

    list_display = fields = ("full_name",)

    search_fields = ("search_name", "full_name", "=citizen_id")
    ordering = ("sort_key",)

    def told_apart(self, person: Person) -> str:
        """Many have the same name: with the year of birth and the unit, for who gives a seat or an account."""
        stay = membership_of(person, timezone.localdate())
        where = [f"{stay.unit} ({stay.unit.code})"] if stay else []
        return " · ".join([person.full_name, str(person.birth_date.year), *where])


@admin.register(Unit)
class UnitAdmin(ByVerb):
    list_display = ("name", "code", "kind", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("search_name", "name", "=code")
    ordering = ("path",)

    new = ("code", "name", "kind", "above", "category", "governing_regulation", "valid_from", "valid_to")
    kept = ("name", "category", "governing_regulation", "valid_to")

    def told_apart(self, unit: Unit) -> str:
        """Many cells have the same name."""
        return f"{unit} ({unit.code})"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = NewUnitForm
        return super().get_form(request, obj, change, **kwargs)

    @admin.display(description=_("Unit above"))
    def above(self, unit: Unit) -> str:
        return str(Unit.objects.filter(path=unit.path[: -Unit.steplen]).first() or "")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        acting_user, at = _administrator(request), timezone.now()
        if change:
            given = {name: getattr(obj, name) for name in self.kept}
            upkeep.change_unit(obj, **given, acting_user=acting_user, at=at)
        else:
            upkeep.found_unit(obj, form.cleaned_data["above"], acting_user=acting_user, at=at)


class NewUnitForm(forms.ModelForm):
    above = forms.ModelChoiceField(
        label=_("Unit above"),
        queryset=Unit.objects.exclude(kind__in=Unit.CELLS).order_by("path"),
    )

    class Meta:
        model = Unit
        fields = ("code", "name", "kind", "category", "governing_regulation", "valid_from", "valid_to")


class LastDayForm(VerbFormBase):
    """For rows of which later only the last day is set."""

    last_day = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.instance.pk and not given.get(self.last_day):
            self.add_error(self.last_day, _("Write the last day."))
        return given


class SeatForm(VerbFormBase):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Kept with what is given or taken away."))


class AuthorityForm(LastDayForm):
    last_day = "valid_to"


@admin.register(Seat)
class SeatAdmin(ByVerb):
    form = SeatForm
    list_display = ("person", "role", "unit", "starts", "ends")
    list_filter = ("role", "unit__kind")
    list_select_related = ("person", "unit")
    search_fields = ("person__search_name", "unit__search_name", "=unit__code")
    autocomplete_fields = ("person", "unit")
    ordering = ("-starts", "pk")
    new = ("person", "unit", "role", "starts", "ends", "paper", "reason")

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """A seat ends where what hangs on it is listed first; one that is over is only read."""
        seat = self.get_object(request, object_id)
        if isinstance(seat, Seat) and (seat.ends is None or seat.ends >= timezone.localdate()):
            return redirect("change_hands", seat.pk)
        return super().change_view(request, object_id, *args, **kwargs)

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return self.new if obj is None else self.new[:-1]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = seating.appoint(
            *(obj.person, obj.unit, obj.role, obj.starts, obj.ends),
            paper=obj.paper,
            acting_user=_administrator(request),
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        ).pk


@admin.register(DelegatedAuthority)
class DelegatedAuthorityAdmin(ByVerb):
    form = AuthorityForm
    list_display = ("unit", "paper_number", "paper_date", "valid_from", "valid_to")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)
    ordering = ("-valid_from",)
    new = ("unit", "paper_number", "paper_date", "valid_from", "valid_to")
    kept = ("valid_to",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        done: dict[str, Any] = {"acting_user": _administrator(request), "at": timezone.now()}
        if change:
            authority.end_authority(obj, obj.valid_to, **done)
        else:
            given = (obj.paper_number, obj.paper_date, obj.valid_from, obj.valid_to)
            obj.pk = authority.delegate_authority(obj.unit, *given, **done).pk


@admin.register(Delegation)
class DelegationAdmin(ReadOnly):
    """Made and ended on the pages of the person and of the unit."""

    list_display = ("seat", "delegate", "starts_at", "ends_at", "made_by", "ended_at", "ended_by")
    list_select_related = ("seat__unit", "delegate", "made_by__person", "ended_by__person")
    search_fields = ("delegate__search_name", "seat__person__search_name", "=seat__unit__code")


@admin.register(Grant)
class GrantAdmin(ReadOnly):
    list_display = ("seat", "capability", "granted_at", "granted_by", "reason", "revoked_at", "revoked_by")
    list_select_related = ("seat__unit", "granted_by__person", "revoked_by__person")
    search_fields = ("=capability", "seat__person__search_name")


@admin.register(Register)
class RegisterAdmin(ReadOnly):
    list_display = ("as_of", "loaded_at", "loaded_by", "file_sha256")
    list_select_related = ("loaded_by__person",)


def _administrator(request: HttpRequest) -> User:
    """The pages of the administration are open to accounts only."""
    assert isinstance(request.user, User)
    return request.user
