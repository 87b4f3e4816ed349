from planning.models.resolutions import Reminder, Resolution, ResolutionUnit, RollOutSession, UnitProgramme

__all__ = ["Reminder", "Resolution", "ResolutionUnit", "RollOutSession", "UnitProgramme"]
