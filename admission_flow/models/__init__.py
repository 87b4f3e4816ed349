from admission_flow.models.case import Candidate, Case, CaseCounter
from admission_flow.models.conversation import Comment, CommentVersion
from admission_flow.models.correction import Correction
from admission_flow.models.deadline import Deadline, DeadlineChange, Hold
from admission_flow.models.decision import Decision
from admission_flow.models.eligibility import Eligibility, Judgement
from admission_flow.models.file import Introduction, Opinion, Paper, Relative
from admission_flow.models.local_rule import LocalRule
from admission_flow.models.paper_file import PaperFile
from admission_flow.models.regulation import Regulation
from admission_flow.models.repair import Repair
from admission_flow.models.task import StepTarget, Task
from admission_flow.models.verification import Verification, VerificationReminder, VerificationRequest

__all__ = [
    "Candidate",
    "Case",
    "CaseCounter",
    "Comment",
    "CommentVersion",
    "Correction",
    "Deadline",
    "DeadlineChange",
    "Decision",
    "Eligibility",
    "Hold",
    "Introduction",
    "Judgement",
    "LocalRule",
    "Opinion",
    "Paper",
    "PaperFile",
    "Regulation",
    "Relative",
    "Repair",
    "StepTarget",
    "Task",
    "Verification",
    "VerificationReminder",
    "VerificationRequest",
]
