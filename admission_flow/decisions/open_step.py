"""Acts on a step that stays open: recorded like any other, and the flow does not move."""

from __future__ import annotations

from collections.abc import Sequence

from admission_flow.decisions.act import Act, vouched_for
from admission_flow.decisions.telling import refresh_open_pages, reminders_of
from journal import record
from notices.tell import tell_each
from orgs import access


def stay(act: Act, verb: str, **rows: Sequence[int]) -> None:
    """The last rows of such an act: the case's time, the open pages, the journal entry.

    `rows` are ids that the history of the case shows by, as `requests=[7, 8]`.
    """
    case, task = act.case, act.task
    case.changed_at = act.at
    case.save(update_fields=["changed_at"])
    tell_each([], at=act.at, settled=reminders_of(act.moved, act.moved))
    refresh_open_pages(case, act.acting_user, act.at)
    record.append(
        f"case:{case.pk}",
        verb,
        acting_user=act.acting_user,
        on_behalf_of=access.absent(act.seat),
        at=act.at,
        refs={
            "case": case.number,
            "task": task.pk if task else None,
            "step": act.step,
            **access.grounds(act.seat),
            **{name: list(keys) for name, keys in rows.items()},
        },
        facts=vouched_for(act, ()),
    )
