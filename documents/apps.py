from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        # Models can be imported only once the registry of apps is ready.
        from documents import register_facts

        register_facts.register()
