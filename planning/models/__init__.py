from planning.models.plans import Basis, Group, Plan, PlanVersion, Target
from planning.models.resolutions import Reminder, Resolution, ResolutionUnit, RollOutSession, UnitProgramme

__all__ = [
    "Basis", "Group", "Plan", "PlanVersion", "Reminder", "Resolution", "ResolutionUnit", "RollOutSession", "Target",
    "UnitProgramme",
]  # fmt: skip
