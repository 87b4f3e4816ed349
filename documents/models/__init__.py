"""The tables of this room."""

from documents.models.files import StoredFile
from documents.models.forms import FormTemplate
from documents.models.registers import Incoming, IncomingRegister, Outgoing, Register

__all__ = ["FormTemplate", "Incoming", "IncomingRegister", "Outgoing", "Register", "StoredFile"]
