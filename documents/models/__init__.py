"""The tables of this room."""

from documents.models.files import StoredFile
from documents.models.registers import Outgoing, Register

__all__ = ["Outgoing", "Register", "StoredFile"]
