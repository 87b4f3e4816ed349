from planning.models.past_admission import PastAdmission
from planning.models.plans import Basis, Group, Plan, PlanVersion, Target
from planning.models.resolutions import Reminder, Resolution, ResolutionUnit, RollOutSession, UnitProgramme
from planning.models.sources import ReviewMark, Source, SourceChange, SourceReview, SourceTask

__all__ = [
    "Basis", "Group", "PastAdmission", "Plan", "PlanVersion", "Reminder", "Resolution", "ResolutionUnit", "ReviewMark",
    "RollOutSession", "Source", "SourceChange", "SourceReview", "SourceTask", "Target", "UnitProgramme",
]  # fmt: skip
