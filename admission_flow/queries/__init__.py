"""Reads for screens. Each takes the person first; none writes."""
