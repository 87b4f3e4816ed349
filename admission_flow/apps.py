from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionFlowConfig(AppConfig):
    name = "admission_flow"
    verbose_name = _("Admission")
