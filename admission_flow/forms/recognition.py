"""Forms of the verbs of probation and recognition."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from admission_flow import papers
from admission_flow.decisions.given import OpinionGiven, PaperGiven, SupplementGiven
from admission_flow.decisions.recognition import RECOGNISED, STRUCK_OFF
from admission_flow.decisions.routes import has_delegated_authority
from admission_flow.forms.fields import ActForm, PaperMixin
from admission_flow.forms.row_sets import Row, RowSet, RowsForm
from admission_flow.forms.rows import OpinionsForm
from admission_flow.forms.steps import CellVoteForm, DepartmentForm
from admission_flow.forms.votes import COMMITTEE_ABSENCES
from admission_flow.models import Opinion
from orgs.access import committee_size
from orgs.fields import DateField, text_area

OUTCOMES = [(RECOGNISED, _("Recognise as official member")), (STRUCK_OFF, _("Strike off the list"))]
# A paper that a step makes comes with that step, done again.
SUPPLIABLE = ("BS", papers.CLASS_CERTIFICATE, "10-KNĐ", "11-KNĐ")


class NewMemberClassForm(PaperMixin, ActForm):
    paper_code = papers.CLASS_CERTIFICATE

    def given(self) -> dict[str, Any]:
        return {"certificate": self.paper()}


class ProbationPapersForm(ActForm):
    note = _("Both are written once the probation is complete.")
    self_review_dated = DateField(label=_("Date of the self-review 10-KNĐ"))
    remarks_dated = DateField(label=_("Date of the helper's remarks 11-KNĐ"))
    signed_by = forms.CharField(label=_("Remarks signed by"), max_length=150)
    remark = text_area(_("Remark"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.helper:
            self.initial.setdefault("signed_by", self.case.helper.full_name)

    def given(self) -> dict[str, Any]:
        data, name = self.cleaned_data, self.case.candidate.person.full_name
        return {
            "self_review": PaperGiven("10-KNĐ", data["self_review_dated"], "", name),
            "remarks": PaperGiven("11-KNĐ", data["remarks_dated"], "", data["signed_by"]),
            "note": data["remark"],
        }


class ProbationOpinionsForm(OpinionsForm):
    paper_code = "12-KNĐ"

    def given(self) -> dict[str, Any]:
        return {"opinions": [OpinionGiven(**row) for row in self.rows.filled()], "summary": self.paper()}

    def first_rows(self) -> list[dict[str, Any]]:
        return [{"source": Opinion.Source.RESIDENCE}, {"source": Opinion.Source.ORGANISATION}]


class OutcomeForm(CellVoteForm):
    """A vote on one of the two outcomes."""

    outcome = forms.ChoiceField(
        label=_("Put to the vote"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        help_text=_("The votes “for” are for this."),
    )
    reason = text_area(_("Reason, if to be struck off"), required=False)

    def given(self) -> dict[str, Any]:
        return {"vote": self.vote(), "outcome": self.cleaned_data["outcome"], "reason": self.cleaned_data["reason"]}


class RecognitionVoteForm(OutcomeForm):
    paper_code = "13-KNĐ"
    rule = "recognition_vote"


class RecognitionAppraisalForm(DepartmentForm):
    paper_code = "14-KNĐ"


def decision_title() -> str:
    """Which of the two papers it is shows with the outcome."""
    return _("Decision (%(code)s where it recognises)") % {"code": papers.RECOGNITION}


class RecognitionApprovalForm(OutcomeForm):
    paper_code = "15-KNĐ"
    absences = COMMITTEE_ABSENCES
    rule = "recognition_committee_vote"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committee = self.case.committee
        self.delegated = committee is not None and has_delegated_authority(committee, self.day())
        if self.delegated:
            self.paper_code = papers.RECOGNITION
            self.fields["dated"].label = _("Day of the decision")
            self.fields["outcome"].label = _("Decision")

    @property
    def paper_title(self) -> str:
        return decision_title() if self.delegated else super().paper_title

    def entitled(self) -> int:
        return committee_size(self.case.committee, self.day()) if self.case.committee else 0


class RecognitionBlocAppraisalForm(ActForm):
    on_the_day = ("dated",)
    proposal = forms.ChoiceField(
        label=_("Proposal to the standing committee"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    dated = DateField(label=_("Date of the appraisal"))
    reason = text_area(_("Summary of the file and reasons"), required=False)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"proposal": data["proposal"], "dated": data["dated"], "reason": data["reason"]}


class RecognitionDecisionForm(OutcomeForm):
    paper_code = papers.RECOGNITION
    rule = "standing_committee_vote"
    absences = COMMITTEE_ABSENCES
    dated = DateField(label=_("Day of the decision"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = _("Decision")

    @property
    def paper_title(self) -> str:
        return decision_title()

    def entitled(self) -> int:
        return committee_size(self.case.bloc, self.day())


class SuppliedRow(Row):
    given_beforehand = ("code",)
    code = forms.ChoiceField(label=_("Paper"), choices=[(code, papers.TITLES[code]) for code in SUPPLIABLE])
    number = forms.CharField(label=_("Number"), max_length=50, required=False)
    dated = DateField(label=_("Date"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=150, required=False)


class RecognitionSupplementForm(RowsForm):
    row_set = RowSet("papers", SuppliedRow, _("Papers supplied"), "rows-papers")
    answer = text_area(_("What was supplied, point by point"))

    def given(self) -> dict[str, Any]:
        supplied = tuple(PaperGiven(**row) for row in self.rows.filled())
        return {"given": SupplementGiven(self.today, self.cleaned_data["answer"], supplied)}
