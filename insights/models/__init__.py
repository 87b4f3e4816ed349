from insights.models.reports import ReportText, TermReport
from insights.models.verification_run import VerificationRun
from insights.models.waits import CasesTally, DaysTally, PaceTally, PartsTally, Span, Stay, Touched

__all__ = [
    "CasesTally",
    "DaysTally",
    "PaceTally",
    "PartsTally",
    "ReportText",
    "Span",
    "Stay",
    "TermReport",
    "Touched",
    "VerificationRun",
]
