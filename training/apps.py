from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Classes")

    def ready(self) -> None:
        # Models can be imported only once the registry of apps is ready.
        from training import bearings

        bearings.register()
