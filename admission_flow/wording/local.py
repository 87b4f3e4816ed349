"""Rules of the bloc's own in words. Their names and what they ask are kept in both languages, with the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy

LOCAL_RULE = "local_rule"
NOT_MET = gettext_lazy("%(name)s: judged not met. Asked is: %(asks)s Judge it anew once that has changed.")
SENTENCES = {
    LOCAL_RULE: (gettext_lazy("%(name)s: met. Asked is: %(asks)s"), gettext_lazy("%(name)s. Asked is: %(asks)s")),
}


def local_words(numbers: Mapping[str, Any]) -> dict[str, str]:
    """`name` and `asks` in the reader's language; the other one where this is empty."""
    mine, other = ("en", "vi") if (get_language() or "").startswith("en") else ("vi", "en")
    return {word: str(numbers[f"{word}_{mine}"] or numbers[f"{word}_{other}"]) for word in ("name", "asks")}
