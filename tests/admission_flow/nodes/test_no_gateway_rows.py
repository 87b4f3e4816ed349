"""Gateways leave no row: a case has the rows of its human steps and no others."""

from admission_flow.models import Task
from admission_flow.nodes import Step
from tests.admission_flow.journey import Journey
from tests.people import Bloc


def test_a_case_has_a_row_a_human_step_and_no_other(bloc: Bloc) -> None:
    journey = Journey(bloc).to("bloc_decision")
    journey.send_back("bloc_decision", again=("verification", "opinions"))
    journey.supplement()
    journey.to("ceremony").ceremony()
    tasks = list(Task.objects.filter(process=journey.case))
    assert {task.flow_task_type for task in tasks} == {"HUMAN"}
    assert all(isinstance(task.flow_task, Step) and task.step == task.flow_task.name for task in tasks)
    steps = [task.step for task in tasks]
    repeated = {step for step in steps if steps.count(step) > 1}
    assert repeated == {"verification", "opinions", "bloc_decision"}
