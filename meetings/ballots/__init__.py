"""Ballots in the system: opened, cast, counted, checked. docs/ballots.md says what is kept secret, and from whom."""
