"""The only place that reads transfers, always bounded by who asks."""
