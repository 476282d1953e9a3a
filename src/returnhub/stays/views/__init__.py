"""Pages of stays."""
