"""What each rule is called, above the sentence of what it found."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

RULES: Mapping[str, Promise] = {
    "age": gettext_lazy("Age"),
    "introducers": gettext_lazy("Introducers"),
    "certificate": gettext_lazy("Validity of the awareness certificate"),
    "certificate_later": gettext_lazy("Validity of the awareness certificate"),
    "cell_vote": gettext_lazy("Ratio of the cell's vote"),
    "committee_vote": gettext_lazy("Ratio of the committee's vote"),
    "standing_committee_vote": gettext_lazy("Ratio of the standing committee's vote"),
    "waiver_own_side": gettext_lazy("Waiver on the candidate's side"),
    "waiver_spouse_side": gettext_lazy("Waiver on the spouse's side"),
    "paper_valid": gettext_lazy("Validity of the paper"),
    "independence": gettext_lazy("Independence"),
    "local_rule": gettext_lazy("Local rule"),
}


def rule_name(rule: str) -> str:
    """Empty where the sentence alone has to do."""
    return str(RULES.get(rule, ""))
