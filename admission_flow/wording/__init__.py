"""What the rules found and what was done, as sentences in the reader's language."""

from admission_flow.wording.acts import act_sentence, deadline_label, done_sentence, outcome_label
from admission_flow.wording.soundness import fault_title, found_sentence, remedy_sentence
from admission_flow.wording.sources import regulation_and_paper, source_line
from admission_flow.wording.verdicts import fault_sentence, rule_sentence, verdict_sentence

__all__ = [
    "act_sentence",
    "deadline_label",
    "done_sentence",
    "fault_sentence",
    "fault_title",
    "found_sentence",
    "outcome_label",
    "regulation_and_paper",
    "remedy_sentence",
    "rule_sentence",
    "source_line",
    "verdict_sentence",
]
