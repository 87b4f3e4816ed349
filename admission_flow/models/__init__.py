from admission_flow.models.case import Candidate, Case, CaseCounter
from admission_flow.models.decision import Deadline, Decision
from admission_flow.models.file import Introduction, Opinion, Paper, Relative
from admission_flow.models.regulation import Regulation
from admission_flow.models.task import StepTarget, Task
from admission_flow.models.verification import Verification, VerificationReminder, VerificationRequest

__all__ = [
    "Candidate",
    "Case",
    "CaseCounter",
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
    "VerificationReminder",
    "VerificationRequest",
]
