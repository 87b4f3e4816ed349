from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    name = "orgs"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        # Models can be imported only once the registry of apps is ready.
        from orgs import bearings

        bearings.register()
