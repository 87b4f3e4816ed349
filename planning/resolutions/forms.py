"""The forms of a resolution, of a unit's sessions, and of its programme."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.recognise import bytes_allowed
from orgs.fields import DateField, text_area
from orgs.models import Unit
from planning.models import Resolution, RollOutSession, UnitProgramme
from planning.models.resolutions import MOST_PEOPLE
from planning.resolutions.given import FileGiven, ProgrammeGiven, ResolutionGiven, SessionGiven

# What the browser offers to choose from; what a file is, is seen by its content.
ENDINGS = ".pdf,.docx"


class PaperField(forms.FileField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            allow_empty_file=True,  # its own sentence names the file
            widget=forms.FileInput(attrs={"accept": ENDINGS}),
        )


class WithPaper(forms.Form):
    """A form with files, which may have been attached before: `attached` has their names by field."""

    def __init__(self, *args: Any, attached: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = [name for name, field in self.fields.items() if isinstance(field, PaperField)]
        most = {"limit": bytes_allowed() // 1024 // 1024}
        together = _("PDF or DOCX, at most %(limit)s MB with the other file of this form.") % most
        limit = together if len(papers) > 1 else _("PDF or DOCX, at most %(limit)s MB.") % most
        for field in papers:
            name = (attached or {}).get(field)
            kept = _("Without another file, “%(name)s” stays.") % {"name": name} if name else ""
            self.fields[field].help_text = f"{limit} {kept}".strip()

    def file_given(self, field: str = "file") -> FileGiven | None:
        sent = self.cleaned_data.get(field)
        return FileGiven(sent.file, sent.name) if sent else None


class ResolutionForm(WithPaper):
    number = forms.CharField(label=gettext_lazy("Number and symbol"), max_length=30)
    dated = DateField(label=gettext_lazy("Date of the resolution"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    about = text_area(gettext_lazy("Content in brief"), rows=4)
    rolled_out_until = DateField(label=gettext_lazy("To be rolled out until"))
    asks_programme = forms.BooleanField(
        label=gettext_lazy("Each unit adopts a programme or plan of its own"), required=False
    )
    programme_until = DateField(label=gettext_lazy("Programme adopted until"), required=False)
    file = PaperField(gettext_lazy("The signed paper"))
    programme = PaperField(gettext_lazy("Its programme of action, where it has one"))
    scope = forms.ChoiceField(
        label=gettext_lazy("For which units"), choices=Resolution.Scope.choices, widget=forms.RadioSelect, initial="all"
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("The chosen units"), required=False, widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(self, *args: Any, below: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(str(one.pk), one.name) for one in below]  # type: ignore[attr-defined]

    def given(self) -> ResolutionGiven:
        data = self.cleaned_data
        return ResolutionGiven(
            number=data["number"],
            dated=data["dated"],
            title=data["title"],
            about=data["about"],
            rolled_out_until=data["rolled_out_until"],
            asks_programme=data["asks_programme"],
            programme_until=data["programme_until"],
            scope=data["scope"],
            units=[int(one) for one in data["units"]],
            file=self.file_given(),
            programme=self.file_given("programme"),
        )


def values_of(found: Resolution) -> dict[str, Any]:
    names = ("number", "dated", "title", "about", "rolled_out_until", "asks_programme", "programme_until", "scope")
    chosen = [str(unit) for unit in found.scope_units.values_list("unit", flat=True)]
    return {name: getattr(found, name) for name in (*names, "revision")} | {"units": chosen}


class RevisionForm(forms.Form):
    """A confirmation that knows what it was drawn from."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class EndForm(RevisionForm):
    state = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[(one.value, one.label) for one in (Resolution.State.SUPERSEDED, Resolution.State.WITHDRAWN)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )

    def __init__(self, *args: Any, draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if draft:
            del self.fields["state"]


class StrikeForm(RevisionForm):
    struck_reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )


class SessionForm(forms.Form):
    """`known`: by audience, how many are due by the records of today."""

    audience = forms.ChoiceField(label=gettext_lazy("For whom"), choices=RollOutSession.Audience.choices)
    held_on = DateField(label=gettext_lazy("Held on"))
    present = forms.IntegerField(label=gettext_lazy("Number present"), min_value=0, max_value=MOST_PEOPLE)
    due = forms.IntegerField(label=gettext_lazy("Number due"), required=False, min_value=0, max_value=MOST_PEOPLE)
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, known: dict[str, int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", uuid.uuid4())
        said = "; ".join(
            f"{label}: {known[value]}" for value, label in RollOutSession.Audience.choices if known[value] is not None
        )
        records = _("By the records of today, %(numbers)s.") % {"numbers": said} if said else ""
        empty = _("Left empty, the number that the records have as of that day; any other needs a reason in the note.")
        self.fields["due"].help_text = f"{empty} {records}".strip()

    def given(self) -> SessionGiven:
        data = self.cleaned_data
        names = ("audience", "held_on", "present", "due", "place", "note")
        return SessionGiven(**{name: data[name] for name in names})


def values_of_session(held: RollOutSession) -> dict[str, Any]:
    names = ("audience", "held_on", "present", "due", "place", "note", "revision")
    return {name: getattr(held, name) for name in names}


class ProgrammeForm(WithPaper):
    number = forms.CharField(label=gettext_lazy("Number and symbol"), max_length=30)
    dated = DateField(label=gettext_lazy("Date of the programme or plan"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    file = PaperField(gettext_lazy("File of the programme or plan"))
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def given(self) -> ProgrammeGiven:
        data = self.cleaned_data
        return ProgrammeGiven(data["number"], data["dated"], data["title"], self.file_given())


def values_of_programme(own: UnitProgramme | None) -> dict[str, Any]:
    if own is None:
        return {"revision": 0}
    return {name: getattr(own, name) for name in ("number", "dated", "title", "revision")}
