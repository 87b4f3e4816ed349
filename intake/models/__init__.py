from intake.models.upload import Line, Upload

__all__ = ["Line", "Upload"]
