from admission_flow.models.case import Candidate, Case, CaseCounter
from admission_flow.models.correction import Correction
from admission_flow.models.decision import Deadline, Decision
from admission_flow.models.file import Introduction, Opinion, Paper, Relative, Verification
from admission_flow.models.regulation import Regulation
from admission_flow.models.task import StepTarget, Task

__all__ = [
    "Candidate",
    "Case",
    "CaseCounter",
    "Correction",
    "Deadline",
    "Decision",
    "Introduction",
    "Opinion",
    "Paper",
    "Regulation",
    "Relative",
    "StepTarget",
    "Task",
    "Verification",
]
