"""What is said of a paper's validity, and what to redo where it has expired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from admission_flow import papers

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a Promise that knows %

_VALID = gettext_lazy("The certificate of %(dated)s is valid to %(valid_to)s (%(months)s months).")
VERDICTS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "certificate": (
        _VALID,
        gettext_lazy(
            "The certificate of %(dated)s was valid to %(valid_to)s (%(months)s months), not on %(day)s. "
            "The course has to be taken again."
        ),
    ),
    "certificate_later": (
        _VALID,
        gettext_lazy(
            "The certificate is dated %(dated)s, after %(day)s, the day on which it had to be valid. Check both dates."
        ),
    ),
    "paper_valid": (
        gettext_lazy("%(paper)s of %(dated)s: valid to %(valid_to)s (%(months)s months)."),
        gettext_lazy(
            "%(paper)s of %(dated)s: valid to %(valid_to)s (%(months)s months), no longer on %(day)s. %(redo)s"
        ),
    ),
}

_REDO_AT: dict[str, Promise] = {
    "opinions": gettext_lazy("Return the file and have the opinions asked for again."),
    "verification": gettext_lazy("Return the file and have the verification made again."),
}
_SUPPLY = gettext_lazy("Record a new one while the file is back for supplement; the old one stays in the history.")


def words(numbers: Mapping[str, Any], *, met: bool) -> dict[str, str]:
    """The paper's name, and how a new one comes into the file."""
    code = str(numbers.get("code", papers.CERTIFICATE))
    redo = "" if met else str(_REDO_AT.get(papers.step_of(code), _SUPPLY))
    return {"paper": papers.title(code), "redo": redo}
