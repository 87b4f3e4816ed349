"""The flow as a contents page: the step, where it is seated, who acts, what comes next. No logic."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow.base import Flow

from admission_flow.models import Case, Task
from admission_flow.nodes import Ending, Join, Place, Split, Step
from orgs import roles


def has_department(case: Case) -> bool:
    return case.department_id is not None


def has_committee(case: Case) -> bool:
    return case.committee_id is not None


class AdmissionFlow(Flow):
    """Admission of a party member."""

    process_class = Case
    task_class = Task
    process_title = _("Admission")
    opens_with = "nominate"

    nominate = Step(_("Nomination"), at=Place.CELL, by=roles.NOMINATE).Next(this.course)

    course = Step(_("Awareness course"), at=Place.BLOC, by=roles.RUN_COURSE).Next(this.declaration)

    declaration = Step(_("Declaration"), at=Place.CELL, by=roles.PREPARE_FILE).Next(this.inquiries)

    inquiries = Split().Always(this.verification).Always(this.opinions)
    verification = Step(_("Verification"), at=Place.VERIFIER, by=roles.VERIFY).Next(this.inquired)
    opinions = Step(_("Opinions"), at=Place.CELL, by=roles.PREPARE_FILE).Next(this.inquired)
    inquired = Join().Next(this.file_check)

    file_check = (
        Step(_("File check"), at=Place.CELL, by=roles.PREPARE_FILE)
        .On("returned", this.supplement)
        .On("sent_back", this.course)
        .Next(this.cell_vote)
    )

    cell_vote = (
        Step(_("Cell vote"), at=Place.CELL, by=roles.RECORD_VOTE)
        .On("returned", this.supplement)
        .On("sent_back", this.course)
        .Next(this.departmental_appraisal)
    )

    departmental_appraisal = (
        Step(_("Departmental appraisal"), at=Place.DEPARTMENT, by=roles.APPRAISE_DEPARTMENT)
        .OnlyWhere(has_department)
        .On("returned", this.supplement)
        .On("sent_back", this.course)
        .Next(this.grassroots_approval)
    )

    grassroots_approval = (
        Step(_("Grassroots approval"), at=Place.COMMITTEE, by=roles.APPROVE_GRASSROOTS)
        .OnlyWhere(has_committee)
        .On("returned", this.supplement)
        .On("sent_back", this.course)
        .On("admitted", this.ceremony)
        .On("not_admitted", this.not_admitted)
        .Next(this.bloc_appraisal)
    )

    bloc_appraisal = (
        Step(_("Bloc appraisal"), at=Place.BLOC, by=roles.APPRAISE_BLOC)
        .On("returned", this.supplement)
        .On("sent_back", this.course)
        .Next(this.bloc_decision)
    )

    bloc_decision = (
        Step(_("Bloc decision"), at=Place.BLOC, by=roles.DECIDE_BLOC)
        .On("returned", this.supplement)
        .On("sent_back", this.course)
        .On("opinion_asked", this.consultation)
        .On("not_admitted", this.not_admitted)
        .Next(this.ceremony)
    )

    ceremony = Step(_("Ceremony"), at=Place.CELL, by=roles.PREPARE_FILE).Next(this.admitted)

    # Reached by outcomes only. The way on passes over whatever stands, so it may begin at the first step.
    supplement = Step(_("Supplement"), at=Place.CELL, by=roles.PREPARE_FILE).Next(this.course)
    consultation = Step(_("Consultation"), at=Place.BLOC, by=roles.APPRAISE_BLOC).Next(this.bloc_decision)

    # Done as they open, by an act on the whole case that sets it on its way anew: see engine.restart.
    transfer = (
        Step(_("Transfer"), at=Place.VERIFIER, by=roles.APPROVE_GRASSROOTS)
        .On("decided", this.ceremony)
        .Next(this.course)
    )
    correction = Step(_("Correction"), at=Place.CELL, by=roles.PREPARE_FILE).Next(this.course)

    admitted = Ending(Case.Outcome.ADMITTED)
    not_admitted = Ending(Case.Outcome.NOT_ADMITTED)


class RecognitionFlow(Flow):
    """Recognition as official member; the ceremony of the admission opens it."""

    process_class = Case
    task_class = Task
    process_title = _("Recognition")
    opens_with = "recognition_opened"

    recognition_opened = Step(_("Probation"), at=Place.CELL, by=roles.PREPARE_FILE).Next(this.probation)

    probation = Split().Always(this.new_member_class).Always(this.probation_papers)
    new_member_class = Step(_("New-member class"), at=Place.BLOC, by=roles.RUN_COURSE).Next(this.probation_over)
    probation_papers = Step(_("Review of the probation"), at=Place.CELL, by=roles.PREPARE_FILE).Next(
        this.probation_opinions
    )
    probation_opinions = Step(_("Opinions on the probation"), at=Place.CELL, by=roles.PREPARE_FILE).Next(
        this.probation_over
    )
    probation_over = Join().Next(this.recognition_vote)

    recognition_vote = (
        Step(_("Cell vote on recognition"), at=Place.CELL, by=roles.RECORD_VOTE)
        .On("failed", this.recognition_vote)
        .On("returned", this.recognition_supplement)
        .Next(this.recognition_appraisal)
    )

    recognition_appraisal = (
        Step(_("Departmental appraisal of recognition"), at=Place.DEPARTMENT, by=roles.APPRAISE_DEPARTMENT)
        .OnlyWhere(has_department)
        .On("returned", this.recognition_supplement)
        .Next(this.recognition_approval)
    )

    recognition_approval = (
        Step(_("Grassroots approval of recognition"), at=Place.COMMITTEE, by=roles.APPROVE_GRASSROOTS)
        .OnlyWhere(has_committee)
        .On("returned", this.recognition_supplement)
        .On("recognised", this.recognised)
        .On("struck_off", this.struck_off)
        .Next(this.recognition_bloc_appraisal)
    )

    recognition_bloc_appraisal = (
        Step(_("Bloc appraisal of recognition"), at=Place.BLOC, by=roles.APPRAISE_BLOC)
        .On("returned", this.recognition_supplement)
        .Next(this.recognition_decision)
    )

    recognition_decision = (
        Step(_("Decision on recognition"), at=Place.BLOC, by=roles.DECIDE_BLOC)
        .On("returned", this.recognition_supplement)
        .On("struck_off", this.struck_off)
        .Next(this.recognised)
    )

    # Reached by outcomes only.
    recognition_supplement = Step(_("Supplement for recognition"), at=Place.CELL, by=roles.PREPARE_FILE).Next(
        this.probation
    )

    # Done as it opens, by an act on the whole case: see engine.restart_at.
    recognition_transfer = Step(_("Transfer"), at=Place.VERIFIER, by=roles.APPROVE_GRASSROOTS).Next(this.probation)

    recognised = Ending(Case.Outcome.RECOGNISED)
    struck_off = Ending(Case.Outcome.STRUCK_OFF)


FLOWS: tuple[type[Flow], ...] = (AdmissionFlow, RecognitionFlow)

# The path as shown to people; steps on one line stand side by side.
PATH: tuple[tuple[str, ...], ...] = (
    ("nominate",),
    ("course",),
    ("declaration",),
    ("verification", "opinions"),
    ("file_check",),
    ("cell_vote",),
    ("departmental_appraisal",),
    ("grassroots_approval",),
    ("bloc_appraisal",),
    ("bloc_decision",),
    ("ceremony",),
)
RECOGNITION_PATH: tuple[tuple[str, ...], ...] = (
    ("recognition_opened",),
    ("new_member_class", "probation_papers"),
    ("probation_opinions",),
    ("recognition_vote",),
    ("recognition_appraisal",),
    ("recognition_approval",),
    ("recognition_bloc_appraisal",),
    ("recognition_decision",),
)
# The cell's answer to a return; what it answers comes back to who asked.
SUPPLEMENTS = frozenset({"supplement", "recognition_supplement"})
# Who decides himself where authority is delegated; the bloc then has no step.
WITH_THE_BLOC = frozenset({"bloc_appraisal", "bloc_decision", "recognition_bloc_appraisal", "recognition_decision"})


def step_node(step: str) -> Step:
    """The node of a step; no two flows have a step of one name. Raises KeyError."""
    for flow in FLOWS:
        node = flow.instance.node(step, no_obsolete=True)
        if isinstance(node, Step):
            return node
    raise KeyError(step)


def way_of(case: Case) -> tuple[tuple[str, ...], ...]:
    """The path of this case's flow, as shown to people."""
    return RECOGNITION_PATH if case.is_recognition else PATH


def steps_before(step: str, case: Case) -> tuple[str, ...]:
    """The steps of this case's route that lie before one, in the order of the procedure, without the first."""
    path = way_of(case)
    group = next(place for place, steps in enumerate(path) if step in steps)
    earlier = (one for steps in path[1:group] for one in steps)
    return tuple(one for one in earlier if step_node(one).exists_for(case))
