"""Where a case stands: nowhere because it ended, or at steps that its flow allows side by side."""

from __future__ import annotations

from django.utils import timezone

from admission_flow.flows import PATH, step_node
from admission_flow.models import Case, Task
from admission_flow.soundness.examine import examine

BESIDE = ("supplement", "consultation")


def assert_not_stranded(case: Case) -> None:
    """Ended with nothing open; or open at exactly one place of the path, whose steps aren't standing already and are
    seated at units that the case has now; and without a fault, as the checker of every night sees it."""
    assert list(examine([case.pk], at=timezone.now())) == []
    case = Case.objects.get(pk=case.pk)
    tasks = list(Task.objects.filter(process=case, status="NEW"))
    if not case.is_open:
        assert (tasks, bool(case.outcome), case.closed_at is None) == ([], True, False)
        return
    steps = sorted(task.step for task in tasks)
    places = [sorted(group) for group in PATH if set(group) & set(steps)]
    if steps[:1] and steps[0] in BESIDE:
        assert len(steps) == 1
    else:
        assert len(places) == 1, steps
        assert set(steps) == {step for step in places[0] if step not in case.standing}, (steps, case.standing)
        before = [step for group in PATH[: PATH.index(next(g for g in PATH if set(g) & set(steps)))] for step in group]
        if steps == ["ceremony"]:
            assert case.admitted_on is not None
            before = []
        missing = [step for step in before if step not in case.standing and step_node(step).exists_for(case)]
        assert [step for step in missing if step != "verification"] == []
    for task in tasks:
        node = step_node(task.step)
        assert (task.unit_id, task.capability) == (node.place.unit_of(case), node.capability)
