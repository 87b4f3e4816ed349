"""Papers that a special path asks for beyond those of every file, and the step before which each has to be there.

No form is known for any of them (domain, sections 1 and 4): the codes are the office's own.
"""

from __future__ import annotations

# Consent and agreement of the province-level standing committee, each for its own matter.
OVER_AGE_CONSENT, LITERACY_CONSENT, READMISSION_AGREEMENT = "VB-ĐY", "VB-ĐY-HV", "VB-ĐY-KNL"
POPULATION_PAPER, ETHNIC_CHINESE_PAPER = "XN-DS", "XN-NH"
ASSIGNED_CELL_PAPER, SPECIAL_CASE_PAPER = "PC-CB", "VB-ĐB"

# With delegated authority the decision is the grassroots committee's.
DECISION, CELL_VOTE = "bloc_decision", "cell_vote"
BEFORE: dict[str, str] = {
    OVER_AGE_CONSENT: DECISION,
    LITERACY_CONSENT: DECISION,
    READMISSION_AGREEMENT: DECISION,
    POPULATION_PAPER: CELL_VOTE,
    ETHNIC_CHINESE_PAPER: CELL_VOTE,
    ASSIGNED_CELL_PAPER: CELL_VOTE,
    SPECIAL_CASE_PAPER: CELL_VOTE,
}
