"""The tables of this room."""

from documents.models.files import StoredFile
from documents.models.forms import FormTemplate
from documents.models.registers import Outgoing, Register

__all__ = ["FormTemplate", "Outgoing", "Register", "StoredFile"]
