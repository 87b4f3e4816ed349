from training.models.certificate import Certificate, CertificateCounter
from training.models.enrolment import Attendance, Enrolment
from training.models.training_class import Session, TrainingClass

__all__ = ["Attendance", "Certificate", "CertificateCounter", "Enrolment", "Session", "TrainingClass"]
