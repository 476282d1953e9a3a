"""Schemes in operation, and suspension: who stopped what, since when, and who lifted it."""
