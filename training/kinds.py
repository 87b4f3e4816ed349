"""What each kind of class ends: which step of a case, by which certificate, numbered in which form."""

from __future__ import annotations

from dataclasses import dataclass

from admission_flow.papers import CLASS_CERTIFICATE
from admission_flow.rules.validity import CERTIFICATE
from training.models import TrainingClass


@dataclass(frozen=True)
class Ends:
    """`step` of the case; `code` of the certificate's form; `series` follows the number: "12-CN/TTCT"."""

    step: str
    code: str
    series: str

    def numbered(self, sequence: int) -> str:
        return f"{sequence:02d}-{self.series}"


ENDS: dict[str, Ends] = {
    TrainingClass.Kind.AWARENESS: Ends("course", CERTIFICATE, "CN/TTCT"),
    TrainingClass.Kind.NEW_MEMBER: Ends("new_member_class", CLASS_CERTIFICATE, "CN-ĐVM/TTCT"),
}
STEPS = frozenset(one.step for one in ENDS.values())


def kind_for(step: str) -> str:
    """The kind of class that ends a step; "" for a step that no class ends."""
    return next((kind for kind, one in ENDS.items() if one.step == step), "")
