"""Which form and which function stand behind the name of a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from admission_flow.decisions import (
    appraisal,
    bloc,
    cancellation,
    cell,
    ceremony,
    corrections,
    course,
    declaration,
    inquiries,
    returns,
    transfer,
    withdrawal,
)
from admission_flow.forms import rows, sideways, steps
from admission_flow.forms.fields import ActForm


@dataclass(frozen=True)
class Verb:
    form: type[ActForm]
    function: Callable[..., Any]
    danger: bool = False
    # Whoever did it may not see the case any more.
    leaves: bool = False


VERBS: dict[str, Verb] = {
    "record_certificate": Verb(steps.CertificateForm, course.record_certificate),
    "present_certificate": Verb(steps.CertificateForm, course.present_certificate),
    "declare": Verb(rows.DeclarationForm, declaration.declare),
    "record_verification": Verb(rows.VerificationForm, inquiries.record_verification),
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
    "hold_ceremony": Verb(steps.CeremonyForm, ceremony.hold_ceremony),
    "withdraw": Verb(steps.WithdrawForm, withdrawal.withdraw, danger=True),
    "transfer": Verb(sideways.TransferForm, transfer.transfer, danger=True, leaves=True),
    "cancel_admission": Verb(sideways.CancellationForm, cancellation.cancel_admission, danger=True),
    "propose_correction": Verb(sideways.ProposeCorrectionForm, corrections.propose_correction),
    "decide_correction": Verb(sideways.DecideCorrectionForm, corrections.decide_correction),
}
