from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        # Models can be imported only now.
        from journal import facts
        from notices import of_rights
        from notices.models import MailAddress
        from orgs.heeding import heed_rights

        # Of accounts of people only, as their account is.
        facts.register(MailAddress, fields=("recipient", "address", "proven_at"), salt="recipient__person__salt")
        of_rights.register()
        heed_rights(of_rights.hear)
