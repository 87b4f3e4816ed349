"""What the rules found and what was done, as sentences in the reader's language."""

from admission_flow.wording.acts import (
    act_names,
    act_sentence,
    acted_by,
    deadline_label,
    done_sentence,
    outcome_label,
    outcome_labels,
)
from admission_flow.wording.names import rule_name
from admission_flow.wording.parameters import confidence_label, group_label, parameter_label, parameter_value
from admission_flow.wording.soundness import fault_title, found_sentence, remedy_sentence
from admission_flow.wording.sources import (
    edition_label,
    is_to_confirm,
    regulation_and_paper,
    source_line,
    source_of,
    source_papers,
)
from admission_flow.wording.verdicts import fault_sentence, rule_sentence, verdict_sentence

__all__ = [
    "act_names",
    "act_sentence",
    "acted_by",
    "confidence_label",
    "deadline_label",
    "done_sentence",
    "edition_label",
    "fault_sentence",
    "fault_title",
    "found_sentence",
    "group_label",
    "is_to_confirm",
    "outcome_label",
    "outcome_labels",
    "parameter_label",
    "parameter_value",
    "regulation_and_paper",
    "remedy_sentence",
    "rule_name",
    "rule_sentence",
    "source_line",
    "source_of",
    "source_papers",
    "verdict_sentence",
]
