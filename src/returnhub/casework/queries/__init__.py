"""The only place that reads cases, always bounded by who asks."""
