"""The only place that writes stays, by noun."""
