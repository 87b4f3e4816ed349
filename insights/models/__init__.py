from insights.models.verification_run import VerificationRun

__all__ = ["VerificationRun"]
