"""Which regulation says so, and how sure of it we are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from admission_flow.wording.local import LOCAL_RULE

# S1, S2 … are lines of docs/sources.md; they are kept with each decision and say nothing to whoever reads a page.
_OUR_NUMBERS = re.compile(r"(?:^|, )S\d+[a-z]?(?=,|$)")


def source_papers(source: str) -> str:
    """The papers and points that a value was read in, for readers; empty where only our own number is known."""
    papers = dict.fromkeys(_OUR_NUMBERS.sub("", one).lstrip(", ") for one in source.split("; "))
    return "; ".join(paper for paper in papers if paper)


def edition_label(regulation: str, edition: int) -> str:
    """A generation by its number, with its edition from the second on."""
    if edition == 1:
        return regulation
    return _("%(regulation)s, edition %(edition)s") % {"regulation": regulation, "edition": edition}


def regulation_and_paper(regulation: str, source: str, edition: int = 1) -> str:
    """The generation in force, and the papers and points that its values were read in, where they are known."""
    papers = source_papers(source).split("; ")
    return " · ".join([edition_label(regulation, edition), *(one for one in papers if one and one != regulation)])


def source_line(derivation: Mapping[str, Any]) -> str:
    """Which regulation says so, and whether it is still to be confirmed."""
    parts = [source_of(derivation)]
    if is_to_confirm(derivation):
        parts.append(_("to confirm"))
    return " · ".join(parts)


def source_of(derivation: Mapping[str, Any]) -> str:
    """The edition that was judged by and what it was read in. Decisions of the first release kept no edition."""
    if derivation["rule"] == LOCAL_RULE:
        return " · ".join(filter(None, [_("the bloc's own rule"), source_papers(str(derivation.get("source") or ""))]))
    return regulation_and_paper(
        str(derivation["regulation"]), str(derivation.get("source") or ""), derivation.get("edition", 1)
    )


def is_to_confirm(row: Mapping[str, Any]) -> bool:
    """Of a derivation, or of one value as a regulation keeps it."""
    return bool(row["confidence"] != "sourced")
