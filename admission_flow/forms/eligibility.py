"""The facts and judgements of eligibility as fields, and the forms of the acts beside the steps."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.deadlines import parameters_of
from admission_flow.decisions.given import EligibilityGiven, JudgementGiven, PaperGiven
from admission_flow.eligible import Wanting, introductions, wanting
from admission_flow.forms.fields import ActForm
from admission_flow.local_rules import NOMINATION, to_judge
from admission_flow.models import Eligibility, Introduction, Regulation
from admission_flow.wording.eligibility import JUDGEMENT_LABELS
from admission_flow.wording.local import local_words
from orgs.fields import DateField, text_area
from orgs.members import official_members_of_organisation

ANSWERS = [("", "—"), ("1", _("yes")), ("0", _("no"))]
# Judged of every candidate, and of those of a special path.
ALWAYS = ("political_standard", "introducers_not_disciplined")
SOMETIMES = ("over_age_conditions", "readmission_hardship", "population_conditions", "special_case")


def judgement_field(check: str, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=JUDGEMENT_LABELS[check], choices=ANSWERS, required=False, help_text=help_text)


def local_field(words: Mapping[str, Any]) -> forms.ChoiceField:
    """A judgement that a rule of the bloc's own asks for, in its own words."""
    own = local_words(words)
    return forms.ChoiceField(label=own["name"], choices=ANSWERS, required=False, help_text=own["asks"])


def day_typed(form: forms.Form, name: str, otherwise: datetime.date) -> datetime.date:
    """What is asked is asked on the day typed; `otherwise` while there is none that a regulation is known for."""
    try:
        day: datetime.date = DateField().clean(form.data.get(name))
        Regulation.on(day)
    except (forms.ValidationError, Regulation.DoesNotExist):
        return otherwise
    return day


def judgements_of(data: dict[str, Any], checks: Iterable[str], note: str = "") -> tuple[JudgementGiven, ...]:
    """What was answered; a field left empty is no judgement."""
    return tuple(JudgementGiven(check, data[check] == "1", note) for check in checks if data.get(check))


class EligibilityFields(forms.Form):
    """What the nomination records of the candidate. Nothing is answered beforehand."""

    citizen = forms.BooleanField(
        label=_("Vietnamese citizen, as the identity card shows"),
        required=False,
    )
    education = forms.ChoiceField(
        label=_("General education"), choices=[("", "—"), *Eligibility.Education.choices], required=False
    )
    political_standard = judgement_field("political_standard", _("As the cell judges it."))
    introducers_not_disciplined = judgement_field("introducers_not_disciplined")
    over_age_conditions = judgement_field(
        "over_age_conditions",
        _(
            "Only for somebody over the age: good health and prestige, and no organisation or member there, "
            "or a special requirement."
        ),
    )
    special_area = forms.BooleanField(
        label=_("Mountain, border, island, ethnic-minority or extremely disadvantaged area, or offshore fisher"),
        required=False,
    )
    prestigious = forms.BooleanField(label=_("Village elder, village head or prestigious person there"), required=False)
    left_on = DateField(label=_("Former member, left the Party on"), required=False)
    left_because = forms.ChoiceField(
        label=_("Why the membership ended"), choices=[("", "—"), *Eligibility.Ending.choices], required=False
    )
    expunged_on = DateField(label=_("Criminal record expunged on"), required=False)
    readmitted_before = forms.IntegerField(
        label=_("Times re-admitted before"), required=False, min_value=0, max_value=99
    )
    readmission_hardship = judgement_field("readmission_hardship")
    child = forms.ChoiceField(
        label=_("Child born against the population policy"),
        choices=[("", "—"), *Eligibility.Child.choices],
        required=False,
        help_text=_("A birth that the rules do not count as a violation is none."),
    )
    child_born_on = DateField(label=_("That child born on"), required=False)
    population_conditions = judgement_field("population_conditions")
    ethnic_chinese = forms.BooleanField(label=_("Ethnic Chinese"), required=False)
    generations = forms.IntegerField(
        label=_("Generations of the family in Vietnam"), required=False, min_value=0, max_value=99
    )
    no_cell = forms.BooleanField(label=_("From a place without members or a cell"), required=False)
    other = forms.CharField(
        label=_("Another special case"),
        max_length=300,
        required=False,
        help_text=_("For example a believer, somebody married to a foreigner, the owner of a private business."),
    )
    special_case = judgement_field("special_case")
    judgement_note = forms.CharField(label=_("On what the judgements rest"), max_length=500, required=False)

    CANDIDATE = ("citizen", "education", "political_standard", "introducers_not_disciplined", "judgement_note")
    SPECIAL = (
        (_("Over the age"), ("over_age_conditions",)),
        (_("Special area"), ("special_area", "prestigious")),
        (
            _("Former member"),
            ("left_on", "left_because", "expunged_on", "readmitted_before", "readmission_hardship"),
        ),
        (_("Population policy"), ("child", "child_born_on", "population_conditions")),
        (_("Other groups"), ("ethnic_chinese", "generations", "no_cell", "other", "special_case")),
    )

    # Checks of the bloc's own rules that are asked.
    local: tuple[str, ...] = ()

    def add_local(self, day: datetime.date) -> None:
        """A field for each rule of the bloc's own that somebody judges at a nomination of that day. One statement."""
        asked = to_judge(day, NOMINATION)
        self.fields |= {check: local_field(words) for check, words in asked.items()}
        self.local = tuple(asked)

    def special_groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(legend, [self[name] for name in names]) for legend, names in self.SPECIAL]

    @property
    def special_is_open(self) -> bool:
        """Where something was typed or refused in a special case, it must be seen."""
        names = [name for _legend, group in self.SPECIAL for name in group]
        return self.is_bound and any(name in self.errors or self.data.get(name) for name in names)

    def eligibility(self) -> EligibilityGiven:
        data = self.cleaned_data
        names = EligibilityGiven.__dataclass_fields__
        given = {name: data[name] for name in names}
        return EligibilityGiven(
            **given
            | {"readmitted_before": data["readmitted_before"] or 0, "generations": data["generations"] or 0}
            | {"other": data["other"].strip()}
        )

    def judgements(self) -> tuple[JudgementGiven, ...]:
        return judgements_of(self.cleaned_data, (*ALWAYS, *self.local, *SOMETIMES), self.cleaned_data["judgement_note"])


