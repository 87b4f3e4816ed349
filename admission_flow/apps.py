from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionFlowConfig(AppConfig):
    name = "admission_flow"
    verbose_name = _("Admission")

    def ready(self) -> None:
        # Models can be imported only once the registry of apps is ready.
        from admission_flow import bearings

        bearings.register()
