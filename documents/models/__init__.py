"""The tables of this room."""

from documents.models.registers import Outgoing, Register

__all__ = ["Outgoing", "Register"]
