"""The templates that come with the system, one DOCX a form; `manage.py make_forms` draws them anew."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
_PLAIN = str.maketrans({"Đ": "d", "đ": "d"})


def slug_of(code: str) -> str:
    """The code of a form as it stands in addresses and names of files: 6-KNĐ is 6-knd."""
    return code.translate(_PLAIN).lower()


def path_of(code: str) -> Path:
    return FOLDER / f"{slug_of(code)}.docx"


@cache
def built_in(code: str) -> bytes:
    """The template of this form. Raises FileNotFoundError for a code that has none."""
    return path_of(code).read_bytes()
