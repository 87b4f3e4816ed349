from admission_flow.models.case import Candidate, Case, CaseCounter
from admission_flow.models.deadline import Deadline, DeadlineChange, Hold
from admission_flow.models.decision import Decision
from admission_flow.models.file import Introduction, Opinion, Paper, Relative, Verification
from admission_flow.models.regulation import Regulation
from admission_flow.models.task import StepTarget, Task

__all__ = [
    "Candidate",
    "Case",
    "CaseCounter",
    "Deadline",
    "DeadlineChange",
    "Decision",
    "Hold",
    "Introduction",
    "Opinion",
    "Paper",
    "Regulation",
    "Relative",
    "StepTarget",
    "Task",
    "Verification",
]
