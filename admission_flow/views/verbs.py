"""Which form and which function stand behind the name of a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from admission_flow.decisions import (
    appraisal,
    asides,
    bloc,
    cancellation,
    cell,
    ceremony,
    corrections,
    course,
    declaration,
    extension,
    holds,
    inquiries,
    probation,
    recognition,
    requests,
    returns,
    transfer,
    verification,
    withdrawal,
)
from admission_flow.forms import clock, eligibility, rows, sideways, steps
from admission_flow.forms import recognition as recognition_forms
from admission_flow.forms import verification as asked
from admission_flow.forms.fields import ActForm


@dataclass(frozen=True)
class Verb:
    """`ends_as`: the name under which an act that may leave the step open is told where it completes the step."""

    form: type[ActForm]
    function: Callable[..., Any]
    danger: bool = False
    ends_as: str = ""
    # Whoever did it may not see the case any more.
    leaves: bool = False


VERBS: dict[str, Verb] = {
    "record_certificate": Verb(steps.CertificateForm, course.record_certificate),
    "present_certificate": Verb(steps.CertificateForm, course.present_certificate),
    "declare": Verb(rows.DeclarationForm, declaration.declare),
    "record_answers": Verb(asked.AnswersForm, verification.record_answers, ends_as="record_verification"),
    "send_request": Verb(asked.RequestForm, requests.send_request),
    "remind": Verb(asked.ReminderForm, requests.remind),
    "record_refusal": Verb(asked.RefusalForm, requests.record_refusal),
    "escalate": Verb(asked.EscalationForm, requests.escalate),
    "record_opinions": Verb(rows.OpinionsForm, inquiries.record_opinions),
    "check_file": Verb(steps.FileCheckForm, cell.check_file),
    "record_cell_vote": Verb(steps.CellVoteForm, cell.record_cell_vote),
    "appraise_department": Verb(steps.DepartmentForm, appraisal.appraise_department),
    "approve_grassroots": Verb(steps.GrassrootsForm, appraisal.approve_grassroots),
    "appraise_bloc": Verb(steps.BlocAppraisalForm, appraisal.appraise_bloc),
    "decide_bloc": Verb(steps.BlocDecisionForm, bloc.decide_bloc),
    "ask_opinion": Verb(steps.OpinionAskedForm, bloc.ask_opinion),
    "answer_consultation": Verb(steps.ConsultationForm, bloc.answer_consultation),
    "return_for_supplement": Verb(steps.ReturnForm, returns.return_for_supplement),
    "supplement": Verb(rows.SupplementForm, returns.supplement),
    "supply_paper": Verb(eligibility.SupplyPaperForm, asides.supply_paper),
    "judge": Verb(eligibility.JudgeForm, asides.judge),
    "replace_introducer": Verb(eligibility.ReplaceIntroducerForm, asides.replace_introducer),
    "record_new_member_class": Verb(recognition_forms.NewMemberClassForm, probation.record_new_member_class),
    "record_probation_papers": Verb(recognition_forms.ProbationPapersForm, probation.record_probation_papers),
    "record_probation_opinions": Verb(recognition_forms.ProbationOpinionsForm, probation.record_probation_opinions),
    "record_recognition_vote": Verb(recognition_forms.RecognitionVoteForm, recognition.record_recognition_vote),
    "appraise_recognition": Verb(recognition_forms.RecognitionAppraisalForm, recognition.appraise_recognition),
    "approve_recognition": Verb(recognition_forms.RecognitionApprovalForm, recognition.approve_recognition),
    "appraise_recognition_bloc": Verb(
        recognition_forms.RecognitionBlocAppraisalForm, recognition.appraise_recognition_bloc
    ),
    "decide_recognition": Verb(recognition_forms.RecognitionDecisionForm, recognition.decide_recognition),
    "supplement_recognition": Verb(recognition_forms.RecognitionSupplementForm, probation.supplement_recognition),
    "hold_ceremony": Verb(clock.CeremonyForm, ceremony.hold_ceremony),
    "record_receipt": Verb(clock.ReceiptForm, ceremony.record_receipt),
    "extend": Verb(clock.ExtensionForm, extension.extend),
    "hold": Verb(clock.HoldForm, holds.hold, danger=True),
    "resume": Verb(clock.ResumeForm, holds.resume),
    "withdraw": Verb(steps.WithdrawForm, withdrawal.withdraw, danger=True),
    "end_membership": Verb(steps.EndOfMembershipForm, withdrawal.end_membership, danger=True),
    "transfer": Verb(sideways.TransferForm, transfer.transfer, danger=True, leaves=True),
    "cancel_admission": Verb(sideways.CancellationForm, cancellation.cancel_admission, danger=True),
    "propose_correction": Verb(sideways.ProposeCorrectionForm, corrections.propose_correction),
    "decide_correction": Verb(sideways.DecideCorrectionForm, corrections.decide_correction),
}
