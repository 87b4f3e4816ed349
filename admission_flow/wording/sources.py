"""Which regulation says so, and how sure of it we are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

# S1, S2 … are lines of docs/sources.md; they are kept with each decision and say nothing to whoever reads a page.
_OUR_NUMBERS = re.compile(r"(?:^|, )S\d+[a-z]?(?=,|$)")


def regulation_and_paper(regulation: str, source: str) -> str:
    """The generation in force, and the papers and points that its values were read in, where they are known."""
    papers = dict.fromkeys(_OUR_NUMBERS.sub("", one).lstrip(", ") for one in source.split("; "))
    return " · ".join([regulation, *(paper for paper in papers if paper and paper != regulation)])


def source_line(derivation: Mapping[str, Any]) -> str:
    """Which regulation says so, and whether it is still to be confirmed."""
    parts = [regulation_and_paper(str(derivation["regulation"]), str(derivation.get("source") or ""))]
    if derivation["confidence"] != "sourced":
        parts.append(_("to confirm"))
    return " · ".join(parts)
