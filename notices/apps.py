from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        # Models can be imported only now.
        from journal import facts
        from notices.models import MailAddress

        # Of accounts of people only, as their account is.
        facts.register(MailAddress, fields=("recipient", "address", "proven_at"), salt="recipient__person__salt")