def add_judgements(form: ActForm, checks: Iterable[str], local: Mapping[str, Mapping[str, Any]]) -> None:
    """A field for each check, and one for what they rest on. `local`: the words of the bloc's own rules by check."""
    form.checks = tuple(checks)
    for check in form.checks:
        form.fields[check] = local_field(local[check]) if check in local else judgement_field(check)
    if form.checks:
        form.fields["judgement_note"] = forms.CharField(
            label=_("On what the judgements rest"), max_length=500, required=False
        )


def judged_in(form: ActForm) -> tuple[JudgementGiven, ...]:
    data = form.cleaned_data
    return judgements_of(data, form.checks, data.get("judgement_note", ""))


def wanting_on(form: ActForm, day: datetime.date) -> Wanting:
    """What eligibility asks for on that day."""
    return wanting(form.case, day, parameters_of(Regulation.on(day)))


class SupplyPaperForm(ActForm):
    note = _("A paper that a special path asks for. It counts from its own date.")
    number = forms.CharField(label=_("Number"), max_length=50)
    dated = DateField(label=_("Date"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = wanting_on(self, self.today)
        names = {code: words["paper_name"] for code, words in wanted.local.items() if code in wanted.papers}
        choices = [(code, f"{papers.title(code, names)} ({code})") for code in wanted.papers]
        self.fields["code"] = forms.ChoiceField(label=_("Paper"), choices=choices)
        self.order_fields(("code", "number", "dated", "signed_by"))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"paper": PaperGiven(data["code"], data["dated"], data["number"], data["signed_by"])}


class JudgeForm(ActForm):
    note = _("Answer only what is to be judged, or judged anew. Your name and today's date are kept with it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = wanting_on(self, self.today)
        add_judgements(self, wanted.judgeable, wanted.local)

    def given(self) -> dict[str, Any]:
        return {"judgements": judged_in(self)}


class ReplaceIntroducerForm(ActForm):
    note = _(
        "For an introducer who moved away, is disciplined or can't continue. Whoever takes over need not have been "
        "together with the candidate; the file check is done again."
    )
    not_disciplined = judgement_field("introducers_not_disciplined", _("Of all who introduce from now on."))
    number = forms.CharField(label=_("Number of the letter 3-KNĐ"), max_length=50, required=False)
    dated = DateField(label=_("Date of the letter 3-KNĐ"))
    reason = text_area(_("Why the introducer can't continue"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [row for row in introductions(self.case, self.today) if row.kind == Introduction.Kind.MEMBER]
        named = {row.introducer_id for row in rows}
        members = official_members_of_organisation([self.case.unit], self.today)
        self.fields["replaced"] = forms.TypedChoiceField(
            label=_("Introducer to be replaced"),
            choices=[("", "—"), *((row.pk, str(row.introducer)) for row in rows)],
            coerce=int,
        )
        others = [(row.person_id, row.person.full_name) for row in members if row.person_id not in named]
        self.fields["person"] = forms.TypedChoiceField(
            label=_("New introducer"), choices=[("", "—"), *others], coerce=int
        )
        self.order_fields(("replaced", "reason", "person", "not_disciplined", "number", "dated"))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        letter = PaperGiven("3-KNĐ", data["dated"], data["number"])
        judged = data["not_disciplined"] == "1" if data["not_disciplined"] else None
        named = {name: data[name] for name in ("replaced", "person", "reason")}
        return {**named, "letter": letter, "not_disciplined": judged}


def together_fields(name: str, whose: Any, *, required: bool) -> dict[str, forms.Field]:
    """Since when, and where, an introducer has been together with the candidate."""
    return {
        f"{name}_since": DateField(label=_("Together since (%(whose)s)") % {"whose": whose}, required=required),
        f"{name}_together": forms.ChoiceField(
            label=_("Together (%(whose)s)") % {"whose": whose},
            choices=Introduction.Together.choices,
            required=False,
        ),
    }
