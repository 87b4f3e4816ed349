from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        # Models can be imported only once the registry of apps is ready.
        from notices import of_rights
        from orgs.heeding import heed_rights

        of_rights.register()
        heed_rights(of_rights.hear)
