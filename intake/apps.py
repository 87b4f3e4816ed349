from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = _("Loading the form")

    def ready(self) -> None:
        # Models can be imported only once the registry of apps is ready.
        from intake import bearings

        bearings.register()
