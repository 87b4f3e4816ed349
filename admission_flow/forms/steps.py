"""One form for each verb with a flat set of fields; those with rows are in forms/rows.py."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions import withdrawal
from admission_flow.decisions.given import ReturnGiven
from admission_flow.flows import step_node, steps_before
from admission_flow.forms.eligibility import add_judgements, day_typed, judged_in, wanting_on
from admission_flow.forms.fields import ActForm, PaperMixin
from admission_flow.forms.votes import BALLOTS, COMMITTEE_ABSENCES, COUNTS, VOTES, VoteMixin, absence_field
from admission_flow.holding import papers_of
from admission_flow.local_rules import paper_names
from admission_flow.papers import CERTIFICATE
from orgs.access import committee_size
from orgs.fields import DateField, text_area
from orgs.members import count_official
from orgs.models import DelegatedAuthority

OUTCOMES = [("admitted", _("Admit")), ("not_admitted", _("Do not admit"))]


def decision_title() -> str:
    """Which of the two papers it is shows with the decision."""
    return _("Decision (%(code)s where it admits)") % {"code": papers.ADMISSION}


class CertificateForm(PaperMixin, ActForm):
    paper_code = CERTIFICATE

    def given(self) -> dict[str, Any]:
        return {"certificate": self.paper()}


class FileCheckForm(ActForm):
    note = _("The file goes to the cell's meeting. If something is missing, return it for supplement instead.")
    on_the_day = ("dated",)
    dated = DateField(label=_("Date of the check"))
    remark = text_area(_("Remark"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = dict.fromkeys(paper.code for paper in papers_of(self.case))
        names = paper_names(held)
        choices = [
            (code, format_html('{} <span class="nowrap">({})</span>', papers.title(code, names), code)) for code in held
        ]
        self.fields["checked"] = forms.MultipleChoiceField(
            label=_("Papers of the file, each checked"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        wanted = wanting_on(self, day_typed(self, "dated", self.today))
        add_judgements(self, wanted.judgements, wanted.local)
        self.order_fields(("checked", *self.checks, "judgement_note", "dated", "remark"))

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "dated": data["dated"],
            "checked": data["checked"],
            "note": data["remark"],
            "judgements": judged_in(self),
        }


class CellVoteForm(VoteMixin, ActForm):
    """The votes of a body, with what follows from them."""

    template = "cases/vote.html"
    paper_code = "6-KNĐ"
    field_order = ("dated", "voting", *COUNTS, "outcome", "reason", "number", "signed_by")
    rule = "cell_vote"
    dated = DateField(label=_("Day of the meeting"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drop_other_absences()

    @property
    def absence_fields(self) -> list[forms.BoundField]:
        return [self[absence_field(reason)] for reason in self.absences]

    @property
    def ballot_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in BALLOTS]

    @property
    def vote_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in VOTES]

    @property
    def judged_names(self) -> str:
        """What a verdict rests on, for asking as one types."""
        return ",".join(("dated", "voting", *(name for name in COUNTS if name in self.fields)))

    def entitled(self) -> int:
        """All official members of the cell on the day of the meeting, or today while none is given."""
        return count_official(self.case.unit, self.day())

    def day(self) -> datetime.date:
        """The day typed, or today while none is that a regulation is known for."""
        return day_typed(self, "dated", self.today)

    def given(self) -> dict[str, Any]:
        return {"vote": self.vote()}


class DepartmentForm(PaperMixin, ActForm):
    paper_code = "7-KNĐ"
    opinion = text_area(_("Appraisal of the cell's resolution"))

    def given(self) -> dict[str, Any]:
        return {"report": self.paper(), "opinion": self.cleaned_data["opinion"]}


class GrassrootsForm(CellVoteForm):
    paper_code = "8-KNĐ"
    rule = "committee_vote"
    absences = COMMITTEE_ABSENCES
    outcome = forms.ChoiceField(label=_("Decision"), choices=OUTCOMES, widget=forms.RadioSelect)
    reason = text_area(_("Reason, if not admitted"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = DelegatedAuthority.objects.filter(unit=self.case.committee_id)
        self.delegated = any(paper.in_force(self.day()) for paper in papers)
        if self.delegated:
            self.paper_code = "9-KNĐ"
            self.fields["dated"].label = _("Day of the decision")
        else:
            del self.fields["outcome"], self.fields["reason"]

    @property
    def paper_title(self) -> str:
        return decision_title() if self.delegated else super().paper_title

    def entitled(self) -> int:
        return committee_size(self.case.committee, self.day()) if self.case.committee else 0

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"vote": self.vote(), "outcome": data.get("outcome") or "reported", "reason": data.get("reason", "")}


class BlocAppraisalForm(ActForm):
    on_the_day = ("dated",)
    proposal = forms.ChoiceField(
        label=_("Proposal to the standing committee"),
        choices=[("admit", _("Admit")), ("not_admit", _("Do not admit"))],
        widget=forms.RadioSelect,
    )
    dated = DateField(label=_("Date of the appraisal"))
    reason = text_area(_("Summary of the file and reasons"), required=False)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"proposal": data["proposal"], "dated": data["dated"], "reason": data["reason"]}


class BlocDecisionForm(CellVoteForm):
    paper_code = "9-KNĐ"
    rule = "standing_committee_vote"
    absences = COMMITTEE_ABSENCES
    dated = DateField(label=_("Day of the decision"))
    outcome = forms.ChoiceField(label=_("Decision"), choices=OUTCOMES, widget=forms.RadioSelect)
    reason = text_area(_("Reason, if not admitted"), required=False, help_text=_("The cell is told this reason."))

    @property
    def paper_title(self) -> str:
        return decision_title()

    def entitled(self) -> int:
        return committee_size(self.case.bloc, self.day())

    def given(self) -> dict[str, Any]:
        return {"vote": self.vote(), "outcome": self.cleaned_data["outcome"], "reason": self.cleaned_data["reason"]}


class OpinionAskedForm(ActForm):
    note = _("The case waits with the organisation board until the answer is recorded, then comes back.")
    on_the_day = ("dated",)
    whom = forms.CharField(label=_("Who is asked"), max_length=200)
    question = text_area(_("What is asked"))
    dated = DateField(label=_("Date"))

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ConsultationForm(PaperMixin, ActForm):
    paper_code = "YK"
    answer = text_area(_("What was answered"))

    def given(self) -> dict[str, Any]:
        return {"answer": self.paper(), "text": self.cleaned_data["answer"]}


class ReturnForm(ActForm):
    note = _(
        "What you list goes to the cell, which supplies it. A step you choose is done again, with whatever rests on "
        "it; an inquiry made again lets later votes fall only if its conclusion changes. Everything else stands, and "
        "the file comes back to this step. With nothing listed, it goes straight to the first step chosen."
    )
    reason = text_area(_("Reason"))
    items = text_area(_("What the cell is to supply"), required=False, help_text=_("One item a line."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = steps_before(self.task.step, self.case) if self.task else ()
        self.fields["again"] = forms.MultipleChoiceField(
            label=_("To be done again"),
            required=False,
            choices=[(step, step_node(step).task_title) for step in earlier],
            widget=forms.CheckboxSelectMultiple,
        )

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        items = tuple(line.strip() for line in data["items"].splitlines() if line.strip())
        step = self.task.step if self.task else ""
        return {"step": step, "given": ReturnGiven(self.today, data["reason"], items, tuple(data["again"]))}


class EndOfMembershipForm(ActForm):
    note = _(
        "The membership ends in the register on that day, all open steps are cancelled and the case is closed. This "
        "can't be undone; the history stays. Whoever moves to another organisation is transferred instead."
    )
    on_the_day = ("dated",)
    dated = DateField(label=_("First day of no membership"))
    ending = forms.ChoiceField(
        label=_("How it ended"),
        choices=[(one.value, one.label) for one in (withdrawal.DIED, withdrawal.LEFT)],
        widget=forms.RadioSelect,
    )
    reason = text_area(_("What happened"), help_text=_("With the number and date of the paper by which it is known."))

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class WithdrawForm(ActForm):
    note = _("All open steps are cancelled and the case is closed. This can't be undone; the history stays.")
    on_the_day = ("dated",)
    dated = DateField(label=_("Date"))
    reason = text_area(_("Reason"))

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
