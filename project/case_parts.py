"""What the rooms above admission add to the page of a case: each a part at an address of its own.

The page of a case knows none of these rooms. It shows a plain link, which a browser with script replaces by the part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.bodies import MATTERS


@dataclass(frozen=True)
class CasePart:
    """`url_name` takes the id of the case. Shown while one of `steps` is open; always, where that is empty.

    `of_file`: only to who sees the file. `below`: under what the steps ask for. `on_forms`: it has papers, so it stands
    on the page of the case's forms too.
    """

    url_name: str
    label: Promise
    steps: frozenset[str] = frozenset()
    on_forms: bool = False
    of_file: bool = False
    below: bool = False


CASE_PARTS: tuple[CasePart, ...] = (
    CasePart("classes_of_case", _("Class"), frozenset({"course", "new_member_class"})),
    CasePart("meetings_of_case", _("Meetings"), frozenset(MATTERS), on_forms=True),
    CasePart("source_of_case", _("Source"), below=True),
    CasePart("dossier", _("Dossier"), of_file=True, below=True),
)


def parts_for(open_tasks: Iterable[Any], sees_file: bool) -> list[CasePart]:
    """Those that concern a case at which these steps are open, for somebody who sees its file or only the list."""
    steps = {task.step for task in open_tasks}
    seen = (part for part in CASE_PARTS if sees_file or not part.of_file)
    return [part for part in seen if not part.steps or part.steps & steps]


def parts_with_forms() -> list[CasePart]:
    """Those that have papers of their own for a case, at whatever step it is."""
    return [part for part in CASE_PARTS if part.on_forms]
