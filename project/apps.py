from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core import checks


class AdministrationConfig(AdminConfig):
    default_site = "project.admin.Administration"


class ProjectConfig(AppConfig):
    name = "project"

    def ready(self) -> None:
        # Models may be imported from here on only.
        from project import celery  # noqa: F401  (pages enqueue too)
        from project.checks import no_demo_accounts

        checks.register(no_demo_accounts, checks.Tags.database)
