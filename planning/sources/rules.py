"""What a source is open to in the state it is in. The buttons of its page and the verbs ask the same."""

from __future__ import annotations

from admission_flow.models import Case
from planning.models import Source

LIST, HELPER, TASK, ASSESS = "list", "helper", "task", "assess"
NOMINATE, LINK, AGAIN, REMOVE = "nominate", "link", "again", "remove"

# How an admission ends that made nobody a member.
FAILED = (Case.Outcome.WITHDRAWN, Case.Outcome.NOT_ADMITTED, Case.Outcome.TRANSFERRED, Case.Outcome.CANCELLED)


def has_failed(found: Source) -> bool:
    """Whether the case that came of it ended without an admission. Reads the case."""
    return found.case is not None and found.case.outcome in FAILED


def open_to(found: Source) -> tuple[str, ...]:
    """The acts that it is open to, in the order of the buttons. Reads the case of a nominated one."""
    if found.is_live:
        listing = (LIST,) if found.state == Source.State.WATCHED else ()
        return (NOMINATE, LINK, *listing, HELPER, TASK, ASSESS, REMOVE)
    if found.state == Source.State.NOMINATED:
        return (AGAIN, ASSESS, REMOVE) if has_failed(found) else (ASSESS,)
    return ()
