"""What this room tells the journal: which columns of its rows it vouches for."""

from __future__ import annotations

from journal import facts
from orgs.models import DayOff, DelegatedAuthority, Delegation, Grant, Member, Person, Register, Seat, Unit, User


def register() -> None:
    _register_the_organisation()
    _register_people_and_seats()


def _register_the_organisation() -> None:
    facts.register(
        Unit,
        # The path is the place in the tree, and with it who sees what is below.
        fields=("path", "code", "name", "kind", "category", "governing_regulation", "valid_from", "valid_to"),
    )
    facts.register(DelegatedAuthority, fields=("unit", "paper_number", "paper_date", "valid_from", "valid_to"))
    facts.register(DayOff, fields=("day", "works", "name", "to_confirm"))
    facts.register(Register, fields=("bloc", "as_of", "file_sha256", "loaded_at", "loaded_by"))


def _register_people_and_seats() -> None:
    facts.register(
        Person,
        fields=(
            *("citizen_id", "full_name", "birth_name", "birth_date", "sex", "ethnicity", "religion", "hometown"),
            *("general_education", "political_theory", "professional_education", "languages"),
            *("occupation_before", "occupation"),
        ),
        salt="salt",
    )
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
        Delegation,
        fields=(
            *("seat", "delegate", "capabilities", "starts_at", "ends_at", "reason", "paper"),
            *("made_by", "made_at", "ended_by", "ended_at", "ended_reason"),
        ),
        salt="seat__person__salt",
    )
    facts.register(
        Member,
        fields=(
            *("person", "unit", "register", "since", "joined_on", "official_on"),
            *("card_number", "biography_number", "badge_number", "service", "moved_in_from"),
            *("until", "ending", "ending_detail", "note"),
        ),
        salt="person__salt",
    )
    # Accounts of people only: one that belongs to nobody administers and decides nothing.
    facts.register(User, fields=("username", "person", "is_active", "is_staff", "is_superuser"), salt="person__salt")
