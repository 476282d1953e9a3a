"""Forms of stays."""
