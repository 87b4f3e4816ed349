"""What somebody looks for stays in their session; only its number stands in the address.

Names and citizen IDs are what people look for, and an address reaches logs, histories of shared machines and e-mails.
"""

from __future__ import annotations

from django.http import HttpRequest

SESSION_KEY = "searches"
KEPT = 20
LONGEST = 100


def remember(request: HttpRequest, text: str) -> str:
    """The number under which this session knows the text from now on; "" for nothing but spaces."""
    text = " ".join(text.replace("\0", "").split())[:LONGEST]
    if not text:
        return ""
    searches: dict[str, str] = request.session.get(SESSION_KEY, {})
    known = next((number for number, said in searches.items() if said == text), None)
    if known:
        return known
    number = str(max(map(int, searches), default=0) + 1)
    kept = list(searches.items())[1 - KEPT :]
    request.session[SESSION_KEY] = {**dict(kept), number: text}
    return number


def recall(request: HttpRequest, number: str) -> str:
    """The text; "" where this session knows none by that number."""
    text: str = request.session.get(SESSION_KEY, {}).get(number, "")
    return text
