from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    name = "orgs"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        # Models can be imported only now.
        from journal import facts
        from orgs.models import DelegatedAuthority, Grant, Member, Register, Seat, Unit

        facts.register(Unit, fields=("code", "name", "kind", "valid_from", "valid_to"))
        facts.register(DelegatedAuthority, fields=("unit", "paper_number", "paper_date", "valid_from", "valid_to"))
        facts.register(Register, fields=("bloc", "as_of", "file_sha256", "loaded_at", "loaded_by"))
        facts.register(Seat, fields=("person", "unit", "role", "starts", "ends", "paper"), salt="person__salt")
        facts.register(
            Grant,
            fields=(
                *("seat", "capability", "granted_at", "granted_by", "reason"),
                *("revoked_at", "revoked_by", "revoked_reason"),
            ),
            salt="seat__person__salt",
        )
        facts.register(
            Member,
            fields=("person", "unit", "since", "joined_on", "official_on", "until", "ending"),
            salt="person__salt",
        )
