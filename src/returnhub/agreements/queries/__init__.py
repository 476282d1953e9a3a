"""The only place that reads schemes and suspensions, bounded by who asks."""
