from intake.models.past_admission import PastAdmission
from intake.models.upload import Line, Upload

__all__ = ["Line", "PastAdmission", "Upload"]
