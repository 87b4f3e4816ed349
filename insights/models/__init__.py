from insights.models.verification_run import VerificationRun
from insights.models.waits import CasesTally, DaysTally, PartsTally, Span, Stay, Touched

__all__ = ["CasesTally", "DaysTally", "PartsTally", "Span", "Stay", "Touched", "VerificationRun"]
