"""Screening: rules in, a verdict out; one case with reasons, a million in bulk, the database's guard."""
