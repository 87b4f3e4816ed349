"""Parts of a case that have to be two persons', as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a Promise that knows %

VERDICTS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "independence": (
        gettext_lazy("Took no part in this case that has to be another's."),
        gettext_lazy(
            "Whoever acts here, or for whom it is done, %(took)s in this case and can't %(part)s it too: these must be "
            "two persons. Another holder of the seat has to act."
        ),
    ),
}
_TOOK = {
    "introduced": gettext_lazy("introduced the candidate"),
    "verified": gettext_lazy("concluded the verification"),
    "appraised": gettext_lazy("appraised the file"),
    "decided": gettext_lazy("recorded the decision"),
}
_TAKES = {
    "introduced": gettext_lazy("introduce in"),
    "verified": gettext_lazy("verify"),
    "appraised": gettext_lazy("appraise"),
    "decided": gettext_lazy("decide"),
}


def words(numbers: Mapping[str, Any]) -> dict[str, str]:
    """What the sentence needs beside the numbers."""
    return {
        "took": get_text_list([str(_TOOK[one]) for one in numbers["clash"]], _("and")),
        "part": str(_TAKES.get(numbers["part"], "")),
    }
