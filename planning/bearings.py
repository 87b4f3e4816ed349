"""What this room tells the rooms below: which columns of its rows the journal vouches for, and its notices."""

from __future__ import annotations


def register() -> None:
    pass
